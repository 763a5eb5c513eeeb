# SPDX-License-Identifier: Apache-2.0
"""Return dates: the 15:00 rule over Vietnam's working days."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.dossier.deadline.local_time import LOCAL, local_day
from intake.dossier.deadline.working_days import Calendar, return_date
from templates.catalogue.loading import load_catalogue
from templates.model.codelists import DayOff, WorkingDays
from templates.model.procedures import Processing

CALENDAR = Calendar(load_catalogue().codes.working_days)
SAME_DAY = Processing(working_days=0, cutoff=time(15), law="-")
THREE_DAYS = Processing(working_days=3, cutoff=time(15), law="-")

days = st.dates(date(2025, 1, 1), date(2027, 12, 31))
moments = st.builds(
    datetime.combine, days, st.times().map(lambda t: t.replace(microsecond=0, fold=0)), st.just(LOCAL)
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-11-18T14:59:59", date(2026, 11, 18)),  # Wednesday
        ("2026-11-18T15:00:00", date(2026, 11, 19)),
        ("2026-11-20T15:01:00", date(2026, 11, 23)),  # Friday: over the weekend
        ("2026-11-21T08:00:00", date(2026, 11, 23)),  # a Saturday: as if brought on Monday morning
        ("2026-11-23T16:00:00", date(2026, 11, 25)),  # over the new holiday of 24/11
        ("2026-02-13T15:30:00", date(2026, 2, 23)),  # Tết 2026
        ("2025-09-01T09:00:00", date(2025, 9, 3)),  # National Day
    ],
)
def test_return_date_by_the_15_hour_rule(received, due):
    assert return_date(at(received), SAME_DAY, CALENDAR) == due


def test_the_hour_counts_in_vietnam_whatever_zone_the_moment_is_given_in():
    assert return_date(datetime(2026, 11, 18, 7, 59, tzinfo=UTC), SAME_DAY, CALENDAR) == date(2026, 11, 18)
    assert return_date(datetime(2026, 11, 18, 8, 0, tzinfo=UTC), SAME_DAY, CALENDAR) == date(2026, 11, 19)
    assert local_day(datetime(2026, 11, 18, 17, 30, tzinfo=UTC)) == date(2026, 11, 19)


def test_a_moment_without_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        return_date(datetime(2026, 11, 18, 9, 0), SAME_DAY, CALENDAR)  # noqa: DTZ001 (the point of the test)


def test_working_days_are_added_after_the_day_of_reception():
    assert return_date(at("2026-11-18T10:00:00"), THREE_DAYS, CALENDAR) == date(2026, 11, 23)
    assert return_date(at("2026-11-18T15:00:00"), THREE_DAYS, CALENDAR) == date(2026, 11, 25)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2025, 5, 2), False),  # swapped for Saturday 26/04/2025
        (date(2025, 4, 26), True),
        (date(2026, 8, 31), False),  # swapped for Saturday 22/08/2026
        (date(2026, 8, 22), True),
        (date(2026, 4, 27), False),  # substitute: Hùng Kings' day fell on a Sunday
        (date(2027, 5, 3), False),  # substitute: 1 May is a Saturday
        (date(2026, 1, 2), False),  # known from the data file only
        (date(2026, 1, 10), True),
        (date(2027, 2, 8), False),  # Tết 2027
        (date(2026, 11, 22), False),  # any Sunday
    ],
)
def test_days_off_substitutes_and_swaps_of_2025_to_2027(day, worked):
    assert CALENDAR.is_working(day) is worked


def test_the_order_of_questions_does_not_change_the_answer():
    saturday = date(2025, 4, 26)
    assert Calendar().is_working(saturday)
    other = Calendar()
    other.is_working(date(2027, 1, 4))
    assert other.is_working(saturday)


def test_the_data_file_wins_over_the_library():
    off = DayOff(day=date(2026, 11, 18), source="-")
    work = DayOff(day=date(2026, 11, 21), source="-")
    calendar = Calendar(WorkingDays(source="-", off=(off,), work=(work,)))
    assert not calendar.is_working(off.day)
    assert calendar.is_working(work.day)


@given(moments)
def test_a_return_date_is_a_working_day_not_before_reception(moment):
    due = return_date(moment, SAME_DAY, CALENDAR)
    assert CALENDAR.is_working(due)
    assert due >= moment.date()


@given(moments, st.integers(0, 5000))
def test_a_later_reception_is_never_due_earlier(moment, minutes):
    later = moment + timedelta(minutes=minutes)
    assert return_date(later, SAME_DAY, CALENDAR) >= return_date(moment, SAME_DAY, CALENDAR)


@given(days, st.integers(0, 30))
def test_adding_and_counting_working_days_are_inverse(day, count):
    assert CALENDAR.between(day, CALENDAR.add(day, count)) == count


@given(days, st.integers(0, 15), st.integers(0, 15))
def test_working_days_add_up(day, first, second):
    assert CALENDAR.add(CALENDAR.add(day, first), second) == CALENDAR.add(day, first + second)


@given(days)
def test_nothing_worked_is_skipped(day):
    following = CALENDAR.next_working(day)
    between = (day + timedelta(days=n) for n in range(1, (following - day).days))
    assert not any(CALENDAR.is_working(skipped) for skipped in between)
