# SPDX-License-Identifier: Apache-2.0
"""Boxes to tick – "Có □ Không □" – : which of the two is marked."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz.distance import Levenshtein

from ocr.forms.squares import SIDES, BoxFrame, alike, filled, squares_on, touch
from ocr.lines.recogniser import RawWord
from ocr.lines.text_line import TextLine, foot
from ocr.text.folding import fold, nfc

_EMPTY, _MARKED = 0.03, 0.05
"""Share of ink inside a box that is still empty, and that is surely a mark."""

_BEYOND = 6.0
"""How far behind the last word of the line a box may reach, in x-heights."""

_DRAWN = 0.76
"""So much of each side of the best drawn box is drawn."""

_CLEARLY = 0.12
"""Two boxes are drawn so much better than a third square that is none: strokes of letters make some."""


@dataclass(frozen=True)
class Tick:
    """``value`` is "Có" or "Không"; ``box`` (x, y, w, h) in working pixels is the ticked box."""

    value: str
    confidence: float
    box: tuple[float, float, float, float]


def read_tick(
    ink: np.ndarray,
    line: TextLine,
    start: int,
    letter_px: float,
    below: TextLine | None = None,
    ends: tuple[float, float] = (math.inf, math.inf),
) -> Tick | None:
    """The marked one of the two boxes on ``line`` right of character ``start``, by "Có" and "Không"; where
    neither word was read, the left one is "Có". ``below`` is the line on which the answer may go on; ``ends``
    are the pixels of ``line`` and of ``below`` at which the next label begins.

    ``ink`` is H×W, 255 = ink, leaders still in (the sides of a box look like rules). Boxes are found by their
    four sides, because recognisers turn them into brackets and letters. None where a third box of their size
    stands on the line, where the boxes or their words are not surely this label's, and where not one of the
    two is marked more than the other.
    """
    row = _Row.of(ink, line, start, ends[0], letter_px)
    frames = _two_frames(row.squares)
    words = row.answers()
    if len(frames) == len(words) == _CHOICES and _regular(row, frames, words):
        doubted = row.inked_outside(frames, words)
    elif behind := _behind_words(row, words):
        frames, doubted = behind, False
    elif len(frames) == 1 and below is not None:
        frames, doubted = _going_on(row, frames[0], words, below, ends[1])
    else:
        doubted = bool(words)
    if len(frames) != _CHOICES or _third(row.squares, frames):
        return None
    values = [value for value, _word in words] if len(words) == _CHOICES else list(_ANSWERS)
    return _decision([filled(ink, frame.box) for frame in frames], frames, values, doubted=doubted)


_CHOICES = 2

_ANSWERS = {"Có": "co", "Không": "khong"}
"""The words beside the boxes, and how they are written without marks."""

_CLOSE, _OVER = 3.6, 0.4
"""A box begins so far behind its word at most, and so far over its end, in x-heights."""

_SURELY_DRAWN = 0.86
"""So much of each side is drawn of a box whose place is known, or that makes a third choice."""

_SOMETHING, _FEET = 0.55, (0.6, 0.2)
"""What is so high and wide is no dots or specks, in x-heights; so far over and under the foot of the line
each box has ink, and the raised mark of a note has none.
"""

_NOTE = re.compile(r"(?:\W*?\(\s*\w{0,2}\s*\))?[:.,;]*")
"""What belongs to a label still: its colon, what the mark of a note is read as: "(4):", "()", "(S)"."""


@dataclass(frozen=True, slots=True)
class _Row:
    """What stands right of a label, up to pixel ``right``: the words and the squares."""

    ink: np.ndarray
    words: tuple[RawWord, ...]
    squares: list[BoxFrame]
    left: float
    right: float
    foot: float
    letter_px: float

    @classmethod
    def of(cls, ink: np.ndarray, line: TextLine, start: int, end: float, letter_px: float) -> _Row:
        own = line.piece(0, start).words or line.words
        words = tuple(
            word
            for word, at in zip(line.words, line.offsets, strict=True)
            if at + len(word.text) > start and word.x < end
        )
        note = _NOTE.match(line.text, start)
        left, right = line.x_at(note.end() if note else start), min(end, line.right + _BEYOND * letter_px)
        base = foot(own, letter_px)
        squares = squares_on(ink, base, left, right + SIDES[1] * letter_px, letter_px)
        return cls(ink, words, [s for s in squares if s.x < right], left, right, base, letter_px)

    def answers(self) -> list[tuple[str, RawWord]]:
        """The first "Có" and the first "Không" of the row, from left to right."""
        found = []
        for value, answer in _ANSWERS.items():
            found += [(value, word) for word in self.words if _says(word, answer)][:1]
        return sorted(found, key=lambda pair: pair[1].x)

    def between(self, left: float, right: float) -> bool:
        """Whether a word of letters stands between two places, or something else that is no speck."""
        return any(
            left < word.x + word.w / 2 < right and any(map(str.isalpha, word.text)) for word in self.words
        ) or _inked(self.ink, left, right, self.foot, self.letter_px)

    def before(self, word: RawWord) -> bool:
        """Whether anything stands between the label and ``word``, such as a box that was not found."""
        return self.between(self.left, word.x - 0.3 * self.letter_px)

    def behind(self, word: RawWord) -> bool:
        """Whether anything stands right behind ``word``, such as a box that was not found."""
        left = word.x + word.w + 0.3 * self.letter_px
        return _inked(
            self.ink, left, min(self.right, left + _CLOSE * self.letter_px), self.foot, self.letter_px
        )

    def inked_outside(self, frames: Sequence[BoxFrame], words: Sequence[tuple[str, RawWord]]) -> bool:
        """Whether a box that was not found may stand before the first of two boxes behind their words, or
        behind the last of two words behind their boxes: then each box is another word's.
        """
        first, last = words[0][1], words[-1][1]
        return self.before(first) if frames[0].x > first.x else self.behind(last)


def _inked(ink: np.ndarray, left: float, right: float, base: float, letter_px: float) -> bool:
    """Whether something as high and wide as a small box stands between two places of a line."""
    rows = slice(max(0, round(base - _FEET[0] * letter_px)), max(0, round(base + _FEET[1] * letter_px)))
    there = ink[rows, max(0, round(left)) : max(0, round(right))] > 0
    least = _SOMETHING * letter_px
    return bool(there.size) and there.any(1).sum() >= least and there.any(0).sum() >= least


def _says(word: RawWord, answer: str) -> bool:
    """Whether a word is the answer, perhaps with what was made of its box ("CóD"); a long one with one letter
    wrong or too many ("KhôngL").
    """
    text = nfc(word.text)
    if text[2:3] and not text[2].islower() and text[:2] == "Có":
        text = text[:2]
    read = "".join(char for char in fold(text) if char.isalnum())
    return Levenshtein.distance(read, answer) <= (len(answer) > 2)


def _regular(row: _Row, frames: Sequence[BoxFrame], words: Sequence[tuple[str, RawWord]]) -> bool:
    """Whether both boxes stand right before their words, or both right behind them."""
    places = [(frame.x + frame.side / 2, "box") for frame in frames]
    places += [(word.x + min(word.w, 2 * row.letter_px) / 2, "word") for _value, word in words]
    kinds = [kind for _x, kind in sorted(places)]
    others = [w for w in row.words if all(w is not word for _value, word in words) and _is_text(w, frames)]
    inner = any(min(places)[0] < w.x + w.w / 2 < max(places)[0] for w in others)
    return not inner and kinds in (["word", "box"] * _CHOICES, ["box", "word"] * _CHOICES)


def _is_text(word: RawWord, frames: Sequence[BoxFrame]) -> bool:
    """Whether a word has letters and is not what was made of one of ``frames``."""
    return not _covers(frames, word) and sum(map(str.isalpha, word.text)) > 1


def _covers(frames: Sequence[BoxFrame], word: RawWord) -> bool:
    """Whether a word is what was made of one of ``frames``."""
    return any(frame.x <= word.x + word.w / 2 <= frame.x + frame.side for frame in frames)


def _behind_words(row: _Row, words: Sequence[tuple[str, RawWord]]) -> list[BoxFrame]:
    """The two boxes of one size right behind the two words, where letters make squares too; [] where there
    are none, or where anything stands before the first word.
    """
    if len(words) < _CHOICES or row.before(words[0][1]):
        return []
    ends = [words[1][1].x, math.inf]
    found = [
        [f for f in row.squares if f.x + f.side / 2 < end and _right_behind(f, word, row.letter_px)]
        for (_value, word), end in zip(words, ends, strict=True)
    ]
    pairs = [(a, b) for a in found[0] for b in found[1] if alike(a, b) and not touch(a, b)]
    return list(max(pairs, key=lambda pair: pair[0].side + pair[1].side, default=()))


def _going_on(
    row: _Row, first: BoxFrame, words: Sequence[tuple[str, RawWord]], below: TextLine, end: float
) -> tuple[list[BoxFrame], bool]:
    """The box behind the first word and the second one on the line ``below``, and whether they are doubted.

    The second is behind its word, where that is the first thing below; or it is itself the first thing below,
    and the only box there, where its word ends the line and has nothing behind it. That may always be the
    box of what follows. Before the first word nothing may stand, for then the boxes stand before their words.
    """
    value, word = words[0] if words else ("", None)
    if word is None or value != "Có" or row.before(word) or not _right_behind(first, word, row.letter_px):
        return [], False
    last, px = words[-1][1], row.letter_px
    if any(w.x > word.x and w is not last and _is_text(w, [first]) for w in row.words):
        return [], False
    base = foot(below.words, px)
    left = below.left - (_CLOSE - _OVER + SIDES[0]) * px
    squares = squares_on(row.ink, base, left, below.right + _BEYOND * px, px)
    same = [f for f in squares if f.drawn >= _SURELY_DRAWN and alike(f, first)]
    opening = next((w for w in below.words if not _covers(same, w)), below.words[0])
    if len(words) == 1:
        its = [f for f in same if _right_behind(f, opening, px)]
        named = _says(opening, _ANSWERS["Không"]) and opening.x < end
        sound = named and not _inked(row.ink, left, opening.x - 0.3 * px, base, px)
    else:
        its = [f for f in same if f.x + f.side / 2 < opening.x]
        sound = not row.behind(last) and all(touch(f, its[0]) for f in same if its)
    return ([first, max(its, key=lambda f: f.drawn)], len(words) > 1) if sound and its else ([], False)


def _right_behind(frame: BoxFrame, word: RawWord, letter_px: float) -> bool:
    gap = frame.x - (word.x + word.w)
    return frame.drawn >= _SURELY_DRAWN and -_OVER * letter_px <= gap <= _CLOSE * letter_px


def _third(squares: Sequence[BoxFrame], frames: Sequence[BoxFrame]) -> bool:
    """Whether a further box of the size of ``frames`` is drawn as well: there are more choices than two."""
    return any(
        square.drawn >= _SURELY_DRAWN
        and alike(square, frames[0])
        and not any(touch(square, frame) for frame in frames)
        for square in squares
    )


def _two_frames(found: Sequence[BoxFrame]) -> list[BoxFrame]:
    """The frames among ``found`` that are drawn, left to right, all of one size and on one line; two, if two
    are drawn clearly better than others.
    """
    best = max(found, key=lambda frame: frame.drawn, default=None)
    if best is None or best.drawn < _DRAWN:
        return []
    reach = 0.15 * best.side
    level = [f for f in found if abs(f.side - best.side) <= reach and abs(f.y - best.y) <= reach]
    kept: list[BoxFrame] = []
    for frame in sorted(level, key=lambda frame: -frame.drawn):
        if all(abs(frame.x - other.x) > other.side for other in kept):
            kept.append(frame)
    if len(kept) > _CHOICES and kept[1].drawn - kept[2].drawn >= _CLEARLY:
        kept = kept[:_CHOICES]
    return sorted(kept, key=lambda frame: frame.x)


def _decision(
    inside: Sequence[float], boxes: Sequence[BoxFrame], values: Sequence[str], *, doubted: bool
) -> Tick | None:
    marked = int(inside[1] > inside[0])
    high, low = max(inside), min(inside)
    if high < _EMPTY or low > 0.6 * high:
        return None
    sure = high >= _MARKED and low <= _EMPTY and not doubted
    return Tick(values[marked], _SURE if sure else _DOUBTED, boxes[marked].box)


_SURE, _DOUBTED = 0.95, 0.6
"""What a tick is believed; less where it is faint, the other box is not clean, a word was not read or a
box may have been missed.
"""
