"""Contact sheets: everyday things as the studio sees them, in a WebP.

    python -m benchmarks.cast FILE             sixty things with their names
    python -m benchmarks.cast FILE --blind 7   the same, shuffled by that seed, numbered; prints which is which
    python -m benchmarks.cast FILE --readme    the forty of the README

Whether somebody who sees a picture without its name knows the thing is for people to say; the sheets are for them.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw

from piclets.domain.records import PrimaryType
from piclets.prints.lettering import draw_text, fit, text_width
from piclets.studio.likeness import plan_for, type_like
from piclets.studio.painting import draw_creature
from tests.photos import Colour, take_photo

THINGS: Final = """
mug teapot bowl plate bottle fork knife spoon pan kettle
apple banana carrot tomato bread cake egg burger pizza cheese
book pencil guitar drum clock lamp candle umbrella key scissors
chair sofa bed table pillow door window mirror broom bucket
shoe hat shirt backpack glasses glove ball bicycle car train
cat dog bird fish tree flower cactus mushroom phone television
""".split()  # noqa: SIM905 - a list to read
FORTY: Final = """
cat banana teapot bicycle umbrella octopus pizza robot
scissors flower clock snail train lamp burger dog
mushroom key planet bed egg crab guitar broom
pencil car cactus whale window candle castle bee
bread mirror ghost fish glasses ice_cream rocket butterfly
""".split()  # noqa: SIM905 - a list to read
# What has a colour of its own is photographed in it, as players do; everything else in any
_USUAL: Final[dict[str, Colour]] = {
    "apple": (200, 44, 40),
    "banana": (242, 210, 62),
    "carrot": (236, 126, 40),
    "tomato": (214, 44, 36),
    "bread": (204, 150, 92),
    "egg": (238, 206, 168),
    "burger": (206, 140, 72),
    "pizza": (238, 184, 84),
    "cheese": (246, 204, 82),
    "fork": (186, 192, 200),
    "spoon": (186, 192, 200),
    "pan": (70, 72, 80),
    "key": (212, 174, 74),
    "pencil": (244, 196, 48),
    "guitar": (196, 124, 60),
    "broom": (222, 184, 102),
    "table": (168, 116, 70),
    "chair": (178, 124, 76),
    "cat": (226, 150, 82),
    "dog": (164, 114, 72),
    "tree": (70, 142, 62),
    "cactus": (72, 150, 82),
    "mushroom": (204, 58, 48),
}
_SIDE: Final = 136
_LABEL: Final = 24
_ELSE: Final[PrimaryType] = "culture"


def sheet(things: Sequence[str], labels: Sequence[str], columns: int, side: int = _SIDE) -> Image.Image:
    """The things in rows of `columns`, each `side` px wide, its label below; or no labels at all."""
    high = side + _LABEL * bool(labels)
    shown = Image.new("RGB", (columns * side, -(-len(things) // columns) * high), "#faf5ea")
    pen = ImageDraw.Draw(shown)
    with tempfile.TemporaryDirectory() as folder:
        for place, thing in enumerate(things):
            x, y = place % columns * side, place // columns * high
            creature = creature_of(thing, Path(folder)).resize((side - 8, side - 8))
            shown.paste(creature, (x + 4, y + 4), creature)
            if labels:
                words, size = fit(labels[place], 15, side - 8)
                start = x + (side - text_width(words, size)) / 2
                draw_text(pen, (start, y + side + _LABEL / 2 - 4), words, size, "#332d23")
    return shown


def creature_of(thing: str, folder: Path) -> Image.Image:
    """The creature of a photo of the thing, which is left in the folder."""
    seed = zlib.crc32(thing.encode())
    kind = type_like(thing) or _ELSE
    with Image.open(take_photo(folder, thing, seed=seed, of=_USUAL.get(thing))) as photo:
        return draw_creature(photo.convert("RGB"), kind, seed, plan_for(thing, kind))


def main() -> None:
    """Draws the sheet that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--blind", type=int, metavar="SEED")
    parser.add_argument("--readme", action="store_true")
    asked = parser.parse_args()
    if asked.readme:
        shown = sheet(FORTY, (), columns=8, side=170)
    elif asked.blind is None:
        shown = sheet(THINGS, THINGS, columns=10)
    else:
        shuffled = random.Random(asked.blind).sample(THINGS, len(THINGS))
        numbers = [str(number) for number in range(1, len(shuffled) + 1)]
        shown = sheet(shuffled, numbers, columns=6, side=260)
        print(*(f"{number} {thing}" for number, thing in zip(numbers, shuffled, strict=True)), sep="\n")
    shown.save(asked.file, "WEBP", quality=82, method=6)


if __name__ == "__main__":
    main()
