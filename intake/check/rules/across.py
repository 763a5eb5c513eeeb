# SPDX-License-Identifier: Apache-2.0
"""The rules across papers, one small function a kind of rule; see
:class:`templates.model.rules.CrossRule`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from intake.check.conditions import holds, unread_field
from intake.check.evidence import Evidence
from intake.check.rules.ages import age
from intake.check.rules.dates import before_day, not_after, within_days
from intake.check.rules.people import has_number, other_number, personal_number
from intake.check.rules.values import alert, lives_here, mentions, one_of
from intake.check.wording import Writer
from intake.dossier.facts import DossierFacts, Finding, Severity
from intake.dossier.id_numbers import id_numbers
from intake.dossier.values import Statement
from intake.form.agreement import ValueAgreement, dates_agree, names_agree, numbers_agree, values_agree
from intake.form.places import places_agree
from ocr.result import Source
from ocr.values.date_words import date_from_words
from templates.catalogue.loading import Catalogue
from templates.model.procedures import ProcedureEdition
from templates.model.rules import CrossRule

Compare = Callable[[str, str], ValueAgreement]


def across(
    facts: DossierFacts, edition: ProcedureEdition, catalogue: Catalogue, evidence: Evidence
) -> Iterator[Finding]:
    """Findings of all rules between values of the dossier's papers."""
    for rule in edition.rules:
        applies = holds(rule.when, facts, edition)
        if applies is None:
            yield from _undecided(rule, facts, edition, Writer(catalogue, rule))
        elif applies:
            yield from judged(rule, catalogue, evidence)


def judged(rule: CrossRule, catalogue: Catalogue, evidence: Evidence) -> Iterator[Finding]:
    """Findings of one rule that applies."""
    compare: dict[str, Compare] = {
        "same-name": names_agree,
        "same-date": dates_agree,
        "same-number": numbers_agree,
        "same-value": lambda a, b: values_agree(a, b, catalogue.codes),
        "same-place": lambda a, b: places_agree(a, b, catalogue),
    }
    writer = Writer(catalogue, rule)
    if rule.check in compare:
        yield from _same(rule, evidence, writer, compare[rule.check])
    else:
        yield from _SPECIAL[rule.check](rule, evidence, writer)


def _undecided(
    rule: CrossRule, facts: DossierFacts, edition: ProcedureEdition, writer: Writer
) -> Iterator[Finding]:
    """That a rule which could block hangs on a field nobody has read; what a question settles is asked."""
    if rule.severity == "error" and (key := unread_field(rule.when, facts, edition)):
        yield writer.finding("unchecked", Severity.WARNING, paper=edition.form, field=key)


def _same(rule: CrossRule, evidence: Evidence, writer: Writer, agree: Compare) -> Iterator[Finding]:
    """Every value against the first paper that has one; one finding for each other value."""
    found = [said for ref in rule.refs if (said := evidence.value(ref))]
    told: list[Statement] = []
    for other in found[1:]:
        first = found[0]
        if any(agree(earlier.value, other.value) is ValueAgreement.SAME for earlier in told):
            continue
        agreement = agree(first.value, other.value)
        toneless = agreement is ValueAgreement.MARKS and Source.MRZ in (first.source, other.source)
        if agreement in (ValueAgreement.DIFFERS, ValueAgreement.MARKS) and not toneless:
            told.append(other)
            settled = first.decided and not evidence.came_since(first.key, other)
            yield _disagreement(rule, writer, first, other, agreement, settled=settled)


def _disagreement(
    rule: CrossRule,
    writer: Writer,
    first: Statement,
    other: Statement,
    agreement: ValueAgreement,
    *,
    settled: bool,
) -> Finding:
    """A mark not read surely is no contradiction, what a person ``settled`` neither: both only inform. What
    came after a person's word blocks nothing, it wants their look: they may decide about it.
    """
    what = "differs" if agreement is ValueAgreement.DIFFERS else "differs-marks"
    faint = agreement is ValueAgreement.MARKS and not (first.sure and other.sure)
    ours, theirs = (_compared(rule, said) for said in (first, other))
    severity = Severity.INFO if settled or faint else Severity(rule.severity)
    if first.decided and severity is Severity.ERROR:
        severity = Severity.WARNING
    return writer.finding(
        "decided" if settled else what,
        severity,
        paper=first.paper,
        field=rule.refs[0].field,
        page=other.place if first.decided else first.place or other.place,
        value=ours,
        other_paper=other.paper,
        other_value=theirs,
    )


def _compared(rule: CrossRule, said: Statement) -> str:
    """What a person needs to see: of an identity paper's text only the number that was compared."""
    numbers = id_numbers(said.value) if rule.check == "same-number" else []
    return ", ".join(numbers) or said.value


def _date_words(rule: CrossRule, evidence: Evidence, writer: Writer) -> Iterator[Finding]:
    digits, words = (evidence.value(ref) for ref in rule.refs[:2])
    if digits is None or words is None:
        return
    spelled = date_from_words(words.value)
    if spelled is not None and dates_agree(digits.value, spelled) is not ValueAgreement.DIFFERS:
        return
    what = "words-unread" if spelled is None else "words-differ"
    yield writer.finding(
        what,
        Severity(rule.severity),
        paper=words.paper,
        field=words.key,
        page=words.place,
        value=digits.value,
        other_value=words.value,
    )


def _written_on_form(rule: CrossRule, evidence: Evidence, writer: Writer) -> Iterator[Finding]:
    lent = evidence.lent(rule.refs[0])
    if lent is not None and evidence.facts.has(evidence.form):
        yield writer.finding(
            "elsewhere-unread" if evidence.penned else "elsewhere",
            Severity(rule.severity),
            paper=lent.paper,
            field=lent.key,
            page=lent.place,
            other_paper=lent.paper,
        )


_SPECIAL: Mapping[str, Callable[[CrossRule, Evidence, Writer], Iterator[Finding]]] = {
    "date-words": _date_words,
    "personal-number": personal_number,
    "has-number": has_number,
    "other-number": other_number,
    "within-days": within_days,
    "not-after": not_after,
    "before-day": before_day,
    "age": age,
    "one-of": one_of,
    "mentions": mentions,
    "lives-here": lives_here,
    "written-on-form": _written_on_form,
    "alert": alert,
}
