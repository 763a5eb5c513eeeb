"""How likely is a value exactly right.

A logistic model over what the readings of a value agree on, fitted on 124 generated pages
(``bench.fill_blanks``, ``bench.pages``). Its answer is then lowered by a margin, because scans met in life
differ from those it was fitted on and a value believed wrongly costs more than one shown for a look. Margin
and cap were chosen on the same pages, so they are not proven on others."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ocr.normalised import Normalised
from ocr.vote import Voted

PEN_CONFIDENCE = 0.1
"""What a value written by hand is believed: stock Tesseract does not read pen."""

MARGIN = 1.6
"""Taken off the model's log-odds."""

MARK_RISK_CAP = 0.8
"""The most a value is believed whose leader runs where the marks of ạ ẹ ị ọ ụ ỵ stand: one may be lost
there.
"""

_WEIGHTS = {
    "constant": -4.6,
    "unanimous": 0.5,
    "share": 1.98,
    "least": 0.4,
    "plausibility": 4.47,
    "flawless": 1.36,
    "length": -0.49,
    "lines": 0.84,
}


def features(votes: Sequence[Voted], value: Normalised) -> dict[str, float]:
    """What the model looks at, by name."""
    least = min(max(min((voted.least for voted in votes), default=0.0), 0.02), 0.98)
    return {
        "constant": 1.0,
        "unanimous": float(all(voted.unanimous for voted in votes)),
        "share": min((voted.share for voted in votes), default=0.0),
        "least": math.log(least / (1 - least)),
        "plausibility": value.plausibility,
        "flawless": float(value.plausibility >= 0.999),
        "length": math.log1p(len(value.value or "")),
        "lines": float(len(votes) > 1),
    }


def printed_confidence(votes: Sequence[Voted], value: Normalised, *, mark_risk: bool = False) -> float:
    """A probability that the printed ``value`` is exactly what stands on the paper."""
    odds = sum(_WEIGHTS[name] * amount for name, amount in features(votes, value).items()) - MARGIN
    sure = 1 / (1 + math.exp(-odds))
    return round(min(sure, MARK_RISK_CAP) if mark_risk else sure, 3)
