"""Boxes to tick – "Có □ Không □" – : which of the two is marked."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from ocr.lines import TextLine

_EMPTY, _MARKED = 0.06, 0.11
"""Share of ink inside a box that is still empty, and that is surely a mark."""


@dataclass(frozen=True)
class Tick:
    """``value`` is "Có" or "Không"; ``box`` (x, y, w, h) in working pixels is the ticked box."""

    value: str
    confidence: float
    box: tuple[float, float, float, float]


def read_tick(ink: np.ndarray, line: TextLine, start: int, letter_px: float) -> Tick | None:
    """The marked one of the two boxes on ``line`` right of character ``start``: the left one is "Có".

    ``ink`` is H×W, 255 = ink, leaders removed. Boxes are found by their frames, because recognisers turn them
    into brackets and letters. None unless exactly two stand there and exactly one is marked.
    """
    label = line.piece(0, start)
    top = max(0, round(label.box[1] - 0.9 * letter_px))
    bottom = round(label.box[1] + label.box[3] + 0.9 * letter_px)
    left = max(0, round(line.x_at(start)))
    boxes = [(left + x, top + y, w, h) for x, y, w, h in _frames(ink[top:bottom, left:], letter_px)]
    if len(boxes) != 2:
        return None
    return _decision([_filled(ink, box) for box in boxes], boxes)


def _frames(band: np.ndarray, letter_px: float) -> list[tuple[int, int, int, int]]:
    """Boxes drawn in ``band``, left to right: components as large as a letter with at least two straight
    sides.
    """
    _count, labels, stats, _centres = cv2.connectedComponentsWithStats(band, connectivity=8)
    found = []
    for n, (x, y, w, h, _area) in enumerate(stats.tolist()[1:], start=1):
        if not (0.75 * letter_px <= w <= 3 * letter_px and 0.75 * letter_px <= h <= 3 * letter_px):
            continue
        shape = labels[y : y + h, x : x + w] == n
        edge = max(2, round(0.14 * letter_px))
        sides = (shape[:edge].any(0), shape[-edge:].any(0), shape[:, :edge].any(1), shape[:, -edge:].any(1))
        straight = [bool(side.mean() >= 0.75) for side in sides]
        if sum(straight) >= 2 and (straight[0] or straight[1]) and (straight[2] or straight[3]):
            found.append((x, y, w, h))
    return sorted(found)


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
