"""Cutting a drawn creature out of its ground, so that it stands transparent on any page.

A plain ground is what the picture's border shows, fitted by a smooth surface. What resembles it and hangs together
with the border is ground, shadows included; at the creature's edge each pixel is taken apart into both. When in doubt
the picture stays as it is: where the border is not plain, where the creature would be a crumb or nearly all of the
picture, and where the cut depends on how strictly resemblance is meant. Of another ground a model may know what is in
front of it; that is taken only where it is decided, with hardly anything half transparent.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

RING_SHARE = 0.024
"""Of the shorter side: how wide a border is taken for ground."""
MAX_BORDER_NOISE = 12.0
MIN_PLAIN_BORDER = 0.8
TOLERANCE = 12.0
STRICTNESSES = (0.7, 1.5)
MIN_AGREEMENT = 0.965
"""Intersection over union of the creatures that a strict and a lenient cut leave."""
BAND = 32
"""Rows that are compared with the ground at once: so much stays in the processor's caches."""
BORDER_PIXELS = 2_000
RIDGE = 1e-6
"""Added to the squares, so that a border of too few places has a solution, too."""
QUADRATIC = ((0, 0), (0, 1), (1, 0), (0, 2), (2, 0), (1, 1))
"""The powers of y and x in the terms of a quadratic surface."""
MIN_SHARE, MAX_SHARE = 0.03, 0.85
MIN_PIECE = 0.002
MIN_HOLE = 0.0009
DARKEST_SHADOW = 0.5
DARKEST_DRAWN_SHADOW = 0.72
MAX_TINT, MAX_DRAWN_TINT = 9.0, 7.0
WHITE = 235.0
MAX_SHADOW_EDGE = 26.0
MIN_EDGE_CONTRAST = 22.0
FLOODED = 2
BLEED = 8
"""Pixels: as far a creature's colours go on under what is transparent, where the encoder mixes neighbours."""

MAX_HALF = 0.25
"""Of what a model finds in front: how much may be half transparent, its soft edge included."""
SURELY = 0.95
"""From here on a pixel counts as all there, and below the rest of it as gone: models are hardly ever surer."""

RGB = npt.NDArray[np.uint8]
"""height x width x 3."""
Pixels = npt.NDArray[np.float32]
"""height x width, or planes: 3 x height x width, of which numpy is much faster to sum and compare the colours."""
Mask = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]


def cut_out(picture: Image.Image, see: Callable[[RGB], Pixels | None] | None = None) -> Image.Image | None:
    """The RGB picture with its ground transparent, in RGBA; None where it is cut out already (RGBA), or in doubt.

    `see` tells how much of each pixel is creature, or None; without it a plain ground is looked for.
    """
    if picture.mode == "RGBA":
        return None
    rgb = np.asarray(picture)
    alpha = decided(see(rgb)) if see else matte(rgb)
    if alpha is None:
        return None
    return Image.fromarray(_unmixed(rgb, alpha))


def decided(seen: Pixels | None) -> Pixels | None:
    """What a model sees, all there or gone but at edges; None where it finds a crumb, nearly all, or is in doubt."""
    if seen is None:
        return None
    alpha: Pixels = ((seen - (1 - SURELY)) / (2 * SURELY - 1)).clip(0, 1).astype(np.float32)
    creature = np.count_nonzero(alpha > 0.5)
    half = np.count_nonzero((alpha > 0) & (alpha < 1))
    plausible = MIN_SHARE * alpha.size <= creature <= MAX_SHARE * alpha.size and half <= MAX_HALF * creature
    return alpha if plausible else None


def matte(rgb: RGB) -> Pixels | None:
    """How much of each pixel is creature, 0 to 1; None in doubt."""
    ground = _ground(rgb)
    if ground is None:
        return None
    likeness = _Likeness.of(rgb, ground)
    thinned = likeness.thinned()
    strict, lenient = (thinned.creature(factor) for factor in STRICTNESSES)
    whole = np.count_nonzero(strict | lenient)
    if not whole or np.count_nonzero(strict & lenient) < MIN_AGREEMENT * whole:
        return None
    creature = likeness.creature(1.0)
    if not MIN_SHARE <= np.count_nonzero(creature) / creature.size <= MAX_SHARE:
        return None
    return _alpha(rgb, ground, creature)


@dataclass(frozen=True)
class _Ground:
    """What the picture would be without the creature, and how much its border strays from that.

    Its colour is a product, of 3 x height x 3 by 3 x width numbers, and is worked out where it is asked for.
    """

    down: Pixels
    across: Pixels
    noise: float

    def colour(self, rows: slice) -> Pixels:
        """Of whole rows, as planes."""
        colour: Pixels = self.down[:, rows] @ self.across
        return colour

    def colour_at(self, rows: Places, columns: Places) -> Pixels:
        """Of single pixels: 3 numbers for each."""
        colour: Pixels = np.einsum("cni,in->cn", self.down[:, rows], self.across[:, columns])
        return colour

    @property
    def is_white(self) -> bool:
        some = self.down[:, ::4] @ self.across[:, ::4]
        return float(np.median(some.min(axis=0))) >= WHITE


def _ground(rgb: RGB) -> _Ground | None:
    """A quadratic surface through the border, which may be touched by the creature; None where it is not plain."""
    height, width, _ = rgb.shape
    ring = max(4, round(min(height, width) * RING_SHARE))
    rows, columns = _places(height, width, ring)
    y, x = (np.vander(np.linspace(-1, 1, side), 3, increasing=True) for side in (height, width))
    terms = np.stack([y[rows, i] * x[columns, j] for i, j in QUADRATIC])
    colours = np.ascontiguousarray(rgb[rows, columns].T, np.float64)
    kept = np.abs(colours - np.median(colours, axis=1, keepdims=True)).max(axis=0) < 60
    for _ in range(3):
        if kept.mean() < MIN_PLAIN_BORDER:
            return None
        factors = _fitted(terms[:, kept], colours[:, kept])
        strays = np.abs(colours - factors @ terms).max(axis=0)
        kept = strays < max(2.5 * float(np.median(strays)), 6.0)
    noise = float(np.percentile(strays[kept], 99)) if kept.any() else MAX_BORDER_NOISE
    if kept.mean() < MIN_PLAIN_BORDER or noise >= MAX_BORDER_NOISE:
        return None
    surface = np.zeros((3, 3, 3))
    for (i, j), factor in zip(QUADRATIC, factors.T, strict=True):
        surface[:, i, j] = factor
    return _Ground((y @ surface).astype(np.float32), x.T.astype(np.float32), noise)


def _places(height: int, width: int, ring: int) -> tuple[Places, Places]:
    """The rows and columns of some two thousand pixels all over the border, or of each seventh in it."""
    border = np.ones((height, width), bool)
    border[ring:-ring, ring:-ring] = False
    places = np.flatnonzero(border)
    return np.divmod(places[:: max(7, places.size // BORDER_PIXELS)], width)


def _fitted(terms: npt.NDArray[np.float64], colours: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Least squares, by the normal equations: six unknowns need no more, and take a tenth of the time of `lstsq`.

    Of 6 terms and 3 colours, with a column for each place: 3 x 6 factors.
    """
    gram = terms @ terms.T + RIDGE * np.eye(terms.shape[0])
    return np.asarray(np.linalg.solve(gram, terms @ colours.T).T, np.float64)


@dataclass(frozen=True)
class _Likeness:
    """How each pixel compares with the ground: how far its colour is, how much darker, and how sharp it changes.

    `share` is its brightness in parts of the ground's, `tint` how far its colour is from the ground's at that
    brightness. `may_have_holes`: the ground has a colour that a creature has by chance hardly, as eyes have white.
    """

    distance: Pixels
    share: Pixels
    tint: Pixels
    edge: Pixels
    noise: float
    may_have_holes: bool

    @classmethod
    def of(cls, rgb: RGB, ground: _Ground) -> _Likeness:
        distance, share, tint, brightness = np.empty((4, *rgb.shape[:2]), np.float32)
        for top in range(0, rgb.shape[0], BAND):
            rows = slice(top, top + BAND)
            picture = np.ascontiguousarray(rgb[rows].transpose(2, 0, 1), np.float32)
            colour = ground.colour(rows)
            brightness[rows] = picture.sum(axis=0)
            share[rows] = brightness[rows] / np.maximum(colour.sum(axis=0), 1)
            distance[rows] = np.abs(picture - colour).max(axis=0)
            colour *= share[rows]
            tint[rows] = np.abs(picture - colour).max(axis=0)
        blurred = cv2.GaussianBlur(brightness, (0, 0), 2) / 3
        edge = cv2.magnitude(cv2.Sobel(blurred, cv2.CV_32F, 1, 0), cv2.Sobel(blurred, cv2.CV_32F, 0, 1))
        return cls(distance, share, tint, edge, ground.noise, not ground.is_white)

    def thinned(self) -> _Likeness:
        """Of each second pixel in each second row: a quarter of the work where shares are asked for alone."""
        planes = (self.distance, self.share, self.tint, self.edge)
        distance, share, tint, edge = (np.ascontiguousarray(plane[::2, ::2]) for plane in planes)
        return _Likeness(distance, share, tint, edge, self.noise, self.may_have_holes)

    def creature(self, strictness: float) -> Mask:
        """What is left when the ground that hangs together with the border has gone."""
        tolerance = max(TOLERANCE, 1.5 * self.noise) * strictness
        outside = _touching_border((self.distance < tolerance) | self._shadow(strictness))
        if self.may_have_holes:
            outside |= _holes((self.distance < max(6.0, self.noise)) & ~outside, self.distance)
        return _large_pieces(~outside, MIN_PIECE)

    def _shadow(self, strictness: float) -> Mask:
        """The ground itself, darker: without an edge however dark, and with one where it is light."""
        soft = (self.share > DARKEST_SHADOW) & (self.edge < MAX_SHADOW_EDGE) & (self.tint < MAX_TINT * strictness)
        drawn = (self.share > DARKEST_DRAWN_SHADOW) & (self.tint < MAX_DRAWN_TINT * strictness)
        found: Mask = (soft | drawn) & (self.share < 1.02)
        return found


def _touching_border(mask: Mask) -> Mask:
    """Flooded from a frame around the picture."""
    flooded = np.pad(mask, 1, constant_values=True).astype(np.uint8)
    cv2.floodFill(flooded, None, (0, 0), FLOODED, flags=4)
    found: Mask = flooded[1:-1, 1:-1] == FLOODED
    return found


def _holes(mask: Mask, distance: Pixels) -> Mask:
    """Enclosed pieces that look exactly like the ground behind them: between an arm and a body, for example."""
    smallest = MIN_HOLE * mask.size
    if np.count_nonzero(mask) <= smallest:
        return np.zeros_like(mask)
    count, labels = cv2.connectedComponents(mask.view(np.uint8), connectivity=4)
    numbers = labels[mask]
    sums, areas = np.bincount(numbers, distance[mask], count), np.bincount(numbers, minlength=count)
    keep = (areas > smallest) & (sums / np.maximum(areas, 1) < 2.5)
    keep[0] = False
    found: Mask = keep[labels]
    return found


def _large_pieces(mask: Mask, share: float) -> Mask:
    # Counting the pixels of each here takes a tenth of the time of `connectedComponentsWithStats`.
    count, labels = cv2.connectedComponents(mask.view(np.uint8), connectivity=8)
    keep = np.bincount(labels[mask], minlength=count) > share * mask.size
    keep[0] = False
    if keep[1:].all():
        return mask
    found: Mask = keep[labels]
    return found


def _alpha(rgb: RGB, ground: _Ground, creature: Mask) -> Pixels | None:
    """Whole inside; at the edge how far the colour is on its way from ground to creature. None without an edge."""
    alpha = np.zeros(creature.shape, np.float32)
    box = _around(creature, 2)
    solid = creature[box].astype(np.uint8)
    core = cv2.erode(solid, np.ones((5, 5), np.uint8)) > 0
    band = (cv2.dilate(solid, np.ones((3, 3), np.uint8)) > 0) & ~core
    if not core.any():
        return None
    shown = rgb[box].reshape(-1, 3)
    edge = np.flatnonzero(band)
    rows, columns = np.divmod(edge, band.shape[1])
    behind = ground.colour_at(rows + box[0].start, columns + box[1].start)
    _, numbers, places = _nearest(core)
    way = shown[places[numbers.ravel()[edge]]].T - behind
    lengths = (way * way).sum(axis=0)
    if float(np.median(np.sqrt(lengths))) < MIN_EDGE_CONTRAST:
        return None
    mixed = ((shown[edge].T - behind) * way).sum(axis=0) / np.maximum(lengths, 60)
    part = core.astype(np.float32)
    part.ravel()[edge] = mixed.clip(0, 1)
    alpha[box] = part
    return alpha


def _around(mask: Mask, margin: int) -> tuple[slice, slice]:
    """The rows and columns that all of it is in, and so many more on each side where the picture has them."""
    x, y, width, height = cv2.boundingRect(mask.view(np.uint8))
    return slice(max(0, y - margin), y + height + margin), slice(max(0, x - margin), x + width + margin)


def _nearest(core: Mask) -> tuple[Pixels, npt.NDArray[np.int32], Places]:
    """For each pixel how far the nearest one of `core` is, and its number; by number its place, row by row."""
    far, numbers = cv2.distanceTransformWithLabels(
        (~core).view(np.uint8), cv2.DIST_L2, 3, labelType=cv2.DIST_LABEL_PIXEL
    )
    places = np.append(0, np.flatnonzero(core))  # OpenCV counts them in the same order, from 1 on
    return np.asarray(far, np.float32), np.asarray(numbers, np.int32), places


def _unmixed(rgb: RGB, alpha: Pixels) -> npt.NDArray[np.uint8]:
    """As RGBA, without the ground's colour at the edge and just outside: there the creature's nearest own colour."""
    box = _around(alpha > 0, BLEED)
    part = alpha[box]
    whole = part == 1
    far, numbers, places = _nearest(whole)
    kept = (far <= BLEED) | (part > 0)
    mixed = kept & ~whole
    shown = cv2.cvtColor(rgb[box], cv2.COLOR_RGB2RGBA)
    colours = shown.view(np.uint32)[..., 0]  # moved as one number each: much faster than as four
    colours[mixed] = colours.take(places[numbers[mixed]])
    colours[~kept] = 0
    shown[..., 3] = _bytes(part * 255)
    own = np.zeros((*alpha.shape, 4), np.uint8)
    own[box] = shown
    return own


def _bytes(values: Any) -> npt.NDArray[np.uint8]:
    return np.asarray(np.clip(np.rint(values), 0, 255), np.uint8)
