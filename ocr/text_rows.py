"""Find the stretches of text on a page: letters that stand on one line and follow each other closely.

Works on the components of the ink once leaders, rules and raised marks are off. A letter is linked to the
next one to its right; linked letters make a stretch; most of its letters stand on its baseline. Columns and
values set apart from their labels come out as stretches of their own, which is what the line reader wants.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from ocr.walls import Wall

_GAP = 2.2
"""The widest gap between two letters of a stretch, in x-heights; a justified line has blanks of 1.5."""

_OWN_PEAK = 0.75
"""So many letters, for each of the usual height, must share a lower height to be the small letters."""

_BAND = 1.4
"""Of a letter only the lowest part counts when it is asked whether two stand side by side, in x-heights."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text from ``x0`` to ``x1`` whose letters stand on ``base``; ``letter_px`` is its own x-height."""

    x0: float
    x1: float
    base: float
    letter_px: float


def find_stretches(ink: np.ndarray, letter_px: float, walls: Sequence[Wall] = ()) -> list[Stretch]:
    """The stretches of text in ``ink`` (H×W, 255 = ink, level), from top to bottom; none runs through one of
    ``walls``.
    """
    boxes = _letters(ink, letter_px)
    if not len(boxes):
        return []
    groups = _linked(boxes, letter_px, walls)
    size = small_letter_height(boxes[:, 3] - boxes[:, 1], letter_px)
    found = [s for s in (_stretch(boxes[members], size) for members in groups) if s is not None]
    alone = [s for s in found if not any(_is_mark_of(s, other) for other in found)]
    return sorted(alone, key=lambda s: (s.base, s.x0))


def small_letter_height(heights: np.ndarray, letter_px: float) -> float:
    """The height of small letters among ``heights``, near ``letter_px`` or well under it.

    Capitals, ascenders and letters with marks are half as tall again and often carry more ink, so that a
    page's usual height may be theirs; then the small letters are a peak of their own below it."""
    usual = _count(heights, letter_px)
    lower = np.arange(round(0.62 * letter_px), round(0.88 * letter_px) + 1)
    counts = np.array([_count(heights, float(height)) for height in lower])
    if len(counts) and counts.max() > _OWN_PEAK * usual:
        return float(lower[counts == counts.max()].mean())
    return letter_px


def _count(heights: np.ndarray, height: float) -> int:
    return int((np.abs(heights - height) <= 0.06 * height + 0.5).sum())


def _letters(ink: np.ndarray, letter_px: float) -> np.ndarray:
    """Boxes (N×4: left, top, right, bottom) of components that can be letters, from left to right."""
    _count, _labels, stats, _centres = cv2.connectedComponentsWithStats(ink, connectivity=8)
    w, h, area = stats[1:, 2] / letter_px, stats[1:, 3] / letter_px, stats[1:, 4] / letter_px**2
    fit = (h >= 0.62) & (h <= 4.2) & (w <= 25) & (area >= 0.05)
    x, y, w_px, h_px = (stats[1:][fit, n] for n in range(4))
    boxes = np.column_stack([x, y, x + w_px, y + h_px])
    return boxes[np.argsort(boxes[:, 0], kind="stable")]


def _linked(boxes: np.ndarray, letter_px: float, walls: Sequence[Wall]) -> list[np.ndarray]:
    """Members of each group of letters that follow each other."""
    cells = _cells(boxes, walls)
    left, right, bottom = boxes[:, 0], boxes[:, 2], boxes[:, 3]
    top = np.maximum(boxes[:, 1], bottom - _BAND * letter_px)
    parent = np.arange(len(boxes))
    ends = np.searchsorted(left, right + _GAP * letter_px)
    for n in range(len(boxes)):
        after = slice(n + 1, ends[n])
        shared = np.minimum(bottom[after], bottom[n]) - np.maximum(top[after], top[n])
        least = np.minimum(bottom[after] - top[after], bottom[n] - top[n])
        beside = np.flatnonzero((shared > 0.5 * least) & (cells[after] == cells[n]))
        for m in beside[:2] + n + 1:
            _join(parent, n, int(m))
    roots = np.array([_root(parent, n) for n in range(len(boxes))])
    order = np.argsort(roots, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(roots[order])) + 1)


def _cells(boxes: np.ndarray, walls: Sequence[Wall]) -> np.ndarray:
    """How many walls stand to the left of each letter, at its height."""
    middle, height = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    passed = [(middle > w.x) & (height >= w.y0) & (height <= w.y1) for w in walls]
    return np.sum(passed, axis=0) if passed else np.zeros(len(boxes), int)


def _root(parent: np.ndarray, n: int) -> int:
    while parent[n] != n:
        parent[n] = parent[parent[n]]
        n = int(parent[n])
    return n


def _join(parent: np.ndarray, n: int, m: int) -> None:
    parent[_root(parent, m)] = _root(parent, n)


def _stretch(boxes: np.ndarray, letter_px: float) -> Stretch | None:
    height = float(np.percentile(boxes[:, 3] - boxes[:, 1], 35))
    if len(boxes) == 1 and height < 0.8 * letter_px:
        return None
    own = letter_px if height < 1.9 * letter_px else height / 1.4
    base = _commonest(boxes[:, 3], 0.12 * own)
    return Stretch(float(boxes[:, 0].min()), float(boxes[:, 2].max()), base, own)


def _is_mark_of(small: Stretch, large: Stretch) -> bool:
    """Whether ``small`` is no text but the mark of a large letter."""
    inside = large.x0 <= small.x0 and small.x1 <= large.x1 and small.x1 - small.x0 < large.letter_px
    return inside and large.base - 2.6 * large.letter_px < small.base < large.base - 0.8 * large.letter_px


def _commonest(values: np.ndarray, reach: float) -> float:
    """The middle of the densest ``reach`` of ``values``; of equals the upper, for letters hang, not float."""
    near = np.abs(values[:, None] - values[None]) <= reach
    best = values[int(np.argmax(near.sum(axis=1) - 1e-6 * values))]
    return float(values[np.abs(values - best) <= reach].mean())
