# SPDX-License-Identifier: Apache-2.0
"""When a result is due: Vietnam's working days and the 15:00 rule.

A dossier received before the cutoff of a working day is due the same day (plus the procedure's working
days), one received later the next working day. One received on a day off counts as received when the next
working day begins.

Public holidays with their substitutes come from the ``holidays`` library. It also knows swapped days (a
Monday off for a Saturday worked) as far as they were announced when it was released; what is announced
later is entered in ``templates/data/codes/working-days.yaml``, which wins.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache, cached_property
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING

from intake.dossier.deadline.local_time import LOCAL
from templates.model.codelists import WorkingDays
from templates.model.procedures import Term

if TYPE_CHECKING:
    from holidays import HolidayBase


def return_date(received_at: datetime, term: Term, calendar: Calendar, more: int = 0) -> date:
    """The day on which the result is due for a dossier received at that (aware) moment.

    ``more`` working days come on top of those of ``term``. Calendar days end as Bộ luật Dân sự
    91/2015/QH13 Điều 148 says: on a day off, with the next working day.
    """
    day = counted_from(received_at, term, calendar)
    if term.days is not None:
        day = calendar.not_before(day + timedelta(days=term.days))
    return calendar.add(day, term.working_days + more)


def counted_from(moment: datetime, term: Term, calendar: Calendar) -> date:
    """The working day on which what comes at that (aware) moment counts as received."""
    local = _local(moment)
    day = local.date()
    if not calendar.is_working(day) or (term.cutoff is not None and local.time() >= term.cutoff):
        return calendar.next_working(day)
    return day


@dataclass(frozen=True)
class Calendar:
    """Which days are worked. ``overrides`` are the days that the data file knows better."""

    overrides: WorkingDays = field(default_factory=lambda: WorkingDays(source=""))

    def is_working(self, day: date) -> bool:
        """Whether offices work on that day."""
        known = self._known.get(day)
        if known is None:
            known = self._known[day] = self._is_working(day)
        return known

    def _is_working(self, day: date) -> bool:
        if day in self._off:
            return False
        if day in self._work:
            return True
        # The library's own days of work are known once its year was computed.
        year = _of_year(day.year)
        if day in year and day not in year.weekend_workdays:
            return False
        return year.is_working_day(day)

    def next_working(self, day: date) -> date:
        """The first working day after ``day``."""
        day += timedelta(days=1)
        while not self.is_working(day):
            day += timedelta(days=1)
        return day

    def not_before(self, day: date) -> date:
        """The day itself where it is worked, else the next working day."""
        return day if self.is_working(day) else self.next_working(day)

    def add(self, day: date, working_days: int) -> date:
        """``day`` and so many working days later; the first day does not count. Zero or more."""
        for _ in range(working_days):
            day = self.next_working(day)
        return day

    def between(self, start: date, end: date) -> int:
        """How many working days come after ``start`` up to and with ``end`` (0 if ``end`` is not later)."""
        days = (end - start).days
        return sum(self.is_working(start + timedelta(days=n)) for n in range(1, days + 1))

    @cached_property
    def _known(self) -> dict[date, bool]:
        # A register asks for the same days thousands of times.
        return {}

    @cached_property
    def _off(self) -> frozenset[date]:
        return frozenset(d.day for d in self.overrides.off)

    @cached_property
    def _work(self) -> frozenset[date]:
        return frozenset(d.day for d in self.overrides.work)


@cache
def _of_year(year: int) -> HolidayBase:
    """What the library knows of a year, computed once and whole: several threads ask."""
    return _vietnam()(years=year, expand=False)


@cache
def _vietnam() -> type[HolidayBase]:
    """The library's calendar of Vietnam, imported when a day is asked for, and by its file: the library's own
    way imports 250 countries with it, a tenth of the time of a check.
    """
    place = find_spec("holidays.groups")
    assert place is not None and place.origin is not None
    file = Path(place.origin).parents[1] / "countries" / "vietnam.py"
    spec = spec_from_file_location("holidays_vietnam", file)
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    calendar: type[HolidayBase] = module.Vietnam
    return calendar


def _local(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without its time zone has no day in Vietnam")
    return moment.astimezone(LOCAL)
