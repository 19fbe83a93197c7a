"""Body plans of what one takes in the hand or switches on: each is the thing itself, known by its outline."""

import math

from .colours import FLAME, STRAW, WHITE, WOOD, adjusted, mix
from .drawing import Drawing, mark
from .faces import eyes, face, mouth_alone
from .forms import Outline, box, ellipse, hoop, moved, path, points, rounded, spline, superellipse, tube, turned
from .limbs import arms
from .patterns import Region
from .plans_machines import steel_of


def clock(d: Drawing) -> None:
    """An alarm clock: a dial, two hands, two bells."""
    c, steel = d.colours, steel_of(d)
    r = d.between(124, 136)
    for side in (-1, 1):
        d.shape(tube(path((side * r * 0.5, r * 0.7), (side * r * 0.74, r + 42)), 14, 12), c.deep)
        d.shape(ellipse(side * r * 0.75, r + 42, 18, 15), c.accent)
        bell = spline((-56, 0), (-44, -44), (0, -64), (44, -44), (56, 0))
        tilted = moved(turned(bell, side * 34), side * r * 0.62, -r * 0.86)
        d.shape(tube(path((0, -r * 0.8), (side * r * 0.6, -r * 0.94)), 7), steel)
        d.shape(tilted, c.accent, marks=[d.gloss(Region(side * r * 0.7, -r * 1.1, 40, 40), 0.5)])
    d.shape(tube(path((0, -r), (0, -r - 44)), 6), steel)
    d.shape(box(0, -r - 46, 24, 12, 0.7), steel)
    dial = mix(c.light, WHITE, 0.4)
    d.shape(
        ellipse(0, 0, r, r),
        c.body,
        marks=[mark(ellipse(0, 0, r * 0.82, r * 0.82), adjusted(c.body, -0.1))],
        textured=True,
    )
    hours = [_hour(r, number) for number in range(12)]
    d.shape(
        ellipse(0, 0, r * 0.78, r * 0.78), dial, line=0.7, volume=0.4, marks=[mark(hours, adjusted(c.deep, -0.15))]
    )
    for angle, long, weight in ((d.pick(-52, -40), 0.44, 2.0), (d.pick(46, 24), 0.6, 1.5)):
        turn = math.radians(angle)
        d.stroke(
            points((0, 0), (r * long * math.sin(turn), -r * long * math.cos(turn))), adjusted(c.deep, -0.22), weight
        )
    d.flat(ellipse(0, 0, 8, 8), c.accent)
    face(d, 0, r * 0.24, r * 0.5, dial)


def _hour(r: float, number: int) -> Outline:
    """The stroke of an hour on a dial of radius r."""
    long = 11 if number % 3 == 0 else 6
    return turned(box(0, -r * 0.68, 4.5 if number % 3 == 0 else 3, long, 0.4), number * 30)


def lamp(d: Drawing) -> None:
    """A table lamp: a shade, a stem, a foot, and light below."""
    c = d.colours
    top, low = d.between(64, 78), d.between(134, 150)
    d.flat(
        points((-low * 0.86, -34), (low * 0.86, -34), (low * 1.2, 182), (-low * 1.2, 182)),
        mix(c.spark, (255, 236, 160), 0.7),
        0.26,
    )
    d.shape(superellipse(0, 180, 82, 20, 2.4), c.deep)
    stem = spline(
        (-13, -40), (13, -40), (14, 20), (40, 84), (34, 140), (16, 172), (-16, 172), (-34, 140), (-40, 84), (-14, 20)
    )
    d.shape(stem, c.accent, marks=[d.gloss(Region(0, 100, 40, 60), 0.6)], casts=True)
    d.stroke(points((low * 0.56, -36), (low * 0.56, 34)), c.deep, 0.8)
    d.shape(ellipse(low * 0.56, 42, 10, 11), c.spark, line=0.7)
    shade = rounded(points((-top, -206), (top, -206), (low, -40), (-low, -40)), 0.05)
    trims = [box(0, -52, 200, 9, 0), box(0, -198, 200, 7, 0)]
    glow = ellipse(0, -90, low * 0.7, 76)
    skin = mix(c.body, c.light, 0.35)
    d.shape(shade, c.body, marks=[mark(glow, skin), mark(trims, c.accent)], textured=True, casts=True)
    d.shape(ellipse(0, -214, 13, 12), c.deep)
    face(d, 0, -122, top * 0.94, skin)


def candle(d: Drawing) -> None:
    """Wax, a flame, and a holder with a ring to carry it by."""
    c = d.colours
    rx, high = d.between(66, 76), d.between(104, 120)
    low = high + 18
    d.shape(hoop(rx + 86, low + 6, 30, 28, 10), c.accent)
    d.shape(superellipse(0, low + 14, rx + 76, 28, 2.3), c.accent)
    d.shape(superellipse(0, low + 4, rx + 52, 17, 2.3), adjusted(c.accent, -0.1), line=0.6)
    wax = mix(c.body, c.light, 0.3)
    drips = [
        box(x * rx, -high + 24 + long, 15, 30 + long, 1.0)
        for x, long in ((-0.78, 22), (-0.2, 6), (0.36, 14), (0.82, 34))
    ]
    stick = [box(0, 0, rx, high, 0.12), superellipse(0, high, rx, 16, 2.4)]
    d.shape(stick, c.body, marks=[mark(drips, wax)], textured=True, casts=True)
    d.shape(superellipse(0, -high, rx, 17, 2.4), wax, line=0.8)
    d.stroke(path((0, -high), (3, -high - 14), (0, -high - 30)), (60, 44, 40), 1.8)
    flame = spline(
        (0, -high - 18), (34, -high - 46), (24, -high - 88), (4, -high - 142), (-24, -high - 88), (-34, -high - 46)
    )
    inner = spline((0, -high - 22), (18, -high - 44), (2, -high - 92), (-18, -high - 44))
    d.flat(ellipse(0, -high - 72, 84, 92), (255, 226, 140), 0.3)
    d.shape(flame, FLAME, marks=[mark(inner, (255, 244, 180))], line=0.8, volume=0.4)
    face(d, 0, 4, rx * 0.76, c.body)


def umbrella(d: Drawing) -> None:
    """A ribbed canopy with a scalloped hem, and a crook to hold."""
    c = d.colours
    rx, high = d.between(178, 194), d.between(148, 164)
    crook = path((0, -40), (0, 150), (6, 196), (44, 208), (70, 186), (70, 160), steps=10)
    d.shape(tube(crook, 10, 10, 10, 13, 13, 13), WOOD)
    d.shape(tube(path((0, -high - 8), (0, -high - 44)), 9, 5), adjusted(WOOD, -0.1))
    hem = [(rx * (1 - at / 4), 8 if at % 2 == 0 else -18) for at in range(9)]
    canopy = [
        *((rx * math.cos(turn), -high * math.sin(turn)) for turn in (math.pi * at / 24 for at in range(24, -1, -1))),
        *hem,
    ]
    panels = [
        spline(
            (0, -high),
            (outer * rx, -high * 0.34),
            (outer * rx, 30),
            (inner * rx, 30),
            (inner * rx * 1.02, -high * 0.4),
        )
        for outer, inner in ((1.0, 0.5), (-1.0, -0.5))
    ]
    d.shape(points(*canopy), c.body, marks=[mark(panels, c.accent)], textured=True, casts=True)
    for x in (-0.5, 0.5):
        d.stroke(path((0, -high), (x * rx * 0.74, -high * 0.66), (x * rx, 6)), adjusted(c.body, -0.2), 0.8)
    face(d, 0, -high * 0.42, rx * 0.34, c.body)


def key(d: Drawing) -> None:
    """A bow to hold, a shaft, and teeth for one lock."""
    c, steel = d.colours, steel_of(d)
    r, low = d.between(94, 104), 244
    d.shape(hoop(0, -260, 40, 42, 8), steel)
    teeth = d.pick((112, 62, 112), (112, 84, 96), (78, 112, 62))
    steps = [box(long / 2, 126 + at * 46, long / 2, 17, 0.2) for at, long in enumerate(teeth)]
    shaft = [box(0, 90, 26, low - 90, 0.5), *steps]
    d.shape(shaft, c.body, marks=[mark(box(d.lit * 10, 90, 4, 150, 1.0), c.light, 0.6)])
    d.shape(box(0, -20, 40, 14, 0.7), c.accent)
    bow = [ellipse(0, -122, r, r), ellipse(0, -212, 46, 40)]
    rim = ellipse(0, -118, r * 0.82, r * 0.82)
    skin = mix(c.body, c.light, 0.3)
    marks = [mark(rim, adjusted(c.body, -0.12)), mark(ellipse(0, -116, r * 0.77, r * 0.77), skin)]
    d.shape(bow, c.body, marks=[*marks, d.gloss(Region(0, -122, r, r), 0.5)], casts=True)
    d.shape(ellipse(0, -222, 17, 15), adjusted(c.deep, -0.3), line=0.6, volume=0)
    d.shape(tube(path((0, -222), (4, -262), (0, -302))[:14], 8), steel, line=0.8)
    face(d, 0, -118, r * 0.62, skin)


def scissors(d: Drawing) -> None:
    """Two blades that cross, and a ring around each eye."""
    c, steel = d.colours, steel_of(d)
    spread, apart = d.between(13, 19), d.between(76, 84)
    for side in (-1, 1):
        blade = points((-side * 20, -36), (side * 22, -20), (side * 18, 130), (side * 2, 236), (-side * 16, 130))
        flat_side = points((-side * 20, -36), (side * 4, -30), (side * 4, 150), (side * 2, 236), (-side * 16, 130))
        edge = mark(turned(flat_side, side * spread, (0, 0)), mix(steel, WHITE, 0.55))
        d.shape(turned(blade, side * spread, (0, 0)), steel, marks=[edge], casts=side > 0)
    for side in (-1, 1):
        shank = tube(path((side * 6, 0), (side * 24, -46), (side * 46, -92)), 22, 21, 19)
        ring = hoop(side * apart, -150, 60, 68, 17)
        d.shape([*shank, *ring], c.body, casts=True)
        d.shape(ellipse(side * apart, -150, 45, 53), c.light, line=0, volume=0)
    d.shape(ellipse(0, 2, 36, 36), c.accent, casts=True)
    eyes(d, 0, -150, apart, d.between(31, 35), c.light)
    mouth_alone(d, 0, -4, 86, c.accent)


def broom(d: Drawing) -> None:
    """A long stick with a skirt of straw."""
    c = d.colours
    wide, low = d.between(116, 132), d.between(196, 212)
    straw = mix(c.body, STRAW, 0.3)
    d.shape(tube(path((0, -252), (0, -120), (0, 0)), 14), WOOD)
    d.shape(hoop(0, -250, 15, 17, 5), c.accent, line=0.8)
    hem = [(wide * (1 - at / 6), low + (12 if at % 2 else -12)) for at in range(13)]
    skirt = points(
        (-36, -30), (36, -30), (52, 6), (84, 70), (wide, low - 40), *hem, (-wide, low - 40), (-84, 70), (-52, 6)
    )
    d.shape(skirt, straw, textured=True, casts=True)
    for x in (-0.8, -0.56, -0.3, 0.0, 0.3, 0.56, 0.8):
        top = 24 if abs(x) > 0.7 else 132
        d.stroke(points((x * (52 + top * 0.42), top), (x * wide * 0.98, low - 14)), adjusted(straw, -0.16), 0.8)
    for y, half in ((-26, 40), (4, 53)):
        d.shape(box(0, y, half, 11, 0.8), c.accent, casts=True)
    arms(d, 62, 44, 52, 12, c.deep)
    face(d, 0, 76, 58, straw)
