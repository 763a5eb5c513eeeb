# SPDX-License-Identifier: Apache-2.0
"""How lists exported by one-stop systems call their columns, and what stands in them, as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from pydantic import model_validator

from templates.files.active import SHIPPED
from templates.files.datafiles import Frozen, load
from templates.language.folding import without_marks
from templates.model.reports.denominators import OneStopColumn
from templates.model.reports.list_words import syllables
from templates.model.reports.state_cells import StateWords

_FILE = Path("codes") / "one-stop-columns.yaml"

_STILL_TO_COME = frozenset({"unpaid"})


class OneStopColumns(Frozen):
    """Headings by column, which of them are ``needed``, by column the ``words`` by what they mean, and those
    of the state.

    ``doubts`` are words that deny what stands beside them, or put it off; ``aside`` says nothing of what is
    asked, though such a word stands in it.
    """

    unverified: bool = False
    columns: dict[OneStopColumn, tuple[str, ...]]
    needed: tuple[OneStopColumn, ...]
    doubts: tuple[str, ...]
    aside: tuple[str, ...]
    words: dict[OneStopColumn, dict[str, tuple[str, ...]]]
    state: StateWords

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
        """What a cell says by the longest words known in it; None where none is, or a doubt stands beside."""
        found, doubted = self._known(column, cell)
        if doubted:
            return None
        denied = {one.means for one in found if one.doubts}
        if not denied:
            return max(found, key=lambda one: one.length).means if found else None
        # "Chưa chuyển khoản" is unpaid, "không phải nộp, chuyển khoản" is anything.
        if len(denied) > 1 or (not denied <= _STILL_TO_COME and denied != {one.means for one in found}):
            return None
        return denied.pop()

    @cached_property
    def longest_first(self) -> Mapping[OneStopColumn, Sequence[tuple[str, str | None]]]:
        """By column its words with what they mean (None: nothing), those of most syllables first."""
        aside: list[tuple[str, str | None]] = [(word, None) for word in self.aside]
        return {
            column: sorted(
                [(word, means) for means, words in all_words.items() for word in words] + aside,
                key=lambda one: len(one[0].split()),
                reverse=True,
            )
            for column, all_words in self.words.items()
        }

    def _known(self, column: OneStopColumn, cell: str) -> tuple[Sequence[_Known], bool]:
        """The known words of a cell, none within another, and whether a doubt is in none of them."""
        told = syllables(cell)
        left, found = set(range(len(told.plain))), list[_Known]()
        doubts = {at for word in self.doubts for place in told.places(word) for at in place}
        for word, means in self.longest_first[column]:
            if word.isdecimal() and told.plain != [word]:
                continue
            for place in told.places(word, self.doubts):
                if left.issuperset(place):
                    left.difference_update(place)
                    if means is not None:
                        found.append(_Known(means, len(word), bool(doubts.intersection(place))))
        return found, bool(doubts & left)


@dataclass(frozen=True, slots=True)
class _Known:
    """Words that were found: what they mean, how long they are, and whether a doubt is among them."""

    means: str
    length: int
    doubts: bool


@cache
def load_one_stop_columns() -> OneStopColumns:
    """The headings that this program knows."""
    return load(OneStopColumns, SHIPPED / _FILE)
