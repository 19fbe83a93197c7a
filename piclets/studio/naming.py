"""Monster names: a thing's word grown together with an ending or a beginning that a creature could have."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from importlib import resources
from random import Random

from piclets.domain.concepts import is_unsafe_name
from piclets.domain.records import PrimaryType

MAX_NAME_CHARS = 24

_PARTS = tomllib.loads(resources.files(__package__).joinpath("names.toml").read_text("utf-8"))
_TITLES = ("Puff", "Boo", "Momo", "Bean", "Pip", "Lulu", "Bobo", "Kiki")
_SYLLABLES = re.compile(r"[^aeiouy]*[aeiouy]+(?:[^aeiouy]+[aeiouy]+)?[^aeiouy]*")
_VOWELS = "aeiouy"
_UGLY = re.compile(r"[^aeiouy]{5}|[aeiou]{4}|(.)\1\1|cc|hh|jj|kk|vv|ww|xx|yy|sz|tz.*tz")
_TRIES = 12
_EMPTY_STEMS = frozenset(["thing", "of", "and", "the", "pair"])


def monster_name(words: list[str], kind: PrimaryType, rng: Random) -> str:
    """One friendly, pronounceable word such as "Pillowpuff"; words of other scripts stay whole ("Кот Puff")."""
    stems = [stem for stem in map(_stem, words) if stem]
    long_stems = [stem for stem in stems if len(stem) > 3] or stems
    for _ in range(_TRIES if stems else 0):
        name = _grown(rng.choice(long_stems), kind, rng)
        if len(name) <= MAX_NAME_CHARS and not _UGLY.search(name.lower()) and not is_unsafe_name(name):
            return name
    whole = max(words, key=len)[: MAX_NAME_CHARS - 6].capitalize()
    return f"{whole} {rng.choice(_TITLES)}"


def _stem(word: str) -> str:
    """At most two syllables of a word in Latin letters, ending in a vowel or a single consonant; else ""."""
    marked = unicodedata.normalize("NFKD", word.casefold()).replace("'", "").replace("’", "")
    letters = "".join(char for char in marked if not unicodedata.combining(char))
    if not letters.isascii() or not letters.isalpha() or letters in _EMPTY_STEMS:
        return ""
    if letters.endswith(("led", "ped")) and len(letters) > 5:
        letters = letters[:-1]  # speckled -> speckle
    match = _SYLLABLES.match(letters)
    if not match:
        return ""
    stem = match[0]
    if len(stem) < len(letters):
        body = stem.rstrip("bcdfghjklmnpqrstvwxz")
        stem = stem[: len(body) + 1]
    return stem


def _grown(stem: str, kind: PrimaryType, rng: Random) -> str:
    if rng.random() < 0.2:
        return joined(rng.choice(_PARTS["beginnings"][kind].split()), stem).capitalize()
    endings = _PARTS["endings"]["all" if rng.random() < 0.45 else kind]
    return joined(stem, rng.choice(endings.split())).capitalize()


def joined(first: str, second: str) -> str:
    """Two parts in one word: "pillow" + "owl" is "pillowl", "sofa" + "oodle" is "sofoodle"."""
    for shared in (3, 2):
        if len(first) > shared + 1 and len(second) > shared and first.endswith(second[:shared]):
            return first + second[shared:]
    if second[0] in _VOWELS:
        return first.rstrip(_VOWELS) + second if len(first.rstrip(_VOWELS)) > 1 else first + second
    if first.endswith("e") and len(first) > 3 and first[-2] not in _VOWELS:
        return first[:-1] + ("i" if first[-2] in "lrnm" else "e") + second
    clash = first[-1] not in _VOWELS and first[-2:-1] not in tuple(_VOWELS) and second[1:2] not in tuple(_VOWELS)
    return first + ("a" if clash else "") + second
