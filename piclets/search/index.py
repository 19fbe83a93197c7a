"""The vectors that are nearest to one: exact up to `MAX_EXACT` vectors, approximate beyond, where faiss is installed.

Vectors are float32 of unit length, so that the inner product is the cosine. Keys are whole numbers.
"""

from __future__ import annotations

import importlib.util
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from piclets.search.vectors import Keys, Matrix, Vector

MAX_EXACT: Final = 100_000
_ROOM: Final = 256


class VectorIndex(Protocol):
    """Methods may be called from several threads."""

    def __len__(self) -> int: ...

    def put(self, keys: Keys, vectors: Matrix) -> None:
        """Add these, in place of those with the same keys."""

    def remove(self, keys: Iterable[int]) -> None:
        """Take these away; those that are not there are left out."""

    def nearest(self, vector: Vector, k: int) -> list[tuple[int, float]]:
        """At most `k` (key, cosine), best first; ties by key."""


class ExactIndex:
    """All vectors in one matrix, compared one and all. The last row moves into the place of one that goes."""

    def __init__(self, dimension: int, precision: type[np.floating[Any]] = np.float32) -> None:
        self._matrix: NDArray[Any] = np.empty((_ROOM, dimension), precision)
        self._keys: Keys = np.empty(_ROOM, np.int64)
        self._rows: dict[int, int] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, key: int) -> bool:
        return key in self._rows

    def put(self, keys: Keys, vectors: Matrix) -> None:
        with self._lock:
            self._make_room(len(self._rows) + len(keys))
            rows = [self._rows.setdefault(key, len(self._rows)) for key in keys.tolist()]
            self._keys[rows] = keys
            self._matrix[rows] = vectors

    def remove(self, keys: Iterable[int]) -> None:
        with self._lock:
            for key in keys:
                row = self._rows.pop(key, None)
                last = len(self._rows)
                if row is None or row == last:
                    continue
                moved = int(self._keys[last])
                self._keys[row], self._matrix[row] = moved, self._matrix[last]
                self._rows[moved] = row

    def nearest(self, vector: Vector, k: int) -> list[tuple[int, float]]:
        with self._lock:
            count = len(self._rows)
            cosines = self._matrix[:count] @ vector
            keys = self._keys[:count]
            if k < count:
                best = np.argpartition(-cosines, k - 1)[:k]
                cosines, keys = cosines[best], keys[best]
            order = np.lexsort((keys, -cosines))
            return [(int(keys[at]), float(cosines[at])) for at in order[:k]]

    def vector(self, key: int) -> Vector | None:
        """A vector that is in the index."""
        with self._lock:
            row = self._rows.get(key)
            return None if row is None else self._matrix[row].astype(np.float32)

    def contents(self) -> tuple[Keys, NDArray[Any]]:
        """All keys and vectors, copied, at the index's precision."""
        with self._lock:
            count = len(self._rows)
            return self._keys[:count].copy(), self._matrix[:count].copy()

    def _make_room(self, count: int) -> None:
        room = len(self._keys)
        if count <= room:
            return
        while room < count:
            room *= 2
        matrix = np.empty((room, self._matrix.shape[1]), self._matrix.dtype)
        keys = np.empty(room, np.int64)
        matrix[: len(self._keys)], keys[: len(self._keys)] = self._matrix, self._keys
        self._matrix, self._keys = matrix, keys


def make_index(dimension: int, count: int, kept: Path) -> VectorIndex:
    """The index for so many vectors; an approximate one keeps what it has learned in the file `kept`."""
    if count <= MAX_EXACT or not faiss_is_there():
        return ExactIndex(dimension)
    from piclets.search.approximate import FaissIndex

    return FaissIndex(dimension, kept)


def faiss_is_there() -> bool:
    return importlib.util.find_spec("faiss") is not None
