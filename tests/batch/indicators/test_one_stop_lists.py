# SPDX-License-Identifier: Apache-2.0
"""Lists of the one-stop system are read whatever they look like, or refused in words."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from batch.errors import OneStopListError
from batch.store.counted.lists import OneStopLine
from templates.model.reports.denominators import OneStopColumn
from tests.support.desks.one_stop_lists import Rows, read, row, workbook


def test_what_a_list_says_is_understood_wherever_it_stands(tmp_path: Path) -> None:
    day = datetime(2026, 11, 2, 8, 15)  # noqa: DTZ001
    rows: Rows = [
        row("H1-1", day, date(2026, 11, 2), "02/11/2026 16:00", "Nộp trực tuyến"),
        row("H1-2", "08:15 03/11/2026", "2026-11-05", None, "Qua bưu chính công ích"),
        row("H1-3", "3-11-2026", None, "-", "Trực tiếp tại quầy", procedure="1.004873"),
        row("H1-4", "04/11/2026", None, None, "Zalo", procedure="Cấp phép xây dựng"),
        row("H1-2", "03/11/2026", None, "05/11/2026", None),
        (),
        ("Tổng cộng", None, None, None),
    ]
    third, fifth = date(2026, 11, 3), date(2026, 11, 5)
    found = read(workbook(tmp_path / "a.xlsx", rows))
    assert found.lines == [
        OneStopLine("H1-1", "1.001193", day.date(), day.date(), "result", day.date(), "online"),
        OneStopLine("H1-2", "1.001193", third, fifth, "result", fifth, "post"),
        OneStopLine("H1-3", "1.004873", third, None, "", None, "counter"),
        OneStopLine("H1-4", "", date(2026, 11, 4)),
    ]
    assert (found.repeated, found.foreign) == (1, 1)
    assert dict(found.strange[OneStopColumn.CHANNEL]) == {"Zalo": 1}


def test_other_headings_and_csv_are_read_and_an_office_says_its_own(tmp_path: Path) -> None:
    head = "\ufeffSố hồ sơ;Thời gian tiếp nhận hồ sơ;Trạng thái"
    rows = ("A-1;02/11/2026;Tạm dừng xử lý", "A-2;2/11/2026;Công dân rút hồ sơ", "")
    (tmp_path / "a.csv").write_text("\r\n".join((head, *rows)), encoding="utf-8", newline="")
    assert [one.ended for one in read(tmp_path / "a.csv").lines] == ["", "withdrawn"]
    strange = ("Ký hiệu", "Ngày vào", "Ngày nhận")
    file = workbook(tmp_path / "b.xlsx", [("Z-1", "02/11/2026", "03/11/2026")], strange)
    with pytest.raises(OneStopListError, match="Mã hồ sơ"):
        read(file)
    (line,) = read(file, number="Ký hiệu", received="Ngày vào").lines
    assert (line.number, line.received_on) == ("Z-1", date(2026, 11, 2))


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([row("H1-1", "hôm qua")], "dòng 6"),
        ([row("H1-1", "31/02/2026")], "không phải là ngày"),
        ([row("H1-1", "02/11/2026"), row("", "02/11/2026")], "dòng 7"),
        ([row("H1-1", None, "02/11/2026")], "để trống"),
        ([row("H1-1", "05/11/2026", None, "02/11/2026")], "trước khi"),
        ([row("H1-1", "05/11/2026"), row("H1-1", "06/11/2026")], "khác dòng 6"),
        ([], "không có hồ sơ"),
    ],
)
def test_what_is_not_understood_is_told_by_its_line_and_nothing_is_taken(
    tmp_path: Path, rows: Rows, said: str
) -> None:
    with pytest.raises(OneStopListError, match=said) as told:
        read(workbook(tmp_path / "a.xlsx", rows))
    assert "hôm qua" not in told.value.sentence


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xlsx", b""),
        ("a.xlsx", b"PK\x03\x04 broken"),
        ("a.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600),
        ("a.xls", b"<html><table>"),
        ("a.csv", "Mã hồ sơ;Ngày".encode("utf-16")),
        ("a.csv", b'"'),
        ("a.pdf", b"%PDF-1.7"),
    ],
)
def test_no_table_is_refused_by_the_files_name(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(OneStopListError, match=name):
        read(tmp_path / name)


def test_two_columns_that_may_be_one_are_asked_about(tmp_path: Path) -> None:
    head = ("Mã hồ sơ", "Ngày nhận", "Ngày tiếp nhận")
    with pytest.raises(OneStopListError, match="nhiều cột"):
        read(workbook(tmp_path / "a.xlsx", [("A-1", "02/11/2026", "03/11/2026")], head))


# The list of November: every dossier of the store received then under a number of its own, but for ten that
# have none; and five that the store has not.
