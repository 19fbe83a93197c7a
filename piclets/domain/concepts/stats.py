"""The four stats, however models write them: lines, lists, tables, prose, one of ten, in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from piclets.domain.concepts.numbers import in_digits
from piclets.domain.concepts.tables import flatten
from piclets.domain.concepts.text import word_set
from piclets.domain.records import Stats

DEFAULT_STAT = 50
LEAST_STAT, MAX_STAT = 1, 100
MAX_BODY = 2_000  # characters that are looked at; what asks for more is not an answer

_NAMES = {
    "hp": "hp", "hit points": "hp", "hit point": "hp", "hitpoints": "hp", "health": "hp", "health points": "hp",
    "vitality": "hp", "life": "hp", "attack": "attack", "atk": "attack", "att": "attack", "attack power": "attack",
    "physical attack": "attack", "defense": "defense", "defence": "defense", "def": "defense",
    "physical defense": "defense", "physical defence": "defense", "speed": "speed", "agility": "speed",
    "spd": "speed", "spe": "speed",
}  # fmt: skip
_ORDER = ("hp", "attack", "defense", "speed")
_FILLING = word_set(
    """
    base stat stats value is of the a an its has at about approx approximately around roughly circa ca nearly
    almost over under up to score rating total max and with some maybe perhaps close
    """
)
_MAX_LABEL = 3  # words of a stat's name with what makes it another stat ("special attack power")
# A minus is one only after a colon or an equals sign; elsewhere it is a dash
_MINUS = r"(?:(?<=[:=]\s)|(?<=[:=]))-"
_NUMBER = rf"(?:{_MINUS})?[0-9]{{1,30}}(?:[.,][0-9]{{1,9}})?"
_VALUE = re.compile(
    rf"(?P<first>{_NUMBER})(?:\s?%)?"
    r"(?:\s{0,3}(?:/|\bout\sof\b|\bof\b)\s{0,3}(?P<most>[0-9]{1,6})"
    r"|\s{0,3}(?:-|–|—|~|\bto\b)\s{0,3}(?P<last>[0-9]{1,6})(?![0-9])(?!\s{0,3}(?:-|–|—)\s{0,3}[0-9]))?"
)
_SCALE = re.compile(r"\(?\[?\b[01]\s{0,2}(?:-|–|—|\bto\b)\s{0,2}(?:100|10)\b\)?\]?")
_STARS = re.compile(r"[★⭐█▓●■▰]{1,20}[☆░▒○□▱]{0,20}(?![★⭐█▓●■▰☆░▒○□▱])(?P<told>\s{0,3}(?=[0-9]))?")
_FOUR_LINES = re.compile(r"\W{0,5}" + r"\s{1,5}".join([r"([0-9]{1,3})"] * 4) + r"\W{0,5}")
_OF_TEN = re.compile(r"\b(?:out of|scale of (?:[01]\s?(?:-|–|to)\s?)?|max(?:imum)?:?) ?10\b", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^()\n]{0,80}\)")
_BETWEEN = re.compile(r"\bbetween ([0-9]{1,3}) and ([0-9]{1,3})\b", re.IGNORECASE)
# "60 → 62" and "50 + 12 = 62": the last number is meant
_WORKED_OUT = re.compile(r"[0-9]{1,3}(?:\s?[-–+*x×]\s?[0-9]{1,3}){0,4}\s?(?:→|->|=>|=)\s?(?=[0-9])")
_ROW = re.compile(r"(?<![0-9/,])(?<![0-9] )" + r"(?:\s?[/,|]\s?)".join([r"([0-9]{1,3})"] * 4) + r"(?![0-9/])")
_WORD = re.compile(r"[a-z][a-z'.]*", re.IGNORECASE)
_BREAK = re.compile(r"[,;|\n\"{}\[\]•]")


def read_stats(body: str) -> Stats:
    """The four stats in 1-100; 50 where one is missing."""
    text = in_digits(flatten(body[:MAX_BODY]).replace("**", "").replace("`", ""))
    text = _BETWEEN.sub(r"\1-\2", _WORKED_OUT.sub("", text))
    text = _STARS.sub(_of_stars, text)
    found = _listed(text)
    for name, value in _labelled(text):
        found.setdefault(name, value)
    if max(found.values(), default=0) <= 10 and _OF_TEN.search(text):
        found = {name: 10 * value for name, value in found.items()}
    return Stats(**{stat: _clamp(found.get(stat, DEFAULT_STAT)) for stat in _ORDER})


def _labelled(text: str) -> Iterator[tuple[str, int]]:
    """Each stat that is named, with its number: behind its name, or, where numbers come first, before it."""
    values = list(_values(text))
    ends = [0, *(end for _, _, end in values)]
    behind = [
        (name, value)
        for (value, start, _), before in zip(values, ends, strict=False)
        if (name := _name_before(text[before:start]))
    ]
    starts = [*(start for _, start, _ in values[1:]), len(text)]
    before_names = [
        (name, value)
        for (value, _, end), after in zip(values, starts, strict=False)
        if (name := _name_after(text[end:after]))
    ]
    yield from behind if len(dict(behind)) >= len(dict(before_names)) else before_names


def _values(text: str) -> Iterator[tuple[int, int, int]]:
    """Each number as (value of a hundred, start, end), without the scales that only say from where to where."""
    at = 0
    while match := _VALUE.search(text, at):
        scale = _SCALE.match(text, match.start())
        at = scale.end() if scale and scale.end() >= match.end() else match.end()
        if at == match.end() and not (scale and scale.end() >= match.end()):
            yield _value(match), match.start(), match.end()


def _value(match: re.Match[str]) -> int:
    first = float(match["first"].replace(",", "."))
    if match["most"] and float(match["most"]) >= max(first, 1):
        return round(first / float(match["most"]) * 100)
    if match["last"] and float(match["last"]) > first:
        return int((first + float(match["last"])) / 2)
    return int(min(first, 10**6))


def _name_before(text: str) -> str:
    """The stat that the words directly before a number name; what is between is marks and remarks."""
    text = _BRACKETS.sub(" ", _SCALE.sub(" ", text))
    piece = _BREAK.split(text.rstrip(" \n\t\"'|:[]{}=>-–—~≈.…*_+(#"))[-1]
    words = [word.casefold().strip(".") for word in _WORD.findall(piece)]
    return _named([word for word in words if word not in _FILLING][-_MAX_LABEL:])


def _name_after(text: str) -> str:
    piece = _BREAK.split(text.lstrip(" :*_-"))[0]
    words = [word.casefold().strip(".") for word in _WORD.findall(piece) if word.casefold() not in _FILLING]
    return _named(words[:_MAX_LABEL]) or _named(words[:1])


def _named(words: list[str]) -> str:
    """The stat of a label. A "special attack" is none, and nor is an "attack speed"."""
    joined = " ".join(words)
    if joined in _NAMES:
        return _NAMES[joined]
    if len(words) >= 2 and words[-1] in _NAMES and words[-2] in _NAMES and _NAMES[words[-1]] == _NAMES[words[-2]]:
        return _NAMES[words[-1]]
    others = {"special", "sp", "spatk", "magic", "magical", "elemental", "ranged"}
    if words and words[-1] in _NAMES and not others & set(words) and not (set(words[:-1]) & set(_NAMES)):
        return _NAMES[words[-1]] if len(words) == 1 or words[0] not in _NAMES else ""
    return ""


def _listed(text: str) -> dict[str, int]:
    """Four numbers in a row are the four stats as they are asked for: "HP/Attack/Defense/Speed: 45/60/50/70"."""
    row = _ROW.search(text) or _FOUR_LINES.fullmatch(text.strip())
    return dict(zip(_ORDER, map(int, row.groups()), strict=True)) if row else {}


def _of_stars(match: re.Match[str]) -> str:
    """A row of stars or a bar as one number of a hundred, where its empty places are drawn too; else nothing."""
    if match["told"] is not None:  # the bar is drawn beside its number
        return " "
    full = sum(char in "★⭐█▓●■▰" for char in match[0])
    whole = len(match[0].strip())
    return f" {round(100 * full / whole)} " if whole >= 5 else " "


def _clamp(value: int) -> int:
    return min(max(value, LEAST_STAT), MAX_STAT)
