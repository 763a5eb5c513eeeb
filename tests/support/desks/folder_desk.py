# SPDX-License-Identifier: Apache-2.0
"""What tests of folders and their dossiers share: a night over a folder, what it made, what a person does."""

from __future__ import annotations

from pathlib import Path

from intake.dossier.journal import What
from intake.dossier.states import State
from intake.services.receive.ingest import Taken, ingest, plan
from intake.store.store import Store
from tests.support.desks.intake_desk import PROCEDURE


def bad(path: Path, content: bytes = b"no scan") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def night(store: Store, folder: Path) -> dict[str, Taken]:
    """What became of each source, by its name."""
    return {s.name: ingest(store, s, procedure=PROCEDURE, who="lan") for s in plan(folder)}


def papers(store: Store, dossier: str) -> list[tuple[str, bool]]:
    """The papers as they stand: name, and whether it was refused."""
    with store.read() as session:
        return [(document.name, document.refused) for document in store.documents(session, dossier)]


def write_in(store: Store, dossier: str) -> None:
    """A person notes something about the dossier."""
    with store.write() as session:
        store.note(session, dossier, What.REQUESTER, who="lan", data={"name": "NGUYỄN THỊ A"})


def lead(store: Store, dossier: str, *states: State) -> None:
    with store.write() as session:
        for state in states:
            store.advance(session, dossier, state, who="lan")


def history(store: Store, dossier: str) -> list[str]:
    with store.read() as session:
        return [event.what for event in store.journal(session, dossier)]
