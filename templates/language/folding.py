# SPDX-License-Identifier: Apache-2.0
"""Comparing Vietnamese text: one place for the folding that names and labels are matched under.

Folding is for comparing only; what is stored and shown stays as it was written.
"""

from __future__ import annotations

import unicodedata

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")  # grave, acute, tilde, hook above, dot below


def folded(text: str) -> str:
    """NFC, lower case, one space between words; tone marks stay."""
    return " ".join(unicodedata.normalize("NFC", text.replace("\u00d0", "\u0110")).casefold().split())


def without_marks(text: str) -> str:
    """Folded and stripped of all diacritics, đ as d: equal for names that differ only in marks."""
    decomposed = unicodedata.normalize("NFD", folded(text))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).replace("đ", "d")


def tone_placement_folded(text: str) -> str:
    """Folded, with each syllable's tone moved to its end: ``hòa`` = ``hoà``, but ``hòa`` ≠ ``hóa``."""
    return " ".join(_tone_last(word) for word in folded(text).split())


def _tone_last(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word)
    tones = "".join(c for c in decomposed if c in _TONES)
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in _TONES)) + tones
