"""What a model repeats of the question under a heading, before its answer or instead of one.

A hint comes word for word or put a little otherwise, alone on its line or with the answer behind it, in italics,
brackets, quotation marks. One put otherwise is told by its words: all are the hint's own, and some say what is asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from piclets.domain.concepts.headings import CAPTURE, OBJECT
from piclets.domain.concepts.prompt import EXAMPLES, HINTS, OTHER_HINTS
from piclets.domain.concepts.text import word_set
from piclets.domain.photo import Capture
from piclets.domain.records import PRIMARY_TYPES, TIERS

_OF_PARTS = ("stats", "physical stats")
_MAX_HINT = 300
_AFTER_HINT = " *_)]>\"':=→–—-"
_FEWEST_CHOICES = 3  # of a list to choose from
_NO_LETTERS = re.compile(r"[\W_]+")
_WORD = re.compile(r"[a-z]+|[0-9]+")
_TITLE = re.compile(
    r"^\W{0,8}(?:hints?|format|instructions?|guidelines?|rules?|required|expected|requirements?)\s?:(?=\W{0,4}\w)",
    re.IGNORECASE,
)
# Set apart from what follows: "*the thing, without attributes* kettle"
_SET_APART = re.compile(
    r"^\s{0,8}(?:[-*+>]\s{1,4})?(?:<!--|[*_(\[<\"“`{]{1,4})(?P<hint>[^*_()\[\]<>\"“”`{}\n]{3,200})"
    r"(?:-->|[*_)\]>\"”`}]{1,4})[\s:=→–—-]{0,6}(?P<rest>[^\s*_)\]].*)$"
)
_MARKED_OFF = re.compile(r"^(?P<hint>[^:=→\n]{3,200}?)\s?(?::|=|→|->|\s[-–—])[\s*_]{1,4}(?P<rest>[^\s].*)$")
# Beside other words "no" is no hint: "no specific thing"
_NO_ATTRIBUTES = re.compile(r"(?<![a-z])(?:no|without)\s(?=(?:\w{1,20} ){0,2}attributes?(?![a-z]))")
_IN_ANOTHERS_PLACE = word_set("e g eg for example examples such as like or and a an etc thing things specific the")


@dataclass(frozen=True)
class _Wording:
    """The words that a hint may be put in, and those of which it has one set at least."""

    words: frozenset[str]
    telling: tuple[frozenset[str], ...]
    choices: frozenset[str] = frozenset()


def _wording(words: str, telling: str, choices: Sequence[str] = ()) -> _Wording:
    sets = tuple(frozenset(each.split("+")) for each in telling.split())
    return _Wording(_GLUE | word_set(words), sets, frozenset(choices))


_GLUE = word_set(
    """
    a an the of in for as is are its it this that these be your my to from by up at most per each e g eg example
    please write give name here only just either or and field value s
    """
)
_COUNTS = "one two four 1 2 3 4 least more than"
_WORDINGS = {
    OBJECT: _wording(
        """
        thing things object objects item specific singular noun itself brand brands make model models attribute
        attributes distinguishing with any if where when there one known recognisable recognizable
        """,
        "thing things object objects item attribute attributes",
    ),
    "variation": _wording(
        f"{_COUNTS} distinguishing distinctive attribute attributes comma commas separated list word canonical",
        "attribute attributes comma+separated",
    ),
    "object rarity": _wording(
        "howrare thing object world gives piclet tier rarity", "howrare gives+tier thing+world", TIERS
    ),
    "monster name": _wording("monster creature piclet new word words one two friendly", "name+monster name+creature"),
    "primary type": _wording("one type types following", "one+types", PRIMARY_TYPES),
    "stats": _wording("hp attack defense defence speed number numbers integer whole range between 1 100", "1+100"),
    "physical stats": _wording(
        "height weight number numbers metres meters kilograms kg m", "metres+kilograms meters+kilograms"
    ),
    "personality": _wording(f"{_COUNTS} sentence sentences short", "sentence sentences"),
    "description": _wording(
        f"{_COUNTS} sentence sentences short how looks what does has kept thing", "sentence sentences has+kept+thing"
    ),
    "monster image prompt": _wording(
        f"{_COUNTS} sentence painter creature body colours colors pose mood alone on plain background image prompt",
        "sentence painter",
    ),
    "safety": _wording(
        "unsafe if where when photo picture image shows contains person private personal data sexual hateful content",
        "unsafe+if unsafe+where unsafe+when private+sexual+hateful",
    ),
    CAPTURE: _wording("itself thing picture photo or", "thing+itself+picture", get_args(Capture)),
}


def without_hint(name: str, said: str) -> str:
    """`said` under the heading `name` without what the question itself says there, before an answer or instead."""
    if name not in _WORDINGS:
        return said.strip()
    read = [_behind_hint(name, line) for line in said.split("\n")]
    lines = [line for line in read if line is not None]
    answers = [line for line in lines if not _lists_choices(name, line)]
    lines = answers if any(map(_hint_key, answers)) else lines
    return "\n".join(_without_examples(lines) if name == OBJECT else lines).strip()


def _behind_hint(name: str, line: str) -> str | None:
    """`line`, or what stands behind a hint on it, or None where it is the hint alone."""
    bare = _TITLE.sub("", line[:_MAX_HINT], count=1)
    if _is_hint(name, bare):
        return None if len(line) <= _MAX_HINT else line
    if name in _OF_PARTS:
        return line  # "HP 1-100: 70" still needs its label
    for pattern in (_SET_APART, _MARKED_OFF):
        found = pattern.match(line)
        if found and _is_hint(name, found["hint"]):
            return found["rest"]
    key = _hint_key(line[:_MAX_HINT])
    hint = next((hint for hint in _HINT_KEYS[name] if key.startswith(hint)), "")
    rest = _behind(line, len(hint)) if hint else ""
    return rest.lstrip(_AFTER_HINT) if rest[:1] and rest.lstrip(" *_)]>\"'")[:1] in _AFTER_HINT.strip() else line


def _is_hint(name: str, text: str) -> bool:
    """Whether a text is what the question says under a heading, word for word or put otherwise."""
    if _hint_key(text) in _HINT_KEYS[name]:
        return True
    wording = _WORDINGS[name]
    words = frozenset(_WORD.findall(_NO_ATTRIBUTES.sub("", text.casefold()).replace("how rare", "howrare")))
    return words <= wording.words and any(telling <= words for telling in wording.telling)


def _lists_choices(name: str, line: str) -> bool:
    """Whether a line is the words to choose from, "common, uncommon, rare, epic or legendary"."""
    wording = _WORDINGS[name]
    words = frozenset(_WORD.findall(_TITLE.sub("", line[:_MAX_HINT]).casefold()))
    return len(words & wording.choices) >= _FEWEST_CHOICES and words <= wording.words | wording.choices


def _without_examples(lines: list[str]) -> list[str]:
    """The lines without the question's examples, where two of them stand there: "pillow, macbook pro"."""
    found = [_examples_in(line) for line in lines]
    if len(set().union(*found)) < 2:
        return lines
    return [line for line, examples in zip(lines, found, strict=True) if not examples]


def _examples_in(line: str) -> set[str]:
    """The question's examples that a line consists of; none where it says anything else."""
    rest = f" {' '.join(_WORD.findall(line[:_MAX_HINT].casefold()))} "
    found = {example for example in EXAMPLES if f" {example} " in rest}
    for example in found:
        rest = rest.replace(f"{example} ", "")
    return found if set(rest.split()) <= _IN_ANOTHERS_PLACE and len(line) <= _MAX_HINT else set()


def _hint_key(text: str) -> str:
    """The letters and digits of a line, by which a hint is recognised however it is marked."""
    return _NO_LETTERS.sub("", text.casefold())


def _behind(line: str, letters: int) -> str:
    """What stands behind the first so many letters and digits of `line`."""
    for at, char in enumerate(line):
        if letters == 0:
            return line[at:]
        letters -= len(_hint_key(char))
    return ""


_HINT_KEYS = {
    heading.casefold(): tuple(
        sorted(map(_hint_key, f"{hint}\n{OTHER_HINTS.get(heading, hint)}".split("\n")), key=len, reverse=True)
    )
    for heading, hint in HINTS.items()
}
