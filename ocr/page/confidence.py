# SPDX-License-Identifier: Apache-2.0
"""How likely is a value exactly right.

A logistic model over what the readings of a value agree on, fitted on 1 499 values of 72 generated pages
(``bench.blanks.fill``, ``bench.pages``; five-fold by page, 4 of 1 307 values were wrong above 0.97). Its
answer is then lowered by a margin, because scans met in life differ from those it was fitted on and a value
believed wrongly costs more than one shown for a look."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ocr.recognise.rover import Reading, Voted
from ocr.values.normalised import Normalised

PEN_CONFIDENCE = 0.1
"""What a value written by hand is believed: no recogniser here reads pen."""

MARGIN = 1.4
"""Taken off the model's log-odds."""

_WEIGHTS = {
    "constant": -3.09,
    "unanimous": 2.0,
    "share": 0.24,
    "first": 0.36,
    "second": 0.11,
    "plausibility": 2.67,
    "flawless": 0.81,
    "risk": -0.58,
}


def features(
    readings: Sequence[Sequence[Reading]], votes: Sequence[Voted], value: Normalised, *, mark_risk: bool
) -> dict[str, float]:
    """What the model looks at, by name; ``readings`` and ``votes`` one a line of the value."""
    return {
        "constant": 1.0,
        "unanimous": float(all(voted.unanimous for voted in votes)),
        "share": min((voted.share for voted in votes), default=0.0),
        "first": _log_odds(min((_least(line[0]) for line in readings), default=0.0)),
        "second": _log_odds(min((_least(line[1]) for line in readings), default=0.0)),
        "plausibility": value.plausibility,
        "flawless": float(value.plausibility >= 0.999),
        "risk": float(mark_risk),
    }


def printed_confidence(
    readings: Sequence[Sequence[Reading]], votes: Sequence[Voted], value: Normalised, *, mark_risk: bool
) -> float:
    """A probability that the printed ``value`` is exactly what stands on the paper. ``mark_risk``: a leader
    runs where the marks of ạ ẹ ị ọ ụ ỵ stand; one may be lost there.
    """
    seen = features(readings, votes, value, mark_risk=mark_risk)
    odds = sum(_WEIGHTS[name] * amount for name, amount in seen.items()) - MARGIN
    return round(1 / (1 + math.exp(-odds)), 3)


def _least(one: Reading) -> float:
    return min(one.sure, default=0.0)


def _log_odds(probability: float) -> float:
    bounded = min(max(probability, 0.05), 0.998)
    return math.log(bounded / (1 - bounded))
