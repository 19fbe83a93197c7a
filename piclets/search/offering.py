"""What the dataset gets of the game's vectors, so that a restore need not compute them.

A shard is offered when it is full and has changed; the youngest one, which changes with every discovery, at most
every `YOUNGEST_EVERY_S` seconds; and one that has lost something at once, together with that shard of every other
model, which is deleted: nobody is here to take the vector out of it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from piclets.ledger.sights import Seen, Sights
from piclets.search.game import GameCatalogue, photo_of
from piclets.search.looks import Kind
from piclets.search.shards import (
    FOLDER,
    Halves,
    ShardRow,
    digest_of,
    folder_of,
    place_of,
    seqs_of,
    shard_of,
    write_shard,
)

YOUNGEST_EVERY_S: Final = 6 * 3600.0
YOUNGEST_FIRST_S: Final = 600.0
"""So long after the start it is offered for the first time."""


@dataclass(frozen=True)
class ShardOffer:
    """A shard: files to be in the dataset and paths not to be; `landed` is called when that is so."""

    files: Mapping[str, bytes]
    gone: tuple[str, ...]
    landed: Callable[[], None]


class ShardOffering:
    """For the dataset's thread. `chosen` is the game's catalogue that is to be published now, if any."""

    def __init__(
        self,
        sights: Sights,
        chosen: Callable[[], GameCatalogue | None],
        *,
        youngest_every_s: float = YOUNGEST_EVERY_S,
        youngest_first_s: float = YOUNGEST_FIRST_S,
    ) -> None:
        self._sights = sights
        self._chosen = chosen
        self._every = youngest_every_s
        self._youngest_from = time.monotonic() + youngest_first_s

    def next(self, folders: Callable[[str], Iterable[str]]) -> ShardOffer | None:
        """The next offer; `folders` lists those within one of the dataset's. Raises StorageUnavailable."""
        catalogue = self._chosen()
        place = catalogue.place() if catalogue else None
        if catalogue is None or place is None:
            return None
        changed, lost = catalogue.looks.changed()
        youngest = shard_of(place.seq)
        due = sorted(changed, key=lambda shard: (shard not in lost, shard))
        if youngest not in lost and time.monotonic() < self._youngest_from:
            due = [shard for shard in due if shard != youngest]
        if not due:
            return None
        return self._offer(catalogue, due[0], changed[due[0]], due[0] in lost, youngest, folders)

    def waiting(self) -> int:
        """So many shards have changed since they were published."""
        catalogue = self._chosen()
        return len(catalogue.looks.changed()[0]) if catalogue else 0

    def _offer(
        self,
        catalogue: GameCatalogue,
        shard: int,
        change: int,
        lost: bool,
        youngest: int,
        folders: Callable[[str], Iterable[str]],
    ) -> ShardOffer:
        own = folder_of(catalogue.model)
        rows = [row for seen in self._sights.at(seqs_of(shard)) if (row := _row(catalogue, seen))]
        path = f"{FOLDER}/{own}/{place_of(shard)}"
        files = {path: write_shard(catalogue.model, catalogue.dimension, rows)} if rows else {}
        models = {own, *folders(FOLDER)} if lost else {own}
        gone = {f"{FOLDER}/{model}/{place_of(shard)}" for model in models} - files.keys()

        def landed() -> None:
            catalogue.looks.published(shard, change)
            if shard == youngest:
                self._youngest_from = time.monotonic() + self._every

        return ShardOffer(files, tuple(sorted(gone)), landed)


def _row(catalogue: GameCatalogue, seen: Seen) -> ShardRow | None:
    """What is known of a Piclet; None where that is nothing, or it is not shown."""
    picture, name = _half(catalogue, "picture", seen.seq), _half(catalogue, "name", seen.seq)
    if not seen.shown or (picture is None and name is None):
        return None
    return ShardRow(
        seen.seq,
        seen.type_id,
        picture,
        digest_of(seen.image) if picture is not None else None,
        name,
        digest_of(photo_of(seen)) if name is not None else None,
    )


def _half(catalogue: GameCatalogue, kind: Kind, seq: int) -> Halves | None:
    vector = catalogue.looks.index[kind].vector(seq)
    return None if vector is None else vector.astype(np.float16)
