# SPDX-License-Identifier: Apache-2.0
"""The upright rules of tables: no text runs across them, and columns meet at them."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from ocr.pixels.image import components

_SHORTEST = 3.6
"""A wall is at least so long, in x-heights; letters and tick boxes are not."""

_THICKEST = 0.6
"""And at most so thick."""


@dataclass(frozen=True, slots=True)
class VerticalRule:
    """An upright rule at ``x`` from ``y0`` down to ``y1``, in working pixels."""

    x: float
    y0: float
    y1: float

    def beside(self, y: float) -> bool:
        """Whether it stands at height ``y``."""
        return self.y0 <= y <= self.y1


def find_walls(ink: np.ndarray, letter_px: float) -> tuple[VerticalRule, ...]:
    """The upright rules in ``ink`` (H×W, 255 = ink, level, nothing removed), from left to right."""
    wide = cv2.dilate(ink, np.ones((1, 3), np.uint8))  # a scanned rule leans by a pixel or two
    tall = cv2.getStructuringElement(cv2.MORPH_RECT, (1, max(3, round(_SHORTEST * letter_px))))
    _labels, stats, centres = components(cv2.morphologyEx(wide, cv2.MORPH_OPEN, tall))
    thin = stats[1:, 2] <= _THICKEST * letter_px + 2
    rows = zip(centres[1:][thin, 0], stats[1:][thin, 1], stats[1:][thin, 3], strict=True)
    return tuple(
        sorted((VerticalRule(float(x), float(y), float(y + h)) for x, y, h in rows), key=lambda wall: wall.x)
    )
