"""Matting models of a few numbers as ONNX: what is greener than red and blue is in front."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw

from piclets.models.matting import IMAGENET

SHARPNESS = 60.0
LEAST = 0.2


def write(
    file: Path,
    *,
    side: int | None = 64,
    logits: bool = False,
    norm: tuple[Any, Any] = IMAGENET,
    strength: float = 1.0,
) -> Path:
    """A model for pixels shifted and scaled by `norm`; with less `strength` it is less sure of itself."""
    mean, deviation = (np.array(each, np.float64) for each in norm)
    weights = np.array([-0.5, 1.0, -0.5]) * SHARPNESS * strength
    bias = float(weights @ mean) - LEAST * SHARPNESS * strength
    nodes: list[tuple[str, list[str], list[str], dict[str, Any]]] = [
        ("Conv", ["picture", "weights", "bias"], ["logits"], {})
    ]
    if not logits:
        nodes.append(("Sigmoid", ["logits"], ["alpha"], {}))
    size: list[int | str] = ["height", "width"] if side is None else [side, side]
    constants = {"weights": (weights * deviation).reshape(1, 3, 1, 1), "bias": np.array([bias])}
    return save(file, nodes, [1, 3, *size], constants)


def save(
    file: Path,
    nodes: list[tuple[str, list[str], list[str], dict[str, Any]]],
    shape: list[int | str],
    constants: dict[str, Any] | None = None,
) -> Path:
    """A graph from `picture` to what its last node puts out."""
    from onnx import TensorProto, helper, numpy_helper
    from onnx import save as save_model

    made = [helper.make_node(kind, inputs, outputs, **also) for kind, inputs, outputs, also in nodes]
    graph = helper.make_graph(
        made,
        "tiny",
        [helper.make_tensor_value_info("picture", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info(nodes[-1][2][0], TensorProto.FLOAT, None)],
        [numpy_helper.from_array(np.asarray(value, np.float32), name) for name, value in (constants or {}).items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    save_model(model, file)
    return file


def endless(file: Path) -> Path:
    """A model that never comes to an end."""
    from onnx import TensorProto, helper, numpy_helper
    from onnx import save as save_model

    def info(name: str, kind: int, shape: list[int] | None) -> Any:
        return helper.make_tensor_value_info(name, kind, shape)

    body = helper.make_graph(
        [helper.make_node("Identity", ["going"], ["goes_on"]), helper.make_node("Sqrt", ["state"], ["next"])],
        "body",
        [info("turn", TensorProto.INT64, []), info("going", TensorProto.BOOL, []), info("state", 1, None)],
        [info("goes_on", TensorProto.BOOL, []), info("next", 1, None)],
    )
    graph = helper.make_graph(
        [helper.make_node("Loop", ["turns", "yes", "picture"], ["alpha"], body=body)],
        "endless",
        [info("picture", 1, [1, 3, 64, 64])],
        [info("alpha", 1, None)],
        [numpy_helper.from_array(np.array(2**62, np.int64), "turns"), numpy_helper.from_array(np.array(True), "yes")],
    )
    save_model(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9), file)
    return file


def busy_picture(side: int = 192, radius: int = 60) -> tuple[Image.Image, Any]:
    """A green disc on a ground of red and blue patches, and where the disc is."""
    patches = np.random.default_rng(4).integers(0, 256, (9, 9, 3), dtype=np.uint8)
    patches[..., 1] = 0
    picture = Image.fromarray(patches).resize((side, side), Image.Resampling.NEAREST)
    mask = Image.new("L", (side, side))
    middle = side // 2
    box = (middle - radius, middle - radius, middle + radius, middle + radius)
    ImageDraw.Draw(mask).ellipse(box, fill=255)
    picture.paste((30, 220, 40), mask=mask)
    return picture, np.asarray(mask) > 127
