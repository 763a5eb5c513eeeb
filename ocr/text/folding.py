# SPDX-License-Identifier: Apache-2.0
"""Keys for comparing Vietnamese text as a recogniser gives it.

A name in a legal form is never rewritten, so everything but ``nfc`` yields *keys* for comparison, not text
for a form. Old and new tone placement (hoà/hòa, thuỷ/thủy) are the same word; other diacritics are not.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from templates.language.folding import tone_placement_folded, without_marks
from templates.language.outside_text import one_line

_LAST = 4096
"""So many keys are kept: a check compares the same names and addresses again and again."""

_TONE_MARKS = frozenset("\u0300\u0301\u0303\u0309\u0323")
# Icelandic eth and the African D look like Đ and are what some scanners' software types for it.
_LOOKALIKES = str.maketrans({"Ð": "Đ", "ð": "đ", "Ɖ": "Đ"})


def nfc(text: str) -> str:
    """``text`` in NFC on one line, lookalikes of Đ made Đ, without signs that command a screen or hide
    (:mod:`templates.language.outside_text`): every word read and every value typed passes here.
    """
    return one_line(text).translate(_LOOKALIKES)


@lru_cache(_LAST)
def fold(text: str) -> str:
    """The loosest key: lower case, no diacritics, đ → d, single blanks. Length may differ from the text's."""
    return without_marks(nfc(text))


def split_tone(word: str) -> tuple[str, str]:
    """``word`` in lower case without its tone (NFC, â ơ đ kept), and the tone marks found, in order."""
    decomposed = unicodedata.normalize("NFD", nfc(word).lower())
    bare = "".join(c for c in decomposed if c not in _TONE_MARKS)
    tones = "".join(c for c in decomposed if c in _TONE_MARKS)
    return unicodedata.normalize("NFC", bare), tones


@lru_cache(_LAST)
def text_key(text: str) -> str:
    """A key that two spellings share when they differ in case, white space or the place of the tone only."""
    return tone_placement_folded(nfc(text))


def same_text(a: str, b: str) -> bool:
    """Whether ``a`` and ``b`` say the same: case, white space and tone placement aside (hoà = hòa)."""
    return text_key(a) == text_key(b)
