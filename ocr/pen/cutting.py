# SPDX-License-Identifier: Apache-2.0
"""A line of pen cut out of a form, without what its label, the next one and other lines leave in it.

The network has learnt from lines that fill their strips. In a form the zone of a field is as high as pen may
be and begins in the last letters of its label.
"""

from __future__ import annotations

import cv2
import numpy as np

from ocr.pixels.image import components

_PAPER = 1.5
"""How far round a pixel its paper is looked for, in x-heights of the print."""

_DARKER = 0.13
"""What is darker than its paper by so much is ink."""

_PRINTED = 0.7
"""Print is no lighter than this, as a share of its paper."""

_START, _END = 2.7, 0.7
"""So far from the ends, in x-heights, letters of labels may stand."""

_LEAST_DOT, _DOT = 0.15, 0.5
"""A dot of a colon is no smaller and no larger, in x-heights."""

_OFF_LINE = 0.55
"""So far off its line may a colon stand, in x-heights, where a page is not quite straight."""

_OVER, _UNDER = 1.5, 0.2
"""The same of what touches an edge."""

_HIGH, _LOW = 1.9, 0.3
"""What ends so high over the base or begins so far under it, in x-heights, is a mark of this line's strokes
or belongs to another line.
"""

_NEAR, _BESIDE = 0.3, 0.1
"""So near over, under and beside a stroke a mark of it stands, in x-heights."""

_AROUND = 0.35
"""Paper left round the strokes, in x-heights."""

_LEAST_HIGH = 1.5
"""A strip is no lower, in x-heights: a lone “o” is not made as tall as a line."""

_SPECK = 0.012
"""What is smaller, in squares of the x-height, is no stroke to begin or end with."""


def strokes_alone(gray: np.ndarray, base: float, letter_px: float) -> np.ndarray:
    """The strokes of a field (``gray``: H×W, uint8, paper light), cut close round them (H'×W'); letters of
    the print are ``letter_px`` high and stand on row ``base``. What holds no strokes comes back as it was.
    """
    size = max(3, round(_PAPER * letter_px) | 1)
    paper = cv2.blur(cv2.dilate(gray, np.ones((size, size), np.uint8)), (size, size))
    ink = np.where(gray < (1 - _DARKER) * paper, 255, 0).astype(np.uint8)
    labels, stats, centres = components(ink)
    dark = np.where(gray < _PRINTED * paper, 255, 0).astype(np.uint8)
    keep = _own(stats[1:], centres[1:], gray.shape, base, letter_px)
    end = _colon(components(dark)[1][1:], base, letter_px)
    keep &= stats[1:, 0] + stats[1:, 2] > end + _LEAST_DOT * letter_px * (end > 0)
    kept = stats[1:][keep]
    solid = kept[kept[:, 4] >= _SPECK * letter_px**2]
    if not len(solid):
        return gray
    foreign = np.isin(labels, np.flatnonzero(~keep) + 1)
    foreign = cv2.dilate(foreign.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    own = np.isin(labels, np.flatnonzero(keep) + 1)
    clean = np.where(foreign & ~own, paper, gray)
    left, top = solid[:, :2].min(axis=0)
    right, bottom = (solid[:, :2] + solid[:, 2:4]).max(axis=0)
    spare = max(0.0, _LEAST_HIGH * letter_px - (bottom - top)) / 2
    around = _AROUND * letter_px
    rows = slice(max(0, round(top - spare - around)), round(bottom + spare + around) + 1)
    return np.ascontiguousarray(clean[rows, max(0, round(left - around)) : round(right + around) + 1])


def _own(
    stats: np.ndarray, centres: np.ndarray, shape: tuple[int, ...], base: float, letter_px: float
) -> np.ndarray:
    """Which of the strokes (N×5: x, y, w, h, pixels) are of this line and no label's (N, bool)."""
    x, y, w, h = stats[:, 0], stats[:, 1], stats[:, 2], stats[:, 3]
    height, width = shape
    keep = np.ones(len(stats), bool)
    keep &= ~((x + w >= width) & (centres[:, 0] > width - _END * letter_px))
    keep &= ~((x <= 0) & (centres[:, 0] < _END * letter_px))
    over = (y + h < base - _HIGH * letter_px) | ((y <= 0) & (y + h < base - _OVER * letter_px))
    under = (y > base + _LOW * letter_px) | ((y + h >= height) & (y > base + _UNDER * letter_px))
    body = stats[keep & ~over & ~under]
    for n in np.flatnonzero(keep & (over | under)):
        keep[n] = _is_mark(stats[n], body, letter_px)
    return keep


def _is_mark(stroke: np.ndarray, body: np.ndarray, letter_px: float) -> bool:
    """Whether a stroke (x, y, w, h, …) far over or under the line stands close to one of its ``body``."""
    x, y, w, h = (int(one) for one in stroke[:4])
    beside = _BESIDE * letter_px
    meets = (body[:, 0] < x + w + beside) & (body[:, 0] + body[:, 2] > x - beside)
    apart = np.maximum(body[:, 1] - (y + h), y - (body[:, 1] + body[:, 3]))
    return bool((meets & (apart < _NEAR * letter_px)).any())


def _colon(stats: np.ndarray, base: float, letter_px: float) -> float:
    """Where the colon ends that a label closes with, near the beginning of the line; 0 where none is seen."""
    x, y, w, h = (stats[:, column] for column in range(4))
    small = (np.maximum(w, h) <= _DOT * letter_px) & (np.minimum(w, h) >= _LEAST_DOT * letter_px)
    small &= x + w <= _START * letter_px
    dots = [(float(x[n] + w[n] / 2), float(y[n] + h[n]), float(x[n] + w[n])) for n in np.flatnonzero(small)]
    for at, foot, end in dots:
        if abs(foot - base) > _OFF_LINE * letter_px:
            continue
        upper = [
            other
            for other in dots
            if abs(other[0] - at) < 0.25 * letter_px and 0.4 < (foot - other[1]) / letter_px < 1.1
        ]
        if upper:
            return max(end, upper[0][2])
    return 0.0
