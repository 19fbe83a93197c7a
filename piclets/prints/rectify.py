"""The square window around a face's spots, straightened out of a photo.

Places in a photo are continuous: the pixel in row r and column c covers c to c + 1 and r to r + 1.
"""

from __future__ import annotations

from typing import Final, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from piclets.prints.face import WINDOW_LEFT, WINDOW_SIDE, WINDOW_TOP

Grey = NDArray[np.uint8]
Matrix = NDArray[np.float64]
Pixels = TypeVar("Pixels", NDArray[np.uint8], NDArray[np.float32])

PIXELS_PER_STEP: Final = 2
SIDE: Final = WINDOW_SIDE * PIXELS_PER_STEP
"""Of the window, in pixels."""
_FINEST: Final = 5.0
_OVERSAMPLED: Final = 2
_TO_CENTRES: Final = np.array(((1, 0, -0.5), (0, 1, -0.5), (0, 0, 1)), np.float64)


def apply(matrix: Matrix, points: NDArray[np.float64]) -> NDArray[np.float64]:
    """The points (n, 2) moved by a homography."""
    return np.asarray(cv2.perspectiveTransform(points[:, None], matrix)[:, 0], np.float64)


def scaled(x: float, y: float, left: float = 0.0, top: float = 0.0) -> Matrix:
    """The affine matrix of (x * (a - left), y * (b - top))."""
    return np.array(((x, 0, -x * left), (0, y, -y * top), (0, 0, 1)), np.float64)


def warped(photo: Pixels, to_photo: Matrix, width: int, height: int) -> Pixels:
    """A picture of width x height whose place p shows what the photo has at `to_photo` of p."""
    matrix = _TO_CENTRES @ to_photo @ np.linalg.inv(_TO_CENTRES)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    straight = cv2.warpPerspective(photo, matrix, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(straight, photo.dtype)


def window_of(photo: Grey, steps_to_photo: Matrix) -> Grey:
    """The window, 96 x 96, 2 pixels to a step. `steps_to_photo` takes places on the face, in steps, to the photo."""
    side = WINDOW_SIDE
    corners = np.array(((0, 0), (side, 0), (side, side), (0, side)), np.float64)
    found = apply(steps_to_photo, corners + np.array((WINDOW_LEFT, WINDOW_TOP)))
    left, top = np.maximum(np.floor(found.min(0)).astype(int) - 8, 0)
    right, bottom = np.minimum(np.ceil(found.max(0)).astype(int) + 8, (photo.shape[1], photo.shape[0]))
    if right - left < 2 or bottom - top < 2:
        return np.zeros((SIDE, SIDE), np.uint8)
    part = photo[top:bottom, left:right]
    to_part = scaled(1, 1, float(left), float(top)) @ steps_to_photo
    edges = np.linalg.norm(np.roll(found, -1, 0) - found, axis=1)
    fineness = float(edges.mean()) / side
    if fineness > _FINEST:  # else the warp would pick single pixels out of many
        width, height = (max(2, round(length * _FINEST / fineness)) for length in (right - left, bottom - top))
        to_part = scaled(width / (right - left), height / (bottom - top)) @ to_part
        part = np.asarray(cv2.resize(part, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
    fine = SIDE * _OVERSAMPLED
    pixel = side / fine
    window_to_steps = np.array(((pixel, 0, WINDOW_LEFT), (0, pixel, WINDOW_TOP), (0, 0, 1)), np.float64)
    straight = warped(part, to_part @ window_to_steps, fine, fine)
    return np.asarray(cv2.resize(straight, (SIDE, SIDE), interpolation=cv2.INTER_AREA), np.uint8)
