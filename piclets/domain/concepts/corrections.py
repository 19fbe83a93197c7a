"""What is said behind an answer to correct it: "EDIT: Canonical Object should read kazoo, not mouth organ"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from piclets.domain.concepts.doubts import Doubt, Unreadable
from piclets.domain.concepts.headings import ALL_LABELS, OBJECT, label, section_of
from piclets.domain.concepts.standing import key_of

_MAX_TAIL = 1_500
_TAKEN_BACK = (
    r"(?:wait|actually|correct(?:ed|ion)?|edit(?:ed)?|updated?|amend(?:ed|ment)?|erratum|errata|revis(?:ed|ion)|oops"
    r"|sorry|scratch that|strike that|hmm+|my (?:mistake|bad|error)|on (?:second thoughts?|reflection)|looking again"
    r"|on (?:a )?(?:closer|second) (?:look|inspection)|i (?:made|see|notice|realis|realiz)\w{0,3}|rather|instead)"
)
_CORRECTING = re.compile(rf"\b(?:{_TAKEN_BACK}|not|n['’]t|fix|change|replace|read)\b", re.IGNORECASE)
# What is denied, in the line that corrects: "I meant kazoo, not mouth organ", "it isn't a mouth organ"
_DENIED = re.compile(
    r"(?:\bnot|n['’]t|\binstead of|\brather than|\bfrom)\s(?:an?\s|the\s)?"
    r"[\"“'*`]{0,3}(?P<old>[^\n\"”*`.;,()]{2,60})",
    re.I,
)
_UNSAFE = re.compile(rf"\W{{0,6}}{_TAKEN_BACK}\b[^\n]{{0,200}}\bunsafe\b", re.IGNORECASE)
# Of the thing, at the line's beginning: "Wait, the canonical object should be teapot", "Hmm, it's a kazoo"
_AFTERTHOUGHT = re.compile(
    rf"\W{{0,6}}(?:p\.?\s?s\.?\W{{1,3}})?{_TAKEN_BACK}\b[^\n]{{0,100}}?"
    r"(?:\bobject\b(?!\srarity)[^\n]{0,30}(?:\b(?:should|is|was|would|to)\b|[:=→])|\b(?:it|this|that|thing)(?:['’]s|\s(?:is|was|should))\b"
    r"(?!\s(?:fine|ok|okay|correct|right|all|it|safe|still|enough|good)\b))",
    re.IGNORECASE,
)
_THINKING_ALOUD = re.compile(r"\W{0,6}(?:wait|hmm+)\b", re.IGNORECASE)
_OFFERED = re.compile(r"\b(?:if|let me know|feel free|would you|do you|you (?:can|may|could|want|like))\b", re.I)
_LABEL = rf"[\"“'*`#\s]{{0,4}}\b(?P<label>{ALL_LABELS})\b[\"”'*`]{{0,3}}"
_VALUE = (
    r"[\s:]{1,3}(?:an?\s|the\s)?(?:[\"“'*`]{1,3}(?P<quoted>[^\"”*`\n]{2,80}?)[\"”'*`]{1,3}|(?P<value>[^\n;.(\"“*`]{2,80}?))"
    r"(?=\s?(?:[;.(\n–—]|$)|,?\s(?:not|instead|rather|because|since|but|and|as|in place)\b)"
)
_SAID_ANEW = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_LABEL}\s(?:\w{{1,10}}\s){{0,2}}?(?:should|ought to|must|needs to|has to)\s(?:\w{{1,10}}\s){{0,2}}?"
        rf"(?:read|be|say|been|become|said){_VALUE}",
        rf"\b(?:change|correct|replace|update|amend|fix|make|set|swap)\s(?:the\s|my\s)?{_LABEL}\s(?:\w{{1,10}}\s){{0,2}}?"
        rf"(?:from\s[^\n]{{1,60}}?\s)?(?:to|with|by|for){_VALUE}",
        rf"{_LABEL}\s(?:is|was)\s(?:actually|in fact|really|rather){_VALUE}",
        rf"^\W{{0,6}}{_TAKEN_BACK}\b(?:\s\w{{1,10}}){{0,2}}\W{{1,6}}(?:the\s)?{_LABEL}\s{{0,3}}(?:[:=→]|(?=\n)){_VALUE}",
    )
]
_A = r"(?:an?\s|the\s)?[\"“'*`]{0,3}"
_THING = r"[^\n\"“”'*`.;,(]{2,60}?"
# What it is, and what it was called: "it's a kazoo, not a mouth organ", "'mouth organ' should be 'kazoo'"
_ONE_NOT_THE_OTHER = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:it|this|that|thing|item|object|photo)(?:['’]s|\s(?:is|was|shows|should (?:be|read|say|have been)))"
        rf"\s(?:\w{{1,10}}ly\s|rather\s|in fact\s)?{_A}(?P<new>{_THING})[\"”'*`]{{0,3}},?\s"
        rf"(?:and not|not|rather than|instead of)\s{_A}(?P<old>{_THING})(?=[\"”'*`]|\s?(?:[.;,(\n]|$))",
        rf"[\"“']{_A}(?P<old>{_THING})[\"”']\s?(?:should (?:be|read|say)|→|->|=>|to|with|by|read)\s?{_A}"
        rf"(?P<new>{_THING})(?=[\"”'*`]|\s?(?:[.;,(\n]|$))",
    )
]


def corrected(texts: dict[str, str], tail: str) -> dict[str, str]:
    """The sections with what the tail says anew. Raises Unreadable where that takes back the thing and names none."""
    lines = [line for line in tail[-_MAX_TAIL:].split("\n") if not _OFFERED.search(line)]
    sure = "\n".join(line for line in lines if not _THINKING_ALOUD.match(line))
    found = texts | dict(_said_anew(sure, texts.get(OBJECT, "")))
    if found.get(OBJECT) == texts.get(OBJECT) and any(_takes_back(line, texts.get(OBJECT, "")) for line in lines):
        raise Unreadable(Doubt.SEVERAL_ANSWERS)
    return found


def _takes_back(line: str, thing: str) -> bool:
    """Whether a line says that it is another thing, or not this one."""
    if _AFTERTHOUGHT.match(line):
        return True
    return bool(_CORRECTING.search(line)) and any(
        _key(match["old"]).startswith(_key(thing)) for match in _DENIED.finditer(line)
    )


def _said_anew(said: str, thing: str) -> Iterator[tuple[str, str]]:
    if not _CORRECTING.search(said):
        return
    for pattern in _SAID_ANEW:
        for match in pattern.finditer(said):
            name = section_of(label(match["label"]))
            if name:
                yield name, (match["quoted"] or match["value"]).strip(" ,")
    for line in said.split("\n"):
        if _UNSAFE.match(line):
            yield "safety", line
    for pattern in _ONE_NOT_THE_OTHER:
        for match in pattern.finditer(said):
            if _key(match["old"]) == _key(thing):
                yield OBJECT, match["new"].strip()


def _key(text: str) -> str:
    return key_of(text.strip().split("\n", 1)[0][:100])
