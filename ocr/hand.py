"""Pen or print: what kind of ink stands in a field's zone.

Printed letters stand on one line and end at two or three heights; pen strokes do neither, run together into
wide strokes, and make the recogniser unsure. Each of these is a feature; their weights were set by hand on
filled forms of both kinds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from ocr.tesseract import RawWord


@dataclass(frozen=True, slots=True)
class InkFeatures:
    """``standing``: share of letters whose foot is on the commonest line; ``level``: the same for their
    tops at the two commonest heights; ``joined``: share of ink in strokes wider than a letter; ``sure``:
    mean confidence of the words read there; ``count``: how many letters were seen.
    """

    standing: float
    level: float
    joined: float
    sure: float
    count: int


def ink_features(
    ink: np.ndarray, zone: tuple[float, float, float, float], words: Sequence[RawWord], letter_px: float
) -> InkFeatures:
    """Features of the ink (H×W, 255 = ink, leaders removed) inside ``zone`` (x, y, w, h, working pixels)."""
    x, y, w, h = (max(0, round(v)) for v in zone)
    _count, _labels, stats, _centres = cv2.connectedComponentsWithStats(
        ink[y : y + h, x : x + w], connectivity=8
    )
    letters = stats[1:][(stats[1:, 3] >= 0.45 * letter_px) & (stats[1:, 4] >= 0.06 * letter_px**2)]
    if not len(letters):
        return InkFeatures(0.0, 0.0, 0.0, 0.0, 0)
    tops, bottoms, area = letters[:, 1], letters[:, 1] + letters[:, 3], letters[:, 4].astype(float)
    wide = letters[:, 2] > 2.4 * letter_px
    sure = float(np.mean([word.confidence for word in words])) if words else 0.0
    reach = max(1.0, 0.1 * letter_px)
    standing, _line = _commonest(bottoms, reach)
    first, height = _commonest(tops, reach)
    rest = tops[np.abs(tops - height) > reach]
    second = _commonest(rest, reach)[0] * len(rest) / len(tops) if len(rest) else 0.0
    return InkFeatures(standing, first + second, float(area[wide].sum() / area.sum()), sure, len(letters))


def pen_probability(features: InkFeatures) -> float:
    """How likely the ink is a person's pen, 0…1; 0 where there is none."""
    if features.count == 0:
        return 0.0
    weight = min(1.0, features.count / 6)
    score = (
        5.2
        - 4.2 * features.standing * weight
        - 1.5 * features.level * weight
        + 2.5 * features.joined
        - 6.0 * features.sure
    )
    return float(1 / (1 + np.exp(-score)))


def _commonest(values: np.ndarray, reach: float) -> tuple[float, float]:
    """The largest share of ``values`` within ``reach`` of one of them, and that one."""
    near = np.abs(values[:, None] - values[None]) <= reach
    counts = near.sum(axis=1)
    best = int(np.argmax(counts))
    return float(counts[best] / len(values)), float(values[best])
