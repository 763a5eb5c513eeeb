# SPDX-License-Identifier: Apache-2.0
"""Printing: a paper and its values become a page image, signed, stamped and, where wanted, filled by pen."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace

from pdf2image import convert_from_bytes
from PIL import Image, ImageDraw

from bench.blanks.marks import draw_signature, draw_stamp
from samples.printing.layout import Blank, Line, Tick, paper_text, parse
from samples.printing.rows import set_line
from samples.printing.strokes import Pen, write_by_pen
from samples.printing.style import Style
from samples.printing.typeset import HEIGHT, WIDTH, DoesNotFitError, Printed, Sheet

_FOOT = HEIGHT - 20
_EDGE = WIDTH - 10
_LEAST_SIZE = 10.0


def set_paper(
    name: str,
    values: Mapping[str, str],
    style: Style,
    rng: random.Random | None = None,
    pen: bool = False,
    strict: bool = True,
) -> Printed:
    """The paper ``name`` of ``samples/layouts`` with its values.

    ``rng`` chooses among wordings (None: the first). A value too long for its leaders raises DoesNotFitError
    or, where not ``strict``, is left out. A paper too large for the page is set tighter; notes that find no
    room even so stand on a page that is not made.
    """
    lines = parse(paper_text(name), rng)
    for tighter in _tighter(style):
        sheet = Sheet(tighter, values, pen, strict)
        fits = _set_all(sheet, lines)
        if sheet.cut:
            values = {key: value for key, value in values.items() if key not in sheet.cut}
            sheet = Sheet(tighter, values, pen, strict)
            fits = _set_all(sheet, lines)
        if fits:
            return sheet.finish()
    raise DoesNotFitError(f"{name} does not fit on one page")


def _set_all(sheet: Sheet, lines: list[Line]) -> bool:
    """Set the lines down to the foot; False where one to fill in has no room below, or one is too wide."""
    for place, line in enumerate(lines):
        set_line(sheet, line)
        if sheet.edge > _EDGE:
            return False
        if sheet.y > _FOOT:
            return not any(_fillable(rest) for rest in lines[place:])
    return True


def _fillable(line: Line) -> bool:
    return any(isinstance(token, Blank | Tick) for column in line.columns for token in column)


def _tighter(style: Style) -> Iterator[Style]:
    """The style, then with less between the lines, then with smaller letters."""
    while style.size >= _LEAST_SIZE:
        yield style
        while style.leading > style.size * 1.16:
            style = replace(style, leading=style.leading - 0.5, top=max(30.0, style.top - 2))
            yield style
        size = style.size - 0.5
        value = min(style.value_size, size + 0.5)
        style = replace(style, size=size, value_size=value, leading=size * 1.24)


def page_image(
    printed: Printed, dpi: int, rng: random.Random, pen: Pen | None = None, signed: bool = True
) -> Image.Image:
    """The page as it lies on the desk: RGB at ``dpi``, with signatures, stamps and pen strokes."""
    page = convert_from_bytes(printed.pdf, dpi=dpi, first_page=1, last_page=1, timeout=60)[0].convert("RGB")
    px = dpi / 72
    if signed:
        for x, y in printed.signatures:
            draw_signature(ImageDraw.Draw(page), (x * px, y * px), 70 * px, rng)
        for x, y in printed.stamps:
            draw_stamp(page, (x * px, y * px), 40 * px, rng)
    for line in printed.penned:
        write_by_pen(page, line, dpi, rng, pen or Pen())
    return page
