# SPDX-License-Identifier: Apache-2.0
"""Training lines as the reader of handwriting learns from them: damaged, spelt in classes, put in batches."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path

import numpy as np

from bench.pen_reader.alphabet import spelt, spelt_loosely
from bench.pen_reader.damage import damaged
from bench.pen_reader.lines import PenLine
from bench.pen_reader.pieces import Pieces, composed
from bench.pen_reader.scripts import written
from bench.pen_reader.texts import text
from ocr.pen.strip import HEIGHT, STRIDE, as_input

_BATCH_PIXELS = 12_000
"""Columns of all lines of a batch together, so that long lines don't need more memory than short ones."""

_UNTOUCHED = 0.15
_COMPOSED = 0.4
"""Of the lines nobody wrote those that are put together from pieces."""


class Kind(StrEnum):
    """Where a line is from: a scan, a photographed row, pieces of these, a script font."""

    LINE = "line"
    ROW = "row"
    COMPOSED = "composed"
    SCRIPT = "script"


@dataclass(frozen=True, slots=True)
class Example:
    """A strip (48×W, uint8) and the classes of its text, ``loose`` where case and commas don't count;
    ``kind``: where it is from.
    """

    ink: np.ndarray
    classes: list[int]
    loose: bool
    kind: Kind


@dataclass(frozen=True)
class Makings:
    """What lines nobody wrote are made of: script fonts, and pieces cut out of real lines."""

    fonts: tuple[Path, ...] = ()
    pools: tuple[Pieces, ...] = ()

    def drawn(self, rng: random.Random, dice: np.random.Generator) -> Example:
        """A line in a font, or one put together; some of each where there is what it takes."""
        if self.pools and (not self.fonts or rng.random() < _COMPOSED):
            while (piece := composed(self.pools, rng)) is None:
                pass
            classes = spelt_loosely(piece.text) if piece.loose else spelt(piece.text)
            return Example(piece.ink, classes, piece.loose, Kind.COMPOSED)
        said = text(rng)
        return Example(written(said, self.fonts, dice), spelt(said), loose=False, kind=Kind.SCRIPT)


NO_MAKINGS = Makings()


@dataclass(frozen=True)
class PenDrawer:
    """Draws a chunk of lines: those of ``lines``, as other hands would have written them, and, where there
    are ``makings``, a share ``made`` of lines that nobody wrote.
    """

    lines: tuple[PenLine, ...]
    makings: Makings = NO_MAKINGS
    made: float = 0.0
    count: int = 256

    def __call__(self, rng: random.Random) -> list[Example]:
        dice = np.random.default_rng(rng.getrandbits(63))
        return [self._drawn(line, rng, dice) for line in rng.choices(self.lines, k=self.count)]

    def _drawn(self, line: PenLine, rng: random.Random, dice: np.random.Generator) -> Example:
        nobodys = rng.random() < self.made
        example = self.makings.drawn(rng, dice) if nobodys else example_of(line)
        if not nobodys and dice.random() < _UNTOUCHED:
            return example
        neighbour = _strip(rng.choice(self.lines)) if dice.random() < 0.15 else None
        made = damaged(example.ink, dice, neighbour)
        # Too narrow for its text, CTC could not spell it.
        enough = made.shape[1] / STRIDE > 1.2 * len(example.classes) + 2
        return replace(example, ink=made) if enough else example


def example_of(line: PenLine) -> Example:
    """The line as it was written."""
    if line.loose:
        return Example(_strip(line), spelt_loosely(line.text), loose=True, kind=Kind.ROW)
    return Example(_strip(line), spelt(line.text), loose=False, kind=Kind.LINE)


def measured_on(lines: Sequence[PenLine], makings: Makings, count: int) -> list[Example]:
    """``lines`` as they were written and, of ``makings`` never learnt from, ``count`` lines nobody wrote."""
    rng, dice = random.Random("held"), np.random.default_rng(0)
    some = count if makings.fonts or makings.pools else 0
    return [example_of(line) for line in lines] + [makings.drawn(rng, dice) for _ in range(some)]


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
