"""A tiny GPT-2 of random weights as ONNX, and the forward pass it has to equal, written out in numpy."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer, decoders, models, pre_tokenizers

Weights = dict[str, NDArray[np.float32]]

LAYERS, HEADS, WIDTH, CONTEXT = 2, 3, 24, 200
END = 0
PIECES = ("Ġth", "Ġa", "te", "ap", "ot", "in", "er")


def tiny_tokenizer() -> Tokenizer:
    """All bytes, some pairs, and end-of-text."""
    signs = ["<|endoftext|>", *sorted(pre_tokenizers.ByteLevel.alphabet())]
    merges = [("t", "e"), ("a", "p"), ("o", "t"), ("i", "n"), ("e", "r"), ("Ġ", "a")]
    vocabulary = {sign: at for at, sign in enumerate([*signs, *("".join(pair) for pair in merges)])}
    tokenizer: Any = Tokenizer(models.BPE(vocab=vocabulary, merges=merges))
    tokenizer.add_special_tokens(["<|endoftext|>"])
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    made: Tokenizer = tokenizer
    return made


def tiny_weights(vocabulary: int, seed: int = 3) -> Weights:
    dice = np.random.default_rng(seed)

    def drawn(*shape: int, around: float = 0.0) -> NDArray[np.float32]:
        return (dice.normal(around, 0.25, shape)).astype(np.float32)

    weights = {"wte.weight": drawn(vocabulary, WIDTH), "wpe.weight": drawn(CONTEXT, WIDTH)}
    shapes = {"attn.c_attn": (WIDTH, 3 * WIDTH), "attn.c_proj": (WIDTH, WIDTH), "mlp.c_fc": (WIDTH, 4 * WIDTH),
              "mlp.c_proj": (4 * WIDTH, WIDTH)}  # fmt: skip
    for layer in range(LAYERS):
        for name, shape in shapes.items():
            weights |= {f"h.{layer}.{name}.weight": drawn(*shape), f"h.{layer}.{name}.bias": drawn(shape[1])}
    for name in ("ln_f", *(f"h.{layer}.ln_{number}" for layer in range(LAYERS) for number in (1, 2))):
        weights |= {f"{name}.weight": drawn(WIDTH, around=1), f"{name}.bias": drawn(WIDTH)}
    return weights


def write_tiny_gpt2(folder: Path, weights: Weights, *, int8: bool = False) -> None:
    import onnx

    from training.wheel.export import gpt2_as_onnx

    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(gpt2_as_onnx(weights, HEADS, int8=int8), folder / "model.onnx")
    tiny_tokenizer().save(str(folder / "tokenizer.json"))
    (folder / "config.json").write_text(json.dumps({"n_positions": CONTEXT, "eos_token_id": END}))


def reference_logits(weights: Weights, ids: Sequence[int]) -> NDArray[np.float64]:
    """[length, vocabulary], in float64, as Radford et al. (2019) describe GPT-2; gelu in its tanh form."""
    w = {name: value.astype(np.float64) for name, value in weights.items()}
    x = w["wte.weight"][list(ids)] + w["wpe.weight"][: len(ids)]
    for layer in range(LAYERS):
        at = f"h.{layer}"
        q, k, v = np.split(_linear(w, f"{at}.attn.c_attn", _normed(w, f"{at}.ln_1", x)), 3, axis=1)
        heads = []
        for head in range(HEADS):
            part = slice(head * WIDTH // HEADS, (head + 1) * WIDTH // HEADS)
            scores = q[:, part] @ k[:, part].T / np.sqrt(WIDTH / HEADS)
            scores = np.where(np.tri(len(ids), dtype=bool), scores, -np.inf)
            chances = np.exp(scores - scores.max(1, keepdims=True))
            heads.append(chances / chances.sum(1, keepdims=True) @ v[:, part])
        x = x + _linear(w, f"{at}.attn.c_proj", np.concatenate(heads, 1))
        up = _linear(w, f"{at}.mlp.c_fc", _normed(w, f"{at}.ln_2", x))
        gelu = 0.5 * up * (1 + np.tanh(np.sqrt(2 / np.pi) * (up + 0.044715 * up**3)))
        x = x + _linear(w, f"{at}.mlp.c_proj", gelu)
    logits: NDArray[np.float64] = _normed(w, "ln_f", x) @ w["wte.weight"].T
    return logits


def _linear(w: dict[str, NDArray[np.float64]], name: str, x: NDArray[np.float64]) -> NDArray[np.float64]:
    out: NDArray[np.float64] = x @ w[f"{name}.weight"] + w[f"{name}.bias"]
    return out


def _normed(w: dict[str, NDArray[np.float64]], name: str, x: NDArray[np.float64]) -> NDArray[np.float64]:
    centred = x - x.mean(1, keepdims=True)
    scaled = centred / np.sqrt(centred.var(1, keepdims=True) + 1e-5)
    out: NDArray[np.float64] = scaled * w[f"{name}.weight"] + w[f"{name}.bias"]
    return out
