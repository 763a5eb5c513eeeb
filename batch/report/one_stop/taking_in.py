# SPDX-License-Identifier: Apache-2.0
"""A list of the one-stop system is taken in for a period, replaces the one before, or is taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from batch.errors import OneStopListError
from batch.report.one_stop.reading import ListRead, read_list
from batch.report.periods import ReportPeriod
from batch.store.counted.counted_rows import units_at_work
from batch.store.counted.lists import OneStopList, add_list, lists, lists_at, take_list_back
from intake.dossier.deadline.local_time import LOCAL, local_day
from intake.store.store import Store
from intake.store.transaction import UNIT, Transaction
from templates.catalogue.loading import Catalogue
from templates.errors import UsageError
from templates.language.messages import _
from templates.model.reports.denominators import OneStopColumn
from templates.model.reports.one_stop import load_one_stop_columns
from templates.model.reports.state_cells import OUTCOME_UNKNOWN


@dataclass(frozen=True, slots=True)
class ListTaken:
    """What a list came to: ``read`` of it, ``earlier`` dossiers received before the period (handed on), those
    ended ``without_day``, those that ended nobody knows how (``unknown_outcome``), ``left_out`` of procedures
    unknown here, and the list it ``replaces``. ``id`` is None where nothing was kept.
    """

    read: ListRead
    period: ReportPeriod
    dossiers: int
    earlier: int
    left_out: int
    without_day: int
    unknown_outcome: int
    replaces: OneStopList | None
    id: int | None = None


def take_in(
    store: Store,
    file: Path,
    period: ReportPeriod,
    catalogue: Catalogue,
    *,
    unit: str,
    who: str,
    own: Mapping[OneStopColumn, str] | None = None,
    known_only: bool = False,
    keep: bool = True,
) -> ListTaken:
    """Take a list in for ``period``, in the place of the one for just these days; ``keep`` False only looks.

    Raises:
        OneStopListError: it can't be read, has dossiers of later days, or another list has some of the days.
    """
    since, until = _ends(period)
    read = read_list(file, load_one_stop_columns(), catalogue, own, local_day(store.clock()))
    lines = [one for one in read.lines if not known_only or one.procedure in catalogue.procedures]
    if later := sum(one.received_on > until for one in read.lines):
        told = _("{file} has {count} dossiers received after {period}.")
        raise OneStopListError(
            told.format(file=file.name, count=later, period=period.title()),
            _("Say the period it was exported for: --period."),
        )
    taken = ListTaken(
        read,
        period,
        len(lines),
        sum(one.received_on < since for one in lines),
        len(read.lines) - len(lines),
        sum(bool(one.ended) and one.ended_on is None for one in lines),
        sum(one.ended == OUTCOME_UNKNOWN for one in lines),
        None,
    )
    kept: dict[str, Any] = {
        "unit": unit,
        "since": since,
        "until": until,
        "file": file.name,
        "sha256": sha256(file.read_bytes()).hexdigest(),
        "dossiers": taken.dossiers,
        "left_out": taken.left_out,
        "who": who,
    }

    def take(session: Transaction) -> ListTaken:
        session.info[UNIT] = unit
        former = _former(session, since, until)
        if not keep:
            return replace(taken, replaces=former)
        new = add_list(session, {**kept, "added_at": store.clock()}, lines, [former.id] if former else [])
        return replace(taken, replaces=former, id=new)

    if keep:
        return store.write(take)
    with store.read() as session:
        return take(session)


def all_lists(store: Store) -> Sequence[OneStopList]:
    """Every list that was ever taken in, the newest first."""
    with store.read() as session:
        return lists(session)


def take_back(store: Store, list_id: int, who: str) -> OneStopList:
    """Let a list count no longer; the one whose place it took counts again. Raises OneStopListError."""

    def back(session: Transaction) -> OneStopList:
        one = next((each for each in lists(session) if each.id == list_id), None)
        if one is None or one.ended_at is not None:
            raise OneStopListError(
                _("No list that counts has the number {number}.").format(number=list_id),
                _("See them: {command}").format(command="sohoa report lists"),
            )
        take_list_back(session, list_id, who, store.clock())
        return one

    return store.write(back)


def lists_of(
    session: Transaction, period: ReportPeriod, as_of: date | None = None, units: Iterable[str] = ()
) -> Sequence[OneStopList]:
    """The lists that cover every day of the period for each unit that the transaction sees, as they counted
    at the end of ``as_of``; none where a day of a unit is lacking. ``units`` as in ``require_lists``.
    """
    found, lacking = _coverage(session, period, as_of, units)
    return () if lacking else found


def require_lists(
    session: Transaction, period: ReportPeriod, as_of: date | None, units: Iterable[str] = ()
) -> Sequence[OneStopList]:
    """The same; raises OneStopListError where not every day is covered, with the names of the units that this
    is so of. ``units`` are to have lists whether the store knows a dossier of theirs or not.
    """
    found, lacking = _coverage(session, period, as_of, units, asked=True)
    if found and not lacking:
        return found
    command = f"report import danh-sach.xlsx --period {period.address}"
    if not any(lacking):
        raise OneStopListError(
            _("No list of the one-stop system covers every day of {period}.").format(period=period.title()),
            _("Take it in: {command}").format(command=f"sohoa {command}"),
        )
    told = _("No list of the one-stop system covers every day of {period} for {units}.")
    raise OneStopListError(
        told.format(period=period.title(), units=", ".join(one or "–" for one in lacking)),
        _("Take in the list of each: {command}").format(
            command=f"sohoa --unit {next(filter(None, lacking))} {command}"
        ),
    )


def _coverage(
    session: Transaction,
    period: ReportPeriod,
    as_of: date | None,
    units: Iterable[str],
    *,
    asked: bool = False,
) -> tuple[Sequence[OneStopList], Sequence[str]]:
    """The lists with days of the period, and the units of which a day is lacking: a unit without a list would
    otherwise count as one without a dossier. Where there is no list at all, which units there are is only
    looked for where that is ``asked``.
    """
    if period.since is None or period.until is None:
        return (), ()
    at = None if as_of is None else datetime.combine(as_of + timedelta(days=1), time(), LOCAL)
    found = lists_at(session, period.since, period.until, at)
    wanted = {one.unit for one in found}
    if session.info.get(UNIT) is None and (found or asked):
        wanted.update(units, units_at_work(session, period.since, period.until, as_of))
    lacking = [unit for unit in sorted(wanted) if not _covered(found, unit, period.since, period.until)]
    return found, lacking


def _covered(found: Iterable[OneStopList], unit: str, since: date, until: date) -> bool:
    next_day = since
    for one in found:
        if one.unit != unit:
            continue
        if one.since > next_day:
            return False
        next_day = max(next_day, one.until + timedelta(days=1))
    return next_day > until


def _ends(period: ReportPeriod) -> tuple[date, date]:
    if period.since is None or period.until is None:
        raise UsageError(
            _("A list is that of a period."),
            _("Name it, such as --period {example}.").format(example="11/2026"),
        )
    return period.since, period.until


def _former(session: Transaction, since: date, until: date) -> OneStopList | None:
    """The list for just these days; raises OneStopListError where one has some of them only."""
    found = lists_at(session, since, until)
    for one in found:
        if (one.since, one.until) != (since, until):
            told = _("The list {number} ({file}) covers {since} to {until} already; days would count twice.")
            raise OneStopListError(
                told.format(
                    number=one.id, file=one.file, since=f"{one.since:%d/%m/%Y}", until=f"{one.until:%d/%m/%Y}"
                ),
                _("Take that one back first: {command}").format(
                    command=f"sohoa report lists --undo {one.id}"
                ),
            )
    return found[0] if found else None
