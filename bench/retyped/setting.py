# SPDX-License-Identifier: Apache-2.0
"""Words, leaders and cells of a retyped form on one A4 page; lengths in points from its top left corner."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass, field, replace

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from samples.printing.ink import draw_box, draw_leader
from samples.printing.style import Style, font_name, random_style, width_of

WIDTH, HEIGHT = (float(side) for side in A4)
_FOOT = HEIGHT - 34


@dataclass(frozen=True, slots=True)
class Span:
    """Words in one font; those of a value know its ``key`` and are where a leader may run."""

    text: str
    font: str
    size: float
    key: str = ""
    glued: bool = False
    box: str = ""


class PageFullError(ValueError):
    """The form does not fit on one page in this size."""


@dataclass(slots=True)
class Flow:
    """The page being set; ``y`` is the baseline of the next line."""

    style: Style
    y: float = 0.0
    buffer: io.BytesIO = field(default_factory=io.BytesIO)
    canvas: Canvas = field(init=False)
    _under_cells: bool = False

    def __post_init__(self) -> None:
        self.canvas = Canvas(self.buffer, pagesize=A4, invariant=1, pageCompression=1)
        self.y = self.style.top

    def finish(self) -> bytes:
        """The page as PDF."""
        self.canvas.showPage()
        self.canvas.save()
        return self.buffer.getvalue()

    def down(self, by: float) -> None:
        """Go on lower; PageFullError at the foot."""
        self.y += by
        if self.y > _FOOT:
            raise PageFullError

    def centred(self, text: str, font: str, size: float, a: float, b: float) -> None:
        """A line in the middle of ``a`` … ``b``, broken where it is too long."""
        self._leave_cells()
        for line in wrapped([Span(text, font, size)], b - a):
            width = sum(width_of(word + " ", span.font, span.size) for word, span in line)
            self._line(line, max(a, (a + b - width) / 2))
            self.down(self.style.leading)

    def run(
        self, spans: list[Span], a: float, b: float, x: float | None = None, leader: bool = True
    ) -> float:
        """Spans from ``x`` on between ``a`` and ``b``, on as many lines as they take; where the last ends.

        A leader follows to ``b`` behind the last span, and under the values if the style says so.
        """
        self._leave_cells()
        x = a if x is None else x
        lines = wrapped(spans, b - a, x - a)
        for number, line in enumerate(lines):
            x = self._line(line, x if number == 0 else a, b)
            if number < len(lines) - 1:
                self.down(self.style.leading)
        if leader and self.style.dots != "gone" and x < b - 12:
            draw_leader(self.canvas, self.style, x + 1, b, HEIGHT - self.y)
        return x

    def _leave_cells(self) -> None:
        """Text below cells stands on a line of its own, not on their lower edge."""
        if self._under_cells:
            self._under_cells = False
            self.down(self.style.leading)

    def _line(self, words: list[tuple[str, Span]], x: float, b: float = WIDTH) -> float:
        start = x
        for word, span in words:
            self.canvas.setFont(span.font, span.size)
            base = self.y - (self.style.rise if span.key else 0.0)
            if span.box:
                draw_box(self.canvas, x, HEIGHT - self.y - 1, span.size * 0.8, span.box.strip("-"))
                x += span.size * 0.8 + 4
                continue
            self.canvas.setFillColorRGB(*(self.style.value_ink if span.key else (0, 0, 0)))
            self.canvas.drawString(x, HEIGHT - base, word)
            wide = width_of(word, span.font, span.size)
            if span.key and self.style.dots == "through":
                draw_leader(self.canvas, self.style, max(start, x - 2), min(b, x + wide + 2), HEIGHT - self.y)
            x += wide + width_of(" ", span.font, span.size)
        self.canvas.setFillColorRGB(0, 0, 0)
        return x

    def cells(self, cells: list[list[Span]], edges: list[float], ruled: bool) -> None:
        """A row of cells between ``edges``, each wrapped in its own width."""
        pad, size = 4.0, max((span.size for cell in cells for span in cell), default=self.style.size)
        sets = [wrapped(cell, edges[n + 1] - edges[n] - 2 * pad) for n, cell in enumerate(cells)]
        leading = size * 1.28
        tall = max(1, *(len(lines) for lines in sets)) * leading + 5
        top = self.y
        self.down(tall)
        for n, lines in enumerate(sets):
            self.y = top + leading
            for line in lines:
                self._line(line, edges[n] + pad)
                self.y += leading
        self.y = top + tall
        self._under_cells = True
        if ruled:
            self.canvas.setLineWidth(0.5)
            for n in range(len(cells)):
                self.canvas.rect(edges[n], HEIGHT - self.y, edges[n + 1] - edges[n], tall)


def wrapped(spans: list[Span], room: float, used: float = 0.0) -> list[list[tuple[str, Span]]]:
    """The words of ``spans`` in lines of ``room`` points, of which the first has ``used`` already."""
    lines: list[list[tuple[str, Span]]] = [[]]
    for span in spans:
        for word in span.text.split() or ([""] if span.box else []):
            wide = width_of(word, span.font, span.size) if not span.box else span.size
            if used + wide > room and (lines[-1] or used > 0):
                lines.append([])
                used = 0.0
            lines[-1].append((word, span))
            used += wide + width_of(" ", span.font, span.size)
    return lines


def random_look(rng: random.Random) -> Style:
    """Fonts, sizes and leaders as print shops and offices choose them."""
    style = random_style(rng)
    return replace(
        style,
        face=rng.choices(("serif", "sans", "wide", "mono"), (6, 4, 1, 1))[0],
        size=rng.choice((10.5, 11, 12, 12, 13)),
        value_size=rng.choice((10.5, 11, 12, 12, 13)),
        value_face=rng.choices(("serif", "sans", "mono", "wide"), (5, 4, 2, 1))[0],
        value_variant=rng.choices(("regular", "bold", "italic"), (5, 2, 2))[0],
        leading=rng.uniform(15, 20),
        leader=rng.choices((".", "…", ". ", "tab", "_", "rule", ""), (6, 3, 2, 2, 2, 2, 5))[0],
        dots=rng.choices(("through", "under", "gone"), (4, 3, 3))[0],
    )


def label_font(style: Style, bold: bool) -> str:
    """The font of printed words."""
    return font_name(style.face, "bold" if bold else "regular")


def value_font(style: Style) -> str:
    """The font of what is typed in."""
    return font_name(style.value_face, style.value_variant)
