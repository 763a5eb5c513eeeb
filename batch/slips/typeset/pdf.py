# SPDX-License-Identifier: Apache-2.0
"""A document as PDF: A4, margins and sizes of NĐ 30/2020/NĐ-CP, fonts embedded, the same bytes each time."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from functools import singledispatch
from typing import Any
from xml.sax.saxutils import escape

import pikepdf
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Spacer,
    Table,
    TableStyle,
)
from reportlab.platypus import Paragraph as Flowing

from batch.slips.typeset import blocks
from batch.slips.typeset.blocks import SMALL_SIZE, TEXT_SIZE, TITLE_SIZE, Block, PrintDocument, printable
from batch.slips.typeset.fonts import Typeface, find_typeface
from batch.slips.typeset.measure import broken, slots
from batch.slips.typeset.pdf_parts import Beside, Leaders, QrDrawing, Rule, Square, Styles

LEFT, RIGHT, TOP, BOTTOM = 30 * mm, 17 * mm, 20 * mm, 20 * mm
LINE_WIDTH = A4[0] - LEFT - RIGHT
_HELD = 2
QR_SIDE = 24 * mm


def pdf_of(document: PrintDocument, typeface: Typeface | None = None) -> bytes:
    """The document as a PDF file; raises ``FontError`` where no font has the letters."""
    face, document = typeface or find_typeface(), printable(document)
    sheets = 1 + sum(isinstance(part, blocks.NewSheet) for part in document.blocks)
    best: tuple[bytes, int] | None = None
    for styles in _closer_and_closer(face, dense=document.dense):
        made = _set(document, styles)
        best = made if best is None or made[1] < best[1] else best
        if best[1] <= sheets:
            break
    assert best is not None
    return _described(best[0], document)


def _closer_and_closer(face: Typeface, *, dense: bool) -> Iterator[Styles]:
    """Lines are set closer only where that saves a page."""
    if not dense:
        yield Styles(face)
    yield Styles(face, dense=True)
    yield Styles(face, dense=True, tight=True)


def _set(document: PrintDocument, styles: Styles) -> tuple[bytes, int]:
    """The document set in these styles, and its pages."""
    file = io.BytesIO()
    frame = Frame(LEFT, BOTTOM, LINE_WIDTH, A4[1] - TOP - BOTTOM, 0, 0, 0, 0)
    first = PageTemplate("first", [frame], autoNextPageTemplate="later")
    later = PageTemplate("later", [frame], onPage=lambda canvas, _template: _page_number(canvas, styles))
    template = BaseDocTemplate(file, pagesize=A4, pageTemplates=[first, later], invariant=1)
    template.build(list(_sheets(document.blocks, styles)))
    return file.getvalue(), template.page


def _page_number(canvas: Canvas, styles: Styles) -> None:
    """On every page but the first, at the top in the middle (NĐ 30/2020/NĐ-CP, Phụ lục I)."""
    canvas.setFont(styles.font(), TEXT_SIZE)
    canvas.drawCentredString(A4[0] / 2, A4[1] - 13 * mm, str(canvas.getPageNumber()))


def _described(data: bytes, document: PrintDocument) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        made = document.moment.strftime("D:%Y%m%d%H%M%S+00'00'")
        pdf.docinfo["/Title"] = document.subject
        pdf.docinfo["/CreationDate"] = pdf.docinfo["/ModDate"] = made
        pdf.docinfo["/Author"], pdf.docinfo["/Creator"] = "", "sohoa"
        pdf.Root.Lang = pikepdf.String("vi-VN")
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def _sheets(parts: Sequence[Block], styles: Styles) -> Iterator[Flowable]:
    ends = [index for index, part in enumerate(parts) if isinstance(part, blocks.NewSheet)]
    for begin, end in zip([0, *(one + 1 for one in ends)], [*ends, len(parts)], strict=True):
        if begin:
            yield from (NextPageTemplate("first"), PageBreak())
        yield from _flow(parts[begin:end], styles, LINE_WIDTH)


def _flow(parts: Iterable[Block], styles: Styles, width: float) -> list[Flowable]:
    """Signatures stay with two blocks before and all behind: nobody signs a page that says nothing."""
    parts = list(parts)
    drawn = [_drawn(part, styles, width) for part in parts]
    signed = [index for index, part in enumerate(parts) if isinstance(part, blocks.SignatureBlock)]
    start = max(0, signed[0] - _HELD) if signed else len(drawn)
    held = [flowable for block in drawn[start:] for flowable in block]
    free = [flowable for block in drawn[:start] for flowable in block]
    return [*free, KeepTogether(held)] if held else free


@singledispatch
def _drawn(part: Any, _styles: Styles, _width: float) -> list[Flowable]:
    raise TypeError(f"no way to draw {type(part).__name__}")


@_drawn.register
def _paragraph(part: blocks.Paragraph, styles: Styles, _width: float) -> list[Flowable]:
    markup = "".join(_styled(span) for span in part.spans)
    style = styles.paragraph(part.align, size=part.size, indent=part.indent, keep=part.keep)
    return [Flowing(markup, style)]


def _styled(span: blocks.Span) -> str:
    text = escape(span.text)
    text = f"<b>{text}</b>" if span.bold else text
    return f"<i>{text}</i>" if span.italic else text


@_drawn.register
def _item(part: blocks.ListItem, styles: Styles, _width: float) -> list[Flowable]:
    return [Flowing(escape(part.text), styles.item(), bulletText=f"{part.number}.")]


@_drawn.register
def _line(part: blocks.BlankLine, styles: Styles, width: float) -> list[Flowable]:
    measure = styles.width(bold=part.bold)
    if len(part.blanks) > 1:
        shares = slots(part, width, measure)
        if shares is None:
            return _flow(broken(part, width, measure), styles, width)
        return [Beside(part, shares, styles)]
    blank = part.blanks[0]
    if blank.open:
        return [Leaders(blank.label, part.rows, styles, align=part.align, bold=part.bold)]
    label = f"<b>{escape(blank.label)}</b>" if part.bold else escape(blank.label)
    return [Flowing(f"{label} {escape(blank.value)}", styles.paragraph(part.align))]


@_drawn.register
def _ticks(part: blocks.Ticks, styles: Styles, _width: float) -> list[Flowable]:
    return [Square(part, styles)]


@_drawn.register
def _letterhead(part: blocks.Letterhead, styles: Styles, width: float) -> list[Flowable]:
    nation: list[Flowable] = [
        Flowing("<b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b>", styles.centred(12.5)),
        Flowing("<b>Độc lập - Tự do - Hạnh phúc</b>", styles.centred(TEXT_SIZE)),
        Rule(styles.width(bold=True)("Độc lập - Tự do - Hạnh phúc")),
    ]
    if not part.office:
        return [*nation, Spacer(0, 6)]
    *above, last = part.office
    office: list[Flowable] = [Flowing(escape(line), styles.centred(12.5)) for line in above]
    office += [Flowing(f"<b>{escape(last)}</b>", styles.centred(12.5)), Rule(60)]
    marks = [Flowing(escape(line), styles.centred(TEXT_SIZE)) for line in part.marks]
    dated = [Flowing(f"<i>{escape(part.dated)}</i>", styles.centred(TEXT_SIZE))] if part.dated else []
    table = Table([[office, nation], [marks or "", dated or ""]], colWidths=[width * 0.42, width * 0.58])
    table.setStyle(_flush("TOP"))
    return [table, Spacer(0, 6)]


def _flush(vertical: str) -> TableStyle:
    """A table without rules and padding."""
    return TableStyle(
        [("VALIGN", (0, 0), (-1, -1), vertical)]
        + [(f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP")]
        + [("BOTTOMPADDING", (0, 0), (-1, -1), 2)]
    )


@_drawn.register
def _title(part: blocks.Title, styles: Styles, width: float) -> list[Flowable]:
    lines = [Flowing(f"<b>{escape(line)}</b>", styles.centred(TITLE_SIZE)) for line in part.lines]
    if not part.qr:
        return [*lines, Spacer(0, 8)]
    # As wide on the right as the code on the left, so that the title stands in the middle of the page.
    table = Table(
        [[QrDrawing(part.qr, QR_SIDE), lines, ""]], colWidths=[QR_SIDE, width - 2 * QR_SIDE, QR_SIDE]
    )
    table.setStyle(_flush("MIDDLE"))
    return [table, Spacer(0, 6)]


@_drawn.register
def _grid(part: blocks.RuledTable, styles: Styles, width: float) -> list[Flowable]:
    unit = width / sum(part.widths)
    head = [Flowing(f"<b>{escape(cell)}</b>", styles.cell("center")) for cell in part.header]
    rows = [
        [
            Flowing(escape(cell), styles.cell("center" if index in part.centred else "left"))
            for index, cell in enumerate(row)
        ]
        for row in part.rows
    ]
    heights = [None, *(part.row_height if part.row_height and not any(r) else None for r in part.rows)]
    table = Table(
        [head, *rows],
        colWidths=[share * unit for share in part.widths],
        rowHeights=heights,
        repeatRows=1,
        splitInRow=1,
        spaceBefore=3,
        spaceAfter=6,
    )
    table.setStyle(
        TableStyle(
            [("GRID", (0, 0), (-1, -1), 0.6, (0, 0, 0)), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
            + [(f"{side}PADDING", (0, 0), (-1, -1), 4) for side in ("LEFT", "RIGHT")]
            + [("TOPPADDING", (0, 0), (-1, -1), 2), ("BOTTOMPADDING", (0, 0), (-1, -1), 4)]
        )
    )
    return [table]


@_drawn.register
def _signatures(part: blocks.SignatureBlock, styles: Styles, width: float) -> list[Flowable]:
    columns = [_signature(signer, styles) for signer in part.signers]
    table = Table([columns], colWidths=[width / len(columns)] * len(columns))
    table.setStyle(_flush("TOP"))
    table.setStyle(TableStyle([(f"{side}PADDING", (0, 0), (-1, -1), 6) for side in ("LEFT", "RIGHT")]))
    return [Spacer(0, 8), table]


def _signature(signer: blocks.Signature, styles: Styles) -> list[Flowable]:
    lines: Sequence[Flowable] = [
        Flowing(f"<b>{escape(signer.title)}</b>", styles.centred(TEXT_SIZE)),
        Flowing(f"<i>{escape(signer.hint)}</i>", styles.centred(SMALL_SIZE)),
        Spacer(0, styles.signing),
        Flowing(f"<b>{escape(signer.name)}</b>", styles.centred(TEXT_SIZE)),
    ]
    return list(lines)


@_drawn.register
def _sides(part: blocks.Sides, styles: Styles, width: float) -> list[Flowable]:
    half = (width - 12) / 2
    columns = [_flow(side, styles, half) for side in (part.left, part.right)]
    table = Table([[columns[0], "", columns[1]]], colWidths=[half, 12, half], splitInRow=1)
    table.setStyle(_flush("TOP"))
    return [table]
