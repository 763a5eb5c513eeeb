# SPDX-License-Identifier: Apache-2.0
"""What the PDF needs and the layout library has not: leaders, blanks side by side, boxes, rules, codes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from hashlib import sha256

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable

from batch.slips.typeset.blocks import TEXT_SIZE, Align, BlankLine, Ticks
from batch.slips.typeset.fonts import Typeface
from batch.slips.typeset.measure import LEAST_LEADER, gaps, said

_ALIGN = {"left": TA_LEFT, "center": TA_CENTER, "right": TA_RIGHT, "justify": TA_JUSTIFY}
_LEADING = 1.28
_AFTER = 3.0
_INDENT = 28.35  # 1 cm
_CENTRED_FROM = 0.22
"""Where a centred leader begins: “Kính gửi: ……” stands in from the left by about a fifth of the line."""


class Styles:
    """Paragraph styles in one typeface; ``tight`` saves space where a form just misses its sheet."""

    def __init__(self, typeface: Typeface, *, dense: bool = False, tight: bool = False) -> None:
        self._typeface = typeface
        self.leading = 1.15 if tight else 1.2 if dense else _LEADING
        self.after = 0.5 if tight else 1.5 if dense else _AFTER
        self.signing = 38.0 if tight else 52.0
        """How high the space for a signature is, in points."""

    @cached_property
    def _family(self) -> str:
        """The faces are registered once a process under a name that depends on their files."""
        family = "slips-" + sha256(str(self._typeface.regular).encode()).hexdigest()[:12]
        if family not in pdfmetrics.getRegisteredFontNames():
            faces = self._typeface
            files = {"": faces.regular, "b": faces.bold, "i": faces.italic, "bi": faces.bold_italic}
            for suffix, file in files.items():
                pdfmetrics.registerFont(TTFont(family + suffix, str(file)))
            pdfmetrics.registerFontFamily(
                family, normal=family, bold=f"{family}b", italic=f"{family}i", boldItalic=f"{family}bi"
            )
        return family

    def font(self, *, bold: bool = False) -> str:
        """The name of a face for drawing."""
        return self._family + ("b" if bold else "")

    def width(self, *, bold: bool = False, size: float = TEXT_SIZE) -> Callable[[str], float]:
        """Measures a text in points."""
        face = self.font(bold=bold)
        return lambda text: float(pdfmetrics.stringWidth(text, face, size))

    def paragraph(
        self, align: Align, *, size: float = TEXT_SIZE, indent: bool = False, keep: bool = False
    ) -> ParagraphStyle:
        """Running text."""
        return ParagraphStyle(
            f"p-{align}-{size}-{indent}-{keep}",
            fontName=self._family,
            fontSize=size,
            leading=size * self.leading,
            alignment=_ALIGN[align],
            firstLineIndent=_INDENT if indent else 0,
            spaceAfter=self.after,
            keepWithNext=keep,
        )

    def item(self) -> ParagraphStyle:
        """A numbered point: the number hangs to the left."""
        style = self.paragraph("justify")
        style.leftIndent, style.bulletIndent = _INDENT, 6
        style.bulletFontName, style.bulletFontSize = self._family, TEXT_SIZE
        return style

    def centred(self, size: float) -> ParagraphStyle:
        """A line of a heading."""
        style = self.paragraph("center", size=size)
        style.spaceAfter = 0
        return style

    def cell(self, align: Align) -> ParagraphStyle:
        """A table's cell."""
        style = self.paragraph(align, size=TEXT_SIZE - 1)
        style.spaceAfter = 0
        return style


class _Drawn(Flowable):  # type: ignore[misc]  # the library's classes are untyped
    """Lines of text drawn by hand."""

    def __init__(self, styles: Styles) -> None:
        super().__init__()
        self._styles = styles
        self._step = TEXT_SIZE * styles.leading
        self.spaceAfter = styles.after

    def _text(self, x: float, y: float, text: str, *, bold: bool = False) -> float:
        """Draw a text; where it ends."""
        self.canv.setFont(self._styles.font(bold=bold), TEXT_SIZE)
        self.canv.drawString(x, y, text)
        return x + self._styles.width(bold=bold)(text)

    def _dots(self, x: float, y: float, end: float) -> None:
        """A leader from ``x`` to ``end``, its dots on one raster over all lines of the page."""
        pitch = self._styles.width()(".")
        first = -(-x // pitch) * pitch
        count = int((end - first) / pitch)
        if count > 0:
            self.canv.setFont(self._styles.font(), TEXT_SIZE)
            self.canv.drawString(first, y, "." * count)


class Leaders(_Drawn):
    """A label whose value is to be written by hand: its leader, and ``rows`` - 1 further lines of dots."""

    def __init__(self, label: str, rows: int, styles: Styles, *, align: str, bold: bool) -> None:
        super().__init__(styles)
        self._label, self._rows, self._align, self._bold = label, rows, align, bold

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width = width
        self._start = width * _CENTRED_FROM if self._align == "center" else 0.0
        face = self._styles.font(bold=self._bold)
        self._lines = simpleSplit(self._label, face, TEXT_SIZE, width - self._start) or [""]
        left = width - self._start - self._styles.width(bold=self._bold)(self._lines[-1])
        self._more = self._rows - 1 + (1 if left < LEAST_LEADER else 0)
        self.height = self._step * (len(self._lines) + self._more)
        return width, self.height

    def draw(self) -> None:
        y = self.height - TEXT_SIZE
        end = self._start
        for line in self._lines:
            end = self._text(self._start, y, line, bold=self._bold)
            y -= self._step
        self._dots(end + 3, y + self._step, self.width)
        for _row in range(self._more):
            self._dots(0, y, self.width)
            y -= self._step


class Beside(_Drawn):
    """Several blanks on one line."""

    def __init__(self, line: BlankLine, shares: Sequence[float], styles: Styles) -> None:
        super().__init__(styles)
        self._line, self._shares = line, shares

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width, self.height = width, self._step
        return width, self.height

    def draw(self) -> None:
        y = self.height - TEXT_SIZE
        x = self.width - sum(self._shares) if self._line.align == "right" else 0.0
        for blank, share, gap in zip(self._line.blanks, self._shares, gaps(self._line), strict=True):
            end = self._text(x, y, said(blank), bold=self._line.bold)
            if blank.open:
                self._dots(end + 3, y, x + share - gap)
            x += share


class Square(_Drawn):
    """A label with boxes to tick."""

    def __init__(self, ticks: Ticks, styles: Styles) -> None:
        super().__init__(styles)
        self._ticks = ticks

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width, self.height = width, self._step
        return width, self.height

    def draw(self) -> None:
        y = self.height - TEXT_SIZE
        x = self._text(0, y, self._ticks.label)
        for word, ticked in self._ticks.boxes:
            x = self._text(x + 10, y, word) + 5
            self._box(x, y - 1, ticked)
            x += TEXT_SIZE

    def _box(self, x: float, y: float, ticked: bool) -> None:
        side = TEXT_SIZE * 0.8
        self.canv.setLineWidth(0.8)
        self.canv.rect(x, y, side, side)
        if ticked:
            self.canv.lines([(x, y, x + side, y + side), (x, y + side, x + side, y)])


class Rule(Flowable):  # type: ignore[misc]
    """A thin line in the middle, under a heading."""

    def __init__(self, length: float) -> None:
        super().__init__()
        self._length = length

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width, self.height = width, 6.0
        return width, self.height

    def draw(self) -> None:
        self.canv.setLineWidth(0.7)
        x = (self.width - self._length) / 2
        self.canv.line(x, 3, x + self._length, 3)


class QrDrawing(Flowable):  # type: ignore[misc]
    """A QR code of ``side`` points with its quiet zone."""

    def __init__(self, text: str, side: float) -> None:
        super().__init__()
        self._text, self.width, self.height = text, side, side

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        import segno

        rows = list(segno.make_qr(self._text, error="m").matrix_iter(border=4))
        module = self.width / len(rows)
        for row, line in enumerate(rows):
            for column, dark in enumerate(line):
                if dark:
                    y = self.height - (row + 1) * module
                    self.canv.rect(column * module, y, module, module, stroke=0, fill=1)
