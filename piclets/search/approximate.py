"""An approximate index for hundreds of thousands of vectors: faiss' inverted lists of small numbers.

Numbers of 16 bits find what is nearest; those of 8 bits take half the memory, and lose neighbours that are nearly as
near as others, unless what is found is compared exactly afterwards.

How many lists a query looks at is found by trying: so many that, of vectors it holds, at least `RECALL` of the ten
nearest are found; or that twice as many lists find no more, since what is missed then is lost in 8 bits. What was
learned is kept in a file, since learning takes a minute at a million.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, Literal

import faiss
import numpy as np

from piclets.search.vectors import Keys, Matrix, Vector

RECALL: Final = 0.98
MIN_GAIN: Final = 0.004
_TRIED: Final = 64
_NEAREST: Final = 10
_PER_LIST: Final = 64
"""Vectors that each list is learned from."""
_MAX_LISTS: Final = 4_096


class FaissIndex:
    """A `VectorIndex`. The first `put` teaches it: it should bring most of what it is to hold.

    `bits`: 16 or 8, of each number.
    """

    def __init__(self, dimension: int, kept: Path | None, *, bits: Literal[8, 16] = 16) -> None:
        self._dimension = dimension
        self._kind = faiss.ScalarQuantizer.QT_fp16 if bits == 16 else faiss.ScalarQuantizer.QT_8bit
        self._kept = kept
        self._index: Any = None
        self._lock = threading.Lock()
        faiss.omp_set_num_threads(1)  # beside the game, which needs the other core

    def __len__(self) -> int:
        return int(self._index.ntotal) if self._index is not None else 0

    def put(self, keys: Keys, vectors: Matrix) -> None:
        vectors = np.ascontiguousarray(vectors, np.float32)
        with self._lock:
            if self._index is None:
                self._index = self._remembered(len(keys))
                if self._index is not None:
                    return
                self._index = self._learned(vectors)
                self._index.add_with_ids(vectors, keys)
                self._look_far_enough(vectors, keys)
                if self._kept is not None:
                    faiss.write_index(self._index, str(self._kept))
                return
            self._index.remove_ids(np.asarray(keys, np.int64))
            self._index.add_with_ids(vectors, keys)

    def remove(self, keys: Iterable[int]) -> None:
        with self._lock:
            if self._index is not None:
                self._index.remove_ids(np.array(list(keys), np.int64))

    def nearest(self, vector: Vector, k: int) -> list[tuple[int, float]]:
        with self._lock:
            if self._index is None:
                return []
            cosines, keys = self._index.search(np.asarray(vector, np.float32)[None], k)
        found = [(int(key), float(cosine)) for key, cosine in zip(keys[0], cosines[0], strict=True) if key >= 0]
        return sorted(found, key=lambda each: (-each[1], each[0]))

    def _remembered(self, count: int) -> Any:
        if self._kept is None or not self._kept.exists():
            return None
        try:
            index = faiss.read_index(str(self._kept))
        except RuntimeError:
            return None
        of_this_kind = isinstance(index, faiss.IndexIVFScalarQuantizer) and index.sq.qtype == self._kind
        return index if of_this_kind and (index.d, index.ntotal) == (self._dimension, count) else None

    def _learned(self, vectors: Matrix) -> Any:
        lists = int(min(_MAX_LISTS, max(1, 2 * len(vectors) ** 0.5)))
        coarse = faiss.IndexFlatIP(self._dimension)
        index = faiss.IndexIVFScalarQuantizer(coarse, self._dimension, lists, self._kind, faiss.METRIC_INNER_PRODUCT)
        sample = np.random.default_rng(0).permutation(len(vectors))[: lists * _PER_LIST]
        index.train(vectors[np.sort(sample)])
        return index

    def _look_far_enough(self, vectors: Matrix, keys: Keys) -> None:
        tried = vectors[np.random.default_rng(1).permutation(len(vectors))[:_TRIED]]
        wanted = [set(keys[np.argpartition(-(vectors @ each), _NEAREST - 1)[:_NEAREST]].tolist()) for each in tried]
        lists, before = 4, 0.0
        while lists < self._index.nlist:
            self._index.nprobe = lists
            _, found = self._index.search(tried, _NEAREST)
            recall = np.mean([len(wanted[at] & set(found[at].tolist())) / _NEAREST for at in range(len(tried))])
            if recall >= RECALL or recall - before < MIN_GAIN:
                return
            lists, before = lists * 2, float(recall)
        self._index.nprobe = self._index.nlist
