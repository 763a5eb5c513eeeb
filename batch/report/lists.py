# SPDX-License-Identifier: Apache-2.0
"""The lists behind numbers: which dossiers an indicator counts, lacks, leaves out or tells beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from batch.report.asked import ReportAsked
from batch.report.indicators import IndicatorSheet
from batch.report.periods import ReportPeriod
from batch.report.registers import lines_listed
from batch.store.indicator_rows import ListedDossier, listed
from intake.dossier.state_words import state_told
from intake.dossier.states import State
from intake.store.store import Store
from templates.errors import UsageError
from templates.language.messages import _
from templates.model.reports.denominators import OutOf
from templates.model.reports.indicators import Holds, Indicator, Indicators, Reason, spoken

MOST_ON_A_SHEET = 500
"""So many dossiers of a list stand on a sheet of a workbook; below a longer one stands how many there are."""


def behind(
    store: Store,
    number: str,
    period: ReportPeriod,
    as_of: date | None = None,
    *,
    lacking: bool = False,
    procedure: str = "",
    most: int | None = None,
    out_of: OutOf = OutOf.STORE,
    units: tuple[str, ...] = (),
) -> Sequence[ListedDossier]:
    """The dossiers that an indicator counts, or (``lacking``) those of its denominator that it does not;
    ``units`` as in ``indicator_sheet``.

    Raises UsageError where there is no such indicator, the data can't decide it, or nothing can be lacking in
    it.
    """
    asked = ReportAsked(period, as_of, procedure, out_of, units)
    one = _decided(asked, number)
    if lacking and one.counts is None:
        raise UsageError(
            _("Indicator {number} is no share: nothing is lacking in it.").format(number=number),
            _("Leave --lacking out."),
        )
    counts = [one.counts] if one.counts is not None else []
    wanted = [one.of, *([] if lacking else counts)]
    unwanted = [*(each.when for each in one.excluded), *(counts if lacking else [])]
    return _listed(store, asked, one, wanted, unwanted, most)


def reasons_of(one: Indicator) -> Sequence[tuple[Reason, bool]]:
    """Why an indicator leaves dossiers out or (True) tells them beside, in order; their places are what
    ``apart`` takes.
    """
    return [*((each, False) for each in one.excluded), *((each, True) for each in one.beside)]


def apart(
    store: Store,
    number: str,
    place: int,
    period: ReportPeriod,
    as_of: date | None = None,
    *,
    procedure: str = "",
    most: int | None = None,
    out_of: OutOf = OutOf.STORE,
    units: tuple[str, ...] = (),
) -> Sequence[ListedDossier]:
    """The dossiers that an indicator leaves out or tells beside, for the reason at ``place`` (from 0) of
    ``reasons_of``. Raises UsageError where there is no such indicator or reason.
    """
    asked = ReportAsked(period, as_of, procedure, out_of, units)
    one = _decided(asked, number)
    reasons = reasons_of(one)
    if not 0 <= place < len(reasons):
        raise UsageError(
            _("Indicator {number} has no reason {place}.").format(number=number, place=place + 1),
            _("It has: {reasons}").format(
                reasons="; ".join(f"{at} {spoken(each.reason)}" for at, (each, _b) in enumerate(reasons, 1))
            ),
        )
    reason, beside = reasons[place]
    earlier = one.excluded if beside else one.excluded[:place]
    return _listed(store, asked, one, [one.of, reason.when], [each.when for each in earlier], most)


def listed_state(one: ListedDossier) -> str:
    """Where a dossier behind a number stands, in words of the current language."""
    if one.register:
        return _("in the register")
    if not one.state:
        return _("not in this store")
    ended = {"as": one.ended, "of": ""} if one.state == State.REJECTED and one.ended else None
    return state_told(State(one.state), ended)


def lists_behind(
    store: Store, sheet: IndicatorSheet, procedure: str = "", most: int | None = MOST_ON_A_SHEET
) -> Mapping[str, Sequence[ListedDossier]]:
    """By number the dossiers that each indicator counts, at most so many each; None: all."""
    return {
        one.indicator.number: behind(
            store,
            one.indicator.number,
            sheet.period,
            sheet.as_of,
            procedure=procedure,
            most=most,
            out_of=sheet.out_of,
        )
        for one in sheet.counted
        if one.indicator.undecided is None
    }


def _decided(asked: ReportAsked, number: str) -> Indicator:
    """An indicator that has lists; raises UsageError."""
    one = asked.indicator(number)
    if one.undecided is not None:
        raise UsageError(
            _("Indicator {number} has no list: {why}").format(number=number, why=spoken(one.undecided)),
            _("There are: {numbers}").format(numbers=_with_lists(asked.edition)),
        )
    return one


def _with_lists(edition: Indicators) -> str:
    return ", ".join(each.number for each in edition.indicators if each.undecided is None)


def _listed(
    store: Store,
    asked: ReportAsked,
    one: Indicator,
    wanted: Sequence[Holds],
    unwanted: Sequence[Holds],
    most: int | None,
) -> Sequence[ListedDossier]:
    with store.read() as session:
        scope = asked.scope(session, store.clock(), one.period)
        found = list(listed(session, scope, one.period, wanted, unwanted, most))
        if one.registers:
            found += lines_listed(session, scope, wanted, unwanted)
        return found[:most]
