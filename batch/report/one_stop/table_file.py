# SPDX-License-Identifier: Apache-2.0
"""A file with a table, .xlsx or .csv, as rows of cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from batch.errors import OneStopListError
from templates.language.messages import _

MOST_BYTES, MOST_UNPACKED, MOST_ROWS = 50_000_000, 600_000_000, 300_000

Row = Sequence[Any]
"""Cells of a row: texts, numbers, days, moments or None."""


def tables_of(path: Path) -> Iterator[tuple[str, Iterator[Row]]]:
    """The name and the rows of each table of a file (sheets of a workbook that are not hidden).

    Raises:
        OneStopListError: it can't be read, or is no such file.
    """
    data = _bytes_of(path)
    if data.startswith(b"PK"):
        yield from _sheets(path.name, data)
    elif path.suffix.lower() in (".csv", ".txt") and b"\0" not in data:
        yield path.name, _csv_rows(path.name, data)
    elif data.startswith(b"\xd0\xcf\x11\xe0") or path.suffix.lower() == ".xls":
        raise OneStopListError(
            _("{file} is an old Excel file (.xls).").format(file=path.name),
            _("Open it in Excel or LibreOffice and save it as .xlsx."),
        )
    else:
        raise _no_table(path.name)


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as source:
            data = source.read(MOST_BYTES + 1)
    except OSError as error:
        raise OneStopListError(
            _("{file} can't be read.").format(file=path.name), _("Check the name and the folder.")
        ) from error
    if len(data) > MOST_BYTES:
        raise _too_large(path.name)
    return data


def _sheets(name: str, data: bytes) -> Iterator[tuple[str, Iterator[Row]]]:
    from openpyxl import load_workbook

    try:
        with ZipFile(io.BytesIO(data)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise _too_large(name)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except OneStopListError:
        raise
    except (BadZipFile, KeyError, ValueError, TypeError, AttributeError, OSError, SyntaxError) as error:
        raise _no_table(name) from error  # SyntaxError: XML that is none
    try:
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                sheet.reset_dimensions()  # what a file says of its size is often wrong
                yield sheet.title, _rows(name, sheet.iter_rows(values_only=True))
    finally:
        book.close()


def _rows(name: str, rows: Iterator[Row]) -> Iterator[Row]:
    try:
        for at, row in enumerate(rows):
            if at >= MOST_ROWS:
                raise _too_large(name)
            yield row
    except (BadZipFile, KeyError, ValueError, TypeError, AttributeError, OSError, SyntaxError) as error:
        raise _no_table(name) from error


def _csv_rows(name: str, data: bytes) -> Iterator[Row]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise OneStopListError(
            _("{file} is not written in UTF-8.").format(file=name),
            _("Save it as .xlsx, or as CSV UTF-8."),
        ) from error
    head = text[:4000]
    delimiter = max(";\t,", key=head.count)
    try:
        yield from _rows(name, csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise _no_table(name) from error


def _too_large(name: str) -> OneStopListError:
    return OneStopListError(
        _("{file} is larger than a list can be.").format(file=name),
        _("Export the list of one period, dossiers only."),
    )


def _no_table(name: str) -> OneStopListError:
    return OneStopListError(
        _("{file} is no Excel file (.xlsx) and no CSV, or it is damaged.").format(file=name),
        _("Export the list anew, or save it as .xlsx."),
    )
