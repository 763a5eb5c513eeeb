"""Pages with two columns: give their lines in the order in which a person reads them, left column first."""

from __future__ import annotations

from collections.abc import Sequence

from ocr.labels import Occurrence, find_labels
from ocr.lines import TextLine
from templates.papers import Columns, Item


def reading_order(
    lines: Sequence[TextLine], columns: Columns | None, letter_px: float
) -> tuple[TextLine, ...]:
    """``lines`` with the lines of a two-column part cut and put left column before right."""
    start = _start(lines, columns) if columns else None
    if columns is None or start is None:
        return tuple(lines)
    first, right = start
    last = _first_line(lines, columns.until, first + 1)
    edge = lines[first].x_at(right.start) - 0.5 * letter_px
    halves = [_halves(line, edge) for line in lines[first:last]]
    left = [half for half, _ in halves if half is not None]
    other = [half for _, half in halves if half is not None]
    return (*lines[:first], *left, *other, *lines[last:])


def _start(lines: Sequence[TextLine], columns: Columns) -> tuple[int, Occurrence] | None:
    """The line that bears both labels, and the right one."""
    items = (Item(label=columns.left), Item(label=columns.right))
    found = [o for o in find_labels(lines, items) if o.similarity >= 0.8]
    for right in found:
        if right.item == 1 and any(
            o.item == 0 and o.line == right.line and o.end <= right.start and o.similarity > 0.8
            for o in found
        ):
            return right.line, right
    return None


def _first_line(lines: Sequence[TextLine], label: str, after: int) -> int:
    found = [
        o.line for o in find_labels(lines, (Item(label=label),)) if o.line >= after and o.similarity >= 0.8
    ]
    return min(found, default=len(lines))


def _halves(line: TextLine, edge: float) -> tuple[TextLine | None, TextLine | None]:
    left = tuple(word for word in line.words if word.x + word.w / 2 < edge)
    right = tuple(word for word in line.words if word.x + word.w / 2 >= edge)
    return TextLine(left) if left else None, TextLine(right) if right else None
