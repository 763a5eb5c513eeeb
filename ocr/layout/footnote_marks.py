# SPDX-License-Identifier: Apache-2.0
"""Take the raised footnote marks of a form – "Nơi cư trú: ⁽²⁾" – off the working copy before it is read.

A mark is a small pair of brackets (or what is left of one) whose foot hangs well above the line's baseline
with nothing under it. Tone marks have their letter under them, ordinary brackets reach below the baseline.
On some prints only the brackets are raised and a digit of full size stands between them.
"""

from __future__ import annotations

import numpy as np

from ocr.pixels.image import component_mask, components


def footnote_marks(ink: np.ndarray, letter_px: float) -> np.ndarray:
    """Mask (H×W, uint8, 255) of the footnote marks in ``ink`` (H×W, 255 = ink, leaders removed, level)."""
    labels, stats, _centres = components(ink)
    boxes = stats[:, :4]
    chosen = np.zeros(len(stats), bool)
    for group in _groups(boxes, letter_px):
        baseline = _baseline(boxes, group, letter_px)
        if baseline is not None and _hangs_free(ink, boxes[group], baseline, letter_px):
            chosen[group] = True
    for pair, digits in _pairs(boxes, letter_px):
        baseline = _baseline(boxes, pair, letter_px)
        if baseline is not None and all(_hangs_free(ink, boxes[[n]], baseline, letter_px) for n in pair):
            chosen[[*pair, *digits]] = True
    return component_mask(labels, stats, np.flatnonzero(chosen))


def _groups(boxes: np.ndarray, letter_px: float) -> list[np.ndarray]:
    """Component numbers of each possible mark: a bracket, digits lower than it, a bracket as tall as the
    first.
    """
    w, h = boxes[:, 2] / letter_px, boxes[:, 3] / letter_px
    bracket = _brackets(boxes, letter_px)
    small = (w <= 0.8) & (h <= 1.4) & (h >= 0.3)
    groups = []
    for first in np.flatnonzero(bracket):
        chain = _followers(boxes, int(first), small, letter_px)
        for n, last in enumerate(chain[1:3], start=1):
            inner = boxes[chain[:n], 3].max()
            if bracket[last] and inner < h[first] * letter_px and abs(h[last] - h[first]) <= 0.2 * h[first]:
                groups.append(np.array([first, *chain[: n + 1]]))
                break
    return groups


def _brackets(boxes: np.ndarray, letter_px: float) -> np.ndarray:
    w, h = boxes[:, 2] / letter_px, boxes[:, 3] / letter_px
    return np.asarray((w >= 0.1) & (w <= 0.5) & (h >= 0.6) & (h <= 1.4) & (h >= 2.0 * w))


def _pairs(boxes: np.ndarray, letter_px: float) -> list[tuple[np.ndarray, np.ndarray]]:
    """Pairs of brackets of one height side by side, and the one or two components as tall as digits between
    them: "i" and "t" of a raised "Việt" are no brackets.
    """
    left, top, right, height = boxes[:, 0], boxes[:, 1], boxes[:, 0] + boxes[:, 2], boxes[:, 3]
    brackets = np.flatnonzero(_brackets(boxes, letter_px))
    pairs = []
    for first in brackets:
        gap = left[brackets] - right[first]
        level = np.abs(top[brackets] - top[first]) <= 0.2 * letter_px
        alike = np.abs(height[brackets] - height[first]) <= 0.2 * height[first]
        chosen = (gap > 0.3 * letter_px) & (gap < 1.9 * letter_px) & level & alike
        for last in brackets[chosen][np.argsort(gap[chosen])][:1]:
            between = (left >= right[first] - 0.1 * letter_px) & (right <= left[last] + 0.1 * letter_px)
            between &= (top < top[first] + height[first]) & (top + height > top[first] + 0.5 * height[first])
            digits = np.flatnonzero(between & (height >= 1.15 * letter_px) & (height <= 1.9 * letter_px))
            if 1 <= len(digits) <= 2:
                pairs.append((np.array([first, last]), digits))
    return pairs


def _followers(boxes: np.ndarray, first: int, small: np.ndarray, letter_px: float) -> list[int]:
    """The digits and the closing bracket right of an opening one, at its height."""
    x, y, w, h = boxes[first]
    near = small & (boxes[:, 0] > x) & (boxes[:, 0] < x + 1.7 * letter_px)
    near &= (boxes[:, 1] >= y - 0.2 * letter_px) & (boxes[:, 1] + boxes[:, 3] <= y + h + 0.2 * letter_px)
    order = [int(n) for n in np.flatnonzero(near)[np.argsort(boxes[near, 0])]]
    chain, edge = [], x + w
    for n in order:
        if boxes[n, 0] - edge > 0.35 * letter_px:
            break
        chain.append(n)
        edge = boxes[n, 0] + boxes[n, 2]
    return chain


def _baseline(boxes: np.ndarray, group: np.ndarray, letter_px: float) -> float | None:
    """The foot of the letters to the left on the same line."""
    x, y = boxes[group, 0].min(), boxes[group, 1].min()
    bottoms = boxes[:, 1] + boxes[:, 3]
    letters = (boxes[:, 3] >= 0.7 * letter_px) & (boxes[:, 3] <= 2.2 * letter_px)
    letters &= (boxes[:, 0] + boxes[:, 2] <= x) & (boxes[:, 0] > x - 9 * letter_px)
    letters &= (bottoms > y) & (boxes[:, 1] < y + 1.5 * letter_px)
    if letters.sum() < 2:
        return None
    return float(np.percentile(bottoms[letters], 25))


def _hangs_free(ink: np.ndarray, boxes: np.ndarray, baseline: float, letter_px: float) -> bool:
    left, right = boxes[:, 0].min(), (boxes[:, 0] + boxes[:, 2]).max()
    top, bottom = boxes[:, 1].min(), (boxes[:, 1] + boxes[:, 3]).max()
    if bottom > baseline - 0.27 * letter_px or top < baseline - 2.3 * letter_px:
        return False
    under = ink[int(bottom) + 1 : int(baseline + 0.15 * letter_px), left:right]
    return bool(under.size == 0 or (under > 0).any(axis=0).mean() < 0.3)
