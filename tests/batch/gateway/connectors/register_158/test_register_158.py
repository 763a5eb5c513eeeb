# SPDX-License-Identifier: Apache-2.0
"""Import files of the civil-status software, opened again as whoever imports them opens them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from batch.gateway.connectors.register_158 import Register158
from batch.gateway.connectors.register_158.books import load_books, load_forms
from batch.gateway.contract import OutgoingComponent, Submission, Unit
from batch.gateway.registry import OfficeDoors
from batch.outbox.push import Pusher
from bench.storm.dossiers import queued_dossier
from intake.settings.doors import DoorSettings, GatewaySettings
from intake.settings.settings import Settings
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue
from tests.support.desks.packing_desk import WHO
from tests.support.dossiers.laid_dossiers import DOSSIER, NUMBER, is_whole, laid_in, place_in, submission
from tests.support.dossiers.procedure_dossiers import Sample, samples

UNIT = Unit("H34.11", "UBND xã Ví Dụ", "xã Ví Dụ, tỉnh Ninh Bình")
COLUMNS = {"KS": 60, "KH": 44, "HN": 35, "KT": 48, "CMC": 50}
SOUND = {one.procedure: one for one in reversed(samples()) if not (one.expected["errors"] or ())}
FORMULAS = ('=HYPERLINK("http://x","y")', "+1+1", "-1", "@SUM(A1)", "0012", "{=1}")


def form_of(procedure: str, moment: datetime) -> str:
    return load_catalogue().procedure(procedure, moment.date()).form


def of_sample(sample: Sample) -> Submission:
    form = form_of(sample.procedure, sample.received)
    (values,) = sample.papers[form]
    paper = OutgoingComponent("", "Tờ khai", (), form)
    return Submission(DOSSIER, sample.procedure, sample.received, values, (paper,), sample.answers)


def file_of(place: Path, one: Submission) -> Path:
    name = Register158(place, UNIT).put(one, NUMBER)
    (file,) = (place / name).glob("*.xlsx")
    assert is_whole(place / name)
    return file


def row_in(file: Path) -> tuple[dict[str, Any], Worksheet]:
    """The row by column, as the software reads it, and its sheet."""
    sheet = load_workbook(file)[load_books().sheet]
    heads, values = list(sheet.iter_rows(max_row=2, values_only=True))
    return dict(zip(map(str, heads), values, strict=True)), sheet


def notes_in(file: Path) -> dict[str, str]:
    sheet = load_workbook(file)[load_books().notes]
    return {str(column): str(why) for column, why in sheet.iter_rows(min_row=2, values_only=True)}


def having_a_book() -> list[str]:
    forms = {form for book in load_books().books.values() for form in book.forms}
    return [code for code, one in sorted(SOUND.items()) if form_of(code, one.received) in forms]


def test_each_book_has_as_many_columns_as_its_template_each_once_and_every_slot_has_a_column() -> None:
    books = load_books().books
    assert {code: len(book.columns) for code, book in books.items()} == COLUMNS
    assert all(len(set(book.columns)) == len(book.columns) for book in books.values())
    for form, slots in load_forms().slots.items():
        (book,) = (book for book in books.values() if form in book.forms)
        assert {slot.to for slot in slots} <= set(book.columns), form


@pytest.mark.parametrize("procedure", having_a_book())
def test_of_every_procedure_with_a_book_the_file_opens_and_names_whom_it_is_about(
    tmp_path: Path, procedure: str
) -> None:
    one = of_sample(SOUND[procedure])
    row, sheet = row_in(file_of(place_in(tmp_path), one))
    (book,) = (book for book in load_books().books.values() if tuple(map(str, row)) == book.columns)
    assert form_of(procedure, one.received_at) in book.forms
    told = {value for key, value in one.values.items() if key.endswith("full_name")}
    assert told & set(row.values())
    assert all(cell.data_type == "s" for line in sheet.iter_rows() for cell in line if cell.value is not None)


def test_a_birth_stands_in_its_columns_with_dates_and_codes_of_the_file(tmp_path: Path) -> None:
    one = submission(
        tmp_path / "package",
        child__birth_date="02/11/2026",
        child__ethnicity="Kinh",
        child__nationality="Việt Nam",
        child__birth_place="Bệnh viện Ví Dụ",
        mother__id_document="Căn cước công dân số 001190000017, cấp ngày 02/03/2022",
        mother__residence="Thường trú: xã Ví Dụ, tỉnh Ninh Bình",
        requester__full_name="TRẦN THỊ MAI",
        requester__relation="Mẹ",
    )
    file = file_of(place_in(tmp_path), one)
    row, _sheet = row_in(file)
    assert {column: value for column, value in row.items() if value is not None} == {
        "loaiDangKy": "1",
        "nksHoTen": "LÊ AN",
        "nksGioiTinh": "1",
        "nksNgaySinh": "02.11.2026",
        "nksNoiSinh": "Bệnh viện Ví Dụ",
        "nksDanToc": "Kinh",
        "nksLoaiKhaiSinh": "3",
        "meHoTen": "TRẦN THỊ MAI",
        "meLoaiCuTru": "1",
        "meNoiCuTru": "Thường trú: xã Ví Dụ, tỉnh Ninh Bình",
        "meLoaiGiayToTuyThan": "4",
        "meSoGiayToTuyThan": "001190000017",
        "nycHoTen": "TRẦN THỊ MAI",
        "nycQuanHe": "Mẹ",
    }
    notes = notes_in(file)
    assert "Việt Nam" in notes["nksQuocTich"]
    assert {"so", "quyenSo", "ngayDangKy", "noiDangKy", "nguoiKy"} <= set(notes)


@pytest.mark.parametrize("value", FORMULAS)
def test_no_value_becomes_a_formula_a_link_or_a_number(tmp_path: Path, value: str) -> None:
    one = submission(tmp_path / "package", child__full_name=value, child__birth_place=value)
    row, sheet = row_in(file_of(place_in(tmp_path), one))
    assert (row["nksHoTen"], row["nksNoiSinh"]) == (value, value)
    cells = [cell for line in sheet.iter_rows() for cell in line if cell.value is not None]
    assert all(cell.data_type == "s" and cell.hyperlink is None for cell in cells)
    assert all(cell.number_format == "@" for cell in cells)


def test_a_procedure_without_a_book_and_a_row_without_a_name_are_refused_before(tmp_path: Path) -> None:
    door = Register158(place_in(tmp_path), UNIT)
    (told,) = door.check(submission(tmp_path / "package", procedure="1.004837"))
    assert "[gateway.procedures]" in told.text
    (missing,) = door.check(submission(tmp_path / "package", child__full_name=""))
    assert (missing.key, missing.kind) == ("child.full_name", "missing")


def test_it_is_set_up_in_the_settings_and_a_push_lays_one_file_of_the_same_bytes_each_time(
    store: Store, tmp_path: Path
) -> None:
    place = place_in(tmp_path)
    settings = GatewaySettings(doors={"so": DoorSettings(connector="register-158", place=str(place))})
    door = OfficeDoors(Settings(gateway=settings)).open("so")
    assert Pusher(store, door, WHO, door="so").push(queued_dossier(store)).state == "sent"
    (name,) = laid_in(place)
    assert name.startswith("KS_") and is_whole(place / name)
    one = submission(tmp_path / "package")
    first, second = (file_of(place_in(tmp_path / each), one) for each in "ab")
    assert first.read_bytes() == second.read_bytes() and first.parent.name == second.parent.name
