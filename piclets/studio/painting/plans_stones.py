"""Body plans of stone: crystals, golems, pebbles."""

import math

from .colours import WHITE, adjusted, mix
from .drawing import Drawing, mark
from .faces import face
from .forms import Outline, ellipse, path, points, rounded, spline, superellipse, tube, turned
from .limbs import feet, orbiting
from .patterns import Region


def crystal(d: Drawing) -> None:
    """A cut stone that stands on its tip, or on two feet, among its splinters."""
    c = d.colours
    wide, high, point = d.between(86, 112), d.between(70, 96), d.between(74, 112)
    for side in (-1, 1):
        for lean, size in ((62, 0.62), (30, 0.86)):
            _splinter(d, side * wide * 0.55, high * 0.9, 150 * size * d.between(0.8, 1.1), 26, side * lean)
    feet(d, high + 68, wide * 0.4, 34, c.deep)
    waist = wide * d.between(0.66, 0.9)
    crown, sole = -high - point, high + 46
    body = points(
        (0, crown),
        (wide, -high),
        (wide, high * 0.5),
        (waist * 0.6, sole),
        (-waist * 0.6, sole),
        (-wide, high * 0.5),
        (-wide, -high),
    )
    left = points((0, crown), (-wide, -high), (-wide * 0.42, -high * 0.72))
    right = points((0, crown), (wide, -high), (wide * 0.42, -high * 0.72))
    bottom = points(
        (-wide, high * 0.5), (0, high * 0.8), (wide, high * 0.5), (waist * 0.6, sole), (-waist * 0.6, sole)
    )
    bright, dark = (left, right) if d.lit < 0 else (right, left)
    facets = [
        mark(bright, mix(c.body, WHITE, 0.5)),
        mark(dark, adjusted(c.body, -0.1)),
        mark(bottom, adjusted(c.body, -0.08)),
    ]
    d.shape(rounded(body, 0.06, 1), c.body, marks=facets, textured=True, casts=True)
    face(d, 0, 0, wide * 0.78, c.body)
    orbiting(d, d.lit * wide * 1.5, crown + 26, 25, c.spark)


def _splinter(d: Drawing, x: float, y: float, length: float, half: float, lean: float) -> None:
    c = d.colours
    form = points(
        (x - half, y), (x - half, y - length * 0.74), (x, y - length), (x + half, y - length * 0.74), (x + half, y)
    )
    ridge = points(
        (x, y - length),
        (x + d.lit * half, y - length * 0.74),
        (x + d.lit * half, y),
        (x + d.lit * half * 0.2, y),
        (x + d.lit * half * 0.2, y - length * 0.66),
    )
    facet = mark(turned(ridge, lean, (x, y)), mix(c.accent, WHITE, 0.4))
    d.shape(turned(form, lean, (x, y)), c.accent, marks=[facet])


def golem(d: Drawing) -> None:
    """Boulders that hold together: shoulders, fists and a small proud head."""
    c = d.colours
    wide, high = d.between(104, 132), d.between(76, 96)
    for side in (-1, 1):
        d.shape(_boulder(d, side * wide * 0.5, high + 40, 44, 38), c.deep)
    chest = _boulder(d, 0, 20, wide, high)
    glow = _crack(d, wide * 0.5, 30, 70)
    d.shape(chest, c.body, marks=[mark(glow, c.spark), *d.skin(Region(0, 20, wide, high), c.body)], textured=True)
    fist = d.between(0, 50)
    for side in (-1, 1):
        d.shape(_boulder(d, side * (wide + 16), -6, 44, 48), c.body, casts=True)
        d.shape(_boulder(d, side * (wide + 34), 70 - fist * (side == 1) * 3, 40, 42), c.deep, casts=True)
    head = d.between(70, 88)
    y = 20 - high - head * 0.34
    if d.chance(0.6):
        for angle in (-34, 30, 0):
            _splinter(d, angle * 1.1, y - head * 0.5, d.between(54, 84), 16, angle)
    d.shape(_boulder(d, 0, y, head * 1.1, head * 0.86), c.body, casts=True, textured=True)
    face(d, 0, y + 8, head * 0.86, c.body)


def _boulder(d: Drawing, x: float, y: float, rx: float, ry: float) -> Outline:
    corners = superellipse(x, y, rx, ry, 2.7, steps=9)
    for corner in corners:
        corner += (d.between(-0.09, 0.09) * rx, d.between(-0.09, 0.09) * ry)
    return rounded(corners, 0.18, 2)


def _crack(d: Drawing, x: float, top: float, length: float) -> list[Outline]:
    zigzag = [(x + (step % 2) * 22 * d.pick(0.6, 1.0), top + step * length / 4 - 20) for step in range(5)]
    return tube(path(*zigzag, steps=2), 2, 7, 2)


def cairn(d: Drawing) -> None:
    """Pebbles balanced on each other, the middle one awake."""
    c = d.colours
    widths = d.pick((84, 120, 64, 38), (132, 104, 58), (96, 126, 50), (140, 96, 70, 40))
    level = 100.0
    awake = 1
    fills = d.pick((c.deep, c.body, c.accent, c.trim), (c.trim, c.body, c.deep, c.accent))
    for index, half in enumerate(widths):
        tall = half * d.between(0.52, 0.64) if index != awake else max(74, half * 0.7)
        level -= tall
        region = Region(d.between(-10, 10), level, half, tall)
        skin = d.skin(region, fills[index]) if index == awake else []
        stone = superellipse(region.x, level, half, tall, 2.3)
        d.shape(stone, fills[index], marks=[*skin, d.gloss(region, 0.3)], textured=True, casts=True)
        if index == awake:
            face(d, region.x, level, half * 0.66, fills[index])
        level -= tall * 0.86
    moss = spline((-52, 110), (-74, 66), (-40, 76), (-24, 60), (-6, 92), (10, 110))
    d.shape(moss, c.spark, line=0.8)


def geode(d: Drawing) -> None:
    """A round stone broken open: crystals around a glowing face."""
    c = d.colours
    size = d.between(126, 148)
    feet(d, size + 14, size * 0.4, 42, c.deep)
    for lean in (-42, -16, 12, 38) if d.chance(0.5) else ():
        _splinter(d, size * 0.6 * math.sin(math.radians(lean)), -size * 0.5, size * d.between(0.7, 1.0), 24, lean)
    shell = mix(c.trim, c.deep, 0.5)
    d.shape(_boulder(d, 0, 0, size, size * 0.96), shell, textured=True)
    d.shape(ellipse(0, 0, size * 0.76, size * 0.74), c.body)
    count = d.pick(10, 14, 18)
    for parity, fill in ((0, mix(c.accent, WHITE, 0.12)), (1, mix(c.accent, WHITE, 0.42))):
        d.shape([_tooth(size, index, count) for index in range(parity, count, 2)], fill, line=0.6)
    heart = mix(c.body, c.light, 0.4)
    d.shape(ellipse(0, 0, size * 0.54, size * 0.5), heart, line=0.8)
    face(d, 0, 4, size * 0.44, heart)
    orbiting(d, d.lit * size * 0.98, -size * 0.92, 26, c.spark)


def _tooth(size: float, index: int, count: int) -> Outline:
    """A crystal of the ring inside a geode, pointing inwards."""
    angle, spread, far = index * math.tau / count, 3.4 / count, size * (0.78 if index % 2 else 0.7)
    corners = ((far, angle - spread), (size * 0.5, angle), (far, angle + spread))
    return points(*((radius * math.cos(at), radius * math.sin(at)) for radius, at in corners))


def tortoise(d: Drawing) -> None:
    """A stone shell on four legs, crystals on its back."""
    c = d.colours
    rx, ry = d.between(124, 150), d.between(92, 122)
    for angle, x in ((-34, -0.5), (26, 0.44), (-6, 0.0)):
        _splinter(d, x * rx, -ry * 0.7, d.between(66, 110), 24, angle)
    skin = mix(c.accent, c.light, 0.4)
    for x in (-0.66, 0.5):
        d.shape(tube(path((x * rx, 0), (x * rx, 52)), 28, 26), skin)
    d.shape(tube(path((-rx * 0.9, 16), (-rx * 1.26, 26)), 18, 6), skin)
    dome = spline((-rx, 24), (-rx * 0.9, -ry * 0.6), (0, -ry * 1.05), (rx * 0.9, -ry * 0.6), (rx, 24), (0, 44))
    plates = [
        rounded(superellipse(x * rx, y * ry, rx * 0.23, ry * 0.24, 2, steps=6), 0.15)
        for x, y in ((0, -0.62), (-0.5, -0.34), (0.5, -0.34), (0, -0.04), (-0.78, 0.06))
    ]
    d.shape(
        dome,
        c.body,
        marks=[mark(plates, adjusted(c.body, -0.11)), d.gloss(Region(0, -20, rx, ry), 0.25)],
        textured=True,
        casts=True,
    )
    d.shape(superellipse(0, 32, rx * 1.04, 17, 3.2), c.trim, casts=True)
    head = d.between(60, 74)
    d.shape(superellipse(rx * 1.02, -8, head * 1.08, head * 0.94, 2.3), skin, casts=True)
    face(d, rx * 1.04, -4, head * 0.88, skin, turn=0.3)
