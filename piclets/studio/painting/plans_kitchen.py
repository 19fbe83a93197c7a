"""Body plans of what one cooks and eats with: each is the thing itself, known by its outline."""

from .colours import FLAME, WHITE, Colour, adjusted, mix
from .drawing import Drawing, mark
from .faces import face
from .forms import Outline, box, ellipse, hoop, path, points, rounded, spline, superellipse, tube
from .limbs import arms, feet, short_legs
from .patterns import Region
from .plans_foods import steam
from .plans_machines import steel_of


def plate(d: Drawing) -> None:
    """Laid for dinner, a fork in one hand and a knife in the other."""
    c, steel = d.colours, steel_of(d)
    r = d.between(124, 136)
    short_legs(d, r - 10, r + 46, r * 0.36, 14, c.deep)
    reach = r + 46
    d.shape(_fork(-reach, -78, 24, 46), steel)
    d.shape(_blade(reach, -78, 20, 96), steel)
    d.shape([box(side * reach, 66, 10, 62, 0.9) for side in (-1, 1)], steel)
    for side in (-1, 1):
        arm = path((side * r * 0.9, 30), (side * (r + 22), 58), (side * reach, 46))
        d.shape(tube(arm, 12, 11, 15), c.deep, casts=True)
    well = mix(c.light, WHITE, 0.4)
    rings = [ellipse(0, 0, r * share, r * share) for share in (0.94, 0.89, 0.7, 0.66)]
    fills = (c.accent, c.body, adjusted(c.body, -0.1), well)
    marks = [mark(ring, fill) for ring, fill in zip(rings, fills, strict=True)]
    d.shape(ellipse(0, 0, r, r), c.body, marks=marks, casts=True)
    face(d, 0, -4, r * 0.54, well)


def _fork(x: float, top: float, half: float, long: float) -> list[Outline]:
    """Four tines and the palm they grow from, its neck below at `top + 2 * long`."""
    thick = half * 0.155
    tines = [
        box(x + at * (half - thick), top + long * 0.62, thick, long * 0.62, 1.0) for at in (-1, -1 / 3, 1 / 3, 1)
    ]
    palm = spline(
        (x - half, top + long),
        (x, top + long * 0.97),
        (x + half, top + long),
        (x + half * 0.96, top + long * 1.4),
        (x + half * 0.5, top + long * 1.85),
        (x, top + long * 2.05),
        (x - half * 0.5, top + long * 1.85),
        (x - half * 0.96, top + long * 1.4),
    )
    return [*tines, palm]


def _blade(x: float, top: float, half: float, long: float) -> Outline:
    """A table knife's blade: straight back, round belly."""
    return spline(
        (x - half * 0.8, top + long),
        (x - half, top + long * 0.6),
        (x - half * 0.7, top + long * 0.14),
        (x + half * 0.3, top),
        (x + half, top + long * 0.2),
        (x + half, top + long * 0.6),
        (x + half * 0.8, top + long),
    )


def fork(d: Drawing) -> None:
    """Four tines for hair."""
    c = d.colours
    half, long = d.between(84, 92), d.between(104, 114)
    low = -250 + 2 * long
    _handle(d, low - 30, c.body)
    d.shape(_fork(0, -250, half, long), c.body, textured=True, casts=True)
    face(d, 0, -250 + long * 1.36, half * 0.68, c.body)


def spoon(d: Drawing) -> None:
    """A round hollow that mirrors the light."""
    c = d.colours
    rx, ry = d.between(84, 94), d.between(110, 120)
    _handle(d, ry - 144, c.body)
    hollow = ellipse(0, -136, rx * 0.83, ry * 0.85)
    shade = ellipse(-d.lit * 6, -131, rx * 0.79, ry * 0.81)
    inside = mix(c.body, c.light, 0.55)
    marks = [mark(hollow, adjusted(c.body, -0.13)), mark(shade, inside), d.gloss(Region(0, -140, rx, ry), 0.7)]
    d.shape(ellipse(0, -140, rx, ry), c.body, marks=marks, casts=True)
    face(d, 0, -140, rx * 0.64, inside)


def _handle(d: Drawing, top: float, fill: Colour) -> None:
    """The lower half of cutlery, with arms and legs."""
    short_legs(d, 196, 244, 17, 13, d.colours.deep)
    d.shape(tube(path((0, top), (0, 70), (0, 200)), 15, 19, 29), fill)
    arms(d, 20, 66, 54, 12, d.colours.deep)


def knife(d: Drawing) -> None:
    """A broad blade with a riveted handle."""
    c, steel = d.colours, steel_of(d)
    broad = d.between(112, 126)
    short_legs(d, 200, 244, 18, 13, c.deep)
    grip = spline((-40, 30), (40, 30), (34, 110), (42, 200), (0, 216), (-42, 200), (-34, 110))
    rivets = [ellipse(0, y, 9, 9) for y in (84, 126, 168)]
    d.shape(grip, c.body, marks=[mark(rivets, c.light)], textured=True)
    arms(d, 36, 104, 52, 12, c.deep)
    edge = path((46, -268), (0, -232), (46 - broad * 0.82, -150), (46 - broad, -40), (46 - broad, 30))
    blade = [*((float(x), float(y)) for x, y in edge), (46.0, 30.0)]
    skin = mix(steel, WHITE, 0.25)
    bevel = path((46, -250), (6, -214), (64 - broad * 0.8, -140), (62 - broad, -40), (62 - broad, 40))
    beyond = [*((float(x), float(y)) for x, y in bevel), (90.0, 40.0), (90.0, -260.0)]
    marks = [mark(points(*beyond), skin), d.gloss(Region(6, -110, 60, 130), 0.6)]
    d.shape(points(*blade), adjusted(steel, -0.12), marks=marks, casts=True)
    d.shape(box(0, 34, 46, 15, 0.6), c.accent, casts=True)
    face(d, 56 - broad * 0.5, -74, broad * 0.42, skin)


def bottle(d: Drawing) -> None:
    """A long neck, a cap, and a label that looks at us."""
    c = d.colours
    rx, neck = d.between(84, 98), d.between(26, 32)
    feet(d, 204, rx * 0.5, 36, c.deep)
    glass = spline(
        (-neck, -210),
        (neck, -210),
        (neck, -130),
        (neck * 1.3, -96),
        (rx * 0.94, -44),
        (rx, 10),
        (rx, 160),
        (rx * 0.86, 190),
        (-rx * 0.86, 190),
        (-rx, 160),
        (-rx, 10),
        (-rx * 0.94, -44),
        (-neck * 1.3, -96),
        (-neck, -130),
    )
    drink = mix(c.body, c.deep, 0.5)
    full = box(0, 110, rx * 1.2, 140, 0)
    shine = box(d.lit * rx * 0.74, 60, 8, 100, 1.0)
    d.shape(glass, mix(c.body, c.light, 0.45), marks=[mark(full, drink), mark(shine, WHITE, 0.5)], textured=True)
    d.shape(box(0, -150, neck * 1.14, 11, 0.7), c.accent, line=0.8)
    d.shape(box(0, -222, neck * 1.3, 22, 0.4), c.accent, casts=True)
    stripes = [box(0, y, rx, 7, 0) for y in (22, 146)]
    d.shape(box(0, 84, rx * 1.02, 74, 0.12), c.light, marks=[mark(stripes, c.accent)], casts=True)
    arms(d, rx * 0.98, 40, 44, 13, c.deep)
    face(d, 0, 76, rx * 0.66, c.light)


def pan(d: Drawing) -> None:
    """A frying pan with an egg in it, its long handle held out."""
    c = d.colours
    rx, deep = d.between(136, 150), d.between(84, 96)
    grip = path((rx * 0.86, -8), (rx + 76, -42), (rx + 158, -74))
    d.shape(tube(grip, 15, 16, 21), adjusted(c.deep, -0.12))
    d.shape(ellipse(rx + 152, -72, 10, 7, -20), c.light, line=0.7)
    feet(d, deep + 18, rx * 0.36, 38, c.deep)
    wall = spline(
        (-rx, -30),
        (rx, -30),
        (rx * 0.93, deep * 0.46),
        (rx * 0.76, deep),
        (-rx * 0.76, deep),
        (-rx * 0.93, deep * 0.46),
    )
    d.shape(wall, c.body, marks=[d.gloss(Region(0, 30, rx, 70), 0.35)], textured=True)
    d.shape(ellipse(0, -30, rx * 1.03, 54), c.body, casts=True)
    d.shape(ellipse(0, -28, rx * 0.92, 43), adjusted(c.deep, -0.2), volume=0.4)
    white = spline((-90, -32), (-40, -62), (30, -58), (92, -44), (70, -12), (10, -2), (-62, -6))
    d.shape(white, (255, 252, 244), line=0.7)
    yolk = superellipse(d.lit * 8, -38, 36, 19, 2)
    d.shape(yolk, FLAME, line=0.7, marks=[mark(ellipse(d.lit * 18, -46, 9, 4), WHITE, 0.8)])
    face(d, 0, 44, rx * 0.46, c.body)


def kettle(d: Drawing) -> None:
    """For the stove: an arched handle, a short spout, and steam."""
    c = d.colours
    rx, high = d.between(128, 142), d.between(92, 104)
    steam(d, rx + 66, -high - 34, 112)
    d.shape(tube(path((-66, -high * 0.8), (-92, -186), (0, -226), (92, -186), (66, -high * 0.8)), 12), c.deep)
    d.shape(tube(path((-52, -214), (0, -226), (52, -214)), 19), c.accent)
    d.shape(tube(path((rx * 0.62, 40), (rx + 18, -20), (rx + 56, -high + 4)), 38, 26, 17), c.body)
    d.shape(ellipse(rx + 60, -high, 19, 9, 30), adjusted(c.deep, -0.16), line=0.8)
    body = spline(
        (-64, -high),
        (64, -high),
        (rx * 0.86, -high * 0.24),
        (rx, high * 0.66),
        (rx * 0.9, high),
        (-rx * 0.9, high),
        (-rx, high * 0.66),
        (-rx * 0.86, -high * 0.24),
    )
    region = Region(0, 10, rx, high)
    base = box(0, high, rx * 1.2, high * 0.2, 0)
    d.shape(body, c.body, marks=[mark(base, c.deep), d.gloss(region)], textured=True, casts=True)
    d.shape(superellipse(0, -high + 2, 72, 17, 2.2), c.accent, casts=True)
    d.shape(ellipse(0, -high - 24, 18, 17), c.deep)
    face(d, 0, 12, rx * 0.58, c.body)


def bucket(d: Drawing) -> None:
    """A pail full of water, its wire handle up."""
    c, steel = d.colours, steel_of(d)
    top, low, high = d.between(126, 138), d.between(84, 94), d.between(106, 118)
    handle = path((-top, -high), (-top * 0.92, -high - 92), (0, -high - 142), (top * 0.92, -high - 92), (top, -high))
    d.shape(tube(handle, 6), steel)
    d.shape(tube(path((-44, -high - 136), (0, -high - 142), (44, -high - 136)), 14), c.accent)
    side = rounded(points((-top, -high), (top, -high), (low, high), (-low, high)), 0.06)
    hoops = [spline((-150, y), (0, y + 16), (150, y), (150, y + 13), (0, y + 29), (-150, y + 13)) for y in (-62, 76)]
    d.shape(
        [side, ellipse(0, high, low, 22)],
        c.body,
        marks=[mark(hoops, adjusted(c.body, -0.12)), d.gloss(Region(0, 0, top, high), 0.4)],
        textured=True,
    )
    d.shape(hoop(0, -high, top, 32, 8), adjusted(c.body, 0.07), casts=True)
    water = mix(c.accent, (104, 188, 240), 0.75)
    ripple = mark([ellipse(-30, -high - 6, 40, 4), ellipse(46, -high + 8, 26, 3)], WHITE, 0.7)
    d.shape(ellipse(0, -high, top * 0.94, 25), water, line=0.6, volume=0.4, marks=[ripple])
    for at in (-1, 1):
        d.shape(ellipse(at * top * 0.98, -high + 10, 14, 17), steel, line=0.8)
    face(d, 0, 6, low * 0.72, c.body)
