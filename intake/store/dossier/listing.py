# SPDX-License-Identifier: Apache-2.0
"""Which dossiers a list shows: counted, and a page of them some hundred at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select

from intake.dossier.paging import Paging
from intake.dossier.search.sought import Sought
from intake.dossier.sending import Sending
from intake.dossier.sending.results import ResultStanding
from intake.dossier.states import State
from intake.dossier.stored import Dossier
from intake.store.dossier.records import DOSSIER
from intake.store.dossier.search import has_number
from intake.store.dossier.search_terms import found_by_terms
from intake.store.tables.model import DossierRow
from intake.store.tables.outbox_model import OutboxRow
from intake.store.tables.result_model import ResultRow
from intake.store.transaction import UNIT, Transaction

PART = 500
"""So many dossiers are in memory at once where all of them are gone through."""

LEFT = (State.READ, State.INCOMPLETE, State.RETURNED)
"""States in which a dossier waits for a person."""

_SET_ASIDE = (Sending.REFUSED.value, Sending.LOST.value)


def count(session: Transaction, sought: Sought) -> int:
    """How many dossiers there are of those."""
    return session.scalar(select(func.count(DossierRow.id)).where(*_conditions(session, sought))) or 0


def in_parts(
    session: Transaction, paging: Paging, sought: Sought, *, oldest_first: bool = False
) -> Iterator[Sequence[Dossier]]:
    """A page of those dossiers, the newest first, or those due first, ``PART`` at a time."""
    query = _in_order(session, sought, oldest_first=oldest_first)
    query = query.limit(paging.limit).offset(paging.offset)
    for part in session.execute(query.execution_options(yield_per=PART)).partitions():
        yield [Dossier(*row) for row in part]


def _in_order(session: Transaction, sought: Sought, *, oldest_first: bool) -> Select[*tuple[Any, ...]]:
    query = select(*DOSSIER).where(*_conditions(session, sought))
    if sought.by_due_day:
        return query.order_by(DossierRow.due_on, DossierRow.id)
    ascending = (DossierRow.received_at, DossierRow.id)
    return query.order_by(*(ascending if oldest_first else (column.desc() for column in ascending)))


def _conditions(session: Transaction, sought: Sought) -> Iterator[ColumnElement[bool]]:
    yield from found_by_terms(session, sought)
    # That none but the unit's are seen the transaction sees to; this lets its index lead to them. In a state
    # there may be few of many, and so of those found; these have indexes of their own.
    unit = session.info.get(UNIT)
    if unit is not None and not (
        sought.states or sought.left or sought.begins or sought.words or sought.given
    ):
        yield DossierRow.unit == unit
    if sought.states:
        yield DossierRow.state.in_(sought.states)
    if sought.given:
        yield has_number(sought.given)
    if sought.procedures:
        yield DossierRow.procedure.in_(sought.procedures)
    if sought.since is not None:
        yield DossierRow.received_at >= sought.since
    if sought.until is not None:
        yield DossierRow.received_at < sought.until
    if sought.due_since is not None:
        yield DossierRow.due_on >= sought.due_since
    if sought.due_until is not None:
        yield DossierRow.due_on <= sought.due_until
    if sought.left:
        yield _waits_for_a_person()


def _waits_for_a_person() -> ColumnElement[bool]:
    """That it is in such a state, that the program sends it no further before somebody has decided, or that
    somebody has to look at a result.
    """
    set_aside = exists().where(OutboxRow.dossier_id == DossierRow.id, OutboxRow.state.in_(_SET_ASIDE))
    queued = DossierRow.state.in_((State.QUEUED, State.PUSHED)) & set_aside
    behind = DossierRow.state.in_((State.ACCEPTED, State.RESULT_ATTACHED)) & set_aside.where(~OutboxRow.leads)
    waiting = select(ResultRow.dossier_id).where(ResultRow.standing == ResultStanding.WAITING.value)
    return or_(DossierRow.state.in_(LEFT), queued, behind, DossierRow.id.in_(waiting))
