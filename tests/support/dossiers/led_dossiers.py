# SPDX-License-Identifier: Apache-2.0
"""A dossier led to any state, its papers and values, and what its journal says afterwards."""

from __future__ import annotations

from typing import Any

from intake.dossier.journal import REVIEWED_BY_PERSON, What
from intake.dossier.states import State
from intake.services.changing.edit import Editing
from intake.services.fill_and_check import PROGRAM, fill
from intake.store.dossier.documents import FileInfo
from intake.store.objects import StoredObject
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue
from tests.support.dossiers.fake_pages import form_page

WAY = (
    State.CAPTURED, State.READ, State.REVIEWED, State.COMPLETE, State.PACKAGED, State.QUEUED, State.PUSHED,
    State.ACCEPTED, State.RESULT_ATTACHED,
)  # fmt: skip
BRANCHES = {
    State.INCOMPLETE: (State.CAPTURED, State.READ, State.INCOMPLETE),
    State.REJECTED: (State.CAPTURED, State.REJECTED),
    State.RETURNED: (*WAY[:7], State.RETURNED),
}
CLOSED = (State.PUSHED, State.ACCEPTED, State.REJECTED, State.RESULT_ATTACHED)


def led_to(store: Store, dossier: str, state: State) -> str:
    way = BRANCHES.get(state) or WAY[: WAY.index(state) + 1]
    with store.write() as session:
        for step in way:
            store.advance(session, dossier, step, who="lan")
    return dossier


def state_of(store: Store, dossier: str) -> State:
    with store.read() as session:
        return store.get(session, dossier).state


def last_events(store: Store, dossier: str, count: int) -> list[tuple[str, str, dict[str, Any]]]:
    with store.read() as session:
        events = store.journal(session, dossier)[-count:]
    return [(event.what, event.who, dict(event.data)) for event in events]


def moved(before: State, after: State, who: str = PROGRAM, **told: Any) -> tuple[str, str, dict[str, Any]]:
    return (What.STATE, who, {"from": before, "to": after, **told})


def values(store: Store, dossier: str) -> dict[str, str]:
    with store.read() as session:
        return {key: row.value for key, row in store.form_values(session, dossier).items()}


def count(store: Store, dossier: str) -> int:
    with store.read() as session:
        return len(store.journal(session, dossier))


def reviewed_in_one_go(store: Store, session: Any, dossier: str, who: str = "lan") -> None:
    """As ``edit --reviewed`` of earlier versions left it in the journal."""
    store.advance(session, dossier, State.REVIEWED, who=who, data={REVIEWED_BY_PERSON: True})


def entry(store: Store, session: Any, dossier: str, because: str = "") -> Editing:
    return Editing(store, session, dossier, "hoa", because)


def paper(
    store: Store,
    dossier: str,
    name: str = "a.png",
    pages: int = 1,
    refused: str = "",
    stored: StoredObject | None = None,
) -> int:
    """The row id of another paper of the dossier, of which no page is read."""
    with store.write() as session:
        info = FileInfo(name, "image/png", pages, refusal_code=refused, refusal_reason=refused)
        document, _new = store.add_document(session, dossier, stored, info, who="lan")
        if store.get(session, dossier).state is State.RECEIVED:
            store.advance(session, dossier, State.CAPTURED, who="lan")
        return document.id


def read(store: Store, dossier: str, told: dict[str, str], confidence: float = 0.97) -> None:
    document = paper(store, dossier)
    with store.write() as session:
        store.save_page_reading(session, document, form_page(told, confidence), reader="1")
    fill(store, dossier, load_catalogue())
