"""The reading endpoints over HTTP: against an endpoint that does nothing, and a large game against a small one.

Both servers run side by side and every round calls each endpoint of each once, so what else the machine does meets
all of them alike. Latency is the median of one caller's; throughput, and the server's CPU time per call, are those
with several callers.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmarks.ledgers import Size, Work
from benchmarks.report import table
from benchmarks.seed import object_name
from benchmarks.server import NOTHING

CALLERS = 4
CALLS_PER_TURN = 20
WARM_UP = 30
OBJECTS = 500
PLAYERS = 100
"""As many different ones are asked for as the smallest game has: answers that the server keeps help all alike."""

Call = tuple[str, list[Any]]
"""An endpoint's path, and its parameters."""


def run(work: Work) -> str:
    rounds = 60 if work.quick else 300
    with ExitStack() as stack:
        servers = [stack.enter_context(_serving(work, size)) for size in work.sizes]
        _latencies(servers, WARM_UP)
        latency = _latencies(servers, rounds)
        loads = _loads(servers, max(3, rounds // 20))
    rows = [
        [
            f"`{name}`",
            *(f"{one[name] * 1000:.1f}" for one in latency),
            f"{latency[1][name] / latency[0][name]:.2f}",
            *(f"{one[name].cpu * 1000:.1f}" for one in loads),
            f"{loads[1][name].cpu / loads[0][name].cpu:.2f}",
            *(f"{one[name].rate / one['nothing'].rate:.2f}" for one in loads),
        ]
        for name in latency[0]
    ]
    small, large = (f"{size.objects:,}" for size in work.sizes)
    headers = ["endpoint", f"ms, {small} objects", f"ms, {large} objects", "ratio"]
    headers += [f"CPU ms, {small}", f"CPU ms, {large}", "ratio"]
    headers += [f"throughput of `nothing`'s, {small}", f"{large}"]
    return table(headers, rows)


@dataclass(frozen=True)
class _Load:
    """What a server did with several callers: calls per second, and its own CPU seconds for each."""

    rate: float
    cpu: float


class _Server:
    """A server under measurement, and the calls that it can answer."""

    def __init__(self, address: str, pid: int, size: Size) -> None:
        self._pid = pid
        self._host, self._port = urlsplit(address).hostname, urlsplit(address).port
        self._size = size
        self._chance = random.Random(0)

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(self._host or "", self._port, timeout=60)

    def cpu(self) -> float:
        """The CPU seconds that the server's process has used so far."""
        user, system = Path(f"/proc/{self._pid}/stat").read_text().rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def calls(self) -> dict[str, Callable[[], Call]]:
        game = "/gradio_api/run/"
        return {
            "nothing": lambda: (f"{NOTHING}{game}nothing", []),
            "get_leaderboard": lambda: (f"{game}get_leaderboard", [10]),
            "get_recent_activity": lambda: (f"{game}get_recent_activity", [20]),
            "get_object_details": lambda: (
                f"{game}get_object_details",
                [object_name(self._among(self._size.objects, OBJECTS))],
            ),
            "get_user_piclets": lambda: (
                f"{game}get_user_piclets",
                [f"local_player{self._among(self._size.players, PLAYERS)}", 20, 0],
            ),
        }

    def _among(self, many: int, different: int) -> int:
        """One of `different` of the less busy half, which is alike in games of every size."""
        return many // 2 + many // 2 // different * self._chance.randrange(different)


def _call(connection: http.client.HTTPConnection, call: Call) -> None:
    path, data = call
    # Gradio's clients name their session in every call; without it, Gradio sets one up for each.
    body = json.dumps({"data": data, "session_hash": f"caller{id(connection)}"})
    connection.request("POST", path, body, {"Content-Type": "application/json"})
    response = connection.getresponse()
    answer = json.loads(response.read())
    if response.status != 200 or answer["data"][0]["success"] is not True:
        raise RuntimeError(f"{path} answered {response.status}: {str(answer)[:300]}")


def _latencies(servers: list[_Server], rounds: int) -> list[dict[str, float]]:
    """Median seconds of each endpoint, per server; the servers take turns."""
    times: list[dict[str, list[float]]] = [{name: [] for name in server.calls()} for server in servers]
    connections = [server.connect() for server in servers]
    for _ in range(rounds):
        for server, connection, taken in zip(servers, connections, times, strict=True):
            for name, call in server.calls().items():
                prepared = call()
                started = time.perf_counter()
                _call(connection, prepared)
                taken[name].append(time.perf_counter() - started)
    return [{name: statistics.median(values) for name, values in taken.items()} for taken in times]


def _loads(servers: list[_Server], turns: int) -> list[dict[str, _Load]]:
    """The median of short turns with several callers, which servers and endpoints take one after another."""
    taken: list[dict[str, list[_Load]]] = [{name: [] for name in server.calls()} for server in servers]
    connections = [[server.connect() for _ in range(CALLERS)] for server in servers]
    with ThreadPoolExecutor(CALLERS) as pool:
        for _ in range(turns):
            for at, server in enumerate(servers):
                for name, call in server.calls().items():
                    prepared = [[call() for _ in range(CALLS_PER_TURN)] for _ in range(CALLERS)]
                    began, cpu = time.perf_counter(), server.cpu()
                    list(pool.map(_call_all, connections[at], prepared))
                    calls = CALLERS * CALLS_PER_TURN
                    load = _Load(calls / (time.perf_counter() - began), (server.cpu() - cpu) / calls)
                    taken[at][name].append(load)
    return [{name: _median(loads) for name, loads in of_server.items()} for of_server in taken]


def _median(loads: list[_Load]) -> _Load:
    return _Load(statistics.median(load.rate for load in loads), statistics.median(load.cpu for load in loads))


def _call_all(connection: http.client.HTTPConnection, calls: list[Call]) -> None:
    for call in calls:
        _call(connection, call)


@contextmanager
def _serving(work: Work, size: Size) -> Iterator[_Server]:
    ledger = work.seeded(size)
    with tempfile.TemporaryDirectory(prefix="piclets-bench-") as data_dir:
        command = [sys.executable, "-m", "benchmarks.server", f"sqlite:///{ledger}", data_dir]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1])
        try:
            address = process.stdout.readline().strip() if process.stdout else ""
            yield _Server(address, process.pid, size)
        finally:
            process.terminate()
            process.wait(timeout=30)
