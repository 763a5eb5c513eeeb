# SPDX-License-Identifier: Apache-2.0
"""A document as DOCX, to be changed in a word processor: the same blocks, real tab leaders and tables."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from functools import singledispatch
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from batch.slips.typeset import blocks
from batch.slips.typeset.blocks import SMALL_SIZE, TEXT_SIZE, TITLE_SIZE, Block, PrintDocument, printable
from batch.slips.typeset.fonts import Typeface, find_typeface
from batch.slips.typeset.measure import broken, slots
from batch.slips.typeset.word_parts import (
    FONT,
    Place,
    add_page_number,
    bare,
    drop_leftovers,
    full_row,
    repeat_heading,
    rule_below,
    same_archive,
)

PAGE_MM, LEFT_MM, RIGHT_MM, EDGE_MM = (210, 297), 30, 17, 20
LINE_WIDTH = (PAGE_MM[0] - LEFT_MM - RIGHT_MM) / 25.4 * 72
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


def docx_of(document: PrintDocument, typeface: Typeface | None = None) -> bytes:
    """The document as a DOCX file, the same bytes each time; raises ``FontError`` where nothing can be
    measured.
    """
    from batch.slips.typeset.pdf_parts import Styles

    document = printable(document)
    file = docx.Document()
    drop_leftovers(file)
    _prepare(file, document)
    measure = Styles(typeface or find_typeface()).width
    _write(document.blocks, file, _Setting(LINE_WIDTH, measure(), measure(bold=True)))
    out = io.BytesIO()
    file.save(out)
    return same_archive(out.getvalue(), document.moment)


class _Setting:
    """How wide a line is here, and how texts are measured."""

    def __init__(self, width: float, plain: Callable[[str], float], bold: Callable[[str], float]) -> None:
        self.width, self.plain, self.bold = width, plain, bold


def _prepare(file: WordDocument, document: PrintDocument) -> None:
    section = file.sections[0]
    section.page_width, section.page_height = Mm(PAGE_MM[0]), Mm(PAGE_MM[1])
    section.left_margin, section.right_margin = Mm(LEFT_MM), Mm(RIGHT_MM)
    section.top_margin = section.bottom_margin = Mm(EDGE_MM)
    section.different_first_page_header_footer = True
    add_page_number(section.header.paragraphs[0])
    normal = file.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(TEXT_SIZE)
    normal.paragraph_format.space_after, normal.paragraph_format.space_before = Pt(3), Pt(0)
    properties = file.core_properties
    properties.title, properties.author, properties.language = document.subject, "", "vi-VN"
    properties.comments = ""
    properties.created = properties.modified = document.moment.replace(microsecond=0, tzinfo=None)


def _write(parts: Iterable[Block], place: Place, setting: _Setting) -> None:
    """Signatures stay with the two paragraphs before them and all behind."""
    signed = False
    for part in parts:
        if isinstance(part, blocks.NewSheet):
            signed = False
        if isinstance(part, blocks.SignatureBlock):
            _keep_with_next(place.paragraphs[-2:])
            signed = True
        elif signed:
            _keep_with_next(place.paragraphs[-1:])
        _put(part, place, setting)


def _keep_with_next(paragraphs: Iterable[Paragraph]) -> None:
    for paragraph in paragraphs:
        paragraph.paragraph_format.keep_with_next = True


def _text(
    place: Place, text: str, size: float = TEXT_SIZE, *, bold: bool = False, align: str = "center"
) -> Paragraph:
    paragraph = place.add_paragraph()
    paragraph.alignment = _ALIGN[align]
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(size)
    return paragraph


@singledispatch
def _put(part: Any, _place: Place, _setting: _Setting) -> None:
    raise TypeError(f"no way to write {type(part).__name__}")


@_put.register
def _paragraph(part: blocks.Paragraph, place: Place, _setting: _Setting) -> None:
    paragraph = place.add_paragraph()
    paragraph.alignment = _ALIGN[part.align]
    paragraph.paragraph_format.keep_with_next = part.keep
    if part.indent:
        paragraph.paragraph_format.first_line_indent = Mm(10)
    for span in part.spans:
        run = paragraph.add_run(span.text)
        run.bold, run.italic, run.font.size = span.bold, span.italic, Pt(part.size)


@_put.register
def _new_sheet(_part: blocks.NewSheet, place: Place, _setting: _Setting) -> None:
    place.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


@_put.register
def _item(part: blocks.ListItem, place: Place, _setting: _Setting) -> None:
    paragraph = _text(place, f"{part.number}.\t{part.text}", align="justify")
    paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Mm(10), Mm(-7)
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(10))


@_put.register
def _line(part: blocks.BlankLine, place: Place, setting: _Setting) -> None:
    measure = setting.bold if part.bold else setting.plain
    shares = slots(part, setting.width, measure)
    if len(part.blanks) > 1 and shares is None:
        _write(broken(part, setting.width, measure), place, setting)
        return
    paragraph = place.add_paragraph()
    if len(part.blanks) == 1 and not part.blanks[0].open:
        paragraph.alignment = _ALIGN[part.align]
        shares = [setting.width]
    elif part.align == "center":
        paragraph.paragraph_format.left_indent = Pt(setting.width * 0.22)
    _blanks(part, paragraph, shares or [setting.width], setting)
    if len(part.blanks) == 1 and part.blanks[0].open:
        for _row in range(part.rows - 1):
            _leader(place.add_paragraph(), setting.width)


def _blanks(part: blocks.BlankLine, paragraph: Paragraph, shares: list[float], setting: _Setting) -> None:
    end = setting.width - sum(shares) if part.align == "right" else 0.0
    if end:
        paragraph.paragraph_format.left_indent = Pt(end)
    last = len(part.blanks) - 1
    for index, (blank, share) in enumerate(zip(part.blanks, shares, strict=True)):
        end += share
        paragraph.add_run(blank.label).bold = part.bold
        if blank.value:
            paragraph.add_run(f" {blank.value}")
        if blank.open:
            _leader(paragraph, setting.width if index == last else end - 4)
        if index < last:
            paragraph.add_run("\t")
            paragraph.paragraph_format.tab_stops.add_tab_stop(Pt(end))


def _leader(paragraph: Paragraph, end: float) -> None:
    paragraph.add_run(" \t")
    paragraph.paragraph_format.tab_stops.add_tab_stop(Pt(end), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


@_put.register
def _ticks(part: blocks.Ticks, place: Place, _setting: _Setting) -> None:
    paragraph = _text(place, part.label, align="left")
    for word, ticked in part.boxes:
        paragraph.add_run(f"   {word} ")
        paragraph.add_run("☒" if ticked else "☐").font.name = "MS Gothic"


@_put.register
def _letterhead(part: blocks.Letterhead, place: Place, setting: _Setting) -> None:
    if not part.office:
        _nation(place)
        return
    table = bare(place, 2, 2, [setting.width * 0.42, setting.width * 0.58])
    office, nation = table.cell(0, 0), table.cell(0, 1)
    for line in part.office[:-1]:
        _text(office, line, 12.5)
    rule_below(_text(office, part.office[-1], 12.5, bold=True), 0.3, setting.width * 0.42)
    _nation(nation)
    for mark in part.marks:
        _text(table.cell(1, 0), mark)
    _text(table.cell(1, 1), part.dated).runs[0].italic = True
    _drop_leading(*(cell for row in table.rows for cell in row.cells))


def _nation(place: Place) -> None:
    _text(place, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12.5, bold=True)
    rule_below(_text(place, "Độc lập - Tự do - Hạnh phúc", bold=True), 0.5, LINE_WIDTH * 0.58)


def _drop_leading(*cells: Any) -> None:
    """A cell is made with an empty paragraph, which no text of ours has filled."""
    for cell in cells:
        first = cell.paragraphs[0]
        if not first.text and len(cell.paragraphs) > 1:
            first._element.getparent().remove(first._element)


@_put.register
def _title(part: blocks.Title, place: Place, setting: _Setting) -> None:
    if not part.qr:
        for line in part.lines:
            _text(place, line, TITLE_SIZE, bold=True)
        return
    side = 68.0
    table = bare(place, 1, 3, [side, setting.width - 2 * side, side])
    table.cell(0, 0).paragraphs[0].add_run().add_picture(io.BytesIO(_code(part.qr)), width=Pt(side))
    for line in part.lines:
        _text(table.cell(0, 1), line, TITLE_SIZE, bold=True)
    _drop_leading(table.cell(0, 1))


def _code(text: str) -> bytes:
    import segno

    file = io.BytesIO()
    segno.make_qr(text, error="m").save(file, kind="png", scale=8, border=4)
    return file.getvalue()


@_put.register
def _grid(part: blocks.RuledTable, place: Place, setting: _Setting) -> None:
    unit = setting.width / sum(part.widths)
    table = bare(place, 1 + len(part.rows), len(part.header), [share * unit for share in part.widths])
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    repeat_heading(table.rows[0])
    for number, row in enumerate((part.header, *part.rows)):
        if part.row_height and not any(row):
            full_row(table.rows[number], part.row_height)
        for index, text in enumerate(row):
            centred = number == 0 or index in part.centred
            cell = table.cell(number, index)
            _text(cell, text, TEXT_SIZE - 1, bold=number == 0, align="center" if centred else "left")
            _drop_leading(cell)


@_put.register
def _signatures(part: blocks.SignatureBlock, place: Place, setting: _Setting) -> None:
    count = len(part.signers)
    table = bare(place, 1, count, [setting.width / count] * count)
    for index, signer in enumerate(part.signers):
        cell = table.cell(0, index)
        _text(cell, signer.title, bold=True)
        _text(cell, signer.hint, SMALL_SIZE).runs[0].italic = True
        _text(cell, "").paragraph_format.space_after = Pt(50)
        _text(cell, signer.name, bold=True)
        _drop_leading(cell)
        _keep_with_next(cell.paragraphs)


@_put.register
def _sides(part: blocks.Sides, place: Place, setting: _Setting) -> None:
    half = setting.width / 2
    table = bare(place, 1, 2, [half, half])
    for index, side in enumerate((part.left, part.right)):
        _write(side, table.cell(0, index), _Setting(half - 14, setting.plain, setting.bold))
    _drop_leading(*table.rows[0].cells)
