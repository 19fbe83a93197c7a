"""Other keys that should lead to an object: what a different writing of the same name would normalize to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from piclets.domain import lexicon
from piclets.domain.names import colour_words, variants
from piclets.domain.names.keys import MAX_BYTES, NothingLeft, is_key, normalize
from piclets.domain.names.nouns import word_set
from piclets.domain.names.rewriting import Groups, read_groups, rewritten
from piclets.domain.names.singulars import is_listed, is_noun
from piclets.domain.names.text import without_accents

_SHORTEST_PART = 3
_MAX_WORDS = 3
_SIZES = ("overs", "downs", "caps", "ress", "outs", "unders", "supers")  # "oversized" is of size, and not of -ize
_SIBILANTS = ("s", "x", "z", "ch", "sh")
# "Silver fish" are fish, and silverfish are not: these words mostly describe what stands behind them.
_DESCRIBING = colour_words.PURE | word_set(
    """
    big bronze clear cold copper dry dark fast flat free full glass gold hard high hot iron light live long low mini
    new old open paper short silver small soft steel stone straw super sweet tall thin tin wet wild wood wooden
    """
)
# Closed compounds that are no kind of what they end in, though a lexicon has a second sense that is.
_NEVER_APART = word_set("silverfish goldenrod copperhead ironwood redwood blackfly whitefish")
_IN_ISE = re.compile(r"([a-z]{4,30})i([sz])(e|es|er|ers|ed|ing|ation)")


def spellings(name: str) -> tuple[str, ...]:
    """Keys beside the normalized `name` that mean the same thing: written together ("teddybear"), apart
    ("tooth_brush"), without accents ("cafe"), or in a number that the dictionary cannot tell ("zorblaxes").

    Each is itself a normalized name; `name` is not among them. An alias never beats an object of that name.
    """
    if len(name) > MAX_BYTES:
        return ()  # no name
    keys = (_key(candidate) for candidate in dict.fromkeys(_candidates(name)) if candidate != name)
    return tuple(dict.fromkeys(key for key in keys if key and key != name))


def _key(candidate: str) -> str | None:
    """A candidate's key where that has all of its words, mostly itself: "headphone" are "headphones". Else None."""
    try:
        named = normalize(candidate)
    except NothingLeft:
        return None
    if named.attributes:
        return None
    return named.name if named.name == candidate or is_key(named.name) else None


def _candidates(name: str) -> Iterator[str]:
    words = name.split("_")
    for spelling in dict.fromkeys((name, _in_latin(name))):
        yield spelling
        yield from _other_number(spelling)
        yield from _joined(spelling.split("_"))
    if len(words) == 1:
        yield from _apart(name)
    yield from rewritten(name, lambda phrase, _whole: _variants_of(phrase))


def _other_number(name: str) -> Iterator[str]:
    """The plural, or what `name` would be the plural of, where its last word is no word that is known."""
    last = name.rpartition("_")[2]
    if len(last) <= _SHORTEST_PART or not (last.isascii() and last.isalpha()) or is_listed(last):
        return
    if not last.endswith("s"):
        yield name + ("es" if last.endswith(_SIBILANTS) else "s")
    elif not last.endswith(("ss", "us", "is")):
        yield name.removesuffix("s")


def _joined(words: list[str]) -> Iterator[str]:
    """All words written together; of longer names two neighbours, where that is a word: "toothbrush_holder"."""
    if 1 < len(words) <= _MAX_WORDS and (len(words) > 2 or _may_be_joined(*words)):
        yield "".join(words)
    if len(words) > 2:
        for at, (one, other) in enumerate(pairwise(words)):
            if lexicon.is_listed(one + other) and _may_be_joined(one, other):
                yield "_".join([*words[:at], one + other, *words[at + 2 :]])


def _apart(word: str) -> Iterator[str]:
    for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
        if is_noun(word[:cut]) and is_noun(word[cut:]) and _may_be_joined(word[:cut], word[cut:]):
            yield f"{word[:cut]}_{word[cut:]}"


def _may_be_joined(one: str, other: str) -> bool:
    """Whether the two words mean the same written together: what describes must not make it another thing."""
    joined = one + other
    if joined in _NEVER_APART:
        return False
    if one not in _DESCRIBING or not lexicon.is_listed(joined) or lexicon.is_listed(f"{one}_{other}"):
        return True
    return lexicon.is_a(joined, other)


def _variants_of(phrase: str) -> tuple[str, ...]:
    """A phrase in its other spellings, itself included; () where it has none."""
    ending = _IN_ISE.fullmatch(phrase)
    if not ending:
        return _variants().get(phrase, ())
    stem, letter, rest = ending.groups()
    if not is_listed(f"{stem}iz{rest}") or stem.endswith(_SIZES):
        return _variants().get(phrase, ())
    other = f"{stem}i{'z' if letter == 's' else 's'}{rest}"
    return (phrase, other)


@cache
def _variants() -> Groups:
    return read_groups(variants.SPELLINGS, variants.plurals_of(variants.SPELLINGS), variants.ACCENTED)


def _in_latin(name: str) -> str:
    """`name` without accents where its letters are Latin: a mark of another script makes another letter."""
    plain = without_accents(name)
    return plain if plain.isascii() else name
