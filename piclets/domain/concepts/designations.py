"""A product's model that stands behind a mark: "Nintendo Switch – OLED Model", "iPhone 15 (Pro Max)"."""

from __future__ import annotations

import re

from piclets.domain.concepts.standing import is_thing

_SUFFIX = (
    r"(?:Pro|Max|Plus|Ultra|Mini|Lite|OLED|Air|SE|Slim|XL|FE|Advance|Deluxe|Digital|Special|Limited|Collector['’]s"
    r"|Anniversary|Classic|Series)"
)
_BEHIND = re.compile(
    r"^(?P<product>[A-Za-z][\w'’ -]{2,40}?)[™®]?(?:\s[-–—]{1,2}\s|\s?\(|,\s)"
    rf"(?P<model>(?:[0-9]{{1,2}}\s)?{_SUFFIX}(?:\s(?:{_SUFFIX}|[A-Z0-9])){{0,2}}(?:\s(?:Model|Edition|Version))?)\)?$"
)
_ONLY_SAYS_SO = re.compile(r"\s(?:[Mm]odel|[Vv]ersion)$")


def with_model(text: str) -> str:
    """`text` with a product's model as part of its name; a plain thing has none: "mug – Special Edition"."""
    found = _BEHIND.match(text)
    if not found or not _is_a_product(found["product"]):
        return text
    return f"{found['product']} {_ONLY_SAYS_SO.sub('', found['model'])}"


def _is_a_product(name: str) -> bool:
    """Whether a word of a name is a maker's: with a capital in its middle, or in capitals and no plain thing."""
    return any(word[1:] != word[1:].lower() or (word[0].isupper() and not is_thing(word)) for word in name.split())
