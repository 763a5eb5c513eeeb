# SPDX-License-Identifier: Apache-2.0
"""Boxes to tick – "Có □ Không □" – : which of the two is marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from ocr.lines.recogniser import RawWord
from ocr.lines.text_line import TextLine, foot
from ocr.text.folding import fold

_EMPTY, _MARKED = 0.03, 0.05
"""Share of ink inside a box that is still empty, and that is surely a mark."""

_INSET = 0.12
"""So much of a box at each side is its frame."""

_ABOVE, _UNDER = 3.4, 1.3
"""How far over and under the foot of the line a box may reach, in x-heights."""

_BEYOND = 6.0
"""How far behind the last word of the line a box may reach, in x-heights."""

_SIDES = (0.8, 3.0)
"""The sides of a box, in x-heights."""

_DRAWN, _DRAWN_BESIDE = 0.76, 0.7
"""So much of each side must be drawn; less will do beside another box of the same size on the same line."""

_CLEARLY = 0.12
"""Two boxes are drawn so much better than a third square that is none: strokes of letters make some."""

_SOLID = 0.75
"""A square with so much ink inside is no box but a dark edge of the scan."""


@dataclass(frozen=True)
class Tick:
    """``value`` is "Có" or "Không"; ``box`` (x, y, w, h) in working pixels is the ticked box."""

    value: str
    confidence: float
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _BoxFrame:
    """A square of ``side`` pixels at ``x``, ``y``; ``drawn`` is the least share of ink on a side."""

    x: int
    y: int
    side: int
    drawn: float


def read_tick(
    ink: np.ndarray, line: TextLine, start: int, letter_px: float, below: TextLine | None = None
) -> Tick | None:
    """The marked one of the boxes behind "Có" and "Không", or else of the two boxes on ``line`` right of
    character ``start``: the left one is "Có". ``below`` is the line on which the boxes may go on.

    ``ink`` is H×W, 255 = ink, leaders still in (the sides of a box look like rules). Boxes are found by their
    four sides, because recognisers turn them into brackets and letters. None unless exactly two stand there
    and one of them is marked more than the other.
    """
    boxes = _behind_words(ink, line, start, letter_px, below) or _on_line(ink, line, start, letter_px)
    return _decision([_filled(ink, box) for box in boxes], boxes) if boxes else None


_Frame = tuple[int, int, int, int]


def _on_line(ink: np.ndarray, line: TextLine, start: int, letter_px: float) -> list[_Frame]:
    """The two boxes on a line, whatever words stand beside them."""
    top, bottom = _band(line.piece(0, start).words or line.words, letter_px)
    left, right = max(0, round(line.x_at(start))), round(line.right + _BEYOND * letter_px)
    frames = _two_frames(ink[top:bottom, left:right], letter_px)
    return _placed(frames, left, top) if len(frames) == len(_ANSWERS) else []


def _band(words: Sequence[RawWord], letter_px: float) -> tuple[int, int]:
    """The rows in which boxes beside ``words`` may stand."""
    base = foot(words, letter_px)
    return max(0, round(base - _ABOVE * letter_px)), round(base + _UNDER * letter_px)


def _placed(frames: Sequence[_BoxFrame], left: int, top: int) -> list[_Frame]:
    return [(left + frame.x, top + frame.y, frame.side, frame.side) for frame in frames]


_ANSWERS = ("co", "khong")
"""The words before the boxes, without marks."""

_CLOSE, _OVER = 3.6, 0.4
"""A box begins so far behind its word at most, and so far over its end, in x-heights; so far beside the
beginning of a line where it is the first thing there.
"""


def _behind_words(
    ink: np.ndarray, line: TextLine, start: int, letter_px: float, below: TextLine | None
) -> list[_Frame]:
    """The two boxes of one size right behind the two words, each on its own line; [] where there are none."""
    words = [
        (word, line) for word, at in zip(line.words, line.offsets, strict=True) if at + len(word.text) > start
    ]
    words += [(word, below) for word in below.words] if below else []
    found: list[list[_Frame]] = []
    at = 0
    for answer in _ANSWERS:
        at = next((n for n in range(at, len(words)) if _says(words[n][0], answer)), len(words))
        if at == len(words):
            return []
        word, its = words[at]
        places = [(its, word.x + word.w - _OVER * letter_px)]
        if below and its is line and word is line.words[-1]:
            places.append((below, below.left - (_CLOSE - _OVER) * letter_px))
        found.append([box for one, left in places for box in _boxes_from(ink, one, left, letter_px)])
        at += 1
    pairs = [(a, b) for a in found[0] for b in found[1] if _one_size(a, b) and not _touch(a, b)]
    return list(max(pairs, key=lambda pair: pair[0][2] + pair[1][2], default=()))


def _says(word: RawWord, answer: str) -> bool:
    """Whether a word is the answer, with what was made of the box behind it ("KhôngL")."""
    read = "".join(char for char in fold(word.text) if char.isalnum())
    return read == answer or (len(answer) > len(_ANSWERS[0]) and read[:-1] == answer)


def _boxes_from(ink: np.ndarray, line: TextLine, left: float, letter_px: float) -> list[_Frame]:
    """The well drawn squares on a line that begin within reach of ``left``, the largest of each place."""
    top, bottom = _band(line.words, letter_px)
    x, reach = max(0, round(left)), round((_CLOSE + _OVER) * letter_px)
    band = ink[top:bottom, x : x + reach + round(_SIDES[1] * letter_px)]
    if min(band.shape) < 2 * letter_px:
        return []
    frames = [
        frame
        for frame in _frames(band, letter_px)
        if frame.x <= reach
        and frame.drawn >= _SURELY_DRAWN
        and _filled(band, (frame.x, frame.y, frame.side, frame.side)) < _SOLID
    ]
    return _placed(frames, x, top)


_SURELY_DRAWN = 0.86
"""So much of each side is drawn of a box whose place is known."""


def _one_size(one: _Frame, other: _Frame) -> bool:
    return abs(one[2] - other[2]) <= 0.12 * max(one[2], other[2])


def _touch(one: _Frame, other: _Frame) -> bool:
    return abs(one[0] - other[0]) < one[2] and abs(one[1] - other[1]) < one[2]


def _two_frames(band: np.ndarray, letter_px: float) -> list[_BoxFrame]:
    """The frames drawn in ``band``, left to right, all of one size and on one line; two, if two are drawn
    clearly better than others.
    """
    if min(band.shape) < 2 * letter_px:
        return []
    found = [f for f in _frames(band, letter_px) if _filled(band, (f.x, f.y, f.side, f.side)) < _SOLID]
    best = max(found, key=lambda frame: frame.drawn, default=None)
    if best is None or best.drawn < _DRAWN:
        return []
    reach = 0.15 * best.side
    alike = [f for f in found if abs(f.side - best.side) <= reach and abs(f.y - best.y) <= reach]
    kept: list[_BoxFrame] = []
    for frame in sorted(alike, key=lambda frame: -frame.drawn):
        if all(abs(frame.x - other.x) > other.side for other in kept):
            kept.append(frame)
    if len(kept) > 2 and kept[1].drawn - kept[2].drawn >= _CLEARLY:
        kept = kept[:2]
    return sorted(kept, key=lambda frame: frame.x)


def _frames(band: np.ndarray, letter_px: float) -> Iterator[_BoxFrame]:
    """All squares in ``band`` whose four sides are drawn well enough, many of them nearly the same."""
    across, down = _rules(band, letter_px)
    for side in range(round(_SIDES[0] * letter_px), round(_SIDES[1] * letter_px) + 1):
        if side + 1 > min(band.shape):
            return
        flat = cv2.boxFilter(across, -1, (side, 1), anchor=(0, 0), borderType=cv2.BORDER_CONSTANT)
        upright = cv2.boxFilter(down, -1, (1, side), anchor=(0, 0), borderType=cv2.BORDER_CONSTANT)
        drawn = np.minimum(
            np.minimum(flat[:-side, :-side], flat[side:, :-side]),
            np.minimum(upright[:-side, :-side], upright[:-side, side:]),
        )
        peak = (drawn >= _DRAWN_BESIDE) & (drawn >= cv2.dilate(drawn, np.ones((5, 5), np.uint8)))
        for y, x in zip(*np.nonzero(peak), strict=True):
            yield _BoxFrame(int(x), int(y), side, float(drawn[y, x]))


def _rules(band: np.ndarray, letter_px: float) -> tuple[np.ndarray, np.ndarray]:
    """The straight strokes of ``band`` (float32, 1 = ink), lying and standing, a pixel thicker than drawn,
    for a scanned side is seldom quite straight.
    """
    length = max(5, round(0.45 * letter_px))
    found = []
    for shape, across in (((length, 1), (1, 3)), ((1, length), (3, 1))):
        kernel = cv2.getStructuringElement(cv2.MORPH_RECT, shape)
        joined = cv2.morphologyEx(band, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
        thick = cv2.dilate(cv2.morphologyEx(joined, cv2.MORPH_OPEN, kernel), np.ones(across[::-1], np.uint8))
        found.append((thick > 0).astype(np.float32))
    return found[0], found[1]


def _filled(ink: np.ndarray, box: tuple[int, int, int, int]) -> float:
    x, y, w, h = box
    inset_x, inset_y = max(2, round(_INSET * w)), max(2, round(_INSET * h))
    inner = ink[y + inset_y : y + h - inset_y, x + inset_x : x + w - inset_x]
    return float((inner > 0).mean()) if inner.size else 0.0


def _decision(inside: list[float], boxes: list[tuple[int, int, int, int]]) -> Tick | None:
    marked = int(inside[1] > inside[0])
    high, low = max(inside), min(inside)
    if high < _EMPTY or low > 0.6 * high:
        return None
    confidence = 0.95 if high >= _MARKED and low <= _EMPTY else 0.6
    return Tick(("Có", "Không")[marked], confidence, boxes[marked])
