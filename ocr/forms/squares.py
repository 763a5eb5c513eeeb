# SPDX-License-Identifier: Apache-2.0
"""Squares drawn on a line, found by their four sides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np

_INSET = 0.12
"""So much of a box at each side is its frame."""

_ABOVE, _UNDER = 3.4, 1.3
"""How far over and under the foot of the line a box may reach, in x-heights."""

SIDES = (0.8, 3.0)
"""The sides of a box, in x-heights."""

_DRAWN_BESIDE = 0.7
"""So much of each side must be drawn of any box."""

_SOLID = 0.75
"""A square with so much ink inside is no box but a dark edge of the scan."""


@dataclass(frozen=True, slots=True)
class BoxFrame:
    """A square of ``side`` pixels at ``x``, ``y``; ``drawn`` is the least share of ink on a side."""

    x: int
    y: int
    side: int
    drawn: float

    @property
    def box(self) -> tuple[int, int, int, int]:
        return self.x, self.y, self.side, self.side


def squares_on(ink: np.ndarray, base: float, left: float, right: float, letter_px: float) -> list[BoxFrame]:
    """All squares on the line with foot ``base`` between two places, but for dark edges of the scan."""
    top, bottom = max(0, round(base - _ABOVE * letter_px)), round(base + _UNDER * letter_px)
    x = max(0, round(left))
    band = ink[top:bottom, x : max(x, round(right))]
    if min(band.shape) < 2 * letter_px:
        return []
    found = (f for f in _frames(band, letter_px) if filled(band, f.box) < _SOLID)
    return [replace(f, x=x + f.x, y=top + f.y) for f in found]


def _frames(band: np.ndarray, letter_px: float) -> Iterator[BoxFrame]:
    """All squares in ``band`` whose four sides are drawn well enough, many of them nearly the same."""
    across, down = _rules(band, letter_px)
    for side in range(round(SIDES[0] * letter_px), round(SIDES[1] * letter_px) + 1):
        if side + 1 > min(band.shape):
            return
        flat = cv2.boxFilter(across, -1, (side, 1), anchor=(0, 0), borderType=cv2.BORDER_CONSTANT)
        upright = cv2.boxFilter(down, -1, (1, side), anchor=(0, 0), borderType=cv2.BORDER_CONSTANT)
        drawn = np.minimum(
            np.minimum(flat[:-side, :-side], flat[side:, :-side]),
            np.minimum(upright[:-side, :-side], upright[:-side, side:]),
        )
        peak = (drawn >= _DRAWN_BESIDE) & (drawn >= cv2.dilate(drawn, np.ones((5, 5), np.uint8)))
        for y, x in zip(*np.nonzero(peak), strict=True):
            yield BoxFrame(int(x), int(y), side, float(drawn[y, x]))


def _rules(band: np.ndarray, letter_px: float) -> tuple[np.ndarray, np.ndarray]:
    """The straight strokes of ``band`` (float32, 1 = ink), lying and standing, a pixel thicker than drawn,
    for a scanned side is seldom quite straight.
    """
    length = max(5, round(0.45 * letter_px))
    found = []
    for shape, across in (((length, 1), (1, 3)), ((1, length), (3, 1))):
        kernel = cv2.getStructuringElement(cv2.MORPH_RECT, shape)
        joined = cv2.morphologyEx(band, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
        thick = cv2.dilate(cv2.morphologyEx(joined, cv2.MORPH_OPEN, kernel), np.ones(across[::-1], np.uint8))
        found.append((thick > 0).astype(np.float32))
    return found[0], found[1]


def filled(ink: np.ndarray, box: tuple[int, int, int, int]) -> float:
    x, y, w, h = box
    inset_x, inset_y = max(2, round(_INSET * w)), max(2, round(_INSET * h))
    inner = ink[y + inset_y : y + h - inset_y, x + inset_x : x + w - inset_x]
    return float((inner > 0).mean()) if inner.size else 0.0


def alike(one: BoxFrame, other: BoxFrame) -> bool:
    return abs(one.side - other.side) <= 0.12 * max(one.side, other.side)


def touch(one: BoxFrame, other: BoxFrame) -> bool:
    return abs(one.x - other.x) < one.side and abs(one.y - other.y) < one.side
