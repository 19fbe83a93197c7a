"""Plain sight: what a picture looks like, in numbers, without a model.

A descriptor has three parts, each of unit length before its weight:

- **colour layout** (as MPEG-7's, ISO/IEC 15938-3): low frequencies of the cosine transform of Y, Cb and Cr;
- **edges**: how strong gradients are in eight directions, in each cell of a grid (Dalal & Triggs, 2005);
- **perceptual hash**: the signs of the next frequencies of Y, which light and contrast leave as they are.

It finds the same picture again when that was resized, recompressed, cropped by a tenth, tilted a little or
photographed off a screen. It knows nothing of what a picture shows: two red things look alike to it.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from piclets.search.vectors import Vector

MODEL: Final = "plain-1"

_SIDE: Final = 64
_LUMA, _CHROMA, _SIGNS = 21, 10, 32
_GRID, _DIRECTIONS = 4, 8
_WEIGHTS: Final = {"colour": 0.45, "edges": 0.35, "hash": 0.2}
_SMOOTH: Final = 1e-3

DIMENSION: Final = _LUMA + 2 * _CHROMA + _GRID * _GRID * _DIRECTIONS + _SIGNS


def describe(image: Image.Image) -> Vector:
    """The descriptor of an RGB picture: `DIMENSION` numbers, of unit length."""
    small = image.resize((_SIDE, _SIDE), Image.Resampling.BOX, reducing_gap=2.0).convert("YCbCr")
    planes = np.asarray(small, np.float32).transpose(2, 0, 1) / 255 - 0.5
    luma, *chroma = (_BASIS @ plane @ _BASIS.T for plane in planes)
    colour = np.concatenate([luma[_ZIGZAG[:_LUMA]], *(plane[_ZIGZAG[:_CHROMA]] * 2 for plane in chroma)])
    signs = np.sign(luma[_ZIGZAG[1 : _SIGNS + 1]])
    parts = {"colour": colour, "edges": _edges(planes[0]), "hash": signs}
    weighed = [_unit(parts[name]) * np.sqrt(weight) for name, weight in _WEIGHTS.items()]
    return _unit(np.concatenate(weighed)).astype(np.float32)


def _edges(luma: Vector) -> Vector:
    """Histograms of the gradients' directions, each pixel shared among the four nearest cells."""
    down, across = np.gradient(luma)
    strength = np.hypot(down, across)
    turn = (np.arctan2(down, across) % np.pi) * (_DIRECTIONS / np.pi)
    lower = np.floor(turn)
    share = turn - lower
    directed = np.zeros((_DIRECTIONS, _SIDE, _SIDE), np.float32)
    direction, (rows, columns) = lower.astype(int), np.ogrid[:_SIDE, :_SIDE]
    directed[direction % _DIRECTIONS, rows, columns] += strength * (1 - share)
    directed[(direction + 1) % _DIRECTIONS, rows, columns] += strength * share
    cells = (_CELLS @ directed @ _CELLS.T).transpose(1, 2, 0)
    return np.asarray(np.sqrt(cells), np.float32).ravel()


def _unit(vector: Vector) -> Vector:
    return np.asarray(vector / (np.linalg.norm(vector) + _SMOOTH), np.float32)


def _basis() -> Vector:
    """The first eight rows of the cosine transform of `_SIDE` numbers."""
    at = np.arange(_SIDE)
    rows = [np.cos(np.pi * (2 * at + 1) * k / (2 * _SIDE)) for k in range(8)]
    return np.array([row / np.linalg.norm(row) for row in rows], np.float32)


def _zigzag() -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The places of an 8 x 8 block, lowest frequencies first."""
    order = sorted(((row, column) for row in range(8) for column in range(8)), key=lambda at: (sum(at), at))
    return np.array([at[0] for at in order]), np.array([at[1] for at in order])


def _cells() -> Vector:
    """How much each row of pixels belongs to each row of cells: linear, and one in all."""
    centres = (np.arange(_GRID) + 0.5) * _SIDE / _GRID
    share = np.clip(1 - np.abs(np.arange(_SIDE)[None] - centres[:, None]) * _GRID / _SIDE, 0, None)
    return np.asarray(share / share.sum(0, keepdims=True), np.float32)


class _Order:
    """Index of the first frequencies: `plane[_ZIGZAG[:n]]`."""

    def __init__(self) -> None:
        self._rows, self._columns = _zigzag()

    def __getitem__(self, part: slice) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        return self._rows[part], self._columns[part]


_BASIS: Final = _basis()
_ZIGZAG: Final = _Order()
_CELLS: Final = _cells()
