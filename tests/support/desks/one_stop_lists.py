# SPDX-License-Identifier: Apache-2.0
"""Lists of the one-stop system as workbooks of invented dossiers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openpyxl import Workbook

from batch.report.one_stop.reading import read_list
from batch.report.periods import named
from templates.catalogue.loading import load_catalogue
from templates.model.reports.denominators import OneStopColumn
from templates.model.reports.one_stop import load_one_stop_columns
from tests.support.stores.sixty_dossiers import TODAY

CATALOGUE = load_catalogue()
HEAD = (
    "STT",
    "Mã hồ sơ",
    "Tên thủ tục",
    "Ngày tiếp nhận",
    "Ngày hẹn trả",
    "Ngày trả kết quả",
    "Hình thức nộp",
)
NOVEMBER = named("2026-11", TODAY.date())
Rows = list[tuple[Any, ...]]


def workbook(path: Path, rows: Rows, head: tuple[str, ...] = HEAD, above: int = 4) -> Path:
    book = Workbook()
    page = book.worksheets[0]
    for _line in range(above):
        page.append(["UBND XÃ HỒNG QUANG", None, "DANH SÁCH HỒ SƠ"])
    page.append(list(head))
    for row in rows:
        page.append(list(row))
    book.save(path)
    return path


def row(number: str, received: Any, *more: Any, procedure: str = "Đăng ký khai sinh") -> tuple[Any, ...]:
    return (1, number, procedure, received, *more)


def read(path: Path, **own: str) -> Any:
    given = {OneStopColumn(name): heading for name, heading in own.items()}
    return read_list(path, load_one_stop_columns(), CATALOGUE, given)
