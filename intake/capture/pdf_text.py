# SPDX-License-Identifier: Apache-2.0
"""The text layer of a PDF page, by PDFium, and what was typed into its form fields, by pikepdf.

PDFium because it is made for hostile files, takes some ten milliseconds a page, and says of each sign its
font, whether it is drawn, and whether the file tells which letter it is.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from ocr.text_layer import LayerChar, Point

MAX_CHARS = 60_000
"""A page with more signs is no form; it is read as a picture."""

_INVISIBLE = frozenset({pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP})
_HYPHEN = "\x02"
"""PDFium's sign for a hyphen at the end of a line, and for every soft hyphen, which is the ư of TCVN3."""


@dataclass(frozen=True, slots=True)
class Canvas:
    """How a page's points become pixels: the visible box (left, bottom, right, top) in points, the quarter
    turns clockwise it is shown with, and the size of its picture in pixels.
    """

    box: tuple[float, float, float, float]
    quarter_turns: int
    width: int
    height: int

    def pixel(self, x: float, y: float) -> Point:
        left, bottom, right, top = self.box
        u, v = (x - left) / (right - left), (top - y) / (top - bottom)
        turned = ((u, v), (1 - v, u), (1 - u, 1 - v), (v, 1 - u))[self.quarter_turns]
        return turned[0] * self.width, turned[1] * self.height

    def shows(self, x: float, y: float) -> bool:
        """Whether a point lies on the visible page."""
        left, bottom, right, top = self.box
        return left <= x <= right and bottom <= y <= top

    @property
    def px_per_pt(self) -> float:
        left, bottom, right, top = self.box
        return math.sqrt(self.width * self.height / abs((right - left) * (top - bottom)))


def page_chars(path: Path, page: int, canvas: Canvas) -> tuple[LayerChar, ...]:
    """The signs of ``page`` (from 1) in the order of the file; none where PDFium can't say."""
    try:
        with pypdfium2.PdfDocument(path) as pdf:
            sheet = pdf[page - 1]
            text = sheet.get_textpage()
            try:
                count = pdfium.FPDFText_CountChars(text)
                return tuple(_chars(text, count, canvas)) if 0 < count <= MAX_CHARS else ()
            finally:
                text.close()
                sheet.close()
    except pypdfium2.PdfiumError:
        return ()


def _chars(text: pypdfium2.PdfTextPage, count: int, canvas: Canvas) -> Iterator[LayerChar]:
    for n in range(count):
        sign = pdfium.FPDFText_GetUnicode(text, n)
        if pdfium.FPDFText_IsGenerated(text, n) == 1 or sign in (0, 10, 13):
            continue
        place = _baseline(text, n)
        if place is None or not canvas.shows(*place[0]):
            continue
        start, end, size = place
        yield LayerChar(
            "\xad" if chr(sign) == _HYPHEN else _sign(sign),
            canvas.pixel(*start),
            canvas.pixel(*end),
            size * canvas.px_per_pt,
            _font(text, n),
            hidden=_is_hidden(text, n),
            unmapped=pdfium.FPDFText_HasUnicodeMapError(text, n) == 1,
        )


def _sign(code: int) -> str:
    return chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else "\ufffd"


def _baseline(text: pypdfium2.PdfTextPage, n: int) -> tuple[Point, Point, float] | None:
    """Where a sign begins and ends on its baseline, and the size of its font, in points."""
    x, y = ctypes.c_double(), ctypes.c_double()
    matrix, box = pdfium.FS_MATRIX(), pdfium.FS_RECTF()
    if not (
        pdfium.FPDFText_GetCharOrigin(text, n, x, y)
        and pdfium.FPDFText_GetMatrix(text, n, matrix)
        and pdfium.FPDFText_GetLooseCharBox(text, n, box)
    ):
        return None
    along = math.hypot(matrix.a, matrix.b) or 1.0
    cos, sin = matrix.a / along, matrix.b / along
    corners = [
        (cx - x.value) * cos + (cy - y.value) * sin
        for cx in (box.left, box.right)
        for cy in (box.top, box.bottom)
    ]
    advance = max(0.0, max(corners)) if abs(cos) < 0.01 or abs(sin) < 0.01 else 0.0
    size = pdfium.FPDFText_GetFontSize(text, n) * math.hypot(matrix.c, matrix.d)
    return (x.value, y.value), (x.value + advance * cos, y.value + advance * sin), size


def _font(text: pypdfium2.PdfTextPage, n: int) -> str:
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text, n, name, 128, flags)
    font = name.value.decode("utf-8", "replace")
    return font[7:] if font[6:7] == "+" else font


def _is_hidden(text: pypdfium2.PdfTextPage, n: int) -> bool:
    drawn = pdfium.FPDFText_GetTextObject(text, n)
    return bool(drawn) and pdfium.FPDFTextObj_GetTextRenderMode(drawn) in _INVISIBLE
