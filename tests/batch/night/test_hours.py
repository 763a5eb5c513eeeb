# SPDX-License-Identifier: Apache-2.0
"""Hours that a person says, by the clock of the office."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from batch.night.hours import Hours, hour_typed, hours_typed, next_time
from intake.dossier.deadline.local_time import LOCAL
from templates.errors import UsageError

pytestmark = pytest.mark.of_sqlite  # no store is opened

NIGHT = Hours(time(22), time(5, 30))


def at(hour: int, minute: int = 0, day: int = 23) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=LOCAL)


@pytest.mark.parametrize(
    ("hour", "holds"), [(21, False), (22, True), (23, True), (0, True), (5, True), (6, False), (12, False)]
)
def test_hours_over_midnight_hold_on_both_sides_of_it(hour: int, holds: bool) -> None:
    assert NIGHT.hold(at(hour)) is holds


def test_hours_are_those_of_the_office_whatever_zone_the_moment_is_told_in() -> None:
    assert NIGHT.hold(datetime(2026, 11, 23, 15, 30, tzinfo=UTC))  # half past ten at night there


def test_hours_end_at_their_end() -> None:
    assert NIGHT.hold(at(5, 29)) and not NIGHT.hold(at(5, 30))
    assert Hours(time(8), time(17)).hold(at(16, 59)) and not Hours(time(8), time(17)).hold(at(17))


def test_twice_the_same_hour_is_the_whole_day() -> None:
    for typed in ("00:00-00:00", "0h-24:00", "8:00-8:00"):
        assert all(hours_typed(typed).hold(at(hour)) for hour in range(24)), typed
    assert hours_typed("22:00-24:00") == Hours(time(22), time(0))
    assert hours_typed("22:00-24:00").hold(at(23, 59)) and not hours_typed("22:00-24:00").hold(at(0))
    with pytest.raises(UsageError):
        hours_typed("24:00-06:00")


def test_they_begin_today_or_tomorrow_or_have_begun() -> None:
    assert NIGHT.begin(at(16, 30)) == at(22)
    assert NIGHT.begin(at(23)) == at(23)
    assert next_time(time(6), at(6)) == at(6, day=24)
    assert next_time(time(6), at(5)) == at(6)


@pytest.mark.parametrize(
    ("typed", "meant"), [("06:00", time(6)), ("6h", time(6)), ("6h30", time(6, 30)), ("22.15", time(22, 15))]
)
def test_an_hour_is_written_as_people_write_it(typed: str, meant: time) -> None:
    assert hour_typed(typed) == meant


@pytest.mark.parametrize("typed", ["", "24:00", "6:60", "sáu giờ", "-1:00", "6"])
def test_what_is_no_hour_is_refused(typed: str) -> None:
    with pytest.raises(UsageError):
        hour_typed(typed)


def test_a_window_is_two_hours() -> None:
    assert hours_typed("22:00 – 5h30") == NIGHT and str(NIGHT) == "22:00-05:30"
    with pytest.raises(UsageError):
        hours_typed("22:00")
