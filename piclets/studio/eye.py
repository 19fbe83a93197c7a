"""What can honestly be said of a photo without a model: colours, light, texture and outline."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

_MIN_SIDE = 8
_SIDE = 96  # px of the longer side that is looked at: a texture shows, grain does not
_MIN_SHARE = 0.15  # of the subject, below which a colour is not mentioned
_SUBJECT_SHARES = (0.04, 0.88)  # of the photo: outside them nothing stands out from its ground

_HUES = (  # degrees, up to which a hue has this name
    (15, "red"), (42, "orange"), (68, "yellow"), (165, "green"), (195, "turquoise"), (255, "blue"), (290, "purple"),
    (340, "pink"), (361, "red"),
)  # fmt: skip


@dataclass(frozen=True)
class Appearance:
    """`colours`: one to three names, the largest part of the subject first. `outline` may be "": none to speak of."""

    colours: tuple[str, ...]
    light: str
    texture: str
    outline: str


def look(photo: Image.Image) -> Appearance:
    """How the subject of an RGB photo looks."""
    small = photo.convert("RGB")
    small.thumbnail((_SIDE, _SIDE), Image.Resampling.BOX)
    if min(small.size) < _MIN_SIDE:
        small = small.resize((max(small.width, _MIN_SIDE), max(small.height, _MIN_SIDE)))
    pixels = np.asarray(small, dtype=np.float64) / 255
    subject = _subject(pixels)
    stands_out = _SUBJECT_SHARES[0] < subject.mean() < _SUBJECT_SHARES[1]
    if not stands_out:
        subject = np.ones_like(subject)
    return Appearance(
        colours=_colours(pixels[subject]),
        light=_light(pixels),
        texture=_texture(pixels.mean(axis=2), subject),
        outline=_outline(subject) if stands_out else "",
    )


def _subject(pixels: Array) -> Mask:
    """What differs from the photo's rim, so far as the rim is of one colour, and what lies in between."""
    rim = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    ground = np.median(rim, axis=0)
    spread = float(np.median(np.abs(rim - ground).sum(axis=1)))
    differs = np.abs(pixels - ground).sum(axis=2) > max(0.25, 3 * spread)
    return _between(differs, axis=0) | _between(differs, axis=1)


def _between(mask: Mask, axis: int) -> Mask:
    before = np.maximum.accumulate(mask, axis=axis)
    after = np.flip(np.maximum.accumulate(np.flip(mask, axis), axis=axis), axis)
    return np.asarray(before & after)


def _colours(pixels: Array) -> tuple[str, ...]:
    names = np.array([colour_name(*pixel) for pixel in pixels[:: max(1, len(pixels) // 1500)]])
    found, counts = np.unique(names, return_counts=True)
    order = np.argsort(-counts, kind="stable")[:3]
    return tuple(str(found[i]) for n, i in enumerate(order) if n == 0 or counts[i] >= _MIN_SHARE * len(names))


def colour_name(red: float, green: float, blue: float) -> str:
    """The everyday name of a colour given in 0-1."""
    high, low = max(red, green, blue), min(red, green, blue)
    chroma = high - low
    if high < 0.16:
        return "black"
    if chroma < 0.10 or chroma < 0.16 * high:
        return "white" if low > 0.82 else "black" if high < 0.25 else "grey"
    hue = _hue(red, green, blue)
    if 12 <= hue < 50 and high < 0.62:
        return "brown"
    if 20 <= hue < 65 and chroma < 0.38 and high >= 0.62:
        return "beige"
    if (hue < 15 or hue >= 340) and low > 0.5:
        return "pink"
    return next(name for end, name in _HUES if hue < end)


def _hue(red: float, green: float, blue: float) -> float:
    high, low = max(red, green, blue), min(red, green, blue)
    if high == red:
        sector = ((green - blue) / (high - low)) % 6
    elif high == green:
        sector = (blue - red) / (high - low) + 2
    else:
        sector = (red - green) / (high - low) + 4
    return 60 * sector


def _light(pixels: Array) -> str:
    mean = float(pixels.mean())
    return "dark" if mean < 0.28 else "bright" if mean > 0.68 else "evenly lit"


def _texture(grey: Array, subject: Mask) -> str:
    """From the gradients inside the subject, its own edge left out: how strong they are, and how much of one mind."""
    down, across = (np.asarray(slope) for slope in np.gradient(grey))
    inner = _shrunk(_shrunk(subject))
    if inner.sum() < 40:
        inner = subject
    dx, dy = across[inner], down[inner]
    strength = float(np.hypot(dx, dy).mean())
    if strength < 0.012:
        return "smooth"
    difference, cross = float((dx**2 - dy**2).mean()), float((2 * dx * dy).mean())
    agreement = np.hypot(difference, cross) / float((dx**2 + dy**2).mean())
    if agreement > 0.6 and strength > 0.03:
        return "striped"
    # two directions at right angles leave no agreement, but all gradients lie along one of the two
    angles = np.arctan2(dy, dx)[np.hypot(dx, dy) > 0.05]
    if strength > 0.03 and len(angles) > 40 and np.hypot(np.cos(4 * angles).mean(), np.sin(4 * angles).mean()) > 0.45:
        return "checkered"
    return "speckled" if strength > 0.06 else "rough" if strength > 0.03 else "soft"


def _shrunk(mask: Mask) -> Mask:
    padded = np.pad(mask, 1)
    return np.asarray(mask & padded[:-2, 1:-1] & padded[2:, 1:-1] & padded[1:-1, :-2] & padded[1:-1, 2:])


def _outline(subject: Mask) -> str:
    rows, columns = np.flatnonzero(subject.any(axis=1)), np.flatnonzero(subject.any(axis=0))
    height, width = rows[-1] - rows[0] + 1, columns[-1] - columns[0] + 1
    filled = float(subject.sum()) / (height * width)
    if max(height, width) > 1.7 * min(height, width):
        return "tall" if height > width else "long"
    if filled > 0.9:
        return "square"
    if filled > 0.7:
        return "round"
    return "pointed" if 0.4 < filled < 0.58 else ""
