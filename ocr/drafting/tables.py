# SPDX-License-Identifier: Apache-2.0
"""Where a blank form goes on in two columns: the same labels side by side, or a table with two headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from ocr.drafting.rows import BlankRow, RowPart
from ocr.forms.letters import letters_of

_ALIKE = 80.0
_LEAST_ROWS = 3


@dataclass(frozen=True)
class Split:
    """The part in two columns: rows ``first`` to before ``after``, what names the columns, the rows of each.

    In a ``table`` the labels stand once, left of both columns, under ``heading``.
    """

    first: int
    after: int
    left: str
    right: str
    left_rows: tuple[BlankRow, ...]
    right_rows: tuple[BlankRow, ...]
    table: bool = False
    heading: str = ""


def find_split(rows: Sequence[BlankRow]) -> Split | None:
    """The first part of a form that stands in two columns, if any."""
    for number in range(len(rows)):
        found = _table(rows, number) or _side_by_side(rows, number)
        if found is not None:
            return found
    return None


def _table(rows: Sequence[BlankRow], first: int) -> Split | None:
    """Two short headings at the right of a row, and under them rows that stay left of the first."""
    parts = rows[first].parts
    if len(parts) < 2 or any(part.blank or part.colon for part in parts):
        return None
    left, right = parts[-2:]
    after = first + 1
    while after < len(rows) and _stays_left(rows[after], left.x0):
        after += 1
    labels = tuple(BlankRow((row.parts[0],), row.y) for row in rows[first + 1 : after])
    if len(labels) < _LEAST_ROWS:
        return None
    heading = " ".join(part.text for part in parts)
    return Split(first, after, left.text, right.text, labels, labels, table=True, heading=heading)


def _stays_left(row: BlankRow, edge: float) -> bool:
    return len(row.parts) == 1 and row.parts[0].x1 < edge and not row.parts[0].blank


def _side_by_side(rows: Sequence[BlankRow], first: int) -> Split | None:
    """Rows whose left half has the same labels as their right half, but for the name of the column."""
    after = first
    lefts, rights = [], []
    while after < len(rows) and (halves := _halves(rows[after])):
        lefts.append(BlankRow(halves[0], rows[after].y))
        rights.append(BlankRow(halves[1], rows[after].y))
        after += 1
    if len(lefts) < _LEAST_ROWS:
        return None
    return Split(first, after, lefts[0].parts[0].text, rights[0].parts[0].text, tuple(lefts), tuple(rights))


def _halves(row: BlankRow) -> tuple[tuple[RowPart, ...], tuple[RowPart, ...]] | None:
    if len(row.parts) < 2 or len(row.parts) % 2:
        return None
    half = len(row.parts) // 2
    left, right = row.parts[:half], row.parts[half:]
    said = [letters_of(" ".join(part.text for part in side))[0] for side in (left, right)]
    return (left, right) if fuzz.ratio(*said) >= _ALIKE else None
