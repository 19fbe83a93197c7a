"""Other keys that should lead to an object: what a different writing of the same name would normalize to."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from piclets.domain.names.keys import NothingLeft, normalize
from piclets.domain.names.singulars import is_listed, is_noun

_SHORTEST_PART = 3
_MOST_WORDS = 3
_SIBILANTS = ("s", "x", "z", "ch", "sh")


def spellings(name: str) -> tuple[str, ...]:
    """Keys beside the normalized `name` that mean the same thing: written together ("teddybear"), apart
    ("tooth_brush"), without accents ("cafe"), or in a number that the dictionary cannot tell ("zorblaxes").

    Each is itself a normalized name; `name` is not among them. An alias never beats an object of that name.
    """
    return tuple(dict.fromkeys(key for key in _candidates(name) if key != name and _is_key(key)))


def _candidates(name: str) -> Iterator[str]:
    words = name.split("_")
    for spelling in dict.fromkeys((name, _without_accents(name))):
        yield spelling
        yield from _other_number(spelling)
        if 1 < len(words) <= _MOST_WORDS:
            yield spelling.replace("_", "")
    if len(words) == 1:
        yield from _apart(name)


def _other_number(name: str) -> Iterator[str]:
    """The plural, or what `name` would be the plural of, where its last word is no word that is known."""
    last = name.rpartition("_")[2]
    if len(last) <= _SHORTEST_PART or not (last.isascii() and last.isalpha()) or is_listed(last):
        return
    if not last.endswith("s"):
        yield name + ("es" if last.endswith(_SIBILANTS) else "s")
    elif not last.endswith(("ss", "us", "is")):
        yield name.removesuffix("s")


def _apart(word: str) -> Iterator[str]:
    for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
        if is_noun(word[:cut]) and is_noun(word[cut:]):
            yield f"{word[:cut]}_{word[cut:]}"


def _without_accents(name: str) -> str:
    """`name` without accents where its letters are Latin: a mark of another script makes another letter."""
    plain = "".join(letter for letter in unicodedata.normalize("NFD", name) if not unicodedata.combining(letter))
    return plain if plain.isascii() else name


def _is_key(candidate: str) -> bool:
    try:
        return normalize(candidate).name == candidate
    except NothingLeft:
        return False
