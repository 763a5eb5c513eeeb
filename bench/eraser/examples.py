# SPDX-License-Identifier: Apache-2.0
"""What the eraser learns from: the patch round a dot, and its middle as it would be without the dot."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.eraser.strips import Strip, draw_strip

ABOVE, BELOW, BESIDE, REACH = 24, 16, 17, 7
"""The patch round a dot: rows above and below its centre, columns to each side; the square that is mended."""

PAPER = 250
_BATCH = 1024

Dot = tuple[np.ndarray, np.ndarray, float]
"""A patch (41×35) and its mended square (15×15), ink 0…250 as uint8, and the dot's diameter in pixels."""


@dataclass(frozen=True)
class DotDrawer:
    """Draws a chunk of strips in ``fonts`` and cuts their dots out."""

    fonts: tuple[Path, ...]
    strips: int = 100

    def __call__(self, rng: random.Random) -> list[Dot]:
        return [dot for _n in range(self.strips) for dot in _dots(draw_strip(rng, self.fonts), rng)]


def _dots(strip: Strip, rng: random.Random) -> Iterator[Dot]:
    for x, y in strip.centres:
        cx, cy = round(x + rng.gauss(0, 0.7)), round(y + rng.gauss(0, 0.7))
        if not _inside(strip, cx, cy):
            continue
        target = _cut(strip.clean, cx, cy, (REACH, REACH, REACH))
        if (target[2:-2, 2:-2] > 100).sum() < 4 and rng.random() > 0.1:
            continue  # bare dots are easy, and most of them
        source = strip.clean if rng.random() < 0.15 else strip.dotted  # no dot there: leave the letter alone
        yield _cut(source, cx, cy, (ABOVE, BELOW, BESIDE)), target, strip.diameter


def _inside(strip: Strip, cx: int, cy: int) -> bool:
    height, width = strip.clean.shape
    return bool(BESIDE <= cx < width - BESIDE - 1 and ABOVE <= cy < height - BELOW - 1)


def _cut(pixels: np.ndarray, cx: int, cy: int, reach: tuple[int, int, int]) -> np.ndarray:
    above, below, beside = reach
    part = PAPER - pixels[cy - above : cy + below + 1, cx - beside : cx + beside + 1].astype(np.int16)
    return np.clip(part, 0, PAPER).astype(np.uint8)


def grouped(dots: list[Dot], dice: random.Random) -> list[list[Dot]]:
    """Batches of dots in any order."""
    dice.shuffle(dots)
    return [dots[at : at + _BATCH] for at in range(0, len(dots), _BATCH)]
