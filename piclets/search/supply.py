"""Where the game's vectors come from before they are computed: the dataset, and the servers of one database.

What comes from elsewhere is never taken on trust: it has to be of the very picture or text that would be looked at
here, of the right shape, and of each shard of the dataset two vectors, chosen by chance, are computed and compared.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, Protocol

import numpy as np
from cachetools import LRUCache

from piclets.errors import ServiceUnavailable
from piclets.ledger.turns import Turn
from piclets.ledger.vectors import SharedVectors, Stored
from piclets.search.looks import KINDS, Kind, WantedVector
from piclets.search.shards import ShardRow, digest_of, max_bytes, read_shard, shard_of, shard_path, sound
from piclets.search.vectors import DamagedVectors, Vector

Compute = Callable[[WantedVector], Vector | None]
"""Raises ServiceUnavailable where a picture cannot be had now; None where there is none."""
Read = Callable[[str, int], bytes | None]
"""A file of the dataset by its path, of at most so many bytes. Raises ServiceUnavailable."""

SAME: Final = 0.99
"""The cosine of a vector with itself, as another machine computed it, is above this."""
KEPT_SHARDS: Final = 2
AWAY_S: Final = 60.0

log = logging.getLogger(__name__)


class Supply(Protocol):
    """Used by the one thread that follows the log. Methods may raise StorageUnavailable."""

    def find(self, wanted: Sequence[WantedVector], compute: Compute) -> dict[WantedVector, Vector]:
        """What is there already."""

    def ours(self) -> bool:
        """Whether this server computes what is nowhere; else another one will."""

    def keep(self, made: Mapping[WantedVector, Vector]) -> None:
        """Offer what was computed here to the others."""

    def forget(self, seqs: Sequence[int]) -> None:
        """These Piclets are not shown any more."""

    def close(self) -> None: ...


class Nothing:
    """A server by itself."""

    def find(self, wanted: Sequence[WantedVector], compute: Compute) -> dict[WantedVector, Vector]:  # noqa: ARG002 - there is nothing
        return {}

    def ours(self) -> bool:
        return True

    def keep(self, made: Mapping[WantedVector, Vector]) -> None:
        """Nobody else is there."""

    def forget(self, seqs: Sequence[int]) -> None:
        """Nothing is kept."""

    def close(self) -> None:
        """Nothing is open."""


class Published(Nothing):
    """The shards of the dataset, each fetched when the first of its vectors is wanted."""

    def __init__(self, read: Read, model: str, dimension: int) -> None:
        self._read = read
        self._model = model
        self._dimension = dimension
        self._shards: LRUCache[int, dict[tuple[Kind, int], tuple[bytes, Vector]]] = LRUCache(KEPT_SHARDS)
        self._useless: set[int] = set()
        self._trusted: set[int] = set()
        self._ask_from = 0.0

    def find(self, wanted: Sequence[WantedVector], compute: Compute) -> dict[WantedVector, Vector]:
        found: dict[WantedVector, Vector] = {}
        by_shard: dict[int, list[WantedVector]] = {}
        for each in wanted:
            by_shard.setdefault(shard_of(each.seq), []).append(each)
        try:
            for shard, asked in by_shard.items():
                offered = self._offered(shard, asked)
                if offered and self._is_right(shard, offered, compute):
                    found.update(offered)
        except ServiceUnavailable:
            self._ask_from = time.monotonic() + AWAY_S
        return found

    def _offered(self, shard: int, asked: Iterable[WantedVector]) -> dict[WantedVector, Vector]:
        there = self._shard(shard)
        known = ((each, there.get((each.kind, each.seq))) for each in asked)
        return {each: held[1] for each, held in known if held and held[0] == digest_of(each.source)}

    def _shard(self, shard: int) -> dict[tuple[Kind, int], tuple[bytes, Vector]]:
        if shard in self._shards:
            return self._shards[shard]
        if shard in self._useless or time.monotonic() < self._ask_from:
            return {}
        data = self._read(shard_path(self._model, shard), max_bytes(self._dimension))
        if data is None:
            self._useless.add(shard)
            return {}
        try:
            rows = read_shard(data, self._model, self._dimension)
        except DamagedVectors as error:
            self._leave_out(shard, str(error))
            return {}
        found = self._shards[shard] = _vectors(rows)
        return found

    def _is_right(self, shard: int, offered: Mapping[WantedVector, Vector], compute: Compute) -> bool:
        """Compute one of each kind, chosen by chance. Without any that can be computed nothing is believed."""
        if shard in self._trusted:
            return True
        checked = 0
        for kind in KINDS:
            some = [each for each in offered if each.kind == kind]
            if not some:
                continue
            chosen = secrets.choice(some)
            vector = compute(chosen)
            if vector is not None and float(vector @ offered[chosen]) < SAME:
                self._leave_out(shard, "it has other vectors than are computed here")
                return False
            checked += vector is not None
        if checked:
            self._trusted.add(shard)
        return bool(checked)

    def _leave_out(self, shard: int, reason: str) -> None:
        log.warning("vectors of the dataset are not used", extra={"shard": shard, "reason": reason})
        self._useless.add(shard)
        self._shards.pop(shard, None)


class Shared:
    """The table of a database that several servers share: one of them, whose turn it is, computes for all."""

    def __init__(self, table: SharedVectors, turn: Turn, model: str, dimension: int, beyond: Supply) -> None:
        self._table = table
        self._turn = turn
        self._model = model
        self._dimension = dimension
        self._beyond = beyond

    def find(self, wanted: Sequence[WantedVector], compute: Compute) -> dict[WantedVector, Vector]:
        stored = self._table.read(self._model, sorted({each.seq for each in wanted}))
        found = {
            each: vector
            for each in wanted
            if (held := stored.get((each.kind, each.seq)))
            and held.source == digest_of(each.source)
            and (vector := _decoded(held.vector, self._dimension)) is not None
        }
        missing = [each for each in wanted if each not in found]
        if missing and self._turn.try_take():
            more = self._beyond.find(missing, compute)
            self.keep(more)
            found.update(more)
        return found

    def ours(self) -> bool:
        return self._turn.try_take()

    def keep(self, made: Mapping[WantedVector, Vector]) -> None:
        self._table.write(
            self._model,
            {
                (each.kind, each.seq): Stored(digest_of(each.source), vector.astype("<f2").tobytes())
                for each, vector in made.items()
            },
        )

    def forget(self, seqs: Sequence[int]) -> None:
        self._table.delete(seqs)

    def close(self) -> None:
        self._turn.release()


def _vectors(rows: Iterable[ShardRow]) -> dict[tuple[Kind, int], tuple[bytes, Vector]]:
    found: dict[tuple[Kind, int], tuple[bytes, Vector]] = {}
    for row in rows:
        if row.picture is not None and row.picture_of is not None:
            found["picture", row.seq] = row.picture_of, row.picture.astype(np.float32)
        if row.name is not None and row.name_of is not None:
            found["name", row.seq] = row.name_of, row.name.astype(np.float32)
    return found


def _decoded(data: bytes, dimension: int) -> Vector | None:
    if len(data) != 2 * dimension:
        return None
    vector = np.frombuffer(data, "<f2")
    return vector.astype(np.float32) if sound(vector, dimension) else None
