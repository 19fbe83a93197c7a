"""The game counted by hand: what every table has to say, straight from the events and the contract's rules."""

from __future__ import annotations

from collections.abc import Sequence

from piclets.domain.events import AnyEvent, Scanned
from piclets.domain.players import players_of
from piclets.domain.scoring import points
from piclets.domain.tables import (
    LEVELS,
    NO_TOTALS,
    FindRow,
    MemoryTables,
    ObjectRow,
    PhotoRow,
    PicletRow,
    PlayerPhotoRow,
    PlayerRow,
    ScoreRow,
    TotalsRow,
    ranges_above,
)


def assert_consistent(events: Sequence[AnyEvent], tables: MemoryTables) -> None:
    """The tables say of the events what a recount says, and the events keep the rules."""
    scans = [event for event in events if isinstance(event, Scanned)]
    _assert_rules_kept(scans)
    _assert_piclets(scans, tables)
    _assert_players(events, scans, tables)
    _assert_ranks(tables)
    _assert_photos(scans, tables)
    assert (tables.get(TotalsRow, *NO_TOTALS.key) or NO_TOTALS) == TotalsRow(
        id=NO_TOTALS.id,
        objects=sum(scan.status == "new" for scan in scans),
        piclets=sum(scan.discovery is not None for scan in scans),
        players=len({scan.player.sub for scan in scans}),
        scans=len(scans),
        at=max((event.at for event in events), default=""),
    )


def _assert_rules_kept(scans: list[Scanned]) -> None:
    canonicals = [scan.object_name for scan in scans if scan.status == "new"]
    assert len(set(canonicals)) == len(canonicals), "one canonical per object, always"
    discovered = [scan.type_id for scan in scans if scan.discovery]
    assert len(set(discovered)) == len(discovered), "a typeId is given once"
    for name in canonicals:
        numbers = [scan.number for scan in scans if scan.discovery and scan.object_name == name]
        assert numbers == list(range(len(numbers))), "numbers in order of discovery"
    seen: set[tuple[str, str]] = set()
    counts: dict[str, int] = {}
    for scan in scans:
        first = (scan.player.sub, scan.type_id) not in seen
        seen.add((scan.player.sub, scan.type_id))
        counts[scan.type_id] = counts.get(scan.type_id, 0) + first
        assert scan.first_find == first
        assert scan.points == points(scan.status, first_find=first, scan_count=counts[scan.type_id])


def _assert_piclets(scans: list[Scanned], tables: MemoryTables) -> None:
    for row in tables.all(ObjectRow):
        of_object = [scan for scan in scans if scan.object_name == row.name]
        assert row.total_scans == len(of_object)
        assert row.variations == sum(scan.status == "variation" for scan in of_object)
    for piclet in tables.all(PicletRow):
        of_piclet = [scan for scan in scans if scan.type_id == piclet.type_id]
        assert piclet.scan_count == len({scan.player.sub for scan in of_piclet}), "each player counts once"
        assert piclet.discoverer == of_piclet[0].player.sub
    assert len(list(tables.all(PicletRow))) == sum(scan.discovery is not None for scan in scans)


def _assert_players(events: Sequence[AnyEvent], scans: list[Scanned], tables: MemoryTables) -> None:
    for row in tables.all(PlayerRow):
        mine = [scan for scan in scans if scan.player.sub == row.sub]
        players = [player for event in events for player in players_of(event)]
        names = [player.username for player in players if player.sub == row.sub]
        raised = [place for place, event in enumerate(events, 1) if _raises(event, row.sub)]
        assert row == PlayerRow(
            sub=row.sub,
            username=names[-1],
            score=sum(scan.points for scan in mine),
            total_finds=len(mine),
            unique_finds=sum(scan.discovery is not None for scan in mine),
            piclets=len({scan.type_id for scan in mine}),
            reached=raised[-1],
        )
    for find in tables.all(FindRow):
        of_find = [scan for scan in scans if (scan.player.sub, scan.type_id) == find.key]
        assert find.times_scanned == len(of_find)
        assert find.first_discovery == (of_find[0].discovery is not None)
        assert find.first_scanned_at == of_find[0].at


def _raises(event: AnyEvent, sub: str) -> bool:
    return isinstance(event, Scanned) and event.player.sub == sub and event.points > 0


def _assert_ranks(tables: MemoryTables) -> None:
    scores = [row.score for row in tables.all(PlayerRow)]
    buckets = list(tables.all(ScoreRow))
    for level in range(LEVELS):
        assert sum(row.players for row in buckets if row.level == level) == len(scores)
    for score in scores:
        above = sum(
            row.players
            for level, first, last in ranges_above(score)
            for row in buckets
            if row.level == level and first <= row.bucket <= last
        )
        assert above == sum(other > score for other in scores)


def _assert_photos(scans: list[Scanned], tables: MemoryTables) -> None:
    for row in tables.all(PhotoRow):
        assert row.type_id == next(scan.type_id for scan in scans if scan.photo == row.photo)
    for told in tables.all(PlayerPhotoRow):
        of_player = [scan for scan in scans if (scan.player.sub, scan.photo) == told.key]
        assert [(scan.type_id, scan.status) for scan in of_player] == [(told.type_id, told.status)]
