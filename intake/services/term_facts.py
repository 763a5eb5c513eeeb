"""What the length of a dossier's term hangs on: its answers and its form, rarely its papers.

The readings of the papers are by far the most of a store. A register of thousands of dossiers can't go
through them, so they are asked for only where a procedure's rules do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from intake.dossier.deadline.turns import TURNS, turns_of
from intake.dossier.facts import DossierFacts
from intake.dossier.journal import What
from intake.dossier.tables.model import DossierRow, EventRow, FormValueRow
from intake.services.facts_of import chosen_value, facts_of
from intake.store.journal import of_kind
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.catalogue.loading import Catalogue
from templates.model.conditions import Condition
from templates.model.procedures import ProcedureEdition

Judged = tuple[DossierRow, ProcedureEdition]
"""A dossier and the rules of the day it was received."""


@dataclass(frozen=True, slots=True)
class TermNeeds:
    """What must be known to tell a term: these fields of the form, and perhaps the ``papers``."""

    fields: frozenset[str]
    papers: bool


def term_needs(edition: ProcedureEdition) -> TermNeeds:
    """What the conditions of an edition's term look at, with those that answer the questions they put."""
    conditions = list(_conditions(edition))
    fields = frozenset(key for each in conditions if (key := each.field_key()))
    return TermNeeds(fields, any(each.paper_present or each.field_written for each in conditions))


def _conditions(edition: ProcedureEdition) -> Iterator[Condition]:
    left, asked = list(edition.processing.conditions()), set[str]()
    while left:
        for part in left.pop().walk():
            yield part
            if part.answer is not None and part.answer.name not in asked:
                asked.add(part.answer.name)
                question = edition.question(part.answer.name)
                left += [inference.when for inference in question.infer] if question else []


def term_facts(
    store: Store, session: Transaction, judged: Sequence[Judged], catalogue: Catalogue
) -> Iterator[DossierFacts]:
    """What the terms of some hundred dossiers hang on, in their order."""
    needs = {(each.procedure, each.id): term_needs(each) for _dossier, each in judged}
    fields = frozenset[str]().union(*(need.fields for need in needs.values()))
    ids = [dossier.id for dossier, _edition in judged]
    forms, turning = _form_values(session, ids, fields), _turning_events(session, ids)
    for dossier, edition in judged:
        if needs[edition.procedure, edition.id].papers:
            yield facts_of(store, session, dossier.id, catalogue)
        else:
            yield _facts(dossier, forms[dossier.id], turning[dossier.id])


def _facts(
    dossier: DossierRow, form: Mapping[str, FormValueRow], turning: Collection[EventRow]
) -> DossierFacts:
    return DossierFacts(
        received_at=dossier.received_at,
        form={key: chosen_value(row, {}) for key, row in form.items()},
        answers=dict(dossier.answers),
        turns=turns_of(turning),
    )


def _form_values(
    session: Transaction, dossiers: Collection[str], keys: Collection[str]
) -> defaultdict[str, dict[str, FormValueRow]]:
    """By dossier and key."""
    found: defaultdict[str, dict[str, FormValueRow]] = defaultdict(dict)
    query = select(FormValueRow).where(FormValueRow.dossier_id.in_(dossiers), FormValueRow.key.in_(keys))
    for row in session.scalars(query) if keys else ():
        found[row.dossier_id][row.key] = row
    return found


def _turning_events(session: Transaction, dossiers: Collection[str]) -> defaultdict[str, list[EventRow]]:
    """By dossier the events that turned its deadline or took such a turn back, in their order."""
    found: defaultdict[str, list[EventRow]] = defaultdict(list)
    told = of_kind(*map(What, TURNS), What.UNDONE)
    query = select(EventRow).where(EventRow.dossier_id.in_(dossiers), told).order_by(EventRow.id)
    for event in session.scalars(query):
        found[event.dossier_id].append(event)
    return found
