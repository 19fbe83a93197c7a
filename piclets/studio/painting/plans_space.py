"""Body plans from out there."""

import numpy as np

from .colours import WHITE, adjusted, mix
from .drawing import Drawing, mark
from .faces import face
from .forms import (
    Outline,
    blob,
    ellipse,
    path,
    pear,
    petal,
    points,
    rounded,
    spline,
    star,
    superellipse,
    tube,
    turned,
)
from .headgear import antennae, headgear
from .limbs import arms, feet, orbiting
from .patterns import Region


def planet(d: Drawing) -> None:
    """A small world with a ring, or with a moon and a belt of clouds."""
    c = d.colours
    d.hover = d.between(0.06, 0.12)
    size = d.between(116, 134)
    tilt = d.pick(-1, 1) * d.between(8, 22)
    ringed = d.chance(0.7)
    belts = [
        turned(superellipse(0, y * size, size * 1.2, size * half, 2.6), tilt)
        for y, half in ((-0.72, 0.12), (0.56, 0.09), (0.88, 0.12))
    ]
    craters = [
        ellipse(x * size, y * size, r * size, r * size * 0.8)
        for x, y, r in ((-0.66, 0.44, 0.15), (0.68, -0.5, 0.17), (0.2, 0.8, 0.1), (-0.3, -0.8, 0.1))
    ]
    features = mark(belts, mix(c.body, c.accent, 0.6)) if d.chance(0.6) else mark(craters, adjusted(c.body, -0.1))
    region = Region(0, 0, size, size)
    if ringed:
        d.shape(_ring(size, tilt, back=True), c.accent)
    elif d.chance(0.7):
        headgear(d, d.pick("crest", "antennae", "round", "horns"), 0, 0, size, size)
    d.shape(ellipse(0, 0, size, size), c.body, marks=[features, d.gloss(region, 0.4)], textured=True)
    face(d, 0, -size * 0.12, size * 0.62, c.body)
    if ringed:
        d.shape(_ring(size, tilt, back=False), c.accent, casts=True)
    moon = ellipse(-d.lit * size * 1.2, -size * 0.96, 26, 26)
    d.shape(moon, c.spark)
    orbiting(d, d.lit * size * 1.16, -size * 0.86, 20, c.spark)


def _ring(size: float, tilt: float, back: bool) -> Outline:
    outer, inner = superellipse(0, 0, size * 1.62, size * 0.44), superellipse(0, 0, size * 1.3, size * 0.27)
    half = slice(36, 72) if back else slice(0, 37)
    band = [outer[half], inner[half][::-1]]
    return turned(np.concatenate(band) + np.array([0, size * 0.3]), tilt)


def shooting_star(d: Drawing) -> None:
    """A star with a face, trailing light or standing on its points."""
    c = d.colours
    rays = d.pick(5, 5, 6, 8)
    outer = d.between(132, 152)
    inner = outer * d.between(0.58, 0.66)
    if d.chance(0.6):
        d.hover = 0.07
        for spread, fill, long in ((0.5, c.accent, 1.7), (0.2, c.spark, 1.5), (-0.16, c.accent, 1.62)):
            line = path(
                (-20, spread * outer),
                (-outer * 0.9, spread * outer + outer * 0.3),
                (-outer * long, spread * outer + outer * 0.2),
            )
            d.shape(tube(line, outer * 0.3, outer * 0.2, 3), fill)
    else:
        feet(d, outer * 0.98 + 10, 46, 36, c.deep)
    body = rounded(star(0, 0, outer, inner, rays, d.between(-9, 9)), 0.16, 3)
    region = Region(0, 0, outer * 0.9, outer * 0.9)
    d.shape(
        body,
        c.body,
        marks=[*d.skin(region, c.body), d.gloss(Region(0, 0, inner, inner), 0.3)],
        textured=True,
        casts=True,
    )
    face(d, 0, 6, inner * 0.78, c.body)


def comet(d: Drawing) -> None:
    """A burning ball, its tail of flames behind."""
    c = d.colours
    d.hover = d.between(0.06, 0.1)
    size = d.between(98, 116)
    reach, flare = d.between(1.9, 2.7), d.between(0.6, 1.5)
    for grow, fill in ((1.0, c.accent), (0.72, c.spark)):
        far = size * reach * grow
        mane = spline(
            (size * 0.4, size * grow),
            (size * 0.5, -size * grow),
            (-size * 0.4, -size * 1.1 * grow),
            (-far * 0.9, -size * flare * grow),
            (-far * 0.64, -size * 0.62 * grow),
            (-far, -size * 0.24 * grow),
            (-far * 0.66, size * 0.12 * grow),
            (-far * 0.82, size * (1.5 - flare * 0.5) * grow),
            (-size * 0.4, size * 0.92 * grow),
        )
        d.shape(mane, fill)
    region = Region(0, 0, size, size)
    craters = [
        ellipse(x * size, y * size, r * size, r * size * 0.85)
        for x, y, r in ((-0.7, -0.3, 0.16), (-0.6, 0.5, 0.2), (0.1, 0.82, 0.12), (0.5, -0.8, 0.14))
    ]
    d.shape(
        blob(d.rng, 0, 0, size, size * 0.96, 2.1, 0.03),
        c.body,
        marks=[mark(craters, adjusted(c.body, -0.11)), d.gloss(region, 0.35)],
        textured=True,
        casts=True,
    )
    face(d, size * 0.14, 2, size * 0.72, c.body, turn=0.4)


def spectre(d: Drawing) -> None:
    """A ghost in a sheet of night."""
    c = d.colours
    d.hover = d.between(0.06, 0.1)
    rx, high, tails = d.between(94, 122), d.between(120, 150), d.pick(3, 4, 5)
    hem: list[tuple[float, float]] = []
    for index in range(tails):
        x = rx * (1 - 2 * (index + 0.5) / tails)
        hem += [(x + rx * 0.62 / tails, high + d.between(8, 26)), (x - rx * 0.5 / tails, high - 26)]
    sheet = spline(
        (-rx * 1.06, high * 0.7),
        (-rx, -high * 0.3),
        (-rx * 0.6, -high * 0.92),
        (0, -high * 1.08),
        (rx * 0.6, -high * 0.92),
        (rx, -high * 0.3),
        (rx * 1.06, high * 0.7),
        *hem,
    )
    region = Region(0, -high * 0.1, rx, high)
    if d.chance(0.7):
        headgear(d, d.pick("horns", "antennae", "pointed", "crest"), 0, -high * 0.36, rx * 0.84, high * 0.72)
    d.shape(
        sheet,
        c.body,
        marks=[*d.skin(region, c.body), d.gloss(Region(0, -high * 0.3, rx, high * 0.7), 0.3)],
        textured=True,
    )
    for side in (-1, 1):
        d.shape(petal(side * rx * 0.86, high * 0.1, d.between(54, 70), 22, side * d.pick(60, 110, 30), 0.8), c.body)
    face(d, 0, -high * 0.3, rx * 0.72, c.body)


def visitor(d: Drawing) -> None:
    """Small, with a large head, and one eye or two."""
    c = d.colours
    rx, ry = d.between(112, 140), d.between(88, 112)
    feet(d, 150, 30, 32, c.deep)
    suit = d.pick(c.accent, c.trim)
    badge = star(0, 84, 22, 10, 5)
    d.shape(pear(0, 10, 142, 46, 62), suit, marks=[mark(badge, c.spark)])
    arms(d, 46, 52, 54, 13, c.body)
    antennae(d, 0, -70 - ry * 0.86, rx * 0.3, ry * 0.8, rx * d.between(0.1, 0.5))
    skull = pear(0, -70 - ry, -70 + ry, rx, rx * d.between(0.56, 0.86), 2.2)
    region = Region(0, -70, rx, ry)
    d.shape(skull, c.body, marks=[*d.skin(region, c.body), d.gloss(region, 0.4)], textured=True, casts=True)
    face(d, 0, -60, rx * 0.68, c.body, cyclops=d.chance(0.5))


def saucer(d: Drawing) -> None:
    """A flying disc with its pilot under glass."""
    c = d.colours
    d.hover = d.between(0.08, 0.14)
    rx, dome = d.between(150, 176), d.between(84, 104)
    for side in (-1, 1):
        d.shape(tube(path((side * rx * 0.4, 30), (side * rx * 0.56, 86)), 10, 8), c.deep)
        d.shape(ellipse(side * rx * 0.57, 88, 21, 13), c.accent)
    antennae(d, 0, -dome * 1.1, 22, dome * 0.6, 28)
    glass = mix(c.spark, WHITE, 0.35)
    d.shape(superellipse(0, -dome * 0.34, dome * 1.1, dome, 2.2), glass)
    d.shape(superellipse(0, -dome * 0.24, dome * 0.86, dome * 0.74, 2.2), c.body, textured=True)
    face(d, 0, -dome * 0.36, dome * 0.66, c.body)
    hull = superellipse(0, 26, rx, 44, 1.9)
    lights = [ellipse(x * rx, 34 - 13 * x * x, 13, 11) for x in (-0.72, -0.38, 0, 0.38, 0.72)]
    d.shape(
        hull,
        c.accent,
        marks=[mark(lights, c.spark), mark(superellipse(0, 66, rx, 24), adjusted(c.accent, -0.1))],
        casts=True,
    )


def rocket(d: Drawing) -> None:
    """Ready to leave, a face in its porthole."""
    c = d.colours
    rx, high = d.between(78, 122), d.between(136, 160)
    for side in (-1, 1):
        fin = spline(
            (side * rx * 0.6, high * 0.2),
            (side * rx * 1.5, high * 0.66),
            (side * rx * 1.56, high * 1.12),
            (side * rx * 0.6, high * 0.84),
        )
        d.shape(fin, c.accent)
    flame = spline((-34, high * 0.9), (34, high * 0.9), (24, high * 1.2), (0, high * 1.42), (-24, high * 1.2))
    d.shape(flame, c.spark, marks=[mark(petal(0, high * 1.26, 60, 15, 0, 0.4), WHITE)])
    hull = spline(
        (0, -high * 1.2),
        (rx * 0.62, -high * 0.74),
        (rx, 0),
        (rx * 0.8, high * 0.7),
        (rx * 0.5, high),
        (-rx * 0.5, high),
        (-rx * 0.8, high * 0.7),
        (-rx, 0),
        (-rx * 0.62, -high * 0.74),
    )
    nose = ellipse(0, -high * 1.3, rx * 1.3, high * 0.62)
    belt = superellipse(0, high * 0.74, rx * 1.2, high * 0.09, 3)
    region = Region(0, 0, rx, high)
    d.shape(
        hull,
        c.body,
        marks=[*d.skin(region, c.body), mark([nose, belt], c.accent), d.gloss(region, 0.35)],
        textured=True,
    )
    skin = d.pick(c.light, mix(c.body, c.light, 0.6))
    d.shape(ellipse(0, -4, rx * 0.84, rx * 0.82), c.trim, casts=True)
    d.shape(ellipse(0, -4, rx * 0.7, rx * 0.68), skin, line=0.8)
    face(d, 0, -8, rx * 0.58, skin)
    if d.chance(0.5):
        d.shape(
            rounded(points((-5, -high * 1.1), (5, -high * 1.1), (2, -high * 1.4), (-2, -high * 1.4)), 0.1), c.trim
        )
