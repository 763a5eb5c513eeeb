# SPDX-License-Identifier: Apache-2.0
"""The completeness check of a dossier against the rules of its procedure. Pure: facts in, findings out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from intake.check.conditions import holds
from intake.check.decided import with_decisions
from intake.check.documents import papers, questions, signed_papers
from intake.check.doubles.findings import doubles
from intake.check.evidence import Evidence
from intake.check.fields import fields, form_there
from intake.check.rules.across import across
from intake.check.whose.visitor import ANSWER, differs_from_counter
from intake.check.whose.whose_papers import whose_papers
from intake.check.wording import Writer
from intake.dossier.deadline.clock import due_after, expected
from intake.dossier.deadline.local_time import local_day
from intake.dossier.deadline.working_days import Calendar
from intake.dossier.facts import DossierFacts, Finding, Severity
from intake.dossier.matter.dossiers import DOUBLE
from intake.dossier.record_json import plain
from templates.catalogue.loading import Catalogue
from templates.catalogue.matters import matter_of
from templates.model.procedures import ProcedureEdition, Term

# Names that differ in diacritics only are mostly misread tone marks: to look at, no contradiction.
_CONTRADICTIONS = (".differs", ".words-differ", ".number-sex", ".number-year", ".same-person", ".after")
_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


@dataclass(frozen=True)
class CheckResult:
    """What the check found.

    ``status`` is ``incomplete`` as soon as one finding is an error. ``needs_review``: a person must look at
    something before the dossier goes on (at least one warning, about which nobody decided). ``findings`` are
    sorted: what differs from what was typed at the counter, then the gravest. ``return_date`` is the day on
    which the result is due in Vietnam; while the citizen is waited for (``clock_stopped``) the day it would
    be, did they come now.
    """

    status: Literal["complete", "incomplete"]
    needs_review: bool
    findings: tuple[Finding, ...]
    return_date: date
    edition: str
    clock_stopped: bool = False

    @property
    def missing(self) -> tuple[Finding, ...]:
        """What the citizen still owes."""
        return tuple(f for f in self.findings if f.severity is Severity.ERROR)

    @property
    def contradictory(self) -> bool:
        """Whether two papers contradict each other and nobody has decided yet."""
        return any(contradicts(f.code, f.severity) for f in self.findings)

    def to_dict(self) -> dict[str, object]:
        """As printed with ``--json``."""
        return {
            "status": self.status,
            "needs_review": self.needs_review,
            "contradictory": self.contradictory,
            "return_date": f"{self.return_date:%d/%m/%Y}",
            "clock_stopped": self.clock_stopped,
            "edition": self.edition,
            "findings": plain(self.findings),
        }


def contradicts(code: str, severity: str) -> bool:
    """Whether a finding (also a stored one) says that two papers contradict each other, undecided so far."""
    return severity != Severity.INFO and code.endswith(_CONTRADICTIONS)


_OF_OTHERS = frozenset(
    {
        "card-of-nobody",
        "card-of-brought",
        "card-unsure",
        "forms-of-several",
        "paper-not-of-procedure",
        "paper-of-others",
        "paper-of-whom",
        "paper-unrecognised",
    }
)


def may_hold_others(code: str, severity: str) -> bool:
    """Whether a finding says that papers of other people may lie in the dossier: till that is decided, what
    else is found may be of two families.
    """
    return severity != Severity.INFO and code in _OF_OTHERS


def wants_reason(code: str, severity: str) -> bool:
    """Whether who decides about a finding has to say why: papers contradict each other, or may be of
    others, or another dossier may be of the same matter, or a person's answer is not what they say.
    """
    grave = contradicts(code, severity) or may_hold_others(code, severity)
    answer = severity != Severity.INFO and code.endswith(ANSWER)
    return grave or answer or may_be_double(code, severity)


def may_be_double(code: str, severity: str) -> bool:
    """Whether a finding says that another dossier may be of the same matter, undecided so far."""
    return severity != Severity.INFO and code == DOUBLE


def check(facts: DossierFacts, edition: ProcedureEdition, catalogue: Catalogue, now: datetime) -> CheckResult:
    """Judge a dossier by one edition of its procedure.

    ``edition`` is the one in force on the day of reception (``catalogue.procedure(code, day)``); ``now`` and
    ``facts.received_at`` are aware.
    """
    found = [_as_sure_as(edition, finding) for finding in _findings(facts, edition, catalogue, now)]
    findings = tuple(sorted(with_decisions(found, facts), key=_rank))
    severities = {finding.severity for finding in findings}
    term, more = term_of(facts, edition)
    calendar = Calendar(catalogue.codes.working_days)
    due = due_after(facts.received_at, term, calendar, facts.turns, more)
    return CheckResult(
        status="incomplete" if Severity.ERROR in severities else "complete",
        needs_review=Severity.WARNING in severities,
        findings=findings,
        return_date=expected(due, now, term, calendar),
        edition=edition.id,
        clock_stopped=due.stopped,
    )


def term_of(facts: DossierFacts, edition: ProcedureEdition) -> tuple[Term, int]:
    """How long the procedure takes for this dossier, and the working days on top of it.

    Another term or more days count only where it is known that they apply.
    """
    processing = edition.processing
    others = (term for term in processing.instead if holds(term.when, facts, edition))
    term: Term = next(others, processing)
    return term, sum(more.working_days for more in processing.more if holds(more.when, facts, edition))


def _findings(
    facts: DossierFacts, edition: ProcedureEdition, catalogue: Catalogue, now: datetime
) -> Iterator[Finding]:
    evidence = evidence_of(facts, edition, catalogue)
    if facts.received_at > now:
        yield Writer(catalogue).finding("received-in-future", Severity.WARNING)
    yield from signed_papers(facts, catalogue)
    if facts.procedures:  # what the rules of another procedure would find misleads
        yield from questions(facts, edition, catalogue)
        return
    yield from papers(facts, edition, catalogue, evidence, local_day(facts.received_at))
    of_fields = list(fields(facts, edition, catalogue, evidence))
    yield from of_fields
    there = form_there(facts, edition)
    if there:
        yield from whose_papers(facts, edition, catalogue, evidence, of_fields)
    rules = across(facts, edition, catalogue, evidence)
    yield from (f for f in rules if there or not f.code.endswith(".unchecked"))
    matter = matter_of(edition.procedure)
    if matter and facts.mine:
        yield from doubles(matter, facts.mine, facts.alike, catalogue)


def _as_sure_as(edition: ProcedureEdition, finding: Finding) -> Finding:
    """What rules were only carried over from another law is verified nowhere, whatever they say of it."""
    return replace(finding, unverified=finding.unverified or (edition.unverified and bool(finding.law)))


def evidence_of(facts: DossierFacts, edition: ProcedureEdition, catalogue: Catalogue) -> Evidence:
    """What the papers say; whose card is whose as autofill has it, so that the two never differ about it."""
    return Evidence(facts, edition, catalogue.autofill_map(edition.procedure, edition.form))


def _rank(finding: Finding) -> tuple[bool, int]:
    """What is to be said while the citizen is there, before a slip is printed; then the gravest first; then
    the order of the rules, which is that of the form.
    """
    first = differs_from_counter(finding.code) and finding.severity is not Severity.INFO
    return not first, _ORDER[finding.severity]
