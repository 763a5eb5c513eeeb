# SPDX-License-Identifier: Apache-2.0
"""Visits to the counter in the store: the dossier made of one, and who asked (the journal's last word)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from intake.dossier.journal import Event, What, fold
from intake.dossier.requester import Requester, Visit
from intake.store.dossier.journal import written_to
from intake.store.store import Store
from intake.store.transaction import Transaction


def open_dossier(store: Store, visit: Visit, *, who: str, client_id: str | None = None) -> str:
    """Make the dossier of a visit, whole or not at all, or find the one that was made with ``client_id``; its
    id.
    """

    def make(session: Transaction) -> str:
        if client_id is not None and (before := written_to(session, client_id)):
            return before
        made = store.create_dossier(
            session,
            procedure=visit.procedure,
            who=who,
            requester=visit.requester.name,
            client_id=client_id,
        ).id
        if visit.requester != Requester(visit.requester.name):
            keep_requester(store, session, made, visit.requester, who=who)
        for name, reply in visit.answers.items():
            store.answer(session, made, name, reply, who=who)
        if visit.kinds:
            copies = {kind: sort.value for kind, sort in visit.copies.items() if kind in visit.kinds}
            told = {"kinds": list(visit.kinds), **({"copies": copies} if copies else {})}
            store.note(session, made, What.PAPERS_SHOWN, who=who, data=told)
        return made

    return store.write(make)


def opened_before(store: Store, client_id: str) -> str | None:
    """The dossier that was made with ``client_id``; None where none was."""
    with store.read() as session:
        return written_to(session, client_id)


def keep_requester(
    store: Store, session: Transaction, dossier_id: str, requester: Requester, *, who: str
) -> bool:
    """Record who asks; False, and nothing written, where that is recorded already or nothing is known."""
    if requester in (Requester(), requester_of(store, session, dossier_id)):
        return False
    store.note(session, dossier_id, What.REQUESTER, who=who, data=asdict(requester))
    set_requester(store, session, dossier_id)
    return True


def requester_of(store: Store, session: Transaction, dossier_id: str) -> Requester:
    """Who asks, as far as it was told; else only the name the dossier was made with."""
    return requester_told(store.journal(session, dossier_id), store.get(session, dossier_id).requester)


def requester_told(events: Iterable[Event], name: str) -> Requester:
    """The same from the dossier's journal, and the ``name`` in its row."""
    told = fold(events).requester
    return Requester(**told) if told else Requester(name)


def set_requester(store: Store, session: Transaction, dossier_id: str) -> None:
    """Make the name in the dossier's row the one of the journal."""
    events = store.journal(session, dossier_id)
    made_with = next((event.data["requester"] for event in events if event.what == What.CREATED), "")
    told = fold(events).requester
    store.name_requester(session, dossier_id, Requester(**told) if told else Requester(made_with))
