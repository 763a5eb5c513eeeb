# SPDX-License-Identifier: Apache-2.0
"""Words in the cells of lists that one-stop systems export: where they stand, whatever their marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from templates.language.folding import folded, without_marks


@dataclass(frozen=True, slots=True)
class Syllables:
    """The syllables of a text, with marks and without."""

    marked: Sequence[str]
    plain: Sequence[str]

    @property
    def without_marks(self) -> bool:
        """Whether nobody wrote a mark: then “cho” may be “chờ”."""
        return self.marked == self.plain

    def places(self, word: str, doubts: Sequence[str] = ()) -> Sequence[range]:
        """Where a word of several syllables stands, whatever their marks – but for ``doubts`` in it, or one
        itself: “cho công dân” puts nothing off, unless nobody wrote marks at all.
        """
        wanted = syllables(word)
        if wanted.plain[0] not in self.plain:
            return ()
        length, exact = len(wanted.plain), word in doubts or not doubts
        strict = {at for at, one in enumerate(wanted.marked) if exact or one in doubts}
        return [
            range(start, start + length)
            for start in range(len(self.plain) - length + 1)
            if self._begins(wanted, start, set() if self.without_marks else strict)
        ]

    def begins(self, wanted: Syllables, start: int, doubts: Sequence[str]) -> bool:
        """Whether a word stands at ``start``. Single syllables and ``doubts`` need their marks where the text
        has any: “qua” is not “quá”.
        """
        if self.without_marks:
            return self._begins(wanted, start, set())
        alone = len(wanted.plain) == 1
        return self._begins(
            wanted, start, {at for at, one in enumerate(wanted.marked) if alone or one in doubts}
        )

    def _begins(self, wanted: Syllables, start: int, strict: set[int]) -> bool:
        end = start + len(wanted.plain)
        return list(self.plain[start:end]) == list(wanted.plain) and all(
            self.marked[start + at] == wanted.marked[at] for at in strict
        )


@lru_cache(maxsize=2048)
def syllables(text: str) -> Syllables:
    """The syllables of a text."""
    marked = re.findall(r"\w+", folded(text))
    return Syllables(marked, [without_marks(one) for one in marked])


@lru_cache(maxsize=2048)
def clauses(text: str) -> Sequence[Syllables]:
    """The parts of a text between its punctuation, those without a word left out."""
    told = (syllables(part) for part in re.split(r"[^\w\s]+", folded(text)))
    return [one for one in told if one.plain]
