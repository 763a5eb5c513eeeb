# SPDX-License-Identifier: Apache-2.0
"""The days on which results are due, reckoned anew for all dossiers that changed since somebody last asked.

A day hangs on the procedure's rules, the answers, the form and what stopped the clock: whatever changes a
dossier may move it, so each change leaves it to be reckoned: by the night's run, before the desk opens, else
by whoever wants a list.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from intake.dossier.deadline.local_time import local_day
from intake.dossier.states import State
from intake.dossier.stored import Dossier
from intake.errors import StoreError
from intake.settings.log import log_exception
from intake.store.dossier.due_days import count_unknown, due_unknown, keep_due
from intake.store.progress import Progress, unseen
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.catalogue.loading import Catalogue
from templates.errors import UnknownNameError
from templates.language.messages import _

if TYPE_CHECKING:
    from intake.services.deadline.term_facts import Judged

PART = 200
"""So many dossiers are reckoned in one transaction."""

ENDED = frozenset({State.REJECTED, State.RESULT_ATTACHED})
"""States in which nobody waits for a result."""


def reckon_due_days(store: Store, catalogue: Catalogue, progress: Progress = unseen) -> None:
    """Bring the days up to date; where nothing can be written they stay as they were known, for whoever
    only looks must see what there is. After an update that may be every dossier: ``progress`` is told.
    """
    with store.read() as session:
        left = count_unknown(session)
    if not left or store.fault is not None:
        return
    try:
        with progress(_("Working out due days"), left, unit=_("dossiers")) as advance:
            while dossiers := _reckon_some(store, catalogue):
                advance(dossiers)
    except StoreError as error:
        log_exception("due-days-not-kept", error)


def _reckon_some(store: Store, catalogue: Catalogue) -> int:
    with store.read() as session:
        dossiers = due_unknown(session, PART)
        reckoned = list(_reckoned(store, session, dossiers, catalogue))
    if reckoned:
        store.write(partial(keep_due, reckoned=reckoned))
    return len(dossiers)


def _reckoned(
    store: Store, session: Transaction, dossiers: Sequence[Dossier], catalogue: Catalogue
) -> Iterator[tuple[Dossier, date | None]]:
    """Each with its day; None where none is waited for, the citizen is, or the catalogue has no rules."""
    # Reckoning brings in all that judges a dossier; most lists have nothing to reckon.
    from intake.dossier.deadline.working_days import Calendar
    from intake.services.deadline.events import deadlines_of

    judged = [pair for dossier in dossiers for pair in _ruled(dossier, catalogue)]
    deadlines = deadlines_of(store, session, judged, Calendar(catalogue.codes.working_days), catalogue)
    days = {
        dossier.id: None if deadline.due.stopped else deadline.due.day
        for (dossier, _edition), deadline in zip(judged, deadlines, strict=True)
    }
    yield from ((dossier, days.get(dossier.id)) for dossier in dossiers)


def _ruled(dossier: Dossier, catalogue: Catalogue) -> Iterator[Judged]:
    if dossier.state in ENDED:
        return
    try:
        yield dossier, catalogue.procedure(dossier.procedure, local_day(dossier.received_at))
    except UnknownNameError:
        return
