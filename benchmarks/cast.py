"""A contact sheet: `python -m benchmarks.cast FILE` draws sixty everyday things as the studio sees them, into a WebP.

Whether somebody who sees a picture without its name knows the thing is for people to say; the sheet is for them.
"""

from __future__ import annotations

import sys
import tempfile
import zlib
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw

from piclets.domain.records import PrimaryType
from piclets.prints.lettering import draw_text, fit, text_width
from piclets.studio.likeness import plan_for, type_like
from piclets.studio.painting import draw_creature
from tests.photos import take_photo

THINGS: Final = """
mug teapot bowl plate bottle fork knife spoon pan kettle
apple banana carrot tomato bread cake egg burger pizza cheese
book pencil guitar drum clock lamp candle umbrella key scissors
chair sofa bed table pillow door window mirror broom bucket
shoe hat shirt backpack glasses glove ball bicycle car train
cat dog bird fish tree flower cactus mushroom phone television
""".split()  # noqa: SIM905 - a list to read
_COLUMNS: Final = 10
_SIDE: Final = 136
_LABEL: Final = 24
_ELSE: Final[PrimaryType] = "culture"


def sheet() -> Image.Image:
    """All of them, with their names below."""
    rows = -(-len(THINGS) // _COLUMNS)
    shown = Image.new("RGB", (_COLUMNS * _SIDE, rows * (_SIDE + _LABEL)), "#faf5ea")
    pen = ImageDraw.Draw(shown)
    with tempfile.TemporaryDirectory() as folder:
        for place, thing in enumerate(THINGS):
            x, y = place % _COLUMNS * _SIDE, place // _COLUMNS * (_SIDE + _LABEL)
            creature = _creature(thing, Path(folder)).resize((_SIDE - 8, _SIDE - 8))
            shown.paste(creature, (x + 4, y + 4), creature)
            words, size = fit(thing, 15, _SIDE - 8)
            start = x + (_SIDE - text_width(words, size)) / 2
            draw_text(pen, (start, y + _SIDE + _LABEL / 2 - 4), words, size, "#332d23")
    return shown


def _creature(thing: str, folder: Path) -> Image.Image:
    seed = zlib.crc32(thing.encode())
    kind = type_like(thing) or _ELSE
    with Image.open(take_photo(folder, thing, seed=seed)) as photo:
        return draw_creature(photo.convert("RGB"), kind, seed, plan_for(thing, kind))


if __name__ == "__main__":
    sheet().save(sys.argv[1], "WEBP", quality=82, method=6)
