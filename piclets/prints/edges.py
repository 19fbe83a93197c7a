"""Straight edges in a photo, to a fraction of a pixel: the sides of a rectangle whose place is roughly known."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from piclets.prints.rectify import Grey, Matrix

Points = NDArray[np.float64]
Box = tuple[int, int, int, int]

SAMPLES: Final = 48
"""Places along each side at which it is looked for."""
DEPTH: Final = 21
"""Grey values across the side at each place."""
FROM_CORNER: Final = 0.06
MIN_PLACES: Final = 12
_ROUNDS: Final = 3


def corners_of(box: Box) -> Points:
    """Of a box (left, top, right, bottom): top left, top right, bottom right, bottom left."""
    left, top, right, bottom = box
    return np.array(((left, top), (right, top), (right, bottom), (left, bottom)), np.float64)


def homography(places: Points, seen: Points) -> Matrix:
    """What takes four places to where they are seen."""
    found = cv2.getPerspectiveTransform(places.astype(np.float32), seen.astype(np.float32))
    return np.asarray(found, np.float64)


def refined(photo: Grey, corners: Points, reach: float, *, dark_inside: bool) -> Points | None:
    """The corners (4, 2), clockwise from the top left, put where the sides' edges cross.

    A side is looked for within `reach` pixels, as the steepest change that gets darker (or lighter) inwards. None
    where a side is not there.
    """
    lines = []
    sides = _sides(corners)
    values = _across(photo, sides, reach)
    for (starts, inward), profiles in zip(sides, values, strict=True):
        line = _line(_edge_places(starts, inward, profiles, reach, dark_inside))
        if line is None:
            return None
        lines.append(line)
    found = [_crossing(lines[side - 1], lines[side]) for side in range(4)]
    if any(corner is None for corner in found):
        return None
    moved = np.array(found, np.float64)
    return moved if float(np.abs(moved - corners).max()) < 3 * reach else None


def _sides(corners: Points) -> list[tuple[Points, Points]]:
    """For each side the places along it, and the unit vector inwards."""
    along = np.linspace(FROM_CORNER, 1 - FROM_CORNER, SAMPLES)[:, None]
    sides = []
    for side in range(4):
        start, end = corners[side], corners[(side + 1) % 4]
        way = (end - start) / max(float(np.linalg.norm(end - start)), 1e-6)
        sides.append((start + along * (end - start), np.array((-way[1], way[0]))))
    return sides


def _across(photo: Grey, sides: list[tuple[Points, Points]], reach: float) -> NDArray[np.float32]:
    """Grey values (4, SAMPLES, DEPTH) from outside to inside."""
    deep = np.linspace(-reach, reach, DEPTH)
    places = np.stack([starts[:, None] + deep[None, :, None] * inward for starts, inward in sides])
    maps = (places.reshape(-1, DEPTH, 2) - 0.5).astype(np.float32)
    read = cv2.remap(photo, maps[..., 0], maps[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(read, np.float32).reshape(4, SAMPLES, DEPTH)


def _edge_places(
    starts: Points, inward: Points, profiles: NDArray[np.float32], reach: float, dark_inside: bool
) -> Points:
    """Where each profile is steepest, to a part of its spacing."""
    change = np.diff(profiles, axis=1) * (-1 if dark_inside else 1)
    change[:, 1:-1] = (change[:, :-2] + 2 * change[:, 1:-1] + change[:, 2:]) / 4
    peak = np.clip(change[:, 1:-1].argmax(1) + 1, 1, DEPTH - 3)
    rows = np.arange(SAMPLES)
    before, top, after = change[rows, peak - 1], change[rows, peak], change[rows, peak + 1]
    bend = before - 2 * top + after
    part = np.where(np.abs(bend) > 1e-3, 0.5 * (before - after) / np.where(bend == 0, 1, bend), 0)
    offset = (peak + 0.5 + np.clip(part, -0.5, 0.5)) * (2 * reach / (DEPTH - 1)) - reach
    clear = top > max(2.0, 0.35 * float(np.median(top)))
    return np.asarray((starts + offset[:, None] * inward)[clear], np.float64)


def _line(places: Points) -> tuple[Points, Points] | None:
    """A place on the line through most of the places, and its direction."""
    for _ in range(_ROUNDS):
        if len(places) < MIN_PLACES:
            return None
        vx, vy, x, y = np.ravel(cv2.fitLine(places.astype(np.float32), cv2.DIST_HUBER, 0, 0.01, 0.01)).astype(float)
        at, way = np.array((x, y)), np.array((vx, vy))
        off = np.abs((places - at) @ np.array((-vy, vx)))
        near = off <= max(0.35, 2.5 * float(np.median(off)))
        if near.all():
            break
        places = places[near]
    return at, way


def _crossing(one: tuple[Points, Points], other: tuple[Points, Points]) -> Points | None:
    matrix = np.stack((one[1], -other[1]), 1)
    if abs(float(np.linalg.det(matrix))) < 0.2:
        return None
    along = np.linalg.solve(matrix, other[0] - one[0])
    return np.asarray(one[0] + along[0] * one[1], np.float64)
