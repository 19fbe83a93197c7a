"""Many cards read against a million registered prints: is ever a wrong one named as certain?

    .venv/bin/python -m benchmarks.certainty [readings] [seed] [--beset]

The photos are those of `identify`, of all its kinds in turn, in pictures that are hardly larger than the card, so
that there can be many. Every fifth card is of a print that is not registered: whatever is named as certain then is
wrong.

A wrong name takes a reading that is off by a step or two, and a print that is registered just there, which of a
million is one in some 4,300. With `--beset` there always is one: every PID two steps from the card's is registered,
and of a card that is not registered itself, which is every second one then, every PID one step from it too. So a
wrong name there weighs one in 4,300, and some hundred photos say what otherwise takes many thousands.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from itertools import count
from typing import Final

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from benchmarks.camera import Shot, photograph
from benchmarks.identify import KINDS, REGISTERED, draw, grey
from piclets.domain.spots import coordinates_of
from piclets.prints.inference import SpotsReader
from piclets.prints.reading import CardReader
from piclets.prints.registry import Registry

READINGS: Final = 30_000
HIGHEST: Final = 420
TELL_EVERY: Final = 100
SEED: Final = 17
STRANGER_EVERY: Final = 5
BESET_STRANGER_EVERY: Final = 2
PHOTOS_OF_A_CARD: Final = 12
AROUND: Final = 1.4
"""A picture's height, in the card's."""


def main() -> None:
    beset = "--beset" in sys.argv
    given = [int(each) for each in sys.argv[1:] if each != "--beset"]
    readings, seed = (*given, *(READINGS, SEED)[len(given) :])
    rng = np.random.default_rng(seed)
    cv2.setNumThreads(1)
    registered = rng.integers(2**32, size=REGISTERED, dtype=np.uint64)
    spots = SpotsReader(threads=1)
    reader = CardReader(spots, Registry(map(int, registered)))
    tally = dict.fromkeys(("photos", "cards read", "read exactly", "named with certainty", "wrongly"), 0)
    for number in count():
        if tally["cards read"] >= readings:
            break
        if number % PHOTOS_OF_A_CARD == 0:
            known = (number // PHOTOS_OF_A_CARD) % (BESET_STRANGER_EVERY if beset else STRANGER_EVERY) > 0
            pid = int(rng.choice(registered) if known else rng.integers(2**32))
            if beset:
                reader = CardReader(spots, Registry(_around(pid, known=known)))
            card = draw(pid, rng)
        _judge(reader, pid, _photo(number, card, rng), tally, known=known)
        if number % TELL_EVERY == TELL_EVERY - 1:
            print(tally, flush=True)
    print(tally)


def _around(pid: int, *, known: bool) -> set[int]:
    """The PIDs two steps away, and this one; of a card that is not `known` those one step away instead of it."""
    near = _steps(pid)
    further = {each for one in near for each in _steps(one)} - {pid}
    return further | {pid} if known else further | near


def _steps(pid: int) -> set[int]:
    """The PIDs that differ from this one by a step of one coordinate, which is a nibble of it."""
    return {pid + (step << at) for at in range(0, 32, 4) for step in (-1, 1) if 0 <= (pid >> at & 15) + step <= 15}


def _photo(number: int, card: NDArray[np.uint8], rng: Generator) -> NDArray[np.uint8]:
    kinds = list(KINDS.values())
    return grey(photograph(card, _close(kinds[number % len(kinds)](rng)), rng))


def _close(shot: Shot) -> Shot:
    """The same from no nearer than that the card is `HIGHEST` pixels high, and without most of the table."""
    height = min(shot.height, HIGHEST)
    rows = 2 * round(AROUND * height / 2)
    return replace(shot, height=height, picture=(rows, rows), centre=(0.0, 0.0))


def _judge(reader: CardReader, pid: int, photo: NDArray[np.uint8], tally: dict[str, int], *, known: bool) -> None:
    answers = reader.read(photo)
    tally["photos"] += 1
    tally["cards read"] += bool(answers)
    tally["read exactly"] += any(tuple(answer.logs.argmax(1)) == coordinates_of(pid) for answer in answers)
    certain = {answer.pid for answer in answers if answer.certain}
    tally["named with certainty"] += known and pid in certain
    wrong = certain - ({pid} if known else set())
    tally["wrongly"] += bool(wrong)
    if wrong:
        print(f"WRONG: {pid:08X} as {wrong}", flush=True)


if __name__ == "__main__":
    main()
