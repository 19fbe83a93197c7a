"""An answer's markdown split into the sections that were asked for.

Read are: any heading level, bold, numbered and plain headings, a value on the heading's own line, two-cell table
rows, quoting, code fences, thoughts and folded parts before the answer, any order. Of a heading that comes twice the
first with text counts: what is smuggled in further down replaces nothing. Below a heading with hashes a line without
any mark or colon is text, even when it says no more than "Stats": an object may be called that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from piclets.domain.concepts.text import visible

LONGEST_ANSWER = 40_000

# The contract's headings, as keys, each with the shorter forms that models use for it.
_FORMS: dict[str, tuple[str, ...]] = {
    "canonical object": ("object", "canonical object name", "object name", "canonical name"),
    "variation": ("variations", "variation attributes", "attributes", "distinguishing attributes"),
    "object rarity": ("rarity", "tier", "rarity tier"),
    "monster name": ("name", "piclet name", "creature name", "monsters name"),
    "primary type": ("type", "monster type", "piclet type", "element"),
    "stats": ("statistics", "base stats", "battle stats", "monster stats"),
    "physical stats": ("physical", "physical characteristics", "physical attributes", "size"),
    "personality": ("monster personality", "temperament"),
    "description": ("monster description", "physical description", "lore"),
    "monster image prompt": ("image prompt", "prompt", "monster prompt", "image generation prompt"),
    "safety": ("safety check", "safety rating", "content safety"),
}
_FULL = {name: name for name in _FORMS}
_ANY = _FULL | {form: name for name, forms in _FORMS.items() for form in forms}
# Headings inside a section, which don't end it even at its own level
_PARTS = frozenset({"hp", "health", "hit points", "attack", "defense", "defence", "speed", "height", "weight"})

_THOUGHTS = re.compile(r"<(think|thinking|analysis|reasoning)>.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE)
_END_OF_THOUGHTS = re.compile(r"</(?:think|thinking|analysis|reasoning)>", re.IGNORECASE)
_FOLDED = re.compile(r"<details\b[^>]*>.*?(?:</details>|\Z)", re.DOTALL | re.IGNORECASE)
_MARKER = re.compile(r"\*\*\s*💬\s*Response:?\s*\*\*:?|<\|message\|>", re.IGNORECASE)
_FENCE = re.compile(r"^\s*(?:`{3,}|~{3,})\s*[\w-]*\s*$")
_RULE = re.compile(r"^\s*(?:[-_=*]\s*){3,}$")
_QUOTE = re.compile(r"^(?:\s{0,3}>)+\s?")
_HASHES = re.compile(r"^\s{0,3}(#{1,6})(?!#)\s*(.*?)(?:\s+#+)?\s*$")
_LEAD = re.compile(r"^\s*(?:[-*+•]\s+)?(?:\(?\d{1,2}[.):]\s*)?")
_HEADING = re.compile(r"^([^:：|()\[\]]{2,40}?)\s*(?:\([^()]*\))?\s*(?:[:：]\s*(.*)|\s[-–—]\s+(.*))?$")
_NOT_LETTERS = re.compile(r"[^a-z ]+")
_UNMARKED = 7  # a heading without hashes is below every heading with them


@dataclass(frozen=True)
class Sections:
    """The sections in the order in which they came, by the contract's heading in lower case."""

    found: tuple[tuple[str, str], ...]

    def first(self, heading: str) -> str:
        """The text of the first such section that has any, else ""."""
        return next((body for body in self.all(heading) if body), "")

    def all(self, heading: str) -> tuple[str, ...]:
        return tuple(body for name, body in self.found if name == heading)


def split(markdown: str) -> Sections:
    """The sections of an answer; of a very long one, of its first 40,000 characters."""
    text = visible(markdown[:LONGEST_ANSWER])
    text = _END_OF_THOUGHTS.split(_THOUGHTS.sub("", text))[-1]
    text = _MARKER.split(text)[-1]
    sections = _sections(_FOLDED.sub("", text))
    return sections if sections.first("canonical object") else _sections(text)


@dataclass(frozen=True)
class _Heading:
    level: int
    name: str | None
    value: str
    marked: bool = True


def _sections(text: str) -> Sections:
    found: list[tuple[str, list[str]]] = []
    level, skipping = _UNMARKED, True
    for raw in text.split("\n"):
        line = _QUOTE.sub("", raw)
        if _FENCE.match(line) or _RULE.match(line):
            continue
        heading = _heading(line)
        if heading and not heading.marked and level < _UNMARKED:
            heading = None
        if heading and heading.name:
            found.append((heading.name, [heading.value]))
            level, skipping = heading.level, False
        elif heading and heading.level <= level:
            skipping = True
        elif not skipping:
            found[-1][1].append(heading.value if heading else line)
    return Sections(tuple((name, "\n".join(body).strip()) for name, body in found))


def _heading(line: str) -> _Heading | None:
    """The heading that `line` is. `name` is None where it is none of ours, `value` then its text."""
    hashes = _HASHES.match(line)
    text = hashes[2] if hashes else line
    bare = _LEAD.sub("", text, count=1)
    marked = bool(hashes) or bare.startswith(("**", "__"))
    words = bare.replace("**", "").replace("__", "").strip()
    name, value = _read(words, _ANY if marked else _FULL)
    if name:
        return _Heading(len(hashes[1]) if hashes else _UNMARKED, name, value, marked or "|" in words or ":" in words)
    if hashes and _label(words.partition(":")[0]) not in _PARTS:
        return _Heading(len(hashes[1]), None, words)
    return None


def _read(words: str, names: dict[str, str]) -> tuple[str | None, str]:
    cells = [cell.strip() for cell in words.strip("|").split("|")]
    if words.startswith("|") and len(cells) == 2:
        return _FULL.get(_label(cells[0])), cells[1]
    match = _HEADING.match(words)
    if not match:
        return None, ""
    return names.get(_label(match[1])), (match[2] or match[3] or "").strip()


def _label(text: str) -> str:
    return " ".join(_NOT_LETTERS.sub("", text.casefold()).split())
