"""A matting model as ONNX, which tells what of a picture is in front: U2-Net and those after it.

Qin et al., "U2-Net" (2020) and "Highly Accurate Dichotomous Image Segmentation" (ISNet, 2022); RMBG; Zheng et al.,
"Bilateral Reference for High-Resolution Dichotomous Image Segmentation" (BiRefNet, 2024). They have one form: an RGB
picture (1, 3, height, width) in, of a fixed size or of any, and the share of each pixel that is in front as the first
output. Where values of that lie outside of 0 to 1 they are logits, as BiRefNet's are.

The pixels are shifted and scaled as the family was trained: by ImageNet's mean and deviation (U2-Net, BiRefNet,
RMBG 2.0), or to -0.5 to 0.5 (ISNet, RMBG 1.4), which `:half` at the end of an address asks for.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray
from onnxruntime import RunOptions

from piclets.models.graphs import FAILURES, ModelUnusable, one_line, open_graph
from piclets.models.store import ModelStore, Source, source_at

Say = Callable[[str], None]
Pixels = NDArray[np.float32]

HALF: Final = ":half"
IMAGENET: Final = ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
AROUND_ZERO: Final = ((0.5, 0.5, 0.5), (1.0, 1.0, 1.0))
ANY_SIZE: Final = 1_024
"""Pixels of both sides, for a model that takes any."""
MIN_SIDE, MAX_SIDE = 16, 2_048
MAX_TRIAL_S: Final = 120.0
"""For the first picture, on a machine that is busy starting."""

_FILE = re.compile(r"(?:[A-Za-z0-9_\-][A-Za-z0-9._\-]*/)*[A-Za-z0-9_\-][A-Za-z0-9._\-]*\.onnx")


@dataclass(frozen=True)
class MattingChoice:
    """A model by its address: a file, or `owner/name@revision/file`; with `:half`, its pixels are around 0."""

    address: str

    @property
    def place(self) -> str:
        return self.address.removesuffix(HALF)

    @property
    def path(self) -> Path | None:
        """Where the address is a file's."""
        path = Path(self.place).expanduser()
        return path if path.is_file() else None

    @property
    def name(self) -> str:
        """What the world is told: the repo, or the file's name without its folder."""
        repo, at, _ = self.place.partition("@")
        return repo if at and not self.path else Path(self.place).stem

    def load(self, store: ModelStore, say: Say) -> MattingModel:
        """Fetch what is not here, load and try it.

        Raises ModelUnusable, Missing where the Hub has no such model, ServiceUnavailable where it cannot be reached.
        """
        path = self.path or self._fetched(store, say)
        say("loading")
        return MattingModel(path, around_zero=self.address.endswith(HALF))

    def _fetched(self, store: ModelStore, say: Say) -> Path:
        source = self._source()
        return store.fetch(source, say) / source.files[0]

    def _source(self) -> Source:
        repo, _, rest = self.place.partition("@")
        revision, _, file = rest.partition("/")
        try:
            if not _FILE.fullmatch(file):
                raise ValueError("no file")
            return source_at("matting", f"{repo}@{revision}", (file,))
        except ValueError:
            raise ModelUnusable("it is neither a file that is here nor owner/name@revision/file.onnx") from None


class MattingModel:
    """The loaded network. One picture at a time takes its memory; that is the caller's to see to.

    Raises ModelUnusable where it is none of this form.
    """

    def __init__(self, file: Path, *, around_zero: bool = False) -> None:
        mean, deviation = AROUND_ZERO if around_zero else IMAGENET
        self._mean, self._deviation = np.array(mean, np.float32), np.array(deviation, np.float32)
        self._session = open_graph(file)
        self._input, self._height, self._width = _form(self._session)
        self._output = self._session.get_outputs()[0].name
        self.alpha(np.full((48, 64, 3), 200, np.uint8), MAX_TRIAL_S)

    def alpha(self, rgb: NDArray[np.uint8], seconds: float) -> Pixels:
        """How much of each pixel of a picture (height, width, 3) is in front, 0 to 1, (height, width).

        Raises ModelUnusable where it gives no such thing, or takes more than so many seconds.
        """
        found = self._run(self._prepared(rgb), seconds)
        if found.ndim != 4 or found.shape[:2] != (1, 1) or not _is_a_size(*found.shape[2:]):
            raise ModelUnusable(f"it gives {found.shape}, not one value for each pixel")
        shares = np.asarray(found[0, 0], np.float32)
        if not np.isfinite(shares).all():
            raise ModelUnusable("it gives values that are no numbers")
        if shares.min() < -0.01 or shares.max() > 1.01:
            shares = 1 / (1 + np.exp(-shares.clip(-30, 30)))
        height, width = rgb.shape[:2]
        return np.asarray(cv2.resize(shares, (width, height), interpolation=cv2.INTER_LINEAR).clip(0, 1), np.float32)

    def _prepared(self, rgb: NDArray[np.uint8]) -> Pixels:
        shrinks = rgb.shape[0] > self._height
        how = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
        small = cv2.resize(rgb, (self._width, self._height), interpolation=how).astype(np.float32) / 255
        return np.ascontiguousarray(((small - self._mean) / self._deviation).transpose(2, 0, 1)[None], np.float32)

    def _run(self, pixels: Pixels, seconds: float) -> NDArray[Any]:
        """The first output. A run that takes too long is ended by onnxruntime between two of its steps."""
        options = RunOptions()
        options.log_severity_level = 4  # being ended is no error of ours
        ending = Timer(seconds, _end, (options,))
        ending.daemon = True
        ending.start()
        try:
            [found] = self._session.run([self._output], {self._input: pixels}, options)
        except (*FAILURES, ValueError) as error:
            why = "it takes too long" if options.terminate else f"it does not run: {one_line(error)}"
            raise ModelUnusable(why) from None
        finally:
            ending.cancel()
        return np.asarray(found)


def _end(options: Any) -> None:
    options.terminate = True


def _form(session: Any) -> tuple[str, int, int]:
    """The name of the input, and the height and width that it takes. Raises ModelUnusable."""
    given = session.get_inputs()
    if len(given) != 1 or given[0].type != "tensor(float)" or len(given[0].shape) != 4 or given[0].shape[1] != 3:
        told = ", ".join(f"{each.type} {each.shape}" for each in given)
        raise ModelUnusable(f"it takes {told}, not one picture as tensor(float) [1, 3, height, width]")
    height, width = (side if isinstance(side, int) else ANY_SIZE for side in given[0].shape[2:])
    if not _is_a_size(height, width):
        raise ModelUnusable(f"it takes pictures of {width} x {height}: from {MIN_SIDE} to {MAX_SIDE} are looked at")
    return given[0].name, height, width


def _is_a_size(height: int, width: int) -> bool:
    return MIN_SIDE <= height <= MAX_SIDE and MIN_SIDE <= width <= MAX_SIDE
