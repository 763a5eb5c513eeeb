# SPDX-License-Identifier: Apache-2.0
"""Training lines as the reader of handwriting learns from them: damaged, spelt in classes, put in batches."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from bench.pen_reader.alphabet import spelt, spelt_loosely
from bench.pen_reader.damage import damaged
from bench.pen_reader.lines import PenLine
from ocr.pen.strip import HEIGHT, STRIDE, as_input

_BATCH_PIXELS = 12_000
"""Columns of all lines of a batch together, so that long lines don't need more memory than short ones."""

_UNTOUCHED = 0.15


@dataclass(frozen=True, slots=True)
class Example:
    """A strip (48×W, uint8) and the classes of its text, ``loose`` where case and commas don't count."""

    ink: np.ndarray
    classes: list[int]
    loose: bool


@dataclass(frozen=True)
class PenDrawer:
    """Draws a chunk of lines: those of ``lines``, as other hands would have written them."""

    lines: tuple[PenLine, ...]
    count: int = 256

    def __call__(self, rng: random.Random) -> list[Example]:
        dice = np.random.default_rng(rng.getrandbits(63))
        return [self._drawn(line, rng, dice) for line in rng.choices(self.lines, k=self.count)]

    def _drawn(self, line: PenLine, rng: random.Random, dice: np.random.Generator) -> Example:
        ink, example = _strip(line), example_of(line)
        if dice.random() < _UNTOUCHED:
            return example
        neighbour = _strip(rng.choice(self.lines)) if dice.random() < 0.15 else None
        made = damaged(ink, dice, neighbour)
        # Too narrow for its text, CTC could not spell it.
        enough = made.shape[1] / STRIDE > 1.2 * len(example.classes) + 2
        return Example(made, example.classes, example.loose) if enough else example


def example_of(line: PenLine) -> Example:
    """The line as it was written."""
    return Example(_strip(line), spelt_loosely(line.text) if line.loose else spelt(line.text), line.loose)


def examples_of(lines: Sequence[PenLine]) -> list[Example]:
    """As ``example_of``, of each line."""
    return [example_of(line) for line in lines]


@cache
def _strip(line: PenLine) -> np.ndarray:
    return line.strip()


def grouped(lines: list[Example], dice: random.Random) -> list[list[Example]]:
    """Batches of roughly the same width, in any order. Roughly, so that scans and photographs, whose widths
    differ, stand in a batch together: its norms are those of all lines then.
    """
    made: list[list[Example]] = [[]]
    for line in sorted(lines, key=lambda line: line.ink.shape[1] * dice.uniform(0.85, 1.15)):
        widest = max([line.ink.shape[1], *(other.ink.shape[1] for other in made[-1])])
        if (len(made[-1]) + 1) * widest > _BATCH_PIXELS and made[-1]:
            made.append([])
        made[-1].append(line)
    dice.shuffle(made)
    return made


def stacked(lines: Sequence[Example]) -> np.ndarray:
    """The lines side by side (N×1×48×W, float32, 0…1)."""
    inputs = [as_input(line.ink) for line in lines]
    stack = np.zeros((len(lines), 1, HEIGHT, max(one.shape[3] for one in inputs)), np.float32)
    for number, one in enumerate(inputs):
        stack[number, :, :, : one.shape[3]] = one[0]
    return stack


def greedy(scores: np.ndarray) -> list[list[int]]:
    """The classes read (N×C×S scores): the best of each step, repeats and blanks folded."""
    return [
        [int(best) for at, best in enumerate(row) if best and (at == 0 or best != row[at - 1])]
        for row in scores.argmax(1)
    ]
