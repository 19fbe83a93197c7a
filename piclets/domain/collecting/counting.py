"""What badges count, folded from the events: each counter, and the moment at which each tier was reached.

A photo counts for the things that its object was called when it was recorded, and for the day on which it came. So
neither a merge nor a new name nor another player's scan makes anything fall. What was counted can be counted again
from the tables: `recount` does after a revocation, and a test compares.

An event of another kind that badges count calls `add`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeVar

from piclets.domain.collecting import rhythm
from piclets.domain.collecting.badges import BY_COUNTER, GROUPS, tier_of
from piclets.domain.collecting.sets import BY_ID, SETS_OF, things_among
from piclets.domain.events import Scanned
from piclets.domain.matching import is_canonical
from piclets.domain.records import PRIMARY_TYPES, PicletData
from piclets.domain.rows import replace
from piclets.domain.tables import (
    FindRow,
    ObjectRow,
    PicletRow,
    PlayerPhotoRow,
    PlayerRow,
    PrintRow,
    Row,
    Tables,
    TallyRow,
)

R = TypeVar("R", bound=Row)

LUCKY: Final = 7

_LATER_TIERS: Final = frozenset({"rare", "epic", "legendary"})
_OF_TYPES: Final = tuple(f"type_{kind}" for kind in PRIMARY_TYPES)
_OF_FINDS: Final = (
    "finds", "discoveries", "variations", "types", "least_type", "rare", "legends", "sevens", *_OF_TYPES,
)  # fmt: skip

Counts = Mapping[str, int]


@dataclass(frozen=True)
class Moment:
    """When something was reached, and by which event of the log."""

    at: str
    seq: int


def scanned(event: Scanned, seq: int, photo: PlayerPhotoRow, made: PrintRow | None, tables: Tables) -> None:
    """Count a scan, of which the photo and the print that it `made` are in the tables."""
    if event.evidence != "fresh" and not (event.evidence is None and made):
        return
    known = _get(ObjectRow, tables, event.object_name)
    things = things_among((known.name, *known.aliases))
    photo = replace(photo, day=(event.received or event.at)[:10], things=things)
    tables.put(photo)
    before = tally_of(event.player.sub, tables)
    counts = _with_find(before.counts, made, tables) if made else before.counts
    after = _with_photo(replace(before, counts=counts), photo)
    _put(before, after, Moment(event.at, seq), tables)


def add(sub: str, counter: str, change: int, moment: Moment, tables: Tables) -> None:
    """Count `change` more. Of a player who is not there, nothing is counted."""
    if change and tables.get(PlayerRow, sub) is not None:
        before = tally_of(sub, tables)
        counts = _without_zeros({**before.counts, counter: before.counts.get(counter, 0) + change})
        _put(before, replace(before, counts=counts), moment, tables)


def revoked(sub: str, type_ids: Sequence[str], moment: Moment, tables: Tables) -> None:
    """Count a player's photos of these Piclets no more. Their prints are marked as revoked already."""
    for photo in tables.rows(PlayerPhotoRow, sub=sub):
        if photo.type_id in type_ids:
            tables.put(replace(photo, day=None, things=()))
    if tables.get(TallyRow, sub) is not None:
        before = tally_of(sub, tables)
        _put(before, recount(before, tables), moment, tables)


def recount(tally: TallyRow, tables: Tables) -> TallyRow:
    """A player's tally from the finds and photos that count; what others counted (`add`) stays."""
    kept = {counter: have for counter, have in tally.counts.items() if counter not in _RECOUNTED}
    counted = replace(tally, counts=kept, calendar={}, things={})
    prints = [made for made in tables.rows(PrintRow, finder=tally.sub) if not made.revoked]
    for made in sorted(prints, key=lambda row: row.seq):
        counted = replace(counted, counts=_with_find(counted.counts, made, tables))
    photos = [photo for photo in tables.rows(PlayerPhotoRow, sub=tally.sub) if photo.day is not None]
    for photo in sorted(photos, key=lambda row: row.seq):
        counted = _with_photo(counted, photo)
    return counted


def forget(sub: str, tables: Tables) -> None:
    """Take the tally of a player away who is erased."""
    tables.remove(tally_of(sub, tables))


def tally_of(sub: str, tables: Tables) -> TallyRow:
    return tables.get(TallyRow, sub) or TallyRow(sub, {}, {}, {}, {})


def _with_find(counts: Counts, made: PrintRow, tables: Tables) -> Counts:
    """The counters with the find that made a print."""
    find = _get(FindRow, tables, made.finder, made.type_id)
    data = _told(_get(PicletRow, tables, made.type_id).data)
    discovered = find.first_discovery
    more: dict[str, int] = {
        "finds": 1,
        f"type_{data.type}": 1,
        "discoveries": discovered,
        "variations": discovered and not is_canonical(made.type_id),
        "rare": data.tier in _LATER_TIERS,
        "legends": data.tier == "legendary",
        "sevens": made.number == LUCKY,
    }
    after = {**counts, **{name: counts.get(name, 0) + change for name, change in more.items() if change}}
    of_types = [after.get(name, 0) for name in _OF_TYPES]
    return _without_zeros(after | {"types": sum(have > 0 for have in of_types), "least_type": min(of_types)})


@lru_cache(maxsize=1024)
def _told(data: str) -> PicletData:
    """What a Piclet's row tells of it: those that many find are read once."""
    return PicletData.model_validate_json(data)


def _with_photo(tally: TallyRow, photo: PlayerPhotoRow) -> TallyRow:
    """The tally with what a photo that counts shows, and its day."""
    day = photo.day or ""
    calendar = rhythm.marked(tally.calendar, day, rhythm.marks(day, photo.things))
    if calendar is not tally.calendar:
        tally = replace(tally, calendar=calendar, counts=_without_zeros({**tally.counts, **rhythm.counts(calendar)}))
    if any(thing not in tally.things for thing in photo.things):
        first = photo.status == "new"
        things = {**tally.things, **{thing: first for thing in photo.things if thing not in tally.things}}
        tally = replace(tally, things=things, counts=_without_zeros({**tally.counts, **_counts_of(things)}))
    return tally


def _counts_of(things: Mapping[str, bool]) -> dict[str, int]:
    """What badges count of the things of sets that a player has found."""
    of_sets = Counter(each for thing in things for each in SETS_OF[thing])
    groups = Counter(group for thing in things for group in {_GROUP_OF[each] for each in SETS_OF[thing]})
    return {
        "things": len(things),
        "firsts": sum(things.values()),
        "sets_begun": len(of_sets),
        "sets_complete": sum(have == len(BY_ID[each].names) for each, have in of_sets.items()),
        **{f"group_{group}": have for group, have in groups.items()},
    }


_GROUP_OF: Final = {each: group for group, _, _, sets in GROUPS for each in sets}

_RECOUNTED: Final = frozenset(
    (*_OF_FINDS, *rhythm.counts({}), *_counts_of({}), *(f"group_{group}" for group in _GROUP_OF.values()))
)


def _put(before: TallyRow, after: TallyRow, moment: Moment, tables: Tables) -> None:
    """Put a tally; a tier that it reaches is earned at this moment, and one that it no longer reaches is not."""
    if after == before:
        return
    changed = [name for name, have in after.counts.items() if before.counts.get(name) != have]
    changed += [name for name in before.counts if name not in after.counts]
    tables.put(replace(after, earned=_earned(before.earned, changed, after.counts, moment)))


def _earned(
    before: Mapping[str, Sequence[Sequence[str | int]]], changed: Iterable[str], counts: Counts, moment: Moment
) -> Mapping[str, Sequence[Sequence[str | int]]]:
    after = dict(before)
    for badge in (badge for name in changed for badge in BY_COUNTER.get(name, ())):
        moments = list(after.pop(badge.id, ()))
        tier = tier_of(badge, counts.get(badge.counter, 0))
        moments = moments[:tier] + [[moment.at, moment.seq]] * (tier - len(moments))
        if moments:
            after[badge.id] = moments
    return after


def _without_zeros(counts: Counts) -> Counts:
    return {name: have for name, have in counts.items() if have}


def _get(row: type[R], tables: Tables, *key: str) -> R:
    found = tables.get(row, *key)
    if found is None:
        raise ValueError(f"the log is broken: {row.__name__} {key} is counted, but is not there")
    return found
