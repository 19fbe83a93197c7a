"""What an object is called: one key for every spelling of the same thing, two keys for two things.

`normalize` turns what a model or a player wrote into an `ObjectName`. The key is what an object is known by
in the ledger, in the dataset (`piclets/{name}.json`) and in type ids. It is computed once and stored, so a better
rule never re-keys an object that exists; other ways to write it are aliases (`spellings`, `synonyms`).

    text        characters: NFKC, case, punctuation, words
    colours     which words only describe the thing, and which make it a thing of its own
    singulars   "mugs" -> "mug", and what is no plural at all
    keys        the story of a name, from raw text to the bounded key

Type ids are `{name}_canonical` or `{name}_{number}`. They never collide, whatever the names are: everything before
the last `_` is the name, so the pair of name and number can be read back from each id (`pillow_001` as a *name* has
the ids `pillow_001_canonical`, `pillow_001_001`, ..., and no other name has these).
"""

from __future__ import annotations

from piclets.domain.names.keys import (
    MAX_ATTRIBUTES,
    MAX_BYTES,
    NothingLeft,
    ObjectName,
    normalize,
    normalize_attribute,
    normalize_attributes,
)
from piclets.domain.names.spellings import spellings
from piclets.domain.names.synonyms import synonyms
from piclets.domain.names.version import NAMES_VERSION

__all__ = [
    "MAX_ATTRIBUTES",
    "MAX_BYTES",
    "NAMES_VERSION",
    "NothingLeft",
    "ObjectName",
    "normalize",
    "normalize_attribute",
    "normalize_attributes",
    "spellings",
    "synonyms",
]
