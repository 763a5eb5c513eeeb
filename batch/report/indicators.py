# SPDX-License-Identifier: Apache-2.0
"""The indicators of a period: each number with what it was counted from, and the list behind it.

One query counts the dossiers by what holds of them; the data (``templates.model.reports.indicators``) say
which of these an indicator counts. The list behind a number (``batch.report.lists``) asks the same conditions
of the database, so both are one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby

from batch.report.asked import ReportAsked, no_such
from batch.report.one_stop.taking_in import lists_of
from batch.report.periods import ReportPeriod
from batch.report.registers import line_cells
from batch.store.counted.lists import OneStopList
from batch.store.indicator_rows import FigureCell, cells
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.language.messages import _
from templates.model.codelists import Texts
from templates.model.reports.denominators import OutOf
from templates.model.reports.indicators import (
    Holds,
    Indicator,
    Indicators,
    Measure,
    PeriodOf,
    Reason,
    half_up,
    spoken,
)


@dataclass(frozen=True, slots=True)
class SetApart:
    """Dossiers told of by themselves: why, and how many."""

    reason: Texts
    dossiers: int


@dataclass(frozen=True, slots=True)
class Counted:
    """One indicator of one period. ``value`` is a number of dossiers, a share 0…1 or days; None where the
    data can't decide it, or where nothing is there to be counted.

    ``counted`` of ``out_of`` dossiers; ``excluded`` were left out of these, ``beside`` are only told.
    """

    indicator: Indicator
    value: float | None
    counted: int | None
    out_of: int | None
    excluded: tuple[SetApart, ...] = ()
    beside: tuple[SetApart, ...] = ()

    @property
    def points(self) -> float | None:
        """By the published scale; None where there is none, or no value."""
        scale = self.indicator.points
        return None if scale is None or self.value is None else scale.of(self.value)


@dataclass(frozen=True, slots=True)
class Returns:
    """A sheet is the sum of what ``units`` sent; those ``lacking`` sent nothing. ``before``, ``last_year``:
    whether all of them told that period too, which is left empty otherwise.
    """

    units: int
    lacking: tuple[str, ...]
    before: bool = True
    last_year: bool = True


@dataclass(frozen=True, slots=True)
class IndicatorSheet:
    """The indicators of ``period`` at one moment, as things stood at the end of ``as_of`` (None: now), and
    by their numbers those of the period ``before`` and of ``last_year`` (empty where there is none
    to compare with), of each procedure and of each unit (where there are several). ``unfolded``
    dossiers are counted as they were known before. Of ``asked`` dossiers that ended in the period
    the day is that on which the gateway was asked. ``all_units``: it is no single unit's. ``returns`` where
    it was added up from what units sent, with no store behind it. ``lists`` of the one-stop system
    cover the period, counted out of or not.
    """

    edition: Indicators
    period: ReportPeriod
    made_at: datetime
    as_of: date | None
    counted: tuple[Counted, ...]
    before: Mapping[str, Counted]
    last_year: Mapping[str, Counted]
    procedures: Mapping[str, tuple[Counted, ...]]
    units: Mapping[str, tuple[Counted, ...]]
    unfolded: int = 0
    asked: int = 0
    all_units: bool = False
    returns: Returns | None = None
    lists: tuple[OneStopList, ...] = ()

    @property
    def out_of(self) -> OutOf:
        """Whose dossiers the denominators are."""
        return self.edition.out_of

    def find(self, number: str) -> Counted:
        """The indicator of this number; raises UsageError where there is none."""
        for one in self.counted:
            if one.indicator.number == number:
                return one
        raise no_such(number, self.edition)


def indicator_sheet(
    store: Store,
    period: ReportPeriod,
    as_of: date | None = None,
    procedure: str = "",
    unfolded: int = 0,
    out_of: OutOf = OutOf.STORE,
    units: tuple[str, ...] = (),
) -> IndicatorSheet:
    """Count all indicators of a period, all from one picture of the store. ``units``: those that are to have
    lists, whether the store has dossiers of theirs or not.

    Raises OneStopListError where it is to be counted out of lists of the one-stop system that are not there;
    a period to compare with is left empty then.
    """
    asked, now = ReportAsked(period, as_of, procedure, out_of, units), store.clock()
    with store.read() as session:
        here = _cells(session, asked, now)
        earlier, last_year = (
            _beside(session, asked, of, now) for of in (period.before(), period.last_year())
        )
        lists = lists_of(session, period, as_of, units)
    edition, by_unit = asked.edition, _by(here, "unit")
    return IndicatorSheet(
        edition,
        period,
        now,
        as_of,
        _all(edition, here),
        _numbered(edition, earlier),
        _numbered(edition, last_year),
        _by_all(edition, _by(here, "procedure")),
        _by_all(edition, by_unit) if len(by_unit) > 1 else {},
        unfolded,
        _sum(cell for cell in here if _ended_when_asked(cell)),
        lists=tuple(lists),
    )


def _ended_when_asked(cell: FigureCell) -> bool:
    return cell.periods["ended"] and cell.facts["end-asked"] and not cell.facts["unlisted"]


def _beside(
    session: Transaction, asked: ReportAsked, period: ReportPeriod | None, now: datetime
) -> list[FigureCell] | None:
    """The cells of another period; None where there is none, or no list of it to count out of."""
    if period is None:
        return None
    if asked.out_of is OutOf.ONE_STOP and not lists_of(session, period, asked.as_of, asked.units):
        return None
    return _cells(session, replace(asked, period=period), now)


def _cells(session: Transaction, asked: ReportAsked, now: datetime) -> list[FigureCell]:
    """The cells of a period; what was open at its end as things stood then, where it is past."""
    scope = asked.scope(session, now)
    if not asked.is_past(now):
        return [*cells(session, scope), *line_cells(session, scope)]
    told = [*cells(session, scope, of=(PeriodOf.RECEIVED, PeriodOf.ENDED)), *line_cells(session, scope)]
    then = cells(session, asked.scope(session, now, PeriodOf.OPEN), of=(PeriodOf.OPEN,))
    return [
        *(replace(cell, periods={**cell.periods, PeriodOf.OPEN.value: False}) for cell in told),
        *(replace(cell, periods=_ONLY_OPEN) for cell in then),
    ]


_ONLY_OPEN = {of.value: of is PeriodOf.OPEN for of in PeriodOf}


def trend(
    store: Store,
    number: str,
    period: ReportPeriod,
    as_of: date | None = None,
    procedure: str = "",
    out_of: OutOf = OutOf.STORE,
) -> list[tuple[date, Counted]]:
    """One indicator of those that go by reception, month by month of a period."""
    asked = ReportAsked(period, as_of, procedure, out_of)
    indicator = asked.indicator(number)
    with store.read() as session:
        scope = asked.scope(session, store.clock())
        told = [cell for cell in cells(session, scope, months=True) if cell.periods["received"]]
    told.sort(key=lambda cell: cell.month or date.min)
    return [
        (month, counted(indicator, list(theirs)))
        for month, theirs in groupby(told, key=lambda cell: cell.month)
        if month is not None
    ]


def counted(indicator: Indicator, told: Iterable[FigureCell]) -> Counted:
    """One indicator over cells."""
    if indicator.undecided is not None:
        return Counted(indicator, None, None, None)
    theirs = [
        cell
        for cell in told
        if cell.periods[indicator.period]
        and (indicator.registers or not cell.register)
        and _holds(indicator.of, cell)
    ]
    left, excluded = _set_apart(theirs, indicator.excluded)
    beside = tuple(SetApart(each.reason, _sum(_that(left, each.when))) for each in indicator.beside)
    out_of = _sum(left)
    if indicator.measure is Measure.COUNT:
        return Counted(indicator, out_of, out_of, None, excluded, beside)
    if indicator.measure is Measure.AVERAGE:
        days = sum(cell.taken for cell in left)
        return Counted(indicator, days / out_of if out_of else None, days, out_of, excluded, beside)
    number = _sum(_that(left, indicator.counts)) if indicator.counts is not None else 0
    return Counted(indicator, number / out_of if out_of else None, number, out_of, excluded, beside)


def _set_apart(
    told: list[FigureCell], reasons: Sequence[Reason]
) -> tuple[list[FigureCell], tuple[SetApart, ...]]:
    """What none of the reasons holds of, and how many each took: the first that holds."""
    parts = []
    for each in reasons:
        parts.append(SetApart(each.reason, _sum(_that(told, each.when))))
        told = [cell for cell in told if not _holds(each.when, cell)]
    return told, tuple(parts)


def _holds(condition: Holds, cell: FigureCell) -> bool:
    return condition.among(cell.facts, cell.unknown)


def _that(told: Iterable[FigureCell], condition: Holds) -> list[FigureCell]:
    return [cell for cell in told if _holds(condition, cell)]


def _sum(told: Iterable[FigureCell]) -> int:
    return sum(cell.dossiers for cell in told)


def _all(edition: Indicators, told: Sequence[FigureCell]) -> tuple[Counted, ...]:
    return tuple(counted(one, told) for one in edition.indicators)


def _numbered(edition: Indicators, told: Sequence[FigureCell] | None) -> dict[str, Counted]:
    return {} if told is None else {one.indicator.number: one for one in _all(edition, told)}


def _by(told: Iterable[FigureCell], what: str) -> dict[str, list[FigureCell]]:
    found: dict[str, list[FigureCell]] = {}
    for cell in told:
        found.setdefault(getattr(cell, what), []).append(cell)
    return dict(sorted(found.items()))


def _by_all(edition: Indicators, parts: Mapping[str, list[FigureCell]]) -> dict[str, tuple[Counted, ...]]:
    return {name: _all(edition, told) for name, told in parts.items()}


def value_told(one: Counted) -> str:
    """A value as people read it: “4/9 = 44,4 %” is told by its parts elsewhere; "" where there is none."""
    from babel.numbers import format_decimal, format_percent

    from templates.language.messages import current_language

    if one.value is None:
        return ""
    language = current_language()
    match one.indicator.measure:
        case Measure.SHARE:
            return format_percent(half_up(one.value, 3), "0.0%", locale=language)
        case Measure.AVERAGE:
            return format_decimal(half_up(one.value, 1), "0.0", locale=language)
    return str(int(one.value))


def why_none(one: Counted) -> str:
    """Why there is no value, in words; "" where there is one."""
    if one.indicator.undecided is not None:
        return spoken(one.indicator.undecided)
    return "" if one.value is not None else _("nothing to count in this period")
