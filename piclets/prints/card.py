"""The card of a Piclet, and of a print of it: 840 x 1176 pixels, for 63 x 88 mm.

Around everything is a thick dark frame on white, which a camera finds; the corner that is filled in says which way
up it is. Below the creature and its data is the face, whose four spots say which print this is (`face.py`).
"""

from __future__ import annotations

import colorsys
import hashlib
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from PIL import Image, ImageDraw, ImageOps

from piclets.domain.matching import is_canonical
from piclets.domain.records import PrimaryType
from piclets.domain.spots import hex_of
from piclets.prints.face import (
    PANEL_HEIGHT,
    PANEL_LEFT,
    PANEL_TOP,
    PANEL_WIDTH,
    Array,
    at_luma,
    colours_of,
    draw_blank_face,
    draw_face,
)
from piclets.prints.lettering import draw_text, fit, text_width
from piclets.prints.rectify import Matrix, scaled
from piclets.prints.tiers import INKS, draw_frame, draw_gem

Box = tuple[int, int, int, int]
Data = dict[str, Any]

WIDTH: Final = 840
HEIGHT: Final = 1176
FRAME: Final[Box] = (20, 20, WIDTH - 20, HEIGHT - 20)
"""The outer edge of the frame; around it is white."""
INSIDE: Final[Box] = (46, 46, WIDTH - 46, HEIGHT - 46)
"""The inner edge of the frame."""
KEY: Final = 96
"""Pixels along the frame's inner edges: the triangle in the top left corner."""
SCALE: Final = 12
"""Pixels to a step of the code."""
PANEL: Final[Box] = (60, 468, 60 + PANEL_WIDTH * SCALE, 468 + PANEL_HEIGHT * SCALE)
PANEL_LINE: Final = 8
AROUND_PANEL: Final[Box] = (
    PANEL[0] - PANEL_LINE,
    PANEL[1] - PANEL_LINE,
    PANEL[2] + PANEL_LINE,
    PANEL[3] + PANEL_LINE,
)
STEPS_TO_CARD: Final[Matrix] = scaled(1, 1, -PANEL[0], -PANEL[1]) @ scaled(SCALE, SCALE, PANEL_LEFT, PANEL_TOP)
"""From places on the face, in steps, to places on the card, in pixels."""

INK: Final = "#332d23"
FADED: Final = "#6e6147"
PAPER: Final = "#fffdf8"
FRAME_LUMA: Final = 0.13
TINTS: Final[dict[PrimaryType, tuple[str, str]]] = {
    "beast": ("#f5dcc0", "#8a4b12"), "bug": ("#e4ecb4", "#56640c"), "aquatic": ("#c8e4f7", "#125a8c"),
    "flora": ("#cdeccb", "#1e6b2b"), "mineral": ("#ddd8ee", "#53418f"), "space": ("#d3d6f5", "#36408f"),
    "machina": ("#d9e0e4", "#41525e"), "structure": ("#efdccf", "#7d4326"), "culture": ("#f8d3e4", "#93245f"),
    "cuisine": ("#fbd9c8", "#a03912"),
}  # fmt: skip
_FINE: Final = 4
_CREATURE: Final[Box] = (62, 62, 402, 402)
_LEFT, _RIGHT = 426, 778
_STATS: Final = (("hp", "HP"), ("attack", "Attack"), ("defense", "Defense"), ("speed", "Speed"))
_MAX_CHROMA: Final = 0.62
_SEAL: Final = (370, 370)
"""The middle of a season's mark: on the corner of the creature's place, far from all that a reader looks at."""
_SEAL_RADIUS: Final = 38
_THIRD_LINE: Final = 225
"""A season's title on a print's card. How many have found a Piclet changes, so no paper says it."""


@dataclass(frozen=True)
class SeasonMark:
    """A season, by its id and its title."""

    season: str
    title: str


@dataclass(frozen=True)
class Bearing:
    """What a print adds to its Piclet: the face's PID, its number, who found it, and when (ISO 8601); and the mark of
    the season in which it was minted, if it was in one.
    """

    pid: int
    number: int
    finder: str
    minted_at: str
    mark: SeasonMark | None = None


def draw_card(piclet: Data, picture: Path | None, bearing: Bearing | None = None) -> Image.Image:
    """The card of a Piclet (as the endpoints answer it) or, with `bearing`, of one print of it.

    Without its picture the creature's place stays empty; without a print the face has no spots.
    """
    data = piclet["picletData"]
    tint, ink = TINTS[data["type"]]
    creature = _opened(picture)
    card = Image.new("RGB", (WIDTH, HEIGHT), "white")
    pen = ImageDraw.Draw(card)
    dark = _hex(at_luma(_rgb(ink), FRAME_LUMA))
    pen.rectangle(_inclusive(FRAME), fill=dark)
    pen.rectangle(_inclusive(INSIDE), fill=PAPER)
    _creature(card, creature, tint)
    draw_frame(card, _CREATURE, 24, data["tier"])
    left, top = INSIDE[:2]
    _polygon(card, [(left, top), (left + KEY, top), (left, top + KEY)], dark)
    _facts(card, pen, piclet, tint, ink)
    _credit(pen, piclet, bearing)
    if bearing is None:
        draw_text(pen, (_LEFT, _THIRD_LINE), f"found by {piclet['scanCount']:,}", 20, FADED)
    elif bearing.mark:
        _bear(card, pen, bearing.mark)
    _face(card, pen, bearing, _hue(creature, ink), dark)
    return card


def _rounded(card: Image.Image, box: tuple[float, float, float, float], radius: float, fill: str) -> None:
    """A box (left, top, right, bottom) with round corners and smooth edges: Pillow's own are jagged."""
    left, top, right, bottom = (round(side * _FINE) for side in box)
    _filled(card, box, fill, lambda pen, x, y: pen.rounded_rectangle(
        (left - x, top - y, right - x - 1, bottom - y - 1), radius * _FINE, fill=255
    ))  # fmt: skip


def _polygon(card: Image.Image, corners: Sequence[tuple[float, float]], fill: str) -> None:
    across, down = zip(*corners, strict=True)
    box = (min(across), min(down), max(across), max(down))
    _filled(card, box, fill, lambda pen, x, y: pen.polygon(
        [(a * _FINE - x, b * _FINE - y) for a, b in corners], fill=255
    ))  # fmt: skip


def _filled(
    card: Image.Image,
    box: tuple[float, float, float, float],
    fill: str,
    draw: Callable[[ImageDraw.ImageDraw, int, int], None],
) -> None:
    """Fill what `draw` draws `_FINE` times as large, with its origin at the (x, y) that it is given."""
    left, top = math.floor(box[0]), math.floor(box[1])
    size = (math.ceil(box[2]) - left + 1, math.ceil(box[3]) - top + 1)
    mask = Image.new("L", (size[0] * _FINE, size[1] * _FINE), 0)
    draw(ImageDraw.Draw(mask), left * _FINE, top * _FINE)
    card.paste(fill, (left, top), mask.resize(size, Image.Resampling.BOX))


def _inclusive(box: Box) -> Box:
    """As Pillow wants a rectangle: with its last column and row."""
    return (box[0], box[1], box[2] - 1, box[3] - 1)


def _opened(picture: Path | None) -> Image.Image | None:
    if picture is None:
        return None
    with Image.open(picture, formats=["WEBP"]) as opened:
        creature: Image.Image = opened.convert("RGBA")
        return creature


def _creature(card: Image.Image, creature: Image.Image | None, tint: str) -> None:
    _rounded(card, _CREATURE, 24, tint)
    if creature is None:
        return
    room = (_CREATURE[2] - _CREATURE[0], _CREATURE[3] - _CREATURE[1])
    shown = ImageOps.contain(creature, room)
    place = (_CREATURE[0] + (room[0] - shown.width) // 2, _CREATURE[1] + (room[1] - shown.height) // 2)
    mask = Image.new("L", shown.size, 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, shown.width - 1, shown.height - 1), 24, fill=255)
    mask.paste(0, mask=ImageOps.invert(shown.getchannel("A")))
    card.paste(shown.convert("RGB"), place, mask)


def _facts(card: Image.Image, pen: ImageDraw.ImageDraw, piclet: Data, tint: str, ink: str) -> None:
    data = piclet["picletData"]
    room = _RIGHT - _LEFT
    name, size = fit(data["name"], 46, room, "bold", least=24)
    draw_text(pen, (_LEFT, 92), name, size, INK, "bold")
    thing = piclet["objectName"].replace("_", " ")
    if not is_canonical(piclet["typeId"]):
        thing = f"{', '.join(each.replace('_', ' ') for each in piclet['attributes'])} {thing}"
    thing, size = fit(thing, 26, room)
    draw_text(pen, (_LEFT, 138), thing, size, FADED)
    _chips(card, pen, piclet, tint, ink)
    for row, (key, label) in enumerate(_STATS):
        _stat(card, pen, 262 + 42 * row, label, data["stats"][key], tint, ink)


def _chips(card: Image.Image, pen: ImageDraw.ImageDraw, piclet: Data, tint: str, ink: str) -> None:
    kind, tier = piclet["picletData"]["type"], piclet["picletData"]["tier"]
    wide = text_width(kind, 22, "bold")
    _rounded(card, (_LEFT, 170, _LEFT + wide + 32, 208), 19, tint)
    draw_text(pen, (_LEFT + 16, 189), kind, 22, ink, "bold")
    x = _LEFT + round(wide) + 46
    draw_gem(card, (x + 13, 189), 24, tier)
    shown, size = fit(tier, 22, _RIGHT - x - 34, "bold", least=12)
    draw_text(pen, (x + 34, 189), shown, size, INKS[tier], "bold")


def _stat(card: Image.Image, pen: ImageDraw.ImageDraw, y: int, label: str, value: int, tint: str, ink: str) -> None:
    left, right = _LEFT + 112, _RIGHT - 56
    draw_text(pen, (_LEFT, y), label, 24, FADED)
    _rounded(card, (left, y - 9, right, y + 9), 9, tint)
    _rounded(card, (left, y - 9, max(left + (right - left) * value / 100, left + 18), y + 9), 9, ink)
    draw_text(pen, (_RIGHT, y), str(value), 24, INK, "bold", align="right")


def _credit(pen: ImageDraw.ImageDraw, piclet: Data, bearing: Bearing | None) -> None:
    y, left = 432, 64
    if bearing is None:
        words, end = f"discovered {piclet['discoveredAt'][:10]} by {piclet['discoveredBy']}", "Piclets"
    else:
        number = f"#{bearing.number}"
        draw_text(pen, (left, y), number, 32, INK, "bold")
        left += round(text_width(number, 32, "bold")) + 18
        words, end = f"found {bearing.minted_at[:10]} by {bearing.finder}", hex_of(bearing.pid)
    draw_text(pen, (_RIGHT, y), end, 26, INK, "bold", align="right")
    words, size = fit(words, 26, _RIGHT - left - text_width(end, 26, "bold") - 24, least=20)
    draw_text(pen, (left, y), words, size, FADED)


def _bear(card: Image.Image, pen: ImageDraw.ImageDraw, mark: SeasonMark) -> None:
    """The season's title, and its seal: a blossom, with petals and colours by the season's id."""
    told = hashlib.sha256(mark.season.encode()).digest()
    petals, hue = 5 + told[0] % 4, told[1] / 256
    dark, middle, light = (
        _hex(at_luma(np.array(colorsys.hsv_to_rgb(hue, 0.7, 0.9), np.float32), luma)) for luma in (0.3, 0.58, 0.9)
    )
    _flower(card, _SEAL, _SEAL_RADIUS, 14, dark)
    _disc(card, _SEAL, _SEAL_RADIUS * 0.8, light)
    _flower(card, _SEAL, _SEAL_RADIUS * 0.72, petals, middle)
    _disc(card, _SEAL, _SEAL_RADIUS * 0.24, light)
    _flower(card, (_LEFT + 10, _THIRD_LINE), 10, petals, dark)
    title, size = fit(mark.title, 20, _RIGHT - _LEFT - 30, "bold", least=15)
    draw_text(pen, (_LEFT + 28, _THIRD_LINE), title, size, dark, "bold")


def _flower(card: Image.Image, middle: tuple[float, float], radius: float, petals: int, fill: str) -> None:
    """Round petals about a disc, none farther out than `radius`."""
    x, y = middle
    petal = radius * math.sin(math.pi / petals) / (1 + math.sin(math.pi / petals)) * 1.1
    for number in range(petals):
        turn, out = 2 * math.pi * number / petals, radius - petal
        _disc(card, (x + out * math.sin(turn), y - out * math.cos(turn)), petal, fill)
    _disc(card, middle, radius - petal, fill)


def _disc(card: Image.Image, middle: tuple[float, float], radius: float, fill: str) -> None:
    x, y = middle
    _rounded(card, (x - radius, y - radius, x + radius, y + radius), radius, fill)


def _face(card: Image.Image, pen: ImageDraw.ImageDraw, bearing: Bearing | None, hue: Array, dark: str) -> None:
    pen.rectangle(_inclusive(AROUND_PANEL), fill=dark)
    colours = colours_of(hue)
    face = draw_blank_face(SCALE, colours) if bearing is None else draw_face(bearing.pid, SCALE, colours)
    card.paste(Image.fromarray((np.clip(face, 0, 1) * 255 + 0.5).astype(np.uint8)), PANEL[:2])


def _hue(creature: Image.Image | None, ink: str) -> Array:
    """The colour that most of the creature has, where it has one, else that of its type; never glaring."""
    chosen = _rgb(ink)
    if creature is not None:
        small = np.asarray(creature.resize((48, 48)), np.float32).reshape(-1, 4) / 255
        most, least = small[:, :3].max(1), small[:, :3].min(1)
        weights = small[:, 3] * (most - least)
        hues = np.array([colorsys.rgb_to_hsv(*pixel)[0] for pixel in small[:, :3].tolist()])
        counts = np.bincount((hues * 24).astype(int) % 24, weights, 24)
        if counts.sum() > 0.02 * len(small):
            near = ((hues * 24).astype(int) % 24) == counts.argmax()
            chosen = np.asarray((small[near, :3] * weights[near, None]).sum(0) / weights[near].sum(), np.float32)
    grey = np.full(3, chosen.mean(), np.float32)
    spread = float(chosen.max() - chosen.min())
    return np.asarray(grey + (chosen - grey) * min(1.0, _MAX_CHROMA / max(spread, 1e-3)), np.float32)


def _rgb(colour: str) -> Array:
    return np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)], np.float32)


def _hex(colour: Array) -> str:
    return "#" + "".join(f"{round(float(channel) * 255):02x}" for channel in colour)
