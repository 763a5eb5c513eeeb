# SPDX-License-Identifier: Apache-2.0
"""A slip's wording and content become a document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from batch.slips.sheets.content import SlipContent
from batch.slips.typeset import blocks
from batch.slips.typeset.blocks import Block, PrintDocument, plain
from templates.model import slip_texts
from templates.model.slip_texts import SlipEdition, SlipText

LEADER = "…" * 12
"""What stands in a sentence where nothing is known, to be written by hand."""
_BLANK_ROWS = 4
_BLANK_HEIGHT = 24.0
_STEP_HEIGHT = 46.0


def compose(text: SlipText, edition: SlipEdition, content: SlipContent, moment: datetime) -> PrintDocument:
    """The slip as a document; ``moment`` (aware) is when it was issued."""
    places = content.places
    marks = [f"Số: {places['number']}"] if places.get("number") else []
    head: list[Block] = [
        blocks.Letterhead(tuple(content.office), tuple(marks), places.get("today", "")),
        blocks.Title(edition.title, qr=places.get("code", "") if edition.qr else ""),
    ]
    body = [block for part in edition.body for block in _blocks(part, content)]
    sheets = [(*_heading(named), *head, *body) for named in edition.sheets or ("",)]
    shown = [block for number, sheet in enumerate(sheets) for block in (*_apart(number), *sheet)]
    subject = f"{text.name['vi']} {places.get('number', '')} ({places.get('dossier', '')})"
    return PrintDocument(subject, moment, tuple(shown))


def _heading(named: str) -> Iterator[Block]:
    """For whom a sheet is, above everything else."""
    if named:
        yield blocks.Paragraph(plain(named, italic=True), "right", size=blocks.SMALL_SIZE)


def _apart(number: int) -> Iterator[Block]:
    if number:
        yield blocks.NewSheet()


def _blocks(part: slip_texts.Part, content: SlipContent) -> Iterator[Block]:
    match part:
        case slip_texts.Words():
            if not part.when or content.places.get(part.when):
                spans = plain(_filled(part.text, content), bold=part.bold, italic=part.italic)
                yield blocks.Paragraph(spans, part.align, indent=part.indent)
        case slip_texts.SlipTableRow():
            if not part.when or content.places.get(part.when):
                yield _line(part, content)
        case slip_texts.Items():
            for number, item in enumerate(content.items, start=1):
                yield blocks.ListItem(number, item)
        case slip_texts.Table():
            yield _grid(part, content)
        case slip_texts.SignatureTexts():
            yield blocks.SignatureBlock(
                tuple(
                    blocks.Signature(s.title, s.hint, s.name.format_map(_known(content)))
                    for s in part.signatures
                )
            )


def _line(row: slip_texts.SlipTableRow, content: SlipContent) -> blocks.BlankLine:
    known = _known(content)
    cells = (blocks.Blank(cell.label, cell.value.format_map(known).strip()) for cell in row.row)
    return blocks.BlankLine(tuple(cells), row.rows)


def _grid(part: slip_texts.Table, content: SlipContent) -> blocks.RuledTable:
    rows = [tuple(row) for row in content.tables.get(part.table, ())]
    blank = part.blank or (0 if rows else _BLANK_ROWS)
    empty = ("",) * len(part.columns)
    return blocks.RuledTable(
        header=tuple(column.title for column in part.columns),
        rows=(*rows, *(empty for _row in range(blank))),
        widths=tuple(column.width for column in part.columns),
        centred=frozenset(i for i, column in enumerate(part.columns) if column.align == "center"),
        row_height=_STEP_HEIGHT if part.blank else _BLANK_HEIGHT,
    )


def _known(content: SlipContent) -> defaultdict[str, str]:
    return defaultdict(str, content.places)


def _filled(text: str, content: SlipContent) -> str:
    values = {place: content.places.get(place) or LEADER for place in slip_texts.places_of(text)}
    return text.format_map(values)
