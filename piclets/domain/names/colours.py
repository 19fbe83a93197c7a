"""Which words of a name only say its colour, so that the thing is found without them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from piclets.domain import lexicon
from piclets.domain.names import colour_words as table
from piclets.domain.names.singulars import is_noun, singular

_NO_NAME = table.PURE | table.SHADES | table.JOINING
_MAX_SHADES = 3
_COLOURS = table.PURE | table.NAMED_AFTER_THINGS
_MAX_THING = 5
_MAX_BEFORE_COLOUR = 2  # words: "great blue heron"


@dataclass(frozen=True)
class Described:
    """A name's words without the colours that only describe, and those colours, each as one `_` phrase."""

    words: list[str]
    colours: list[str]


def take_colours(words: list[str]) -> Described:
    """Take the colours in front of the described noun out of `words`.

    That noun is the last word, or the one before the first preposition: what follows has colours of its own ("cup of
    green tea"). Nothing is taken where it is itself a colour ("light blue") or no noun ("black 47"), from things of
    their own ("orange juice", "red wine glass"), or from one side of an "and" ("black and decker drill"). Colours
    joined by "and" are one attribute: "black_and_white".
    """
    noun = next((at - 1 for at, word in enumerate(words) if at and word in table.PREPOSITIONS), len(words) - 1)
    if not _can_be_described(words[noun]) or not _has_name(words[: noun + 1]):
        return Described(words, [])
    return _Reader(words, noun).read()


def are_colours(words: list[str]) -> bool:
    """Whether `words` name colours and nothing else ("navy blue", "black and white")."""
    return bool(words) and _Reader(words, len(words)).phrase(0) == len(words)


class _Reader:
    """Reads the words before the described noun from left to right."""

    def __init__(self, words: list[str], noun: int) -> None:
        self._words = words
        self._noun = noun
        self._kept = _inside_things(words, noun)
        self._dyed = noun == len(words) or words[noun] in table.DYED_OR_PAINTED

    def read(self) -> Described:
        rest: list[str] = []
        colours: list[str] = []
        at = 0
        while at < self._noun:
            end = self.phrase(at)
            if end > at and self._stands_alone(at, end):
                colours.append("_".join(self._words[at:end]))
            else:
                end = max(end, at + 1)
                rest += self._words[at:end]
            at = end
        return Described(rest + self._words[self._noun :], colours)

    def phrase(self, start: int) -> int:
        """The end of the colours that begin at `start`, joined by "and"; `start` where none do."""
        end = self._colour(start, start)
        while end > start and end < self._noun and self._words[end] in table.JOINING:
            further = self._colour(end + 1, start)
            if further == end + 1:
                break
            end = further
        return end

    def _stands_alone(self, start: int, end: int) -> bool:
        joined_before = start > 0 and self._words[start - 1] in table.JOINING
        return not joined_before and self._word(end) not in table.JOINING

    def _colour(self, start: int, phrase_start: int) -> int:
        """The end of shades and colours at `start` ("dark navy blue"); `start` where there is no colour."""
        at = start
        while at < min(self._noun, start + _MAX_SHADES) and (self._words[at] in table.SHADES or self._is_shade(at)):
            at += 1
        first = at
        while at < self._noun and self._is_colour(at, phrase_start):
            at += 1
        if at == first:
            return start
        return at + 1 if at < self._noun and self._words[at] in table.COLOURED else at

    def _is_shade(self, at: int) -> bool:
        shades = table.SHADES_OF.get(self._word(at + 1), frozenset())
        return at + 1 < self._noun and self._words[at] in shades and not self._kept[at] and not self._kept[at + 1]

    def _is_colour(self, at: int, phrase_start: int) -> bool:
        word, following = self._words[at], self._word(at + 1)
        if self._kept[at] or following in table.NOT_A_COLOUR_BEFORE:
            return False
        if word in table.PURE or word in table.NAMED_AFTER_THINGS:
            return True
        if at + 1 < self._noun and following in table.COLOURED:
            return word in table.MOSTLY_THINGS or word in table.MANY
        return word in table.MOSTLY_THINGS and self._dyed and phrase_start == 0

    def _word(self, at: int) -> str:
        return self._words[at] if at < len(self._words) else ""


def _inside_things(words: Sequence[str], noun: int) -> list[bool]:
    """For each word up to the described noun: whether it belongs to a thing that has a colour in its name."""
    kept = [False] * (noun + 1)
    ones = [*words[:1], *map(singular, words[1 : noun + 1])]
    for start in range(noun):
        for end in range(start + 2, min(start + _MAX_THING, noun + 1) + 1):
            if _is_thing((words[start], *ones[start + 1 : end])) or tuple(words[start:end]) in table.THINGS:
                kept[start:end] = [True] * (end - start)
    return kept


def _is_thing(words: tuple[str, ...]) -> bool:
    """Whether these words are a thing of its own, by our table or WordNet's nouns, and not just a coloured one."""
    if words in table.THINGS:
        return True
    if words[-1] in _COLOURS or _COLOURS.isdisjoint(words[: _MAX_BEFORE_COLOUR + 1]):
        return False
    return words not in table.PLAIN_DESCRIPTIONS and lexicon.is_listed("_".join(words))


def _can_be_described(noun: str) -> bool:
    if noun.endswith("ed") and not is_noun(noun):
        return False  # "orange, peeled"
    return noun not in table.PURE and noun not in table.COLOURED


def _has_name(words: Sequence[str]) -> bool:
    """Whether something that is no colour, shade or number is left for a name."""
    return any(not word.isdigit() and word not in _NO_NAME for word in words)
