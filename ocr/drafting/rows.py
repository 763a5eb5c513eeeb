# SPDX-License-Identifier: Apache-2.0
"""A blank form as rows of printed parts, each with or without room for a value after it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ocr.lines.recogniser import RawWord
from ocr.lines.text_line import TextLine, foot
from ocr.page.words import UprightText

_NEAR, _WIDE = 0.9, 3.2
"""In x-heights: how near to a line's foot its leaders run, and a gap no blank between words has."""

_FOOTNOTE = re.compile(r"\s*\(\d{1,2}\)\s*(?=:?$)")
_EDGES = " .,;:…_-–"


@dataclass(frozen=True, slots=True)
class RowPart:
    """Printed words from ``x0`` to ``x1`` (working pixels). ``blank``: a leader follows; ``colon``: it ends
    with a colon.
    """

    text: str
    x0: float
    x1: float
    blank: bool
    colon: bool


@dataclass(frozen=True, slots=True)
class BlankRow:
    """One printed line, at height ``y``; ``left`` is where the text of the page begins."""

    parts: tuple[RowPart, ...]
    y: float


@dataclass(frozen=True, slots=True)
class _Run:
    x0: float
    x1: float
    y: float


def form_rows(page: UprightText) -> tuple[BlankRow, ...]:
    """The rows of a page from top to bottom; a row of leaders alone goes on with the value before it."""
    leaders = list(_leaders(page))
    rows = (_row(line, leaders, page.prepared.letter_px) for line in page.lines)
    return tuple(row for row in rows if row.parts)


def _leaders(page: UprightText) -> Iterator[_Run]:
    """Those of the file's text, and those seen in the picture (rules, tabs that are drawn)."""
    back = np.linalg.inv(page.prepared.copy.to_stored)
    for ends in page.leaders:
        points = np.array([[*end, 1.0] for end in ends]) @ back.T
        (x0, y0), (x1, y1) = points[:, :2] / points[:, 2:]
        yield _Run(x0, x1, (y0 + y1) / 2)
    for leader in page.prepared.leaders:
        yield _Run(leader.x0, leader.x1, leader.y)


def _row(line: TextLine, leaders: Sequence[_Run], letter_px: float) -> BlankRow:
    base = foot(line.words, letter_px)
    runs = [run for run in leaders if abs(run.y - base) < _NEAR * letter_px and run.x1 - run.x0 > letter_px]
    parts: list[RowPart] = []
    group: list[RawWord] = []
    for word, after in zip(line.words, [*line.words[1:], None], strict=True):
        group.append(word)
        end = float(after.x) if after else np.inf
        blank = any(
            run.x0 < end and run.x1 > word.x + word.w and _room(run, word, end, letter_px) for run in runs
        )
        colon = word.text.endswith(":")
        if blank or colon or after is None or end - word.x - word.w > _WIDE * letter_px:
            parts += _part(group, blank, colon)
            group = []
    return BlankRow(tuple(parts), base)


def _room(run: _Run, word: RawWord, end: float, letter_px: float) -> bool:
    """Whether a leader leaves room for something between ``word`` and ``end``."""
    return min(run.x1, end) - max(run.x0, word.x + word.w) > letter_px


def _part(group: Sequence[RawWord], blank: bool, colon: bool) -> Iterator[RowPart]:
    text = _FOOTNOTE.sub("", " ".join(word.text for word in group).rstrip(_EDGES)).strip(_EDGES)
    if any(map(str.isalpha, text)):
        yield RowPart(text, group[0].x, group[-1].x + group[-1].w, blank, colon)
