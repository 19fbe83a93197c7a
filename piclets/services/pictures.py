"""A picture from outside becomes one of ours: decoded within bounds, and made small."""

from __future__ import annotations

from contextlib import nullcontext
from io import BytesIO
from threading import Lock

from PIL import Image

from piclets.domain.photo import BROKEN_PICTURE
from piclets.services.failures import Unusable
from piclets.services.ports import Picture

MAX_SIDE = 1024
MIN_SIDE = 64
MAX_ASPECT = 3.0
MAX_PIXELS = 24_000_000
ALONE_PIXELS = 5_000_000
"""From here on a picture is decoded while no other one is: it takes some hundred megabytes."""
MAX_JPEG_SCANS = 100
"""Of one file, counted as its bytes say. Each passes over the whole picture; encoders make about ten."""
MAX_READS = 50_000
"""Of one file: Pillow walks its blocks one by one, and some of them it joins at quadratic cost."""
FORMATS = ("WEBP", "PNG", "JPEG")
EMPTY_SHARE = 0.995
"""Of a picture in one colour: a creature on a plain ground takes some hundredths at least."""
_LOOKED_AT = (128, 128)
_SHADES = 16
_START_OF_JPEG = b"\xff\xd8"
_START_OF_SCAN = b"\xff\xda"

_large = Lock()


class _Metered(BytesIO):
    """A file that can be read so many times only."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self._reads_left = MAX_READS

    def read(self, size: int | None = -1, /) -> bytes:
        self._reads_left -= 1
        if self._reads_left < 0:
            raise OSError("too many blocks")
        return super().read(size)


def finish(data: bytes, model: str) -> Picture:
    """What a service drew, at most 1024 px, without metadata.

    Raises Unusable: not a picture, too many pixels, a sliver, or nothing to see in it.
    """
    if data.startswith(_START_OF_JPEG) and data.count(_START_OF_SCAN) > MAX_JPEG_SCANS:
        raise Unusable("not_a_picture", provoked=True)
    try:
        with Image.open(_Metered(data), formats=FORMATS) as opened:
            return _finished(opened, model)
    except BROKEN_PICTURE as error:
        raise Unusable("not_a_picture", provoked=True) from error


def _finished(image: Image.Image, model: str) -> Picture:
    pixels = image.width * image.height
    if pixels > MAX_PIXELS:
        raise Unusable("picture_too_large", provoked=True)
    if min(image.size) < MIN_SIDE or max(image.size) > MAX_ASPECT * min(image.size):
        raise Unusable("picture_too_small", provoked=True)
    with _large if pixels > ALONE_PIXELS else nullcontext():
        clean = image.convert("RGBA" if image.has_transparency_data else "RGB")
        if _is_empty(clean):
            raise Unusable("empty_picture", provoked=True)
        clean.thumbnail((MAX_SIDE, MAX_SIDE))
    clean.info.clear()
    return Picture(clean, model)


def _is_empty(image: Image.Image) -> bool:
    """Whether there is nothing to see: (almost) all of it transparent, or in one colour."""
    small = image.resize(_LOOKED_AT, Image.Resampling.BOX)
    pixels = small.width * small.height
    if small.mode == "RGBA":
        alpha = small.getchannel("A")
        if sum(alpha.histogram()[_SHADES:]) < (1 - EMPTY_SHARE) * pixels:
            return True
        small = Image.alpha_composite(Image.new("RGBA", small.size, (128, 128, 128, 255)), small)
    shades = small.convert("RGB").point(lambda value: value // _SHADES).getcolors(pixels)
    return not shades or max(count for count, _ in shades) > EMPTY_SHARE * pixels
