# SPDX-License-Identifier: Apache-2.0
"""Rules about personal numbers (:class:`templates.model.rules.CrossRule`)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from intake.check.evidence import Evidence
from intake.check.wording import Writer
from intake.dossier.deadline.partial_dates import earliest
from intake.dossier.facts import Finding, Severity
from intake.dossier.id_numbers import id_numbers
from ocr.values.ids import PersonalId
from templates.model.rules import CrossRule, Ref


def personal_number(rule: CrossRule, evidence: Evidence, writer: Writer) -> Iterator[Finding]:
    """Sex and year of birth against the digits (NĐ 137/2015 Điều 13). The province is only a hint."""
    sex = rule.sex_is or _text(evidence, rule.sex)
    year = _text(evidence, rule.birth).rpartition("/")[2]
    seen: set[str] = set()
    for ref in rule.refs:
        said = evidence.value(ref)
        for number in id_numbers(said.value) if said else ():
            person = PersonalId.parse(number)
            if said is None or person is None or number in seen:
                continue
            seen.add(number)
            if sex in ("Nam", "Nữ") and person.sex != sex:
                yield writer.about("number-sex", said, value=number, other_value=sex)
            if year.isdecimal() and person.year != int(year):
                yield writer.about("number-year", said, value=number, other_value=year)


def has_number(rule: CrossRule, evidence: Evidence, writer: Writer) -> Iterator[Finding]:
    """Whoever was registered before numbers were given out is only pointed out, never held up.

    A penned form may hold a number that was not read, so that nothing is told of it.
    """
    told = [said.value for ref in rule.refs if (said := evidence.value(ref))]
    if any(len(number) == 12 for text in told for number in id_numbers(text)):
        return
    if evidence.penned and not told:
        return
    born = earliest(_text(evidence, rule.birth))
    if born is None or rule.day is None:
        return
    old = born < rule.day
    yield writer.finding(
        "no-number-yet" if old else "no-number",
        Severity.INFO if old else Severity(rule.severity),
        paper=rule.refs[0].paper,
        field=rule.refs[0].field,
        date=f"{rule.day:%d/%m/%Y}",
    )


def other_number(rule: CrossRule, evidence: Evidence, writer: Writer) -> Iterator[Finding]:
    """Two people of one form can't have the same number."""
    first, second = (evidence.value(ref) for ref in rule.refs[:2])
    if first is None or second is None:
        return
    shared = set(id_numbers(first.value)) & set(id_numbers(second.value))
    if shared:
        name = partial(writer.catalogue.field_name, second.key)
        yield writer.about("same-person", first, second, value=min(shared), other_value=name)


def _text(evidence: Evidence, ref: Ref | None) -> str:
    said = evidence.stated(ref) if ref else None
    return said.value if said else ""
