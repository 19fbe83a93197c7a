"""A survey of what large models write, section by section and whole, with the score of each printed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from piclets.domain.concepts import Concept, Unreadable, parse
from tests.domain import concept_smuggled as smuggled
from tests.domain import concept_survey as survey
from tests.domain import concept_survey_wholes as wholes
from tests.domain import concept_unseen as unseen
from tests.domain import concept_unseen_wholes as unseen_wholes


def _stats(concept: Concept) -> tuple[int, int, int, int]:
    return concept.stats.hp, concept.stats.attack, concept.stats.defense, concept.stats.speed


def _sizes(concept: Concept) -> tuple[float, float]:
    return round(concept.height, 2), round(concept.weight, 1 if concept.weight > 1 else 2)


SECTIONS: dict[str, tuple[list[Any], Callable[[Concept], Any]]] = {
    "Canonical_Object": ([*survey.OBJECTS, *unseen.OBJECTS], lambda concept: concept.object_name),
    "Variation": ([*survey.VARIATIONS, *unseen.VARIATIONS], lambda concept: concept.attributes),
    "Object_Rarity": ([*survey.RARITIES, *unseen.RARITIES], lambda concept: concept.tier),
    "Stats": ([*survey.STATS, *unseen.STATS], _stats),
    "Physical_Stats": (
        [
            (said, (round(high, 2), round(heavy, 1 if heavy > 1 else 2)))
            for said, (high, heavy) in survey.SIZES + unseen.SIZES
        ],
        _sizes,
    ),
    "Safety": (
        [(said, True) for said in survey.SAFE + unseen.SAFE]
        + [(said, False) for said in survey.UNSAFE + unseen.UNSAFE],
        lambda concept: concept.safe,
    ),
    "Monster_Name": ([*survey.NAMES, *unseen.NAMES], lambda concept: concept.name),
}


def _read(text: str) -> Concept | None:
    try:
        return parse(text)
    except Unreadable:
        return None


@pytest.mark.parametrize("heading", SECTIONS)
def test_sections_are_read_as_a_careful_human_would(heading: str) -> None:
    table, read = SECTIONS[heading]
    misread = []
    for said, meant in table:
        concept = _read(wholes.dress(**{heading: said}))
        got = read(concept) if concept else None
        if got != meant and not _either(meant, got):
            misread.append((said, meant, got))
    print(f"\n{heading}: {len(table) - len(misread)} of {len(table)}")  # noqa: T201 - the score
    assert not misread


def _either(meant: Any, got: Any) -> bool:
    """Whether several readings are fair, and this is one of them."""
    return isinstance(meant, tuple) and not isinstance(got, tuple) and got in meant


def test_whole_answers_are_read_as_a_careful_human_would() -> None:
    read = [_read(text) for text in (wholes.READ + unseen.READ + unseen_wholes.READ)]
    meant = _read(wholes.PLAIN)
    misread = [
        text
        for text, got in zip((wholes.READ + unseen.READ + unseen_wholes.READ), read, strict=True)
        if got is None or _short(got) != _short(meant)
    ]
    print(f"\nwhole answers: {len(read) - len(misread)} of {len(read)}")  # noqa: T201 - the score
    assert not misread


def _short(concept: Concept | None) -> tuple[Any, ...]:
    """All that the dressings leave alone: not the texts."""
    assert concept
    return (
        concept.object_name, concept.attributes, concept.tier, concept.name, concept.type, _stats(concept),
        _sizes(concept), concept.safe, concept.doubt,
    )  # fmt: skip


@pytest.mark.parametrize("text", wholes.AGAIN + unseen.AGAIN + unseen_wholes.AGAIN)
def test_what_nobody_could_read_is_asked_for_again(text: str) -> None:
    assert _read(text) is None


@pytest.mark.parametrize(
    ("text", "fair"), [row[1:] for row in smuggled.SMUGGLED], ids=[row[0] for row in smuggled.SMUGGLED]
)
def test_no_other_thing_slips_in(text: str, fair: set[str | None]) -> None:
    concept = _read(text)
    assert (concept.object_name if concept else None) in fair
