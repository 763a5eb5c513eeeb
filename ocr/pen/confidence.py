# SPDX-License-Identifier: Apache-2.0
"""How likely a reading of pen is exactly right: a logistic model over what the strokes leave open.

Its weights come from ``bench.pen_reader.calibrate``: fitted on one half of the address lines that nothing
was learnt from; on the other half, of 218, 172, 41, 14, 9 and 6 readings that were given 0.05, 0.17, 0.40,
0.61, 0.76 and 0.86 in the mean, 0.03, 0.16, 0.44, 0.64, 1.00 and 1.00 were right. Of other fields than
addresses they say too much.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp

from ocr.pen.beam import Hypothesis

MOST = 0.89
"""No more is claimed until lines enough have shown that what is called sure is not wrong (of those 460
readings six came to 0.8): a reading of pen is for a person to decide.
"""

_LEAST_LOG = -30.0
_FITTED = (-1.145, 0.172, 0.132, -1.135, 0.949, 0.702)


def features(
    free: Sequence[Hypothesis], chosen: Sequence[Hypothesis], *, known: bool, place: bool
) -> tuple[float, ...]:
    """One; the log probability of the strokes for the best of what was ``chosen``; how far it leads the next;
    whether it is what was read freely; whether something was ``known`` of the field, and a ``place`` found.
    """
    best = chosen[0]
    second = chosen[1].score if len(chosen) > 1 else _LEAST_LOG
    lead = min(best.score - second, -_LEAST_LOG)
    agrees = known and best.text.lower() == free[0].text.lower()
    return 1.0, max(best.strokes, _LEAST_LOG), lead, float(agrees), float(known), float(place)


def probability(seen: Sequence[float]) -> float:
    """That the text is exactly what stands there (0…``MOST``), by its ``features``."""
    odds = sum(weight * amount for weight, amount in zip(_FITTED, seen, strict=True))
    return round(min(MOST, 1 / (1 + exp(-odds))), 3)
