"""Tails, arms, legs and wings that several body plans share.

`side` is -1 for left and 1 for right; a limb is drawn from where it joins the body.
"""

from .colours import WHITE, Colour, adjusted, mix
from .drawing import Drawing, mark
from .forms import (
    ellipse,
    furry,
    knot,
    path,
    petal,
    points,
    rounded,
    shrunk,
    spline,
    star,
    superellipse,
    tube,
)

# Tails: from (x, y) towards `side`


def tail(d: Drawing, x: float, y: float, side: int, size: float) -> None:
    """A tail of a kind chosen by chance; about `size` long."""
    d.pick(_fluffy_tail, _curled_tail, _flame_tail, _bolt_tail, _tufted_tail, _bob_tail, _ringed_tail)(
        d, x, y, side, size
    )


def _fluffy_tail(d: Drawing, x: float, y: float, side: int, size: float) -> None:
    outline = spline(
        (x, y + size * 0.12),
        (x + side * size * 0.55, y + size * 0.16),
        (x + side * size * 0.98, y - size * 0.3),
        (x + side * size * 0.78, y - size * 0.98),
        (x + side * size * 0.5, y - size * 0.5),
        (x, y - size * 0.12),
    )
    end = ellipse(x + side * size * 0.82, y - size * 0.82, size * 0.36, size * 0.4)
    d.shape(outline, d.colours.body, marks=[mark(end, d.pick(d.colours.light, d.colours.accent))])


def _curled_tail(d: Drawing, x: float, y: float, side: int, size: float) -> None:
    line = path(
        (x, y),
        (x + side * size * 0.6, y + size * 0.06),
        (x + side * size * 0.86, y - size * 0.4),
        (x + side * size * 0.56, y - size * 0.72),
        (x + side * size * 0.34, y - size * 0.5),
        (x + side * size * 0.5, y - size * 0.36),
    )
    d.shape(tube(line, size * 0.15, size * 0.13, size * 0.1, size * 0.06), d.colours.body)


def _flame_tail(d: Drawing, x: float, y: float, side: int, size: float) -> None:
    d.shape(
        tube(
            path((x, y), (x + side * size * 0.4, y + size * 0.02), (x + side * size * 0.68, y - size * 0.3)),
            size * 0.12,
            size * 0.09,
        ),
        d.colours.body,
    )
    fx, fy = x + side * size * 0.7, y - size * 0.24
    flame = spline(
        (fx, fy + size * 0.12),
        (fx + size * 0.24, fy - size * 0.08),
        (fx + size * 0.12, fy - size * 0.38),
        (fx + side * size * 0.06, fy - size * 0.74),
        (fx - size * 0.14, fy - size * 0.38),
        (fx - size * 0.24, fy - size * 0.06),
    )
    d.shape(flame, d.colours.accent, marks=[mark(shrunk(flame, 0.55, 0, size * 0.08), d.colours.spark)])


def _bolt_tail(d: Drawing, x: float, y: float, side: int, size: float) -> None:
    zigzag = (
        (0, -0.14),
        (0.5, -0.34),
        (0.44, -0.12),
        (0.98, -0.5),
        (0.86, 0.02),
        (0.5, 0.22),
        (0.54, 0.04),
        (0, 0.16),
    )
    d.shape(rounded(points(*((x + side * size * dx, y + size * dy) for dx, dy in zigzag)), 0.1, 1), d.colours.accent)


def _tufted_tail(d: Drawing, x: float, y: float, side: int, size: float) -> None:
    line = path((x, y), (x + side * size * 0.5, y + size * 0.1), (x + side * size * 0.7, y - size * 0.4))
    d.shape(tube(line, size * 0.08, size * 0.055), d.colours.body)
    d.shape(petal(x + side * size * 0.68, y - size * 0.3, size * 0.5, size * 0.19, side * 16, 0.2), d.colours.accent)


def _bob_tail(d: Drawing, x: float, y: float, side: int, size: float) -> None:
    d.shape(furry(d.rng, x + side * size * 0.24, y - size * 0.06, size * 0.3, size * 0.3, 10), d.colours.light)


def _ringed_tail(d: Drawing, x: float, y: float, side: int, size: float) -> None:
    line = path(
        (x, y),
        (x + side * size * 0.5, y + size * 0.06),
        (x + side * size * 0.8, y - size * 0.34),
        (x + side * size * 0.66, y - size * 0.86),
    )
    rings = [
        ellipse(*knot(line, at), size * 0.3, size * 0.075, side * turn)
        for at, turn in ((13, 55), (21, 84), (30, 100))
    ]
    d.shape(
        tube(line, size * 0.12, size * 0.18, size * 0.17, size * 0.08),
        d.colours.body,
        marks=[mark(rings, d.colours.accent)],
    )


def fish_tail(d: Drawing, x: float, y: float, side: int, size: float) -> None:
    """A forked fin."""
    lobes = spline(
        (x - side * size * 0.1, y - size * 0.1),
        (x + side * size * 0.4, y - size * 0.3),
        (x + side * size, y - size * 0.7),
        (x + side * size * 0.86, y - size * 0.2),
        (x + side * size * 0.62, y),
        (x + side * size * 0.86, y + size * 0.24),
        (x + side * size * 0.96, y + size * 0.64),
        (x + side * size * 0.4, y + size * 0.26),
        (x - side * size * 0.1, y + size * 0.1),
    )
    d.shape(lobes, d.colours.accent)
    for end in (-0.42, -0.12, 0.12, 0.4):
        d.stroke(
            points((x + side * size * 0.34, y + end * size * 0.4), (x + side * size * 0.74, y + end * size)),
            adjusted(d.colours.accent, -0.16),
            0.6,
        )


# Arms and legs


def feet(d: Drawing, y: float, apart: float, size: float, fill: Colour) -> None:
    """Two rounded feet whose soles are at y."""
    toes = d.chance(0.5)
    for side in (-1, 1):
        x = side * apart
        d.shape(superellipse(x, y - size * 0.42, size * 0.82, size * 0.46, 2.3), fill)
        if toes:
            for at in (-0.26, 0.2):
                line = points((x + at * size, y - size * 0.3), (x + at * size, y - size * 0.06))
                d.stroke(line, adjusted(fill, -0.24), 0.7)


def short_legs(d: Drawing, top: float, ground: float, apart: float, width: float, fill: Colour) -> None:
    """Two thin legs with shoes, for things that were never meant to walk."""
    shoe = d.pick(d.colours.accent, d.colours.deep)
    for side in (-1, 1):
        x = side * apart
        d.shape(tube(path((x, top), (x + side * 2, (top + ground) / 2), (x, ground - width)), width * 0.55), fill)
        d.shape(superellipse(x + side * width * 0.4, ground - width * 0.55, width * 1.3, width * 0.75, 2.2), shoe)


def arms(d: Drawing, x: float, y: float, length: float, width: float, fill: Colour) -> None:
    """Two arms from (±x, y): hanging, waving or on the hips."""
    pose = d.pick("hang", "wave", "cheer", "out")
    for side in (-1, 1):
        raised = pose == "cheer" or (pose == "wave" and side == 1)
        drop = -0.75 if raised else {"out": 0.2}.get(pose, 0.72)
        elbow = (side * (x + length * 0.55), y + length * drop * 0.3)
        hand = (side * (x + length * 0.86), y + length * drop)
        d.shape(tube(path((side * x * 0.9, y), elbow, hand), width, width * 0.86, width * 1.02), fill, casts=True)


def wings(d: Drawing, x: float, y: float, size: float, fill: Colour) -> None:
    """A pair of wings from (±x, y): feathered, leathery or of glass."""
    kind = d.pick("feather", "bat", "glass")
    if kind == "feather":
        for angle, long in ((-104, 0.7), (-82, 0.9), (-60, 1.05)):
            d.pair(petal(-x, y, size * long, size * 0.22, angle, 0.75), fill)
    elif kind == "bat":
        arm, tips = (
            (-x - size * 0.34, y - size * 0.62),
            (
                (-x - size * 1.1, y - size * 0.3),
                (-x - size * 0.86, y + size * 0.24),
                (-x - size * 0.44, y + size * 0.36),
            ),
        )
        web = [
            (-x, y),
            arm,
            tips[0],
            (-x - size * 0.8, y - size * 0.04),
            tips[1],
            (-x - size * 0.52, y + size * 0.1),
            tips[2],
            (-x - size * 0.2, y + size * 0.14),
        ]
        d.pair(rounded(points(*web), 0.12, 2), fill)
        for tip in tips:
            for sign in (1, -1):
                d.stroke(
                    points((sign * arm[0], arm[1] + 6), (sign * tip[0] * 0.97, tip[1])), adjusted(fill, -0.18), 0.7
                )
    else:
        glass = mix(fill, WHITE, 0.5)
        d.pair(petal(-x, y, size, size * 0.3, -118, 0.8), adjusted(glass, -0.05))
        d.pair(petal(-x, y, size * 1.15, size * 0.34, -66, 0.8), glass)


def orbiting(d: Drawing, x: float, y: float, size: float, fill: Colour) -> None:
    """A sparkle that floats free."""
    d.shape(star(x, y, size, size * 0.36, 4), fill, line=0.6, volume=0.4)
