"""A concept model's answer, read into a `Concept` whose every value is within bounds.

Of a heading that comes twice the first with text counts, except that any Safety section that is not ok makes the
concept unsafe. No Safety section (or an empty one: an answer cut off at its end) is taken as ok.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from piclets.domain.concepts.kinds import read_tier, read_type
from piclets.domain.concepts.measures import read_height, read_stats, read_weight
from piclets.domain.concepts.sections import Sections, split
from piclets.domain.concepts.text import cut, plain
from piclets.domain.concepts.wordlist import is_unsafe_name
from piclets.domain.names import NothingLeft, ObjectName, normalize, normalize_attributes
from piclets.domain.records import Models, PicletData, PrimaryType, Stats, Tier

LONGEST_NAME = 60
LONGEST_PERSONALITY = 300
LONGEST_DESCRIPTION = 1_000
LONGEST_IMAGE_PROMPT = 1_000
_LONGEST_OBJECT = 200
_LONGEST_ATTRIBUTE = 40
_MOST_WORDS_OF_AN_ATTRIBUTE = 4
_MOST_CHUNKS = 20

DEFAULT_PERSONALITY = "Keeps its thoughts to itself."

_NO_VARIATION = frozenset(
    ["canonical", "none", "na", "no", "standard", "default", "original", "plain", "regular", "normal", "generic"]
)
NO_THING = frozenset(["none", "n/a", "na", "unknown", "unidentified", "nothing", "null", "..."])
_SAFE = frozenset({"ok", "okay", "safe"})
_BULLET = re.compile(r"^\s*(?:[-*+•]\s+|\(?\d{1,2}[.)]\s+|#{1,6}\s+)")
_REMARK = re.compile(r"\s*[(\[（].*$")
_MARKUP = re.compile(r"[*_`#|~<>\[\]{}\\^=]+")
_QUOTES = " \t\"'“”‘’«»„.,;:!-–—"
_SEPARATORS = re.compile(r"[,;|\n、，]|(?<!\b[nN])/")
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_LATIN_WORD = re.compile(r"[a-z]+")


class Unreadable(ValueError):
    """The answer names no object or no monster: there is nothing to make a Piclet of."""


@dataclass(frozen=True)
class Concept:
    """What the model made of a photo. Texts are plain and on one line, numbers clamped.

    `object_name` is normalized; `attributes` are what tells this one from the canonical: colours that stood with
    the object, then the Variation section, at most four. `height` in metres, `weight` in kilograms.
    """

    object_name: str
    attributes: tuple[str, ...]
    tier: Tier
    name: str
    type: PrimaryType
    stats: Stats
    height: float
    weight: float
    personality: str
    description: str
    image_prompt: str
    safe: bool

    def piclet_data(self, models: Models) -> PicletData:
        """The creature, as it is recorded."""
        return PicletData(
            name=self.name,
            type=self.type,
            tier=self.tier,
            stats=self.stats,
            height=self.height,
            weight=self.weight,
            personality=self.personality,
            description=self.description,
            image_prompt=self.image_prompt,
            models=models,
        )


def parse(markdown: str) -> Concept:
    """Reads an answer in the contract's format, however the model has dressed it.

    Raises Unreadable without an object or a monster's name. Everything else has a default.
    """
    sections = split(markdown)
    thing = _object(sections.first("canonical object"))
    name = _name(sections.first("monster name"))
    attributes = normalize_attributes([*thing.attributes, *_variation(sections.first("variation"))])
    words = thing.name.replace("_", " ")
    physical = sections.first("physical stats")
    return Concept(
        object_name=thing.name,
        attributes=attributes,
        tier=read_tier(sections.first("object rarity")),
        name=name,
        type=read_type(sections.first("primary type")),
        stats=read_stats(sections.first("stats")),
        height=read_height(physical),
        weight=read_weight(physical),
        personality=_prose(sections.first("personality"), LONGEST_PERSONALITY) or DEFAULT_PERSONALITY,
        description=_prose(sections.first("description"), LONGEST_DESCRIPTION)
        or f"A Piclet that was once a {words}.",
        image_prompt=_prose(sections.first("monster image prompt"), LONGEST_IMAGE_PROMPT)
        or f"{name}, a friendly creature made of a {words}.",
        safe=_is_safe(sections) and not any(map(is_unsafe_name, (words, name, *attributes))),
    )


def _object(body: str) -> ObjectName:
    words = _REMARK.sub("", plain(_first_line(body)).strip("[]"))
    words = cut(words.strip(_QUOTES), _LONGEST_OBJECT)
    if words.casefold() in NO_THING:
        raise Unreadable("the answer names no object")
    try:
        return normalize(words)
    except NothingLeft as nothing:
        raise Unreadable("the answer names no object") from nothing


def _name(body: str) -> str:
    words = _MARKUP.sub(" ", plain(_first_line(body)))
    name = cut(" ".join(words.split()).strip(_QUOTES), LONGEST_NAME)
    if not any(char.isalnum() for char in name):
        raise Unreadable("the answer names no monster")
    return name


def _variation(body: str) -> Sequence[str]:
    """The attributes, without the words for "nothing special" and without whole sentences."""
    lines = "\n".join(_BULLET.sub("", line) for line in body.split("\n"))
    chunks = (_REMARK.sub("", plain(chunk)).strip(_QUOTES) for chunk in _SEPARATORS.split(lines)[:_MOST_CHUNKS])
    return [part for chunk in chunks for part in _joined_by_and(chunk) if _is_attribute(part)]


def _joined_by_and(chunk: str) -> list[str]:
    """ "old and dusty" are two attributes; "black and white" is one, as it is in front of an object."""
    parts = _AND.split(chunk)
    if len(parts) > 1 and _is_attribute(chunk) and normalize(f"{chunk} thing").name == "thing":
        return [chunk]
    return parts


def _is_attribute(part: str) -> bool:
    words = part.casefold().split()
    return (
        0 < len(part) <= _LONGEST_ATTRIBUTE
        and 0 < len(words) <= _MOST_WORDS_OF_AN_ATTRIBUTE
        and words[0] != "no"
        and (len(words) > 1 or words[0].replace("/", "") not in _NO_VARIATION)
    )


def _prose(body: str, limit: int) -> str:
    lines = [line for line in body.split("\n") if line.strip()]
    bare = [_BULLET.sub("", line).strip() for line in lines]
    all_bullets = len(lines) > 1 and all(map(_BULLET.match, lines))
    return cut(plain((", " if all_bullets else " ").join(bare)), limit)


def _is_safe(sections: Sections) -> bool:
    return all(_says_ok(body) for body in sections.all("safety") if body.strip())


def _says_ok(body: str) -> bool:
    words = _LATIN_WORD.findall(plain(body).casefold())
    return bool(words) and words[0] in _SAFE and "unsafe" not in words


def _first_line(body: str) -> str:
    line = next((line for line in body.split("\n") if line.strip()), "")
    return _BULLET.sub("", line)
