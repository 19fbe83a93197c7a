"""The one reducer: what each event does to the tables.

The ledger runs it in the transaction that appends the event, `rebuild` and restore run it over the whole log, and
`verify` over a dataset's log; so they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from piclets.domain.events import AnyEvent, PicletAdopted, PlayerAdopted, PlayerRenamed, Scanned
from piclets.domain.matching import CANONICAL
from piclets.domain.records import Player
from piclets.domain.tables import (
    NO_TOTALS,
    AliasRow,
    AttributeRow,
    FindRow,
    Key,
    ObjectRow,
    PhotoRow,
    PicletRow,
    PlayerPhotoRow,
    PlayerRow,
    Row,
    ScoreRow,
    Tables,
    TotalsRow,
    WordRow,
    score_buckets,
)

T = TypeVar("T")

Finding = Scanned | PicletAdopted

PAGE = 500
"""Entries on a page of a dataset document (contract, part 4)."""


def apply(event: AnyEvent, seq: int, tables: Tables) -> None:
    """Fold one event, the `seq`-th of the log, into the tables."""
    match event:
        case Scanned():
            _scanned(event, seq, tables)
        case PlayerRenamed():
            _renamed(event, tables)
        case PicletAdopted():
            _piclet_adopted(event, seq, tables)
        case PlayerAdopted():
            _player_adopted(event, seq, tables)


def reads(event: AnyEvent) -> Iterator[tuple[type[Row], Key]]:
    """The rows that folding this event looks at, as far as the event tells: they can be fetched in one go."""
    yield PlayerRow, (event.player.sub,)
    yield TotalsRow, NO_TOTALS.key
    if isinstance(event, Scanned | PicletAdopted):
        yield ObjectRow, (event.object_name,)
        yield PicletRow, (event.type_id,)
        yield FindRow, (event.player.sub, event.type_id)
    if isinstance(event, Scanned):
        yield PhotoRow, (event.photo,)
    if isinstance(event, Scanned | PicletAdopted):
        for word in _words_of(event):
            yield WordRow, (word, event.object_name)


def documents(event: AnyEvent) -> Iterator[tuple[str, str]]:
    """The dataset's documents that this event changes, as (kind, key): of an object, the page that shows it."""
    yield "users", event.player.sub
    if isinstance(event, Scanned | PicletAdopted):
        yield "piclets", object_page(event.object_name, event.number)
        if event.discovery is not None and event.number and event.number % PAGE == 0:
            yield "piclets", object_page(event.object_name, CANONICAL)  # it says how many pages there are


def object_page(name: str, number: int) -> str:
    """The key of the document page with an object's `number`-th Piclet."""
    return f"{name}/{number // PAGE}"


def _scanned(event: Scanned, seq: int, tables: Tables) -> None:
    _discover(event, seq, tables)
    _count_scan(event, tables)
    _collect(event, seq, tables)
    _remember_photo(event, seq, tables)
    _credit(event, seq, tables)


def _discover(event: Finding, seq: int, tables: Tables) -> None:
    found = event.discovery
    if found is None:
        return
    canonical = event.number == CANONICAL
    tables.put(
        PicletRow(
            type_id=event.type_id,
            object_name=event.object_name,
            number=event.number,
            attributes=found.attributes,
            discoverer=event.player.sub,
            discovered_at=event.at,
            scan_count=0,
            data=found.piclet_data.model_dump_json(by_alias=True),
            image=found.image,
            seq=seq,
        )
    )
    known = tables.get(ObjectRow, event.object_name)
    if known is None:
        kind = found.piclet_data.type
        known = ObjectRow(event.object_name, kind, scan_count=0, variations=0, total_scans=0, seq=seq)
    tables.put(replace(known, variations=event.number))
    for alias in found.aliases:
        tables.put(AliasRow(alias=alias, object_name=event.object_name))
    if not canonical:
        for attribute in found.attributes:
            tables.put(AttributeRow(event.object_name, attribute, event.type_id))
    for word in _words_of(event):
        if tables.get(WordRow, word, event.object_name) is None:
            tables.put(WordRow(word, event.object_name, seq))
    totals = tables.get(TotalsRow, *NO_TOTALS.key) or NO_TOTALS
    tables.put(replace(totals, objects=totals.objects + canonical, piclets=totals.piclets + 1))


def _words_of(event: Finding) -> dict[str, None]:
    """The words that lead to what this event discovered, in order, each once."""
    found = event.discovery
    names = (event.object_name, *found.aliases, *found.attributes) if found else ()
    return dict.fromkeys(word for name in names for word in name.split("_"))


def _count_scan(event: Finding, tables: Tables) -> None:
    if isinstance(event, PicletAdopted):
        scans = players = event.scan_count
    else:
        scans, players = 1, int(event.first_find)
    known = _must(tables.get(ObjectRow, event.object_name), event)
    of_canonical = players if event.number == CANONICAL else 0
    tables.put(replace(known, total_scans=known.total_scans + scans, scan_count=known.scan_count + of_canonical))
    if players:
        piclet = _must(tables.get(PicletRow, event.type_id), event)
        tables.put(replace(piclet, scan_count=piclet.scan_count + players))
    totals = tables.get(TotalsRow, *NO_TOTALS.key) or NO_TOTALS
    tables.put(replace(totals, scans=totals.scans + scans))


def _collect(event: Finding, seq: int, tables: Tables) -> None:
    find = tables.get(FindRow, event.player.sub, event.type_id)
    if find is None:
        find = FindRow(
            sub=event.player.sub,
            type_id=event.type_id,
            first_scanned_at=event.at,
            times_scanned=0,
            first_discovery=event.discovery is not None,
            seq=seq,
        )
    tables.put(replace(find, times_scanned=find.times_scanned + 1))


def _remember_photo(event: Scanned, seq: int, tables: Tables) -> None:
    if tables.get(PhotoRow, event.photo) is None:
        tables.put(PhotoRow(event.photo, event.object_name, event.type_id, event.phash, seq))
    tables.put(PlayerPhotoRow(event.player.sub, event.photo, event.type_id, event.status, seq))


def _credit(event: Finding, seq: int, tables: Tables) -> None:
    player = tables.get(PlayerRow, event.player.sub) or _newcomer(event.player, seq)
    after = replace(
        player,
        username=event.player.username,
        score=player.score + event.points,
        total_finds=player.total_finds + 1,
        unique_finds=player.unique_finds + (event.discovery is not None),
        piclets=player.piclets + event.first_find,
        reached=seq if event.points else player.reached,
    )
    _put_player(after, tables)


def _newcomer(player: Player, seq: int) -> PlayerRow:
    return PlayerRow(player.sub, player.username, 0, 0, 0, 0, seq)


def _put_player(player: PlayerRow, tables: Tables) -> None:
    """Put a player's row, and what follows from it: the number of players, and of scores per range."""
    before = tables.get(PlayerRow, player.sub)
    tables.put(player)
    if before is None:
        totals = tables.get(TotalsRow, *NO_TOTALS.key) or NO_TOTALS
        tables.put(replace(totals, players=totals.players + 1))
    _move_score(before.score if before else None, player.score, tables)


def _piclet_adopted(event: PicletAdopted, seq: int, tables: Tables) -> None:
    _discover(event, seq, tables)
    _count_scan(event, tables)
    _collect(event, seq, tables)
    _credit(event, seq, tables)


def _player_adopted(event: PlayerAdopted, seq: int, tables: Tables) -> None:
    """The finds that are not there yet; totals that the adopted Piclets did not reach are as they were."""
    player = tables.get(PlayerRow, event.player.sub) or _newcomer(event.player, seq)
    new = 0
    for find in event.finds:
        if tables.get(PicletRow, find.type_id) and not tables.get(FindRow, player.sub, find.type_id):
            tables.put(FindRow(player.sub, find.type_id, find.at, times_scanned=1, first_discovery=False, seq=seq))
            new += 1
    after = replace(
        player,
        score=max(player.score, event.score),
        total_finds=max(player.total_finds + new, event.total_finds),
        piclets=player.piclets + new,
    )
    _put_player(after, tables)


def _move_score(before: int | None, after: int, tables: Tables) -> None:
    """Keep the counts per score range that ranks are summed from."""
    if before == after:
        return
    left = set() if before is None else set(score_buckets(before))
    entered = set(score_buckets(after))
    changes = dict.fromkeys(left - entered, -1) | dict.fromkeys(entered - left, 1)
    tables.load((ScoreRow, bucket) for bucket in changes)
    for (level, bucket), change in changes.items():
        row = tables.get(ScoreRow, level, bucket) or ScoreRow(level, bucket, 0)
        tables.put(replace(row, players=row.players + change))


def _renamed(event: PlayerRenamed, tables: Tables) -> None:
    player = tables.get(PlayerRow, event.player.sub)
    if player is not None:
        tables.put(replace(player, username=event.player.username))


def _must(row: T | None, event: Finding) -> T:
    if row is None:
        raise ValueError(f"the log is broken: event {event.id} scans {event.type_id}, which was never discovered")
    return row
