# SPDX-License-Identifier: Apache-2.0
"""Lists of the one-stop system: taken in, taken back, counted out of."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from openpyxl import load_workbook
from sqlalchemy import delete, select, update

from batch.errors import OneStopListError, ReturnFileError
from batch.report.indicators import IndicatorSheet, indicator_sheet
from batch.report.keeping import bring_up_to_date
from batch.report.lines import remarks_on
from batch.report.lists import apart, behind, lists_behind
from batch.report.one_stop.taking_in import ListTaken, all_lists, require_lists, take_back, take_in
from batch.report.outputs.workbook import workbook_of
from batch.report.periods import named
from batch.report.returns.merge import NamedReturn, merged
from batch.report.returns.unit_return import opened, return_file, return_of
from batch.store.tables.figure_model import FigureRow
from batch.store.tables.one_stop_model import OneStopLineRow, OneStopListRow
from intake.dossier.deadline.local_time import local_day
from intake.settings.settings import UnitSettings
from intake.store.store import Store
from intake.store.tables.model import DossierRow
from templates.model.reports.denominators import OutOf
from templates.model.reports.indicators import load_indicators
from tests.support.desks.one_stop_lists import CATALOGUE, NOVEMBER, Rows, row, workbook
from tests.support.stores.sixty_dossiers import TODAY, SetClock

WITHOUT_NUMBER = 10
ELSEWHERE: Rows = [
    row("X-1", "03/11/2026", "03/11/2026", "03/11/2026", "Trực tuyến"),
    row("X-2", "03/11/2026", "04/11/2026", "06/11/2026", "Trực tuyến"),
    row("X-3", "04/11/2026", "04/11/2026", "04/11/2026", None),
    row("X-4", "05/11/2026", "05/11/2026", None, "Trực tiếp"),
    row("X-5", "29/10/2026", "29/10/2026", "02/11/2026", "Trực tiếp"),  # handed on from October
]


@pytest.fixture(scope="module")
def numbered(sixty: Store) -> Iterator[Mapping[str, date]]:
    """The store's dossiers that are on the list, with the day it says."""
    days: dict[str, date] = {}
    doubles = {one.dossier for one in apart(sixty, "received", 0, NOVEMBER)}
    with sixty.write() as session:
        theirs = sorted(sixty.list(session), key=lambda one: one.id)
        of_month = [one for one in theirs if f"{local_day(one.received_at):%Y-%m}" == "2026-11"]
        november = [one for one in of_month if one.id not in doubles]
        for one in november[WITHOUT_NUMBER:]:
            days[one.id] = local_day(one.received_at)
            session.get_one(DossierRow, one.id).official_number = f"N-{one.id}"
    assert bring_up_to_date(sixty, CATALOGUE) == 0
    yield days
    with sixty.write() as session:
        session.execute(update(DossierRow).values(official_number=None))


@pytest.fixture
def taken(sixty: Store, numbered: Mapping[str, date], tmp_path: Path) -> Iterator[ListTaken]:
    rows = [row(f"N-{dossier}", day) for dossier, day in numbered.items()]
    yield take(sixty, workbook(tmp_path / "t11.xlsx", [*rows, *ELSEWHERE]))
    with sixty.write() as session:
        session.execute(delete(OneStopLineRow))
        session.execute(delete(OneStopListRow))


def take(store: Store, file: Path, period: str = "2026-11", **more: Any) -> ListTaken:
    return take_in(store, file, named(period, TODAY.date()), CATALOGUE, unit="", who="t", **more)


def by_list(store: Store, as_of: date | None = None) -> IndicatorSheet:
    return indicator_sheet(store, NOVEMBER, as_of, out_of=OutOf.ONE_STOP)


@pytest.mark.usefixtures("taken")
def test_the_denominator_is_the_list_and_what_the_store_adds_is_left_out_and_told(
    sixty: Store, november: IndicatorSheet, numbered: Mapping[str, date]
) -> None:
    sheet = by_list(sixty)
    on_list = len(numbered)
    assert on_list == 40 and sheet.find("received").value == on_list + 4
    assert [part.dossiers for part in sheet.find("received").excluded] == [1, WITHOUT_NUMBER]
    assert [part.dossiers for part in sheet.find("received").beside] == [4]
    digitised = {one.dossier for one in behind(sixty, "4.2", NOVEMBER)}
    rate = sheet.find("4.2")
    assert (rate.counted, rate.out_of) == (len(digitised & numbered.keys()), on_list + 4)
    ended = [one for one in behind(sixty, "completed", NOVEMBER) if one.dossier in numbered]
    assert sheet.find("completed").value == len(ended) + 4
    on_time = {one.dossier for one in behind(sixty, "2.1", NOVEMBER)} & numbered.keys()
    assert sheet.find("2.1").counted == len(on_time) + 2
    late = {one.dossier for one in behind(sixty, "late", NOVEMBER)} & numbered.keys()
    assert sheet.find("late").value == len(late) + 2
    # What only the list has tells nothing of these, and counts as "no" in none.
    assert sheet.find("1.4").out_of == on_list
    assert sheet.find("twice").out_of == on_list
    days = sheet.find("days")
    assert (days.counted, days.out_of) == _days(sixty, numbered)
    online = {one.dossier for one in behind(sixty, "online", NOVEMBER)} & numbered.keys()
    assert sheet.find("online").counted == len(online) + 2
    assert november.find("received").value == 50  # the store's own is as it was
    told = " ".join(remarks_on(sheet))
    assert "45 hồ sơ" in told and "t11.xlsx" in told and "Không so sánh với kỳ trước" in told
    assert sheet.before == {} == sheet.last_year


def test_what_ended_nobody_knows_how_is_told_and_counts_where_only_the_end_matters(
    sixty: Store, tmp_path: Path
) -> None:
    head = ("Mã hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày trả kết quả", "Trạng thái")
    days = ("03/11/2026", "04/11/2026", "04/11/2026")
    rows: Rows = [("Y-1", *days, "Xong"), ("Y-2", *days, "Đã trả kết quả"), ("Y-3", *days, "Rút hồ sơ")]
    taken = take(sixty, workbook(tmp_path / "y.xlsx", rows, head))
    assert taken.unknown_outcome == 1 and taken.id is not None
    sheet = by_list(sixty)
    assert (sheet.find("completed").value, sheet.find("2.1").counted, sheet.find("4.1").out_of) == (3, 3, 1)
    assert sheet.asked == 0  # those of the store are on no list
    for number in ("completed", "2.1", "4.1", "days"):
        one = sheet.find(number)
        unsaid = [part.dossiers for part in (*one.excluded, *one.beside) if "thế nào" in part.reason["vi"]]
        assert unsaid == [1], number
    take_back(sixty, taken.id, "t")


def _days(store: Store, numbered: Mapping[str, date]) -> tuple[int, int]:
    (worked,) = [one for one in indicator_sheet(store, NOVEMBER).counted if one.indicator.number == "days"]
    with store.read() as session:
        row = FigureRow
        now = select(row.dossier_id, row.taken).where(row.until.is_(None), row.ended == "result")
        rows = session.execute(now.where(row.ended_on.between(NOVEMBER.since, NOVEMBER.until)))
        taken = [days for dossier, days in rows if dossier in numbered and days is not None]
    assert worked.out_of is not None and len(taken) <= worked.out_of
    return sum(taken), len(taken)


@pytest.mark.usefixtures("taken")
def test_each_list_behind_is_as_long_as_its_number_and_stands_in_the_workbook(sixty: Store) -> None:
    sheet = by_list(sixty)
    for one in sheet.counted:
        number = one.indicator.number
        if one.indicator.undecided is not None:
            continue
        theirs = behind(sixty, number, NOVEMBER, out_of=OutOf.ONE_STOP)
        whole = one.indicator.counts is None and one.out_of is not None
        assert len(theirs) == (one.out_of if whole else one.counted), number
        parts = (*one.excluded, *one.beside)
        for place, part in enumerate(parts):
            told = apart(sixty, number, place, NOVEMBER, out_of=OutOf.ONE_STOP)
            assert len(told) == part.dossiers, (number, place)
    book = load_workbook(io.BytesIO(workbook_of(sheet, UnitSettings(), lists_behind(sixty, sheet))))
    cells = [cell for line in book["completed"].iter_rows(values_only=True) for cell in line]
    assert {"X-1", "X-2", "X-3", "X-5"} <= set(cells)


def test_a_list_takes_the_place_of_that_of_the_same_days_and_is_taken_back(
    sixty: Store, taken: ListTaken, tmp_path: Path
) -> None:
    clock = cast("SetClock", sixty.clock)
    fewer = workbook(tmp_path / "again.xlsx", ELSEWHERE)
    assert take(sixty, fewer, keep=False).replaces is not None  # only looked
    assert by_list(sixty).find("received").value == 44
    clock.now = TODAY + timedelta(days=1)
    second = take(sixty, fewer)
    assert second.replaces is not None and second.replaces.id == taken.id
    assert by_list(sixty).find("received").value == 4
    assert by_list(sixty, TODAY.date()).find("received").value == 44  # as it counted that day
    clock.now = TODAY + timedelta(days=2)
    assert second.id is not None
    take_back(sixty, second.id, "t")
    assert by_list(sixty).find("received").value == 44
    assert [one.file for one in all_lists(sixty) if one.ended_at is None] == ["t11.xlsx"]
    with pytest.raises(OneStopListError):
        take_back(sixty, second.id, "t")
    clock.now = TODAY


@pytest.mark.usefixtures("taken")
def test_days_count_once_and_none_is_lacking(sixty: Store, tmp_path: Path) -> None:
    october = [row("X-5", "29/10/2026"), row("O-1", "01/10/2026")]
    file = workbook(tmp_path / "t10.xlsx", october)
    for overlapping in ("2026-Q4", "2026-11-02"):
        with pytest.raises(OneStopListError, match=r"t11\.xlsx"):
            take(sixty, file, overlapping)
    with pytest.raises(OneStopListError, match="sau"):  # of November, said to be October's
        take(sixty, workbook(tmp_path / "x.xlsx", ELSEWHERE), "2026-10")
    both = named("2026-10-01..2026-11-30", TODAY.date())
    with pytest.raises(OneStopListError):
        indicator_sheet(sixty, both, out_of=OutOf.ONE_STOP)
    take(sixty, file, "2026-10")
    sheet = indicator_sheet(sixty, both, out_of=OutOf.ONE_STOP)
    assert sheet.find("received").value == 44 + 2  # X-5 is on both lists and counts once
    assert sheet.find("late").value == by_list(sixty).find("late").value
    assert by_list(sixty).before["received"].value == 2


def test_each_unit_needs_its_list_and_a_number_that_two_have_counts_in_both(
    sixty: Store, taken: ListTaken, numbered: Mapping[str, date], tmp_path: Path
) -> None:
    dossier, day = next(iter(numbered.items()))
    file = workbook(tmp_path / "b.xlsx", [row(f"N-{dossier}", day), row("X-1", "03/11/2026")])

    def taken_by_other(period: str) -> int:
        found = take_in(sixty, file, named(period, TODAY.date()), CATALOGUE, unit="H2", who="t").id
        assert found is not None
        return found

    part = taken_by_other("2026-11-01..2026-11-20")
    with pytest.raises(OneStopListError, match="H2"):
        by_list(sixty)
    take_back(sixty, part, "t")
    assert by_list(sixty).find("received").value == 44
    with sixty.read() as session, pytest.raises(OneStopListError, match="H2, H3"):
        require_lists(session, NOVEMBER, None, ("H2", "H3"))  # of the settings, without any dossier
    whole = taken_by_other("2026-11")
    with pytest.raises(OneStopListError, match="H3"):
        indicator_sheet(sixty, NOVEMBER, out_of=OutOf.ONE_STOP, units=("H2", "H3"))
    sheet = by_list(sixty)
    assert sheet.find("received").value == 44 + 2
    assert [part.dossiers for part in sheet.find("received").beside] == [4 + 2]  # none is the other's
    received = {
        unit: next(one.value for one in told if one.indicator.number == "received")
        for unit, told in sheet.units.items()
    }
    assert received == {"": 44, "H2": 2}
    assert taken.id is not None
    take_back(sixty, taken.id, "t")
    with pytest.raises(OneStopListError):  # the store's own dossiers are no unit's without a list
        by_list(sixty)
    take_back(sixty, whole, "t")


@pytest.mark.usefixtures("taken")
def test_returns_that_count_out_of_another_are_not_added(sixty: Store, november: IndicatorSheet) -> None:
    edition = load_indicators()
    sheets = {"H1.1": november, "H1.2": by_list(sixty)}
    returns = [
        NamedReturn(unit, opened(return_file(return_of(sheet, unit, "")), unit, edition))
        for unit, sheet in sheets.items()
    ]
    with pytest.raises(ReturnFileError, match=r"H1\.1"):
        merged(returns, edition, TODAY)
    alone = merged(returns[1:], edition, TODAY).sheet
    assert alone.out_of is OutOf.ONE_STOP and alone.find("received").value == 44
    assert [part.dossiers for part in alone.find("received").excluded] == [1, WITHOUT_NUMBER]
    assert "danh sách" in " ".join(remarks_on(alone))
