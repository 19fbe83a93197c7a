"""WordNet's nouns as files, derived by `training/lexicon/derive.py`, and how a line of each is read.

    words.txt        "sofa<TAB>a8j": a name, and the places of its senses in base 36, the most frequent first
    senses.txt       "7e2<TAB>couch lounge sofa": line n is the sense at place n: the places of what is broader, then
                     the names for this very thing, where there are several
    glosses.txt.gz   line n explains the sense at place n
    others.txt.gz    the common words of English, of any class, that name no thing

The lines are looked up as they stand: what is not asked for is never parsed. `LICENSE.wordnet` is their licence.
"""

from __future__ import annotations

import gzip
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

_BASE = 36


@cache
def words() -> list[str]:
    """The lines of words.txt, sorted."""
    return _text("words.txt").splitlines()


@cache
def senses() -> list[str]:
    return _text("senses.txt").splitlines()


@cache
def glosses() -> list[str]:
    return _unpacked("glosses.txt.gz")


@cache
def others() -> frozenset[str]:
    return frozenset(_unpacked("others.txt.gz"))


def senses_of(name: str) -> list[int]:
    """The places of the senses of `name`, the most frequent first; [] for a name that is not listed."""
    key = f"{name}\t"
    at = bisect_left(words(), key)
    if at == len(words()) or not words()[at].startswith(key):
        return []
    return _places(words()[at][len(key) :])


def all_names() -> Iterator[tuple[str, list[int]]]:
    """Each name with the places of its senses."""
    for line in words():
        name, _, places = line.partition("\t")
        yield name, _places(places)


def broader_than(place: int) -> list[int]:
    """The places of what is broader by one step than the sense at `place`."""
    return _places(senses()[place].partition("\t")[0])


def names_for(place: int) -> list[str]:
    """The names for the thing at `place` that may stand for each other; [] where there is one at most."""
    return senses()[place].partition("\t")[2].split()


def _places(text: str) -> list[int]:
    return [int(place, _BASE) for place in text.split()]


def _unpacked(name: str) -> list[str]:
    return gzip.decompress(files(__package__).joinpath(name).read_bytes()).decode().splitlines()


def _text(name: str) -> str:
    return files(__package__).joinpath(name).read_text("utf-8")
