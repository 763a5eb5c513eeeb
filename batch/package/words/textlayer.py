# SPDX-License-Identifier: Apache-2.0
"""The invisible text over a scan: level lines of words, each as wide as its word in the picture.

One baseline and one size a line, and sizes alike over the page, because readers of PDF text take a change of
either for a new line or a new column. Where a leader or a gap parts two words of one line, the left word is
drawn wide enough to come near the right one; otherwise "Giới tính: Nam ….. Dân tộc: Kinh" falls apart into
columns.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from pikepdf import Matrix

from batch.package.words.invisible_font import ADVANCE, EM, InvisibleFont
from batch.package.words.placement import Placement
from ocr.result import PageReading, Word

FONT_KEY = "/T0"
_ADVANCE_EM = ADVANCE / EM
# Share of a word's box that lies below the baseline (descenders, dấu nặng), of its height.
_BELOW_BASELINE = 0.2
# Lines within this factor of the page's usual height share one size.
_ALIKE = 1.45
_LEAST_SIZE_PT = 2.0
# Poppler parts columns at 0.7 em; a space of this width stays below that.
_WIDEST_SPACE_EM = 0.45
_LEAST_SPACE_EM = 0.12


@dataclass(frozen=True, slots=True)
class _Placed:
    """A word on the upright page: left and right edge, middle height and box height, in points, y up."""

    text: str
    left: float
    right: float
    middle: float
    height: float


def clean(text: str) -> str:
    """``text`` as it is searched for: NFC, without control characters and white space."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(
        c for c in composed if unicodedata.category(c) not in ("Cc", "Cs", "Co", "Cn") and not c.isspace()
    )


def letters_of(readings: Iterable[PageReading]) -> Iterable[str]:
    """All text that the font of a document has to hold."""
    return (clean(word.text) for reading in readings for word in reading.words)


def text_operators(
    reading: PageReading, placement: Placement, sheet: tuple[float, float], font: InvisibleFont
) -> bytes:
    """The content stream of one page's text layer; empty where nothing was read.

    ``sheet`` is the size in points of the page as stored.
    """
    to_page = Matrix().scaled(sheet[0] / reading.width, sheet[1] / reading.height) @ placement.sheet_to_page
    lines = _lines(reading.words, to_page)
    if not lines:
        return b""
    usual = median(_height(line) for line in lines)
    rows = ["BT", "3 Tr"]
    for line in lines:
        rows.extend(_line_operators(line, usual, font))
    rows.append("ET\n")
    return "\n".join(rows).encode("ascii")


def _lines(words: Sequence[Word], to_page: Matrix) -> list[list[_Placed]]:
    kept = sorted((w for w in words if clean(w.text)), key=lambda w: w.line)
    lines = [[_placed(word, to_page) for word in line] for _, line in groupby(kept, key=lambda w: w.line)]
    return [sorted(line, key=lambda w: w.left) for line in lines]


def _placed(word: Word, to_page: Matrix) -> _Placed:
    corners = [to_page.transform(corner) for corner in word.quad]
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = corners
    left, right = (x0 + x3) / 2, (x1 + x2) / 2
    height = max((y0 + y1 - y2 - y3) / 2, 0.1)
    return _Placed(clean(word.text), left, max(right, left + 0.1), (y0 + y1 + y2 + y3) / 4, height)


def _height(line: list[_Placed]) -> float:
    return median(word.height for word in line)


def _line_operators(line: list[_Placed], usual: float, font: InvisibleFont) -> list[str]:
    height = _height(line)
    size = usual if usual / _ALIKE <= height <= usual * _ALIKE else height
    size = round(max(size, _LEAST_SIZE_PT), 1)
    baseline = median(word.middle for word in line) - height / 2 + height * _BELOW_BASELINE
    rows = [f"{FONT_KEY} {size:.1f} Tf"]
    for word, end, following in zip(line, _ends(line, size), [*line[1:], None], strict=True):
        rows.append(f"1 0 0 1 {word.left:.2f} {baseline:.2f} Tm")
        rows.append(_shown(word.text, end - word.left, size, font))
        if following:
            rows.append(_shown(" ", max(following.left - end, _LEAST_SPACE_EM * size), size, font))
    return rows


def _ends(line: list[_Placed], size: float) -> list[float]:
    """Right edges to draw to, each a narrow space before the next word."""
    ends = []
    for word, following in pairwise(line):
        latest = following.left - _LEAST_SPACE_EM * size
        earliest = following.left - _WIDEST_SPACE_EM * size
        ends.append(max(min(max(word.right, earliest), latest), word.left + 0.1))
    return [*ends, line[-1].right]


def _shown(text: str, width: float, size: float, font: InvisibleFont) -> str:
    stretch = 100 * width / (len(text) * _ADVANCE_EM * size)
    return f"{stretch:.2f} Tz {font.encode(text)} Tj"
