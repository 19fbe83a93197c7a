"""Names and lore that a discoverer keeps: what is fit, and what the tables say of it."""

from __future__ import annotations

import pytest

from piclets.domain import fold
from piclets.domain.events import Discovery, PicletNamed, PicletNameReset, Scanned, from_json, to_json
from piclets.domain.naming import Unfit, Unsafe, in_time, kept_lore, kept_name
from piclets.domain.records import PicletData
from piclets.domain.tables import MemoryTables, NamingRow, PicletRow
from piclets.ledger.documents import documents
from tests.making import AT, digest, piclet_data, player


def named(**kept: str) -> PicletNamed:
    return PicletNamed(
        id="named", at=AT, player=player("ada"), object_name="pillow", type_id="pillow_canonical", number=0, **kept
    )


FOUND = Scanned(
    id="found", at=AT, player=player("ada"), photo=digest(1), phash="0" * 16, status="new", object_name="pillow",
    type_id="pillow_canonical", number=0, first_find=True, points=125,
    discovery=Discovery(attributes=(), piclet_data=piclet_data(), image="x.webp"),
)  # fmt: skip
RESET = PicletNameReset(id="r", at=AT, by="admin", why="so", object_name="pillow", type_id="pillow_canonical")


def data(tables: MemoryTables) -> PicletData:
    row = tables.get(PicletRow, "pillow_canonical")
    assert row is not None
    return PicletData.model_validate_json(row.data)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        (" teapuff", "Teapuff"), ("teapuff.", "Teapuff"), ("  tea \n puff ", "Tea Puff"), ("«mug»", "Mug"),
        ("<b>mug</b>", "Mug"), ("Кот", "Кот"), ("o'teapot", "O'teapot"), ("x" * 40, "X" + "x" * 39),
    ],
)  # fmt: skip
def test_a_name_is_one_line_with_capitals(written: str, name: str) -> None:
    assert kept_name(written) == name


@pytest.mark.parametrize("written", ["", "   ", "...", "\u200b", "12", "x" * 41, "\u0301" * 20])
def test_what_is_no_name_is_unfit(written: str) -> None:
    with pytest.raises(Unfit):
        kept_name(written)


@pytest.mark.parametrize(
    "written",
    ["fuckling", "f u c k", "Official One", "The Admin", "moderator", "Hugging Face", "HuggingFace staff"],
)
def test_unsafe_and_impersonating_names_are_refused(written: str) -> None:
    with pytest.raises(Unsafe):
        kept_name(written)
    with pytest.raises(Unsafe):
        kept_lore(f"It is {written}.")


def test_lore_is_one_line() -> None:
    assert kept_lore(" it waits\nin the rain. ") == "It waits in the rain."
    with pytest.raises(Unfit):
        kept_lore("x" * 281)
    with pytest.raises(Unfit):
        kept_lore(" ! ")


def test_a_piclet_can_be_named_within_a_day() -> None:
    assert in_time("2026-07-26T10:30:00Z", "2026-07-27T10:30:00Z")
    assert not in_time("2026-07-26T10:30:00Z", "2026-07-27T10:30:01Z")


def test_what_was_kept_is_borne_until_it_is_reset() -> None:
    tables = MemoryTables()
    fold.apply(FOUND, 1, tables)
    original = data(tables)
    fold.apply(named(name="Snoozle"), 2, tables)
    assert data(tables) == original.model_copy(update={"name": "Snoozle"})
    fold.apply(named(lore="It waits."), 3, tables)
    assert (data(tables).name, data(tables).lore) == ("Snoozle", "It waits.")
    assert data(tables).wire()["lore"] == "It waits."
    fold.apply(RESET, 4, tables)
    assert data(tables) == original
    assert "lore" not in data(tables).wire()
    assert tables.get(NamingRow, "pillow_canonical") == NamingRow("pillow_canonical", original.name, True, True)


def test_a_name_changes_the_page_of_its_object() -> None:
    assert ("piclets", "pillow/0") in set(documents(named(name="Snoozle")))
    assert ("piclets", "pillow/0") in set(documents(RESET))


def test_a_name_is_stored_and_read_again() -> None:
    for event in (named(name="Snoozle"), named(lore="It waits."), RESET):
        assert from_json(to_json(event)) == event
