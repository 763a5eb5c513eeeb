# SPDX-License-Identifier: Apache-2.0
"""Where a label that was found about somewhere begins and ends: at the edges of its own words."""

from __future__ import annotations

import re

_ENDING = 3


def ended(wording: str, letters: str, end: int) -> tuple[int, bool]:
    """Where a label that ends about ``end`` ends by its own last letters, and whether these were read: what
    stands behind them, even glued to them, is the value.
    """
    for shift in (0, -1, 1, -2, 2):
        if end + shift <= len(letters) and letters[: end + shift].endswith(wording[-_ENDING:]):
            return end + shift, True
    return end, False


def snapped(text: str, start: int, end: int, whole: bool = False) -> tuple[int, int]:
    """Move the ends to the edges of words that are cut by at most two letters; a capital begins the value.

    A label that lost a letter is shorter than the window it was found by, which then begins with the last
    letters of the word before it: those are left out. The end of a ``whole`` label stays."""
    for step in (1, 2):
        if (
            start - step >= 0
            and text[start - 1].isalnum()
            and (start - step == 0 or not text[start - step - 1].isalnum())
        ):
            start -= step
            break
    else:
        start = _next_word(text, start)
    for step in () if whole else (1, 2):
        if (
            end < len(text)
            and text[end].isalpha()
            and not capital_at(text, end)
            and (end + step >= len(text) or not text[end + step].isalpha())
        ):
            end += step
            break
    for step in () if whole else (1, 2):
        if (
            end < len(text)
            and text[end].islower()
            and text[end - step].isalpha()
            and text[end - step - 1] == " "
        ):
            end -= step  # one letter or two of a word of the value were taken for the label's last
            break
    return start, end


def _next_word(text: str, start: int) -> int:
    """Where the next word begins, if ``start`` is one of the last two letters of a word."""
    if start == 0 or not text[start - 1].isalnum():
        return start
    tail = re.match(r"[^\W_]{1,2}[\W_]+(?=[^\W_])", text[start:])
    return start + tail.end() if tail else start


def capital_at(text: str, place: int) -> bool:
    """Whether a value begins at ``place``, run into the word before it ("doTrung tâm")."""
    return 0 < place < len(text) and text[place].isupper() and text[place - 1].islower()
