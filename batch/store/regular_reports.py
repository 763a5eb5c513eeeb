# SPDX-License-Identifier: Apache-2.0
"""Reports that are written once a store: who has one in hand, and what became of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select

from batch.store.tables.regular_report_model import RegularReportRow
from intake.dossier.sending import Sending
from intake.store.queue.leases import Lease, Leases
from intake.store.transaction import Transaction

QUEUE = Leases(RegularReportRow)


@dataclass(frozen=True, slots=True)
class RegularDone:
    """What is known of the report of a period: on which ``computer`` it lies, and when it was mailed."""

    computer: str = ""
    written_at: datetime | None = None
    mailed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TakenReport:
    """A report in hand, and what was ``done`` of it before."""

    lease: Lease
    done: RegularDone


def take_report(
    session: Transaction, unit: str, period: str, owner: str, now: datetime
) -> TakenReport | None:
    """Lease the report of a period to ``owner``, done or not; None where another has it in hand."""
    QUEUE.put(session, now, unit=unit, period=period)
    only = and_(RegularReportRow.unit == unit, RegularReportRow.period == period)
    for lease in QUEUE.take(session, owner, now, only=only, early=True, besides=(Sending.SENT.value,)):
        row = session.get_one(RegularReportRow, lease.row_id)
        return TakenReport(lease, RegularDone(row.computer, row.written_at, row.mailed_at))
    return None


def note_report(session: Transaction, lease: Lease, now: datetime, **done: object) -> bool:
    """Write what was done so far (columns of the table) and go on; False where another has it by now."""
    return QUEUE.renew(session, lease, now, done)


def reports_done(session: Transaction, unit: str, periods: Collection[str]) -> Mapping[str, RegularDone]:
    """What is known of the reports of these periods."""
    row = RegularReportRow
    query = select(row.period, row.computer, row.written_at, row.mailed_at)
    found = session.execute(query.where(row.unit == unit, row.period.in_(periods)))
    return {period: RegularDone(where, written, mailed) for period, where, written, mailed in found}
