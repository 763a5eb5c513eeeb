# SPDX-License-Identifier: Apache-2.0
"""Rules about dates: time limits, the order of events (:class:`templates.model.rules.CrossRule`)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from intake.check.evidence import Evidence
from intake.check.wording import Writer
from intake.dossier.deadline.local_time import local_day
from intake.dossier.deadline.partial_dates import earliest, latest
from intake.dossier.deadline.working_days import Calendar
from intake.dossier.facts import Finding
from intake.dossier.values import Statement
from ocr.values.dates import parse_date
from templates.model.rules import CrossRule


def within_days(rule: CrossRule, evidence: Evidence, writer: Writer) -> Iterator[Finding]:
    """Counted from the day after the first date; a last day off is put off to the next working day.

    A date without its day is judged where all days it can mean give the same answer.
    Source: Bộ luật Dân sự 91/2015/QH13 Điều 147, 148.
    """
    start = _start(rule, evidence)
    first, last = (earliest(start.value), latest(start.value)) if start else (None, None)
    if start is None or first is None or last is None or rule.days is None:
        yield from writer.unchecked(rule.refs[0], days=rule.days)
        return
    calendar = Calendar(writer.catalogue.codes.working_days)
    ends = [calendar.not_before(day + timedelta(days=rule.days)) for day in (first, last)]
    received = local_day(evidence.facts.received_at)
    if received > ends[1]:
        yield writer.about("late", start, days=rule.days, date=f"{ends[1]:%d/%m/%Y}")
    elif received > ends[0]:
        yield from writer.unchecked(rule.refs[0], days=rule.days)


def _start(rule: CrossRule, evidence: Evidence) -> Statement | None:
    """The first ref with a whole date, else the first with any."""
    found = [said for ref in rule.refs if (said := evidence.dated(ref)) and earliest(said.value)]
    return next((said for said in found if parse_date(said.value)), found[0] if found else None)


def not_after(rule: CrossRule, evidence: Evidence, writer: Writer) -> Iterator[Finding]:
    """A finding where the first date lies after the second, or after the reception where there is none."""
    earlier = evidence.dated(rule.refs[0])
    later = evidence.dated(rule.refs[1]) if len(rule.refs) > 1 else None
    if earlier is None or (len(rule.refs) > 1 and later is None):
        return
    first = earliest(earlier.value)
    second = latest(later.value) if later else local_day(evidence.facts.received_at)
    if first is None or second is None or first <= second:
        return
    what = "after" if later else "after-reception"
    told = later.value if later else f"{second:%d/%m/%Y}"
    yield writer.about(what, earlier, later, other_value=told)


def before_day(rule: CrossRule, evidence: Evidence, writer: Writer) -> Iterator[Finding]:
    """A finding where the first date surely lies on ``rule.day`` or later."""
    said = evidence.dated(rule.refs[0])
    span = _span(said)
    told = f"{rule.day:%d/%m/%Y}" if rule.day else ""
    if said is None or span is None or rule.day is None:
        yield from writer.unchecked(rule.refs[0], date=told)
    elif span[0] >= rule.day:
        yield writer.about("too-recent", said, date=told)
    elif span[1] >= rule.day:
        yield from writer.unchecked(rule.refs[0], date=told)


def _span(said: Statement | None) -> tuple[date, date] | None:
    first, last = (earliest(said.value), latest(said.value)) if said else (None, None)
    return (first, last) if first and last else None
