"""A bent card: paper lies in no plane, and what a plane is taken for is off by several steps in its middle.

A card curls about one of its own middle lines, as a part of a tube does: its surface is the plane of the card with a
lift, a parabola across the card. How the lift is seen follows from the homography and the lens, whose length is taken
to be a phone's; what that is wrong by, the height of the lift makes up for. All of it is fitted to the edges that are
printed on the card, which are known to be straight there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from piclets.prints.card import AROUND_PANEL, FRAME, HEIGHT, INSIDE, PANEL, STEPS_TO_CARD, WIDTH
from piclets.prints.edges import Box, Points, corners_of
from piclets.prints.face import WINDOW_LEFT, WINDOW_SIDE, WINDOW_TOP
from piclets.prints.rectify import SIDE, Grey, Matrix, apply

LENS: Final = 1.1
"""Focal length over the picture's shorter side: between a phone's wide lens (0.9) and its long one."""
STARTS: Final = (-80.0, -30.0, 30.0, 80.0)
"""Lifts to begin with, in card pixels (840 are 63 mm)."""
CARD_MM: Final = 63.0
"""How wide a card is."""
MAX_LIFT: Final = 160.0
"""A lift above this is no card's."""
EDGES: Final[tuple[tuple[Box, bool], ...]] = (
    (FRAME, True), (INSIDE, False), (AROUND_PANEL, True), (PANEL, False),
)  # fmt: skip
"""What is printed, and whether it gets darker inwards there."""
ALONG: Final = 40
DEEP: Final = 17
REACHES: Final = (0.020, 0.014, 0.010, 0.008)
"""How far from where an edge is expected it is looked for, in card heights."""
ROUGH: Final = 1
KEPT: Final = 3
"""After the step `ROUGH`, the `KEPT` best of the starts go on."""
STEPS: Final = np.array((1e-3, 1e-3, 1.0, 1e-3, 1e-3, 1.0, 1e-6, 1e-6, 5.0))
"""Of the eight numbers of a plane and of the lift: each moves a place by about a pixel."""
MIN_SEEN: Final = 0.55
"""The share of the edges that has to be found."""
MAX_OFF: Final = 0.9
"""Pixels that edges are off the fitted ones, in the median, at most."""

Floats = NDArray[np.floating[Any]]
Axis = Literal[0, 1]
"""Along which of the card's sides its lift varies: across (0) or down (1)."""


@dataclass(frozen=True)
class Bent:
    """`plane` takes places on the card, in its pixels, to the photo; `up` is what a lift of one adds to that."""

    plane: Matrix
    up: NDArray[np.float64]
    axis: Axis
    lift: float

    def places(self, card: Points) -> Points:
        """Where places (n, 2) of the card are in the photo."""
        seen = self.projected(card)
        return np.asarray(seen[:, :2] / seen[:, 2:], np.float64)

    def projected(self, card: Points) -> NDArray[np.float64]:
        """The same as homogeneous coordinates (n, 3)."""
        lift = self.lift * self.bulge(card)
        return np.asarray(card @ self.plane[:, :2].T + self.plane[:, 2] + lift[:, None] * self.up, np.float64)

    def bulge(self, card: Points) -> NDArray[np.float64]:
        """How much of the lift each place has: none at the card's ends."""
        across = 2 * card[:, self.axis] / (WIDTH, HEIGHT)[self.axis] - 1
        return np.asarray(1 - across**2, np.float64)

    @property
    def lift_mm(self) -> float:
        return self.lift * CARD_MM / WIDTH

    def moved(self, change: Matrix) -> Bent:
        """The same card in a photo whose places were moved by a homography."""
        return replace(self, plane=change @ self.plane, up=change @ self.up)


@dataclass(frozen=True)
class Fit:
    """`off`: the median of how far edges are off, in pixels; `seen`: the share of the edges that were found."""

    bent: Bent
    off: float
    seen: float


def bent(photo: Grey, steps_to_photo: Matrix) -> Bent | None:
    """How a card is bent whose face was taken for flat; None where its edges fit no bend well."""
    plane = steps_to_photo @ np.linalg.inv(STEPS_TO_CARD)
    plane = plane / plane[2, 2]
    middle = apply(plane, np.array(((WIDTH / 2, 0.0), (WIDTH / 2, HEIGHT))))
    height = float(np.linalg.norm(middle[1] - middle[0]))
    fits = [Fit(start, np.inf, 0.0) for start in _starts(plane, photo.shape)]
    for number, reach in enumerate(REACHES):
        stepped = [_step(photo, fit.bent, max(2.0, reach * height)) for fit in fits]
        fits = [fit for fit in stepped if fit is not None and abs(fit.bent.lift) <= MAX_LIFT]
        if number == ROUGH:
            fits = sorted(fits, key=_badness)[:KEPT]
    good = [fit for fit in fits if fit.seen >= MIN_SEEN and fit.off <= MAX_OFF]
    return min(good, key=_badness).bent if good else None


def _badness(fit: Fit) -> float:
    return fit.off - fit.seen


def window_of_bent(photo: Grey, bent: Bent) -> Grey:
    """The window around the spots, as `rectify.window_of` gives it of a flat card."""
    fine = 2 * SIDE
    middles = (np.arange(fine) + 0.5) * (WINDOW_SIDE / fine)
    x, y = np.meshgrid(WINDOW_LEFT + middles, WINDOW_TOP + middles)
    seen = bent.places(apply(STEPS_TO_CARD, np.stack((x.ravel(), y.ravel()), 1)))
    left, top = np.maximum(np.floor(seen.min(0)).astype(int) - 8, 0)
    right, bottom = np.minimum(np.ceil(seen.max(0)).astype(int) + 8, (photo.shape[1], photo.shape[0]))
    if right - left < 2 or bottom - top < 2:
        return np.zeros((SIDE, SIDE), np.uint8)
    part = photo[top:bottom, left:right]
    shrink = max(1.0, (right - left) / (5 * WINDOW_SIDE))
    if shrink > 1:
        size = (max(2, round((right - left) / shrink)), max(2, round((bottom - top) / shrink)))
        part = np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), np.uint8)
    grain = np.array((part.shape[1] / (right - left), part.shape[0] / (bottom - top)))
    maps = ((seen - (left, top)) * grain - 0.5).astype(np.float32).reshape(fine, fine, 2)
    straight = cv2.remap(part, maps[..., 0], maps[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.resize(straight, (SIDE, SIDE), interpolation=cv2.INTER_AREA), np.uint8)


def _starts(plane: Matrix, shape: tuple[int, ...]) -> Iterator[Bent]:
    axes: tuple[Axis, Axis] = (0, 1)
    for axis in axes:
        for lift in STARTS:
            yield Bent(plane, _up(plane, shape), axis, lift)


def _up(plane: Matrix, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """The third column of the projection, of which a homography has the first two and the last."""
    rows, columns = shape[:2]
    focal = LENS * min(rows, columns)
    lens = np.array(((focal, 0, columns / 2), (0, focal, rows / 2), (0, 0, 1)))
    turned = np.linalg.solve(lens, plane)
    scale = (np.linalg.norm(turned[:, 0]) + np.linalg.norm(turned[:, 1])) / 2
    across = np.cross(turned[:, 0], turned[:, 1]) / scale
    return np.asarray(-(lens @ across), np.float64)


def _step(photo: Grey, bent: Bent, reach: float) -> Fit | None:
    """One step of Gauss and Newton, with the edges that were found weighed by how near they are."""
    card, inward, dark = _samples()
    at = bent.places(card)
    deeper = bent.places(card + inward) - at
    normal = deeper / np.maximum(np.linalg.norm(deeper, axis=1, keepdims=True), 1e-9)
    found, clear = _edges(photo, at, normal, reach, dark)
    if clear.mean() < MIN_SEEN / 2:
        return None
    residual = found[clear]
    jacobian = _jacobian(bent, card[clear], at[clear], normal[clear])
    near = 1.5 * max(0.4, float(np.median(np.abs(residual))))
    weight = np.minimum(1.0, near / np.maximum(np.abs(residual), 1e-9))
    weighed = jacobian * weight[:, None]
    change = np.linalg.lstsq(weighed.T @ jacobian + 1e-6 * np.eye(9), weighed.T @ residual, rcond=None)[0]
    left = np.abs(residual - jacobian @ change)
    return Fit(_moved(bent, change), float(np.median(left)), float(clear.mean()))


def _moved(bent: Bent, change: Floats) -> Bent:
    values = change * STEPS
    plane = bent.plane.copy()
    plane.flat[:8] += values[:8]
    return replace(bent, plane=plane, lift=bent.lift + float(values[8]))


def _jacobian(bent: Bent, card: Points, at: Points, normal: Points) -> NDArray[np.float64]:
    """How far each place moves along its normal (n, 9), with each of `STEPS`."""
    depth = bent.projected(card)[:, 2]
    near, along = normal / depth[:, None], (at * normal).sum(1) / depth
    x, y = card.T
    lifted = bent.bulge(card) * (near @ bent.up[:2] - along * bent.up[2])
    across, down = near.T
    columns = (across * x, across * y, across, down * x, down * y, down, -along * x, -along * y, lifted)
    return np.asarray(np.stack(columns, 1) * STEPS, np.float64)


@cache
def _samples() -> tuple[Points, Points, NDArray[np.bool_]]:
    """Places along the printed edges, the way inwards, and whether it gets darker that way."""
    along = np.linspace(0.06, 0.94, ALONG)[:, None]
    places: list[Points] = []
    ways: list[Points] = []
    dark: list[NDArray[np.bool_]] = []
    for box, dark_inside in EDGES:
        corners = corners_of(box)
        for side in range(4):
            start, end = corners[side], corners[(side + 1) % 4]
            way = (end - start) / np.linalg.norm(end - start)
            places.append(start + along * (end - start))
            ways.append(np.tile((-way[1], way[0]), (ALONG, 1)))
            dark.append(np.full(ALONG, dark_inside))
    return np.concatenate(places), np.concatenate(ways), np.concatenate(dark)


def _edges(
    photo: Grey, at: Points, normal: Points, reach: float, dark: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """How far inwards of each place its edge is, in pixels, and where there is one."""
    deep = np.linspace(-reach, reach, DEEP)
    places = (at[:, None] + deep[None, :, None] * normal[:, None] - 0.5).astype(np.float32)
    seen = cv2.remap(photo, places[..., 0], places[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    change = np.diff(seen.astype(np.float32), axis=1) * np.where(dark, -1, 1)[:, None]
    change[:, 1:-1] = (change[:, :-2] + 2 * change[:, 1:-1] + change[:, 2:]) / 4
    peak = np.clip(change[:, 1:-1].argmax(1) + 1, 1, DEEP - 3)
    rows = np.arange(len(at))
    before, top, after = change[rows, peak - 1], change[rows, peak], change[rows, peak + 1]
    bend = before - 2 * top + after
    part = np.where(np.abs(bend) > 1e-3, 0.5 * (before - after) / np.where(bend == 0, 1, bend), 0)
    offset = (peak + 0.5 + np.clip(part, -0.5, 0.5)) * (2 * reach / (DEEP - 1)) - reach
    return offset.astype(np.float64), top > max(3.0, 0.3 * float(np.median(top)))
