# SPDX-License-Identifier: Apache-2.0
"""Training the line reader: its lines, its loss, its figures, the ONNX file that the program reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from rapidfuzz.distance import Levenshtein
from torch import nn

from bench.line_reader.examples import Line, LineDrawer, greedy, grouped, stacked
from bench.line_reader.lines import HEIGHT
from bench.line_reader.network import LineReader
from bench.line_reader.words import ALPHABET
from bench.training.onnx_file import export_reader
from bench.training.stream import Source

_AT_ONCE = 32
"""Lines measured together."""


@dataclass(frozen=True)
class LineReading:
    """A ``bench.training.tasks.Task``."""

    drawer: LineDrawer
    source: Source[Line] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "source", Source(self.drawer, grouped))

    def network(self) -> Any:
        return LineReader().to(memory_format=torch.channels_last)

    def loss(self, net: Any, batch: Sequence[Line], dice: np.random.Generator, device: Any) -> Any:
        """CTC, with the convolutions in bfloat16."""
        ink = torch.from_numpy(stacked(batch, dice)).to(device, memory_format=torch.channels_last)
        with torch.autocast(device.type, dtype=torch.bfloat16):
            scores = net(ink)
        steps = scores.float().log_softmax(1).permute(2, 0, 1)
        targets = torch.tensor([cls for _pixels, classes in batch for cls in classes], dtype=torch.long)
        lengths = torch.tensor([len(classes) for _pixels, classes in batch])
        frames = torch.full((len(batch),), steps.shape[0], dtype=torch.long)
        return nn.functional.ctc_loss(steps, targets.to(device), frames, lengths, zero_infinity=True)

    def figures(self, net: Any, held: Sequence[Line], device: Any) -> dict[str, float]:
        """Share of characters wrong (edits over characters), share of lines without a mistake."""
        wrong = total = right = 0
        ordered = sorted(held, key=lambda line: line[0].shape[1])
        for at in range(0, len(ordered), _AT_ONCE):
            part = ordered[at : at + _AT_ONCE]
            scores = net(torch.from_numpy(stacked(part)).to(device)).float().cpu().numpy()
            for (_pixels, classes), read in zip(part, greedy(scores), strict=True):
                wrong += Levenshtein.distance(classes, read)
                total += len(classes)
                right += classes == read
        return {"characters_wrong": wrong / total, "lines_right": right / len(held)}

    def export(self, net: Any, folder: Path) -> Path:
        """The norms folded into the convolutions, the alphabet kept with the weights."""
        return export_reader(net, folder / "line_reader.onnx", height=HEIGHT, alphabet=ALPHABET)
