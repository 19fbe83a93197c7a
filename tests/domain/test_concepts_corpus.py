"""Whole answers and single sections as models write them, read as a careful reader would; the score is printed.

`pytest -s` shows the score of each table. Each entry is a test of its own, so a table's score is what passes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from piclets.domain.concepts import Concept, Doubt, Unreadable, parse
from tests.domain import concept_dressings as dressings
from tests.domain import concept_fresh as fresh
from tests.domain import concept_sections as sections
from tests.domain.concept_answers import answer


def _read(text: str) -> Concept | Doubt:
    """What is made of an answer: the concept, or why it is asked for again."""
    try:
        concept = parse(text)
    except Unreadable as unreadable:
        return unreadable.doubt
    return concept.doubt or concept


def _stats(concept: Concept) -> tuple[int, int, int, int]:
    return concept.stats.hp, concept.stats.attack, concept.stats.defense, concept.stats.speed


def _under(heading: str, read: Callable[[Concept], Any]) -> Callable[[str], Any]:
    """What is read of an answer that says something under one heading; None where it is asked for again."""

    def of(said: str) -> Any:
        got = _read(answer(**{heading: said}))
        return None if isinstance(got, Doubt) else read(got)

    return of


SECTIONS: dict[str, tuple[list[Any], Callable[[str], Any]]] = {
    "object": (sections.OBJECT, _under("Canonical_Object", lambda concept: concept.object_name)),
    "variation": (sections.VARIATION, _under("Variation", lambda concept: concept.attributes)),
    "rarity": (sections.RARITY, _under("Object_Rarity", lambda concept: concept.tier)),
    "stats": (sections.STATS, _under("Stats", _stats)),
    "sizes": (sections.SIZES, _under("Physical_Stats", lambda concept: (concept.height, concept.weight))),
    "safety": (sections.SAFETY, _under("Safety", lambda concept: concept.safe)),
    "name": (sections.NAME, _under("Monster_Name", lambda concept: concept.name)),
}
WHOLE: dict[str, tuple[str, dressings.Read | Doubt]] = {
    **{
        title: (text, dressings.PILLOW)
        for title, text in (dressings.SHAPES | dressings.AROUND | dressings.MORE | dressings.TRANSLATED).items()
    },
    **dressings.AGAIN,
    **dressings.OTHERS,
}


@pytest.mark.parametrize("name", SECTIONS)
def test_sections_are_read_as_a_careful_reader_would(name: str) -> None:
    table, read = SECTIONS[name]
    misread = [(said, meant, got) for said, meant in table if (got := read(said)) != meant]
    print(f"\n{name}: {len(table) - len(misread)} of {len(table)}")  # noqa: T201 - the score
    assert not misread


@pytest.mark.parametrize("name", [name for name in SECTIONS if name != "sizes"])
def test_fresh_sections_are_read_too(name: str) -> None:
    table: list[Any] = getattr(fresh, name.upper())
    assert [(said, meant, got) for said, meant in table if (got := SECTIONS[name][1](said)) != meant] == []


def test_fresh_whole_answers_are_read_too() -> None:
    for text, meant in fresh.WHOLE:
        got = _read(text)
        assert (None if isinstance(got, Doubt) else got.object_name) == meant, text


def test_whole_answers_are_read_as_a_careful_reader_would() -> None:
    misread = {title: why for title, (text, meant) in WHOLE.items() if (why := _difference(_read(text), meant))}
    print(f"\nwhole answers: {len(WHOLE) - len(misread)} of {len(WHOLE)}")  # noqa: T201 - the score
    assert not misread


def _difference(got: Concept | Doubt, meant: dressings.Read | Doubt) -> str:
    """What was read otherwise than meant, "" for nothing."""
    if isinstance(got, Doubt) or isinstance(meant, Doubt):
        return "" if got == meant else f"{got} instead of {meant}"
    pairs = {
        "object": (got.object_name, meant.thing),
        "name": (got.name, meant.name),
        "attributes": (got.attributes, meant.attributes),
        "stats": (_stats(got), meant.stats),
        "size": ((got.height, got.weight), meant.size),
        "tier": (got.tier, meant.tier),
        "type": (got.type, meant.kind),
        "safe": (got.safe, meant.safe),
    }
    return "; ".join(f"{what} {is_} instead of {should}" for what, (is_, should) in pairs.items() if is_ != should)
