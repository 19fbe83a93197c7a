"""Creatures are cut out of plain grounds, along their outline or not at all."""

from __future__ import annotations

import statistics
from io import BytesIO

import numpy as np
import pytest
from PIL import Image, ImageDraw

from benchmarks.cutouts import drawn, overlap
from piclets.images.cutout import cut_out, matte
from piclets.services.ports import Picture


def disc(
    ground: tuple[int, int, int] = (250, 250, 250), colour: tuple[int, int, int] = (60, 90, 200), radius: int = 90,
    size: tuple[int, int] = (384, 384),
) -> Image.Image:  # fmt: skip
    """A disc in the middle, smooth at its edge."""
    large = Image.new("RGB", (size[0] * 4, size[1] * 4), ground)
    x, y, r = size[0] * 2, size[1] * 2, radius * 4
    ImageDraw.Draw(large).ellipse((x - r, y - r, x + r, y + r), fill=colour)
    return large.resize(size, Image.Resampling.LANCZOS)


def test_drawn_creatures_are_cut_out_along_their_outline() -> None:
    """A part of the benchmark's set: five plain kinds of ground, and a busy one."""
    scores = {}
    for number, picture in enumerate(drawn(18, side=384)):
        found = matte(picture.rgb)
        if found is not None:
            scores[picture.ground, number] = overlap(found, picture.alpha)
    assert len(scores) >= 12
    assert "busy" not in {ground for ground, _ in scores}
    assert statistics.fmean(scores.values()) >= 0.985
    assert min(scores.values()) >= 0.9


def test_what_is_cut_out_has_no_fringe_of_its_ground() -> None:
    cut = cut_out(disc())
    assert cut is not None
    with Image.open(BytesIO(Picture(cut, "painter").webp)) as image:
        pixels = np.asarray(image.convert("RGBA"), np.int16)
    partly = (pixels[..., 3] > 20) & (pixels[..., 3] < 235)
    assert partly.any()
    assert np.abs(pixels[partly][:, :3] - (60, 90, 200)).max() < 60
    assert pixels[5, 5, 3] == 0
    assert pixels[192, 192, 3] == 255


def test_the_same_picture_is_cut_the_same_way() -> None:
    assert cut_out(disc()) == cut_out(disc())


@pytest.mark.parametrize("image", [
    disc(radius=20), disc(radius=230), disc(colour=(246, 246, 246)), disc(colour=(238, 240, 244)),
    Image.new("RGB", (300, 300), "white"), Image.effect_noise((300, 300), 80).convert("RGB"),
    Image.linear_gradient("L").convert("RGB"), disc().convert("RGBA").rotate(30, fillcolor=(0, 0, 0, 0)),
], ids=["a crumb", "nearly all", "white on white", "pale", "nothing", "noise", "no creature", "cut"])  # fmt: skip
def test_in_doubt_a_picture_stays_as_it_is(image: Image.Image) -> None:
    assert cut_out(image) is None


@pytest.mark.parametrize("size", [(64, 64), (64, 190), (1024, 342), (341, 1024)])
def test_every_size_is_looked_at(size: tuple[int, int]) -> None:
    assert cut_out(disc(radius=min(size) // 3, size=size)) is not None
