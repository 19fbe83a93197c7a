"""Reads of prints in a game that has many, against one that has few; and the registry by which cards are read.

Nearly every first find of the seeded games made a print. `--large 100000 1000000 1` measures with a million events.
"""

from __future__ import annotations

import random
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing

import numpy as np
from sqlalchemy import func, select

from benchmarks.ledgers import Size, Work
from benchmarks.report import table
from benchmarks.seed import MADE_FOR
from piclets.ledger.followers import Place
from piclets.ledger.ledger import Ledger
from piclets.ledger.prints import PrintQueries
from piclets.ledger.schema import prints
from piclets.play.printing import Printing
from piclets.prints.following import RegistryFollower
from piclets.prints.inference import Logs
from piclets.prints.registry import Registry

LARGE = Size(10_000, 100_000)
KNOWN = 500
"""So many different prints and holders are asked for."""
PAGE = 50
SHEET = 90
ROUNDS = 300
WARM_UP = 10


def run(work: Work) -> str:
    """Markdown."""
    with ExitStack() as stack:
        few, many = (_Game(work, size, stack) for size in (work.sizes[0], work.large or LARGE))
        _times([few.reads, many.reads], WARM_UP)
        times = _times([few.reads, many.reads], 60 if work.quick else ROUNDS)
    rows = [
        [name, f"{times[0][name] * 1e3:.2f}", f"{times[1][name] * 1e3:.2f}", f"{times[1][name] / times[0][name]:.2f}"]
        for name in few.reads
    ]
    head = ["median ms", f"{few.prints:,} prints", f"{many.prints:,} prints", "ratio"]
    told = (
        f"The registry reads {many.prints:,} prints in {many.loaded:.1f} s of processor time, "
        f"{many.prints / many.loaded:,.0f} a second."
    )
    return f"{table(head, rows)}\n\n{told}"


class _Game:
    """A game that is open until `stack` closes, its registry, and what is read of it."""

    def __init__(self, work: Work, size: Size, stack: ExitStack) -> None:
        url = f"sqlite:///{work.seeded(size)}"
        ledger = stack.enter_context(closing(Ledger.open(url, made_for=MADE_FOR, publishes=False)))
        queries, registry = PrintQueries(ledger.database), Registry()
        started = time.process_time()
        RegistryFollower(registry, queries).begin(Place("", 1), threading.Event())
        self.loaded = time.process_time() - started
        pids, holders, self.prints = _some(ledger)
        self.reads = _reads(Printing(queries), queries, pids, holders, registry)


def _some(ledger: Ledger) -> tuple[list[str], list[str], int]:
    """PIDs and holders, spread over all prints, and how many prints there are."""
    with ledger.database.read() as connection:
        count = int(connection.execute(select(func.count()).select_from(prints)).scalar_one())
        listed = select(prints.c.pid, prints.c.holder).order_by(prints.c.pid)
        every = max(1, count // KNOWN)
        some = [(row.pid, row.holder) for at, row in enumerate(connection.execute(listed)) if at % every == 0]
    return [pid for pid, _ in some], [holder for _, holder in some], count


def _reads(
    printing: Printing, queries: PrintQueries, pids: Sequence[str], holders: Sequence[str], registry: Registry
) -> dict[str, Callable[[], object]]:
    chance = random.Random(1)
    readings = [_reading(int(pid, 16), number) for number, pid in enumerate(pids[:50])]
    return {
        "one print": lambda: printing.by_pid(chance.choice(pids), ""),
        f"{PAGE} of a player's": lambda: printing.held_by(chance.choice(holders), PAGE, 0, ""),
        f"{SHEET} for a sheet": lambda: [each.wire() for each in printing.by_pids(chance.sample(pids, SHEET), "")],
        "the next in the log": lambda: queries.minted_after(0, PAGE),
        "a clear reading, matched": lambda: registry.match(chance.choice(readings)),
        "a reading of no print, matched": lambda: registry.match(_reading(chance.randrange(2**32), 3)),
    }


def _reading(pid: int, seed: int) -> Logs:
    """What the network says of a card that it reads clearly."""
    logs = np.random.default_rng(seed).normal(-7, 1, (8, 16)).astype(np.float32)
    for at in range(8):
        logs[at, (pid >> 4 * at) & 15] = -0.06
    return np.asarray(logs, np.float32)


def _times(games: Sequence[dict[str, Callable[[], object]]], rounds: int) -> list[dict[str, float]]:
    """The median seconds of each read of each game; games and reads take turns."""
    taken: list[dict[str, list[float]]] = [{name: [] for name in reads} for reads in games]
    for _ in range(rounds):
        for reads, times in zip(games, taken, strict=True):
            for name, read in reads.items():
                started = time.perf_counter()
                read()
                times[name].append(time.perf_counter() - started)
    return [{name: statistics.median(values) for name, values in times.items()} for times in taken]
