"""Seeded ledgers as files, made once and used again where they are kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from benchmarks.seed import seed

EVENTS_PER_OBJECT = 10


@dataclass(frozen=True)
class Work:
    """What a benchmark is given: a folder for its files, and whether to hurry."""

    folder: Path
    quick: bool

    @property
    def sizes(self) -> tuple[int, int]:
        """A small and a large number of objects; there are ten events for each."""
        return (1_000, 10_000) if self.quick else (1_000, 100_000)

    def seeded(self, objects: int) -> Path:
        """The file of a ledger with so many objects, made if it is not there."""
        path = self.folder / f"ledger-{objects}-{objects * EVENTS_PER_OBJECT}.sqlite3"
        if not path.exists():
            unfinished = path.with_suffix(".unfinished")
            unfinished.unlink(missing_ok=True)
            print(f"Seeding {path.name} ...", flush=True)
            seconds = seed(f"sqlite:///{unfinished}", objects, objects * EVENTS_PER_OBJECT)
            print(f"... {objects * EVENTS_PER_OBJECT / seconds:.0f} events per second", flush=True)
            unfinished.rename(path)
        return path
