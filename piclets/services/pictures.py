"""A picture from outside becomes one of ours: decoded within bounds, and made small."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, UnidentifiedImageError

from piclets.services.failures import Unusable
from piclets.services.ports import Picture

MAX_SIDE = 1024
MIN_SIDE = 64
MAX_ASPECT = 3.0
MAX_PIXELS = 24_000_000
FORMATS = ("WEBP", "PNG", "JPEG")
EMPTY_SHARE = 0.995
"""Of a picture in one colour: a creature on a plain ground takes some hundredths at least."""
_LOOKED_AT = (128, 128)
_SHADES = 16


def finish(data: bytes, model: str) -> Picture:
    """What a service drew, at most 1024 px, without metadata.

    Raises Unusable: not a picture, too many pixels, a sliver, or nothing to see in it.
    """
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as opened:
            return finished(opened, model)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Unusable("not_a_picture", provoked=True) from error


def finished(image: Image.Image, model: str) -> Picture:
    """The same for a picture that is opened, and perhaps not decoded yet. Raises Unusable, and what decoding does."""
    if image.width * image.height > MAX_PIXELS:
        raise Unusable("picture_too_large", provoked=True)
    if min(image.size) < MIN_SIDE or max(image.size) > MAX_ASPECT * min(image.size):
        raise Unusable("picture_too_small", provoked=True)
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
