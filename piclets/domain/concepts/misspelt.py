"""Headings and labels that a model misspells, as those of few bits do: "# Monster Nane", "Spead: 47".

Only a line that is a heading by its form counts, with one of our headings in almost its letters, that the answer has
nowhere else, and in its place in the order.
"""

from __future__ import annotations

import re

from piclets.domain.concepts.headings import ORDER, label, part_of, section_of

_MAX_WORD = 14
_LONG = 6  # letters of a word in which two may be wrong
_HEADING = re.compile(
    r"^(?:#{1,6} {0,3}|\*\*)(?P<label>[A-Za-z]{3,14}(?: [A-Za-z]{3,14}){0,2})(?=:?\*{0,2}:? {0,3}$)", re.MULTILINE
)
_LABEL = re.compile(
    r"^(?P<lead>[ *+-]{0,6})(?P<label>[A-Za-z]{4,10})(?=\*{0,2}\s?[:=]\s?\*{0,2}\s?[0-9])", re.MULTILINE
)
_PARTS = ("attack", "defense", "defence", "speed", "height", "weight")


def with_spelled_headings(text: str) -> str:
    """`text` with its misspelt headings and labels as they are spelled. Linear in the text."""
    matches = list(_HEADING.finditer(text))
    known = {section_of(match["label"]) for match in matches}
    if len(known & set(ORDER)) == len(ORDER):
        return text
    kept: list[str] = []
    at, place = 0, -1
    for match in matches:
        name = section_of(match["label"])
        if name in ORDER:
            place = ORDER.index(name)
            continue
        following = [one for one in ORDER[place + 1 : place + 3] if one not in known]
        meant = next((one for one in following if _is_nearly(match["label"], one)), "")
        if meant:
            kept += [text[at : match.start("label")], meant.title()]
            at, place = match.end("label"), ORDER.index(meant)
            known.add(meant)
    if not kept:
        return text
    return _LABEL.sub(_spelled, "".join([*kept, text[at:]]))


def _spelled(match: re.Match[str]) -> str:
    if part_of(match["label"]):
        return match[0]
    part = next((part for part in _PARTS if _is_nearly(match["label"], part)), match["label"])
    return match["lead"] + part.capitalize()


def _is_nearly(said: str, meant: str) -> bool:
    """Whether each word is the one that is meant but for a letter, or two of a long one, and begins like it."""
    one, other = label(said).split(), meant.split()
    return len(one) == len(other) and all(map(_is_nearly_word, one, other))


def _is_nearly_word(said: str, meant: str) -> bool:
    most = 1 + (len(meant) >= _LONG)
    return len(said) <= _MAX_WORD and said[0] == meant[0] and _distance(said, meant) <= most


def _distance(one: str, other: str) -> int:
    """Letters to put in, take out or change to make one of the other."""
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        before, row = row, [at]
        for place, wanted in enumerate(other, 1):
            row.append(min(before[place] + 1, row[-1] + 1, before[place - 1] + (letter != wanted)))
    return row[-1]
