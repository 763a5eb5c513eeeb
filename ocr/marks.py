"""Boxes to tick – "Có □ Không □" – : which of the two is marked."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from ocr.labels import folded
from ocr.lines import TextLine
from ocr.tesseract import RawWord

_EMPTY, _MARKED = 0.06, 0.11
"""Share of ink inside a box that is still empty, and that is surely a mark."""


@dataclass(frozen=True)
class Tick:
    """``value`` is "Có" or "Không"; ``box`` (x, y, w, h) in working pixels is the ticked box."""

    value: str
    confidence: float
    box: tuple[float, float, float, float]


def read_tick(ink: np.ndarray, line: TextLine, start: int, letter_px: float) -> Tick | None:
    """The marked one of the boxes beside "Có" and "Không" on ``line`` from character ``start`` on.

    ``ink`` is H×W, 255 = ink, leaders removed. None if no box, both or neither is marked.
    """
    yes, no = _word(line, start, "co"), _word(line, start, "khong")
    if yes is None or no is None or yes.x > no.x:
        return None
    gap = no.x - (yes.x + yes.w)
    reach = min(max(gap, 2 * letter_px), 5 * letter_px)
    boxes = [_box(ink, word.x + word.w, word.x + word.w + reach, word, letter_px) for word in (yes, no)]
    if boxes[1] is None:
        boxes = [_box(ink, word.x - reach, word.x, word, letter_px) for word in (yes, no)]
    if boxes[0] is None or boxes[1] is None:
        return None
    inside = [_filled(ink, box) for box in boxes if box is not None]
    return _decision(inside, [box for box in boxes if box is not None])


def _word(line: TextLine, start: int, wanted: str) -> RawWord | None:
    for word, offset in zip(line.words, line.offsets, strict=True):
        if offset + len(word.text) > start and folded(word.text).strip(" ,.:;") == wanted:
            return word
    return None


def _box(
    ink: np.ndarray, left: float, right: float, word: RawWord, letter_px: float
) -> tuple[int, int, int, int] | None:
    """The frame of a box between two columns at the word's height."""
    middle = word.y + word.h / 2
    top, bottom = round(max(0, middle - 1.6 * letter_px)), round(middle + 1.6 * letter_px)
    x0, x1 = max(0, round(left)), min(ink.shape[1], round(right))
    if x1 - x0 < letter_px / 2:
        return None
    _count, _labels, stats, _centres = cv2.connectedComponentsWithStats(
        ink[top:bottom, x0:x1], connectivity=8
    )
    large = stats[1:][(stats[1:, 3] >= 0.6 * letter_px) & (stats[1:, 2] >= 0.6 * letter_px)]
    if not len(large):
        return None
    x, y, w, h, _area = large[np.argmax(large[:, 2] * large[:, 3])]
    if not 0.5 < w / h < 2.2:
        return None
    return x0 + int(x), top + int(y), int(w), int(h)


def _filled(ink: np.ndarray, box: tuple[int, int, int, int]) -> float:
    x, y, w, h = box
    inset_x, inset_y = max(2, round(0.22 * w)), max(2, round(0.22 * h))
    inner = ink[y + inset_y : y + h - inset_y, x + inset_x : x + w - inset_x]
    return float((inner > 0).mean()) if inner.size else 0.0


def _decision(inside: list[float], boxes: list[tuple[int, int, int, int]]) -> Tick | None:
    marked = int(inside[1] > inside[0])
    high, low = max(inside), min(inside)
    if high < _EMPTY or low > 0.6 * high:
        return None
    confidence = 0.95 if high >= _MARKED and low <= _EMPTY else 0.6
    return Tick(("Có", "Không")[marked], confidence, boxes[marked])
