# SPDX-License-Identifier: Apache-2.0
"""A person's word on a dossier's form: values entered, confirmed, questions answered, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from intake.check.documents import PROCEDURE
from intake.dossier.deadline.local_time import local_day
from intake.dossier.entered import entered
from intake.dossier.look_words import look_told
from intake.dossier.second_look import LookStage, SaidBy
from intake.dossier.thresholds import SURE, USABLE
from intake.dossier.values import FormValue
from intake.errors import AnotherPersonError, HardlyReadError
from intake.form.entry import checked_value, questions
from intake.form.entry_doubts import Context
from intake.form.field_search import field_meant
from intake.services.answers import checked_answer
from intake.services.changing.meanwhile import refuse_if_said
from intake.services.changing.reopening import refuse_closed, reopen
from intake.services.judging import judged
from intake.services.receive.procedure_told import say_procedure
from intake.services.reviewing.second_look import keep_waiting, look_again, looks_waiting
from intake.services.reviewing.showing import refuse_unseen
from intake.store.dossier.journal import change_of
from intake.store.store import Store
from intake.store.transaction import Transaction
from ocr.text.folding import nfc
from templates.catalogue.loading import load_catalogue
from templates.errors import UsageError
from templates.language.messages import _
from templates.language.outside_text import Longest
from templates.model.document_types import FieldType


@dataclass(frozen=True, slots=True)
class Edit:
    """What a person says of a dossier in one go: ``values`` and ``answers`` by name, as typed; an empty value
    is empty on purpose. ``confirm``: fields whose values are right as they stand, ``unreadable``: those that
    nobody can read; ``because``: why values stand although they look wrong. Fields are named as in
    ``intake.form.field_search``.
    """

    values: Sequence[tuple[str, str]] = ()
    confirm: Sequence[str] = ()
    unreadable: Sequence[str] = ()
    answers: Sequence[tuple[str, str]] = ()
    because: str = ""


@dataclass(frozen=True, slots=True)
class ValueChange:
    """What the field ``key`` says ``now``, and what it said ``before`` (the same where it was confirmed)."""

    key: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Edited:
    """What came of it: the ``check`` (``intake.services.judging``, with ``left_queue``), ``questions`` about
    values that may be slips of the keys, the ``changes`` of values, and of second looks in words
    (``looked``).
    """

    check: dict[str, Any]
    questions: tuple[str, ...] = ()
    changes: tuple[ValueChange, ...] = ()
    looked: tuple[str, ...] = ()


def edit(
    store: Store, dossier: str, change: Edit, *, who: str, commune: str, seen: int | None = None
) -> Edited:
    """Keep what a person says of the dossier they mean, and judge it anew; raises as ``enter`` does."""
    kept = store.write(lambda session: enter(store, session, dossier, change, who=who, seen=seen))
    told = judged(store, kept.dossier, commune=commune) | {"left_queue": kept.left_queue}
    return Edited(told, kept.questions, kept.changes, tuple(kept.looked.values()))


@dataclass(frozen=True, slots=True)
class Entered:
    """What was kept in the ``dossier`` (its whole id), before it is judged anew: ``questions`` about values
    that may be slips of the keys, whether it ``left_queue``, the ``changes`` of values, and the name of all
    of it (``change``) by which it can be taken back; ``looked``: what came of second looks, by key, in words.
    """

    dossier: str
    questions: tuple[str, ...]
    left_queue: bool
    changes: tuple[ValueChange, ...] = ()
    change: str = ""
    looked: Mapping[str, str] = field(default_factory=dict)


def enter(
    store: Store, session: Transaction, dossier: str, change: Edit, *, who: str, seen: int | None = None
) -> Entered:
    """Keep what a person says of the dossier they mean; ``seen`` is the version that they saw
    (``intake.services.changing.meanwhile``).

    Raises ``UsageError`` for what can't be, ``NotShownError`` and ``HardlyReadError`` for what can't be
    confirmed, ``ClosedDossierError``, ``OnItsWayError``, ``ChangedMeanwhileError``; keeps nothing then.
    """
    found = store.find(session, dossier).id
    entry = Editing(store, session, found, who, entered(change.because, Longest.NOTE))
    meant = entry.meant(change)
    keys = {*(key for key, _value in meant.values), *meant.confirm, *meant.unreadable}
    refuse_if_said(session, found, seen, keys, {name for name, _reply in meant.answers})
    before = store.form_values(session, found)
    asked = entry.set_values(meant.values)
    entry.confirm(meant.confirm)
    entry.call_unreadable(meant.unreadable)
    entry.answer(meant.answers)
    unqueued = reopen(store, session, found, who=who)
    now = store.form_values(session, found)
    changes = (
        ValueChange(key, _said(before, key), _said(now, key))
        for key in now
        if key in keys and key not in meant.unreadable and key not in entry.looked
    )
    keep_waiting(store, session, found)
    return Entered(found, tuple(asked), unqueued, tuple(changes), change_of(session), entry.looked)


def _said(values: Mapping[str, FormValue], key: str) -> str:
    return values[key].value if key in values else ""


class Editing:
    """What ``who`` enters into one dossier; ``because`` is why values stand although they look wrong."""

    def __init__(
        self, store: Store, session: Transaction, dossier_id: str, who: str, because: str = ""
    ) -> None:
        self._store, self._session, self._dossier = store, session, dossier_id
        self._who, self._because = who, because
        self._waiting = looks_waiting(store, session, dossier_id)
        self.looked: dict[str, str] = {}
        self._catalogue = load_catalogue()
        refuse_closed(store, session, dossier_id)
        dossier = store.get(session, dossier_id)
        self._edition = self._catalogue.procedure(dossier.procedure, local_day(dossier.received_at))

    def meant(self, change: Edit) -> Edit:
        """The same with each field by its key; raises ``UnknownFieldError`` or ``AmbiguousFieldError``."""
        values = [(self._key(name), typed) for name, typed in change.values]
        confirm, unreadable = (
            [self._key(name) for name in told] for told in (change.confirm, change.unreadable)
        )
        return replace(change, values=values, confirm=confirm, unreadable=unreadable)

    def _key(self, name: str) -> str:
        return field_meant(name, self._types, self._catalogue)

    def set_values(self, values: Sequence[tuple[str, str]]) -> list[str]:
        """Set each field (as it is called, value as typed); raises ``UsageError`` for what can't be, and sets
        nothing.

        Returns questions about what a value may be a slip of the keys for.
        """
        values = [(self._key(name), typed) for name, typed in values]
        context = self._context(dict(values))
        insisted = bool(self._because)
        for key, typed in values:
            value = checked_value(key, typed, self._types, context, insisted=insisted)
            self._say(key, SaidBy(self._who, value))
        return [
            question
            for key, typed in values
            for question in questions(key, typed, self._types[key], self._catalogue)
        ]

    def confirm(self, names: Iterable[str]) -> None:
        """These values, whose places the person has seen, are right as they stand."""
        keys = [self._key(name) for name in names]
        current = self._store.form_values(self._session, self._dossier)
        for key in keys:
            if key not in current or not current[key].value:
                raise UsageError(
                    _("“{field}” has no value to confirm.").format(field=self._catalogue.field_name(key)),
                    _("Enter one with: sohoa edit {id} {key}=VALUE").format(id=self._dossier, key=key),
                )
        for key in keys:
            if key in self._waiting and self._waiting[key].is_for(self._who):
                raise AnotherPersonError.blind(self._catalogue.field_name(key), key)
        wanted = [current[key] for key in keys if not current[key].corrected]
        for value in wanted:
            if value.confidence < USABLE:
                raise HardlyReadError.of(self._catalogue.field_name(value.key), value.key)
        refuse_unseen(self._session, self._dossier, wanted, self._who)
        for value in wanted:
            self._store.correct(
                self._session, self._dossier, value.key, value.value, who=self._who, typed=False
            )

    def call_unreadable(self, names: Iterable[str]) -> None:
        """Nobody can read these on the paper."""
        for key in map(self._key, names):
            self._say(key, SaidBy(self._who, "", unreadable=True))

    def _say(self, key: str, said: SaidBy) -> None:
        """Keep it as the decision, or as the second look that was waited for."""
        looks = self._waiting.get(key)
        if looks is not None:
            again = (self._store, self._session, self._dossier, key, looks, said)
            agrees = look_again(*again, self._because)
            if agrees is not None:
                self.looked[key] = look_told(self._catalogue.field_name(key), agrees=agrees)
                return
        self._store.correct(
            self._session,
            self._dossier,
            key,
            said.value,
            who=self._who,
            reason=self._because,
            unreadable=said.unreadable,
            settles=looks is not None and looks.stage is LookStage.THIRD,
        )

    def answer(self, replies: Iterable[tuple[str, str]]) -> None:
        """Answers to the procedure's questions, by name, and to which procedure it is."""
        for name, reply in replies:
            if name == PROCEDURE:
                typed = nfc(entered(reply, Longest.VALUE))
                told = self._store, self._session, self._dossier, typed, self._catalogue
                say_procedure(*told, who=self._who)
                continue
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
