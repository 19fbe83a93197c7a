"""The second stage: a network goes on as `export` wrote it, more slowly, and the average of its weights is kept.

Its normalization is folded into its weights by then and stays so. The last steps fall to a rate of nothing.
"""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import onnx
import torch
from onnx import numpy_helper

from training.spots.net import SpotsNet
from training.spots.train import Views, loss_of

STEPS: Final = 2_868
FALLING: Final = 250
"""The last of the steps."""
WARM: Final = 50
RATE: Final = 5e-4
DECAY: Final = 0.995
"""Of the average, at each step."""
SEED: Final = (1, 1_000)
TELL_EVERY: Final = 25


def finish(model: Path, target: Path, *, steps: int = STEPS) -> None:
    """Go on with a network of our backbone, an ONNX file of `export`, and write the average as a checkpoint."""
    cv2.setNumThreads(1)
    torch.set_num_threads(1)  # sums in the same order each time
    net = recovered(model).to(memory_format=torch.channels_last)
    average = copy.deepcopy(net)
    optimizer = torch.optim.AdamW(net.parameters(), RATE, weight_decay=1e-3)
    views = Views(np.random.default_rng(SEED))
    total = 0.0
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = RATE * min(1.0, (step + 1) / WARM, (steps - step) / FALLING)
        loss = loss_of(net, *views.batch())
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 2.0)
        optimizer.step()
        _average(average, net, min(DECAY, (2 + step) / (11 + step)))
        total += loss.item()
        if step % TELL_EVERY == TELL_EVERY - 1:
            print(f"step {step + 1}: loss {total / TELL_EVERY:.4f}", flush=True)
            total = 0.0
    target.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"backbone": "ours", "net": average.state_dict()}, target)


def recovered(model: Path) -> SpotsNet:
    """The network of an ONNX file that `export` wrote in 8 bits. It normalizes nothing: that is in its weights."""
    graph = onnx.load(model).graph
    stored = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
    values = stored | {
        node.output[0]: _floats(*(stored[name] for name in node.input))
        for node in graph.node
        if node.op_type == "DequantizeLinear" and node.input[0] in stored
    }
    net = SpotsNet().eval()
    modules = dict(net.named_modules())
    with torch.no_grad():
        for node in graph.node:
            if node.op_type != "Conv":
                continue
            name = node.name.split("/")[-2]
            conv = modules[name]
            normal = modules.get(name.removesuffix("0") + "1", conv)
            if isinstance(normal, torch.nn.BatchNorm2d):
                normal.running_var.fill_(1 - normal.eps)  # type: ignore[union-attr,operator]
            conv.weight.copy_(torch.tensor(values[node.input[1]]))  # type: ignore[union-attr,operator]
            normal.bias.copy_(torch.tensor(values[node.input[2]]))  # type: ignore[union-attr,operator]
    return net


def _floats(values: np.ndarray, scale: np.ndarray, zero: np.ndarray) -> np.ndarray:
    channels = (-1, *(1,) * (values.ndim - 1)) if scale.size > 1 else ()
    return (values.astype(np.float32) - zero.reshape(channels)) * scale.reshape(channels)


def _average(average: SpotsNet, net: SpotsNet, decay: float) -> None:
    with torch.no_grad():
        for kept, new in zip(average.parameters(), net.parameters(), strict=True):
            kept.lerp_(new, 1 - decay)
