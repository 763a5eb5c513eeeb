# SPDX-License-Identifier: Apache-2.0
"""A value whose words come from a sound text layer: its letters are certain, its place is looked at. A box
to tick that is a form field has a state, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ocr.born_digital.layer_check import alike
from ocr.born_digital.layer_words import ENTERED, SURE
from ocr.forms.checkboxes import Tick
from ocr.forms.fields import RawField
from ocr.lines.recogniser import LineWord
from ocr.lines.text_line import Piece, TextLine
from ocr.text_layer import EMPTY_BOX, TICKED_BOX
from ocr.values.normalise import normalise

UNSEEN = 0.5
"""What a value is believed that looks otherwise on the page: something may lie over it."""

_ALIKE, _SHORT = 60.0, 4
"""Percent of letters that must be alike; a recogniser is easily wrong about fewer letters than this."""


@dataclass(frozen=True, slots=True)
class TypedValue:
    """The value as stored, and how likely it is exactly right (0…1)."""

    value: str
    confidence: float


def typed_value(raw: RawField, seen: Sequence[Sequence[LineWord]]) -> TypedValue | None:
    """The value of ``raw``; ``seen`` is what a recogniser read on the picture of each of its pieces.

    What does not fit its type is believed less: a label may have been missed, and the value be too long.
    """
    value = normalise(raw.text, raw.item.type)
    if value.value is None:
        return None
    shown = all(_shown(piece, words) for piece, words in zip(raw.pieces, seen, strict=True))
    confidence = SURE * (0.75 + 0.25 * value.plausibility)
    return TypedValue(value.value, round(confidence if shown else min(confidence, UNSEEN), 3))


def entered_tick(line: TextLine, start: int) -> Tick | None:
    """The ticked one of the two boxes right of character ``start`` that are form fields, the left one "Có";
    None where the fields leave it open (no two boxes, both or neither ticked).
    """
    signs = [
        word
        for word, at in zip(line.words, line.offsets, strict=True)
        if at >= start and word.block == ENTERED and word.text in (TICKED_BOX, EMPTY_BOX)
    ]
    ticked = [word.text == TICKED_BOX for word in signs]
    if len(signs) != 2 or sum(ticked) != 1:
        return None
    box = signs[ticked.index(True)]
    return Tick("Có" if ticked[0] else "Không", SURE, (box.x, box.y, box.w, box.h))


def _shown(piece: Piece, seen: Sequence[LineWord]) -> bool:
    """Whether the page shows about what the layer says; a form field is drawn by whoever shows it."""
    if any(word.block == ENTERED for word in piece.words):
        return True
    text = " ".join(word.text for word in seen)
    letters = sum(map(str.isalnum, piece.text))
    return alike(piece.text, text) >= _ALIKE or (letters < _SHORT and not text)
