"""The lines of a section that names something: without bullets, keys and what was taken back."""

from __future__ import annotations

import re

from piclets.domain.concepts.doubts import Doubt, Unreadable

MAX_KEY = 40  # characters of a key such as "object_name"
MAX_BODY = 1_000  # characters of a section that are looked at

_BULLET = re.compile(
    r"^\s{0,20}(?:[-*+•→‣◦·]\s{1,4}|\(?[0-9]{1,2}[.)]\s{1,4}|\(?[A-Da-d]\)\s{1,4}|#{1,6}\s{1,4}|>\s{0,3})"
)
# Two of a list to choose from, and nothing chosen
_OPTIONS = re.compile(
    r"(?:^|\n|\s)\W{0,3}(?:option\s)?\(?a[.):][^\S\n][^\n]{1,200}\s\W{0,3}(?:option\s)?\(?b[.):]\s", re.IGNORECASE
)
_BOXES = re.compile(r"\[[ xX✓✔]?\]\s|[☐☑☒⬜◻▢]|❌[^\n]{0,100}✅|✅[^\n]{0,100}❌")
_SECOND_ITEM = re.compile(r"\s\(?2[.)]\s")
_WRAPPED = re.compile(r"[<\[{(（【]([^<>\[\]{}()/]{2,100})[>\]})）】][.,]?")
_ANSWER_LABEL = re.compile(
    r"^[*_]{0,3}(?:answer|value|response|output)[*_]{0,3}:[*_]{0,3}[^\S\n]{1,3}(?=\S)", re.IGNORECASE
)
_ALL_WRAPPED = re.compile(r"<(?P<angled>[^<>/!]{1,200}[\s,][^<>]{1,2000})>|\[(?P<squared>[^\[\]]{1,2000})\]")
_KEY_MARKS = " {}\"'"
_COMMAND = re.compile(r"\\[a-z]{1,12}\s?\{([^{}\n]{1,100})\}|\$(?=\\)|(?<=\})\$")
_KEYED = re.compile(r"\{\W{0,6}[\w ]{2,30}\"\s{0,3}:\s{0,3}\"([^\"\n]{1,100})\".*")
_NEXT_KEY = re.compile(r"\"\s?,\s{0,3}\"\w{2,30}\"\s?:.*$")
TAKEN_BACK = re.compile(
    r"\b(?:no wait|wait|actually|scratch that|correction|i mean|or rather|make that|sorry(?!!)|hmm+"
    r"|on (?:second thoughts?|reflection)|thinking about it|looking (?:again|closer))\b[\s,:.…–—-]{0,5}"
    r"|\b(?:edit(?:ed)?|updated?|revis(?:ed|ion)|corrected|final)(?:\s(?:answer|guess|choice|name|object|version))?"
    r"\s?[:=→]\s{0,3}|\(\s?no[,:;]\s{0,3}|(?:[.…?!,;–—]|\s-{1,2})\s{0,3}no\b[\s,:.…–—-]{1,5}",
    re.IGNORECASE,
)


def check_chosen(body: str) -> None:
    """Raises Unreadable where a section is a list to choose from, and nothing is chosen."""
    if _BOXES.search(body[:MAX_BODY]):
        raise Unreadable(Doubt.NO_OBJECT)
    if _OPTIONS.search(body[:MAX_BODY]):
        raise Unreadable(Doubt.SEVERAL_THINGS)


def lines_of(body: str) -> list[str]:
    """The first lines with text. Of lines that take back what stood before, the last."""
    body = _COMMAND.sub(_inner, _COMMAND.sub(_inner, body[:MAX_BODY]))
    lines = [_bare(line) for line in body.split("\n")]
    lines = [line for line in lines if any(map(str.isalnum, line))][:4]
    for at in range(len(lines) - 1, 0, -1):
        taken_back = TAKEN_BACK.match(lines[at])
        if taken_back and taken_back.end() < len(lines[at]):
            return lines[at:]
    return lines


def unwrapped(said: str) -> str:
    """A section without a label for its answer, and without brackets around all of it: "<blue, velvet>"."""
    said = _ANSWER_LABEL.sub("", said, count=1)
    wrapped = _ALL_WRAPPED.fullmatch(said)
    return wrapped["angled"] or wrapped["squared"] if wrapped else said


def _inner(command: re.Match[str]) -> str:
    """What a command of LaTeX sets: "accordion" of "\\boxed{accordion}"."""
    return command[1] or ""


def _bare(line: str) -> str:
    """A line without its bullet, without brackets around all of it, and of a list on one line the first item."""
    line = _NEXT_KEY.sub("", _KEYED.sub(r"\1", line.replace("\\n", " "), count=1))
    key, colon, value = line.partition(":")
    if colon and len(key) < MAX_KEY and ("_" in key or '"' in key):
        line = f"{key.strip(_KEY_MARKS).replace('_', ' ')}: {value.strip(_KEY_MARKS)}"
    line = _SECOND_ITEM.split(_BULLET.sub("", line).strip(), maxsplit=1)[0]
    wrapped = _WRAPPED.fullmatch(line)
    return wrapped[1] if wrapped else line
