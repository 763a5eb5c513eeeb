# SPDX-License-Identifier: Apache-2.0
"""The periods of a report as people name them: a day, week, month, quarter or year, or two days of their own;
the period before it and the same one of last year.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from templates.errors import UsageError
from templates.language.messages import _


class PeriodKind(StrEnum):
    """How long a period is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    OWN = "own"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class ReportPeriod:
    """The days ``since`` to ``until``, both included; None leaves an end open."""

    kind: PeriodKind
    since: date | None = None
    until: date | None = None

    def title(self) -> str:
        """The period in words of the current language."""
        if self.since is None and self.until is None:
            return _("all dossiers")
        match self.kind:
            case PeriodKind.MONTH if self.since:
                return _("month {month}").format(month=f"{self.since:%m/%Y}")
            case PeriodKind.QUARTER if self.since:
                quarter = (self.since.month + 2) // 3
                return _("quarter {quarter} of {year}").format(quarter=quarter, year=self.since.year)
            case PeriodKind.YEAR if self.since:
                return _("year {year}").format(year=self.since.year)
            case PeriodKind.DAY if self.since:
                return _("day {day}").format(day=f"{self.since:%d/%m/%Y}")
        since, until = (f"{day:%d/%m/%Y}" if day else "…" for day in (self.since, self.until))
        return _("from {since} to {until}").format(since=since, until=until)

    @property
    def address(self) -> str:
        """How the period is written in an address or an option: 2026-11, 2026-Q4, 2026, 2026-W48,
        2026-11-30.
        """
        since = self.since
        match self.kind:
            case PeriodKind.MONTH if since:
                return f"{since:%Y-%m}"
            case PeriodKind.QUARTER if since:
                return f"{since:%Y}-Q{(since.month + 2) // 3}"
            case PeriodKind.YEAR if since:
                return f"{since:%Y}"
            case PeriodKind.WEEK if since:
                return "{}-W{:02d}".format(*since.isocalendar()[:2])
            case PeriodKind.DAY if since:
                return since.isoformat()
        return "..".join(day.isoformat() if day else "" for day in (since, self.until))

    def before(self) -> ReportPeriod | None:
        """The period just before it, as long; None where it has an open end."""
        if self.since is None or self.until is None:
            return None
        last = self.since - timedelta(days=1)
        if self.kind is PeriodKind.OWN:
            return ReportPeriod(self.kind, last - (self.until - self.since), last)
        return around(self.kind, last)

    def last_year(self) -> ReportPeriod | None:
        """The same period a year before; None where it has an open end, or is the one just before it."""
        if self.since is None or self.until is None or self.kind is PeriodKind.YEAR:
            return None
        if self.kind is PeriodKind.WEEK:
            year, week, _day = self.since.isocalendar()
            last = date(year - 1, 12, 28).isocalendar().week  # a year has 52 weeks or 53
            return around(self.kind, date.fromisocalendar(year - 1, min(week, last), 1))
        since, until = _year_before(self.since), _year_before(self.until)
        return (
            around(self.kind, since)
            if self.kind is not PeriodKind.OWN
            else ReportPeriod(self.kind, since, until)
        )


def around(kind: PeriodKind, day: date) -> ReportPeriod:
    """The week, month, quarter or year in which a day lies."""
    match kind:
        case PeriodKind.WEEK:
            monday = day - timedelta(days=day.weekday())
            return ReportPeriod(kind, monday, monday + timedelta(days=6))
        case PeriodKind.MONTH:
            return ReportPeriod(kind, day.replace(day=1), _month_end(day.year, day.month))
        case PeriodKind.QUARTER:
            first = 3 * ((day.month - 1) // 3) + 1
            return ReportPeriod(kind, date(day.year, first, 1), _month_end(day.year, first + 2))
        case PeriodKind.YEAR:
            return ReportPeriod(kind, date(day.year, 1, 1), date(day.year, 12, 31))
    return ReportPeriod(PeriodKind.DAY, day, day)


def own(since: date | None, until: date | None) -> ReportPeriod:
    """Two days of somebody's own; what is a whole month, quarter or year is told as that."""
    if since is None or until is None:
        return ReportPeriod(PeriodKind.OWN if since or until else PeriodKind.ALL, since, until)
    if since > until:
        raise UsageError(_("The period ends before it begins."), _("Give the earlier day first."))
    for kind in (PeriodKind.DAY, PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR):
        whole = around(kind, since)
        if (whole.since, whole.until) == (since, until):
            return whole
    return ReportPeriod(PeriodKind.OWN, since, until)


_FORMS: tuple[tuple[str, PeriodKind], ...] = (
    (r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", PeriodKind.DAY),
    (r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})", PeriodKind.DAY),
    (r"(?P<year>\d{4})-w(?P<week>\d{1,2})", PeriodKind.WEEK),
    (r"(?P<year>\d{4})-q(?P<quarter>[1-4])", PeriodKind.QUARTER),
    (r"q(?P<quarter>[1-4])/(?P<year>\d{4})", PeriodKind.QUARTER),
    (r"(?P<year>\d{4})-(?P<month>\d{1,2})", PeriodKind.MONTH),
    (r"(?P<month>\d{1,2})/(?P<year>\d{4})", PeriodKind.MONTH),
    (r"(?P<year>\d{4})", PeriodKind.YEAR),
)


def named(text: str, today: date) -> ReportPeriod:
    """The period that a person writes: 2026-11 or 11/2026, 2026-Q4 or Q4/2026, 2026, 2026-W48, a day, two
    days with “..” between, or today, week, month, quarter, year for those in which today lies.

    Raises UsageError where it is none of these.
    """
    told = text.strip().lower()
    if told in ("today", "week", "month", "quarter", "year"):
        return around(PeriodKind.DAY if told == "today" else PeriodKind(told), today)
    try:
        if ".." in told:
            since, until = (date.fromisoformat(part) if part else None for part in told.split("..", 1))
            return own(since, until)
        for form, kind in _FORMS:
            if found := re.fullmatch(form, told):
                return _numbered(kind, {name: int(value) for name, value in found.groupdict().items()})
    except ValueError:
        pass
    raise UsageError(
        _("“{text}” is no period.").format(text=text),
        _("Write a month as 11/2026, a quarter as Q4/2026, a year as 2026, a week as 2026-W48, or a day."),
    )


def _numbered(kind: PeriodKind, told: dict[str, int]) -> ReportPeriod:
    match kind:
        case PeriodKind.WEEK:
            return around(kind, date.fromisocalendar(told["year"], told["week"], 1))
        case PeriodKind.QUARTER:
            return around(kind, date(told["year"], 3 * told["quarter"] - 2, 1))
    return around(kind, date(told["year"], told.get("month", 1), told.get("day", 1)))


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _year_before(day: date) -> date:
    return date(day.year - 1, day.month, min(day.day, monthrange(day.year - 1, day.month)[1]))
