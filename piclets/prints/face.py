"""The face on a card: its geometry in steps of the spots' code, its tones, and how it is drawn.

Everything that has to be read is told apart by tone (luma), so that a reader needs no colour: each spot has a shape,
a tone and an outline of its own, and stays apart where spots cover each other. A palette only chooses the hue;
`at_luma` then brings each colour to its tone, whatever the hue. Cards in players' hands look like this: to change
what stands here is to train the reader anew and to lose them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from piclets.domain.spots import Order, centres_of

Array = NDArray[np.float32]
Part = Literal[
    "panel", "body", "ink", "glint", "top left", "top right", "bottom left", "bottom right", "dark line", "light line"
]

TONES: Final[Mapping[Part, float]] = {
    "panel": 0.95,
    "body": 0.86,
    "ink": 0.10,
    "glint": 1.0,
    "top left": 0.50,
    "top right": 0.34,
    "bottom left": 0.64,
    "bottom right": 0.20,
    "dark line": 0.12,
    "light line": 0.97,
}
"""The luma of each part, 0 to 1."""
LUMA: Final = np.array((0.299, 0.587, 0.114), np.float32)
"""Of red, green and blue, as JPEG and Pillow's mode L have it (ITU-R BT.601)."""

PANEL_LEFT, PANEL_TOP = -10.5, -12.0
PANEL_WIDTH, PANEL_HEIGHT = 60, 54
"""In steps; the panel's corner as seen from the place of a top left spot at 0, 0."""
WINDOW_LEFT, WINDOW_TOP, WINDOW_SIDE = -4.5, -6.5, 48
"""The square that a reader looks at."""


@dataclass(frozen=True)
class FaceShape:
    """A superellipse |x/rx|^power + |y/ry|^power <= 1 in steps: 2 is an ellipse, 4 a square with round corners."""

    rx: float
    ry: float
    power: float = 2.0

    def distance(self, x: Array, y: Array) -> Array:
        """About how far (x, y), seen from the centre, is outside of the edge; negative inside."""
        ax, ay = np.abs(x) / self.rx, np.abs(y) / self.ry
        level = (ax**self.power + ay**self.power + 1e-12) ** (1 / self.power)
        slope = np.hypot(ax ** (self.power - 1) / self.rx, ay ** (self.power - 1) / self.ry)
        slope = slope * level ** (1 - self.power) + 1e-6
        return np.asarray((level - 1) / slope, np.float32)


@dataclass(frozen=True)
class Spot:
    """How one of the four spots looks."""

    part: Part
    shape: FaceShape
    line: Part
    line_width: float = 0.8


FACE: Final = FaceShape(27, 25, 4)
FACE_CENTRE: Final = (19.5, 17.5)
FACE_LINE: Final = 0.9
EARS: Final = ((1.0, -7.0), (38.0, -7.0))
EAR: Final = FaceShape(7, 8)
EYES: Final = ((12.5, 16.0), (26.5, 16.0))
EYE: Final = FaceShape(1.7, 2.3)
GLINT: Final = FaceShape(0.6, 0.7)
MOUTH: Final = FaceShape(1.7, 0.8)
MOUTH_CENTRE: Final = (19.5, 22.5)
SPOTS: Final = (
    Spot("top left", FaceShape(4.4, 4.4), "dark line"),
    Spot("top right", FaceShape(3.9, 3.9, 4), "light line"),
    Spot("bottom left", FaceShape(6.2, 3.6), "dark line"),
    Spot("bottom right", FaceShape(3.2, 5.2), "light line"),
)
"""In the order of the code; a later spot lies on the earlier ones."""

Colours = Mapping[Part, Array]
Layers = tuple[tuple[Part, Array], ...]


def at_luma(colour: Array, luma: float) -> Array:
    """The RGB colour (0 to 1), made lighter or darker until it has this luma."""
    has = float(colour @ LUMA)
    if luma <= has:
        return np.asarray(colour * (luma / max(has, 1e-6)), np.float32)
    return np.asarray(colour + (1 - colour) * ((luma - has) / (1 - has)), np.float32)


def colours_of(hue: Array) -> Colours:
    """The colours of all parts for a palette whose colour is `hue` (RGB, 0 to 1)."""
    return {part: at_luma(hue, tone) for part, tone in TONES.items()}


GREYS: Final[Colours] = {part: np.array((tone,), np.float32) for part, tone in TONES.items()}


def draw_face(pid: int, scale: int, colours: Colours, order: Order = "normal") -> Array:
    """The panel with the face of a PID, `scale` pixels to a step (even): (rows, columns, channels)."""
    if scale % 2:
        raise ValueError("an odd scale puts spots between pixels")
    drawn = _painted(colours["panel"], _head(scale), colours)
    for spot, (x, y) in zip(SPOTS, centres_of(pid, order), strict=True):
        line, fill = _stamp(spot, scale)
        reach = line.shape[0] // 2
        left, top = round((x - PANEL_LEFT) * scale) - reach, round((y - PANEL_TOP) * scale) - reach
        place = drawn[top : top + 2 * reach, left : left + 2 * reach]
        place += line * (colours[spot.line] - place)
        place += fill * (colours[spot.part] - place)
    return _painted(drawn, _features(scale), colours)


def draw_blank_face(scale: int, colours: Colours) -> Array:
    """The panel with a face that has no spots: no print's."""
    return _painted(_painted(colours["panel"], _head(scale), colours), _features(scale), colours)


def _painted(under: Array, layers: Layers, colours: Colours) -> Array:
    for part, coverage in layers:
        under = under + coverage * (colours[part] - under)
    return under


@cache
def _head(scale: int) -> Layers:
    """What lies under the spots, from the back to the front."""
    heads = [(EAR, centre) for centre in EARS] + [(FACE, FACE_CENTRE)]
    layers: list[tuple[Part, Array]] = []
    for shape, centre in heads:
        layers += [("ink", _on_panel(shape, centre, scale, FACE_LINE)), ("body", _on_panel(shape, centre, scale))]
    return tuple(layers)


@cache
def _features(scale: int) -> Layers:
    """What lies on the spots."""
    ink = _on_panel(MOUTH, MOUTH_CENTRE, scale)
    glint = np.zeros_like(ink)
    for x, y in EYES:
        ink = np.maximum(ink, _on_panel(EYE, (x, y), scale))
        glint = np.maximum(glint, _on_panel(GLINT, (x + 0.5, y - 0.8), scale))
    return ("ink", ink), ("glint", glint)


@cache
def _stamp(spot: Spot, scale: int) -> tuple[Array, Array]:
    """How much of each pixel around a spot's centre its outline with its fill, and its fill alone, cover."""
    reach = int(np.ceil((max(spot.shape.rx, spot.shape.ry) + spot.line_width) * scale)) + 1
    places = np.asarray((np.arange(-reach, reach) + 0.5) / scale, np.float32)
    x, y = places[None, :], places[:, None]
    return _covered(spot.shape, x, y, scale, spot.line_width), _covered(spot.shape, x, y, scale)


def _on_panel(shape: FaceShape, centre: tuple[float, float], scale: int, beyond: float = 0.0) -> Array:
    x = _places(PANEL_LEFT - centre[0], PANEL_WIDTH, scale)
    y = _places(PANEL_TOP - centre[1], PANEL_HEIGHT, scale)
    return _covered(shape, x[None, :], y[:, None], scale, beyond)


def _places(start: float, steps: int, scale: int) -> Array:
    """The steps at which the centres of a row's pixels lie."""
    return np.asarray(start + (np.arange(steps * scale) + 0.5) / scale, np.float32)


def _covered(shape: FaceShape, x: Array, y: Array, scale: int, beyond: float = 0.0) -> Array:
    """How much of each pixel the shape, grown by `beyond` steps, covers: (rows, columns, 1), 0 to 1."""
    return np.asarray(np.clip(0.5 - (shape.distance(x, y) - beyond) * scale, 0, 1), np.float32)[..., None]
