# SPDX-License-Identifier: Apache-2.0
"""Why the check found something: the rule, the law, and the very values it was decided by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from intake.check.check import evidence_of
from intake.check.condition_words import in_words
from intake.check.conditions import answer, holds
from intake.check.fields import borrowed
from intake.check.rules.across import judged
from intake.dossier.deadline.local_time import local_day
from intake.dossier.facts import DossierFacts, Finding
from intake.dossier.values import Statement
from templates.catalogue.loading import Catalogue
from templates.language.messages import _
from templates.model.conditions import Condition
from templates.model.procedures import ProcedureEdition
from templates.model.rules import CrossRule, DocumentRule, FieldRule, Ref, Ruled

_BY_DAY = frozenset({"age", "not-after", "within-days"})


@dataclass(frozen=True)
class Datum:
    """One thing that was looked at: what, what it says, where it stands (paper, page), how sure (0–1)."""

    what: str
    value: str
    paper: str = ""
    page: int | None = None
    confidence: float | None = None


@dataclass(frozen=True)
class Why:
    """The reasons behind one finding. ``conditions``: why the rule applied; ``data``: what it compared."""

    code: str
    severity: str
    clerk: str
    citizen: str
    law: str
    unverified: bool
    procedure: str
    edition: str
    edition_unverified: bool
    source: str
    conditions: tuple[Datum, ...] = ()
    data: tuple[Datum, ...] = ()
    questions: tuple[Datum, ...] = field(default=())


def why(finding: Finding, facts: DossierFacts, edition: ProcedureEdition, catalogue: Catalogue) -> Why:
    """Explain a finding of the check from the facts it was made of."""
    rule = edition.rule(finding.code.rpartition(".")[0])
    question = edition.question(finding.field) if rule is None else None
    when: Condition | None = getattr(question or rule, "when", None)
    return Why(
        finding.code,
        finding.severity.value,
        finding.clerk,
        finding.citizen,
        finding.law,
        finding.unverified,
        edition.procedure,
        edition.id,
        edition.unverified,
        edition.source,
        conditions=tuple(_conditions(when, facts, edition, catalogue)),
        data=tuple(_data(rule, finding, facts, edition, catalogue)),
        questions=tuple(_questions(when, facts, edition)),
    )


def _conditions(
    when: Condition | None, facts: DossierFacts, edition: ProcedureEdition, catalogue: Catalogue
) -> Iterator[Datum]:
    """The single tests of a condition with their outcome; what joins them is left out."""
    words = {True: _("true"), False: _("false"), None: _("not known")}
    for part in when.walk() if when else ():
        if not part.parts():
            yield Datum(in_words(part, edition, catalogue), words[holds(part, facts, edition)])


def _data(
    rule: Ruled | None, finding: Finding, facts: DossierFacts, edition: ProcedureEdition, catalogue: Catalogue
) -> Iterator[Datum]:
    if isinstance(rule, DocumentRule):
        for kind in rule.kinds():
            yield _count(kind, facts, catalogue)
    elif isinstance(rule, FieldRule):
        for key in (finding.field,) if finding.field in rule.keys else rule.keys:
            yield _of_form(key, facts, catalogue)
    elif isinstance(rule, CrossRule):
        yield from _of_rule(rule, finding, facts, edition, catalogue)
    else:
        yield from _of_program(finding, facts, edition, catalogue)


def _of_rule(
    rule: CrossRule, finding: Finding, facts: DossierFacts, edition: ProcedureEdition, catalogue: Catalogue
) -> Iterator[Datum]:
    """What the rule asks for when it judges again; where it could not, the field it waits for."""
    if not holds(rule.when, facts, edition):
        if finding.field and edition.question(finding.field) is None:
            yield _of_form(finding.field, facts, catalogue)
        return
    evidence = evidence_of(facts, edition, catalogue)
    list(judged(rule, catalogue, evidence))
    for ref, said in evidence.looked.items():
        yield _of_ref(ref, said, catalogue)
    yield from _measures(rule)
    if rule.check == "lives-here":
        yield Datum(_("this office’s commune"), facts.commune or "–")
    if rule.check in _BY_DAY and (len(rule.refs) == 1 or rule.check == "within-days"):
        yield _reception(facts)


def _measures(rule: CrossRule) -> Iterator[Datum]:
    """What the rule itself holds the values against."""
    years = [str(years) for years in (rule.years_min, rule.years_max) if years is not None]
    if years:
        yield Datum(_("limit in years"), " – ".join(years))
    if rule.days is not None:
        yield Datum(_("limit in days"), str(rule.days))
    if rule.day is not None:
        yield Datum(_("day that counts"), f"{rule.day:%d/%m/%Y}")
    if rule.sex_is:
        yield Datum(_("sex by the part of the form"), rule.sex_is)
    if rule.check == "one-of":
        yield Datum(_("looked for"), "; ".join(rule.values))


def _of_program(
    finding: Finding, facts: DossierFacts, edition: ProcedureEdition, catalogue: Catalogue
) -> Iterator[Datum]:
    """What a finding of no rule was made of: a paper's state, a value's source, the clock."""
    match finding.code:
        case "filled-from":
            lent = borrowed(facts, edition, evidence_of(facts, edition, catalogue))[finding.paper]
            yield from (_of_form(key, facts, catalogue) for key, _chosen in lent)
        case "received-in-future":
            yield _reception(facts)
        case _ if finding.paper:
            yield _count(finding.paper, facts, catalogue)
            for paper in facts.of_kind(finding.paper):
                if paper.first == finding.page and paper.edition:
                    yield Datum(_("print of the form"), paper.edition, paper.kind, paper.first.page)


def _reception(facts: DossierFacts) -> Datum:
    return Datum(_("day of reception"), f"{local_day(facts.received_at):%d/%m/%Y}")


def _count(kind: str, facts: DossierFacts, catalogue: Catalogue) -> Datum:
    papers = facts.of_kind(kind)
    told = _("{count} in the dossier").format(count=len(papers))
    return Datum(catalogue.paper_name(kind), told, kind, papers[0].first.page if papers else None)


def _of_form(key: str, facts: DossierFacts, catalogue: Catalogue) -> Datum:
    chosen = facts.form.get(key)
    name = catalogue.field_name(key)
    if chosen is None:
        return Datum(name, "–")
    page = chosen.place.page if chosen.place else None
    return Datum(name, chosen.value, chosen.paper, page, chosen.confidence)


def _of_ref(ref: Ref, said: Statement | None, catalogue: Catalogue) -> Datum:
    name = _name(ref, catalogue)
    if said is None:
        return Datum(name, "–", ref.paper)
    page = said.place.page if said.place else None
    return Datum(name, said.value, said.paper, page, said.confidence)


def _name(ref: Ref, catalogue: Catalogue) -> str:
    """What a card says is called after its owner, as on the form."""
    owned = f"{ref.of}.{ref.field.rpartition('.')[2]}"
    name = catalogue.field_name(owned) if ref.of else owned
    return name if name != owned else catalogue.field_name(ref.field)


def _questions(when: Condition | None, facts: DossierFacts, edition: ProcedureEdition) -> Iterator[Datum]:
    names = [part.answer.name for part in when.walk() if part.answer] if when else []
    for name in dict.fromkeys(names):
        yield Datum(name, answer(name, facts, edition) or "–")
