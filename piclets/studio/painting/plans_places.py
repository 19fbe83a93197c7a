"""Body plans of what was built: houses, towers and tents, on legs of their own."""

from .colours import NIGHT, adjusted, mix
from .drawing import Drawing, mark
from .faces import face
from .forms import Outline, box, ellipse, path, petal, points, rounded, scalloped, spline, superellipse, tube
from .limbs import arms, feet, short_legs
from .patterns import Region


def _bricks(d: Drawing, x: float, y: float, rx: float, ry: float) -> list[Outline]:
    """A few single bricks near the corners of a wall."""
    places = ((-0.74, -0.62), (0.76, -0.3), (-0.8, 0.3), (0.7, 0.66), (-0.5, 0.8), (0.4, -0.8))
    return [box(x + px * rx, y + py * ry, rx * 0.15, 8, 0.4) for px, py in places if d.chance(0.8)]


def _tiles(left: float, right: float, top: float, bottom: float) -> list[Outline]:
    """Rows of round tiles for a roof, as the shadows between them."""
    rows = []
    for row in range(int((bottom - top) // 30)):
        y = top + 30 * row + 24
        rows += [ellipse(x + (row % 2) * 17, y, 13, 7) for x in range(int(left), int(right) + 34, 34)]
    return rows


def cottage(d: Drawing) -> None:
    """Four walls and a roof like a hat."""
    c = d.colours
    rx, ry = d.between(98, 122), d.between(68, 86)
    short_legs(d, ry - 10, ry + d.between(44, 66), rx * 0.46, 15, c.deep)
    wall = d.pick(c.light, mix(c.accent, c.light, 0.6))
    kind = d.pick("gable", "thatch", "crooked")
    if d.chance(0.7):
        side = d.pick(-1, 1)
        d.shape(box(side * rx * 0.62, -ry - 74, 20, 52, 0.1), c.trim)
        d.shape(box(side * rx * 0.62, -ry - 124, 27, 9, 0.4), c.deep)
    d.shape(box(0, 0, rx, ry, 0.25), wall, marks=[mark(_bricks(d, 0, 0, rx, ry), adjusted(wall, -0.1))])
    arms(d, rx * 0.96, 6, 44, 11, c.deep)
    peak = -ry - d.between(104, 146)
    lean = d.between(20, 50) if kind == "crooked" else 0
    if kind == "thatch":
        roof = spline(
            (-rx * 1.3, -ry + 26),
            (-rx * 0.92, -ry - 70),
            (0, peak + 24),
            (rx * 0.92, -ry - 70),
            (rx * 1.3, -ry + 26),
            (rx * 0.5, -ry + 4),
            (0, -ry + 18),
            (-rx * 0.5, -ry + 4),
        )
    else:
        roof = rounded(
            points(
                (-rx * 1.34, -ry + 18),
                (-rx * 0.3 + lean * 0.6, peak + 44),
                (lean * 1.4, peak),
                (rx * 0.5 + lean, peak + 70),
                (rx * 1.34, -ry + 18),
            ),
            0.12,
            2,
        )
    d.shape(
        roof,
        c.body,
        marks=[mark(_tiles(-rx * 1.4, rx * 1.4, peak + 20, -ry + 20), adjusted(c.body, -0.09))],
        textured=True,
        casts=True,
    )
    d.shape(
        ellipse(0, -ry - 48, 24, 24),
        c.spark,
        marks=[mark([box(0, -ry - 48, 3, 30, 0), box(0, -ry - 48, 30, 3, 0)], c.deep)],
    )
    face(d, 0, 4, rx * 0.72, wall)


def castle(d: Drawing) -> None:
    """A tower with a flag, and battlements or a pointed roof."""
    c = d.colours
    rx, high = d.between(82, 104), d.between(116, 144)
    feet(d, high + 18, rx * 0.5, 40, c.deep)
    top = -high - 160
    d.shape(tube(path((0, -high), (0, top)), 5), c.trim)
    flag = spline((2, top), (40, top - 8), (84, top + 8), (74, top + 26), (40, top + 26), (2, top + 40))
    d.shape(flag, c.accent)
    if d.chance(0.5):
        for side in (-1, 1):
            x = side * (rx + 28)
            d.shape(box(x, high * 0.3, 34, high * 0.62, 0.15), adjusted(c.body, -0.05))
            d.shape(
                rounded(points((x - 46, -high * 0.26), (x, -high * 0.26 - 88), (x + 46, -high * 0.26)), 0.1), c.accent
            )
            d.flat(superellipse(x, high * 0.16, 9, 19, 2.6), adjusted(c.body, -0.3))
    region = Region(0, 0, rx, high)
    stones = [*_bricks(d, 0, 0, rx, high), box(rx * 0.2, high * 0.6, rx * 0.14, 8, 0.4)]
    gate = superellipse(0, high * 0.94, rx * 0.36, high * 0.32, 2.4)
    d.shape(
        box(0, 0, rx, high, 0.18),
        c.body,
        marks=[*d.skin(region, c.body), mark(stones, adjusted(c.body, -0.1)), mark(gate, adjusted(NIGHT, 0.1))],
        textured=True,
    )
    half = rx * 1.18
    if d.chance(0.6):
        merlons = [box(x * half, -high - 26, half * 0.2, 26, 0.25) for x in (-0.78, -0.26, 0.26, 0.78)]
        d.shape([box(0, -high + 6, half, 24, 0.3), *merlons], c.body, casts=True)
    else:
        peak = -high - d.between(84, 130)
        cone = spline(
            (-half * 1.1, -high + 14),
            (-half * 0.4, peak * 0.5 - high * 0.5),
            (0, peak),
            (half * 0.4, peak * 0.5 - high * 0.5),
            (half * 1.1, -high + 14),
            (0, -high + 26),
        )
        d.shape(
            cone, c.accent, marks=[mark(_tiles(-half, half, peak, -high + 20), adjusted(c.accent, -0.09))], casts=True
        )
    face(d, 0, -high * 0.2, rx * 0.76, c.body)


def lighthouse(d: Drawing) -> None:
    """Tall and banded, its lamp always lit."""
    c = d.colours
    upper, lower, high = d.between(58, 70), d.between(86, 106), d.between(124, 150)
    rock = spline(
        (-lower * 1.5, high + 30),
        (-lower * 1.2, high - 22),
        (0, high - 36),
        (lower * 1.2, high - 22),
        (lower * 1.5, high + 30),
    )
    top = -high
    for side in (-1, 1):
        beam = points((side * 24, top - 46), (side * 150, top - 84), (side * 162, top - 48), (side * 150, top - 14))
        d.flat(rounded(beam, 0.2), c.spark, 0.75)
    tower = rounded(points((-upper, top), (upper, top), (lower, high), (-lower, high)), 0.06)
    hoops = [box(0, y * high, 140, high * 0.14, 0) for y in d.pick((-0.72, 0.72), (0.46, 0.98, -0.86), (0.7,))]
    d.shape(
        tower,
        c.body,
        marks=[mark(hoops, d.pick(c.light, c.accent)), d.gloss(Region(0, 0, upper, high), 0.3)],
        textured=True,
    )
    d.shape(rock, mix(c.trim, c.deep, 0.4), casts=True)
    d.shape(box(0, top - 44, upper * 0.66, 36, 0.2), c.spark)
    for x in (-0.26, 0.26):
        d.stroke(points((x * upper, top - 76), (x * upper, top - 12)), c.deep, 1.0)
    d.shape(box(0, top - 4, upper * 1.24, 14, 0.6), c.deep, casts=True)
    hat = spline(
        (-upper * 0.96, top - 76),
        (-upper * 0.4, top - 118),
        (0, top - 136),
        (upper * 0.4, top - 118),
        (upper * 0.96, top - 76),
    )
    d.shape(hat, c.accent)
    face(d, 0, -high * 0.06, (upper + lower) / 2 * 0.78, c.body)


def pagoda(d: Drawing) -> None:
    """Storeys under swinging roofs."""
    c = d.colours
    storeys, level, half = d.pick(2, 3), 96.0, d.between(88, 108)
    wall = mix(c.light, c.accent, d.pick(0.1, 0.35))
    feet(d, level + 24, half * 0.5, 38, c.deep)
    for storey in range(storeys):
        tall = 62.0 if storey == 0 else 26.0
        d.shape(box(0, level - tall, half * 0.86, tall, 0.1), wall)
        if storey == 0:
            face(d, 0, level - tall * 1.04, half * 0.62, wall)
        else:
            d.flat([box(x * half, level - tall, 9, 15, 0.4) for x in (-0.4, 0.0, 0.4)], adjusted(wall, -0.4))
        level -= tall * 2
        out = half * 1.46
        eaves = spline(
            (-out, level - 14),
            (-out * 0.84, level + 10),
            (0, level + 16),
            (out * 0.84, level + 10),
            (out, level - 14),
            (half * 0.66, level - 22),
            (half * 0.44, level - 50),
            (-half * 0.44, level - 50),
            (-half * 0.66, level - 22),
        )
        ridges = [petal(x * half, level - 52, 64, 3, 180 - x * 34, 0.5) for x in (-0.8, -0.4, 0.0, 0.4, 0.8)]
        hem = [ellipse(x * half, level + 10, half * 0.14, 11) for x in (-1.2, -0.8, -0.4, 0.0, 0.4, 0.8, 1.2)]
        marks = [mark(ridges, adjusted(c.body, -0.1)), mark(hem, c.accent)]
        d.shape(eaves, c.body, marks=marks, textured=True, casts=True)
        if storey == 0:
            for side in (-1, 1):
                d.shape(ellipse(side * out * 0.86, level + 26, 12, 15), c.accent, line=0.8)
        level -= 38
        half *= 0.74
    d.shape(tube(path((0, level + 6), (0, level - 40)), 7, 5), c.accent)
    d.shape(ellipse(0, level - 48, 17, 19), c.spark)


def tent(d: Drawing) -> None:
    """Striped cloth with a pole through the top."""
    c = d.colours
    rx, high = d.between(118, 150), d.between(122, 150)
    feet(d, high + 16, rx * 0.4, 40, c.deep)
    d.shape(tube(path((0, -high * 0.8), (0, -high - 52)), 6), c.trim)
    pennant = spline((2, -high - 56), (38, -high - 50), (76, -high - 30), (36, -high - 22), (2, -high - 14))
    d.shape(pennant, c.accent)
    cloth = spline(
        (0, -high),
        (rx * 0.34, -high * 0.4),
        (rx * 0.74, -high * 0.02),
        (rx, 14),
        (rx * 1.02, high * 0.94),
        (0, high),
        (-rx * 1.02, high * 0.94),
        (-rx, 14),
        (-rx * 0.74, -high * 0.02),
        (-rx * 0.34, -high * 0.4),
    )
    count = d.pick(3, 4, 5)
    stripes = [
        points(
            (0, -high * 1.04),
            (rx * 1.2 * (2 * k / count - 1) + rx * 1.2 / count, high * 1.2),
            (rx * 1.2 * (2 * k / count - 1), high * 1.2),
        )
        for k in range(count)
    ]
    d.shape(cloth, c.body, marks=[mark(stripes, mix(c.body, c.light, 0.75))], textured=True)
    skin = c.light
    d.shape(superellipse(0, high * 0.4, rx * 0.6, high * 0.42, 2.3), skin, line=0.8)
    frill = [scalloped(x * rx * 1.02, 20, rx * 0.15, 20, 4, 0.1) for x in (-0.9, -0.6, -0.3, 0, 0.3, 0.6, 0.9)]
    d.shape(frill, c.accent, line=0.8, casts=True)
    face(d, 0, high * 0.4, rx * 0.48, skin)


def windmill(d: Drawing) -> None:
    """Its sails are its arms."""
    c = d.colours
    upper, lower, high = d.between(64, 76), d.between(92, 110), 120.0
    feet(d, high + 16, lower * 0.5, 40, c.deep)
    wall = d.pick(c.body, c.light)
    tower = rounded(points((-upper, -60), (upper, -60), (lower, high), (-lower, high)), 0.08)
    d.shape(tower, wall, marks=[mark(_bricks(d, 0, 40, upper, 80), adjusted(wall, -0.1))], textured=True)
    dome = spline(
        (-upper * 1.16, -50), (-upper * 0.8, -112), (0, -140), (upper * 0.8, -112), (upper * 1.16, -50), (0, -40)
    )
    d.shape(dome, c.deep, casts=True)
    turn = d.between(0, 90)
    for quarter in range(4):
        sail = petal(0, -92, d.between(118, 122), 25, turn + quarter * 90, 0.9)
        d.shape(sail, c.accent, marks=[mark(petal(0, -92, 118, 4, turn + quarter * 90, 0.8), c.light)], casts=True)
    d.shape(ellipse(0, -92, 20, 20), c.spark)
    face(d, 0, 36, upper * 0.9, wall)
