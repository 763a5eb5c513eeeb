# SPDX-License-Identifier: Apache-2.0
"""Pages with two columns: give their lines in the order in which a person reads them, left column first."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ocr.forms.labels import Occurrence, find_labels
from ocr.layout.ruling_lines import VerticalRule
from ocr.lines.recogniser import RawWord
from ocr.lines.text_line import TextLine
from templates.files.label_wordings import load_label_wordings
from templates.model.document_types import Columns, LabelSpec

_RAISED = 1.5
"""So many letters above a row's label a cell of the row may begin (labels stand in the middle of a row)."""


_RULES = "|¦!()[]{}_-—.,:;'"
"""What a recogniser makes of the rules of a table."""


@dataclass(frozen=True, slots=True)
class TableGrid:
    """What divides a page: the x-height in working pixels, and the upright rules of its tables."""

    letter_px: float
    walls: tuple[VerticalRule, ...] = ()


def reading_order(
    lines: Sequence[TextLine], columns: Columns | None, grid: TableGrid
) -> tuple[TextLine, ...]:
    """``lines`` with the lines of a two-column part cut and put left column before right."""
    start = _start(lines, columns) if columns else None
    if columns is None or start is None:
        return tuple(lines)
    left, right = start
    if _first_line(lines, columns.until, 0) < right.line:
        return tuple(lines)  # these two stand over the signatures
    first, last = right.line, _first_line(lines, columns.until, right.line + 1)
    if columns.table:
        rows = _table(lines[first:last], left, right, grid)
        return (*lines[: first + 1], *rows, *lines[last:])
    edge = lines[first].x_at(right.start) - 0.5 * grid.letter_px
    halves = [_halves(line, edge) for line in lines[first:last]]
    return (
        *lines[:first],
        *_present(half for half, _ in halves),
        *_present(h for _, h in halves),
        *lines[last:],
    )


def _start(lines: Sequence[TextLine], columns: Columns) -> tuple[Occurrence, Occurrence] | None:
    """The two labels, left and right, on the line that bears both."""
    same = load_label_wordings().same
    items = tuple(
        LabelSpec(label=label, aliases=same.get(label, ())) for label in (columns.left, columns.right)
    )
    found = [o for o in find_labels(lines, items) if o.similarity >= 0.8]
    for right in (o for o in found if o.item == 1):
        for left in found:
            if left.item == 0 and left.line == right.line and left.end <= right.start:
                return left, right
    return None


def _first_line(lines: Sequence[TextLine], label: str, after: int) -> int:
    found = [
        o.line
        for o in find_labels(lines, (LabelSpec(label=label),))
        if o.line >= after and o.similarity >= 0.8
    ]
    return min(found, default=len(lines))


def _halves(line: TextLine, edge: float) -> tuple[TextLine | None, TextLine | None]:
    left = tuple(word for word in line.words if word.x + word.w / 2 < edge)
    right = tuple(word for word in line.words if word.x + word.w / 2 >= edge)
    return (
        TextLine(left, (0.0, edge)) if left else None,
        TextLine(right, (edge, math.inf)) if right else None,
    )


def _present(lines: Iterator[TextLine | None]) -> tuple[TextLine, ...]:
    return tuple(line for line in lines if line is not None)


def _table(
    part: Sequence[TextLine], left: Occurrence, right: Occurrence, grid: TableGrid
) -> tuple[TextLine, ...]:
    """The rows below the heading ``part[0]``, each read twice: label and left cell, then label and right
    cell.
    """
    heading, rows = part[0], part[1:]
    words = [word for line in rows for word in line.words if word.text.strip(_RULES)]
    name, ours, theirs = heading.left, heading.x_at(left.start), heading.x_at(right.start)
    middles = [(heading.x_at(o.start) + heading.x_at(o.end)) / 2 for o in (left, right)]
    between = sum(middles) / 2
    walls = [wall.x for wall in grid.walls if wall.beside(heading.centre)]
    first = _edge(words, name, ours, (*walls, middles[0] - (middles[1] - middles[0]) / 2))
    second = _edge(words, heading.x_at(left.end), theirs, (*walls, between))
    thirds = [_thirds(line, first, second) for line in rows]
    by_row = sorted(thirds, key=lambda third: _height(third, grid.letter_px))
    spans = ((0.0, first), (first, second), (second, math.inf))
    return tuple(
        TextLine((*third[0], *third[column]), spans[column])
        for column in (1, 2)
        for third in by_row
        if third[0] or third[column]
    )


_Thirds = tuple[tuple[RawWord, ...], tuple[RawWord, ...], tuple[RawWord, ...]]


def _thirds(line: TextLine, first: float, second: float) -> _Thirds:
    middles = [(word, word.x + word.w / 2) for word in line.words]
    return (
        tuple(word for word, x in middles if x < first),
        tuple(word for word, x in middles if first <= x < second),
        tuple(word for word, x in middles if x >= second),
    )


def _height(third: _Thirds, letter_px: float) -> float:
    """Where a line stands among the others; one with a label counts as high as its row may begin."""
    words = third[0] or third[1] or third[2]
    middle = sorted(word.y + word.h / 2 for word in words)[len(words) // 2]
    return middle - (_RAISED * letter_px if third[0] else 0.0)


def _edge(words: Sequence[RawWord], low: float, high: float, expected: Sequence[float]) -> float:
    """Where two columns meet: the first of the places ``expected`` (a rule; the middle between headings) that
    lies between ``low`` and ``high`` and where no word stands, else the middle of the widest gap there.
    """
    for place in expected:
        if low < place < high and not any(word.x < place < word.x + word.w for word in words):
            return place
    return _gap(words, low, high)


def _gap(words: Sequence[RawWord], low: float, high: float) -> float:
    """The middle of the widest upright stretch between ``low`` and ``high`` that no word reaches into."""
    spans = sorted((word.x, word.x + word.w) for word in words if word.x < high and word.x + word.w > low)
    ends: list[tuple[float, float]] = []
    reach = low
    for start, end in [*spans, (high, high)]:
        ends.append((start - reach, (start + reach) / 2))
        reach = max(reach, end)
    return max(ends)[1]
