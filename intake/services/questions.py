# SPDX-License-Identifier: Apache-2.0
"""What can't be read from paper, asked of a person: the open questions, and their answers kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from intake.dossier.deadline.local_time import local_day
from intake.services.answers import question_lines
from intake.services.changing.edit import Edit, edit
from intake.services.facts_of import facts_of
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue


def questions_of(store: Store, dossier: str) -> dict[str, Any]:
    """The questions that are open or were answered, with the whole ``id`` of the dossier a person means."""
    catalogue = load_catalogue()
    with store.read() as session:
        kept = store.find(session, dossier)
        edition = catalogue.procedure(kept.procedure, local_day(kept.received_at))
        facts = facts_of(store, session, kept.id, catalogue)
        lines = question_lines(facts, edition, store.journal(session, kept.id))
    return {"id": kept.id, "questions": lines}


def answer_questions(
    store: Store,
    dossier: str,
    replies: Sequence[tuple[str, str]],
    *,
    who: str,
    commune: str,
    seen: int | None = None,
) -> dict[str, Any]:
    """Keep the answers (name of the question, as typed) and judge the dossier anew; ``questions_of`` and
    what the ``check`` found.

    Raises ``UsageError`` for what is no answer, ``ClosedDossierError``, ``OnItsWayError``,
    ``ChangedMeanwhileError``, and keeps nothing.
    """
    told = edit(store, dossier, Edit(answers=replies), who=who, commune=commune, seen=seen).check
    return {**questions_of(store, told["id"]), "check": told}
