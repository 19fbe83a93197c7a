"""Outlines: closed polygons as float arrays of shape (n, 2), x to the right and y down.

Units are the plan's own; the canvas scales the finished creature to its frame.
"""

import math
import random
from collections.abc import Sequence

import numpy as np

from .colours import FloatArray

Outline = FloatArray
Point = tuple[float, float]


def points(*pairs: Point) -> Outline:
    """Straight edges between the given points."""
    return np.array(pairs, dtype=np.float64)


def superellipse(x: float, y: float, rx: float, ry: float, power: float = 2.0, steps: int = 72) -> Outline:
    """An ellipse at power 2; squarer above, more pointed below."""
    angle = np.linspace(0, math.tau, steps, endpoint=False)
    cosine, sine = np.cos(angle), np.sin(angle)
    along = np.sign(cosine) * np.abs(cosine) ** (2 / power)
    down = np.sign(sine) * np.abs(sine) ** (2 / power)
    return np.stack([x + rx * along, y + ry * down], axis=1)


def ellipse(x: float, y: float, rx: float, ry: float, tilt: float = 0.0) -> Outline:
    """An ellipse, tilted clockwise by `tilt` degrees."""
    steps = 28 if max(rx, ry) < 16 else 64
    outline = superellipse(x, y, rx, ry, steps=steps)
    return turned(outline, tilt, (x, y)) if tilt else outline


def blob(
    rng: random.Random, x: float, y: float, rx: float, ry: float, power: float = 2.3, wobble: float = 0.04
) -> Outline:
    """A superellipse drawn by hand: its radius wavers by about `wobble`."""
    outline = superellipse(x, y, rx, ry, power, steps=110)
    angle = np.linspace(0, math.tau, len(outline), endpoint=False)
    radius = np.ones(len(outline))
    for wave in range(2, 6):
        radius += rng.uniform(0, wobble) / (wave - 1) * np.cos(wave * angle + rng.uniform(0, math.tau))
    centre = np.array([x, y])
    wavering: Outline = (outline - centre) * radius[:, None] + centre
    return wavering


def pear(x: float, top: float, bottom: float, upper: float, lower: float, power: float = 2.4) -> Outline:
    """An upright body that is `upper` half-wide above and `lower` half-wide below."""
    middle, half = (top + bottom) / 2, (bottom - top) / 2
    outline = superellipse(0, 0, 1, 1, power, steps=110)
    blend = (np.tanh(outline[:, 1] * 1.2) / np.tanh(1.2) + 1) / 2
    width = upper + (lower - upper) * blend
    return np.stack([x + outline[:, 0] * width, middle + outline[:, 1] * half], axis=1)


def spline(*pairs: Point, steps: int = 12) -> Outline:
    """A smooth closed outline through the points (Catmull-Rom)."""
    knots = np.array(pairs, dtype=np.float64)
    before, after = np.roll(knots, 1, axis=0), np.roll(knots, -1, axis=0)
    return _catmull_rom(before, knots, after, np.roll(knots, -2, axis=0), steps)


def path(*pairs: Point, steps: int = 12) -> Outline:
    """A smooth open line through the points (Catmull-Rom)."""
    knots = np.array(pairs, dtype=np.float64)
    padded = np.concatenate([knots[:1] * 2 - knots[1:2], knots, knots[-1:] * 2 - knots[-2:-1]])
    line = _catmull_rom(padded[:-3], padded[1:-2], padded[2:-1], padded[3:], steps)
    return np.concatenate([line, knots[-1:]])


def _catmull_rom(before: Outline, here: Outline, there: Outline, after: Outline, steps: int) -> Outline:
    t = (np.arange(steps) / steps)[None, :, None]
    p0, p1, p2, p3 = (knots[:, None, :] for knots in (before, here, there, after))
    curve = 2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2
    curve = curve + (3 * p1 - p0 - 3 * p2 + p3) * t**3
    smooth: Outline = (0.5 * curve).reshape(-1, 2)
    return smooth


def tube(line: Outline, *widths: float) -> list[Outline]:
    """A limb along an open line; the half-widths are spread evenly over its length.

    The limb comes in overlapping pieces, so that one that curls over itself has no holes.
    """
    half = np.interp(np.linspace(0, 1, len(line)), np.linspace(0, 1, len(widths)), widths)
    ahead = np.gradient(line, axis=0)
    ahead /= np.maximum(np.linalg.norm(ahead, axis=1, keepdims=True), 1e-9)
    side = np.stack([-ahead[:, 1], ahead[:, 0]], axis=1) * half[:, None]
    pieces = []
    for start in range(0, len(line) - 1, 6):
        part = slice(start, start + 7)
        pieces.append(np.concatenate([(line + side)[part], (line - side)[part][::-1]]))
    ends = [ellipse(*knot(line, end), half[end], half[end]) for end in (0, -1) if half[end] > 0.5]
    return pieces + ends


def hoop(x: float, y: float, rx: float, ry: float, half: float) -> list[Outline]:
    """A ring around (x, y) that one can look through; its rim is `half` half-wide."""
    round_ = ellipse(x, y, rx, ry)
    return tube(np.concatenate([round_, round_[:2]]), half)


def knot(line: Outline, at: int) -> Point:
    """The line's point number `at`."""
    return float(line[at, 0]), float(line[at, 1])


def middle(outline: Outline) -> Point:
    """The mean of the outline's points."""
    x, y = outline.mean(axis=0)
    return float(x), float(y)


def ring(line: Outline, at: int, along: float, across: float) -> Outline:
    """A band across the limb that follows the line, at its point number `at`."""
    ahead = line[at + 1] - line[at - 1]
    return ellipse(*knot(line, at), along, across, math.degrees(math.atan2(ahead[1], ahead[0])))


def petal(x: float, y: float, length: float, width: float, angle: float, tip: float = 0.0) -> Outline:
    """A leaf from its base (x, y) towards `angle` degrees (0 up, clockwise); `tip` 0 is pointed, 1 round."""
    t = (1 - np.cos(np.linspace(0, math.pi, 28))) / 2  # denser at both ends, where it bends
    pointed = np.sin(math.pi * t**0.8) ** 0.9
    rounded = np.sqrt(np.clip(1 - (2 * t - 1) ** 2, 0, 1)) * (0.72 + 0.5 * t)
    half = width * (pointed * (1 - tip) + rounded * tip)
    right = np.stack([half, -t * length], axis=1)
    left = np.stack([-half, -t * length], axis=1)[::-1]
    return moved(turned(np.concatenate([right, left[1:-1]]), angle), x, y)


def star(x: float, y: float, outer: float, inner: float, rays: int, angle: float = 0.0) -> Outline:
    """A star with one ray towards `angle` degrees (0 up)."""
    turns = np.arange(rays * 2) * math.pi / rays + math.radians(angle)
    radius = np.where(np.arange(rays * 2) % 2 == 0, outer, inner)
    return np.stack([x + radius * np.sin(turns), y - radius * np.cos(turns)], axis=1)


def scalloped(x: float, y: float, rx: float, ry: float, bumps: int, depth: float = 0.1) -> Outline:
    """A cloud: an ellipse with round bumps."""
    angle = np.linspace(0, math.tau, bumps * 12, endpoint=False)
    radius = 1 - depth + depth * 1.6 * np.abs(np.sin(angle * bumps / 2))
    return np.stack([x + rx * radius * np.cos(angle), y + ry * radius * np.sin(angle)], axis=1)


def furry(rng: random.Random, x: float, y: float, rx: float, ry: float, tufts: int) -> Outline:
    """A ball of fur: an ellipse with pointed, uneven tufts that lean the way of the fur."""
    steps = tufts * 8
    angle = np.linspace(0, math.tau, steps, endpoint=False)
    phase = (np.arange(steps) % 8) / 8
    height = np.repeat([rng.uniform(0.07, 0.15) for _ in range(tufts)], 8)
    radius = 1 + height * (np.clip(phase / 0.7, 0, 1) - np.clip((phase - 0.7) / 0.3, 0, 1))
    return np.stack([x + rx * radius * np.cos(angle), y + ry * radius * np.sin(angle)], axis=1)


def rounded(outline: Outline, share: float = 0.2, rounds: int = 2) -> Outline:
    """The outline with its corners cut off again and again (Chaikin), `share` of each edge at a time."""
    for _ in range(rounds):
        following = np.roll(outline, -1, axis=0)
        near, far = outline + (following - outline) * share, following + (outline - following) * share
        outline = np.stack([near, far], axis=1).reshape(-1, 2)
        share = 0.25
    return outline


def box(x: float, y: float, half_width: float, half_height: float, corner: float = 0.2) -> Outline:
    """A rectangle around (x, y) with rounded corners."""
    left, right, top, bottom = x - half_width, x + half_width, y - half_height, y + half_height
    cut = corner * min(half_width, half_height)
    angle = np.linspace(0, math.pi / 2, 7)
    corners = []
    for cx, cy, start in (
        (right - cut, bottom - cut, 0),
        (left + cut, bottom - cut, 1),
        (left + cut, top + cut, 2),
        (right - cut, top + cut, 3),
    ):
        way = angle + start * math.pi / 2
        corners.append(np.stack([cx + cut * np.cos(way), cy + cut * np.sin(way)], axis=1))
    return np.concatenate(corners)


def moved(outline: Outline, dx: float, dy: float) -> Outline:
    """The outline somewhere else."""
    there: Outline = outline + np.array([dx, dy])
    return there


def turned(outline: Outline, degrees: float, about: Point = (0.0, 0.0)) -> Outline:
    """The outline turned clockwise about a point."""
    angle = math.radians(degrees)
    matrix = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    there: Outline = (outline - np.array(about)) @ matrix + np.array(about)
    return there


def mirrored(outline: Outline, x: float = 0.0) -> Outline:
    """The outline on the other side of the upright line at x."""
    return np.stack([2 * x - outline[:, 0], outline[:, 1]], axis=1)


def shrunk(outline: Outline, share: float, dx: float = 0.0, dy: float = 0.0) -> Outline:
    """The outline scaled about its middle, and moved: the inside of an ear, a panel in a box."""
    centre = outline.mean(axis=0)
    inner: Outline = (outline - centre) * share + centre + np.array([dx, dy])
    return inner


def bounds(outlines: Sequence[Outline]) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of all the outlines."""
    everything = np.concatenate(list(outlines))
    left, top = everything.min(axis=0)
    right, bottom = everything.max(axis=0)
    return float(left), float(top), float(right), float(bottom)
