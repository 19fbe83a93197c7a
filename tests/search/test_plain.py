"""Plain sight finds the same picture again, and says nothing where there is nothing to see."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image

from piclets.search import plain
from piclets.search.vectors import Matrix
from tests.covers import SIZE, cover, recompressed

COUNT = 120
GREY = (128, 128, 128)

CHANGES: dict[str, Callable[[Image.Image], Image.Image]] = {
    "resized": lambda image: image.resize((97, 97)),
    "recompressed": lambda image: recompressed(image, 25),
    "cropped": lambda image: image.crop((16, 16, SIZE - 16, SIZE - 16)),
    "cropped on one side": lambda image: image.crop((32, 0, SIZE, SIZE)),
    "tilted": lambda image: image.rotate(5, Image.Resampling.BICUBIC, fillcolor=GREY),
    "darker": lambda image: image.point(lambda value: value * 0.7),
}


@pytest.fixture(scope="module")
def covers() -> list[Image.Image]:
    return [cover(number) for number in range(COUNT)]


@pytest.fixture(scope="module")
def described(covers: list[Image.Image]) -> Matrix:
    return np.array([plain.describe(image) for image in covers])


@pytest.mark.parametrize("change", CHANGES)
def test_the_same_picture_is_found_again(change: str, covers: list[Image.Image], described: Matrix) -> None:
    found = [int((described @ plain.describe(CHANGES[change](image))).argmax()) for image in covers]
    right = sum(at == number for number, at in enumerate(found))
    assert right >= COUNT * 0.97


@pytest.mark.parametrize("size", [(1, 1), (1, 900), (900, 1), (2, 2), (768, 3)])
def test_any_shape_is_described(size: tuple[int, int]) -> None:
    for colour in ("black", "white", "red"):
        vector = plain.describe(Image.new("RGB", size, colour))
        assert vector.shape == (plain.DIMENSION,)
        assert np.isfinite(vector).all()
        assert 0.9 < np.linalg.norm(vector) <= 1.001
