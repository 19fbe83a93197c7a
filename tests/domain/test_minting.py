"""Which finds make a print, and with which number and PID (contract, part 9)."""

from __future__ import annotations

from piclets.domain import fold, minting
from piclets.domain.events import AnyEvent, Discovery, PicletAdopted, Scanned, from_json, to_json
from piclets.domain.records import Evidence
from piclets.domain.tables import MemoryTables, PicletRow, PrintRow
from tests.making import AT, digest, piclet_data, player

OLD_LOG = """\
{"v":1,"id":"a1","at":"2026-01-01T00:00:00Z","kind":"scanned","player":{"sub":"ada","username":"ada"},\
"photo":"p1","phash":"00","status":"new","objectName":"mug","typeId":"mug_canonical","number":0,"firstFind":true,\
"points":125,"discovery":DISCOVERY}
{"v":1,"id":"b1","at":"2026-01-02T00:00:00Z","kind":"scanned","player":{"sub":"bob","username":"bob"},\
"photo":"p1","phash":"00","status":"existing","objectName":"mug","typeId":"mug_canonical","number":0,\
"firstFind":true,"points":25}
{"v":1,"id":"b2","at":"2026-01-03T00:00:00Z","kind":"scanned","player":{"sub":"bob","username":"bob"},\
"photo":"p2","phash":"01","status":"existing","objectName":"mug","typeId":"mug_canonical","number":0,\
"firstFind":false,"points":0}
{"v":1,"id":"c1","at":"2026-01-04T00:00:00Z","kind":"scanned","player":{"sub":"cy","username":"cy"},\
"photo":"p3","phash":"02","status":"existing","objectName":"mug","typeId":"mug_canonical","number":0,\
"firstFind":true,"points":25}
{"v":1,"id":"a2","at":"2026-01-05T00:00:00Z","kind":"scanned","player":{"sub":"ada","username":"ada"},\
"photo":"p4","phash":"03","status":"new","objectName":"pen","typeId":"pen_canonical","number":0,"firstFind":true,\
"points":125,"discovery":DISCOVERY}
"""
"""A log of a server that knew no evidence. Somebody may have printed cards by what it mints."""


def old_log() -> list[AnyEvent]:
    discovery = Discovery(attributes=(), piclet_data=piclet_data(), image="x.webp").model_dump_json(by_alias=True)
    return [from_json(line.replace("DISCOVERY", discovery)) for line in OLD_LOG.splitlines()]


def folded(events: list[AnyEvent]) -> MemoryTables:
    tables = MemoryTables()
    for seq, event in enumerate(events, 1):
        fold.apply(event, seq, tables)
    return tables


def scanned(event_id: str, who: str, evidence: Evidence | None, tables: MemoryTables, photo: str = "") -> Scanned:
    """A scan of a mug, decided as the ledger does."""
    sub = player(who).sub
    return Scanned(
        id=event_id,
        at=AT,
        player=player(who),
        photo=digest(photo or event_id),
        phash="0" * 16,
        status="existing",
        object_name="mug",
        type_id="mug_canonical",
        number=0,
        first_find=False,
        points=0,
        evidence=evidence,
        print=minting.mint(event_id, sub, "mug_canonical", evidence, tables),
    )


def test_what_an_older_log_mints_never_changes() -> None:
    tables = folded(old_log())
    assert [(row.pid, row.type_id, row.number, row.finder) for row in tables.all(PrintRow)] == [
        ("F55FF16F", "mug_canonical", 1, "ada"),
        ("D0F631CA", "mug_canonical", 2, "cy"),
        ("2C3A4249", "pen_canonical", 1, "ada"),
    ]


def test_a_find_with_a_known_photo_or_another_scan_mints_nothing_in_an_older_log() -> None:
    assert "bob" not in {row.finder for row in folded(old_log()).all(PrintRow)}


def test_only_the_first_fresh_scan_mints_and_once_ever() -> None:
    tables = folded(old_log())
    makes: list[tuple[str, str, Evidence]] = [
        ("e1", "dee", "copy"),
        ("e2", "dee", "again"),
        ("e3", "dee", "fresh"),
        ("e4", "dee", "fresh"),
        ("e5", "eve", "fresh"),
    ]
    numbers = []
    for seq, (event_id, who, evidence) in enumerate(makes, 10):
        event = scanned(event_id, who, evidence, tables)
        fold.apply(event, seq, tables)
        numbers.append(event.print.number if event.print else None)
    assert numbers == [None, None, 3, None, 4]
    mug = tables.get(PicletRow, "mug_canonical")
    assert mug is not None
    assert mug.prints == 4


def test_a_pid_that_is_taken_goes_to_the_next_that_is_free() -> None:
    tables = folded(old_log())
    first = scanned("same", "dee", "fresh", tables)
    fold.apply(first, 10, tables)
    second = scanned("same", "eve", "fresh", tables)
    assert first.print is not None
    assert second.print is not None
    assert int(second.print.pid, 16) == (int(first.print.pid, 16) + 1) % minting.PIDS
    assert second.print.number == first.print.number + 1


def test_the_last_pid_is_followed_by_the_first() -> None:
    tables = folded(old_log())
    last = minting.hashed_pid("e")
    for pid in (last, (last + 1) % minting.PIDS):
        tables.put(PrintRow(minting.written(pid), "mug_canonical", 9, "x", "x", AT, False, 0, None, 0, 1))
    event = scanned("e", "dee", "fresh", tables)
    assert event.print is not None
    assert event.print.pid == minting.written((last + 2) % minting.PIDS)


def test_an_event_says_what_it_minted_and_older_readers_ignore_it() -> None:
    event = scanned("e1", "dee", "fresh", folded(old_log()))
    assert from_json(to_json(event)) == event
    assert '"print":{"pid":"' in to_json(event)
    assert '"evidence":"fresh"' in to_json(event)


def test_adopted_finds_mint_none_and_a_fresh_scan_after_them_does() -> None:
    adopted = PicletAdopted(
        id="x1",
        at=AT,
        player=player("ada"),
        object_name="mug",
        type_id="mug_canonical",
        number=0,
        points=100,
        scan_count=3,
        discovery=Discovery(attributes=(), piclet_data=piclet_data(), image="x.webp"),
    )
    tables = folded([adopted])
    assert not list(tables.all(PrintRow))
    event = scanned("e1", "ada", "fresh", tables)
    assert event.print is not None
    assert event.print.number == 1
