"""Body plans of what people made to read, play and hang on walls."""

from .colours import WHITE, adjusted, mix
from .drawing import Drawing, mark
from .faces import face
from .forms import (
    Outline,
    box,
    ellipse,
    path,
    pear,
    petal,
    points,
    rounded,
    scalloped,
    spline,
    star,
    superellipse,
    tube,
    turned,
)
from .limbs import arms, feet, orbiting, short_legs
from .patterns import Region


def book(d: Drawing) -> None:
    """Bound, thick, with a ribbon."""
    c = d.colours
    rx, ry, thick = d.between(88, 106), d.between(110, 134), d.between(24, 38)
    short_legs(d, ry - 10, ry + 50, rx * 0.4, 14, c.deep)
    tilt = d.between(-7, 7)
    d.shape(turned(box(thick * 0.8, -thick * 0.3, rx, ry, 0.12), tilt), c.deep)
    pages = turned(box(thick * 0.5, -thick * 0.3, rx - 2, ry - 11, 0.06), tilt)
    leaves = [turned(box(rx + 4 + at * 8, -thick * 0.3, 1.6, ry, 0), tilt) for at in range(4)]
    d.shape(pages, c.light, marks=[mark(leaves, adjusted(c.light, -0.16))])
    ribbon = points(
        (rx * 0.2, ry - 20), (rx * 0.48, ry - 20), (rx * 0.48, ry + 38), (rx * 0.34, ry + 22), (rx * 0.2, ry + 38)
    )
    d.shape(turned(ribbon, tilt), c.accent)
    spine = turned(box(-rx + 8, 0, 16, ry, 0), tilt)
    frame = turned(box(8, 0, rx - 26, ry - 18, 0.2), tilt)
    inner = turned(box(8, 0, rx - 32, ry - 24, 0.2), tilt)
    region = Region(0, 0, rx, ry)
    d.shape(
        turned(box(0, 0, rx, ry, 0.14), tilt),
        c.body,
        marks=[mark(frame, c.spark), mark(inner, c.body), *d.skin(region, c.body), mark(spine, c.deep)],
        textured=True,
        casts=True,
    )
    for y in (-0.62, 0.62):
        d.shape(turned(box(-rx + 6, y * ry, 19, 9, 0.3), tilt), c.accent, line=0.7)
    arms(d, rx * 0.98, ry * 0.16, 46, 12, c.deep)
    face(d, 8, -ry * 0.04, (rx - 26) * 0.92, c.body)


def mask(d: Drawing) -> None:
    """A carved face with feathers or rays, on its own two feet."""
    c = d.colours
    rx, ry = d.between(92, 118), d.between(112, 138)
    plume = d.pick("feathers", "rays", "horns")
    if plume == "feathers":
        for index, angle in enumerate(range(-72, 73, 24)):
            tip = petal(0, -ry * 0.3, ry * 1.32 + (index % 2) * 14, 25, angle, 0.6)
            d.shape(tip, (c.accent, c.spark, c.deep)[index % 3])
    elif plume == "rays":
        d.shape(rounded(star(0, 0, ry * 1.34, ry * 0.98, d.pick(12, 16), 0), 0.1), c.accent)
    else:
        horn = tube(path((-rx * 0.5, -ry * 0.6), (-rx * 1.3, -ry * 0.9), (-rx * 1.2, -ry * 1.5)), 30, 22, 4)
        d.pair(horn, c.trim)
    feet(d, ry + 22, rx * 0.38, 36, c.deep)
    form = spline(
        (0, -ry),
        (rx * 0.8, -ry * 0.84),
        (rx, -ry * 0.1),
        (rx * 0.7, ry * 0.62),
        (0, ry),
        (-rx * 0.7, ry * 0.62),
        (-rx, -ry * 0.1),
        (-rx * 0.8, -ry * 0.84),
    )
    jewel = ellipse(0, -ry * 0.62, 17, 21)
    brow = [
        spline(
            (side * rx * 0.12, -ry * 0.36),
            (side * rx * 0.5, -ry * 0.56),
            (side * rx * 0.9, -ry * 0.3),
            (side * rx * 0.5, -ry * 0.42),
        )
        for side in (-1, 1)
    ]
    lines = [ellipse(side * rx * 0.62, ry * at, rx * 0.3, 7, side * -24) for side in (-1, 1) for at in (0.48, 0.64)]
    region = Region(0, 0, rx, ry)
    d.shape(
        form,
        c.body,
        marks=[
            mark(brow, c.deep),
            mark(lines, c.accent),
            mark(ellipse(0, ry * 0.94, rx * 0.36, ry * 0.24), c.spark),
            *d.skin(region, c.body),
            d.gloss(region, 0.3),
        ],
        textured=True,
        casts=True,
    )
    d.shape(jewel, c.spark, line=0.8)
    face(d, 0, -ry * 0.02, rx * 0.8, c.body)


def guitar(d: Drawing) -> None:
    """A string instrument that plays itself."""
    c = d.colours
    lower, upper = d.between(100, 120), d.between(70, 84)
    feet(d, 176, 44, 38, c.deep)
    d.shape(box(0, -170, 17, 92, 0.1), c.trim)
    head = spline((-30, -240), (-36, -296), (0, -308), (36, -296), (30, -240))
    for side in (-1, 1):
        for y in (-286, -258):
            d.shape(ellipse(side * 44, y, 12, 9), c.spark, line=0.7)
    d.shape(head, c.accent)
    body = spline(
        (0, -110),
        (upper, -84),
        (upper * 0.98, -30),
        (upper * 0.76, 8),
        (lower, 70),
        (lower * 0.7, 146),
        (0, 164),
        (-lower * 0.7, 146),
        (-lower, 70),
        (-upper * 0.76, 8),
        (-upper * 0.98, -30),
        (-upper, -84),
    )
    region = Region(0, 50, lower, 110)
    hole = ellipse(0, -44, 34, 34)
    d.shape(
        body,
        c.body,
        marks=[
            *d.skin(region, c.body),
            mark(hole, c.spark),
            mark(ellipse(0, -44, 27, 27), adjusted(c.deep, -0.25)),
            d.gloss(Region(0, 20, lower, 120), 0.35),
        ],
        textured=True,
    )
    for x in (-7, 0, 7):
        d.stroke(points((x, -250), (x, -14)), c.light, 0.4)
    d.shape(box(0, -8, 36, 8, 0.5), c.deep, line=0.8)
    arms(d, lower * 0.86, 44, 48, 12, c.deep)
    face(d, 0, 62, lower * 0.68, c.body)


def drum(d: Drawing) -> None:
    """Laced and loud, its sticks in its hands."""
    c = d.colours
    rx, ry = d.between(108, 132), d.between(72, 96)
    short_legs(d, ry, ry + d.between(56, 76), rx * 0.44, 15, c.deep)
    for side in (-1, 1):
        hand = (side * rx * 1.3, -ry * 0.7)
        d.shape(tube(path((hand[0] - side * 6, hand[1] + 26), (hand[0] - side * 52, hand[1] - 84)), 6), c.trim)
        d.shape(ellipse(hand[0] - side * 54, hand[1] - 90, 16, 16), c.accent)
        d.shape(tube(path((side * rx * 0.9, ry * 0.1), (side * rx * 1.3, ry * 0.06), hand), 13, 12, 14), c.deep)
    barrel = spline(
        (-rx, -ry),
        (-rx * 0.3, -ry * 0.94),
        (rx * 0.3, -ry * 0.94),
        (rx, -ry),
        (rx * 1.03, 0),
        (rx * 0.96, ry),
        (rx * 0.4, ry * 1.16),
        (-rx * 0.4, ry * 1.16),
        (-rx * 0.96, ry),
        (-rx * 1.03, 0),
    )
    lace = [
        points((rx * a, -ry), (rx * a + 7, -ry), (rx * b + 7, ry * 1.2), (rx * b, ry * 1.2))
        for a, b in ((-1, -0.78), (-0.56, -0.78), (0.5, 0.74), (0.95, 0.74))
    ]
    d.shape(
        barrel,
        c.body,
        marks=[mark(lace, c.light), mark(superellipse(0, ry * 1.1, rx * 1.1, 20, 2.4), c.accent)],
        textured=True,
    )
    d.shape(superellipse(0, -ry, rx * 1.06, 38, 2.1), c.accent, casts=True)
    d.shape(superellipse(0, -ry - 6, rx * 0.94, 28, 2.1), c.light, line=0.7)
    face(d, 0, 2, rx * 0.62, c.body)


def lantern(d: Drawing) -> None:
    """Paper, ribbed, lit from within; tassels below."""
    c = d.colours
    d.hover = d.between(0.06, 0.1)
    rx, ry = d.between(104, 134), d.between(92, 116)
    d.shape(tube(path((0, -ry - 20), (0, -ry - 64)), 5), c.deep)
    d.shape(ellipse(0, -ry - 74, 17, 17), c.accent)
    for x, long in ((-18, 78), (18, 78), (0, 96)):
        d.shape(petal(x * 0.5, ry + 8, long, 9, 180 - x * 0.6, 0.9), c.accent)
    body = superellipse(0, 0, rx, ry, d.pick(1.7, 2.2, 3.6))
    ribs = [
        points((-rx, y * ry - 1.8), (rx, y * ry - 1.8), (rx, y * ry + 1.8), (-rx, y * ry + 1.8))
        for y in (-0.72, -0.48, 0.5, 0.74)
    ]
    glow = ellipse(0, 0, rx * 0.7, ry * 0.7)
    region = Region(0, 0, rx, ry)
    skin = mix(c.body, c.spark, 0.35)
    d.shape(
        body,
        c.body,
        marks=[mark(glow, skin), mark(ribs, adjusted(c.body, -0.11)), *d.skin(region, c.body)],
        textured=True,
    )
    for y in (-ry, ry):
        d.shape(box(0, y, rx * 0.52, 15, 0.5), c.deep, casts=True)
    face(d, 0, -6, rx * 0.66, skin)
    orbiting(d, d.lit * rx * 1.14, -ry * 0.94, 22, c.spark)


def vase(d: Drawing) -> None:
    """Painted clay with handles for arms."""
    c = d.colours
    rx, high, neck = d.between(98, 122), d.between(118, 142), d.between(42, 60)
    for angle, long in ((-34, 104), (30, 96), (0, 122)) if d.chance(0.6) else ():
        d.shape(tube(path((0, -high), (angle, -high - long * 0.8)), 5), c.deep)
        d.shape(scalloped(angle * 1.2, -high - long * 0.86, 32, 30, d.pick(5, 6), 0.25), c.accent)
        d.shape(ellipse(angle * 1.2, -high - long * 0.86, 12, 12), c.spark, line=0.6)
    handle = path((-neck * 0.8, -high * 0.78), (-rx * 1.2, -high * 0.74), (-rx * 1.16, -high * 0.1), (-rx * 0.8, 6))
    d.pair(tube(handle, 13), c.deep)
    body = spline(
        (-neck, -high),
        (neck, -high),
        (neck * 0.8, -high * 0.66),
        (rx * 0.86, -high * 0.34),
        (rx, high * 0.16),
        (rx * 0.6, high * 0.86),
        (rx * 0.46, high),
        (-rx * 0.46, high),
        (-rx * 0.6, high * 0.86),
        (-rx, high * 0.16),
        (-rx * 0.86, -high * 0.34),
        (-neck * 0.8, -high * 0.66),
    )
    region = Region(0, high * 0.1, rx, high * 0.8)
    rows = d.pick("zigzag", "rings", "skin")
    if rows == "zigzag":
        teeth = [points((x, high * 0.74), (x + 14, high * 0.56), (x + 28, high * 0.74)) for x in range(-140, 140, 28)]
        pattern = [mark(teeth, c.accent)]
    elif rows == "rings":
        pattern = [mark([box(0, y * high, 160, 7, 0) for y in (-0.46, 0.6, 0.72)], c.spark)]
    else:
        pattern = d.skin(region, c.body)
    d.shape(body, c.body, marks=[*pattern, d.gloss(region, 0.45)], textured=True, casts=True)
    d.shape(superellipse(0, -high, neck * 1.3, 14, 2.6), c.accent)
    d.shape(superellipse(0, high, rx * 0.56, 13, 3), c.deep)
    face(d, 0, 8, rx * 0.7, c.body)


def matryoshka(d: Drawing) -> None:
    """A painted doll in a shawl."""
    c = d.colours
    head, low = d.between(82, 96), d.between(108, 128)
    body: list[Outline] = [pear(0, -60, 164, head * 0.9, low, 2.5), ellipse(0, -84, head, head)]
    apron = superellipse(0, 102, low * 0.66, 66, 2.3)
    bloom = d.pick(
        [petal(0, 100, 38, 15, angle, 0.9) for angle in range(0, 360, 60)],
        [petal(0, 100, 44, 12, angle, 0.0) for angle in range(0, 360, 45)],
        [star(0, 102, 44, 21, 5)],
        [petal(side * 14, 138, 66, 20, side * 22, 0.5) for side in (-1, 1)],
    )
    dots = [ellipse(side * low * 0.84, y, 10, 10) for side in (-1, 1) for y in (40, 84, 124)]
    marks = [mark(apron, c.light), mark(bloom, c.accent), mark(ellipse(0, 100, 14, 14), c.spark), mark(dots, c.spark)]
    d.shape(body, c.body, marks=[*marks, d.gloss(Region(0, -84, head, head), 0.4)], textured=True)
    d.shape(superellipse(0, 160, low * 0.82, 15, 3), c.deep)
    skin = mix(c.light, (255, 224, 200), 0.5)
    d.shape(ellipse(0, -76, head * 0.76, head * 0.72), skin, line=0.8)
    parting = d.between(-0.4, 0.4) * head
    fringe = [
        spline(
            (parting, -76 - head * 0.76),
            (side * head * 0.5, -76 - head * 0.64),
            (side * head * 0.72, -76 - head * 0.08),
            (side * head * 0.3, -76 - head * 0.4),
        )
        for side in (-1, 1)
    ]
    d.shape(fringe, c.deep, line=0.6)
    face(d, 0, -72, head * 0.6, skin)
    knot = [petal(0, 4, 48, 19, side * 108, 0.6) for side in (-1, 1)]
    d.shape([*knot, ellipse(0, 4, 15, 14)], c.accent, casts=True)


def die(d: Drawing) -> None:
    """A die that rolls its own luck."""
    c = d.colours
    half, deep = d.between(104, 120), d.between(34, 46)
    feet(d, half + 22, half * 0.46, 42, c.deep)
    front = box(0, 0, half, half, 0.24)
    top = rounded(
        points(
            (-half * 0.94, -half + 12),
            (-half + deep, -half - deep),
            (half + deep * 0.6, -half - deep),
            (half * 0.94, -half + 12),
        ),
        0.1,
    )
    flank = rounded(
        points(
            (half - 12, -half * 0.94),
            (half + deep * 0.6, -half - deep),
            (half + deep * 0.6, half - deep),
            (half - 12, half * 0.94),
        ),
        0.1,
    )
    d.shape(flank, adjusted(c.body, -0.1))
    pips = [ellipse(x, -half - deep * 0.44, 17, 8) for x in (-half * 0.4, half * 0.46)]
    d.shape(top, adjusted(c.body, 0.06), marks=[mark(pips, c.accent)])
    corners = [ellipse(x * half, y * half, 15, 15) for x in (-0.72, 0.72) for y in (-0.72, 0.72)]
    d.shape(
        front,
        c.body,
        marks=[mark(corners, d.pick(c.accent, WHITE))],
        textured=True,
    )
    arms(d, half * 0.98, half * 0.3, 44, 13, c.deep)
    face(d, 0, 0, half * 0.66, c.body)
