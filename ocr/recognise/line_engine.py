# SPDX-License-Identifier: Apache-2.0
"""The built-in recogniser of print: sohoa's own line reader, stretch by stretch of a page."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ocr.layout.prepare import Prepared
from ocr.lines.recogniser import LineImage, LineWord, RawWord
from ocr.lines.segmentation import find_stretches
from ocr.pixels.image import components, ink_mask
from ocr.recognise.line_model import PEN_SIGN, Char, cut_strip, in_words, least_sure, read_strips, text_of
from ocr.recognise.page_text import words_of

_BESIDE = 0.35
"""What is looked at to the left and right of a line, in x-heights."""


class LineReader:
    """Reads the scan with its leader dots still in it, single lines as they are given."""

    def words(self, page: Prepared) -> tuple[RawWord, ...]:
        """All words; a stretch of handwriting is one word, ``line_reader.PEN_SIGN``."""
        stretches = find_stretches(ink_mask(page.copy.gray), page.letter_px, page.walls)
        return words_of(page.inked.gray, stretches)

    def lines(self, lines: Sequence[LineImage]) -> list[tuple[LineWord, ...]]:
        """The words of each line, its letters brought to the size the network likes; no handwriting."""
        strips = []
        for line in lines:
            beside, size = _BESIDE * line.letter_px, _own_size(line)
            strips.append(cut_strip(line.gray, line.x0 - beside, line.x1 + beside, line.base, size))
        return [_words(chars) for chars in read_strips(strips)]


def _words(chars: Sequence[Char]) -> tuple[LineWord, ...]:
    typed = [char for char in chars if char.text != PEN_SIGN]
    return tuple(LineWord(text_of(word), least_sure(word)) for word in in_words(typed))


def _own_size(line: LineImage) -> float:
    """The x-height of a line that is set smaller than the page's labels, else the page's own."""
    letter_px = line.letter_px
    rows = slice(max(0, round(line.base - 1.6 * letter_px)), max(1, round(line.base + 0.2 * letter_px)))
    ink = (line.gray[rows, max(0, round(line.x0)) : max(1, round(line.x1))] < 128).astype(np.uint8)
    _labels, stats, _centres = components(ink)
    heights = stats[1:, 3][stats[1:, 3] > 0.45 * letter_px]
    if len(heights) < 4:
        return letter_px
    return float(min(letter_px, max(0.62 * letter_px, np.median(heights) / 1.12)))
