# SPDX-License-Identifier: Apache-2.0
"""The print of a card as runs of words, each run one label, one value or both.

A card is set in columns, so a text line of the page may join what does not belong together; runs are cut
where the gap between two words is wider than any blank.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence

import cv2
import numpy as np

from ocr.cards.barcodes import Barcode
from ocr.cards.outline import ASPECT
from ocr.errors import RecogniserMissingError
from ocr.lines.recogniser import RawWord
from ocr.lines.segmentation import find_stretches
from ocr.lines.text_line import TextLine
from ocr.pixels.image import components, even_light, ink_mask, usual_letter_height
from ocr.recognise import tesseract
from ocr.recognise.page_text import words_of
from ocr.result import Box, Word

CARD_WIDTH_PX = 1200
"""The width of a card at which its print has the size that the line reader likes (about 350 dpi)."""

SECOND_WIDTH_PX = 1040
"""The same for Tesseract (about 300 dpi)."""

_LETTER_PX = 12.0
"""The x-height of most print on a card of ``CARD_WIDTH_PX``."""

_GAP = 1.6
"""The widest blank inside a run, in heights of its words."""
# The date under the photo ends where the address beside it begins; nothing follows a date in its own column.
_DATE = re.compile(r"\d\d[/.-]\d\d[/.-]\d{4}")
_MAX_SIDE_PX = 3600
_INK_LEVEL = 128
_LEAST_INK = 0.0004
"""On an empty sheet the recogniser takes the scanner's noise for text, and minutes over it."""


def recognise(gray: np.ndarray, view: Box, codes: Sequence[Barcode]) -> tuple[RawWord, ...]:
    """Words of ``view`` in ``gray`` (H×W, uint8, upright) by the line reader, in pixels of ``gray``; codes
    are blanked out first.
    """
    factor = scale_for(view, CARD_WIDTH_PX)
    scaled = _scaled(gray, view, codes, factor)
    if scaled is None:
        return ()
    lit = even_light(scaled)
    ink = ink_mask(lit)
    found = words_of(lit, find_stretches(ink, _LETTER_PX if _is_card(view) else _letter_px(ink)))
    return tuple(_placed(word, factor, view) for word in found)


def recognise_again(gray: np.ndarray, view: Box, codes: Sequence[Barcode]) -> tuple[RawWord, ...]:
    """The same by Tesseract; nothing where that isn't installed."""
    factor = scale_for(view, SECOND_WIDTH_PX)
    scaled = _scaled(gray, view, codes, factor)
    if scaled is None:
        return ()
    try:
        found = tesseract.words(scaled, psm=tesseract.SPARSE)
    except RecogniserMissingError:
        return ()
    return tuple(_placed(word, factor, view) for word in found)


def _scaled(gray: np.ndarray, view: Box, codes: Sequence[Barcode], factor: float) -> np.ndarray | None:
    """``view`` without its codes, in the size to be read; None where it bears next to nothing."""
    cut = gray[view.y : view.y + view.h, view.x : view.x + view.w].copy()
    if (cut < _INK_LEVEL).mean() < _LEAST_INK:
        return None
    for code in codes:
        corners = np.array(code.quad) - (view.x, view.y)
        spread = 1.12 * (corners - corners.mean(axis=0)) + corners.mean(axis=0)
        cv2.fillConvexPoly(cut, spread.astype(np.int32), int(np.median(cut)))
    return cv2.resize(cut, None, fx=factor, fy=factor, interpolation=_interpolation(factor))


def _letter_px(ink: np.ndarray) -> float:
    _labels, stats, _centres = components(ink)
    return usual_letter_height(stats[1:], ink.shape[0])


def _is_card(view: Box) -> bool:
    return abs(view.w / max(1, view.h) / ASPECT - 1) < 0.2


def scale_for(view: Box, card_px: int) -> float:
    """How much to enlarge a view: a card to ``card_px``, a whole page only if it would be too large."""
    return card_px / view.w if _is_card(view) else min(1.0, _MAX_SIDE_PX / max(view.w, view.h))


def _interpolation(factor: float) -> int:
    return cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC


def _placed(word: RawWord, factor: float, view: Box) -> RawWord:
    x, y, w, h = (round(n / factor) for n in (word.x, word.y, word.w, word.h))
    return RawWord(word.text, word.confidence, x + view.x, y + view.y, w, h, word.block, word.par, word.line)


def from_words(words: Iterable[Word]) -> tuple[RawWord, ...]:
    """Words of a page reading (quads in pixels of the upright image) as upright rectangles."""
    return tuple(_upright(word) for word in words)


def _upright(word: Word) -> RawWord:
    xs, ys = [x for x, _y in word.quad], [y for _x, y in word.quad]
    left, top = round(min(xs)), round(min(ys))
    return RawWord(
        word.text, word.confidence, left, top, round(max(xs)) - left, round(max(ys)) - top, 0, 0, word.line
    )


def runs(words: Iterable[RawWord]) -> tuple[TextLine, ...]:
    """Words → runs, top to bottom, left to right."""
    lines: dict[tuple[int, int, int], list[RawWord]] = {}
    for word in words:
        lines.setdefault((word.block, word.par, word.line), []).append(word)
    found = [TextLine(tuple(run)) for line in lines.values() for run in _cut(sorted(line, key=lambda w: w.x))]
    return tuple(sorted(found, key=lambda run: (run.centre, run.left)))


def split_run(run: TextLine, at: int) -> tuple[TextLine, TextLine]:
    """``run`` cut before the word that holds character ``at``."""
    left = tuple(word for word, start in zip(run.words, run.offsets, strict=True) if start < at)
    return TextLine(left), TextLine(run.words[len(left) :])


def _cut(line: list[RawWord]) -> list[list[RawWord]]:
    height = float(np.median([word.h for word in line]))
    cut = [[line[0]]]
    for before, word in itertools.pairwise(line):
        if word.x - (before.x + before.w) > _GAP * height or _DATE.fullmatch(before.text):
            cut.append([])
        cut[-1].append(word)
    return cut
