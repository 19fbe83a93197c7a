"""A Piclet as a picture to keep and to share: name, type, stats, rarity and who discovered it."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageOps

from piclets.domain.matching import is_canonical
from piclets.domain.records import PrimaryType, Rarity
from piclets.web.markup import STARS
from piclets.web.words import spaced

WIDTH: Final = 840
HEIGHT: Final = 1176
_EDGE: Final = 36
_PICTURE: Final = WIDTH - 4 * _EDGE
_SHORTEST_TEXT: Final = 18

INK: Final = "#332d23"
FADED: Final = "#6e6147"
PAPER: Final = "#fffdf8"
LINE: Final = "#e2d6be"
TINTS: Final[dict[PrimaryType, tuple[str, str]]] = {
    "beast": ("#f5dcc0", "#8a4b12"), "bug": ("#e4ecb4", "#56640c"), "aquatic": ("#c8e4f7", "#125a8c"),
    "flora": ("#cdeccb", "#1e6b2b"), "mineral": ("#ddd8ee", "#53418f"), "space": ("#d3d6f5", "#36408f"),
    "machina": ("#d9e0e4", "#41525e"), "structure": ("#efdccf", "#7d4326"), "culture": ("#f8d3e4", "#93245f"),
    "cuisine": ("#fbd9c8", "#a03912"),
}  # fmt: skip
RARITY_INKS: Final[dict[Rarity, str]] = {
    "common": "#5d5a52", "uncommon": "#1e6b2b", "rare": "#125a8c", "epic": "#6a2fa0", "legendary": "#8f5b00",
}  # fmt: skip


class ShareCards:
    """Draws cards into `folder`. `find_image` gives the file of a Piclet's picture."""

    def __init__(self, find_image: Callable[[str], Path | None], folder: Path) -> None:
        self._find_image = find_image
        self._folder = folder

    def picture_of(self, piclet: dict[str, Any]) -> Path:
        """The PNG file of a Piclet's card, drawn where it is not there yet."""
        fingerprint = hashlib.sha256(f"{piclet['typeId']} {piclet['rarity']}".encode()).hexdigest()[:16]
        slug = re.sub(r"[^a-z0-9]+", "-", piclet["picletData"]["name"].lower()).strip("-") or "piclet"
        path = self._folder / fingerprint / f"{slug}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        source = self._find_image(piclet["image"])
        draw_card(piclet, source).save(path, "PNG")
        return path


def draw_card(piclet: dict[str, Any], picture: Path | None) -> Image.Image:
    """The card of a Piclet (as the endpoints answer it), 840 x 1176. Without its picture the frame stays empty."""
    data = piclet["picletData"]
    tint, ink = TINTS[data["type"]]
    card = Image.new("RGB", (WIDTH, HEIGHT), tint)
    pen = ImageDraw.Draw(card)
    pen.rounded_rectangle((18, 18, WIDTH - 18, HEIGHT - 18), 40, fill=PAPER, outline=ink, width=4)
    _frame(card, pen, picture, tint)
    left, right = 2 * _EDGE, WIDTH - 2 * _EDGE
    y = 2 * _EDGE + _PICTURE - 130
    pen.text(
        (left, y), _fit(data["name"], 60, right - left), INK, _font("bold", _size(data["name"], 60, right - left))
    )
    thing = spaced(piclet["objectName"])
    if not is_canonical(piclet["typeId"]):
        thing = f"{', '.join(map(spaced, piclet['attributes']))} {thing}"
    pen.text((left, y + 76), _fit(thing, 30, right - left), FADED, _font("regular", _size(thing, 30, right - left)))
    _chips(pen, left, y + 126, piclet, tint, ink)
    _stats(pen, left, right, y + 196, data["stats"], tint, ink)
    _footer(pen, left, right, piclet)
    return card


def _frame(card: Image.Image, pen: ImageDraw.ImageDraw, picture: Path | None, tint: str) -> None:
    box = (2 * _EDGE, 2 * _EDGE, WIDTH - 2 * _EDGE, _PICTURE - 80)
    width, height = box[2] - box[0], box[3] - box[1]
    pen.rounded_rectangle(box, 28, fill=tint)
    if picture is None:
        return
    with Image.open(picture, formats=["WEBP"]) as opened:
        shown = opened.convert("RGBA")
    shown = ImageOps.contain(shown, (width, height))
    place = (box[0] + (width - shown.width) // 2, box[1] + (height - shown.height) // 2)
    whole = Image.new("RGBA", card.size)
    whole.paste(shown, place)
    mask = Image.new("L", card.size, 0)
    ImageDraw.Draw(mask).rounded_rectangle(box, 28, fill=255)
    card.paste(whole, (0, 0), ImageChops.multiply(mask, whole.getchannel("A")))


def _chips(pen: ImageDraw.ImageDraw, left: int, y: int, piclet: dict[str, Any], tint: str, ink: str) -> None:
    kind, rarity = piclet["picletData"]["type"], piclet["rarity"]
    font = _font("bold", 26)
    width = pen.textlength(kind, font)
    pen.rounded_rectangle((left, y, left + width + 44, y + 46), 23, fill=tint)
    pen.text((left + 22, y + 23), kind, ink, font, anchor="lm")
    x = left + width + 72
    for star in range(STARS[rarity]):
        _star(pen, x + 34 * star, y + 23, RARITY_INKS[rarity])
    pen.text((x + 34 * STARS[rarity], y + 23), rarity, RARITY_INKS[rarity], font, anchor="lm")


def _star(pen: ImageDraw.ImageDraw, x: float, y: float, fill: str) -> None:
    """Drawn, since the font has none."""
    corners = [
        (x + radius * math.sin(math.pi * corner / 5), y - radius * math.cos(math.pi * corner / 5))
        for corner, radius in enumerate((15, 6.5) * 5)
    ]
    pen.polygon(corners, fill=fill)


def _stats(
    pen: ImageDraw.ImageDraw, left: int, right: int, y: int, stats: dict[str, int], tint: str, ink: str
) -> None:
    font, bold = _font("regular", 26), _font("bold", 26)
    for row, (name, label) in enumerate(
        (("hp", "HP"), ("attack", "Attack"), ("defense", "Defense"), ("speed", "Speed"))
    ):
        top = y + 48 * row
        bar = (left + 140, top + 4, right - 70, top + 24)
        pen.text((left, top + 14), label, FADED, font, anchor="lm")
        pen.rounded_rectangle(bar, 10, fill=tint)
        filled = bar[0] + (bar[2] - bar[0]) * stats[name] / 100
        pen.rounded_rectangle((bar[0], bar[1], max(filled, bar[0] + 20), bar[3]), 10, fill=ink)
        pen.text((right, top + 14), str(stats[name]), INK, bold, anchor="rm")


def _footer(pen: ImageDraw.ImageDraw, left: int, right: int, piclet: dict[str, Any]) -> None:
    y = HEIGHT - 84
    pen.line((left, y - 34, right, y - 34), fill=LINE, width=3)
    credit = f"discovered by {piclet['discoveredBy']}, {piclet['discoveredAt'][:10]}"
    room = right - left - 150
    pen.text((left, y), _fit(credit, 24, room), FADED, _font("regular", _size(credit, 24, room)), anchor="lm")
    pen.text((right, y), "Piclets", "#c13318", _font("bold", 32), anchor="rm")


def _size(text: str, size: int, room: int) -> int:
    """The largest size up to `size` at which the text fits into `room` pixels, where there is one."""
    while size > _SHORTEST_TEXT and _font("bold", size).getlength(_printable(text)) > room:
        size -= 2
    return size


def _fit(text: str, size: int, room: int) -> str:
    """The text, cut where even small letters do not fit."""
    shown = _printable(text)
    font = _font("bold", _size(shown, size, room))
    if font.getlength(shown) <= room:
        return shown
    while shown and font.getlength(f"{shown}…") > room:
        shown = shown[:-1]
    return f"{shown}…"


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in text)


@cache
def _font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    """Gradio's own Quicksand, as on the pages."""
    name = {"bold": "Quicksand-Bold", "regular": "Quicksand-Regular"}[weight]
    path = files("gradio").joinpath("templates", "frontend", "static", "fonts", "Quicksand", f"{name}.woff2")
    return ImageFont.truetype(str(path), size)
