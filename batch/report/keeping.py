# SPDX-License-Identifier: Apache-2.0
"""What reports count of each dossier, folded anew for all that changed since somebody last asked.

Whoever asks for a report does so first: as with due days each change leaves it to be done.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from batch.report.facts import FOLDED, TermOf, figures
from batch.store.figures import Figure, count_unfolded, keep_figures, unfolded
from intake.dossier.deadline.local_time import local_day
from intake.dossier.deadline.working_days import Calendar
from intake.dossier.stored import Dossier
from intake.errors import StoreError
from intake.services.deadline.events import deadlines_of
from intake.services.deadline.term_facts import Judged
from intake.settings.log import log, log_exception
from intake.store.dossier.journal import events_of_many
from intake.store.progress import Progress, unseen
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.catalogue.loading import Catalogue
from templates.errors import UnknownNameError
from templates.language.messages import _

PART = 200
"""So many dossiers are folded in one transaction."""


def bring_up_to_date(store: Store, catalogue: Catalogue, progress: Progress = unseen) -> int:
    """Fold what changed; how many dossiers stay as they were known, because nothing can be written or
    theirs can't be worked out.
    """
    with store.read() as session:
        left = count_unfolded(session)
    if not left or store.fault is not None:
        return left
    try:
        with progress(_("Working out what reports count"), left, unit=_("dossiers")) as advance:
            last = ""  # each is tried once: one that can't be folded would come again for ever
            while dossiers := _fold_some(store, catalogue, last):
                advance(len(dossiers))
                last = dossiers[-1].id
    except StoreError as error:
        log_exception("figures-not-kept", error)
    with store.read() as session:
        return count_unfolded(session)


def _fold_some(store: Store, catalogue: Catalogue, after: str) -> Sequence[Dossier]:
    with store.read() as session:
        dossiers = unfolded(session, PART, after)
        folded = _foldable(store, session, dossiers, catalogue)
    if folded:
        store.write(partial(keep_figures, folded=folded))
    return dossiers


def _foldable(
    store: Store, session: Transaction, dossiers: Sequence[Dossier], catalogue: Catalogue
) -> list[tuple[Dossier, list[Figure]]]:
    """What can be folded; a journal that says what this version doesn't know costs only its own dossier."""
    try:
        return list(_folded(store, session, dossiers, catalogue))
    except (LookupError, ValueError, TypeError, AttributeError) as error:
        if len(dossiers) > 1:
            return [one for each in dossiers for one in _foldable(store, session, [each], catalogue)]
        log().warning("figures-not-folded", dossier=dossiers[0].id, reason=type(error).__name__)
        return []


def _folded(
    store: Store, session: Transaction, dossiers: Sequence[Dossier], catalogue: Catalogue
) -> Iterator[tuple[Dossier, list[Figure]]]:
    events = events_of_many(session, [dossier.id for dossier in dossiers], *FOLDED)
    judged = [pair for dossier in dossiers for pair in _ruled(dossier, catalogue)]
    deadlines = deadlines_of(store, session, judged, Calendar(catalogue.codes.working_days), catalogue)
    terms = {
        dossier.id: TermOf(deadline.term, deadline.more, deadline.calendar)
        for (dossier, _edition), deadline in zip(judged, deadlines, strict=True)
    }
    yield from ((one, figures(one, events.get(one.id, ()), terms.get(one.id))) for one in dossiers)


def _ruled(dossier: Dossier, catalogue: Catalogue) -> Iterator[Judged]:
    try:
        yield dossier, catalogue.procedure(dossier.procedure, local_day(dossier.received_at))
    except UnknownNameError:
        return
