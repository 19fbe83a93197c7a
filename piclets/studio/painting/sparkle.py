"""How a rare thing's creature shows it: stars around it, the more the rarer, and a crown for the rarest."""

from piclets.domain.records import Tier

from .canvas import Shape
from .drawing import Drawing
from .forms import bounds, points, star

_GOLD = (250, 204, 84)
_STARS: dict[Tier, int] = {"common": 0, "uncommon": 0, "rare": 2, "epic": 4, "legendary": 6}
# Where the stars stand, in halves of the creature's width and height
_PLACES = ((-0.94, -0.72), (0.94, -0.8), (0.98, -0.1), (-1.0, -0.02), (-0.7, -1.0), (0.66, -1.02))


def sparkle(d: Drawing, tier: Tier) -> None:
    """Add a tier's stars and crown to the finished creature."""
    if not _STARS[tier]:
        return
    left, top, right, bottom = bounds(
        [outline for item in d.items if isinstance(item, Shape) for outline in item.outlines]
    )
    x, y, rx, ry = (left + right) / 2, (top + bottom) / 2, (right - left) / 2, (bottom - top) / 2
    size = max(rx, ry) * 0.11
    for at, (across, down) in enumerate(_PLACES[: _STARS[tier]]):
        ray = size * (1.0 if at % 2 else 0.72)
        d.shape(star(x + across * rx, y + down * ry, ray, ray * 0.36, 4), _GOLD, line=0.6, volume=0.3)
    if tier == "legendary":
        _crown(d, x, top + ry * 0.05, rx * 0.26)


def _crown(d: Drawing, x: float, y: float, half: float) -> None:
    band = points(
        (x - half, y),
        (x - half * 1.14, y - half * 0.9),
        (x - half * 0.5, y - half * 0.46),
        (x, y - half * 1.14),
        (x + half * 0.5, y - half * 0.46),
        (x + half * 1.14, y - half * 0.9),
        (x + half, y),
    )
    d.shape(band, _GOLD)
