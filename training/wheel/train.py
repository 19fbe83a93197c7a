"""Trains the game's own language model: a tokenizer of small pieces, then a small GPT-2, one thread, seeded.

Every checkpoint is a whole model (the running mean of the weights), so that it can be exported at any time; the run
goes on from it when it is started again with the same folder. Each report prints the held-out perplexity per token.
"""

from __future__ import annotations

import argparse
import copy
import json
import math
import time
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from torch import Tensor
from torch.nn import functional as F  # noqa: N812 - as everybody calls it

from training.wheel.network import Network, Shape

END = "<|endoftext|>"
MAX_PIECE = 5  # characters: a name takes up a thing's letters only where both are cut into small pieces
WINDOW = 64  # tokens of one example; what is longer of a line is left out
WARM_UP = 60
MUON_RATE = 0.02
ADAM_RATE = 3e-3
PROMPTS = (
    "A blue teapot (machina) is called", "A striped cactus (flora) is called", "A banana (cuisine) is called",
    "A smartphone (machina) is called", "The lore of Teapuff, a blue teapot (machina):", "It", "umbrella:",
)  # fmt: skip


def tokenizer_of(corpus: Path, vocabulary: int) -> Tokenizer:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary,
        special_tokens=[END],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        max_token_length=MAX_PIECE,
        show_progress=False,
    )
    tokenizer.train([str(corpus / "train.txt")], trainer)
    return tokenizer


def windows_of(tokenizer: Tokenizer, text: Path) -> Tensor:
    """[count, WINDOW + 1] ids: whole lines, each after an end-of-text, packed so that each window begins with one."""
    rows: list[list[int]] = [[]]
    for line in tokenizer.encode_batch(text.read_text("utf-8").split("\n")):
        ids = [0, *line.ids][:WINDOW]
        if len(rows[-1]) + len(ids) > WINDOW:
            rows.append([])
        rows[-1] += ids
    packed = np.zeros((len(rows), WINDOW + 1), np.int64) - 100
    for row, ids in zip(packed, rows, strict=True):
        row[: len(ids)] = ids
        row[len(ids)] = 0
    return torch.from_numpy(packed)


def loss_of(network: Network, windows: Tensor, first: int = 0) -> Tensor:
    """Mean cross-entropy a token; -100 is padding. The windows stand at the positions from `first` on."""
    ids, wanted = windows[:, :-1].clamp(min=0), windows[:, 1:]
    return F.cross_entropy(network(ids, first).float().flatten(0, 1), wanted.flatten(), ignore_index=-100)


@torch.no_grad()
def perplexity(network: Network, held: Tensor) -> float:
    total = count = 0.0
    for part in held.split(32):
        known = int((part[:, 1:] >= 0).sum())
        total += float(loss_of(network, part)) * known
        count += known
    return math.exp(total / count)


@torch.no_grad()
def continued(network: Network, tokenizer: Tokenizer, prompt: str, dice: torch.Generator, most: int = 40) -> str:
    ids = [0, *tokenizer.encode(prompt).ids]
    start = len(ids)
    while len(ids) - start < most:
        chances = (network(torch.tensor([ids]))[0, -1].float() / 0.8).softmax(-1)
        token = int(torch.multinomial(chances, 1, generator=dice))
        if token == 0:
            break
        ids.append(token)
    return f"{prompt}|{tokenizer.decode(ids[start:])}"


class Run:
    """A training run that can be stopped and gone on with: weights, their running mean, the optimizer, the step."""

    def __init__(self, out: Path, corpus: Path, shape: Shape, seed: int) -> None:
        self.out, self.seed, self.step = out, seed, 0
        torch.manual_seed(seed)
        out.mkdir(parents=True, exist_ok=True)
        known = out / "tokenizer.json"
        self.tokenizer = Tokenizer.from_file(str(known)) if known.exists() else tokenizer_of(corpus, shape.vocabulary)
        self.tokenizer.save(str(known))
        self.train = windows_of(self.tokenizer, corpus / "train.txt")
        self.held = windows_of(self.tokenizer, corpus / "held.txt")[:200]
        self.network = Network(shape)
        self.mean = copy.deepcopy(self.network)
        matrices = [p for p in self.network.blocks.parameters() if p.dim() > 1]
        chosen = {id(p) for p in matrices}
        others = [p for p in self.network.parameters() if id(p) not in chosen]
        # Muon (Jordan et al., 2024) learns as much from half of the text; it is for matrices
        self.optimizers = [
            torch.optim.Muon(matrices, lr=MUON_RATE, weight_decay=0.01),
            torch.optim.AdamW(others, lr=ADAM_RATE, betas=(0.9, 0.95), weight_decay=0.0),
        ]
        if (out / "run.pt").exists():
            kept = torch.load(out / "run.pt", weights_only=True)
            self.step = kept["step"]
            self.network.load_state_dict(kept["network"])
            self.mean.load_state_dict(kept["mean"])
            for optimizer, state in zip(self.optimizers, kept["optimizers"], strict=True):
                optimizer.load_state_dict(state)

    def learn(self, steps: int, batch: int) -> float:
        """One step; the rates rise over WARM_UP steps and fall to nothing over the last third."""
        now = min(1.0, (self.step + 1) / WARM_UP) * max(min(1.0, 3 * (1 - self.step / steps)), 0.01)
        for optimizer, rate in zip(self.optimizers, (MUON_RATE, ADAM_RATE), strict=True):
            optimizer.param_groups[0]["lr"] = rate * now
        dice = np.random.default_rng((self.seed, self.step))
        windows = self.train[torch.from_numpy(dice.integers(0, len(self.train), batch))]
        # lines are short and sessions may be long: every second step stands somewhere else in the context
        first = int(dice.integers(0, max(1, self.network.shape.context - WINDOW))) if self.step % 2 else 0
        with torch.autocast("cpu", dtype=torch.bfloat16):
            loss = loss_of(self.network, windows, first)
        self.network.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        for optimizer in self.optimizers:
            optimizer.step()
        self.step += 1
        keep = min(0.998, self.step / (self.step + 10))
        with torch.no_grad():
            for mean, now in zip(self.mean.parameters(), self.network.parameters(), strict=True):
                mean.lerp_(now, 1 - keep)
        return float(loss.detach())

    def save(self) -> None:
        state = {"step": self.step, "network": self.network.state_dict(), "mean": self.mean.state_dict(),
                 "optimizers": [optimizer.state_dict() for optimizer in self.optimizers]}  # fmt: skip
        torch.save(state, self.out / "run.tmp")
        (self.out / "run.tmp").replace(self.out / "run.pt")
        weights = {name: value.numpy() for name, value in self.mean.as_gpt2().items()}
        np.savez(self.out / "weights.tmp.npz", **weights)
        (self.out / "weights.tmp.npz").replace(self.out / "weights.npz")
        (self.out / "shape.json").write_text(json.dumps(self.network.shape.as_config()))

    def report(self, since: float, steps: int) -> float:
        found = perplexity(self.mean, self.held)
        print(
            f"step {self.step} of {steps}, {time.monotonic() - since:.0f} s: held-out perplexity {found:.2f}",
            flush=True,
        )
        dice = torch.Generator().manual_seed(self.seed)
        for prompt in PROMPTS:
            print("   ", continued(self.mean, self.tokenizer, prompt, dice), flush=True)
        return found


def train(run: Run, steps: int, batch: int, every: int) -> float:
    """Learns until `steps`, reporting and saving each `every` steps; the held-out perplexity at the end."""
    since = time.monotonic()
    while run.step < steps:
        run.learn(steps, batch)
        if run.step % every == 0:
            run.report(since, steps)
            run.save()
    run.save()
    return run.report(since, steps)


def main() -> None:
    shape = Shape()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="the folder that corpus.py made")
    parser.add_argument("--out", type=Path, required=True, help="for tokenizer.json, weights.npz and the run's state")
    parser.add_argument("--steps", type=int, default=3_000)
    parser.add_argument("--batch", type=int, default=32, help=f"windows of {WINDOW} tokens a step")
    parser.add_argument("--every", type=int, default=250, help="steps between reports and checkpoints")
    parser.add_argument("--seed", type=int, default=17)
    for name, value in shape.as_config().items():
        parser.add_argument(f"--{name}", type=int, default=value)
    given = parser.parse_args()
    torch.set_num_threads(1)
    shape = Shape(given.vocabulary, given.width, given.layers, given.heads, given.context)
    run = Run(given.out, given.corpus, shape, given.seed)
    print(f"{sum(p.numel() for p in run.network.parameters()) / 1e6:.2f} million parameters, "
          f"{int((run.train >= 0).sum()) / 1e6:.1f} million tokens to learn from", flush=True)  # fmt: skip
    train(run, given.steps, given.batch, given.every)


if __name__ == "__main__":
    main()
