# SPDX-License-Identifier: Apache-2.0
"""Every question about whose the papers of a dossier are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from intake.check.decided import by_value
from intake.check.evidence import Evidence
from intake.check.whose.cards import people_on_form, strange_cards
from intake.check.whose.forms import forms_of_others, several_forms
from intake.check.whose.people import is_name
from intake.check.whose.sheets import sheets_of
from intake.check.whose.ties import papers_of_whom, untied
from intake.check.whose.unexpected import unexpected_kinds, unexpected_papers
from intake.check.whose.unnamed import papers_without_names
from intake.check.whose.visitor import visitor_of_nobody, visitor_otherwise
from intake.dossier.facts import DossierFacts, Finding
from templates.catalogue.loading import Catalogue
from templates.model.procedures import ProcedureEdition


def whose_papers(
    facts: DossierFacts,
    edition: ProcedureEdition,
    catalogue: Catalogue,
    evidence: Evidence,
    found: Sequence[Finding],
) -> Iterator[Finding]:
    """Warnings about cards of nobody, forms of several people, papers of nobody in the dossier or of no such
    procedure: one for each paper; and where nobody of them stood at the counter.

    ``found`` is what the check finds of the form's fields: while a name on the only form waits for a person's
    word, nobody knows whose it is, and it is not asked; the name that they give tells.
    """
    form = evidence.form
    sheets = sheets_of(facts, form, catalogue)
    forms = [sheet for sheet in sheets if sheet.kind == form]
    yield from strange_cards(facts, sheets, catalogue, evidence)
    yield from several_forms(forms, facts, catalogue)
    if not _names_wait(found):
        yield from visitor_of_nobody(facts, form, catalogue)
        named = [*people_on_form(facts), *(one for sheet in sheets for one in sheet.people)]
        yield from visitor_otherwise(named, facts, form, catalogue)
    if len(forms) > 1 or not _names_wait(found):
        told, kinds = forms_of_others(forms), unexpected_kinds(facts, edition, catalogue)
        others = untied(sheets, form, facts, catalogue)
        ours = [person for sheet in sheets if sheet not in others for person in sheet.people]
        people = [*ours, *people_on_form(facts)]
        strange = [*others, *papers_without_names(people, facts, catalogue)]
        asked = [sheet for sheet in strange if sheet not in told and sheet.kind not in kinds]
        yield from papers_of_whom(asked, facts, catalogue)
    yield from unexpected_papers(facts, edition, catalogue)


def _names_wait(found: Sequence[Finding]) -> bool:
    return any(is_name(finding.field) and by_value(finding.code) for finding in found)
