"""The studio's painter, looked at as its players do: by its pictures."""

import os
import random
import subprocess
import sys
from functools import cache
from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from piclets.studio.painting import LIKENESSES, PLANS, Plan, draw_creature, draw_plan
from piclets.studio.painting.colours import (
    CREAM,
    NIGHT,
    Colour,
    contrast,
    distance,
    from_oklch,
    oklch,
    readable,
)

TYPES = sorted(PLANS)
ONE_THING = [plan for plans in LIKENESSES.values() for plan in plans]
RED: Colour = (205, 45, 50)
GREEN: Colour = (60, 150, 70)
BLUE: Colour = (50, 90, 200)
YELLOW: Colour = (235, 200, 50)


def object_photo(subject: Colour, background: Colour, size: tuple[int, int] = (320, 240)) -> Image.Image:
    """An object in the middle of a plain background, a quarter of the photo."""
    photo = Image.new("RGB", size, background)
    width, height = size
    ImageDraw.Draw(photo).ellipse((width * 0.28, height * 0.2, width * 0.72, height * 0.8), fill=subject)
    return photo


def striped_photo() -> Image.Image:
    photo = Image.new("RGB", (240, 240), (230, 225, 215))
    pen = ImageDraw.Draw(photo)
    for left in range(0, 240, 24):
        pen.rectangle((left, 60, left + 11, 180), fill=BLUE)
    return photo


def noise_photo() -> Image.Image:
    return Image.fromarray(np.random.default_rng(4).integers(0, 256, (90, 120, 3), dtype=np.uint8))


def alpha(creature: Image.Image) -> NDArray[np.uint8]:
    return np.asarray(creature.getchannel("A"))


SEEDS = pytest.mark.parametrize(
    "seeds", [range(6), pytest.param(range(20), marks=pytest.mark.slow)], ids=["few", "many"]
)


@cache
def likeness(plan: Plan, seed: int) -> Image.Image:
    """Drawn once for all the tests that only look."""
    return draw_plan(object_photo(BLUE, YELLOW), plan, random.Random(seed))


@cache
def cast_member(primary_type: str, seed: int) -> Image.Image:
    """Drawn once for all the tests that only look."""
    return draw_creature(object_photo(BLUE, YELLOW), primary_type, seed)


def silhouette(creature: Image.Image) -> NDArray[np.bool_]:
    """Where the creature is, its soft shadow on the ground aside, 64 x 64."""
    small = creature.getchannel("A").resize((64, 64), Image.Resampling.BOX)
    return np.asarray(small) > 128


def main_hue(creature: Image.Image) -> float:
    """The hue (OKLCH, degrees) that most of the creature's colourful pixels are near."""
    small = np.asarray(creature.resize((64, 64), Image.Resampling.BOX))
    solid = small[small[..., 3] > 250][:, :3]
    votes = np.zeros(36)
    for red, green, blue in solid.tolist():
        _, chroma, hue = oklch((red, green, blue))
        votes[int(hue // 10) % 36] += chroma if chroma > 0.05 else 0
    smooth = votes + np.roll(votes, 1) + np.roll(votes, -1)
    return float(smooth.argmax()) * 10 + 5


def hues_apart(one: float, other: float) -> float:
    return abs((one - other + 180) % 360 - 180)


def test_every_type_has_several_body_plans() -> None:
    known = "aquatic beast bug cuisine culture flora machina mineral space structure"
    assert known.split() == TYPES
    assert all(len(plans) >= 2 for plans in PLANS.values())
    every = [plan for plans in PLANS.values() for plan in plans]
    assert len(set(every)) == len(every) >= 18


def test_a_type_of_no_such_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="plasma"):
        draw_creature(object_photo(RED, GREEN), "plasma", 1)


@SEEDS
@pytest.mark.parametrize("primary_type", TYPES)
def test_pictures_stay_in_their_frame(primary_type: str, seeds: range) -> None:
    """Over many seeds nothing touches the edge, and the creature fills its frame and stands in its middle."""
    for seed in seeds:
        creature = cast_member(primary_type, seed)
        assert_fills_its_frame(creature)
        assert (alpha(creature) > 200).mean() > 0.1


@pytest.mark.parametrize("seeds", [range(2), pytest.param(range(2, 4), marks=pytest.mark.slow)], ids=["few", "many"])
@pytest.mark.parametrize("plan", ONE_THING)
def test_likenesses_stay_in_their_frame(plan: Plan, seeds: range) -> None:
    for seed in seeds:
        assert_fills_its_frame(likeness(plan, seed))


def test_a_likeness_is_nothing_that_chance_draws() -> None:
    """Who photographs something unheard of gets no scissors: these plans are one thing each."""
    assert set(LIKENESSES) <= set(TYPES)
    assert not set(ONE_THING) & {plan for plans in PLANS.values() for plan in plans}
    assert len(set(ONE_THING)) == len(ONE_THING)


def test_no_two_likenesses_share_an_outline() -> None:
    """Turned over or not; spoon and fork come nearest to it."""
    outlines = {plan.__name__: silhouette(likeness(plan, 1)) for plan in ONE_THING}
    for (name, one), (other_name, other) in combinations(outlines.items(), 2):
        shared = max(float((one & way).sum() / (one | way).sum()) for way in (other, other[:, ::-1]))
        assert shared < 0.9, (name, other_name)


@pytest.mark.parametrize("plan", ONE_THING)
def test_the_photo_colours_a_likeness(plan: Plan) -> None:
    """A blue banana is blue: the outline tells what it is, the photo how it looks."""
    one, other = (draw_plan(object_photo(of, (240, 240, 240)), plan, random.Random(3)) for of in (RED, BLUE))
    assert hues_apart(main_hue(one), main_hue(other)) > 60


def assert_fills_its_frame(creature: Image.Image) -> None:
    assert creature.size == (512, 512)
    assert creature.mode == "RGBA"
    seen = alpha(creature)
    assert not seen[:8].any()
    assert not seen[-8:].any()
    assert not seen[:, :8].any()
    assert not seen[:, -8:].any()
    rows, columns = np.nonzero(seen)
    height, width = int(np.ptp(rows)), int(np.ptp(columns))
    assert 0.7 * 512 <= max(height, width) <= 0.94 * 512
    assert abs(rows.max() + rows.min() - 511) < 24
    assert abs(columns.max() + columns.min() - 511) < 24
    assert (seen > 200).mean() < 0.75


@pytest.mark.parametrize("primary_type", ["beast", "machina"])
def test_the_same_photo_type_and_seed_give_the_same_pixels(primary_type: str) -> None:
    photo = striped_photo()
    one, other = (draw_creature(photo, primary_type, 77) for _ in range(2))
    assert one.tobytes() == other.tobytes()


def test_pixels_do_not_depend_on_the_hash_seed_of_the_process() -> None:
    code = (
        "import hashlib; from PIL import Image; from piclets.studio.painting import draw_creature;"
        "creature = draw_creature(Image.new('RGB', (9, 9), (200, 80, 40)), 'culture', 5);"
        "print(hashlib.sha256(creature.tobytes()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for hash_seed in ("1", "2")
    }
    assert len(digests) == 1


@SEEDS
@pytest.mark.parametrize("primary_type", TYPES)
def test_no_two_are_alike(primary_type: str, seeds: range) -> None:
    """Across seeds of one type silhouettes differ by far on average, and no two are the same."""
    outlines = [silhouette(cast_member(primary_type, seed)) for seed in seeds]
    differences = [float((one ^ other).sum() / (one | other).sum()) for one, other in combinations(outlines, 2)]
    assert np.mean(differences) > 0.3
    assert min(differences) > 0.02


def test_types_of_one_photo_and_seed_look_different() -> None:
    outlines = [silhouette(cast_member(primary_type, 3)) for primary_type in TYPES]
    differences = [float((one ^ other).sum() / (one | other).sum()) for one, other in combinations(outlines, 2)]
    assert min(differences) > 0.1


@pytest.mark.parametrize(
    ("subject", "background"),
    [(RED, GREEN), (GREEN, RED), (BLUE, YELLOW), (YELLOW, BLUE), (RED, (240, 240, 240)), (BLUE, (20, 20, 20))],
)
def test_the_subject_gives_the_colour_not_its_background(subject: Colour, background: Colour) -> None:
    """The hue that covers most of the creature is the subject's; a dish may be hidden by what it holds."""
    wanted = oklch(subject)[2]
    photo = object_photo(subject, background)
    near = [hues_apart(main_hue(draw_creature(photo, "cuisine", seed)), wanted) < 35 for seed in range(5)]
    assert sum(near) >= 4


def test_a_striped_photo_gives_another_skin_than_a_plain_one() -> None:
    """The photo's tones lie on the body: the plan and its silhouette are the seed's, the pixels are not."""
    plain = draw_creature(object_photo(BLUE, (230, 225, 215)), "aquatic", 8)
    striped = draw_creature(striped_photo(), "aquatic", 8)
    assert plain.tobytes() != striped.tobytes()


@pytest.mark.parametrize(
    "photo",
    [
        Image.new("RGB", (64, 64), (255, 255, 255)),
        Image.new("RGB", (64, 64), (0, 0, 0)),
        Image.new("RGB", (1, 1), (10, 200, 90)),
        Image.new("RGB", (900, 2), (120, 90, 60)),
        Image.new("L", (40, 30), 128),
        Image.new("RGBA", (40, 30), (200, 30, 30, 0)),
        noise_photo(),
    ],
    ids=["white", "black", "one pixel", "a line", "grey mode", "transparent", "noise"],
)
def test_photos_of_nothing_give_creatures_too(photo: Image.Image) -> None:
    for primary_type in ("mineral", "bug"):
        creature = draw_creature(photo, primary_type, 21)
        assert (alpha(creature) > 200).mean() > 0.1
        solid = np.asarray(creature)[alpha(creature) > 250][:, :3].astype(int)
        assert solid.sum(axis=1).std() > 60  # ink, body and light are told apart: it is not one flat patch


def test_a_line_on_any_skin_can_be_read() -> None:
    """Mouths and closed eyes are drawn in ink on light skins and in cream on dark ones."""
    for lightness in np.linspace(0.0, 1.0, 21):
        for hue in range(0, 360, 30):
            skin = from_oklch(float(lightness), 0.15, hue)
            assert contrast(skin, readable(skin, (NIGHT, CREAM))) > 3.5


def test_colours_survive_the_way_to_oklch_and_back() -> None:
    for colour in (RED, GREEN, BLUE, YELLOW, (0, 0, 0), (255, 255, 255), (12, 200, 180)):
        assert distance(from_oklch(*oklch(colour)), colour) < 0.01
