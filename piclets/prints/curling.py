"""Cards that are curled so much that their sides are no lines in the photo, so that nothing flat fits them.

The ends of a curl stay where they are, so the four corners lie in one plane all the same: a quadrilateral about the
frame tells that plane roughly, the filled corner says which way up it is, and `bending` finds the lift.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from piclets.prints.bending import Bent, bent
from piclets.prints.card import STEPS_TO_CARD
from piclets.prints.clearness import MIN_CLEAR, clearness_of_bent, clearness_of_key, plausible
from piclets.prints.edges import Box, Points, corners_of, homography
from piclets.prints.rectify import Grey, Matrix

MIN_KEY: Final = 0.5
"""How clearly the filled corner has to show for a card to be looked for: where it is, a curl changes nothing."""
MAX_SUSPECTS: Final = 12
"""So many quadrilaterals of a picture are looked at, the largest."""


@dataclass(frozen=True)
class CardCandidate:
    """The corners (4, 2) of a quadrilateral, clockwise, and what of a card they may be those of."""

    quad: Points
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class Curled:
    """A card that was found bent, and how clearly it shows."""

    bent: Bent
    clear: float


def planes(photo: Grey, suspects: list[CardCandidate]) -> list[Matrix]:
    """What may take a curled card's plane to the photo, that with the clearest filled corner first."""
    largest = sorted(suspects, key=lambda each: -cv2.contourArea(each.quad.astype(np.float32)))[:MAX_SUSPECTS]
    found = [(clearness_of_key(photo, plane), plane) for each in largest for plane in _planes(each)]
    ranked = sorted(found, key=lambda each: -each[0])
    return [plane for key, plane in ranked if key >= MIN_KEY]


def curled(photo: Grey, plane: Matrix) -> Curled | None:
    """The card whose corners lie in this plane, where its edges fit a bend and it shows clearly then."""
    found = bent(photo, plane @ STEPS_TO_CARD)
    if found is None:
        return None
    clear = clearness_of_bent(photo, found)
    return Curled(found, clear) if clear >= MIN_CLEAR else None


def _planes(suspect: CardCandidate) -> Iterator[Matrix]:
    for box in suspect.boxes:
        for turn in range(4):
            seen = np.roll(suspect.quad, turn, 0)
            plane = homography(corners_of(box), seen)
            if plausible(plane, box, seen):
                yield plane
