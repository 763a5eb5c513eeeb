# SPDX-License-Identifier: Apache-2.0
"""What a report is asked for, as the store is asked for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from batch.report.one_stop.taking_in import require_lists
from batch.report.periods import ReportPeriod
from batch.store.counted.counted_rows import FigureScope
from intake.dossier.deadline.local_time import local_day
from intake.store.transaction import Transaction
from templates.errors import UsageError
from templates.language.messages import _
from templates.model.reports.denominators import OutOf
from templates.model.reports.indicators import Indicator, Indicators, PeriodOf, load_indicators


@dataclass(frozen=True, slots=True)
class ReportAsked:
    """Indicators of a ``period``, as things stood at the end of ``as_of`` (None: now), of one ``procedure``
    alone ("": of all), ``out_of`` whose dossiers; ``units`` are to have lists, with or without dossiers.
    """

    period: ReportPeriod
    as_of: date | None = None
    procedure: str = ""
    out_of: OutOf = OutOf.STORE
    units: tuple[str, ...] = ()

    @property
    def edition(self) -> Indicators:
        """The indicators by which it is counted."""
        return load_indicators().counted_out_of(self.out_of)

    def indicator(self, number: str) -> Indicator:
        """The one of this number; raises UsageError where there is none."""
        one = self.edition.find(number)
        if one is None:
            raise no_such(number, self.edition)
        return one

    def today(self, now: datetime) -> date:
        """The last day of which anything is known."""
        return min(self.as_of or local_day(now), local_day(now))

    def is_past(self, now: datetime) -> bool:
        """Whether the period was over by then."""
        return self.period.until is not None and self.period.until < self.today(now)

    def scope(self, session: Transaction, now: datetime, of: PeriodOf = PeriodOf.RECEIVED) -> FigureScope:
        """What is counted; what was open at the end of a past period, as things stood then.

        Raises OneStopListError where it is to be counted out of lists that are not there.
        """
        lists: tuple[int, ...] = ()
        if self.out_of is OutOf.ONE_STOP:
            lists = tuple(one.id for one in require_lists(session, self.period, self.as_of, self.units))
        scope = FigureScope(
            self.period.since,
            self.period.until,
            self.today(now),
            self.as_of,
            (self.procedure,) if self.procedure else (),
            self.edition.certified_copies,
            lists,
        )
        if of is PeriodOf.OPEN and self.is_past(now):
            assert self.period.until is not None
            return replace(scope, today=self.period.until, as_of=self.period.until)
        return scope


def no_such(number: str, edition: Indicators) -> UsageError:
    """The error for a number that no indicator has."""
    return UsageError(
        _("There is no indicator {number}.").format(number=number),
        _("There are: {numbers}").format(numbers=", ".join(one.number for one in edition.indicators)),
    )
