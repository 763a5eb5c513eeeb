# SPDX-License-Identifier: Apache-2.0
"""Where the dossiers stand that were ever packaged: how many in each state, and pages of them.

They come in the order in which they matter: what came back, what waits, what the gateway has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select

from intake.dossier.paging import Paging
from intake.dossier.states import State
from intake.store.dossier.journal import holds
from intake.store.queue.standing import DossierStanding, standing_of
from intake.store.tables.model import DossierRow
from intake.store.tables.outbox_model import OutboxRow
from intake.store.transaction import Transaction

_AT_THE_GATEWAY = (State.QUEUED, State.PUSHED, State.ACCEPTED)
_ENDED = (State.REJECTED, State.RESULT_ATTACHED)
_HERE_AGAIN = tuple(s for s in State if s not in (State.RETURNED, *_AT_THE_GATEWAY, *_ENDED))
ORDER = (State.RETURNED, *_HERE_AGAIN, *_AT_THE_GATEWAY, *_ENDED)

Counts = Mapping[State, int]
"""By state, in ``ORDER``, how many dossiers were packaged that stand there now."""


def counts(session: Transaction) -> Counts:
    """How the packaged dossiers are spread over the states; those without any are left out."""
    query = select(DossierRow.state, func.count()).where(_packaged()).group_by(DossierRow.state)
    found = dict(session.execute(query).all())
    return {state: found[state] for state in ORDER if state in found}


def page_of(session: Transaction, counted: Counts, paging: Paging) -> list[str]:
    """The ids of a page's dossiers: state by state, the newest first.

    Only the states that the page reaches are sorted, so that the first pages cost as little in a large store.
    """
    ids: list[str] = []
    skip = paging.offset
    for state, count in counted.items():
        left = None if paging.limit is None else paging.limit - len(ids)
        if left != 0 and skip < count:
            ids += session.scalars(_of_state(state).limit(left).offset(skip))
        skip = max(0, skip - count)
    return ids


def _of_state(state: State) -> Select[str]:
    query = select(DossierRow.id).where(DossierRow.state == state, _packaged())
    return query.order_by(DossierRow.received_at.desc(), DossierRow.id.desc())


def standings_of(session: Transaction, ids: Sequence[str], now: datetime) -> list[DossierStanding]:
    """Where some hundred dossiers stand, in their order and each at all its doors, the leading one first, and
    whether they are held back; those never packaged are left out.
    """
    query = select(OutboxRow, DossierRow).join(DossierRow, OutboxRow.dossier_id == DossierRow.id)
    in_order = query.order_by(OutboxRow.leads.desc(), OutboxRow.id)
    found: dict[str, list[DossierStanding]] = {}
    for row, dossier in session.execute(in_order.where(OutboxRow.dossier_id.in_(ids))):
        found.setdefault(dossier.id, []).append(standing_of(row, dossier, now))
    held = holds(session, list(found))
    return [replace(one, held=held.get(dossier)) for dossier in ids for one in found.get(dossier, ())]


def _packaged() -> ColumnElement[bool]:
    # Asked dossier by dossier: as EXISTS a server joins it with every row that was ever sent.
    leading = select(OutboxRow.id).where(OutboxRow.dossier_id == DossierRow.id, OutboxRow.leads)
    return leading.limit(1).scalar_subquery().is_not(None)
