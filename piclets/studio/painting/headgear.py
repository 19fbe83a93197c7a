"""What sits on a head: ears, horns, antennae, a lock of hair."""

from collections.abc import Callable

from .colours import Colour, adjusted, mix
from .drawing import Drawing, mark
from .forms import (
    Outline,
    ellipse,
    middle,
    path,
    petal,
    points,
    rounded,
    scalloped,
    shrunk,
    spline,
    star,
    tube,
)

# Always in pairs, on a head of half-width rx and half-height ry around (x, y)


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
