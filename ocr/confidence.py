"""How likely is a value exactly right."""

from __future__ import annotations

from collections.abc import Sequence

from ocr.normalised import Normalised
from ocr.vote import Voted

PEN_CONFIDENCE = 0.1
"""What a value written by hand is believed: stock Tesseract does not read pen."""


def printed_confidence(votes: Sequence[Voted], value: Normalised) -> float:
    """A probability from the agreement of the readings, their confidences and how well the text fits its type."""
    share = min((voted.share for voted in votes), default=0.0)
    least = min((voted.least for voted in votes), default=0.0)
    if all(voted.unanimous for voted in votes):
        sure = 1 - (1 - least) * 0.3
    else:
        sure = share * (0.55 + 0.4 * least)
    return round(min(0.99, sure * value.plausibility), 3)
