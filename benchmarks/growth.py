"""The ledger with a hundred times the data (ten times, if quick): every figure should stay what it was.

In the process, without HTTP; the two ledgers take turns, so that what else the machine does meets both.
"""

from __future__ import annotations

import random
import shutil
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.ledgers import Size, Work
from benchmarks.report import table
from benchmarks.seed import MADE_FOR, NOUNS, object_name, player_of, scan
from piclets.ledger.candidates import Candidates
from piclets.ledger.ledger import Ledger
from piclets.ledger.queries import Queries
from piclets.ledger.scans import Scan

CAPTION = f"A photo of a velvet {NOUNS[0]} beside a wooden {NOUNS[2]}, and an old {NOUNS[4]} on the garden wall. " * 3


class _Game:
    def __init__(self, path: Path, size: Size) -> None:
        self.ledger = Ledger.open(f"sqlite:///{path}", made_for=MADE_FOR, publishes=False)
        self._queries = Queries(self.ledger.database)
        self._candidates = Candidates(self.ledger.database)
        self._objects = size.objects
        self._players = size.players
        self._chance = random.Random(0)
        self._scans = 0

    def doings(self) -> dict[str, Callable[[], object]]:
        return {
            "decision, existing": lambda: self.ledger.record(self._scan(self._object())),
            "decision, new": lambda: self.ledger.record(self._scan(f"discovery_{self._scans}")),
            "match": lambda: self.ledger.match(self._object(), ("striped", "kind7")),
            "leaderboard": lambda: self._queries.leaders(10),
            "activity": lambda: self._queries.recent(20),
            "object": lambda: self._queries.object_details(self._object(), 500),
            "collection": lambda: self._queries.collection(self._player(), 20, 0),
            "standing and rank": lambda: self._queries.standing(self._player()),
            "candidates of a caption": lambda: self._candidates.suggested_by(CAPTION),
        }

    def _scan(self, name: str) -> Scan:
        self._scans += 1
        return scan(10**9 + self._scans, name)

    def _object(self) -> str:
        return object_name(self._chance.randrange(self._objects // 2, self._objects))

    def _player(self) -> str:
        return player_of(self._chance.randrange(self._players // 2, self._players)).sub


def run(work: Work) -> str:
    rounds = 60 if work.quick else 200
    games = [_Game(_copy(work, size), size) for size in work.sizes]
    taken: dict[str, list[list[float]]] = {what: [[] for _ in games] for what in games[0].doings()}
    for _ in range(rounds):
        for at, game in enumerate(games):
            for what, do in game.doings().items():
                started = time.perf_counter()
                do()
                taken[what][at].append(time.perf_counter() - started)
    for game in games:
        game.ledger.close()
    medians = {what: [statistics.median(values) * 1000 for values in both] for what, both in taken.items()}
    small, large = (f"ms, {size.objects:,} objects" for size in work.sizes)
    rows = [[what, f"{one:.2f}", f"{other:.2f}", f"{other / one:.2f}"] for what, (one, other) in medians.items()]
    return table(["", small, large, "large : small"], rows)


def _copy(work: Work, size: Size) -> Path:
    """A ledger to write to; the seeded one stays as it is."""
    copy = work.folder / f"growth-{size.objects}x{size.times}.sqlite3"
    for old in work.folder.glob(f"{copy.name}*"):
        old.unlink()
    shutil.copyfile(work.seeded(size), copy)
    return copy
