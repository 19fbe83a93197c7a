"""Words that stand before a thing and only describe it: what state it is in, how large it is, how many there are.

They belong to Variation, as colours do. They are taken off only where a thing that the lexicon knows remains: a
"large print book" stays, and an "old fashioned" is a drink.
"""

from __future__ import annotations

import re

from piclets.domain import lexicon
from piclets.domain.concepts.nothing import says_nothing
from piclets.domain.concepts.standing import is_colour, is_thing, is_thing_or_joined, key_of
from piclets.domain.concepts.text import word_set

_STATES = word_set(
    """
    rusty rusted worn weathered dusty cracked chipped faded torn crumpled battered scratched tattered stained damaged
    wrinkled dented shiny muddy frayed scuffed ripped well-worn worn-out half-empty half-eaten half-full
    """
)
# How far something has happened to it, "slightly worn", "well-used", "half eaten", where it is a state and no kind of
# thing: a half-timbered house is one, and so is a hard-boiled egg
_HOW_FAR = (
    r"(?:well|half|much|barely|lightly|slightly|somewhat|mildly|moderately|heavily|badly|severely|poorly|partly|partially|gently"
    r"|visibly|freshly|newly|recently|fully|completely|almost|nearly|hardly|never|once|over|un)"
)
_HAPPENED = (
    r"(?:used|worn|loved|eaten|read|burn(?:t|ed)|opened|closed|finished|smoked|drunk|melted|chewed|broken|buried|hidden"
    r"|filled|emptied|painted|peeled|folded|preserved|kept|maintained|aged|polished|seasoned|thumbed|travell?ed|lit|consumed"
    r"|bitten|damaged|deflated|inflated|rusted|rusty|torn|faded|dented|scratched|chipped|cracked|stained|soiled|weathered"
    r"|wrinkled|crumpled|frayed|scuffed|bent|ripped|battered|tattered|dirty|dusty|cleaned|washed|full|empty|open)"
)
# By what it happened: "water-stained", "moth-eaten", "snow-covered"
_BY_WHAT = (
    r"(?:[a-z]{2,10}-(?:stained|bleached|faded|beaten|splattered|spattered|damaged|soaked|streaked|chewed)"
    r"|(?:dust|snow|rust|moss|mud|ice|paint|dirt|leaf)-(?:covered|caked|coated|encrusted)|moth-eaten|dog-eared"
    r"|weather-worn|(?:large|medium|small)-sized?|second-?hand|pre-owned|brand-new|like-new)"
)
_HAPPENING = re.compile(rf"{_HOW_FAR}-{_HAPPENED}|{_BY_WHAT}", re.IGNORECASE)
_IN_TWO_WORDS = re.compile(
    rf"(?!un\b|over\b){_HOW_FAR}\s{_HAPPENED}|brand\snew|second\shand|mint\scondition", re.IGNORECASE
)
# These may be said of the next word alone: "large print book"
_SIZES_AND_AGES = word_set("old older vintage small tall tiny large huge giant oversized very")
# And these of a thing that the lexicon knows whole alone: a "broken heart necklace" is not broken
_PASSING = word_set(
    """
    broken shattered empty open closed lit unlit melted folded deflated inflated bent unopened peeled dirty clean wet
    used new dead wilted withered abandoned discarded crushed overturned toppled ripe unripe overripe rotten moldy
    mouldy
    """
)
# An open sign, broken glass, crushed ice, the new moon
_NOT_PASSING = word_set("sign sandwich glass rice kitchen ice velvet moon sea testament world year")
_KINDS_OF_FOOD = word_set("dirty clean new crushed used plain simple")  # a dirty martini, new potatoes
_FOOD = ("food", "beverage")
_POSES = word_set("sleeping napping resting sitting smiling")  # of an animal: a sleeping pad is one to sleep on
# These tell nothing, and are no attribute either
_OF_ANY = word_set("ordinary regular simple plain everyday cute adorable beautiful lovely")
_LACKING = word_set("missing")
_SAID_BEFORE = _STATES | _SIZES_AND_AGES | _PASSING | _POSES | _OF_ANY
_ARTICLES = word_set("a an the")
_COUNTS = word_set("two three four five six seven eight nine ten 2 3 4 5 6 7 8 9 10")
# "Two way radios" are as many as one likes
_COUNTED_IN_NAMES = word_set(
    """
    way piece wheel wheeled string stringed speed leaf door seat seater ply button pin tier burner slice sided legged
    stroke point star hole tone channel person man player day year pronged fold lane stage barrel hand handed color
    colour finger toed blade bladed cylinder layer ring part pack
    """
)
_MADE_OF = word_set(
    "wood wooden plastic metal steel iron brass glass ceramic stone paper cardboard leather rubber toy"
)


def without_descriptions(phrase: str) -> tuple[str, list[str]]:
    """`phrase` without them, and the states: "bicycle" and ["old", "rusty"] of "old rusty bicycle"."""
    words = phrase.split()
    if len(words) < 2 or is_thing_or_joined(" ".join(words)):
        return phrase, []
    bare = " ".join(words[1:])
    if words[0].casefold() in _COUNTS:
        return (bare, []) if _is_plural_thing(bare) else (phrase, [])
    articles = words[0].casefold() in _ARTICLES
    states, rest = _states_before(words[articles:])
    if articles and states and states[-1] in _SIZES_AND_AGES:
        return phrase, []  # "a vintage camera"
    if not states or says_nothing([word.casefold() for word in rest]) or not _is_described(states[-1], rest):
        return phrase, []  # what is left of "plain thing" names none
    return " ".join(rest), [state for state in states if state not in _OF_ANY]


def describes(phrase: str) -> bool:
    """Whether a phrase begins with a colour, a state or a size, or is a material."""
    words = phrase.split()
    if not words:
        return False
    first = words[0].casefold()
    coloured = first not in _ARTICLES and is_colour(first)
    said = first in _LACKING or coloured or (len(words) == 1 and first in _MADE_OF)
    return said or bool(_states_before(words)[0])


def says_how_far(phrase: str) -> bool:
    """Whether a phrase begins with how far something has happened in two words: "half filled bottle"."""
    return bool(_IN_TWO_WORDS.match(phrase))


def _states_before(words: list[str]) -> tuple[list[str], list[str]]:
    """The states, sizes and ages that the words begin with, in lower case, and the words behind them."""
    states: list[str] = []
    at = 0
    while at < len(words):
        word = words[at].casefold().strip(",")
        two = f"{word} {words[at + 1].casefold().strip(',')}" if at + 1 < len(words) else ""
        if _IN_TWO_WORDS.fullmatch(two):
            states.append(two)
            at += 2
        elif word in _SAID_BEFORE or _HAPPENING.fullmatch(word):
            states.append(word)
            at += 1
        else:
            break
    return states, words[at:]


def _has_happened(state: str) -> bool:
    return bool(_HAPPENING.fullmatch(state) or _IN_TWO_WORDS.fullmatch(state))


def _is_described(last: str, rest: list[str]) -> bool:
    """Whether the describing words, of which this is the last, are said of all the rest."""
    if _has_happened(last):
        return _is_plainly_a_thing(rest) or is_thing(rest[-1])
    if (last in _KINDS_OF_FOOD and _is_mostly(rest, *_FOOD)) or (last in _POSES and not _is_mostly(rest, "animal")):
        return False
    if _is_title(rest[0]):
        return len(rest) > 1 and is_thing(" ".join(rest))
    if last in _PASSING | _POSES | _OF_ANY:
        known = _is_plainly_a_thing(rest) or is_thing("".join(rest))  # or written as one: a wine glass
        return known and " ".join(rest).casefold() not in _NOT_PASSING
    clear = last in _STATES or key_of(" ".join(rest)).count("_") < len(rest) - 1  # a colour follows
    return _is_plainly_a_thing(rest) or (clear and is_thing(rest[-1]))


def _is_mostly(words: list[str], *kinds: str) -> bool:
    """Whether these are mostly said of one of the kinds: a plate may be a dish, and is not mostly food."""
    return not set(kinds).isdisjoint(lexicon.broader(key_of(" ".join(words)), first_sense=True))


def _is_plural_thing(text: str) -> bool:
    one = key_of(text)
    words = one.split("_")
    counted = _is_plainly_a_thing(words) or (words[0] not in _COUNTED_IN_NAMES and is_thing(words[-1]))
    return text.islower() and one != text.replace(" ", "_") and counted


def _is_plainly_a_thing(words: list[str]) -> bool:
    """Whether these are a thing, behind what it is made of."""
    made_of = next(at for at, word in enumerate([*words, ""]) if word.casefold() not in _MADE_OF)
    return any(is_thing(" ".join(words[at:])) for at in range(min(made_of + 1, len(words))))


def _is_title(word: str) -> bool:
    return word[:1].isupper()
