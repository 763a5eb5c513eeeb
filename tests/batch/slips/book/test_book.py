# SPDX-License-Identifier: Apache-2.0
"""The register of dossiers: a line each, in the order they came, dates as dates."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from batch.slips.book.workbook import morning_of, workbook_of, write_book
from batch.slips.errors import SlipError
from batch.slips.numbered.issue import (
    issue_apology,
    issue_receipt,
    issue_refusal,
    issue_stop,
    issue_supplement,
)
from batch.store.slips import Visitor
from intake.dossier.states import State
from intake.store.store import Store
from intake.store.tables.model import DossierRow
from templates.model.book_text import load_book_text
from tests.support.desks.packing_desk import Clock
from tests.support.desks.slip_desk import CLERK, OFFICE, RECEIVED, WHO, new_dossier, opened, set_office

pytestmark = pytest.mark.usefixtures("each_database")  # on PostgreSQL with --slow: see conftest

FIRST_LINE = 6


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    set_office(monkeypatch)
    store = opened(tmp_path / "home", Clock(RECEIVED))
    yield store
    store.close()


def sheet_of(path: Path) -> Worksheet:
    sheet = openpyxl.load_workbook(path).active
    assert isinstance(sheet, Worksheet)
    return sheet


def lines(path: Path) -> list[dict[str, object]]:
    columns = [column.of for column in load_book_text().columns]
    rows = sheet_of(path).iter_rows(min_row=FIRST_LINE, values_only=True)
    return [dict(zip(columns, row, strict=True)) for row in rows]


def test_every_dossier_of_the_period_has_its_line(store: Store, tmp_path: Path) -> None:
    made = [new_dossier(store), new_dossier(store, procedure="1.004873")]
    assert write_book(store, tmp_path / "so.xlsx", date(2026, 11, 16), date(2026, 11, 16), OFFICE) == 2
    first, second = lines(tmp_path / "so.xlsx")
    assert [first["code"], second["code"]] == made
    assert (first["line"], second["line"]) == (1, 2)
    assert first["requester"] == "NGUYỄN THỊ PHƯỢNG HOÀNG"
    assert first["received"] == datetime(2026, 11, 16)  # noqa: DTZ001 (a spreadsheet has no zones)
    assert (first["due"], second["due"]) == (datetime(2026, 11, 16), datetime(2026, 11, 19))  # noqa: DTZ001


def test_days_outside_the_period_are_left_out(store: Store, tmp_path: Path) -> None:
    new_dossier(store)
    for since, until, expected in (
        (date(2026, 11, 17), None, 0),
        (None, date(2026, 11, 15), 0),
        (None, date(2026, 11, 16), 1),
    ):
        assert write_book(store, tmp_path / "so.xlsx", since, until, OFFICE) == expected


def test_what_happened_since_stands_in_the_notes(store: Store, tmp_path: Path) -> None:
    waiting, late, refused, done, withdrawn = (new_dossier(store) for _each in range(5))
    issue_stop(store, withdrawn, by=CLERK, reason="Công dân rút hồ sơ")
    issue_supplement(store, waiting, by=CLERK)
    issue_apology(store, late, by=CLERK, reason="Chờ xác minh", until=date(2026, 11, 20))
    issue_refusal(store, refused, by=CLERK, reasons=["Không thuộc thẩm quyền."], law="Luật Hộ tịch")
    with store.write() as session:
        for state in [*list(State)[1:5], State.PACKAGED, State.QUEUED, State.PUSHED, State.ACCEPTED]:
            store.advance(session, done, state, who=WHO)
        store.advance(session, done, State.RESULT_ATTACHED, who=WHO)
    write_book(store, tmp_path / "so.xlsx", None, None, OFFICE)
    told = {str(line["code"]): line for line in lines(tmp_path / "so.xlsx")}
    assert (told[waiting]["note"], told[waiting]["due"]) == ("Chờ công dân bổ sung", "")
    assert told[late]["due"] == datetime(2026, 11, 20)  # noqa: DTZ001
    assert told[refused]["note"] == "Từ chối giải quyết"
    assert told[withdrawn]["note"] == "Dừng giải quyết, công dân rút hồ sơ"
    assert told[done]["returned"] == datetime(2026, 11, 16)  # noqa: DTZ001


def test_a_reception_that_no_rules_cover_leaves_the_day_of_return_empty(store: Store, tmp_path: Path) -> None:
    early, unknown = new_dossier(store), new_dossier(store)
    with store.write() as session:
        session.get_one(DossierRow, early).received_at = datetime(2020, 3, 2, 2, tzinfo=UTC)
        session.get_one(DossierRow, unknown).procedure = "9.999999"
    write_book(store, tmp_path / "so.xlsx", None, None, OFFICE)
    first, second = lines(tmp_path / "so.xlsx")
    assert (first["code"], first["due"], first["requester"]) == (early, "", "NGUYỄN THỊ PHƯỢNG HOÀNG")
    assert (second["code"], second["due"], second["procedure"]) == (unknown, "", "9.999999")


def test_the_line_tells_what_the_counter_was_told_before_what_the_form_says(
    store: Store, tmp_path: Path
) -> None:
    dossier = new_dossier(store)
    for phone in ("0900 000 001", "0900 000 002"):
        issue_receipt(store, dossier, by=CLERK, visitor=Visitor("LÊ THỊ KHÁC", "Thôn Một", phone), renew=True)
    write_book(store, tmp_path / "so.xlsx", None, None, OFFICE)
    (line,) = lines(tmp_path / "so.xlsx")
    assert (line["requester"], line["reach"]) == ("LÊ THỊ KHÁC", "Thôn Một, 0900 000 002")


def test_lines_come_oldest_first_over_more_than_one_part(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("intake.store.dossier.listing.PART", 2)
    made = [new_dossier(store) for _each in range(5)]
    assert write_book(store, tmp_path / "so.xlsx", None, None, OFFICE) == 5
    assert [(line["line"], line["code"]) for line in lines(tmp_path / "so.xlsx")] == list(enumerate(made, 1))


def test_a_name_that_looks_like_a_formula_stays_a_name(store: Store, tmp_path: Path) -> None:
    new_dossier(store, {"requester.full_name": "=HYPERLINK(1)", "requester.residence": "@SUM(1)"})
    write_book(store, tmp_path / "so.xlsx", None, None, OFFICE)
    cells = [cell for row in sheet_of(tmp_path / "so.xlsx").iter_rows(min_row=FIRST_LINE) for cell in row]
    assert [cell.data_type for cell in cells if cell.value in ("=HYPERLINK(1)", "@SUM(1)")] == ["s", "s"]


def test_the_heading_is_repeated_on_paper(store: Store, tmp_path: Path) -> None:
    write_book(store, tmp_path / "so.xlsx", None, None, OFFICE)
    sheet = sheet_of(tmp_path / "so.xlsx")
    assert sheet.print_title_rows == "$4:$5"
    assert (sheet.page_setup.orientation, sheet.freeze_panes) == ("landscape", "C6")
    assert sheet["A2"].value == "SỔ THEO DÕI HỒ SƠ"


def test_the_last_day_of_the_calendar_is_a_day_to_ask_for() -> None:
    assert morning_of(date.max, 1) == morning_of(date.max)
    assert morning_of(date(2026, 11, 30), 1) == morning_of(date(2026, 12, 1))


def test_the_same_lines_give_the_same_bytes() -> None:
    text = load_book_text()
    row = [1, "a", "b", 1, "c", "d", "e", date(2026, 1, 1), "", "", "", "", ""]
    assert workbook_of(text, [row], "", OFFICE) == workbook_of(text, [row], "", OFFICE)
    assert openpyxl.load_workbook(io.BytesIO(workbook_of(text, [row], "", OFFICE)))


def test_a_folder_that_is_not_there_is_told(store: Store, tmp_path: Path) -> None:
    with pytest.raises(SlipError):
        write_book(store, tmp_path / "no" / "so.xlsx", None, None, OFFICE)
