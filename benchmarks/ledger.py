"""Decisions per second, on both databases: everybody scans one object, or everybody another.

The baseline in the same run: the same database committing one row durably, which is the least a decision can cost.

PostgreSQL across the room is the same server behind a wire that takes time (`tests/loopback/wire.py`).
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from sqlalchemy import insert, make_url

from benchmarks.ledgers import Work
from benchmarks.report import table
from benchmarks.seed import MADE_FOR, scan
from piclets.ledger import schema
from piclets.ledger.ledger import Ledger
from tests.loopback.postgres import NoPostgres, PostgresServer, started
from tests.loopback.wire import wired

PLAYERS = 16
DISTANCES = (0, 1, 10, 30)
_numbers = itertools.count()


def run(work: Work) -> str:
    decisions = 160 if work.quick else 800
    rows: list[list[str]] = []
    with ExitStack() as stack:
        urls = {"SQLite": f"sqlite:///{_fresh(work.folder / 'decisions.sqlite3')}"}
        away = ""
        try:
            server = stack.enter_context(started())
            urls["PostgreSQL"] = server.create_database("decisions")
            away = _across_the_room(server, decisions // 4)
        except NoPostgres as missing:
            print(f"PostgreSQL is left out: {missing}")
        for name, url in urls.items():
            ledger = Ledger.open(url, made_for=MADE_FOR, publishes=True)
            rows += [[f"{name}, {what}", *figures] for what, figures in _measured(ledger, decisions)]
            ledger.close()
    return f"{table(['', 'per second', 'against plain commits', 'CPU ms each'], rows)}\n\n{away}"


def _across_the_room(server: PostgresServer, decisions: int) -> str:
    """Decisions on different objects, the database so many milliseconds away, there and back."""
    rows = []
    with wired(server.port) as wire:
        far = make_url(server.create_database("far")).set(port=wire.port)
        ledger = Ledger.open(far.render_as_string(hide_password=False), made_for=MADE_FOR, publishes=True)
        for milliseconds in DISTANCES:
            wire.latency_s = milliseconds / 1_000
            commits, _ = _rate(partial(_commit, ledger), 1, decisions)
            before = wire.round_trips
            alone, _ = _rate(partial(_decide, ledger, hot=False), 1, decisions)
            trips = (wire.round_trips - before) / decisions
            crowd, _ = _rate(partial(_decide, ledger, hot=False), PLAYERS, decisions)
            rows.append(
                [
                    f"{milliseconds} ms", f"{commits:.1f}", f"{alone:.1f}", f"{trips:.1f}", f"{crowd:.1f}",
                    f"{crowd * milliseconds / 1_000:.2f}",
                ]
            )  # fmt: skip
        ledger.close()
    return table(
        [
            "a round trip takes", "plain commits", "decisions, one player at a time", "round trips each",
            f"decisions, {PLAYERS} at once", "decisions in a round trip",
        ],
        rows,
    )  # fmt: skip


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
