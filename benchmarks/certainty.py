"""Many cards read against a million registered prints: is ever a wrong one named as certain?

    .venv/bin/python -m benchmarks.certainty [--readings 30000] [--seed 17] [--file FILE] [--part 0/2]

The photos are those of `identify`, of all its kinds in turn, in pictures that are hardly larger than the card, so
that there can be many. Every fifth card is of a print that is not registered: whatever is named as certain then is
wrong.

A wrong name takes a reading that is off by a step or two, and a print that is registered just there, which of a
million is one in some 4,300. So each photo is read a second time where there always is one, *beset*: every PID two
steps from the card's is registered, and of a card that is not registered itself, which is every second one then,
every PID one step from it too. A wrong name there weighs one in 4,300.

Each photo follows from the seed and its number alone, and is a line of JSON in FILE: what stands there is not read
again, several processes may each take a part (`--part 1/2` with a file of its own), and a line is a case to look at
once more with `Photos`. `--tell FILE ...` makes the table of what was read so far.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import count
from pathlib import Path
from typing import Final, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.camera import Shot, photograph
from benchmarks.identify import KINDS, REGISTERED, draw, grey
from piclets.domain.spots import coordinates_of
from piclets.prints.detector import detect
from piclets.prints.inference import SpotsReader
from piclets.prints.reading import CardReader, CardReading
from piclets.prints.registry import Registry

Outcome = Literal["certain", "wrong", "several", "doubtful", "unread"]
"""Named rightly; named wrongly; told with others that look alike; in doubt, or no print's; not read at all."""

READINGS: Final = 30_000
SEED: Final = 17
STRANGER_EVERY: Final = 5
PLANTED: Final = (None, True, None, False)
"""Of the cards in turn: not read beset, read so as a registered one, not, as one that is none."""
PHOTOS_OF_A_CARD: Final = 12
AROUND: Final = 1.4
"""A picture's height, in the card's."""
BEYOND: Final = 0.05
"""How likely it is that the share of wrong names is above the bound that is told."""


@dataclass(frozen=True)
class Line:
    """What came of one photo; `known` is whether its card is registered, `planted` whether where it is beset."""

    photo: int
    kind: str
    pid: int
    known: bool
    planted: bool | None
    found: bool
    exact: bool
    among: Outcome
    beset: Outcome | None


class Photos:
    """The photos of a seed, by their numbers. Each card is drawn once for those of it that follow each other."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._card = -1
        self.registered = np.random.default_rng(seed).integers(2**32, size=REGISTERED, dtype=np.uint64)
        self.pid, self.known = 0, False
        self.planted: bool | None = None

    def pixels(self, photo: int) -> NDArray[np.uint8]:
        """A grey picture; what it is of stands in `pid`, `known` and `planted` then."""
        card = photo // PHOTOS_OF_A_CARD
        if card != self._card:
            self._card = card
            self._draw(card)
        rng = np.random.default_rng((self._seed, 2, photo))
        return grey(photograph(self._drawn, _close(KINDS[_kind(photo)](rng)), rng))

    def _draw(self, card: int) -> None:
        rng = np.random.default_rng((self._seed, 1, card))
        self.known, self.planted = card % STRANGER_EVERY > 0, PLANTED[card % len(PLANTED)]
        self.pid = int(rng.choice(self.registered) if self.known else rng.integers(2**32))
        self._drawn = draw(self.pid, rng)


def main() -> None:
    options = _options()
    if options.tell:
        print(table([line for file in options.tell for line in _kept(file)]))
        return
    cv2.setNumThreads(1)
    part, parts = map(int, options.part.split("/"))
    kept = list(_kept(options.file))
    found = sum(line.found for line in kept)
    lines = _lines(Photos(options.seed), count(part + parts * len(kept), parts))
    with options.file.open("a") as file:
        while found < options.readings / parts:
            line = next(lines)
            found += line.found
            print(json.dumps(asdict(line)), file=file, flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.certainty")
    parser.add_argument("--readings", type=int, default=READINGS)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--file", type=Path, default=Path("certainty.jsonl"))
    parser.add_argument("--part", default="0/1")
    parser.add_argument("--tell", type=Path, nargs="+")
    return parser.parse_args()


def _kept(file: Path) -> Iterator[Line]:
    if file.exists():
        yield from (Line(**json.loads(line)) for line in file.read_text().splitlines())


def _lines(photos: Photos, numbers: Iterable[int]) -> Iterator[Line]:
    spots = SpotsReader(threads=1)
    among = CardReader(spots, Registry(map(int, photos.registered)))
    for photo in numbers:
        pixels, pid = photos.pixels(photo), photos.pid
        cards = detect(pixels)
        answers = among.read_found(pixels, cards)
        beset: Outcome | None = None
        if photos.planted is not None:
            planted = CardReader(spots, Registry(_around(pid, known=photos.planted)))
            beset = _outcome(planted.read_found(pixels, cards), {pid} if photos.planted else set())
        yield Line(
            photo=photo,
            kind=_kind(photo),
            pid=pid,
            known=photos.known,
            planted=photos.planted,
            found=bool(answers),
            exact=any(tuple(answer.logs.argmax(1)) == coordinates_of(pid) for answer in answers),
            among=_outcome(answers, {pid} if photos.known else set()),
            beset=beset,
        )


def _around(pid: int, *, known: bool) -> set[int]:
    """The PIDs two steps away, and this one; of a card that is not `known` those one step away instead of it."""
    near = _steps(pid)
    further = {each for one in near for each in _steps(one)} - {pid}
    return further | {pid} if known else further | near


def _steps(pid: int) -> set[int]:
    """The PIDs that differ from this one by a step of one coordinate, which is a nibble of it."""
    return {pid + (step << at) for at in range(0, 32, 4) for step in (-1, 1) if 0 <= (pid >> at & 15) + step <= 15}


def _kind(photo: int) -> str:
    return list(KINDS)[photo % len(KINDS)]


def _close(shot: Shot) -> Shot:
    """The same without most of the table."""
    rows = 2 * round(AROUND * shot.height / 2)
    return replace(shot, picture=(rows, rows), centre=(0.0, 0.0))


def _outcome(answers: Sequence[CardReading], right: set[int]) -> Outcome:
    certain = {answer.pid for answer in answers if answer.certain}
    if certain:
        return "certain" if certain == right else "wrong"
    if any(len(answer.alike) > 1 for answer in answers):
        return "several"
    return "doubtful" if any(answer.pid is not None for answer in answers) else "unread"


def table(lines: Sequence[Line]) -> str:
    """Markdown: what came of each kind of photo, and under what the share of wrong names is."""
    columns = ("registered", "photos", "cards read", "exactly", "certain", "several", "doubtful", "unread", "wrong")
    rows = [f"| {' | '.join(columns)} |", f"| --- | --- |{' ---: |' * (len(columns) - 1)}"]
    rows[0] = f"| photos of {rows[0][1:]}"
    for registered in ("among", "beset"):
        judged = [line for line in lines if getattr(line, registered)]
        rows += [_row(kind, registered, [line for line in judged if line.kind == kind]) for kind in KINDS]
        rows.append(_row("all", registered, judged))
    wrong, read = sum(line.among == "wrong" for line in lines), sum(line.found for line in lines)
    return "\n".join((*rows, "", f"Wrong at most {most(wrong) / max(read, 1):.2g} of readings, for 95 % sure."))


def _row(kind: str, registered: str, lines: Sequence[Line]) -> str:
    outcomes = Counter(getattr(line, registered) for line in lines)
    counts = [len(lines), sum(line.found for line in lines), sum(line.exact for line in lines)]
    counts += [outcomes[name] for name in ("certain", "several", "doubtful", "unread", "wrong")]
    return f"| {kind} | {registered} | {' | '.join(f'{each:,}' for each in counts)} |"


def most(seen: int) -> float:
    """How many are expected at most of what is rare, where so many were seen, but for `BEYOND` (Poisson)."""
    low, high = 0.0, 10.0 + 3 * seen
    while high - low > 1e-6:
        middle = (low + high) / 2
        likely = sum(math.exp(-middle) * middle**each / math.factorial(each) for each in range(seen + 1))
        low, high = (middle, high) if likely > BEYOND else (low, middle)
    return high


if __name__ == "__main__":
    main()
