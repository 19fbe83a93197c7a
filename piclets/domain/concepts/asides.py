"""What is said of a thing beside its name, and belongs under Variation: "pizza cutter (blue handle)".

In brackets, behind commas and behind "with" stand glosses, places and other things, too. So only what begins with a
colour, a state or a material counts, in small letters, on the one short line of a section.
"""

from __future__ import annotations

import re

from piclets.domain.concepts.bodies import TAKEN_BACK, lines_of
from piclets.domain.concepts.described import describes
from piclets.domain.concepts.text import plain

_MAX_LINE = 120  # characters of a line that names a thing and says a little more
_MAX_WORDS = 3
_BESIDE = re.compile(
    r"[(,（]\s?(?P<aside>[^(),（）\n]{2,40})(?=[),）]|$)|\swith\s(?:an?\s|its\s)?(?P<had>[^(),（）\n]{2,60})",
    re.IGNORECASE,
)
_SENTENCE = re.compile(
    r"\b(?:is|are|was|shows?|not|no|or|either|maybe|perhaps|possibly|probably|likely)\b", re.IGNORECASE
)
_ENDS = re.compile(r"\s(?:on|in|at|and|from|by|of|near|under|behind|that|which)\b", re.IGNORECASE)
_SIZE = re.compile(r"size\s(?:[0-9]{1,3}|[smlx]{1,3})", re.IGNORECASE)


def said_beside(body: str, told: list[str]) -> list[str]:
    """The attributes beside the name in a Canonical Object section that share no word with what is `told` already."""
    lines = lines_of(body)
    line = plain(lines[0][:_MAX_LINE]) if len(lines) == 1 and len(lines[0]) <= _MAX_LINE else ""
    if TAKEN_BACK.search(line) or _SENTENCE.search(line):
        return []
    words = {word for each in told for word in each.casefold().replace("_", " ").split()}
    found = (
        _ENDS.split(match["aside"] or match["had"], maxsplit=1)[0].strip(" .") for match in _BESIDE.finditer(line)
    )
    return [each for each in found if _is_attribute(each) and not words & set(each.casefold().split())]


def _is_attribute(text: str) -> bool:
    if _SIZE.fullmatch(text):
        return True
    return text[:1].islower() and len(text.split()) <= _MAX_WORDS and describes(text)
