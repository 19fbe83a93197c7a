"""Stage two: how likely each value of each coordinate is, by the game's own network."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from piclets.errors import InvalidImage
from piclets.prints.rectify import SIDE, Grey

Logs = NDArray[np.float32]
Window: TypeAlias = Grey | Path
"""A window (96, 96) as `rectify.window_of` gives it, or the picture file that has one."""

MODEL: Final = Path(__file__).parent / "spots.onnx"


def normalized(window: NDArray[Any]) -> NDArray[np.float32]:
    """Values of mean 0 and deviation 1: neither light nor exposure matters."""
    values = np.asarray(window, np.float32)
    return np.asarray((values - values.mean()) / (values.std() + 4), np.float32)


class SpotsReader:
    """The network, loaded once. Safe for use by several threads."""

    def __init__(self, model: Path | None = None, *, threads: int = 1) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(model or MODEL), options, providers=["CPUExecutionProvider"])

    def read(self, windows: Sequence[Window] | NDArray[np.uint8]) -> Logs:
        """Log-probabilities (n, 8, 16) of the coordinates, for n windows. Raises InvalidImage."""
        batch = np.stack([normalized(_pixels(window)) for window in windows])[:, None]
        return np.asarray(self._session.run(["logs"], {"windows": batch})[0], np.float32)


def _pixels(window: Window) -> Grey:
    if not isinstance(window, Path):
        return window
    read = cv2.imread(str(window), cv2.IMREAD_GRAYSCALE)
    if read is None or read.shape != (SIDE, SIDE):
        raise InvalidImage(f"{window} is no picture of {SIDE} x {SIDE}.")
    return np.asarray(read, np.uint8)
