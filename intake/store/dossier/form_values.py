# SPDX-License-Identifier: Apache-2.0
"""The form's values in the store: what autofill chose, what a person said, and the last check's findings."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from intake.dossier.facts import finding_told, kept_finding
from intake.dossier.journal import Event, What
from intake.dossier.values import PERSON, UNREADABLE, Agreement, FormValue
from intake.store.dossier import journal
from intake.store.dossier.doubtful_values import doubts_of_many
from intake.store.dossier.records import VALUE, value_of
from intake.store.dossier.search_terms import keep_form_terms
from intake.store.dossier.versions import touch
from intake.store.matter_keys import keep_matter_keys
from intake.store.tables.model import DossierRow, FindingRow, FormValueRow
from intake.store.transaction import Transaction

_UNREADABLE_SIGN = "?"
"""Stands for what nobody can read: something is written there."""


class ValueWrites:
    """The part of the store that knows the form's values and the findings."""

    clock: Callable[[], datetime]

    def form_values(self, session: Transaction, dossier_id: str) -> dict[str, FormValue]:
        """The form's values by key."""
        query = select(*VALUE).where(FormValueRow.dossier_id == dossier_id).order_by(FormValueRow.id)
        found = (value_of(*row) for row in session.execute(query))
        return {value.key: value for value in found}

    def form_values_of_many(
        self, session: Transaction, dossiers: Collection[str], keys: Collection[str]
    ) -> Mapping[str, Mapping[str, FormValue]]:
        """By dossier (of some hundred) the form's values under these keys; all of them stand in it."""
        found: dict[str, dict[str, FormValue]] = {dossier: {} for dossier in dossiers}
        wanted = (FormValueRow.dossier_id.in_(dossiers), FormValueRow.key.in_(keys))
        query = select(FormValueRow.dossier_id, *VALUE).where(*wanted)
        for dossier, *row in session.execute(query) if keys else ():
            value = value_of(*row)
            found[dossier][value.key] = value
        return found

    def set_form_values(self, session: Transaction, dossier_id: str, chosen: Iterable[FormValue]) -> None:
        """Replace what autofill chose; a person's values stay, with the new readings as their
        alternatives.
        """
        rows = _rows(session, dossier_id)
        offered = {value.key: value for value in chosen}
        for key, value in offered.items():
            row = rows.get(key) or FormValueRow(dossier_id=dossier_id, key=key)
            before = _told(row)
            (_offer if row.corrected else _choose)(row, value)
            session.add(row)
            if _told(row) != before:
                row.version = touch(session, dossier_id)
        for key in rows.keys() - offered.keys():
            if not rows[key].corrected:
                touch(session, dossier_id)
                session.delete(rows[key])
        session.flush()
        _keep_found_by(session, dossier_id)

    def correct(
        self,
        session: Transaction,
        dossier_id: str,
        key: str,
        value: str,
        *,
        who: str,
        typed: bool = True,
        unreadable: bool = False,
        reason: str = "",
        settles: bool = False,
        client_id: str | None = None,
    ) -> bool:
        """A person sets (or confirms) a value: final, kept with who, when and what it replaced.

        An empty ``value`` says that the field is empty on purpose, or that nobody can read it
        (``unreadable``); ``reason`` is why it stands although it looks wrong; ``typed`` is false where the
        person only said that it is right as it stands; ``settles``: it decides between two persons. False
        where ``client_id`` was seen before, or a person said so already.
        """
        row = _form_value(session, dossier_id, key)
        source = UNREADABLE if unreadable else PERSON
        if client_id is not None and journal.known(session, client_id):
            return False
        if (
            row is not None
            and (row.corrected, row.value, row.source) == (True, value, source)
            and not settles
        ):
            return False
        told: dict[str, Any] = {"key": key, "value": value, "replaced": row.value if row else None}
        told["replaced_source"] = row.source if row else None
        if reason:
            told["reason"] = reason
        same = row is not None and row.value == value and not unreadable
        told |= {"unreadable": True} if unreadable else {"typed": typed} if same else {}
        told |= {"settles": True} if settles else {}
        what = What.VALUE_CONFIRMED if same else What.VALUE_CORRECTED
        journal.record(session, dossier_id, what, at=self.clock(), who=who, data=told, client_id=client_id)
        if row is None:
            row = FormValueRow(dossier_id=dossier_id, key=key)
            session.add(row)
        _overrule(row, value, source, who=who, at=self.clock())
        row.version = touch(session, dossier_id)
        session.flush()
        _keep_found_by(session, dossier_id)
        return True

    def await_another(self, session: Transaction, dossier_id: str, keys: Collection[str]) -> None:
        """Of what persons decided, have the values under these keys wait for another person, and no other."""
        query = select(FormValueRow).where(FormValueRow.dossier_id == dossier_id, FormValueRow.corrected)
        for row in session.scalars(query):
            if row.needs_review != (row.key in keys):
                row.needs_review = row.key in keys
                row.version = touch(session, dossier_id)
        session.flush()

    def restore(self, session: Transaction, dossier_id: str, key: str, said: Event | None) -> None:
        """Put a value back to what a person ``said`` last (an event); None leaves it to the papers again."""
        row = _form_value(session, dossier_id, key)
        if row is None:
            return
        if said is None:
            session.delete(row)
        else:
            source = UNREADABLE if said.data.get("unreadable") else PERSON
            _overrule(row, said.data["value"], source, who=said.who, at=said.at)
            row.version = touch(session, dossier_id)
        session.flush()
        _keep_found_by(session, dossier_id)

    def set_answers(self, session: Transaction, dossier_id: str, answers: Mapping[str, str]) -> None:
        """Put the answers back to those that still hold; the journal says why."""
        session.get_one(DossierRow, dossier_id).answers = dict(answers)
        session.flush()

    def answer(
        self,
        session: Transaction,
        dossier_id: str,
        question: str,
        answer: str,
        *,
        who: str,
        client_id: str | None = None,
    ) -> bool:
        """Keep a person's answer to what no paper says; False where it is kept already."""
        dossier = session.get_one(DossierRow, dossier_id)
        replaced = dossier.answers.get(question)
        if replaced == answer or (client_id is not None and journal.known(session, client_id)):
            return False
        dossier.answers = {**dossier.answers, question: answer}
        told = {"question": question, "answer": answer, "replaced": replaced}
        return journal.record(
            session, dossier_id, What.ANSWERED, at=self.clock(), who=who, data=told, client_id=client_id
        )

    def set_findings(
        self, session: Transaction, dossier_id: str, findings: Sequence[Mapping[str, Any]], *, who: str
    ) -> None:
        """Keep the findings of a check in place of the last one's; each mapping has ``code`` and
        ``severity``.
        """
        before = self._kept_findings(session, dossier_id)
        now = [kept_finding(finding) for finding in findings]
        if before == now and (before or journal.happened(session, dossier_id, What.CHECKED)):
            return
        session.execute(delete(FindingRow).where(FindingRow.dossier_id == dossier_id))
        session.add_all(
            FindingRow(
                dossier_id=dossier_id,
                code=finding["code"],
                severity=finding["severity"],
                data=finding,
                found_at=self.clock(),
            )
            for finding in now
        )
        told = {"codes": [finding["code"] for finding in now]}
        journal.record(session, dossier_id, What.CHECKED, at=self.clock(), who=who, data=told)

    def findings(self, session: Transaction, dossier_id: str) -> list[dict[str, Any]]:
        """The findings of the last check, as they were given, in the language spoken."""
        return [finding_told(kept) for kept in self._kept_findings(session, dossier_id)]

    def _kept_findings(self, session: Transaction, dossier_id: str) -> list[dict[str, Any]]:
        query = select(FindingRow.data).where(FindingRow.dossier_id == dossier_id).order_by(FindingRow.id)
        return list(session.scalars(query))

    def waiting_for_review(self, session: Transaction, dossier_id: str) -> int:
        """How many fields of the form a person must still look at (``doubts_of_many``)."""
        return doubts_of_many(session, [dossier_id]).get(dossier_id, 0)


def _rows(session: Transaction, dossier_id: str) -> dict[str, FormValueRow]:
    query = select(FormValueRow).where(FormValueRow.dossier_id == dossier_id).order_by(FormValueRow.id)
    return {row.key: row for row in session.scalars(query)}


def _form_value(session: Transaction, dossier_id: str, key: str) -> FormValueRow | None:
    query = select(FormValueRow).where(FormValueRow.dossier_id == dossier_id, FormValueRow.key == key)
    return session.scalar(query)


def _keep_found_by(session: Transaction, dossier_id: str) -> None:
    """Let the dossier be found by its values as they are now."""
    keep_form_terms(session, dossier_id)
    keep_matter_keys(session, dossier_id)


def _told(row: FormValueRow) -> tuple[str, bool]:
    """What a person sees of a value and leans on."""
    return row.value, row.needs_review


def _choose(row: FormValueRow, chosen: FormValue) -> None:
    said = chosen.said
    row.value, row.raw, row.confidence = said.value, said.raw, said.confidence
    row.source, row.paper, row.paper_key = said.source, said.paper, said.key
    row.document_id, row.page, row.box = said.document_id, said.page, said.box
    row.proposals, row.confirmed = said.proposals, chosen.confirmed
    row.agreement, row.needs_review = chosen.agreement, chosen.needs_review
    row.alternatives = chosen.alternatives


def _offer(row: FormValueRow, chosen: FormValue) -> None:
    row.alternatives = (chosen.said, *chosen.alternatives)


def _overrule(row: FormValueRow, value: str, source: str, *, who: str, at: datetime) -> None:
    """The paper's place stays where it still says where to look: the value was only confirmed, or nobody
    can read it there.
    """
    unreadable = source == UNREADABLE
    if row.value != value and not unreadable:
        row.paper, row.paper_key, row.document_id, row.page, row.box = "", "", None, None, None
        row.agreement = Agreement.SINGLE
    row.proposals, row.confirmed = (), ()
    row.value, row.confidence = value, 0.0 if unreadable else 1.0
    row.raw = (row.raw or _UNREADABLE_SIGN) if unreadable else value
    row.source, row.needs_review = source, False
    row.corrected, row.corrected_by, row.corrected_at = True, who, at
