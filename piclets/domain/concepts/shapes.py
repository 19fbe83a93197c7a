"""The shapes that an answer comes in (markdown, HTML, XML, tables, JSON, everything on one line) made into lines.

The lines that come out begin with a heading and its value, or are text. JSON that can be read as such comes out as
sections at once, because its texts cannot open headings.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from piclets.domain.concepts.headings import FULL_LABELS, OBJECT, PART_LABELS, label, part_of, section_of
from piclets.domain.concepts.rows import from_sheets, from_tables
from piclets.domain.concepts.text import word_set

_MAX_ATTEMPTS = 40  # places at which an object may begin
_MAX_DEPTH = 5
_MIN_JOINED = 12  # characters of a line with a heading behind other text
_MIN_LABELS = 3  # on a line that is taken apart

_OPENING = re.compile(r"\{\s{0,50}\"|\[\s{0,50}\{")
_DICTIONARY = re.compile(r"\{\s{0,50}'[A-Za-z_ ]{2,30}'\s?:")
_LITERAL = re.compile(r"\"(?:[^\"\\\n]|\\.){0,2000}\"|'(?P<said>(?:[^'\\\n]|\\.){0,2000})'|\b(?:True|False|None)\b")
_CONSTANTS = {"True": "true", "False": "false", "None": "null"}
_LAST_COMMA = re.compile(r"(?<=[\"\]}0-9el]),(\s{0,50}[}\]])")  # behind it is nothing, as JSON does not allow
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9_:-]{0,40}(?<!:))((?:\s[^<>]{0,4000})?)/?>")
_ATTRIBUTE = re.compile(r"([A-Za-z_-]{2,40})\s?=\s?\"([^\"<>]{0,2000})\"")
_NAMED = re.compile(r"\b(?:name|id|title|key|label|heading)\s?=\s?[\"']([^\"'<>]{2,60})[\"']")
_CELLS = re.compile(r"</t[dh]>\s{0,40}<t[dh](?:\s[^<>]{0,200})?>", re.IGNORECASE)
# How a call of a tool is written: <parameter=monster_name> ... </parameter>
_PARAMETER = re.compile(r"<(?:parameter|param|arg)=[\"']?([A-Za-z][A-Za-z _-]{1,40})[\"']?>", re.IGNORECASE)
_VALUED = re.compile(r"\bvalue\s?=\s?\"([^\"<>]{0,2000})\"")
_NUMBERED = re.compile(r"^[ \t]{0,8}[0-9]{1,4}[ \t]?[|│:][ \t]?", re.MULTILINE)
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
_BLOCKS = word_set(
    """
    p div li ul ol tr table dt dd dl br section tbody thead item entry field row record piclet answer output
    parameter param arg
    """
)
_INLINE = word_set("span heading label key value content text")
_HEADS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6", "dt", "summary", "legend"])
_STRONG = frozenset(["b", "strong", "u"])
_BARS = str.maketrans({"│": "|", "┃": "|", "║": "|", "｜": "|", "＃": "#", "：": ":"})
_QUESTION = re.compile(
    rf"^\W{{0,4}}Q(?:uestion)?\s?[0-9]{{0,2}}\s?[:.)]\W{{0,4}}(?:what(?:['’]s|\sis|\sare)\s)?(?:the\s)?"
    rf"({FULL_LABELS})\W{{0,6}}\n\W{{0,4}}A(?:nswer)?\s?[0-9]{{0,2}}\s?[:.)][^\S\n]{{0,3}}",
    re.IGNORECASE | re.MULTILINE,
)
_DENSE = re.compile(
    rf"(?:#{{1,6}}\s{{0,3}}|\*\*\s?|__)(?P<hashed>{FULL_LABELS})(?![^\W_])(?:\*\*|__)?"
    rf"|(?<![^\W])[\"'\[{{【(]{{0,3}}(?P<named>{FULL_LABELS})(?![^\W_])"
    r"[\"'\]】)]{0,3}\s{0,3}(?:[:=|→➜➡⇒]|->|=>|[-–—]\s)"
    rf"|\"(?P<key>{PART_LABELS})\"\s{{0,3}}:"
    rf"|(?<![^\s.!])(?:the|its)\s(?P<told>{FULL_LABELS})\s(?:is|are)\b:?",
    re.IGNORECASE,
)
_TITLED = re.compile("|".join(
    rf"\b(?:{form})\b" for form in (
        "Canonical Object", "Variation", "Object Rarity", "Monster Name", "Primary Type", "Physical Stats", "Stats",
        "Personality", "Description", "Monster Image Prompt", "Safety",
    )
))  # fmt: skip
_OBJECT_NAMED = re.compile(r"canonical[\s_-]{0,3}object", re.IGNORECASE)
_LATEX = re.compile(r"\\(?:textbf|emph|(?:sub){0,2}section\*?|paragraph)\{([^{}\n]{1,60})\}")
_LATEX_ITEM = re.compile(r"^\s{0,8}\\item\s", re.MULTILINE)
_BBCODE = re.compile(r"\[/?(?:b|u|h[1-6]|size=?[^\[\]\n]{0,8})\]", re.IGNORECASE)
_WIKI_HEADING = re.compile(r"^h([1-6])\.\s", re.MULTILINE)
_LABEL_AND_VALUE = re.compile(
    r"</(?:heading|title|label|key|name|field|span)>\s{0,40}<(?:value|content|text|body|span)(?:\s[^<>]{0,200})?>",
    re.IGNORECASE,
)
_LABELS_KEYS = frozenset(["name", "label", "stat", "key", "heading", "title", "attribute"])
_TELLING_TYPES = frozenset(["type", "enum", "$ref", "anyOf"])
_SCHEMA_KEYS = frozenset(["type", "value", "description", "title"])
_GLUED = re.compile(
    rf"(?:(?<=[\w.!?:;)*>])|(?<=[\w.!?;)])\s)"
    rf"(#{{1,6}}\s{{0,3}}(?:{FULL_LABELS})\s{{0,3}}:?\s{{0,3}})$",
    re.IGNORECASE,
)
_FENCE = re.compile(r"\s{0,20}(?:`{3,}|~{3,})\s{0,4}[\w+-]{0,20}\s{0,4}")
_SECTIONS_END = re.compile(r"\s{0,20}\[/[A-Za-z _-]{2,40}\]\s{0,4}")
_RULE = re.compile(r"[\s_=*~-]{3,}")

Sections = list[tuple[str, str]]


def objects(text: str) -> tuple[list[tuple[str, Sections]], str, str]:
    """The JSON objects of `text` that hold sections, each with what is before it; the text without them; its end.

    One in the middle of a line is quoted there, unless there is little else.
    """
    text = _from_python(text)
    if _OPENING.search(text):
        text = _LAST_COMMA.sub(r"\1", text)
    found: list[tuple[str, Sections]] = []
    pieces: Sections = []
    rest: list[str] = []
    decoder = json.JSONDecoder(strict=False)
    end = 0
    for opening in islice(_OPENING.finditer(text), _MAX_ATTEMPTS):
        if opening.start() < end:
            continue
        try:
            value, stop = decoder.raw_decode(text, opening.start())
        except (ValueError, RecursionError):
            continue
        if not (_opens_a_line(text, opening.start()) or 2 * (stop - opening.start()) > len(text)):
            continue
        rest.append(text[end : opening.start()])
        end = stop
        sections = _sections_in(value, _MAX_DEPTH)
        found += [(rest[-1], one) for one in sections]
        if not sections and isinstance(value, dict):
            pieces += _sections_of(value) or _told([value])
    whole = len(pieces) > 1 and any(name == OBJECT for name, _ in pieces)
    return found or [("", pieces)] * whole, "".join([*rest, text[end:]]), text[end:]


def _from_python(text: str) -> str:
    """`text` with a dictionary as Python writes it, in single quotation marks, as JSON."""
    opening = _DICTIONARY.search(text)
    if not opening:
        return text
    start, end = opening.start(), text.rfind("}") + 1
    return text[:start] + _LITERAL.sub(_as_json, text[start:end]) + text[end:]


def _as_json(literal: re.Match[str]) -> str:
    if literal["said"] is None:
        return _CONSTANTS.get(literal[0], literal[0])
    return json.dumps(literal["said"].replace("\\'", "'").replace("\\n", "\n"))


def _opens_a_line(text: str, at: int) -> bool:
    start = text.rfind("\n", max(0, at - 100), at) + 1
    return at - start < 100 and not text[start:at].strip(" `>")


def nested_answer(text: str) -> str:
    """The answer that stands as a text in a JSON wrapper such as `{"response": "# Canonical Object..."}`, or ""."""
    start = next((at for at, char in enumerate(text[:200]) if char in '{"'), -1)
    if start < 0 or _TAG.sub("", text[:start]).strip(" \n`") not in ("", "json"):
        return ""
    try:
        value, _ = json.JSONDecoder(strict=False).raw_decode(text, start)
    except (ValueError, RecursionError):
        return ""
    return next(
        (said for said in _strings(value, 2 * _MAX_DEPTH) if len(said) > 60 and _OBJECT_NAMED.search(said)), ""
    )


def lines(text: str) -> list[str]:
    """The lines of `text`, whatever its shape, without fences, rules and the dividers of tables."""
    if "&lt;" in text and "<" not in text:
        text = html.unescape(text)
    if "\\" in text:
        text = _LATEX_ITEM.sub("", _LATEX.sub(r"**\1**", text))
    text = _WIKI_HEADING.sub(lambda found: "#" * int(found[1]) + " ", _BBCODE.sub("**", text))
    text = _QUESTION.sub(r"**\1**: ", text)
    text = _without_numbers(text)
    if "<" in text:
        text = _PARAMETER.sub(r"<\1>", text)
        text = _CDATA.sub("", _LABEL_AND_VALUE.sub(": ", _CELLS.sub(" | ", text)))
        text = _TAG.sub(_from_tag, text)
    return list(from_tables(part for line in from_sheets(text.translate(_BARS).split("\n")) for part in _apart(line)))


def _without_numbers(text: str) -> str:
    """`text` without the numbers of its lines, where each has one: "  2 | kettle"."""
    said = [line for line in text.split("\n") if line.strip()]
    return _NUMBERED.sub("", text) if len(said) > _MIN_LABELS and all(map(_NUMBERED.match, said)) else text


def is_mark(line: str) -> bool:
    """Whether a line is only a fence, a rule or the end of a section in brackets."""
    short = line[:100]
    return len(line) <= 100 and bool(
        _FENCE.fullmatch(short) or _RULE.fullmatch(short) or _SECTIONS_END.fullmatch(short)
    )


def _sections_in(value: Any, depth: int) -> list[Sections]:
    """The sections of each object in `value` that names a canonical object in one of its keys."""
    if depth == 0 or not isinstance(value, dict | list):
        return []
    if isinstance(value, dict):
        if _is_schema(value):
            return []
        named = _sections_of(value)
        if any(name == OBJECT for name, _ in named) and len(named) > 1:
            return [named]
        return [found for item in value.values() for found in _sections_in(item, depth - 1)]
    listed = _listed(value)
    return [listed] if listed else [found for item in value for found in _sections_in(item, depth - 1)]


def _is_schema(mapping: dict[str, Any]) -> bool:
    """Whether this tells what fields there are, and not what is in them: the question's schema, echoed."""
    fields = [value for key, value in mapping.items() if section_of(key)]
    return bool(fields) and all(
        isinstance(field, dict) and not field.keys().isdisjoint(_TELLING_TYPES) and "value" not in field
        for field in fields
    )


def _sections_of(mapping: dict[str, Any]) -> Sections:
    found: dict[str, str] = {}
    for key, value in mapping.items():
        part = part_of(key)
        if part:
            found[part] = f"{found.get(part, '')}\n{_spaced(key)}: {_said(value)}"
        elif name := section_of(key):
            found.setdefault(name, _said(value))
    return list(found.items())


def _listed(items: list[Any]) -> Sections:
    """The sections of `[{"heading": "Canonical Object", "value": "pillow"}, ...]`."""
    found = _told(items)
    return found if any(name == OBJECT for name, _ in found) else []


def _told(items: list[Any]) -> Sections:
    """The headings and values of objects that hold one of each; [] where there are others."""
    found: Sections = []
    for item in items:
        if not isinstance(item, dict) or not 2 <= len(item) <= 4:
            return []
        values = [_said(value) for value in item.values()]
        name = section_of(values[0])
        if name:
            found.append((name, values[1]))
    return found


def _said(value: Any, depth: int = _MAX_DEPTH) -> str:
    """A JSON value as a section's text."""
    if value is None or depth == 0:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        if "value" in value and value.keys() <= _SCHEMA_KEYS:
            return _said(value["value"], depth - 1)
        if len(value) == 2 and _LABELS_KEYS & value.keys():
            return ": ".join(_said(item, depth - 1) for item in value.values())
        return "\n".join(f"{_spaced(key)}: {_said(item, depth - 1)}" for key, item in value.items())
    if isinstance(value, list):
        return "\n".join(_said(item, depth - 1) for item in value)
    return str(value)


def _spaced(key: str) -> str:
    return label(key) or key


def _strings(value: Any, depth: int) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif depth and isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _strings(item, depth - 1)


def _from_tag(match: re.Match[str]) -> str:
    """What a tag says about lines; a tag that says nothing about them stays, and is taken out of the text later."""
    closing, tag, attributes = match[1], match[2].casefold(), match[3]
    if attributes and (told := _from_attributes(attributes)):
        return told
    if tag in _HEADS:
        return "\n" if closing else "\n# "
    if tag in _STRONG:
        return "**"
    if tag in _BLOCKS:
        return "\n"
    if tag in _INLINE:
        return ""
    if tag in ("td", "th"):
        return "" if closing else "| "
    if section_of(match[2]) and tag not in ("object", "s"):
        return "\n" if closing else f"\n# {label(match[2])}: "
    if part_of(match[2]):
        return "\n" if closing else f"\n{label(match[2])}: "
    return match[0]


def _from_attributes(attributes: str) -> str:
    """The lines that a tag's attributes stand for, such as `name="HP" value="70"`, or ""."""
    named, valued = _NAMED.search(attributes), _VALUED.search(attributes)
    if named and valued and part_of(named[1]):
        return f"\n{label(named[1])}: {valued[1]}"
    if named and section_of(named[1]):
        return f"\n# {label(named[1])}: "
    labelled = [(key, value) for key, value in _ATTRIBUTE.findall(attributes) if section_of(key) or part_of(key)]
    return "".join(f"\n{label(key)}: {value}" for key, value in labelled) if len(labelled) >= _MIN_LABELS else ""


def _apart(line: str) -> list[str]:
    """A line that holds many headings, one for each line; else the line."""
    if len(line) < _MIN_JOINED:
        return [line]
    glued = _GLUED.search(line)
    if glued:
        return [line[: glued.start()], glued[1]]
    marks = list(_DENSE.finditer(line))
    cells = line.lstrip().startswith("|")
    if cells or len({_labelled(mark) for mark in marks}) < _MIN_LABELS:
        marks = [] if cells else list(_TITLED.finditer(line))
        if len({mark[0] for mark in marks}) < 2 * _MIN_LABELS:
            return [line]
    starts = [mark.start() for mark in marks]
    ends = [*starts[1:], len(line)]
    heads = [line[: starts[0]]] if line[: starts[0]].strip(" {[(\"'`") else []
    return heads + [
        _headed(line[mark.start() : end], mark, mark.start()) for mark, end in zip(marks, ends, strict=True)
    ]


def _labelled(mark: re.Match[str]) -> str:
    """The label in a mark of `_DENSE` or `_TITLED`."""
    return label(next((said for said in mark.groups() if said), mark[0]))


def _headed(piece: str, mark: re.Match[str], start: int) -> str:
    """A piece of a line that was taken apart, with a mark between its heading and its value."""
    words = _labelled(mark)
    if "#" in mark[0]:
        words = f"# {words}"
    elif mark[0].startswith(("**", "__")):
        words = f"**{words}**"
    value = piece[mark.end() - start :].strip(" *_:").rstrip(" ,;|{(\"'[").lstrip("\"'")
    return f"{words}: {value}"
