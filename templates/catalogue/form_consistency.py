# SPDX-License-Identifier: Apache-2.0
"""Does what belongs to a form – how it is printed, where its values come from – fit the form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from templates.catalogue.procedure_consistency import Told, nearest, no_field, no_kind
from templates.language.messages import _
from templates.model.autofill_map import AutofillMap
from templates.model.document_types import DocumentType
from templates.model.form_lines import FormLayout, labels_of
from templates.model.rules import Ref


def print_problems(paper: DocumentType, layout: FormLayout) -> Iterator[Told]:
    """Fields that have a printed line and that the form's newest edition lacks: they can't be printed."""
    labels = _newest_labels(paper)
    for key in dict.fromkeys(layout.printed_fields()):
        if key not in labels:
            told = _("A line is printed for {key}, which the newest edition of {kind} does not have.")
            yield key, told.format(key=key, kind=paper.kind) + nearest(key, labels)


def print_gaps(paper: DocumentType, layout: FormLayout) -> Iterator[Told]:
    """Fields of the form's newest edition without a printed line: they are left off."""
    printed = set(layout.printed_fields())
    for key in _newest_labels(paper):
        if key not in printed:
            told = _("{kind} has the field {key}, for which no line is printed.")
            yield key, told.format(kind=paper.kind, key=key)


def _newest_labels(paper: DocumentType) -> Mapping[str, object]:
    newest = max(paper.editions, key=lambda edition: edition.since, default=None)
    return labels_of(newest) if newest else {}


def autofill_problems(plan: AutofillMap, papers: Mapping[str, DocumentType]) -> Iterator[Told]:
    """Kinds of paper, fields and people that the map names and that are not there."""
    form = papers.get(plan.form)
    if form is None:
        yield "form", no_kind(plan.form, papers)
        return
    for key, sources in plan.fields.items():
        if key not in form.fields():
            yield key, no_field(form, key)
        yield from ((key, told) for ref in sources.sources for told in _ref_problems(ref, papers))
    for who, person in plan.people.items():
        for ref in (*person.names, *person.numbers):
            yield from ((who, told) for told in _ref_problems(ref, papers))


def _ref_problems(ref: Ref, papers: Mapping[str, DocumentType]) -> Iterator[str]:
    paper = papers.get(ref.paper)
    if paper is None:
        yield no_kind(ref.paper, papers)
    elif paper.editions and ref.field not in paper.fields():
        yield no_field(paper, ref.field)
