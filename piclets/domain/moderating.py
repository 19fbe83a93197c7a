"""What the console's decisions do to the tables: the moderating half of the reducer (see `fold`).

The rules behind them:

- A Piclet is shown unless it was hidden; a variation is shown with its canonical only. What is hidden keeps its name,
  its number, its attributes and its scan counts.
- A typeId is never given to another thing. So numbers never fall, and a name that an object had stays an alias of it
  permanently: no other object's typeIds are made of that name. Only undoing the merge makes it a name again.
- Scores change by one decision alone: a discovery that is revoked takes its points along. The Piclet stays for the
  players who have it, with the same typeId, and the next player to find it for the first time is its discoverer.
- Who is erased leaves discoveries and scan counts behind, under a pseudonym, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final, assert_never

from piclets.domain import naming, seasons, trading
from piclets.domain.collecting import counting, exchanges
from piclets.domain.collecting.counting import Moment
from piclets.domain.collecting.sets import things_among
from piclets.domain.events import (
    AliasRemoved,
    AnyEvent,
    AnyModeration,
    DiscoveriesRevoked,
    MergeUndone,
    ObjectRenamed,
    ObjectsMerged,
    PicletHidden,
    PicletNameReset,
    PicletUnhidden,
    PlayerBlocked,
    PlayerErased,
    PlayerUnblocked,
    SeasonAmended,
    SeasonOpened,
    SeasonSettled,
    TradeUndone,
)
from piclets.domain.matching import CANONICAL
from piclets.domain.records import PicletData
from piclets.domain.standings import put_player, remove_player
from piclets.domain.tables import (
    NO_TOTALS,
    NOBODY,
    ROW_TYPES,
    AliasRow,
    AttributeRow,
    BlockRow,
    DecisionRow,
    FindRow,
    ObjectRow,
    PhotoRow,
    PicletRow,
    PlayerPhotoRow,
    PlayerRow,
    PrintRow,
    ShowcaseRow,
    Tables,
    TotalsRow,
    UnlistedRow,
    WordRow,
)

ERASED: Final = "erased:"
"""How the pseudonym of a player who was erased begins; no player's sub does."""


def apply(event: AnyModeration, seq: int, tables: Tables) -> None:
    """Fold one decision, the `seq`-th event of the log, into the tables."""
    tables.put(DecisionRow(event.id, event.kind, about(event), undone=False, seq=seq))
    match event:
        case PicletHidden() | PicletUnhidden() | PicletNameReset():
            _change_piclet(event, seq, tables)
        case ObjectRenamed():
            _rename(event, seq, tables)
        case ObjectsMerged():
            _merge(event, seq, tables)
        case MergeUndone():
            _undo_merge(event, seq, tables)
        case AliasRemoved():
            tables.remove(AliasRow(event.alias, event.object_name, former=False))
            _refresh(event.object_name, seq, tables)
        case PlayerBlocked() | PlayerUnblocked() | DiscoveriesRevoked() | PlayerErased():
            _change_player(event, seq, tables)
        case TradeUndone():
            trading.undo(event, seq, tables)
        case SeasonOpened() | SeasonAmended() | SeasonSettled():
            seasons.decided(event, seq, tables)
        case _:
            assert_never(event)


def about(event: AnyModeration) -> str:
    """The object, Piclet or player that was decided about."""
    match event:
        case PicletHidden() | PicletUnhidden() | PicletNameReset():
            return event.type_id
        case ObjectRenamed():
            return event.old
        case ObjectsMerged() | MergeUndone():
            return event.source
        case AliasRemoved():
            return event.alias
        case TradeUndone():
            return event.trade
        case SeasonOpened() | SeasonAmended() | SeasonSettled():
            return event.season
        case PlayerBlocked() | PlayerUnblocked() | DiscoveriesRevoked() | PlayerErased():
            return event.player.sub


def objects_in(event: AnyEvent) -> tuple[str, ...]:
    """The names of the objects that a decision of the console is about, those they had before and after."""
    match event:
        case PicletHidden() | PicletUnhidden() | PicletNameReset() | AliasRemoved():
            return (event.object_name,)
        case ObjectRenamed():
            return (event.old, event.new)
        case ObjectsMerged() | MergeUndone():
            return (event.source, event.target)
    return ()


def is_pseudonym(sub: str) -> bool:
    """Whether it is what is left of a player who was erased."""
    return sub.startswith(ERASED)


def pseudonymise(sub: str, pseudonym: str, tables: Tables) -> None:
    """Make the tables what they were had `sub` been called `pseudonym` from the beginning."""
    for kind in ROW_TYPES:
        for field in kind.SUBS:
            for row in tables.rows(kind, **{field: sub}):
                tables.remove(row)
                tables.put(replace(row, **{field: pseudonym}))  # type: ignore[type-var]  # rows are dataclasses


def _change_piclet(event: PicletHidden | PicletUnhidden | PicletNameReset, seq: int, tables: Tables) -> None:
    if isinstance(event, PicletNameReset):
        naming.reset(event, tables)
    else:
        _hide(event, seq, tables)


def _hide(event: PicletHidden | PicletUnhidden, seq: int, tables: Tables) -> None:
    piclet = _piclet(event.type_id, tables)
    tables.put(replace(piclet, hidden=isinstance(event, PicletHidden)))
    _refresh(piclet.object_name, seq, tables)


def _rename(event: ObjectRenamed, seq: int, tables: Tables) -> None:
    known = _object(event.old, tables)
    free = tables.get(AliasRow, event.new)
    if free is not None:
        tables.remove(free)
    tables.put(replace(known, name=event.new))
    _move_piclets(event.old, event.new, {row.type_id: row.number for row in _piclets_of(event.old, tables)}, tables)
    _move_aliases(tables.rows(AliasRow, object_name=event.old), event.new, tables)
    _drop_object(known, tables)
    tables.put(AliasRow(event.old, event.new, former=True))
    _refresh(event.new, seq, tables)


def _merge(event: ObjectsMerged, seq: int, tables: Tables) -> None:
    source = _object(event.source, tables)
    _move_piclets(event.source, event.target, {moved.type_id: moved.after for moved in event.moved}, tables)
    _move_aliases(tables.rows(AliasRow, object_name=event.source), event.target, tables)
    _count(tables, objects=-int(source.shown))
    _drop_object(source, tables)
    tables.put(AliasRow(event.source, event.target, former=True))
    _refresh(event.target, seq, tables)


def _undo_merge(event: MergeUndone, seq: int, tables: Tables) -> None:
    merge = tables.get(DecisionRow, event.merge)
    if merge is not None:
        tables.put(replace(merge, undone=True))
    _move_piclets(event.target, event.source, {moved.type_id: moved.after for moved in event.moved}, tables)
    leading = [tables.get(AliasRow, alias) for alias in event.aliases]
    _move_aliases([row for row in leading if row and row.object_name == event.target], event.source, tables)
    tables.remove(AliasRow(event.source, event.target, former=True))
    canonical = next(row for row in _piclets_of(event.source, tables) if row.number == CANONICAL)
    tables.put(
        ObjectRow(
            name=event.source,
            canonical=canonical.type_id,
            type=PicletData.model_validate_json(canonical.data).type,
            scan_count=0,
            variations=0,
            youngest=0,
            total_scans=0,
            shown=False,
            things=(),
            seq=canonical.seq,
        )
    )
    _refresh(event.target, seq, tables)
    _refresh(event.source, seq, tables)


def _change_player(
    event: PlayerBlocked | PlayerUnblocked | DiscoveriesRevoked | PlayerErased, seq: int, tables: Tables
) -> None:
    sub, moment = event.player.sub, Moment(event.at, seq)
    match event:
        case PlayerBlocked() | PlayerUnblocked():
            _block(event, seq, tables)
            seasons.blocked(sub, moment, tables)
        case DiscoveriesRevoked():
            _revoke(event, seq, tables)
            seasons.revoked(event, seq, tables)
        case PlayerErased():
            seasons.forget(sub, moment, tables)
            _forget(sub, tables)


def _block(event: PlayerBlocked | PlayerUnblocked, seq: int, tables: Tables) -> None:
    block = BlockRow(event.player.sub, seq)
    if isinstance(event, PlayerBlocked):
        tables.put(block)
    else:
        tables.remove(block)


def _revoke(event: DiscoveriesRevoked, seq: int, tables: Tables) -> None:
    sub, moment = event.player.sub, Moment(event.at, seq)
    for credit in event.credits:
        tables.put(replace(_piclet(credit.type_id, tables), discoverer=NOBODY))
        find = tables.get(FindRow, sub, credit.type_id)
        if find is not None:
            tables.put(replace(find, first_discovery=False))
            _revoke_print(find, moment, tables)
    player = tables.get(PlayerRow, sub)
    if player is not None:
        points = sum(credit.points for credit in event.credits)
        unique = player.unique_finds - len(event.credits)
        put_player(replace(player, score=player.score - points, unique_finds=unique), tables)
    counting.revoked(sub, [credit.type_id for credit in event.credits], moment, tables)


def _revoke_print(find: FindRow, moment: Moment, tables: Tables) -> None:
    """Void where its finder still holds it, marked where it was given away in good faith."""
    made = tables.get(PrintRow, find.pid) if find.pid else None
    if made is not None and not made.revoked:
        exchanges.revoked(made, moment, tables)
        tables.put(replace(made, revoked=True))


def _forget(sub: str, tables: Tables) -> None:
    counting.forget(sub, tables)
    for kind in (FindRow, PlayerPhotoRow, BlockRow, UnlistedRow, ShowcaseRow):
        for row in tables.rows(kind, sub=sub):
            tables.remove(row)
    player = tables.get(PlayerRow, sub)
    if player is not None:
        remove_player(player, tables)


def _move_piclets(source: str, target: str, numbers: dict[str, int], tables: Tables) -> None:
    """Give Piclets of `source` to `target`, with new numbers by typeId; their photos and attributes go along."""
    for type_id, number in numbers.items():
        tables.put(replace(_piclet(type_id, tables), object_name=target, number=number))
    for attribute in tables.rows(AttributeRow, object_name=source):
        if attribute.type_id in numbers:
            tables.remove(attribute)
    for photo in tables.rows(PhotoRow, object_name=source):
        if photo.type_id in numbers:
            tables.put(replace(photo, object_name=target))


def _move_aliases(aliases: Iterable[AliasRow], target: str, tables: Tables) -> None:
    for alias in aliases:
        tables.put(replace(alias, object_name=target))


def _drop_object(known: ObjectRow, tables: Tables) -> None:
    """Take an object away whose Piclets and aliases have gone elsewhere."""
    for word in tables.rows(WordRow, object_name=known.name):
        tables.remove(word)
    tables.remove(known)


def _refresh(name: str, seq: int, tables: Tables) -> None:
    """Derive an object's row, attributes, words and what is shown of it from its Piclets and aliases."""
    known = _object(name, tables)
    piclets = sorted(_piclets_of(name, tables), key=lambda row: row.number)
    canonical = piclets[0]
    shown = 0
    for piclet in piclets:
        is_shown = not (piclet.hidden or canonical.hidden)
        shown += is_shown
        _count(tables, piclets=is_shown - piclet.shown)
        tables.put(replace(piclet, shown=is_shown))
        if piclet.number != CANONICAL:
            for attribute in piclet.attributes:
                tables.put(AttributeRow(name, attribute, piclet.type_id))
    is_shown = not canonical.hidden
    _count(tables, objects=is_shown - known.shown)
    names = [name, *(row.alias for row in tables.rows(AliasRow, object_name=name))]
    tables.put(
        replace(
            known,
            scan_count=canonical.scan_count,
            variations=shown - is_shown,
            youngest=max(known.youngest, piclets[-1].number),
            total_scans=sum(piclet.scans for piclet in piclets),
            shown=is_shown,
            things=things_among(names),
        )
    )
    _refresh_words(name, [*names, *(each for piclet in piclets for each in piclet.attributes)], seq, tables)


def _refresh_words(name: str, spoken: list[str], seq: int, tables: Tables) -> None:
    """The words of an object are those of what is `spoken` of it: names, aliases, attributes."""
    words = {word for each in spoken for word in each.split("_")}
    known = {row.word: row for row in tables.rows(WordRow, object_name=name)}
    for word in known.keys() - words:
        tables.remove(known[word])
    for word in words - known.keys():
        tables.put(WordRow(word, name, seq))


def _count(tables: Tables, *, objects: int = 0, piclets: int = 0) -> None:
    if objects or piclets:
        totals = tables.get(TotalsRow, *NO_TOTALS.key) or NO_TOTALS
        tables.put(replace(totals, objects=totals.objects + objects, piclets=totals.piclets + piclets))


def _piclets_of(name: str, tables: Tables) -> list[PicletRow]:
    return tables.rows(PicletRow, object_name=name)


def _piclet(type_id: str, tables: Tables) -> PicletRow:
    row = tables.get(PicletRow, type_id)
    if row is None:
        raise ValueError(f"the log is broken: it moderates {type_id}, which was never discovered")
    return row


def _object(name: str, tables: Tables) -> ObjectRow:
    row = tables.get(ObjectRow, name)
    if row is None:
        raise ValueError(f"the log is broken: it moderates {name}, which is no object")
    return row
