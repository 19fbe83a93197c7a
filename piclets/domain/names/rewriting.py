"""A name with some of its words or phrases put otherwise: "bike_tyre" is a "bicycle_tire"."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import combinations

_MAX_PHRASE = 4
_MAX_WORDS = 8

Groups = Mapping[str, tuple[str, ...]]
"""For each word or phrase all that may stand for it, itself included."""


def read_groups(*tables: str) -> dict[str, tuple[str, ...]]:
    """Tables of one group per line; a phrase in several groups has the members of all."""
    found: dict[str, tuple[str, ...]] = {}
    for line in "\n".join(tables).split("\n"):
        group = line.split()
        for phrase in group:
            found[phrase] = tuple(dict.fromkeys((*found.get(phrase, ()), *group)))
    return found


def rewritten(name: str, groups_of: Callable[[str, bool], tuple[str, ...]]) -> Iterator[str]:
    """`name` with one or two of its phrases replaced, one first; longer names than of `_MAX_WORDS` words have none.

    `groups_of` tells what may stand for a phrase, and is told whether that is the whole name. What is written so
    leads back in the same way: which of two names was there first never matters.
    """
    words = name.split("_")
    if len(words) > _MAX_WORDS:
        return
    changes = [
        (start, end, other)
        for start in range(len(words))
        for end in range(start + 1, min(start + _MAX_PHRASE, len(words)) + 1)
        for phrase in ["_".join(words[start:end])]
        for group in [groups_of(phrase, end - start == len(words))]
        if group and not _is_part_of_one(words, start, end, group)
        for other in group
        if other != phrase
    ]
    for start, end, other in changes:
        yield "_".join([*words[:start], other, *words[end:]])
    for (start, end, other), (second, last, further) in combinations(changes, 2):
        if end <= second:
            yield "_".join([*words[:start], other, *words[end:second], further, *words[last:]])


def _is_part_of_one(words: list[str], start: int, end: int, group: tuple[str, ...]) -> bool:
    """Whether the words around a phrase make it another member of its own group: "microwave" in "microwave_oven"."""
    return any(
        "_".join(words[first:last]) in group
        for first in range(max(0, end - _MAX_PHRASE), start + 1)
        for last in range(end, min(first + _MAX_PHRASE, len(words)) + 1)
        if (first, last) != (start, end)
    )
