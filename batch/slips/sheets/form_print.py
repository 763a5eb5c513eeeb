# SPDX-License-Identifier: Apache-2.0
"""A citizen's form printed back: official labels in their order, the values that are sure, leaders else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from batch.slips.facts.spoken_days import day_in_words
from batch.slips.typeset import blocks
from batch.slips.typeset.blocks import Blank, BlankLine, Block, PrintDocument, plain
from templates.model.document_types import DocumentType, Edition, FieldType, LabelSpec
from templates.model.form_lines import FormLayout, FormLine, labels_of

_DAY = re.compile(r"^(\d{2})/(\d{2})/(\d{4})$")
_TIME = re.compile(r"^(\d{2}):(\d{2})$")
_ROW_HEIGHT = 30.0


@dataclass(frozen=True)
class _Form:
    """The labels of a print and the values to write behind them."""

    labels: Mapping[str, LabelSpec]
    values: Mapping[str, str]

    def blank(self, key: str, *, colon: bool = True) -> Blank:
        item = self.labels[key]
        return Blank(item.label + (":" if colon else ""), self.value(key))

    def value(self, key: str) -> str:
        value = self.values.get(key, "")
        if self.labels[key].type is FieldType.TIME and (time := _TIME.match(value)):
            return f"{time[1]} giờ {time[2]} phút"
        return value


def form_document(
    paper: DocumentType, layout: FormLayout, values: Mapping[str, str], moment: datetime
) -> PrintDocument:
    """The form of a kind of paper, in its newest print in force at that (aware) moment, filled with
    ``values``.
    """
    form = _Form(labels_of(print_of(paper, moment.date())), values)
    body = [block for line in layout.lines for block in _blocks(line, form)]
    head: list[Block] = [blocks.Letterhead(), blocks.Title(layout.title)]
    return PrintDocument(paper.name["vi"], moment, (*head, *body), dense=True)


def print_of(paper: DocumentType, on: date) -> Edition:
    """The newest print of a form that is in force on that day."""
    known = [edition for edition in paper.editions if edition.since <= on]
    return max(known or paper.editions, key=lambda edition: edition.since)


def _blocks(line: FormLine, form: _Form) -> Iterator[Block]:
    if line.say:
        yield blocks.Paragraph(
            plain(line.say, bold=line.bold), indent=not (line.bold or line.flush), keep=line.bold
        )
    elif line.blank:
        yield BlankLine((Blank(line.blank),))
    elif line.table:
        yield _table(line, form)
    elif line.sides:
        left, right = ([b for part in side for b in _blocks(part, form)] for side in line.sides)
        yield blocks.Sides(tuple(left), tuple(right))
    elif line.made is not None:
        yield _made(line.made, form)
    elif line.copies:
        yield from _copies(line.copies, form)
    elif line.sign:
        yield blocks.SignatureBlock(tuple(_signer(s.title, s.hint, s.name, form) for s in line.sign))
    else:
        yield _fields(line, form)


def _fields(line: FormLine, form: _Form) -> BlankLine:
    blanks = [form.blank(key, colon=line.colon) for key in line.fields]
    if line.after:
        blanks.append(Blank(line.after, text=True))
    return BlankLine(tuple(blanks), line.rows, align="center" if line.fields == ("authority",) else "left")


def _table(line: FormLine, form: _Form) -> blocks.RuledTable:
    """One row a label, which stands once for all parties."""
    step = len(line.table)
    rows = [line.fields[start : start + step] for start in range(0, len(line.fields), step)]
    return blocks.RuledTable(
        header=line.titles,
        rows=tuple((form.labels[row[0]].label, *(form.value(key) for key in row)) for row in rows),
        widths=(26.0, 37.0, 37.0),
        row_height=_ROW_HEIGHT,
    )


def _made(label: str, form: _Form) -> BlankLine:
    """Place and day of signing; a day that is not known is written by hand."""
    place = Blank(label, form.value("made.place"))
    day = _DAY.match(form.value("made.date"))
    if day is not None:
        words = day_in_words(date(int(day[3]), int(day[2]), int(day[1])))
        return BlankLine((place, Blank(f", {words}", text=True)), align="right")
    written = form.value("made.date")
    if written:
        return BlankLine((place, Blank(", ngày", written)), align="right")
    return BlankLine((place, Blank(", ngày"), Blank("tháng"), Blank("năm")), align="right")


def _copies(label: str, form: _Form) -> Iterator[Block]:
    wanted = form.values.get("copies.wanted", "")
    yield blocks.Ticks(label, (("Có", wanted == "Có"), ("Không", wanted == "Không")))
    yield BlankLine((form.blank("copies.count"), Blank("bản", text=True)))


def _signer(title: str, hint: str, name: str, form: _Form) -> blocks.Signature:
    return blocks.Signature(title, hint, form.values.get(name, "") if name else "")
