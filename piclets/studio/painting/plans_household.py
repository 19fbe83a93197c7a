"""Body plans of what lies about a house: to wear, to sit on, to write and to work with, to eat from the tree."""

from .colours import LEAF, WHITE, adjusted, mix
from .drawing import Drawing, mark
from .faces import face
from .forms import box, ellipse, path, petal, points, rounded, spline, superellipse, tube, turned
from .limbs import arms, feet, short_legs
from .patterns import Region


def fruit(d: Drawing) -> None:
    """Round and ripe, with a stalk and a leaf."""
    c = d.colours
    rx, ry = d.between(116, 132), d.between(108, 122)
    feet(d, ry + 26, rx * 0.4, 40, c.deep)
    body = spline(
        (0, -ry * 0.84),
        (rx * 0.5, -ry),
        (rx, -ry * 0.3),
        (rx * 0.72, ry * 0.74),
        (rx * 0.2, ry),
        (-rx * 0.2, ry),
        (-rx * 0.72, ry * 0.74),
        (-rx, -ry * 0.3),
        (-rx * 0.5, -ry),
    )
    region = Region(0, 0, rx, ry)
    d.shape(body, c.body, marks=[*d.skin(region, c.body), d.gloss(region)], textured=True)
    d.shape(tube(path((0, -ry * 0.78), (5, -ry * 1.05), (18, -ry * 1.32)), 11, 8, 12), c.trim, line=0.8)
    d.shape(petal(10, -ry * 0.98, 88, 26, 66, 0.5), mix(c.accent, LEAF, 0.7))
    arms(d, rx * 0.94, ry * 0.2, 44, 13, c.deep)
    face(d, 0, ry * 0.08, rx * 0.68, c.body)


def pillow(d: Drawing) -> None:
    """Plump, with four pulled corners, and ready for bed."""
    c = d.colours
    rx, ry = d.between(138, 154), d.between(100, 116)
    feet(d, ry + 18, rx * 0.4, 40, c.deep)
    for x, y in ((-1, -1), (1, -1), (-1, 1), (1, 1)):
        d.shape(ellipse(x * rx * 1.0, y * ry * 1.0, 15, 15), c.accent)
    body = spline(
        (-rx, -ry),
        (-rx * 0.45, -ry * 0.88),
        (rx * 0.45, -ry * 0.88),
        (rx, -ry),
        (rx * 0.88, 0),
        (rx, ry),
        (rx * 0.45, ry * 0.88),
        (-rx * 0.45, ry * 0.88),
        (-rx, ry),
        (-rx * 0.88, 0),
    )
    region = Region(0, 0, rx * 0.9, ry * 0.9)
    d.shape(body, c.body, marks=d.skin(region, c.body), textured=True)
    for x in (-1, 1):
        for y in (-1, 1):
            d.stroke(
                points((x * rx * 0.86, y * ry * 0.86), (x * rx * 0.64, y * ry * 0.58)), adjusted(c.body, -0.2), 0.8
            )
    face(d, 0, 0, rx * 0.6, c.body)


def armchair(d: Drawing) -> None:
    """A back to lean on, two arms and four feet."""
    c = d.colours
    wide, high = d.between(118, 132), d.between(130, 148)
    for x in (-0.86, 0.86):
        d.shape(box(x * wide, 150, 13, 26, 0.3), c.trim)
    region = Region(0, -30, wide, high)
    d.shape(box(0, -30, wide, high, 0.5), c.body, marks=d.skin(region, c.body), textured=True)
    d.shape(box(0, 104, wide * 0.92, 40, 0.4), adjusted(c.body, -0.08), casts=True)
    d.shape(box(0, 72, wide * 0.8, 26, 0.7), c.accent, casts=True)
    for side in (-1, 1):
        arm = box(side * wide * 1.02, 62, 32, 78, 0.9)
        d.shape(
            arm, adjusted(c.body, 0.04), marks=[mark(ellipse(side * wide * 1.02, 14, 15, 15), c.accent)], casts=True
        )
    face(d, 0, -66, wide * 0.7, c.body)


def shoe(d: Drawing) -> None:
    """Laced up, on a thick sole, with its tongue out."""
    c = d.colours
    high = d.between(120, 170)
    sole = spline((-150, 96), (160, 92), (178, 118), (150, 138), (-140, 138), (-158, 118))
    upper = spline(
        (-136, -high),
        (-62, -high - 10),
        (-10, -high + 4),
        (8, -36),
        (96, 4),
        (166, 52),
        (162, 104),
        (0, 112),
        (-146, 104),
        (-150, 0),
    )
    region = Region(-30, 0, 120, 110)
    d.shape(box(-34, -high - 14, 34, 40, 0.6), c.light)
    d.shape(upper, c.body, marks=[*d.skin(region, c.body), mark(ellipse(142, 92, 62, 50), c.accent)], textured=True)
    d.shape(sole, WHITE, casts=True)
    d.stroke(points((-146, 120), (164, 116)), c.accent, 1.2)
    for at in range(4):
        x, y = -18 + at * 28, -high * 0.5 + 26 + at * (high * 0.5 + 4) / 4
        d.stroke(points((x - 26, y + 8), (x + 22, y - 12)), WHITE, 1.6)
    face(d, -60, 8, 72, c.body)


def slab(d: Drawing) -> None:
    """A flat one with a bright screen for a face."""
    c = d.colours
    rx, ry = d.between(92, 104), d.between(152, 172)
    short_legs(d, ry - 8, ry + 46, rx * 0.42, 14, c.deep)
    d.shape(box(rx + 5, -ry * 0.42, 8, 26, 0.5), c.deep, line=0.8)
    d.shape(box(0, 0, rx, ry, 0.34), c.body, textured=True, casts=True)
    screen = mix(c.light, WHITE, 0.4)
    icons = [box(x * rx * 0.5, y, 17, 17, 0.5) for x in (-1, 0, 1) for y in (ry * 0.44, ry * 0.68)]
    d.shape(box(0, 0, rx - 13, ry - 20, 0.26), screen, marks=[mark(icons, c.accent)], line=0.8, volume=0.3)
    d.flat(box(0, -ry + 10, 22, 4, 1.0), adjusted(c.deep, -0.2))
    arms(d, rx * 0.98, ry * 0.1, 48, 12, c.deep)
    face(d, 0, -ry * 0.22, rx * 0.7, screen)


def pencil(d: Drawing) -> None:
    """Long, sharpened on top, with a band and a soft end."""
    c = d.colours
    rx = d.between(58, 66)
    short_legs(d, 168, 220, rx * 0.46, 13, c.deep)
    d.shape(box(0, 146, rx, 34, 0.5), mix(c.accent, (238, 150, 160), 0.5))
    d.shape(points((-rx, -104), (0, -246), (rx, -104)), (236, 205, 160))
    d.shape(points((-rx * 0.3, -203), (0, -246), (rx * 0.3, -203)), c.deep, line=0.6)
    facets = [box(side * rx * 0.64, 2, 3, 112, 0.0) for side in (-1, 1)]
    body = points((-rx, -104), (-rx * 0.5, -92), (0, -106), (rx * 0.5, -92), (rx, -104), (rx, 112), (-rx, 112))
    d.shape(body, c.body, marks=[mark(facets, adjusted(c.body, -0.12))], textured=True, casts=True)
    d.shape(box(0, 112, rx + 4, 18, 0.2), c.trim, line=0.8)
    arms(d, rx * 0.96, 20, 50, 12, c.deep)
    face(d, 0, -22, rx * 0.84, c.body)


def satchel(d: Drawing) -> None:
    """A bag with straps, a flap and a pocket full of secrets."""
    c = d.colours
    rx, ry = d.between(112, 126), d.between(116, 134)
    feet(d, ry + 20, rx * 0.44, 42, c.deep)
    d.shape(tube(path((-44, -ry + 4), (-40, -ry - 46), (40, -ry - 46), (44, -ry + 4)), 12), c.deep)
    for side in (-1, 1):
        d.shape(box(side * rx * 0.98, 24, 20, 64, 0.7), adjusted(c.body, -0.1))
    region = Region(0, 0, rx, ry)
    d.shape(box(0, 0, rx, ry, 0.5), c.body, marks=d.skin(region, c.body), textured=True)
    d.shape(box(0, ry * 0.62, rx * 0.72, ry * 0.3, 0.4), adjusted(c.body, 0.05), casts=True)
    d.stroke(points((-rx * 0.6, ry * 0.46), (rx * 0.6, ry * 0.46)), c.accent, 1.4)
    d.shape(box(rx * 0.3, ry * 0.52, 6, 14, 0.6), c.spark, line=0.6)
    for side in (-1, 1):
        d.shape(box(side * rx * 0.62, -ry * 0.62, 11, ry * 0.4, 0.3), c.accent, line=0.8)
    face(d, 0, -ry * 0.06, rx * 0.62, c.body)


def garment(d: Drawing) -> None:
    """Two sleeves, a collar, and a mind of its own."""
    c = d.colours
    wide, low = d.between(98, 112), d.between(146, 164)
    short_legs(d, low - 10, low + 44, wide * 0.42, 14, c.deep)
    body = rounded(
        points(
            (-40, -140),
            (40, -140),
            (92, -122),
            (186, -34),
            (140, 26),
            (wide, -16),
            (wide + 4, low),
            (-wide - 4, low),
            (-wide, -16),
            (-140, 26),
            (-186, -34),
            (-92, -122),
        ),
        0.12,
    )
    region = Region(0, 20, wide, 130)
    cuffs = [turned(box(side * 163, -4, 44, 11, 0.1), side * -48, (side * 163, -4)) for side in (-1, 1)]
    marks = [*d.skin(region, c.body), mark(cuffs, c.accent), mark(box(0, low - 8, wide + 6, 14, 0), c.accent)]
    d.shape(body, c.body, marks=marks, textured=True)
    d.shape(spline((-46, -142), (0, -100), (46, -142), (30, -152), (0, -130), (-30, -152)), c.accent, line=0.8)
    face(d, 0, 16, wide * 0.66, c.body)


def mallet(d: Drawing) -> None:
    """A long handle with a head that does the work."""
    c = d.colours
    wide = d.between(116, 134)
    short_legs(d, 190, 236, 16, 12, c.deep)
    d.shape(tube(path((0, -60), (0, 60), (0, 204)), 24, 22, 26), c.trim)
    d.shape(box(0, 168, 28, 34, 0.5), c.accent)
    region = Region(0, -120, wide, 66)
    d.shape(box(0, -120, wide, 66, 0.35), c.body, marks=d.skin(region, c.body), textured=True, casts=True)
    for side in (-1, 1):
        d.shape(box(side * wide, -120, 18, 72, 0.3), c.deep, casts=True)
    arms(d, 26, 70, 56, 12, c.deep)
    face(d, 0, -120, 60, c.body)


def hat(d: Drawing) -> None:
    """A crown, a band and a broad brim to look out under."""
    c = d.colours
    high = d.between(150, 190)
    feet(d, 128, 56, 42, c.deep)
    region = Region(0, -high * 0.4, 104, high * 0.6)
    crown = spline(
        (-108, 56), (-100, -high + 30), (-40, -high), (0, -high + 14), (40, -high), (100, -high + 30), (108, 56)
    )
    d.shape(crown, c.body, marks=[*d.skin(region, c.body), mark(box(0, 34, 120, 24, 0), c.accent)], textured=True)
    d.shape(superellipse(0, 76, 190, 34, 2.1), adjusted(c.body, -0.06), casts=True)
    face(d, 0, -high * 0.36, 74, c.body)
