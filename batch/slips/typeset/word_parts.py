# SPDX-License-Identifier: Apache-2.0
"""What a DOCX needs below the library's surface: bare tables, rules, page numbers, repeated headings."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from docx.document import Document as WordDocument
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

FONT = "Times New Roman"
Place = WordDocument | _Cell
_LEFTOVERS = frozenset((RELATIONSHIP_TYPE.THUMBNAIL, RELATIONSHIP_TYPE.CUSTOM_XML))
# The schema fixes the order of a paragraph's properties; word processors refuse files that break it.
_AFTER_BORDERS = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def bare(place: Place, rows: int, columns: int, widths: Sequence[float]) -> Table:
    """A table without rules whose columns (points) do not stretch with their text."""
    if _ends_with_table(place):
        # Word processors make one table of two that touch.
        place.add_paragraph().paragraph_format.keep_with_next = True
    table = place.add_table(rows, columns)
    table.autofit = False
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Pt(width)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Pt(width)
    return table


def _ends_with_table(place: Place) -> bool:
    inner = list(place.iter_inner_content())
    return bool(inner) and isinstance(inner[-1], Table)


def rule_below(paragraph: Paragraph, share: float, width: float) -> None:
    """A line under a heading, ``share`` of ``width`` (points) long, in the middle."""
    line = paragraph.insert_paragraph_before("")
    paragraph._element.addnext(line._element)
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = Pt(width * (1 - share) / 2)
    line.paragraph_format.line_spacing = Pt(4)
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    line._element.get_or_add_pPr().insert_element_before(borders, *_AFTER_BORDERS)


def add_page_number(paragraph: Paragraph) -> None:
    """The number of the page, in the middle."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    field.append(paragraph.add_run("2")._element)
    paragraph._element.append(field)


def repeat_heading(row: _Row) -> None:
    """Repeat a table's first row on every page."""
    mark: Any = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def full_row(row: _Row, height: float) -> None:
    """An empty row is at least so high (points), so that it can be written into."""
    row.height, row.height_rule = Pt(height), WD_ROW_HEIGHT_RULE.AT_LEAST


def drop_leftovers(file: WordDocument) -> None:
    """Take out what the library's template brings from its maker's computer: a thumbnail, custom XML."""
    for related in (file.part.package.rels, file.part.rels):
        for key in [key for key, one in related.items() if one.reltype in _LEFTOVERS]:
            del related[key]


def same_archive(data: bytes, moment: datetime) -> bytes:
    """The same files with one date, so that the same document gives the same bytes."""
    out = io.BytesIO()
    stamp = (max(1980, moment.year), moment.month, moment.day, 0, 0, 0)
    with zipfile.ZipFile(io.BytesIO(data)) as read, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as write:
        for name in read.namelist():
            info = zipfile.ZipInfo(name, stamp)
            info.compress_type = zipfile.ZIP_DEFLATED
            write.writestr(info, read.read(name))
    return out.getvalue()
