# SPDX-License-Identifier: Apache-2.0
"""Taking back what a person did last to a dossier: a new event in the journal, nothing is erased.

A change is all that one command wrote in one transaction. Taken back are values entered or confirmed,
answers, which procedure it is, decisions, papers, what was done with their pages (in both dossiers), what was
noted at the counter, the citizen's word on mail, a person's word that the clock runs on, that the dossier is
another once more or, in earlier versions, that all is reviewed. Asked again, the change before that one goes.
How a dossier was made stays, what was handed out (``stays``), and once it was sent everything but its result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from intake.dossier.journal import (
    DOUBLE_OF,
    OF_PAGES,
    RESTARTED_BY_PERSON,
    REVIEWED_BY_PERSON,
    SORTED,
    WITHDRAWN_BECAUSE,
    Event,
    What,
    fold,
    is_procedure_said,
    undone,
)
from intake.dossier.states import State
from intake.errors import UndoError
from intake.reading.page_work import HowToRead
from intake.services.changing.emptied import end_if_emptied
from intake.services.changing.meanwhile import refuse_if_somebody_changed
from intake.services.changing.pages_back import (
    goes_with_pages,
    lead_back,
    others_of,
    read_waiting,
    restore_pages,
    take_back_there,
)
from intake.services.changing.reopening import refuse_closed
from intake.services.changing.results_back import is_of_result, take_results_back
from intake.services.counter.reception import set_requester
from intake.services.judging import judged
from intake.store.dossier.arranging import laid_pages
from intake.store.dossier.pages import pages_left
from intake.store.queue.queue_exit import has_left
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.language.messages import _

_VALUES = (What.VALUE_CORRECTED, What.VALUE_CONFIRMED)
_TAKEN_BACK = frozenset(
    {
        *_VALUES,
        What.ANSWERED,
        What.LOOKED_AGAIN,
        What.DECIDED,
        What.HOLD_RELEASED,
        What.PAPER_ADDED,
        *OF_PAGES,
        What.REQUESTER,
        What.PAPERS_SHOWN,
        What.MAIL_AGREED,
        What.MAIL_WITHDRAWN,
        What.RESULT_ATTACHED,
        What.RESULT_DISMISSED,
    }
)
_FOLLOWS = frozenset({What.CLOCK_STARTED, What.PAPER_REPLACED})
"""What the program wrote because of a change, and goes with it."""

_JUDGED = frozenset({State.REVIEWED, State.COMPLETE, State.INCOMPLETE, State.PACKAGED, State.QUEUED})


@dataclass(frozen=True)
class UndoneChange:
    """What a person did in one go: the events to take back, who wrote them and when."""

    name: str
    who: str
    at: datetime
    events: tuple[Event, ...]


@dataclass(frozen=True)
class Undone:
    """A change taken back in the dossier ``id``: what was handed out since ``stays``, whether ``more`` can be
    taken back, the ``check`` (``intake.services.judging``, with ``left_queue``), and the ``others`` (ids) in
    which pages that were moved were taken back too.
    """

    id: str
    change: UndoneChange
    stays: Sequence[str]
    more: bool
    check: dict[str, Any]
    others: Sequence[str] = ()


def undo(
    store: Store,
    dossier: str,
    *,
    who: str,
    commune: str,
    seen: int | None = None,
    how: HowToRead | None = None,
    only: str = "",
    keep_papers: bool = False,
) -> Undone:
    """Take the last change back in the dossier that a person means, and judge it anew; ``how`` pages that
    have to be read again for that are read (None: by the next run), ``only`` names the one change that is
    meant; with ``keep_papers`` no change goes that took in the dossier's only papers (pages that were moved
    go back to where they were). Raises as ``take_back`` does, and ``ChangedMeanwhileError`` where it is
    another than they saw last.
    """

    def back(session: Transaction) -> tuple[str, UndoneChange, Sequence[Event], bool]:
        found = store.find(session, dossier).id
        refuse_if_somebody_changed(session, found, seen)
        had_pages = keep_papers and bool(laid_pages(session, found))
        change = take_back(store, session, found, who=who, only=only)
        if had_pages and _brings_papers(change) and not laid_pages(session, found):
            raise UndoError.of_only_papers()
        # Also where the change that is taken back took it out: its package stays behind all the same.
        return found, change, store.journal(session, found), has_left(session, found)

    found, change, events, left = store.write(back)
    others = others_of(change.events)
    if how is not None:
        read_waiting(store, [found, *others], how)
    for other in others:
        judged(store, other, commune=commune)
    told = judged(store, found, commune=commune) | {"left_queue": left}
    return Undone(found, change, stays(events, change), last_change(events) is not None, told, others)


def last_change(events: Sequence[Event]) -> UndoneChange | None:
    """The last change that can still be taken back; None where only the making of the dossier is left."""
    gone = undone(events)
    made_with = {event.change for event in events if event.what == What.CREATED} - {None}
    # A dossier that ended because the change that made it was taken back has no page to be woken for.
    taken_back_with = {event.change for event in events if event.what == What.UNDONE} - {None}
    for last in reversed(events):
        if last.id in gone or last.change in made_with or not _is_a_persons(last):
            continue
        if last.change in taken_back_with and _ended(last):
            continue
        together = [event for event in events if event is last or _together(event, last)]
        undoable = tuple(event for event in together if event.id not in gone and _goes(event))
        return UndoneChange(last.change or str(last.id), last.who, last.at, undoable)
    return None


def stays(events: Sequence[Event], change: UndoneChange) -> list[str]:
    """The signs of the slips handed out after the change; these and what they set going remain."""
    last = max(event.id for event in change.events)
    return [str(event.data["sign"]) for event in events if event.what == What.SLIP_ISSUED and event.id > last]


def take_back(
    store: Store, session: Transaction, dossier_id: str, *, who: str, only: str = ""
) -> UndoneChange:
    """Take the last change back and record it; of pages that were moved also in the other dossier.

    Raises ``UndoError`` where there is none, or another than ``only``; ``ClosedDossierError``,
    ``OnItsWayError`` where it is too late.
    """
    change = last_change(store.journal(session, dossier_id))
    of_result = change is not None and is_of_result(change.events)
    if not of_result and (change is None or not any(map(_ended, change.events))):
        refuse_closed(store, session, dossier_id)
    if change is None:
        raise UndoError(
            _("Dossier {id} has no change left to take back.").format(id=dossier_id),
            _("How it was made stays; see its history with: sohoa show {id}").format(id=dossier_id),
        )
    if only and change.name != only:
        raise UndoError(
            _("Dossier {id} was changed once more since, so nothing was taken back in it.").format(
                id=dossier_id
            ),
            _("See its history with: sohoa show {id}").format(id=dossier_id),
        )
    told = {"change": change.name, "events": [event.id for event in change.events]}
    store.note(session, dossier_id, What.UNDONE, who=who, data=told)
    if of_result:
        take_results_back(store, session, dossier_id, change.events, who=who)
        return change
    for other in others_of(change.events):
        take_back_there(store, session, other, change.name, _FOLLOWS, who=who)
        end_if_emptied(store, session, other, change.name, dossier_id, who=who)
    _restore(store, session, dossier_id, change)
    _reopen(store, session, dossier_id, who=who)
    return change


def _brings_papers(change: UndoneChange) -> bool:
    """Whether papers came with it from outside: taken back, no dossier would have them any more."""
    return any(event.what == What.PAPER_ADDED for event in change.events)


def _together(event: Event, last: Event) -> bool:
    return event.change is not None and event.change == last.change


def _goes(event: Event) -> bool:
    return _is_a_persons(event) or event.what in _FOLLOWS or goes_with_pages(event)


def _is_a_persons(event: Event) -> bool:
    if event.what == What.STATE:
        return bool(event.data.get(REVIEWED_BY_PERSON)) or _ended(event)
    if event.what == What.CLOCK_STARTED:
        return bool(event.data.get("why") == RESTARTED_BY_PERSON)
    return event.what in _TAKEN_BACK or is_procedure_said(event)


def _ended(event: Event) -> bool:
    return event.what == What.STATE and not {DOUBLE_OF, WITHDRAWN_BECAUSE, SORTED}.isdisjoint(event.data)


def _restore(store: Store, session: Transaction, dossier_id: str, change: UndoneChange) -> None:
    """Make the rows what the journal without the change says."""
    events = store.journal(session, dossier_id)
    whats = {event.what for event in change.events}
    for key in _of(change.events, _VALUES, "key"):
        store.restore(session, dossier_id, key, _last_said(events, key))
    for document in _of(change.events, (What.PAPER_ADDED,), "document"):
        store.withdraw_document(session, int(document))
    for event in change.events:
        if event.what == What.PAPER_REPLACED:
            store.put_back_document(session, event.data["document"], event.data["code"])
    restore_pages(store, session, dossier_id, change.events)
    if What.PROCEDURE_TOLD in whats:
        store.set_procedure(session, dossier_id, fold(events).procedure)
    if What.ANSWERED in whats:
        store.set_answers(session, dossier_id, fold(events).answers)
    if What.REQUESTER in whats:
        set_requester(store, session, dossier_id)


def _of(events: Iterable[Event], whats: Iterable[str], key: str) -> list[str]:
    wanted = frozenset(whats)
    return list(dict.fromkeys(event.data[key] for event in events if event.what in wanted))


def _last_said(events: Sequence[Event], key: str) -> Event | None:
    return _last(events, lambda event: event.what in _VALUES and event.data["key"] == key)


def _last(events: Sequence[Event], fits: Callable[[Event], bool]) -> Event | None:
    gone = undone(events)
    return next((event for event in reversed(events) if event.id not in gone and fits(event)), None)


def _reopen(store: Store, session: Transaction, dossier_id: str, *, who: str) -> None:
    """Lead the dossier back to where it is read or judged anew."""
    if store.get(session, dossier_id).state is State.REJECTED:
        store.advance(session, dossier_id, State.READ, who=who)
    if pages_left(session, dossier_id):
        lead_back(store, session, dossier_id, who=who)
    elif store.get(session, dossier_id).state in _JUDGED:
        store.advance(session, dossier_id, State.READ, who=who)
