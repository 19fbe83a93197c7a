"""A photo's subject, as the colours a creature is painted in.

The subject is taken to be what stands near the centre and looks unlike the photo's border.
"""

import math
import random
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from .colours import CREAM, Colour, FloatArray, distance, from_oklch, mix, oklab, oklch

_SIDE = 48
_CLUSTERS = 6
_ROUNDS = 8
_GREY = 0.03  # OKLCH chroma below which a surface reads as white, grey or black
_APART = 0.16  # OKLab distance from which two colours read as two
_ACCENT_SHARE = 0.06  # a smaller share of the subject is a reflex or an edge, no colour of its own


@dataclass(frozen=True)
class Palette:
    """The colours of one creature; every part of it wears one of these or a mixture of two."""

    body: Colour
    accent: Colour
    light: Colour  # bellies and muzzles: the body's colour, nearly white
    deep: Colour  # paws, backs and soles: the body's colour, darker
    trim: Colour  # horns, claws, pots: a quiet neighbour of both
    spark: Colour  # the accent, glowing


def read_palette(photo: Image.Image, rng: random.Random) -> Palette:
    """The palette of an RGB photo's subject; chance decides only where the photo leaves room."""
    found = _subject_colours(photo)
    body = _bodily(found[0][0], rng)
    accent = _accent(body, found, rng)
    _, chroma, hue = oklch(body)
    return Palette(
        body=body,
        accent=accent,
        light=mix(from_oklch(0.95, chroma * 0.45, hue), CREAM, 0.45),
        deep=_deepened(body),
        trim=mix(from_oklch(0.8, 0.05, hue + 40), accent, 0.22),
        spark=mix(from_oklch(0.9, 0.11, oklch(accent)[2]), accent, 0.18),
    )


def _subject_colours(photo: Image.Image) -> list[tuple[Colour, float]]:
    """The subject's main colours with their shares (sum 1), the largest first."""
    small = photo.resize((_SIDE, _SIDE), Image.Resampling.BOX)
    pixels = np.asarray(small, dtype=np.float64).reshape(-1, 3)
    labs = oklab(pixels)
    weights = _subject_weights(labs)
    member = _clusters(labs, weights)
    colours: list[tuple[Colour, float]] = []
    for cluster in range(_CLUSTERS):
        weight = weights * (member == cluster)
        total = float(weight.sum())
        if total > 0:
            red, green, blue = (int(v) for v in np.rint(weight @ pixels / total))
            colours.append(((red, green, blue), total / float(weights.sum())))
    return sorted(colours, key=lambda entry: -entry[1])


def _subject_weights(labs: FloatArray) -> FloatArray:
    """How much each of the pixels, shape (n, 3), belongs to the subject, shape (n,)."""
    grid = labs.reshape(_SIDE, _SIDE, 3)
    rim = np.concatenate([grid[:3].reshape(-1, 3), grid[-3:].reshape(-1, 3), grid[:, :3].reshape(-1, 3)])
    rim = np.concatenate([rim, grid[:, -3:].reshape(-1, 3)])[::5]
    unlike_rim = np.sqrt(_squared_distances(labs, rim).min(axis=1))
    offset = np.arange(_SIDE) - (_SIDE - 1) / 2
    central = np.exp(-(offset[:, None] ** 2 + offset[None, :] ** 2) / 380).ravel()
    colourful = 0.35 + np.hypot(labs[:, 1], labs[:, 2]) * 3
    weights: FloatArray = central * colourful * np.clip(unlike_rim / 0.16, 0.02, 1.0)
    return weights


def _clusters(labs: FloatArray, weights: FloatArray) -> NDArray[np.intp]:
    """The cluster of each pixel: weighted k-means, started farthest first so that nothing is left to chance."""
    centres = [labs[int(weights.argmax())]]
    for _ in range(_CLUSTERS - 1):
        nearest = np.min([((labs - centre) ** 2).sum(axis=1) for centre in centres], axis=0)
        centres.append(labs[int((weights * nearest).argmax())])
    means = np.array(centres)
    for _ in range(_ROUNDS):
        member = _squared_distances(labs, means).argmin(axis=1)
        for cluster in range(_CLUSTERS):
            weight = weights * (member == cluster)
            if weight.sum() > 0:
                means[cluster] = weight @ labs / weight.sum()
    nearest_mean: NDArray[np.intp] = _squared_distances(labs, means).argmin(axis=1)
    return nearest_mean


def _squared_distances(one: FloatArray, other: FloatArray) -> FloatArray:
    """Between all points of the one, shape (n, 3), and of the other, shape (m, 3): shape (n, m).

    Channel by channel, as a matrix product may differ in its last bits with the number of threads.
    """
    distances = np.zeros((len(one), len(other)))
    for channel in range(3):
        distances += np.subtract.outer(one[:, channel], other[:, channel]) ** 2
    return distances


def _bodily(colour: Colour, rng: random.Random) -> Colour:
    """The colour as a creature wears it: light enough for a face, and cheerful; grey stays grey."""
    lightness, chroma, hue = oklch(colour)
    if chroma < _GREY:
        tint = hue if chroma > _GREY / 3 else rng.choice((265.0, 230.0, 300.0, 60.0))
        return from_oklch(min(0.93, max(0.46, lightness * 0.94 + 0.05)), rng.uniform(0.022, 0.04), tint)
    return _cheerful(min(0.87, lightness * 1.02 + 0.05), chroma * 1.2 + 0.03, hue)


def _cheerful(lightness: float, chroma: float, hue: float) -> Colour:
    """A colour of that hue that pleases: no neon greens, no yellow so dark that it turns to mud."""
    green = math.exp(-(((hue - 145) / 42) ** 2))
    yellow = math.exp(-(((hue - 104) / 22) ** 2))
    return from_oklch(max(0.57 + 0.25 * yellow, lightness - 0.04 * green), min(0.19 - 0.045 * green, chroma), hue)


def _deepened(colour: Colour) -> Colour:
    """The colour, darker; yellow goes to ochre, as its own darker shades are olive."""
    lightness, chroma, hue = oklch(colour)
    yellow = math.exp(-(((hue - 106) / 22) ** 2))
    return from_oklch(lightness * 0.82, chroma, hue - 8 - 26 * yellow)


def _accent(body: Colour, found: list[tuple[Colour, float]], rng: random.Random) -> Colour:
    """A second colour of the subject where it has one, else one that goes well with the first."""
    lightness, _, hue = oklch(body)
    for colour, share in found[1:]:
        own_lightness, own_chroma, own_hue = oklch(colour)
        if share < _ACCENT_SHARE or own_chroma < _GREY:
            continue
        vivid = _cheerful(min(0.86, own_lightness), max(0.11, own_chroma * 1.3), own_hue)
        if distance(vivid, body) > _APART:
            return vivid
    target = lightness - 0.16 if lightness > 0.7 else lightness + 0.17
    turn = rng.choice((-55.0, 55.0, 90.0, -95.0, 150.0, 180.0))
    return _cheerful(target, rng.uniform(0.13, 0.18), (hue + turn) % 360)
