# SPDX-License-Identifier: Apache-2.0
"""What the strokes of a field say, kept with its reading, so that what other papers say can be held against
it later, when they are there, without its picture.

At each step of the network only the characters are kept that may be meant, two bytes each: 1–3 KB a line.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log

import numpy as np

from ocr.pen.beam import strokes_say_each
from ocr.pen.neighbours import added, changed
from ocr.pen.scores import caseless

_LEAST, _MOST, _FLOOR = log(1e-3), 6, log(2e-5)
"""What is less likely than the first, or behind so many, is not kept, and counts as the last."""

_PARTS = 25
"""Parts of a natural logarithm's unit in which probabilities are kept."""

_SIGNS = ",.;:"
_VERSION = "1"


@dataclass(frozen=True, eq=False)
class Strokes:
    """Of each step the log probability of each class (S×C): 0 the blank, ``alphabet[n]`` class n + 1."""

    log_probs: np.ndarray
    alphabet: str

    def say(self, texts: Sequence[str]) -> np.ndarray:
        """The log probability of each of ``texts``, whatever the case and whichever signs stand between."""
        scores, places = self._small
        return strokes_say_each(scores, [self._spelt(text, places) for text in texts])

    def near(self, text: str, instead: Callable[[str], Sequence[str]]) -> float:
        """The log probability of the likeliest text that has, in place of one character of ``text``, one that
        ``instead`` names for it; as good as never where there is none.
        """
        scores, places = self._small
        others = [self._spelt("".join(instead(char)), places) for char in text.lower() if char in places]
        told = changed(scores, self._spelt(text, places), others)
        return float(told.max()) if told.size else -np.inf

    def misspelt(self, text: str) -> float:
        """The log probability of the likeliest text that differs from ``text`` by one letter, or figure where
        it has any: replaced, dropped or added. Blanks and signs are written as people like.
        """
        scores, places = self._small
        figures = any(char.isdigit() for char in text)
        letters = [
            cls
            for char, cls in places.items()
            if char == char.lower() and (char.isalpha() or (figures and char.isdigit()))
        ]
        kept = [char for char in text.lower() if char in places]
        spelt = [places[char] for char in kept]
        others = [[cls for cls in letters if cls != own] if own in letters else [] for own in spelt]
        told = [changed(scores, spelt, others).ravel(), added(scores, spelt, letters).ravel()]
        shorter = [[*spelt[:n], *spelt[n + 1 :]] for n, cls in enumerate(spelt) if cls in letters]
        if shorter and len(spelt) > 1:
            told.append(strokes_say_each(scores, shorter))
        return float(max(each.max(initial=-np.inf) for each in told))

    @cached_property
    def _small(self) -> tuple[np.ndarray, dict[str, int]]:
        """The scores without case, signs counted as blanks, and the class of each small letter."""
        scores, _none = caseless(self.log_probs, self.alphabet, [])
        signs = [n + 1 for n, char in enumerate(self.alphabet) if char in _SIGNS]
        scores[:, 0] = np.logaddexp.reduce(scores[:, [0, *signs]], axis=1)
        return scores, {char: n + 1 for n, char in enumerate(self.alphabet)}

    @staticmethod
    def _spelt(text: str, places: Mapping[str, int]) -> list[int]:
        return [places[char] for char in text.lower() if char in places]

    def packed(self) -> str:
        """As text, to be kept."""
        rows = bytearray()
        for step in self.log_probs:
            kept = np.argsort(-step, kind="stable")[:_MOST]
            kept = kept[step[kept] > _LEAST]
            rows.append(len(kept))
            for cls in kept:
                rows += bytes((int(cls), min(255, round(-float(step[cls]) * _PARTS))))
        head = json.dumps([_VERSION, self.alphabet], ensure_ascii=False).encode()
        return base64.b85encode(zlib.compress(len(head).to_bytes(2, "big") + head + rows, 9)).decode()

    @classmethod
    def unpacked(cls, kept: str) -> Strokes | None:
        """What ``packed`` gave; None for what another version kept."""
        content = zlib.decompress(base64.b85decode(kept))
        size = int.from_bytes(content[:2], "big")
        version, alphabet = json.loads(content[2 : 2 + size])
        if version != _VERSION:
            return None
        rows, at, steps = content[2 + size :], 0, []
        while at < len(rows):
            step = np.full(1 + len(alphabet), _FLOOR)
            for place in range(at + 1, at + 1 + 2 * rows[at], 2):
                step[rows[place]] = -rows[place + 1] / _PARTS
            steps.append(step)
            at += 1 + 2 * rows[at]
        return cls(np.array(steps).reshape(-1, 1 + len(alphabet)), str(alphabet))

    @classmethod
    def of_field(cls, kept: str) -> Strokes | None:
        """A field's, whose lines were kept packed, one a row; None where one can't be used."""
        lines = [cls.unpacked(row) for row in kept.split("\n") if row]
        return cls.together([line for line in lines if line]) if lines and all(lines) else None

    @classmethod
    def together(cls, lines: Sequence[Strokes]) -> Strokes:
        """The lines of a field one behind the other, a blank between."""
        space = np.full((1, lines[0].log_probs.shape[1]), _FLOOR)
        space[0, 1 + lines[0].alphabet.index(" ")] = 0.0
        parts = [part for line in lines for part in (space, line.log_probs)]
        return cls(np.concatenate(parts[1:]), lines[0].alphabet)
