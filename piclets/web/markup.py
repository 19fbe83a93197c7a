"""The one way from values to HTML: templates that escape whatever is put into them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from piclets.domain.matching import is_canonical
from piclets.domain.records import PrimaryType, Rarity
from piclets.domain.scoring import scans_to_next_tier
from piclets.web.words import ago, plural, spaced

SYMBOLS: Final[dict[PrimaryType, str]] = {
    "beast": "🐾", "bug": "🐞", "aquatic": "🐟", "flora": "🌿", "mineral": "💎", "space": "🪐", "machina": "⚙️",
    "structure": "🏛️", "culture": "🎭", "cuisine": "🍜",
}  # fmt: skip
STARS: Final[dict[Rarity, int]] = {"common": 1, "uncommon": 2, "rare": 3, "epic": 4, "legendary": 5}

_templates = Environment(
    loader=PackageLoader("piclets.web"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.tests["canonical"] = is_canonical
_templates.globals.update(symbols=SYMBOLS, stars=STARS)
_templates.filters.update(
    ago=lambda moment: ago(moment, datetime.now(UTC)), spaced=spaced, plural=plural, to_next_tier=scans_to_next_tier
)


def render(template: str, **values: object) -> str:
    """The template of that name, filled in. Every value is text, never markup."""
    return _templates.get_template(f"{template}.html").render(values)
