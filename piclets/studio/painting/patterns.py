"""What a creature wears on its skin: the photo's own tones, and patterns that answer to the photo's texture."""

import math
import random
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter

from .forms import Outline, blob, ellipse, scalloped, spline, star, superellipse

_SIDE = 64
_STEP = 0.05  # luminance change from one pixel to the next that the eye takes for texture


@dataclass(frozen=True)
class Tones:
    """Where the photo's subject is darker and brighter than itself on the whole: masks (L) of one size."""

    dark: Image.Image
    bright: Image.Image


@dataclass(frozen=True)
class Texture:
    """What the photo's surface is like, each 0..1."""

    striped: float  # changes run one way
    speckled: float  # changes run every way
    tones: Tones


def read_texture(photo: Image.Image) -> Texture:
    """The texture of the middle of an RGB photo."""
    grey = photo.convert("L").resize((_SIDE * 2, _SIDE * 2), Image.Resampling.BOX)
    middle = grey.crop((_SIDE // 2, _SIDE // 2, _SIDE * 3 // 2, _SIDE * 3 // 2))
    values = np.asarray(middle, dtype=np.float64) / 255
    down, across = np.gradient(values)
    busy = float(np.clip((np.hypot(down, across) > _STEP).mean() * 2.2, 0, 1))
    xx, yy, xy = float((across**2).mean()), float((down**2).mean()), float((across * down).mean())
    one_way = math.hypot(xx - yy, 2 * xy) / (xx + yy + 1e-6)
    return Texture(striped=busy * one_way, speckled=busy * (1 - one_way), tones=_tones(middle))


def _tones(middle: Image.Image) -> Tones:
    soft = np.asarray(middle.filter(ImageFilter.GaussianBlur(1.2)), dtype=np.float64)
    gap = max(10.0, float(soft.std()) * 0.7)
    edge = 4.0
    dark = np.clip((soft.mean() - gap - soft) / edge, 0, 1) * 255
    bright = np.clip((soft - soft.mean() - gap) / edge, 0, 1) * 255
    return Tones(Image.fromarray(dark.astype(np.uint8)), Image.fromarray(bright.astype(np.uint8)))


@dataclass(frozen=True)
class Region:
    """The part of a body that a pattern covers: its middle and its half-width and half-height."""

    x: float
    y: float
    rx: float
    ry: float


Pattern = Callable[[random.Random, Region], list[Outline]]


def _around(rng: random.Random, region: Region, count: int, inner: float) -> list[tuple[float, float]]:
    """Places spread evenly but not in order, none nearer to the middle (where the face is) than `inner`."""
    start = rng.random()
    places = []
    for index in range(count):
        angle = (start + index / count) * math.tau
        far = rng.uniform(inner, 1.0)
        places.append((region.x + region.rx * far * math.cos(angle), region.y + region.ry * far * math.sin(angle)))
    return places


def spots(rng: random.Random, region: Region) -> list[Outline]:
    """Round spots of several sizes."""
    size = min(region.rx, region.ry)
    places = _around(rng, region, rng.randint(7, 10), 0.74)
    return [
        blob(rng, x, y, r, r * rng.uniform(0.75, 1), 2, 0.08)
        for x, y in places
        for r in [size * rng.uniform(0.1, 0.24)]
    ]


def freckles(rng: random.Random, region: Region) -> list[Outline]:
    """Many small dots near the edge."""
    size = min(region.rx, region.ry)
    places = _around(rng, region, rng.randint(18, 24), 0.66)
    return [ellipse(x, y, r, r) for x, y in places for r in [size * rng.uniform(0.035, 0.07)]]


def flank_stripes(rng: random.Random, region: Region) -> list[Outline]:
    """A tiger's: wedges that come in from both sides."""
    count, length = rng.randint(3, 4), rng.uniform(0.36, 0.5) * region.rx
    wedges = []
    for index in range(count):
        y = region.y + region.ry * (-0.62 + 1.2 * index / count)
        thick = region.ry * rng.uniform(0.09, 0.13)
        for side in (-1, 1):
            outer = region.x + side * region.rx * 1.1
            wedges.append(
                spline((outer, y - thick), (outer - side * length, y + thick * 0.9), (outer, y + thick * 1.1))
            )
    return wedges


def crown_stripes(rng: random.Random, region: Region) -> list[Outline]:
    """Three drops that hang from the top."""
    length = region.ry * rng.uniform(0.32, 0.44)
    top = region.y - region.ry * 1.1
    drops = []
    for place, share in ((-0.3, 0.8), (0.0, 1.1), (0.3, 0.8)):
        x, half = region.x + region.rx * place, region.rx * 0.085
        drops.append(
            spline(
                (x - half, top),
                (x + half, top),
                (x + half * 0.6, top + length * share),
                (x, top + length * share * 1.12),
            )
        )
    return drops


def bands(rng: random.Random, region: Region) -> list[Outline]:
    """Level bands with a swing, above and below the face."""
    thick = region.ry * rng.uniform(0.1, 0.14)
    rows = []
    for place in (-0.86, 0.62, 0.95):
        y, dip = region.y + region.ry * place, region.ry * 0.1
        left, right = region.x - region.rx * 1.2, region.x + region.rx * 1.2
        rows.append(
            spline(
                (left, y - dip),
                (region.x, y),
                (right, y - dip),
                (right, y + thick - dip),
                (region.x, y + thick),
                (left, y + thick - dip),
            )
        )
    return rows


def cap(rng: random.Random, region: Region) -> list[Outline]:
    """A crown of another colour, down to the brow."""
    depth = rng.uniform(0.5, 0.62)
    bottom = region.y - region.ry * (1 - depth)
    peak = region.ry * rng.choice((-0.16, 0.16, 0.24))
    wide = region.rx * 1.3
    return [
        spline(
            (region.x - wide, region.y - region.ry * 1.4),
            (region.x + wide, region.y - region.ry * 1.4),
            (region.x + wide, bottom),
            (region.x + wide * 0.4, bottom - peak * 0.3),
            (region.x, bottom + peak),
            (region.x - wide * 0.4, bottom - peak * 0.3),
            (region.x - wide, bottom),
        )
    ]


def patch(rng: random.Random, region: Region) -> list[Outline]:
    """One large patch on a side, as on a calico."""
    side = rng.choice((-1, 1))
    x, y = region.x + side * region.rx * 0.6, region.y - region.ry * rng.uniform(0.25, 0.55)
    other = blob(
        rng, region.x - side * region.rx * 0.9, region.y + region.ry * 0.7, region.rx * 0.4, region.ry * 0.36, 2, 0.1
    )
    return [blob(rng, x, y, region.rx * 0.56, region.ry * 0.6, 2, 0.14), other]


def dip(rng: random.Random, region: Region) -> list[Outline]:
    """Dipped into another colour from below."""
    level = region.y + region.ry * rng.uniform(0.42, 0.6)
    return [scalloped(region.x, level + region.ry, region.rx * 1.5, region.ry, rng.choice((12, 16)), 0.07)]


def stars(rng: random.Random, region: Region) -> list[Outline]:
    """Little stars near the edge."""
    size = min(region.rx, region.ry)
    places = _around(rng, region, rng.randint(6, 8), 0.74)
    return [
        star(x, y, r, r * 0.48, 5, rng.uniform(0, 72)) for x, y in places for r in [size * rng.uniform(0.08, 0.15)]
    ]


def scales(rng: random.Random, region: Region) -> list[Outline]:
    """Rows of small drops over the upper half."""
    rows = []
    size = min(region.rx, region.ry) * rng.uniform(0.1, 0.13)
    for row in range(3):
        y = region.y - region.ry * (0.92 - row * 0.2)
        for column in range(-4, 5):
            x = region.x + (column + (row % 2) / 2) * size * 2.6
            if abs(x - region.x) > region.rx * 0.3 * row:
                rows.append(superellipse(x, y, size, size * 0.7, 1.6, steps=20))
    return rows


_CALM: tuple[Pattern, ...] = (cap, patch, dip)
_SPECKLED: tuple[Pattern, ...] = (spots, freckles, stars, scales)
_STRIPED: tuple[Pattern, ...] = (flank_stripes, crown_stripes, bands)


def choose_pattern(rng: random.Random, texture: Texture) -> Pattern | None:
    """A pattern that answers to the photo: most likely stripes for the striped, spots for the speckled, or none."""
    families = (None, _CALM, _SPECKLED, _STRIPED)
    weights = (0.7, 1.0, 0.5 + 5 * texture.speckled, 0.5 + 8 * texture.striped)
    family = rng.choices(families, weights)[0]
    return rng.choice(family) if family else None
