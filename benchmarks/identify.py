"""How cards are read: shares over photos of an own camera (`camera.py`), and what a large photo costs."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Final

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from benchmarks.camera import Shot, easy, hard, photograph
from benchmarks.ledgers import Work
from piclets.domain.spots import coordinates_of
from piclets.prints.card import TINTS, Bearing, draw_card
from piclets.prints.inference import SpotsReader
from piclets.prints.reading import CardReader
from piclets.prints.registry import Registry

SEED: Final = 5
CARDS: Final = 24
REGISTERED: Final = 1_000_000
PHOTOS: Final = (120, 8)
"""Of each kind, and with --quick."""
LARGE: Final = Shot(picture=(4_000, 3_000), height=1_800, roll=12, yaw=15)
LARGE_SHOTS: Final[Mapping[str, Shot]] = {
    "1,800 px high": LARGE,
    "600 px high": replace(LARGE, height=600),
    "1,800 px high, bent by 6 mm": replace(LARGE, bend_mm=6),
    "1,800 px high, curled by 6 mm": replace(LARGE, bend_mm=6, bend_down=True),
}
LARGE_PHOTOS: Final = 3
"""Of each: on tables of different grain."""
ROUNDS: Final = (4, 1)

KINDS: Final[Mapping[str, Callable[[Generator], Shot]]] = {
    "260 to 760 px high": easy,
    "160 to 260 px high, glare, any way up": hard,
    "off a screen, moiré": lambda rng: replace(easy(rng), moire=rng.uniform(0.05, 0.2)),
    "bent by 2 to 8 mm": lambda rng: replace(easy(rng), bend_mm=rng.uniform(2, 8)),
    "curled by 2 to 8 mm, top to bottom": lambda rng: replace(easy(rng), bend_mm=rng.uniform(2, 8), bend_down=True),
    "under a thumb": lambda rng: replace(easy(rng), thumb=rng.uniform(0.1, 0.6)),
}


@dataclass
class Tally:
    """Of one kind of photo."""

    photos: int = 0
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("found", "exact", "certain", "wrong"), 0))

    def row(self, kind: str) -> str:
        shares = (self.counts[name] / self.photos for name in ("found", "exact", "certain"))
        told = " | ".join(f"{share:.1%}" for share in shares)
        return f"| {kind} | {self.photos} | {told} | {self.counts['wrong']} |"


def run(work: Work) -> str:
    """Markdown."""
    cv2.setNumThreads(2)
    rng = np.random.default_rng(SEED)
    registered = [int(pid) for pid in rng.integers(2**32, size=REGISTERED, dtype=np.uint64)]
    reader = CardReader(SpotsReader(threads=2), Registry(registered))
    cards = {pid: draw(pid, rng) for pid in registered[:CARDS]}
    rows = [_judged(reader, cards, shot, PHOTOS[work.quick], rng).row(kind) for kind, shot in KINDS.items()]
    head = "| photos | n | found | read exactly | named with certainty | wrongly |\n|---|---|---|---|---|---|"
    return "\n".join((head, *rows, "", _cost(reader, cards, rng, ROUNDS[work.quick])))


def draw(pid: int, rng: Generator) -> NDArray[np.uint8]:
    stats = {name: int(rng.integers(1, 101)) for name in ("hp", "attack", "defense", "speed")}
    kinds = list(TINTS)
    data = {"name": "Pillowpuff", "type": kinds[int(rng.integers(len(kinds)))], "stats": stats, "tier": "epic"}
    piclet: dict[str, Any] = {
        "typeId": "pillow_canonical", "objectName": "pillow", "attributes": [], "rarity": "epic", "picletData": data,
    }  # fmt: skip
    return np.asarray(draw_card(piclet, None, Bearing(pid, 3, "ada", "2026-11-28T10:00:00Z")), np.uint8)


def _judged(
    reader: CardReader,
    cards: Mapping[int, NDArray[np.uint8]],
    shot: Callable[[Generator], Shot],
    photos: int,
    rng: Generator,
) -> Tally:
    tally, pids = Tally(), list(cards)
    for number in range(photos):
        pid = pids[number % len(pids)]
        answers = reader.read(grey(photograph(cards[pid], shot(rng), rng)))
        tally.photos += 1
        exact = any(tuple(answer.logs.argmax(1)) == coordinates_of(pid) for answer in answers)
        named = {answer.pid for answer in answers if answer.certain}
        outcome = {"found": answers, "exact": exact, "certain": pid in named, "wrong": named - {pid}}
        for name, so in outcome.items():
            tally.counts[name] += bool(so)
    return tally


def _cost(reader: CardReader, cards: Mapping[int, NDArray[np.uint8]], rng: Generator, rounds: int) -> str:
    """Of photos of 12 megapixels, beside the least that anything does with one: blurring it once."""
    pid, card = next(iter(cards.items()))
    rows = [
        f"A photo of 12 megapixels, decoded, against {REGISTERED:,} registered prints:",
        "",
        "| the card | ms, of both cores | ms by the clock | times blurring it once | read |",
        "| --- | ---: | ---: | ---: | --- |",
    ]
    for what, shot in LARGE_SHOTS.items():
        photos = [grey(photograph(card, shot, rng)) for _ in range(LARGE_PHOTOS)]
        took = np.array([_timed(partial(reader.read, photo)) for photo in photos * rounds])
        blur = np.array([_timed(partial(cv2.GaussianBlur, photo, (5, 5), 0)) for photo in photos * rounds])
        right = [[answer.pid for answer in reader.read(photo)] == [pid] for photo in photos]
        busy, clock = 1_000 * np.median(took, 0)
        times = busy / (1_000 * np.median(blur[:, 0]))
        rows.append(f"| {what} | {busy:.0f} | {clock:.0f} | {times:.1f} | {sum(right)} of {len(right)} |")
    return "\n".join(rows)


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of processor time, and by the clock."""
    busy, clock = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - busy, time.perf_counter() - clock


def grey(photo: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.asarray(cv2.cvtColor(photo, cv2.COLOR_RGB2GRAY), np.uint8)
