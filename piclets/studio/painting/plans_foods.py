"""Body plans of what is served."""

from .colours import LEAF, WHITE, adjusted, mix
from .drawing import Drawing, mark
from .faces import face
from .forms import (
    Outline,
    blob,
    box,
    ellipse,
    path,
    petal,
    points,
    rounded,
    scalloped,
    spline,
    star,
    superellipse,
    tube,
)
from .headgear import sprout
from .limbs import arms, feet, short_legs
from .patterns import Region


def steam(d: Drawing, x: float, y: float, tall: float) -> None:
    """Two or three curls of steam that rise from (x, y)."""
    vapour = mix(d.colours.light, WHITE, 0.5)
    for at, share in ((-44, 0.8), (0, 1.0), (44, 0.75)):
        sway = d.pick(-1, 1) * 13
        line = path(
            (x + at, y + 20),
            (x + at + sway, y - tall * share * 0.4),
            (x + at - sway, y - tall * share * 0.75),
            (x + at + sway * 0.5, y - tall * share),
        )
        d.shape(tube(line, 11, 10, 3), vapour, line=0.7)


def cup(d: Drawing) -> None:
    """A mug with a handle, filled and steaming."""
    c = d.colours
    top, bottom, high = d.between(100, 122), d.between(72, 108), d.between(86, 110)
    fill = d.pick("steam", "steam", "cream")
    if fill == "steam":
        steam(d, 0, -high, d.between(74, 96))
    else:
        d.shape(
            [scalloped(0, -high - 22, top * 0.86, 44, 8, 0.16), scalloped(0, -high - 60, top * 0.54, 34, 7, 0.16)],
            c.light,
        )
        d.shape(ellipse(8, -high - 98, 20, 20), c.accent)
    feet(d, high + 20, bottom * 0.5, 36, c.deep)
    handle = path(
        (top * 0.8, -high * 0.5), (top * 1.5, -high * 0.46), (top * 1.46, high * 0.36), (bottom * 0.8, high * 0.44)
    )
    d.shape(tube(handle, 16), c.body)
    body = spline(
        (-top, -high),
        (top, -high),
        (top * 0.98, 0),
        (bottom, high * 0.86),
        (bottom * 0.7, high),
        (-bottom * 0.7, high),
        (-bottom, high * 0.86),
        (-top * 0.98, 0),
    )
    region = Region(0, 0, (top + bottom) / 2, high)
    d.shape(body, c.body, marks=[*d.skin(region, c.body), d.gloss(region)], textured=True, casts=True)
    d.shape(superellipse(0, -high + 4, top * 1.05, 24, 2.2), c.body, casts=True)
    d.shape(
        superellipse(0, -high + 3, top * 0.9, 15, 2.2),
        mix(c.accent, c.deep, 0.4) if fill == "steam" else c.light,
        line=0.7,
    )
    face(d, 0, 10, bottom * 0.8, c.body)


def bowl(d: Drawing) -> None:
    """Noodles, rice or soup in a bowl with a foot."""
    c = d.colours
    rx, high = d.between(134, 160), d.between(84, 104)
    feet(d, high + 34, 56, 38, c.deep)
    _filling(d, rx)
    d.shape(box(0, high, rx * 0.46, 19, 0.4), c.deep)
    body = spline(
        (-rx, -8),
        (rx, -8),
        (rx * 0.92, high * 0.46),
        (rx * 0.52, high),
        (-rx * 0.52, high),
        (-rx * 0.92, high * 0.46),
    )
    region = Region(0, high * 0.5, rx, high * 0.56)
    d.shape(body, c.body, marks=[*d.skin(region, c.body), d.gloss(region, 0.45)], textured=True, casts=True)
    d.shape(box(0, -8, rx * 1.04, 15, 1.0), c.accent, casts=True)
    face(d, 0, high * 0.4, rx * 0.52, c.body)


def _filling(d: Drawing, rx: float) -> None:
    c = d.colours
    kind = d.pick("noodles", "rice", "salad")
    if d.chance(0.6):
        for lean in (0, 26):
            d.shape(tube(path((rx * 0.3, 0), (rx * 0.86 + lean, -rx * 0.98 + lean)), 7, 6), c.trim)
    if kind == "rice":
        d.shape(scalloped(0, -20, rx * 0.8, 74, 13, 0.08), c.light)
        d.shape(ellipse(-12, -66, 23, 19), c.accent)
    elif kind == "salad":
        green = mix(c.accent, LEAF, 0.8)
        for angle in (-66, 62, -34, 30, 0):
            d.shape(petal(angle, 10, d.between(92, 122), 34, angle, 0.7), adjusted(green, d.between(-0.05, 0.07)))
        d.shape(ellipse(-rx * 0.34, -36, 27, 27), c.spark)
    else:
        d.shape(scalloped(0, -14, rx * 0.86, 56, 9, 0.1), c.spark)
        for x in (-0.5, -0.1, 0.3):
            d.stroke(path((rx * x - 28, -22), (rx * x, -52), (rx * x + 32, -20)), adjusted(c.spark, -0.16), 1.1)
        d.shape(ellipse(-rx * 0.42, -42, 34, 29), c.light, marks=[mark(ellipse(-rx * 0.42, -42, 17, 15), c.accent)])


def dumpling(d: Drawing) -> None:
    """Pleated, plump, very pleased."""
    c = d.colours
    rx, ry = d.between(126, 154), d.between(84, 108)
    feet(d, ry + 16, rx * 0.4, 38, c.deep)
    body = spline(
        (-rx, ry * 0.46),
        (-rx * 0.8, -ry * 0.3),
        (-rx * 0.3, -ry * 0.86),
        (0, -ry * 1.16),
        (rx * 0.3, -ry * 0.86),
        (rx * 0.8, -ry * 0.3),
        (rx, ry * 0.46),
        (rx * 0.7, ry),
        (-rx * 0.7, ry),
    )
    pleats = [
        spline(
            (x * rx * 0.3, -ry * 1.1),
            (x * rx * 0.9, -ry * 0.4),
            (x * rx * 1.04, -ry * 0.06),
            (x * rx * 0.8, -ry * 0.4),
        )
        for x in (-0.9, -0.5, 0.0, 0.5, 0.9)
    ]
    region = Region(0, 0, rx, ry)
    d.shape(
        body,
        c.body,
        marks=[*d.skin(region, c.body), mark(pleats, adjusted(c.body, -0.12)), d.gloss(region, 0.35)],
        textured=True,
    )
    top = d.pick("knot", "leaf", "herb")
    if top == "knot":
        d.shape(scalloped(0, -ry * 1.12, 32, 25, 6, 0.2), c.body)
    elif top == "leaf":
        sprout(d, 0, -ry * 1.06, 66)
    else:
        d.shape([petal(0, -ry * 0.98, 52, 13, angle, 0.8) for angle in (-40, 0, 40)], c.accent)
    arms(d, rx * 0.9, ry * 0.3, 36, 14, c.body)
    face(d, 0, ry * 0.16, rx * 0.56, c.body)


def cake(d: Drawing) -> None:
    """Layers and icing, a candle or a cherry on top."""
    c = d.colours
    rx, high = d.between(108, 134), d.between(74, 92)
    feet(d, high + 22, rx * 0.44, 38, c.deep)
    tiers = d.pick(1, 2)
    sponge = mix(c.accent, c.light, 0.35)
    level = -high
    if tiers == 2:
        d.shape(box(0, -high - 40, rx * 0.64, 50, 0.3), sponge)
        _icing(d, rx * 0.68, -high - 86)
        level = -high - 86
    _topping(d, level - 12)
    layers = [box(0, y * high, rx * 1.2, 8, 0) for y in (0.84,)]
    d.shape(box(0, 0, rx, high, 0.3), sponge, marks=[mark(layers, c.light)], textured=True, casts=True)
    _icing(d, rx * 1.04, -high + 4)
    arms(d, rx * 0.98, 12, 42, 12, sponge)
    face(d, 0, 18, rx * 0.64, sponge)


def _icing(d: Drawing, rx: float, y: float) -> None:
    c = d.colours
    drips: list[tuple[float, float]] = []
    for index in range(6):
        x = rx * (1 - 2 * (index + 0.5) / 6)
        drips += [(x + rx * 0.09, y + d.between(22, 40)), (x - rx * 0.13, y + 14)]
    form = spline((-rx, y + 6), (-rx * 0.94, y - 16), (0, y - 24), (rx * 0.94, y - 16), (rx, y + 6), *drips)
    sprinkles = [box(d.between(-0.85, 0.85) * rx, y + d.between(-16, 4), 6, 2.4, 1.0) for _ in range(9)]
    d.shape(form, c.body, marks=[mark(sprinkles, c.spark)], casts=True)


def _topping(d: Drawing, y: float) -> None:
    c = d.colours
    kind = d.pick("candle", "cherry", "star", "berries")
    if kind == "candle":
        d.shape(box(0, y - 28, 10, 38, 0.3), c.accent)
        d.shape(petal(0, y - 66, 44, 14, 0, 0.3), c.spark)
    elif kind == "cherry":
        d.stroke(path((0, y - 30), (12, y - 64), (34, y - 76)), c.deep, 1.3)
        d.shape(ellipse(0, y - 14, 27, 26), c.accent, marks=[d.gloss(Region(0, y - 14, 27, 26))])
    elif kind == "star":
        d.shape(rounded(star(0, y - 30, 46, 22, 5), 0.14), c.spark)
    else:
        for x, low in ((-38, 0), (38, 0), (0, -8)):
            d.shape(ellipse(x, y - 8 + low, 22, 21), c.accent, casts=True)


def onigiri(d: Drawing) -> None:
    """A rice ball, or any soft triangle, with a wrap around its waist."""
    c = d.colours
    rx, ry = d.between(122, 146), d.between(112, 134)
    feet(d, ry + 14, rx * 0.4, 38, c.deep)
    body = rounded(points((0, -ry * 1.25), (rx * 1.2, ry), (-rx * 1.2, ry)), 0.25, 4)
    region = Region(0, ry * 0.1, rx * 0.8, ry * 0.8)
    wrap = d.pick(
        box(0, ry * 1.02, rx * 0.5, ry * 0.5, 0.1),
        box(0, ry * 0.98, rx * 2, ry * 0.34, 0.1),
        ellipse(0, ry * 1.1, rx * 0.8, ry * 0.62),
    )
    grains = [
        ellipse(x * rx, y * ry, 8, 4.5, t)
        for x, y, t in (
            (-0.3, -0.5, 30),
            (0.24, -0.6, -20),
            (-0.7, 0.6, 60),
            (0.7, 0.56, 10),
            (0.04, -0.86, 80),
            (0.5, 0.0, -40),
            (-0.52, 0.06, 0),
        )
    ]
    marks = d.skin(region, c.body) or [mark(grains, mix(c.body, c.light, 0.7))]
    d.shape(body, c.body, marks=[*marks, mark(wrap, d.pick(adjusted(c.deep, -0.16), c.accent))], textured=True)
    arms(d, rx * 0.74, ry * 0.3, 44, 13, c.body)
    face(d, 0, 2, rx * 0.56, c.body)


def sundae(d: Drawing) -> None:
    """Scoops in a cone or a glass, melting a little."""
    c = d.colours
    rx = d.between(92, 112)
    cone = rounded(points((-rx * 0.86, 20), (rx * 0.86, 20), (20, 196), (-20, 196)), 0.08)
    grid = [
        points((x, 10), (x + 8, 10), (x + lean + 8, 210), (x + lean, 210))
        for lean in (90, -90)
        for x in range(-160, 170, 40)
    ]
    biscuit = mix(c.trim, (232, 176, 104), 0.5)
    for side in (-1, 1):
        d.shape(
            tube(path((side * rx * 0.5, 90), (side * rx * 1.0, 104), (side * rx * 1.18, 70)), 11, 10, 12), biscuit
        )
    d.shape(cone, biscuit, marks=[mark(grid, adjusted(biscuit, -0.1))])
    scoops = d.pick(1, 2, 2)
    if scoops == 2:
        _topping(d, -rx * 2.0)
        d.shape(
            blob(d.rng, 0, -rx * 1.34, rx * 0.74, rx * 0.68, 2.1, 0.02),
            c.accent,
            marks=[d.gloss(Region(0, -rx * 1.34, rx * 0.74, rx * 0.7), 0.4)],
        )
    else:
        _topping(d, -rx * 1.22)
    drips: list[tuple[float, float]] = []
    for index in range(5):
        x = rx * 1.04 * (1 - 2 * (index + 0.5) / 5)
        drips += [(x + 9, 40 + d.between(4, 24)), (x - 13, 26)]
    ball = spline(
        (-rx * 1.06, 16),
        (-rx * 0.98, -rx * 0.6),
        (-rx * 0.5, -rx * 1.06),
        (0, -rx * 1.18),
        (rx * 0.5, -rx * 1.06),
        (rx * 0.98, -rx * 0.6),
        (rx * 1.06, 16),
        *drips,
    )
    region = Region(0, -rx * 0.3, rx, rx * 0.9)
    d.shape(ball, c.body, marks=[*d.skin(region, c.body), d.gloss(region, 0.4)], textured=True, casts=True)
    face(d, 0, -rx * 0.34, rx * 0.72, c.body)


def teapot(d: Drawing) -> None:
    """Round, with a spout to point and a lid to tip."""
    c = d.colours
    rx, ry = d.between(108, 128), d.between(94, 114)
    short_legs(d, ry - 14, ry + 42, rx * 0.4, 15, c.deep)
    spout = path((rx * 0.7, ry * 0.3), (rx * 1.24, ry * 0.1), (rx * 1.3, -ry * 0.5), (rx * 1.62, -ry * 0.72))
    d.shape(tube(spout, 36, 26, 18, 15), c.body)
    handle = path((-rx * 0.7, -ry * 0.5), (-rx * 1.44, -ry * 0.66), (-rx * 1.42, ry * 0.3), (-rx * 0.76, ry * 0.46))
    d.shape(tube(handle, 14), c.accent)
    region = Region(0, 0, rx, ry)
    d.shape(
        superellipse(0, 0, rx, ry, 2.2),
        c.body,
        marks=[*d.skin(region, c.body), d.gloss(region)],
        textured=True,
        casts=True,
    )
    lid = spline(
        (-rx * 0.64, -ry * 0.8),
        (-rx * 0.4, -ry * 1.1),
        (0, -ry * 1.2),
        (rx * 0.4, -ry * 1.1),
        (rx * 0.64, -ry * 0.8),
        (0, -ry * 0.7),
    )
    d.shape(ellipse(0, -ry * 1.3, 19, 19), c.spark)
    d.shape(lid, c.accent, casts=True)
    face(d, 0, 2, rx * 0.66, c.body)


def burger(d: Drawing) -> None:
    """Stacked high, held together by a smile."""
    c = d.colours
    rx = d.between(122, 146)
    feet(d, 132, rx * 0.4, 40, c.deep)
    bun = mix(c.body, c.trim, 0.15)
    d.shape(box(0, 84, rx * 0.94, 30, 0.9), bun)
    frill: list[Outline] = [scalloped(0, 50, rx * 1.1, 24, 14, 0.1)]
    d.shape(frill, c.accent, casts=True)
    d.shape(box(0, 30, rx, 21, 0.9), adjusted(c.deep, -0.14), casts=True)
    slice_ = points((-rx * 1.0, 6), (rx * 1.0, 6), (rx * 0.5, 24), (rx * 0.26, 58), (-rx * 0.02, 24), (-rx * 0.6, 20))
    d.shape(rounded(slice_, 0.12), c.spark, casts=True)
    high = d.between(128, 164)
    dome = spline(
        (-rx * 1.02, 4),
        (-rx * 0.94, -high * 0.56),
        (-rx * 0.4, -high),
        (rx * 0.4, -high),
        (rx * 0.94, -high * 0.56),
        (rx * 1.02, 4),
        (0, 16),
    )
    seeds = [
        petal(x * rx, -high * y, 19, 7, t, 0.7)
        for x, y, t in (
            (-0.5, 0.72, -20),
            (0.0, 0.84, 10),
            (0.46, 0.74, 30),
            (-0.24, 0.9, 5),
            (0.28, 0.92, -12),
            (-0.76, 0.5, -40),
            (0.76, 0.5, 40),
        )
    ]
    region = Region(0, -high * 0.4, rx, high * 0.6)
    marks = [mark(seeds, c.light)] if d.chance(0.6) else d.skin(region, bun)
    d.shape(dome, bun, marks=[*marks, d.gloss(region, 0.35)], textured=True, casts=True)
    face(d, 0, -high * 0.38, rx * 0.56, bun)
