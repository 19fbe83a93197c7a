"""A picture decoded whole and made small, with as little memory as its format allows.

Pillow takes four bytes a pixel, of a WebP sixteen, and converts a picture as a whole. So WebP is decoded by OpenCV
(the same library beneath, hence the same pixels), and a large picture is converted and averaged strip by strip.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

import cv2
import numpy as np
from PIL import Image
from PIL.Image import Resampling
from pillow_heif import open_heif

LARGE_PIXELS: Final = 32_000_000
_STRIP_ROWS: Final = 256
_REDUCING_GAP: Final = 2.0
"""A picture is averaged to so many times what is wanted before it is resampled: hardly to be told from all of it."""
_HALVED: Final = cv2.IMREAD_REDUCED_COLOR_2 | cv2.IMREAD_IGNORE_ORIENTATION


class _Rows(NamedTuple):
    """A decoded picture: `size` in pixels, and its rows from one to before another as a picture of their own."""

    size: tuple[int, int]
    between: Callable[[int, int], Image.Image]


def is_large(size: tuple[int, int]) -> bool:
    return size[0] * size[1] > LARGE_PIXELS


def shrunk(image: Image.Image, data: bytes, longest: int) -> Image.Image:
    """The opened picture of the file `data`, by its first frame, its longest side at most so many pixels.

    A JPEG is decoded at a fraction of its size where that will do. What is large comes at half its size at most, and
    is closed. The mode is one whose pixels can be averaged. Raises what decoders do (`BROKEN_PICTURE`).
    """
    if image.format == "JPEG" and is_large(image.size):
        factor = _factor(image.size, longest)
        image.draft(None, (image.width // factor, image.height // factor))
        small = _resizable(image)
    elif is_large(image.size):
        small = _averaged(_rows(image, data), longest)
        image.close()  # all of its pixels, while what is left of them goes on
    elif image.format == "WEBP":
        small = _resizable(_webp(data, cv2.IMREAD_UNCHANGED).between(0, image.height))
    else:
        small = _resizable(image)
    small.thumbnail((longest, longest), Resampling.LANCZOS, reducing_gap=_REDUCING_GAP)
    small.load()
    return small


def _factor(size: tuple[int, int], longest: int) -> int:
    """By how much a picture is averaged before it is resampled."""
    return max(2 if is_large(size) else 1, int(max(size) / longest / _REDUCING_GAP))


def _averaged(rows: _Rows, longest: int) -> Image.Image:
    height = rows.size[1]
    factor = _factor(rows.size, longest)
    step = factor * max(1, _STRIP_ROWS // factor)
    strips = (_resizable(rows.between(top, min(top + step, height))).reduce(factor) for top in range(0, height, step))
    first = next(strips)
    whole = Image.new(first.mode, (first.width, -(-height // factor)))
    whole.paste(first)
    for number, strip in enumerate(strips, start=1):
        whole.paste(strip, (0, number * step // factor))
    return whole


def _rows(image: Image.Image, data: bytes) -> _Rows:
    if image.format == "WEBP":
        return _webp(data, cv2.IMREAD_UNCHANGED if image.has_transparency_data else _HALVED)
    if image.format == "HEIF":
        heif = open_heif(data)
        pixels = np.asarray(heif)[:, : heif.size[0]]
        return _Rows(
            heif.size,
            lambda top, bottom: Image.frombytes(
                heif.mode, (heif.size[0], bottom - top), pixels[top:bottom].tobytes()
            ),
        )
    image.load()
    return _Rows(image.size, lambda top, bottom: image.crop((0, top, image.width, bottom)))


def _webp(data: bytes, how: int) -> _Rows:
    """Raises ValueError."""
    try:
        pixels = cv2.imdecode(np.frombuffer(data, np.uint8), how)
    except cv2.error as error:
        raise ValueError("no WebP that OpenCV reads") from error
    if pixels is None:
        raise ValueError("no WebP that OpenCV reads")
    height, width, channels = pixels.shape
    order = cv2.COLOR_BGRA2RGBA if channels == 4 else cv2.COLOR_BGR2RGB
    return _Rows((width, height), lambda top, bottom: Image.fromarray(cv2.cvtColor(pixels[top:bottom], order)))


def _resizable(image: Image.Image) -> Image.Image:
    """In a mode whose pixels can be averaged, with transparency as a channel of its own."""
    if image.mode.startswith("I"):  # 16-bit grey, which convert() would cut off at 255 instead of scaling
        return image.point(lambda value: value * (1 / 256)).convert("L")
    if image.has_transparency_data:
        return image if image.mode in ("RGBA", "LA") else image.convert("RGBA")
    return image if image.mode in ("RGB", "L", "CMYK") else image.convert("RGB")
