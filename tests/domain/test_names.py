"""Tables: every spelling of a thing has one key, and two things have two."""

from __future__ import annotations

import pytest

from piclets.domain.names import (
    MAX_ATTRIBUTES,
    MAX_BYTES,
    NothingLeft,
    normalize,
    normalize_attribute,
    normalize_attributes,
    spellings,
    synonyms,
)
from piclets.domain.names.synonyms import MAX_SYNONYMS, groups
from tests.domain import name_tables as tables
from tests.domain.name_rows import NAMES


def test_the_tables_are_large() -> None:
    assert len(NAMES) >= 600
    assert len({key for _, key in NAMES}) >= 400


def test_a_name_has_its_key() -> None:
    assert {raw: normalize(raw).name for raw, _ in NAMES} == dict(NAMES)


def test_case_changes_nothing() -> None:
    for change in (str.upper, str.lower, str.title):
        assert {raw: normalize(change(raw)).name for raw, _ in NAMES} == dict(NAMES)


def test_a_second_time_changes_nothing() -> None:
    assert {key: (normalize(key).name, normalize(key).attributes) for _, key in NAMES} == {
        key: (key, ()) for _, key in NAMES
    }


@pytest.mark.parametrize("raw", tables.NOTHING)
def test_a_name_with_nothing_left_is_refused(raw: str) -> None:
    with pytest.raises(NothingLeft):
        normalize(raw)


@pytest.mark.parametrize(("one", "other"), tables.MUST_NOT_MEET)
def test_two_things_have_two_keys(one: str, other: str) -> None:
    assert normalize(one).name != normalize(other).name


@pytest.mark.parametrize(
    ("raw", "attributes"),
    [
        ("The Blue Pillow", ("blue",)),
        ("dark green sofa", ("dark_green",)),
        ("black and white cat", ("black_and_white",)),
        ("navy blue sofa", ("navy_blue",)),
        ("off-white sofa", ("off_white",)),
        ("blue-green vase", ("blue_green",)),
        ("pillow, blue", ("blue",)),
        ("small pillow (dark red)", ("dark_red",)),
        ("blue pillow, blue", ("blue",)),
        ("cream-coloured sofa", ("cream_coloured",)),
        ("blue pillow with white dots", ("blue",)),
        ("cup with blue handle", ()),
        ("orange juice", ()),
        ("gold ring", ()),
        ("wooden chair", ()),
        ("light blue", ()),
        ("pillow", ()),
    ],
)
def test_colours_that_only_describe_become_attributes(raw: str, attributes: tuple[str, ...]) -> None:
    assert normalize(raw).attributes == attributes


def test_attributes_are_written_like_names_but_stay_whole() -> None:
    assert normalize_attribute("Polka Dots") == "polka_dots"
    assert normalize_attribute("The Dark-Blue") == "dark_blue"
    assert normalize_attribute("BLUE") == "blue"
    assert normalize_attribute("black & white") == "black_and_white"
    with pytest.raises(NothingLeft):
        normalize_attribute("🎉")


def test_attributes_are_deduplicated_usable_and_at_most_four() -> None:
    raw = ["Blue", "", "blue ", "...", "Velvet", "the", "VELVET", "torn", "wet", "old", "heavy"]
    assert normalize_attributes(raw) == ("blue", "velvet", "torn", "wet")
    assert len(normalize_attributes(raw)) == MAX_ATTRIBUTES
    assert normalize_attributes([]) == ()


def test_a_long_name_is_cut_and_stays_itself() -> None:
    one, other = normalize("lamp " * 2_000 + "a1"), normalize("lamp " * 2_000 + "a2")
    assert one != other
    assert len(one.name.encode()) <= MAX_BYTES
    assert one.name.startswith("lamp_lamp_lamp")
    assert normalize(one.name) == one
    assert normalize("LAMP-" * 2_000 + "A1") == one


def test_a_long_name_is_cut_between_characters() -> None:
    for shift in range(4):
        name = normalize("a" * shift + "茶碗" * 50).name
        assert MAX_BYTES - 5 <= len(name.encode()) <= MAX_BYTES
        assert normalize(name).name == name


@pytest.mark.parametrize("length", [79, 80])
def test_a_name_that_fits_is_not_cut(length: int) -> None:
    assert normalize("q" * length).name == "q" * length


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("teddy_bear", "teddybear"),
        ("teddybear", "teddy_bear"),
        ("t_shirt", "tshirt"),
        ("café", "cafe"),
        ("crème_brûlée", "creme_brulee"),
        ("toothbrush", "tooth_brush"),
        ("zorblax", "zorblaxes"),
        ("zorbles", "zorble"),
    ],
)
def test_other_spellings_lead_to_an_object(name: str, expected: str) -> None:
    assert expected in spellings(name)


@pytest.mark.parametrize("name", sorted({key for _, key in NAMES}))
def test_spellings_and_synonyms_are_keys_of_their_own(name: str) -> None:
    others = (*spellings(name), *synonyms(name))
    assert name not in others
    assert len(set(spellings(name))) == len(spellings(name))
    assert [normalize(other).name for other in others] == list(others)


@pytest.mark.parametrize("name", ["c", "c_plus_plus", "c_sharp", "bus", "glass", "й", "किताब"])
def test_a_spelling_is_no_other_thing(name: str) -> None:
    assert not {"c", "bu", "buses", "glas", "и", "cs", "reading_glasses"} & set(spellings(name))


def test_synonyms_lead_to_each_other_and_stay_as_written() -> None:
    assert {"couch", "settee"} <= set(synonyms("sofa"))
    assert "sofa" in synonyms("couch")
    assert "faucet" in synonyms("tap")
    assert "bicycle" in synonyms("bike")
    assert synonyms("zorblax") == ()
    assert normalize("couches").name == "couch"


def test_each_synonym_is_a_key_and_in_one_group_only() -> None:
    members = [name for group in groups() for name in group]
    assert len(members) == len(set(members))
    assert [normalize(name).name for name in members] == members
    assert all(len(group) > 1 for group in groups())


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("armoured_vehicle", "armored_vehicle"),
        ("bike_tyre", "bicycle_tire"),
        ("wi_fi_router", "wifi_router"),
        ("piñata", "pinata"),
        ("jewellery_box", "jewelry_box"),
        ("tooth_brush_holder", "toothbrush_holder"),
        ("grey_wolf", "gray_wolf"),
    ],
)
def test_words_inside_a_name_are_written_in_two_ways(name: str, other: str) -> None:
    assert other in spellings(name) + synonyms(name)


def test_a_word_that_describes_is_not_written_together_with_what_it_describes() -> None:
    assert "silverfish" not in spellings("silver_fish")
    assert "silver_fish" not in spellings("silverfish")
    assert "goldfish" in spellings("gold_fish")


def test_synonyms_are_few_and_lead_back() -> None:
    for name in {key for _, key in NAMES}:
        others = synonyms(name)
        assert len(others) <= MAX_SYNONYMS
        assert [other for other in others if name not in synonyms(other) + spellings(other)] == []
