# SPDX-License-Identifier: Apache-2.0
"""How likely a reading of pen is exactly right: a logistic model over what the strokes leave open.

Its weights come from ``bench.pen_reader.calibrate``: fitted on one half of the address lines that nothing was
learnt from, by an earlier network. Of the other half the network that is shipped gives 17, 274, 69, 40, 13
and 47 readings 0.06, 0.20, 0.37, 0.60, 0.73 and 0.86 in the mean, of which 0.18, 0.34, 0.35, 0.60, 0.92 and
0.83 are right; fitted anew it does no better at the top. Of other fields than addresses it is not known.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp

from ocr.pen.beam import Hypothesis

MOST = 0.89
"""No more is claimed until lines enough have shown that what is called sure is not wrong (of those 460
readings 47 came to 0.8, eight of them wrong): a reading of pen is for a person to decide.
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
