# SPDX-License-Identifier: Apache-2.0
"""All words of a page by the line reader, stretch by stretch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from ocr.lines.recogniser import RawWord
from ocr.lines.segmentation import TextSegment
from ocr.lines.text_line import BELOW, hangs
from ocr.recognise.line_model import PEN_SIGN, Char, cut_strip, in_words, least_sure, read_strips, text_of

_BEFORE, _BEHIND = 0.9, 1.4
"""So much of what stands at the ends of a stretch is looked at too, in x-heights: commas, colons, and a dash
at the end of a line that runs on.
"""

_ONE_STROKE = 0.9
"""A single narrower stroke, in x-heights, is no handwriting: a printed slash, a bracket, a speck."""

_SURE = 0.9
"""A word of print is read so surely."""

_INK, _BLANK = 190, 0.3
"""Strokes are darker than this grey level, and single ones so far from others, in x-heights."""


def words_of(gray: np.ndarray, stretches: Sequence[TextSegment]) -> tuple[RawWord, ...]:
    """The words on ``stretches`` of ``gray`` (H×W, uint8, paper ≈ 250), each stretch a line of its own."""
    strips = [cut_strip(gray, *_window(stretch), stretch.base, stretch.letter_px) for stretch in stretches]
    return tuple(
        _word(word, stretch, number)
        for number, (stretch, chars) in enumerate(zip(stretches, read_strips(strips), strict=True))
        for word in _written(gray, stretch, list(_at_colons(in_words(chars))))
    )


def _written(
    gray: np.ndarray, stretch: TextSegment, words: Sequence[Sequence[Char]]
) -> Iterator[Sequence[Char]]:
    """``words`` without signs for handwriting where there is none: a single stroke that stands alone or
    beside print, the seal that a stretch was followed into.
    """
    narrow = stretch.x1 - stretch.x0 < _ONE_STROKE * stretch.letter_px
    print_ = any(
        len(word) > 1 and least_sure(word) >= _SURE and PEN_SIGN not in text_of(word) for word in words
    )
    for word in words:
        x, inside = word[0].x, stretch.core[0] <= word[0].x <= stretch.core[1]
        lone = print_ and _ink_at(gray, x, stretch) < _ONE_STROKE * stretch.letter_px
        if text_of(word) != PEN_SIGN or not (narrow or lone or not inside):
            yield word


def _ink_at(gray: np.ndarray, x: float, stretch: TextSegment) -> float:
    """How wide the strokes at ``x`` are up to the next blank, without what stands on the line itself, where
    leaders run.
    """
    size = stretch.letter_px
    rows = slice(max(0, round(stretch.base - 1.3 * size)), max(1, round(stretch.base - 0.25 * size)))
    low = max(0, round(x - 2 * size))
    inked = np.flatnonzero((gray[rows, low : round(x + 2 * size)] < _INK).any(axis=0)) + low
    if not len(inked):
        return 0.0
    strokes = np.split(inked, np.flatnonzero(np.diff(inked) > _BLANK * size) + 1)
    nearest = min(strokes, key=lambda stroke: max(stroke[0] - x, x - stroke[-1]))
    return float(nearest[-1] - nearest[0] + 1)


def _window(stretch: TextSegment) -> tuple[float, float]:
    """From where to where a stretch is looked at: nothing of its neighbours."""
    low, high = stretch.room
    left, right = stretch.x0 - _BEFORE * stretch.letter_px, stretch.x1 + _BEHIND * stretch.letter_px
    return max(left, min(low, stretch.x0)), min(right, max(high, stretch.x1))


def _at_colons(words: Sequence[Sequence[Char]]) -> Iterator[Sequence[Char]]:
    """``words``, cut behind a colon that a value follows without a blank; a time of day stays whole."""
    for word in words:
        cuts = [
            n + 1 for n, char in enumerate(word[:-1]) if char.text == ":" and n and word[n - 1].text.isalpha()
        ]
        for start, end in pairwise([0, *cuts, len(word)]):
            yield word[start:end]


def _half_width(char: str) -> float:
    """Half the width of a letter in x-heights, roughly."""
    return 0.8 if char in "mMwW" else 0.45


def _word(chars: Sequence[Char], stretch: TextSegment, line: int) -> RawWord:
    text = text_of(chars)
    left = chars[0].x - _half_width(chars[0].text) * stretch.letter_px
    right = chars[-1].x + _half_width(chars[-1].text) * stretch.letter_px
    top = stretch.base - 1.6 * stretch.letter_px
    bottom = stretch.base + (BELOW * stretch.letter_px if hangs(text) else 0.0)
    sure = 0.0 if PEN_SIGN in text else least_sure(chars)
    return RawWord(text, sure, round(left), round(top), round(right - left), round(bottom - top), 0, 0, line)
