"""The singular of a noun, only where it is sure: what is not known to be a plural stays as it is.

simplemma's dictionary knows 165,000 English forms of every part of speech, so "lighter" is a form of "light" to
it and "leaves" one of "leave". It is asked two things only: is this regular-looking plural a form of that word, and
is that word a noun we know. The rest is tables (`nouns`).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from simplemma.strategies.dictionaries.dictionary_factory import DEFAULT_DICTIONARY_FACTORY

from piclets.domain.names import nouns
from piclets.domain.names.text import without_accents

_STAYING = nouns.PLURAL_ONLY | nouns.SINGULAR_IN_S | nouns.BRANDS_IN_S
_SIBILANTS = ("s", "x", "z", "ch", "sh", "o")
# Last parts of closed compounds that are shorter than four letters: "airpod", "keycap", "lunchbox".
_SHORT_HEADS = nouns.word_set(
    """
    bag bar bed box bud bug can cap car cat cup dog egg hat jar key mat mug net pad pan pen pie pin pot rod rug
    saw tag tie tin top toy tub van
    """
)
_MAX_WORD = 40


def singular(word: str, previous: str = "") -> str:
    """The singular of `word`, folded and behind the word `previous` ("" at the start), or `word` itself.

    Words with digits and words in other than Latin letters are left alone.
    """
    plain = without_accents(word)
    if len(plain) > _MAX_WORD or not (plain.isascii() and plain.isalpha()):
        return word
    one = _singular_of_plain(plain, previous)
    if plain == word or one == plain:
        return one if plain == word else word
    return word[: len(one)] if plain.startswith(one) else word


def is_noun(word: str) -> bool:
    """Whether `word` is known, in its basic form. (Verbs and adjectives count: the dictionary doesn't tell.)"""
    return word in nouns.KNOWN or _dictionary().get(word, "").casefold() == word


def is_listed(word: str) -> bool:
    """Whether `word` is known in any form, so that `singular` has decided about it."""
    return word in _STAYING or is_noun(word) or word in _dictionary()


def _singular_of_plain(word: str, previous: str) -> str:
    if word in nouns.PLURAL_ONLY_BEHIND:
        fixed, heads = nouns.PLURAL_ONLY_BEHIND[word]
        if previous in heads:
            return fixed
    if word in _STAYING:
        return word
    for table in (nouns.SHORT_OF_PLURAL_ONLY, nouns.PIECE_OF_BRAND, nouns.IRREGULAR):
        if word in table:
            return table[word]
    return _irregular_compound(word) or _regular(word)


def _irregular_compound(word: str) -> str | None:
    for plural, one in nouns.IRREGULAR_ENDINGS.items():
        stem = word.removesuffix(plural)
        if stem != word and is_noun(stem + one):
            return stem + one
    return None


def _regular(word: str) -> str:
    if not word.endswith("s") or word.endswith("ss"):
        return word
    candidates = [one for one in _candidates(word) if len(one) > 2 or one in nouns.KNOWN]
    lemma = _dictionary().get(word, "").casefold().replace("-", "")
    if lemma in candidates:
        return lemma
    if lemma == word and not (word.endswith("ans") and len(word) > 6):
        return word
    compounds = not word.endswith(("us", "is"))
    return next((one for one in candidates if is_noun(one) or (compounds and _is_compound(one))), word)


def _candidates(word: str) -> list[str]:
    """What `word` could be the regular plural of, the likeliest first."""
    found: list[str] = []
    if word.endswith("ies"):
        found.append(word[:-3] + "y")
    if word.endswith("ves"):
        found += [word[:-3] + "f", word[:-3] + "fe"]
    if word.endswith(("zzes", "sses")):
        found.append(word[:-3])
    if word.endswith("ses"):
        found.append(word[:-2] + "is")
    if word.endswith("ices"):
        found += [word[:-4] + "ex", word[:-4] + "ix"]
    if word.endswith("es") and word[:-2].endswith(_SIBILANTS):
        found.append(word[:-2])
    return [*found, word[:-1]]


def _is_compound(word: str) -> bool:
    """Whether an unknown `word` is two known ones written together, the last of them its head ("chromebook")."""
    return any(
        (len(word) - cut > 3 or word[cut:] in _SHORT_HEADS) and is_noun(word[:cut]) and is_noun(word[cut:])
        for cut in range(3, len(word) - 2)
    )


@cache
def _dictionary() -> Mapping[str, str]:
    # 0.3 s and 40 MB, so not before the first name
    return DEFAULT_DICTIONARY_FACTORY.get_dictionary("en")
