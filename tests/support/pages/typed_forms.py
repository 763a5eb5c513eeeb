# SPDX-License-Identifier: Apache-2.0
"""Filled forms as text: what a recogniser gives of a page, one string a line; blanks make gaps."""

from __future__ import annotations

from ocr.forms.align import align
from ocr.forms.columns import TableGrid, reading_order
from ocr.forms.fields import raw_fields
from ocr.forms.labels import find_labels
from ocr.lines.recogniser import RawWord
from ocr.lines.text_line import TextLine
from templates.catalogue.loading import load_catalogue

LETTER_PX = 16
_CHAR_PX, _PITCH_PX = 12, 40


def typed_line(text: str, row: float) -> TextLine:
    """A line of words at even width; ``row`` counts from the top, in lines."""
    words, x = [], 100
    for part in text.split(" "):
        if part:
            top = round(100 + _PITCH_PX * row)
            words.append(RawWord(part, 0.95, x, top, _CHAR_PX * len(part), 22, 1, 1, round(row)))
        x += _CHAR_PX * (len(part) + 1)
    return TextLine(tuple(words))


def typed_lines(text: str) -> list[TextLine]:
    return [typed_line(part, row) for row, part in enumerate(text.splitlines())]


def typed_values(text: str | list[TextLine], kind: str, edition: str) -> dict[str, str]:
    """The values an edition of a form finds, as read; boxes to tick are left out."""
    lines = typed_lines(text) if isinstance(text, str) else text
    chosen = next(e for e in load_catalogue().document_types[kind].editions if e.id == edition)
    ordered = reading_order(lines, chosen.columns, TableGrid(LETTER_PX))
    alignment = align(find_labels(ordered, chosen.skeleton), chosen.skeleton)
    found = raw_fields(ordered, chosen.skeleton, alignment, LETTER_PX)
    return {f.key: f.text.strip(" ,") for f in found if f.text and f.key != "copies.wanted"}
