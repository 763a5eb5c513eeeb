# SPDX-License-Identifier: Apache-2.0
"""An import file as a workbook: every cell is text, whatever a value begins with."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from batch.gateway.connectors.register_158.books import BookRow, Books
from templates.language.messages import _

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_PLAIN_TEXT = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
}
_TEXT = "@"
_WIDTH = 18


def workbook_of(books: Books, row: BookRow) -> bytes:
    """The headings and the dossier's row, and a second sheet with what a person still has to fill in."""
    from xlsxwriter import Workbook

    out = io.BytesIO()
    with Workbook(out, _PLAIN_TEXT) as book:
        # The same row gives the same bytes.
        book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001
        # Text also where a person types later: a number of a paper must keep its noughts.
        text, head = (
            book.add_format({"num_format": _TEXT}),
            book.add_format({"num_format": _TEXT, "bold": True}),
        )
        _import(book.add_worksheet(books.sheet), books, row, text, head)
        _notes(book.add_worksheet(books.notes), _to_fill(books, row), text, head)
    return out.getvalue()


def _import(sheet: Worksheet, books: Books, row: BookRow, text: Format, head: Format) -> None:
    columns = books.books[row.book].columns
    sheet.set_column(0, len(columns) - 1, _WIDTH, text)
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column, head)
        if value := row.cells.get(column, ""):
            sheet.write_string(1, place, value, text)


def _notes(sheet: Worksheet, told: Mapping[str, str], text: Format, head: Format) -> None:
    sheet.set_column(0, 0, 2 * _WIDTH, text)
    sheet.set_column(1, 1, 4 * _WIDTH, text)
    sheet.write_string(0, 0, _("Column"), head)
    sheet.write_string(0, 1, _("To be filled in by a person"), head)
    for place, (column, why) in enumerate(told.items(), start=1):
        sheet.write_string(place, 0, column, text)
        sheet.write_string(place, 1, why, text)


def _to_fill(books: Books, row: BookRow) -> dict[str, str]:
    return dict(_left(books, row))


def _left(books: Books, row: BookRow) -> Iterator[tuple[str, str]]:
    for column in books.books[row.book].columns:
        if column in row.uncoded:
            yield column, _("the file's code is not known for: {value}").format(value=row.uncoded[column])
        elif column in books.from_the_book and column not in row.cells:
            yield column, _("known once it stands in the book")
