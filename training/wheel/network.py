"""GPT-2's architecture, small: what is learned here runs by the same path as GPT-2 itself."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - as everybody calls it


@dataclass(frozen=True)
class Shape:
    vocabulary: int = 1536
    width: int = 160
    layers: int = 4
    heads: int = 5
    context: int = 256

    def as_config(self) -> dict[str, Any]:
        return asdict(self)


class Block(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.ln_1 = nn.LayerNorm(shape.width)
        self.attention_in = nn.Linear(shape.width, 3 * shape.width)
        self.attention_out = nn.Linear(shape.width, shape.width)
        self.ln_2 = nn.LayerNorm(shape.width)
        self.up = nn.Linear(shape.width, 4 * shape.width)
        self.down = nn.Linear(4 * shape.width, shape.width)

    def forward(self, x: Tensor) -> Tensor:
        batch, length, width = x.shape
        parts = self.attention_in(self.ln_1(x)).view(batch, length, 3, self.heads, width // self.heads)
        query, key, value = parts.permute(2, 0, 3, 1, 4)
        # by hand: for short windows on a CPU, backward through torch's fused attention takes three times as long
        later = torch.full((length, length), -1e4, dtype=query.dtype).triu(1)
        scores = query @ key.transpose(-1, -2) / math.sqrt(width // self.heads) + later
        seen = scores.softmax(-1).to(value.dtype) @ value
        x = x + self.attention_out(seen.transpose(1, 2).reshape(batch, length, width))
        return x + self.down(F.gelu(self.up(self.ln_2(x)), approximate="tanh"))


class Network(nn.Module):
    """Logits [batch, length, vocabulary] of token ids [batch, length]; the head is the embedding, transposed."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.tokens = nn.Embedding(shape.vocabulary, shape.width)
        self.positions = nn.Embedding(shape.context, shape.width)
        self.blocks = nn.ModuleList(Block(shape) for _ in range(shape.layers))
        self.ln_f = nn.LayerNorm(shape.width)
        for module in self.modules():
            if isinstance(module, nn.Linear | nn.Embedding):
                nn.init.normal_(module.weight, 0, 0.02)
            if isinstance(module, nn.Linear):
                nn.init.zeros_(module.bias)

    def forward(self, ids: Tensor, first: int = 0) -> Tensor:
        x = self.tokens(ids) + self.positions.weight[first : first + ids.shape[1]]
        for block in self.blocks:
            x = block(x)
        return F.linear(self.ln_f(x), self.tokens.weight)

    def as_gpt2(self) -> dict[str, Tensor]:
        """The weights under GPT-2's names, matrices as [in, out]."""
        named = {"wte.weight": self.tokens.weight, "wpe.weight": self.positions.weight}
        named |= {"ln_f.weight": self.ln_f.weight, "ln_f.bias": self.ln_f.bias}
        parts = {"ln_1": "ln_1", "attention_in": "attn.c_attn", "attention_out": "attn.c_proj", "ln_2": "ln_2",
                 "up": "mlp.c_fc", "down": "mlp.c_proj"}  # fmt: skip
        for number, block in enumerate(self.blocks):
            for ours, theirs in parts.items():
                part = getattr(block, ours)
                weight = part.weight.T if isinstance(part, nn.Linear) else part.weight
                named |= {f"h.{number}.{theirs}.weight": weight, f"h.{number}.{theirs}.bias": part.bias}
        return {name: value.detach() for name, value in named.items()}
