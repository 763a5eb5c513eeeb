# SPDX-License-Identifier: Apache-2.0
"""Words → text lines, each with one string and the place of every character."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

import numpy as np

from ocr.lines.recogniser import RawWord

_ONE_LINE = 0.95
"""Stretches of one line stand no farther apart in height, in x-heights; values are typed over their line."""

_OTHER_ROW = 0.8
"""Words whose middles stand so far apart in height, in heights of a word, stand on two rows."""

BELOW = 0.42
"""How far descenders and marks reach under the line, in x-heights."""


@dataclass(frozen=True)
class Piece:
    """A stretch of a line: its text, the words it touches, its box (x, y, w, h) in working pixels."""

    text: str
    words: tuple[RawWord, ...]
    box: tuple[float, float, float, float]

    @property
    def confidence(self) -> float:
        """The lowest confidence of its words, 0 where there is none."""
        return min((word.confidence for word in self.words), default=0.0)


@dataclass(frozen=True)
class TextLine:
    """One line, left to right. ``text`` joins the words by single blanks; ``offsets`` tells where each
    begins; between ``span``'s pixels stands what belongs to the line (its column, where the page has some).
    """

    words: tuple[RawWord, ...]
    span: tuple[float, float] = (0.0, math.inf)
    text: str = field(init=False)
    offsets: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        texts = [unicodedata.normalize("NFC", word.text) for word in self.words]
        starts: list[int] = (
            list(accumulate((len(text) + 1 for text in texts[:-1]), initial=0)) if texts else []
        )
        object.__setattr__(self, "text", " ".join(texts))
        object.__setattr__(self, "offsets", tuple(int(n) for n in starts))

    @property
    def centre(self) -> float:
        """Height of the line's middle in working pixels."""
        return float(np.median([word.y + word.h / 2 for word in self.words]))

    @property
    def left(self) -> int:
        return min(word.x for word in self.words)

    @property
    def right(self) -> int:
        return max(word.x + word.w for word in self.words)

    @property
    def height(self) -> float:
        return float(np.median([word.h for word in self.words]))

    def x_at(self, offset: int) -> float:
        """Where the character at ``offset`` begins, interpolated inside its word."""
        for word, start in zip(reversed(self.words), reversed(self.offsets), strict=True):
            if offset >= start:
                share = min(1.0, (offset - start) / max(1, len(word.text)))
                return word.x + share * word.w
        return float(self.left)

    def rows(self, start: int, end: int) -> list[tuple[int, int]]:
        """The stretch from character ``start`` to ``end`` cut where its words go on a row lower: a cell's
        label and value may be read as one line of several rows.
        """
        cuts = [start]
        for (before, word), at in zip(pairwise(self.words), self.offsets[1:], strict=True):
            lower = abs(word.y + word.h / 2 - before.y - before.h / 2) > _OTHER_ROW * max(before.h, word.h)
            if lower and start < at < end:
                cuts.append(at)
        return list(pairwise([*cuts, end]))

    def piece(self, start: int, end: int) -> Piece:
        """The stretch from character ``start`` to ``end``."""
        touched = [
            (word, max(start, at), min(end, at + len(word.text)))
            for word, at in zip(self.words, self.offsets, strict=True)
            if at < end and at + len(word.text) > start
        ]
        touched = [t for t in touched if t[2] > t[1]]
        if not touched:
            return Piece(
                self.text[start:end].strip(), (), (self.x_at(start), self.words[0].y, 0, self.height)
            )
        last, _begin, stop = touched[-1]
        share = (stop - self.offsets[self.words.index(last)]) / max(1, len(last.text))
        left, right = self.x_at(touched[0][1]), last.x + share * last.w
        top = min(word.y for word, _s, _e in touched)
        bottom = max(word.y + word.h for word, _s, _e in touched)
        words = tuple(word for word, _s, _e in touched)
        return Piece(self.text[start:end].strip(), words, (left, top, right - left, bottom - top))


def text_lines(words: Sequence[RawWord], letter_px: float) -> tuple[TextLine, ...]:
    """Group words into lines by height; ``letter_px`` is the x-height.

    Tesseract cuts one printed line in several where a value stands a little above its label; lines whose
    middles are closer than a letter and which do not overlap sideways are one."""
    groups: dict[tuple[int, int, int], list[RawWord]] = {}
    for word in words:
        groups.setdefault((word.block, word.par, word.line), []).append(word)
    merged: list[list[RawWord]] = []
    for group in sorted(groups.values(), key=_middle):
        for other in merged[-4:]:
            if abs(_middle(other) - _middle(group)) < _ONE_LINE * letter_px and not _overlap(other, group):
                other.extend(group)
                break
        else:
            merged.append(list(group))
    lines = [TextLine(tuple(sorted(group, key=lambda w: w.x))) for group in merged]
    return tuple(sorted(lines, key=lambda line: line.centre))


def foot(words: Sequence[RawWord], letter_px: float) -> float:
    """The line on which the letters of ``words`` stand; words with something below it count higher."""
    bottoms = [word.y + word.h - (BELOW * letter_px if hangs(word.text) else 0.0) for word in words]
    return float(np.median(bottoms)) if bottoms else 0.0


def hangs(text: str) -> bool:
    """Whether a word has a descender, a comma or a dấu nặng."""
    return any(char in "gjpqyQ,;()" for char in text) or "\u0323" in unicodedata.normalize("NFD", text)


def _middle(words: Iterable[RawWord]) -> float:
    return float(np.median([word.y + word.h / 2 for word in words]))


def _overlap(a: list[RawWord], b: list[RawWord]) -> bool:
    shared = sum(max(0, min(p.x + p.w, q.x + q.w) - max(p.x, q.x)) for p in a for q in b)
    return shared > 0.3 * min(sum(w.w for w in a), sum(w.w for w in b))
