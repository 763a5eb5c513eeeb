# SPDX-License-Identifier: Apache-2.0
"""Find the stretches of text on a page: letters that stand on one line and follow each other closely.

Works on the components of the ink once leaders, rules and raised marks are off. A letter is linked to the
next one to its right; linked letters make a stretch; most of its letters stand on its baseline. Columns and
values set apart from their labels come out as stretches of their own, which is what the line reader wants.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from ocr.layout.ruling_lines import VerticalRule
from ocr.pixels.image import component_mask, components

_GAP = 2.2
"""The widest gap between two letters of a stretch, in x-heights; a justified line has blanks of 1.5."""

_OWN_PEAK = 0.75
"""So many letters, for each of the usual height, must share a lower height to be the small letters."""

_TALLEST = 4.2
"""What hangs together over more, in x-heights, is no letter but a seal, a signature, a frame."""

_BAND = 1.4
"""Of a letter only the lowest part counts when it is asked whether two stand side by side, in x-heights."""


_WIDE, _RAISED = 1.0, 0.42
"""Words so far apart whose feet differ by more than this, in x-heights, are stretches of their own."""

_TELLING = 3
"""Of so many letters one at least does not hang under the line."""

_STEP = 1.3
"""Ink that goes on at the end of a stretch within a blank's width belongs to it, in x-heights."""

_TOUCH = 0.45
"""Letters of one word are no farther apart, in x-heights."""

_LEVEL = 0.15
"""The feet of one stretch differ by so much at most, in x-heights."""

_BROKEN = 0.6
"""Within another stretch, so little off its feet in x-heights, there is no other one."""

_SAME_LINE = 0.9
"""Stretches whose feet are no farther apart, in x-heights, are neighbours on one line."""


@dataclass(frozen=True, slots=True)
class TextSegment:
    """Text from ``x0`` to ``x1`` whose letters stand on ``base``; ``letter_px`` is its own x-height.

    Beyond ``core`` its ink is a seal's, or letters under it; beyond ``room`` another stretch begins.
    """

    x0: float
    x1: float
    base: float
    letter_px: float
    room: tuple[float, float] = (0.0, math.inf)
    core: tuple[float, float] = (0.0, math.inf)


def find_stretches(
    ink: np.ndarray, letter_px: float, walls: Sequence[VerticalRule] = ()
) -> list[TextSegment]:
    """The stretches of text in ``ink`` (H×W, 255 = ink, level), from top to bottom; none runs through one of
    ``walls``.
    """
    labels, stats, _centres = components(ink)
    boxes = _letters(stats[1:], letter_px)
    if not len(boxes):
        return []
    groups = _linked(boxes, letter_px, walls)
    size = small_letter_height(boxes[:, 3] - boxes[:, 1], letter_px)
    levels = (boxes[level] for members in groups for level in _levels(boxes, members, size))
    found = [s for s in (_stretch(level, size) for level in levels) if s is not None]
    alone = [s for s in found if not any(_is_mark_of(s, other) for other in found)]
    tall = np.flatnonzero(stats[1:, cv2.CC_STAT_HEIGHT] > _TALLEST * letter_px) + 1
    return _grown(alone, ink, cv2.subtract(ink, component_mask(labels, stats, tall)))


def _grown(stretches: Sequence[TextSegment], ink: np.ndarray, strokes: np.ndarray) -> list[TextSegment]:
    """``stretches`` from top to bottom, drawn out over the ink that follows at either end: letters too pale,
    too low or too much grown together with a seal to be told as letters. ``strokes`` is the ink of nothing
    taller than a letter.

    One that reaches the rest of its word is one with it; one that reaches another neighbour ends there.
    """
    found: list[TextSegment] = []
    for stretch in sorted(stretches, key=lambda s: s.x0):
        drawn = _drawn_out(replace(stretch, room=_room(stretch, stretches, ink)), ink, strokes)
        before = next((n for n, other in enumerate(found) if _goes_on(other, drawn)), None)
        if before is None:
            found.append(drawn)
        else:
            found[before] = _joined(found[before], drawn)
    whole = [s for s in found if not any(_is_part_of(s, other) for other in found)]
    return sorted((replace(s, room=_room(s, whole, ink)) for s in whole), key=lambda s: (s.base, s.x0))


def _is_part_of(one: TextSegment, other: TextSegment) -> bool:
    """Whether ``one`` is pieces broken off the letters of ``other``: two texts cannot stand so near."""
    near = abs(one.base - other.base) <= _BROKEN * other.letter_px and one.x1 - one.x0 < other.x1 - other.x0
    return near and one.x0 >= other.x0 - other.letter_px and one.x1 <= other.x1 + other.letter_px


def _room(stretch: TextSegment, stretches: Sequence[TextSegment], ink: np.ndarray) -> tuple[float, float]:
    """From where to where a stretch may reach: half the way to its neighbours on the line."""
    beside = [s for s in stretches if s is not stretch and _beside(s, stretch)]
    before = max((s for s in beside if s.x0 < stretch.x0), key=lambda s: s.x1, default=None)
    behind = min((s for s in beside if s.x0 > stretch.x0), key=lambda s: s.x0, default=None)
    low = _parting(before, stretch, ink) if before else 0.0
    return low, _parting(stretch, behind, ink) if behind else math.inf


def _parting(one: TextSegment, other: TextSegment, ink: np.ndarray) -> float:
    """The middle of the widest blank between a stretch and the next one on its line."""
    rows = slice(round(max(0.0, min(one.base, other.base) - one.letter_px)), round(max(one.base, other.base)))
    left, right = round(one.x1), round(other.x0)
    if left >= right:
        return other.x0
    edges = [left, *(np.flatnonzero(ink[rows, left:right].any(axis=0)) + left), right]
    widest = int(np.argmax(np.diff(edges)))
    return float(edges[widest] + edges[widest + 1]) / 2


def _goes_on(one: TextSegment, other: TextSegment) -> bool:
    """Whether ``other`` is the rest of ``one``."""
    near = -_STEP < (other.x0 - one.x1) / one.letter_px < _TOUCH
    level = abs(one.base - other.base) <= _LEVEL * one.letter_px
    return near and level and one.letter_px == other.letter_px


def _joined(one: TextSegment, other: TextSegment) -> TextSegment:
    longer = max(one, other, key=lambda s: s.x1 - s.x0)
    core = one.core[0], max(one.core[1], other.core[1])
    return replace(longer, x0=one.x0, x1=max(one.x1, other.x1), core=core)


def _beside(one: TextSegment, other: TextSegment) -> bool:
    return abs(one.base - other.base) < _SAME_LINE * other.letter_px


def _drawn_out(stretch: TextSegment, ink: np.ndarray, strokes: np.ndarray) -> TextSegment:
    """``stretch`` with the ink that follows within its room, and with the ``strokes`` that do as its core."""
    x0, x1 = _ends(stretch, ink)
    return replace(stretch, x0=x0, x1=x1, core=_ends(stretch, strokes))


def _ends(stretch: TextSegment, ink: np.ndarray) -> tuple[float, float]:
    """How far one comes from a stretch over ``ink`` step by step, each no wider than a blank."""
    size, (low, high) = stretch.letter_px, (round(min(x, ink.shape[1])) for x in stretch.room)
    band = ink[max(0, round(stretch.base - size)) : max(1, round(stretch.base)), low:high]
    inked = np.flatnonzero((band > 0).sum(axis=0) >= 0.1 * size) + low
    behind = _reach(stretch.x1, inked[inked >= stretch.x1], _STEP * size)
    before = _reach(-stretch.x0, -inked[inked < stretch.x0][::-1], _STEP * size)
    return -before, behind


def _reach(start: float, inked: np.ndarray, step: float) -> float:
    """How far one comes from ``start`` over the ``inked`` places beyond it in steps of ``step``."""
    places = np.concatenate([[start], inked])
    gaps = np.flatnonzero(np.diff(places) > step)
    return float(places[gaps[0] if len(gaps) else -1])


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


def _letters(stats: np.ndarray, letter_px: float) -> np.ndarray:
    """Boxes (N×4: left, top, right, bottom) of components that can be letters, from left to right."""
    w, h, area = stats[:, 2] / letter_px, stats[:, 3] / letter_px, stats[:, 4] / letter_px**2
    fit = (h >= 0.62) & (h <= _TALLEST) & (w <= 25) & (area >= 0.05)
    x, y, w_px, h_px = (stats[fit, n] for n in range(4))
    boxes = np.column_stack([x, y, x + w_px, y + h_px])
    return boxes[np.argsort(boxes[:, 0], kind="stable")]


def _linked(boxes: np.ndarray, letter_px: float, walls: Sequence[VerticalRule]) -> list[np.ndarray]:
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


def _levels(boxes: np.ndarray, members: np.ndarray, letter_px: float) -> Iterator[np.ndarray]:
    """``members`` (from left to right) cut where the words after a wide gap stand on another height: a value
    typed over its line, beside a label on it.
    """
    gaps = boxes[members[1:], 0] - np.maximum.accumulate(boxes[members, 2])[:-1]
    level: np.ndarray | None = None
    for word in np.split(members, np.flatnonzero(gaps > _WIDE * letter_px) + 1):
        if level is not None and _is_level(boxes[level, 3], boxes[word, 3], letter_px):
            level = np.concatenate([level, word])
            continue
        if level is not None:
            yield level
        level = word
    if level is not None:
        yield level


def _is_level(feet: np.ndarray, others: np.ndarray, letter_px: float) -> bool:
    """Whether two groups of letters stand on one height; few letters may all hang under theirs."""
    rise = _commonest(feet, 0.12 * letter_px) - _commonest(others, 0.12 * letter_px)
    hanging = len(others if rise < 0 else feet) < _TELLING
    return bool(abs(rise) <= _RAISED * letter_px or hanging)


def _cells(boxes: np.ndarray, walls: Sequence[VerticalRule]) -> np.ndarray:
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


def _stretch(boxes: np.ndarray, letter_px: float) -> TextSegment | None:
    height = float(np.percentile(boxes[:, 3] - boxes[:, 1], 35))
    if len(boxes) == 1 and height < 0.8 * letter_px:
        return None
    own = letter_px if height < 1.9 * letter_px else height / 1.4
    base = _commonest(boxes[:, 3], 0.12 * own)
    return TextSegment(float(boxes[:, 0].min()), float(boxes[:, 2].max()), base, own)


def _is_mark_of(small: TextSegment, large: TextSegment) -> bool:
    """Whether ``small`` is no text but the mark of a large letter."""
    inside = large.x0 <= small.x0 and small.x1 <= large.x1 and small.x1 - small.x0 < large.letter_px
    return inside and large.base - 2.6 * large.letter_px < small.base < large.base - 0.8 * large.letter_px


def _commonest(values: np.ndarray, reach: float) -> float:
    """The middle of the densest ``reach`` of ``values``; of equals the upper, for letters hang, not float."""
    near = np.abs(values[:, None] - values[None]) <= reach
    best = values[int(np.argmax(near.sum(axis=1) - 1e-6 * values))]
    return float(values[np.abs(values - best) <= reach].mean())
