# SPDX-License-Identifier: Apache-2.0
"""The supervisor's page: the indicators of a period with pictures, the list behind each number, what is left
to be done, and all of it as files.
"""

from __future__ import annotations

from datetime import date

from starlette.responses import Response

from batch.report.gaps import gap_counts, gap_list, gap_words
from batch.report.indicators import IndicatorSheet, indicator_sheet, trend
from batch.report.keeping import bring_up_to_date
from batch.report.lines import line_of, lines_of_sheet, remarks_on
from batch.report.lists import behind, lists_behind
from batch.report.outputs.csv_file import csv_of
from batch.report.outputs.pictures import Plotted, bars, funnel, trend_line
from batch.report.outputs.printed import report_pdf
from batch.report.outputs.workbook import workbook_of
from batch.report.periods import PeriodKind, ReportPeriod, around, named
from batch.store.gap_rows import GapKind
from batch.web.drawing import PDF
from batch.web.errors import NoSuchPageError
from batch.web.ways import PageVisit, Shows
from intake.dossier.deadline.local_time import local_day
from intake.dossier.state_words import state_word
from intake.dossier.states import State
from templates.catalogue.loading import load_catalogue
from templates.errors import UsageError
from templates.language.messages import _
from templates.model.reports.indicators import load_indicators, spoken

MOST = 200
"""So many dossiers of a list stand on a page."""
_PLOTTED = ("2.1", "4.2")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def overview(visit: PageVisit) -> Response:
    """All indicators of a period."""
    sheet, period = _sheet(visit)
    today = local_day(visit.desk.store.clock())
    pictures = [_funnel(sheet), *_trends(visit, today), *_by_procedure(sheet)]
    counts = gap_counts(visit.desk.store)
    return visit.page(
        "reports.html",
        lines=lines_of_sheet(sheet),
        remarks=list(remarks_on(sheet)),
        period=period,
        periods=_periods(today),
        pictures=pictures,
        gaps=[(kind, gap_words(kind)[0], counts[kind]) for kind in GapKind],
    )


def listed(visit: PageVisit) -> Response:
    """The dossiers behind a number, or those that are lacking in it."""
    _sheet_period = _period(visit)
    number, lacking = visit.word("number"), visit.asked("lacking") == "1"
    one = load_indicators().find(number)
    if one is None or one.undecided is not None or (lacking and one.counts is None):
        raise NoSuchPageError.of()
    bring_up_to_date(visit.desk.store, load_catalogue())
    dossiers = behind(visit.desk.store, number, _sheet_period, lacking=lacking, most=MOST + 1)
    return visit.page(
        "reports_list.html",
        title=f"{number} {spoken(one.name)}" if one.official else spoken(one.name),
        lead=_("{period}: dossiers of the denominator that are not counted").format(
            period=_sheet_period.title()
        )
        if lacking
        else _sheet_period.title(),
        note=spoken(one.formula),
        rows=[(each, each.due_on, each.ended_on) for each in dossiers[:MOST]],
        more=len(dossiers) > MOST,
        state_of=lambda state: state_word(State(state)),
        other=f"/reports/list/{number}?period={_sheet_period.address}{'' if lacking else '&lacking=1'}"
        if one.counts is not None
        else "",
        lacking=lacking,
        back=f"/reports?period={_sheet_period.address}",
    )


def gaps(visit: PageVisit) -> Response:
    """Dossiers in which something is left to be done."""
    if visit.word("kind") not in tuple(GapKind):
        raise NoSuchPageError.of()
    kind = GapKind(visit.word("kind"))
    bring_up_to_date(visit.desk.store, load_catalogue())
    lines = gap_list(visit.desk.store, kind, MOST + 1)
    title, note = gap_words(kind)
    return visit.page(
        "reports_list.html",
        title=title,
        lead="",
        note=note,
        rows=[(each, None, None) for each in lines[:MOST]],
        more=len(lines) > MOST,
        state_of=lambda state: state_word(State(state)),
        other="",
        lacking=False,
        back="/reports",
    )


def file(visit: PageVisit) -> Response:
    """The period as a file: ``csv``, ``xlsx`` or ``pdf``."""
    kind = visit.word("kind")
    if kind not in ("csv", "xlsx", "pdf"):
        raise NoSuchPageError.of()
    sheet, period = _sheet(visit)
    office = visit.desk.settings.unit
    match kind:
        case "csv":
            data, media = csv_of(sheet, office.code), "text/csv; charset=utf-8"
        case "xlsx":
            data, media = workbook_of(sheet, office, lists_behind(visit.desk.store, sheet)), _XLSX
        case _:
            data, media = report_pdf(sheet, office), PDF
    name = f"chi-so-{period.address.replace('..', '-den-')}.{kind}"
    return Response(data, media_type=media, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _sheet(visit: PageVisit) -> tuple[IndicatorSheet, ReportPeriod]:
    period = _period(visit)
    left = bring_up_to_date(visit.desk.store, load_catalogue())
    return indicator_sheet(visit.desk.store, period, unfolded=left), period


def _period(visit: PageVisit) -> ReportPeriod:
    """What the address asks for; the month in which today lies where it asks for nothing, or nothing that
    is.
    """
    today = local_day(visit.desk.store.clock())
    try:
        return named(visit.asked("period"), today)
    except UsageError:
        return around(PeriodKind.MONTH, today)


def _periods(today: date) -> list[ReportPeriod]:
    """Those that are offered: this month and those before, the quarter, the year."""
    months = [around(PeriodKind.MONTH, today)]
    while len(months) < 3:
        before = months[-1].before()
        assert before is not None
        months.append(before)
    year = around(PeriodKind.YEAR, today)
    last_year = year.before()
    assert last_year is not None
    return [around(PeriodKind.WEEK, today), *months, around(PeriodKind.QUARTER, today), year, last_year]


def _funnel(sheet: IndicatorSheet) -> str:
    """Received, of these at the gateway, of these with component and result files."""
    received, synced, digitised = (sheet.find(number) for number in ("received", "1.4", "4.2"))
    whole = received.value or 0
    steps = (
        (_("Received"), int(whole)),
        (_("Accepted by the gateway"), synced.counted or 0),
        (_("With component and result files"), digitised.counted or 0),
    )
    parts = [Plotted(label, count / whole if whole else None, str(count)) for label, count in steps]
    return funnel(_("From reception to result"), parts)


def _trends(visit: PageVisit, today: date) -> list[str]:
    """The digitisation rate of the last twelve months."""
    year_ago = date(today.year - 1, today.month, 1)
    told = trend(visit.desk.store, "4.2", ReportPeriod(PeriodKind.OWN, year_ago, today))
    parts = [Plotted(f"{month:%m/%y}", one.value, line_of(one).told) for month, one in told]
    return [trend_line(_("4.2 Digitised, by month of reception"), parts)] if len(parts) > 1 else []


def _by_procedure(sheet: IndicatorSheet) -> list[str]:
    """On-time and digitised shares of each procedure."""
    known = load_catalogue().procedures
    drawn = []
    for number in _PLOTTED:
        lines = [
            (procedure, line_of(one))
            for procedure, told in sheet.procedures.items()
            for one in told
            if one.indicator.number == number and one.out_of
        ]
        parts = [
            Plotted(
                spoken(known[code].name) if code in known else code,
                line.value,
                f"{line.told} ({line.parts})",
            )
            for code, line in lines
        ]
        if parts:
            name = spoken(sheet.find(number).indicator.name)
            drawn.append(bars(_("{number} {name}, by procedure").format(number=number, name=name), parts))
    return drawn


WAYS = (
    Shows("/reports", overview),
    Shows("/reports/list/{number}", listed),
    Shows("/reports/gaps/{kind}", gaps),
    Shows("/reports/file/{kind}", file),
)
