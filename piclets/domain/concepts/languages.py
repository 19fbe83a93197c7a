"""Which language a text is in, as far as it matters: English, another one, or too short to tell.

By the words that every sentence needs. An answer in another language is asked for again: its words for things are not
the game's, and some of them are English words for other things.
"""

from __future__ import annotations

import re
from enum import Enum

from piclets.domain.concepts.text import word_set

MAX_TEXT = 4_000
_FEWEST = 3
_FEWEST_LETTERS = 10  # of another script
_FEWEST_ENGLISH = 2
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")

_ENGLISH = word_set(
    """
    the and of with its it is that for from by which when like a an to on at as this his her has who has into
    """
)
_OTHER = word_set(
    """
    el los las una unos y en que con por para su sus del es muy como más pero le les des une et dans avec qui sur du
    est son sa ses pour au aux ce cette elle il très der das und mit ein eine einen einem ist im von auf dem den sich
    zu nicht wie sehr wenn aus seine ihre lo gli di che per della dello nel è sono molto come os um uma da na no em
    seu sua é muito não dos het een van met dat op zijn hij zeer w z się jest nie na oraz jak ve bir bu ile için çok
    yang dan dengan di ini itu untuk dari của và một với là có
    """
)


class Language(Enum):
    ENGLISH = "English"
    OTHER = "another"
    UNKNOWN = "too short to tell"


def language_of(text: str) -> Language:
    """The language of running text, of which the first 4,000 characters are looked at. Linear in them."""
    words = [word.casefold() for word in _WORD.findall(text[:MAX_TEXT])]
    letters = "".join(words)
    if len(letters) - len(_LATIN.findall(letters)) > max(_FEWEST_LETTERS, len(letters) / 2):
        return Language.OTHER
    english = sum(word in _ENGLISH for word in words)
    other = sum(word in _OTHER for word in words)
    if other >= _FEWEST and other > 2 * english:
        return Language.OTHER
    return Language.ENGLISH if english >= _FEWEST_ENGLISH and english > other else Language.UNKNOWN
