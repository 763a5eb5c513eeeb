# SPDX-License-Identifier: Apache-2.0
"""What the length of a dossier's term hangs on: its answers and its form, rarely its papers.

The readings of the papers are by far the most of a store. A register of thousands of dossiers can't go
through them, so they are asked for only where a procedure's rules do, and of rules that ask whether a paper
is there at all only where a page was read as one of its kind.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from intake.dossier.deadline.turns import TURNS, turns_of
from intake.dossier.facts import DossierFacts
from intake.dossier.journal import Event, What
from intake.dossier.stored import Dossier
from intake.dossier.values import FormValue
from intake.services.facts_of import as_judged, facts_of
from intake.store.dossier.journal import events_of_many
from intake.store.dossier.pages import kinds_of_many
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.catalogue.loading import Catalogue
from templates.model.conditions import Condition
from templates.model.procedures import ProcedureEdition

Judged = tuple[Dossier, ProcedureEdition]
"""A dossier and the rules of the day it was received."""


@dataclass(frozen=True, slots=True)
class TermNeeds:
    """What must be known to tell a term: these fields of the form, which of these ``kinds`` of papers there
    are, and perhaps what stands on the ``papers``.
    """

    fields: frozenset[str]
    kinds: frozenset[str]
    papers: bool


def term_needs(edition: ProcedureEdition) -> TermNeeds:
    """What the conditions of an edition's term look at, with those that answer the questions they put."""
    conditions = list(_conditions(edition))
    fields = frozenset(key for each in conditions if (key := each.field_key()))
    kinds = frozenset(each.paper_present for each in conditions if each.paper_present)
    return TermNeeds(fields, kinds, any(each.field_written for each in conditions))


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
    forms = store.form_values_of_many(session, ids, fields)
    turning = events_of_many(session, ids, *map(What, TURNS), What.UNDONE)
    kinds = kinds_of_many(session, ids, frozenset[str]().union(*(need.kinds for need in needs.values())))
    for dossier, edition in judged:
        need = needs[edition.procedure, edition.id]
        if need.papers or need.kinds & kinds.get(dossier.id, frozenset()):
            yield facts_of(store, session, dossier.id, catalogue)
        else:
            yield _facts(dossier, forms[dossier.id], turning.get(dossier.id, ()))


def _facts(dossier: Dossier, form: Mapping[str, FormValue], turning: Collection[Event]) -> DossierFacts:
    return DossierFacts(
        received_at=dossier.received_at,
        form={key: as_judged(kept, {}) for key, kept in form.items()},
        answers=dict(dossier.answers),
        turns=turns_of(turning),
    )
