"""Body plans of small crawling and flying things."""

import math

from .colours import WHITE, adjusted, mix
from .drawing import Drawing, mark
from .faces import face
from .forms import (
    blob,
    ellipse,
    knot,
    middle,
    moved,
    path,
    pear,
    petal,
    points,
    shrunk,
    spline,
    superellipse,
    tube,
)
from .headgear import antennae, headgear
from .limbs import feet
from .patterns import Region


def beetle(d: Drawing) -> None:
    """Seen from the front: a domed shell over a round face, six feet."""
    c = d.colours
    rx, ry = d.between(128, 156), d.between(112, 138)
    for rise, out in ((-30, 1.14), (26, 1.2), (78, 1.06)):
        for side in (-1, 1):
            knee = (side * rx * out, rise - 8)
            leg = path((side * rx * 0.6, rise - 20), knee, (side * (rx * out + 16), rise + 46))
            d.shape(tube(leg, 13, 10, 8), c.deep)
    shell = superellipse(0, -10, rx, ry, d.between(2.0, 2.5))
    seam = points((-3, -ry - 20), (3, -ry - 20), (3, ry), (-3, ry))
    region = Region(0, -10, rx, ry)
    marks = [*d.skin(region, c.body), mark(seam, adjusted(c.body, -0.22)), d.gloss(region)]
    d.shape(shell, c.body, marks=marks, textured=len(marks) == 2)
    horn = d.pick("none", "single", "fork", "antennae")
    head = rx * d.between(0.62, 0.74)
    hy = ry * 0.36
    if horn == "single":
        d.shape(
            tube(path((0, hy - head * 0.6), (-6, hy - head * 1.3), (22, hy - head * 1.9)), 22, 16, 5),
            c.trim,
            casts=True,
        )
    elif horn == "fork":
        prong = tube(
            path((-head * 0.5, hy - head * 0.5), (-head * 0.9, hy - head * 1.1), (-head * 0.42, hy - head * 1.6)),
            17,
            13,
            4,
        )
        d.pair(prong, c.trim, casts=True)
    elif horn == "antennae":
        antennae(d, 0, hy - head * 0.6, head * 0.4, head * 1.3, head * 0.6)
    skin = d.pick(c.light, mix(c.body, c.light, 0.55))
    d.shape(superellipse(0, hy, head, head * 0.86, 2.3), skin, casts=True)
    face(d, 0, hy + 4, head * 0.82, skin)


def butterfly(d: Drawing) -> None:
    """Four wide wings on a slender body."""
    c = d.colours
    d.hover = d.between(0.03, 0.09)
    upper, lower = d.between(150, 186), d.between(108, 146)
    tip = d.pick(0.15, 0.5, 0.9)
    for angle, long, wide, fill in ((-128, lower, 62, c.body), (-58, upper, 82, c.accent)):
        wing = petal(-16, -30, long, d.between(wide * 0.85, wide * 1.15), angle, tip)
        spot = moved(ellipse(*middle(wing), 26, 26), -26, 0)
        inside = shrunk(wing, 0.66)
        rim = adjusted(fill, 0.09)
        marks = [mark(inside, rim), mark(spot, c.spark), mark(shrunk(spot, 0.5), adjusted(fill, -0.25))]
        if d.chance(0.5):
            rim_dots = [ellipse(*knot(wing, at), size, size) for at, size in ((6, 8), (9, 11), (13, 9))]
            marks.append(mark(rim_dots, c.light))
        d.pair(wing, fill, marks=marks)
    belly = spline((-22, -40), (22, -40), (27, 40), (12, 120), (0, 136), (-12, 120), (-27, 40))
    bands = [ellipse(0, y, 50, 6.5) for y in (34, 62, 90)]
    d.shape(belly, c.deep, marks=[mark(bands, c.spark, 0.9)])
    head = d.between(60, 72)
    antennae(d, 0, -88 - head * 0.6, 20, head * 1.05, d.between(24, 60))
    d.shape(blob(d.rng, 0, -80, head, head * 0.9, 2.2, 0.02), c.body, casts=True, textured=True)
    face(d, 0, -74, head * 0.84, c.body)


def caterpillar(d: Drawing) -> None:
    """A row of balls, the last one with a face."""
    c = d.colours
    count, size = d.pick(4, 5, 6), d.between(50, 60)
    arch = d.between(20, 70)
    step = size * 1.12
    for index in range(count):
        share = index / (count - 1)
        x, y = (index - count / 2) * step, -arch * 4 * share * (1 - share)
        radius = size * (0.68 + 0.34 * share)
        fill = mix(c.body, c.accent, 0.75) if index % 2 and d.texture.striped + d.texture.speckled < 2 else c.body
        for foot in (-0.34, 0.34):
            d.shape(ellipse(x + foot * radius, y + radius + 4, 12, 14), c.deep)
        d.shape(ellipse(x, y, radius, radius), fill, marks=[d.gloss(Region(x, y, radius, radius), 0.28)], casts=True)
        if d.chance(0.5):
            d.shape(petal(x, y - radius + 4, size * 0.5, 8, -20, 0.2), c.trim)
    head = size * d.between(1.3, 1.5)
    x, y = (count / 2) * step * 0.96, -head * 0.72
    headgear(d, d.pick("antennae", "antennae", "horns", "crest"), x, y, head * 0.9, head)
    d.shape(blob(d.rng, x, y, head, head * 0.94, 2.3, 0.02), c.body, casts=True, textured=True)
    face(d, x, y + 8, head * 0.82, c.body, turn=0.4)


def snail(d: Drawing) -> None:
    """Carries a spiral house; the eyes look around."""
    c = d.colours
    size = d.between(104, 128)
    foot = spline(
        (-size * 1.3, 0),
        (-size * 0.9, -34),
        (size * 0.5, -52),
        (size * 0.74, -150),
        (size * 1.3, -168),
        (size * 1.56, -110),
        (size * 1.42, -20),
        (size * 1.2, 0),
    )
    skin = mix(c.accent, c.light, 0.45)
    for out in (0.86, 1.26):
        stalk = path((size * out, -150), (size * (out * 1.1 - 0.1), -210), (size * (out * 1.22 - 0.24), -size - 128))
        d.shape(tube(stalk, 9, 7), skin)
        d.shape(ellipse(*knot(stalk, -1), 15, 15), c.spark)
    d.shape(foot, skin)
    d.pick(_coiled_house, _coiled_house, _pointed_house)(d, -size * 0.22, size)
    face(d, size * 1.16, -108, size * 0.36, skin, turn=0.2)


def _coiled_house(d: Drawing, x: float, size: float) -> None:
    c, y = d.colours, -size * 0.86
    turns = [(size * (0.94 - 0.085 * step), step * 0.7) for step in range(11)]
    coil = path(*((x + r * math.cos(a), y + r * math.sin(a)) for r, a in turns))
    region = Region(x, y, size, size)
    marks = [*d.skin(region, c.body), mark(tube(coil, 7, 6, 4), adjusted(c.body, -0.2)), d.gloss(region, 0.4)]
    d.shape(blob(d.rng, x, y, size, size * 0.96, 2.1, 0.02), c.body, marks=marks, textured=True, casts=True)


def _pointed_house(d: Drawing, x: float, size: float) -> None:
    """Whorl on whorl, each smaller, leaning back."""
    c = d.colours
    low, whorls = -size * 0.5, d.pick(3, 4)
    for whorl in range(whorls):
        half = size * (1.02 - 0.26 * whorl)
        tall = half * 0.56
        at = x - size * 0.16 * whorl
        fill = c.body if whorl % 2 == 0 else mix(c.body, c.accent, 0.6)
        d.shape(
            superellipse(at, low, half, tall, 2.3),
            fill,
            marks=[d.gloss(Region(at, low, half, tall), 0.3)],
            textured=True,
        )
        low -= tall * 1.12


def bee(d: Drawing) -> None:
    """Round and banded, on small fast wings."""
    c = d.colours
    d.hover = d.between(0.06, 0.12)
    rx, ry = d.between(112, 136), d.between(98, 116)
    glass = mix(c.accent, WHITE, 0.72)
    for angle, long in ((-62, 1.0), (-26, 1.25)):
        d.pair(petal(-rx * 0.3, -ry * 0.6, rx * long, rx * 0.3, angle, 0.85), glass)
    d.shape(spline((-13, ry - 8), (13, ry - 8), (0, ry + 40)), c.deep)
    antennae(d, 0, -ry * 0.8, rx * 0.3, ry * 0.75, rx * d.between(0.1, 0.5))
    bands = [superellipse(0, ry * at, rx * 1.3, ry * 0.13, 3) for at in (0.5, 0.98)]
    top = ellipse(0, -ry * 1.12, rx * 0.9, ry * 0.52)
    d.shape(
        superellipse(0, 0, rx, ry, 2.3), c.body, marks=[mark([*bands, top], adjusted(c.accent, -0.12))], textured=True
    )
    face(d, 0, -ry * 0.06, rx * 0.68, c.body)
    for side in (-1, 1):
        d.shape(
            tube(
                path((side * rx * 0.8, ry * 0.46), (side * rx * 1.08, ry * 0.62), (side * rx * 0.96, ry * 0.9)), 11, 9
            ),
            c.deep,
        )


def moth(d: Drawing) -> None:
    """A furry gown of folded wings."""
    c = d.colours
    high, wide = d.between(130, 160), d.between(112, 150)
    feet(d, high + 14, 40, 30, c.deep)
    cape = spline(
        (0, -high * 0.5),
        (-wide * 0.5, -high * 0.4),
        (-wide, high * 0.3),
        (-wide * 0.92, high),
        (-wide * 0.3, high * 0.86),
    )
    ring = ellipse(-wide * 0.62, high * 0.4, 34, 40)
    d.shape(pear(0, -high * 0.4, high, 50, 66), c.light)
    d.pair(
        cape,
        c.body,
        marks=[
            mark(ring, c.accent),
            mark(shrunk(ring, 0.5), c.spark),
            mark(ellipse(-wide, high * 1.06, wide, 34), c.deep),
        ],
    )
    head = d.between(74, 90)
    y = -high * 0.5 - head * 0.4
    for angle in (-46, -24):
        d.pair(petal(-22, y - head * 0.6, head * 1.15, 13, angle, 0.1), c.accent)
    d.shape([ellipse(x, y + head * 0.86, 38, 30) for x in (-50, 0, 50)], c.light, casts=True)
    d.shape(blob(d.rng, 0, y, head * 1.08, head * 0.92, 2.3, 0.03), c.body, casts=True, textured=True)
    face(d, 0, y + 8, head * 0.86, c.body)
