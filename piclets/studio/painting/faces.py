"""Eyes, mouths, cheeks: what makes it a character.

Every face is drawn around the point between its eyes and below them; `size` is its half-width.
"""

from collections.abc import Callable
from dataclasses import dataclass

from .canvas import Mark
from .colours import BLUSH, CREAM, NIGHT, WHITE, Colour, adjusted, contrast, from_oklch, mix, oklch, readable
from .drawing import Drawing, mark
from .forms import Outline, ellipse, path, points, spline, star


@dataclass(frozen=True)
class Look:
    """What the parts of one face share."""

    x: float
    y: float
    size: float
    skin: Colour
    line: Colour  # for closed eyes; stands out on the skin
    lip: Colour  # for nose and mouth; stands out on what they lie on
    iris: Colour
    turn: float  # -1 looks to the left, 1 to the right


@dataclass(frozen=True)
class Eye:
    """One eye to draw: its middle, its radius and its side (-1 left, 1 right, 0 the only one)."""

    x: float
    y: float
    radius: float
    side: int


EyeStyle = Callable[[Drawing, Look, Eye], None]
MouthStyle = Callable[[Drawing, Look, float], None]


def face(
    d: Drawing,
    x: float,
    y: float,
    size: float,
    on: Colour,
    *,
    turn: float = 0.0,
    mouth: bool = True,
    nose: bool = False,
    muzzle: Colour | None = None,
    cyclops: bool = False,
) -> None:
    """Draws a whole face on skin of the colour `on`, its style chosen by chance.

    A muzzle is a soft patch of another colour under nose and mouth.
    """
    look = _look(d, x, y, size, on, muzzle or on, turn)
    if muzzle:
        d.flat(ellipse(_middle(look), y + size * 0.42, size * 0.38, size * 0.28), muzzle)
    _cheeks(d, look)
    lids = d.pick(*(_STEADY_EYES if cyclops else _EYES))
    radius = size * d.between(0.25, 0.33)
    if cyclops:
        lids(d, look, Eye(x + turn * size * 0.12, y - size * 0.14, radius * 1.55, 0))
    else:
        _two_eyes(d, look, lids, radius)
    below = y + size * (0.5 if cyclops else d.between(0.3, 0.4))
    if nose:
        _nose(d, look, below - size * 0.16)
    if mouth:
        d.pick(*_MOUTHS)(d, look, below)


def eyes(d: Drawing, x: float, y: float, apart: float, radius: float, on: Colour) -> None:
    """Two eyes at (x ± apart, y) on skin of the colour `on`, for what has a place for each: lenses, wheels, rings."""
    look = _look(d, x, y, radius * 3, on, on)
    lids = d.pick(*_EYES)
    for side in (-1, 1):
        lids(d, look, Eye(x + side * apart, y, radius, side))


def mouth_alone(d: Drawing, x: float, y: float, size: float, on: Colour) -> None:
    """The mouth of a face of that size, its upper lip at y, for eyes that are somewhere else."""
    d.pick(*_MOUTHS)(d, _look(d, x, y, size, on, on), y)


def _look(d: Drawing, x: float, y: float, size: float, on: Colour, muzzle: Colour, turn: float = 0.0) -> Look:
    inks = (NIGHT, CREAM)
    return Look(x, y, size, on, readable(on, inks), readable(muzzle, inks), _iris(d), turn)


def _two_eyes(d: Drawing, look: Look, lids: EyeStyle, radius: float) -> None:
    apart = look.size * d.between(0.46, 0.58)
    for side in (-1, 1):
        far = look.turn * side < 0
        x = look.x + side * apart * (1 - abs(look.turn) * 0.12) + look.turn * look.size * 0.14
        lids(d, look, Eye(x, look.y, radius * (1 - 0.14 * abs(look.turn) * far), side))


def _iris(d: Drawing) -> Colour:
    _, chroma, hue = oklch(
        d.pick(d.colours.accent, d.colours.accent, adjusted(d.colours.body, hue=d.between(60, 300)))
    )
    return from_oklch(0.52, max(0.1, chroma), hue)


# Eyes


def _glossy(
    d: Drawing,
    look: Look,
    eye: Eye,
    lid: tuple[Mark, ...] = (),
    *,
    tall: float = 1.18,
    glints: tuple[Mark, ...] | None = None,
) -> None:
    """The cast's usual eye: white, iris, pupil and glints, by default two reflections of the light."""
    x, y, r = eye.x, eye.y, eye.radius
    gaze = x - eye.side * r * 0.1 + look.turn * r * 0.16
    inside = (
        mark(ellipse(gaze, y + r * 0.1, r * 0.8, r * tall * 0.86), look.iris),
        mark(ellipse(gaze, y + r * 0.62, r * 0.56, r * 0.42), mix(look.iris, WHITE, 0.35)),
        mark(ellipse(gaze, y + r * 0.06, r * 0.5, r * tall * 0.58), NIGHT),
        *(_reflections(d, gaze, y, r) if glints is None else glints),
        *lid,
    )
    d.shape(ellipse(x, y, r, r * tall), WHITE, volume=0, marks=inside)


def _reflections(d: Drawing, x: float, y: float, r: float) -> tuple[Mark, Mark]:
    large = ellipse(x + d.lit * r * 0.3, y - r * 0.36, r * 0.3, r * 0.36, 15)
    return mark(large, WHITE), mark(ellipse(x - d.lit * r * 0.28, y + r * 0.44, r * 0.15, r * 0.17), WHITE, 0.9)


def _sleepy(d: Drawing, look: Look, eye: Eye) -> None:
    x, y, r = eye.x, eye.y, eye.radius
    lid = points((x - 2 * r, y - 2 * r), (x + 2 * r, y - 2 * r), (x + 2 * r, y - r * 0.12), (x - 2 * r, y - r * 0.12))
    edge = points((x - 2 * r, y - r * 0.14), (x + 2 * r, y - r * 0.14), (x + 2 * r, y), (x - 2 * r, y))
    _glossy(d, look, eye, (mark(lid, adjusted(look.skin, -0.07)), mark(edge, NIGHT)))


def _keen(d: Drawing, look: Look, eye: Eye) -> None:
    """A lid that slants down towards the nose."""
    x, y, r, side = eye.x, eye.y, eye.radius, eye.side
    inner, outer = x - side * r * 1.5, x + side * r * 1.5
    lid = points((inner, y - 2 * r), (outer, y - 2 * r), (outer, y - r * 1.28), (inner, y - r * 0.22))
    _glossy(d, look, eye, (mark(lid, adjusted(look.skin, -0.07)),))
    brow = points((x - side * r * 1.05, y - r * 0.56), (x + side * r * 1.12, y - r * 1.34))
    d.stroke(brow, readable(look.skin, (NIGHT, CREAM)), 1.5)


def _lashes(d: Drawing, look: Look, eye: Eye) -> None:
    x, y, r, side = eye.x, eye.y, eye.radius, eye.side or 1
    for out, up in ((0.8, 0.72), (1.0, 0.36)):
        start = (x + side * r * out * 0.86, y - r * 1.18 * up)
        d.stroke(points(start, (start[0] + side * r * 0.42, start[1] - r * 0.26)), NIGHT, 1.0)
    _glossy(d, look, eye)


def _bean(d: Drawing, look: Look, eye: Eye) -> None:
    """Tall and dark, with the iris glowing at its bottom."""
    x, y, r = eye.x, eye.y, eye.radius * 0.86
    glow = (
        mark(ellipse(x, y + r * 1.02, r * 0.86, r * 0.86), mix(look.iris, WHITE, 0.12)),
        mark(ellipse(x, y + r * 1.2, r * 0.56, r * 0.5), mix(look.iris, WHITE, 0.55)),
        *_reflections(d, x, y - r * 0.16, r * 1.1),
    )
    d.shape(ellipse(x, y, r, r * 1.46), NIGHT, line=0.5, volume=0, marks=glow)
    if contrast(look.skin, NIGHT) < 3:
        d.stroke(ellipse(x, y, r * 1.06, r * 1.54), CREAM, 0.6)


def _button(d: Drawing, look: Look, eye: Eye) -> None:
    """Small, round and black."""
    x, y, r = eye.x, eye.y, eye.radius * 0.74
    ring = CREAM if contrast(look.skin, NIGHT) < 4 else look.skin
    d.flat(ellipse(x, y, r * 1.28, r * 1.34), ring)
    d.shape(ellipse(x, y, r, r * 1.1), NIGHT, line=0, volume=0, marks=_reflections(d, x, y, r))


def _ringed(d: Drawing, look: Look, eye: Eye) -> None:
    """An owl's: a pale disc around a round eye."""
    d.flat(ellipse(eye.x, eye.y, eye.radius * 1.5, eye.radius * 1.5), mix(look.skin, d.colours.light, 0.75))
    _glossy(d, look, eye, tall=1.0)


def _starry(d: Drawing, look: Look, eye: Eye) -> None:
    """Stars in the eyes."""
    glint = star(
        eye.x - eye.side * eye.radius * 0.1, eye.y - eye.radius * 0.04, eye.radius * 0.56, eye.radius * 0.23, 4
    )
    _glossy(d, look, eye, tall=1.1, glints=(mark(glint, WHITE),))


def _laughing(d: Drawing, look: Look, eye: Eye) -> None:
    """Closed, bent upwards."""
    x, y, r = eye.x, eye.y, eye.radius
    d.stroke(path((x - r, y + r * 0.35), (x, y - r * 0.5), (x + r, y + r * 0.35)), look.line, 1.7)


def _winking(d: Drawing, look: Look, eye: Eye) -> None:
    """The eye on the right is closed."""
    if eye.side > 0:
        _laughing(d, look, eye)
    else:
        _glossy(d, look, eye)


_STEADY_EYES: tuple[EyeStyle, ...] = (_glossy, _sleepy, _lashes, _starry)
_EYES: tuple[EyeStyle, ...] = (
    _glossy,
    _glossy,
    _bean,
    _bean,
    _button,
    _sleepy,
    _keen,
    _keen,
    _lashes,
    _ringed,
    _starry,
    _laughing,
    _winking,
)


# Mouths; y is where the upper lip would be


def _smile(d: Drawing, look: Look, y: float) -> None:
    x, w = _middle(look), look.size * d.between(0.16, 0.3)
    d.stroke(path((x - w, y), (x, y + w * 0.7), (x + w, y)), look.lip, 1.2)


def _cat(d: Drawing, look: Look, y: float) -> None:
    x, w = _middle(look), look.size * 0.13
    line = path((x - 2 * w, y), (x - w, y + w), (x, y), (x + w, y + w), (x + 2 * w, y))
    d.stroke(line, look.lip, 1.15)


def _open(d: Drawing, look: Look, y: float) -> None:
    x, w = _middle(look), look.size * d.between(0.17, 0.25)
    lips = spline(
        (x - w, y - w * 0.1),
        (x, y + w * 0.12),
        (x + w, y - w * 0.1),
        (x + w * 0.5, y + w * 1.1),
        (x - w * 0.5, y + w * 1.1),
    )
    _hollow(d, lips, (mark(ellipse(x, y + w * 1.05, w * 0.55, w * 0.42), _TONGUE),))


def _fangs(d: Drawing, look: Look, y: float) -> None:
    x, w = _middle(look), look.size * 0.24
    d.stroke(path((x - w, y), (x, y + w * 0.5), (x + w, y)), look.lip, 1.2)
    for side in (-1, 1) if d.chance(0.5) else (1,):
        at = x + side * w * 0.5
        d.shape(
            points((at - w * 0.2, y + w * 0.34), (at + w * 0.2, y + w * 0.3), (at, y + w * 0.9)),
            WHITE,
            line=0.5,
            volume=0,
        )


def _ooh(d: Drawing, look: Look, y: float) -> None:
    x, w = _middle(look), look.size * d.between(0.08, 0.12)
    _hollow(d, ellipse(x, y + w * 0.7, w, w * 1.2), (mark(ellipse(x, y + w * 1.6, w * 0.8, w * 0.6), _TONGUE),))


def _grin(d: Drawing, look: Look, y: float) -> None:
    x, w = _middle(look), look.size * 0.27
    lips = spline(
        (x - w, y - w * 0.2), (x, y), (x + w, y - w * 0.2), (x + w * 0.55, y + w * 0.62), (x - w * 0.55, y + w * 0.62)
    )
    teeth = points((x - w, y - w), (x + w, y - w), (x + w, y + w * 0.24), (x - w, y + w * 0.24))
    _hollow(d, lips, (mark(teeth, WHITE),))


def _tongue_out(d: Drawing, look: Look, y: float) -> None:
    x, w = _middle(look), look.size * 0.2
    d.shape(
        spline(
            (x - w * 0.1, y + w * 0.3), (x + w * 0.7, y + w * 0.2), (x + w * 0.68, y + w), (x + w * 0.2, y + w * 1.05)
        ),
        _TONGUE,
        line=0.6,
        volume=0,
    )
    d.stroke(path((x - w, y), (x, y + w * 0.5), (x + w, y)), look.lip, 1.2)


def _smirk(d: Drawing, look: Look, y: float) -> None:
    x, w = _middle(look), look.size * 0.2
    d.stroke(path((x - w, y + w * 0.35), (x + w * 0.2, y + w * 0.42), (x + w, y - w * 0.2)), look.lip, 1.2)


def _wavy(d: Drawing, look: Look, y: float) -> None:
    x, w = _middle(look), look.size * 0.1
    ups = [(x + (step - 2) * w, y + (w * 0.7 if step % 2 else 0)) for step in range(5)]
    d.stroke(path(*ups), look.lip, 1.1)


_TONGUE: Colour = (242, 118, 132)
_THROAT: Colour = (112, 32, 52)
_MOUTHS: tuple[MouthStyle, ...] = (
    _smile,
    _smile,
    _cat,
    _cat,
    _open,
    _open,
    _fangs,
    _ooh,
    _grin,
    _tongue_out,
    _smirk,
    _wavy,
)


def _middle(look: Look) -> float:
    return look.x + look.turn * look.size * 0.16


def _hollow(d: Drawing, lips: Outline, inside: tuple[Mark, ...]) -> None:
    d.shape(lips, _THROAT, line=0.8, volume=0, marks=inside)


# The rest of the face


def _nose(d: Drawing, look: Look, y: float) -> None:
    x, w = _middle(look), look.size * 0.085
    tip = spline(
        (x - w, y - w * 0.6),
        (x, y - w * 0.8),
        (x + w, y - w * 0.6),
        (x + w * 0.35, y + w * 0.5),
        (x - w * 0.35, y + w * 0.5),
    )
    d.flat(tip, look.lip)


def _cheeks(d: Drawing, look: Look) -> None:
    kind = d.pick("blush", "blush", "round", "freckles", "hatched", "none")
    rose = mix(look.skin, BLUSH, 0.62)
    for side in (-1, 1):
        x, y = look.x + side * look.size * 0.86 + look.turn * look.size * 0.12, look.y + look.size * 0.36
        if kind == "blush":
            d.flat(ellipse(x, y, look.size * 0.19, look.size * 0.11), rose, 0.8)
        elif kind == "round":
            d.flat(ellipse(x, y, look.size * 0.14, look.size * 0.14), mix(look.skin, d.colours.accent, 0.7), 0.9)
        elif kind == "freckles":
            for dx, dy in ((-0.08, 0), (0.08, -0.01), (0, 0.09)):
                d.flat(
                    ellipse(x + dx * look.size, y + dy * look.size, look.size * 0.03, look.size * 0.03),
                    adjusted(look.skin, -0.2),
                )
        elif kind == "hatched":
            for dx in (-0.09, 0.0, 0.09):
                at = x + dx * look.size
                d.stroke(
                    points(
                        (at + look.size * 0.03, y - look.size * 0.05), (at - look.size * 0.03, y + look.size * 0.05)
                    ),
                    rose,
                    0.9,
                )


def beak(d: Drawing, x: float, y: float, size: float, turn: float = 0.0) -> None:
    """A bird's beak in the middle of a face of that size, open or shut."""
    w, tip = size * d.between(0.17, 0.26), turn * size * 0.2
    if d.chance(0.4):
        lower = spline((x - w * 0.7, y + w * 0.1), (x + w * 0.7, y + w * 0.1), (x + tip, y + w * 1.25))
        d.shape(lower, adjusted(d.colours.spark, -0.14), line=0.8)
    upper = spline((x - w, y), (x + tip * 0.3, y - w * 0.62), (x + w, y), (x + tip, y + w * 0.74))
    d.shape(upper, d.colours.spark, line=0.8)


def whiskers(d: Drawing, x: float, y: float, size: float, colour: Colour) -> None:
    """Two on each side."""
    for side in (-1, 1):
        for rise in (-0.05, 0.08):
            start = x + side * size * 0.62
            line = path(
                (start, y + rise * size),
                (start + side * size * 0.3, y + rise * size * 1.2),
                (start + side * size * 0.56, y + rise * size * 2.4),
            )
            d.stroke(line, colour, 0.6)
