"""Which words of a name only say its colour, so that the thing is found without them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from piclets.domain.names import colour_words as table
from piclets.domain.names.singulars import singular

_LONGEST_THING = max(map(len, table.THINGS))


@dataclass(frozen=True)
class Described:
    """A name's words without the colours that only describe, and those colours, each as one `_` phrase."""

    words: list[str]
    colours: list[str]


def take_colours(words: list[str], head: int) -> Described:
    """Take the colours in front of the noun `words[head]` out of `words`.

    Nothing is taken where the head is itself a colour ("light blue") or no noun ("black 47"), from things of their
    own ("orange juice", "red wine glass"), behind the head ("cup of green tea"), or from one side of an "and"
    ("black and decker drill"). Colours joined by "and" are one attribute: "black_and_white".
    """
    if words[head] in table.PURE or words[head] in table.COLOURED or not _has_noun(words[: head + 1]):
        return Described(words, [])
    return _Reader(words, head).read()


def are_colours(words: list[str]) -> bool:
    """Whether `words` name colours and nothing else ("navy blue", "black and white")."""
    return bool(words) and _Reader(words, len(words)).phrase(0) == len(words)


class _Reader:
    """Reads the words before `head` from left to right."""

    def __init__(self, words: list[str], head: int) -> None:
        self._words = words
        self._head = head
        self._kept = _inside_things(words, head)
        self._dyed = head == len(words) or words[head] in table.DYED_OR_PAINTED

    def read(self) -> Described:
        rest: list[str] = []
        colours: list[str] = []
        at = 0
        while at < self._head:
            end = self.phrase(at)
            if end > at and self._stands_alone(at, end):
                colours.append("_".join(self._words[at:end]))
            else:
                end = max(end, at + 1)
                rest += self._words[at:end]
            at = end
        return Described(rest + self._words[self._head :], colours)

    def phrase(self, start: int) -> int:
        """The end of the colours that begin at `start`, joined by "and"; `start` where none do."""
        end = self._colour(start, start)
        while end > start and end < self._head and self._words[end] == "and":
            further = self._colour(end + 1, start)
            if further == end + 1:
                break
            end = further
        return end

    def _stands_alone(self, start: int, end: int) -> bool:
        return self._word(end) != "and" and (start == 0 or self._words[start - 1] != "and")

    def _colour(self, start: int, phrase_start: int) -> int:
        """The end of shades and colours at `start` ("dark navy blue"); `start` where there is no colour."""
        at = start
        while at < self._head and (self._words[at] in table.SHADES or self._is_shade(at)):
            at += 1
        first = at
        while at < self._head and self._is_colour(at, phrase_start):
            at += 1
        if at == first:
            return start
        return at + 1 if at < self._head and self._words[at] in table.COLOURED else at

    def _is_shade(self, at: int) -> bool:
        shades = table.SHADES_OF.get(self._word(at + 1), frozenset())
        return at + 1 < self._head and self._words[at] in shades and not self._kept[at] and not self._kept[at + 1]

    def _is_colour(self, at: int, phrase_start: int) -> bool:
        word, following = self._words[at], self._word(at + 1)
        if self._kept[at] or following in table.NOT_A_COLOUR_BEFORE:
            return False
        if word in table.PURE or word in table.NAMED_AFTER_THINGS:
            return True
        if at + 1 < self._head and following in table.COLOURED:
            return word in table.MOSTLY_THINGS or word in table.MANY
        return word in table.MOSTLY_THINGS and self._dyed and phrase_start == 0

    def _word(self, at: int) -> str:
        return self._words[at] if at < len(self._words) else ""


def _inside_things(words: Sequence[str], head: int) -> list[bool]:
    """For each word up to the head: whether it belongs to a thing that has a colour in its name."""
    kept = [False] * (head + 1)
    ones = [singular(word) for word in words[: head + 1]]
    for start in range(len(ones)):
        for end in range(start + 2, min(start + _LONGEST_THING, len(ones)) + 1):
            if tuple(ones[start:end]) in table.THINGS:
                kept[start:end] = [True] * (end - start)
    return kept


def _has_noun(words: Sequence[str]) -> bool:
    """Whether something that is no colour, shade or number is left for a name."""
    return any(
        not word.isdigit() and word not in table.PURE and word not in table.SHADES and word != "and" for word in words
    )
