# SPDX-License-Identifier: Apache-2.0
"""What was typed into the form fields of a PDF page, and its other annotations, by pikepdf.

A field's value is taken from the file, not from how a viewer draws it: fonts of viewers often lack
Vietnamese letters. Where its letters stand is only about right (ISO 32000-1, 12.7.4.3: text is laid out by
the viewer), which is near enough to find the label before it. A box to tick gives one sign, ☒ or ☐.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

import pikepdf

from intake.capture.pdf_text import Canvas
from ocr.text_layer import EMPTY_BOX, TICKED_BOX, Area, LayerChar

FONT = "(form field)"
_MAX_ANNOTATIONS, _MAX_LETTERS, _MAX_DEPTH = 2000, 4000, 16
_HIDDEN = 0b100010  # flags Hidden and NoView
_MULTILINE, _PASSWORD, _PUSHED = 1 << 12, 1 << 13, 1 << 16
_OFF = "/Off"
_USUAL_SIZE_PT, _ADVANCE, _LEADING, _INSET_PT = 12.0, 0.5, 1.2, 2.0
_BAD = (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RuntimeError, OverflowError)


@dataclass(frozen=True, slots=True)
class _FieldFrame:
    """A field's rectangle as its text sees it: where the text's top left corner is, its two directions."""

    left: float
    top: float
    width: float
    height: float
    turn_deg: int

    def point(self, along: float, down: float) -> tuple[float, float]:
        cos, sin = math.cos(math.radians(self.turn_deg)), math.sin(math.radians(self.turn_deg))
        return self.left + along * cos + down * sin, self.top + along * sin - down * cos


def entered_chars(page: pikepdf.Page, canvas: Canvas) -> Iterator[LayerChar]:
    """The signs of all text fields, choices, boxes and typed notes of a page that are shown."""
    for annotation in _annotations(page):
        with suppress(*_BAD):
            text = _text_of(annotation)
            if text:
                yield from _laid_out(text[:_MAX_LETTERS], annotation, canvas)


def areas_apart(page: pikepdf.Page, canvas: Canvas) -> tuple[Area, ...]:
    """Where annotations draw words that are not in the text of the page: signatures, stamps."""
    found = []
    for annotation in _annotations(page):
        with suppress(*_BAD):
            left, bottom, right, top = _rectangle(annotation)
            corners = [canvas.pixel(x, y) for x in (left, right) for y in (bottom, top)]
            xs, ys = [x for x, _y in corners], [y for _x, y in corners]
            found.append((min(xs), min(ys), max(xs), max(ys)))
    return tuple(found)


def _annotations(page: pikepdf.Page) -> Iterator[pikepdf.Object]:
    with suppress(*_BAD):
        for annotation in islice(page.obj.get("/Annots", pikepdf.Array()).as_list(), _MAX_ANNOTATIONS):
            if not int(annotation.get("/F", 0)) & _HIDDEN:
                yield annotation


def _text_of(annotation: pikepdf.Object) -> str:
    subtype = str(annotation.get("/Subtype", ""))
    if subtype == "/FreeText":
        return str(annotation.get("/Contents", ""))
    if subtype != "/Widget" or _flags(annotation) & _PASSWORD:
        return ""
    value, kind = _inherited(annotation, "/V", ""), str(_inherited(annotation, "/FT", ""))
    if kind == "/Btn" and not _flags(annotation) & _PUSHED:
        return TICKED_BOX if _is_ticked(annotation, str(value)) else EMPTY_BOX
    if kind not in ("/Tx", "/Ch"):
        return ""
    if isinstance(value, pikepdf.Array):
        return ", ".join(str(part) for part in value.as_list())
    if isinstance(value, pikepdf.Stream):
        return value.read_bytes().decode("utf-8", "replace")
    return str(value)


def _is_ticked(annotation: pikepdf.Object, value: str) -> bool:
    """Whether a check box or radio button is on (ISO 32000-1, 12.7.4.2.3): by its own state, else by the
    ``value`` of its field, which names the state of the one button that is on.
    """
    if "/AS" in annotation:
        return str(annotation["/AS"]) != _OFF
    drawn = annotation.get("/AP", pikepdf.Dictionary()).get("/N")
    states = set(drawn.keys()) - {_OFF} if isinstance(drawn, pikepdf.Dictionary) else set()
    return value in states if states else value not in ("", _OFF)


def _inherited(annotation: pikepdf.Object, key: str, default: object) -> object:
    node: pikepdf.Object | None = annotation
    for _level in range(_MAX_DEPTH):
        if node is None:
            break
        if key in node:
            return node[key]
        node = node.get("/Parent")
    return default


def _rectangle(annotation: pikepdf.Object) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = (float(v) for v in annotation["/Rect"].as_list())
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _frame(annotation: pikepdf.Object) -> _FieldFrame:
    left, bottom, right, top = _rectangle(annotation)
    turn = int(annotation.get("/MK", pikepdf.Dictionary()).get("/R", 0)) % 360 // 90 * 90
    corner = {0: (left, top), 90: (left, bottom), 180: (right, bottom), 270: (right, top)}[turn]
    across, down = right - left, top - bottom
    return _FieldFrame(*corner, *((down, across) if turn % 180 else (across, down)), turn)


def _laid_out(text: str, annotation: pikepdf.Object, canvas: Canvas) -> Iterator[LayerChar]:
    frame, flags = _frame(annotation), _flags(annotation)
    size = min(_USUAL_SIZE_PT, 0.8 * frame.height)
    if flags & _MULTILINE or annotation.get("/Subtype") == "/FreeText":
        for number, line in enumerate(_wrapped(text, frame.width / (size * _ADVANCE))):
            middle = (number + 0.5) * size * _LEADING + _INSET_PT
            yield from _line(line, frame, middle, size, size * _ADVANCE, canvas)
    else:
        step = min(size * _ADVANCE, (frame.width - _INSET_PT) / max(1, len(text)))
        yield from _line(text, frame, frame.height / 2, size, step, canvas)


def _flags(annotation: pikepdf.Object) -> int:
    return int(str(_inherited(annotation, "/Ff", 0)))


def _wrapped(text: str, letters: float) -> Iterator[str]:
    """The lines of ``text``, broken between words where more than ``letters`` would stand on one."""
    for paragraph in text.splitlines():
        line = ""
        for word in paragraph.split():
            if line and len(line) + 1 + len(word) > letters:
                yield line
                line = word
            else:
                line = f"{line} {word}".strip()
        yield line


def _line(
    text: str, frame: _FieldFrame, middle: float, size: float, step: float, canvas: Canvas
) -> Iterator[LayerChar]:
    """One line of signs ``step`` points apart, its small letters round ``middle`` points below the top."""
    base = middle + 0.3 * size
    for place, sign in enumerate(text):
        start = frame.point(_INSET_PT + place * step, base)
        end = frame.point(_INSET_PT + (place + 1) * step, base)
        yield LayerChar(
            sign, canvas.pixel(*start), canvas.pixel(*end), size * canvas.px_per_pt, FONT, entered=True
        )
