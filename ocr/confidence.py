"""How likely is a value exactly right."""

from __future__ import annotations

from collections.abc import Sequence

from ocr.normalised import Normalised
from ocr.vote import Voted

PEN_CONFIDENCE = 0.1
"""What a value written by hand is believed: stock Tesseract does not read pen."""


def printed_confidence(votes: Sequence[Voted], value: Normalised) -> float:
    """A probability from the agreement of two readings, their confidences and how well the text fits its type."""
    agreed = min((voted.agreed for voted in votes), default=0.0)
    lower = min((voted.lower for voted in votes), default=0.0)
    higher = min((voted.higher for voted in votes), default=0.0)
    sure = 1 - (1 - lower) * (1 - higher) if agreed == 1.0 else 0.6 * higher
    return round(min(0.99, sure * value.plausibility), 3)
