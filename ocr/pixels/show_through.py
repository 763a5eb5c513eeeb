# SPDX-License-Identifier: Apache-2.0
"""Take off what shines through from the other side of the paper.

Ghosts of letters are pale throughout, where print and pen have a dark core at least. On most pages a few pale
specks are all there is of that kind, and they stay: only a page with many pale letters is cleaned. (Double
threshold, as in Canny, 1986, over connected components.)
"""

from __future__ import annotations

import cv2
import numpy as np

from ocr.pixels.image import components, ink_mask

_PAPER = 250
_FAINT = 0.84
"""Sensitivity at which the palest strokes of a ball pen are seen, and ghosts too (``image.ink_mask``)."""

_DARK = 168
"""Every stroke of print or pen has a pixel darker than this grey level: of 591 penned values on generated
pages three had hardly one, of 48 ghosts in empty fields 34 had none.
"""

_MANY = 80
"""So many pale letters shine through: pages with print behind them had 50 to 400, others hardly 20."""

_LETTER = (0.36, 3.5)
"""The height of a letter in x-heights; smaller marks stay, for a pale one may be real."""

_LEAST_INK = 0.06
"""And its least ink, in squares of the x-height."""


def without_show_through(gray: np.ndarray, letter_px: float) -> np.ndarray:
    """``gray`` (H×W, uint8, evenly lit, paper ≈ 250) without the ghosts of letters, if it has many of them;
    ``letter_px`` is the x-height.
    """
    labels, stats, _centres = components(ink_mask(gray, _FAINT))
    height, area = stats[:, cv2.CC_STAT_HEIGHT] / letter_px, stats[:, cv2.CC_STAT_AREA] / letter_px**2
    ghosts = (height >= _LETTER[0]) & (height <= _LETTER[1]) & (area >= _LEAST_INK)
    ghosts &= np.bincount(labels[gray < _DARK], minlength=len(stats)) == 0
    if ghosts.sum() < _MANY:
        return gray
    mask = cv2.dilate(np.where(ghosts[labels], 255, 0).astype(np.uint8), np.ones((3, 3), np.uint8))
    return np.where(mask, _PAPER, gray).astype(np.uint8)
