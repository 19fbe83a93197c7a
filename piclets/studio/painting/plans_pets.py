"""Body plans of those we live with: each sits down so that it is known at once."""

from .colours import BLUSH, WHITE, adjusted, mix
from .drawing import Drawing, mark
from .faces import face, whiskers
from .forms import box, ellipse, path, pear, petal, points, rounded, spline, superellipse, tube


def cat(d: Drawing) -> None:
    """Pointed ears, whiskers, and a long tail around the corner."""
    c = d.colours
    head, low = d.between(96, 106), d.between(92, 102)
    tail = path((low * 0.6, 164), (low * 1.5, 166), (low * 1.86, 96), (low * 1.44, 30), (low * 1.7, -26))
    tip = ellipse(low * 1.7, -34, 40, 40)
    d.shape(tube(tail, 22, 22, 21, 20, 19), c.body, marks=[mark(tip, c.light)])
    d.shape(
        pear(0, -30, 178, low * 0.66, low, 2.4),
        c.body,
        marks=[mark(ellipse(0, 110, low * 0.5, 70), c.light)],
        textured=True,
    )
    _forelegs(d, 34, 80, 24, paw=(32, 22), toe=9)
    for side in (-1, 1):
        ear = rounded(points((side * head * 0.98, -90), (side * head * 0.9, -232), (side * head * 0.1, -166)), 0.1)
        inner = rounded(
            points((side * head * 0.84, -116), (side * head * 0.8, -200), (side * head * 0.32, -160)), 0.1
        )
        d.shape(ear, c.body, marks=[mark(inner, mix(c.body, BLUSH, 0.55))])
    stripes = [petal(x, -206, 46, 9, 180 - x * 0.4, 0.5) for x in (-26, 0, 26)]
    flanks = [petal(side * head * 1.2, y, 56, 8, -side * 90, 0.5) for side in (-1, 1) for y in (-94, -66)]
    skull = superellipse(0, -96, head * 1.14, head * 0.9, 2.2)
    d.shape(skull, c.body, marks=[mark([*stripes, *flanks], adjusted(c.deep, -0.06))], textured=True, casts=True)
    face(d, 0, -92, head * 0.7, c.body, nose=True, muzzle=c.light)
    whiskers(d, 0, -62, head * 0.96, adjusted(c.deep, -0.22))


def dog(d: Drawing) -> None:
    """Hanging ears, a long snout, a collar with a tag, a tail that wags."""
    c = d.colours
    head, low = d.between(92, 100), d.between(90, 100)
    tail = path((low * 0.7, 140), (low * 1.3, 112), (low * 1.5, 40))
    d.shape(tube(tail, 20, 17, 12), c.body)
    d.shape(
        pear(0, -30, 178, low * 0.7, low, 2.5),
        c.body,
        marks=[mark(ellipse(0, 96, low * 0.5, 74), c.light)],
        textured=True,
    )
    _forelegs(d, 36, 70, 25, paw=(36, 23), toe=10)
    d.shape(box(0, -6, head * 0.62, 15, 0.9), c.accent, casts=True)
    d.shape(ellipse(0, 20, 18, 18), c.spark, casts=True)
    region = ellipse(d.pick(-1, 1) * head * 0.48, -112, 44, 50)
    skull = superellipse(0, -94, head, head * 0.96, 2.4)
    d.shape(skull, c.body, marks=[mark(region, c.deep)], textured=True, casts=True)
    for side in (-1, 1):
        ear = spline(
            (side * head * 0.5, -182),
            (side * head * 0.96, -180),
            (side * head * 1.4, -110),
            (side * head * 1.42, -24),
            (side * head * 1.1, -10),
            (side * head * 0.92, -70),
            (side * head * 0.84, -130),
        )
        d.shape(ear, c.deep, casts=True)
    tongue = spline((-17, -40), (17, -40), (19, 0), (0, 14), (-19, 0))
    d.shape(tongue, BLUSH, line=0.8)
    d.shape([ellipse(side * 24, -58, 34, 27) for side in (-1, 1)], c.light, line=0.8)
    face(d, 0, -112, head * 0.72, c.body, mouth=False)
    d.shape(
        spline((-25, -88), (25, -88), (14, -66), (0, -58), (-14, -66)),
        (52, 40, 48),
        marks=[mark(ellipse(-d.lit * -8, -82, 8, 4), WHITE, 0.7)],
        line=0.6,
    )
    d.stroke(path((0, -60), (0, -44)), (52, 40, 48), 1.0)


def _forelegs(d: Drawing, x: float, top: float, half: float, *, paw: tuple[float, float], toe: float) -> None:
    """Two straight legs from `top` down to paws at ±x, `half` half-wide, with a line on each side of a toe."""
    skin = d.colours.body
    for side in (-1, 1):
        foot = superellipse(side * x, 164, *paw, 2.4)
        d.shape([*tube(path((side * (x - 2), top), (side * x, 156)), half), foot], skin)
        for line in (side * x - toe, side * x + toe):
            d.stroke(points((line, 168), (line, 180)), adjusted(skin, -0.24), 0.7)
