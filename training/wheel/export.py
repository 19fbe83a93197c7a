"""A GPT-2's weights as one ONNX file with a key-value cache, its matrices in int8 (computed in float32) or float32.

The inputs and outputs are those of the exports on the Hub: `input_ids` [1, new], `past_key_values.N.key` and `.value`
[1, heads, past, width of a head]; `logits` [1, new, vocabulary], `present.N.key` and `.value`. Needs no torch.
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

OPSET = 20
EPSILON = 1e-5
Weights = Mapping[str, NDArray[Any]]


class _Graph:
    """Nodes and constants as they are written down; each call returns the name of what it makes."""

    def __init__(self, weights: Weights, *, int8: bool) -> None:
        self.weights = weights
        self.int8 = int8
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}

    def constant(self, name: str, value: NDArray[Any]) -> str:
        self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def integers(self, *values: int) -> str:
        return self.constant("i" + "_".join(map(str, values)), np.array(values, np.int64))

    def integer(self, value: int) -> str:
        return self.constant(f"n{value}", np.array(value, np.int64))

    def add(self, operator: str, *inputs: str, out: str | None = None, **attributes: Any) -> str:
        name = out or f"{operator.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, list(inputs), [name], **attributes))
        return name

    def weight(self, name: str) -> str:
        """A matrix, one scale for each of its columns; for embeddings, [tokens, width], one for each token."""
        value = self.weights[name].astype(np.float32)
        if not self.int8:
            return self.constant(name, value)
        axis = 1 if name == "wte.weight" else 0
        scale = np.maximum(np.abs(value).max(axis=axis, keepdims=True) / 127, 1e-12).astype(np.float32)
        whole = self.constant(f"{name}.int8", np.clip(np.rint(value / scale), -127, 127).astype(np.int8))
        # onnxruntime folds these two when it loads the model: from then on the weights are float32
        return self.add("Mul", self.add("Cast", whole, to=TensorProto.FLOAT), self.constant(f"{name}.scale", scale))

    def vector(self, name: str) -> str:
        return self.constant(name, self.weights[name].astype(np.float32))

    def linear(self, x: str, name: str) -> str:
        return self.add("Add", self.add("MatMul", x, self.weight(f"{name}.weight")), self.vector(f"{name}.bias"))

    def normed(self, x: str, name: str) -> str:
        scale, bias = self.vector(f"{name}.weight"), self.vector(f"{name}.bias")
        return self.add("LayerNormalization", x, scale, bias, epsilon=EPSILON)


def gpt2_as_onnx(weights: Weights, heads: int, *, int8: bool) -> onnx.ModelProto:
    """The model of weights under GPT-2's names ("wte.weight", "h.0.attn.c_attn.weight" as [in, out], ...)."""
    vocabulary, width = weights["wte.weight"].shape
    layers = sum(name.endswith("ln_1.weight") for name in weights)
    graph = _Graph(weights, int8=int8)
    embedding = graph.weight("wte.weight")
    start = graph.add("Gather", graph.add("Shape", "past_key_values.0.key"), graph.integer(2))
    new = graph.add("Gather", graph.add("Shape", "input_ids"), graph.integer(1))
    whole = graph.add("Add", start, new)
    places = graph.add("Range", start, whole, graph.integer(1))
    keys = graph.add("Range", graph.integer(0), whole, graph.integer(1))
    seen = graph.add("LessOrEqual", keys, graph.add("Unsqueeze", places, graph.integers(1)))
    x = graph.add(
        "Add", graph.add("Gather", embedding, "input_ids"), graph.add("Gather", graph.weight("wpe.weight"), places)
    )
    for layer in range(layers):
        x = _block(graph, x, layer, heads, width, seen)
    x = graph.normed(x, "ln_f")
    graph.add("MatMul", x, graph.add("Transpose", embedding, perm=[1, 0]), out="logits")
    shape = [1, heads, None, width // heads]
    past = [f"{layer}.{kind}" for layer in range(layers) for kind in ("key", "value")]
    made = helper.make_graph(
        graph.nodes,
        "gpt2",
        [
            helper.make_tensor_value_info("input_ids", TensorProto.INT64, [1, "new"]),
            *(_floats(f"past_key_values.{name}", [*shape[:2], "past", shape[3]]) for name in past),
        ],
        [
            _floats("logits", [1, "new", vocabulary]),
            *(_floats(f"present.{name}", [*shape[:2], "whole", shape[3]]) for name in past),
        ],
        list(graph.constants.values()),
    )
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=9)
    onnx.checker.check_model(model)
    return model


def _floats(name: str, shape: list[Any]) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)


def _block(graph: _Graph, x: str, layer: int, heads: int, width: int, seen: str) -> str:
    parts = graph.linear(graph.normed(x, f"h.{layer}.ln_1"), f"h.{layer}.attn.c_attn")
    query, key, value = (_part(graph, parts, at, heads, width) for at in range(3))
    key = graph.add("Concat", f"past_key_values.{layer}.key", key, axis=2, out=f"present.{layer}.key")
    value = graph.add("Concat", f"past_key_values.{layer}.value", value, axis=2, out=f"present.{layer}.value")
    scale = graph.constant("scale", np.array((width // heads) ** -0.5, np.float32))
    scores = graph.add("Mul", graph.add("MatMul", query, graph.add("Transpose", key, perm=[0, 1, 3, 2])), scale)
    hidden = graph.constant("hidden", np.array(-1e9, np.float32))
    chances = graph.add("Softmax", graph.add("Where", seen, scores, hidden), axis=-1)
    mixed = graph.add("Transpose", graph.add("MatMul", chances, value), perm=[0, 2, 1, 3])
    mixed = graph.add("Reshape", mixed, graph.integers(1, -1, width))
    x = graph.add("Add", x, graph.linear(mixed, f"h.{layer}.attn.c_proj"))
    up = graph.linear(graph.normed(x, f"h.{layer}.ln_2"), f"h.{layer}.mlp.c_fc")
    return graph.add("Add", x, graph.linear(graph.add("Gelu", up, approximate="tanh"), f"h.{layer}.mlp.c_proj"))


def _part(graph: _Graph, parts: str, at: int, heads: int, width: int) -> str:
    """Query, key or value [1, heads, new, width of a head] of [1, new, 3 width]."""
    cut = graph.add("Slice", parts, graph.integers(at * width), graph.integers((at + 1) * width), graph.integers(2))
    cut = graph.add("Reshape", cut, graph.integers(1, -1, heads, width // heads))
    return graph.add("Transpose", cut, perm=[0, 2, 1, 3])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--run", type=Path, required=True, help="the folder of train.py: weights.npz and tokenizer.json"
    )
    parser.add_argument("--out", type=Path, required=True, help="for model.onnx, tokenizer.json and config.json")
    given = parser.parse_args()
    shape = json.loads((given.run / "shape.json").read_text())
    with np.load(given.run / "weights.npz") as weights:
        model = gpt2_as_onnx(dict(weights), shape["heads"], int8=True)
    given.out.mkdir(parents=True, exist_ok=True)
    onnx.save(model, given.out / "model.onnx")
    shutil.copyfile(given.run / "tokenizer.json", given.out / "tokenizer.json")
    config = {"n_positions": shape["context"], "eos_token_id": 0, "vocab_size": shape["vocabulary"]}
    (given.out / "config.json").write_text(json.dumps(config) + "\n")
    print(f"{sum(file.stat().st_size for file in given.out.iterdir()) / 1e6:.2f} MB in {given.out}")


if __name__ == "__main__":
    main()
