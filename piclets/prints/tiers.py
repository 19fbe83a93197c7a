"""How a thing's own tier looks on what is drawn here: a gem beside its word, and a frame about the creature."""

from __future__ import annotations

from typing import Final

from PIL import Image, ImageDraw

from piclets.domain.records import TIERS, Tier

INKS: Final[dict[Tier, str]] = {
    "common": "#5d5a52", "uncommon": "#1e6b2b", "rare": "#125a8c", "epic": "#6a2fa0", "legendary": "#8f5b00",
}  # fmt: skip
GLOWS: Final[dict[Tier, str]] = {
    "common": "#b9b4a6", "uncommon": "#58b368", "rare": "#4aa3df", "epic": "#a56be0", "legendary": "#e8a917",
}  # fmt: skip
_FINE: Final = 4
_GEM: Final = ((5, 1), (15, 1), (19, 6), (10, 17), (1, 6))
_FACETS: Final = (((1, 6), (19, 6)), ((5, 1), (7, 6), (10, 17), (13, 6), (15, 1)))


def draw_gem(picture: Image.Image, middle: tuple[int, int], height: int, tier: Tier) -> None:
    """A cut stone in the tier's colour, a ninth wider than it is high, on an RGB picture."""
    unit = height * _FINE / 18
    size = (round(20 * unit), round(18 * unit))
    gem = Image.new("RGBA", size)
    pen = ImageDraw.Draw(gem)
    pen.polygon([(x * unit, y * unit) for x, y in _GEM], fill=GLOWS[tier], outline=INKS[tier])
    for facet in _FACETS:
        pen.line([(x * unit, y * unit) for x, y in facet], fill=INKS[tier], width=round(unit * 0.9))
    gem = gem.resize((size[0] // _FINE, size[1] // _FINE), Image.Resampling.BOX)
    picture.paste(gem, (middle[0] - gem.width // 2, middle[1] - gem.height // 2), gem)


def frame_width(tier: Tier) -> int:
    """In pixels, the wider the rarer: 3 to 11."""
    return 3 + 2 * TIERS.index(tier)


def draw_frame(picture: Image.Image, box: tuple[int, int, int, int], radius: int, tier: Tier) -> None:
    """Along the inner edge of a box (left, top, right, bottom) with round corners, on an RGB picture."""
    left, top, right, bottom = box
    size = (right - left, bottom - top)
    mask = Image.new("L", (size[0] * _FINE, size[1] * _FINE))
    ImageDraw.Draw(mask).rounded_rectangle(
        (0, 0, mask.width - 1, mask.height - 1), radius * _FINE, outline=255, width=frame_width(tier) * _FINE
    )
    picture.paste(GLOWS[tier], (left, top), mask.resize(size, Image.Resampling.BOX))
