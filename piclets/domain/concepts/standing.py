"""How surely a phrase is a thing's name, by what is known of its words.

Where an answer was not understood, English is left of it: "pending", "without a doubt", "hard to say". So a name
has to be recognised as one: by a head that the lexicon knows as a thing, or as what English has no common word for,
which is how makers' names, new things and foreign dishes look.
"""

from __future__ import annotations

import re
from enum import Enum

from piclets.domain import lexicon
from piclets.domain.concepts.nothing import WORD
from piclets.domain.concepts.text import word_set
from piclets.domain.names import NothingLeft, normalize

# What stands behind one of these says more of the thing before it
_PREPOSITIONS = word_set(
    """
    of to for with without from by at in on into onto over under about like near behind beside between against
    through due than as per via
    """
)
_OWNERS = word_set("my our your his her its their whose")
_QUESTIONS = word_set("who what which when where why how")
_FUNCTION_WORDS = _PREPOSITIONS | _OWNERS | _QUESTIONS | word_set(
    """
    a an the and or but nor if i you he she it we they me him us them this that these those not no yes do here there
    """
)  # fmt: skip
# Things, but those of the question and its answer
_ABOUT_THE_ANSWER = word_set("caption answer response reply candidate evidence explanation")
_NO_WORD = re.compile(r"[\W_]+")


class Standing(Enum):
    SURE = "a name"
    LIKELY = "a name if it is said again"
    NONE = "no name"


def standing_of(phrase: str) -> Standing:
    """How surely `phrase`, as it was written, names a thing. It has a word at least."""
    words = WORD.findall(phrase)
    lower = [word.casefold().replace("’", "'") for word in words]
    if is_thing(phrase):
        return Standing.SURE
    if lower[0] in _OWNERS | _QUESTIONS and not any(word[0].isupper() for word in words[1:]):
        return Standing.NONE
    core = next((at for at, word in enumerate(lower) if word in _PREPOSITIONS), len(words))
    english = [word in _FUNCTION_WORDS | _ABOUT_THE_ANSWER or lexicon.is_other_word(word) for word in lower]
    if core and not english[core - 1] and is_thing(lower[core - 1]):
        return Standing.SURE
    if all(english[:core]):
        return Standing.LIKELY if is_thing(lower[-1]) else Standing.NONE
    return Standing.SURE if not english[core - 1] or _is_proper(words, english) else Standing.LIKELY


def _is_proper(words: list[str], english: list[bool]) -> bool:
    """Whether these look like a maker's name: in capitals, with digits, with a word that is not English."""
    titled = len(words) > 1 and all(word[0].isupper() or word[0].isdigit() for word in words)
    return titled or any(
        not (known or (word.isalpha() and is_thing(word))) for word, known in zip(words, english, strict=True)
    )


def is_said_in(text: str, name: str) -> bool:
    """Whether a text, such as a caption, has an object's normalized name in its words. Linear in the text."""
    return f"_{name}_" in f"_{_NO_WORD.sub('_', text.casefold())}_"


def is_thing(text: str) -> bool:
    """Whether the lexicon knows a thing under this very name."""
    return lexicon.is_listed(key_of(text))


def is_thing_or_joined(text: str) -> bool:
    """`is_thing`, of the text or of its words written as one: "wine glass", "yo yo"."""
    return is_thing(text) or is_thing(text.replace(" ", ""))


def key_of(text: str) -> str:
    """What `text` is called in the game, "" where nothing is left of it."""
    try:
        return normalize(text).name
    except NothingLeft:
        return ""


def is_colour(text: str) -> bool:
    """Whether a text is a colour, or several: what stands before a thing and is no part of its name."""
    return key_of(f"{text} thing") == "thing"
