"""The monster's name, read from what a model wrote under its heading: as models write names, with puns explained."""

from __future__ import annotations

import re
import unicodedata

from piclets.domain.concepts.bodies import TAKEN_BACK, lines_of
from piclets.domain.concepts.doubts import Doubt, Unreadable
from piclets.domain.concepts.nothing import NO_THING, OF_SENTENCES, WORD
from piclets.domain.concepts.phrases import (
    BRACKETED,
    LABEL,
    OPEN_BRACKET,
    PRONOUNCED,
    QUOTES,
    first_part,
    stripped,
)
from piclets.domain.concepts.text import cut, plain

MAX_NAME = 60

_MARKUP = re.compile(r"[*_`#|~<>\[\]{}\\^=]+")
_INTRODUCED = re.compile(
    r"^(?:meet|how about|say hello to|introducing"
    r"|call (?:it|him|her|them|me|this (?:little )?(?:one|fellow|guy|creature))"
    r"|behold|presenting"
    r"|let(?:['’]?s| us) (?:go with|call (?:it|him|her|this (?:little )?(?:one|guy))|say|name it)"
    r"|(?:i['’]?(?:ll| will|d)? )?(?:go with|choose|pick)"
    r"|(?:[\w-]{2,20}\s){0,3}(?:names?|suggestions?|ideas?|proposals?|options?)(?:\s[0-9a-c])?(?:\s?\([^()]{0,40}\))?\s?(?=[:=]))"
    r"[\s:,=]{1,3}",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"^(?:i|we|let['’]?s|it|it['’]s|the|this|its|my|name|a|an|here|our|your)\b.{0,80}?"
    r"(?:\bcall(?:ed)?\s(?:(?:this|the|my) (?:one|creature|monster|piclet)|it|this|him|her|them)?"
    r"|\bnam(?:ed|e)\s(?:it|is|would be|this|will be)?|\bis\s(?:called|named)?|\bwould be)"
    r"\s{0,3}:?\s{0,3}(?P<rest>\S.*)$",
    re.IGNORECASE,
)
_NAME_GLOSS = re.compile(
    r"\s{1,3}(?:[-–—]{1,3}|->|→|=>|=|\||//|←|<-)\s|\s(?:instead of|rather than)\s|;\s?"
    r"|:\s|(?<=[a-z]{3})[.!?]\s|,\s|\s(?:aka|a\.k\.a\.?"
    r"|also known as|meaning|pronounced|because"
    r"|which|a (?:pun|play|blend|mix|portmanteau|combination)|as in|inspired by|short for)\b"
    r"|\s{1,3}or\s{1,3}(?=[A-Z\"“'])|\s/\s|(?<=[a-z]{3})/(?=[A-Z])",
)
# "Cindertail? Too long. Emberly."
_REJECTED = re.compile(
    r"^[^?.!]{2,40}(?:\?|[.,]\shmm,?)\s(?:no|nah|too|not|hmm|maybe not|taken|already)\b"
    r"[^.!?;]{0,40}[.!?;]\s(?=[\w\"“])"
    r"|^[\w'’ -]{2,40}\s\((?:rejected|taken|too (?:long|short)|no|discarded|crossed out)\)[,;:.]?\s"
    r"|^(?:changed|renamed) (?:it )?from [^.,;]{2,40} to (?=[\w\"“])",
    re.IGNORECASE,
)
# "Singerling → Stitchara (the first is a brand)", "Pillow + Puff = Pillowpuff"
_ARROW = re.compile(r"\s?(?:->|→|➜|⇒|=>)\s?")
_BLENDED = re.compile(r"\w{2,20}(?:\s?\+\s?\w{2,20}){1,3}\s?(?:=|->|→|=>)\s?(?=[A-Z])")
_A_NAME = re.compile(r"[A-Z][\w'’-]{1,24}(?:\s[A-Z0-9][\w'’-]{0,24}){0,2}(?=\s?(?:[(\[.,;!–—]|$))")
_IS_NAMED = re.compile(r"\sis (?:its|the|my|his|her|their) (?:\w{1,20} )?name\W*$", re.IGNORECASE)
_NAMELESS = (NO_THING - {"nameless"}) | frozenset(["monster", "piclet", "creature"])


def read_name(body: str) -> str:
    """The monster's name. Raises Unreadable without one."""
    for line in lines_of(body):
        name = _monster(line)
        if name:
            return name
    raise Unreadable(Doubt.NO_NAME)


def _without_signs(text: str) -> str:
    """`text` without the signs, marks and emoji around it."""
    letters = [at for at, char in enumerate(text) if char.isalnum() or unicodedata.category(char) in ("Mn", "Mc")]
    start = next((at for at in letters if text[at].isalnum()), 0)
    end = next((at for at in reversed(letters) if text[at] not in "\ufe0e\ufe0f"), -1)
    return text[start : end + 1]


def _changed(text: str) -> str:
    """Behind the last arrow, where a name stands there and before it."""
    text = _BLENDED.sub("", text)
    parts = _ARROW.split(text)
    return parts[-1] if len(parts) > 1 and all(map(_A_NAME.match, parts)) else text


def _monster(line: str) -> str:
    """The name in a line, "" where it is none."""
    text = plain(line)
    text = LABEL.sub("", stripped(text)) if ":" in text or "=" in text or " - " in text or "–" in text else text
    final = TAKEN_BACK.split(text)[-1] if len(text.split()) > 2 else text
    text = final if final.strip(QUOTES) else text
    text = _changed(_INTRODUCED.sub("", _REJECTED.sub("", text)))
    called = _NAMED.match(text)
    if called:
        text = called["rest"]
    text = OPEN_BRACKET.sub("", BRACKETED.sub(" ", PRONOUNCED.sub(" ", f" {text}")))
    text = _IS_NAMED.sub("", first_part(_NAME_GLOSS, text.strip()))
    name = _without_signs(" ".join(_MARKUP.sub(" ", text).split()))
    words = [word.casefold() for word in WORD.findall(name)]
    if not words or all(word in _NAMELESS for word in words):
        return ""
    if (len(words) > 5 and set(words) & OF_SENTENCES) or words[0] in ("i", "i'm", "sorry") or words == ["n", "a"]:
        return ""
    return cut(name, MAX_NAME) if any(char.isalpha() or char.isdigit() for char in name) else ""
