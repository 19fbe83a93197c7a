"""What players of a local game call themselves, and how a token writes that.

A token has small letters, digits, - and _ alone (contract, part 1). A name in another script is written as the names
of internet hosts are (RFC 5891: `xn--` and punycode), so that 日本 is a player too, and is shown as 日本.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

MAX_NAME: Final = 32
MAX_TYPED: Final = 200

_PREFIX: Final = "xn--"
_NOT_IN_A_NAME: Final = re.compile(r"[^a-z0-9_]+")
_KINDS: Final = ("L", "M", "N", "So")
"""Letters, marks, digits, and signs that are pictures: what a name in another script is made of."""


def written(name: str) -> str:
    """A typed name as a token writes it, at most 32 characters; "" where it has no letter or digit."""
    plain = unicodedata.normalize("NFKD", name[:MAX_TYPED]).encode("ascii", "ignore").decode().lower()
    slug = _NOT_IN_A_NAME.sub("-", plain).strip("-")[:MAX_NAME].strip("-")
    return slug or _in_punycode(name[:MAX_TYPED])


def shown(slug: str) -> str:
    """A name as it was typed. Whatever no typed name would have been written as stays as it is."""
    if not slug.startswith(_PREFIX):
        return slug
    try:
        name = slug.removeprefix(_PREFIX).encode("ascii").decode("punycode")
    except UnicodeError:
        return slug
    return name if _in_punycode(name) == slug else slug


def _in_punycode(name: str) -> str:
    letters = "".join(letter for letter in unicodedata.normalize("NFKC", name).casefold() if _counts(letter))
    while letters and not letters.isascii():
        slug = f"{_PREFIX}{letters.encode('punycode').decode()}"
        if len(slug) <= MAX_NAME:
            return slug
        letters = letters[:-1]
    return ""


def _counts(letter: str) -> bool:
    return unicodedata.category(letter).startswith(_KINDS)
