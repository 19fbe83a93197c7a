"""What a lot of answers showed that repeat the question; the score of each table is printed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from piclets.domain.concepts import Concept, parse
from tests.domain import concept_eleventh as eleventh
from tests.domain.concept_answers import PLAIN, misread_in, read

SECTIONS: dict[str, tuple[list[tuple[Any, ...]], Callable[[Concept], Any]]] = {
    "Canonical_Object": (eleventh.OBJECTS, lambda concept: concept.object_name),
    "Variation": (eleventh.VARIATIONS, lambda concept: concept.attributes),
    "Object_Rarity": (eleventh.RARITIES, lambda concept: concept.tier),
    "Safety": (eleventh.SAFE, lambda concept: concept.safe),
}


@pytest.mark.parametrize("heading", SECTIONS)
def test_sections_are_read_in_one_of_the_fair_ways(heading: str) -> None:
    assert not misread_in(heading, *SECTIONS[heading])


@pytest.mark.parametrize("title", eleventh.HINTED)
def test_a_hint_before_each_value_is_no_value(title: str) -> None:
    assert read(eleventh.HINTED[title]) == parse(PLAIN)


@pytest.mark.parametrize("title", eleventh.DRESSED)
def test_dressings_are_taken_off(title: str) -> None:
    assert read(eleventh.DRESSED[title]) == parse(PLAIN)
