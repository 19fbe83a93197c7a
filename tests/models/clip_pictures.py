"""Pictures of many shapes, drawn from their size, for comparing what two programs make of them."""

from __future__ import annotations

import numpy as np
from PIL import Image

SHAPES = (
    (224, 224), (640, 480), (480, 640), (1333, 1001), (225, 224), (224, 225), (30, 40), (7, 300), (300, 7), (1, 1),
    (333, 777), (1024, 1023),
)  # fmt: skip


def drawn(shape: tuple[int, int]) -> Image.Image:
    """A picture of that (width, height), with detail of every size."""
    rng = np.random.default_rng(shape[0] * 10_007 + shape[1])
    small = rng.integers(0, 256, (24, 32, 3), dtype=np.uint8)
    image = np.asarray(Image.fromarray(small).resize(shape, Image.Resampling.NEAREST), np.int16)
    return Image.fromarray(np.clip(image + rng.integers(-40, 41, image.shape), 0, 255).astype(np.uint8))
