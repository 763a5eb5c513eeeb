# SPDX-License-Identifier: Apache-2.0
"""The deadline's turns in the journal: read, written, and what they make of a dossier's return date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from intake.check.check import term_of
from intake.dossier.deadline.clock import Due, Turn, due_after, expected
from intake.dossier.deadline.local_time import local_day
from intake.dossier.deadline.turns import is_stopped
from intake.dossier.deadline.working_days import Calendar
from intake.dossier.journal import RESTARTED_BY_PERSON, What
from intake.services.changing.meanwhile import refuse_if_changed
from intake.services.deadline.term_facts import Judged, term_facts
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.catalogue.loading import Catalogue, load_catalogue
from templates.model.procedures import Term


@dataclass(frozen=True, slots=True)
class Deadline:
    """A dossier's deadline with what it was reckoned from."""

    due: Due
    turns: tuple[Turn, ...]
    term: Term
    more: int
    calendar: Calendar

    def day(self, now: datetime) -> date:
        """The day the result is due; while the citizen is waited for, if they came ``now``."""
        return expected(self.due, now, self.term, self.calendar)


def due_told(store: Store, dossier: str) -> dict[str, Any]:
    """When the result of the dossier that a person means is due, and what stopped or moved that day.

    Raises as ``deadline_of`` and ``Store.find`` do.
    """
    with store.read() as session:
        found = store.find(session, dossier).id
        deadline = deadline_of(store, session, found, load_catalogue())
    stands = deadline.due.stopped
    return {
        "id": found,
        "due": deadline.due.day,
        "stopped_at": deadline.due.stopped_at,
        "days_left": deadline.due.left if stands else None,
        "if_restarted_now": deadline.day(store.clock()) if stands else None,
        "turns": [{"what": turn.kind, "at": turn.at, "to": turn.to} for turn in deadline.turns],
    }


def restart(store: Store, dossier: str, *, who: str, seen: int | None = None) -> bool:
    """A person says that what was asked for is there: the clock runs on. False where it runs already.

    Raises ``ChangedMeanwhileError`` where something else may have been asked for since.
    """

    def run_on(session: Transaction) -> bool:
        found = store.find(session, dossier).id
        refuse_if_changed(session, found, seen)
        return start(store, session, found, who=who, why=RESTARTED_BY_PERSON)

    return store.write(run_on)


def deadline_of(store: Store, session: Transaction, dossier_id: str, catalogue: Catalogue) -> Deadline:
    """The deadline of a dossier by the rules of its day of reception and its journal.

    Raises ``UnknownNameError`` where the catalogue has no rules for it.
    """
    dossier = store.get(session, dossier_id)
    edition = catalogue.procedure(dossier.procedure, local_day(dossier.received_at))
    calendar = Calendar(catalogue.codes.working_days)
    (deadline,) = deadlines_of(store, session, [(dossier, edition)], calendar, catalogue)
    return deadline


def deadlines_of(
    store: Store, session: Transaction, judged: Sequence[Judged], calendar: Calendar, catalogue: Catalogue
) -> Iterator[Deadline]:
    """The deadlines of some hundred dossiers, in their order."""
    all_facts = term_facts(store, session, judged, catalogue)
    for (dossier, edition), facts in zip(judged, all_facts, strict=True):
        term, more = term_of(facts, edition)
        due = due_after(dossier.received_at, term, calendar, facts.turns, more)
        yield Deadline(due, facts.turns, term, more, calendar)


def stop(store: Store, session: Transaction, dossier_id: str, *, who: str, slip: int | None = None) -> bool:
    """Stop the clock: the citizen is waited for. False where it stands still already."""
    if is_stopped(store.journal(session, dossier_id)):
        return False
    return store.note(session, dossier_id, What.CLOCK_STOPPED, who=who, data={"slip": slip})


def start(store: Store, session: Transaction, dossier_id: str, *, who: str, why: str) -> bool:
    """Let the clock run again; False where it runs already. ``why``: ``papers`` came or a ``person`` says
    so.
    """
    if not is_stopped(store.journal(session, dossier_id)):
        return False
    return store.note(session, dossier_id, What.CLOCK_STARTED, who=who, data={"why": why})


def move(
    store: Store, session: Transaction, dossier_id: str, to: date, *, who: str, slip: int | None
) -> bool:
    """Promise another day."""
    told = {"to": to.isoformat(), "slip": slip}
    return store.note(session, dossier_id, What.DUE_MOVED, who=who, data=told)
