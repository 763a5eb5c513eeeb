# SPDX-License-Identifier: Apache-2.0
"""Negative pages – white letters on black, as some copiers and microfilm give – turned positive."""

from __future__ import annotations

import cv2
import numpy as np

_DARK_GROUND = 90
"""The paper of a negative is darker than this grey level."""

_BRIGHTER = 70
"""Its letters are so much brighter than it."""

_DARKER = 35
"""What is so much darker than a dark ground may be print on a page that was scanned too darkly."""

_MARGIN = 0.04
"""So much of a page at each side is not looked at: scanner and film leave bright rims there."""

_SIDE_PX, _STROKE_PX = 1000, 9
"""On a page of so many pixels no stroke is wider than this: what is, is a photograph, a patch, or a sheet on
a dark table."""

_LOW, _HIGH, _LONG = 4, 60, 6
"""There letters, or a few that touch, are so many pixels high, and so many times as wide as high at most."""

_LEAST, _MOST = 0.004, 0.3
"""Letters cover so much of a page at least; what is bright at all covers so much at most."""


def positive(gray: np.ndarray) -> np.ndarray:
    """``gray`` (H×W, uint8), inverted if it is a negative: if, within the margins of a dark page, bright
    parts like letters cover more than dark ones and than what is bright over wide stretches.
    """
    ground = float(np.median(gray[::4, ::4]))
    if ground >= _DARK_GROUND:
        return gray
    factor = min(1.0, _SIDE_PX / max(gray.shape))
    small = cv2.resize(gray, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    high, wide = (round(_MARGIN * side) for side in small.shape)
    small = small[high : small.shape[0] - high, wide : small.shape[1] - wide]
    bright = small > ground + _BRIGHTER
    if not _LEAST <= bright.mean() <= _MOST:
        return gray
    letters, patches = _parts(bright)
    if letters < _LEAST or letters <= patches or letters <= _parts(small < ground - _DARKER)[0]:
        return gray
    return 255 - gray


def _parts(mask: np.ndarray) -> tuple[float, float]:
    """Which share of ``mask`` (H×W, bool) the connected parts like letters cover, and which its wide
    stretches.
    """
    flat = mask.astype(np.uint8)
    stretches = cv2.morphologyEx(flat, cv2.MORPH_OPEN, np.ones((_STROKE_PX, _STROKE_PX), np.uint8))
    _count, labels, stats, _centres = cv2.connectedComponentsWithStats(flat)
    width, height = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    like = (height >= _LOW) & (height <= _HIGH) & (width <= _LONG * height)
    like[0] = False
    like[np.unique(labels[stretches > 0])] = False
    return float(stats[like, cv2.CC_STAT_AREA].sum()) / mask.size, float(stretches.mean())
