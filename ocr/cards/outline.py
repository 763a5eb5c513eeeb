# SPDX-License-Identifier: Apache-2.0
"""Where on a page identity cards lie: rectangles of the card's proportions with a ground unlike the paper.

Size and proportion are those of ISO/IEC 7810 ID-1, 85.60 × 53.98 mm; on a page the card may be drawn to any
scale.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from ocr.result import Box

ASPECT = 85.60 / 53.98
_TOLERANCE = 0.14
_WORK_SIDE_PX = 1000
_SMALLEST_SHARE = 0.16
"""Of the page's longer side: a card is 85.6 mm of 297 (0.29); copies reduced to a half are still found."""
_LARGEST_SHARE = 0.92
_FILLED_TOLERANCE = 0.04
"""A picture of a card's own proportion is a card cut out already; a page lying on its side is off by 0.11."""
_PARTS = ((1, 2), (2, 1), (2, 2))
"""Columns and rows of cards in one outline: both sides are often laid edge to edge."""


def find_cards(image: np.ndarray) -> tuple[Box, ...]:
    """Upright rectangles round the cards lying on ``image`` (H×W or H×W×3, uint8), top to bottom.

    Empty where the card fills the picture, or shows neither edge nor ground (a pale photocopy).
    """
    gray = image if image.ndim == 2 else cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    factor = max(gray.shape) / _WORK_SIDE_PX
    small = cv2.resize(gray, None, fx=1 / factor, fy=1 / factor, interpolation=cv2.INTER_AREA)
    if abs(gray.shape[1] / gray.shape[0] / ASPECT - 1) < _FILLED_TOLERANCE:
        return ()
    masks = (_ground_mask(small), _edge_mask(small))
    boxes = [shape for mask in masks for shape in _card_shapes(mask, ((1, 1),))]
    if not boxes:
        boxes = [shape for mask in masks for shape in _card_shapes(mask, _PARTS)]
    kept: list[Box] = []
    for _score, box in sorted(boxes, key=lambda scored: -scored[0]):
        if not any(_overlap(box, other) > 0.2 for other in kept):
            kept.append(box)
    page = (gray.shape[1], gray.shape[0])
    return tuple(sorted((_enlarged(box, factor, page) for box in kept), key=lambda box: (box.y, box.x)))


def _ground_mask(small: np.ndarray) -> np.ndarray:
    """255 where the surface is darker than the paper, print smoothed away."""
    surface: np.ndarray = cv2.GaussianBlur(cv2.medianBlur(small, 7), (0, 0), 2)
    paper = float(np.percentile(surface, 95))
    mask: np.ndarray = (surface < paper - 6).astype(np.uint8) * 255
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    return cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((25, 25), np.uint8))


def _edge_mask(small: np.ndarray) -> np.ndarray:
    """255 inside closed outlines."""
    edges = cv2.dilate(cv2.Canny(cv2.GaussianBlur(small, (0, 0), 1.2), 20, 60), np.ones((3, 3), np.uint8))
    outlines, _tree = cv2.findContours(edges, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    mask = np.zeros_like(small)
    cv2.drawContours(mask, outlines, -1, 255, cv2.FILLED)
    return cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((25, 25), np.uint8))


def _card_shapes(mask: np.ndarray, divisions: Sequence[tuple[int, int]]) -> list[tuple[float, Box]]:
    outlines, _tree = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for outline in outlines:
        x, y, w, h = (int(n) for n in cv2.boundingRect(outline))
        for parts in divisions:
            score = _card_score(outline, max(mask.shape), parts)
            if score > 0:
                found += [(score, box) for box in _divided(Box(x, y, w, h), parts)]
    return found


def _divided(box: Box, parts: tuple[int, int]) -> list[Box]:
    columns, rows = parts
    w, h = box.w // columns, box.h // rows
    return [Box(box.x + n * w, box.y + m * h, w, h) for m in range(rows) for n in range(columns)]


def _card_score(outline: np.ndarray, page_side: int, parts: tuple[int, int]) -> float:
    """How rectangular and well proportioned, 0 for what is not ``parts`` (columns, rows) of cards."""
    columns, rows = parts
    _centre, sides, _angle = cv2.minAreaRect(outline)
    _x, _y, width, height = cv2.boundingRect(outline)
    wide, high = (max(sides), min(sides)) if width >= height else (min(sides), max(sides))
    wide, high = wide / columns, high / rows
    if high < 1 or not _SMALLEST_SHARE * page_side <= max(wide, high) <= _LARGEST_SHARE * page_side:
        return 0.0
    # Several cards lying edge to edge are believed only the right way up; one may lie on its side.
    aspect = wide / high if columns * rows > 1 else max(wide, high) / min(wide, high)
    off = abs(aspect / ASPECT - 1)
    filled = cv2.contourArea(outline) / (sides[0] * sides[1])
    tolerance = _TOLERANCE if columns * rows == 1 else _TOLERANCE / 2
    return float(filled * (1 - off)) if off <= tolerance and filled >= 0.85 else 0.0


def _overlap(a: Box, b: Box) -> float:
    """Shared area over the smaller of both."""
    w = min(a.x + a.w, b.x + b.w) - max(a.x, b.x)
    h = min(a.y + a.h, b.y + b.h) - max(a.y, b.y)
    return max(0, w) * max(0, h) / max(1, min(a.w * a.h, b.w * b.h))


def _enlarged(box: Box, factor: float, page: tuple[int, int]) -> Box:
    """Back to page pixels, with a margin of 1.5 % so that the edge print is not cut."""
    margin = 0.015 * max(box.w, box.h)
    left, top = max(0, int((box.x - margin) * factor)), max(0, int((box.y - margin) * factor))
    right = min(page[0], int((box.x + box.w + margin) * factor))
    bottom = min(page[1], int((box.y + box.h + margin) * factor))
    return Box(left, top, right - left, bottom - top)
