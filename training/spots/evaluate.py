"""How well a network reads the fixed sets."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from piclets.prints.inference import SpotsReader, normalized
from training.spots.net import SpotsNet
from training.spots.sets import AUGMENTED, CLEAN, FixedSet, load_set

CHUNK = 100


def exact_matches(net: SpotsNet, fixed: FixedSet) -> float:
    """The share of windows of which all eight coordinates are read rightly."""
    net.eval()
    logs = []
    with torch.no_grad():
        for start in range(0, len(fixed.windows), CHUNK):
            windows = np.stack([normalized(window) for window in fixed.windows[start : start + CHUNK]])
            logs.append(net(torch.from_numpy(windows)[:, None]).numpy())
    return _figures(np.concatenate(logs), fixed)["exact"]


def evaluate(model: Path | None, sets: Path) -> dict[str, dict[str, float]]:
    """Of a network as ONNX (None: the game's own), on both sets: shares of exact and nearly exact readings."""
    reader = SpotsReader(model)
    figures = {}
    for name in (CLEAN, AUGMENTED):
        fixed = load_set(sets / name)
        chunks = [reader.read(fixed.windows[start : start + CHUNK]) for start in range(0, len(fixed.windows), CHUNK)]
        figures[name] = _figures(np.concatenate(chunks), fixed)
    return figures


def _figures(logs: NDArray[np.float32], fixed: FixedSet) -> dict[str, float]:
    off = np.abs(logs.argmax(2) - fixed.targets)
    return {
        "exact": float((off.max(1) == 0).mean()),
        "within one step": float((off.max(1) <= 1).mean()),
        "coordinates": float((off == 0).mean()),
    }
