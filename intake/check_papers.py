"""Which papers a dossier needs, has, or must only be shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from intake.cards import CARD
from intake.case import DossierFacts, Finding, PaperFact, Severity
from intake.conditions import holds, open_questions
from intake.evidence import Evidence
from intake.wording import Writer
from templates.catalogue import Catalogue
from templates.messages import current_language
from templates.procedures import PaperRule, ProcedureEdition


def papers(
    facts: DossierFacts, edition: ProcedureEdition, catalogue: Catalogue, evidence: Evidence, today: date
) -> Iterator[Finding]:
    """Findings about papers: missing, standing in for another, unreadable, old prints, to be shown."""
    for rule in (edition.form_rule, *edition.submit):
        if holds(rule.when, facts, edition):
            yield from _submitted(rule, facts, Writer(catalogue, rule))
    for rule in edition.show:
        if holds(rule.when, facts, edition) and not _shown(rule, facts, evidence):
            yield Writer(catalogue, rule).finding("show", Severity(rule.severity), paper=rule.choices[0].kind)
    yield from questions(facts, edition, catalogue)
    for paper in facts.papers:
        yield from _condition_of(paper, catalogue, today)


def _shown(rule: PaperRule, facts: DossierFacts, evidence: Evidence) -> bool:
    """Whether one of the papers lies in the dossier; of cards it must be that person's."""
    kinds = [choice.kind for choice in rule.choices]
    if rule.of and CARD in kinds:
        return rule.of in evidence.cards or any(facts.has(kind) for kind in kinds if kind != CARD)
    return any(facts.has(kind) for kind in kinds)


def questions(facts: DossierFacts, edition: ProcedureEdition, catalogue: Catalogue) -> Iterator[Finding]:
    """What a person must be asked because a rule hangs on it and no paper tells."""
    asked = {
        name: rule
        for rule in (*edition.submit, *edition.show)
        if holds(rule.when, facts, edition) is None
        for name in open_questions(rule.when, facts, edition)
    }
    for name, rule in asked.items():
        question = edition.question(name)
        if question:
            text = question.ask["en" if current_language() == "en" else "vi"]
            reply = f"{name}={'|'.join(question.values)}"
            yield Writer(catalogue, rule).finding(
                "question", Severity.WARNING, field=name, value=text, other_value=reply
            )


def _submitted(rule: PaperRule, facts: DossierFacts, writer: Writer) -> Iterator[Finding]:
    first, *substitutes = rule.choices
    if facts.has(first.kind):
        return
    present = next((c.kind for c in substitutes if facts.has(c.kind)), None)
    if present is None:
        yield writer.finding("missing", Severity(rule.severity), paper=first.kind)
    else:
        place = facts.of_kind(present)[0].first
        yield writer.finding("substitute", Severity.INFO, paper=first.kind, other_paper=present, page=place)


def _condition_of(paper: PaperFact, catalogue: Catalogue, today: date) -> Iterator[Finding]:
    writer = Writer(catalogue)
    if not paper.readable:
        yield writer.finding("unreadable", Severity.WARNING, paper=paper.kind, page=paper.first)
    known = catalogue.papers.get(paper.kind)
    editions = [e for e in known.editions if e.since <= today] if known and known.role == "form" else []
    newest = max(editions, key=lambda e: e.since, default=None)
    own = next((e for e in editions if e.id == paper.edition), None)
    if newest and own and own.since < newest.since:
        yield writer.finding(
            "old-print",
            Severity.INFO,
            paper=paper.kind,
            page=paper.first,
            value=paper.edition,
            other_value=newest.id,
        )
