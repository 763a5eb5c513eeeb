# SPDX-License-Identifier: Apache-2.0
"""The procedure of a dossier that nobody named it for: what its papers tell, and what a person says."""

from __future__ import annotations

from collections.abc import Sequence

from intake.check.conditions import HOME_COUNTRY
from intake.dossier.deadline.local_time import local_day
from intake.dossier.journal import TOLD_BY_PAPERS, TOLD_BY_PERSON, Event, procedure_from_papers
from intake.dossier.matter.procedure_of_papers import ProcedureMeant, procedure_of
from intake.dossier.stored import Dossier
from intake.dossier.thresholds import USABLE
from intake.form.autofill import PaperPage
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.catalogue.loading import Catalogue
from templates.errors import UsageError
from templates.language.folding import without_marks
from templates.language.messages import _

_PROGRAM = "sohoa"
_NATIONALITY = ".nationality"


def meant_by(
    dossier: Dossier, events: Sequence[Event], pages: Sequence[PaperPage], catalogue: Catalogue
) -> ProcedureMeant | None:
    """The procedure that the ``pages`` tell; None where somebody said it."""
    if not procedure_from_papers(events):
        return None
    kinds = {page.reading.kind for page in pages}
    day = local_day(dossier.received_at)
    return procedure_of(kinds, catalogue, day, foreign=_foreigner(pages, catalogue))


def let_papers_tell(store: Store, session: Transaction, dossier: Dossier, meant: ProcedureMeant) -> bool:
    """Make it a dossier of the procedure that its papers tell; whether it was of another."""
    if not meant.code or meant.code == dossier.procedure:
        return False
    return store.tell_procedure(session, dossier.id, meant.code, who=_PROGRAM, why=TOLD_BY_PAPERS)


def say_procedure(
    store: Store, session: Transaction, dossier_id: str, typed: str, catalogue: Catalogue, *, who: str
) -> None:
    """A person says the procedure, by its code or name.

    Raises ``UsageError`` where there is none like that on the dossier's day, or it was said when the dossier
    was made: what was given out since would be of another procedure.
    """
    dossier = store.get(session, dossier_id)
    if not any(event.data.get("open") for event in store.journal(session, dossier_id)[:1]):
        raise UsageError(
            _("The procedure of dossier {id} was said when it was made.").format(id=dossier_id),
            _("Move its pages to a new one: sohoa papers move {id} … --procedure CODE").format(id=dossier_id),
        )
    code = _named(typed, catalogue)
    catalogue.procedure(code, local_day(dossier.received_at))
    store.tell_procedure(session, dossier_id, code, who=who, why=TOLD_BY_PERSON)


def _named(typed: str, catalogue: Catalogue) -> str:
    meant = without_marks(typed)
    for code, procedure in catalogue.procedures.items():
        if meant in (code, *map(without_marks, procedure.name.values())):
            return code
    return typed


def _foreigner(pages: Sequence[PaperPage], catalogue: Catalogue) -> bool:
    """Whether a form names somebody of another nationality."""
    said = [
        field.value
        for page in pages
        if page.reading.kind in catalogue.document_types
        if catalogue.document_types[page.reading.kind].role == "form"
        for field in page.reading.fields
        if field.key.endswith(_NATIONALITY) and field.value and field.confidence >= USABLE
    ]
    found = (catalogue.codes.nationalities.find(value) for value in said)
    return any(country is not None and country.code != HOME_COUNTRY for country in found)
