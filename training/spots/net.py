"""The network: a small U-Net that says for each spot how likely each of its 16 x 16 places is."""

from __future__ import annotations

from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional

from piclets.domain.spots import OFFSETS, STEPS
from piclets.prints.face import WINDOW_LEFT, WINDOW_SIDE, WINDOW_TOP

WIDTHS: Final = {"ours": (16, 24, 48, 96), "large": (48, 64, 128, 256)}


def _conv(inputs: int, outputs: int, size: int = 3, stride: int = 1, dilation: int = 1) -> nn.Sequential:
    padding = dilation * (size // 2)
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, size, stride, padding, dilation, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(True),
    )


class SpotsNet(nn.Module):
    """From normalized windows (n, 1, 96, 96) to log-probabilities (n, 8, 16) of the coordinates."""

    def __init__(self, backbone: str = "ours") -> None:
        super().__init__()
        a, b, c, d = WIDTHS[backbone]
        self.steps = nn.Sequential(_conv(1, a, 5, 2), _conv(a, b))
        self.coarse = nn.Sequential(_conv(b, c, stride=2), _conv(c, c))
        self.whole = nn.Sequential(_conv(c, d, stride=2), _conv(d, d, dilation=2), _conv(d, d, dilation=3))
        self.from_whole = _conv(d, c, 1)
        self.mix_coarse = _conv(c, c)
        self.from_coarse = _conv(c, b, 1)
        self.mix_steps = nn.Sequential(_conv(b, b + 8), _conv(b + 8, b + 8))
        self.places = nn.Conv2d(b + 8, len(OFFSETS), 1)

    def joint(self, windows: Tensor) -> Tensor:
        """Scores (n, 4, 16, 16) of each spot's places, rows first."""
        steps = self.steps(windows)
        coarse = self.coarse(steps)
        whole = self.from_whole(self.whole(coarse))
        coarse = self.mix_coarse(coarse + functional.interpolate(whole, scale_factor=2.0, mode="nearest"))
        steps = steps + functional.interpolate(self.from_coarse(coarse), scale_factor=2.0, mode="nearest")
        maps = self.places(self.mix_steps(steps))
        cut = []
        for spot, (x, y) in enumerate(OFFSETS):
            left, top = int(x - WINDOW_LEFT - 0.5), int(y - WINDOW_TOP - 0.5)
            cut.append(maps[:, spot, top : top + STEPS, left : left + STEPS])
        return torch.stack(cut, 1)

    def forward(self, windows: Tensor) -> Tensor:
        scores = self.joint(windows)
        both = scores - scores.flatten(2).logsumexp(2)[..., None, None]
        x, y = both.logsumexp(2), both.logsumexp(3)
        return torch.stack((x, y), 2).flatten(1, 2)


assert WINDOW_SIDE == 48  # noqa: S101 - two halvings from the window to a map of steps
