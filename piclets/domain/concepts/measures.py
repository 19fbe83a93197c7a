"""Sizes read from what models write, and clamped to the game's bounds."""

from __future__ import annotations

import re

from piclets.domain.concepts.numbers import in_digits
from piclets.domain.concepts.tables import flatten

DEFAULT_HEIGHT, DEFAULT_WEIGHT = 0.5, 5.0  # metres, kilograms: about a house cat
MAX_BODY = 2_000  # characters that are looked at; what asks for more is not an answer
HEIGHTS = (0.001, 10_000.0)  # metres: from a flea to a mountain
WEIGHTS = (0.001, 1e9)  # kilograms

_METRES = {
    r"km|kilomet(?:er|re)s?": 1000.0,
    r"dm|decimet(?:er|re)s?": 0.1,
    r"cm|centimet(?:er|re)s?": 0.01,
    r"mm|millimet(?:er|re)s?": 0.001,
    r"m|met(?:er|re)s?": 1.0,
    r"ft|feet|foot|'|′|’": 0.3048,
    r"in|inch|inches|\"|''|′′|’’|”": 0.0254,
    r"yd|yds|yards?": 0.9144,
    r"zentimeter|cent[ií]metros?|centimètres?|centimetri|сантиметр\w{0,2}|см|厘米|公分|センチ": 0.01,
    r"metros?|mètres?|metr[oiy]|метр\w{0,2}|м|米|公尺|メートル": 1.0,
}
_KILOGRAMS = {
    r"kg|kgs|kilos?|kilogram(?:me)?s?": 1.0,
    r"mg|milligram(?:me)?s?": 1e-6,
    r"g|gr|grams?|grammes?": 0.001,
    r"lb|lbs|pounds?": 0.45359237,
    r"oz|ounces?": 0.028349523,
    r"t|tonnes?|metric\s+tons?": 1000.0,
    r"tons?": 907.18474,
    r"stones?": 6.35029318,
    r"kilogramm|kilogramos?|quilogramas?|quilos?|chilogramm[oi]|кг|килограмм\w{0,2}|千克|公斤|キロ": 1.0,
    r"gramm|gramos?|gramas?|gramm[oi]|г|грамм\w{0,2}|克|公克": 0.001,
}
_NUMBER = r"[0-9]{1,12}(?:[.,][0-9]{1,12}){0,4}(?:e[+-]?[0-9]{1,3})?"
_POWER_OF_TEN = re.compile(r"\s*[×x*·]\s*10\s?\^?\s?([+-]?[0-9]{1,3})(?![0-9.])")
_SPREAD = re.compile(rf"({_NUMBER})(?:\s*(?:-|–|—|~|to)\s*({_NUMBER}))?", re.IGNORECASE)
_PAIR = re.compile(rf"({_NUMBER})\s{{0,3}}(?:/|,\s|;|\||\n|\s)\s{{0,3}}({_NUMBER})")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_BETWEEN = re.compile(rf"\bbetween ({_NUMBER}) and (?=[0-9])", re.IGNORECASE)
_RAISED_POINT = re.compile(r"(?<=[0-9])[·‧](?=[0-9])")
_UNIT_IN_LABEL = re.compile(r"(?<=[Hh]eight)(?=[A-Z])|(?<=[Ww]eight)(?=[A-Z])")  # "heightMetres"
_BARE_POINT = re.compile(r"(?<![0-9.,])\.(?=[0-9])")
_METRES_AND_CM = re.compile(r"(?<![0-9.,])([0-9]{1,3})\s?m\s?([0-9]{2})(?![0-9]|\s?[cm]m)", re.IGNORECASE)
_SPACED_THOUSANDS = re.compile(r"(?<![0-9.,])([1-9][0-9]{0,2})[\s'’]([0-9]{3})(?![0-9.,])")
_FRACTION = re.compile(r"(?<![0-9./])([1-9])\s?/\s?([2-9]|1[0-6])(?=\s?[a-z\"])", re.IGNORECASE)
_FEET_AND_INCHES = re.compile(r"([0-9]['′’]\s*[0-9]{1,2})(?![0-9]|\s*[\"'″”′’]|\s*in)", re.IGNORECASE)


def read_height(body: str) -> float:
    """Metres. "5'11\\"" and "2 feet 3 inches" are added up, of a range the middle is taken."""
    return _size(body, "height", _METRES, HEIGHTS, DEFAULT_HEIGHT)


def read_weight(body: str) -> float:
    """Kilograms, likewise."""
    return _size(body, "weight", _KILOGRAMS, WEIGHTS, DEFAULT_WEIGHT)


def _size(body: str, label: str, units: dict[str, float], bounds: tuple[float, float], default: float) -> float:
    text = _spelled_out(flatten(body[:MAX_BODY]))
    labelled = re.search(rf"\b{label}\b(.*?)(?=\b(?:height|weight)\b|\n\s*\n|\Z)", text, re.I | re.S)
    value = None
    if labelled:
        value = _amount(labelled[1], units) or _bare_amount(labelled[1], units)
    if value is None:
        value = _amount(text, units)
    if value is None and not labelled and (pair := _PAIR.fullmatch(text.strip())):
        value = _number(pair[1] if label == "height" else pair[2])
    return default if value is None else round(min(max(value, bounds[0]), bounds[1]), 3)


def _spelled_out(text: str) -> str:
    text = in_digits(text.replace("**", "").replace("`", "").replace("_", " "))
    text = _UNIT_IN_LABEL.sub(" ", text)
    text = _BETWEEN.sub(r"\1-", _RAISED_POINT.sub(".", text))
    text = _SPACED_THOUSANDS.sub(r"\1\2", _METRES_AND_CM.sub(r"\1.\2 m", _BARE_POINT.sub("0.", text)))
    text = _FRACTION.sub(lambda match: f"{int(match[1]) / int(match[2]):.4f}", text)
    text = _FEET_AND_INCHES.sub(r'\1"', text)
    return _POWER_OF_TEN.sub(r"e\1", text)


def _amount(text: str, units: dict[str, float]) -> float | None:
    """The first quantity with a unit; what follows it directly in other units is added ("2 ft 3 in")."""
    unit = "|".join(sorted(units, key=len, reverse=True))
    quantity = re.compile(rf"{_SPREAD.pattern}\s*(?P<unit>{unit})(?![^\W\d_])", re.IGNORECASE)
    text = re.sub(
        rf"({_NUMBER})\s?({unit})\s?(-|–|—|to)\s?(?={_NUMBER}\s?\2(?![^\W\d_]))", r"\1\3", text, flags=re.IGNORECASE
    )  # "0.2 m to 0.3 m"
    match = quantity.search(text)
    if not match:
        return None
    total = 0.0
    seen: set[float] = set()
    while match:
        factor = _factor(match["unit"], units)
        if factor in seen:
            break
        seen.add(factor)
        total += _middle(match) * factor
        gap = re.compile(r"\s*(?:,|and)?\s*").match(text, match.end())
        match = quantity.match(text, gap.end() if gap else match.end())
    return total


def _bare_amount(text: str, units: dict[str, float]) -> float | None:
    """A number without a unit of its own: in the unit that its label names in brackets, else metres or kilograms."""
    match = _SPREAD.search(text)
    if not match:
        return None
    hint = re.search(
        rf"(?:\(|\bin\s|^\s)\s?(?:in\s)?({'|'.join(units)})\s?(?:\)|[:=])", text[: match.start()], re.IGNORECASE
    )
    return _middle(match) * (_factor(hint[1], units) if hint else 1.0)


def _factor(unit: str, units: dict[str, float]) -> float:
    return next(factor for pattern, factor in units.items() if re.fullmatch(pattern, unit, re.IGNORECASE))


def _middle(match: re.Match[str]) -> float:
    first = _number(match[1])
    return (first + _number(match[2])) / 2 if match[2] else first


def _number(digits: str) -> float:
    """A decimal comma is read as one, unless exactly three digits follow a number that could be thousands."""
    if _THOUSANDS.fullmatch(digits):
        return float(digits.replace(",", ""))
    whole, *groups = re.split(r"[.,]", digits)
    if len(groups) > 1 and "," in digits and digits.rfind(",") > digits.rfind("."):  # 1.200,5
        return float("".join([whole, *groups[:-1]]) + "." + groups[-1])
    return float(whole + ("." + groups[0] if groups else ""))
