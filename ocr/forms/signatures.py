# SPDX-License-Identifier: Apache-2.0
"""The printed name under a signature."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ocr.forms.labels import Occurrence
from ocr.lines.recogniser import RawWord
from ocr.lines.text_line import Piece, TextLine

SIGNATURE = 26.0
"""How far under its label the name of who signed may stand, in x-heights."""

_APART = 1.6
"""Names beside each other are so far apart, in x-heights; the words of one are not."""

_NAME_WORD = re.compile(r"(?:[^\W\d_][^\W\d_'’]*)")


def name_under(lines: Sequence[TextLine], label: Occurrence, letter_px: float) -> Piece | None:
    """The last line of words that all begin with a capital, under the label and no wider than a name; None
    where there is none.
    """
    head = lines[label.line].piece(label.start, label.end)
    left, right = head.box[0] - 2 * letter_px, head.box[0] + head.box[2] + 2 * letter_px
    names = []
    for line in lines[label.line + 1 :]:
        if line.centre - lines[label.line].centre > SIGNATURE * letter_px:
            break
        words = _together(line.words, left, right, letter_px)
        if 2 <= len(words) <= 6 and all(_NAME_WORD.fullmatch(w.text) and w.text[0].isupper() for w in words):
            names.append(TextLine(words))
    return names[-1].piece(0, len(names[-1].text)) if names else None


def _together(words: Sequence[RawWord], left: float, right: float, letter_px: float) -> tuple[RawWord, ...]:
    """The words between ``left`` and ``right``, and those that follow them without a gap."""
    groups: list[list[RawWord]] = []
    for word in words:
        if groups and word.x - (groups[-1][-1].x + groups[-1][-1].w) < _APART * letter_px:
            groups[-1].append(word)
        else:
            groups.append([word])
    within = (g for g in groups if any(left < word.x + word.w / 2 < right for word in g))
    return tuple(word for group in within for word in group)
