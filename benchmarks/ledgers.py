"""Seeded ledgers as files, made once and used again where they are kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from benchmarks.repeating import repeat
from benchmarks.seed import players_of, seed


@dataclass(frozen=True)
class Size:
    """How much a game has. Its events are played `times` over, see `repeating`."""

    objects: int
    events: int
    times: int = 1

    @property
    def players(self) -> int:
        return players_of(self.events)


@dataclass(frozen=True)
class Work:
    """What a benchmark is given: a folder for its files, whether to hurry, and how large the large game is."""

    folder: Path
    quick: bool
    large: Size | None = None

    @property
    def sizes(self) -> tuple[Size, Size]:
        """A small game and a large one."""
        return Size(1_000, 10_000), self.large or (Size(10_000, 100_000) if self.quick else Size(100_000, 1_000_000))

    def seeded(self, size: Size) -> Path:
        """The file of a ledger of this size, made if it is not there."""
        path = self.folder / f"ledger-{size.objects}-{size.events}x{size.times}.sqlite3"
        if not path.exists():
            unfinished = path.with_suffix(".unfinished")
            unfinished.unlink(missing_ok=True)
            print(f"Seeding {path.name} ...", flush=True)
            seconds = seed(f"sqlite:///{unfinished}", size.objects, size.events)
            print(f"... {size.events / seconds:.0f} events per second", flush=True)
            repeat(unfinished, size.times)
            unfinished.rename(path)
        return path
