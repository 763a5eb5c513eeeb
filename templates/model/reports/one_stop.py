# SPDX-License-Identifier: Apache-2.0
"""How lists exported by one-stop systems call their columns, and what stands in them, as data."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import model_validator

from templates.files.active import SHIPPED
from templates.files.datafiles import Frozen, load
from templates.language.folding import without_marks
from templates.model.reports.denominators import OneStopColumn

_FILE = Path("codes") / "one-stop-columns.yaml"


class OneStopColumns(Frozen):
    """Headings by column, which of them are ``needed``, and by column the ``words`` by what they mean."""

    unverified: bool = False
    columns: dict[OneStopColumn, tuple[str, ...]]
    needed: tuple[OneStopColumn, ...]
    words: dict[OneStopColumn, dict[str, tuple[str, ...]]]

    @model_validator(mode="after")
    def _is_whole(self) -> OneStopColumns:
        if set(self.columns) != set(OneStopColumn) or not all(self.columns.values()):
            raise ValueError("each column needs a heading")
        return self

    def name(self, column: OneStopColumn) -> str:
        """How a message calls a column."""
        return self.columns[column][0]

    @property
    def headings(self) -> Mapping[str, OneStopColumn]:
        """What column a heading (without marks) is that of."""
        return {without_marks(told): column for column, all_told in self.columns.items() for told in all_told}

    def meaning(self, column: OneStopColumn, cell: str) -> str | None:
        """What a cell says by the longest word that stands in it; None where none of them is known."""
        told, found = without_marks(cell), list[tuple[int, str]]()
        for means, words in self.words[column].items():
            for word in map(without_marks, words):
                if told == word or (not word.isdecimal() and word in told):
                    found.append((len(word), means))
        return max(found)[1] if found else None


@cache
def load_one_stop_columns() -> OneStopColumns:
    """The headings that this program knows."""
    return load(OneStopColumns, SHIPPED / _FILE)
