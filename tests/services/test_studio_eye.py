"""What the studio says of a photo without a model."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageDraw

from piclets.studio.caption import describe
from piclets.studio.eye import colour_name, look

Draw = ImageDraw.ImageDraw
LIGHT_GROUND = (236, 232, 222)


def _photo(draw: Callable[[Draw], None], size: tuple[int, int] = (320, 240)) -> Image.Image:
    image = Image.new("RGB", size, LIGHT_GROUND)
    draw(ImageDraw.Draw(image))
    return image


def _disc(draw: Draw) -> None:
    draw.ellipse((70, 30, 250, 210), fill=(40, 70, 170))


def _box(draw: Draw) -> None:
    draw.rectangle((90, 50, 230, 190), fill=(200, 30, 30))


def _post(draw: Draw) -> None:
    draw.rectangle((140, 20, 190, 220), fill=(30, 140, 50))


def _plank(draw: Draw) -> None:
    draw.rectangle((20, 100, 300, 150), fill=(120, 75, 40))


def _tent(draw: Draw) -> None:
    draw.polygon([(160, 30), (60, 210), (260, 210)], fill=(235, 150, 20))


def _stripes(draw: Draw) -> None:
    for x in range(0, 320, 26):
        draw.rectangle((x, 0, x + 12, 240), fill=(20, 40, 160))


def _slanted_stripes(draw: Draw) -> None:
    for x in range(-240, 320, 30):
        draw.line((x, 0, x + 240, 240), fill=(160, 20, 20), width=10)


def _checks(draw: Draw) -> None:
    for x in range(0, 320, 20):
        for y in range(x // 20 % 2 * 20, 240, 40):
            draw.rectangle((x, y, x + 19, y + 19), fill=(0, 0, 0))


def _specks(draw: Draw) -> None:
    for x, y in np.random.default_rng(2).integers(0, 230, (200, 2)).tolist():
        draw.ellipse((x, y, x + 9, y + 9), fill=(180, 20, 20))


@pytest.mark.parametrize(
    ("draw", "thing"),
    [
        (_disc, "round blue thing"), (_box, "square red thing"), (_post, "tall green thing"),
        (_plank, "long brown thing"),
        (_tent, "pointed orange thing"), (_stripes, "striped blue thing"), (_slanted_stripes, "striped red thing"),
        (_checks, "checkered black thing"), (_specks, "speckled white thing"),
    ],
)  # fmt: skip
def test_a_thing_without_a_name(draw: Callable[[Draw], None], thing: str) -> None:
    assert describe(_photo(draw), "IMG_0001.jpg").startswith(f"A photo of a {thing}. To the eye: mostly ")


def test_a_thing_with_a_name_is_called_by_it() -> None:
    said = describe(_photo(_disc), "velvet pillow.jpg")
    assert said == 'A photo called "velvet pillow". To the eye: mostly blue, round, smooth, bright.'


@pytest.mark.parametrize(("level", "light"), [(10, "dark"), (120, "evenly lit"), (250, "bright")])
def test_light(level: int, light: str) -> None:
    assert look(Image.new("RGB", (50, 50), (level, level, level))).light == light


@pytest.mark.parametrize("size", [(1, 1), (1, 700), (768, 2), (3, 3)])
def test_tiny_photos_are_looked_at_too(size: tuple[int, int]) -> None:
    seen = look(Image.new("RGB", size, (250, 20, 20)))
    assert seen.colours == ("red",)
    assert seen.outline == ""


@pytest.mark.parametrize(
    ("rgb", "name"),
    [
        ((0, 0, 0), "black"), ((255, 255, 255), "white"), ((128, 128, 128), "grey"), ((220, 20, 20), "red"),
        ((245, 140, 20), "orange"), ((240, 220, 30), "yellow"), ((40, 150, 60), "green"), ((40, 190, 190),
        "turquoise"),
        ((30, 60, 200), "blue"), ((120, 50, 190), "purple"), ((240, 120, 190), "pink"), ((255, 182, 193), "pink"),
        ((110, 70, 40), "brown"), ((225, 205, 170), "beige"), ((20, 20, 60), "blue"),
    ],
)  # fmt: skip
def test_colours_have_their_everyday_names(rgb: tuple[int, int, int], name: str) -> None:
    assert colour_name(*(value / 255 for value in rgb)) == name


def test_every_colour_has_a_name() -> None:
    steps = np.linspace(0, 1, 9).tolist()
    assert all(colour_name(red, green, blue) for red in steps for green in steps for blue in steps)
