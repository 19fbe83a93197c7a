"""How clearly a card shows where one is thought to be: its frame, the light beside that, and the filled corner."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from piclets.prints.bending import Bent
from piclets.prints.card import FRAME, HEIGHT, INSIDE, KEY, PANEL, WIDTH
from piclets.prints.edges import Box, Points, corners_of
from piclets.prints.rectify import Grey, Matrix, apply

CARD: Final[Box] = (0, 0, WIDTH, HEIGHT)
MIN_CLEAR: Final = 0.36
"""How much lighter, of the picture's own contrast there, the light parts of a card are than its dark ones."""
MIN_CONTRAST: Final = 24.0
"""Grey values: a picture with less is taken to have so much."""
FAINT: Final = MIN_CLEAR * MIN_CONTRAST
"""Grey values apart: with less nothing is a card."""
THUMB: Final = 4
"""A card is looked over at a fourth of its size."""

Look = Callable[[Points], NDArray[np.uint8]]
"""What a photo shows at places (n, 2) of a card, n grey values."""


def clearness(photo: Grey, to_photo: Matrix) -> float:
    """Of a flat card, with the homography from it to the photo: at most about 1.

    Whichever is less, as a share of the contrast there: how much lighter the other corner is than the filled one, or
    what lies beside the frame than the frame. 0.0 where that is too faint for a card in any contrast.
    """
    return _least(_flat(photo, to_photo))


def clearness_of_key(photo: Grey, to_photo: Matrix) -> float:
    """The same of the filled corner alone."""
    look = _flat(photo, to_photo)
    apart = _key_apart(look)
    return apart / _contrast(look) if apart >= FAINT else 0.0


def clearness_of_bent(photo: Grey, bent: Bent) -> float:
    """The same of a whole bent card."""
    return _least(lambda places: _seen(photo, bent.places(places)))


def plausible(to_photo: Matrix, box: Box, seen: Points) -> bool:
    """Whether a card could stand so in a photo: not from too far aside, and with all of it before the camera."""
    sides = np.linalg.norm(np.roll(seen, -1, 0) - seen, axis=1)
    ratio = float((sides[0] + sides[2]) / (sides[1] + sides[3])) / ratio_of(box)
    depth = corners_of(CARD) @ to_photo[2, :2] + to_photo[2, 2]
    return 0.5 < ratio < 2.0 and bool((depth > 0.1).all())


def ratio_of(box: Box) -> float:
    return (box[2] - box[0]) / (box[3] - box[1])


def _flat(photo: Grey, to_photo: Matrix) -> Look:
    return lambda places: _seen(photo, apply(to_photo, places))


def _seen(photo: Grey, places: Points) -> NDArray[np.uint8]:
    at = (places - 0.5).astype(np.float32)[:, None]
    seen = cv2.remap(photo, at[..., 0], at[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(seen, np.uint8)[:, 0]


def _least(look: Look) -> float:
    key = _key_apart(look)
    if key < FAINT:  # of four ways to turn a card, three end here
        return 0.0
    ring_left, ring_right, strip_left, strip_right = _means(look, _side_places())
    apart = min(key, strip_left - ring_left, strip_right - ring_right)
    return apart / _contrast(look) if apart >= FAINT else 0.0


def _key_apart(look: Look) -> float:
    key, other = _means(look, _corner_places())
    return other - key


def _contrast(look: Look) -> float:
    seen = look(_all_over())
    upto = np.cumsum(np.bincount(seen, minlength=256)) / len(seen)
    least, most = np.searchsorted(upto, (0.05, 0.95))
    return max(float(most - least), MIN_CONTRAST)


def _means(look: Look, parts: tuple[Points, ...]) -> list[float]:
    """Of what is seen in each part."""
    seen = look(np.concatenate(parts))
    ends = np.cumsum([len(part) for part in parts])
    return [float(values.mean()) for values in np.split(seen, ends[:-1])]


def _places(every: int = 1) -> Points:
    """The middles of the pixels of a card, seen at a fourth of its size: of every so many rows and columns."""
    y, x = (np.mgrid[0 : HEIGHT // THUMB : every, 0 : WIDTH // THUMB : every] + 0.5) * THUMB
    return np.stack((x.ravel(), y.ravel()), 1)


@cache
def _all_over() -> Points:
    return _places(every=3)


@cache
def _corner_places() -> tuple[Points, ...]:
    """In the filled corner, and in the one across from it."""
    places = _places()
    x, y = places.T
    across = WIDTH - x
    far_in = y - INSIDE[1] > 8
    return (
        places[(x > INSIDE[0]) & (y > INSIDE[1]) & (x - INSIDE[0] + y - INSIDE[1] < KEY - 16)],
        places[(across > INSIDE[0] + 6) & far_in & (across - INSIDE[0] + y - INSIDE[1] < KEY - 16)],
    )


@cache
def _side_places() -> tuple[Points, ...]:
    """On the frame's left and right side, and in the light strips beside the face."""
    places = _places()
    x, y = places.T
    across = WIDTH - x
    middle = (y > 560) & (y < 1_000)
    return (
        places[middle & (x > FRAME[0] + 4) & (x < INSIDE[0] - 4)],
        places[middle & (across > FRAME[0] + 4) & (across < INSIDE[0] - 4)],
        places[middle & (x > PANEL[0] + 4) & (x < PANEL[0] + 22)],
        places[middle & (across > PANEL[0] + 4) & (across < PANEL[0] + 22)],
    )
