"""Read doubtful pieces of a page again, all in one call, from other renditions of the same pixels.

A recogniser that reads the same word from two differently sampled pictures is far more often right than its
own confidence says; where the two differ, one of them is wrong and the value is doubtful."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from ocr import tesseract
from ocr.fields import Rectangle
from ocr.tesseract import RawWord

_GAP_PX = 34
_MARGIN_PX = 14


@dataclass(frozen=True, slots=True)
class Rendition:
    """Another picture of the same ink: scaled by ``scale``, softened with ``blur`` (σ, pixels after
    scaling).
    """

    scale: float
    blur: float


LARGER = Rendition(1.45, 0.8)
SOFTER = Rendition(1.2, 1.3)


def reread(
    gray: np.ndarray, areas: Sequence[Rectangle], letter_px: float, rendition: Rendition
) -> list[tuple[RawWord, ...]]:
    """The words in each of ``areas`` (x, y, w, h) of ``gray`` (H×W, uint8, leaders removed) as read from
    ``rendition``.

    The areas are stacked under each other and recognised as one block. Words keep the coordinates of the
    stack; only their text, order and confidence matter.
    """
    if not areas:
        return []
    strips = [_strip(gray, area, letter_px, rendition) for area in areas]
    stack, tops = _stacked(strips)
    words = tesseract.words(stack, psm=tesseract.BLOCK)
    middles = np.array([top + strip.shape[0] / 2 for top, strip in zip(tops, strips, strict=True)])
    found: list[list[RawWord]] = [[] for _ in areas]
    for word in words:
        found[int(np.argmin(np.abs(middles - (word.y + word.h / 2))))].append(word)
    return [tuple(sorted(group, key=lambda word: word.x)) for group in found]


def _strip(gray: np.ndarray, area: Rectangle, letter_px: float, rendition: Rendition) -> np.ndarray:
    x, y, w, h = area
    above = 0.35 * letter_px
    crop = gray[max(0, round(y - above)) : round(y + h + above), max(0, round(x)) : max(1, round(x + w))]
    kind = cv2.INTER_CUBIC if rendition.scale > 1 else cv2.INTER_AREA
    scaled = cv2.resize(crop, None, fx=rendition.scale, fy=rendition.scale, interpolation=kind)
    return np.asarray(cv2.GaussianBlur(scaled, (0, 0), rendition.blur))


def _stacked(strips: Sequence[np.ndarray]) -> tuple[np.ndarray, list[int]]:
    """The strips under each other on white, and the row where each begins."""
    width = max(strip.shape[1] for strip in strips) + 2 * _MARGIN_PX
    height = sum(strip.shape[0] + _GAP_PX for strip in strips) + _GAP_PX
    stack = np.full((height, width), 250, np.uint8)
    tops, y = [], _GAP_PX
    for strip in strips:
        stack[y : y + strip.shape[0], _MARGIN_PX : _MARGIN_PX + strip.shape[1]] = strip
        tops.append(y)
        y += strip.shape[0] + _GAP_PX
    return stack, tops
