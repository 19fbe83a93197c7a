"""What later lots of answers showed, class by class; the score of each table is printed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from piclets.domain.concepts import Concept, OddObject, is_said_in, parse
from tests.domain import concept_later as later
from tests.domain.concept_answers import PLAIN, answer, misread_in, read

SECTIONS: dict[str, tuple[list[tuple[Any, ...]], Callable[[Concept], Any]]] = {
    "Canonical_Object": (later.OBJECTS, lambda concept: concept.object_name),
    "Variation": (later.VARIATIONS, lambda concept: concept.attributes),
    "Object_Rarity": (later.RARITIES, lambda concept: concept.tier),
    "Stats": (later.STATS, lambda concept: (*vars(concept.stats).values(),)),
    "Monster_Name": (later.NAMES, lambda concept: concept.name),
    "Safety": (later.SAFE, lambda concept: concept.safe),
}


@pytest.mark.parametrize("heading", SECTIONS)
def test_sections_are_read_in_one_of_the_fair_ways(heading: str) -> None:
    assert not misread_in(heading, *SECTIONS[heading])


@pytest.mark.parametrize("title", later.READ)
def test_whole_answers_are_read(title: str) -> None:
    concept, meant = read(later.READ[title]), parse(PLAIN)
    assert concept
    assert (concept.object_name, concept.attributes, concept.tier) == (
        meant.object_name,
        meant.attributes,
        meant.tier,
    )
    assert (concept.name, concept.type, concept.stats) == (meant.name, meant.type, meant.stats)
    assert (concept.height, concept.weight, concept.safe) == (meant.height, meant.weight, True)


@pytest.mark.parametrize("title", later.AGAIN)
def test_what_broke_off_is_asked_again(title: str) -> None:
    assert read(later.AGAIN[title]) is None


def test_what_describes_a_thing_stands_among_its_attributes() -> None:
    concept = parse(answer(Canonical_Object="old rusty kettle", Variation="rusty, dented"))
    assert (concept.object_name, concept.attributes) == ("kettle", ("old", "rusty", "dented"))


@pytest.mark.parametrize(("said", "variation", "attributes"), later.BESIDE)
def test_what_is_said_beside_the_name_tells_it_from_others(
    said: str, variation: str, attributes: tuple[str, ...]
) -> None:
    assert parse(answer(Canonical_Object=said, Variation=variation)).attributes == attributes


def test_an_odd_name_is_told_with_the_doubt() -> None:
    with pytest.raises(OddObject) as raised:
        parse(answer(Canonical_Object="flat pending"))
    assert raised.value.concept.object_name == "flat_pending"
    assert is_said_in("It is a FLAT-pending, on a table.", "flat_pending")
    assert not is_said_in("It is flat.", "flat_pending")


@pytest.mark.parametrize(("said", "fair"), later.CORRECTIONS)
def test_what_is_corrected_behind_the_answer_never_stands(said: str, fair: set[str | None]) -> None:
    concept = read(answer(Canonical_Object="mouth organ") + "\n" + said)
    assert (concept.object_name if concept else None) in fair
