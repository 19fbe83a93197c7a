"""Evidence and prints in the ledger: decided in the transaction, carried by the event (contract, part 9)."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest

from piclets.admin.moderation import Moderation
from piclets.domain.events import Scanned
from piclets.domain.records import Evidence
from piclets.domain.tables import PrintRow
from piclets.ledger.ledger import Ledger
from piclets.ledger.prints import HeldPrint, PrintQueries
from piclets.ledger.reports import Reports
from tests.ledger.racing import at_once
from tests.making import scan
from tests.random_games import events_of, folded, rows

WHY = "because it is so"


def evidence(ledger: Ledger) -> list[Evidence | None]:
    return [event.evidence for _, event in events_of(ledger) if isinstance(event, Scanned)]


def held(ledger: Ledger, who: str) -> list[HeldPrint]:
    return PrintQueries(ledger.database).held_by(f"sub-{who}", limit=100)


def test_each_fresh_first_find_makes_a_numbered_print(ledger: Ledger) -> None:
    first = ledger.record(scan("ada", "mug"))
    ledger.record(scan("ada", "mug"))
    second = ledger.record(scan("bob", "mug"))
    assert first.print is not None
    assert second.print is not None
    assert (first.print.number, second.print.number) == (1, 2)
    [mine] = held(ledger, "ada")
    assert (mine.pid, mine.number, mine.finder, mine.holder) == (first.print.pid, 1, "ada", "ada")
    assert (mine.entry.type_id, mine.void, mine.moves) == ("mug_canonical", False, 0)
    assert PrintQueries(ledger.database).by_pid(second.print.pid) == held(ledger, "bob")[0]
    assert PrintQueries(ledger.database).count_held("sub-ada") == 1
    assert PrintQueries(ledger.database).of_find("sub-ada", "mug_canonical") == mine.pid


def test_the_prints_of_a_thing_are_counted_and_its_first_is_the_canonical_ones(ledger: Ledger) -> None:
    prints = PrintQueries(ledger.database)
    assert prints.of_object("mug") == (0, None)
    ledger.record(scan("ada", "mug"))
    ledger.record(scan("bob", "mug", "blue"))
    ledger.record(scan("cy", "mug"))
    ledger.record(scan("cy", "kettle"))
    minted, first = prints.of_object("mug")
    assert first is not None
    assert (minted, first.number, first.finder, first.type_id) == (3, 1, "ada", "mug_canonical")


def test_what_a_photo_is_evidence_of(ledger: Ledger) -> None:
    ledger.record(scan("ada", "mug", photo="one"))
    ledger.record(scan("bob", "mug", photo="one"))
    ledger.record_known(scan("cy", "", photo="one"), "mug_canonical")
    ledger.record(replace(scan("ada", "mug"), evidence="again"))
    assert evidence(ledger) == ["fresh", "copy", "copy", "again"]
    assert held(ledger, "bob") == []
    assert ledger.replay("sub-bob", scan("bob", photo="one").photo) is not None


def test_the_oldest_look_alike_says_whose_photo_it_was(ledger: Ledger) -> None:
    ledger.record(replace(scan("ada", "mug"), phash="00000000000000ff"))
    ledger.record(replace(scan("bob", "mug"), phash="00000000000000fe", evidence="copy"))
    found = ledger.look_alike("mug", "00000000000000fc")
    assert found is not None
    assert found.sub == "sub-ada"


def test_racing_finders_get_different_numbers(ledger: Ledger) -> None:
    recorded = at_once(ledger.record, [scan(f"player{number}", "mug") for number in range(20)])
    assert sorted(each.print.number for each in recorded if each.print) == list(range(1, 21))
    assert len({each.print.pid for each in recorded if each.print}) == 20
    assert all(ledger.rebuild().values())


def test_of_look_alikes_at_the_same_moment_one_is_fresh(ledger: Ledger) -> None:
    ledger.record(replace(scan("zoe", "mug"), phash="f" * 16))
    compared = ledger.head()
    racing = [
        replace(scan(f"player{number}", "mug"), phash=f"000000000000000{number % 4:x}", compared=compared)
        for number in range(8)
    ]
    recorded = at_once(ledger.record, racing)
    assert sorted(str(each.evidence) for each in recorded) == ["copy"] * 7 + ["fresh"]
    assert [each.print.number for each in recorded if each.print] == [2]
    mine = replace(scan("zoe", "mug"), phash="f" * 15 + "e", compared=0)
    assert ledger.record(mine).evidence == "again"


def test_a_revoked_find_voids_its_print(ledger: Ledger) -> None:
    ledger.record(scan("ada", "mug"))
    ledger.record(scan("bob", "mug"))
    Moderation(ledger, Reports(ledger.database)).decide("revoke", "sub-ada", why=WHY)
    assert [each.void for each in (*held(ledger, "ada"), *held(ledger, "bob"))] == [True, False]
    assert all(ledger.rebuild().values())


def test_the_prints_of_an_erased_player_stay_under_the_pseudonym(ledger: Ledger) -> None:
    minted = ledger.record(scan("ada", "mug")).print
    ledger.record(scan("bob", "mug"))
    Moderation(ledger, Reports(ledger.database)).decide("erase", "sub-ada", why=WHY)
    assert minted is not None
    kept = PrintQueries(ledger.database).by_pid(minted.pid)
    assert kept is not None
    assert kept.finder == kept.holder == "a player"
    assert kept.finder_id.startswith("erased")
    again = ledger.record(scan("ada", "mug"))
    assert again.print is not None
    assert again.print.number == 3
    assert rows(ledger, PrintRow) == sorted(folded(events_of(ledger)).all(PrintRow), key=repr)


def test_prints_of_hidden_piclets_are_not_shown(ledger: Ledger) -> None:
    minted = ledger.record(scan("ada", "mug")).print
    Moderation(ledger, Reports(ledger.database)).decide("hide", "mug_canonical", why=WHY)
    assert minted is not None
    assert PrintQueries(ledger.database).by_pid(minted.pid) is None
    assert held(ledger, "ada") == []
    assert [each.pid for each in PrintQueries(ledger.database).minted_after(0, 10)] == [minted.pid]


def test_the_logs_time_never_runs_backwards(ledger: Ledger, caplog: pytest.LogCaptureFixture) -> None:
    ledger.record(scan("ada", "mug", at="2026-07-26T10:30:00Z"))
    with caplog.at_level(logging.WARNING):
        ledger.record(scan("bob", "mug", at="2026-07-26T10:29:30Z"))
        assert not caplog.records
        ledger.record(scan("cy", "mug", at="2026-07-26T10:20:00Z"))
    assert [event.at for _, event in events_of(ledger)] == ["2026-07-26T10:30:00Z"] * 3
    assert "600 s behind" in caplog.text
    assert [event.received for _, event in events_of(ledger) if isinstance(event, Scanned)] == [
        "2026-07-26T10:30:00Z",
        "2026-07-26T10:29:30Z",
        "2026-07-26T10:20:00Z",
    ]
