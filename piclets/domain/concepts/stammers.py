"""What a model that stutters says twice and more: "lunchbox lunchbox", "coffee mug mug"."""

from __future__ import annotations

import re
from itertools import pairwise

from piclets.domain.concepts.standing import is_thing, is_thing_or_joined

_SAID_AGAIN = re.compile(r"(?P<name>\w.{1,60}?)(?P<again>(?:\s(?P=name)){1,60})", re.IGNORECASE)
_CALLED_TWICE = ("can can", "go go", "boom boom")  # beside those that the lexicon knows


def once(phrase: str) -> str:
    """ "Pencil sharpener" of "pencil sharpener pencil sharpener"; what is called twice the same stays, as a yo yo."""
    if phrase.casefold() in _CALLED_TWICE or is_thing_or_joined(phrase):
        return phrase
    said = _SAID_AGAIN.fullmatch(phrase)
    if not said:
        return _without_echoes(phrase)
    name = said["name"]
    known = " " in name or said["again"].count(name) > 1 or is_thing(name)
    return name if known else phrase


def _without_echoes(phrase: str) -> str:
    """ "Coffee mug" of "coffee coffee mug", where a thing is left; a "choo choo train" stays."""
    words = phrase.split()
    left = [*words[:1], *(word for before, word in pairwise(words) if word.casefold() != before.casefold())]
    if len(left) == len(words) or not left:
        return phrase
    last = " ".join(words[-2:])
    of_the_head = left[-2:] != words[-2:] and is_thing(words[-1]) and not is_thing_or_joined(last)
    return " ".join(left) if of_the_head or is_thing(" ".join(left)) else phrase
