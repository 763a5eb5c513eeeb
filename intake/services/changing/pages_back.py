# SPDX-License-Identifier: Apache-2.0
"""What follows from a change of a dossier's pages: where it is led back to, and the other dossier's half of a
move that is taken back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from intake.dossier.journal import HELD, OF_PAGES, PAGES_TAKEN_OUT, SORTED, Event, What, undone
from intake.dossier.pages.arrangement import Page, arrangement
from intake.dossier.states import State
from intake.errors import UndoError
from intake.reading.page_work import HowToRead
from intake.reading.read_pages import read_pages
from intake.services.changing.holding import hold_for_papers
from intake.services.changing.reopening import refuse_closed
from intake.settings.log import log
from intake.store.dossier.arranging import arrange, laid_pages
from intake.store.dossier.pages import bring_former_back, pages_left
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.language.messages import _

_JUDGED = frozenset(
    {
        State.REVIEWED,
        State.COMPLETE,
        State.INCOMPLETE,
        State.PACKAGED,
        State.QUEUED,
        State.RETURNED,
    }
)


def lead_back(store: Store, session: Transaction, dossier_id: str, *, who: str) -> bool:
    """Lead a dossier whose pages were changed back to where it is read or judged; True where it waited to be
    sent. Raises ``OnItsWayError``.
    """
    state = store.get(session, dossier_id).state
    if pages_left(session, dossier_id) or (state is State.RECEIVED and laid_pages(session, dossier_id)):
        store.advance(session, dossier_id, State.CAPTURED, who=who)
    elif state in _JUDGED:
        store.advance(session, dossier_id, State.READ, who=who)
    return state is State.QUEUED


def read_waiting(store: Store, dossiers: Iterable[str], how: HowToRead) -> None:
    """Read the pages of which another word is said now; what fails is told by the check."""
    with store.read() as session:
        waiting = [dossier for dossier in dossiers if pages_left(session, dossier)]
    if waiting:
        for outcome in read_pages(store, waiting, how):
            log().info("page-read", dossier=outcome.task.dossier_id, failed=outcome.failure is not None)


def decided_only_by(
    store: Store, session: Transaction, dossier_id: str, pages: Collection[Page]
) -> tuple[str, ...]:
    """The keys of values that a person decided while these pages were there, and that no other page says."""
    found = []
    for key, held in store.form_values(session, dossier_id).items():
        if not held.corrected or not held.value:
            continue
        said = [((one.document_id, one.page), one.value) for one in (held.said, *held.alternatives)]
        # What was typed may differ from what was read: it was still said of the paper that goes.
        leaves = any(place in pages for place, _value in said)
        stays = any(value == held.value for place, value in said if place[0] and place not in pages)
        if leaves and not stays:
            found.append(key)
    return tuple(found)


def goes_with_pages(event: Event) -> bool:
    """Whether the event is a hold that the program wrote because pages were taken out."""
    return (
        event.what == What.NOTED
        and event.data.get("code") == HELD
        and event.data.get("why") == PAGES_TAKEN_OUT
    )


def restore_pages(store: Store, session: Transaction, dossier_id: str, taken_back: Iterable[Event]) -> None:
    """Make the rows what the journal without these events says; it names them as taken back already."""
    taken_back = [event for event in taken_back if event.what in OF_PAGES]
    if not taken_back:
        return
    arrange(session, dossier_id)
    bring_former_back(session, dossier_id)
    for event in taken_back:
        if event.data.get("before"):  # it lay there before, taken out or replaced
            store.put_back_document(session, event.data["document"], event.data["before"])


def others_of(events: Iterable[Event]) -> Sequence[str]:
    """The dossiers that had a part in this change."""
    moves = (event for event in events if event.what in (What.PAGES_IN, What.PAGES_OUT))
    named = (event.data["dossier"] for event in moves if event.data["why"] != "copied")
    return [dossier for dossier in dict.fromkeys(named) if dossier]


def take_back_there(
    store: Store, session: Transaction, dossier_id: str, change: str, follows: Collection[str], *, who: str
) -> None:
    """Take back the part of a change that stands in the other dossier's journal.

    Raises ``UndoError`` where its pages went on from there, ``ClosedDossierError``, ``OnItsWayError``.
    """
    events = store.journal(session, dossier_id)
    gone = undone(events)
    if _is_sorted(store, session, dossier_id, events):
        raise _went_on(dossier_id)
    refuse_closed(store, session, dossier_id)
    mine = [
        event
        for event in events
        if event.change == change
        and event.id not in gone
        and (event.what in OF_PAGES or event.what in follows)
    ]
    said = arrangement(events).said
    brought = [event.data for event in mine if event.what == What.PAGES_IN]
    pages = {(data["document"], number) for data in brought for number in data["pages"]}
    if any(page in said and said[page].out for page in pages):
        raise _went_on(dossier_id)
    decided = decided_only_by(store, session, dossier_id, pages)
    told = {"change": change, "events": [event.id for event in mine]}
    store.note(session, dossier_id, What.UNDONE, who=who, data=told)
    restore_pages(store, session, dossier_id, mine)
    lead_back(store, session, dossier_id, who=who)
    if decided:
        hold_for_papers(store, session, dossier_id, PAGES_TAKEN_OUT, who=who)


def _is_sorted(store: Store, session: Transaction, dossier_id: str, events: Sequence[Event]) -> bool:
    """Whether pages of a stack waited there, and all were sorted."""
    ended = store.get(session, dossier_id).state is State.REJECTED
    states = [event for event in events if event.what == What.STATE]
    return ended and bool(states[-1].data.get(SORTED))


def _went_on(dossier_id: str) -> UndoError:
    return UndoError(
        _("The pages were taken out of dossier {id} again since.").format(id=dossier_id),
        _("Take that back first: sohoa undo {id}").format(id=dossier_id),
    )
