"""Rules about dates: time limits, the order of events, ages (:class:`templates.rules.CrossRule`)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from intake.case import Finding
from intake.deadlines import Calendar, local_day
from intake.evidence import Evidence, Evident
from intake.partial_dates import earliest, full_years, latest
from intake.wording import Writer
from ocr.value_dates import parse_date
from templates.rules import CrossRule


def within_days(rule: CrossRule, evidence: Evidence, writer: Writer) -> Iterator[Finding]:
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
        yield writer.about("late", start, days=rule.days, date=f"{last:%d/%m/%Y}")


def not_after(rule: CrossRule, evidence: Evidence, writer: Writer) -> Iterator[Finding]:
    """A finding where the first date lies after the second, or after the reception where there is none."""
    earlier = evidence.value(rule.refs[0])
    later = evidence.value(rule.refs[1]) if len(rule.refs) > 1 else None
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
    evident = evidence.value(rule.refs[0])
    first = earliest(evident.value) if evident else None
    if evident is not None and first is not None and rule.day is not None and first >= rule.day:
        yield writer.about("too-recent", evident, date=f"{rule.day:%d/%m/%Y}")


def age(rule: CrossRule, evidence: Evidence, writer: Writer) -> Iterator[Finding]:
    """A finding where the person is too young or too old on the day of the second ref or of reception.

    Of a date without day or month the first possible day counts (TTLT 01/2016/TTLT-TANDTC-VKSNDTC-BTP
    Điều 2 khoản 1).
    """
    born = evidence.value(rule.refs[0])
    on = evidence.value(rule.refs[1]) if len(rule.refs) > 1 else None
    if born is None or (len(rule.refs) > 1 and on is None):
        return
    birth = earliest(born.value)
    day = latest(on.value) if on else local_day(evidence.facts.received_at)
    if birth is None or day is None:
        return
    years = full_years(birth, day)
    if rule.years_min is not None and years < rule.years_min:
        yield _of_age("too-young", rule.years_min, years, writer, born, on)
    if rule.years_max is not None and years > rule.years_max:
        yield _of_age("too-old", rule.years_max, years, writer, born, on)


def _of_age(what: str, limit: int, years: int, writer: Writer, born: Evident, on: Evident | None) -> Finding:
    return writer.about(what, born, on, years=limit, count=years)
