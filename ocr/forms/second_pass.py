# SPDX-License-Identifier: Apache-2.0
"""Read the lines of values again: other eyes, other picture.

Each piece of a value is shown once more, cut from the copy whose leaders were taken off. Readings that agree
though they come from differently made pictures or from different recognisers are far more often right than
either says of itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ocr.forms.fields import LINE_ABOVE, RawField
from ocr.layout.prepare import Prepared
from ocr.lines.recogniser import LineImage, LineRecogniser, LineWord
from ocr.lines.text_line import Piece, foot


def look_again(
    recogniser: LineRecogniser, gray: np.ndarray, pieces: Sequence[Piece], letter_px: float
) -> list[tuple[LineWord, ...]]:
    """The words of each piece as ``recogniser`` reads them in ``gray`` (H×W, uint8, leaders removed)."""
    if not pieces:
        return []
    return [tuple(words) for words in recogniser.lines([_image(gray, piece, letter_px) for piece in pieces])]


def written_lines(page: Prepared, raw: RawField) -> list[LineImage]:
    """The lines of a field filled by pen, one a piece: on the label's line all the room there is, because
    the sign for handwriting is much narrower than the writing.
    """
    first, *more = (_image(page.copy.gray, piece, page.letter_px) for piece in raw.pieces)
    x, y, w, _h = raw.zone
    base = y + LINE_ABOVE * page.letter_px
    on_label = abs(first.base - base) < page.letter_px
    return [replace(first, x0=x, x1=x + w, base=base) if on_label else first, *more]


def _image(gray: np.ndarray, piece: Piece, letter_px: float) -> LineImage:
    x, _y, w, _h = piece.box
    return LineImage(gray, x, x + w, foot(piece.words, letter_px), letter_px)
