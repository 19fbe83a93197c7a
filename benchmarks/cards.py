"""Forty cards as one sheet, to be looked at: every type and tier, names in every script, seasons, variations.

python -m benchmarks.cards FILE               a PNG of whole cards
python -m benchmarks.cards FILE --width 208   a WebP, each card so many pixels wide
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from PIL import Image

from benchmarks.cast import FORTY, creature_of
from piclets.domain.records import TIERS
from piclets.prints.card import HEIGHT, WIDTH, Bearing, SeasonMark, draw_card
from piclets.studio.likeness import type_like

COLUMNS: Final = 8
GROUND: Final = "#b9ae9a"
NAMES: Final = (
    "Whiskerwick", "バナナの精", "Чайникон", "자전거요정", "مظلة الريح", "Οχταπόδι", "पिज़्ज़ा वीर", "רובוטי",
    "Tijeretín", "ดอกไม้น้อย", "時計之靈", "თბილისი", "Zugspitz von der Überlandstrecke", "விளக்கு", "বার্গার", "Dogsbody",
    "Բարձիկ", "አልጋ", "ཁང་པ", "ผีเสื้อเตียง", "ᏣᎳᎩ", "ပုသိမ်", "ខ្មែរ", "ລາວ", "ᓄᓇᕗᑦ", "ਪੰਜਾਬੀ", "ગુજરાતી",
    "ಕನ್ನಡ", "മലയാളം", "සිංහල", "ଓଡ଼ିଆ", "తెలుగు", "ⵜⵉⴼⵉⵏⴰⵖ", "ߒߞߏ", "ᠮᠣᠩᠭᠣᠯ", "ތާނަ", "Kính Râm",
    "Bartholomew Gelato, Keeper of the Seventh and Coldest Scoop", "火箭", "I",
)  # fmt: skip
FINDERS: Final = ("ada", "小明", "Grace-Hopper_of_the_Long_Username_1906", "Ωμέγα", "леший", "bo")
MANNERS: Final = ((), ("velvet",), ("blue", "hand_painted"), ())
MARKS: Final = (None, None, SeasonMark("first-frost", "First frost"), None, SeasonMark("spring", "Das große Blühen"))


def sheet() -> Image.Image:
    """All of them, in rows of `COLUMNS`."""
    gap = WIDTH // 24
    size = (COLUMNS * (WIDTH + gap) + gap, len(FORTY) // COLUMNS * (HEIGHT + gap) + gap)
    shown = Image.new("RGB", size, GROUND)
    for place, card in enumerate(_cards()):
        row, column = divmod(place, COLUMNS)
        shown.paste(card, (gap + column * (WIDTH + gap), gap + row * (HEIGHT + gap)))
    return shown


def _cards() -> Iterator[Image.Image]:
    rng = random.Random(13)
    with tempfile.TemporaryDirectory() as folder:
        for place, (thing, name) in enumerate(zip(FORTY, NAMES, strict=True)):
            picture = Path(folder) / f"{thing}.webp"
            creature_of(thing, Path(folder)).save(picture, "WEBP", lossless=True)
            mark = MARKS[place % len(MARKS)]
            number = (1, 3, 42, 1234, 98765)[place % 5]
            finder = FINDERS[place % len(FINDERS)]
            bearing = Bearing(rng.getrandbits(32), number, finder, "2026-11-28T10:00:00Z", mark)
            yield draw_card(_piclet(place, thing, name, rng), picture, bearing)


def _piclet(place: int, thing: str, name: str, rng: random.Random) -> dict[str, Any]:
    """As the endpoints answer it, as far as a card tells it."""
    manners = MANNERS[place % len(MANNERS)]
    stats = {stat: rng.randint(1, 100) for stat in ("hp", "attack", "defense", "speed")}
    return {
        "typeId": f"{thing}_001" if manners else f"{thing}_canonical",
        "objectName": thing,
        "attributes": list(manners),
        "picletData": {"name": name, "type": type_like(thing), "tier": TIERS[place % len(TIERS)], "stats": stats},
    }


def main() -> None:
    """Draws the sheet."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--width", type=int)
    asked = parser.parse_args()
    shown = sheet()
    if asked.width is None:
        shown.save(asked.file, "PNG", compress_level=1)
    else:
        factor = asked.width / WIDTH
        small = shown.resize((round(shown.width * factor), round(shown.height * factor)), Image.Resampling.LANCZOS)
        small.save(asked.file, "WEBP", quality=80, method=6)


if __name__ == "__main__":
    main()
