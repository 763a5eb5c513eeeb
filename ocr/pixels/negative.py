# SPDX-License-Identifier: Apache-2.0
"""Negative pages – white letters on black, as some copiers and microfilm give – turned positive."""

from __future__ import annotations

import cv2
import numpy as np

_DARK_GROUND = 90
"""The paper of a negative is darker than this grey level."""

_BRIGHTER = 70
"""Its letters are so much brighter than it."""

_SIDE_PX, _STROKE_PX = 1000, 9
"""On a page of so many pixels no stroke is wider than this: what is, is a sheet on a dark table."""

_LEAST, _MOST, _WIDE = 0.004, 0.3, 0.01
"""Letters cover so much of a page at least and at most; so much of it may be brighter in a wide stretch."""


def positive(gray: np.ndarray) -> np.ndarray:
    """``gray`` (H×W, uint8), inverted if it is a negative."""
    ground = float(np.median(gray[::4, ::4]))
    if ground >= _DARK_GROUND:
        return gray
    factor = min(1.0, _SIDE_PX / max(gray.shape))
    small = cv2.resize(gray, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    bright = (small > ground + _BRIGHTER).astype(np.uint8)
    wide = cv2.morphologyEx(bright, cv2.MORPH_OPEN, np.ones((_STROKE_PX, _STROKE_PX), np.uint8))
    if not _LEAST <= bright.mean() <= _MOST or wide.mean() > _WIDE:
        return gray
    return 255 - gray
