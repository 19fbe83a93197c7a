"""The one way from values to HTML: templates that escape whatever is put into them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from piclets.domain.matching import is_canonical
from piclets.domain.records import PRIMARY_TYPES, TIERS, PrimaryType
from piclets.domain.scoring import FIRST_FIND_BONUS, scan_counts, scans_to_next_tier
from piclets.web.asking import ORDERS, list_address
from piclets.web.badge_art import badge_svg
from piclets.web.files import address
from piclets.web.silhouettes import silhouette
from piclets.web.words import ago, ahead, first_sentence, found_by, noun_of, plural, spaced

SYMBOLS: Final[dict[PrimaryType, str]] = {
    "beast": "🐾", "bug": "🐞", "aquatic": "🐟", "flora": "🌿", "mineral": "💎", "space": "🪐", "machina": "⚙️",
    "structure": "🏛️", "culture": "🎭", "cuisine": "🍜",
}  # fmt: skip


def _drawing(draw: Callable[..., str]) -> Callable[..., Markup]:
    """A drawing of our own as markup: nothing in it comes from outside."""
    return lambda *told, **more: Markup(draw(*told, **more))  # noqa: S704 - see above


_templates = Environment(
    loader=PackageLoader("piclets.web"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.tests["canonical"] = is_canonical
_templates.globals.update(symbols=SYMBOLS, served=address)
_templates.globals.update(
    list_address=list_address,
    kinds=[(kind, f"{SYMBOLS[kind]} {kind}") for kind in PRIMARY_TYPES],
    rarities=[(rarity, found_by(*scan_counts(rarity))) for rarity in reversed(TIERS)],
    first_find_points=FIRST_FIND_BONUS,
    orders=[("" if order == ORDERS[0] else order, order) for order in ORDERS],
)
_templates.globals.update(badge_svg=_drawing(badge_svg), silhouette=_drawing(silhouette))
_templates.filters.update(
    ago=lambda moment: ago(moment, datetime.now(UTC)),
    ahead=lambda moment: ahead(moment, datetime.now(UTC)),
    first_sentence=first_sentence,
    spaced=spaced,
    plural=plural,
    noun=noun_of,
    to_next_tier=scans_to_next_tier,
)


def render(template: str, **values: object) -> str:
    """The template of that name, filled in. Every value is text, never markup."""
    return _templates.get_template(f"{template}.html").render(values)
