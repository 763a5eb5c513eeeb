# SPDX-License-Identifier: Apache-2.0
"""How blanks share a line: measured once, for the PDF and the tab stops of the DOCX alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from batch.slips.typeset.blocks import Blank, BlankLine

Width = Callable[[str], float]
"""The width of a text in points."""

GAP = 8.0
LEAST_LEADER = 46.0
"""No leader is shorter: a day must fit into it."""


def slots(line: BlankLine, line_width: float, width: Width) -> list[float] | None:
    """How wide each blank's part of the line is (points, the gap behind it included); None where they don't
    fit beside each other.

    What is left over goes to the blanks to be filled in, else evenly to all values; text stays where it is.
    """
    wide = [_needed(blank, width) + gap for blank, gap in zip(line.blanks, gaps(line), strict=True)]
    spare = line_width - sum(wide)
    if spare < 0:
        return None
    takers = [blank.open for blank in line.blanks]
    if not any(takers) and not any(blank.text for blank in line.blanks):
        takers = [True] * len(takers)
    share = spare / sum(takers) if any(takers) else 0.0
    return [one + (share if takes else 0.0) for one, takes in zip(wide, takers, strict=True)]


def gaps(line: BlankLine) -> list[float]:
    """The space behind each blank: none at the end, and none before a comma."""
    following = [*line.blanks[1:], None]
    return [0.0 if after is None or after.label.startswith(",") else GAP for after in following]


def said(blank: Blank) -> str:
    """Label and value as one text."""
    return f"{blank.label} {blank.value}".strip()


def broken(line: BlankLine, line_width: float, width: Width) -> Sequence[BlankLine]:
    """The same blanks on several lines, as many on each as fit."""
    lines: list[BlankLine] = []
    for blank in line.blanks:
        longer = replace(lines[-1], blanks=(*lines[-1].blanks, blank)) if lines else None
        if longer is not None and slots(longer, line_width, width) is not None:
            lines[-1] = longer
        else:
            first = replace(blank, label=blank.label.removeprefix(", "))
            lines.append(replace(line, blanks=(first,), rows=1))
    return lines


def _needed(blank: Blank, width: Width) -> float:
    return width(said(blank)) + (LEAST_LEADER if blank.open else 0.0)
