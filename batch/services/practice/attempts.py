# SPDX-License-Identifier: Apache-2.0
"""Attempts at an exercise: its dossier made and read, sent to the practice gateway, given up for another one.

An attempt is a dossier whose folder bears the exercise's name; the newest one counts. One that was given up
stays in the practice store, as every dossier does, and is closed.
"""

from __future__ import annotations

from collections.abc import Mapping

from batch.gateway.doors import Doors
from batch.outbox.push import Pushed
from batch.services.practice.exercises import Exercise, exercises
from batch.services.pushing import push_dossiers
from intake.dossier.journal import BEGUN_ANEW, What
from intake.dossier.states import State, may_follow
from intake.errors import OnItsWayError
from intake.reading.page_work import HowToRead
from intake.services.papers.listing import taken_out
from intake.services.receive.adding import add_papers
from intake.store.store import Store
from intake.store.transaction import Transaction

GIVEN_UP = "practice-given-up"
"""The code of the note in the journal of an attempt that counts no more."""


def attempts(store: Store) -> Mapping[str, str]:
    """Exercise → the dossier of its attempt, of those that were begun."""
    found: dict[str, str] = {}
    with store.read() as session:
        for dossier in sorted(store.list(session), key=lambda one: one.register_number or 0):
            if dossier.folder in exercises():
                found[dossier.folder] = dossier.id
        return {name: id_ for name, id_ in found.items() if not _is_given_up(store, session, id_)}


def start(store: Store, exercise: Exercise, how: HowToRead, *, who: str) -> str:
    """The dossier of the exercise's attempt; where none was begun its papers are laid into a new one, to be
    read. Raises as taking in papers does.
    """
    if begun := attempts(store).get(exercise.id):
        return begun

    def made(session: Transaction) -> str:
        return store.create_dossier(session, procedure=exercise.procedure, who=who, folder=exercise.id).id

    dossier = store.write(made)
    add_papers(store, dossier, exercise.papers, how, who=who, commune="", read=False)
    return dossier


def give_up(store: Store, exercise: Exercise, *, who: str) -> None:
    """Let the attempt count no more, and close it with the dossiers that were made of its pages."""
    if begun := attempts(store).get(exercise.id):
        store.write(lambda session: _give_up(store, session, begun, who))


def send(store: Store, dossier: str, doors: Doors, *, who: str) -> Pushed | None:
    """Send the dossier to the practice gateway; None where it does not wait for it."""
    with store.read() as session:
        waits = store.get(session, dossier).state is State.QUEUED
    return next(iter(push_dossiers(store, [dossier] if waits else [], doors, who=who, early=True)), None)


def _is_given_up(store: Store, session: Transaction, dossier: str) -> bool:
    return any(
        event.what == What.NOTED and event.data.get("code") == GIVEN_UP
        for event in store.journal(session, dossier)
    )


def _give_up(store: Store, session: Transaction, dossier: str, who: str) -> None:
    out = {one["dossier"] for one in taken_out(store.journal(session, dossier)) if one["dossier"]}
    store.note(session, dossier, What.NOTED, who=who, data={"code": GIVEN_UP})
    for each in (dossier, *sorted(out)):
        if may_follow(store.get(session, each).state, State.REJECTED):
            _close(store, session, each, who)


def _close(store: Store, session: Transaction, dossier: str, who: str) -> None:
    try:
        store.advance(session, dossier, State.REJECTED, who=who, data={BEGUN_ANEW: True})
    except OnItsWayError:  # the practice gateway may have it: it is as good as closed
        return
