"""How blanks share a line: measured once, for the PDF and the tab stops of the DOCX alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from batch.slips.blocks import Blank, Line

Width = Callable[[str], float]
"""The width of a text in points."""

GAP = 8.0
LEAST_LEADER = 46.0
"""No leader is shorter: a day must fit into it."""


def slots(line: Line, line_width: float, width: Width) -> list[float] | None:
    """How wide each blank's part of the line is (points); None where they don't fit beside each other.

    What is left over goes to the blanks without a value, or evenly to all if each has one.
    """
    needed = [_needed(blank, width) for blank in line.blanks]
    spare = line_width - sum(needed) - GAP * (len(needed) - 1)
    if spare < 0:
        return None
    empty = [not blank.value for blank in line.blanks]
    takers = sum(empty) or len(needed)
    return [
        wide + GAP * (index < len(needed) - 1) + (spare / takers if empty[index] or not any(empty) else 0.0)
        for index, wide in enumerate(needed)
    ]


def said(blank: Blank) -> str:
    """Label and value as one text."""
    return f"{blank.label} {blank.value}".strip()


def stacked(line: Line) -> Sequence[Line]:
    """The same blanks one below the other."""
    return [Line((blank,), align=line.align, bold=line.bold) for blank in line.blanks]


def _needed(blank: Blank, width: Width) -> float:
    return width(said(blank)) + (0.0 if blank.value else LEAST_LEADER)
