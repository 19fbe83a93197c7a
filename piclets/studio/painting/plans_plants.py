"""Body plans of what grows."""

from .colours import WOOD, adjusted, mix
from .drawing import Drawing, mark
from .faces import face
from .forms import blob, ellipse, path, pear, petal, points, scalloped, spline, superellipse, tube
from .headgear import sprout
from .limbs import arms, feet, wings
from .patterns import Region


def potted(d: Drawing) -> None:
    """A pot with a face and a head of leaves."""
    c = d.colours
    top, bottom, high = d.between(104, 126), d.between(68, 92), d.between(70, 86)
    kind = d.pick("fan", "bush", "flower", "spikes")
    if kind == "fan":
        for angle in (-72, 70, -44, 42, -14, 16):
            _leaf(d, 0, -high, d.between(126, 168), 30, angle)
    elif kind == "bush":
        d.shape(scalloped(0, -high - 66, 124, 92, 9, 0.14), c.body, textured=True)
        for x, y in ((-60, -70), (24, -112), (70, -58), (-18, -54)):
            d.shape(ellipse(x, y - high, 14, 14), c.spark, line=0.6)
    elif kind == "flower":
        for angle in (-66, 64):
            _leaf(d, 0, -high, 110, 26, angle)
        d.shape(tube(path((0, -high), (d.between(-24, 24), -high - 60), (0, -high - 118)), 8), c.deep)
        for angle in range(0, 360, 60):
            d.shape(petal(0, -high - 128, 64, 26, angle, 0.9), c.body)
        d.shape(ellipse(0, -high - 128, 25, 25), c.spark)
    else:
        for angle in (-60, 58, -32, 30, 0):
            d.shape(petal(0, -high, d.between(120, 176), 22, angle, 0.0), c.body)
    clay = d.pick(c.accent, c.trim)
    feet(d, high + 22, bottom * 0.55, 30, c.deep)
    pot = spline(
        (-top * 0.94, -high + 20),
        (top * 0.94, -high + 20),
        (bottom, high),
        (bottom * 0.8, high + 6),
        (-bottom * 0.8, high + 6),
        (-bottom, high),
    )
    region = Region(0, 10, top * 0.9, high)
    d.shape(pot, clay, marks=[*d.skin(region, clay), d.gloss(region, 0.35)])
    d.shape(superellipse(0, -high + 8, top * 1.06, 23, 4), clay, casts=True)
    face(d, 0, 18, bottom * 0.86, clay)


def _leaf(d: Drawing, x: float, y: float, length: float, width: float, angle: float) -> None:
    leaf = petal(x, y, length, width, angle, d.pick(0.1, 0.5))
    d.shape(
        leaf, d.colours.body, marks=[mark(petal(x, y, length * 0.86, 3, angle, 0.6), adjusted(d.colours.body, -0.14))]
    )


def mushroom(d: Drawing) -> None:
    """A stem with a face under a wide cap."""
    c = d.colours
    wide, high, stem = d.between(140, 178), d.between(96, 140), d.between(66, 92)
    feet(d, 138, stem * 0.5, 34, c.deep)
    d.shape(pear(0, -60, 126, stem * 0.86, stem * 1.1, 2.5), c.light)
    arms(d, stem * 0.92, 50, 40, 13, c.light)
    shape = d.pick("dome", "point", "flat")
    peak = {"dome": 1.0, "point": 1.45, "flat": 0.72}[shape]
    low = -high * 0.1 - 20
    cap = spline(
        (-wide, low),
        (-wide * 0.86, low - high * 0.55 * peak),
        (-wide * (0.2 if shape == "point" else 0.42), low - high * peak),
        (wide * (0.14 if shape == "point" else 0.42), low - high * peak),
        (wide * 0.86, low - high * 0.55 * peak),
        (wide, low),
        (wide * 0.6, low + 26),
        (0, low + 34),
        (-wide * 0.6, low + 26),
    )
    dots = [
        ellipse(x * wide, low - high * y * peak, r, r * 0.84)
        for x, y, r in (
            (-0.6, 0.32, 23),
            (0.06, 0.66, 30),
            (0.62, 0.36, 21),
            (-0.22, 0.2, 13),
            (0.36, 0.14, 12),
            (-0.94, 0.0, 16),
        )
    ]
    region = Region(0, low - high * 0.4, wide, high * 0.7)
    marks = [mark(dots, d.pick(c.light, c.spark, c.accent))] if d.chance(0.65) else d.skin(region, c.body)
    d.shape(cap, c.body, marks=[*marks, d.gloss(region, 0.4)], textured=True, casts=True)
    face(d, 0, 46, stem * 0.84, c.light)


def bulb(d: Drawing) -> None:
    """A root or fruit on feet, its leaves on top."""
    c = d.colours
    rx, ry = d.between(94, 124), d.between(100, 130)
    form = d.pick("round", "drop", "long", "heart")
    feet(d, ry + 20, rx * 0.42, 38, c.deep)
    for angle, long in ((-58, 0.75), (54, 0.8), (-24, 1.0), (26, 0.95), (0, 1.15)):
        d.shape(petal(0, -ry * 0.8, 92 * long, 22, angle + d.between(-6, 6), 0.35), c.accent)
    upper = {"round": 0.96, "drop": 0.6, "long": 0.8, "heart": 1.25}[form]
    body = pear(0, -ry, ry, rx * upper, rx * (0.62 if form == "heart" else 1.0), 2.2)
    region = Region(0, 0, rx, ry)
    seeds = [
        petal(x * rx, y * ry, 15, 5, 180, 0.5)
        for x, y in (
            (-0.6, -0.3),
            (0.56, -0.36),
            (-0.72, 0.2),
            (0.7, 0.24),
            (-0.36, 0.66),
            (0.36, 0.68),
            (0, -0.6),
            (0, 0.8),
        )
    ]
    marks = [mark(seeds, c.spark)] if d.chance(0.4) else d.skin(region, c.body)
    d.shape(body, c.body, marks=[*marks, d.gloss(region, 0.45)], textured=True, casts=True)
    arms(d, rx * 0.9, ry * 0.24, 44, 13, c.body)
    face(d, 0, 0, rx * 0.68 * min(1.0, upper + 0.1), c.body)


def cactus(d: Drawing) -> None:
    """A ribbed column with arms, in bloom."""
    c = d.colours
    rx, high = d.between(72, 96), d.between(138, 168)
    for side in (-1, 1):
        level, reach = d.between(-40, 30), rx + d.between(54, 74)
        up = -1 if d.chance(0.8) else 1
        line = path(
            (side * rx * 0.5, level),
            (side * reach * 0.9, level + 4),
            (side * reach, level + up * 40),
            (side * reach, level + up * 84),
        )
        d.shape(tube(line, 27, 27, 25), c.body)
        if d.chance(0.4):
            d.shape(scalloped(side * reach, level + up * 98, 19, 17, 5, 0.25), c.accent)
    feet(d, high + 14, rx * 0.5, 34, c.deep)
    column = superellipse(0, 0, rx, high, 2.8)
    ribs = [
        spline((x * rx, -high), (x * rx * 1.14 + 2, 0), (x * rx, high), (x * rx * 1.14 - 3, 0)) for x in (-0.72, 0.72)
    ]
    thorns = [
        points((x * rx - 5, y), (x * rx + 5, y), (x * rx, y - 13))
        for x, y in ((-0.42, -96), (0.4, -82), (-0.3, 92), (0.36, 104), (0.04, 70), (-0.84, 40), (0.84, -20))
    ]
    d.shape(column, c.body, marks=[mark(ribs, adjusted(c.body, -0.13)), mark(thorns, c.light)], textured=True)
    for angle, long in ((-50, 1), (50, 1), (0, 1.2)):
        d.shape(petal(0, -high + 10, 52 * long, 19, angle, 0.7), c.accent)
    face(d, 0, -high * 0.28, rx * 0.78, c.body)


def flower(d: Drawing) -> None:
    """A blossom for a head, leaves for arms."""
    c = d.colours
    count, size = d.pick(6, 8, 10, 13), d.between(76, 94)
    stem = d.pick(c.deep, mix(c.accent, c.deep, 0.3))
    d.shape(tube(path((0, 0), (d.between(-16, 16), 90), (0, 168)), 14, 15), stem)
    for side, level in ((-1, 96), (1, 116)):
        d.shape(petal(0, level + 30, d.between(96, 122), 28, side * d.between(52, 76), 0.3), stem)
    feet(d, 196, 30, 34, stem)
    turn, tip = d.between(0, 40), d.pick(0.0, 0.5, 1.0)
    wide = size * 4.3 / count
    for row, shift, long in ((0, 0.5, 1.3), (1, 0.0, 1.12)):
        if row == 0 and d.chance(0.4):
            continue
        for index in range(count):
            angle = turn + (index + shift) * 360 / count
            d.shape(
                petal(0, -70, size * (long + 0.62), wide, angle, tip),
                mix(c.body, c.accent, 0.8) if row == 0 else c.body,
            )
    skin = d.pick(c.spark, c.light)
    d.shape(blob(d.rng, 0, -70, size, size * 0.95, 2.1, 0.02), skin, casts=True)
    face(d, 0, -64, size * 0.84, skin)


def treant(d: Drawing) -> None:
    """A little tree: a trunk that walks, a crown of leaves."""
    c = d.colours
    trunk = mix(mix(c.trim, c.deep, 0.45), WOOD, 0.4)
    half = d.between(62, 84)
    roots = spline(
        (-half, -40),
        (half, -40),
        (half * 0.94, 100),
        (half * 1.5, 150),
        (half * 0.5, 140),
        (0, 156),
        (-half * 0.5, 140),
        (-half * 1.5, 150),
        (-half * 0.94, 100),
    )
    for side in (-1, 1):
        line = path((side * half * 0.8, 40), (side * half * 1.6, 10), (side * half * 1.9, -36))
        d.shape(tube(line, 15, 11, 8), trunk)
        d.shape(petal(side * half * 1.88, -30, 44, 14, side * 30, 0.2), c.body)
    rings = [ellipse(x * half, y, 5, 24) for x, y in ((-0.72, 96), (0.7, 60), (0.5, 110))]
    d.shape(roots, trunk, marks=[mark(rings, adjusted(trunk, -0.12))])
    form = d.pick("cloud", "cloud", "cone")
    if form == "cloud":
        d.shape(
            scalloped(0, -110, d.between(126, 158), d.between(88, 104), d.pick(7, 9, 11), 0.13),
            c.body,
            textured=True,
            casts=True,
        )
    else:
        for level, wide in ((-40, 150), (-98, 122), (-152, 90)):
            tier = spline(
                (-wide, level),
                (-wide * 0.4, level - 50),
                (0, level - 104),
                (wide * 0.4, level - 50),
                (wide, level),
                (0, level + 22),
            )
            d.shape(tier, c.body, casts=True)
    for x, y in ((-70, -96), (64, -118), (4, -150)):
        d.shape(ellipse(x, y, 16, 16), c.accent, line=0.8)
    face(d, 0, 46, half * 0.8, trunk)


def bud(d: Drawing) -> None:
    """Still closed, on wings."""
    c = d.colours
    d.hover = 0.07
    rx = d.between(96, 116)
    wings(d, rx * 0.6, -10, d.between(120, 150), c.accent)
    closed = spline(
        (0, -rx * 1.6),
        (rx * 0.6, -rx * 0.8),
        (rx, 0),
        (rx * 0.6, rx * 0.86),
        (0, rx),
        (-rx * 0.6, rx * 0.86),
        (-rx, 0),
        (-rx * 0.6, -rx * 0.8),
    )
    sprout(d, 0, -rx * 1.5, 70)
    fold = petal(0, rx, rx * 2.4, rx * 0.5, 0, 0.2)
    d.shape(
        closed,
        c.body,
        marks=[mark(fold, mix(c.body, c.light, 0.3)), *d.skin(Region(0, 0, rx, rx), c.body)],
        textured=True,
    )
    face(d, 0, rx * 0.1, rx * 0.74, c.body)
