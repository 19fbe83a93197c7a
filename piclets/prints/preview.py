"""The picture of a link to the game: 1200 x 630 pixels, as messengers and social networks show it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageOps

from piclets.domain.records import Tier
from piclets.prints.lettering import draw_text, fit
from piclets.prints.tiers import draw_frame, draw_gem

WIDTH: Final = 1200
HEIGHT: Final = 630
QUALITY: Final = 86

_PAPER, _SHEET, _LINE, _DOT = "#f1e9d8", "#fffdf8", "#e2d6be", "#dccfb4"
_INK, _FADED, _POPPY = "#332d23", "#6e6147", "#c13318"
_TILE: Final = "#efe4cc"
_MARGIN: Final = 48
_LARGE: Final = HEIGHT - 2 * _MARGIN - 64
_SMALL: Final = 94
_GAP: Final = 14


def draw_preview(
    headline: str, lines: Sequence[str], pictures: Sequence[Path | None], tier: Tier | None = None
) -> bytes:
    """A JPEG. The first picture is shown large, up to five more in a row; a picture that is not there is left out.

    With `tier` there is a frame about the first, and a gem before the second line.
    """
    picture = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    pen = ImageDraw.Draw(picture)
    for x in range(12, WIDTH, 24):
        for y in range(12, HEIGHT, 24):
            pen.ellipse((x - 1, y - 1, x + 1, y + 1), fill=_DOT)
    sheet = (_MARGIN, _MARGIN, WIDTH - _MARGIN, HEIGHT - _MARGIN)
    pen.rounded_rectangle(sheet, 36, fill=_SHEET, outline=_LINE, width=3)
    shown = [path for path in pictures if path is not None]
    left = _MARGIN + 32
    if shown:
        _tile(picture, shown[0], (left, _MARGIN + 32), _LARGE)
        if tier:
            draw_frame(
                picture, (left, _MARGIN + 32, left + _LARGE, _MARGIN + 32 + _LARGE), max(12, _LARGE // 14), tier
            )
        left += _LARGE + 40
    right = WIDTH - _MARGIN - 36
    words, size = fit(headline, 84, right - left, "bold", least=40)
    draw_text(pen, (left, 150), words, size, _INK, "bold")
    for row, line in enumerate(lines[:3]):
        start, y = left, 236 + 56 * row
        if tier and row == 1:
            draw_gem(picture, (left + 18, y), 32, tier)
            start += 48
        words, size = fit(line, 38, right - start, least=22)
        draw_text(pen, (start, y), words, size, _FADED)
    for place, path in enumerate(shown[1:6]):
        _tile(picture, path, (left + place * (_SMALL + _GAP), 396), _SMALL)
    _brand(pen, right)
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=QUALITY, optimize=True)
    return written.getvalue()


def _tile(picture: Image.Image, path: Path, place: tuple[int, int], side: int) -> None:
    with Image.open(path, formats=["WEBP"]) as opened:
        creature = ImageOps.fit(opened.convert("RGBA"), (side, side))
    tile = Image.new("RGBA", (side, side), _TILE)
    tile.alpha_composite(creature)
    mask = Image.new("L", (side, side), 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, side - 1, side - 1), max(12, side // 14), fill=255)
    picture.paste(tile.convert("RGB"), place, mask)


def _brand(pen: ImageDraw.ImageDraw, right: int) -> None:
    """The camera and the game's name, in the lower right corner."""
    y = HEIGHT - _MARGIN - 46
    draw_text(pen, (right, y), "Piclets", 44, _POPPY, "bold", align="right")
    x = right - 240
    pen.rounded_rectangle((x, y - 24, x + 56, y + 24), 12, fill="#d83f22")
    pen.ellipse((x + 13, y - 13, x + 43, y + 17), fill="#fffdf8")
    pen.ellipse((x + 18, y - 8, x + 38, y + 12), fill="#13746b")
