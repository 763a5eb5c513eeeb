# SPDX-License-Identifier: Apache-2.0
"""Tables of one person: the label stands in the left cell, its value in the right one; both may run over."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rapidfuzz import fuzz

from ocr.forms.columns import TableGrid
from ocr.forms.letters import letters_of
from ocr.lines.recogniser import RawWord
from ocr.lines.text_line import TextLine

_FEWEST_ROWS = 4
"""So many rows begin at one place on the right of a table without rules."""

_SAME, _GAP = 0.5, 1.6
"""What begins at one place, and how wide a gap stands before it, in x-heights: no typewriter's blank."""

_NEAR = 2.4
"""A label's next line stands so near below it, in heights of a line."""


Knows = Callable[[str], str]
"""The letters of the whole label that some letters, folded, are; "" where they are none."""


def cells_in_order(
    lines: Sequence[TextLine], grid: TableGrid, knows: Knows = lambda _letters: ""
) -> tuple[TextLine, ...]:
    """``lines`` with labels that run over in their cell made whole: the first line has all words of a label,
    then the first of the value; what else stands in the right cell follows.

    A label's second line begins with a small letter, unless the label is in capitals, or both lines make one
    that form printers know.
    """
    found: list[TextLine] = []
    gutters = _gutters(lines, grid)
    row: tuple[TextLine, float] | None = None  # the line of found that a label may go on from, and its gutter
    last = -1
    for line in lines:
        gutter = _gutter_at(line, gutters)
        left, right = _parted(line, gutter) if gutter is not None else ((), line.words)
        labels, values = _parted(found[last], row[1]) if row else ((), ())
        beneath = row is not None and gutter is not None and abs(gutter - row[1]) < grid.letter_px
        if row and beneath and _goes_on(left, labels, knows):
            found[last] = TextLine((*labels, *left, *values), found[last].span)
            if right:
                found.append(TextLine(right, line.span))
            continue
        found.append(line)
        if gutter is not None and left and _apart(left, right, grid):
            row, last = (line, gutter), len(found) - 1
        elif left or gutter is None:
            row = None
    return tuple(found)


def _parted(line: TextLine, gutter: float) -> tuple[tuple[RawWord, ...], tuple[RawWord, ...]]:
    left = tuple(word for word in line.words if word.x + word.w / 2 < gutter)
    return left, tuple(word for word in line.words if word.x + word.w / 2 >= gutter)


def _apart(left: Sequence[RawWord], right: Sequence[RawWord], grid: TableGrid) -> bool:
    """Whether a gap, or a rule, parts the cells of a row, if both are written in."""
    gap = right[0].x - (left[-1].x + left[-1].w) if right else grid.letter_px * _GAP
    ruled = right and any(left[-1].x < wall.x < right[0].x and wall.beside(left[-1].y) for wall in grid.walls)
    return gap >= _GAP * grid.letter_px or bool(ruled)


def _goes_on(words: Sequence[RawWord], label: Sequence[RawWord], knows: Knows) -> bool:
    """Whether ``words`` are the next line of the label whose words so far are ``label``: they begin small or
    with a bracket, or make a known label with it, or all is in capitals and only here a colon ends it. A
    known label that begins with a capital begins anew, unless all is in capitals and both lines make one.
    """
    if not words or any(":" in word.text for word in label):
        return False
    high = words[0].h
    if not (0 < words[0].y - label[-1].y < _NEAR * high and abs(words[0].x - label[0].x) < 3 * high):
        return False
    small = words[0].text[:1].islower() or words[0].text.startswith("(")
    if small:
        return True
    capitals = " ".join(w.text for w in (*label, *words)).isupper()
    one = _make_one(words, label, knows)
    if knows(_letters(words)):
        return one and capitals
    return one or (capitals and words[-1].text.endswith(":"))


def _make_one(words: Sequence[RawWord], label: Sequence[RawWord], knows: Knows) -> bool:
    """Whether both lines together are a known label, and neither is that label by itself: a long one with a
    short one beneath it is nearly itself.
    """
    both = _letters((*label, *words))
    whole = knows(both)
    alone = max(fuzz.ratio(_letters(part), whole) for part in (label, words))
    return bool(whole) and fuzz.ratio(both, whole) > alone


def _letters(words: Sequence[RawWord]) -> str:
    """Those of a label, without its number and the marks of notes."""
    return "".join(char for char in letters_of(" ".join(w.text for w in words))[0] if char.isalpha())


def _gutters(lines: Sequence[TextLine], grid: TableGrid) -> list[tuple[float, float, float]]:
    """Where left and right cells meet: x, and from which height to which."""
    ruled = [
        (wall.x, wall.y0, wall.y1)
        for wall in grid.walls
        if any(wall.beside(line.centre) and all(_parted(line, wall.x)) for line in lines)
    ]
    starts = sorted(
        (word.x, line.centre)
        for line in lines
        for before, word in zip(line.words, line.words[1:], strict=False)
        if word.x - (before.x + before.w) > _GAP * grid.letter_px
    )
    found: list[tuple[float, float, float]] = []
    for x, _height in starts:
        heights = [height for other, height in starts if abs(other - x) <= _SAME * grid.letter_px]
        if len(heights) >= _FEWEST_ROWS and not (found and x - found[-1][0] < 2 * grid.letter_px):
            slack = _NEAR * 2 * grid.letter_px
            found.append((x - _SAME * grid.letter_px, min(heights) - slack, max(heights) + slack))
    return ruled + found


def _gutter_at(line: TextLine, gutters: Sequence[tuple[float, float, float]]) -> float | None:
    """The gutter beside a line that has words on its left and none across it."""
    for x, top, bottom in gutters:
        beside = top <= line.centre <= bottom
        if beside and line.left < x and not any(word.x < x < word.x + word.w for word in line.words):
            return x
    return None
