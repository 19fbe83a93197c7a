"""How well a network reads the fixed sets."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from piclets.prints.inference import SpotsReader
from training.spots.sets import AUGMENTED, CLEAN, FixedSet, load_set

CHUNK = 100


def evaluate(model: Path | None, sets: Path) -> dict[str, dict[str, float]]:
    """Of a network as ONNX (None: the game's own), on both sets: shares of exact and nearly exact readings."""
    reader = SpotsReader(model)
    figures = {}
    for name in (CLEAN, AUGMENTED):
        fixed = load_set(sets / name)
        chunks = [reader.read(fixed.windows[start : start + CHUNK]) for start in range(0, len(fixed.windows), CHUNK)]
        figures[name] = figures_of(np.concatenate(chunks), fixed)
    return figures


def figures_of(logs: NDArray[np.float32], fixed: FixedSet) -> dict[str, float]:
    """Of readings (n, 8, 16): shares of exact and nearly exact ones, and of coordinates."""
    off = np.abs(logs.argmax(2) - fixed.targets)
    return {
        "exact": float((off.max(1) == 0).mean()),
        "within one step": float((off.max(1) <= 1).mean()),
        "coordinates": float((off == 0).mean()),
    }
