"""Keys and values of texts that were read, so that the next token costs one step. Bounded in bytes; for one thread.

Two texts with one beginning share the work on it: what is known of the longer serves the shorter, cut to its length.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

MAX_BYTES: Final = 128 * 1024**2
"""With the keys and values of the text at work, before and after a step, less than 300 MB."""
MAX_TEXTS: Final = 2_048

Floats = NDArray[np.float32]
Arrays = list[Floats]
Key = tuple[str, tuple[int, ...]]


@dataclass(frozen=True)
class _Text:
    past: Arrays
    logits: Floats

    @property
    def size(self) -> int:
        return sum(part.nbytes for part in self.past) + self.logits.nbytes


class Prefixes:
    """The most recently used texts of all models."""

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self._max_bytes = max_bytes
        self._texts: OrderedDict[Key, _Text] = OrderedDict()
        self.size = 0

    def logits(self, model: str, ids: Sequence[int]) -> Floats | None:
        """The next token's logits [vocabulary] after exactly this text."""
        found = self._texts.get((model, tuple(ids)))
        if found is None:
            return None
        self._texts.move_to_end((model, tuple(ids)))
        return found.logits

    def past(self, model: str, ids: Sequence[int]) -> Arrays:
        """Keys and values [1, heads, length, width] of the longest known beginning of this text; none: []."""
        wanted = tuple(ids)
        exact = (model, wanted)
        best, length = (exact, len(wanted)) if exact in self._texts else self._longest(model, wanted)
        if best is None:
            return []
        self._texts.move_to_end(best)
        past = self._texts[best].past
        return past if past[0].shape[2] == length else [np.ascontiguousarray(part[:, :, :length]) for part in past]

    def keep(self, model: str, ids: Sequence[int], past: Arrays, logits: Floats) -> None:
        """Remember a text; the one that it goes on from by a token, and which it contains, need not be any more."""
        whole = tuple(ids)
        self._drop((model, whole))
        self._drop((model, whole[:-1]))
        text = _Text(past, logits)
        if text.size > self._max_bytes:
            return
        self._texts[model, whole] = text
        self.size += text.size
        while self.size > self._max_bytes or len(self._texts) > MAX_TEXTS:
            self._drop(next(iter(self._texts)))

    def _longest(self, model: str, wanted: tuple[int, ...]) -> tuple[Key | None, int]:
        best: Key | None = None
        most = 0
        for key in self._texts:
            if key[0] == model and key[1][: most + 1] == wanted[: most + 1]:
                shared = _shared(key[1], wanted)
                if shared > most:
                    best, most = key, shared
        return best, most

    def _drop(self, key: Key) -> None:
        text = self._texts.pop(key, None)
        if text is not None:
            self.size -= text.size


def _shared(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    """How many tokens two texts begin with in common."""
    shorter = min(len(one), len(other))
    if one[:shorter] == other[:shorter]:
        return shorter
    return next(at for at in range(shorter) if one[at] != other[at])
