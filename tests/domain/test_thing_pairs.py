"""How many everyday pairs of names meet that are one thing, and how many that are two: the score is printed."""

from __future__ import annotations

import pytest

from piclets.domain.names import normalize, spellings, synonyms
from tests.domain import thing_pairs_fresh as fresh
from tests.domain.thing_pairs import SAME, near_pairs, pairs

MIN_JOINED = 0.98


def leads(name: str) -> tuple[str, set[str]]:
    """The key of a name, and the keys that lead to an object of that name."""
    key = normalize(name).name
    return key, {key, *spellings(key), *synonyms(key)}


def meet(one: str, other: str) -> bool:
    """Whether the second leads to the object of the first."""
    return leads(other)[0] in leads(one)[1]


def test_what_is_one_thing_meets_and_what_is_not_does_not(capsys: pytest.CaptureFixture[str]) -> None:
    same, near = pairs(SAME), near_pairs()
    apart = [pair for pair in same if not meet(*pair)]
    wrong = [pair for pair in near if meet(*pair)]
    with capsys.disabled():
        print(f"\nnames: {len(same) - len(apart)} of {len(same)} joined, {len(wrong)} of {len(near)} wrongly")  # noqa: T201
    assert wrong == []
    assert len(apart) <= (1 - MIN_JOINED) * len(same), apart


def test_it_does_not_matter_which_was_there_first() -> None:
    assert [pair for pair in pairs(SAME) if meet(*pair) != meet(*reversed(pair))] == []


def test_fresh_pairs_meet_too_and_near_ones_do_not() -> None:
    assert [pair for pair in pairs(fresh.SAME) if not meet(*pair) and not meet(*reversed(pair))] == []
    assert [pair for pair in pairs(fresh.NEAR) if meet(*pair) or meet(*reversed(pair))] == []


@pytest.mark.parametrize("name", ["microwave_oven", "christmas_bauble", "plush_toy", "dodgem_car", "laptop_computer"])
def test_no_synonym_says_a_word_twice(name: str) -> None:
    assert [other for other in synonyms(name) if len(set(other.split("_"))) < len(other.split("_"))] == []
