"""What things are kinds of."""

from __future__ import annotations

from importlib.resources import files

import pytest

from piclets.domain.lexicon import (
    broader,
    gloss,
    is_a,
    is_other_word,
    kinds_of,
    known_head,
    modern,
    same_things,
    tables,
)
from piclets.domain.names.keys import as_written

KINDS = """
furniture: sofa chair table bookcase wardrobe desk stool
musical_instrument: guitar piano violin drum flute trumpet banjo harmonica
vehicle: car bus bicycle truck scooter motorcycle wagon
edible_fruit: apple banana strawberry pear mango fig date cherry
clothing: shirt skirt jeans coat sweater t_shirt hoodie
home_appliance: toaster refrigerator vacuum iron washing_machine air_fryer
tool: hammer saw screwdriver rake pliers
animal: cat dog sparrow salmon beetle octopus turtle
footwear: boot sandal slipper sneaker
plant: cactus oak rose fern monstera
telephone: smartphone iphone iphone_15_pro
drinking_vessel: mug beer_mug my_own_zebra_mug
computer: laptop macbook_pro ipad
"""


@pytest.mark.parametrize(
    ("name", "term"),
    [
        (name, term)
        for line in KINDS.split("\n")
        if line
        for term, names in [line.split(": ")]
        for name in names.split()
    ],
)
def test_a_thing_is_a_kind_of_what_people_call_it(name: str, term: str) -> None:
    assert is_a(name, term)


@pytest.mark.parametrize(
    ("name", "term"),
    [
        ("starfish", "fish"),
        ("red_panda", "bear"),
        ("sofa", "animal"),
        ("zorblax", "artifact"),
        ("butterfly", "fly"),
    ],
)
def test_a_thing_is_no_kind_of_what_only_sounds_like_it(name: str, term: str) -> None:
    assert not is_a(name, term)


def test_the_nearest_terms_come_first_and_vague_ones_not_at_all() -> None:
    terms = broader("sofa")
    assert terms[0] == "seat"
    assert terms.index("seat") < terms.index("furniture") < terms.index("artifact")
    assert not {"entity", "thing", "object", "sofa", "couch"} & set(terms)
    assert len(terms) == len(set(terms))
    assert broader("zorblax") == broader("") == broader("茶碗") == ()


def test_kinds_go_the_other_way() -> None:
    assert {"sofa", "armchair", "bookcase"} <= set(kinds_of("furniture"))
    assert "iphone" in kinds_of("phone")
    assert "furniture" not in kinds_of("furniture")
    assert kinds_of("zorblax") == ()


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("ceramic_coffee_mug", "coffee_mug"),
        ("cup_of_coffee", "cup"),
        ("chest_of_drawers", "chest_of_drawers"),
        ("iphone_15_pro", "iphone"),
        ("zorblax", ""),
    ],
)
def test_a_name_is_what_its_head_is(name: str, head: str) -> None:
    assert known_head(name) == head


def test_a_gloss_says_what_it_is() -> None:
    assert "seat" in gloss("sofa")
    assert gloss("smartphone") == gloss("telephone") != ""
    assert gloss("zorblax") == ""


def test_the_tables_hold_together() -> None:
    names = [name for name, _ in tables.all_names()]
    count = len(tables.senses())
    assert names == sorted(set(names))
    assert len(tables.glosses()) == count
    assert all(place < count for _, places in tables.all_names() for place in places)
    assert all(place < count for at in range(count) for place in tables.broader_than(at))
    assert [as_written(name) for name in names[::50]] == names[::50]
    assert [term for terms in modern.kinds().values() for term in terms if not tables.senses_of(term)] == []


def test_names_for_one_thing_name_each_other() -> None:
    assert set(same_things("couch")) >= {"sofa"}
    for name in ("sofa", "automobile", "aubergine"):
        assert all(name in same_things(other) for other in same_things(name))


_TABLES = ("words.txt", "senses.txt", "others.txt.gz")


def test_other_words_are_english_in_any_form_and_never_things() -> None:
    others = "pending doubt doubtless insufficient identifiable unidentifiable unsure awaiting depicted reminds truly"
    assert [word for word in others.split() if not is_other_word(word)] == []
    things = "mug glass accordion painting building match okonomiyaki labubu r2d2 person poster"
    assert [word for word in things.split() if is_other_word(word)] == []
    assert not [word for word in tables.others() if tables.senses_of(word)]


def test_the_tables_are_small_and_bring_their_licence() -> None:
    folder = files("piclets.domain.lexicon")
    assert sum(len(folder.joinpath(name).read_bytes()) for name in _TABLES) < 1_000_000
    assert "Princeton University" in folder.joinpath("LICENSE.wordnet").read_text("utf-8")
