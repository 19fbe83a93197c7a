"""A small list of words that no Piclet, object or player's file brings into the game.

Only words without an everyday meaning are here: a cock crows, a tit sings, coons are cats from Maine. Whole words are
matched, so that Scunthorpe, a shiitake and an analyst pass; the services' own safety judgement does the rest.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_WORDS = tuple(
    """
    fuck motherfucker fucker cunt shit bullshit bitch slut whore wanker twat dickhead asshole arsehole
    porn porno pornhub hentai dildo blowjob handjob cumshot gangbang bukkake milf penis vagina orgasm
    nigger nigga kike gook wetback faggot raghead towelhead beaner golliwog paki retarded subhuman untermensch
    nazi hitler swastika heil
    rape rapist pedo pedophile paedophile pedophilia incest bestiality childporn
    hurensohn arschloch fotze wichser scheisse neger kanake putain salope connard enculé
    puta maricon pendejo cabron caralho foda cazzo vaffanculo frocio kurwa
    хуй пизда блядь сука ебать пидор
    """.split()  # noqa: SIM905 - a list to read and to add to, not to count quotes in
)
MAX_NAME = 2_000  # characters that are looked at
# Plants, dishes and others that only share a word with the list
_HARMLESS = re.compile(
    r"\boil[\s_-]?seed[\s_-]rape\b|\brape[\s_-]?(?=(?:seed|oil|blossom|flower|field|honey|plant|kernel)s?\b)"
    r"|\bfield[\s_-]of[\s_-]rape\b"
    r"|\bbukkake[\s_-](?=(?:udon|soba|somen|noodle)s?\b)|\bpenis[\s_-](?=(?:fish|worm|snake)\b)|\bbitches[\s_-]brew\b"
    r"|\brape[\s_-]of[\s_-]the[\s_-]lock\b",
    re.IGNORECASE,
)
_ENDINGS = ("", "s", "es", "ed", "d", "er", "ers", "ing", "y", "ies")
_ALWAYS = ("fuck", "nigger", "motherf")  # however they are built into a longer word
_EXCEPT = ("snigger",)
_GRATED = frozenset(["râpe", "râpes", "râpé", "râpés", "râpée", "râpées", "rapé"])  # cheese, in French and Spanish
_LEET = str.maketrans("013457@$!", "oieastasi")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SPLIT = re.compile(r"[\s_\-.,;:/\\|+*'\"()\[\]{}~#&=<>?%]+")
_NOT_A_LETTER = re.compile(r"[\W\d_]+")
_RUN = re.compile(r"(.)\1{2,}")


def is_unsafe_name(text: str) -> bool:
    """Whether a name holds a sexual or hateful word, also in capitals, accents, l33t or spaced letters."""
    return bool(listed_words(text))


def listed_words(text: str) -> tuple[str, ...]:
    """The words of the list that a name holds, as the list compares them, each once."""
    text = _HARMLESS.sub(" ", text[:MAX_NAME])
    return tuple(dict.fromkeys(word for word in _words(text) if _is_listed(word)))


def _words(text: str) -> Iterator[str]:
    parts = [part for part in _SPLIT.split(_CAMEL.sub(" ", unicodedata.normalize("NFKC", text))) if part]
    parts += [part for part in _SPLIT.split(unicodedata.normalize("NFKC", text)) if part]
    yield from (_folded(part) for part in parts if part.casefold() not in _GRATED)
    spelled = ""
    for part in [*parts, "  "]:  # "f u c k" and "f.u.c.k"
        if len(part) == 1:
            spelled += part
        else:
            yield _folded(spelled)
            spelled = ""


def _folded(word: str) -> str:
    """Without accents, case, l33t and drawn-out letters. Numbers alone stay what they are: nothing."""
    marked = unicodedata.normalize("NFKD", word.casefold().strip("!"))
    word = "".join(char for char in marked if not unicodedata.combining(char))
    if any(char.isalpha() for char in word):
        word = word.translate(_LEET)
    return _RUN.sub(r"\1", _NOT_A_LETTER.sub("", word))


_LISTED = frozenset(_folded(word) + ending for word in _WORDS for ending in _ENDINGS) | frozenset(
    _folded(word).removesuffix("e") + ending for word in _WORDS if word.endswith("e") for ending in ("ing", "y")
)


def _is_listed(word: str) -> bool:
    if word in _LISTED:
        return True
    return any(root in word for root in _ALWAYS) and not any(harmless in word for harmless in _EXCEPT)
