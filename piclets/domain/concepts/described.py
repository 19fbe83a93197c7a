"""Words that stand before a thing and only describe it: what state it is in, how large it is, how many there are.

They belong to Variation, as colours do. They are taken off only where a thing that the lexicon knows remains: a
"large print book" stays, and an "old fashioned" is a drink.
"""

from __future__ import annotations

from piclets.domain.concepts.standing import is_thing, key_of
from piclets.domain.concepts.text import word_set

_STATES = word_set(
    """
    rusty rusted worn weathered dusty cracked chipped faded torn crumpled battered scratched tattered stained damaged
    wrinkled dented shiny muddy frayed scuffed ripped well-worn worn-out half-empty half-eaten half-full
    """
)
# These may be said of the next word alone: "large print book"
_SIZES_AND_AGES = word_set("old older vintage small tall tiny large huge oversized very")
# And these of a thing that the lexicon knows whole alone: a "broken heart necklace" is not broken
_PASSING = word_set(
    "broken shattered empty open closed lit unlit melted folded deflated inflated bent unopened peeled"
)
_NOT_PASSING = word_set("sign sandwich glass rice kitchen")  # an open sign, broken glass
_COUNTS = word_set("two three four five six seven eight nine ten 2 3 4 5 6 7 8 9 10")
_MADE_OF = word_set(
    "wood wooden plastic metal steel iron brass glass ceramic stone paper cardboard leather rubber toy"
)


def without_descriptions(phrase: str) -> tuple[str, list[str]]:
    """`phrase` without them, and the states: "bicycle" and ["old", "rusty"] of "old rusty bicycle"."""
    words = phrase.split()
    if len(words) < 2 or is_thing(phrase):
        return phrase, []
    bare = " ".join(words[1:])
    if words[0].casefold() in _COUNTS:
        return (bare, []) if _is_plural_thing(bare) else (phrase, [])
    lower = [word.casefold().strip(",") for word in words]
    describing = _STATES | _SIZES_AND_AGES | _PASSING
    count = next(at for at, word in enumerate([*lower, ""]) if word not in describing)
    rest = words[count:]
    if not count or not rest or not _is_described(lower[count - 1], rest):
        return phrase, []
    return " ".join(rest), lower[:count]


def _is_described(last: str, rest: list[str]) -> bool:
    """Whether the describing words, of which this is the last, are said of all the rest."""
    if _is_title(rest[0]):
        return len(rest) > 1 and is_thing(" ".join(rest))
    if last in _PASSING:
        known = _is_plainly_a_thing(rest) or is_thing("".join(rest))  # or written as one: a wine glass
        return known and " ".join(rest).casefold() not in _NOT_PASSING
    clear = last in _STATES or key_of(" ".join(rest)).count("_") < len(rest) - 1  # a colour follows
    return _is_plainly_a_thing(rest) or (clear and is_thing(rest[-1]))


def _is_plural_thing(text: str) -> bool:
    one = key_of(text)
    return text.islower() and one != text.replace(" ", "_") and _is_plainly_a_thing(one.split("_"))


def _is_plainly_a_thing(words: list[str]) -> bool:
    """Whether these are a thing, behind what it is made of."""
    made_of = next(at for at, word in enumerate([*words, ""]) if word.casefold() not in _MADE_OF)
    return any(is_thing(" ".join(words[at:])) for at in range(min(made_of + 1, len(words))))


def _is_title(word: str) -> bool:
    return word[:1].isupper()
