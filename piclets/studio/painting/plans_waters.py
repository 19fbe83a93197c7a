"""Body plans of what swims."""

from .colours import adjusted, mix
from .drawing import Drawing, mark
from .faces import face
from .forms import (
    blob,
    ellipse,
    knot,
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
)
from .headgear import headgear
from .limbs import fish_tail
from .patterns import Region


def fish(d: Drawing) -> None:
    """Seen from the side, with a proud back fin."""
    c = d.colours
    d.hover = d.between(0.05, 0.12)
    rx, ry = d.between(120, 158), d.between(84, 122)
    fish_tail(d, -rx * 0.92, 0, -1, d.between(86, 116))
    spread = [
        (x * rx, -ry * (0.66 + lift))
        for x, lift in (
            (0.55, 0.1),
            (0.3, 0.86),
            (0.1, 0.6),
            (-0.12, 0.94),
            (-0.3, 0.62),
            (-0.58, 0.78),
            (-0.68, 0.0),
        )
    ]
    d.shape(rounded(points(*spread), 0.15), c.accent)
    d.shape(petal(-rx * 0.1, ry * 0.76, ry * 0.66, 26, 152, 0.5), c.accent)
    body = spline(
        (rx, -ry * 0.06),
        (rx * 0.6, -ry * 0.8),
        (0, -ry),
        (-rx * 0.7, -ry * 0.5),
        (-rx, 0),
        (-rx * 0.7, ry * 0.5),
        (0, ry),
        (rx * 0.62, ry * 0.84),
    )
    region = Region(-rx * 0.14, 0, rx, ry)
    belly = ellipse(rx * 0.1, ry * 0.98, rx * 0.9, ry * 0.52)
    marks = [*d.skin(region, c.body), mark(belly, c.light), d.gloss(Region(0, 0, rx, ry), 0.4)]
    d.shape(body, c.body, marks=marks, textured=True)
    fin = petal(-rx * 0.16, ry * 0.3, ry * 0.85, 28, -112, 0.6)
    d.shape(fin, c.accent, casts=True)
    if d.chance(0.3):
        lure = path((rx * 0.3, -ry * 0.86), (rx * 0.5, -ry * 1.7), (rx * 1.1, -ry * 1.5))
        d.shape(tube(lure, 5, 4), c.deep)
        d.shape(ellipse(rx * 1.1, -ry * 1.46, 19, 19), c.spark)
    face(d, rx * 0.42, -ry * 0.08, ry * 0.6, c.body, turn=0.5)


def crab(d: Drawing) -> None:
    """Broad, with raised claws and eyes on stalks or under a shell's edge."""
    c = d.colours
    rx, ry = d.between(122, 150), d.between(78, 98)
    for lean, rise in ((1.26, 0.3), (1.16, 0.7), (0.86, 0.96)):
        for side in (-1, 1):
            leg = path(
                (side * rx * 0.6, ry * rise * 0.6),
                (side * rx * lean, ry * rise),
                (side * rx * (lean + 0.04), ry * rise + 48),
            )
            d.shape(tube(leg, 14, 11, 5), c.deep)
    lift, big = d.between(40, 100), d.between(1.0, 1.5)
    for side in (-1, 1):
        hand = (side * rx * 1.22, -ry * 0.3 - lift)
        d.shape(tube(path((side * rx * 0.76, 0), (side * rx * 1.24, -ry * 0.1), hand), 17, 15), c.body)
        _claw(d, hand[0], hand[1] - 8, side, 48 * (big if side == 1 else 1.0))
    if d.chance(0.6):
        headgear(d, d.pick("antennae", "crest", "horns"), 0, ry * 0.1, rx * 0.8, ry)
    marks = [*d.skin(Region(0, 0, rx, ry), c.body), d.gloss(Region(0, 0, rx, ry), 0.4)]
    shell = pear(0, -ry, ry, rx, rx * 0.72, 2.5)
    d.shape(shell, c.body, marks=[mark(ellipse(0, ry * 1.02, rx * 0.8, ry * 0.5), c.light), *marks], textured=True)
    face(d, 0, -ry * 0.02, rx * 0.56, c.body)


def _claw(d: Drawing, x: float, y: float, side: int, size: float) -> None:
    palm = ellipse(x, y, size * 0.72, size * 0.66)
    upper = spline(
        (x - side * size * 0.7, y),
        (x - side * size * 0.62, y - size),
        (x + side * size * 0.02, y - size * 1.4),
        (x - side * size * 0.12, y - size * 0.6),
        (x, y),
    )
    lower = spline(
        (x + side * size * 0.7, y + size * 0.1),
        (x + side * size * 0.84, y - size * 0.66),
        (x + side * size * 0.3, y - size * 1.22),
        (x + side * size * 0.32, y - size * 0.5),
        (x, y),
    )
    d.shape([palm, upper, lower], d.colours.accent, casts=True)


def jelly(d: Drawing) -> None:
    """A bell with trailing arms, adrift."""
    c = d.colours
    d.hover = d.between(0.05, 0.1)
    rx, ry = d.between(112, 140), d.between(96, 126)
    count, length = d.pick(4, 5, 6), d.between(110, 170)
    for index in range(count):
        x = rx * 0.72 * (2 * index / (count - 1) - 1)
        sway, end = d.pick(-1, 1) * d.between(12, 24), length * d.between(0.7, 1.0)
        line = path((x, 30), (x + sway, 30 + end * 0.35), (x - sway, 30 + end * 0.7), (x + sway * 0.6, 30 + end))
        d.shape(tube(line, 17, 12, 5), d.pick(c.accent, c.deep, mix(c.body, c.light, 0.5)))
    bell = spline(
        (-rx, 40),
        (-rx * 0.96, -ry * 0.4),
        (-rx * 0.5, -ry * 0.94),
        (0, -ry * 1.06),
        (rx * 0.5, -ry * 0.94),
        (rx * 0.96, -ry * 0.4),
        (rx, 40),
        (rx * 0.5, 54),
        (0, 40),
        (-rx * 0.5, 54),
    )
    region = Region(0, -20, rx, ry)
    hem = superellipse(0, 54, rx * 1.1, 24, 2.5)
    d.shape(
        bell,
        c.body,
        marks=[*d.skin(region, c.body), mark(hem, mix(c.body, c.light, 0.55)), d.gloss(region)],
        textured=True,
    )
    if d.chance(0.4):
        headgear(d, d.pick("crest", "antennae"), 0, -ry * 0.2, rx, ry)
    face(d, 0, -14, rx * 0.66, c.body)


def octopus(d: Drawing) -> None:
    """A tall head on curling arms."""
    c = d.colours
    rx, ry = d.between(92, 112), d.between(108, 140)
    for reach, level in ((1.75, 0.62), (1.35, 1.06), (0.55, 1.16)):
        for side in (-1, 1):
            out, low = side * rx * reach * d.between(0.9, 1.1), ry * level
            curl = side * d.between(16, 30)
            line = path(
                (side * rx * 0.4, ry * 0.4),
                (out * 0.7, low + 10),
                (out, low - 12),
                (out + curl * 0.4, low - 46),
                (out - curl * 0.6, low - 52),
            )
            d.shape(tube(line, 26, 21, 16, 10, 6), c.body, casts=True)
            d.flat([ellipse(*knot(line, at), 6, 6) for at in (13, 21, 29)], c.light)
    head = spline(
        (-rx * 0.66, ry * 0.7),
        (-rx * 0.74, ry * 0.1),
        (-rx * 1.1, -ry * 0.5),
        (0, -ry * 1.2),
        (rx * 1.1, -ry * 0.5),
        (rx * 0.74, ry * 0.1),
        (rx * 0.66, ry * 0.7),
        (0, ry * 0.86),
    )
    region = Region(0, -ry * 0.3, rx, ry * 0.9)
    d.shape(head, c.body, marks=[*d.skin(region, c.body), d.gloss(region, 0.4)], textured=True, casts=True)
    face(d, 0, ry * 0.02, rx * 0.76, c.body)


def whale(d: Drawing) -> None:
    """Huge and content, tail up, with a fountain or a tusk."""
    c = d.colours
    rx, ry = d.between(140, 166), d.between(92, 116)
    stem = path((-rx * 0.6, ry * 0.1), (-rx * 1.1, -ry * 0.1), (-rx * 1.26, -ry * 0.7))
    d.shape([petal(*knot(stem, -1), 92, 30, angle, 0.4) for angle in (-66, 44)], c.body)
    spray = d.pick("fountain", "horn", "none")
    if spray == "fountain":
        for side in (-1, 1):
            line = path(
                (rx * 0.1, -ry * 0.8),
                (rx * 0.1 + side * 14, -ry * 1.5),
                (rx * 0.1 + side * 58, -ry * 1.54),
                (rx * 0.1 + side * 66, -ry * 1.2),
            )
            d.shape(tube(line, 13, 14, 9), c.spark)
    elif spray == "horn":
        horn = tube(path((rx * 0.56, -ry * 0.5), (rx * 0.96, -ry * 1.5)), 15, 3)
        d.shape(horn, c.spark)
    body = [superellipse(0, 0, rx, ry, 2.3), *tube(stem, ry * 0.7, ry * 0.42, ry * 0.2)]
    groove = [
        spline(
            (rx * 1.2, ry * at),
            (rx * 0.2, ry * (at + 0.16)),
            (-rx * 0.5, ry * (at + 0.34)),
            (rx * 0.2, ry * (at + 0.2)),
        )
        for at in (0.42, 0.58, 0.74)
    ]
    belly = superellipse(rx * 0.1, ry * 0.98, rx * 1.06, ry * 0.62, 2.2)
    region = Region(0, 0, rx, ry)
    d.shape(
        body,
        c.body,
        marks=[
            *d.skin(region, c.body),
            mark(belly, c.light),
            mark(groove, adjusted(c.light, -0.12)),
            d.gloss(region, 0.4),
        ],
        textured=True,
    )
    d.shape(petal(-rx * 0.1, ry * 0.5, ry * 0.95, 30, -136, 0.6), c.deep, casts=True)
    face(d, rx * 0.36, -ry * 0.06, ry * 0.7, c.body, turn=0.4)


def starfish(d: Drawing) -> None:
    """Five arms or more, standing on two of them."""
    c = d.colours
    outer, inner = d.between(150, 172), d.between(84, 100)
    rays = d.pick(5, 5, 6, 7)
    body = rounded(star(0, 0, outer, inner, rays), d.pick(0.14, 0.24), 3)
    region = Region(0, 0, outer * 0.8, outer * 0.8)
    dots = [
        ellipse(*knot(star(0, 0, outer * far, inner, rays), ray * 2), 20 - 10 * far, 20 - 10 * far)
        for ray in range(rays)
        for far in (0.56, 0.74)
    ]
    marks = [mark(dots, mix(c.body, c.accent, 0.85)), d.gloss(region, 0.25)]
    d.shape(body, c.body, marks=marks, textured=True)
    if d.chance(0.35):
        d.shape(scalloped(outer * 0.02, -outer * 0.62, 26, 22, 5, 0.25), c.accent, casts=True)
    face(d, 0, 4, inner * 0.82, c.body)


def seal(d: Drawing) -> None:
    """Upright, flippers out."""
    c = d.colours
    head, low = d.between(84, 100), d.between(96, 118)
    d.shape([petal(low * 0.6, 146, 92, 26, angle, 0.5) for angle in (66, 100)], c.deep)
    for side in (-1, 1):
        d.shape(petal(side * low * 0.5, 66, 104, 26, side * 122, 0.6), c.deep)
    body = [pear(0, -110, 160, head * 0.8, low, 2.2), blob(d.rng, 0, -92, head, head * 0.9, 2.2, 0.02)]
    belly = ellipse(0, 104, low * 0.7, 80)
    region = Region(0, 0, low, 160)
    d.shape(
        body,
        c.body,
        marks=[*d.skin(region, c.body), mark(belly, c.light), d.gloss(Region(0, -92, head, head * 0.8), 0.35)],
        textured=True,
    )
    face(d, 0, -92, head * 0.8, c.body, nose=True, muzzle=c.light)
