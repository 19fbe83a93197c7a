"""What `/health` takes while 20 clients do everything at once, each as fast as it is answered.

They are a process of their own, so that who measures does not wait for them. The baseline in the same run is the same
server while nobody plays.
"""

from __future__ import annotations

import itertools
import multiprocessing
import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Final

import httpx

from benchmarks.ledgers import Work
from benchmarks.report import table
from tests.loopback.quick_spaces import quick_spaces
from tests.photos import take_photo
from tests.server import running_server

SECONDS: Final = (60, 15)
"""And with --quick."""
EVERY_S: Final = 0.02
AI_S: Final = 0.5
LARGE: Final = (4000, 3000)
SMALL: Final = (640, 480)

Act = Callable[[httpx.Client, int, bytes], object]
"""A client, how often it has acted before, and a photo."""


def run(work: Work) -> str:
    """Markdown."""
    seconds = SECONDS[work.quick]
    folder = work.folder / "crowd"
    folder.mkdir(exist_ok=True)
    with quick_spaces(delay=AI_S) as spaces:
        urls = {f"PICLETS_{step.upper()}_SPACES": url for step, url in spaces.items()}
        limits = {"PICLETS_SCANS_PER_HOUR": "0", "PICLETS_ANONYMOUS_PER_MINUTE": "0"}
        with running_server(folder / "data", PICLETS_AI="spaces", **limits, **urls) as server:
            measured = {"nobody plays": _health(server.url, seconds / 3)}
            with _playing(server.url, folder):
                measured[f"{len(CROWD)} clients do everything"] = _health(server.url, seconds)
    rows = [
        [
            what,
            str(len(times)),
            f"{statistics.median(times):.1f}",
            f"{statistics.quantiles(times, n=100)[-1]:.0f}",
            f"{max(times):.0f}",
        ]
        for what, times in measured.items()
    ]
    return table(["`/health` while", "asked", "median ms", "99 of 100 within ms", "longest ms"], rows)


def _health(url: str, seconds: float) -> list[float]:
    """Milliseconds of each answer."""
    times = []
    with httpx.Client(base_url=url, timeout=60) as client:
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            began = time.perf_counter()
            client.get("/health").raise_for_status()
            times.append((time.perf_counter() - began) * 1000)
            time.sleep(EVERY_S)
    return times


@contextmanager
def _playing(url: str, folder: Path) -> Iterator[None]:
    spawning = multiprocessing.get_context("spawn")
    begun, done = spawning.Event(), spawning.Event()
    crowd = spawning.Process(target=_crowd, args=(url, folder, begun, done))
    crowd.start()
    try:
        begun.wait()
        yield
    finally:
        done.set()
        crowd.join()


def _crowd(url: str, folder: Path, begun: Event, done: Event) -> None:
    photos = [take_photo(folder, f"crowd{n}", seed=n, size=LARGE if n % 2 else SMALL).read_bytes() for n in range(8)]

    def play(number: int, act: Act) -> None:
        headers = {"Authorization": f"Bearer local_player{number}"}
        with httpx.Client(base_url=url, timeout=120, headers=headers) as client:
            for again in itertools.count():
                if done.is_set():
                    return
                act(client, number * 100_000 + again, photos[again % len(photos)])

    with ThreadPoolExecutor(len(CROWD)) as pool:
        players = [pool.submit(play, number, act) for number, act in enumerate(CROWD)]
        begun.set()
        for player in players:
            player.result()


def _scan(client: httpx.Client, at: int, photo: bytes) -> None:
    """Bytes behind a picture make it another file; whether it is another photo is for the game to say."""
    [path] = client.post("/gradio_api/upload", files={"files": photo + str(at).encode()}).json()
    call = {"data": [{"path": path, "meta": {"_type": "gradio.FileData"}}, f"local_player{at}"]}
    joined = client.post("/gradio_api/call/generate_piclet", json=call).json()
    client.get(f"/gradio_api/call/generate_piclet/{joined['event_id']}")


def _spin(client: httpx.Client, at: int, _photo: bytes) -> None:
    session = client.post("/api/sessions", json={"prompt": f"A teapot {at} is"}).json()["session_id"]
    for seed in range(20):
        client.post(f"/api/sessions/{session}/spin", json={"seed": seed})
    client.delete(f"/api/sessions/{session}")


def _look(client: httpx.Client, at: int, _photo: bytes) -> None:
    places = "/", "/api", "/api/prints", "/api/sets", "/api/badges", "/api/players/player0", "/feed.atom", "/ready"
    client.get(places[at % len(places)])
    for endpoint in ("get_leaderboard", "get_recent_activity"):
        client.post(f"/gradio_api/run/{endpoint}", json={"data": [100]})
    client.post("/gradio_api/run/get_user_piclets", json={"data": [f"local_player{at % 20}"]})


def _pester(client: httpx.Client, at: int, photo: bytes) -> None:
    client.post("/gradio_api/run/get_user_piclets", json={"data": [f"hf_{at}" * 100]})
    client.post("/api/trades", content=b"[" * 60_000, headers={"Content-Type": "application/json"})
    client.post("/gradio_api/upload", content=photo, headers={"Content-Type": "multipart/form-data; boundary=x"})
    client.post("/gradio_api/run/get_object_details", json={"data": ["\ufdfa" * 15_000]})


def _identify(client: httpx.Client, _at: int, photo: bytes) -> None:
    client.post("/api/identify", files={"file": photo})


def _search(client: httpx.Client, at: int, photo: bytes) -> None:
    client.post("/api/search-by-image", files={"file": photo})
    client.get("/api/search-by-text", params={"query": f"teapot {at}"})


CROWD: Final[tuple[Act, ...]] = (
    (_scan,) * 5 + (_spin,) * 4 + (_look,) * 4 + (_search,) * 3 + (_identify,) * 2 + (_pester,) * 2
)
