# SPDX-License-Identifier: Apache-2.0
"""The work of the sixty dossiers' desk, counted by hand."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from rich.console import Console
from sqlalchemy import false, literal, select, union_all

from batch.desk.screens.work import ended_word, gap_table, work_tables
from batch.report.gaps import gap_list
from batch.report.periods import named
from batch.report.work import WorkReport, work_report
from batch.store.counted.spreads import Spread, spread
from batch.store.gap_rows import GapKind
from batch.store.work_rows import FieldWork
from intake.dossier.journal import EndedAs, What
from intake.store.store import Store
from intake.store.tables.model import StoredFileRow
from tests.support.stores.sixty_dossiers import TODAY


@pytest.fixture(scope="module")
def november(sixty: Store) -> WorkReport:
    said = (What.VALUE_CORRECTED, What.VALUE_CORRECTED, What.VALUE_CONFIRMED)
    with sixty.write() as session:
        (first, *_rest) = sixty.list(session)
        for what in said:
            sixty.note(session, first.id, what, who="t", data={"key": "child.full_name", "value": "x"})
    return work_report(sixty, named("2026-11", TODAY.date()))


@pytest.mark.long
def test_what_came_is_counted_by_day_week_procedure_and_clerk(november: WorkReport) -> None:
    days = {one.name: one.dossiers for one in november.days}
    assert (days["2026-11-02"], days["2026-11-03"], days["2026-11-30"]) == (4, 5, 3)
    assert {one.name: one.dossiers for one in november.procedures} == {
        "1.001193": 29,
        "1.004873": 21,
        "9.000001": 1,
    }
    weeks = {one.name: one.dossiers for one in november.weeks}
    assert weeks["2026-W45"] == 22 and weeks["2026-W49"] == 3
    for counts in (november.days, november.weeks, november.clerks):
        assert sum(one.dossiers for one in counts) == 51


def test_hours_are_those_of_the_wall_and_pages_count_with_their_dossiers(
    sixty: Store, november: WorkReport
) -> None:
    assert sum(one.dossiers for one in november.hours) == 51
    assert all("07:00" <= one.name <= "17:00" for one in november.hours)
    assert sum(one.pages for one in november.days) == sum(one.pages for one in november.procedures)
    with sixty.write() as session:
        first = next(one for one in sixty.list(session) if one.received_at.month == 11)
        long_ago = TODAY.replace(year=2025)
        for pages, code in ((3, ""), (4, ""), (9, "locked")):
            row = StoredFileRow(
                dossier_id=first.id, name="y.pdf", page_count=pages, refusal_code=code, added_at=long_ago
            )
            session.add(row)
    after = work_report(sixty, named("2026-11", TODAY.date()))
    alike = [(getattr(after, name), getattr(november, name)) for name in ("days", "weeks", "hours")]
    for counts, before in alike:
        assert sum(one.pages for one in counts) == 7 + sum(one.pages for one in before)
        assert [one.dossiers for one in counts] == [one.dossiers for one in before]


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        ([], Spread(0)),
        ([2], Spread(1, 2, 2)),
        ([30, 10], Spread(2, 10, 30)),
        (range(1, 11), Spread(10, 5, 9)),
        (range(1, 12), Spread(11, 6, 10)),
    ],
)
def test_half_and_nine_of_ten_took_no_longer(sixty: Store, minutes: Sequence[int], expected: Spread) -> None:
    told = [select(literal(one).label("minutes")) for one in minutes]
    lengths = union_all(*told) if told else select(literal(0).label("minutes")).where(false())
    with sixty.read() as session:
        assert spread(session, lengths.subquery()) == expected


def test_time_at_the_station_is_that_of_each_opening_told_once(sixty: Store) -> None:
    months = [named(month, TODAY.date()) for month in ("2026-11", "2026-12")]
    assert [work_report(sixty, month).at_station for month in months] == [Spread(0)] * 2
    with sixty.write() as session:
        first, second, *_rest = sixty.list(session)
        for dossier, sight, seconds in (
            (first, "opened1", 10),
            (first, "opened1", 25),  # the same opening, later
            (first, "opened1", 25),  # and told twice
            (first, "opened2", 5),
            (second, "opened3", 50),
        ):
            data = {"values": {}, "sight": sight, "seconds": seconds}
            sixty.note(session, dossier.id, What.SHOWN, who="t", data=data)
        sixty.note(session, second.id, What.SHOWN, who="t", data={"values": {}})  # as earlier versions do
    told = [work_report(sixty, month).at_station for month in months]
    assert told == [Spread(0), Spread(2, 30, 50)]


def test_what_is_due_and_how_dossiers_ended_is_counted(november: WorkReport) -> None:
    assert november.due == (4, 0, 1)
    ended = {one.name: one.dossiers for one in november.ended}
    assert ended == {"result": 42, "withdrawn": 1, "refused": 1, "stopped": 1, "double": 1}


@pytest.mark.usefixtures("november")
def test_fields_that_people_corrected_are_told_by_the_last_word_that_stands_and_files_by_their_month(
    sixty: Store,
) -> None:
    (one,) = work_report(sixty, named("2026-12", TODAY.date())).fields
    assert one == FieldWork("birth-registration", "child.full_name", 0, 1)
    with sixty.write() as session:
        (first, *_rest) = sixty.list(session)
        confirmed = next(e for e in sixty.journal(session, first.id) if e.what == What.VALUE_CONFIRMED)
        sixty.note(session, first.id, What.UNDONE, who="t", data={"change": "c", "events": [confirmed.id]})
        row = StoredFileRow(dossier_id=first.id, name="x.pdf", refusal_code="locked", added_at=TODAY)
        session.add(row)
    december, earlier = (work_report(sixty, named(month, TODAY.date())) for month in ("2026-12", "2026-11"))
    assert [(one.corrected, one.confirmed) for one in december.fields] == [(1, 0)]
    assert ([one.dossiers for one in december.refused], list(earlier.refused)) == ([1], [])


def test_the_tables_fit_eighty_columns_and_name_nobody_asked_for(sixty: Store, november: WorkReport) -> None:
    console = Console(width=80)
    with console.capture() as captured:
        for part in (*work_tables(november), *gap_table(GapKind.RESULT, gap_list(sixty, GapKind.RESULT), 4)):
            console.print(part)
    text = captured.get()
    assert max(map(len, text.splitlines())) <= 80
    assert "Hẹn trả: 4 quá hạn, 0 hôm nay, 1 nữa trong tuần này." in text


@pytest.mark.parametrize("how", EndedAs)
def test_the_work_of_a_desk_words_every_way_of_ending(how: EndedAs) -> None:
    assert ended_word(how.value) != how.value
