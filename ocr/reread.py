"""Read the lines of values again: other eyes, other picture.

Each piece of a value is shown once more, cut from the copy whose leaders were taken off. Readings that agree
though they come from differently made pictures or from different recognisers are far more often right than
either says of itself."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ocr.lines import Piece, foot
from ocr.recogniser import LineImage, LineRecogniser, LineWord


def look_again(
    recogniser: LineRecogniser, gray: np.ndarray, pieces: Sequence[Piece], letter_px: float
) -> list[tuple[LineWord, ...]]:
    """The words of each piece as ``recogniser`` reads them in ``gray`` (H×W, uint8, leaders removed)."""
    if not pieces:
        return []
    return [tuple(words) for words in recogniser.lines([_image(gray, piece, letter_px) for piece in pieces])]


def _image(gray: np.ndarray, piece: Piece, letter_px: float) -> LineImage:
    x, _y, w, _h = piece.box
    return LineImage(gray, x, x + w, foot(piece.words, letter_px), letter_px)
