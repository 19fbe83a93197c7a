"""Training: drawn views for ever, a checkpoint after each epoch, resumed where it was stopped."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import torch
from numpy.random import Generator
from torch import Tensor

from piclets.domain.spots import STEPS, centres_of, coordinates_of, pid_at
from piclets.prints.inference import normalized
from training.spots.camera import HARD, SCREEN, View, clean, view
from training.spots.evaluate import CHUNK, figures_of
from training.spots.net import SpotsNet
from training.spots.sets import CLEAN, FixedSet, load_set

BATCH: Final = 64
VIEWS_AN_EPOCH: Final = 8_000
REMEMBERED: Final = 6_000
FRESH: Final = 0.5
"""Of a batch: the rest are views that were drawn before, in another light."""
SMOOTHING: Final = (0.03, 0.94, 0.03)
PATIENCE: Final = 10
RATE: Final = 3e-3
CLOSE_STEPS: Final = 9.0
CLOSE_WEIGHT: Final = 2.0
"""A spot counts so much more where another one's centre is closer than CLOSE_STEPS."""


@dataclass
class Progress:
    """What a checkpoint holds beside the weights."""

    epoch: int = 0
    best: float = -1.0
    stale: int = 0


class Views:
    """Batches of windows, targets and weights, drawn as they are asked for."""

    def __init__(self, rng: Generator) -> None:
        self._rng = rng
        self._old: list[View] = []

    def batch(self) -> tuple[Tensor, Tensor, Tensor]:
        fresh = BATCH if len(self._old) < 4 * BATCH else round(BATCH * FRESH)
        views = [self._new() for _ in range(fresh)]
        views += [self._old[i] for i in self._rng.integers(0, max(1, len(self._old)), BATCH - fresh)]
        for one in views[:fresh]:
            if len(self._old) < REMEMBERED:
                self._old.append(one)
            else:
                self._old[int(self._rng.integers(REMEMBERED))] = one
        windows = np.stack([normalized(self._relit(one.window)) for one in views])
        return (
            torch.from_numpy(windows)[:, None],
            torch.tensor([one.target for one in views]),
            torch.tensor([_weights(one) for one in views]),
        )

    def _new(self) -> View:
        pid = int(self._rng.integers(2**32))
        kind = self._rng.random()
        if kind < 0.06:
            return View(clean(pid), coordinates_of(pid), (True,) * 4)
        if kind < 0.5:
            pid = _crowded(self._rng) if kind < 0.25 else pid
        return view(pid, self._rng, SCREEN if kind > 0.88 else HARD)

    def _relit(self, window: np.ndarray) -> np.ndarray:
        curve = self._rng.uniform(0.75, 1.3)
        light = 255 * (window / np.float32(255)) ** np.float32(curve)
        return light + self._rng.standard_normal(window.shape, np.float32) * np.float32(4 * self._rng.random() ** 2)


def _crowded(rng: Generator) -> int:
    """A PID whose lower spots are near each other, or near the upper ones."""
    values = rng.integers(0, STEPS, 8)
    values[4], values[6] = rng.integers(6, STEPS), rng.integers(0, 10)
    values[7] = np.clip(values[5] + rng.integers(-4, 4), 0, STEPS - 1)
    return pid_at([int(value) for value in values])


def _weights(one: View) -> tuple[float, ...]:
    places = np.array(centres_of(pid_at(one.target)), np.float32)
    apart = np.linalg.norm(places[:, None] - places[None, :], axis=2) + 1e3 * np.eye(len(places))
    close = apart.min(1) < CLOSE_STEPS
    return tuple(
        (CLOSE_WEIGHT if near else 1.0) if seen else -1.0 for near, seen in zip(close, one.seen, strict=True)
    )


def loss_of(net: SpotsNet, windows: Tensor, targets: Tensor, weights: Tensor) -> Tensor:
    """Cross-entropy over each spot's 256 places, smoothed to its neighbours; an unseen spot may be anywhere."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores = net.joint(windows.contiguous(memory_format=torch.channels_last))
    logs = scores.float().flatten(2).log_softmax(2)
    one_axis = torch.eye(STEPS)
    spread = sum(weight * torch.roll(one_axis, shift, 1) for shift, weight in zip((-1, 0, 1), SMOOTHING, strict=True))
    assert isinstance(spread, Tensor)  # noqa: S101 - a sum of tensors
    spread[0, -1] = spread[-1, 0] = 0
    spread = spread / spread.sum(1, keepdim=True)
    x, y = spread[targets[:, 0::2]], spread[targets[:, 1::2]]
    wanted = (y[..., :, None] * x[..., None, :]).flatten(2)
    unseen = weights < 0
    wanted = torch.where(unseen[..., None], torch.full_like(wanted, 1 / STEPS**2), wanted)
    each = -(wanted * logs).sum(2)
    return (each * torch.where(unseen, torch.full_like(weights, 0.5), weights)).mean()


def train(folder: Path, sets: Path, *, epochs: int, backbone: str, seed: int = 1) -> None:
    """Train into `folder/last.pt` and `folder/best.pt`, going on from `last.pt` where there is one."""
    cv2.setNumThreads(1)
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(seed)
    net = SpotsNet(backbone).to(memory_format=torch.channels_last)
    optimizer = torch.optim.AdamW(net.parameters(), RATE, weight_decay=1e-3)
    progress = _resumed(folder / "last.pt", net, optimizer)
    fixed = load_set(sets / CLEAN)
    views = Views(np.random.default_rng((seed, progress.epoch)))
    while progress.epoch < epochs and progress.stale < PATIENCE:
        started = time.monotonic()
        loss = _epoch(net, optimizer, views, progress.epoch, epochs)
        progress.epoch += 1
        exact = exact_matches(net, fixed)
        better = exact > progress.best
        progress.best, progress.stale = max(exact, progress.best), 0 if better or exact == 1 else progress.stale + 1
        _save(folder / "last.pt", net, optimizer, progress, backbone)
        if better or exact == progress.best:
            _save(folder / "best.pt", net, optimizer, progress, backbone)
        took = time.monotonic() - started
        print(f"epoch {progress.epoch}: loss {loss:.4f}, clean exact {exact:.4f}, {took:.0f} s", flush=True)


def _epoch(net: SpotsNet, optimizer: torch.optim.Optimizer, views: Views, epoch: int, epochs: int) -> float:
    net.train()
    batches = VIEWS_AN_EPOCH // BATCH
    total = 0.0
    for number in range(batches):
        done = (epoch + number / batches) / epochs
        warm = min(1.0, (epoch * batches + number + 1) / 100)
        for group in optimizer.param_groups:
            group["lr"] = RATE * warm * (0.5 * (1 + math.cos(math.pi * done)) + 0.01)
        loss = loss_of(net, *views.batch())
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 2.0)
        optimizer.step()
        total += loss.item()
    net.eval()
    return total / batches


def _save(path: Path, net: SpotsNet, optimizer: torch.optim.Optimizer, progress: Progress, backbone: str) -> None:
    state = {
        "backbone": backbone,
        "net": net.state_dict(),
        "optimizer": optimizer.state_dict(),
        "progress": vars(progress),
    }
    half = path.with_suffix(".tmp")
    torch.save(state, half)
    half.replace(path)


def _resumed(path: Path, net: SpotsNet, optimizer: torch.optim.Optimizer) -> Progress:
    if not path.is_file():
        return Progress()
    state = torch.load(path, weights_only=True)
    net.load_state_dict(state["net"])
    optimizer.load_state_dict(state["optimizer"])
    return Progress(**state["progress"])


def exact_matches(net: SpotsNet, fixed: FixedSet) -> float:
    """The share of windows of which all eight coordinates are read rightly."""
    net.eval()
    logs = []
    with torch.no_grad():
        for start in range(0, len(fixed.windows), CHUNK):
            windows = np.stack([normalized(window) for window in fixed.windows[start : start + CHUNK]])
            logs.append(net(torch.from_numpy(windows)[:, None]).numpy())
    return figures_of(np.concatenate(logs), fixed)["exact"]
