# SPDX-License-Identifier: Apache-2.0
"""Pages whose figures are hard to tell: where several numbers of a page are no numbers that anything bears, a
neighbour that happens to look sound (an hour, a day) is not sure either.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ocr.result import FieldReading, Source

_FIGURES = re.compile(r"\d{2}")

_BROKEN = 0.5
"""A value with figures that is believed so little was not read well, or is none of its kind."""

_MANY, _SHARE = 3, 0.3
"""So many of a page's values with figures, and such a share of them."""

FIGURES_CONFIDENCE = 0.85
"""What the other values with figures on such a page are believed at most."""


def doubting_figures(found: Sequence[FieldReading]) -> tuple[FieldReading, ...]:
    """``found`` on one page, with its printed figures in doubt where many of them are broken."""
    figures = [one for one in found if one.source is Source.PRINT and _FIGURES.search(one.value)]
    broken = sum(one.confidence < _BROKEN for one in figures)
    if broken < _MANY or broken < _SHARE * len(figures):
        return tuple(found)
    doubted = {id(one) for one in figures}
    return tuple(
        replace(one, confidence=min(one.confidence, FIGURES_CONFIDENCE)) if id(one) in doubted else one
        for one in found
    )
