"""What a caption is about: the thing, what describes it, and how it looks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from piclets.domain.concepts.nothing import NO_THING
from piclets.domain.names import MAX_ATTRIBUTES, NothingLeft, normalize
from piclets.studio.hearing import DETERMINERS, thing_of
from piclets.studio.lexicon import split_modifiers

_CALLED = re.compile(r'called "([^"]+)"')
_OF = re.compile(
    r"\b(?:photo(?:graph)?|picture|image|shot|close-up|view|drawing|illustration)\b[^.]{0,40}?"
    r"\b(?:of|shows?|showing|features?|featuring|depicts?|depicting|captures?)\b\s+(?P<rest>[^.;:\n]+)",
    re.IGNORECASE,
)
_IS = re.compile(r"\b(?:this is|there is|it is|we see|i see)\b\s+(?P<rest>[^.;:\n]+)", re.IGNORECASE)
_WORD = re.compile(r"[\w'’+&#-]+")
_COLOURS = frozenset(
    ["black", "white", "grey", "gray", "red", "orange", "yellow", "green", "turquoise", "blue", "purple", "pink",
     "brown", "beige"]
)  # fmt: skip
_LOOKS = frozenset(
    ["striped", "checkered", "speckled", "smooth", "soft", "rough", "round", "square", "tall", "long", "pointed"]
)
# What comes after one of these is where the thing is, or what it does
_ENDS = frozenset(
    ["on", "in", "at", "with", "under", "over", "beside", "near", "by", "against", "from", "into", "onto",
     "that", "which", "who", "is", "are", "was", "has", "lying", "resting", "sitting", "standing", "placed",
     "hanging", "held", "holding", "wearing", "next", "behind", "inside", "atop", "to", "for", "as",
     "while", "featuring", "showing", "set", "seen", "taken", "positioned", "surrounded", "filled",
     "covered", "made", "or", "but"]
)  # fmt: skip
_MAX_WORDS = 3


@dataclass(frozen=True)
class Subject:
    """`thing` in words, what describes it in `attributes`; `looks` and `colours` are said of the whole photo."""

    thing: list[str]
    attributes: list[str]
    looks: list[str]
    colours: list[str]


def subject_of(caption: str) -> Subject:
    """Reads the studio's own captions, and makes something of any other. The thing is never empty."""
    called = _CALLED.search(caption)
    words = thing_of(called[1].split()) if called else _phrase(caption)
    thing, attributes = _split(words or ["thing"])
    seen = [word.lower() for word in _WORD.findall(caption.partition("To the eye:")[2] or caption)]
    looks = list(dict.fromkeys(word for word in seen if word in _COLOURS or word in _LOOKS))
    colours = [word for word in looks if word in _COLOURS][:3]
    if thing == ["thing"]:
        return _nameless(attributes, looks, colours)
    return Subject(thing, attributes[:MAX_ATTRIBUTES], looks, colours)


def _phrase(caption: str) -> list[str]:
    """The words of the noun phrase that a caption begins with: "a photo of [two] old chairs [in a garden]"."""
    match = _OF.search(caption) or _IS.search(caption)
    words: list[str] = []
    for token in re.findall(r"[\w'’+&#-]+|[^\w\s]", match["rest"] if match else caption):
        word = token.lower()
        if word in _ENDS or (words and (word in DETERMINERS or not _WORD.fullmatch(word))):
            break
        if _WORD.fullmatch(word) and word not in DETERMINERS:
            words.append(word)
    return words[-_MAX_WORDS:]


def _split(words: list[str]) -> tuple[list[str], list[str]]:
    """The thing, and the colours and describing words before it, in whatever order they stand."""
    attributes: list[str] = []
    for _ in range(_MAX_WORDS):
        modifiers, words = split_modifiers(words)
        try:
            named = normalize(" ".join(words))
        except NothingLeft:
            return ["thing"], [*attributes, *modifiers]
        attributes += [*modifiers, *(colour.replace("_", " ") for colour in named.attributes)]
        if named.name.split("_") == words:
            break
        words = named.name.split("_")
    return (["thing"] if " ".join(words) in NO_THING else words), attributes


def _nameless(attributes: list[str], looks: list[str], colours: list[str]) -> Subject:
    """A thing without a name is known by its first quality, and told from its like by the others."""
    quality = next((word for word in attributes if word in _LOOKS), None)
    if quality is None:
        return Subject(["thing"], attributes[:MAX_ATTRIBUTES], looks, colours)
    others = dict.fromkeys([*attributes, *colours[:2], *looks])
    others.pop(quality)
    return Subject([quality, "thing"], list(others)[:MAX_ATTRIBUTES], looks, colours)
