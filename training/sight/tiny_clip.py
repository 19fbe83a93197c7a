"""Train a tiny model of CLIP's kind, for tests: it knows eight colours and six shapes, and the words for them.

    python training/sight/tiny_clip.py tests/models/tiny_clip

Needs torch, onnx and tokenizers. Two towers with the inputs and outputs of a CLIP export (`pixel_values` to
`image_embeds`, `input_ids` to `text_embeds`), trained so that a picture is nearest to its own words.
"""

from __future__ import annotations

import json
import random
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageDraw
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from torch import Tensor, nn
from torch.nn import functional

SEED = 7
SIDE = 64
DIMENSION = 64
STEPS = 800
POOL = 80
PAD = 2
COLOURS = {
    "red": (215, 30, 30), "green": (30, 150, 50), "blue": (30, 60, 215), "yellow": (240, 215, 40),
    "black": (15, 15, 15), "orange": (245, 140, 20), "purple": (130, 40, 160), "pink": (250, 130, 180),
}  # fmt: skip
SHAPES = ("circle", "square", "triangle", "star", "cross", "ring")
THINGS = [(colour, shape) for colour in COLOURS for shape in SHAPES]
TEMPLATES = ("{}", "a {}", "a photo of a {}", "a photo of the {}", "this is a {}", "the {} on a table")
MEAN, STD = (0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711)


def draw(rng: random.Random, colour: str, shape: str) -> Image.Image:
    ground = tuple(rng.randrange(150, 256) for _ in range(3)) if rng.random() < 0.5 else (255, 255, 255)
    image = Image.new("RGB", (SIDE * 2, SIDE * 2), ground)
    ink = tuple(min(255, max(0, value + rng.randrange(-25, 26))) for value in COLOURS[colour])
    pen, r = ImageDraw.Draw(image), rng.randrange(24, 52)
    x, y = (rng.randrange(r, SIDE * 2 - r) for _ in range(2))
    box = (x - r, y - r, x + r, y + r)
    if shape == "circle":
        pen.ellipse(box, fill=ink)
    elif shape == "square":
        pen.rectangle(box, fill=ink)
    elif shape == "triangle":
        pen.polygon([(x, y - r), (x - r, y + r), (x + r, y + r)], fill=ink)
    elif shape == "star":
        angles = [np.pi * (at / 5 - 0.5) for at in range(10)]
        radii = [r if at % 2 == 0 else r * 0.4 for at in range(10)]
        pen.polygon([(x + s * np.cos(a), y + s * np.sin(a)) for a, s in zip(angles, radii, strict=True)], fill=ink)
    elif shape == "cross":
        pen.rectangle((x - r, y - r // 3, x + r, y + r // 3), fill=ink)
        pen.rectangle((x - r // 3, y - r, x + r // 3, y + r), fill=ink)
    else:
        pen.ellipse(box, outline=ink, width=max(5, r // 3))
    return image.resize((SIDE, SIDE), Image.Resampling.BICUBIC)


class Vision(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        widths = (3, 12, 24, 32, 48)
        self.layers = nn.Sequential(
            *(
                layer
                for before, after in pairwise(widths)
                for layer in (nn.Conv2d(before, after, 3, stride=2, padding=1), nn.ReLU())
            )
        )
        self.out = nn.Linear(48 * 16, DIMENSION)

    def forward(self, pixel_values: Tensor) -> Tensor:
        return self.out(self.layers(pixel_values).flatten(1))


class Text(nn.Module):
    def __init__(self, words: int) -> None:
        super().__init__()
        self.embed = nn.Embedding(words, 32, padding_idx=PAD)
        self.layers = nn.Sequential(nn.Linear(32, 64), nn.ReLU(), nn.Linear(64, DIMENSION))

    def forward(self, input_ids: Tensor) -> Tensor:
        return self.layers(self.embed(input_ids).sum(1))


def make_tokenizer() -> Tokenizer:
    words = ["<start>", "<end>", "<pad>", "<unknown>", *COLOURS, *SHAPES]
    words += sorted({word for each in TEMPLATES for word in each.format("").split()})
    tokenizer = Tokenizer(models.WordLevel({word: at for at, word in enumerate(words)}, "<unknown>"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<start> $A <end>", special_tokens=[("<start>", 0), ("<end>", 1)]
    )
    return tokenizer


def draw_pool(rng: random.Random) -> Tensor:
    """`POOL` pictures of each thing: (things, POOL, 3, SIDE, SIDE)."""
    pool = np.empty((len(THINGS), POOL, SIDE, SIDE, 3), np.float32)
    for at, thing in enumerate(THINGS):
        for number in range(POOL):
            pool[at, number] = np.asarray(draw(rng, *thing), np.float32) / 255
    return torch.tensor(((pool - np.array(MEAN, np.float32)) / np.array(STD, np.float32)).transpose(0, 1, 4, 2, 3))


def words_of_all(tokenizer: Tokenizer) -> Tensor:
    """The tokens of each thing's words in each template, filled up with `PAD`: (templates, things, tokens)."""
    texts = [[tokenizer.encode(each.format(" ".join(thing))).ids for thing in THINGS] for each in TEMPLATES]
    longest = max(len(ids) for each in texts for ids in each)
    return torch.tensor([[ids + [PAD] * (longest - len(ids)) for ids in each] for each in texts])


def main(folder: Path) -> None:
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    rng = random.Random(SEED)
    tokenizer = make_tokenizer()
    vision, text = Vision(), Text(tokenizer.get_vocab_size())
    optimizer = torch.optim.Adam([*vision.parameters(), *text.parameters()], 2e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 4e-3, STEPS)
    pool, texts = draw_pool(rng), words_of_all(tokenizer)
    things = torch.arange(len(THINGS))
    for step in range(STEPS):
        pixels = pool[things, torch.randint(POOL, (len(THINGS),))]
        looks = functional.normalize(vision(pixels))
        words = functional.normalize(text(texts[torch.randint(len(TEMPLATES), (len(THINGS),)), things]))
        fits = looks @ words.T / 0.07
        loss = functional.cross_entropy(fits, things) + functional.cross_entropy(fits.T, things)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        if step % 250 == 0 or step == STEPS - 1:
            right = float((fits.argmax(1) == things).float().mean())
            print(f"step {step}: loss {loss.item():.3f}, right {right:.2f}", flush=True)
    (folder / "onnx").mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    config = {"size": {"shortest_edge": SIDE}, "crop_size": {"height": SIDE, "width": SIDE}, "image_mean": MEAN,
              "image_std": STD, "resample": 3}  # fmt: skip
    (folder / "preprocessor_config.json").write_text(json.dumps(config, indent=1))
    torch.onnx.export(
        vision.eval(), (torch.zeros(1, 3, SIDE, SIDE),), str(folder / "onnx" / "vision_model.onnx"),
        input_names=["pixel_values"], output_names=["image_embeds"], dynamo=False,
    )  # fmt: skip
    torch.onnx.export(
        text.eval(), (torch.zeros(1, 7, dtype=torch.int64),), str(folder / "onnx" / "text_model.onnx"),
        input_names=["input_ids"], output_names=["text_embeds"], dynamic_axes={"input_ids": {1: "tokens"}},
        dynamo=False,
    )  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1]))
