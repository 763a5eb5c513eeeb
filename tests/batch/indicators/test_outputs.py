# SPDX-License-Identifier: Apache-2.0
"""The same number everywhere: the screen, JSON, CSV, Excel (its formulas too), the PDF and the desk's
page.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from jsonschema import validate
from openpyxl import load_workbook
from rich.console import Console

from batch.desk.screens.indicators import indicator_tables
from batch.report.gaps import gap_counts, gap_list
from batch.report.indicators import IndicatorSheet, value_told
from batch.report.lines import IndicatorLine, lines_of_sheet, sheet_json
from batch.report.lists import lists_behind
from batch.report.outputs.csv_file import csv_of
from batch.report.outputs.printed import report_pdf
from batch.report.outputs.workbook import workbook_of
from batch.store.gap_rows import GapKind
from intake.settings.settings import UnitSettings
from intake.store.store import Store
from templates.model.reports.indicators import Points
from tests.support.desks.web_desk import browser, web_desk

OFFICE = UnitSettings(code="H34.12", name="UBND xã Bình An", commune="Bình An")
SCHEMA = Path(__file__).parents[3] / "docs" / "schema" / "indicators.json"


@pytest.fixture(scope="module")
def told(november: IndicatorSheet) -> list[IndicatorLine]:
    return lines_of_sheet(november)


@pytest.fixture(scope="module")
def workbook(november: IndicatorSheet) -> bytes:
    return workbook_of(november, OFFICE)


@pytest.mark.long
def test_the_screen_fits_eighty_columns_and_says_each_number(
    november: IndicatorSheet, told: list[IndicatorLine]
) -> None:
    console = Console(width=80)
    with console.capture() as captured:
        for part in indicator_tables(november):
            console.print(part, markup=False)
    text = captured.get()
    assert max(map(len, text.splitlines())) <= 80
    for line in told:
        row = next(row for row in text.splitlines() if row.split() and row.split()[0] == line.number)
        if line.counted is not None:
            assert (line.told or "–") in row.split() and line.parts in row


def test_json_says_each_under_its_number_as_the_schema_has_it(
    november: IndicatorSheet, told: list[IndicatorLine]
) -> None:
    made = json.loads(json.dumps(sheet_json(november, OFFICE.code, OFFICE.name)))
    validate(made, json.loads(SCHEMA.read_text("utf-8")))
    for line in told:
        one = made["indicators"][line.number]
        assert (one["value"], one["counted"], one["out_of"]) == (line.value, line.counted, line.out_of)
        assert one["points"] == line.points and one["decided"] is (line.counted is not None)
    assert made["period"] == {"kind": "month", "name": "2026-11", "from": "2026-11-01", "to": "2026-11-30"}


def test_csv_says_the_same(november: IndicatorSheet, told: list[IndicatorLine]) -> None:
    rows = list(csv.DictReader(io.StringIO(csv_of(november, OFFICE.code).decode("utf-8-sig"))))
    assert [row["number"] for row in rows] == [line.number for line in told]
    for row, line in zip(rows, told, strict=True):
        for name, number in (("value", line.value), ("counted", line.counted), ("out_of", line.out_of)):
            assert (float(row[name]) if row[name] else None) == (
                None if number is None else pytest.approx(number, abs=5e-7)
            )
        assert bool(row["why_none"]) == (line.value is None)


def test_the_workbook_says_the_same_and_reckons_it_from_its_procedures(
    workbook: bytes, told: list[IndicatorLine]
) -> None:
    values, formulas = (load_workbook(io.BytesIO(workbook), data_only=only) for only in (True, False))
    summary = {row[0]: row for row in values["Chỉ số"].iter_rows(min_row=8, values_only=True)}
    for line in told:
        counted, out_of, value = summary[line.number][2:5]
        assert (counted, out_of, value or None) == (line.counted, line.out_of, line.value or None)
        if line.counted is None:
            assert line.number not in values.sheetnames
            continue
        sheet, total = values[line.number], 11
        of_each = [row[1:3] for row in sheet.iter_rows(min_row=8, max_row=total - 1, values_only=True)]
        assert sum(part or 0 for part, _whole in of_each) == line.counted
        assert formulas[line.number][f"B{total}"].value == "=SUM(B8:B10)"
        assert sheet[f"A{2}"].value.startswith(line.number) and "11/2026" in sheet["A3"].value
        assert sheet["A1"].value == OFFICE.name and sheet.print_area


@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice on this computer")
def test_libreoffice_reckons_the_same(workbook: bytes, told: list[IndicatorLine], tmp_path: Path) -> None:
    bare = load_workbook(io.BytesIO(workbook))  # its formulas alone: what is shown then was reckoned anew
    bare.save(tmp_path / "r.xlsx")
    assert load_workbook(tmp_path / "r.xlsx", data_only=True)["received"]["B11"].value is None
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", "reckoned", "r.xlsx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=300)

    there = load_workbook(tmp_path / "reckoned" / "r.xlsx", data_only=True)
    here = load_workbook(io.BytesIO(workbook), data_only=True)
    summary = {row[0]: row for row in there["Chỉ số"].iter_rows(min_row=8, values_only=True)}
    for line in told:
        assert summary[line.number][2:4] == (line.counted, line.out_of)
    for sheet in here.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                reckoned, written = there[sheet.title][cell.coordinate].value, cell.value
                if isinstance(written, int | float):
                    assert reckoned == pytest.approx(written), (sheet.title, cell.coordinate)


def test_the_pdf_says_the_same_in_the_layout_of_a_report(
    november: IndicatorSheet, told: list[IndicatorLine]
) -> None:
    data = report_pdf(november, OFFICE)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert pdf.Root.Lang == "vi-VN"
    pages = pypdfium2.PdfDocument(data)
    text = re.sub(r"\s+", " ", " ".join(page.get_textpage().get_text_range() for page in pages))
    for word in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Nơi nhận:", "CHỦ TỊCH", "tháng 11/2026"):
        assert word in text
    for line in told:
        if line.counted is not None:
            assert f"{line.parts} {line.told}".strip() in text, line.number
        else:
            assert line.why in text


@pytest.mark.long
def test_the_desks_page_says_the_same_with_the_list_behind(
    sixty: Store, november: IndicatorSheet, told: list[IndicatorLine]
) -> None:
    with web_desk(sixty) as desk:
        clerk = browser(desk)
        page = clerk.get("/reports?period=2026-11").text
        rows = re.findall(r"<tr>(.*?)</tr>", page.partition("<tbody>")[2], re.S)
        assert len(rows) >= len(told)
        for row, line in zip(rows, told, strict=False):
            cells = [unescape(re.sub(r"<[^>]+>", "", cell)) for cell in re.findall(r"<td.*?</td>", row, re.S)]
            if line.counted is not None:
                assert (cells[2], cells[3]) == (line.parts, line.told or "–"), line.number
        # A link takes the whole of its row where the table is one of rows: each has a single one.
        for text in (page, clerk.get("/reports/list/4.2?period=2026-11").text):
            table = text.partition("<table")[2].partition("</table>")[0]
            links = {row.count("<a ") for row in re.findall(r"<tr>(.*?)</tr>", table, re.S)}
            assert "rows" not in table.partition(">")[0] or links <= {0, 1}
        assert page.count("<svg") == 4 and 'style="' not in page
        behind = clerk.get("/reports/list/4.2?period=2026-11&lacking=1").text
        assert len(set(re.findall(r'href="/dossier/([\w-]+)"', behind))) == 10
        apart = clerk.get("/reports/list/4.2?period=2026-11&apart=0").text  # the double
        assert len(set(re.findall(r'href="/dossier/([\w-]+)"', apart))) == 1
        assert clerk.get("/reports/list/4.2?period=2026-11&apart=9").status_code == 404
        assert clerk.get("/reports/list/1.1").status_code == 404
        assert clerk.get("/reports/list/received?lacking=1").status_code == 404
        book = load_workbook(io.BytesIO(clerk.get("/reports/file/xlsx?period=2026-11").content))
        listed = [row[0] for row in book["overdue"].iter_rows(min_row=20, values_only=True) if row[0]]
        assert len(listed) == 5  # the heading and the four
        assert clerk.get("/reports/file/csv?period=2026-11").content == csv_of(november)
        # No list covers it: the heading says so, here and behind each number, and a file is refused.
        for here in ("/reports", "/reports/list/4.2"):
            asked, store = (clerk.get(f"{here}?period=2026-11&of={of}").text for of in ("one-stop", "store"))
            heading, own = (text.partition("<h1>")[2].partition("</h1>")[0] for text in (asked, store))
            assert "chưa có danh sách" in heading and "chưa có danh sách" not in own
            assert "of=one-stop" in asked and "of=one-stop" not in store
        assert clerk.get("/reports/file/csv?period=2026-11&of=one-stop").status_code == 422


@pytest.mark.long
def test_a_cut_list_says_of_how_many_it_is(november: IndicatorSheet, sixty: Store) -> None:
    book = load_workbook(io.BytesIO(workbook_of(november, OFFICE, lists_behind(sixty, november, most=2))))
    told = [row[0] for row in book["received"].iter_rows(values_only=True) if row[0]]
    assert told[-1].startswith("2 trên 50 hồ sơ")


def test_halves_are_rounded_up_as_a_spreadsheet_does_and_counts_stand_whole(november: IndicatorSheet) -> None:
    assert Points(most=2).of(0.0625) == 0.13
    share, days, many = (november.find(number) for number in ("2.1", "days", "received"))
    assert (
        value_told(replace(share, value=0.0625)) == "6,3%" and value_told(replace(days, value=0.25)) == "0,3"
    )
    large = replace(november, counted=(replace(many, value=1234567, counted=1234567),))
    assert b",1234567," in csv_of(large)
    late = replace(november, made_at=datetime(2026, 12, 1, 18, tzinfo=UTC))
    assert load_workbook(io.BytesIO(workbook_of(late, OFFICE)))["Chỉ số"]["A4"].value.endswith("02/12/2026")


def test_gaps_are_counted_as_they_are_listed(sixty: Store) -> None:
    counts = gap_counts(sixty)
    assert {kind: len(gap_list(sixty, kind)) for kind in GapKind} == dict(counts)
    assert (counts[GapKind.RESULT], counts[GapKind.SIGNATURE], counts[GapKind.CHANNEL]) == (4, 1, 4)
