# SPDX-License-Identifier: Apache-2.0
"""A register of certifications (sổ chứng thực) as a workbook: every line in its order, the void ones too, and
the sums of the period below.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from batch.slips.book.lines import Cell
from batch.slips.book.workbook import morning_of, period_in_words, workbook_of
from batch.slips.sheets.put_file import put_file
from batch.store.certifications import (
    CertificationChange,
    CertificationRecord,
    certifications_between,
)
from intake.dossier.deadline.local_time import local_day
from intake.settings.settings import UnitSettings
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue
from templates.model.charges.certification import CertificationBook, load_certification_books

_CALLED = {
    "requester": "họ tên",
    "id_paper": "giấy tờ tùy thân",
    "paper": "tên giấy tờ",
    "pages": "số trang",
    "count": "số bản",
    "signer": "người ký",
    "fee_vnd": "phí",
}
"""What the columns that may be corrected are called in the register."""


def certification_lines(
    store: Store, book: str, since: date | None, until: date | None, unit: UnitSettings
) -> list[CertificationRecord]:
    """The lines of a register entered from ``since`` to ``until``, both included.

    Raises ``UnknownNameError``: there is no such register.
    """
    load_certification_books(load_catalogue().root).book(book)
    with store.read() as session:
        period = morning_of(since), morning_of(until, 1)
        return list(certifications_between(session, unit.code, book, *period))


def write_certification_book(
    store: Store, path: Path, book: str, since: date | None, until: date | None, unit: UnitSettings
) -> int:
    """Write a register of the period (both days included) to ``path``; the number of its lines.

    Raises ``UnknownNameError``: there is no such register; ``SlipError``: the file can't be written.
    """
    data, lines = certification_book(store, book, since, until, unit)
    put_file(path, data)
    return lines


def certification_book(
    store: Store, book: str, since: date | None, until: date | None, unit: UnitSettings
) -> tuple[bytes, int]:
    """The same as a workbook in memory, and the number of its lines; raises ``UnknownNameError``."""
    text = load_certification_books(load_catalogue().root).book(book)
    lines = certification_lines(store, book, since, until, unit)
    rows = [*(_row(line, text) for line in lines), *_sums(lines, text)]
    return workbook_of(text, rows, period_in_words(since, until), unit), len(lines)


def _row(line: CertificationRecord, text: CertificationBook) -> list[Cell]:
    known: dict[str, Cell] = {
        "number": f"{line.number}\n{line.volume:02d}/{line.year}-{line.symbol}",
        "day": local_day(line.certified_at),
        "requester": line.requester,
        "id_paper": line.id_paper,
        "paper": line.paper,
        "signer": line.signer,
        "pages": line.pages,
        "count": line.count,
        "fee": "" if line.fee_vnd is None else line.fee_vnd,
        "note": note_of(line),
    }
    return [known[column.of] for column in text.columns]


def _sums(lines: Sequence[CertificationRecord], text: CertificationBook) -> Iterator[list[Cell]]:
    """How much was certified: the register is closed with these figures at the end of a year."""
    standing = [line for line in lines if line.void is None]
    known: dict[str, Cell] = {
        "paper": f"Cộng: {len(standing)} việc; hủy: {len(lines) - len(standing)}",
        "count": sum(line.count for line in standing),
        "fee": sum(line.fee_vnd or 0 for line in standing),
    }
    if lines:
        yield [known.get(column.of, "") for column in text.columns]


def note_of(line: CertificationRecord) -> str:
    """What was waived, corrected or made void, by whom and why."""
    notes = [f"Không thu phí: {line.waived}"] if line.waived else []
    return "; ".join((*notes, *map(_change, line.changes)))


def _change(change: CertificationChange) -> str:
    by = f"{local_day(change.at):%d/%m/%Y}, {change.who}: {change.reason}"
    if change.void:
        return f"HỦY {by}"
    told = ", ".join(
        f"{_CALLED.get(name, name)}: {_said(change.before.get(name))} → {_said(value)}"
        for name, value in change.told.items()
    )
    return f"Sửa {by} ({told})" if told else f"Ghi chú {by}"


def _said(value: Any) -> str:
    return "(trống)" if value in (None, "") else str(value)
