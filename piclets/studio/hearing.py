"""What a name that people give a file is about: "my cat Felix" a cat, "sunglasses on a table" sunglasses."""

from __future__ import annotations

from piclets.domain import lexicon
from piclets.domain.names import NothingLeft, normalize
from piclets.domain.names.singulars import is_listed as is_word
from piclets.studio.lexicon import describes

DETERMINERS = frozenset(
    """
    a an the some this that one two three several my his her our your their mums moms dads grandmas grandpas
    favourite favorite single very
    """.split()  # noqa: SIM905 - a list to read
)
# What people say before they name it
_OPENERS = DETERMINERS | frozenset("here is it its what look really so super best nicest cutest".split())  # noqa: SIM905
_PEOPLE = frozenset(
    """
    mum mom mother dad father grandma grandpa granny nan sister brother son daughter wife husband friend girlfriend
    boyfriend aunt uncle cousin neighbour neighbor boss teacher kid roommate flatmate
    """.split()  # noqa: SIM905
)
# Where the thing is, what was done with it, or how it is called, behind the thing; fewer words than in a sentence
# are sure to be no part of it ("tea set")
_WHERE = frozenset(
    """
    on in at with under over beside near by against from into onto that which who is are was has next behind inside
    atop while named called bought found built gave got ever
    """.split()  # noqa: SIM905
)
_TITLES = frozenset(["mr", "mrs", "ms", "sir"])
_MAX_NOUN_IN_ING = 5


def thing_of(words: list[str]) -> list[str]:
    """The words of the thing with what describes it in front; the words as they are where that leaves nothing."""
    if lexicon.is_listed("_".join(words)):
        return words
    kept: list[str] = []
    named = _without_opening(words)
    for at, word in enumerate(named):
        if kept and _ends_here(kept, word, named[at + 1 :]):
            break
        if word not in DETERMINERS or (kept and kept[-1] != "of"):
            kept.append(word)
    return _described_first(_without_own_name(kept)) or words


def _without_opening(words: list[str]) -> list[str]:
    """Without "here is", "close up of" and "grandma's"."""
    if words[:3] == ["close", "up", "of"]:
        words = words[3:]
    while len(words) > 1 and (words[0] in _OPENERS or _is_persons(words[0])):
        words = words[1:]
    return words


def _is_persons(word: str) -> bool:
    """Whether it says whose the thing is: "dad's", "dads"."""
    return word != (owner := word.replace("’", "'").removesuffix("s").removesuffix("'")) and owner in _PEOPLE


def _ends_here(kept: list[str], word: str, following: list[str]) -> bool:
    """Whether the thing has been named before `word`."""
    if word in _WHERE or _is_doing(word):
        return True
    if word in ("for", "of"):
        return bool(following) and following[0] in _PEOPLE
    return word in _PEOPLE and bool(following) and lexicon.is_listed(_normalized(kept[-1]))  # "castle [my] son built"


def _is_doing(word: str) -> bool:
    """Whether a word says what the thing does: "two dogs playing"; rings and paintings are things."""
    return word.endswith("ing") and len(word) > _MAX_NOUN_IN_ING and not lexicon.is_listed(word)


def _without_own_name(words: list[str]) -> list[str]:
    """An animal without the name it was given: "cat felix", "hamster mr pickles", "felix the cat"."""
    for at in range(1, len(words)):
        if words[at] == "the" and _is_animal(words[-1]):
            return words[at + 1 :]
        if words[at] in _TITLES and _is_animal(words[at - 1]):
            return words[:at]
    *before, last = words or [""]
    return before if before and last.isalpha() and not is_word(last) and _is_animal(before[-1]) else words


def _is_animal(word: str) -> bool:
    return lexicon.is_a(_normalized(word), "animal")


def _described_first(words: list[str]) -> list[str]:
    """Words that describe, but stand behind the thing, in front of it: "blue broken vase" of "vase blue broken"."""
    described: list[str] = []
    while len(words) > 1 and (describes(words[-1]) or words[-1] == "and"):
        if lexicon.is_listed("_".join(words[-2:])):
            break
        *words, last = words
        described = [last, *described] if last != "and" else described
    named = bool(words) and lexicon.is_listed(_normalized(words[-1]))
    return [*described, *words] if named else [*words, *described]


def _normalized(word: str) -> str:
    """A word as a name is written; the word itself where nothing of it would be left."""
    try:
        return normalize(word).name
    except NothingLeft:
        return word
