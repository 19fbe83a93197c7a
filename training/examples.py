"""Renders the three example photos of the Scan page: no photo of anyone's, so no right of anyone's.

    python -m training.examples

Each scene is a signed distance function, met by rays from a camera, in one light, on a table.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np
from PIL import Image, ImageFilter

FOLDER: Final = Path("piclets/web/served")
SIZE: Final = (640, 480)
STEPS: Final = 72
FAR: Final = 9.0

Array = Any
"""NumPy's."""
Scene = Callable[[Array], tuple[Array, Array]]
"""Distances to the nearest surface from points (n, 3), and what each is made of: an index of its colours."""


def main() -> None:
    for name, scene, colours, seed in SCENES:
        picture = _render(scene, colours, np.random.default_rng(seed))
        picture.save(FOLDER / f"example-{name}.jpg", quality=84, optimize=True, progressive=True)


def _render(scene: Scene, colours: Array, rng: np.random.Generator) -> Image.Image:
    width, height = SIZE
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    eye, aim = np.array([0.4, 1.9, -4.2], np.float32), np.array([0.0, 0.62, 0.0], np.float32)
    ahead = _unit(aim - eye)
    right = _unit(np.cross([0, 1, 0], ahead).astype(np.float32))
    up = np.cross(ahead, right)
    across, above = (x - width / 2) / height, (height / 2 - y) / height
    rays = _unit((ahead * 1.6 + across[..., None] * right + above[..., None] * up).reshape(-1, 3))
    places, kinds = _march(scene, np.broadcast_to(eye, rays.shape), rays)
    normals = _normals(scene, places)
    light = _unit(np.array([-0.6, 1.1, -0.7], np.float32))
    shade = _shadow(scene, places + normals * 0.02, light)
    facing = np.clip(normals @ light, 0, 1) * shade
    shine = np.clip(_unit(light - rays) * normals, -1, 1).sum(1).clip(0, 1) ** 48 * shade * (kinds > 0)
    surface = colours[kinds] * _grain(places, kinds, rng)[:, None]
    lit = surface * (0.34 + 0.06 * normals[:, 1:2] + 0.78 * facing[:, None]) + 0.42 * shine[:, None]
    away = np.linalg.norm(places - eye, axis=1)
    fade = np.clip((away - 5.5) / (FAR - 5.5), 0, 1)[:, None]
    lit = lit * (1 - fade) + np.array([0.56, 0.53, 0.5]) * fade
    noisy = lit.reshape(height, width, 3) + rng.normal(0, 0.012, (height, width, 3))
    picture = Image.fromarray((np.clip(noisy, 0, 1) ** (1 / 1.5) * 255).astype(np.uint8))
    return picture.filter(ImageFilter.GaussianBlur(0.6))


def _march(scene: Scene, places: Array, rays: Array) -> tuple[Array, Array]:
    gone = np.zeros(len(rays), np.float32)
    kinds = np.zeros(len(rays), int)
    for _ in range(STEPS):
        near, kinds = scene(places + rays * gone[:, None])
        gone = np.minimum(gone + near * 0.92, FAR)
    return places + rays * gone[:, None], kinds


def _normals(scene: Scene, places: Array) -> Array:
    step = 0.004 * np.eye(3, dtype=np.float32)
    return _unit(np.stack([scene(places + each)[0] - scene(places - each)[0] for each in step], 1))


def _shadow(scene: Scene, places: Array, light: Array) -> Array:
    gone, least = np.full(len(places), 0.03, np.float32), np.ones(len(places), np.float32)
    for _ in range(28):
        near, _kinds = scene(places + light * gone[:, None])
        least = np.minimum(least, 9 * near / gone)
        gone += np.clip(near, 0.02, 0.3)
    return np.clip(least, 0, 1)


def _grain(places: Array, kinds: Array, rng: np.random.Generator) -> Array:
    """The table is of wood; everything else is even."""
    rings = np.sin(places[:, 2] * 21 + 1.6 * np.sin(places[:, 0] * 1.3)) * np.sin(places[:, 2] * 47 + places[:, 0])
    return np.where(kinds == 0, 1 + 0.07 * rings + rng.normal(0, 0.015, len(places)), 1.0)


def _unit(vectors: Array) -> Array:
    return vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)


def _table(places: Array) -> Array:
    return places[:, 1]


def _cylinder(places: Array, radius: float, low: float, high: float) -> Array:
    out = np.stack(
        [np.hypot(places[:, 0], places[:, 2]) - radius, np.abs(places[:, 1] - (low + high) / 2) - (high - low) / 2]
    )
    return np.linalg.norm(np.maximum(out, 0), axis=0) + np.minimum(out.max(0), 0) - 0.03


def _capsule(places: Array, start: tuple[float, ...], end: tuple[float, ...], radius: float) -> Array:
    a, along = np.array(start), np.array(end) - np.array(start)
    part = np.clip((places - a) @ along / (along @ along), 0, 1)
    return np.linalg.norm(places - a - part[:, None] * along, axis=1) - radius


def _nearest(*surfaces: tuple[Array, int]) -> tuple[Array, Array]:
    all_ = np.stack([distance for distance, _ in surfaces])
    return all_.min(0), np.array([kind for _, kind in surfaces])[all_.argmin(0)]


def _mug(places: Array) -> tuple[Array, Array]:
    body = np.maximum(_cylinder(places, 0.62, 0.03, 1.35), -_cylinder(places, 0.52, 0.18, 1.6))
    at = places - np.array([0.72, 0.7, 0])
    handle = np.hypot(np.hypot(at[:, 0], at[:, 1]) - 0.34, at[:, 2]) - 0.085
    handle = np.maximum(handle, 0.56 - np.hypot(places[:, 0], places[:, 2]))
    drink = _cylinder(places, 0.5, 0.2, 1.1)
    return _nearest((_table(places), 0), (np.minimum(body, handle), 1), (drink, 2))


def _apple(places: Array) -> tuple[Array, Array]:
    x, y, z = places.T
    around = np.hypot(x, z)
    flesh = np.hypot(around - 0.34, (y - 0.53) * 1.02) - 0.5
    flesh = flesh - 0.05 * np.cos(np.arctan2(z, x) * 5) * np.clip((0.5 - y) / 0.5, 0, 1) ** 2
    stem = _capsule(places, (0, 0.77, 0), (0.12, 1.21, 0.02), 0.035)
    leaf = (np.linalg.norm((places - np.array([0.33, 1.11, 0.02])) / np.array([0.26, 0.05, 0.13]), axis=1) - 1) * 0.05
    return _nearest((_table(places), 0), (flesh * 0.9, 1), (stem, 2), (leaf, 3))


def _cactus(places: Array) -> tuple[Array, Array]:
    ribs = 0.018 * np.cos(np.arctan2(places[:, 2], places[:, 0]) * 12)
    trunk = _capsule(places, (0, 0.6, 0), (0, 1.7, 0), 0.3) - ribs
    left = np.minimum(
        _capsule(places, (-0.2, 1.0, 0), (-0.6, 1.1, 0), 0.13),
        _capsule(places, (-0.6, 1.1, 0), (-0.62, 1.5, 0), 0.13),
    )
    right = np.minimum(
        _capsule(places, (0.2, 1.25, 0), (0.55, 1.3, 0), 0.12),
        _capsule(places, (0.55, 1.3, 0), (0.57, 1.62, 0), 0.12),
    )
    plant = np.minimum(trunk, np.minimum(left, right))
    wide = 0.42 + 0.16 * places[:, 1] / 0.6
    pot = np.maximum(np.hypot(places[:, 0], places[:, 2]) - wide, np.abs(places[:, 1] - 0.3) - 0.3) * 0.9 - 0.02
    rim = _cylinder(places, 0.58, 0.52, 0.64)
    return _nearest((_table(places), 0), (plant * 0.9, 1), (np.minimum(pot, rim), 2))


def _colours(*rows: tuple[float, float, float]) -> Array:
    return np.array([(0.62, 0.44, 0.28), *rows], np.float32)


SCENES: Final[tuple[tuple[str, Scene, Array, int], ...]] = (
    ("red-mug", _mug, _colours((0.72, 0.1, 0.08), (0.2, 0.11, 0.06)), 1),
    ("green-apple", _apple, _colours((0.42, 0.66, 0.13), (0.3, 0.2, 0.1), (0.16, 0.45, 0.12)), 2),
    ("cactus", _cactus, _colours((0.13, 0.46, 0.2), (0.78, 0.42, 0.26)), 3),
)

if __name__ == "__main__":
    main()
