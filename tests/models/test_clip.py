"""A CLIP-like model: pictures prepared as the reference does, a tiny one that sees, and what is no model at all."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

from piclets.models.clip import ClipModel, Preparation, prepare
from piclets.models.graphs import ModelUnusable
from tests.models.clip_pictures import drawn
from tests.models.tiny_clip import FOLDER

GOLDEN = json.loads((Path(__file__).parent / "clip_golden.json").read_text())
SMALL = Preparation(edge=72, crop=64)


@pytest.fixture(scope="module")
def model() -> ClipModel:
    return ClipModel(FOLDER)


@pytest.mark.parametrize("golden", GOLDEN["pictures"], ids=lambda golden: str(golden["shape"]))
def test_a_picture_is_prepared_to_the_last_bit_as_the_reference_does(golden: dict[str, Any]) -> None:
    width, height = golden["shape"]
    image = drawn((width, height))
    made = [prepare(image, how) for how in (Preparation(), SMALL)]
    assert made[0].ravel()[:3].tolist() == golden["first"]
    assert [hashlib.sha256(each.astype("<f4").tobytes()).hexdigest() for each in made] == golden["sha256"]


def test_the_tiny_model_tells_what_it_sees(model: ClipModel) -> None:
    things = [(colour, shape) for colour in ("red", "blue", "green", "yellow") for shape in ("circle", "square")]
    looks = np.array([model.look(picture(*thing)) for thing in things])
    words = np.array([model.read(f"a photo of a {' '.join(thing)}") for thing in things])
    assert ((looks @ words.T).argmax(axis=1) == np.arange(len(things))).all()
    assert np.allclose(np.linalg.norm(looks, axis=1), 1, atol=1e-5)


@pytest.mark.parametrize("text", ["", " ", "red " * 500, "אִישׁ", "🍵", "\0", "a" * 500, "<|endoftext|>"])
def test_any_text_has_a_vector(model: ClipModel, text: str) -> None:
    assert model.read(text).shape == (model.dimension,)


@pytest.mark.parametrize("size", [(1, 1), (1, 768), (768, 1), (768, 768)])
def test_any_picture_has_a_vector(model: ClipModel, size: tuple[int, int]) -> None:
    assert np.isfinite(model.look(Image.new("RGB", size, "red"))).all()


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "model"))


def test_half_a_model_is_refused_in_a_line(broken: Path) -> None:
    for name in ("onnx/text_model.onnx", "tokenizer.json", "preprocessor_config.json"):
        whole = (broken / name).read_bytes()
        for damaged in (whole[: len(whole) // 2], b"nonsense", b""):
            (broken / name).write_bytes(damaged)
            with pytest.raises(ModelUnusable) as refused:
                ClipModel(broken)
            assert "\n" not in str(refused.value)
        (broken / name).unlink()
        with pytest.raises(ModelUnusable, match="there is no"):
            ClipModel(broken)
        (broken / name).write_bytes(whole)
    ClipModel(broken)


def test_a_model_that_sees_wrong_is_not_used(broken: Path) -> None:
    tokenizer = json.loads((broken / "tokenizer.json").read_text())
    words = tokenizer["model"]["vocab"]
    for one, other in (("red", "blue"), ("circle", "square")):
        words[one], words[other] = words[other], words[one]
    (broken / "tokenizer.json").write_text(json.dumps(tokenizer))
    with pytest.raises(ModelUnusable, match="blue square"):
        ClipModel(broken)


@pytest.mark.parametrize(
    "config", [{"size": 4}, {"crop_size": "x"}, {"image_mean": [1]}, {"resample": 99}, [], {"size": {}}]
)
def test_a_preprocessor_that_cannot_be_is_refused(broken: Path, config: object) -> None:
    (broken / "preprocessor_config.json").write_text(json.dumps(config))
    with pytest.raises(ModelUnusable):
        ClipModel(broken)


def picture(colour: str, shape: str) -> Image.Image:
    image = Image.new("RGB", (240, 200), "white")
    draw = ImageDraw.Draw(image)
    box = (50, 30, 180, 160)
    (draw.ellipse if shape == "circle" else draw.rectangle)(box, fill=colour)
    return image
