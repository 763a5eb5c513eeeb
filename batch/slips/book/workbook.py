# SPDX-License-Identifier: Apache-2.0
"""The register of dossiers (sổ theo dõi hồ sơ, Mẫu 07) as a workbook, a line a dossier."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from batch.slips.book.lines import Cell, lines_of
from batch.slips.facts.gather import spelled_out
from batch.slips.sheets.put_file import put_file
from intake.dossier.deadline.local_time import LOCAL
from intake.dossier.paging import ALL
from intake.dossier.search.sought import Sought
from intake.settings.settings import UnitSettings
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue
from templates.language.outside_text import Longest, clean
from templates.model.book_text import BookText, load_book_text

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

# What citizens' names begin with must never become a formula or a link.
_PLAIN_TEXT = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
}
_HEAD = 4


class RegisterColumn(Protocol):
    """A column of a register: its heading, its width in characters, and what heads it and its neighbours."""

    @property
    def title(self) -> str: ...
    @property
    def width(self) -> int: ...
    @property
    def group(self) -> str: ...


class RegisterText(Protocol):
    """A register's title and columns."""

    @property
    def title(self) -> str: ...
    @property
    def columns(self) -> Sequence[RegisterColumn]: ...


def write_book(store: Store, path: Path, since: date | None, until: date | None, unit: UnitSettings) -> int:
    """Write the register of the dossiers received from ``since`` to ``until`` (both included) to ``path``,
    headed by the ``unit``.

    The number of lines. Raises ``SlipError`` where the file can't be written.
    """
    text = load_book_text(load_catalogue().root)
    rows = list(_rows(store, text, since, until, spelled_out(unit.name)))
    put_file(path, workbook_of(text, rows, period_in_words(since, until), unit))
    return len(rows)


def workbook_of(text: RegisterText, rows: Sequence[Sequence[Cell]], period: str, unit: UnitSettings) -> bytes:
    """The workbook: title, two lines of headings that are repeated on every printed page, a line a
    dossier.
    """
    from xlsxwriter import Workbook

    out = io.BytesIO()
    with Workbook(out, _PLAIN_TEXT) as book:
        # The same rows give the same bytes.
        book.set_properties({"title": text.title, "created": datetime(2000, 1, 1)})  # noqa: DTZ001
        sheet = book.add_worksheet("Sổ theo dõi")
        _page(sheet, text)
        _headings(book, sheet, text, period, unit)
        _lines(book, sheet, rows)
    return out.getvalue()


def _rows(
    store: Store, text: BookText, since: date | None, until: date | None, office: str
) -> Iterator[list[Cell]]:
    """A line a dossier, the oldest first."""
    with store.read() as session:
        start, end = morning_of(since), morning_of(until, 1)
        parts = store.list_in_parts(session, ALL, Sought(since=start, until=end), oldest_first=True)
        told = (line for part in parts for line in lines_of(store, session, part))
        for line in told:
            known = {"office": office, **line}
            yield [known[column.of] for column in text.columns]


def morning_of(day: date | None, later: int = 0) -> datetime | None:
    """When the day begins in Vietnam, or the one ``later`` days after it."""
    if day is None:
        return None
    begins = day if later > (date.max - day).days else day + timedelta(days=later)
    return datetime.combine(begins, datetime.min.time(), LOCAL)


def period_in_words(since: date | None, until: date | None) -> str:
    """“Từ ngày 01/11/2026 đến ngày 30/11/2026”; both days are included."""
    parts = (f"Từ ngày {since:%d/%m/%Y}" if since else "", f"đến ngày {until:%d/%m/%Y}" if until else "")
    said = " ".join(filter(None, parts))
    return said[:1].upper() + said[1:]


def _page(sheet: Worksheet, text: RegisterText) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEAD - 1, _HEAD)
    sheet.freeze_panes(_HEAD + 1, 2)
    sheet.set_footer("&C&P/&N")
    for index, column in enumerate(text.columns):
        sheet.set_column(index, index, column.width)


def _headings(book: Workbook, sheet: Worksheet, text: RegisterText, period: str, unit: UnitSettings) -> None:
    last = len(text.columns) - 1
    title = book.add_format(
        {"bold": True, "font_name": "Times New Roman", "font_size": 14, "align": "center"}
    )
    plain = book.add_format({"font_name": "Times New Roman", "font_size": 12, "align": "center"})
    head = _format(book, {"bold": True, "align": "center"})
    sheet.merge_range(0, 0, 0, last, unit.name or unit.counter, plain)
    sheet.merge_range(1, 0, 1, last, text.title, title)
    sheet.merge_range(2, 0, 2, last, period, plain)
    for index, column in enumerate(text.columns):
        if not column.group:
            sheet.merge_range(_HEAD - 1, index, _HEAD, index, column.title, head)
        else:
            sheet.write(_HEAD, index, column.title, head)
    for first, end, group in _groups(text.columns):
        sheet.merge_range(_HEAD - 1, first, _HEAD - 1, end, group, head)


def _groups(columns: Sequence[RegisterColumn]) -> Iterator[tuple[int, int, str]]:
    """Neighbours of one group, by their first and last column; a group of one needs no heading of its own."""
    start = 0
    for index in range(1, len(columns) + 1):
        if index == len(columns) or columns[index].group != columns[start].group:
            if columns[start].group and index - start > 1:
                yield start, index - 1, columns[start].group
            start = index


def _lines(book: Workbook, sheet: Worksheet, rows: Sequence[Sequence[Cell]]) -> None:
    text = _format(book, {})
    day = _format(book, {"num_format": "dd/mm/yyyy", "align": "center"})
    number = _format(book, {"align": "center"})
    for line, row in enumerate(rows, start=_HEAD + 1):
        for index, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(line, index, datetime.combine(cell, datetime.min.time()), day)
            elif isinstance(cell, int):
                sheet.write_number(line, index, cell, number)
            else:
                sheet.write_string(line, index, clean(cell)[: Longest.NOTE], text)


def _format(book: Workbook, more: dict[str, object]) -> Format:
    base = {
        "font_name": "Times New Roman",
        "font_size": 12,
        "border": 1,
        "text_wrap": True,
        "valign": "vcenter",
    }
    return book.add_format(base | more)
