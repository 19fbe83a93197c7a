"""Large photos: what is averaged in strips looks like what is shrunk as a whole, and takes little memory."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from piclets.domain.photo import Photo
from piclets.images import shrinking
from piclets.images.intake import grey_of, photo_of
from tests.hostile_uploads import encoded, photo

SIZE = (1600, 300)


def turned() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif.tobytes()


def clear(image: Image.Image) -> Image.Image:
    """Less and less from side to side."""
    alpha = Image.linear_gradient("L").rotate(90).resize(image.size)
    image = image.copy()
    image.putalpha(alpha)
    return image


KINDS: dict[str, Callable[[Image.Image], bytes]] = {
    "jpeg": lambda image: encoded(image, "JPEG", quality=95, exif=turned()),
    "progressive jpeg": lambda image: encoded(image, "JPEG", quality=95, progressive=True),
    "cmyk jpeg": lambda image: encoded(image.convert("CMYK"), "JPEG", quality=95),
    "png": lambda image: encoded(image, "PNG", compress_level=1),
    "png with transparency": lambda image: encoded(clear(image), "PNG", compress_level=1),
    "grey png with transparency": lambda image: encoded(clear(image).convert("LA"), "PNG", compress_level=1),
    "png of 16 bits": lambda image: encoded(Image.fromarray(np.asarray(image.convert("L"), np.uint16) * 257), "PNG"),
    "png with a palette": lambda image: encoded(image.quantize(200), "PNG", compress_level=1),
    "gif": lambda image: encoded(image.quantize(200), "GIF"),
    "webp": lambda image: encoded(image, "WEBP", method=0, exif=turned()),
    "webp with transparency": lambda image: encoded(clear(image), "WEBP", method=0),
    "moving webp": lambda image: encoded(image, "WEBP", method=0, save_all=True, append_images=[photo(1, SIZE)]),
    "heic": lambda image: encoded(image, "HEIF", quality=90, exif=turned()),
    "heic with transparency": lambda image: encoded(clear(image), "HEIF", quality=90),
}


def pixels(read: Photo) -> np.ndarray:
    return np.asarray(Image.open(BytesIO(read.jpeg)), np.float32)


@pytest.mark.parametrize("kind", KINDS)
def test_strips_make_the_same_picture(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = KINDS[kind](photo(size=SIZE))
    whole, grey = pixels(photo_of(data, "")), grey_of(data)
    monkeypatch.setattr(shrinking, "LARGE_PIXELS", 200_000)
    monkeypatch.setattr(shrinking, "_STRIP_ROWS", 50)
    strips, small_grey = pixels(photo_of(data, "")), grey_of(data)

    assert strips.shape == whole.shape
    assert np.abs(strips - whole).mean() < 4  # another filter; a strip at the wrong place differs by tens
    rows, columns = small_grey.pixels.shape
    assert (rows * small_grey.factor, columns * small_grey.factor) == (
        grey.pixels.shape[0] * grey.factor,
        grey.pixels.shape[1] * grey.factor,
    )


MEASURED = """
import re, sys
from pathlib import Path
from piclets.images.intake import grey_of, photo_of

def most():
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) * 1024

small, *large = (Path(path).read_bytes() for path in sys.argv[1:])
photo_of(small, "")
before = most()
for data in large:
    photo_of(data, "")
    grey_of(data)
print(most() - before)
"""


def test_a_large_photo_takes_eight_bytes_a_pixel(tmp_path: Path) -> None:
    """A WebP took sixteen, a PNG with transparency ten."""
    large = photo(size=(70, 47)).resize((7_000, 4_700), Image.Resampling.NEAREST)
    files = {
        "small.jpg": encoded(photo(), "JPEG"),
        "large.webp": encoded(large, "WEBP", method=0),
        "large.png": encoded(large.convert("RGBA"), "PNG", compress_level=1),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    said = subprocess.run(
        [sys.executable, "-c", MEASURED, *(str(tmp_path / name) for name in files)],
        capture_output=True, text=True, check=True, cwd=Path(__file__).parent.parent,
        env={**os.environ, "MALLOC_MMAP_THRESHOLD_": "1000000"},  # what is freed is gone, as on the server
    )  # fmt: skip
    assert int(said.stdout) < 8 * 7_000 * 4_700
