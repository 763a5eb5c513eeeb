# SPDX-License-Identifier: Apache-2.0
"""The reader of handwriting: convolutions down to one row, two recurrent layers along the line.

The convolutions see a stroke and its marks, the layers of long short-term memory (Hochreiter and Schmidhuber
1997; both ways, Graves and Schmidhuber 2005) what a syllable makes of it; trained with CTC (Graves et al.
2006). While it learns, the convolutions are asked for the text as well, which makes the recurrent layers
learn much sooner (Retsinas et al. 2022).
"""

from __future__ import annotations

import torch
from torch import nn

from bench.pen_reader.alphabet import ALPHABET
from ocr.pen.strip import HEIGHT

_CLASSES = len(ALPHABET) + 1


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


def down(i: int, o: int, size: int, stride: tuple[int, int]) -> nn.Sequential:
    """A convolution to a coarser picture."""
    conv = nn.Conv2d(i, o, size, stride, padding=size // 2, bias=False)
    return nn.Sequential(conv, nn.BatchNorm2d(o), nn.ReLU())


class PenReader(nn.Module):  # type: ignore[misc]
    """(N×1×48×W) ink 0…1 → (N×C×W/4) scores; while it learns also those of the convolutions alone."""

    def __init__(self, wide: int = 192, memory: int = 192) -> None:
        super().__init__()
        self.look = nn.Sequential(
            down(1, 24, 5, (2, 2)), down(24, 48, 3, (2, 2)), Look(48), down(48, 96, 3, (2, 1)), Look(96),
            nn.Conv2d(96, wide, (HEIGHT // 8, 3), padding=(0, 1), bias=False),
            nn.BatchNorm2d(wide), nn.ReLU(),
        )  # fmt: skip
        self.shortcut = nn.Conv1d(wide, _CLASSES, 3, padding=1)
        self.loosen = nn.Dropout(0.1)
        self.read = nn.LSTM(wide, memory, 2, bidirectional=True, batch_first=True, dropout=0.1)
        self.write = nn.Linear(2 * memory, _CLASSES)

    def forward(self, x: torch.Tensor) -> torch.Tensor | tuple[torch.Tensor, torch.Tensor]:
        seen = self.loosen(self.look(x).squeeze(2))
        scores = self.write(self.read(seen.transpose(1, 2))[0]).transpose(1, 2)
        return (scores, self.shortcut(seen)) if self.training else scores
