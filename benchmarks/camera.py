"""A camera for judging how cards are read: it shares nothing with the views that the network was trained on.

The card is a plane in space, seen through a lens with distortion; light is linear until the sensor, which has a
colour mosaic, shot noise and read noise; then white balance, a tone curve and JPEG.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]

WIDTH_MM, HEIGHT_MM = 63.0, 88.0
ROWS: Final = 1176
"""Of a card, in pixels."""
FINE: Final = 1.5
SIZES: Final = {"easy": (260, 760), "hard": (160, 260)}
"""How high a card is in the picture, in pixels."""


@dataclass(frozen=True)
class Shot:
    """Where and how a photo is taken."""

    picture: tuple[int, int] = (1280, 960)
    height: float = 400.0
    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    bend_mm: float = 0.0
    bend_down: bool = False
    """Curled from top to bottom, not from side to side."""
    glare: float = 0.0
    thumb: float = 0.0
    """How far a thumb reaches over the card, of its width."""
    moire: float = 0.0
    paper: float = 0.0
    exposure: float = 1.0
    warmth: float = 0.0
    blur: float = 0.7
    electrons: float = 3_000.0
    quality: int = 85
    distortion: float = 0.0
    centre: tuple[float, float] = (0.0, 0.0)
    """Of the card, off the picture's centre, in picture heights."""


def easy(rng: Generator) -> Shot:
    """A player's ordinary photo of a card: 260 to 760 pixels high, turned by up to 30 degrees."""
    height = rng.uniform(*SIZES["easy"])
    return Shot(
        height=height,
        yaw=rng.uniform(-28, 28), pitch=rng.uniform(-28, 28), roll=rng.uniform(-30, 30),
        paper=rng.uniform(0, 0.05), exposure=rng.uniform(0.7, 1.25), warmth=rng.uniform(-0.2, 0.35),
        blur=rng.uniform(0.4, 1.0), electrons=rng.uniform(700, 5_000), quality=int(rng.uniform(55, 95)),
        distortion=rng.uniform(-0.06, 0.06), centre=_centre(rng, height),
    )  # fmt: skip


def hard(rng: Generator) -> Shot:
    """Far away, any way up, with glare: 160 to 260 pixels high."""
    height = rng.uniform(*SIZES["hard"])
    return Shot(
        height=height,
        yaw=rng.uniform(-35, 35), pitch=rng.uniform(-35, 35), roll=rng.uniform(-180, 180),
        glare=rng.uniform(0, 0.5), paper=rng.uniform(0, 0.08), exposure=rng.uniform(0.5, 1.4),
        warmth=rng.uniform(-0.25, 0.5), blur=rng.uniform(0.4, 1.1), electrons=rng.uniform(300, 3_000),
        quality=int(rng.uniform(45, 92)), distortion=rng.uniform(-0.08, 0.08),
        centre=_centre(rng, height),
    )  # fmt: skip


def _centre(rng: Generator, height: float) -> tuple[float, float]:
    """A place for the card at which all of it is in the picture, however it is turned."""
    half = 0.68 * height / 960
    across, down = max(0.0, 0.66 - half), max(0.0, 0.5 - half)
    return rng.uniform(-across, across), rng.uniform(-down, down)


def photograph(card: Bytes | None, shot: Shot, rng: Generator) -> Bytes:
    """A JPEG's pixels (rows, columns, 3) of a card (RGB) on a table; of the table alone without one."""
    light = _table(shot.picture, rng)
    if card is not None:
        surface = _linear(_aged(_no_finer(card, shot), shot, rng))
        light = _laid(light, surface, shot, rng)
    rows, columns = light.shape[:2]
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32) / rows
    tilt = rng.uniform(0, 2 * math.pi)
    lamp = 1 + 0.35 * rng.random() * ((x - 0.67) * math.cos(tilt) + (y - 0.5) * math.sin(tilt))
    fall = 1 - 0.25 * ((x - 0.67) ** 2 + (y - 0.5) ** 2)
    light = light * (lamp * fall)[..., None] * np.float32(shot.exposure)
    if shot.glare:
        gx, gy, size = rng.uniform(0.3, 1.0), rng.uniform(0.2, 0.8), rng.uniform(0.03, 0.12)
        light = light + (shot.glare * np.exp(-((x - gx) ** 2 + (y - gy) ** 2) / size**2))[..., None].astype(
            np.float32
        )
    light = cv2.GaussianBlur(light, (0, 0), shot.blur)
    return _developed(_sensed(np.asarray(light, np.float32), shot, rng), shot)


def _table(picture: tuple[int, int], rng: Generator) -> Floats:
    """Wood, cloth or paper, in linear light."""
    columns, rows = picture
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    a = rng.uniform(0, math.pi)
    along, across = x * math.cos(a) + y * math.sin(a), y * math.cos(a) - x * math.sin(a)
    coarse = cv2.resize(rng.random((12, 16), np.float32), picture, interpolation=cv2.INTER_CUBIC)
    kind = rng.integers(3)
    if kind == 0:
        grain = np.sin(across / rng.uniform(5, 25) + 5 * coarse + 0.002 * along)
    elif kind == 1:
        grain = np.sin(x / rng.uniform(1.5, 5)) * np.sin(y / rng.uniform(1.5, 5))
    else:
        grain = np.asarray(0.4 * rng.standard_normal((rows, columns), np.float32), np.float32)
    shade = np.asarray(0.12 * grain + 0.5 * coarse + rng.uniform(0.1, 0.9), np.float32)
    colour = rng.uniform(0.25, 0.9, 3).astype(np.float32)
    return np.asarray(np.clip(shade, 0.05, 1.3)[..., None] * colour, np.float32) ** np.float32(1.6)


def _no_finer(card: Bytes, shot: Shot) -> Bytes:
    """The card with no more than `FINE` rows for each that it has in the picture: more cost time and are not seen."""
    rows, columns = card.shape[:2]
    factor = FINE * shot.height / rows
    if factor >= 1:
        return card
    size = (round(columns * factor), round(rows * factor))
    return np.asarray(cv2.resize(card, size, interpolation=cv2.INTER_AREA), np.uint8)


def _aged(card: Bytes, shot: Shot, rng: Generator) -> Bytes:
    """Printed on paper with a grain, or shown on a screen whose pixels beat with the sensor's."""
    shown = card.astype(np.float32)
    rows, columns = shown.shape[:2]
    unit = rows / ROWS
    if shot.paper:
        # as much of it at each length as a card of all its pixels has
        grain = unit * cv2.GaussianBlur(rng.standard_normal((rows, columns), np.float32), (0, 0), 1.6 * unit)
        black = 255 * rng.uniform(0.02, 0.12)
        shown = black + shown * (1 - black / 255) + (255 * shot.paper * grain)[..., None]
    if shot.moire:
        y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
        a, period = rng.uniform(0, math.pi), unit * rng.uniform(12, 60)
        wave = np.sin(2 * math.pi * (x * math.cos(a) + y * math.sin(a)) / period)
        colours = np.stack([np.roll(wave, int(shift), 1) for shift in (0, period / 3, 2 * period / 3)], -1)
        shown = np.asarray(shown * (1 + shot.moire * colours), np.float32)
    if shot.thumb:
        mask = np.zeros((rows, columns), np.uint8)
        reach = int(shot.thumb * columns)
        at = (columns - reach // 2 + int(40 * unit), int(rng.uniform(0.55, 0.85) * rows))
        cv2.ellipse(mask, at, (reach // 2 + int(60 * unit), int(110 * unit)), rng.uniform(-20, 20), 0, 360, 1, -1)
        shown[mask > 0] = (205, 150, 125)
    return np.asarray(np.clip(shown, 0, 255), np.uint8)


def _laid(light: Floats, surface: Floats, shot: Shot, rng: Generator) -> Floats:
    """The card in the picture, as the lens sees it from where the camera is."""
    columns, rows = shot.picture
    focal = 1.2 * rows
    distance = focal * HEIGHT_MM / shot.height
    turn = _rotation(shot).astype(np.float32)
    around = math.ceil(shot.height * 0.85) + 40
    cx, cy = columns / 2 + shot.centre[0] * rows, rows / 2 + shot.centre[1] * rows
    left, top = max(0, int(cx - around)), max(0, int(cy - around))
    right, bottom = min(columns, int(cx + around)), min(rows, int(cy + around))
    y, x = np.mgrid[top:bottom, left:right].astype(np.float32) + np.float32(0.5)
    u, v = (x - columns / 2) / focal, (y - rows / 2) / focal
    radius = u * u + v * v
    u, v = u * (1 + shot.distortion * radius), v * (1 + shot.distortion * radius)
    middle = np.array((cx - columns / 2, cy - rows / 2, focal), np.float32) * np.float32(distance / focal)
    # where the ray through each pixel meets the card's plane, in millimetres on the card; a bend lifts its middle
    normal = turn[:, 2]
    lift = np.zeros_like(u)
    for _ in range(3 if shot.bend_mm else 1):
        along = (middle @ normal + lift) / (u * normal[0] + v * normal[1] + normal[2])
        on = np.stack((u * along - middle[0], v * along - middle[1], along - middle[2]), -1) @ turn
        across = on[..., 1] / HEIGHT_MM if shot.bend_down else on[..., 0] / WIDTH_MM
        lift = -shot.bend_mm * np.cos(np.clip(across, -0.5, 0.5) * math.pi)
    high, wide = surface.shape[:2]
    map_x = ((on[..., 0] / WIDTH_MM + 0.5) * wide - 0.5).astype(np.float32)
    map_y = ((on[..., 1] / HEIGHT_MM + 0.5) * high - 0.5).astype(np.float32)
    shrink = high / shot.height
    soft = cv2.GaussianBlur(surface, (0, 0), 0.45 * shrink) if shrink > 1 else surface
    shown = cv2.remap(soft, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    inside = np.minimum.reduce((map_x + 0.5, wide - 0.5 - map_x, map_y + 0.5, high - 0.5 - map_y)) / shrink
    cover = np.clip(inside + 0.5, 0, 1)[..., None].astype(np.float32)
    shade = cv2.GaussianBlur((inside > -4).astype(np.float32), (0, 0), 4)[..., None]
    place = light[top:bottom, left:right]
    light = light.copy()
    light[top:bottom, left:right] = place * (1 - 0.3 * rng.random() * shade) * (1 - cover) + shown * cover
    return light


def _rotation(shot: Shot) -> NDArray[np.float64]:
    yaw, pitch, roll = (math.radians(angle) for angle in (shot.yaw, shot.pitch, shot.roll))
    about_y = np.array(((math.cos(yaw), 0, math.sin(yaw)), (0, 1, 0), (-math.sin(yaw), 0, math.cos(yaw))))
    about_x = np.array(((1, 0, 0), (0, math.cos(pitch), -math.sin(pitch)), (0, math.sin(pitch), math.cos(pitch))))
    about_z = np.array(((math.cos(roll), -math.sin(roll), 0), (math.sin(roll), math.cos(roll), 0), (0, 0, 1)))
    return np.asarray(about_x @ about_y @ about_z, np.float64)


def _sensed(light: Floats, shot: Shot, rng: Generator) -> Floats:
    """Through the colour mosaic, with the noise of few electrons, and interpolated again."""
    warm = np.array((1 + shot.warmth, 1, 1 - 0.6 * shot.warmth), np.float32)
    raw = np.empty(light.shape[:2], np.float32)
    for (row, column), channel in {(0, 0): 0, (0, 1): 1, (1, 0): 1, (1, 1): 2}.items():
        raw[row::2, column::2] = light[row::2, column::2, channel] * warm[channel]
    counts = np.clip(raw, 0, 1) * shot.electrons
    noisy = counts + np.sqrt(counts + 9) * rng.standard_normal(raw.shape, np.float32)
    mosaic = (np.clip(noisy / shot.electrons, 0, 1) * 65_535).astype(np.uint16)
    return np.asarray(cv2.cvtColor(mosaic, cv2.COLOR_BayerRG2RGB), np.float32)[..., ::-1] / np.float32(65_535)


def _developed(seen: Floats, shot: Shot) -> Bytes:
    half = np.array((1 + shot.warmth / 2, 1, 1 - 0.3 * shot.warmth), np.float32)
    balanced = np.clip(seen / half, 0, 1)
    curved = np.where(balanced < 0.0031308, 12.92 * balanced, 1.055 * balanced ** (1 / 2.4) - 0.055)
    curved = curved * curved * (3 - 2 * curved) * 0.35 + curved * 0.65
    pixels = (np.clip(curved, 0, 1) * 255 + 0.5).astype(np.uint8)
    _, coded = cv2.imencode(".jpg", pixels[..., ::-1], (cv2.IMWRITE_JPEG_QUALITY, shot.quality))
    decoded = cv2.imdecode(coded, cv2.IMREAD_COLOR)
    assert decoded is not None
    return np.asarray(decoded[..., ::-1], np.uint8)


def _linear(card: Bytes) -> Floats:
    part = np.arange(256, dtype=np.float32) / 255
    light = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4) * 0.9
    return np.asarray(light, np.float32)[card]
