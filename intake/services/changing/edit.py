# SPDX-License-Identifier: Apache-2.0
"""A person's word on a dossier's form: values entered, confirmed, questions answered, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from intake.dossier.deadline.local_time import local_day
from intake.dossier.entered import entered
from intake.dossier.thresholds import SURE
from intake.form.entry import checked_value, known_field, questions
from intake.form.entry_doubts import Context
from intake.services.answers import checked_answer
from intake.services.changing.meanwhile import refuse_if_changed, refuse_if_said
from intake.services.changing.reopening import refuse_closed, reopen
from intake.services.judging import judged
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.catalogue.loading import load_catalogue
from templates.errors import UsageError
from templates.language.messages import _
from templates.language.outside_text import Longest
from templates.model.document_types import FieldType


@dataclass(frozen=True, slots=True)
class Edit:
    """What a person says of a dossier in one go: ``values`` and ``answers`` by name, as typed; an empty value
    is empty on purpose. ``confirm``: keys of values that are right as they stand; ``because``: why values
    stand although they look wrong; ``reviewed``: all of it was looked at.
    """

    values: Sequence[tuple[str, str]] = ()
    confirm: Sequence[str] = ()
    answers: Sequence[tuple[str, str]] = ()
    because: str = ""
    reviewed: bool = False


@dataclass(frozen=True, slots=True)
class Edited:
    """What came of it: the ``check`` (``intake.services.judging``, with ``left_queue``), and ``questions``
    about values that may be slips of the keys.
    """

    check: dict[str, Any]
    questions: tuple[str, ...] = ()


def edit(
    store: Store, dossier: str, change: Edit, *, who: str, commune: str, seen: int | None = None
) -> Edited:
    """Keep what a person says of the dossier they mean, and judge it anew; ``seen`` is the version that they
    saw (``intake.services.changing.meanwhile``).

    Raises ``UsageError`` for what can't be, ``ClosedDossierError``, ``OnItsWayError``,
    ``ChangedMeanwhileError``; keeps nothing then.
    """

    def enter(session: Transaction) -> tuple[str, Sequence[str], bool]:
        found = store.find(session, dossier).id
        _refuse_if_changed(session, found, change, seen)
        entry = Editing(store, session, found, who, entered(change.because, Longest.NOTE))
        asked = entry.set_values(change.values)
        entry.confirm(change.confirm)
        entry.answer(change.answers)
        unqueued = reopen(store, session, found, who=who, reviewed=change.reviewed)
        return found, asked, unqueued

    found, asked, unqueued = store.write(enter)
    told = judged(store, found, who=who, commune=commune) | {"left_queue": unqueued}
    return Edited(told, tuple(asked))


def _refuse_if_changed(session: Transaction, dossier_id: str, change: Edit, seen: int | None) -> None:
    """Who says that all is right has looked at all of it."""
    if change.reviewed:
        refuse_if_changed(session, dossier_id, seen)
    keys = {*(key for key, _value in change.values), *change.confirm}
    refuse_if_said(session, dossier_id, seen, keys, {name for name, _reply in change.answers})


class Editing:
    """What ``who`` enters into one dossier; ``because`` is why values stand although they look wrong."""

    def __init__(
        self, store: Store, session: Transaction, dossier_id: str, who: str, because: str = ""
    ) -> None:
        self._store, self._session, self._dossier = store, session, dossier_id
        self._who, self._because = who, because
        self._catalogue = load_catalogue()
        refuse_closed(store, session, dossier_id)
        dossier = store.get(session, dossier_id)
        self._edition = self._catalogue.procedure(dossier.procedure, local_day(dossier.received_at))

    def set_values(self, values: Sequence[tuple[str, str]]) -> list[str]:
        """Set each field (key, value as typed); raises ``UsageError`` for what can't be, and sets nothing.

        Returns questions about what a value may be a slip of the keys for.
        """
        context = self._context(dict(values))
        insisted = bool(self._because)
        for key, typed in values:
            value = checked_value(key, typed, self._types, context, insisted=insisted)
            self._store.correct(self._session, self._dossier, key, value, who=self._who, reason=self._because)
        return [
            question
            for key, typed in values
            for question in questions(key, typed, self._types[key], self._catalogue)
        ]

    def confirm(self, keys: Iterable[str]) -> None:
        """These values are right as they stand."""
        current = self._store.form_values(self._session, self._dossier)
        for key in keys:
            known_field(key, self._types)
            if key not in current or not current[key].value:
                raise UsageError(
                    _("The field {key} has no value to confirm.").format(key=key),
                    _("Enter one with: {key}=VALUE").format(key=key),
                )
            self._store.correct(self._session, self._dossier, key, current[key].value, who=self._who)

    def answer(self, replies: Iterable[tuple[str, str]]) -> None:
        """Answers to the procedure's questions, by name."""
        for name, reply in replies:
            kept = checked_answer(self._edition, name, reply.strip())
            self._store.answer(self._session, self._dossier, name, kept, who=self._who)

    @cached_property
    def _types(self) -> dict[str, FieldType]:
        return self._catalogue.document_type(self._edition.form).fields()

    def _context(self, entered: dict[str, str]) -> Context:
        """What is sure on the form, and what is entered in the same breath."""
        rows = self._store.form_values(self._session, self._dossier)
        sure = {key: row.value for key, row in rows.items() if row.corrected or row.confidence >= SURE}
        plan = self._catalogue.autofill_map(self._edition.procedure, self._edition.form)
        return Context({**sure, **entered}, local_day(self._store.clock()), self._catalogue, plan)
