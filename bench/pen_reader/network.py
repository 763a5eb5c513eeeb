# SPDX-License-Identifier: Apache-2.0
"""The reader of handwriting: convolutions, a score for each character at each step.

Two-dimensional residual blocks down to one row, then residual blocks along the line with growing reach
(separable convolutions as in ConvNeXt, Liu et al. 2022), trained with CTC (Graves et al. 2006).
"""

from __future__ import annotations

import torch
from torch import nn

from bench.pen_reader.alphabet import ALPHABET


class Look(nn.Module):  # type: ignore[misc]  # torch is not there for mypy
    """A residual block over the picture."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(channels, channels, 3, padding=1, bias=False), nn.BatchNorm2d(channels), nn.ReLU(),
            nn.Conv2d(channels, channels, 3, padding=1, bias=False), nn.BatchNorm2d(channels),
        )  # fmt: skip

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.relu(x + self.body(x))


class Along(nn.Module):  # type: ignore[misc]
    """A residual block along the line: what lies within ``reach`` steps, then each step by itself."""

    def __init__(self, channels: int, reach: int) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv1d(channels, channels, 2 * reach + 1, padding=reach, groups=channels, bias=False),
            nn.BatchNorm1d(channels),
            nn.Conv1d(channels, 2 * channels, 1), nn.ReLU(),
            nn.Conv1d(2 * channels, channels, 1, bias=False), nn.BatchNorm1d(channels),
            nn.Dropout(0.1),
        )  # fmt: skip

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x + self.body(x)


def down(i: int, o: int, stride: tuple[int, int]) -> nn.Sequential:
    """A convolution to a coarser picture."""
    return nn.Sequential(nn.Conv2d(i, o, 3, stride, padding=1, bias=False), nn.BatchNorm2d(o), nn.ReLU())


class PenReader(nn.Module):  # type: ignore[misc]
    """(N×1×64×W) ink 0…1 → (N×C×W/4) scores."""

    def __init__(self, wide: int = 256) -> None:
        super().__init__()
        self.look = nn.Sequential(
            nn.PixelUnshuffle(2), nn.Conv2d(4, 24, 3, padding=1, bias=False), nn.BatchNorm2d(24), nn.ReLU(),
            down(24, 48, (2, 2)), Look(48), down(48, 96, (2, 1)), Look(96), down(96, 128, (2, 1)), Look(128),
            nn.Conv2d(128, wide, (4, 3), padding=(0, 1), bias=False), nn.BatchNorm2d(wide), nn.ReLU(),
        )  # fmt: skip
        self.read = nn.Sequential(*[Along(wide, reach) for reach in (3, 5, 7, 9, 7, 5, 3, 3)])
        self.write = nn.Sequential(nn.Dropout(0.1), nn.Conv1d(wide, len(ALPHABET) + 1, 1))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.write(self.read(self.look(x).squeeze(2)))
