# SPDX-License-Identifier: Apache-2.0
"""The line reader: convolutions over a line, a score for each character at each step (CRNN without the
recurrence, after Shi, Bai & Yao 2015; trained with CTC, Graves et al. 2006).
"""

from __future__ import annotations

import torch
from torch import nn

from bench.line_reader.words import ALPHABET


class Residual(nn.Module):  # type: ignore[misc]  # torch is not there for mypy
    def __init__(self, channels: int, dilation: int) -> None:
        super().__init__()
        self.conv = nn.Conv1d(channels, channels, 5, padding=2 * dilation, dilation=dilation, bias=False)
        self.norm = nn.BatchNorm1d(channels)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x + torch.relu(self.norm(self.conv(x)))


def flat(i: int, o: int, kernel: tuple[int, int] = (3, 3), pad: tuple[int, int] = (1, 1)) -> nn.Sequential:
    """A convolution with its norm."""
    return nn.Sequential(nn.Conv2d(i, o, kernel, padding=pad, bias=False), nn.BatchNorm2d(o), nn.ReLU())


class LineReader(nn.Module):  # type: ignore[misc]
    """(N×1×48×W) ink 0…1 → (N×C×W/4) scores."""

    def __init__(self, wide: int = 160) -> None:
        super().__init__()
        self.look = nn.Sequential(
            nn.PixelUnshuffle(2), flat(4, 32), flat(32, 32), nn.MaxPool2d(2), flat(32, 64), flat(64, 64),
            nn.MaxPool2d((2, 1)), flat(64, wide, (6, 3), (0, 1)),
        )  # fmt: skip
        self.read = nn.Sequential(*[Residual(wide, d) for d in (1, 1, 2, 1, 4, 1)], nn.Dropout(0.05))
        self.write = nn.Conv1d(wide, len(ALPHABET) + 1, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.write(self.read(self.look(x).squeeze(2)))
