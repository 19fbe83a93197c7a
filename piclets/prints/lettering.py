"""Words on a card, in every script: the game's own font, and where it has no glyph, one that has.

`fonts.zip` holds Noto and Droid fonts (`fonts-licences.txt`) with an index of which is for which character; a font
is opened when its first character is drawn.
"""

from __future__ import annotations

import io
import json
import unicodedata
import zipfile
from bisect import bisect_right
from functools import cache
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import Any, Final, Literal

from PIL import ImageDraw, ImageFont, features

Weight = Literal["regular", "bold"]
Run = tuple[str | None, str]

FONTS: Final = Path(__file__).parent / "fonts.zip"
NOT_THERE: Final = "NotoSans-Regular.woff2"
"""Its box is drawn for a letter that no font here has."""
MAX_CHARS: Final = 200
_RIGHT_TO_LEFT: Final = ("R", "AL")


def text_width(text: str, size: int, weight: Weight = "regular") -> float:
    """In pixels, on one line."""
    return sum(_font(file, size, weight).getlength(part) for file, part in _runs(text))


def draw_text(
    pen: ImageDraw.ImageDraw,
    place: tuple[float, float],
    text: str,
    size: int,
    fill: str,
    weight: Weight = "regular",
    *,
    align: Literal["left", "right"] = "left",
) -> None:
    """One line of text whose middle is at the height of `place`, beginning or (`right`) ending there."""
    x, y = place
    if align == "right":
        x -= text_width(text, size, weight)
    for file, part in _runs(text):
        font = _font(file, size, weight)
        stroke = size / 36 if file and weight == "bold" else 0  # the fallback fonts have one weight
        pen.text((x, y + 0.36 * size), part, fill, font, anchor="ls", stroke_width=stroke)
        x += font.getlength(part)


def fit(text: str, size: int, room: float, weight: Weight = "regular", *, least: int = 18) -> tuple[str, int]:
    """The text and the largest size up to `size` at which it has room; cut where even `least` is too large."""
    shown = printable(text)
    wide = text_width(shown, size, weight)
    if wide > room:
        size = max(least, int(size * room / wide))
    if text_width(shown, size, weight) <= room:
        return shown, size
    while shown and text_width(f"{shown}…", size, weight) > room:
        shown = shown[:-1]
    return f"{shown.rstrip()}…", size


def printable(text: str) -> str:
    """Without what cannot be drawn: control characters, and signs that no font here has. Letters always stay."""
    kept = []
    for char in unicodedata.normalize("NFC", text[:MAX_CHARS]):
        if not char.isprintable():
            kept.append(" " if char.isspace() else "")
        elif _file_for(char) != "" or unicodedata.category(char)[0] in "LMN":
            kept.append(char)
    return " ".join("".join(kept).split())


def _runs(text: str) -> list[Run]:
    """The parts of a line that one font draws, in the order in which they stand on paper."""
    files: list[str | None] = []
    for char in text:
        joins = char == " " or unicodedata.combining(char) or unicodedata.category(char).startswith("M")
        files.append(files[-1] if joins and files else (_file_for(char) or _stand_in(char)))
    pairs = zip(files, text, strict=True)
    runs = [(file, "".join(char for _, char in group)) for file, group in groupby(pairs, key=lambda pair: pair[0])]
    first = next((way for char in text if (way := unicodedata.bidirectional(char)) in (*_RIGHT_TO_LEFT, "L")), "L")
    return runs[::-1] if first in _RIGHT_TO_LEFT else runs


def _stand_in(char: str) -> str | None:
    return None if _file_for(char) is None else NOT_THERE


def _file_for(char: str) -> str | None:
    """The file of the font for a character: None is the game's own, "" is none."""
    starts, ends, names = _index()
    place = bisect_right(starts, ord(char)) - 1
    return names[place] if place >= 0 and ord(char) <= ends[place] else ""


def _entries() -> list[dict[str, Any]]:
    with zipfile.ZipFile(FONTS) as archive:
        entries: list[dict[str, Any]] = json.loads(archive.read("index.json"))
    return entries


@cache
def _index() -> tuple[list[int], list[int], list[str | None]]:
    rows = sorted((start, end, entry["file"]) for entry in _entries() for start, end in entry["ranges"])
    return [row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows]


def fallback_fonts() -> list[tuple[str, list[tuple[int, int]]]]:
    """The fonts for what the game's own has no glyphs of: their files, and the characters that each is for."""
    return [
        (entry["file"], [(start, end) for start, end in entry["ranges"]]) for entry in _entries() if entry["file"]
    ]


@cache
def font_data(file: str) -> bytes:
    """One of `fallback_fonts`, as WOFF2."""
    with zipfile.ZipFile(FONTS) as archive:
        return archive.read(file)


@cache
def _font(file: str | None, size: int, weight: Weight) -> ImageFont.FreeTypeFont:
    if file is None:  # Gradio's own Quicksand, as on the pages
        name = {"bold": "Quicksand-Bold", "regular": "Quicksand-Regular"}[weight]
        path = files("gradio").joinpath("templates", "frontend", "static", "fonts", "Quicksand", f"{name}.woff2")
        return ImageFont.truetype(str(path), size)
    shapes = ImageFont.Layout.RAQM if features.check("raqm") else ImageFont.Layout.BASIC
    return ImageFont.truetype(io.BytesIO(font_data(file)), size, layout_engine=shapes)
