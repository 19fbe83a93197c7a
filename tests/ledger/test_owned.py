"""What a player looks for among their own Piclets."""

from __future__ import annotations

import pytest

from piclets.ledger.dex import Search
from piclets.ledger.ledger import Ledger
from piclets.ledger.owned import OwnedQueries
from tests.ledger.conftest import OpenLedger
from tests.making import scan


@pytest.fixture
def ledger(open_ledger: OpenLedger) -> Ledger:
    """Ada has a pillow that nine know, a striped one, scanned twice, and a tea kettle; the velvet one is Grace's."""
    ledger = open_ledger()
    ledger.record(scan("ada", "pillow"))
    ledger.record(scan("ada", "pillow", "blue", "striped"))
    ledger.record(scan("ada", "tea_kettle"))
    ledger.record(scan("ada", "pillow", "blue", "striped", drawn=False))
    ledger.record(scan("grace", "pillow", "velvet"))
    for number in range(8):
        ledger.record(scan(f"player-{number}", "pillow", drawn=False))
    return ledger


def found(ledger: Ledger, search: Search, **creatures: tuple[str, ...]) -> list[str]:
    return list(OwnedQueries(ledger.database).found("sub-ada", search, creatures))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pillow", ["pillow_001", "pillow_canonical"]),
        ("The Pillows", ["pillow_001", "pillow_canonical"]),
        ("blue", ["pillow_001"]),
        ("stri pil", ["pillow_001"]),
        ("velvet", []),
        ("kettle", ["tea_kettle_canonical"]),
        ("ettle", []),
        ("%", []),
        ("_", []),
        ("'; drop table finds; --", []),
    ],
)
def test_words_find_what_is_ones_own(ledger: Ledger, text: str, expected: list[str]) -> None:
    assert found(ledger, Search(text)) == expected


def test_a_creatures_name_finds_its_thing(ledger: Ledger) -> None:
    assert found(ledger, Search("puff"), puff=("tea_kettle",)) == ["tea_kettle_canonical"]


def test_filters_and_orders(ledger: Ledger) -> None:
    assert found(ledger, Search(type="culture")) == ["tea_kettle_canonical", "pillow_001", "pillow_canonical"]
    assert found(ledger, Search(type="bug")) == []
    assert found(ledger, Search(rarity="epic")) == ["pillow_canonical"]
    assert found(ledger, Search(order="rarest")) == ["tea_kettle_canonical", "pillow_001", "pillow_canonical"]
    assert found(ledger, Search(order="most scanned"))[0] == "pillow_001"


def test_nobody_has_nothing(ledger: Ledger) -> None:
    assert OwnedQueries(ledger.database).found("sub-nobody", Search("pillow")) == []
