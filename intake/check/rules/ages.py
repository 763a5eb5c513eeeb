# SPDX-License-Identifier: Apache-2.0
"""The rule about ages in full years (:class:`templates.model.rules.CrossRule`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from intake.check.evidence import Evidence
from intake.check.wording import Writer
from intake.dossier.deadline.local_time import local_day
from intake.dossier.deadline.partial_dates import earliest, full_years, latest
from intake.dossier.facts import Finding
from intake.dossier.values import Statement
from templates.model.rules import CrossRule


@dataclass(frozen=True)
class Years:
    """The least and the most full years that two dates allow; negative if the birth comes later."""

    least: int
    most: int


def age(rule: CrossRule, evidence: Evidence, writer: Writer) -> Iterator[Finding]:
    """A finding where the person is too young or too old on the day of the second ref or of reception.

    Dates without day or month accuse only where every day they can mean does.
    """
    born = evidence.dated(rule.refs[0])
    on = evidence.dated(rule.refs[1]) if len(rule.refs) > 1 else None
    years = _years(rule, born, on, evidence)
    if born is None or years is None:
        yield from writer.unchecked(rule.refs[0], years=_limit(rule))
    elif years.most < 0 and rule.years_min is not None:
        told = on.value if on else f"{local_day(evidence.facts.received_at):%d/%m/%Y}"
        yield writer.about("after" if on else "after-reception", born, on, other_value=told)
    else:
        yield from _judged(rule, years, writer, born, on)


def _judged(
    rule: CrossRule, years: Years, writer: Writer, born: Statement, on: Statement | None
) -> Iterator[Finding]:
    least = rule.years_min if rule.years_min is not None else years.least
    most = rule.years_max if rule.years_max is not None else years.most
    if years.most < least:
        yield writer.about("too-young", born, on, years=least, count=years.most)
    elif years.least > most:
        yield writer.about("too-old", born, on, years=most, count=years.least)
    elif years.least < least or years.most > most:
        yield from writer.unchecked(rule.refs[0], years=_limit(rule))


def _years(rule: CrossRule, born: Statement | None, on: Statement | None, evidence: Evidence) -> Years | None:
    if born is None or (on is None and len(rule.refs) > 1):
        return None
    received = local_day(evidence.facts.received_at)
    births = earliest(born.value), latest(born.value)
    days = (earliest(on.value), latest(on.value)) if on else (received, received)
    return _between(births, days, first_only=rule.first_day_counts)


def _between(
    births: tuple[date | None, date | None], days: tuple[date | None, date | None], *, first_only: bool
) -> Years | None:
    (first, last), (begin, end) = births, days
    if first is None or last is None or begin is None or end is None:
        return None
    return Years(full_years(first if first_only else last, begin), full_years(first, end))


def _limit(rule: CrossRule) -> int | None:
    return rule.years_min if rule.years_min is not None else rule.years_max
