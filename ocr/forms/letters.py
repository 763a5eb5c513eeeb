# SPDX-License-Identifier: Apache-2.0
"""The letters of printed words, by which labels and titles are compared."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


def folded(text: str) -> str:
    """Lower case without diacritics, character by character, so that offsets stay valid."""
    return "".join(_base(char) for char in text)


@lru_cache(maxsize=8192)
def letters_of(text: str) -> tuple[str, list[int]]:
    """Only the letters and digits of ``text``, folded, and where each stood."""
    return squeeze(folded(text))


def squeeze(text: str) -> tuple[str, list[int]]:
    """Only the letters and digits of ``text``, and where each stood."""
    places = [n for n, char in enumerate(text) if char.isalnum()]
    return "".join(text[n] for n in places), places


@lru_cache(maxsize=4096)
def _base(char: str) -> str:
    if char in "đĐÐð":
        return "d"
    return unicodedata.normalize("NFD", char)[0].lower()[:1]
