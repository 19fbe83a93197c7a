"""How well words say what is looked for, without a model: the share of the query's words that an entry has.

A word counts by how rare it is (its inverse document frequency), a beginning of a word for less than the whole.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from piclets.domain.lexicon import explained_with, kinds_of, with_kinds
from piclets.domain.names import NothingLeft, normalize, normalize_attribute
from piclets.domain.names.nouns import word_set
from piclets.domain.names.singulars import singular

MAX_WORDS: Final = 8
MAX_MEANT: Final = 600
KIND: Final = 0.6
EXPLAINED: Final = 0.4
"""What a thing is worth that a text only means: less than one that has its words."""
_BEGINNING: Final = 0.7
_SHORTEST_BEGINNING: Final = 2

_EMPTY: Final = word_set(
    """
    a an the of to in on at for with and or is it its that this something some thing things sort kind like you
    can me my your one i what which where
    """
)


def query_words(text: str) -> tuple[str, ...]:
    """The words of a query that say something, each once: in the singular, colours kept; () where there are none."""
    try:
        name = normalize(text)
    except NothingLeft:
        return ()
    found = [word for part in (*name.attributes, name.name) for word in part.split("_")]
    telling = [word for word in found if word not in _EMPTY] or found
    return tuple(dict.fromkeys(telling[:MAX_WORDS]))


def words_of(*texts: str) -> frozenset[str]:
    """The words of an entry's fields, each as it is and in the singular, as a query may have it."""
    found: set[str] = set()
    for text in texts:
        try:
            found.update(normalize_attribute(text).split("_"))
        except NothingLeft:
            continue
    return frozenset(found | {singular(word) for word in found})


def weights(words: Sequence[str], frequencies: Mapping[str, int], entries: int) -> dict[str, float]:
    """How much each word of a query counts, the sum being 1: `frequencies` says how many entries have it."""
    rarity = {word: math.log(1 + (entries + 1) / (frequencies.get(word, 0) + 0.5)) for word in words}
    total = sum(rarity.values()) or 1.0
    return {word: value / total for word, value in rarity.items()}


def likeness(weighed: Mapping[str, float], own: Collection[str]) -> float:
    """0 to 1: how much of a query an entry with these words answers."""
    found = 0.0
    for word, weight in weighed.items():
        if word in own:
            found += weight
        elif len(word) >= _SHORTEST_BEGINNING and any(each.startswith(word) for each in own):
            found += weight * _BEGINNING
    return found


def meant_by(text: str) -> tuple[tuple[str, float], ...]:
    """Names of things that a text may mean, each with how well: kinds of what it names ("furniture"), then things
    that are explained with its words ("something to sit on")."""
    spoken = query_words(text)
    if not spoken:
        return ()
    phrases = ["_".join(spoken[start:]) for start in range(len(spoken))]
    kinds = next((found for phrase in phrases if (found := kinds_of(phrase))), ())
    meant = dict.fromkeys(kinds[:MAX_MEANT], KIND)
    for name in with_kinds(explained_with(spoken), MAX_MEANT):
        meant.setdefault(name, EXPLAINED)
    return tuple(meant.items())
