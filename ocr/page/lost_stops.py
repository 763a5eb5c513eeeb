# SPDX-License-Identifier: Apache-2.0
"""Full stops of abbreviations that were lost: "TP Nha Trang" where the paper has "TP. Nha Trang"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np

from ocr.forms.fields import RawField
from ocr.lines.recogniser import RawWord
from ocr.lines.text_line import foot
from ocr.recognise.rover import Reading, unstopped
from templates.model.document_types import FieldType

_ASIDE = (0.6, 0.4)
"""So far before the end of the abbreviation and over the beginning of the next word a stop may stand, for the
places of words are not exact; in x-heights.
"""

_DOT = (0.08, 0.5)
"""How wide and high a stop is, in x-heights."""

_LOW = 0.3
"""So near to the foot of the line it ends, in x-heights."""


def lost_a_stop(
    raw: RawField, text: str, readings: Sequence[Sequence[Reading]], ink: np.ndarray, letter_px: float
) -> bool:
    """Whether an abbreviation in the address ``text`` has no full stop, but one look saw one or a dot, of a
    leader or its own, stands there. People write "TP Huế" too: that alone is no doubt.

    ``ink`` is H×W, 255 = ink, with the leaders."""
    if raw.item.type is not FieldType.ADDRESS:
        return False
    lacking = unstopped(text)
    if not lacking:
        return False
    if any(len({tuple(unstopped(" ".join(look.words))) for look in line}) > 1 for line in readings):
        return True
    pairs = [pair for piece in raw.pieces for pair in pairwise(piece.words)]
    return any(
        unstopped(f"{word.text} {behind.text}") and _dotted(word, behind, ink, letter_px)
        for word, behind in pairs
    )


def _dotted(word: RawWord, behind: RawWord, ink: np.ndarray, letter_px: float) -> bool:
    """Whether a dot stands on the line between two words, touching neither."""
    base = foot([word], letter_px)
    left, right = word.x + word.w - _ASIDE[0] * letter_px, behind.x + _ASIDE[1] * letter_px
    rows = slice(max(0, round(base - letter_px)), max(0, round(base + letter_px)))
    cut = (ink[rows, max(0, round(left)) : max(0, round(right))] > 0).astype(np.uint8)
    if not cut.size:
        return False
    parts = cv2.connectedComponentsWithStats(cut)[2][1:]
    low, high = (edge * letter_px for edge in _DOT)
    return any(
        low <= w <= high
        and low <= h <= high
        and 0 < x < cut.shape[1] - w
        and abs(rows.start + y + h - base) <= _LOW * letter_px
        for x, y, w, h, _area in parts
    )
