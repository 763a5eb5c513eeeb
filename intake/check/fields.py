# SPDX-License-Identifier: Apache-2.0
"""Which fields of the form are filled, from where, and how surely."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from intake.check.conditions import holds
from intake.check.evidence import Evidence
from intake.check.wording import Writer
from intake.dossier.facts import DossierFacts, Finding, Severity
from intake.dossier.thresholds import SURE
from intake.dossier.values import FormValue, PageRef
from ocr.result import PEN_OTHER
from templates.catalogue.loading import Catalogue
from templates.model.procedures import ProcedureEdition
from templates.model.rules import FieldRule


def fields(
    facts: DossierFacts, edition: ProcedureEdition, catalogue: Catalogue, evidence: Evidence
) -> Iterator[Finding]:
    """Findings about the form's fields; a form that is missing altogether is no matter of single fields."""
    if not form_there(facts, edition):
        return
    for rule in edition.fields:
        if holds(rule.when, facts, edition) and _asked_by_print(rule, facts, edition):
            for key in _wanted(rule, facts):
                yield from _field(key, rule, facts, evidence, Writer(catalogue, rule))
    yield from _filled_from(facts, edition, catalogue, evidence)


def form_there(facts: DossierFacts, edition: ProcedureEdition) -> bool:
    """Whether the form, or what a person typed instead of it, is there to be looked at."""
    return facts.has(edition.form) or any(value.corrected for value in facts.form.values())


def _asked_by_print(rule: FieldRule, facts: DossierFacts, edition: ProcedureEdition) -> bool:
    prints = {paper.edition for paper in facts.of_kind(edition.form)}
    return not rule.editions or bool(prints & set(rule.editions))


def _wanted(rule: FieldRule, facts: DossierFacts) -> tuple[str, ...]:
    """The keys to look at: where one of several will do, those that are filled, else the first."""
    if rule.need == "all":
        return rule.keys
    filled = tuple(key for key in rule.keys if (chosen := facts.form.get(key)) and chosen.value)
    return filled or rule.keys[:1]


def _field(
    key: str, rule: FieldRule, facts: DossierFacts, evidence: Evidence, writer: Writer
) -> Iterator[Finding]:
    chosen = facts.form.get(key)
    if chosen is None or not chosen.value:
        form = next((paper.first for paper in facts.of_kind(evidence.form)), None)
        unread = evidence.penned and not (chosen and chosen.corrected)
        yield _unfilled(key, rule, evidence.form, writer, form, unread=unread)
    elif chosen.unreadable:
        yield writer.finding("field-illegible", Severity(rule.severity), paper=evidence.form, field=key)
    elif not chosen.corrected and any(one.source == PEN_OTHER for one in chosen.said.proposals):
        yield writer.finding(
            "field-pen-differs",
            Severity.WARNING,
            paper=evidence.form,
            field=key,
            page=chosen.place,
            other_paper=chosen.paper,
        )
    elif chosen.said.hand and not chosen.corrected:
        yield writer.finding("field-hand", Severity.WARNING, paper=chosen.paper, field=key, page=chosen.place)
    elif chosen.needs_review and not chosen.corrected and evidence.borrowed(key, chosen):
        yield writer.finding(
            "field-confirm",
            Severity.WARNING,
            paper=chosen.paper,
            field=key,
            page=chosen.place,
            other_paper=chosen.paper,
        )
    elif chosen.confidence < SURE and not chosen.corrected:
        yield writer.finding(
            "field-doubtful", Severity.WARNING, paper=chosen.paper, field=key, page=chosen.place
        )


def _unfilled(
    key: str, rule: FieldRule, form: str, writer: Writer, page: PageRef | None, *, unread: bool
) -> Finding:
    """Missing on a form that could be read; on a penned one nobody knows until a person has looked."""
    if unread:
        return writer.finding("field-unread", Severity.WARNING, paper=form, field=key, page=page)
    what = "missing" if "missing" in rule.say else "field-missing"
    return writer.finding(what, Severity(rule.severity), paper=form, field=key, page=page)


def borrowed(
    facts: DossierFacts, edition: ProcedureEdition, evidence: Evidence
) -> Mapping[str, list[tuple[str, FormValue]]]:
    """Kind of paper → the required fields taken from it because the form does not say them."""
    lent: dict[str, list[tuple[str, FormValue]]] = {}
    for key in dict.fromkeys(key for rule in edition.fields for key in rule.keys):
        chosen = facts.form.get(key)
        if chosen and evidence.borrowed(key, chosen):
            lent.setdefault(chosen.paper, []).append((key, chosen))
    return lent


def _filled_from(
    facts: DossierFacts, edition: ProcedureEdition, catalogue: Catalogue, evidence: Evidence
) -> Iterator[Finding]:
    """One line a paper."""
    for kind, values in borrowed(facts, edition, evidence).items():
        yield Writer(catalogue).finding(
            "filled-from",
            Severity.INFO,
            paper=kind,
            page=values[0][1].place,
            other_paper=kind,
            fields=tuple(key for key, _chosen in values),
        )
