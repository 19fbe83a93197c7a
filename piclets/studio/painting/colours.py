"""Colour arithmetic in OKLCH, where equal steps look equal.

A `Colour` is an sRGB triple of 0..255. Lightness is 0..1, chroma 0..about 0.32, hue in degrees.
Source of the matrices: Björn Ottosson, "A perceptual color space for image processing" (2020).
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Colour = tuple[int, int, int]
FloatArray = NDArray[np.float64]

WHITE: Colour = (255, 255, 255)
NIGHT: Colour = (30, 24, 40)
CREAM: Colour = (255, 249, 236)
BLUSH: Colour = (255, 112, 128)
# What some parts are made of, whatever colour the thing has
LEAF: Colour = (96, 160, 72)
WOOD: Colour = (186, 132, 82)
STRAW: Colour = (232, 192, 108)
GLASS: Colour = (196, 228, 246)
FLAME: Colour = (255, 178, 62)

_TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
_FROM_LAB = np.linalg.inv(_TO_LAB)
_FROM_CONES = np.linalg.inv(_TO_CONES)

_SHADOW_HUE = 285.0
_LIGHT_HUE = 95.0


def oklab(rgb: FloatArray) -> FloatArray:
    """sRGB values of 0..255, shape (..., 3), as OKLab of the same shape."""
    encoded = rgb / 255.0
    linear = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    lab: FloatArray = np.cbrt(linear @ _TO_CONES.T) @ _TO_LAB.T
    return lab


def oklch(colour: Colour) -> tuple[float, float, float]:
    """Lightness, chroma and hue of one colour."""
    lightness, a, b = (float(v) for v in oklab(np.array(colour, dtype=np.float64)))
    return lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def from_oklch(lightness: float, chroma: float, hue: float) -> Colour:
    """The sRGB colour; chroma is lowered, hue and lightness kept, where sRGB has no such colour."""
    lightness = min(1.0, max(0.0, lightness))
    for share in (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1):
        linear = _linear_rgb(lightness, chroma * share, hue)
        if linear.min() >= -0.002 and linear.max() <= 1.002:
            return _encoded(linear)
    return _encoded(_linear_rgb(lightness, 0.0, hue))


def _linear_rgb(lightness: float, chroma: float, hue: float) -> FloatArray:
    angle = math.radians(hue)
    lab = np.array([lightness, chroma * math.cos(angle), chroma * math.sin(angle)])
    linear: FloatArray = _FROM_CONES @ (_FROM_LAB @ lab) ** 3
    return linear


def _encoded(linear: FloatArray) -> Colour:
    light = np.clip(linear, 0.0, 1.0)
    encoded = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
    red, green, blue = (int(v) for v in np.rint(encoded * 255))
    return red, green, blue


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """`share` of the other colour in the one."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def turn_hue(hue: float, goal: float, degrees: float) -> float:
    """The hue, moved by at most `degrees` towards the goal on the shorter way round."""
    way = (goal - hue + 180) % 360 - 180
    return (hue + max(-degrees, min(degrees, way))) % 360


def in_shadow(colour: Colour) -> Colour:
    """What the colour becomes on the side away from the light: darker, richer, cooler."""
    lightness, chroma, hue = oklch(colour)
    return from_oklch(lightness * 0.8, min(0.21, chroma * 1.08 + 0.012), turn_hue(hue, _SHADOW_HUE, 16))


def in_light(colour: Colour) -> Colour:
    """What the colour becomes on the side of the light: lighter and warmer."""
    lightness, chroma, hue = oklch(colour)
    return from_oklch(lightness + (1 - lightness) * 0.5, chroma * 0.8, turn_hue(hue, _LIGHT_HUE, 14))


def ink_of(colour: Colour) -> Colour:
    """The dark line that belongs to a fill: its own hue, near black."""
    lightness, chroma, hue = oklch(colour)
    return from_oklch(0.2 + 0.1 * lightness, min(0.085, chroma * 0.6 + 0.01), turn_hue(hue, _SHADOW_HUE, 18))


def adjusted(colour: Colour, lightness: float = 0.0, chroma: float = 1.0, hue: float = 0.0) -> Colour:
    """The colour with lightness added, chroma multiplied and hue turned."""
    own_lightness, own_chroma, own_hue = oklch(colour)
    return from_oklch(own_lightness + lightness, own_chroma * chroma, own_hue + hue)


def luminance(colour: Colour) -> float:
    """Relative luminance, 0..1 (WCAG 2.2)."""
    encoded = [v / 255 for v in colour]
    red, green, blue = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in encoded)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """Contrast ratio of two colours, 1..21 (WCAG 2.2)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def distance(one: Colour, other: Colour) -> float:
    """How far apart two colours look: Euclidean in OKLab, about 0.02 is just noticeable."""
    labs = oklab(np.array([one, other], dtype=np.float64))
    return float(np.linalg.norm(labs[0] - labs[1]))


def readable(paper: Colour, candidates: Sequence[Colour]) -> Colour:
    """The candidate that stands out most on the paper."""
    return max(candidates, key=lambda colour: contrast(colour, paper))
