"""What a leaderboard call takes while 64 scans are in flight: the real server, with AI Spaces that take their time.

The baseline in the same run is the same call while nobody scans. Then `/health` beside a crowd (`crowd.py`).
"""

from __future__ import annotations

import itertools
import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import httpx

from benchmarks import crowd
from benchmarks.ledgers import Work
from benchmarks.report import table
from tests.loopback.quick_spaces import quick_spaces
from tests.photos import take_photo
from tests.server import running_server

IN_FLIGHT = 64
AI_S = 5.0
"""Seconds for each of the three steps."""
CALLS = 100


def run(work: Work) -> str:
    folder = work.folder / "beside"
    folder.mkdir(exist_ok=True)
    calls = CALLS // 2 if work.quick else CALLS
    with quick_spaces(delay=AI_S) as spaces:
        urls = {f"PICLETS_{step.upper()}_SPACES": url for step, url in spaces.items()}
        with running_server(folder / "data", PICLETS_AI="spaces", PICLETS_SCANS_PER_HOUR="0", **urls) as server:
            _leaderboards(server.url, 5)
            rows = [("nobody scans", _leaderboards(server.url, calls))]
            with _scanning(server.url, folder):
                rows.append((f"{IN_FLIGHT} scans in flight", _leaderboards(server.url, calls)))
    alone = statistics.median(rows[0][1])
    leaderboards = table(
        ["a leaderboard call while", "median ms", "nine in ten within ms", "median against alone"],
        [
            [
                what,
                f"{statistics.median(times):.1f}",
                f"{statistics.quantiles(times, n=10)[-1]:.1f}",
                f"{statistics.median(times) / alone:.2f}",
            ]
            for what, times in rows
        ],
    )
    return f"{leaderboards}\n\n{crowd.run(work)}"


def _leaderboards(url: str, calls: int) -> list[float]:
    """Milliseconds of each call, one after the other."""
    times = []
    with httpx.Client(timeout=30) as client:
        for _ in range(calls):
            began = time.perf_counter()
            client.post(f"{url}/gradio_api/run/get_leaderboard", json={"data": [10]}).raise_for_status()
            times.append((time.perf_counter() - began) * 1000)
    return times


@contextmanager
def _scanning(url: str, folder: Path) -> Iterator[None]:
    """Yields once all are in flight; each is begun again, with another photo, when it is answered."""
    done = Event()

    def scans(player: int) -> None:
        with httpx.Client(timeout=120) as client:
            for again in itertools.count():
                if done.is_set():
                    return
                photo = take_photo(folder, f"photo{player}", seed=player * 10_000 + again, size=(96, 72))
                _scan(client, url, photo, f"local_player{player}")

    with ThreadPoolExecutor(IN_FLIGHT) as pool, httpx.Client(timeout=30) as client:
        players = [pool.submit(scans, player) for player in range(IN_FLIGHT)]
        try:
            while client.get(f"{url}/ready").json()["scans"]["working"] < IN_FLIGHT:
                time.sleep(0.05)
            yield
        finally:
            done.set()
        for player in players:
            player.result()


def _scan(client: httpx.Client, url: str, photo: Path, token: str) -> None:
    """A scan over plain HTTP, which waits without using any of the machine."""
    [path] = client.post(f"{url}/gradio_api/upload", files={"files": photo.read_bytes()}).json()
    image = {"path": path, "meta": {"_type": "gradio.FileData"}}
    joined = client.post(f"{url}/gradio_api/call/generate_piclet", json={"data": [image, token]}).json()
    events = client.get(f"{url}/gradio_api/call/generate_piclet/{joined['event_id']}").text
    assert '"success": true' in events, events
