# SPDX-License-Identifier: Apache-2.0
"""The indicators of a period as lines, the one form in which every output shows them: so the same number
stands everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from batch.report.indicators import Counted, IndicatorSheet, Returns, SetApart, value_told, why_none
from batch.report.periods import ReportPeriod
from intake.dossier.deadline.local_time import local_day
from templates.language.messages import _, current_language, ngettext
from templates.model.reports.denominators import OutOf
from templates.model.reports.indicators import Measure, load_indicators, spoken


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One indicator as shown: its words in the current language, ``value`` (a share 0…1, days, or dossiers;
    None with ``why`` in words) beside those of the period before and of last year.
    """

    number: str
    group: str
    name: str
    measure: Measure
    counted: int | None
    out_of: int | None
    value: float | None
    told: str
    before: str
    last_year: str
    points: float | None
    most_points: float | None
    why: str
    excluded: tuple[tuple[str, int], ...]
    beside: tuple[tuple[str, int], ...]

    @property
    def points_told(self) -> str:
        """The points as people write them; "" where there are none."""
        from babel.numbers import format_decimal

        if self.points is None:
            return ""
        return str(format_decimal(self.points, "0.##", locale=current_language()))

    @property
    def parts(self) -> str:
        """“37/44”, or "" where nothing is divided."""
        return "" if self.out_of is None else f"{self.counted}/{self.out_of}"


def line_of(one: Counted, before: Counted | None = None, last_year: Counted | None = None) -> IndicatorLine:
    """One indicator, beside those of other periods where there are any."""
    indicator, groups = one.indicator, load_indicators().groups
    return IndicatorLine(
        indicator.number,
        spoken(groups[indicator.group].name),
        spoken(indicator.name),
        indicator.measure,
        one.counted,
        one.out_of,
        one.value,
        value_told(one),
        value_told(before) if before else "",
        value_told(last_year) if last_year else "",
        one.points,
        indicator.points.most if indicator.points else None,
        why_none(one),
        _told(one.excluded),
        _told(one.beside),
    )


def lines_of_sheet(sheet: IndicatorSheet) -> list[IndicatorLine]:
    """All indicators of a sheet, in the order of the data."""
    return [
        line_of(one, sheet.before.get(one.indicator.number), sheet.last_year.get(one.indicator.number))
        for one in sheet.counted
    ]


def remarks_on(sheet: IndicatorSheet) -> Iterator[str]:
    """What is to be known of the sheet as a whole, in sentences."""
    if sheet.returns is not None:
        yield from _of_returns(sheet.returns, sheet.period, sheet.out_of)
    else:
        yield from _of_store(sheet)
    if sheet.all_units and sheet.returns is None:
        units = ", ".join(name for name in sheet.units if name)
        yield _("All units: {units}.").format(units=units) if units else _("All units of the store.")
    if sheet.as_of is not None:
        yield _("As things stood at the end of {day}.").format(day=f"{sheet.as_of:%d/%m/%Y}")
    if sheet.asked:
        told = ngettext(
            "{count} dossier ended on the day the gateway was asked, or earlier.",
            "{count} dossiers ended on the day the gateway was asked, or earlier.",
            sheet.asked,
        )
        yield told.format(count=sheet.asked)
    if sheet.unfolded:
        told = ngettext(
            "{count} dossier counts as it was known before, or not at all: it can't be worked out.",
            "{count} dossiers count as they were known before, or not at all: they can't be worked out.",
            sheet.unfolded,
        )
        yield told.format(count=sheet.unfolded)


def _of_store(sheet: IndicatorSheet) -> Iterator[str]:
    """Whose dossiers the denominators are."""
    if sheet.out_of is OutOf.STORE:
        yield _("Counted are the dossiers of this store, not those that the one-stop system alone has.")
        if sheet.lists:
            yield _("The one-stop system's list of this period is there: --out-of one-stop counts by it.")
        return
    told = _("The denominator is the one-stop system's list, {count} dossiers: {files}.")
    files = ", ".join(f"{one.file} ({local_day(one.added_at):%d/%m/%Y})" for one in sheet.lists)
    yield told.format(count=sum(one.dossiers for one in sheet.lists), files=files)
    if left_out := sum(one.left_out for one in sheet.lists):
        yield _("{count} dossiers of procedures unknown here were left out of it.").format(count=left_out)
    if sheet.period.before() is not None and not sheet.before:
        yield _("Not compared with the period before: there is no list of it.")
    if sheet.period.last_year() is not None and not sheet.last_year:
        yield _("Not compared with last year: there is no list of it.")


def _of_returns(returns: Returns, period: ReportPeriod, out_of: OutOf) -> Iterator[str]:
    told = ngettext(
        "Added up from the return of {count} unit.",
        "Added up from the returns of {count} units.",
        returns.units,
    )
    yield told.format(count=returns.units)
    if out_of is OutOf.ONE_STOP:
        yield _("The units count out of the one-stop system's lists.")
    if returns.lacking:
        lacking = ngettext(
            "{count} unit sent nothing and is not counted: {units}.",
            "{count} units sent nothing and are not counted: {units}.",
            len(returns.lacking),
        )
        yield lacking.format(count=len(returns.lacking), units=", ".join(returns.lacking))
    if period.before() is not None and not returns.before:
        yield _("Not compared with the period before: not every return tells it.")
    if period.last_year() is not None and not returns.last_year:
        yield _("Not compared with last year: not every return tells it.")


def sheet_json(sheet: IndicatorSheet, unit: str = "", office: str = "") -> dict[str, Any]:
    """The sheet for programs (``docs/schema/indicators.schema.json``), each indicator under its number."""
    period = sheet.period
    return {
        "indicators_edition": sheet.edition.edition,
        "source": sheet.edition.source,
        "unit": unit,
        "office": office,
        "out_of": sheet.out_of.value,
        "lists": [one.as_json() for one in sheet.lists] if sheet.out_of is OutOf.ONE_STOP else [],
        "period": {
            "kind": period.kind.value,
            "name": period.address,
            "from": period.since.isoformat() if period.since else None,
            "to": period.until.isoformat() if period.until else None,
        },
        "as_of": sheet.as_of.isoformat() if sheet.as_of else None,
        "made_at": sheet.made_at.isoformat(),
        "indicators": {one.indicator.number: counted_json(one, sheet) for one in sheet.counted},
        "procedures": {name: _values(told) for name, told in sheet.procedures.items()},
        "units": {name: _values(told) for name, told in sheet.units.items()},
    }


def counted_json(one: Counted, sheet: IndicatorSheet) -> dict[str, Any]:
    """One indicator with all that stands behind its number."""
    indicator = one.indicator
    before, last_year = (told.get(indicator.number) for told in (sheet.before, sheet.last_year))
    return {
        "name": dict(indicator.name),
        "official": indicator.official,
        "measure": indicator.measure.value,
        "value": one.value,
        "counted": one.counted,
        "out_of": one.out_of,
        "points": one.points,
        "most_points": indicator.points.most if indicator.points else None,
        "before": before.value if before else None,
        "last_year": last_year.value if last_year else None,
        "decided": indicator.undecided is None,
        "why_none": why_none(one),
        "formula": spoken(indicator.formula),
        "decided_by": spoken(indicator.decided_by),
        "note": spoken(indicator.note),
        "unverified": list(indicator.unverified),
        "excluded": [{"reason": reason, "dossiers": dossiers} for reason, dossiers in _told(one.excluded)],
        "beside": [{"reason": reason, "dossiers": dossiers} for reason, dossiers in _told(one.beside)],
    }


def _values(told: Sequence[Counted]) -> dict[str, Any]:
    """By number what a part of the dossiers comes to; what the data can't decide is left out."""
    return {
        one.indicator.number: {"value": one.value, "counted": one.counted, "out_of": one.out_of}
        for one in told
        if one.indicator.undecided is None
    }


def _told(parts: Sequence[SetApart]) -> tuple[tuple[str, int], ...]:
    return tuple((spoken(part.reason), part.dossiers) for part in parts)
