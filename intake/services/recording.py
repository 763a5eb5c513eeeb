# SPDX-License-Identifier: Apache-2.0
"""What a person records of how a dossier was served, and that the citizen withdrew it: what reports ask and
no paper tells. The last word counts, also once the dossier was sent; what was recorded before goes along.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from intake.dossier.deadline.local_time import local_day
from intake.dossier.entered import entered
from intake.dossier.journal import WITHDRAWN_BECAUSE, What
from intake.dossier.served.serving import Served, after
from intake.dossier.states import State
from intake.services.changing.reopening import refuse_closed
from intake.store.queue import queue_exit
from intake.store.queue.leases import moment
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.errors import UsageError
from templates.language.messages import _
from templates.language.outside_text import Longest


def record_served(store: Store, dossiers: Sequence[str], told: Served, *, who: str) -> dict[str, Served]:
    """Record it of the dossiers that a person means, of all or of none; by their ids what is recorded now.

    Raises UnknownDossierError, and UsageError for a day of hand-over before the reception or to come.
    """

    def record(session: Transaction) -> dict[str, Served]:
        found = [store.find(session, one) for one in dossiers]
        for one in found:
            _refuse_day(told, local_day(one.received_at), store)
            before = served_of(store, session, one.id)
            now = after(before, told.told())
            if now != before:
                store.note(session, one.id, What.SERVED, who=who, data=told.told())
        return {one.id: served_of(store, session, one.id) for one in found}

    return store.write(record)


def recorded(store: Store, typed: str) -> tuple[str, Served]:
    """The id of the dossier that a person means, and what is recorded of it."""
    with store.read() as session:
        found = store.find(session, typed).id
        return found, served_of(store, session, found)


def served_of(store: Store, session: Transaction, dossier_id: str) -> Served:
    """What is recorded of a dossier."""
    served = Served()
    for event in store.journal(session, dossier_id):
        if event.what == What.SERVED:
            served = after(served, event.data)
    return served


def withdraw(store: Store, typed: str, *, reason: str, who: str) -> str:
    """End the dossier that a person means because the citizen withdrew it; its id. It can be taken back with
    undo.

    Raises UnknownDossierError; UsageError where no reason is given; ClosedDossierError, OnItsWayError where
    the gateway has it: there it is withdrawn.
    """

    def end(session: Transaction) -> str:
        found = store.find(session, typed).id
        refuse_closed(store, session, found)
        why = entered(reason, Longest.NOTE).strip()
        if not why:
            raise UsageError(
                _("Say why dossier {dossier} ends.").format(dossier=found),
                _("For instance: sohoa record {dossier} --withdrawn “…”").format(dossier=found),
            )
        if store.get(session, found).state is State.QUEUED:
            queue_exit.leave(session, found, moment(session, store.clock))
        store.advance(session, found, State.REJECTED, who=who, data={WITHDRAWN_BECAUSE: why})
        return found

    return store.write(end)


def _refuse_day(told: Served, received_on: date, store: Store) -> None:
    day = told.handed_over
    if day is not None and not received_on <= day <= local_day(store.clock()):
        raise UsageError(
            _("The result can't have been handed over on {day}.").format(day=f"{day:%d/%m/%Y}"),
            _("Give a day between the reception and today."),
        )
