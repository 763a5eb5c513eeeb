# SPDX-License-Identifier: Apache-2.0
"""Which part of a long list is shown, and how one comes by the rest."""

from __future__ import annotations

from dataclasses import dataclass

from templates.language.messages import _

PAGE_LENGTH = 30


@dataclass(frozen=True, slots=True)
class Paging:
    """A page (from 1) of ``length`` lines, or ``everything``."""

    page: int = 1
    length: int = PAGE_LENGTH
    everything: bool = False

    @property
    def limit(self) -> int | None:
        """How many lines at most; None for all."""
        return None if self.everything else self.length

    @property
    def offset(self) -> int:
        """How many lines come before."""
        return 0 if self.everything else (self.page - 1) * self.length

    def pages(self, total: int) -> int:
        """How many pages so many lines fill; an empty list has one."""
        return 1 if self.everything else max(1, -(-total // self.length))

    def more(self, total: int) -> str:
        """How many of ``total`` lines come after these and how to see them; empty where none does."""
        left = 0 if self.everything else total - self.offset - self.length
        if left <= 0:
            return ""
        told = _("{count} more: add --page {page} for the next page, --all for all of them.")
        return told.format(count=left, page=self.page + 1)


ALL = Paging(everything=True)
