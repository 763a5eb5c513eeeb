# SPDX-License-Identifier: Apache-2.0
"""A person's last word on results of a dossier, as long as it can be taken back."""

from __future__ import annotations

from dataclasses import dataclass

from intake.dossier.journal import What
from intake.services.changing.results_back import is_of_result
from intake.services.changing.undo import last_change
from intake.store.store import Store


@dataclass(frozen=True, slots=True)
class LastWord:
    """The ``change`` that attached or (``dismissed``) left out the ``files`` by these names."""

    change: str
    dismissed: bool
    files: tuple[str, ...]


def last_word_on_results(store: Store, typed: str) -> LastWord | None:
    """What ``undo`` would take back of the results; None where the last change is about something else."""
    with store.read() as session:
        last = last_change(store.journal(session, store.find(session, typed).id))
    if last is None or not is_of_result(last.events):
        return None
    dismissed = any(event.what == What.RESULT_DISMISSED for event in last.events)
    return LastWord(last.name, dismissed, tuple(str(event.data["name"]) for event in last.events))
