# SPDX-License-Identifier: Apache-2.0
"""Letters that a recogniser gives for digits, undone only where digits alone can stand."""

from __future__ import annotations

import re

# What Tesseract gives for printed digits; each repair costs plausibility, because it is a guess.
CONFUSED = str.maketrans("OoQDlIi|SsBZ", "000011115582")
DIGIT_LIKE = r"[0-9OoQDlIi|SsBZ]"
_RUN = re.compile(rf"(?<![^\W\d_])(?={DIGIT_LIKE}*\d){DIGIT_LIKE}+(?![^\W\d_])")


def repair_digits(text: str) -> tuple[str, int]:
    """``text`` with letters inside runs of digits turned to digits, and how many were.

    A run must hold at least one real digit and touch no other letter, so words stay words.
    """
    repaired = _RUN.sub(lambda match: match.group().translate(CONFUSED), text)
    return repaired, sum(a != b for a, b in zip(text, repaired, strict=True))


def repair_penalty(repairs: int) -> float:
    """Factor on plausibility for ``repairs`` letters read as digits."""
    return 1.0 if repairs == 0 else max(0.2, 0.7 - 0.15 * (repairs - 1))
