"""Headings that a model has translated, put back into English.

The question is in English. Models that answer in the language of a photo's description translate the headings too,
and mostly the texts under them; those are asked for again (`languages.py`), because "pan" is bread in Spanish.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from importlib.resources import files

from piclets.domain.concepts.answers import FINAL
from piclets.domain.concepts.headings import FORMS, OBJECT, PARTS
from piclets.domain.records import TIERS

_FEWEST = 4  # sections whose headings are translated, one of them the object's


def _folded(text: str) -> str:
    """A label as labels are compared: without accents, case and marks."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(char if _is_letter(char) else " " for char in letters if not _is_accent(char)).split())


def _is_accent(char: str) -> bool:
    return "\u0300" <= char <= "\u036f"


def _is_letter(char: str) -> bool:
    return unicodedata.category(char)[0] in "LM"


def _table() -> Iterator[tuple[str, str]]:
    """Each translated label, folded, and the English one that it stands for."""
    text = files(__package__).joinpath("translations.txt").read_text(encoding="utf-8")
    for part in text.split("\n# ")[1:]:
        name, _, forms = part.partition("\n")
        for form in forms.replace("\n", " ").split(","):
            yield _folded(form), name


_ENGLISH = dict(_table())
# Marks, a number, marks; letters; the same in English; closing marks and what parts them from the value
_LINE = re.compile(
    r"^(?P<lead>[^\w\n]{0,16}(?:[0-9]{1,2}[^\w\n]{1,6})?)(?P<label>[^\W\d_][^\n:：=|*\"#`>()（）\]】/]{0,60})"
    r"(?:/[A-Za-z ]{3,40})?(?P<behind>[\s*_\"`\]】]{0,6}(?:[(（][^()（）\n]{0,60}[)）][\s*_]{0,4})?(?:[:：=|]|\n|$))",
    re.MULTILINE,
)
_PART = re.compile(r"[^\W\d_]{1,20}(?=\s{0,3}(?:[(（][^()（）\n]{1,12}[)）]\s?)?[:：=]\s{0,3}[0-9])")
# The first words under Object Rarity, or behind it
_WORD = r"[^\s\d:：,.;()（）*_]{1,20}"
_TIER = re.compile(rf"(?<=object rarity)(?P<marks>\W{{1,12}})(?P<words>{_WORD}(?: {_WORD}){{0,2}})", re.IGNORECASE)
_IN_ENGLISH = re.compile(r"^[^\w\n]{0,16}canonical[\s_-]{0,3}object", re.IGNORECASE | re.MULTILINE)
_OBJECT = re.compile(r"obje[ctk]|oggetto|gegenstand|voorwerp|obiekt|przedmiot|nesne|benda", re.IGNORECASE)


def with_english_headings(text: str) -> tuple[str, bool]:
    """`text` with translated headings in English, and whether there were any: the object's and three more.

    Only those that stand first on their line, and are followed by a mark or nothing; of an answer in both languages
    none. Linear in the text.
    """
    if (text.isascii() and not _OBJECT.search(text)) or _IN_ENGLISH.search(FINAL.split(text)[-1]):
        return text, False
    found = {name for match in _LINE.finditer(text) if (name := _english(match)) in FORMS}
    if len(found) < _FEWEST or OBJECT not in found:
        return text, False
    return _TIER.sub(_tier_in_english, _PART.sub(_part_in_english, _LINE.sub(_in_english, text))), True


def _english(match: re.Match[str]) -> str:
    return _ENGLISH.get(_folded(match["label"]), "")


def _in_english(match: re.Match[str]) -> str:
    name = _english(match)
    if name in TIERS:
        return match[0]
    return f"{match['lead']}{name.title()}{match['behind']}" if name else match[0]


def _tier_in_english(match: re.Match[str]) -> str:
    """With the rarity in English: of "poco común" both words, of "selten, weil" the first."""
    words = match["words"].split()
    for count in range(len(words), 0, -1):
        name = _ENGLISH.get(_folded(" ".join(words[:count])))
        if name in TIERS:
            return match["marks"] + " ".join([name, *words[count:]])
    return match[0]


def _part_in_english(match: re.Match[str]) -> str:
    name = _ENGLISH.get(_folded(match[0]), "")
    return name if name in PARTS else match[0]
