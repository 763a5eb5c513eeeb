"""How likely is a value exactly right."""

from __future__ import annotations

from collections.abc import Sequence

from ocr.lines import Piece
from ocr.normalised import Normalised

PEN_CONFIDENCE = 0.1
"""What a value written by hand is believed: stock Tesseract does not read pen."""


def printed_confidence(pieces: Sequence[Piece], value: Normalised) -> float:
    """A probability from the recogniser's own confidence and how well the text fits its type."""
    words = min((piece.confidence for piece in pieces), default=0.0)
    return round(min(0.99, words * value.plausibility), 3)
