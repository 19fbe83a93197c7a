"""A picture from outside becomes one of ours: decoded within bounds, made small, encoded anew."""

from __future__ import annotations

import warnings
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
        with warnings.catch_warnings(), Image.open(BytesIO(data), formats=FORMATS) as opened:
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            if opened.width * opened.height > MOST_PIXELS:
                raise Unusable("picture_too_large")
            image = opened.convert("RGBA" if opened.has_transparency_data else "RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Unusable("not_a_picture") from error
    if all(low == high for low, high in _extrema(image)):
        raise Unusable("empty_picture")
    image.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    webp = BytesIO()
    image.save(webp, "WEBP", quality=90, method=4)
    return Picture(webp=webp.getvalue(), model=model)


def _extrema(image: Image.Image) -> list[tuple[int, int]]:
    return [band.getextrema() for band in image.split()]  # type: ignore[misc]  # one pair for a single 8-bit band
