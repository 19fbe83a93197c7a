"""The vectors of the game's own catalogue: what its things are called, and what its creatures look like.

They are kept in one file, which says up to which event of which log it goes, and what of it has changed since it was
last in the dataset.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import numpy as np

from piclets.ledger.followers import Place
from piclets.search.growing import GrowingIndex
from piclets.search.shards import shard_of
from piclets.search.vectors import DamagedVectors, Vector, read_vectors, write_vectors

Kind = Literal["picture", "name"]
KINDS: Final[tuple[Kind, Kind]] = ("picture", "name")

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class WantedVector:
    """A vector of the Piclet that the `seq`-th event discovered; `source` is the picture's file, or the text."""

    kind: Kind
    seq: int
    source: str


class Looks:
    """Changed by one thread; read by any."""

    def __init__(self, file: Path, model: str, dimension: int) -> None:
        self._file = file
        self._model = model
        self._dimension = dimension
        self._guard = threading.Lock()
        self.forget_all()
        self._load()

    def forget_all(self) -> None:
        """There is another log."""
        self.index: dict[Kind, GrowingIndex] = {kind: GrowingIndex(self._dimension) for kind in KINDS}
        self.later: set[int] = set()
        self.place: Place | None = None
        self.log = ""
        self.changes = 0
        with self._guard:
            self._changed: dict[int, int] = {}
            self._lost: set[int] = set()

    def put(self, wanted: WantedVector, vector: Vector) -> None:
        self.index[wanted.kind].put(np.array([wanted.seq]), vector[None])
        self._note([wanted.seq])

    def remove(self, seqs: Sequence[int], kinds: Iterable[Kind] = KINDS) -> None:
        gone = [seq for seq in seqs if any(seq in self.index[kind] for kind in kinds)]
        for kind in kinds:
            self.index[kind].remove(gone)
        self._note(gone)
        with self._guard:
            self._lost.update(map(shard_of, gone))

    def tend(self) -> None:
        for index in self.index.values():
            index.tend()

    # ---- what is to be published

    def changed(self) -> tuple[dict[int, int], set[int]]:
        """The shards that have changed since they were published, with the number of the change; and those of them
        that have lost something, which is not to stay in the dataset."""
        with self._guard:
            return dict(self._changed), set(self._lost)

    def published(self, shard: int, change: int) -> None:
        """The dataset has a shard as it was at a change."""
        with self._guard:
            if self._changed.get(shard) == change:
                del self._changed[shard]
                self._lost.discard(shard)
                self.changes += 1

    # ---- the file

    def save(self) -> None:
        parts = [self.index[kind].contents() for kind in KINDS]
        keys = np.concatenate([part[0] * 2 + kind for kind, part in enumerate(parts)])
        vectors = np.concatenate([part[1] for part in parts])
        changed, lost = self.changed()
        write_vectors(
            self._file,
            self._model,
            keys,
            vectors,
            log=self.log,
            seq=self.place.seq if self.place else 0,
            later=sorted(self.later),
            changed=sorted(changed),
            lost=sorted(lost),
        )
        self.changes = 0

    def _load(self) -> None:
        """What was saved; a file that is damaged or of another model is made anew."""
        try:
            stored = read_vectors(self._file, self._model, self._dimension)
            place = Place(str(stored.notes["log"]), int(stored.notes["seq"]))
            later, changed, lost = (
                {int(each) for each in stored.notes[name]} for name in ("later", "changed", "lost")
            )
        except FileNotFoundError:
            return
        except (DamagedVectors, KeyError, TypeError, ValueError) as error:
            log.warning("the game's vectors are made anew", extra={"reason": str(error)})
            return
        for at, kind in enumerate(KINDS):
            chosen = stored.keys % 2 == at
            self.index[kind].put(stored.keys[chosen] // 2, stored.vectors[chosen].astype(np.float32))
        self.log, self.place, self.later = place.log, place, later
        self._changed, self._lost = dict.fromkeys(changed, 0), lost

    def _note(self, seqs: Sequence[int]) -> None:
        self.changes += len(seqs)
        with self._guard:
            for seq in seqs:
                shard = shard_of(seq)
                self._changed[shard] = self._changed.get(shard, 0) + 1
