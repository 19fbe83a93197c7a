"""The drawings of the badges, as SVG: small creatures of few round shapes, each on a medallion.

`assets/badges.txt` has a drawing in each line: the badge's id, the hue of its colours, and shapes within 64 by 64. A
shape is a letter and its numbers (see `_SHAPES`), then a colour: B the body's, D deep, L light, A accent, G gold, K
ink, W paper. F is a face: its middle, and its size.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.resources import files
from itertools import pairwise
from typing import Final

_PETALS: Final = 12


def _read() -> dict[str, tuple[int, str]]:
    lines = files("piclets.web").joinpath("assets", "badges.txt").read_text("utf-8").splitlines()
    told = [line.split(": ") for line in lines]
    return {badge: (int(hue), shapes) for badge, hue, shapes in told}


DRAWINGS: Final[Mapping[str, tuple[int, str]]] = _read()
"""By the badge's id: the hue of its colours, and the shapes."""

SECRET: Final = (260, "s 6 D 23,25 24,18 32,15 40,19 39,27 32,32 32,37; o 32 47 4 D")

_RINGS: Final = ("#b9b4a6", "#b0713c", "#8f9aa6", "#e0a92a", "#2f9d92", "#8a5bd0")
"""The rim by how far one is: nothing yet, bronze, silver, gold, and what lies beyond."""


def badge_svg(badge: str, tier: int = 0, tiers: int = 1, *, secret: bool = False) -> str:
    """The drawing of a badge with so many of its tiers reached. Safe markup: nothing in it comes from outside."""
    hue, shapes = SECRET if secret else DRAWINGS.get(badge, SECRET)
    ring = _RINGS[min(tier, len(_RINGS) - 1)]
    drawn = "".join(_drawn(shape.split(), hue) for shape in shapes.split("; "))
    return (
        '<svg class="medal" viewBox="0 0 64 72" aria-hidden="true" focusable="false">'
        f'{_rim(ring)}<circle cx="32" cy="32" r="27" fill="{_colour("W", hue)}"/>'
        f'<circle cx="32" cy="32" r="26" fill="hsl({hue} 60% 93%)"/>'
        f'<g transform="translate(4.5 4.5) scale(.86)">{drawn}</g>{_pips(tier, tiers, ring)}</svg>'
    )


def _rim(colour: str) -> str:
    """Scallops all around, as of pressed tin."""
    petal = f'<circle cx="32" cy="5.2" r="5" fill="{colour}" transform="rotate({{}} 32 32)"/>'
    petals = "".join(petal.format(360 * number // _PETALS) for number in range(_PETALS))
    return f'{petals}<circle cx="32" cy="32" r="29" fill="{colour}"/>'


def _pips(tier: int, tiers: int, colour: str) -> str:
    """A dot for each tier, below; those reached are filled."""
    start = 32 - 3.5 * (tiers - 1)
    return "".join(
        f'<circle cx="{start + 7 * at:g}" cy="68.5" r="2.3" fill="{colour if at < tier else "none"}" '
        f'stroke="{colour}" stroke-width="1.2"/>'
        for at in range(tiers)
    )


def _colour(letter: str, hue: int) -> str:
    return {
        "B": f"hsl({hue} 62% 60%)", "D": f"hsl({hue} 52% 38%)", "L": f"hsl({hue} 72% 84%)",
        "A": f"hsl({(hue + 150) % 360} 62% 56%)", "G": "#f2b92f", "K": "#332d23", "W": "#fffdf8",
    }[letter]  # fmt: skip


def _drawn(shape: list[str], hue: int) -> str:
    kind, *rest = shape
    return _SHAPES[kind](rest, hue)


def _circle(told: list[str], hue: int) -> str:
    x, y, r, letter = told
    return f'<circle cx="{x}" cy="{y}" r="{r}" fill="{_colour(letter, hue)}"/>'


def _ellipse(told: list[str], hue: int) -> str:
    x, y, rx, ry, letter = told
    return f'<ellipse cx="{x}" cy="{y}" rx="{rx}" ry="{ry}" fill="{_colour(letter, hue)}"/>'


def _block(told: list[str], hue: int) -> str:
    x, y, width, height, radius, letter = told
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="{radius}" fill="{_colour(letter, hue)}"/>'


def _line(told: list[str], hue: int) -> str:
    x1, y1, x2, y2, width, letter = told
    return (
        f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{_colour(letter, hue)}" stroke-width="{width}" '
        'stroke-linecap="round"/>'
    )


def _polygon(told: list[str], hue: int) -> str:
    letter, *points = told
    colour = _colour(letter, hue)
    return (
        f'<polygon points="{" ".join(points)}" fill="{colour}" stroke="{colour}" stroke-width="3" '
        'stroke-linejoin="round"/>'
    )


def _stroke(told: list[str], hue: int) -> str:
    """A soft curve through points: straight to the middle of each side, and bent at the points between."""
    width, letter, *points = told
    places = [tuple(map(float, point.split(","))) for point in points]
    path = f"M{places[0][0]:g} {places[0][1]:g}"
    for here, there in pairwise(places[1:]):
        path += f"Q{here[0]:g} {here[1]:g} {(here[0] + there[0]) / 2:g} {(here[1] + there[1]) / 2:g}"
    path += f"L{places[-1][0]:g} {places[-1][1]:g}"
    return (
        f'<path d="{path}" fill="none" stroke="{_colour(letter, hue)}" stroke-width="{width}" '
        'stroke-linecap="round" stroke-linejoin="round"/>'
    )


def _face(told: list[str], _hue: int) -> str:
    x, y, size = map(float, told)
    ink = _colour("K", 0)
    eyes = "".join(
        f'<circle cx="{x + side * 5 * size:g}" cy="{y:g}" r="{2.3 * size:g}" fill="{ink}"/>'
        f'<circle cx="{x + side * 5 * size + 0.8 * size:g}" cy="{y - 0.8 * size:g}" r="{0.8 * size:g}" fill="#fff"/>'
        for side in (-1, 1)
    )
    left, right, low = x - 2.6 * size, x + 2.6 * size, y + 3.4 * size
    return (
        f'{eyes}<path d="M{left:g} {low:g}Q{x:g} {low + 3 * size:g} {right:g} {low:g}" fill="none" stroke="{ink}" '
        f'stroke-width="{1.6 * size:g}" stroke-linecap="round"/>'
    )


_SHAPES: Final[Mapping[str, Callable[[list[str], int], str]]] = {
    "o": _circle, "e": _ellipse, "q": _block, "l": _line, "p": _polygon, "s": _stroke, "F": _face,
}  # fmt: skip
"""o: circle (x, y, radius). e: ellipse (x, y, radii). q: block (x, y, width, height, corner). l: line (from, to,
width). p: polygon (colour first, then points). s: stroke (width, colour, points). F: face (x, y, size)."""
