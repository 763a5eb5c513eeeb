# SPDX-License-Identifier: Apache-2.0
"""Where a scan and its words stand on a PDF page that a person sees upright and straight.

The pixels are never touched: the picture is *placed* turned by the quarter turn and by the small skew that
the reader found, and the page is made large enough to hold all of it. Text that runs level is what makes
search and copying right in every viewer; readers of PDF text sort slanted lines into nonsense.

Matrices are pikepdf's (row vectors, the left factor acts first). A sheet is the page as stored: width ×
height in points, origin top left, y down. A PDF page has its origin bottom left, y up.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import median

from pikepdf import Matrix

from ocr.result import PageReading, Word

# A line of 160 mm rises half a millimetre at this angle: less than a reader of PDF text notices.
LEAST_SKEW_DEG = 0.15
MOST_SKEW_DEG = 20.0
# Fewer long words than this say less about the page than the reader's own measure.
_WORDS_FOR_SKEW = 5
_LETTERS_FOR_SKEW = 3


@dataclass(frozen=True, slots=True)
class Placement:
    """``width_pt`` × ``height_pt`` of the upright page and the way from the sheet to it."""

    width_pt: float
    height_pt: float
    sheet_to_page: Matrix


def skew_of(reading: PageReading) -> float:
    """The small angle in degrees left after ``reading.rotation`` (positive: text runs down to the right).

    Measured on the words' own corners, so that text and picture agree; where there are too few, the reader's.
    """
    long_words = [w for w in reading.words if len(w.text) >= _LETTERS_FOR_SKEW]
    if len(long_words) < _WORDS_FOR_SKEW:
        return reading.skew_deg
    return median(_within_half_turn(_turn_of(word) + reading.rotation) for word in long_words)


def _turn_of(word: Word) -> float:
    """Clockwise angle in degrees at which the word runs on the stored page."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = word.quad
    return math.degrees(math.atan2(y1 - y0 + y2 - y3, x1 - x0 + x2 - x3))


def _within_half_turn(angle: float) -> float:
    return (angle + 180.0) % 360.0 - 180.0


def place(reading: PageReading, width_pt: float, height_pt: float) -> Placement:
    """The upright page for a sheet of ``width_pt`` × ``height_pt`` points."""
    skew = skew_of(reading)
    if not LEAST_SKEW_DEG <= abs(skew) <= MOST_SKEW_DEG:
        skew = 0.0
    # On a sheet (y down) a clockwise turn is a positive angle, as Matrix.rotated is on a page with y up.
    turned = Matrix().rotated(reading.rotation - skew)
    corners = [turned.transform(c) for c in ((0, 0), (width_pt, 0), (0, height_pt), (width_pt, height_pt))]
    left, right = min(x for x, _ in corners), max(x for x, _ in corners)
    top, bottom = min(y for _, y in corners), max(y for _, y in corners)
    flip = Matrix(1, 0, 0, -1, -left, bottom)
    return Placement(right - left, bottom - top, turned @ flip)
