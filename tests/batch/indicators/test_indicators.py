# SPDX-License-Identifier: Apache-2.0
"""The indicators over sixty dossiers that were worked out by hand: every number, and the list behind it."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from batch.report.indicators import IndicatorSheet, indicator_sheet, trend
from batch.report.keeping import bring_up_to_date
from batch.report.lists import apart, behind
from batch.report.periods import named
from batch.report.report import report_period
from batch.store.counted.counted_rows import FigureScope
from batch.store.indicator_rows import cells, listed
from batch.store.tables.figure_model import FigureRow
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue
from templates.errors import UsageError
from templates.model.reports.indicators import FACTS, UNKNOWN, Holds, PeriodOf, load_indicators
from tests.support.stores.sixty_dossiers import TODAY, lines

ANSWERS = lines("sixty_answers.csv")
DECIDED = [one.number for one in load_indicators().indicators if one.undecided is None]


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.long
def test_what_was_worked_out_by_hand_of_each_dossier_is_what_is_kept(sixty: Store) -> None:
    columns = (FigureRow.due_on, FigureRow.ended, FigureRow.ended_on, FigureRow.taken, FigureRow.supplements)
    now = select(*columns).where(FigureRow.until.is_(None)).order_by(FigureRow.dossier_id)
    with sixty.read() as session:
        kept = sorted(map(tuple, session.execute(now)), key=str)
    told = [
        (
            day(line["due"]),
            line["ended"],
            day(line["ended_on"]),
            int(line["taken"]) if line["taken"] else None,
            int(line["supplements"]),
        )
        for line in lines("sixty_dossiers.csv")
    ]
    assert kept == sorted(told, key=str)


@pytest.mark.parametrize(("period", "as_of"), sorted({(one["period"], one["as_of"]) for one in ANSWERS}))
def test_each_indicator_is_the_number_worked_out_by_hand(sixty: Store, period: str, as_of: str) -> None:
    sheet = indicator_sheet(sixty, named(period, TODAY.date()), day(as_of))
    answers = [one for one in ANSWERS if (one["period"], one["as_of"]) == (period, as_of)]
    for answer in answers:
        one = sheet.find(answer["number"])
        told = {
            "counted": "" if one.counted is None else str(one.counted),
            "out_of": "" if one.out_of is None else str(one.out_of),
            "excluded": "/".join(str(part.dossiers) for part in one.excluded),
        }
        assert told == {name: answer[name] for name in told}, answer["number"]
        assert one.value == (pytest.approx(float(answer["value"]), abs=5e-5) if answer["value"] else None)
        if answer["beside"]:
            assert "/".join(str(part.dossiers) for part in one.beside) == answer["beside"]


@pytest.mark.parametrize("of", PeriodOf)
def test_as_many_are_counted_as_listed_of_whom_one_thing_holds_or_is_not_known(
    sixty: Store, of: PeriodOf
) -> None:
    """Each by itself, whatever the indicators of today ask; some of these days ended on a later one."""
    some_days = FigureScope(date(2026, 10, 1), date(2026, 11, 9), TODAY.date())
    asked = [Holds(fact=name) for name in sorted(FACTS)] + [Holds(unknown=name) for name in sorted(UNKNOWN)]
    with sixty.read() as session:
        told = [cell for cell in cells(session, some_days) if cell.periods[of]]
        counted = [sum(c.dossiers for c in told if one.among(c.facts, c.unknown)) for one in asked]
        assert counted == [len(listed(session, some_days, of, [one])) for one in asked]
        assert counted == [
            len(listed(session, some_days, of, [])) - len(listed(session, some_days, of, [], [one]))
            for one in asked
        ]


def test_no_answer_is_left_out(november: IndicatorSheet) -> None:
    asked = {one["number"] for one in ANSWERS if one["period"] == "2026-11" and not one["as_of"]}
    assert asked == {one.indicator.number for one in november.counted}


@pytest.mark.long
@pytest.mark.parametrize("as_of", [None, date(2026, 11, 10)])
def test_the_list_behind_a_number_is_as_long_as_the_number(sixty: Store, as_of: date | None) -> None:
    period = named("2026-11", TODAY.date())
    sheet = indicator_sheet(sixty, period, as_of)
    for number in DECIDED:
        one = sheet.find(number)
        theirs = [each.dossier for each in behind(sixty, number, period, as_of)]
        counts = one.indicator.counts is not None
        if not counts:
            with pytest.raises(UsageError):
                behind(sixty, number, period, as_of, lacking=True)
        assert len(theirs) == (one.counted if counts or one.out_of is None else one.out_of), number
        if counts:
            lacking = [each.dossier for each in behind(sixty, number, period, as_of, lacking=True)]
            assert len(theirs) + len(lacking) == one.out_of and not set(theirs) & set(lacking), number
        parts = (*one.excluded, *one.beside)
        told = [len(apart(sixty, number, at, period, as_of)) for at in range(len(parts))]
        assert told == [part.dossiers for part in parts], number


def test_what_the_data_cannot_decide_has_no_value_and_no_list(sixty: Store, november: IndicatorSheet) -> None:
    for one in november.counted:
        if one.indicator.undecided is not None:
            assert (one.value, one.counted, one.points) == (None, None, None)
            with pytest.raises(UsageError):
                behind(sixty, one.indicator.number, november.period)


def test_points_follow_the_published_scale(november: IndicatorSheet) -> None:
    points = {one.indicator.number: one.points for one in november.counted if one.points is not None}
    assert points == {
        "1.4": 5.28,
        "2.1": 16.82,
        "3.3": 2.61,
        "3.6": 5.0,
        "4.1": 5.71,
        "4.2": 4.0,
        "4.3": 1.67,
        "4.4": 3.9,
        "4.5": 1.5,
    }


def test_a_period_stands_beside_the_one_before_and_last_year(november: IndicatorSheet) -> None:
    assert november.before["received"].value == 7 and november.last_year["received"].value == 2


def test_the_older_figure_of_a_period_is_the_same(sixty: Store, november: IndicatorSheet) -> None:
    numbers = report_period(sixty, november.period.since, november.period.until).numbers
    one = november.find("4.2")
    assert (numbers.digitised, numbers.received - numbers.doubles) == (one.counted, one.out_of)
    assert numbers.digitised_share == one.value
    assert numbers.gaps == one.beside[0].dossiers


def test_procedures_add_up_to_all(november: IndicatorSheet) -> None:
    received = {
        procedure: next(one.value for one in told if one.indicator.number == "received")
        for procedure, told in november.procedures.items()
    }
    assert received == {"1.001193": 28, "1.004873": 21, "9.000001": 1}


def test_a_trend_is_told_month_by_month(sixty: Store) -> None:
    told = trend(sixty, "4.2", named("2026", TODAY.date()))
    assert [(month, one.counted, one.out_of) for month, one in told] == [
        (date(2026, 10, 1), 6, 7),
        (date(2026, 11, 1), 40, 50),
    ]


def test_a_later_change_moves_no_report_of_an_earlier_day(sixty: Store) -> None:
    """The last test of this store: it changes it."""
    period, as_of = named("2026-11", TODAY.date()), date(2026, 11, 10)
    before = [one.value for one in indicator_sheet(sixty, period, as_of).counted]
    december = named("2026-12", TODAY.date())
    past, now = (indicator_sheet(sixty, each).find("overdue").value for each in (period, december))
    (overdue, *_rest) = behind(sixty, "overdue", period)
    with sixty.write() as session:
        from intake.dossier.journal import What

        data = {"handed_over": "2026-12-01"}
        sixty.note(session, overdue.dossier, What.SERVED, who="t", data=data)
    assert bring_up_to_date(sixty, load_catalogue()) == 0
    assert indicator_sheet(sixty, december).find("overdue").value == (now or 0) - 1
    ended = indicator_sheet(sixty, period)  # what was overdue at its end was so
    assert ended.find("overdue").value == past == len(behind(sixty, "overdue", period))
    assert indicator_sheet(sixty, december).before["overdue"].value == past
    assert [one.value for one in indicator_sheet(sixty, period, as_of).counted] == before
