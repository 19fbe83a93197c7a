"""What a camera makes of a card's face: the augmentation, from a PID to the window that a detector cuts out.

A face is drawn, put into a small photo in perspective, lit, blurred, given noise and JPEG, and straightened again
with a homography that is a little wrong, as found corners are. A spot that is mostly covered has no target.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from piclets.domain.spots import centres_of, coordinates_of
from piclets.prints.face import (
    GREYS,
    LUMA,
    PANEL_HEIGHT,
    PANEL_LEFT,
    PANEL_TOP,
    PANEL_WIDTH,
    SPOTS,
    Colours,
    at_luma,
    colours_of,
    draw_face,
)
from piclets.prints.rectify import SIDE, Grey, Matrix, apply, scaled, warped, window_of

Floats = NDArray[np.float32]
SCALE = 4
"""Pixels to a step in which faces are drawn here."""


@dataclass(frozen=True)
class View:
    """A window (96 x 96), the PID's coordinates, and which of the four spots can be seen."""

    window: Grey
    target: tuple[int, ...]
    seen: tuple[bool, bool, bool, bool]


@dataclass(frozen=True)
class Conditions:
    """How bad it gets. `least` and `most` are pixels of the photo to a step of the code."""

    least: float = 1.1
    most: float = 5.0
    tilt: float = 0.16
    misplaced: float = 0.28
    blur: float = 1.0
    noise: float = 0.05
    odd: float = 0.12
    """The share of covered faces and of pictures without one."""


HARD = Conditions()
SCREEN = Conditions(least=1.6, most=5, tilt=0, misplaced=0.2, blur=0.3, noise=0.005, odd=0)


def clean(pid: int, colours: Colours = GREYS) -> Grey:
    """The window without a camera: aligned, on white."""
    face = draw_face(pid, SCALE, colours)
    grey = face[..., 0] if face.shape[2] == 1 else face @ LUMA
    return window_of(_bytes(grey), scaled(SCALE, SCALE, PANEL_LEFT, PANEL_TOP))


def view(pid: int, rng: Generator, conditions: Conditions = HARD) -> View:
    """A window of a face with this PID as a camera may have seen it; now and then one of something else."""
    target = coordinates_of(pid)
    odd = rng.random() < conditions.odd
    if odd and rng.random() < 0.3:
        return View(_something_else(rng), target, (False,) * 4)
    face = draw_face(pid, SCALE, _tones(rng))[..., 0]
    seen = (True,) * 4
    if odd:
        face, seen = _covered(face, pid, rng)
    photo, to_photo = _photographed(face, rng, conditions)
    return View(window_of(photo, to_photo @ _misplaced(to_photo, rng, conditions)), target, seen)


def _tones(rng: Generator) -> Colours:
    """What is left of the parts' tones under a coloured light, in print, in a camera's curve."""
    light = rng.uniform(0.8, 1.2, 3).astype(np.float32)
    curve = rng.uniform(0.65, 1.5)
    black, white = rng.uniform(0, 0.15), rng.uniform(0.85, 1.0)
    tones = {part: float(np.clip(colour * light, 0, 1.2) @ LUMA) for part, colour in colours_of(_hue(rng)).items()}
    return {
        part: np.array((black + (white - black) * max(tone, 0) ** curve,), np.float32) for part, tone in tones.items()
    }


def _hue(rng: Generator) -> Floats:
    return at_luma(rng.random(3).astype(np.float32), 0.5)


def _photographed(face: Floats, rng: Generator, conditions: Conditions) -> tuple[Grey, Matrix]:
    """A photo of the face, and the homography from steps to its places."""
    fineness = math.exp(rng.uniform(math.log(conditions.least), math.log(conditions.most)))
    turn = rng.uniform(-math.pi, math.pi) if conditions.tilt else 0.0
    half = fineness * np.array((PANEL_WIDTH, PANEL_HEIGHT)) / 2
    corners = np.array(((-1, -1), (1, -1), (1, 1), (-1, 1))) * half
    corners *= 1 + rng.uniform(-1, 1, (4, 2)) * conditions.tilt * rng.random()
    corners *= 1 + rng.uniform(-1, 1, 2) * conditions.tilt * 0.6
    spin = np.array(((math.cos(turn), -math.sin(turn)), (math.sin(turn), math.cos(turn))))
    corners = corners @ spin.T
    corners += 4 + rng.random(2) - corners.min(0)
    width, height = (np.ceil(corners.max(0)) + 4).astype(int)
    rows, columns = face.shape
    drawn = np.array(((0, 0), (columns, 0), (columns, rows), (0, rows)), np.float32)
    to_photo = cv2.getPerspectiveTransform(drawn, corners.astype(np.float32)).astype(np.float64)
    shrink = SCALE / fineness
    if shrink > 1.2:  # what falls on one pixel of the photo is averaged
        face = cv2.GaussianBlur(face, (0, 0), 0.4 * shrink)
    photo = warped(face, np.linalg.inv(to_photo), int(width), int(height))
    photo = _lit(np.asarray(photo, np.float32), rng, conditions)
    photo = _blurred(photo, rng, conditions.blur, fineness)
    photo = photo + rng.standard_normal(photo.shape, np.float32) * np.float32(conditions.noise * rng.random() ** 2)
    return _compressed(_bytes(photo), rng), to_photo @ scaled(SCALE, SCALE, PANEL_LEFT, PANEL_TOP)


def _lit(photo: Floats, rng: Generator, conditions: Conditions) -> Floats:
    rows, columns = photo.shape
    if conditions.tilt == 0:
        return photo
    light = rng.uniform(0.7, 1.15, (3, 3)).astype(np.float32) * np.float32(rng.uniform(0.6, 1.15))
    photo = photo * cv2.resize(light, (columns, rows), interpolation=cv2.INTER_CUBIC)
    y, x = np.ogrid[0:rows, 0:columns]
    if rng.random() < 0.25:  # glare
        cx, cy, radius = rng.random() * columns, rng.random() * rows, rng.uniform(0.06, 0.25) * columns
        shine = np.exp(-(((x - cx) / radius) ** 2 + ((y - cy) / (radius * rng.uniform(0.5, 2))) ** 2))
        photo = photo + shine.astype(np.float32) * np.float32(rng.uniform(0.1, 0.7))
    if rng.random() < 0.2:  # a shadow's edge
        a = rng.uniform(0, 2 * math.pi)
        edge = (x - columns * rng.random()) * math.cos(a) + (y - rows * rng.random()) * math.sin(a)
        soft = 1 / (1 + np.exp(np.clip(-edge / rng.uniform(1, 12), -30, 30)))
        photo = photo * (1 - soft * rng.uniform(0.15, 0.55)).astype(np.float32)
    if rng.random() < 0.15:  # a screen's grid against the sensor's, or a print's raster
        wave, a = rng.uniform(0.15, 2.5), rng.uniform(0, math.pi)
        photo = photo * (1 + rng.uniform(0.02, 0.14) * np.sin(wave * (x * math.cos(a) + y * math.sin(a)))).astype(
            np.float32
        )
    return np.asarray(photo, np.float32)


def _blurred(photo: Floats, rng: Generator, most: float, fineness: float) -> Floats:
    """Out of focus by up to `most` pixels, or half a step and a bit more where pixels are fine; or moved."""
    reach = max(most, 0.55 * most * fineness)
    if rng.random() < 0.2 and most > 0.5:
        length = 2 * round(rng.uniform(0.5, 1.6 * reach)) + 1
        kernel = np.zeros((length, length), np.float32)
        a, half = rng.uniform(0, math.pi), length // 2
        dx, dy = half * math.cos(a), half * math.sin(a)
        cv2.line(kernel, (round(half - dx), round(half - dy)), (round(half + dx), round(half + dy)), 1.0)
        photo = np.asarray(cv2.filter2D(photo, -1, kernel / kernel.sum()), np.float32)
    sigma = rng.uniform(0, reach)
    if sigma < 0.2:
        return photo
    photo = np.asarray(cv2.GaussianBlur(photo, (0, 0), sigma), np.float32)
    if rng.random() < 0.2:  # as phones sharpen
        photo = photo + np.float32(rng.uniform(0.3, 1)) * (photo - cv2.GaussianBlur(photo, (0, 0), 1.2))
    return photo


def _compressed(photo: Grey, rng: Generator) -> Grey:
    _, coded = cv2.imencode(".jpg", photo, [cv2.IMWRITE_JPEG_QUALITY, int(rng.uniform(35, 95))])
    return np.asarray(cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE), np.uint8)


def _misplaced(to_photo: Matrix, rng: Generator, conditions: Conditions) -> Matrix:
    """The corners of the panel as a detector finds them, from where they are: steps to steps.

    A part of the error is in pixels of the photo, a part (a bent card, a blurred edge) goes with the steps.
    """
    corners = np.array(((0, 0), (PANEL_WIDTH, 0), (PANEL_WIDTH, PANEL_HEIGHT), (0, PANEL_HEIGHT)), np.float64)
    corners += (PANEL_LEFT, PANEL_TOP)
    found = apply(to_photo, corners)
    fineness = np.linalg.norm(found[1] - found[0]) / PANEL_WIDTH
    spread = conditions.misplaced * rng.random() * (1 + 0.5 / fineness)
    shift = rng.normal(0, spread, 2) + rng.normal(0, spread, (4, 2))
    return cv2.getPerspectiveTransform(corners.astype(np.float32), (corners + shift).astype(np.float32)).astype(
        np.float64
    )


def _covered(face: Floats, pid: int, rng: Generator) -> tuple[Floats, tuple[bool, bool, bool, bool]]:
    """Something lies on the face: a thumb, paper, a hand. A spot is seen while half of it is."""
    rows, columns = face.shape
    mask = np.zeros((rows, columns), np.uint8)
    for _ in range(rng.integers(1, 3)):
        centre = (int(rng.random() * columns), int(rng.random() * rows))
        axes = (int(rng.uniform(4, 16) * SCALE), int(rng.uniform(4, 12) * SCALE))
        cv2.ellipse(mask, centre, axes, rng.uniform(0, 180), 0, 360, 1, -1)
    if rng.random() < 0.2:
        mask[:, : int(rng.uniform(0.2, 0.8) * columns)] = 1
    cover = np.float32(rng.random()) + 0.1 * _cloud(rng, rows, columns)
    seen = []
    for spot, (x, y) in zip(SPOTS, centres_of(pid), strict=True):
        column, row = (x - PANEL_LEFT) * SCALE, (y - PANEL_TOP) * SCALE
        dx, dy = spot.shape.rx * SCALE, spot.shape.ry * SCALE
        seen.append(float(mask[int(row - dy) : int(row + dy), int(column - dx) : int(column + dx)].mean()) < 0.5)
    return np.where(mask > 0, cover, face).astype(np.float32), (seen[0], seen[1], seen[2], seen[3])


def _something_else(rng: Generator) -> Grey:
    """A window in which there is no face."""
    window = _cloud(rng, SIDE, SIDE)
    for _ in range(rng.integers(0, 12)):
        centre = (int(rng.random() * SIDE), int(rng.random() * SIDE))
        axes = (int(rng.uniform(2, 30)), int(rng.uniform(2, 30)))
        cv2.ellipse(window, centre, axes, rng.uniform(0, 180), 0, 360, float(rng.random()), -1)
    return _compressed(_bytes(window + rng.standard_normal((SIDE, SIDE), np.float32) * np.float32(0.04)), rng)


def _cloud(rng: Generator, rows: int, columns: int) -> Floats:
    cells = rng.integers(2, 9, 2)
    return np.asarray(
        cv2.resize(rng.random(cells, np.float32), (columns, rows), interpolation=cv2.INTER_CUBIC), np.float32
    )


def _bytes(picture: Floats) -> Grey:
    return np.asarray(np.clip(picture, 0, 1) * 255 + 0.5, np.uint8)
