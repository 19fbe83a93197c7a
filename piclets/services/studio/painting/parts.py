"""Limbs and extras that several body plans share: ears, horns, tails, legs, wings.

`side` is -1 for left and 1 for right; a part is drawn from where it joins the body.
"""

from collections.abc import Callable

from .colours import WHITE, Colour, adjusted, mix
from .drawing import Drawing, mark
from .forms import (
    Outline,
    ellipse,
    furry,
    knot,
    middle,
    mirrored,
    path,
    petal,
    points,
    rounded,
    scalloped,
    shrunk,
    spline,
    star,
    superellipse,
    tube,
)

# Ears and horns, always in pairs, on a head of half-width rx and half-height ry around (x, y)


def _pair_with_inside(d: Drawing, x: float, outline: Outline, fill: Colour) -> None:
    inside = mark(shrunk(outline, 0.58, 0, 5), mix(fill, d.colours.accent, 0.62))
    d.pair(outline, fill, x=x, marks=[inside])


def _pointed_ears(d: Drawing, x: float, y: float, rx: float, ry: float) -> None:
    ex, ey, long, wide = x - rx * 0.56, y - ry * 0.62, ry * d.between(0.66, 1.0), rx * d.between(0.3, 0.42)
    out = rx * d.between(0.05, 0.4)
    tip = (ex - out, ey - long)
    outline = spline(
        (ex - wide, ey + ry * 0.3),
        (ex - wide * 0.95 - out * 0.5, ey - long * 0.4),
        tip,
        (ex + wide * 0.5, ey - long * 0.42),
        (ex + wide, ey + ry * 0.1),
    )
    _pair_with_inside(d, x, outline, d.colours.body)


def _round_ears(d: Drawing, x: float, y: float, rx: float, ry: float) -> None:
    size, out = ry * d.between(0.34, 0.54), d.between(0.7, 0.86)
    _pair_with_inside(d, x, ellipse(x - rx * out, y - ry * 0.68, size, size), d.colours.body)


def _long_ears(d: Drawing, x: float, y: float, rx: float, ry: float) -> None:
    length = ry * d.between(1.2, 1.7)
    outline = petal(x - rx * 0.42, y - ry * 0.5, length, rx * 0.21, d.between(-28, -4), 0.75)
    _pair_with_inside(d, x, outline, d.colours.body)


def _drooping_ears(d: Drawing, x: float, y: float, rx: float, ry: float) -> None:
    ex, ey, long = x - rx * 0.66, y - ry * 0.72, ry * d.between(1.0, 1.5)
    outline = spline(
        (ex + rx * 0.16, ey),
        (ex - rx * 0.26, ey - ry * 0.1),
        (ex - rx * 0.5, ey + long * 0.5),
        (ex - rx * 0.42, ey + long),
        (ex - rx * 0.14, ey + long * 0.8),
        (ex - rx * 0.02, ey + long * 0.4),
    )
    d.pair(outline, d.pick(d.colours.deep, d.colours.accent), x=x, casts=True)


def _feathered_ears(d: Drawing, x: float, y: float, rx: float, ry: float) -> None:
    for angle, long in ((-68, 0.75), (-44, 0.95), (-20, 0.8)):
        d.pair(petal(x - rx * 0.6, y - ry * 0.45, ry * long, rx * 0.17, angle, 0.3), d.colours.accent, x=x)


def _curved_horns(d: Drawing, x: float, y: float, rx: float, ry: float) -> None:
    ex, ey, long, bend = x - rx * 0.5, y - ry * 0.66, ry * d.between(0.6, 0.9), rx * d.between(-0.3, 0.4)
    line = path((ex, ey + ry * 0.1), (ex - rx * 0.22, ey - long * 0.45), (ex - rx * 0.22 + bend, ey - long))
    horn = tube(line, rx * 0.15, rx * 0.1, 1.5)
    rings = [
        points(
            (ex - rx * 0.6, ey - long * at),
            (ex + rx * 0.4, ey - long * at - 6),
            (ex + rx * 0.4, ey - long * at + 2),
            (ex - rx * 0.6, ey - long * at + 8),
        )
        for at in (0.16, 0.42)
    ]
    d.pair(horn, d.colours.trim, x=x, marks=[mark(rings, adjusted(d.colours.trim, -0.1), 0.7)])


def _ram_horns(d: Drawing, x: float, y: float, rx: float, ry: float) -> None:
    ex, ey, r = x - rx * 0.74, y - ry * 0.52, ry * d.between(0.34, 0.44)
    line = path(
        (ex + r * 0.9, ey - r * 0.5),
        (ex, ey - r),
        (ex - r, ey),
        (ex - r * 0.3, ey + r * 0.8),
        (ex + r * 0.3, ey + r * 0.3),
        (ex + r * 0.04, ey - r * 0.04),
    )
    d.pair(tube(line, r * 0.42, r * 0.36, r * 0.26, r * 0.1), d.colours.trim, x=x)


def _antlers(d: Drawing, x: float, y: float, rx: float, ry: float) -> None:
    ex, ey, long = x - rx * 0.4, y - ry * 0.7, ry * d.between(0.8, 1.1)
    main = tube(
        path((ex, ey + 8), (ex - rx * 0.2, ey - long * 0.4), (ex - rx * 0.24, ey - long)),
        rx * 0.08,
        rx * 0.06,
        rx * 0.05,
    )
    twig = tube(
        path(
            (ex - rx * 0.16, ey - long * 0.36), (ex - rx * 0.5, ey - long * 0.5), (ex - rx * 0.56, ey - long * 0.82)
        ),
        rx * 0.06,
        rx * 0.045,
    )
    d.pair([*main, *twig], d.colours.trim, x=x)


def _antennae(d: Drawing, x: float, y: float, rx: float, ry: float) -> None:
    antennae(d, x, y - ry * 0.7, rx * 0.36, ry * d.between(0.8, 1.1), out=rx * d.between(0.2, 0.6))


def _crest(d: Drawing, x: float, y: float, rx: float, ry: float) -> None:
    for angle, long in ((-30, 0.6), (28, 0.66), (0, 0.86)):
        d.shape(petal(x, y - ry * 0.72, ry * long, rx * 0.16, angle, d.pick(0.0, 0.7)), d.colours.accent)


_HEADGEAR: dict[str, Callable[[Drawing, float, float, float, float], None]] = {
    "pointed": _pointed_ears,
    "round": _round_ears,
    "long": _long_ears,
    "drooping": _drooping_ears,
    "feathered": _feathered_ears,
    "horns": _curved_horns,
    "ram": _ram_horns,
    "antlers": _antlers,
    "antennae": _antennae,
    "crest": _crest,
}


def headgear(d: Drawing, kind: str, x: float, y: float, rx: float, ry: float) -> None:
    """Ears, horns or the like of a named kind, on a head of that size."""
    _HEADGEAR[kind](d, x, y, rx, ry)


def antennae(d: Drawing, x: float, y: float, apart: float, length: float, out: float) -> None:
    """Two stalks with something at their ends, from (x ± apart, y) upwards."""
    ends = d.pick("ball", "drop", "curl", "star")
    foot, knee, tip = (x - apart, y + 10), (x - apart - out * 0.2, y - length * 0.6), (x - apart - out, y - length)
    if ends == "curl":
        line = path(
            foot,
            knee,
            tip,
            (tip[0] - length * 0.24, tip[1] + length * 0.02),
            (tip[0] - length * 0.2, tip[1] + length * 0.22),
        )
        d.pair(tube(line, 5, 3.5), d.colours.deep, x=x)
        return
    d.pair(tube(path(foot, knee, tip), 5, 4), d.colours.deep, x=x)
    size = length * d.between(0.13, 0.2)
    shapes = {
        "ball": ellipse(*tip, size, size),
        "drop": petal(tip[0], tip[1] + size, size * 2.8, size * 0.9, -24, 0.6),
        "star": rounded(star(*tip, size * 1.5, size * 0.72, 5), 0.15),
    }
    d.pair(shapes[ends], d.colours.accent, x=x)


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


def tuft(d: Drawing, x: float, y: float, size: float, fill: Colour) -> None:
    """A lock of hair, a sprout or a bow on the top of a head."""
    kind = d.pick("hair", "hair", "sprout", "bow", "flower", "none")
    if kind == "hair":
        for angle, long in ((-34, 0.7), (30, 0.62), (-4, 0.9)):
            d.shape(petal(x, y + size * 0.2, size * long, size * 0.2, angle, 0.2), fill)
    elif kind == "sprout":
        sprout(d, x, y, size)
    elif kind == "bow":
        for side in (-1, 1):
            loop = spline((x, y), (x + side * size * 0.6, y - size * 0.36), (x + side * size * 0.66, y + size * 0.26))
            d.shape(loop, d.colours.accent, casts=True)
        d.shape(ellipse(x, y, size * 0.17, size * 0.19), d.colours.spark)
    elif kind == "flower":
        d.shape(scalloped(x, y, size * 0.42, size * 0.42, 5, 0.3), d.colours.accent, casts=True)
        d.shape(ellipse(x, y, size * 0.16, size * 0.16), d.colours.spark, line=0.6)


def sprout(d: Drawing, x: float, y: float, size: float) -> None:
    """Two leaves on a stem that ends at (x, y)."""
    d.shape(tube(path((x, y + size * 0.16), (x, y - size * 0.4)), size * 0.07), d.colours.deep)
    for side, long in ((-1, 0.62), (1, 0.76)):
        leaf = petal(x, y - size * 0.36, size * long, size * 0.19, side * 62, 0.3)
        d.shape(leaf, d.colours.accent)
        d.stroke(points((x, y - size * 0.36), middle(leaf)), adjusted(d.colours.accent, -0.16), 0.6)


def orbiting(d: Drawing, x: float, y: float, size: float, fill: Colour) -> None:
    """A sparkle that floats free."""
    d.shape(star(x, y, size, size * 0.36, 4), fill, line=0.6, volume=0.4)


def both_sides(outline: Outline, x: float = 0.0) -> list[Outline]:
    """The outline and its mirror image, as one shape."""
    return [outline, mirrored(outline, x)]
