"""A picture from outside becomes one of ours: decoded within bounds, made small, encoded anew."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, UnidentifiedImageError

from piclets.services.failures import Unusable
from piclets.services.ports import Picture

LARGEST_SIDE = 1024
MOST_PIXELS = 24_000_000
FORMATS = ("WEBP", "PNG", "JPEG")


def finish(data: bytes, model: str) -> Picture:
    """Re-encode what a service drew as webp, at most 1024 px, without metadata.

    Raises Unusable: not a picture, too many pixels, or of one single colour (nothing was drawn).
    """
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as opened:
            return encode(opened, model)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Unusable("not_a_picture") from error


def encode(image: Image.Image, model: str) -> Picture:
    """The same for a picture that is opened, and perhaps not decoded yet. Raises Unusable, and what decoding does."""
    if image.width * image.height > MOST_PIXELS:
        raise Unusable("picture_too_large")
    clean = image.convert("RGBA" if image.has_transparency_data else "RGB")
    if clean.convert("RGB").getcolors(1):
        raise Unusable("empty_picture")
    clean.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    clean.info.clear()
    webp = BytesIO()
    clean.save(webp, "WEBP", quality=90, method=4)
    return Picture(webp=webp.getvalue(), model=model)
