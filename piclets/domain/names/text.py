"""Characters: what any writing of a name comes down to, before its words are looked at.

Everything here is linear in the length of the text, because the text comes from outside.
"""

from __future__ import annotations

import re
import unicodedata

# Signs whose NFKC form is letters or a space plus a mark: "LEGO™" is no "legotm", "Levi´s" no "levi s".
_BEFORE_NFKC = {ord(sign): None for sign in "™℠®©℗"} | {ord("´"): "'", ord("`"): "'", ord("♯"): "#"}
# Letters to Unicode, but an apostrophe, a stretched baseline or nothing at all to the eye (Hangul fillers).
_NO_LETTERS = {ord(sign): None for sign in "ʹʻʼʽˈـ\u115f\u1160\u3164\uffa0"}
# Marks without a shape of their own: joiners, variation selectors, Mongolian and Khmer invisibles.
_INVISIBLE_MARKS = frozenset("\u034f\u17b4\u17b5\u180b\u180c\u180d\u180f") | {
    chr(code) for block in (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0)) for code in block
}
# Unicode's Stream-Safe Text Format (UAX #15) allows 30; longer runs make normalization quadratic.
_MAX_MARKS = 30

_VULGAR_FRACTION = re.compile(r"([¼-¾⅐-⅞↉])")
_AFTER_LETTER = re.compile(r"([^\W\d_]\d*)([+#]+)")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[^\w]+(?=\d)")
_PLUS_AND_SHARP = {"+": "_plus_", "#": "_sharp_"}
_ARTICLE = re.compile(r"[\s_]*(?:the(?=[\s_-])|an?(?=\s)(?![\s_]*and[\s_]))")


def without_accents(text: str) -> str:
    """`text` without the marks of its letters: "creme brulee" of "crème brûlée"."""
    if text.isascii():
        return text
    return "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))


def fold(raw: str) -> str:
    """`raw` in NFKC without case: upper, lower and title case of any text fold to the same.

    Upper case comes before casefold because some letters meet only there ("ı" and "i" in "I"), and the
    combining dot that "İ" leaves on its "i" goes. Control, format and unassigned characters go too.
    """
    text = _limit_marks(_VULGAR_FRACTION.sub(r" \1", raw.translate(_BEFORE_NFKC)))
    while (folded := _fold_once(text)) != text:
        text = folded
    return text


def without_article(folded: str) -> str:
    """`folded` without leading "the", "an" and "a"; "A-frame", "An-225" and "A & W" keep theirs."""
    start = 0
    while article := _ARTICLE.match(folded, start):
        start = article.end()
    return folded[start:]


def spell_signs(folded: str) -> str:
    """`&`, `+` and `#` as words, and what stands between digits as `_`: "c++" -> "c_plus__plus_", "3.5" -> "3_5"."""
    spelled = _AFTER_LETTER.sub(_plus_or_sharp, folded.replace("&", "_and_"))
    return _BETWEEN_DIGITS.sub("_", spelled)


def words(folded: str) -> list[str]:
    """The words of `folded`: letters, digits and the marks on letters. Whitespace, dashes and `_` part words."""
    kept: list[str] = []
    after_letter = False
    for character in folded:
        category = unicodedata.category(character)
        if category[0] == "L" or (category[0] == "M" and after_letter):
            kept.append(character)
            after_letter = True
            continue
        after_letter = False
        if category[0] == "N":
            kept.append(character)
        elif category == "Pd" or character in "_−" or character.isspace():
            kept.append(" ")
    return "".join(kept).split()


def _fold_once(text: str) -> str:
    text = unicodedata.normalize("NFKC", text.upper().casefold())
    if text.isascii() and text.isprintable():
        return text
    text = unicodedata.normalize("NFKC", text.translate(_NO_LETTERS).replace("i\u0307", "i"))
    return "".join(character for character in text if character.isspace() or _is_seen(character))


def _is_seen(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] != "C" and category != "Me" and character not in _INVISIBLE_MARKS


def _limit_marks(text: str) -> str:
    if text.isascii():
        return text
    kept: list[str] = []
    run = 0
    for character in text:
        run = run + 1 if unicodedata.combining(character) else 0
        if run <= _MAX_MARKS:
            kept.append(character)
    return "".join(kept)


def _plus_or_sharp(match: re.Match[str]) -> str:
    return match[1] + "".join(_PLUS_AND_SHARP[sign] for sign in match[2])
