# SPDX-License-Identifier: Apache-2.0
"""A line of pen as the network sees it: its ink alone, of one height and one darkness."""

from __future__ import annotations

import cv2
import numpy as np

HEIGHT = 48
"""Rows of a strip."""

STRIDE = 4
"""Columns of a strip for one step of the network's output."""

_WIDEST = 1800
_PAPER_PX = 15
"""How far round a pixel its paper is looked for, in rows of a strip: wider than any stroke."""

_EDGE = 8
_NOISE, _LEAST_INK = 0.06, 0.12
"""What is darker than its paper by less is none; what is darker by more counts for the pen's darkness."""


def ink_strip(gray: np.ndarray) -> np.ndarray:
    """The ink of a line (H×W, uint8, any paper) as a strip (48×W', uint8, paper 0, pen ≈ 255).

    Paper is the lightest neighbour (a morphological closing), so that shadows and tints go; the darkness of
    the pen is brought to one measure, so that a pencil and a ballpoint look alike.
    """
    height, width = gray.shape
    target = min(_WIDEST, max(STRIDE * 2, round(width * HEIGHT / height)))
    small = cv2.resize(
        gray, (target, HEIGHT), interpolation=cv2.INTER_AREA if height > HEIGHT else cv2.INTER_LINEAR
    )
    paper = cv2.blur(cv2.dilate(small, np.ones((_PAPER_PX, _PAPER_PX), np.uint8)), (_PAPER_PX, _PAPER_PX))
    ink = 1 - small.astype(np.float32) / np.maximum(paper, 1)
    written = ink[ink > _LEAST_INK]
    pen = float(np.percentile(written, 80)) if written.size > HEIGHT else 1.0
    return (np.clip((ink - _NOISE) / max(pen - _NOISE, _LEAST_INK), 0, 1) * 255).astype(np.uint8)


def as_input(strip: np.ndarray) -> np.ndarray:
    """A strip as the network takes it (1×1×48×W', float32, 0…1), some paper at its ends, W' in eights."""
    width = (strip.shape[1] + 2 * _EDGE + 7) // 8 * 8
    ink = np.zeros((1, 1, HEIGHT, width), np.float32)
    ink[0, 0, :, _EDGE : _EDGE + strip.shape[1]] = strip / np.float32(255)
    return ink
