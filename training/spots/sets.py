"""The two fixed sets that a reader is judged on, with `metadata.json`. Never made over again silently."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from piclets.domain.spots import coordinates_of, hex_of
from piclets.prints.rectify import SIDE
from training.spots.camera import HARD, Conditions, clean, view

CLEAN: Final = "clean"
AUGMENTED: Final = "augmented"
CLEAN_COUNT, CLEAN_SEED = 1_000, 42
AUGMENTED_COUNT, AUGMENTED_SEED = 500, 99
WHOLE: Final = Conditions(least=HARD.least, most=HARD.most, odd=0)
"""As in training, but every spot can be seen."""


@dataclass(frozen=True)
class FixedSet:
    """Windows (n, 96, 96) and their coordinates (n, 8)."""

    windows: NDArray[np.uint8]
    targets: NDArray[np.int64]


def make_sets(folder: Path, *, force: bool = False) -> None:
    """Write both sets under `folder`. Raises FileExistsError where one is there already, unless `force`."""
    for name in (CLEAN, AUGMENTED):
        if (folder / name / "metadata.json").exists() and not force:
            raise FileExistsError(
                f"{folder / name} is there already; --force makes it anew, and figures no longer compare"
            )
    rng = np.random.default_rng(CLEAN_SEED)
    pids = [int(pid) for pid in rng.integers(2**32, size=CLEAN_COUNT)]
    _write(folder / CLEAN, [(pid, clean(pid)) for pid in pids])
    rng = np.random.default_rng(AUGMENTED_SEED)
    pids = [int(pid) for pid in rng.integers(2**32, size=AUGMENTED_COUNT)]
    _write(folder / AUGMENTED, [(pid, view(pid, rng, WHOLE).window) for pid in pids])


def load_set(folder: Path) -> FixedSet:
    """Read a set. Raises FileNotFoundError where it has not been made."""
    entries: list[dict[str, Any]] = json.loads((folder / "metadata.json").read_text("utf-8"))
    windows = [cv2.imread(str(folder / entry["img_path"]), cv2.IMREAD_GRAYSCALE) for entry in entries]
    assert all(window is not None and window.shape == (SIDE, SIDE) for window in windows)  # noqa: S101
    return FixedSet(np.stack(windows).astype(np.uint8), np.array([entry["target"] for entry in entries]))  # type: ignore[arg-type]


def _write(folder: Path, pictures: list[tuple[int, NDArray[np.uint8]]]) -> None:
    (folder / "images").mkdir(parents=True, exist_ok=True)
    entries = []
    for number, (pid, window) in enumerate(pictures):
        name = f"images/{number:04d}.png"
        cv2.imwrite(str(folder / name), window)
        entries.append({"img_path": name, "pid_hex": hex_of(pid), "target": list(coordinates_of(pid))})
    (folder / "metadata.json").write_text(json.dumps(entries, indent=1), "utf-8")
