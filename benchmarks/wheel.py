"""The wheel: the next token behind a cached prefix, against reading the whole text each time, and many who spin.

For the game's own model, and for every other that is in `PICLETS_DATA_DIR`. A crowd at the real server spins the own
model; what a scan takes beside it is measured against the same scan alone, in turns.
"""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from functools import partial
from itertools import cycle
from pathlib import Path

import httpx

from benchmarks.ledgers import Work
from benchmarks.report import table
from piclets.domain.wheel import Sampling, Wheel
from piclets.errors import ServiceUnavailable
from piclets.models.known import OWN
from piclets.models.language import LanguageModel, Reading
from piclets.models.prefixes import Prefixes
from piclets.models.store import ModelStore
from piclets.settings import Settings
from piclets.wheel.line import Line
from piclets.wheel.models import KINDS, LanguageModels
from tests.photos import take_photo
from tests.server import running_server

PREFIXES = (32, 128, 500)
SPINNERS = 20
SESSIONS = 200
SPINS_A_SECOND = 20
ROUNDS = (12, 3)
"""Scans alone and beside the wheel, and with --quick."""


def run(work: Work) -> str:
    rounds = 5 if work.quick else 25
    settings = Settings.from_environment()
    models = LanguageModels(ModelStore(settings.models_folder, settings.hub))
    rows: list[list[str]] = []
    for name in KINDS:
        try:
            rows += _next_tokens(models.get(name), rounds)
        except ServiceUnavailable as missing:
            print(f"{name} is left out: {missing.message}")
    crowd = _crowd(work)
    return f"{_many_spin(models.get(OWN), rounds)}\n\n{crowd}\n\n" + table(
        ["model, tokens before", "next token, ms", "read anew, ms", "times as long", "first look, ms"], rows
    )


def _next_tokens(model: LanguageModel, rounds: int) -> list[list[str]]:
    rows = []
    for length in PREFIXES:
        if length + rounds > model.context:
            continue
        ids = [at % 200 + 1 for at in range(length)]
        prefixes = Prefixes()
        first = _timed(partial(_read, model, prefixes, ids))
        steps, anew = [], []
        for at in range(rounds):
            ids = [*ids, at + 1]
            steps.append(_timed(partial(_read, model, prefixes, ids)))
            anew.append(_timed(partial(_read, model, Prefixes(), ids)))
        step, again = statistics.median(steps), statistics.median(anew)
        figures = (f"{step:.1f}", f"{again:.1f}", f"{again / step:.1f}", f"{first:.1f}")
        rows.append([f"{model.name}, {length}", *figures])
    return rows


def _many_spin(model: LanguageModel, spins: int) -> str:
    line, prefixes, waits = Line(), Prefixes(), list[float]()

    def spin(who: int) -> None:
        ids = [who + 1, 7, 9]
        for seed in range(spins):
            begun = time.perf_counter()
            wheel = line.submit(str(who), partial(_turned, Reading(model, prefixes, ids))).result()
            waits.append(1000 * (time.perf_counter() - begun))
            ids = [*ids, wheel.spin(seed).token_id]

    threads = [threading.Thread(target=spin, args=(who,)) for who in range(SPINNERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    line.close()
    median, worst, kept = statistics.median(waits), max(waits), prefixes.size / 2**20
    told = f"median {median:.0f} ms, worst {worst:.0f} ms; {kept:.1f} MB kept"
    return f"{SPINNERS} spin at once with {model.name}: {told}."


def _crowd(work: Work) -> str:
    """At the real server, over HTTP: waits of those who spin, and scans beside them."""
    folder = work.folder / "crowd"
    folder.mkdir(exist_ok=True)
    with (
        running_server(folder / "data", PICLETS_SCANS_PER_HOUR="0", PICLETS_ANONYMOUS_PER_MINUTE="0") as server,
        httpx.Client(base_url=f"{server.url}/api", timeout=60) as client,
    ):
        asked = {"prompt": "A blue teapot is called"}
        sessions = [client.post("/sessions", json=asked).json()["session_id"] for _ in range(SESSIONS)]
        waits = _spin_all(client, sessions)
        alone, beside = _scans(server.url, client, sessions, folder, ROUNDS[work.quick])
    told = f"median {statistics.median(waits):.0f} ms, worst {max(waits):.0f} ms"
    ratio = statistics.median(beside) / statistics.median(alone)
    return (
        f"{SESSIONS} sessions, {SPINNERS} spinning at once over HTTP: {told}. A scan alone takes "
        f"{1000 * statistics.median(alone):.0f} ms, beside {SPINS_A_SECOND} spins a second {ratio:.2f} times that."
    )


def _spin_all(client: httpx.Client, sessions: list[str], rounds: int = 3) -> list[float]:
    """Milliseconds of each spin; so many at once, each of them begins the next when one is done."""

    def spin(session: str) -> float:
        return _timed(lambda: _spin(client, session))

    with ThreadPoolExecutor(SPINNERS) as pool:
        return list(pool.map(spin, sessions * rounds))


def _spin(client: httpx.Client, session: str) -> None:
    client.post(f"/sessions/{session}/spin", json={}).raise_for_status()


def _scans(
    url: str, client: httpx.Client, sessions: list[str], folder: Path, rounds: int
) -> tuple[list[float], list[float]]:
    """Seconds of scans, alone and beside those who spin; both in turns, after one that warms up."""
    took: dict[bool, list[float]] = {False: [], True: []}
    _scan(url, folder, 0)
    for number in range(1, rounds + 1):
        for crowded in took:
            with _spinning(client, sessions) if crowded else nullcontext():
                took[crowded].append(_timed(partial(_scan, url, folder, 2 * number + crowded)) / 1000)
    return took[False], took[True]


@contextmanager
def _spinning(client: httpx.Client, sessions: list[str]) -> Iterator[None]:
    """Each of the spinners spins once a second, one after the other, whatever the answers take."""
    done = threading.Event()

    def spins(who: int) -> None:
        due = time.monotonic() + who / SPINS_A_SECOND
        for session in cycle(sessions[who::SPINNERS]):
            if done.wait(max(0.0, due - time.monotonic())):
                return
            _spin(client, session)
            due += SPINNERS / SPINS_A_SECOND

    with ThreadPoolExecutor(SPINNERS) as pool:
        spinners = [pool.submit(spins, who) for who in range(SPINNERS)]
        try:
            time.sleep(1)
            yield
        finally:
            done.set()
        for spinner in spinners:
            spinner.result()


def _scan(url: str, folder: Path, number: int) -> None:
    """A scan of something new, over plain HTTP."""
    photo = take_photo(folder, f"thing {number}", seed=number, size=(640, 480))
    with httpx.Client(timeout=120) as client:
        [path] = client.post(f"{url}/gradio_api/upload", files={"files": photo.read_bytes()}).json()
        image = {"path": path, "meta": {"_type": "gradio.FileData"}}
        joined = client.post(f"{url}/gradio_api/call/generate_piclet", json={"data": [image, "local_ada"]}).json()
        events = client.get(f"{url}/gradio_api/call/generate_piclet/{joined['event_id']}").text
    assert '"success": true' in events, events


def _turned(reading: Reading) -> Wheel | None:
    logits = reading.step()
    return None if logits is None else Wheel.of(logits, Sampling())


def _read(model: LanguageModel, prefixes: Prefixes, ids: list[int]) -> None:
    reading = Reading(model, prefixes, ids)
    while reading.step() is None:
        pass


def _timed(work: Callable[[], None]) -> float:
    begun = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - begun)
