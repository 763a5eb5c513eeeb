# SPDX-License-Identifier: Apache-2.0
"""Take the cells of a comb – a row of boxes with one digit each – off the working copy before it is read.

Recognisers read its upright rules as ones and slashes. A comb is told by rules of one height at one pitch,
with a rule along their heads or feet; no letters stand so.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from ocr.pixels.image import components

_LEAST_RULES = 6
"""So many upright rules at one pitch make a comb."""

_HEIGHT = (1.75, 4.2)
"""The height of a rule in x-heights: taller than a digit, lower than a table."""

_THICKEST = 0.5
_PITCH = (0.9, 3.4)
"""The width of a cell in x-heights."""

_LEVEL, _EVEN = 0.25, 0.14
"""Heads and feet of the rules differ by so much at most, in x-heights; their steps by this share."""

_DRAWN = 0.6
"""So much of the heads or of the feet is joined by a rule."""


def comb_rules(ink: np.ndarray, letter_px: float) -> np.ndarray:
    """Mask (H×W, uint8, 255) of the rules of all combs in ``ink`` (H×W, 255 = ink, level); ``letter_px`` is
    the x-height.
    """
    half = letter_px / 2  # half the pixels tell where a comb is
    wide = cv2.dilate(ink, np.ones((1, 3), np.uint8))
    _labels, stats, _centres = components(_standing(wide[::2, ::2], half))
    mask, found = np.zeros_like(ink), False
    for comb in _combs(stats, half):
        edge = round(_LEVEL * letter_px)
        x0, y0 = np.maximum(0, 2 * stats[comb, :2].min(axis=0) - edge)
        x1, y1 = 2 * (stats[comb, :2] + stats[comb, 2:4]).max(axis=0) + edge
        cells = ink[y0:y1, x0:x1]
        lying = cv2.morphologyEx(cells, cv2.MORPH_OPEN, np.ones((1, round(2.5 * letter_px)), np.uint8))
        if _drawn_share(lying, 3 * edge) >= _DRAWN:
            mask[y0:y1, x0:x1] |= lying | _standing(cells, letter_px)
            found = True
    return cv2.dilate(mask, np.ones((3, 3), np.uint8)) if found else mask


def _standing(ink: np.ndarray, letter_px: float) -> np.ndarray:
    """The upright strokes of ``ink`` that are taller than a digit; scanned ones lean by a pixel or two."""
    wide = cv2.dilate(ink, np.ones((1, 3), np.uint8))
    tall = np.ones((max(3, round(_HEIGHT[0] * letter_px)), 1), np.uint8)
    return cv2.morphologyEx(wide, cv2.MORPH_OPEN, tall)


def _combs(stats: np.ndarray, letter_px: float) -> Iterator[np.ndarray]:
    """The component numbers of each row of upright rules that stand as those of a comb do."""
    _x, _y, w, h = (stats[:, n] / letter_px for n in range(4))
    rules = np.flatnonzero((h >= _HEIGHT[0]) & (h <= _HEIGHT[1]) & (w <= _THICKEST + 2 / letter_px))
    rules = rules[rules > 0]
    while len(rules) >= _LEAST_RULES:
        heads, feet = stats[rules, 1], stats[rules, 1] + stats[rules, 3]
        level = np.maximum(np.abs(heads - heads[0]), np.abs(feet - feet[0])) <= _LEVEL * letter_px
        row, rules = rules[level], rules[~level]
        yield from _evenly_spaced(row[np.argsort(stats[row, 0])], stats, letter_px)


def _evenly_spaced(row: np.ndarray, stats: np.ndarray, letter_px: float) -> Iterator[np.ndarray]:
    """The parts of ``row`` (sorted by x) that stand one pitch apart."""
    steps = np.diff(stats[row, 0] + stats[row, 2] / 2)
    part = [0]
    for n, step in enumerate(steps, start=1):
        pitch = float(np.median(steps[part[0] : n]))
        fits = _PITCH[0] * letter_px <= pitch <= _PITCH[1] * letter_px
        if not fits or abs(step - pitch) > _EVEN * pitch:
            yield from [row[part]] if len(part) >= _LEAST_RULES else []
            part = []
        part.append(n)
    yield from [row[part]] if len(part) >= _LEAST_RULES else []


def _drawn_share(lying: np.ndarray, depth: int) -> float:
    """How much of the heads or of the feet of a comb a rule in ``lying`` (H×W) joins."""
    heads, feet = (lying[rows].any(axis=0).mean() for rows in (slice(0, depth), slice(-depth, None)))
    return float(max(heads, feet))
