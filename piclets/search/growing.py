"""The game's own index: exact while it is small, and approximate beyond, where faiss is installed.

Its vectors are all kept beside faiss' lists, at half precision: they are saved from there, and what faiss finds is
scored by them, so that a score is the same however large the game is.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from piclets.search.index import MAX_EXACT, ExactIndex, VectorIndex, faiss_is_there
from piclets.search.vectors import Keys, Matrix, Vector

LEARN_AGAIN: Final = 2
"""Lists are learned anew when there are so many times as many vectors as when they were learned."""
LOOKED_AT: Final = 4
"""For each that is asked for, so many are taken from the lists and compared exactly."""


class GrowingIndex:
    """A `VectorIndex`. Changed by one thread, which calls `tend` now and then; searched by any."""

    def __init__(self, dimension: int, most: int = MAX_EXACT) -> None:
        self._dimension = dimension
        self._most = most
        self._kept = ExactIndex(dimension)
        self._lists: VectorIndex | None = None
        self._learned = 0

    def __len__(self) -> int:
        return len(self._kept)

    def __contains__(self, key: int) -> bool:
        return key in self._kept

    @property
    def approximate(self) -> bool:
        """Whether faiss' lists are searched."""
        return self._lists is not None

    def put(self, keys: Keys, vectors: Matrix) -> None:
        self._kept.put(keys, vectors)
        if self._lists is not None:
            self._lists.put(keys, vectors)

    def remove(self, keys: Iterable[int]) -> None:
        gone = list(keys)
        self._kept.remove(gone)
        if self._lists is not None:
            self._lists.remove(gone)

    def nearest(self, vector: Vector, k: int) -> list[tuple[int, float]]:
        lists = self._lists
        if lists is None:
            return self._kept.nearest(vector, k)
        scored = [
            (key, float(exact @ vector))
            for key, _ in lists.nearest(vector, k * LOOKED_AT)
            if (exact := self._kept.vector(key)) is not None
        ]
        return sorted(scored, key=lambda each: (-each[1], each[0]))[:k]

    def vector(self, key: int) -> Vector | None:
        """A vector that is in the index."""
        return self._kept.vector(key)

    def contents(self) -> tuple[Keys, NDArray[Any]]:
        """All keys and vectors, copied."""
        return self._kept.contents()

    def tend(self) -> None:
        """Learn lists where there are too many vectors for comparing all; a minute's work at a million."""
        if len(self) <= max(self._most, LEARN_AGAIN * self._learned) or not faiss_is_there():
            return
        from piclets.search.approximate import FaissIndex

        keys, vectors = self._kept.contents()
        lists = FaissIndex(self._dimension, None, bits=8)  # what it finds is scored exactly
        lists.put(keys, vectors.astype(np.float32))
        if not self._learned:
            kept = ExactIndex(self._dimension, np.float16)
            kept.put(keys, vectors)
            self._kept = kept
        self._lists, self._learned = lists, len(keys)
