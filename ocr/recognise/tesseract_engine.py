# SPDX-License-Identifier: Apache-2.0
"""The built-in second opinion: Tesseract, started once for all lines that are doubtful on a page."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from ocr.layout.prepare import Prepared
from ocr.lines.recogniser import LineImage, LineWord, RawWord
from ocr.recognise import tesseract

_GAP_PX, _MARGIN_PX = 34, 14
_SOFTEN = 0.6


class Tesseract:
    """Reads the copy whose leaders were taken off; its mistakes are others than those of the line reader."""

    def words(self, page: Prepared) -> tuple[RawWord, ...]:
        """All words of the page as one block."""
        return tesseract.words(page.copy.gray)

    def lines(self, lines: Sequence[LineImage]) -> list[tuple[LineWord, ...]]:
        """The words of each line; the lines are stacked under each other and recognised as one block."""
        if not lines:
            return []
        strips = [np.asarray(cv2.GaussianBlur(line.pixels(), (0, 0), _SOFTEN)) for line in lines]
        stack, tops = _stacked(strips)
        middles = np.array([top + strip.shape[0] / 2 for top, strip in zip(tops, strips, strict=True)])
        found: list[list[RawWord]] = [[] for _ in lines]
        for word in tesseract.words(stack, psm=tesseract.BLOCK):
            found[int(np.argmin(np.abs(middles - (word.y + word.h / 2))))].append(word)
        return [_in_order(group) for group in found]


def _in_order(words: Sequence[RawWord]) -> tuple[LineWord, ...]:
    return tuple(LineWord(word.text, word.confidence) for word in sorted(words, key=lambda word: word.x))


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
