# SPDX-License-Identifier: Apache-2.0
"""What an exported list says of each dossier: its columns are told by their headings, whatever their order
and whatever stands above them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from batch.errors import OneStopListError
from batch.report.one_stop.table_file import Row, tables_of
from batch.store.counted.lists import OneStopLine
from intake.dossier.deadline.local_time import local_day
from templates.catalogue.loading import Catalogue
from templates.language.folding import without_marks
from templates.language.messages import _
from templates.model.reports.denominators import OneStopColumn as Column
from templates.model.reports.one_stop import OneStopColumns
from templates.model.reports.state_cells import OPEN, OUTCOME_UNKNOWN, WAITS

HEADING_ROWS = 40
"""The headings stand among so many first rows."""
MOST_FAULTS = 10
_MOST_LETTERS = 60
_NUMBER = re.compile(r"[^\s\x00-\x1f\x7f]{1,64}")
_CODE = re.compile(r"\d\.\d{6}")
_DAY = re.compile(
    r"(?<!\d)(?:(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})"
    r"|(?P<iy>\d{4})-(?P<im>\d{1,2})-(?P<id>\d{1,2}))(?!\d)"
)


@dataclass(slots=True)
class ListRead:
    """The dossiers that a file lists, and what is to be known of them.

    ``headings``: by column the heading it was told by; ``repeated`` lines named a dossier once more;
    ``strange``: by column the words that nobody understands, and how often they stand there; ``in_part``: the
    states that are understood in part, and how often each ended so by its day; ``foreign``: lines of
    procedures that the catalogue doesn't know; ``not_ended`` have a day of end though by their state they are
    still worked on, ``to_come`` one that had not come when the list was read.
    """

    headings: Mapping[Column, str]
    lines: list[OneStopLine] = field(default_factory=list)
    repeated: int = 0
    strange: dict[Column, Counter[str]] = field(default_factory=dict)
    in_part: Counter[tuple[str, str]] = field(default_factory=Counter)
    foreign: int = 0
    not_ended: int = 0
    to_come: int = 0


@dataclass(frozen=True, slots=True)
class _Table:
    """A table whose headings were found: by column where it stands, and the rows below by their number."""

    places: Mapping[Column, int]
    headings: Mapping[Column, str]
    rows: Iterator[tuple[int, Row]]


def read_list(
    path: Path,
    columns: OneStopColumns,
    catalogue: Catalogue,
    own: Mapping[Column, str] | None = None,
    today: date | None = None,
) -> ListRead:
    """Read a list; ``own`` says by column a heading that the office gives. After ``today`` nothing has ended.

    Raises:
        OneStopListError: no table in it has the columns that are needed, or lines that can't be understood.
    """
    table = _found(path, columns, own or {})
    read, faults = ListRead(table.headings), list[str]()
    known = {without_marks(one.name["vi"]): code for code, one in catalogue.procedures.items()}
    by_number: dict[str, tuple[int, OneStopLine]] = {}
    for at, row in table.rows:
        cells = {column: row[place] if place < len(row) else None for column, place in table.places.items()}
        if all(cells[column] in (None, "") for column in columns.needed):
            continue  # an empty line, or the sum below
        line, fault = _line(cells, columns, read, known, today or date.max)
        if line is None:
            faults.append(_("line {row}: {what}").format(row=at, what=fault))
            continue
        earlier = by_number.setdefault(line.number, (at, line))
        if earlier[0] != at:
            read.repeated += 1
            if earlier[1].received_on != line.received_on:
                told = _("line {row}: another day of reception than in line {other}, same number")
                faults.append(told.format(row=at, other=earlier[0]))
            by_number[line.number] = earlier[0], _later(earlier[1], line)
    if faults:
        raise _not_understood(path.name, faults)
    read.lines = [line for _at, line in by_number.values()]
    read.foreign = sum(line.procedure not in catalogue.procedures for line in read.lines)
    if not read.lines:
        raise OneStopListError(
            _("{file} lists no dossier.").format(file=path.name), _("Export the list of the period anew.")
        )
    return read


def _later(one: OneStopLine, other: OneStopLine) -> OneStopLine:
    """Of two lines of a dossier what the later says, and where it says nothing the earlier."""
    said = {name: getattr(other, name) or getattr(one, name) for name in OneStopLine.__dataclass_fields__}
    return replace(one, **said)


def _found(path: Path, columns: OneStopColumns, own: Mapping[Column, str]) -> _Table:
    """The first table in which the needed columns are."""
    nearest: Mapping[Column, Sequence[int]] = {}
    for _name, rows in tables_of(path):
        numbered = enumerate(rows, start=1)
        for _at, row in islice(numbered, HEADING_ROWS):
            texts = [_text(cell) for cell in row]
            places = _columns(texts, columns, own)
            if len(places) > len(nearest):
                nearest = places
            if not places.keys() >= {*columns.needed, *own}:
                continue
            for column, there in places.items():
                if len(there) > 1:
                    raise _twice(path.name, column, [texts[place] for place in there], columns)
            where = {column: there[0] for column, there in places.items()}
            return _Table(where, {column: texts[place] for column, place in where.items()}, numbered)
    lacking = [columns.name(column) for column in columns.needed if column not in nearest]
    lacking += [own[column] for column in own if column not in nearest]
    raise OneStopListError(
        _("{file} has no table with the columns {columns}.").format(
            file=path.name, columns=", ".join(lacking or map(columns.name, columns.needed))
        ),
        _('Say how they are called there: --column {example}="…".').format(example=columns.needed[0].value),
    )


def _columns(
    texts: Sequence[str], columns: OneStopColumns, own: Mapping[Column, str]
) -> Mapping[Column, Sequence[int]]:
    """By column where headings stand that are its: those that are just one of the known ones, else those that
    begin with one; what the office said wins.
    """
    same: dict[Column, list[int]] = {}
    begun: dict[Column, list[int]] = {}
    headings = {heading: column for heading, column in columns.headings.items() if column not in own}
    given = {without_marks(heading): column for column, heading in own.items()}
    for place, text in enumerate(texts):
        told = re.sub(r"[^\w ]", " ", without_marks(text))
        told = " ".join(told.split())
        if (column := given.get(without_marks(text)) or headings.get(told)) is not None:
            same.setdefault(column, []).append(place)
            continue
        starts = [heading for heading in headings if told.startswith(f"{heading} ")]
        if starts:
            begun.setdefault(headings[max(starts, key=len)], []).append(place)
    return {**begun, **same}


def _line(
    cells: Mapping[Column, Any],
    columns: OneStopColumns,
    read: ListRead,
    known: Mapping[str, str],
    today: date,
) -> tuple[OneStopLine | None, str]:
    """What a row says, or what can't be understood in it; no cell's content is told."""
    number = _text(cells[Column.NUMBER]).replace(" ", "")
    if not _NUMBER.fullmatch(number):
        return None, _("no number that can be one")
    days = {}
    for column in (Column.RECEIVED, Column.DUE, Column.ENDED):
        try:
            days[column] = _day(cells.get(column))
        except ValueError:
            return None, _("“{column}” is no day").format(column=read.headings[column])
    if (received := days[Column.RECEIVED]) is None:
        return None, _("“{column}” is empty").format(column=read.headings[Column.RECEIVED])
    if (ended_on := days[Column.ENDED]) is not None and ended_on < received:
        return None, _("it ended before it was received")
    if ended_on is not None and ended_on > today:
        # The day of a plan: what it stands beside has not happened.
        read.to_come += 1
        ended_on = None
    said = {column: _meant(column, cells, columns, read) for column in columns.words}
    ended = _ended(_text(cells.get(Column.STATE)), ended_on is not None, columns, read)
    return (
        OneStopLine(
            number,
            _procedure(cells, known),
            received,
            days[Column.DUE],
            ended,
            ended_on if ended else None,
            said[Column.CHANNEL],
            said[Column.PAYMENT],
        ),
        "",
    )


def _ended(cell: str, has_day: bool, columns: OneStopColumns, read: ListRead) -> str:
    """How a dossier ended, "" if it did not: the day says that it did, the state how."""
    said = columns.state.said(cell) if cell else None
    means = WAITS if said is None else said.means
    if means == OPEN:
        read.not_ended += has_day
        return ""
    if means == WAITS:
        return "result" if has_day else ""
    if means is None or not (has_day or (said is not None and said.whole)):
        read.strange.setdefault(Column.STATE, Counter())[cell[:_MOST_LETTERS]] += 1
        return OUTCOME_UNKNOWN if has_day else ""
    if said is not None and not said.whole:
        read.in_part[cell[:_MOST_LETTERS], means] += 1
    return means


def _meant(column: Column, cells: Mapping[Column, Any], columns: OneStopColumns, read: ListRead) -> str:
    if not (cell := _text(cells.get(column))):
        return ""
    means = columns.meaning(column, cell)
    if means is None:
        read.strange.setdefault(column, Counter())[cell[:_MOST_LETTERS]] += 1
    return means or ""


def _procedure(cells: Mapping[Column, Any], known: Mapping[str, str]) -> str:
    """The code of the procedure; "" where the list names none that is known by its name."""
    named = _text(cells.get(Column.PROCEDURE_NAME))
    if found := _CODE.search(f"{_text(cells.get(Column.PROCEDURE))} {named}"):
        return found[0]
    return known.get(without_marks(named), "")


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else " ".join(str(cell).split())


def _day(cell: Any) -> date | None:
    """The day that a cell says, in Vietnam; raises ValueError."""
    if isinstance(cell, datetime):
        return cell.date() if cell.tzinfo is None else local_day(cell)
    if isinstance(cell, date):
        return cell
    if not (text := _text(cell)) or text in ("-", "–"):
        return None
    found = _DAY.search(text)
    if found is None:
        raise ValueError(text)
    part = found.groupdict()
    order = ("y", "m", "d") if part["y"] else ("iy", "im", "id")
    return date(*(int(part[name]) for name in order))


def _twice(name: str, column: Column, headings: Sequence[str], columns: OneStopColumns) -> OneStopListError:
    told = _("{file} has several columns that may be “{column}”: {headings}.")
    return OneStopListError(
        told.format(file=name, column=columns.name(column), headings="; ".join(headings)),
        _('Say which one: --column {example}="{heading}".').format(example=column.value, heading=headings[0]),
    )


def _not_understood(name: str, faults: Sequence[str]) -> OneStopListError:
    shown = "; ".join(faults[:MOST_FAULTS])
    more = len(faults) - MOST_FAULTS
    rest = _(" and {count} more").format(count=more) if more > 0 else ""
    return OneStopListError(
        _("{file}: lines can't be understood: {faults}{rest}.").format(file=name, faults=shown, rest=rest),
        _("Correct them in the file, or export it anew; nothing was taken in."),
    )
