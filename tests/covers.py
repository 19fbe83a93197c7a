"""Album covers drawn from a seed, with metadata, and photos taken of them: for catalogues and recognition.

`python -m tests.covers FOLDER [COUNT]` draws `FOLDER/images/album_{id}.jpg` and `FOLDER/albums.json`.
"""

from __future__ import annotations

import json
import math
import random
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

SIZE = 320
GENRES = ("rock", "jazz", "electronic", "folk", "rap", "metal", "pop", "classical")
_FIRST = ("silent", "golden", "electric", "paper", "midnight", "velvet", "broken", "crystal", "hollow", "distant")
_SECOND = ("river", "garden", "machine", "winter", "mirror", "harbour", "comet", "orchard", "signal", "lantern")
_PEOPLE = ("Ada", "Otis", "Mira", "Lune", "Basil", "Cleo", "Nico", "Opal", "Rufus", "Vera", "Igor", "Juno")
_BANDS = ("and the Owls", "Quartet", "Ensemble", "Trio", "Collective", "Brothers", "Orchestra", "Club")
_CARDINAL = ("", "II", "III", "Live", "Reprise", "Sessions", "Remixed")

Colour = tuple[int, int, int]


def album(number: int) -> dict[str, Any]:
    """The metadata of the `number`-th album, in the form of a record review's."""
    rng = random.Random(f"album {number}")
    name = f"{rng.choice(_FIRST)} {rng.choice(_SECOND)} {rng.choice(_CARDINAL)}".strip().title()
    return {
        "album_id": number,
        "artist": f"{rng.choice(_PEOPLE)} {rng.choice(_BANDS)}",
        "album_name": name,
        "genre": rng.choice(GENRES),
        "release_year": rng.randrange(1961, 2026),
        "pitchfork_score": round(rng.uniform(2, 10), 1),
        "best_new_music": rng.random() < 0.1,
        "cover_url_original": f"https://covers.example/album_{number}.jpg",
    }


def cover(number: int) -> Image.Image:
    """The cover of the `number`-th album."""
    rng = random.Random(f"cover {number}")
    ground, *inks = (_colour(rng) for _ in range(4))
    image = _ground(rng, ground, inks[0])
    draw = ImageDraw.Draw(image)
    for motif in rng.sample(_MOTIFS, 2):
        motif(draw, rng, inks)
    told = album(number)
    _title(draw, rng, told["album_name"], told["artist"])
    return image


def photo_of(image: Image.Image, seed: int, *, screen: bool = False) -> Image.Image:
    """A hand-held photo of a cover: in perspective, on a table or a `screen`, with a lens, light and grain."""
    rng = random.Random(f"photo {seed}")
    width, height = 480, 480
    table = _colour(rng)
    ground = Image.new("RGB", (width, height), table)
    ground.paste(_grain(rng, ground, 9))
    corners = _corners(rng, width, height)
    matrix = _perspective(corners, image.size)
    warped = image.transform((width, height), Image.Transform.PERSPECTIVE, matrix, Image.Resampling.BICUBIC)
    mask = Image.new("L", image.size, 255).transform((width, height), Image.Transform.PERSPECTIVE, matrix)
    ground.paste(warped, mask=mask)
    pixels = np.asarray(ground, np.float32)
    if screen:
        rows = 1 + 0.06 * np.sin(np.arange(height) * rng.uniform(1.8, 2.6))[:, None, None]
        pixels = pixels * rows
    light = np.array([rng.uniform(0.85, 1.1) for _ in range(3)], np.float32)
    slope = np.linspace(1, rng.uniform(0.8, 1.0), width, dtype=np.float32)[None, :, None]
    pixels = (pixels - 128) * rng.uniform(0.85, 1.05) + 128 + rng.uniform(-12, 12)
    taken = Image.fromarray(np.clip(pixels * light * slope, 0, 255).astype(np.uint8))
    taken = _grain(rng, taken.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 1.1))), 5)
    return recompressed(taken, rng.randrange(60, 90))


def recompressed(image: Image.Image, quality: int) -> Image.Image:
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return Image.open(BytesIO(buffer.getvalue())).convert("RGB")


def _corners(rng: random.Random, width: int, height: int) -> list[tuple[float, float]]:
    """Where the four corners of the cover come to lie, clockwise from the top left."""
    half, turn = rng.uniform(0.32, 0.46), math.radians(rng.uniform(-8, 8))
    centre = (width / 2 + rng.uniform(-12, 12), height / 2 + rng.uniform(-12, 12))
    found = []
    for right, down in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        x, y = right * half * width, down * half * height
        found.append(
            (
                centre[0] + x * math.cos(turn) - y * math.sin(turn) + rng.uniform(-9, 9),
                centre[1] + x * math.sin(turn) + y * math.cos(turn) + rng.uniform(-9, 9),
            )
        )
    return found


def _perspective(corners: list[tuple[float, float]], size: tuple[int, int]) -> tuple[float, ...]:
    """Pillow's eight coefficients: from a point of the photo to one of the cover."""
    width, height = size
    rows, values = [], []
    for (x, y), (u, v) in zip(corners, ((0, 0), (width, 0), (width, height), (0, height)), strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    return tuple(np.linalg.solve(np.array(rows, float), np.array(values, float)))


def _colour(rng: random.Random) -> Colour:
    return rng.randrange(20, 236), rng.randrange(20, 236), rng.randrange(20, 236)


def _grain(rng: random.Random, image: Image.Image, strength: float) -> Image.Image:
    noise = np.random.default_rng(rng.randrange(2**32)).normal(0, strength, (*image.size[::-1], 1))
    return Image.fromarray(np.clip(np.asarray(image, np.float32) + noise, 0, 255).astype(np.uint8))


def _ground(rng: random.Random, first: Colour, second: Colour) -> Image.Image:
    kind = rng.randrange(3)
    if kind == 0:
        return Image.new("RGB", (SIZE, SIZE), first)
    ramp = np.linspace(0, 1, SIZE)
    share = np.broadcast_to(ramp[:, None] if kind == 1 else ramp[None, :], (SIZE, SIZE))[..., None]
    return Image.fromarray((np.array(first) * (1 - share) + np.array(second) * share).astype(np.uint8))


def _discs(draw: ImageDraw.ImageDraw, rng: random.Random, inks: list[Colour]) -> None:
    for _ in range(rng.randrange(1, 9)):
        x, y, r = rng.randrange(SIZE), rng.randrange(SIZE), rng.randrange(12, 90)
        draw.ellipse((x - r, y - r, x + r, y + r), fill=rng.choice(inks))


def _stripes(draw: ImageDraw.ImageDraw, rng: random.Random, inks: list[Colour]) -> None:
    width, slope = rng.randrange(6, 34), rng.randrange(-160, 160)
    for at in range(-SIZE, 2 * SIZE, 2 * width + rng.randrange(8)):
        draw.line((at, 0, at + slope, SIZE), fill=rng.choice(inks), width=width)


def _shards(draw: ImageDraw.ImageDraw, rng: random.Random, inks: list[Colour]) -> None:
    for _ in range(rng.randrange(3, 14)):
        draw.polygon([(rng.randrange(SIZE), rng.randrange(SIZE)) for _ in range(3)], fill=rng.choice(inks))


def _tiles(draw: ImageDraw.ImageDraw, rng: random.Random, inks: list[Colour]) -> None:
    count = rng.randrange(3, 8)
    side = SIZE / count
    for row in range(count):
        for column in range(count):
            if rng.random() < 0.6:
                x, y = column * side, row * side
                draw.rectangle((x, y, x + side * 0.9, y + side * 0.9), fill=rng.choice(inks))


def _rings(draw: ImageDraw.ImageDraw, rng: random.Random, inks: list[Colour]) -> None:
    x, y, step = rng.randrange(SIZE), rng.randrange(SIZE), rng.randrange(10, 40)
    for at, r in enumerate(range(step, SIZE, step)):
        draw.ellipse((x - r, y - r, x + r, y + r), outline=inks[at % len(inks)], width=step // 3 + 1)


def _stars(draw: ImageDraw.ImageDraw, rng: random.Random, inks: list[Colour]) -> None:
    for _ in range(rng.randrange(20, 90)):
        x, y, r = rng.randrange(SIZE), rng.randrange(SIZE), rng.randrange(1, 9)
        draw.regular_polygon((x, y, r), rng.randrange(3, 7), rotation=rng.randrange(90), fill=rng.choice(inks))


_MOTIFS: tuple[Callable[[ImageDraw.ImageDraw, random.Random, list[Colour]], None], ...] = (
    _discs, _stripes, _shards, _tiles, _rings, _stars,
)  # fmt: skip


def _title(draw: ImageDraw.ImageDraw, rng: random.Random, name: str, artist: str) -> None:
    ink, shade = ((255, 255, 255), (0, 0, 0)) if rng.random() < 0.5 else ((0, 0, 0), (255, 255, 255))
    top = rng.choice((14, SIZE // 2 - 30, SIZE - 78))
    for text, size, y in ((name, rng.randrange(22, 34), top), (artist, 18, top + 40)):
        font = ImageFont.load_default(size)
        draw.text((rng.randrange(8, 24), y), text, ink, font, stroke_width=2, stroke_fill=shade)


def draw_all(folder: Path, count: int) -> Path:
    """The covers and their metadata, the list of which is returned."""
    (folder / "images").mkdir(parents=True, exist_ok=True)
    for number in range(1, count + 1):
        cover(number).save(folder / "images" / f"album_{number}.jpg", quality=88)
    told = folder / "albums.json"
    told.write_text(json.dumps([album(number) for number in range(1, count + 1)], indent=1))
    return told


if __name__ == "__main__":
    draw_all(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 500)
