"""From raw text to the key of an object, by the game's rules for names."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from piclets.domain.names import nouns, text
from piclets.domain.names.colours import are_colours, take_colours
from piclets.domain.names.singulars import singular

MAX_BYTES = 80
MAX_ATTRIBUTES = 4

_HASH_DIGITS = 12
_CUT = re.compile(rf"_[0-9a-f]{{{_HASH_DIGITS}}}\Z")
# A cut loses at most one character (4 bytes) and one `_` more than it must.
_SHORTEST_CUT = MAX_BYTES - 5
_FUNCTION_WORDS = frozenset({"the", "a", "an", "and", "of"})
_PAIR = frozenset({"pair", "pairs"})
_ASIDE = re.compile(r"[,;(\[]")
# Windows opens a device for a file of this name, whatever its extension, and a dataset is cloned everywhere.
_DEVICES = frozenset({"con", "prn", "aux", "nul"}) | {
    f"{port}{digit}" for port in ("com", "lpt") for digit in range(10)
}


class NothingLeft(ValueError):
    """A name without a letter or digit, or of articles only: it is refused, not guessed."""


@dataclass(frozen=True)
class ObjectName:
    """A normalized name (1 to `MAX_BYTES` bytes in UTF-8) and the colours that only described the thing."""

    name: str
    attributes: tuple[str, ...]


def normalize(raw: str) -> ObjectName:
    """What `raw` is called in the game: `normalize("The Blue Pillows") == ObjectName("pillow", ("blue",))`.

    Idempotent, whatever the case of `raw`; the name is of letters, digits and marks with single `_` between, so it
    is never a path. Raises `NothingLeft`.
    """
    colours: list[str] = []
    name = raw
    while (again := _normalize_once(name, colours)) != name:
        name = again
    return ObjectName(name, _distinct(colours))


def is_key(candidate: str) -> bool:
    """Whether this is how a name is written: its own normalized name."""
    try:
        return normalize(candidate) == ObjectName(candidate, ())
    except NothingLeft:
        return False


def as_written(raw: str) -> str:
    """The key of `raw` with every word it has: colours stay, as in a proper name. Raises `NothingLeft`.

    Not every such key is its own normalized name: "big_green_thing" normalizes to "big_thing".
    """
    return _bounded(_safe(_with_singular_head(_without_pair_of(_words(text.fold(raw))))))


def normalize_attribute(raw: str) -> str:
    """An attribute, written as names are but whole: no singular, and colours stay. Raises `NothingLeft`."""
    name = raw
    while (again := _bounded("_".join(_words(text.fold(name))))) != name:
        name = again
    return name


def normalize_attributes(raw: Iterable[str]) -> tuple[str, ...]:
    """The first `MAX_ATTRIBUTES` different attributes of `raw`, in its order; those with nothing left are dropped."""
    return _distinct(_usable_attributes(raw))


def _normalize_once(raw: str, colours: list[str]) -> str:
    """One round of the rules; the colours it takes out are appended to `colours`."""
    folded, aside = _without_colours_aside(text.fold(raw))
    words = _words(folded)
    name = "_".join(words)
    if _is_cut(name):
        return name
    words = _without_pair_of(words)
    described = take_colours(words)
    colours += [*described.colours, *aside]
    return _bounded(_safe(_with_singular_head(described.words)))


def _words(folded: str) -> list[str]:
    words = text.words(text.without_article(text.spell_signs(folded)))
    if all(word in _FUNCTION_WORDS for word in words):
        raise NothingLeft("a name needs a letter or a digit")
    return words


def _without_colours_aside(folded: str) -> tuple[str, list[str]]:
    """Take colours that follow in brackets or behind a comma: "pillow, dark blue", "pillow (blue)"."""
    cuts = [match.start() for match in _ASIDE.finditer(folded)]
    end = len(folded)
    aside: list[str] = []
    for cut in reversed(cuts):
        words = text.words(folded[cut:end])
        if not are_colours(words):
            break
        aside.insert(0, "_".join(words))
        end = cut
    if not aside:
        return folded, []
    before = text.words(folded[:end])
    return (folded[:end], aside) if before and not are_colours(before) else (folded, [])


def _without_pair_of(words: list[str]) -> list[str]:
    kept: list[str] = []
    at = 0
    while at < len(words):
        if words[at] in _PAIR and words[at + 1 : at + 2] == ["of"]:
            at += 2
        else:
            kept.append(words[at])
            at += 1
    if not kept:
        raise NothingLeft("a pair of what?")
    return kept


def _head(words: list[str]) -> int:
    """The index of the head: the last word, or the one before the first "of" that has one before it."""
    return words.index("of", 1) - 1 if "of" in words[1:] else len(words) - 1


def _with_singular_head(words: list[str]) -> str:
    whole = nouns.WHOLE_NAMES.get("_".join(words))
    if whole is not None:
        return whole
    head = _head(words)
    one = singular(words[head], words[head - 1] if head else "")
    return "_".join([*words[:head], one, *words[head + 1 :]])


def _safe(name: str) -> str:
    return f"{name}_object" if name in _DEVICES else name


def _bounded(name: str) -> str:
    """`name` in at most `MAX_BYTES`: cut at a character, with a hash of the whole so that two cut names stay two."""
    encoded = name.encode()
    if len(encoded) <= MAX_BYTES:
        return name
    digest = hashlib.sha256(encoded).hexdigest()[:_HASH_DIGITS]
    room = MAX_BYTES - _HASH_DIGITS - 1
    return f"{encoded[:room].decode(errors='ignore').rstrip('_')}_{digest}"


def _is_cut(name: str) -> bool:
    """Whether `name` ends in a hash suffix: the words before it are no longer whole, so no rule reads them."""
    return _SHORTEST_CUT <= len(name.encode()) <= MAX_BYTES and _CUT.search(name) is not None


def _usable_attributes(raw: Iterable[str]) -> Iterable[str]:
    for attribute in raw:
        try:
            yield normalize_attribute(attribute)
        except NothingLeft:
            continue


def _distinct(attributes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(attributes))[:MAX_ATTRIBUTES]
