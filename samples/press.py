"""Printing: a paper and its values become a page image, signed, stamped and, where wanted, filled by pen."""

from __future__ import annotations

import random
from collections.abc import Mapping

from pdf2image import convert_from_bytes
from PIL import Image, ImageDraw

from bench.marks import draw_signature, draw_stamp
from samples.layout import paper_text, parse
from samples.rows import set_line
from samples.strokes import Pen, write_by_pen
from samples.style import Style
from samples.typeset import Printed, Sheet


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
    or, where not ``strict``, is left out.
    """
    sheet = Sheet(style, values, pen, strict)
    for line in parse(paper_text(name), rng):
        set_line(sheet, line)
    return sheet.finish()


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
