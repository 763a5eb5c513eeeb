# SPDX-License-Identifier: Apache-2.0
"""How words are spelt: counts of character sequences, backed off to shorter ones (Brants et al. 2007)."""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import log

from ocr.text.folding import nfc

ORDER = 7
"""The longest sequence that is counted."""

_BACK_OFF = log(0.4)
_UNSEEN = log(1e-5)
BEGIN = "^"
"""Stands before a text."""

_SHORT, _SEEN = 2, 3
"""Sequences of more letters that were seen less often are not kept in a file."""


@dataclass(frozen=True)
class NgramLanguage:
    """Sequences of up to ``ORDER`` small letters, and how often each was seen."""

    counts: dict[str, int]
    _known: dict[tuple[str, str], float] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, texts: Iterable[str]) -> NgramLanguage:
        """Counted in ``texts``."""
        counts: Counter[str] = Counter()
        for text in texts:
            line = BEGIN + nfc(text).lower()
            for end in range(1, len(line) + 1):
                counts.update(line[start:end] for start in range(max(0, end - ORDER), end))
        return cls(dict(counts) | {"": sum(count for key, count in counts.items() if len(key) == 1)})

    @classmethod
    def load(cls, content: bytes) -> NgramLanguage:
        """From the content of a file that ``dumped`` gave."""
        rows = (line.rpartition("\t") for line in gzip.decompress(content).decode().split("\n"))
        return cls({key: int(count) for key, _tab, count in rows})

    def dumped(self) -> bytes:
        """For a file: sequences and counts, sorted, packed; the same for the same counts."""
        kept = sorted((key, n) for key, n in self.counts.items() if len(key) <= _SHORT or n >= _SEEN)
        return gzip.compress("\n".join(f"{key}\t{n}" for key, n in kept).encode(), 9, mtime=0)

    def log_prob(self, before: str, char: str) -> float:
        """See ``ocr.pen.beam.Language``; case does not count."""
        context = (BEGIN + before.lower())[-(ORDER - 1) :]
        key = (context, char.lower())
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._backed_off(*key)
        return found

    def _backed_off(self, context: str, char: str) -> float:
        cost = 0.0
        while True:
            seen = self.counts.get(context + char, 0)
            if seen:
                return cost + log(seen / self.counts[context])
            if not context:
                return cost + _UNSEEN
            context, cost = context[1:], cost + _BACK_OFF
