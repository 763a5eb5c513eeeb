# SPDX-License-Identifier: Apache-2.0
"""A table of figures, for the screen and for a page of Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.table import Table as RichTable


@dataclass(frozen=True, slots=True)
class Table:
    """A title, headings and rows of cells; the first column holds names."""

    title: str
    headings: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]

    def rich(self) -> RichTable:
        """The table for a terminal."""
        drawn = RichTable(title=self.title, title_justify="left")
        for place, heading in enumerate(self.headings):
            drawn.add_column(heading, justify="right" if place else "left")
        for row in self.rows:
            drawn.add_row(*row)
        return drawn

    def markdown(self) -> str:
        """The table for a page."""
        ruler = "|---" + "|---:" * (len(self.headings) - 1) + "|"
        lines = ["| " + " | ".join(row) + " |" for row in (self.headings, *self.rows)]
        return "\n".join([f"**{self.title}**", "", lines[0], ruler, *lines[1:]])


def percent(share: float | None) -> str:
    """A share for a table; a dash where there was nothing to count."""
    return "–" if share is None else f"{100 * share:.1f} %"


def placed(page: str, part: str, text: str) -> str:
    """``page`` with ``text`` between the marks of ``part``; ValueError where it has no such marks."""
    begin, end = f"<!-- {part}:begin -->", f"<!-- {part}:end -->"
    before, found, rest = page.partition(begin)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        raise ValueError(f"no marks for {part}")
    return f"{before}{begin}\n{text}\n{end}{after}"
