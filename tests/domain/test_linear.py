"""Text comes from outside, so whatever reads it takes four times as long for four times as much, or bounds it first.

Compared is the processor's time of this thread within one run, the least of a few tries; what is over in a moment
whatever comes is bounded. Concepts have their own test.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from piclets.domain import lexicon
from piclets.domain.matching import is_canonical, looks_the_same
from piclets.domain.names import (
    NothingLeft,
    normalize,
    normalize_attribute,
    normalize_attributes,
    spellings,
    synonyms,
)
from piclets.domain.names.keys import as_written, is_key
from piclets.domain.names.singulars import singular
from piclets.domain.names.text import fold, spell_signs, without_article, words

SHORT, LONG = 10_000, 40_000
A_MOMENT_S = 0.004
MOST_TIMES_AS_LONG = 9  # four, with a margin; sixteen where it is quadratic
TRIES = 3

READERS: list[Callable[[str], Any]] = [
    normalize,
    normalize_attribute,
    lambda text: normalize_attributes([text, text]),
    lambda text: normalize_attributes(text.split(" ")),
    as_written,
    is_key,
    spellings,
    synonyms,
    fold,
    without_article,
    spell_signs,
    words,
    singular,
    lexicon.broader,
    lexicon.gloss,
    lexicon.is_listed,
    lexicon.kinds_of,
    lexicon.known_head,
    lexicon.same_things,
    is_canonical,
    lambda text: looks_the_same(text, text),
]
PARTS = (
    *("blue ", "tooth", "light blue and ", "a ", "the-", "pair of ", "red_kite_", "of_", ", blue", "1.", "c++"),
    *("e\u0301", "\u0301", "é", "茶", "ﬁ", "İ", "'", " ", "_", "x", "s"),
)


def seconds(reader: Callable[[str], Any], text: str) -> float:
    least = float("inf")
    for _ in range(TRIES):
        start = time.thread_time()
        with suppress(NothingLeft, ValueError):
            reader(text)
        least = min(least, time.thread_time() - start)
    return least


@pytest.mark.parametrize("part", [*PARTS[:2], *(pytest.param(part, marks=pytest.mark.slow) for part in PARTS[2:])])
def test_four_times_the_text_takes_four_times_as_long(part: str) -> None:
    normalize("blue pillows")  # dictionaries are loaded once
    lexicon.kinds_of("furniture")
    slow = []
    for at, reader in enumerate(READERS):
        longer = seconds(reader, (part * LONG)[:LONG])
        if longer > A_MOMENT_S and longer > MOST_TIMES_AS_LONG * seconds(reader, (part * SHORT)[:SHORT]):
            slow.append(at)
    assert slow == []
