"""Body plans of what is eaten as it is: each is the thing itself, known by its outline."""

from .colours import LEAF, WHITE, adjusted, mix
from .drawing import Drawing, mark
from .faces import face
from .forms import Outline, box, ellipse, moved, path, petal, points, rounded, shrunk, spline, superellipse, tube
from .limbs import arms, feet, short_legs
from .patterns import Region

_CRUST = (206, 146, 84)
_RIPE = (94, 66, 44)


def banana(d: Drawing) -> None:
    """One long curve with dark tips."""
    c = d.colours
    thick, bow = d.between(62, 70), d.between(96, 120)
    short_legs(d, 100, 206, 26, 13, c.deep)
    curve = path((bow, -214), (bow * 0.55, -158), (-4, -70), (-8, 30), (bow * 0.5, 118), (bow * 1.3, 160))
    ends = (curve[:8], curve[-5:])
    d.shape(tube(ends[0], 17, 20), _RIPE)
    body = tube(curve[5:], 20, thick * 0.66, thick * 0.96, thick, thick * 0.97, thick * 0.8, thick * 0.4, 13)
    ridge = tube(moved(curve[10:-3], -thick * 0.42, 6), 3, 4, 4, 3)
    shine = tube(moved(curve[16:40], thick * 0.34, 0), 4, 7, 4)
    marks = [mark(ridge, adjusted(c.body, -0.12)), mark(shine, c.light, 0.8)]
    d.shape(body, c.body, marks=marks, textured=True)
    d.shape(tube(ends[1], 15, 13), _RIPE, line=0.8)
    arms(d, thick * 0.9, 10, 46, 12, c.deep)
    face(d, -4, -38, thick * 0.74, c.body)


def carrot(d: Drawing) -> None:
    """A long root under a plume of leaves."""
    c = d.colours
    rx, low = d.between(84, 94), d.between(206, 226)
    green = mix(c.accent, LEAF, 0.8)
    for angle, long in ((-44, 0.78), (42, 0.8), (-22, 1.0), (20, 1.02), (0, 1.16)):
        stem = petal(0, -96, 118 * long, 21, angle, 0.6)
        d.shape(stem, adjusted(green, d.between(-0.04, 0.05)))
    root = spline(
        (0, -118),
        (rx * 0.74, -112),
        (rx, -72),
        (rx * 0.8, 20),
        (rx * 0.36, 140),
        (rx * 0.1, low),
        (-rx * 0.1, low),
        (-rx * 0.36, 140),
        (-rx * 0.8, 20),
        (-rx, -72),
        (-rx * 0.74, -112),
    )
    creases = [
        ellipse(side * rx * share, y, rx * 0.26, 4, side * -8)
        for side, share, y in (
            (-1, 0.86, -66),
            (1, 0.84, -34),
            (-1, 0.66, 44),
            (1, 0.5, 76),
            (-1, 0.4, 112),
            (1, 0.2, 152),
        )
    ]
    marks = [mark(creases, adjusted(c.body, -0.14)), d.gloss(Region(0, -40, rx, 80), 0.4)]
    d.shape(root, c.body, marks=marks, textured=True, casts=True)
    arms(d, rx * 0.84, 14, 44, 12, c.body)
    face(d, 0, -46, rx * 0.68, c.body)


def tomato(d: Drawing) -> None:
    """Squat and shiny under a green star."""
    c = d.colours
    rx, ry = d.between(134, 146), d.between(106, 116)
    green = mix(c.accent, LEAF, 0.85)
    feet(d, ry + 24, rx * 0.38, 40, c.deep)
    body = spline(
        (0, -ry * 0.86),
        (rx * 0.42, -ry),
        (rx * 0.9, -ry * 0.6),
        (rx, 0),
        (rx * 0.82, ry * 0.66),
        (rx * 0.36, ry),
        (0, ry * 0.96),
        (-rx * 0.36, ry),
        (-rx * 0.82, ry * 0.66),
        (-rx, 0),
        (-rx * 0.9, -ry * 0.6),
        (-rx * 0.42, -ry),
    )
    d.shape(body, c.body, marks=[d.gloss(Region(0, 0, rx, ry), 0.7)], textured=True)
    sepals = [petal(0, -ry * 0.84, rx * long, 19, angle, 0.1) for angle, long in _SEPALS]
    d.shape(sepals, green, casts=True)
    d.shape(tube(path((0, -ry * 0.82), (4, -ry * 1.1), (18, -ry * 1.3)), 10, 8, 9), green)
    arms(d, rx * 0.96, ry * 0.2, 42, 13, c.deep)
    face(d, 0, ry * 0.12, rx * 0.6, c.body)


_SEPALS = ((-96, 0.62), (96, 0.62), (-132, 0.52), (132, 0.52), (-58, 0.42), (58, 0.42), (180, 0.36))


def loaf(d: Drawing) -> None:
    """Sliced bread, its first slice in front."""
    c = d.colours
    rx, ry, deep = d.between(112, 122), d.between(108, 118), d.between(96, 120)
    crust = mix(c.body, _CRUST, 0.4)
    crumb = mix(c.light, (255, 240, 206), 0.6)
    feet(d, ry + 22, rx * 0.46, 40, c.deep)
    slice_ = _slice(rx, ry)
    for share in (1.0, 0.66, 0.33):
        d.shape(moved(slice_, deep * share, -deep * share * 0.24), adjusted(crust, -0.05 * share))
    marks = [mark(shrunk(slice_, 0.87), crumb)]
    d.shape(slice_, crust, marks=marks, casts=True)
    holes = [ellipse(x * rx, y * ry, 7, 5, 20) for x, y in ((-0.62, -0.5), (0.6, -0.58), (-0.66, 0.6), (0.5, 0.72))]
    d.flat(holes, adjusted(crumb, -0.07))
    face(d, 0, 0, rx * 0.62, crumb)


def _slice(rx: float, ry: float) -> Outline:
    return spline(
        (0, -ry * 0.86),
        (rx * 0.6, -ry),
        (rx * 1.06, -ry * 0.78),
        (rx * 1.08, -ry * 0.36),
        (rx * 0.9, -ry * 0.1),
        (rx * 0.92, ry * 0.88),
        (rx * 0.8, ry),
        (-rx * 0.8, ry),
        (-rx * 0.92, ry * 0.88),
        (-rx * 0.9, -ry * 0.1),
        (-rx * 1.08, -ry * 0.36),
        (-rx * 1.06, -ry * 0.78),
        (-rx * 0.6, -ry),
    )


def egg(d: Drawing) -> None:
    """In its cup, with a first crack."""
    c = d.colours
    rx = d.between(98, 106)
    shell = mix(c.body, c.light, 0.5)
    form = spline(
        (0, -214),
        (rx * 0.62, -166),
        (rx, -50),
        (rx * 0.84, 40),
        (0, 90),
        (-rx * 0.84, 40),
        (-rx, -50),
        (-rx * 0.62, -166),
    )
    freckles = [
        ellipse(x * rx, y, r, r * 0.8)
        for x, y, r in ((-0.66, -90, 5), (0.7, -84, 6), (0.3, -176, 5), (-0.34, -150, 4))
    ]
    marks = [mark(freckles, adjusted(shell, -0.12)), d.gloss(Region(0, -80, rx, 120), 0.7)]
    d.shape(form, shell, marks=marks, textured=True)
    jag = ((-0.5, -146), (-0.3, -128), (-0.12, -150), (0.1, -124), (0.26, -148), (0.44, -134))
    d.stroke(points(*((x * rx, y) for x, y in jag)), adjusted(shell, -0.34), 0.9)
    cup = c.accent
    d.shape(rounded(points((-22, 100), (22, 100), (30, 168), (-30, 168)), 0.1), adjusted(cup, -0.06))
    d.shape(superellipse(0, 176, 88, 17, 2.4), cup)
    dish = spline(
        (-rx * 1.1, 6), (0, 34), (rx * 1.1, 6), (rx * 0.94, 70), (rx * 0.4, 118), (-rx * 0.4, 118), (-rx * 0.94, 70)
    )
    dots = [ellipse(x * rx, 66 - abs(x) * 14, 10, 10) for x in (-0.7, -0.24, 0.24, 0.7)]
    d.shape(dish, cup, marks=[mark(dots, c.light)], casts=True)
    arms(d, rx * 1.0, 40, 40, 12, cup)
    face(d, 0, -60, rx * 0.68, shell)


def pizza(d: Drawing) -> None:
    """A slice: crust for a brow, cheese that runs, rounds of sausage."""
    c = d.colours
    wide, low = d.between(150, 162), d.between(206, 222)
    cheese, sausage = mix(c.body, (252, 206, 92), 0.1), mix(c.accent, (200, 62, 48), 0.7)
    runs = [box(x, y, 15, 40, 1.0) for x, y in ((-74, 34), (62, 62), (-34, 116))]
    slice_ = rounded(points((-wide, -112), (wide, -112), (0, low)), 0.06)
    rounds = [(-0.62, -72, 32), (0.56, -64, 34), (-0.32, 62, 26), (0.24, 84, 26), (0.0, 142, 20), (-0.02, -92, 20)]
    slices = [ellipse(x * wide, y, r, r) for x, y, r in rounds]
    rims = [ellipse(x * wide, y, r + 4, r + 4) for x, y, r in rounds]
    herbs = [petal(x, y, 26, 9, t, 0.5) for x, y, t in ((-66, 12, 60), (84, 12, -50), (36, 136, 10))]
    arms(d, wide * 0.8, -44, 52, 13, _CRUST)
    marks = [mark(rims, adjusted(sausage, -0.12)), mark(slices, sausage), mark(herbs, LEAF)]
    d.shape([slice_, *runs], cheese, marks=marks)
    crust = mix(c.body, _CRUST, 0.6)
    burnt = [ellipse(x * wide, -142, 20, 8, x * 12) for x in (-0.66, -0.1, 0.5)]
    rim = tube(path((-wide - 4, -112), (-wide * 0.4, -138), (wide * 0.4, -138), (wide + 4, -112)), 27, 31, 31, 27)
    d.shape(rim, crust, marks=[mark(burnt, adjusted(crust, -0.12))], casts=True)
    face(d, 0, -26, wide * 0.4, cheese)


def cheese(d: Drawing) -> None:
    """A wedge full of holes."""
    c = d.colours
    wide, high, deep = d.between(160, 172), d.between(66, 74), d.between(104, 122)
    feet(d, high * 2 + 26, wide * 0.36, 40, c.deep)
    top = rounded(points((-wide, 0), (wide * 0.5, -deep), (wide, 0)), 0.04)
    front = box(0, high, wide, high, 0.14)
    skin = mix(c.body, (255, 214, 92), 0.25)
    rind = points((wide * 0.5, -deep - 4), (wide + 6, 0), (wide - 14, 4), (wide * 0.42, -deep))
    dents = [
        ellipse(wide * x, y * deep, r, r * 0.42)
        for x, y, r in ((-0.14, -0.2, 27), (0.44, -0.48, 24), (0.5, -0.12, 18))
    ]
    hole = adjusted(skin, -0.15)
    d.shape(top, mix(skin, WHITE, 0.35), marks=[mark(dents, hole), mark(rind, c.accent)])
    spots = (
        (-0.8, 0.3, 24),
        (-0.62, 1.5, 30),
        (0.8, 1.62, 27),
        (0.74, 0.5, 20),
        (-0.96, 1.1, 15),
        (0.3, 1.86, 22),
        (-0.2, 0.08, 22),
    )
    holes = [ellipse(x * wide, y * high, r, r) for x, y, r in spots]
    lit = [ellipse(x * wide - d.lit * r * 0.16, y * high + r * 0.14, r * 0.78, r * 0.78) for x, y, r in spots]
    d.shape(front, skin, marks=[mark(holes, hole), mark(lit, adjusted(skin, -0.09))], textured=True, casts=True)
    face(d, 0, high * 0.86, wide * 0.36, skin)
