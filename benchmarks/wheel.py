"""The wheel: the next token behind a cached prefix, against reading the whole text each time, and many who spin.

For the game's own model, and for every other that is in `PICLETS_DATA_DIR`.
"""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Callable
from functools import partial

from benchmarks.ledgers import Work
from benchmarks.report import table
from piclets.domain.wheel import Sampling, Wheel
from piclets.errors import ServiceUnavailable
from piclets.models.language import LanguageModel, Reading
from piclets.models.prefixes import Prefixes
from piclets.models.store import ModelStore
from piclets.settings import Settings
from piclets.wheel.line import Line
from piclets.wheel.models import KINDS, OWN, Models

PREFIXES = (32, 128, 500)
SPINNERS = 20


def run(work: Work) -> str:
    rounds = 5 if work.quick else 25
    settings = Settings.from_environment()
    models = Models(ModelStore(settings.models_folder, settings.hub))
    rows: list[list[str]] = []
    for name in KINDS:
        try:
            rows += _next_tokens(models.get(name), rounds)
        except ServiceUnavailable as missing:
            print(f"{name} is left out: {missing.message}")
    return f"{_many_spin(models.get(OWN), rounds)}\n\n" + table(
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
