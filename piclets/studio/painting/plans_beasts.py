"""Body plans of beasts: fur, feathers and scales."""

from .colours import Colour, adjusted, mix
from .drawing import Drawing, mark
from .faces import beak, face, whiskers
from .forms import Outline, blob, ellipse, furry, knot, path, pear, petal, ring, spline, superellipse, tube
from .headgear import headgear, tuft
from .limbs import arms, feet, tail, wings
from .patterns import Region


def biped(d: Drawing) -> None:
    """Stands upright, a big head on a small body."""
    c = d.colours
    rx, ry, by = d.between(98, 128), d.between(82, 104), 100.0
    hips, belly = d.between(62, 86), d.between(66, 88)
    side = d.pick(-1, 1)
    tail(d, side * hips * 0.7, by + belly * 0.4, side, d.between(90, 130))
    if d.chance(0.22):
        wings(d, hips * 0.5, by - 20, d.between(90, 120), c.accent)
    feet(d, by + belly + 10, hips * 0.56, d.between(34, 46), c.deep)
    torso = pear(0, by - belly, by + belly, hips * 0.72, hips)
    d.shape(
        torso, c.body, marks=[mark(ellipse(0, by + belly * 0.2, hips * 0.62, belly * 0.68), c.light)], textured=True
    )
    arms(d, hips * 0.78, by - belly * 0.32, d.between(44, 62), d.between(15, 21), c.body)
    kind = d.pick("pointed", "round", "long", "drooping", "feathered", "horns", "ram", "antlers")
    if kind != "drooping":
        headgear(d, kind, 0, -70, rx, ry)
    _head(d, 0, -70, rx, ry)
    if kind == "drooping":
        headgear(d, kind, 0, -70, rx, ry)
    if kind not in ("horns", "antlers"):
        tuft(d, 0, -70 - ry, 48, c.accent)


def _head(d: Drawing, x: float, y: float, rx: float, ry: float, turn: float = 0.0) -> None:
    c = d.colours
    marks = d.skin(Region(x, y, rx, ry), c.body)
    furred = d.chance(0.25)
    outline = furry(d.rng, x, y, rx, ry, 16) if furred else blob(d.rng, x, y, rx, ry, d.between(2.0, 2.9), 0.03)
    d.shape(outline, c.body, marks=marks, textured=not marks, casts=True)
    size = rx * 0.8
    muzzle = c.light if d.chance(0.5) else None
    face(d, x, y + ry * 0.12, size, c.body, turn=turn, nose=d.chance(0.7), muzzle=muzzle)
    if d.chance(0.3):
        whiskers(d, x, y + ry * 0.4, size, adjusted(c.body, -0.28))


def quadruped(d: Drawing) -> None:
    """On four legs, seen from the side, looking at us."""
    c = d.colours
    long, deep, leg = d.between(92, 140), d.between(50, 72), d.between(74, 128)
    head, ground = d.between(70, 92), 0.0
    by = -leg - deep * 0.55
    thick = d.between(19, 27)
    hx, hy = long * 0.86, by - deep - head * d.between(0.3, 0.7)
    tail(d, -long * 0.8, by - deep * 0.3, -1, d.between(95, 135))
    for x in (-long * 0.42, long * 0.66):
        d.shape(_leg(x, by, ground - 8, thick), adjusted(c.body, -0.1))
    for x in (-long * 0.72, long * 0.36):
        d.shape(_leg(x, by, ground, thick), c.body, marks=[mark(ellipse(x, ground, 60, 26), c.deep)])
    neck = tube(path((long * 0.5, by), (hx, hy)), deep * 0.8, head * 0.6)
    marks = d.skin(Region(-long * 0.1, by, long, deep), c.body)
    d.shape([superellipse(0, by, long, deep, 2.5), *neck], c.body, marks=marks, textured=not marks)
    if d.chance(0.3):
        mane = furry(d.rng, hx - 4, hy + 4, head * 1.26, head * 1.2, 15)
        d.shape(mane, c.accent, casts=True)
    kind = d.pick("pointed", "round", "long", "horns", "ram", "antlers", "crest")
    headgear(d, kind, hx, hy, head, head * 0.9)
    _head(d, hx, hy, head, head * 0.88, turn=0.7)


def _leg(x: float, top: float, ground: float, thick: float) -> list[Outline]:
    return tube(path((x, top), (x, ground - thick)), thick * 1.1, thick)


def serpent(d: Drawing) -> None:
    """A long body in coils, the head held high."""
    c = d.colours
    thick, swing = d.between(34, 44), d.between(92, 126)
    coil = path(
        (swing * 1.36, -64),
        (swing * 1.1, -14),
        (swing * 0.3, 0),
        (-swing * 0.8, -12),
        (-swing * 0.9, -74),
        (0, -88),
        (swing * 0.66, -118),
        (swing * 0.5, -190),
        (0, -240),
    )
    spine = tube(coil, 7, thick * 0.7, thick, thick * 1.05, thick)
    rings = [ring(coil, at, 13, thick * 1.5) for at in range(9, 90, 9)]
    d.shape(spine, c.body, marks=[mark(rings, mix(c.body, c.accent, 0.75))])
    if d.chance(0.5):
        wings(d, 20, -190, d.between(80, 110), c.accent)
    hy, head = -270.0, d.between(68, 84)
    if d.chance(0.4):
        d.shape([petal(0, hy + 50, 150, 50, angle, 0.5) for angle in (-62, 62)], c.accent)
    headgear(d, d.pick("horns", "feathered", "crest", "antlers", "antennae"), 0, hy, head, head * 0.84)
    _head(d, 0, hy, head * 1.1, head * 0.86, turn=-0.4)


def bird(d: Drawing) -> None:
    """Plump, on thin legs."""
    c = d.colours
    rx, ry, leg = d.between(96, 124), d.between(104, 136), d.between(24, 64)
    for side in (-1, 1):
        x = side * rx * 0.36
        d.shape(tube(path((x, ry * 0.7), (x, ry + leg - 6)), 6), c.spark)
        for toe in (-15, 0, 15):
            d.shape(tube(path((x, ry + leg - 8), (x + toe * 1.3, ry + leg)), 6, 5), adjusted(c.spark, -0.06))
    for angle in d.pick((118, 100, 82), (70, 52, 34), (96, 80)):
        d.shape(petal(rx * 0.5, ry * 0.3, rx * 1.3, 24, angle, 0.6), c.accent)
    if d.chance(0.75):
        headgear(d, d.pick("crest", "feathered", "crest"), 0, -ry * 0.1, rx * 0.84, ry)
    body = pear(0, -ry, ry, rx * d.between(0.74, 0.96), rx, 2.2)
    belly = ellipse(0, ry * 0.66, rx * 0.74, ry * 0.62)
    marks = [*d.skin(Region(0, 0, rx, ry), c.body), mark(belly, c.light)]
    d.shape(body, c.body, marks=marks, textured=True)
    flying = d.chance(0.45)
    for side in (-1, 1):
        wing = petal(
            side * rx * 0.84, -ry * 0.06, ry * d.between(0.9, 1.05), rx * 0.34, side * (58 if flying else 164), 0.55
        )
        bars = [ellipse(*knot(wing, at), rx * 0.5, 6) for at in (10, 15)]
        d.shape(wing, c.deep, marks=[mark(bars, c.accent, 0.8)], casts=True)
    size = rx * 0.72
    face(d, 0, -ry * 0.36, size, c.body, mouth=False)
    beak(d, 0, -ry * 0.2, size)


def puffball(d: Drawing) -> None:
    """All head: a ball of fluff on two feet."""
    c = d.colours
    rx = d.between(118, 142)
    ry = rx * d.between(0.82, 1.0)
    if d.chance(0.7):
        tail(d, rx * 0.78, ry * 0.5, 1, rx * d.between(0.95, 1.2))
    feet(d, ry + 24, rx * 0.42, d.between(38, 50), c.deep)
    kind = d.pick("pointed", "round", "long", "horns", "ram", "antennae", "crest", "feathered")
    headgear(d, kind, 0, 0, rx, ry)
    marks = d.skin(Region(0, 0, rx, ry), c.body)
    d.shape(furry(d.rng, 0, 0, rx, ry, d.pick(14, 18, 24)), c.body, marks=marks, textured=not marks)
    if d.chance(0.6):
        d.flat(ellipse(0, ry * 0.3, rx * 0.66, ry * 0.5), mix(c.body, c.light, 0.7))
        skin: Colour = mix(c.body, c.light, 0.7)
    else:
        skin = c.body
    face(d, 0, ry * 0.12, rx * 0.66, skin, nose=d.chance(0.6))
    for side in (-1, 1):
        d.shape(
            spline(
                (side * rx * 0.8, ry * 0.3),
                (side * rx * 1.12, ry * 0.2),
                (side * rx * 1.14, ry * 0.5),
                (side * rx * 0.86, ry * 0.6),
            ),
            c.deep,
        )
