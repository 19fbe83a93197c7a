"""Photos that tests take: drawn here, so that nothing has to be kept in the repository."""

from __future__ import annotations

import random
from pathlib import Path

from PIL import Image, ImageDraw

Colour = tuple[int, int, int]


def take_photo(
    folder: Path, name: str, seed: int = 0, size: tuple[int, int] = (320, 240), of: Colour | None = None
) -> Path:
    """A JPEG of a coloured thing on a plain ground. Another seed is another photo; the name says what it is.

    The thing is `of` a colour, or of any.
    """
    rng = random.Random(seed)
    ground, colour, spots = [tuple(rng.randrange(30, 226) for _ in range(3)) for _ in range(3)]
    image = Image.new("RGB", size, ground)
    draw = ImageDraw.Draw(image)
    width, height = size
    left, top = rng.randrange(width // 6, width // 3), rng.randrange(height // 6, height // 3)
    draw.ellipse((left, top, width - left // 2, height - top // 2), fill=of or colour)
    for _ in range(12):
        x, y, r = rng.randrange(left, width - left), rng.randrange(top, height - top), rng.randrange(3, 14)
        draw.ellipse((x - r, y - r, x + r, y + r), fill=spots)
    path = folder / f"{name}.jpg"
    image.save(path, quality=92)
    return path
