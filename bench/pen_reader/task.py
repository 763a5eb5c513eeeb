# SPDX-License-Identifier: Apache-2.0
"""Training the reader of handwriting: its lines, its loss, its figures, the file that the program reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from rapidfuzz.distance import Levenshtein
from torch import nn

from bench.pen_reader.alphabet import ALPHABET, loosening
from bench.pen_reader.examples import (
    NO_MAKINGS,
    Example,
    Kind,
    Makings,
    PenDrawer,
    greedy,
    grouped,
    measured_on,
    stacked,
)  # fmt: skip
from bench.pen_reader.lines import PenLine
from bench.pen_reader.network import PenReader
from bench.training.onnx_file import export_reader
from bench.training.stream import Source
from ocr.pen.strip import HEIGHT

_AT_ONCE = 16
"""Lines measured together."""

_MADE = 160
"""Lines that nobody wrote and that are measured on."""

_LEAST = 1e-7
_SHORTCUT = 0.2
"""How much the text read by the convolutions alone counts."""


@dataclass(frozen=True)
class PenReading:
    """A ``bench.training.tasks.Task``; ``apart`` are lines of writers, ``unseen`` fonts and pieces that
    nothing is learnt from; ``shortcut``: whether the convolutions are asked for the text as well.
    """

    drawer: PenDrawer
    apart: tuple[PenLine, ...]
    unseen: Makings = NO_MAKINGS
    shortcut: bool = True
    source: Source[Example] = field(init=False)

    def __post_init__(self) -> None:
        held = partial(measured_on, self.apart, self.unseen, _MADE)  # goes to the drawing processes too
        source = Source(self.drawer, grouped, again=1, held=held)
        object.__setattr__(self, "source", source)

    def network(self) -> Any:
        return PenReader().to(memory_format=torch.channels_last)

    def loss(self, net: Any, batch: Sequence[Example], _dice: np.random.Generator, device: Any) -> Any:
        """CTC of what is read and, for less, of what the convolutions say, all in bfloat16. Of a loose text
        the probabilities of what does not count are laid together first, so that nothing is learnt about
        case or commas from it.
        """
        ink = torch.from_numpy(stacked(batch)).to(device, memory_format=torch.channels_last)
        with torch.autocast(device.type, dtype=torch.bfloat16):
            scores, shortcut = net(ink)
        read = _ctc(scores.float(), batch)
        return read + _SHORTCUT * _ctc(shortcut.float(), batch) if self.shortcut else read

    def figures(self, net: Any, held: Sequence[Example], device: Any) -> dict[str, float]:
        """Of each kind of line the share of characters wrong (edits over characters)."""
        wrong, total = dict.fromkeys(Kind, 0), dict.fromkeys(Kind, 0)
        to = loosening().argmax(1)
        ordered = sorted(held, key=lambda line: line.ink.shape[1])
        for at in range(0, len(ordered), _AT_ONCE):
            part = ordered[at : at + _AT_ONCE]
            scores = net(torch.from_numpy(stacked(part)).to(device)).float().cpu().numpy()
            for line, read in zip(part, greedy(scores), strict=True):
                said = [int(to[cls]) for cls in read if to[cls]] if line.loose else read
                wrong[line.kind] += Levenshtein.distance(line.classes, said)
                total[line.kind] += len(line.classes)
        return {f"{kind}_wrong": wrong[kind] / total[kind] for kind in Kind if total[kind]}

    def export(self, net: Any, folder: Path) -> Path:
        """The norms folded into the convolutions, the alphabet kept with the weights."""
        return export_reader(net, folder / "pen_reader.onnx", height=HEIGHT, alphabet=ALPHABET)


def _ctc(scores: Any, batch: Sequence[Example]) -> Any:
    """The loss of scores (N×C×S) for the texts of a batch."""
    told = scores.softmax(1).transpose(1, 2)
    loose = torch.tensor([line.loose for line in batch], device=scores.device)[:, None, None]
    told = torch.where(loose, told @ torch.from_numpy(loosening()).to(scores.device), told)
    steps = (told + _LEAST).log().transpose(0, 1)
    targets = torch.tensor([cls for line in batch for cls in line.classes], dtype=torch.long)
    lengths = torch.tensor([len(line.classes) for line in batch])
    frames = torch.full((len(batch),), steps.shape[0], dtype=torch.long)
    return nn.functional.ctc_loss(steps, targets.to(scores.device), frames, lengths, zero_infinity=True)
