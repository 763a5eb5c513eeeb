"""The rules across papers, one small function a kind of rule; see :class:`templates.procedures.CrossRule`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

from intake.agreement import Agreement, dates_agree, names_agree, numbers_agree, values_agree
from intake.case import DossierFacts, Finding, Severity
from intake.conditions import SURE, holds
from intake.deadlines import Calendar, local_day
from intake.evidence import Evidence, Evident
from intake.numbers import id_numbers
from intake.wording import Writer
from ocr.date_words import date_from_words
from ocr.facts import Source
from ocr.value_dates import parse_date
from ocr.value_ids import PersonalId
from templates.catalogue import Catalogue
from templates.procedures import CrossRule, ProcedureEdition, Ref

Compare = Callable[[str, str], Agreement]


def across(
    facts: DossierFacts, edition: ProcedureEdition, catalogue: Catalogue, evidence: Evidence
) -> Iterator[Finding]:
    """Findings of all rules between values of the dossier's papers."""
    compare: dict[str, Compare] = {
        "same-name": names_agree,
        "same-date": dates_agree,
        "same-number": numbers_agree,
        "same-value": lambda a, b: values_agree(a, b, catalogue.codes),
    }
    special: dict[str, Callable[[CrossRule, Evidence, Writer], Iterator[Finding]]] = {
        "date-words": _date_words,
        "personal-number": _personal_number,
        "within-days": _within_days,
        "not-after": _not_after,
        "written-on-form": _written_on_form,
    }
    for rule in edition.rules:
        if not holds(rule.when, facts, edition):
            continue
        writer = Writer(catalogue, rule)
        if rule.check in compare:
            yield from _same(rule, evidence, writer, compare[rule.check])
        else:
            yield from special[rule.check](rule, evidence, writer)


def _same(rule: CrossRule, evidence: Evidence, writer: Writer, agree: Compare) -> Iterator[Finding]:
    """Every value against the first paper that has one; one finding for each other value."""
    found = [evident for ref in rule.refs if (evident := evidence.value(ref))]
    told: list[Evident] = []
    for other in found[1:]:
        first = found[0]
        if any(agree(earlier.value, other.value) is Agreement.SAME for earlier in told):
            continue
        agreement = agree(first.value, other.value)
        toneless = agreement is Agreement.MARKS and Source.MRZ in (first.source, other.source)
        if agreement in (Agreement.DIFFERS, Agreement.MARKS) and not toneless:
            told.append(other)
            yield _disagreement(rule, writer, first, other, agreement)


def _disagreement(
    rule: CrossRule, writer: Writer, first: Evident, other: Evident, agreement: Agreement
) -> Finding:
    """A mark not read surely is no contradiction, what a person decided neither: both only inform."""
    what = "differs" if agreement is Agreement.DIFFERS else "differs-marks"
    decided = first.decided
    faint = agreement is Agreement.MARKS and not (first.sure and other.sure)
    ours, theirs = (_compared(rule, evident) for evident in (first, other))
    return writer.finding(
        "decided" if decided else what,
        Severity.INFO if decided or faint else Severity(rule.severity),
        paper=first.paper,
        field=rule.refs[0].field,
        page=other.place if decided else first.place or other.place,
        value=ours,
        other_paper=other.paper,
        other_value=theirs,
    )


def _compared(rule: CrossRule, evident: Evident) -> str:
    """What a person needs to see: of an identity paper's text only the number that was compared."""
    numbers = id_numbers(evident.value) if rule.check == "same-number" else []
    return ", ".join(numbers) or evident.value


def _date_words(rule: CrossRule, evidence: Evidence, writer: Writer) -> Iterator[Finding]:
    digits, words = (evidence.value(ref) for ref in rule.refs[:2])
    if digits is None or words is None:
        return
    spelled = date_from_words(words.value)
    if spelled is not None and dates_agree(digits.value, spelled) is not Agreement.DIFFERS:
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


def _personal_number(rule: CrossRule, evidence: Evidence, writer: Writer) -> Iterator[Finding]:
    """Sex and year of birth against the digits (NĐ 137/2015 Điều 13). The province is only a hint."""
    sex = rule.sex_is or _text(evidence, rule.sex)
    year = _text(evidence, rule.birth).rpartition("/")[2]
    seen: set[str] = set()
    for ref in rule.refs:
        evident = evidence.value(ref)
        for number in id_numbers(evident.value) if evident else ():
            person = PersonalId.parse(number)
            if evident is None or person is None or number in seen:
                continue
            seen.add(number)
            if sex in ("Nam", "Nữ") and person.sex != sex:
                yield _unfitting("number-sex", rule, writer, evident, number, sex)
            if year and person.year != int(year):
                yield _unfitting("number-year", rule, writer, evident, number, year)


def _unfitting(
    what: str, rule: CrossRule, writer: Writer, evident: Evident, number: str, expected: str
) -> Finding:
    return writer.finding(
        what,
        Severity(rule.severity),
        paper=evident.paper,
        field=evident.key,
        page=evident.place,
        value=number,
        other_value=expected,
    )


def _within_days(rule: CrossRule, evidence: Evidence, writer: Writer) -> Iterator[Finding]:
    """Counted from the day after the first date; a last day off is put off to the next working day.

    Source: Bộ luật Dân sự 91/2015/QH13 Điều 147, 148.
    """
    start = next((e for ref in rule.refs if (e := evidence.value(ref)) and parse_date(e.value)), None)
    day = parse_date(start.value) if start else None
    if start is None or day is None or rule.days is None:
        return
    calendar = Calendar(writer.catalogue.codes.working_days)
    last = calendar.next_working(day + timedelta(days=rule.days - 1))
    if local_day(evidence.facts.received_at) > last:
        yield writer.finding(
            "late",
            Severity(rule.severity),
            paper=start.paper,
            field=start.key,
            page=start.place,
            value=start.value,
            days=rule.days,
        )


def _not_after(rule: CrossRule, evidence: Evidence, writer: Writer) -> Iterator[Finding]:
    earlier = evidence.value(rule.refs[0])
    later = evidence.value(rule.refs[1]) if len(rule.refs) > 1 else None
    if earlier is None or (len(rule.refs) > 1 and later is None):
        return
    first = parse_date(earlier.value)
    second = parse_date(later.value) if later else local_day(evidence.facts.received_at)
    if first is None or second is None or first <= second:
        return
    yield writer.finding(
        "after" if later else "after-reception",
        Severity(rule.severity),
        paper=earlier.paper,
        field=earlier.key,
        page=earlier.place,
        value=earlier.value,
        other_value=f"{second:%d/%m/%Y}",
    )


def _written_on_form(rule: CrossRule, evidence: Evidence, writer: Writer) -> Iterator[Finding]:
    key = rule.refs[0].field
    chosen = evidence.facts.form.get(key)
    if chosen is None or not evidence.borrowed(key, chosen):
        return
    if evidence.facts.has(evidence.form):
        yield writer.finding(
            "elsewhere-unread" if evidence.penned else "elsewhere",
            Severity(rule.severity),
            paper=chosen.paper,
            field=key,
            page=chosen.place,
            other_paper=chosen.paper,
        )


def _text(evidence: Evidence, ref: Ref | None) -> str:
    """What a ref says; a field of the form that could not be read there, as it was filled in elsewhere."""
    evident = evidence.value(ref) if ref else None
    if evident is None and ref and ref.paper == evidence.form:
        chosen = evidence.facts.form.get(ref.field)
        return chosen.value if chosen and chosen.confidence >= SURE else ""
    return evident.value if evident else ""
