"""Body plans of what rolls, is worn or played with: each is the thing itself, known by its outline."""

import math

from .colours import GLASS, NIGHT, WHITE, Colour, adjusted, mix
from .drawing import Drawing, mark
from .faces import eyes, face, mouth_alone
from .forms import Outline, box, ellipse, hoop, path, points, rounded, scalloped, spline, superellipse, tube
from .limbs import arms, feet, short_legs
from .patterns import Region
from .plans_machines import steel_of, wheel


def bicycle(d: Drawing) -> None:
    """Two spoked wheels for eyes, a frame, a saddle, a handlebar."""
    c, steel = d.colours, steel_of(d)
    apart, r = d.between(128, 138), d.between(92, 100)
    tyre = adjusted(NIGHT, 0.12)
    for side in (-1, 1):
        for turn in range(0, 180, 30):
            dx, dy = r * math.cos(math.radians(turn)), r * math.sin(math.radians(turn))
            d.stroke(points((side * apart - dx, 60 - dy), (side * apart + dx, 60 + dy)), steel, 0.5)
        d.shape(hoop(side * apart, 60, r, r, 11), tyre)
        d.shape(hoop(side * apart, 60, r - 13, r - 13, 4), steel, line=0.5)
    crank, seat, head = (-18.0, 66.0), (-52.0, -58.0), (84.0, -70.0)
    bars = (
        (crank, seat),
        (crank, head),
        (seat, head),
        ((-apart, 60.0), crank),
        ((-apart, 60.0), seat),
        ((apart, 60.0), head),
    )
    frame = [piece for one, other in bars for piece in tube(points(one, other), 9)]
    post = tube(points(seat, (-60, -92)), 7)
    stem = tube(points(head, (74, -116)), 8)
    d.shape([*post, *stem], steel)
    d.shape(frame, c.body, casts=True)
    d.shape(spline((-112, -112), (-70, -110), (-22, -100), (-24, -90), (-64, -88), (-100, -82)), c.deep, casts=True)
    bar = path((74, -116), (104, -128), (132, -116), (126, -92))
    d.shape(tube(bar, 8), steel)
    d.shape(tube(bar[-14:], 11), c.accent)
    d.shape(ellipse(*crank, 34, 34), c.accent, casts=True)
    for side in (-1, 1):
        d.shape(ellipse(side * apart, 60, 54, 54), c.light, line=0.7, volume=0.3)
    eyes(d, 0, 60, apart, d.between(34, 38), c.light)
    mouth_alone(d, crank[0], crank[1] - 6, 84, c.accent)


def car(d: Drawing) -> None:
    """Seen from the side: two windows, two wheels, lamps at both ends."""
    c = d.colours
    long, high = d.between(196, 210), d.between(62, 70)
    cabin = spline(
        (-130, -high + 10),
        (-112, -high - 62),
        (-56, -high - 92),
        (34, -high - 92),
        (84, -high - 60),
        (122, -high + 10),
    )
    panes = [
        rounded(
            points((-96, -high - 4), (-82, -high - 52), (-50, -high - 72), (-16, -high - 72), (-16, -high - 4)), 0.1
        ),
        rounded(points((6, -high - 4), (6, -high - 72), (30, -high - 72), (62, -high - 46), (88, -high - 4)), 0.1),
    ]
    gleam = [points((x, -high), (x + 16, -high), (x + 56, -high - 80), (x + 40, -high - 80)) for x in (-84, 16)]
    d.shape(cabin, c.body)
    d.shape(panes, GLASS, line=0.8, volume=0.4, marks=[mark(gleam, WHITE, 0.7)])
    d.shape(box(0, 50, long + 6, 14, 0.8), c.deep)
    body = spline(
        (-long, -high * 0.4),
        (-long * 0.86, -high),
        (0, -high * 1.02),
        (long * 0.56, -high * 0.96),
        (long * 0.94, -high * 0.5),
        (long, 20),
        (long * 0.94, 56),
        (-long * 0.96, 56),
        (-long * 1.02, 10),
    )
    stripe = box(0, 36, long * 1.2, 8, 0)
    wells = [ellipse(x * long, 52, 60, 60) for x in (-0.58, 0.58)]
    marks = [mark(stripe, c.accent), mark(wells, adjusted(c.body, -0.2)), d.gloss(Region(0, -20, long, high), 0.35)]
    d.shape(body, c.body, marks=marks, textured=True, casts=True)
    d.shape(ellipse(long * 0.9, -high * 0.2, 17, 21), (255, 240, 170))
    d.shape(box(-long * 0.96, -high * 0.3, 10, 18, 0.6), (226, 66, 60))
    for x in (-0.58, 0.58):
        wheel(d, x * long, 58, 48)
    face(d, 4, -24, 66, c.body)


def train(d: Drawing) -> None:
    """A steam engine: a boiler, a cab, a chimney that puffs."""
    c, steel = d.colours, steel_of(d)
    puff = mix(c.light, WHITE, 0.6)
    for x, y, r in ((78, -232, 34), (34, -256, 26), (118, -200, 26)):
        d.shape(scalloped(x, y, r * 1.2, r, 7, 0.14), puff, line=0.8)
    d.shape(rounded(points((96, -90), (90, -152), (76, -176), (156, -176), (142, -152), (136, -90)), 0.06), c.deep)
    d.shape(spline((-4, -92), (0, -130), (28, -140), (56, -130), (60, -92)), c.spark)
    d.shape(box(-124, -92, 66, 92, 0.1), c.body, textured=True)
    d.shape(
        box(-124, -112, 38, 40, 0.2),
        GLASS,
        line=0.8,
        volume=0.4,
        marks=[mark(points((-150, -70), (-130, -70), (-98, -160), (-118, -160)), WHITE, 0.7)],
    )
    d.shape(box(-124, -192, 86, 17, 0.6), c.deep, casts=True)
    bands = [box(x, -28, 7, 80, 0) for x in (-30, 146)]
    d.shape(box(54, -28, 122, 72, 0.3), c.body, marks=[mark(bands, c.accent)], textured=True, casts=True)
    d.shape(box(180, -28, 14, 60, 0.6), c.accent, casts=True)
    d.shape(ellipse(198, -46, 16, 20), (255, 240, 170), line=0.8)
    d.shape(rounded(points((168, 48), (206, 48), (246, 116), (168, 116)), 0.06), c.accent)
    d.shape(box(0, 56, 196, 20, 0.4), c.deep, casts=True)
    for x, r in ((-128, 62), (4, 44), (110, 44)):
        wheel(d, x, 120 - r, r)
    d.shape(tube(points((-128, 66), (110, 82)), 8), steel, line=0.8)
    face(d, 58, -32, 72, c.body)


def ball(d: Drawing) -> None:
    """A football or a beach ball."""
    c = d.colours
    r = d.between(138, 150)
    feet(d, r + 20, r * 0.4, 44, c.deep)
    arms(d, r * 0.94, r * 0.2, 44, 13, c.deep)
    skin = d.pick(_football, _beach_ball)(d, r)
    face(d, 0, r * 0.06, r * 0.5, skin)


def _football(d: Drawing, r: float) -> Colour:
    """Dark fives around the white six that carries the face; returns its colour."""
    skin, dark = mix(d.colours.light, WHITE, 0.5), adjusted(d.colours.deep, -0.16)
    fives = [_five(r * 0.98 * math.sin(turn), -r * 0.98 * math.cos(turn), r * 0.42, turn) for turn in _FIFTHS]
    seams = [
        tube(points(*((r * far * math.sin(turn), -r * far * math.cos(turn)) for turn, far in ends)), 2.5)
        for ends in _seams()
    ]
    lines = [piece for seam in seams for piece in seam]
    marks = [mark(lines, dark), mark(fives, dark), d.gloss(Region(0, 0, r, r), 0.5)]
    d.shape(ellipse(0, 0, r, r), skin, marks=marks)
    return skin


_FIFTHS = tuple(math.tau * at / 5 for at in range(5))


def _seams() -> list[tuple[tuple[float, float], ...]]:
    """Lines between the fives, as (turn, share of the radius)."""
    half = math.tau / 10
    return [((turn + 0.26, 0.7), (turn + half, 0.62), (turn + 2 * half - 0.26, 0.7)) for turn in _FIFTHS] + [
        ((turn + half, 0.62), (turn + half, 1.0)) for turn in _FIFTHS
    ]


def _five(x: float, y: float, r: float, turn: float) -> Outline:
    corners = (turn + math.pi + math.tau * at / 5 for at in range(5))
    return points(*((x + r * math.sin(way), y - r * math.cos(way)) for way in corners))


def _beach_ball(d: Drawing, r: float) -> Colour:
    """Stripes from pole to pole; returns the colour of the middle one."""
    c = d.colours
    skin = mix(c.light, WHITE, 0.5)
    bands = []
    for side in (-1, 1):
        for inner, outer, fill in ((0.46, 0.9, c.body), (0.9, 1.7, c.accent)):
            band = spline(
                (0, -r),
                (side * outer * r * 0.8, -r * 0.5),
                (side * outer * r, 0),
                (side * outer * r * 0.8, r * 0.5),
                (0, r),
                (side * inner * r * 0.84, r * 0.5),
                (side * inner * r, 0),
                (side * inner * r * 0.84, -r * 0.5),
            )
            bands.append(mark(band, fill))
    d.shape(ellipse(0, 0, r, r), skin, marks=[*bands[1::2], *bands[::2], d.gloss(Region(0, 0, r, r), 0.6)])
    d.shape(superellipse(0, -r + 8, 34, 13, 2), c.accent, line=0.8)
    return skin


def glasses(d: Drawing) -> None:
    """Two lenses with an eye behind each."""
    c = d.colours
    apart, r = d.between(96, 104), d.between(76, 84)
    power = d.pick(2.0, 2.6, 3.6)
    short_legs(d, r - 10, r + 70, apart, 14, c.deep)
    for side in (-1, 1):
        ear = path(
            (side * (apart + r - 6), -22),
            (side * (apart + r + 34), -34),
            (side * (apart + r + 56), -10),
            (side * (apart + r + 50), 44),
        )
        d.shape(tube(ear, 11, 10, 9, 12), adjusted(c.body, -0.08))
    bridge = path((-apart + r - 10, -12), (0, -42), (apart - r + 10, -12))
    d.shape(tube(bridge, 12), c.body)
    lens = mix(GLASS, WHITE, 0.3)
    for side in (-1, 1):
        x = side * apart
        d.shape(superellipse(x, 0, r, r * 0.94, power), c.body, textured=True, casts=True)
        gleam = points((x - 60, 70), (x - 36, 70), (x + 50, -80), (x + 26, -80))
        d.shape(
            superellipse(x, 0, r - 16, r * 0.94 - 16, power),
            lens,
            line=0.8,
            volume=0.3,
            marks=[mark(gleam, WHITE, 0.8)],
        )
    eyes(d, 0, 2, apart - 4, d.between(34, 40), lens)


def glove(d: Drawing) -> None:
    """Five fingers, knitted, with a ribbed cuff."""
    c = d.colours
    wide, thick = d.between(94, 102), d.between(25, 27)
    fingers = [
        ((x * wide, 0), (x * wide * 1.5, -top)) for x, top in ((-0.8, 122), (-0.27, 176), (0.27, 184), (0.8, 144))
    ]
    tips = [piece for foot, tip in fingers for piece in tube(points(foot, tip), thick)]
    thumb = tube(path((wide * 0.6, 76), (wide * 1.3, 40), (wide * 1.62, -34)), 30, 29, 27)
    palm = box(0, 46, wide, 82, 0.5)
    d.shape([*thumb, *tips, palm], c.body, textured=True)
    ribs = [box(x * wide, 150, 3, 40, 0) for x in (-0.72, -0.44, -0.15, 0.15, 0.44, 0.72)]
    d.shape(box(0, 150, wide * 0.98, 38, 0.4), c.accent, marks=[mark(ribs, adjusted(c.accent, -0.13))], casts=True)
    face(d, 0, 48, wide * 0.66, c.body)
