# SPDX-License-Identifier: Apache-2.0
"""Pen or not: in a field that seems empty, and in one where the line reader saw print and pen together.

The line reader writes a sign for strokes it takes for handwriting (``line_reader.PEN_SIGN``), but passes
over some in silence, as it does over leaders. Ink as large as letters that could not be read is a person's
pen. The rim of a seal or a signature over a typed value gets the sign too; then most of the value is read all
the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from ocr.forms.fields import LINE_ABOVE, RawField, Rectangle, around
from ocr.layout.leaders import Leader
from ocr.lines.recogniser import RawWord
from ocr.lines.text_line import Piece, TextLine, foot
from ocr.pixels.image import components
from ocr.recognise.line_model import PEN_SIGN
from ocr.text.syllables import word_plausibility
from templates.model.document_types import FieldType

_LEAST_LETTERS, _FOR_A_SIGN, _UNSURE, _SURE = 6, 3, 0.3, 0.9
"""A typed value has so many letters in sure words, so many for each sign of handwriting, and at most so large
a share of others; a word is sure from this confidence and likelihood on.
"""

_LEAST_INK = 0.3
"""So much ink, in squares of the x-height, is more than a speck or what a leader left behind."""

_TALL = 0.65
"""At least one stroke is as tall as this, in x-heights; a printed comma and what a dot left are not."""

_STRAIGHT = 0.03
"""A straight stroke spreads so much less across than along (variances of its pixels)."""

_MARK_WIDTH, _MARK_RAISED = 1.7, 0.2
"""Strokes that together are so narrow and stand so high over the line are a footnote mark, in x-heights."""

_APART = 0.9
"""Lines whose feet are farther apart, in x-heights, are different ones."""

_ROOM = 4.0
"""So much room, in x-heights, before a label is a place for a value."""

_EDGE = 0.4
"""What stands so near to the ends of the zone, in x-heights, belongs to the labels."""


def is_typed(raw: RawField) -> bool:
    """Whether a value with the sign for handwriting in it is typed and has something over or beside it.

    Of 33 such values on generated pages with seals, signatures and faded print 26 were told so, of 810
    written with a pen or a script font 3. Between the words of a date a pen may fill in the digits only.
    """
    if raw.item.type in {FieldType.DATE, FieldType.TIME}:
        return False
    words = [word for piece in raw.pieces for word in piece.words]
    letters = sum(len(word.text) for word in words if _is_surely_print(word))
    signs = sum(word.text.count(PEN_SIGN) for word in words)
    others = sum(len(word.text.replace(PEN_SIGN, "")) for word in words) - letters
    return letters >= max(_LEAST_LETTERS, _FOR_A_SIGN * signs) and others <= _UNSURE * letters


def _is_surely_print(word: RawWord) -> bool:
    plain = word.confidence >= _SURE and len(word.text) > 1
    return plain and (word_plausibility(word.text) >= _SURE or any(char.isdigit() for char in word.text))


def without_signs(raw: RawField) -> RawField:
    """``raw`` with its print only; all of a word that has the sign in it stays unsure."""
    pieces = []
    for piece in raw.pieces:
        words = tuple(replace(word, text=word.text.replace(PEN_SIGN, "")) for word in piece.words)
        if words := tuple(word for word in words if word.text):
            box = around([(word.x, word.y, word.w, word.h) for word in words])
            pieces.append(Piece(" ".join(piece.text.replace(PEN_SIGN, " ").split()), words, box))
    return replace(raw, pieces=tuple(pieces))


def unread_strokes(ink: np.ndarray, zone: Rectangle, letter_px: float) -> Rectangle | None:
    """The rectangle round the strokes in ``zone`` (x, y, w, h) of ``ink`` (H×W, 255 = ink, leaders removed)
    that are as large as letters and stand on the zone's own line; None where there are none to speak of.
    """
    x, y, w, h = (max(0, round(v)) for v in zone)
    labels, stats, centres = components(ink[y : y + h, x : x + w])
    height, depth = stats[1:, 3] / letter_px, centres[1:, 1] / letter_px
    edge = _EDGE * letter_px
    strokes = (height >= 0.36) & (height <= 3.5) & (depth >= LINE_ABOVE - 1.8) & (depth <= LINE_ABOVE + 0.25)
    strokes &= (stats[1:, 1] > 0) & (stats[1:, 1] + stats[1:, 3] < h)  # else it hangs in from another line
    strokes &= (centres[1:, 0] > edge) & (centres[1:, 0] < w - edge)
    strokes[strokes] = [not _is_slash(labels == n + 1) for n in np.flatnonzero(strokes)]
    chosen = stats[1:][strokes]
    tall = bool((height[strokes] >= _TALL).any())
    if len(chosen) < 2 or not tall or chosen[:, 4].sum() < _LEAST_INK * letter_px**2:
        return None
    left, top = chosen[:, :2].min(axis=0)
    right, bottom = (chosen[:, :2] + chosen[:, 2:4]).max(axis=0)
    if right - left < _MARK_WIDTH * letter_px and bottom < (LINE_ABOVE - _MARK_RAISED) * letter_px:
        return None
    return float(x + left), float(y + top), float(right - left), float(bottom - top)


def further_zones(
    raw: RawField, lines: Sequence[TextLine], leaders: Sequence[Leader], letter_px: float
) -> Iterator[Rectangle]:
    """Where a value may stand that did not begin beside its label: on the leaders down to the next label,
    where no text was read, and before that label on its own line.
    """
    if raw.after is None or raw.after[0] <= raw.line or not raw.item.multiline:
        return
    number, x = raw.after
    above, below = (foot(lines[n].words, letter_px) for n in (raw.line, number))
    feet = [foot(line.words, letter_px) for line in lines]
    for leader in leaders:
        between = above + _APART * letter_px < leader.y < below - _APART * letter_px
        if between and all(abs(y - leader.y) > _APART * letter_px for y in feet):
            yield _written_line(leader.x0, leader.x1, leader.y, letter_px)
    left = max(lines[number].span[0], float(min(line.left for line in lines)))
    if number == raw.line + 1 and lines[number].left >= x - 2 * letter_px > left + _ROOM * letter_px:
        yield _written_line(left, x, below, letter_px)


def _written_line(left: float, right: float, base: float, letter_px: float) -> Rectangle:
    return left, base - LINE_ABOVE * letter_px, right - left, 2.9 * letter_px


def _is_slash(stroke: np.ndarray) -> bool:
    """Whether the pixels of ``stroke`` (H×W, bool) lie on one straight line, as those of a printed slash
    between day, month and year.
    """
    spread = np.linalg.eigvalsh(np.cov(np.nonzero(stroke)))
    return bool(spread[0] < _STRAIGHT * spread[1])
