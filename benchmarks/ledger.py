"""Decisions per second, on both databases: everybody scans one object, or everybody another.

The baseline in the same run: the same database committing one row durably, which is the least a decision can cost.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from sqlalchemy import insert

from benchmarks.ledgers import Work
from benchmarks.report import table
from benchmarks.seed import MADE_FOR, scan
from piclets.ledger import schema
from piclets.ledger.ledger import Ledger
from tests.loopback.postgres import NoPostgres, started

PLAYERS = 16
_numbers = itertools.count()


def run(work: Work) -> str:
    decisions = 160 if work.quick else 800
    rows: list[list[str]] = []
    with ExitStack() as stack:
        urls = {"SQLite": f"sqlite:///{_fresh(work.folder / 'decisions.sqlite3')}"}
        try:
            urls["PostgreSQL"] = stack.enter_context(started()).create_database("decisions")
        except NoPostgres as missing:
            print(f"PostgreSQL is left out: {missing}")
        for name, url in urls.items():
            ledger = Ledger.open(url, made_for=MADE_FOR, publishes=True)
            rows += [[f"{name}, {what}", *figures] for what, figures in _measured(ledger, decisions)]
            ledger.close()
    return table(["", "per second", "against plain commits", "CPU ms each"], rows)


def _measured(ledger: Ledger, decisions: int) -> list[tuple[str, list[str]]]:
    doings: dict[str, tuple[Callable[[], object], int]] = {
        "plain commits, one caller": (partial(_commit, ledger), 1),
        "one hot object, one player at a time": (partial(_decide, ledger, hot=True), 1),
        f"one hot object, {PLAYERS} at once": (partial(_decide, ledger, hot=True), PLAYERS),
        "many cold objects, one player at a time": (partial(_decide, ledger, hot=False), 1),
        f"many cold objects, {PLAYERS} at once": (partial(_decide, ledger, hot=False), PLAYERS),
    }
    for do, _ in doings.values():
        do()  # builds the statements and opens the connection
    rates = {what: _rate(do, callers, decisions) for what, (do, callers) in doings.items()}
    base = next(iter(rates.values()))[0]
    return [(what, [f"{rate:.0f}", f"{rate / base:.2f}", f"{cpu:.1f}"]) for what, (rate, cpu) in rates.items()]


def _rate(do: Callable[[], object], callers: int, times: int) -> tuple[float, float]:
    """How often per second, and the CPU milliseconds each time took in this process."""
    with ThreadPoolExecutor(callers) as pool:
        began, cpu = time.perf_counter(), time.process_time()
        for done in [pool.submit(do) for _ in range(times)]:
            done.result()
        return times / (time.perf_counter() - began), (time.process_time() - cpu) / times * 1000


def _commit(ledger: Ledger) -> None:
    with ledger.database.write() as connection:
        connection.execute(insert(schema.meta).values(name=f"benchmark {next(_numbers)}", value=""))


def _decide(ledger: Ledger, *, hot: bool) -> None:
    number = next(_numbers)
    ledger.record(scan(number, "pillow" if hot else f"cold_thing_{number}"))


def _fresh(path: Path) -> Path:
    for old in path.parent.glob(f"{path.name}*"):
        old.unlink()
    return path
