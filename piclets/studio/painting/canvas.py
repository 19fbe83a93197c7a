"""From shapes to pixels: one light, one line weight, one way to shade.

The light stands above on the left. Shapes are painted in the order given. The finished creature is scaled so that
it fills its frame, wherever its plan put it: nothing can be cut off.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from .colours import Colour, adjusted, in_light, in_shadow
from .forms import Outline, bounds
from .patterns import Tones

FRAME = 512
_MARGIN = 26  # px of the frame kept free on each side
_LINE = 4.2  # px, the weight of an outline
_FINE = 4  # masks are drawn this many times larger, then averaged
_GAPING = 0.02  # radians; a bend beyond this shows a notch between two thick segments
_PAD = 26  # px around a shape for its line, shade and cast shadow

Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Mark:
    """A patch of colour on a shape, cut off where the shape ends."""

    outlines: tuple[Outline, ...]
    colour: Colour
    opacity: float = 1.0


@dataclass(frozen=True)
class Shape:
    """A filled form: the union of its outlines."""

    outlines: tuple[Outline, ...]
    fill: Colour
    ink: Colour
    line: float = 1.0  # in outlines' weight; 0 for none
    volume: float = 1.0  # how strongly it is shaded; 0 is flat
    opacity: float = 1.0
    marks: tuple[Mark, ...] = ()
    textured: bool = False  # wears the tones of the photo
    casts: bool = False  # throws a shadow on what lies behind


@dataclass(frozen=True)
class Stroke:
    """A line with round ends."""

    line: Outline
    colour: Colour
    weight: float = 1.0


Item = Shape | Stroke
Transform = Callable[[Outline], Outline]


@dataclass(frozen=True)
class Pose:
    """How the finished creature stands in its frame."""

    lean: float = 0.0  # sideways slant, share of the height
    flipped: bool = False
    hover: float = 0.0  # height above the ground, share of the creature's height
    fill: float = 1.0  # share of the room inside the margins that is used
    grounded: bool = True  # has a shadow on the ground


def paint(items: Sequence[Item], tones: Tones, pose: Pose) -> Image.Image:
    """The creature on a transparent square of FRAME px, RGBA."""
    placed = _placed(items, pose)
    canvas = Image.new("RGBA", (FRAME, FRAME))
    for item in placed:
        if isinstance(item, Stroke):
            _paint_stroke(canvas, item)
        else:
            _paint_shape(canvas, item, tones)
    return canvas


def _placed(items: Sequence[Item], pose: Pose) -> list[Item]:
    posed = [_transformed(item, _posing(pose)) for item in items]
    if pose.grounded:
        posed.insert(0, _ground_shadow(posed, pose.hover))
    left, top, right, bottom = bounds([outline for item in posed for outline in _outlines(item)])
    room = (FRAME - 2 * _MARGIN) * pose.fill
    scale = room / max(right - left, bottom - top)
    middle = np.array([(left + right) / 2, (top + bottom) / 2])
    return [_transformed(item, lambda outline: (outline - middle) * scale + FRAME / 2) for item in posed]


def _posing(pose: Pose) -> Transform:
    matrix = np.array([[-1.0 if pose.flipped else 1.0, 0.0], [-pose.lean, 1.0]])
    return lambda outline: outline @ matrix


def _ground_shadow(items: Sequence[Item], hover: float) -> Shape:
    solid = [outline for item in items for outline in _outlines(item) if isinstance(item, Shape) and item.line]
    _, top, _, bottom = bounds(solid)
    height = bottom - top
    low = np.concatenate(solid)
    low = low[low[:, 1] > bottom - height * (0.55 if hover else 0.1)]
    reach = (low[:, 0].max() - low[:, 0].min()) / 2 * (0.62 if hover else 1.04) + 6
    centre = (low[:, 0].max() + low[:, 0].min()) / 2
    angle = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    depth = min(26.0, max(9.0, reach * 0.13))
    ring = np.stack([np.cos(angle) * reach, np.sin(angle) * depth], axis=1)
    ground = bottom - depth * 0.35 + height * hover
    return Shape((ring + np.array([centre, ground]),), (46, 38, 66), (46, 38, 66), line=0, volume=0, opacity=0.2)


def _outlines(item: Item) -> tuple[Outline, ...]:
    return (item.line,) if isinstance(item, Stroke) else item.outlines


def _transformed(item: Item, transform: Transform) -> Item:
    if isinstance(item, Stroke):
        return replace(item, line=transform(item.line))
    marks = tuple(replace(mark, outlines=tuple(map(transform, mark.outlines))) for mark in item.marks)
    return replace(item, outlines=tuple(map(transform, item.outlines)), marks=marks)


def _paint_stroke(canvas: Image.Image, stroke: Stroke) -> None:
    box = _box_around([stroke.line], 10)
    half = stroke.weight * _LINE / 2
    mask = _mask(box, _FINE)
    pen = ImageDraw.Draw(mask)
    line = _fine(stroke.line, box)
    _draw_line(pen, line, half * _FINE)
    for x, y in (line[:2], line[-2:]):
        pen.circle((x, y), half * _FINE, fill=255)
    smooth = mask.reduce(_FINE)
    _lay(canvas, Image.new("RGB", smooth.size, stroke.colour), smooth, box)


def _paint_shape(canvas: Image.Image, shape: Shape, tones: Tones) -> None:
    box = _box_around(shape.outlines, _PAD)
    mask = _coverage(shape.outlines, box)
    if shape.casts:
        _cast_shadow(canvas, mask, box)
    if shape.line:
        ink = _inked(shape.outlines, box, shape.line * _LINE)
        _lay(canvas, Image.new("RGB", mask.size, shape.ink), ink, box)
    layer = Image.new("RGB", mask.size, shape.fill)
    if shape.textured:
        _texture(layer, mask, shape.fill, tones)
    for mark in shape.marks:
        _mark(layer, mark, box)
    if shape.volume:
        _shade(layer, mask, shape.volume)
    _lay(canvas, layer, _faded(mask, shape.opacity), box)


def _texture(layer: Image.Image, mask: Image.Image, fill: Colour, tones: Tones) -> None:
    inner = mask.getbbox()
    if inner is None:
        return
    size = (inner[2] - inner[0], inner[3] - inner[1])
    for tone, colour in ((tones.dark, adjusted(fill, -0.055)), (tones.bright, adjusted(fill, 0.05))):
        layer.paste(colour, inner[:2], tone.resize(size, Image.Resampling.BILINEAR))


def _mark(layer: Image.Image, mark: Mark, box: Box) -> None:
    left, top, right, bottom = bounds(mark.outlines)
    inner = (
        max(box[0], int(left) - 1),
        max(box[1], int(top) - 1),
        min(box[2], int(right) + 2),
        min(box[3], int(bottom) + 2),
    )
    if inner[0] >= inner[2] or inner[1] >= inner[3]:
        return
    stamp = _coverage(mark.outlines, inner)
    layer.paste(mark.colour, (inner[0] - box[0], inner[1] - box[1]), _faded(stamp, mark.opacity))


def _shade(layer: Image.Image, mask: Image.Image, volume: float) -> None:
    """A shadow edge below right and a rim of light above left; both are the layer's own colours, changed."""
    inner = mask.getbbox()
    if inner is None:
        return
    depth = min(inner[2] - inner[0], inner[3] - inner[1])
    reach = max(1, min(15, round(depth * 0.1)))
    lit = ImageChops.offset(mask, -reach, -reach).filter(ImageFilter.BoxBlur(reach * 0.3))
    shadow = _faded(ImageChops.subtract(mask, lit), 0.8 * volume)
    layer.paste(_recoloured(layer, in_shadow), (0, 0), shadow)
    inset = max(1, reach // 3)
    rim = ImageChops.subtract(ImageChops.offset(mask, inset, inset), ImageChops.offset(mask, 2 * inset, 2 * inset))
    soft = _faded(rim.filter(ImageFilter.BoxBlur(inset * 0.7)), 0.62 * volume)
    layer.paste(_recoloured(layer, in_light), (0, 0), soft)


def _recoloured(layer: Image.Image, change: Callable[[Colour], Colour]) -> Image.Image:
    """The layer as it looks under another light, taken from what the change makes of its mean colour."""
    red, green, blue = (int(v) for v in layer.resize((1, 1), Image.Resampling.BOX).tobytes())
    curves: list[int] = []
    for own, new in zip((red, green, blue), change((red, green, blue)), strict=True):
        curves += _tone_curve(own, new)
    return layer.point(curves)


def _tone_curve(own: int, new: int) -> list[int]:
    """What becomes of the values 0..255 where `own` becomes `new`: all darker, or all lighter, alike."""
    values = np.arange(256)
    darker = values * new / max(1, own)
    lighter = 255 - (255 - values) * (255 - new) / max(1, 255 - own)
    curve: list[int] = np.rint(darker if new <= own else lighter).astype(int).tolist()
    return curve


def _cast_shadow(canvas: Image.Image, mask: Image.Image, box: Box) -> None:
    """Darkens what is painted already, and leaves the transparent alone."""
    fallen = ImageChops.offset(mask, 3, 9).filter(ImageFilter.BoxBlur(4))
    ground = canvas.getchannel("A").crop(box)
    veil = _faded(ImageChops.multiply(fallen, ground), 0.3)
    _lay(canvas, Image.new("RGB", mask.size, (38, 28, 66)), veil, box)


def _lay(canvas: Image.Image, layer: Image.Image, mask: Image.Image, box: Box) -> None:
    layer.putalpha(mask)
    canvas.alpha_composite(layer, (box[0], box[1]))


def _faded(mask: Image.Image, opacity: float) -> Image.Image:
    return mask if opacity == 1 else mask.point(_tone_curve(255, round(255 * opacity)))


def _box_around(outlines: Sequence[Outline], pad: float) -> Box:
    left, top, right, bottom = bounds(outlines)
    return (
        max(0, int(left - pad)),
        max(0, int(top - pad)),
        min(FRAME, int(right + pad) + 1),
        min(FRAME, int(bottom + pad) + 1),
    )


def _mask(box: Box, times: int) -> Image.Image:
    return Image.new("L", ((box[2] - box[0]) * times, (box[3] - box[1]) * times))


def _fine(outline: Outline, box: Box, nudge: float = 0.0) -> list[float]:
    fine: list[float] = ((outline - np.array([box[0], box[1]]) + nudge) * _FINE).ravel().tolist()
    return fine


def _coverage(outlines: Sequence[Outline], box: Box) -> Image.Image:
    mask = _mask(box, _FINE)
    pen = ImageDraw.Draw(mask)
    for outline in outlines:
        pen.polygon(_fine(outline, box), fill=255)
    return mask.reduce(_FINE)


def _inked(outlines: Sequence[Outline], box: Box, weight: float) -> Image.Image:
    """The shape grown by its line; the line is heavier on the side away from the light."""
    mask = _mask(box, _FINE)
    pen = ImageDraw.Draw(mask)
    for outline in outlines:
        line = _fine(outline, box, weight * 0.16)
        pen.polygon(line, fill=255)
        _draw_line(pen, line + line[:4], weight * _FINE)
    return mask.reduce(_FINE)


def _draw_line(pen: ImageDraw.ImageDraw, line: list[float], half: float) -> None:
    """A thick line through the points x, y, x, y, ...; corners that would gape are closed with a disc.

    Pillow's own `joint="curve"` does this at every point, which costs more than all the rest of the painting.
    """
    pen.line(line, fill=255, width=round(2 * half))
    knots = np.array(line).reshape(-1, 2)
    ahead = np.diff(knots, axis=0)
    bend = np.abs(np.diff(np.arctan2(ahead[:, 1], ahead[:, 0])))
    sharp = np.minimum(bend, 2 * np.pi - bend) > _GAPING
    for x, y in knots[1:-1][sharp].tolist():
        pen.circle((x, y), half, fill=255)
