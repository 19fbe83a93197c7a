"""What the studio knows of words: which type a thing suggests, which words only describe, which belong together."""

from __future__ import annotations

import tomllib
from importlib import resources

from piclets.domain.names.colours import are_colours
from piclets.domain.records import PRIMARY_TYPES, TIERS, PrimaryType, Tier

_DATA = tomllib.loads(resources.files(__package__).joinpath("words.toml").read_text("utf-8"))
_MODIFIERS = frozenset(_DATA["words"]["modifiers"].split())
# States that people write behind a thing
_STATES = frozenset("broken chipped cracked dirty damaged rusty burnt used empty full open closed".split())  # noqa: SIM905
_COMPOUNDS = frozenset(_DATA["words"]["compounds"])
_TYPE_BY_WORD: dict[str, PrimaryType] = {
    word: kind for kind in reversed(PRIMARY_TYPES) for word in _DATA["types"][kind].split()
}
_TIER_BY_WORD: dict[str, Tier] = {word: tier for tier in TIERS for word in _DATA["tiers"].get(tier, "").split()}


def type_of(words: list[str]) -> PrimaryType | None:
    """The type that a thing's words suggest, the last word first: a "fish tank" is a tank, if we know tanks."""
    return next(
        (_TYPE_BY_WORD[form] for word in reversed(words) for form in _forms(word) if form in _TYPE_BY_WORD), None
    )


def tier_of(words: list[str]) -> Tier | None:
    """How rare a thing is, where its words say so."""
    forms = (form for word in words for form in _forms(word))
    return next((_TIER_BY_WORD[form] for form in forms if form in _TIER_BY_WORD), None)


def is_known(word: str) -> bool:
    """Whether this is a thing's word, or one that describes."""
    return word in _MODIFIERS or any(form in _TYPE_BY_WORD for form in _forms(word))


def describes(word: str) -> bool:
    """Whether this word, behind a thing, says how it is: its colour or state."""
    return word in _STATES or are_colours([word])


def split_modifiers(words: list[str]) -> tuple[list[str], list[str]]:
    """The describing words in front, and the thing: ["velvet", "pillow"] -> (["velvet"], ["pillow"]).

    What belongs together stays together ("rubber duck"), and something always remains.
    """
    at = 0
    while at < len(words) - 1 and words[at] in _MODIFIERS and " ".join(words[at : at + 2]) not in _COMPOUNDS:
        at += 1
    return words[:at], words[at:]


def _forms(word: str) -> tuple[str, ...]:
    return (word, word.removesuffix("s"), word.removesuffix("es"))
