# SPDX-License-Identifier: Apache-2.0
"""What a form prints beside words: leaders, boxes to tick, combs. Lengths in points."""

from __future__ import annotations

from reportlab.pdfgen.canvas import Canvas

from samples.printing.style import Style, font_name, width_of

RULE = "rule"
TAB = "tab"
NONE = ""


def draw_leader(canvas: Canvas, style: Style, a: float, b: float, up: float) -> None:
    """A leader from ``a`` to ``b`` at the baseline ``up`` (from the foot of the page)."""
    if style.leader == NONE:
        return
    if style.leader == RULE:
        canvas.setLineWidth(0.5)
        canvas.line(a, up - 2.8, b, up - 2.8)
        return
    canvas.setFont(font_name(style.face), style.size)
    if style.leader == TAB:
        _tab_dots(canvas, style, a, b, up)
        return
    count = int((b - a) / width_of(style.leader, font_name(style.face), style.size))
    if count > 0:
        # a little lower than the value typed on them, or no dot below a letter could be seen
        canvas.drawString(a, up - (1.4 if style.leader == "_" else 0.0), style.leader * count)


def _tab_dots(canvas: Canvas, style: Style, a: float, b: float, up: float) -> None:
    """Dots on one grid over the whole page, as tab stops set them."""
    pitch = width_of(".", font_name(style.face), style.size) * 1.25
    for place in range(int(a / pitch) + 1, int(b / pitch)):
        canvas.drawString(place * pitch, up, ".")


def draw_box(canvas: Canvas, x: float, foot: float, side: float, mark: str) -> None:
    """A box to tick; ``mark`` is ``cross``, ``check``, ``slash`` or empty."""
    canvas.setLineWidth(0.6)
    canvas.rect(x, foot, side, side)
    canvas.setLineWidth(1.1)
    if mark in ("cross", "slash"):
        canvas.line(x + 2, foot + 2, x + side - 2, foot + side - 2)
    if mark == "cross":
        canvas.line(x + 2, foot + side - 2, x + side - 2, foot + 2)
    if mark == "check":
        canvas.line(x + 1.5, foot + side * 0.5, x + side * 0.42, foot + 1.5)
        canvas.line(x + side * 0.42, foot + 1.5, x + side + 1.5, foot + side + 1)


def draw_comb(canvas: Canvas, x: float, foot: float, side: float, boxes: int) -> list[float]:
    """A row of boxes; returns the middles of the boxes."""
    canvas.setLineWidth(0.5)
    for place in range(boxes):
        canvas.rect(x + place * side, foot, side, side * 1.15)
    return [x + (place + 0.5) * side for place in range(boxes)]
