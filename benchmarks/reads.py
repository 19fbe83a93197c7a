"""The reading endpoints over HTTP: against an endpoint that does nothing, and a large game against a small one.

Both servers run side by side and every round calls each endpoint of each once, so what else the machine does meets
all of them alike. Latency is the median of one caller's; throughput, and the server's CPU time per call, are those
with several callers. Everything has been asked once before, so answers are kept. What is asked for the first time is
measured after that, beside `nothing` once more: under another host name in every call, which makes it another one.
`constant` does nothing either, and answers what a collection's answer was.
"""

from __future__ import annotations

import http.client
import itertools
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmarks.ledgers import Size, Work
from benchmarks.processes import cpu_seconds
from benchmarks.report import table
from benchmarks.seed import object_name
from benchmarks.server import NOTHING, Constant, nothing

CALLERS = 4
CALLS_PER_TURN = 20
WARM_UP = 30
OBJECTS = 500
PLAYERS = 100
"""As many different ones are asked for as the smallest game has."""
NOTHINGS = f"`{nothing.__name__}`"
GAME = "/gradio_api/run/"
IDLE = f"{NOTHING}{GAME}"


@dataclass(frozen=True)
class Call:
    """An endpoint's path, its parameters, and the name that the caller knows the server by."""

    path: str
    data: list[Any]
    host: str = "127.0.0.1"


Calls = dict[str, Callable[[], Call]]
"""What is called, by its row's name."""


def run(work: Work) -> str:
    rounds = 60 if work.quick else 300
    with ExitStack() as stack:
        servers = [stack.enter_context(_serving(work, size)) for size in work.sizes]
        for server in servers:
            server.ask_all()
        kept = _rows(servers, rounds, _Server.kept)
        first = _rows(servers, rounds, _Server.first)
    small, large = (f"{size.objects:,}" for size in work.sizes)
    headers = ["endpoint", "KB", f"ms, {small} objects", f"ms, {large} objects", "ratio"]
    headers += [f"CPU ms, {small}", f"CPU ms, {large}", "ratio"]
    headers += [f"throughput of `nothing`'s, {small}", f"{large}"]
    return table(headers, kept + first)


def _rows(servers: list[_Server], rounds: int, calls: Callable[[_Server], Calls]) -> list[list[str]]:
    sizes = servers[0].sizes(calls)
    _latencies(servers, WARM_UP, calls)
    latency = _latencies(servers, rounds, calls)
    loads = _loads(servers, max(3, rounds // 20), calls)
    return [
        [
            name,
            f"{sizes[name] / 1000:.1f}",
            *(f"{one[name] * 1000:.1f}" for one in latency),
            f"{latency[1][name] / latency[0][name]:.2f}",
            *(f"{one[name].cpu * 1000:.2f}" for one in loads),
            f"{loads[1][name].cpu / loads[0][name].cpu:.2f}",
            *(f"{one[name].rate / one[NOTHINGS].rate:.2f}" for one in loads),
        ]
        for name in latency[0]
    ]


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
        self._hosts = itertools.count()

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(self._host or "", self._port, timeout=60)

    def cpu(self) -> float:
        """The CPU seconds that the server's process has used so far."""
        return cpu_seconds(self._pid)

    def kept(self) -> Calls:
        return {
            NOTHINGS: lambda: Call(f"{IDLE}{nothing.__name__}", []),
            "`constant`": lambda: Call(f"{IDLE}{Constant.constant.__name__}", []),
            "`get_leaderboard`": lambda: Call(f"{GAME}get_leaderboard", [10]),
            "`get_recent_activity`": lambda: Call(f"{GAME}get_recent_activity", [20]),
            "`get_object_details`": self._object,
            "`get_user_piclets`": self._collection,
        }

    def first(self) -> Calls:
        return {
            NOTHINGS: lambda: Call(f"{IDLE}{nothing.__name__}", []),
            "`get_object_details`, first": lambda: self._first(self._object()),
            "`get_user_piclets`, first": lambda: self._first(self._collection()),
        }

    def ask_all(self) -> None:
        """Ask everything once that is asked for, and let `constant` answer what a collection's answer is."""
        connection = self.connect()
        told = [_call(connection, self._collection(number)) for number in range(PLAYERS)]
        _call(connection, Call(f"{IDLE}{Constant.tell.__name__}", [json.loads(told[0])["data"][0]]))
        for number in range(OBJECTS):
            _call(connection, self._object(number))

    def sizes(self, calls: Callable[[_Server], Calls]) -> dict[str, int]:
        """The bytes of each answer."""
        connection = self.connect()
        return {name: len(_call(connection, call())) for name, call in calls(self).items()}

    def _object(self, number: int | None = None) -> Call:
        return Call(f"{GAME}get_object_details", [object_name(self._among(self._size.objects, OBJECTS, number))])

    def _collection(self, number: int | None = None) -> Call:
        player = self._among(self._size.players, PLAYERS, number)
        return Call(f"{GAME}get_user_piclets", [f"local_player{player}", 20, 0])

    def _first(self, call: Call) -> Call:
        """The same as another question: the addresses of its pictures begin with the host's name."""
        return replace(call, host=f"{next(self._hosts)}.localhost")

    def _among(self, many: int, different: int, number: int | None) -> int:
        """One of `different` of the less busy half, alike in games of every size; any where none is named."""
        if number is None:
            number = self._chance.randrange(different)
        return many // 2 + many // 2 // different * number


def _call(connection: http.client.HTTPConnection, call: Call) -> bytes:
    """What is answered. It is not read as JSON: that would be the caller's time, on one of two processors."""
    # Gradio's clients name their session in every call; without it, Gradio sets one up for each.
    body = json.dumps({"data": call.data, "session_hash": f"caller{id(connection)}"})
    connection.request("POST", call.path, body, {"Content-Type": "application/json", "Host": call.host})
    response = connection.getresponse()
    answer = response.read()
    if response.status != 200 or not answer.startswith(b'{"data":[{"success":true'):
        raise RuntimeError(f"{call.path} answered {response.status}: {str(answer)[:300]}")
    return answer


def _latencies(servers: list[_Server], rounds: int, calls: Callable[[_Server], Calls]) -> list[dict[str, float]]:
    """Median seconds of each endpoint, per server; the servers take turns."""
    times: list[dict[str, list[float]]] = [{name: [] for name in calls(server)} for server in servers]
    connections = [server.connect() for server in servers]
    for _ in range(rounds):
        for server, connection, taken in zip(servers, connections, times, strict=True):
            for name, call in calls(server).items():
                prepared = call()
                started = time.perf_counter()
                _call(connection, prepared)
                taken[name].append(time.perf_counter() - started)
    return [{name: statistics.median(values) for name, values in taken.items()} for taken in times]


def _loads(servers: list[_Server], turns: int, calls: Callable[[_Server], Calls]) -> list[dict[str, _Load]]:
    """The median of short turns with several callers, which servers and endpoints take one after another."""
    taken: list[dict[str, list[_Load]]] = [{name: [] for name in calls(server)} for server in servers]
    connections = [[server.connect() for _ in range(CALLERS)] for server in servers]
    with ThreadPoolExecutor(CALLERS) as pool:
        for _ in range(turns):
            for at, server in enumerate(servers):
                for name, call in calls(server).items():
                    prepared = [[call() for _ in range(CALLS_PER_TURN)] for _ in range(CALLERS)]
                    began, cpu = time.perf_counter(), server.cpu()
                    list(pool.map(_call_all, connections[at], prepared))
                    many = CALLERS * CALLS_PER_TURN
                    load = _Load(many / (time.perf_counter() - began), (server.cpu() - cpu) / many)
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
