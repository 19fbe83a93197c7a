"""How clearly a card shows where one is thought to be: its frame, the light beside that, and the filled corner."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from piclets.prints.bending import Bent
from piclets.prints.card import FRAME, HEIGHT, INSIDE, KEY, PANEL, WIDTH
from piclets.prints.edges import Box, Points, corners_of
from piclets.prints.rectify import Grey, Matrix, scaled, warped

CARD: Final[Box] = (0, 0, WIDTH, HEIGHT)
MIN_CLEAR: Final = 0.36
"""How much lighter, of the picture's own contrast there, the light parts of a card are than its dark ones."""
THUMB: Final = 4
"""A card is looked over at a fourth of its size."""


@dataclass(frozen=True)
class Clearness:
    """How much lighter what lies beside the frame is than the frame, and the other corner than the filled one.

    As shares of the contrast there, each at most about 1.
    """

    frame: float
    key: float

    @property
    def least(self) -> float:
        return min(self.frame, self.key)


def clearness(photo: Grey, to_photo: Matrix) -> Clearness:
    """Of a flat card, with the homography from it to the photo."""
    return _of(warped(photo, to_photo @ scaled(THUMB, THUMB), WIDTH // THUMB, HEIGHT // THUMB))


def clearness_of_bent(photo: Grey, bent: Bent) -> Clearness:
    rows, columns = HEIGHT // THUMB, WIDTH // THUMB
    y, x = (np.mgrid[0:rows, 0:columns] + 0.5) * THUMB
    at = bent.places(np.stack((x.ravel(), y.ravel()), 1)) - 0.5
    maps = at.astype(np.float32).reshape(rows, columns, 2)
    return _of(cv2.remap(photo, maps[..., 0], maps[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))


def plausible(to_photo: Matrix, box: Box, seen: Points) -> bool:
    """Whether a card could stand so in a photo: not from too far aside, and with all of it before the camera."""
    sides = np.linalg.norm(np.roll(seen, -1, 0) - seen, axis=1)
    ratio = float((sides[0] + sides[2]) / (sides[1] + sides[3])) / ratio_of(box)
    depth = corners_of(CARD) @ to_photo[2, :2] + to_photo[2, 2]
    return 0.5 < ratio < 2.0 and bool((depth > 0.1).all())


def ratio_of(box: Box) -> float:
    return (box[2] - box[0]) / (box[3] - box[1])


def _of(seen: NDArray[Any]) -> Clearness:
    small = seen.astype(np.float32)
    means = [float(small[mask].mean()) for mask in _masks()]
    ring_left, ring_right, strip_left, strip_right, key, other = means
    least, most = np.percentile(small[::3, ::3], (5, 95))
    contrast = max(float(most - least), 24.0)
    return Clearness(min(strip_left - ring_left, strip_right - ring_right) / contrast, (other - key) / contrast)


@cache
def _masks() -> tuple[NDArray[np.bool_], ...]:
    """The frame's left and right side, the light strips beside the face, the key, and the corner across from it."""
    y, x = np.mgrid[0 : HEIGHT // THUMB, 0 : WIDTH // THUMB] * THUMB + THUMB / 2
    middle = (y > 560) & (y < 1_000)
    across = WIDTH - x
    far_in = y - INSIDE[1] > 8
    return (
        middle & (x > FRAME[0] + 4) & (x < INSIDE[0] - 4),
        middle & (across > FRAME[0] + 4) & (across < INSIDE[0] - 4),
        middle & (x > PANEL[0] + 4) & (x < PANEL[0] + 22),
        middle & (across > PANEL[0] + 4) & (across < PANEL[0] + 22),
        (x > INSIDE[0]) & (y > INSIDE[1]) & (x - INSIDE[0] + y - INSIDE[1] < KEY - 16),
        (across > INSIDE[0] + 6) & far_in & (across - INSIDE[0] + y - INSIDE[1] < KEY - 16),
    )
