"""What looks at pictures and reads words. Two stand behind it: plain sight, and a model of CLIP's kind."""

from __future__ import annotations

from typing import Final, Protocol

import numpy as np
from PIL import Image

from piclets.models.clip import ClipModel
from piclets.search import plain, scores
from piclets.search.scores import Scales
from piclets.search.vectors import Matrix, Vector


class Eye(Protocol):
    """`reads`: it turns words into vectors that can be compared with those of pictures. Vectors have unit length."""

    model: str
    dimension: int
    reads: bool
    scales: Scales

    def look(self, image: Image.Image) -> Vector:
        """The vector of an RGB picture."""

    def look_around(self, image: Image.Image) -> Matrix:
        """The vectors of a photo that is searched by: of the whole, and of parts that may be the thing alone."""

    def read(self, text: str) -> Vector:
        """The vector of a text. Raises TypeError where it does not read."""


class PlainEye:
    """Plain sight, see `piclets.search.plain`."""

    model: str = plain.MODEL
    dimension: int = plain.DIMENSION
    reads: bool = False
    scales: Scales = scores.PLAIN

    CENTRES: Final = (1.0, 0.9, 0.78, 0.66)
    """Parts of a photo, around its middle, that a flat thing in it may fill."""

    def look(self, image: Image.Image) -> Vector:
        return plain.describe(image)

    def look_around(self, image: Image.Image) -> Matrix:
        return np.array([plain.describe(_centre(image, share)) for share in self.CENTRES])

    def read(self, text: str) -> Vector:
        raise TypeError(f"plain sight does not read: {text!r:.40}")


def _centre(image: Image.Image, share: float) -> Image.Image:
    width, height = (max(1, round(side * share)) for side in image.size)
    left, top = (image.width - width) // 2, (image.height - height) // 2
    return image.crop((left, top, left + width, top + height))


class ClipEye:
    """A model of CLIP's kind (`piclets.models.clip`), called `model` in answers."""

    reads: bool = True
    scales: Scales = scores.CLIP

    def __init__(self, model: str, clip: ClipModel) -> None:
        self.model = model
        self.dimension = clip.dimension
        self._clip = clip

    def look(self, image: Image.Image) -> Vector:
        return self._clip.look(image)

    def look_around(self, image: Image.Image) -> Matrix:
        return self._clip.look(image)[None]

    def read(self, text: str) -> Vector:
        return self._clip.read(text)


class Eyes:
    """The eyes that are open, by their models' names."""

    def __init__(self) -> None:
        plain_eye: Eye = PlainEye()
        self._open = {plain_eye.model: plain_eye}

    def of(self, model: str) -> Eye | None:
        """The eye of a model; None where it is not here (yet)."""
        return self._open.get(model)

    def add(self, eye: Eye) -> None:
        self._open = {**self._open, eye.model: eye}
