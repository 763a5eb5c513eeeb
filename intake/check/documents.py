# SPDX-License-Identifier: Apache-2.0
"""Which papers a dossier needs, has, or must only be shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial

from intake.check.conditions import answer, holds, open_questions, unread_field, written
from intake.check.evidence import Evidence
from intake.check.fields import form_there
from intake.check.one_for_two import one_for_two
from intake.check.wording import Writer, file_and_page
from intake.dossier.facts import DocumentFact, DossierFacts, Finding, Severity
from intake.dossier.values import PageRef
from intake.form.cards import CARD
from templates.catalogue.loading import Catalogue, load_catalogue
from templates.language.messages import current_language
from templates.model.codelists import Texts
from templates.model.procedures import ProcedureEdition, Question
from templates.model.rules import Choice, DocumentRule, Ruled


def papers(
    facts: DossierFacts, edition: ProcedureEdition, catalogue: Catalogue, evidence: Evidence, today: date
) -> Iterator[Finding]:
    """Findings about papers: missing, standing in for another, unreadable, old prints, to be shown."""
    for rule in (edition.form_rule, *edition.submit):
        if holds(rule.when, facts, edition):
            yield from _submitted(rule, facts, Writer(catalogue, rule))
        elif form_there(facts, edition) and (key := unread_field(rule.when, facts, edition)):
            kind = rule.choices[0].kind
            yield Writer(catalogue, rule).finding("paper-unchecked", Severity.WARNING, paper=kind, field=key)
    yield from one_for_two(facts, edition, catalogue)
    for rule in edition.show:
        if holds(rule.when, facts, edition) and not _shown(rule, facts, evidence):
            yield Writer(catalogue, rule).finding("show", Severity(rule.severity), paper=rule.choices[0].kind)
    yield from questions(facts, edition, catalogue)
    yield from answers_contradicted(facts, edition, catalogue)
    for paper in facts.papers:
        yield from _condition_of(paper, facts, catalogue, today)


def signed_papers(facts: DossierFacts, catalogue: Catalogue) -> Iterator[Finding]:
    """What bears a digital signature, which goes no further than the file as it came."""
    for document in facts.signed:
        name = facts.files.get(document, "")
        yield Writer(catalogue).finding("paper-signed", Severity.INFO, page=PageRef(document, 1), value=name)


def _shown(rule: DocumentRule, facts: DossierFacts, evidence: Evidence) -> bool:
    """Whether one of the papers lies in the dossier; of cards it must be that person's."""
    kinds = [choice.kind for choice in rule.choices]
    if rule.of and CARD in kinds:
        return rule.of in evidence.cards or any(facts.has(kind) for kind in kinds if kind != CARD)
    return any(facts.has(kind) for kind in kinds)


def questions(facts: DossierFacts, edition: ProcedureEdition, catalogue: Catalogue) -> Iterator[Finding]:
    """What a person must be asked because a rule hangs on it and no paper tells."""
    for question, rule in asked(facts, edition):
        yield Writer(catalogue, rule or _own_rule(question)).finding(
            "question",
            Severity.WARNING,
            field=question.name,
            value=partial(_asking, question),
            other_value=partial(_replying, question),
        )


def answers_contradicted(
    facts: DossierFacts, edition: ProcedureEdition, catalogue: Catalogue
) -> Iterator[Finding]:
    """A warning for each answer of a person that the papers give otherwise by themselves: a figure pressed by
    mistake asks the citizen for the wrong papers, or one of them is wrong.
    """
    for question in edition.questions:
        said, by_papers = facts.answers.get(question.name), written(question, facts, edition)
        if said is not None and by_papers not in (None, said):
            rule = _own_rule(question) or _of_no_law(question)
            yield Writer(catalogue, rule).finding(
                "answer-differs",
                Severity.WARNING,
                field=question.name,
                answers=(said, by_papers),
                value=partial(_asked_and_said, question, said),
                other_value=partial(_reply, question, by_papers),
            )


def _asked_and_said(question: Question, reply: str) -> str:
    return f"{_asking(question)} “{_reply(question, reply)}”"


def _reply(question: Question, reply: str) -> str:
    words = question.values.get(reply)
    return words["en" if current_language() == "en" else "vi"] if words else reply


def _asking(question: Question) -> str:
    return question.ask["en" if current_language() == "en" else "vi"]


def _replying(question: Question) -> str:
    """How it is answered on the command line: by words that need no quotes."""
    told = {
        value: text["en" if current_language() == "en" else "vi"] for value, text in question.values.items()
    }
    words = [value if " " in word else word for value, word in told.items()]
    return f"{question.name}={'|'.join(words) or '…'}"


def asked(facts: DossierFacts, edition: ProcedureEdition) -> list[tuple[Question, Ruled | None]]:
    """Every question that is open and whose answer matters now, with the first rule that hangs on it. As long
    as the procedure itself is the question, no other is asked.
    """
    if facts.procedures:
        return [(procedure_question(facts.procedures), None)]
    hanging: dict[str, Ruled | None] = {}
    for rule in edition.ruled():
        when = getattr(rule, "when", None)
        if holds(when, facts, edition) is None:
            for name in open_questions(when, facts, edition):
                hanging.setdefault(name, rule)
    for question in edition.questions:
        wanted = question.when is not None and holds(question.when, facts, edition)
        if wanted and answer(question.name, facts, edition) is None:
            hanging.setdefault(question.name, None)
    found = ((edition.question(name), rule) for name, rule in hanging.items())
    return [(question, rule) for question, rule in found if question]


PROCEDURE = "procedure"
"""The question that comes before all that a procedure asks."""


def procedure_question(codes: Iterable[str]) -> Question:
    """Which of these procedures the papers are of."""
    catalogue = load_catalogue()
    names = {code: catalogue.procedure_named(code).name for code in codes}
    ask: Texts = {"vi": "Hồ sơ này làm thủ tục nào?", "en": "Which procedure is this dossier of?"}
    return Question(name=PROCEDURE, ask=ask, values=names)


def _own_rule(question: Question) -> Ruled | None:
    """The law behind a question that is asked for its own sake."""
    if question.name == PROCEDURE:  # no law's question but the desk's
        return _of_no_law(question)
    if not question.law:
        return None
    return Ruled(id=question.name.replace("_", "-"), law=question.law, unverified=question.unverified)


def _of_no_law(question: Question) -> Ruled:
    return Ruled.model_construct(id=question.name.replace("_", "-"), law="", unverified=False, say={})


def _submitted(rule: DocumentRule, facts: DossierFacts, writer: Writer) -> Iterator[Finding]:
    first = rule.choices[0]
    there = [choice for choice in rule.choices if _all_there(choice, facts)]
    if len(there) < rule.at_least:
        yield _not_enough(rule, len(there), facts, writer)
    elif there[0] is not first and not rule.equal and rule.at_least == 1:
        kind = there[0].kind
        place = facts.of_kind(kind)[0].first
        yield writer.finding("substitute", Severity.INFO, paper=first.kind, other_paper=kind, page=place)


def _all_there(choice: Choice, facts: DossierFacts) -> bool:
    enough = len(facts.of_kind(choice.kind)) >= choice.count
    return enough and all(_all_there(part, facts) for part in choice.also)


def _not_enough(rule: DocumentRule, have: int, facts: DossierFacts, writer: Writer) -> Finding:
    """Nothing there is missing; something there may be several papers scanned one after the other."""
    first = rule.choices[0]
    present = [kind for kind in rule.kinds() if facts.has(kind)]
    if rule.at_least > 1:
        return writer.finding(
            "missing-some", Severity(rule.severity), paper=first.kind, count=rule.at_least, value=have
        )
    if not present:
        return writer.finding("missing", Severity(rule.severity), paper=first.kind)
    place = facts.of_kind(present[0])[0].first
    counted = _only_the_count_is_short(rule, facts)
    return writer.finding(
        "too-few" if counted else "in-part",
        Severity.WARNING if counted else Severity(rule.severity),
        paper=first.kind,
        other_paper=present[0],
        page=place,
        value=len(facts.of_kind(present[0])),
    )


def _only_the_count_is_short(rule: DocumentRule, facts: DossierFacts) -> bool:
    return any(all(facts.has(kind) for kind in choice.kinds()) for choice in rule.choices)


def _condition_of(
    paper: DocumentFact, facts: DossierFacts, catalogue: Catalogue, today: date
) -> Iterator[Finding]:
    writer = Writer(catalogue)
    if not paper.readable:
        place = partial(_where, paper, facts, catalogue)
        yield writer.finding("unreadable", Severity.WARNING, paper=paper.kind, page=paper.first, value=place)
    known = catalogue.document_types.get(paper.kind)
    editions = [e for e in known.editions if e.since <= today] if known and known.role == "form" else []
    newest = max(editions, key=lambda e: e.since, default=None)
    own = next((e for e in editions if e.id == paper.edition), None)
    if newest and own and own.since < newest.since:
        told = writer.finding(
            "old-print",
            Severity.INFO,
            paper=paper.kind,
            page=paper.first,
            value=paper.edition,
            other_value=newest.id,
        )
        yield replace(told, law=newest.source, unverified=newest.unverified)


def _where(paper: DocumentFact, facts: DossierFacts, catalogue: Catalogue) -> str:
    return file_and_page(paper.first, facts) or catalogue.paper_name(paper.kind)
