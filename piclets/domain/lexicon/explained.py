"""From words to things: what is explained with them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from piclets.domain.lexicon import kinds, tables

_MAX_SENSES = 40
_ENDINGS = ("ing", "ed", "es", "s", "er")
_SHORTEST_STEM = 3


@lru_cache(256)
def explained_with(words: tuple[str, ...]) -> tuple[str, ...]:
    """Names of things whose explanation has all of these words, in any of their forms; () for no words.

    Things that are explained in fewest words come first: of those, the words say most.
    """
    if not words:
        return ()
    patterns = [_forms(word) for word in words]
    found = [
        (len(gloss), place)
        for place, gloss in enumerate(tables.glosses())
        if all(pattern.search(gloss) for pattern in patterns)
    ]
    places = [place for _, place in sorted(found)[:_MAX_SENSES]]
    return tuple(dict.fromkeys(name for place in places for name in kinds.names_of_sense(place)))


def with_kinds(names: Sequence[str], most: int) -> tuple[str, ...]:
    """The names, and those of everything that is a kind of one of them: at most so many, the names first."""
    found = dict.fromkeys(names)
    for name in names:
        if len(found) >= most:
            break
        found.update(dict.fromkeys(kinds.kinds_of(name)))
    return tuple(found)[:most]


def _forms(word: str) -> re.Pattern[str]:
    """A word in its plain English forms: "sit" finds "sitting", "cooking" finds "cook"."""
    stem = word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            stem = word.removesuffix(ending)
            break
    if len(stem) > _SHORTEST_STEM and stem[-1] == stem[-2]:
        stem = stem[:-1]
    stem = re.escape(stem)
    return re.compile(rf"\b{stem}(?:{stem[-1]})?(?:e|es|s|ed|ing|er|ers)?\b", re.IGNORECASE)
