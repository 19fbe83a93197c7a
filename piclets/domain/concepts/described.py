"""Words that stand before a thing and only describe it: what state it is in, how large it is, how many there are.

They belong to Variation, as colours do. They are taken off only where a thing that the lexicon knows remains: a
"large print book" stays, and an "old fashioned" is a drink.
"""

from __future__ import annotations

from piclets.domain import lexicon
from piclets.domain.concepts.standing import is_thing, key_of
from piclets.domain.concepts.text import word_set

_STATES = word_set(
    """
    old older rusty rusted worn weathered dusty cracked chipped faded torn crumpled battered scratched tattered
    stained damaged wrinkled dented vintage small tiny large huge oversized shiny muddy frayed scuffed ripped
    well-worn worn-out half-empty half-eaten half-full very
    """
)
_COUNTS = word_set("two three four five six seven eight nine ten 2 3 4 5 6 7 8 9 10")
_MADE_OF = word_set(
    "wood wooden plastic metal steel iron brass glass ceramic stone paper cardboard leather rubber toy"
)


def without_descriptions(phrase: str) -> tuple[str, list[str]]:
    """`phrase` without them, and the states: "bicycle" and ["old", "rusty"] of "old rusty bicycle"."""
    words = phrase.split()
    start = 0
    while (
        start < len(words) - 1 and words[start].casefold().strip(",") in _STATES and not _is_title(words[start + 1])
    ):
        start += 1
    bare = " ".join(words[start:])
    if start and not is_thing(phrase) and _is_plainly_a_thing(words[start:]):
        return bare, [word.strip(",") for word in words[:start]]
    one = " ".join(words[1:])
    if len(words) > 1 and words[0].casefold() in _COUNTS and not _is_title(words[1]) and not is_thing(phrase):
        key = key_of(one)
        if key != one.casefold().replace(" ", "_") and lexicon.is_listed(key):
            return one, []
    return phrase, []


def _is_plainly_a_thing(words: list[str]) -> bool:
    return any(
        is_thing(" ".join(words[at:]))
        for at in range(len(words))
        if all(word.casefold() in _MADE_OF for word in words[:at])
    )


def _is_title(word: str) -> bool:
    return word[:1].isupper()
