"""The closed lists, read kindly: a type or a tier in other words is still that type or tier."""

from __future__ import annotations

import re
import unicodedata
from itertools import chain

from piclets.domain.records import PRIMARY_TYPES, TIERS, PrimaryType, Tier

DEFAULT_TYPE: PrimaryType = "beast"
DEFAULT_TIER: Tier = "common"

_TYPE_WORDS: dict[PrimaryType, str] = {
    "beast": "animal mammal creature bird reptile monster normal dragon fur wolf cat dog",
    "bug": "insect arachnid arthropod spider",
    "aquatic": "water fish marine ocean sea ice",
    "flora": "plant grass tree flower nature leaf fungus mushroom wood forest",
    "mineral": "rock stone crystal earth ground metal gem steel glass",
    "space": "cosmic star celestial alien astral galaxy sky void dark light",
    "machina": "machine mechanical tech technology robot electric electronic device gadget vehicle machinery",
    "structure": "building architecture furniture construction house architectural",
    "culture": "art music cultural clothing fashion toy book textile sport game psychic fairy spirit",
    "cuisine": "food drink culinary kitchen dish beverage fruit dessert snack",
}
_TYPES: dict[str, PrimaryType] = {name: name for name in PRIMARY_TYPES} | {
    word: name for name, words in _TYPE_WORDS.items() for word in words.split()
}
_TIERS: dict[str, Tier] = {name: name for name in TIERS} | {
    "ordinary": "common", "everyday": "common", "normal": "common", "unusual": "uncommon",
    "mythic": "legendary", "mythical": "legendary", "unique": "legendary",
}  # fmt: skip
_WORDS = re.compile(r"[a-z]+")


def read_type(text: str) -> PrimaryType:
    """The type named first: one of the ten in any case or number, else by a word such as "food" or "machine".

    A proper type anywhere comes before any other word, and "beast" is what nothing else is.
    """
    words = _words(text)
    exact = (name for word in words for name in PRIMARY_TYPES if word == name)
    near = (_TYPES[word] for word in words if word in _TYPES)
    return next(chain(exact, near), DEFAULT_TYPE)


def read_tier(text: str) -> Tier:
    """The rarity named first, "common" where none is."""
    return next((_TIERS[word] for word in _words(text) if word in _TIERS), DEFAULT_TIER)


def _words(text: str) -> list[str]:
    """The words of `text`, each also without a final s."""
    words = _WORDS.findall(unicodedata.normalize("NFKC", text).casefold())
    return [form for word in words for form in (word, word.removesuffix("s"))]
