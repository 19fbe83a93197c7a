"""Body plans of machines: they wear lamps, screens and wheels."""

from .colours import NIGHT, WHITE, Colour, adjusted, from_oklch, mix, oklch
from .drawing import Drawing, mark
from .faces import face
from .forms import box, ellipse, path, pear, petal, points, rounded, star, superellipse, tube
from .headgear import antennae
from .limbs import arms, feet
from .patterns import Region


def steel_of(d: Drawing) -> Colour:
    """Bright metal with a breath of the creature's colour."""
    return mix(from_oklch(0.8, 0.02, oklch(d.colours.body)[2]), d.colours.body, 0.12)


def _visor(d: Drawing, x: float, y: float, rx: float, ry: float) -> None:
    """A dark screen with glowing eyes and mouth."""
    glow = d.pick(d.colours.spark, mix(d.colours.spark, WHITE, 0.5))
    d.shape(
        box(x, y, rx, ry, 0.6),
        adjusted(NIGHT, 0.04),
        marks=[mark(box(x, y - ry, rx * 1.2, ry * 0.5, 0.2), (58, 50, 78))],
        volume=0.5,
    )
    kind, apart, size = d.pick("round", "tall", "arc", "cross", "star", "flat"), rx * 0.46, min(rx * 0.2, ry * 0.36)
    for side in (-1, 1):
        ex, ey = x + side * apart, y - ry * 0.12
        if kind == "arc":
            d.stroke(
                path((ex - size, ey + size * 0.5), (ex, ey - size * 0.5), (ex + size, ey + size * 0.5)), glow, 2.0
            )
        elif kind == "cross":
            d.flat([box(ex, ey, size * 0.3, size, 0.4), box(ex, ey, size, size * 0.3, 0.4)], glow)
        elif kind == "star":
            d.flat(star(ex, ey, size * 1.3, size * 0.5, 4), glow)
        else:
            tall = {"round": 1.0, "tall": 1.5, "flat": 0.5}[kind]
            d.flat(superellipse(ex, ey, size, size * tall, 2.6), glow)
            if kind != "flat":
                d.flat(ellipse(ex + d.lit * size * 0.3, ey - size * tall * 0.4, size * 0.3, size * 0.3), WHITE)
    w, my = rx * d.between(0.14, 0.26), y + ry * 0.44
    mouth = d.pick("smile", "line", "teeth", "o")
    if mouth == "smile":
        d.stroke(path((x - w, my), (x, my + w * 0.6), (x + w, my)), glow, 1.5)
    elif mouth == "line":
        d.stroke(points((x - w, my + 3), (x + w, my + 3)), glow, 1.5)
    elif mouth == "o":
        d.flat(ellipse(x, my + 3, w * 0.45, w * 0.45), glow)
    else:
        d.stroke(
            path(*((x + (step - 2) * w * 0.5, my + (7 if step % 2 else 0)) for step in range(5)), steps=2), glow, 1.2
        )


def _visage(d: Drawing, x: float, y: float, rx: float, ry: float, skin: Colour) -> None:
    """A screen or a painted face, as it falls."""
    if d.chance(0.55):
        _visor(d, x, y, rx, ry)
    else:
        face(d, x, y - ry * 0.1, min(rx, ry * 1.3), skin, cyclops=d.chance(0.25))


def robot(d: Drawing) -> None:
    """A box for a head, a box for a body, ready to help."""
    c, steel = d.colours, steel_of(d)
    hx, hy, bx, by = d.between(92, 122), d.between(66, 88), d.between(62, 88), d.between(52, 70)
    legs = d.pick("feet", "wheel", "tracks")
    low = by + 60
    if legs == "feet":
        for side in (-1, 1):
            d.shape(box(side * bx * 0.5, low - 20, 13, 30, 0.2), steel)
        feet(d, low + 28, bx * 0.55, 38, c.deep)
    elif legs == "wheel":
        d.shape(box(0, low - 14, 16, 24, 0.2), steel)
        wheel(d, 0, low + 16, 44)
    else:
        d.shape(box(0, low, bx * 1.15, 30, 1.0), adjusted(c.deep, -0.12))
        for x in (-0.7, 0.0, 0.7):
            d.shape(ellipse(x * bx, low, 17, 17), steel, line=0.7)
    arms(d, bx * 1.02, -by * 0.1, d.between(52, 66), 13, steel)
    gauge = [ellipse(-bx * 0.4, 22, 14, 14), box(bx * 0.36, 14, 20, 6, 0.4), box(bx * 0.36, 32, 20, 6, 0.4)]
    d.shape(
        box(0, 22, bx, by, d.between(0.2, 0.6)),
        c.body,
        marks=[mark(gauge, c.spark), mark(box(0, by + 22, bx, 16, 0), c.accent)],
        textured=True,
    )
    d.shape(box(0, -by * 0.62 + 10, 22, 20, 0.2), steel)
    top = -by - hy + 20
    kind = d.pick("antenna", "bolts", "both", "ears")
    if kind in ("antenna", "both"):
        d.shape(tube(path((0, top - hy + 8), (0, top - hy - 44)), 5), steel)
        d.shape(ellipse(0, top - hy - 50, 16, 16), c.accent)
    if kind in ("bolts", "both"):
        d.pair(box(-hx - 6, top, 15, 28, 0.4), steel)
    elif kind == "ears":
        d.pair(petal(-hx * 0.7, top - hy + 8, 74, 22, -26, 0.3), c.accent)
    region = Region(0, top, hx, hy)
    d.shape(
        box(0, top, hx, hy, d.between(0.3, 0.9)),
        c.body,
        marks=[*d.skin(region, c.body), d.gloss(region, 0.3)],
        textured=True,
        casts=True,
    )
    _visage(d, 0, top, hx * 0.8, hy * 0.72, c.body)


def wheel(d: Drawing, x: float, y: float, size: float) -> None:
    """A tyre of that radius around a hub."""
    tyre = adjusted(NIGHT, 0.12)
    hub = ellipse(x, y, size * 0.5, size * 0.5)
    d.shape(
        ellipse(x, y, size, size),
        tyre,
        marks=[mark(hub, steel_of(d)), mark(ellipse(x, y, size * 0.2, size * 0.2), d.colours.accent)],
    )


def rover(d: Drawing) -> None:
    """On wheels, seen from the side; there is a face inside."""
    c, steel = d.colours, steel_of(d)
    rx, ry = d.between(132, 164), d.between(56, 74)
    wheels = d.pick(2, 3)
    d.shape(tube(path((-rx * 0.84, -ry), (-rx * 0.9, -ry - 92)), 5), steel)
    d.shape(rounded(points((-rx * 0.9, -ry - 102), (-rx * 0.9 - 58, -ry - 84), (-rx * 0.9, -ry - 62)), 0.1), c.accent)
    cab = d.between(74, 92)
    region = Region(0, -ry - cab * 0.46, rx * 0.6, cab)
    roof = box(rx * 0.16, -ry - cab * 0.5, rx * 0.62, cab, d.between(0.4, 0.9))
    d.shape(roof, c.body, marks=[*d.skin(region, c.body), d.gloss(region, 0.3)], textured=True)
    _visage(d, rx * 0.16, -ry - cab * 0.6, rx * 0.5, cab * 0.6, c.body)
    stripe = box(0, ry * 0.1, rx * 1.1, 11, 0)
    d.shape(box(0, 0, rx, ry, 0.7), c.deep, marks=[mark(stripe, c.accent)], casts=True)
    d.shape(ellipse(rx * 0.9, -ry * 0.2, 17, 22), c.spark)
    for index in range(wheels):
        wheel(d, rx * 0.66 * (2 * index / (wheels - 1) - 1), ry * 0.9, d.between(40, 48) if wheels == 2 else 36)


def television(d: Drawing) -> None:
    """An old set on legs; it watches back."""
    c = d.colours
    rx, ry = d.between(122, 150), d.between(92, 112)
    for side in (-1, 1):
        d.shape(tube(path((side * 14, -ry), (side * d.between(44, 84), -ry - d.between(64, 92))), 5, 4), steel_of(d))
    d.shape(superellipse(0, -ry + 2, 42, 18, 2), c.deep)
    for side in (-1, 1):
        d.shape(
            rounded(
                points(
                    (side * rx * 0.4, ry - 10),
                    (side * rx * 0.62, ry - 10),
                    (side * rx * 0.84, ry + 56),
                    (side * rx * 0.66, ry + 56),
                ),
                0.15,
            ),
            c.trim,
        )
    case = box(0, 0, rx, ry, d.between(0.3, 0.7))
    d.shape(case, c.body, marks=d.skin(Region(0, 0, rx, ry), c.body), textured=True)
    glass = d.pick(mix(c.light, c.body, 0.25), mix(c.spark, c.light, 0.5))
    d.shape(superellipse(-rx * 0.16, 0, rx * 0.72, ry * 0.78, 4), c.trim, line=0.8)
    d.shape(
        superellipse(-rx * 0.16, 0, rx * 0.64, ry * 0.68, 3.4),
        glass,
        marks=[mark(ellipse(-rx * 0.16 + d.lit * rx * 0.4, -ry * 0.6, rx * 0.36, ry * 0.2), WHITE, 0.5)],
    )
    face(d, -rx * 0.16, -ry * 0.12, rx * 0.5, glass)
    for y, fill in ((-0.5, c.accent), (-0.14, c.spark)):
        d.shape(ellipse(rx * 0.76, y * ry, 14, 14), fill, line=0.8)
    for y in (0.24, 0.4, 0.56):
        d.stroke(points((rx * 0.68, y * ry), (rx * 0.84, y * ry)), adjusted(c.body, -0.22), 1.0)


def drone(d: Drawing) -> None:
    """A ball that hums, held up by rotors or a jet."""
    c, steel = d.colours, steel_of(d)
    d.hover = d.between(0.1, 0.15)
    size = d.between(104, 124)
    if d.chance(0.5):
        for side in (-1, 1):
            d.shape(tube(path((side * size * 0.7, -size * 0.4), (side * size * 1.26, -size * 0.72)), 11, 9), steel)
            d.shape(superellipse(side * size * 1.3, -size * 0.94, size * 0.56, 13, 2), c.accent)
            d.shape(box(side * size * 1.3, -size * 0.8, 13, 20, 0.4), c.deep)
    else:
        d.pair(petal(-size * 0.8, 0, size * 0.9, 34, -78, 0.4), c.accent)
        d.shape(
            petal(0, size * 0.8, 92, 32, 180, 0.3),
            c.spark,
            marks=[mark(petal(0, size * 0.8, 60, 15, 180, 0.3), WHITE)],
        )
        d.shape(box(0, size * 0.94, 40, 18, 0.3), steel)
    antennae(d, 0, -size * 0.8, 20, size * 0.55, 20)
    region = Region(0, 0, size, size)
    band = superellipse(0, size * 0.72, size * 1.2, size * 0.16, 3)
    d.shape(
        ellipse(0, 0, size, size * 0.98),
        c.body,
        marks=[*d.skin(region, c.body), mark(band, c.accent), d.gloss(region, 0.45)],
        textured=True,
    )
    _visage(d, 0, -size * 0.04, size * 0.74, size * 0.48, c.body)


def automaton(d: Drawing) -> None:
    """A wind-up toy: a bell-shaped body with a key in its back."""
    c, steel = d.colours, steel_of(d)
    rx, high = d.between(84, 106), d.between(112, 138)
    key = -rx * 1.3
    d.shape(tube(path((-rx * 0.6, 10), (key, 0)), 8), steel)
    d.shape(
        [ellipse(key - 20, -24, 24, 24), ellipse(key - 20, 24, 24, 24)],
        steel,
        marks=[mark([ellipse(key - 20, -24, 10, 10), ellipse(key - 20, 24, 10, 10)], adjusted(steel, -0.3))],
    )
    feet(d, high + 16, rx * 0.5, 40, c.deep)
    body = pear(0, -high, high, rx * d.between(0.66, 0.9), rx * 1.08, 2.8)
    rivets = [ellipse(x * rx, high * 0.68, 7, 7) for x in (-0.84, -0.5, -0.17, 0.17, 0.5, 0.84)]
    skirt = box(0, high * 0.92, rx * 1.4, high * 0.36, 0)
    region = Region(0, 0, rx, high)
    d.shape(
        body,
        c.body,
        marks=[*d.skin(region, c.body), mark(skirt, c.accent), mark(rivets, c.spark), d.gloss(region, 0.35)],
        textured=True,
    )
    d.shape(superellipse(0, -high, rx * 0.6, 17, 3), steel)
    d.shape(tube(path((0, -high - 8), (0, -high - 38)), 6), steel)
    d.shape(
        d.pick(ellipse(0, -high - 50, 20, 20), star(0, -high - 50, 28, 13, 5), box(0, -high - 46, 30, 9, 0.6)),
        c.accent,
    )
    arms(d, rx * 0.98, 10, 54, 13, steel)
    _visage(d, 0, -high * 0.26, rx * 0.7, high * 0.44, c.body)
