"""Read the lines of values again: other eyes, other picture.

The line reader looks once more at the copy whose leaders were taken off, Tesseract at all doubtful lines in
one call. Readings that agree though they come from differently made pictures or from different recognisers
are far more often right than either says of itself."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from ocr import tesseract
from ocr.fields import Rectangle
from ocr.line_reader import Char, cut_strip, read_strips
from ocr.lines import Piece, foot
from ocr.tesseract import RawWord

_BESIDE = 0.35
"""What is looked at to the left and right of a piece, in x-heights."""

_ABOVE, _UNDER = 2.1, 0.75
"""How high and low a written line reaches from its foot, in x-heights."""

_GAP_PX, _MARGIN_PX = 34, 14
_SOFTEN = 0.6


def look_again(gray: np.ndarray, pieces: Sequence[Piece], letter_px: float) -> list[tuple[Char, ...]]:
    """The characters of each piece as the line reader sees them in ``gray`` (H×W, uint8, leaders removed),
    with the letters brought to the size it likes.
    """
    strips = []
    for piece in pieces:
        x, _y, w, _h = piece.box
        base, beside = foot(piece.words, letter_px), _BESIDE * letter_px
        size = _own_size(gray, (x, x + w), base, letter_px)
        strips.append(cut_strip(gray, x - beside, x + w + beside, base, size))
    return read_strips(strips)


def _own_size(gray: np.ndarray, span: tuple[float, float], base: float, letter_px: float) -> float:
    """The x-height of a piece that is set smaller than the page's labels, else the page's own."""
    rows = slice(max(0, round(base - 1.6 * letter_px)), max(1, round(base + 0.2 * letter_px)))
    ink = (gray[rows, max(0, round(span[0])) : max(1, round(span[1]))] < 128).astype(np.uint8)
    _count, _labels, stats, _centres = cv2.connectedComponentsWithStats(ink, connectivity=8)
    heights = stats[1:, 3][stats[1:, 3] > 0.45 * letter_px]
    if len(heights) < 4:
        return letter_px
    return float(min(letter_px, max(0.62 * letter_px, np.median(heights) / 1.12)))


def ask_tesseract(gray: np.ndarray, pieces: Sequence[Piece], letter_px: float) -> list[tuple[RawWord, ...]]:
    """The words of each piece as Tesseract reads them in ``gray`` (H×W, uint8, leaders removed).

    The pieces are stacked under each other and recognised as one block. Words keep the coordinates of the
    stack; only their text, order and confidence matter.
    """
    if not pieces:
        return []
    strips = [_strip(gray, _area(piece, letter_px)) for piece in pieces]
    stack, tops = _stacked(strips)
    words = tesseract.words(stack, psm=tesseract.BLOCK)
    middles = np.array([top + strip.shape[0] / 2 for top, strip in zip(tops, strips, strict=True)])
    found: list[list[RawWord]] = [[] for _ in pieces]
    for word in words:
        found[int(np.argmin(np.abs(middles - (word.y + word.h / 2))))].append(word)
    return [tuple(sorted(group, key=lambda word: word.x)) for group in found]


def _area(piece: Piece, letter_px: float) -> Rectangle:
    x, _y, w, _h = piece.box
    top = foot(piece.words, letter_px) - _ABOVE * letter_px
    beside = _BESIDE * letter_px
    return x - beside, top, w + 2 * beside, (_ABOVE + _UNDER) * letter_px


def _strip(gray: np.ndarray, area: Rectangle) -> np.ndarray:
    x, y, w, h = area
    crop = gray[max(0, round(y)) : max(1, round(y + h)), max(0, round(x)) : max(1, round(x + w))]
    return np.asarray(cv2.GaussianBlur(crop, (0, 0), _SOFTEN))


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
