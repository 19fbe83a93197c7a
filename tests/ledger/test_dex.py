"""The Dex's look-ups: search, filters, order, pages, and who is next to whom."""

from __future__ import annotations

from dataclasses import replace

import pytest

from piclets.domain.records import PRIMARY_TYPES
from piclets.domain.scoring import rarity, scan_counts
from piclets.ledger.dex import DexQueries, Search
from piclets.ledger.ledger import Ledger
from piclets.ledger.reports import Reports
from tests.ledger.conftest import OpenLedger
from tests.making import AT, scan


@pytest.fixture
def ledger(open_ledger: OpenLedger) -> Ledger:
    """Ten things of ten types; the first three known to 9, 8 and 7 players; a pillow with a variation."""
    ledger = open_ledger()
    for number, kind in enumerate(PRIMARY_TYPES):
        made = scan("ada", f"thing_{number}", "shiny" if number % 2 else "dull")
        data = made.piclet_data
        assert data is not None
        ledger.record(replace(made, piclet_data=data.model_copy(update={"type": kind})))
    for number, players in enumerate((8, 7, 6)):
        for player in range(players):
            ledger.record(scan(f"player-{player}", f"thing_{number}", drawn=False))
    ledger.record(scan("grace", "pillow"))
    ledger.record(scan("grace", "pillow", "blue", "velvet"))
    return ledger


def found(ledger: Ledger, search: Search, size: int = 24) -> list[str]:
    page = DexQueries(ledger.database).page(search, size)
    return [shown.canonical["objectName"] for shown in page.shown]


@pytest.mark.parametrize("text", ["pillow", "The Pillows", "PILL", "blue pillow", "velvet", "  vel ", "velvet blue"])
def test_any_spelling_and_any_word_of_a_variation_finds_an_object(ledger: Ledger, text: str) -> None:
    assert found(ledger, Search(text)) == ["pillow"]


@pytest.mark.parametrize("text", ["velvet thing", "unicorn", "%", "_", "'; drop table objects; --", "\x00", "🦄"])
def test_what_is_not_there_is_not_found(ledger: Ledger, text: str) -> None:
    assert found(ledger, Search(text)) == []


def test_what_is_named_exactly_comes_first(ledger: Ledger) -> None:
    ledger.record(scan("ada", "pillow_case"))
    assert found(ledger, Search("pillow")) == ["pillow", "pillow_case"]


def test_filters_narrow_a_search_down(ledger: Ledger) -> None:
    assert found(ledger, Search(type="bug")) == ["thing_1"]
    assert found(ledger, Search(rarity="epic")) == ["thing_2", "thing_1", "thing_0"]
    assert found(ledger, Search("dull", rarity="epic")) == ["thing_2", "thing_0"]
    assert found(ledger, Search("dull", rarity="epic", type="beast")) == ["thing_0"]


def test_the_three_orders(ledger: Ledger) -> None:
    assert found(ledger, Search(order="newest"))[0] == "pillow"
    assert found(ledger, Search(order="most scanned"))[:3] == ["thing_0", "thing_1", "thing_2"]
    assert found(ledger, Search(order="rarest"))[-3:] == ["thing_2", "thing_1", "thing_0"]


@pytest.mark.parametrize("order", ["newest", "rarest", "most scanned"])
def test_pages_hold_everything_once(ledger: Ledger, order: str) -> None:
    queries = DexQueries(ledger.database)
    pages = [queries.page(Search(order=order, page=number), 4) for number in range(4)]  # type: ignore[arg-type]  # one of the three
    assert [len(page.shown) for page in pages] == [4, 4, 3, 0]
    assert {page.found for page in pages} == {11}
    assert len({shown.canonical["typeId"] for page in pages for shown in page.shown}) == 11


def test_an_object_is_shown_with_its_counts(ledger: Ledger) -> None:
    (pillow,) = DexQueries(ledger.database).page(Search("pillow"), 5).shown
    assert (pillow.canonical["typeId"], pillow.variations, pillow.total_scans) == ("pillow_canonical", 1, 2)


def test_a_player_stands_among_the_neighbours(ledger: Ledger) -> None:
    around = DexQueries(ledger.database).neighbours("sub-grace", 2)
    assert [(each.standing.rank, each.standing.username, each.own) for each in around][:2] == [
        (1, "ada", False),
        (2, "grace", True),
    ]
    assert len(around) == 4
    assert all(each.standing.score <= 200 for each in around[1:])


def test_neighbours_are_in_the_order_of_the_leaderboard(ledger: Ledger) -> None:
    queries = DexQueries(ledger.database)
    everybody = [each.standing.username for each in queries.neighbours("sub-grace", 100)]
    for place, name in enumerate(everybody):
        around = [each.standing.username for each in queries.neighbours(f"sub-{name}", 1)]
        assert around == everybody[max(0, place - 1) : place + 2]


def test_nobody_has_no_neighbours(ledger: Ledger) -> None:
    assert DexQueries(ledger.database).neighbours("sub-nobody", 2) == ()


def test_every_scan_count_is_of_one_rarity() -> None:
    for count in range(130):
        least, most = scan_counts(rarity(count))
        assert least <= count <= most


def test_reports_wait_until_they_are_handled(ledger: Ledger) -> None:
    reports = Reports(ledger.database)
    about = {"at": AT, "reporter": "sub-ada", "reason": "other", "words": "<b>hm</b>"}
    assert reports.file(type_id="pillow_001", **about)  # type: ignore[arg-type]  # literals in a dictionary
    assert not reports.file(type_id="pillow_999", **about)  # type: ignore[arg-type]  # as above
    (waiting,) = reports.unhandled(10)
    assert (waiting.type_id, waiting.words, waiting.handled) == ("pillow_001", "<b>hm</b>", False)
    assert reports.handle_piclet("pillow_001", "2026-07-26T10:29:59Z") == 0, "it came later"
    assert reports.handle_piclet("pillow_001", AT) == 1
    assert reports.unhandled(10) == []
