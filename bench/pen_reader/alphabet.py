# SPDX-License-Identifier: Apache-2.0
"""The characters that the reader of handwriting can write, and how texts are spelt in its classes."""

from __future__ import annotations

import unicodedata

import numpy as np

_MARKS = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_VOWELS = "aăâeêioôơuưy"
_SMALL = "".join(
    unicodedata.normalize("NFC", vowel + mark) for vowel in _VOWELS for mark in _MARKS
) + "bcdđfghjklmnpqrstvwxz"  # fmt: skip
ALPHABET = " " + _SMALL + _SMALL.upper() + "0123456789" + ".,-/:;()'+#&\""
"""``ALPHABET[n]`` is class n + 1; class 0 is the blank of CTC."""

CLASSES = {char: number + 1 for number, char in enumerate(ALPHABET)}
_UNSEEN_IN_LOOSE = ",.;"


def spelt(text: str) -> list[int]:
    """The classes of a text; what has none is left out."""
    return [CLASSES[char] for char in unicodedata.normalize("NFC", text) if char in CLASSES]


def spelt_loosely(text: str) -> list[int]:
    """As ``spelt``, without case and without what loose texts leave out."""
    kept = "".join(char for char in text.lower() if char not in _UNSEEN_IN_LOOSE)
    return spelt(kept)


def loosening() -> np.ndarray:
    """Which class each becomes ((C+1)×(C+1), 0 or 1) where case and commas don't count."""
    size = len(ALPHABET) + 1
    to = np.zeros((size, size), np.float32)
    to[0, 0] = 1
    for char, cls in CLASSES.items():
        to[cls, 0 if char in _UNSEEN_IN_LOOSE else CLASSES[char.lower()]] = 1
    return to
