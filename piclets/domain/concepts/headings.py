"""The contract's headings in every spelling, and the heading that a line of an answer begins with.

A heading is a known label that stands first on its line, followed by its value behind a mark, or by nothing. How
it is marked (hashes, bold, a colon) is its `rank`: an answer uses one rank for most of its headings, which tells them
from the same words in its texts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

OBJECT = "canonical object"
# The contract's headings in their order, each with the shorter forms that models use for it.
FORMS: dict[str, tuple[str, ...]] = {
    OBJECT: (
        "object", "canonical object name", "object name", "canonical name", "canonical", "canonical objects",
        "cannonical object", "canonical item", "canonical thing",
    ),
    "variation": (
        "variations", "variation attributes", "object variation", "attributes", "distinguishing attributes",
    ),
    "object rarity": ("rarity", "tier", "rarity tier", "rarity level", "object rarity level"),
    "monster name": ("name", "piclet name", "creature name", "monsters name", "monster names"),
    "primary type": ("type", "monster type", "piclet type", "element", "primary types", "creature type"),
    "stats": ("statistics", "base stats", "battle stats", "monster stats", "combat stats"),
    "physical stats": ("physical", "physical characteristics", "physical attributes", "size", "measurements"),
    "personality": ("monster personality", "temperament", "personality traits"),
    "description": ("monster description", "physical description", "lore", "backstory", "bio"),
    "monster image prompt": ("image prompt", "prompt", "monster prompt", "image generation prompt", "art prompt"),
    "safety": (
        "safety check", "safety rating", "content safety", "safety assessment", "safe", "safety status",
        "safety verdict",
    ),
    "capture": ("photo capture", "capture type", "capture method"),
}  # fmt: skip
CAPTURE = "capture"
ORDER = tuple(name for name in FORMS if name != CAPTURE)
"""The headings that an answer has to have for a whole one; Capture may be left out."""
# What stands inside Stats and Physical Stats, also as headings or keys of their own.
PARTS = {
    "hp": "stats", "health": "stats", "hit points": "stats", "attack": "stats", "defense": "stats",
    "defence": "stats", "speed": "stats", "height": "physical stats", "weight": "physical stats",
    "height metres": "physical stats", "height meters": "physical stats", "height m": "physical stats",
    "weight kilograms": "physical stats", "weight kg": "physical stats", "height cm": "physical stats",
}  # fmt: skip
_FULL = {name: name for name in FORMS}
_ANY = _FULL | {form: name for name, forms in FORMS.items() for form in forms}
_GLUED = {form.replace(" ", ""): form for form in (*_ANY, *PARTS)}

_COLUMN = "   "  # that much space before a value sets it in a column of its own
MAX_HEADING = 200  # characters at the start of a line in which a heading and its marks have to be


class Rank(IntEnum):
    """How a heading is marked, from the least."""

    BARE = 0  # alone on its line
    PLAIN = 1  # before a colon, an arrow, an equals sign
    BOLD = 2  # bold, in brackets, in quotation marks, in a table
    HASH = 3  # with hashes


@dataclass(frozen=True)
class Heading:
    """`name` is one of ours, "" for any other heading, and `value` what stands behind it on its line."""

    name: str
    value: str
    rank: Rank
    level: int
    full: bool = True
    part: bool = False


def section_of(key: str) -> str:
    """The heading that a key of an object or a table means in any spelling, "" for none."""
    return _ANY.get(label(key), "")


def part_of(key: str) -> str:
    """The section that a part such as "hp" or "heightMetres" belongs to, "" for none."""
    return PARTS.get(label(key), "")


def label(text: str) -> str:
    """`text` as labels are compared: "canonicalObject", "Canonical_Object:" and "canonicalobject" are one."""
    words = _CAMEL.sub(" ", text[:MAX_HEADING])
    spaced = " ".join(_NOT_LETTERS.sub(" ", words.casefold().replace("'", "").replace("’", "")).split())
    return _GLUED.get(spaced, spaced)


def heading(line: str, *, loose: bool = False) -> Heading | None:
    """The heading that `line` begins with. `loose` also takes short labels without any mark but a colon."""
    head, rest = line[:MAX_HEADING], line[MAX_HEADING:]
    hashes = _HASHES.match(head)
    level = len(hashes[1]) if hashes else 7
    found = _HEADING.match(head)
    if found:
        ours = _ours(found, head, rest, level, bool(hashes), loose)
        if ours:
            return ours
    return Heading("", "", Rank.HASH, level) if hashes else None


def _ours(found: re.Match[str], head: str, rest: str, level: int, hashes: bool, loose: bool) -> Heading | None:
    key = label(found["label"])
    name = _ANY.get(key, "") or PARTS.get(key, "")
    lead, marks = found["lead"], found["close"] or ""
    value = (head[found.end() :] + rest).strip()
    part = key in PARTS
    full = key in _FULL
    if hashes:
        rank = Rank.HASH
        if not found["mark"] and (value.startswith("/") or not _ASCII_WORD.search(value)):
            value = ""  # "# Canonical Object / 标准物体"
        if value and not (found["mark"] or marks.strip()):
            return None  # "# Stats of old"
    elif found["mark"] is None and any(map(str.isalnum, value)) and not any(mark in marks for mark in "*_]】>}"):
        if not full or _COLUMN not in marks:
            return None
        rank = Rank.PLAIN
    elif any(mark in lead for mark in ("**", "__", "[", "【", "|", '"', "'", "「", "<", "`", "{")):
        rank = Rank.BOLD
    elif found["mark"]:
        rank = Rank.PLAIN
    else:
        rank = Rank.BARE
    if not full and not part and rank < Rank.BOLD and not (loose and rank == Rank.PLAIN):
        return None
    if '"' in lead or ("'" in lead and "'" in marks):
        value = value.strip().rstrip(",").strip("\"'")
    return Heading(name, value, rank, level, full, part)


def _pattern(forms: list[str]) -> str:
    longest_first = sorted(forms, key=len, reverse=True)
    return "|".join(form.replace("ers ", "er['’]?s ").replace(" ", r"[\s_-]{0,3}") for form in longest_first)


_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOT_LETTERS = re.compile(r"[^a-z]+")
_ASCII_WORD = re.compile(r"[A-Za-z0-9]")
_HASHES = re.compile(r"[\s>*+•-]{0,12}(#{1,6})(?!#)")
ALL_LABELS = _pattern([*_ANY, *PARTS])
FULL_LABELS = _pattern(list(_FULL))
PART_LABELS = _pattern(list(PARTS))
_REMARK = r"(?:[(（][^()（）\n]{0,80}[)）]|\[[^\[\]\n]{0,80}\]|\{#[^{}\n]{0,80}\})"
_MARK = r"(?:[:：]{1,2}|=>|->|={1,2}|→|➜|➡|⇒|»|\||\.{2,10}|…|(?<=[\"']),|[-–—]{1,2}(?=\s)|[-–—]{1,2}>)"
# Marks, a number, marks; the label; closing marks, a remark; what parts it from its value; marks left open
_HEADING = re.compile(
    r"(?P<lead>[^\w\n]{0,24}_{0,3}(?:[xX]\]\s[*_]{0,3})?"
    r"(?:\(?(?:section\s|step\s|part\s)?[0-9]{1,2}[^\w\n]{1,8}|(?:[A-K]|[IVX]{1,4})[.)]\s[*_]{0,3})?_{0,3})"
    rf"(?:(?:the|your|its|my|this)\s)?(?P<label>{ALL_LABELS})(?![^\W_])"
    rf"(?P<close>[\s*_`\"'\]】」>~#}}]{{0,12}}(?:{_REMARK}[\s*_`\"'\]】」>~]{{0,8}})?)"
    rf"(?P<mark>{_MARK})?[\s*_~]{{0,8}}",
    re.IGNORECASE,
)
