# SPDX-License-Identifier: Apache-2.0
"""Training lines as the line reader learns from them: drawn, spelt in classes, put in batches."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image

from bench.blanks.strokes import stroke_image
from bench.line_reader.lines import HEIGHT, draw_line
from bench.line_reader.words import ALPHABET

Line = tuple[np.ndarray, list[int]]
"""A line (48×W, uint8, paper ≈ 250) and the classes of its text."""

CLASSES = {char: number + 1 for number, char in enumerate(ALPHABET)}
"""The class of each character; 0 is the blank of CTC."""

STRIDE = 4
"""Columns of a line for one step of the output."""

_EDGE = 4
_PEN_PX = 64
_BATCH_PIXELS = 20_000
"""Columns of all lines of a batch together, so that long lines don't need more memory than short ones."""


@dataclass(frozen=True)
class LineDrawer:
    """Draws a chunk of lines in ``fonts``, some of them written with ``pens`` (pictures of pen lines)."""

    fonts: tuple[Path, ...]
    pens: tuple[Path, ...] = ()
    lines: int = 256

    def __call__(self, rng: random.Random) -> list[Line]:
        strokes, chunk = _strokes(self.pens), list[Line]()
        while len(chunk) < self.lines:
            pixels, text = draw_line(rng, self.fonts, strokes)
            if 20 < pixels.shape[1] < 900 and pixels.shape[1] / STRIDE > 1.15 * len(text) + 2:
                chunk.append((pixels, [CLASSES[char] for char in text if char in CLASSES]))
        return chunk


@cache
def _strokes(pens: tuple[Path, ...]) -> list[Image.Image]:
    return [stroke_image(path, _PEN_PX) for path in pens]


def pens_of(folder: Path) -> tuple[Path, ...]:
    """Three of four pictures of a folder of pen lines; the others are for trying the result."""
    return tuple(path for number, path in enumerate(sorted(folder.glob("*.jpg"))) if number % 4)


def grouped(lines: list[Line], dice: random.Random) -> list[list[Line]]:
    """Batches of similar width, in any order."""
    made: list[list[Line]] = [[]]
    for line in sorted(lines, key=lambda line: line[0].shape[1]):
        if (len(made[-1]) + 1) * line[0].shape[1] > _BATCH_PIXELS and made[-1]:
            made.append([])
        made[-1].append(line)
    dice.shuffle(made)
    return made


def stacked(lines: Sequence[Line], dice: np.random.Generator | None = None) -> np.ndarray:
    """The ink of lines side by side (N×1×48×W, float32, 0…1), with noise of ``dice``."""
    width = (max(line[0].shape[1] for line in lines) + 15) // 8 * 8
    stack = np.zeros((len(lines), 1, HEIGHT, width), np.float32)
    for number, (pixels, _classes) in enumerate(lines):
        ink = (250 - pixels.astype(np.float32)) / 250
        if dice is not None:
            ink = np.roll(ink, dice.integers(-1, 2), axis=0) * dice.uniform(0.7, 1.15) + dice.normal(0, 0.015)
        stack[number, 0, :, _EDGE : _EDGE + pixels.shape[1]] = ink
    return stack


def greedy(scores: np.ndarray) -> list[list[int]]:
    """The classes read (N×C×S scores): the best of each step, repeats and blanks folded."""
    return [
        [int(best) for at, best in enumerate(row) if best and (at == 0 or best != row[at - 1])]
        for row in scores.argmax(1)
    ]
