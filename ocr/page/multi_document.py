# SPDX-License-Identifier: Apache-2.0
"""Several papers on one sheet: copied side by side, under each other, or a card beside a form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from rapidfuzz import fuzz

from ocr.forms.letters import letters_of
from ocr.lines.recogniser import RawWord
from ocr.lines.text_line import TextLine, text_lines

_HEADER = letters_of("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")[0]
"""Every official paper begins with it, and bears it once (NĐ 30/2020/NĐ-CP, Phụ lục I)."""

_ALIKE = 82
"""So alike (0…100) is a misread header still to the header."""

_GUTTER = 3.0
"""A blank from top to bottom so wide, in x-heights, may part two papers."""

_LEAST_WORDS = 12
"""Fewer words are no paper: a page number, a stamp."""

_OVER_HEADER = 2.2
"""A paper begins so far over its header, in x-heights."""


def parts_of(lines: Sequence[TextLine], letter_px: float) -> tuple[tuple[TextLine, ...], ...]:
    """The lines of each paper that may be on the sheet, left before right and upper before lower; of a sheet
    with one paper all its lines.
    """
    columns = _columns([word for line in lines for word in line.words], letter_px)
    parts = [part for words in columns for part in _under_headers(text_lines(words, letter_px), letter_px)]
    firm = [part for part in parts if sum(len(line.words) for line in part) >= _LEAST_WORDS]
    return tuple(firm) if len(firm) > 1 else (tuple(lines),)


def _columns(words: Sequence[RawWord], letter_px: float) -> list[list[RawWord]]:
    """The words left and right of the widest blank that runs down the whole sheet, if there is one."""
    edge, gap, reach = 0.0, 0.0, float("-inf")
    ordered = sorted(words, key=lambda word: word.x)
    for word in ordered:
        if word.x - reach > gap and reach > float("-inf"):
            edge, gap = (word.x + reach) / 2, word.x - reach
        reach = max(reach, word.x + word.w)
    if gap < _GUTTER * letter_px:
        return [ordered]
    sides = [[w for w in ordered if w.x < edge], [w for w in ordered if w.x >= edge]]
    return sides if all(len(side) >= _LEAST_WORDS for side in sides) else [ordered]


def _under_headers(lines: Sequence[TextLine], letter_px: float) -> Iterable[tuple[TextLine, ...]]:
    """``lines`` cut over each header but the first."""
    starts = [line.centre - _OVER_HEADER * letter_px for line in lines if _is_header(line)][1:]
    edges = [float("-inf"), *starts, float("inf")]
    for top, bottom in pairwise(edges):
        yield tuple(line for line in lines if top < line.centre <= bottom)


def _is_header(line: TextLine) -> bool:
    letters = letters_of(line.text)[0]
    return len(letters) >= 0.8 * len(_HEADER) and fuzz.partial_ratio(_HEADER, letters) >= _ALIKE
