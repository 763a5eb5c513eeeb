"""Where on a page identity cards lie: rectangles of the card's proportions with a ground unlike the paper.

Size and proportion are those of ISO/IEC 7810 ID-1, 85.60 × 53.98 mm; on a page the card may be drawn to any
scale.
"""

from __future__ import annotations

import cv2
import numpy as np

from ocr.facts import Box

ASPECT = 85.60 / 53.98
_TOLERANCE = 0.14
_WORK_SIDE_PX = 1000
_SMALLEST_SHARE = 0.16
"""Of the page's longer side: a card is 85.6 mm of 297 (0.29); copies reduced to a half are still found."""
_LARGEST_SHARE = 0.92


def find_cards(image: np.ndarray) -> tuple[Box, ...]:
    """Upright rectangles round the cards lying on ``image`` (H×W or H×W×3, uint8), top to bottom.

    Empty where the card fills the picture, or shows neither edge nor ground (a pale photocopy).
    """
    gray = image if image.ndim == 2 else cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    factor = max(gray.shape) / _WORK_SIDE_PX
    small = cv2.resize(gray, None, fx=1 / factor, fy=1 / factor, interpolation=cv2.INTER_AREA)
    boxes: list[tuple[float, Box]] = []
    for mask in (_ground_mask(small), _edge_mask(small)):
        boxes += _card_shapes(mask)
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


def _card_shapes(mask: np.ndarray) -> list[tuple[float, Box]]:
    outlines, _tree = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for outline in outlines:
        score = _card_score(outline, max(mask.shape))
        if score > 0:
            found.append((score, Box(*(int(n) for n in cv2.boundingRect(outline)))))
    return found


def _card_score(outline: np.ndarray, page_side: int) -> float:
    """0 for what is no card; else how rectangular it is, times how near its proportion."""
    _centre, sides, _angle = cv2.minAreaRect(outline)
    longer, shorter = max(sides), min(sides)
    if shorter < 1 or not _SMALLEST_SHARE * page_side <= longer <= _LARGEST_SHARE * page_side:
        return 0.0
    off = abs(longer / shorter / ASPECT - 1)
    filled = cv2.contourArea(outline) / (longer * shorter)
    return float(filled * (1 - off)) if off <= _TOLERANCE and filled >= 0.85 else 0.0


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
