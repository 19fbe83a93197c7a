"""A CLIP-like pair of ONNX models on onnxruntime: pictures and texts become vectors that can be compared.

Radford et al., "Learning Transferable Visual Models From Natural Language Supervision" (2021). The picture is
prepared as `transformers`' CLIPImageProcessor does it, to the last bit. One picture, and one text, per run: with
dynamic quantisation a vector would depend on what else is in its batch.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from piclets.models.graphs import ModelUnusable, one_line, open_graph

Vector = NDArray[np.float32]

MAX_TOKENS: Final = 77
MAX_DIMENSION: Final = 4_096
PLACES: Final = {
    "vision": ("onnx/vision_model.onnx", "visual/model.onnx", "vision_model.onnx"),
    "text": ("onnx/text_model.onnx", "textual/model.onnx", "text_model.onnx"),
    "vision int8": ("onnx/vision_model_quantized.onnx", "vision_model_quantized.onnx"),
    "text int8": ("onnx/text_model_quantized.onnx", "text_model_quantized.onnx"),
    "tokenizer": ("tokenizer.json", "textual/tokenizer.json"),
    "preprocessor": ("preprocessor_config.json", "visual/preprocess_cfg.json"),
}
"""Where the files stand in the layouts that are known, the likeliest first."""


@dataclass(frozen=True)
class Preparation:
    """How a picture is prepared: its shortest edge is resized to `edge`, then a square of `crop` cut out (pixels)."""

    edge: int = 224
    crop: int = 224
    mean: tuple[float, ...] = (0.48145466, 0.4578275, 0.40821073)
    std: tuple[float, ...] = (0.26862954, 0.26130258, 0.27577711)
    resample: Image.Resampling = Image.Resampling.BICUBIC

    @classmethod
    def read(cls, config: Mapping[str, Any]) -> Preparation:
        """From a preprocessor config; CLIP's values where it says nothing. Raises ValueError, TypeError, KeyError."""
        edge = _side(config.get("size", cls.edge), "shortest_edge")
        made = cls(
            edge,
            _side(config.get("crop_size", edge), "height"),
            tuple(map(float, config.get("image_mean", config.get("mean", cls.mean)))),
            tuple(map(float, config.get("image_std", config.get("std", cls.std)))),
            Image.Resampling(config.get("resample", cls.resample)),
        )
        if not 8 <= made.crop <= made.edge <= 1_024 or len(made.mean) != 3 or len(made.std) != 3:
            raise ValueError("sizes that are no CLIP model's")
        return made


def prepare(image: Image.Image, how: Preparation) -> NDArray[np.float32]:
    """The pixels of an RGB picture as the model takes them: (1, 3, crop, crop).

    The operations, their order and their precision are CLIPImageProcessor's.
    """
    width, height = image.size
    longer = int(how.edge * max(width, height) / min(width, height))
    resized = image.resize((how.edge, longer) if width <= height else (longer, how.edge), how.resample)
    left, top = (resized.width - how.crop) // 2, (resized.height - how.crop) // 2
    pixels = np.asarray(resized.crop((left, top, left + how.crop, top + how.crop)))
    scaled = (pixels.transpose(2, 0, 1).astype(np.float64) * (1 / 255)).astype(np.float32)
    mean, std = np.array(how.mean, np.float32), np.array(how.std, np.float32)
    return np.asarray(((scaled.transpose(1, 2, 0) - mean) / std).transpose(2, 0, 1)[None], np.float32)


class ClipModel:
    """Both models of a folder, loaded and tested. Raises ModelUnusable. `look` and `read` may run in any thread."""

    def __init__(self, folder: Path, *, int8: bool = False, threads: int = 1) -> None:
        from tokenizers import Tokenizer

        kind = " int8" if int8 else ""
        self._vision = open_graph(_file(folder, f"vision{kind}"), threads=threads)
        self._text = open_graph(_file(folder, f"text{kind}"), threads=threads)
        try:
            self._preparation = Preparation.read(json.loads(_file(folder, "preprocessor").read_text()))
            self._tokenizer = Tokenizer.from_file(str(_file(folder, "tokenizer")))
        except ModelUnusable:
            raise
        except Exception as error:  # noqa: BLE001 - tokenizers raises bare Exception for a file it cannot read
            raise ModelUnusable(f"its tokenizer or preprocessor cannot be read: {str(error)[:120]}") from None
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self.dimension = self._check()

    def look(self, image: Image.Image) -> Vector:
        """The vector of an RGB picture, of unit length."""
        pixels = prepare(image, self._preparation)
        name = self._vision.get_inputs()[0].name
        return _unit(_embedding(self._vision, {name: pixels}))

    def read(self, text: str) -> Vector:
        """The vector of a text, of unit length; of a long one, of its first 77 tokens."""
        ids = self._tokenizer.encode(text).ids or [0]
        wanted = {each.name: each for each in self._text.get_inputs()}
        name = "input_ids" if "input_ids" in wanted else next(iter(wanted))
        length = wanted[name].shape[-1]
        if isinstance(length, int):  # a model of fixed length: filled up with the end of text
            ids = (ids + [ids[-1]] * length)[:length]
        kind = np.int32 if "int32" in wanted[name].type else np.int64
        given = {name: np.array([ids], kind)}
        if "attention_mask" in wanted:
            given["attention_mask"] = np.ones_like(given[name])
        return _unit(_embedding(self._text, given))

    def _check(self) -> int:
        """Look at two pictures and read what they are: each must fit its own words better. Returns the dimension."""
        try:
            looks = np.array([self.look(picture) for picture in _known_pictures()])
            words = np.array([self.read(text) for text in ("a photo of a red circle", "a photo of a blue square")])
        except ModelUnusable:
            raise
        except Exception as error:  # noqa: BLE001 - onnxruntime's errors have no common type that it exports
            raise ModelUnusable(f"it does not run: {one_line(error)}") from None
        if looks.shape != words.shape or looks.shape[1] > MAX_DIMENSION:
            raise ModelUnusable(f"its pictures have {looks.shape[1]} dimensions, its texts {words.shape[1]}")
        fits = looks @ words.T
        if not (fits[0, 0] > fits[0, 1] and fits[1, 1] > fits[1, 0]):
            raise ModelUnusable("it takes a red circle for a blue square")
        return int(looks.shape[1])


def _side(value: Any, name: str) -> int:
    """Pixels, however a config writes them. Raises TypeError, ValueError, KeyError."""
    if isinstance(value, dict):
        return int(value[name])
    return int(value[0]) if isinstance(value, list) else int(value)


def _known_pictures() -> list[Image.Image]:
    circle, square = (Image.new("RGB", (224, 224), "white") for _ in range(2))
    ImageDraw.Draw(circle).ellipse((52, 52, 172, 172), fill=(220, 20, 20))
    ImageDraw.Draw(square).rectangle((52, 52, 172, 172), fill=(20, 40, 220))
    return [circle, square]


def _file(folder: Path, kind: str) -> Path:
    found = next((folder / place for place in PLACES[kind] if (folder / place).is_file()), None)
    if found is None:
        raise ModelUnusable(f"there is no {' or '.join(PLACES[kind])}")
    return found


def _embedding(session: Any, given: Mapping[str, Any]) -> Vector:
    """The output that is one vector: by its name, or by its shape."""
    named = [each.name for each in session.get_outputs()]
    wanted = next((name for name in ("image_embeds", "text_embeds") if name in named), None)
    if wanted is None:
        outputs = session.run(None, dict(given))
        flat = [each for each in outputs if np.ndim(each) == 2]
        if not flat:
            raise ModelUnusable("it gives no vector")
        return np.asarray(flat[0][0], np.float32)
    return np.asarray(session.run([wanted], dict(given))[0][0], np.float32)


def _unit(vector: Vector) -> Vector:
    length = float(np.linalg.norm(vector))
    if not np.isfinite(length) or length == 0:
        raise ModelUnusable("it gives vectors that are no numbers")
    return np.asarray(vector / length, np.float32)
