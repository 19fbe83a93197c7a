"""An older log learns the names that newer rules know, once, before its first scan."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from piclets.domain.decisions.decision import DecisionNote
from piclets.domain.events import AliasesLearned, Scanned
from piclets.domain.names import NAMES_VERSION
from piclets.ledger.decisions import Decisions
from piclets.ledger.ledger import Ledger
from piclets.ledger.queries import Queries
from piclets.server.wiring import build_game
from piclets.settings import Settings
from tests.ledger.conftest import OpenLedger
from tests.making import scan

AT = "2026-11-28T10:00:00Z"


def of_older_rules(folder: Path, *names: str) -> list[tuple[int, Scanned]]:
    """The events of discoveries as rules without synonyms wrote them."""
    found = []
    for seq, name in enumerate(names, 1):
        ledger = Ledger.open(f"sqlite:///{folder / name}.sqlite3", made_for="test", publishes=False)
        ledger.record(scan("ada", name))
        [(_, event)] = ledger.events_after(0, 2)
        ledger.close()
        assert isinstance(event, Scanned)
        assert event.discovery is not None
        bare = event.discovery.model_copy(update={"aliases": ()})
        found.append((seq, event.model_copy(update={"discovery": bare})))
    return found


def learned(ledger: Ledger) -> list[AliasesLearned]:
    return [event for _, event in ledger.events_after(0, 100) if isinstance(event, AliasesLearned)]


@pytest.fixture
def older(ledger: Ledger, tmp_path: Path) -> Ledger:
    """A ledger with the log of an older server."""
    ledger.import_events(of_older_rules(tmp_path, "armor", "sofa", "settee", "pinata"))
    return ledger


def test_objects_learn_their_new_names_by_one_event(older: Ledger) -> None:
    older.learn_aliases(AT)
    [event] = learned(older)
    leads = {each.alias: each.object_name for each in event.aliases}
    assert (leads["armour"], leads["couch"], leads["piñata"]) == ("armor", "sofa", "pinata")
    assert not {"sofa", "settee"} & set(leads)
    assert older.record(scan("bob", "couch")).object_name == "sofa"
    details = Queries(older.database).object_details("armour", 1)
    assert details is not None
    assert details.name == "armor"
    assert all(older.rebuild().values())


def test_it_is_done_once(older: Ledger) -> None:
    older.learn_aliases(AT)
    head = older.head()
    older.learn_aliases(AT)
    assert older.head() == head
    assert older.meta_get("names_version") == str(NAMES_VERSION)


def test_of_several_servers_one_does_it(open_ledger: OpenLedger, tmp_path: Path) -> None:
    shared = [open_ledger() for _ in range(3)]
    shared[0].import_events(of_older_rules(tmp_path, "armor", "sofa"))
    with ThreadPoolExecutor(3) as servers:
        list(servers.map(lambda ledger: ledger.learn_aliases(AT), shared))
    assert len(learned(shared[0])) == 1


def test_what_the_console_took_away_stays_away(older: Ledger) -> None:
    older.learn_aliases(AT)
    Decisions(older).make("remove_alias", DecisionNote(by="op", at=AT, why="another thing"), "couch")
    older.meta_put(names_version="0")
    older.learn_aliases(AT)
    assert len(learned(older)) == 1
    assert older.record(scan("bob", "couch")).status == "new"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("pinata", "piñata"),
        ("piñata", "pinata"),
        ("wifi", "wi_fi"),
        ("ebike", "e_bike"),
        ("bike_tyre", "bicycle_tire"),
    ],
)
def test_which_writing_came_first_does_not_matter(ledger: Ledger, first: str, second: str) -> None:
    ledger.record(scan("ada", first))
    assert ledger.record(scan("bob", second)).object_name == first


def test_an_unlearned_name_leads_there_already(older: Ledger) -> None:
    """A server that is not done yet makes no second canonical."""
    assert older.record(scan("bob", "armour")).object_name == "armor"
    assert older.record(scan("bob", "silver_fish")).status == "new"
    assert older.record(scan("bob", "silverfish")).status == "new"


def test_a_game_learns_when_it_starts(tmp_path: Path) -> None:
    settings = Settings.model_validate({"PICLETS_DATA_DIR": tmp_path / "data"})
    game = build_game(settings)
    try:
        game.ledger.record(scan("ada", "sofa"))
        game.ledger.meta_put(names_version="1")
    finally:
        game.close()
    game = build_game(settings)
    try:
        assert game.ledger.meta_get("names_version") == str(NAMES_VERSION)
    finally:
        game.close()
