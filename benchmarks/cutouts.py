"""Drawn creatures with a known outline on six kinds of ground: how well they are cut out, and how fast.

    .venv/bin/python -m benchmarks.cutouts [pictures]

Accepted pictures only count for the intersection over union (of what is more than half there); on a busy ground each
has to be declined or right.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

from piclets.domain.records import PRIMARY_TYPES
from piclets.images.cutout import matte
from piclets.studio.painting import draw_creature

SIDE = 768
PICTURES = 200

Pixels = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Drawn:
    ground: str
    rgb: npt.NDArray[np.uint8]
    alpha: Pixels


def drawn(count: int, side: int = SIDE) -> Iterator[Drawn]:
    """`count` pictures, as a painting service sends them: composited, a little noisy, once through a JPEG."""
    for number in range(count):
        dice = np.random.default_rng(number)
        colours = dice.integers(30, 226, (3, 3))
        photo = Image.fromarray(colours[None].astype(np.uint8)).resize((64, 64), Image.Resampling.BICUBIC)
        creature = draw_creature(photo, PRIMARY_TYPES[number % len(PRIMARY_TYPES)], number).convert("RGBA")
        creature = creature.resize((side, side), Image.Resampling.LANCZOS)
        layers = np.asarray(creature, np.float32)
        alpha = np.asarray(layers[..., 3] / 255, np.float32)
        name, ground = list(GROUNDS.items())[number % len(GROUNDS)]
        behind = ground(side, dice, alpha)
        mixed = layers[..., :3] * alpha[..., None] + behind * (1 - alpha[..., None])
        mixed += dice.normal(0, 1.0, (side, side, 1))
        jpeg = BytesIO()
        Image.fromarray(mixed.clip(0, 255).astype(np.uint8)).save(jpeg, "JPEG", quality=92)
        yield Drawn(name, np.asarray(Image.open(jpeg)), alpha)


def _plain(side: int, dice: np.random.Generator, alpha: Pixels) -> Pixels:  # noqa: ARG001 - one signature for all
    return np.full((side, side, 3), 252, np.float32)


def _vignette(side: int, dice: np.random.Generator, alpha: Pixels) -> Pixels:  # noqa: ARG001 - one signature for all
    y, x = np.mgrid[-1 : 1 : side * 1j, -1 : 1 : side * 1j]
    return np.asarray(np.stack([255 - dark * (x * x + y * y) / 2 for dark in (14, 14, 11)], -1), np.float32)


def _shadowed(side: int, dice: np.random.Generator, alpha: Pixels) -> Pixels:
    y, x = np.mgrid[0 : 1 : side * 1j, 0 : 1 : side * 1j]
    rows = np.flatnonzero((alpha > 0.5).any(axis=1))
    low = float(rows[-1]) / side
    dark = np.exp(-2 * (((x - 0.5) / 0.22) ** 2 + ((y - low) / 0.025) ** 2))
    return np.asarray(_vignette(side, dice, alpha) * (1 - 0.3 * dark[..., None]), np.float32)


def _coloured(side: int, dice: np.random.Generator, alpha: Pixels) -> Pixels:  # noqa: ARG001 - one signature for all
    return np.asarray(np.broadcast_to(dice.integers(170, 250, 3), (side, side, 3)), np.float32)


def _gradient(side: int, dice: np.random.Generator, alpha: Pixels) -> Pixels:  # noqa: ARG001 - one signature for all
    above, below = dice.integers(150, 250, 3), dice.integers(150, 250, 3)
    share = np.linspace(0, 1, side)[:, None, None]
    return np.asarray(np.broadcast_to(above * (1 - share) + below * share, (side, side, 3)), np.float32)


def _busy(side: int, dice: np.random.Generator, alpha: Pixels) -> Pixels:  # noqa: ARG001 - one signature for all
    patches = Image.fromarray(dice.integers(0, 256, (12, 12, 3), dtype=np.uint8))
    scene = patches.resize((side, side), Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(4))
    return np.asarray(scene, np.float32)


GROUNDS: dict[str, Callable[[int, np.random.Generator, Pixels], Pixels]] = {
    "plain": _plain,
    "vignette": _vignette,
    "contact shadow": _shadowed,
    "coloured": _coloured,
    "gradient": _gradient,
    "busy": _busy,
}


def overlap(found: Pixels, truth: Pixels) -> float:
    """Intersection over union of what is more than half there."""
    left, right = found > 0.5, truth > 0.5
    return int(np.count_nonzero(left & right)) / max(1, int(np.count_nonzero(left | right)))


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else PICTURES
    scores: dict[str, list[float]] = {name: [] for name in GROUNDS}
    tried = dict.fromkeys(GROUNDS, 0)
    seconds: list[float] = []
    for picture in drawn(count):
        started = time.process_time()
        found = matte(picture.rgb)
        seconds.append(time.process_time() - started)
        tried[picture.ground] += 1
        if found is not None:
            scores[picture.ground].append(overlap(found, picture.alpha))
    for name, each in scores.items():
        mean, worst = (statistics.fmean(each), min(each)) if each else (float("nan"), float("nan"))
        print(f"{name:15} accepted {len(each):3} of {tried[name]:3}   IoU mean {mean:.4f}   worst {worst:.4f}")
    accepted = [score for each in scores.values() for score in each]
    print(f"in all: mean {statistics.fmean(accepted):.4f}, worst {min(accepted):.4f}, {len(accepted)} of {count}")
    print(f"{statistics.median(seconds) * 1000:.0f} ms of CPU at {SIDE} px (median)")


if __name__ == "__main__":
    main()
