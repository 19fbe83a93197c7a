"""Body plans of what a room is made of and furnished with: each is the thing itself, known by its outline."""

from .colours import GLASS, LEAF, WHITE, WOOD, adjusted, mix
from .drawing import Drawing, mark
from .faces import eyes, face, mouth_alone
from .forms import box, ellipse, path, petal, points, rounded, scalloped, spline, tube
from .patterns import Region


def chair(d: Drawing) -> None:
    """A wooden one: two posts, a back, a seat, four legs."""
    c = d.colours
    wide, high = d.between(94, 104), d.between(180, 200)
    far = adjusted(c.body, -0.12)
    for side in (-1, 1):
        d.shape(box(side * wide * 0.76, 108, 13, 84, 0.4), far)
        d.shape(box(side * wide * 0.86, -high * 0.5 + 20, 14, high * 0.5 + 10, 0.8), c.deep)
    d.shape(box(0, -34, wide * 0.8, 13, 0.5), c.deep)
    region = Region(0, -high + 62, wide, 62)
    back = spline(
        (-wide, -high),
        (0, -high - 14),
        (wide, -high),
        (wide * 0.98, -high + 116),
        (0, -high + 122),
        (-wide * 0.98, -high + 116),
    )
    d.shape(back, c.body, marks=d.skin(region, c.body), textured=True, casts=True)
    for side in (-1, 1):
        d.shape(box(side * wide * 1.0, 140, 15, 84, 0.4), c.body)
    d.shape(box(0, 130, wide, 10, 0.6), far)
    seat = rounded(
        points(
            (-wide * 0.86, 14),
            (wide * 0.86, 14),
            (wide * 1.2, 60),
            (wide * 1.2, 84),
            (-wide * 1.2, 84),
            (-wide * 1.2, 60),
        ),
        0.12,
    )
    cushion = rounded(points((-wide * 0.78, 20), (wide * 0.78, 20), (wide * 1.04, 56), (-wide * 1.04, 56)), 0.2)
    d.shape(seat, c.body, marks=[mark(cushion, c.accent)], casts=True)
    face(d, 0, -high + 50, wide * 0.62, c.body)


def sofa(d: Drawing) -> None:
    """Room for two: a long back, two cushions, two arms."""
    c = d.colours
    wide, high = d.between(176, 192), d.between(84, 96)
    for x in (-0.84, 0.84):
        d.shape(box(x * wide, 126, 15, 22, 0.3), WOOD)
    region = Region(0, -30, wide, high)
    d.shape(box(0, -20, wide, high, 0.5), c.body, marks=d.skin(region, c.body), textured=True)
    d.stroke(points((0, 20), (0, 56)), adjusted(c.body, -0.2), 1.0)
    d.shape(box(0, 92, wide * 0.96, 32, 0.4), adjusted(c.body, -0.08), casts=True)
    for side in (-1, 1):
        d.shape(box(side * wide * 0.42, 58, wide * 0.42, 26, 0.8), adjusted(c.body, 0.05), casts=True)
    for side in (-1, 1):
        scroll = mark(ellipse(side * wide * 1.04, 20, 15, 15), c.accent)
        d.shape(box(side * wide * 1.04, 54, 36, 72, 0.9), c.body, marks=[scroll], casts=True)
    x = wide * 0.6 * d.pick(-1, 1)
    d.shape(rounded(points((x - 40, 46), (x, -14), (x + 44, 26), (x + 4, 60)), 0.14), c.accent, casts=True)
    face(d, 0, -36, wide * 0.4, c.body)


def bed(d: Drawing) -> None:
    """Made for the night: boards at both ends, a pillow, a blanket."""
    c = d.colours
    long, wood = d.between(196, 210), mix(c.trim, WOOD, 0.6)
    for x, top in ((-long, -124), (long, -44)):
        d.shape(box(x, (top + 128) / 2, 18, (128 - top) / 2, 0.5), wood)
        d.shape(ellipse(x, top - 8, 22, 21), wood, casts=True)
    d.shape(box(0, 76, long, 22, 0.2), wood)
    d.shape(box(0, 36, long - 16, 34, 0.5), WHITE)
    pillow = spline(
        (-long + 16, 4), (-long + 24, -58), (-long + 66, -74), (-long + 124, -52), (-long + 132, 4), (-long + 70, 12)
    )
    d.shape(pillow, mix(c.light, WHITE, 0.5), casts=True)
    left = -long + 104
    blanket = spline(
        (left, -10),
        (left + 24, -58),
        (left + 110, -82),
        (long - 60, -62),
        (long - 20, -30),
        (long - 16, 84),
        (left + 130, 88),
        (left + 6, 84),
    )
    fold = spline((left - 10, -70), (left + 34, -90), (left + 48, 96), (left - 14, 96))
    region = Region(60, 0, 130, 84)
    d.shape(blanket, c.body, marks=[*d.skin(region, c.body), mark(fold, c.light)], textured=True, casts=True)
    face(d, (left + long) / 2 + 22, -8, 66, c.body)


def table(d: Drawing) -> None:
    """Four legs and a top, set with a vase."""
    c = d.colours
    wide, low = d.between(176, 190), d.between(150, 168)
    far = adjusted(c.body, -0.14)
    for side in (-1, 1):
        d.shape(box(side * wide * 0.6, low * 0.4, 12, low * 0.46, 0.3), far)
    x = d.pick(-0.4, 0.4) * wide
    for angle in (-26, 24, 0):
        d.shape(petal(x, -104, 58, 6, angle, 0.5), LEAF, line=0.7)
    for at, y in ((-28, -162), (28, -160), (0, -178)):
        d.shape(scalloped(x + at, y, 20, 20, 5, 0.26), c.accent, line=0.8)
        d.shape(ellipse(x + at, y, 7, 7), c.spark, line=0, volume=0)
    d.shape(spline((x - 15, -110), (x + 15, -110), (x + 32, -62), (x + 16, -38), (x - 16, -38), (x - 32, -62)), GLASS)
    for side in (-1, 1):
        leg = rounded(
            points(
                (side * wide * 0.96, 0), (side * wide * 0.78, 0), (side * wide * 0.82, low), (side * wide * 0.93, low)
            ),
            0.1,
        )
        d.shape(leg, c.body)
    d.shape(box(0, 20, wide * 0.86, 44, 0.2), adjusted(c.body, -0.06), textured=True)
    top = rounded(
        points(
            (-wide * 0.84, -62),
            (wide * 0.84, -62),
            (wide * 1.06, -30),
            (wide * 1.06, -8),
            (-wide * 1.06, -8),
            (-wide * 1.06, -30),
        ),
        0.08,
    )
    edge = points((-wide * 1.1, -28), (wide * 1.1, -28), (wide * 1.1, 0), (-wide * 1.1, 0))
    d.shape(top, mix(c.body, c.light, 0.3), marks=[mark(edge, c.body)], casts=True)
    d.shape(
        spline((x - 15, -110), (x + 15, -110), (x + 32, -62), (x + 16, -38), (x - 16, -38), (x - 32, -62)),
        GLASS,
        casts=True,
    )
    face(d, 0, 20, 52, c.body)


def door(d: Drawing) -> None:
    """In its frame, with panels, a knob and a mat."""
    c = d.colours
    wide, high = d.between(92, 102), d.between(184, 198)
    frame = mix(c.trim, WHITE, 0.35)
    d.shape(
        spline((-wide - 50, high + 4), (wide + 50, high + 4), (wide + 72, high + 38), (-wide - 72, high + 38)),
        c.accent,
    )
    d.shape(box(0, -4, wide + 30, high + 20, 0.06), frame)
    d.shape(box(0, -high - 22, wide + 44, 16, 0.4), frame, casts=True)
    panels, hollows = [], []
    for x in (-0.47, 0.47):
        for y, tall in ((0.62, 0.27), (-0.72, 0.17)):
            panels.append(box(x * wide, y * high, wide * 0.35, tall * high, 0.1))
            hollows.append(box(x * wide, y * high + 4, wide * 0.35 - 7, tall * high - 8, 0.1))
    marks = [mark(panels, adjusted(c.body, -0.14)), mark(hollows, adjusted(c.body, 0.03))]
    d.shape(box(0, 6, wide, high, 0.03), c.body, marks=marks, textured=True, casts=True)
    d.shape(box(wide * 0.78, high * 0.16, 10, 26, 0.5), adjusted(c.spark, -0.1), line=0.8)
    d.shape(ellipse(wide * 0.78, high * 0.12, 16, 16), c.spark, casts=True)
    for y in (-0.7, 0.72):
        d.shape(box(-wide, y * high, 8, 22, 0.4), c.spark, line=0.8)
    face(d, -4, -high * 0.26, wide * 0.66, c.body)


def window(d: Drawing) -> None:
    """Four panes, a sill, and a curtain drawn to each side."""
    c = d.colours
    wide, high = d.between(128, 140), d.between(134, 146)
    frame, pane = mix(c.trim, WHITE, 0.6), GLASS
    d.shape(box(0, 0, wide, high, 0.05), frame)
    gleam = [points((x, high), (x + 34, high), (x + 34 + high, -high), (x + high, -high)) for x in (-190, -30)]
    d.shape(box(0, 0, wide - 18, high - 18, 0.03), pane, volume=0.4, marks=[mark(gleam, WHITE, 0.55)])
    d.shape([box(0, 0, 9, high - 12, 0), box(0, -2, wide - 12, 9, 0)], frame, line=0.8)
    eyes(d, 0, -high * 0.4, wide * 0.35, d.between(26, 30), pane)
    mouth_alone(d, 0, high * 0.2, 110, frame)
    for side in (-1, 1):
        drape = spline(
            (side * (wide + 26), -high - 8),
            (side * wide * 0.62, -high - 8),
            (side * wide * 0.68, -high * 0.4),
            (side * wide * 0.92, high * 0.34),
            (side * wide * 0.84, high * 0.5),
            (side * wide * 0.76, high * 0.98),
            (side * (wide + 34), high * 0.98),
            (side * (wide + 16), high * 0.36),
            (side * (wide + 30), -high * 0.4),
        )
        d.shape(drape, c.body, textured=True, casts=True)
        for x in (0.82, 1.0):
            d.stroke(
                path(
                    (side * wide * x, -high),
                    (side * wide * (0.5 + x / 2), -high * 0.1),
                    (side * wide * 0.96, high * 0.36),
                ),
                adjusted(c.body, -0.16),
                0.8,
            )
        d.shape(box(side * wide * 0.98, high * 0.4, 30, 9, 0.8), c.accent, casts=True)
    d.shape(box(0, -high - 20, wide + 46, 9, 1.0), WOOD, casts=True)
    for side in (-1, 1):
        d.shape(ellipse(side * (wide + 50), -high - 20, 17, 17), c.accent)
    d.shape(box(0, high + 10, wide + 34, 17, 0.4), frame, casts=True)


def mirror(d: Drawing) -> None:
    """An oval glass in a frame, hung between two posts; a face looks out of it."""
    c = d.colours
    rx, ry = d.between(104, 116), d.between(146, 160)
    post, ground = rx + 34, ry + 70
    d.shape(tube(path((-post, ry + 14), (post, ry + 14)), 11), c.deep)
    for side in (-1, 1):
        d.shape(tube(path((side * post, -40), (side * post, ground - 20)), 13), c.deep)
        d.shape(ellipse(side * post, -52, 19, 19), c.accent)
        d.shape(
            tube(path((side * (post - 40), ground), (side * post, ground - 26), (side * (post + 40), ground)), 12),
            c.deep,
        )
        d.shape(ellipse(side * (rx + 16), 0, 18, 18), c.spark, line=0.8)
    glass = mix(GLASS, c.light, 0.2)
    d.shape(ellipse(0, -4, rx, ry), c.body, textured=True, casts=True)
    gleams = [
        points((x, ry), (x + wide, ry), (x + wide + ry * 1.2, -ry), (x + ry * 1.2, -ry))
        for x, wide in ((-184, 40), (-122, 14), (-30, 26))
    ]
    d.shape(ellipse(0, -4, rx * 0.83, ry * 0.87), glass, line=0.8, volume=0.5, marks=[mark(gleams, WHITE, 0.7)])
    d.shape([scalloped(0, -ry - 10, 40, 26, 5, 0.2)], c.accent, casts=True)
    d.shape(ellipse(0, -ry - 10, 12, 12), c.spark, line=0.7)
    face(d, 0, -10, rx * 0.56, glass)
