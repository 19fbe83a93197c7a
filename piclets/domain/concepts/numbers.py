"""Numbers as people write them, made into digits: "seventy", "forty-five", "half a", "½", "5′11″"."""

from __future__ import annotations

import re
import unicodedata

_SMALL = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen
""".split()  # noqa: SIM905 - a list to read
_ONES = {word: value for value, word in enumerate(_SMALL)}
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}
_WORD = "|".join(sorted([*_ONES, *_TENS, *_SCALES], key=len, reverse=True))
_ARTICLE_BEFORE_SCALE = re.compile(r"\ba(?=\s(?:hundred|thousand|million)\b)", re.IGNORECASE)
_IN_WORDS = re.compile(rf"\b(?:{_WORD})(?:(?:\s|-|\sand\s)(?:{_WORD})){{0,6}}\b", re.IGNORECASE)
_DECIMALS = re.compile(r"\b([0-9]{1,6}) point ([0-9])(?: ([0-9]))?(?: ([0-9]))?\b", re.IGNORECASE)
_WHOLE_AND_FRACTION = re.compile(r"\b([0-9]{1,6})[\s-]{1,3}([1-9])\s?/\s?([2-9]|1[0-6])(?![0-9])")
_QUARTERS = {"½": "1/2", "¼": "1/4", "¾": "3/4", "⅓": "1/3", "⅔": "2/3", "⅛": "1/8"}
_AND_A_HALF = re.compile(r"\b([0-9]{1,6}) and a half\b", re.IGNORECASE)
_HALF = re.compile(r"\bhalf(?:\s+an?)?\b", re.IGNORECASE)
_QUARTER = re.compile(r"\b(?:a )?quarter(?:\s+of)?(?:\s+an?)?\b", re.IGNORECASE)


def in_digits(text: str) -> str:
    """`text` in NFKC with its numbers in digits. Linear in its length."""
    for sign, fraction in _QUARTERS.items():
        text = text.replace(sign, f" {fraction}")
    text = unicodedata.normalize("NFKC", text).replace("−", "-").replace("⁄", "/")
    text = _ARTICLE_BEFORE_SCALE.sub("one", text)
    text = _DECIMALS.sub(r"\1.\2\3\4", _IN_WORDS.sub(_digits, text))
    text = _AND_A_HALF.sub(r"\1.5", text)
    text = _WHOLE_AND_FRACTION.sub(lambda match: _decimal(int(match[1]), match[2], match[3]), text)
    return _QUARTER.sub("0.25 ", _HALF.sub("0.5 ", text))


def _digits(match: re.Match[str]) -> str:
    total = current = 0
    for word in match[0].casefold().replace("-", " ").split():
        if word in _SCALES:
            current = max(current, 1) * _SCALES[word]
            if word != "hundred":
                total, current = total + current, 0
        elif word != "and":
            value = _ONES.get(word, _TENS.get(word, 0))
            if (current % 10 and current < 100) or (current % 100 and value >= 10):
                return match[0]  # "one two three": a count, not a number
            current += value
    return str(total + current)


def _decimal(whole: int, over: str, under: str) -> str:
    return f"{whole + int(over) / int(under):.4f}".rstrip("0").rstrip(".")
