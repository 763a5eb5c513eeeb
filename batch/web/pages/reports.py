# SPDX-License-Identifier: Apache-2.0
"""The supervisor's page: the indicators of a period with pictures, the list behind each number, what is left
to be done, and all of it as files.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from starlette.responses import Response

from batch.report.gaps import gap_counts, gap_list, gap_words
from batch.report.indicators import IndicatorSheet, indicator_sheet, trend
from batch.report.keeping import bring_up_to_date
from batch.report.lines import line_of, lines_of_sheet, remarks_on
from batch.report.lists import apart, behind, listed_state, lists_behind, reasons_of
from batch.report.one_stop.taking_in import lists_of
from batch.report.outputs.csv_file import csv_of
from batch.report.outputs.pictures import Plotted, bars, funnel, trend_line
from batch.report.outputs.printed import report_pdf
from batch.report.outputs.workbook import workbook_of
from batch.report.periods import PeriodKind, ReportPeriod, around, named
from batch.report.returns.folder import collected
from batch.report.work import work_report
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
from templates.model.reports.denominators import OutOf
from templates.model.reports.indicators import load_indicators, spoken

MOST = 200
"""So many dossiers of a list stand on a page."""
_PLOTTED = ("2.1", "4.2")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def overview(visit: PageVisit) -> Response:
    """All indicators of a period."""
    sheet, period = _sheet(visit, _out_of)
    today = local_day(visit.desk.store.clock())
    pictures = [_funnel(sheet), *_trends(visit, today, sheet.out_of), *_by_procedure(sheet), *_by_unit(sheet)]
    sent = _sent(visit, period, sheet.out_of)
    counts = gap_counts(visit.desk.store)
    return visit.page(
        "reports.html",
        lines=lines_of_sheet(sheet),
        remarks=list(remarks_on(sheet)),
        period=period,
        periods=_periods(today),
        pictures=pictures,
        sent=sent,
        # The lists behind are of the same wish; a file says of itself whose dossiers it has.
        asked=_address(period, _wanted(visit)),
        filed=_address(period, sheet.out_of),
        out_of=sheet.out_of.value,
        wanted=_wanted(visit).value,
        instead=_instead(visit, period, sheet.out_of),
        other=_other(sheet),
        work=_work(visit, period),
        gaps=[(kind, gap_words(kind)[0], counts[kind]) for kind in GapKind],
    )


def listed(visit: PageVisit) -> Response:
    """The dossiers behind a number, those that are lacking in it, or those of a reason (``apart``)."""
    bring_up_to_date(visit.desk.store, load_catalogue())
    period, out_of = _period(visit), _out_of(visit)
    number, lacking, place = visit.word("number"), visit.asked("lacking") == "1", _place(visit)
    one = load_indicators().counted_out_of(out_of).find(number)
    if one is None or one.undecided is not None or (lacking and one.counts is None):
        raise NoSuchPageError.of()
    reasons = reasons_of(one)
    if place is not None and place >= len(reasons):
        raise NoSuchPageError.of()
    store = visit.desk.store
    if place is not None:
        dossiers = apart(store, number, place, period, most=MOST + 1, out_of=out_of)
        lead = f"{period.title()}: {spoken(reasons[place][0].reason)}"
    else:
        dossiers = behind(store, number, period, lacking=lacking, most=MOST + 1, out_of=out_of)
        lead = _("{period}: dossiers of the denominator that are not counted").format(period=period.title())
    here = _address(period, _wanted(visit))
    return visit.page(
        "reports_list.html",
        title=f"{number} {spoken(one.name)}" if one.official else spoken(one.name),
        instead=_instead(visit, period, out_of),
        lead=lead if lacking or place is not None else period.title(),
        note=spoken(one.formula),
        rows=[(each, each.due_on, each.ended_on, listed_state(each)) for each in dossiers[:MOST]],
        more=len(dossiers) > MOST,
        other=f"/reports/list/{number}?{here}{'' if lacking else '&lacking=1'}"
        if one.counts is not None
        else "",
        lacking=lacking or place is not None,
        back=f"/reports?{here}",
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
        instead="",
        lead="",
        note=note,
        rows=[(each, None, None, state_word(State(each.state))) for each in lines[:MOST]],
        more=len(lines) > MOST,
        other="",
        lacking=False,
        back="/reports",
    )


def file(visit: PageVisit) -> Response:
    """The period as a file: ``csv``, ``xlsx`` or ``pdf``; refused where others are wanted than can be told,
    for it goes on without the page's heading.
    """
    kind = visit.word("kind")
    if kind not in ("csv", "xlsx", "pdf"):
        raise NoSuchPageError.of()
    sheet, period = _sheet(visit, _wanted)
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


def _sheet(visit: PageVisit, whose: Callable[[PageVisit], OutOf]) -> tuple[IndicatorSheet, ReportPeriod]:
    period = _period(visit)
    left = bring_up_to_date(visit.desk.store, load_catalogue())
    return indicator_sheet(visit.desk.store, period, unfolded=left, out_of=whose(visit)), period


def _wanted(visit: PageVisit) -> OutOf:
    """Whose dossiers are to be counted: as the address says, else the settings."""
    asked = visit.asked("of") or visit.desk.settings.reports.out_of
    return OutOf.ONE_STOP if asked == OutOf.ONE_STOP else OutOf.STORE


def _out_of(visit: PageVisit) -> OutOf:
    """Whose dossiers are counted: those wanted; this store's, where no list covers the period."""
    if _wanted(visit) is OutOf.STORE:
        return OutOf.STORE
    with visit.desk.store.read() as session:
        return OutOf.ONE_STOP if lists_of(session, _period(visit)) else OutOf.STORE


def _instead(visit: PageVisit, period: ReportPeriod, out_of: OutOf) -> str:
    """That others are counted than those wanted, and why; "" where they are the same."""
    if _wanted(visit) is out_of:
        return ""
    told = _(
        "counted out of this store's dossiers: no list of the one-stop system covers every day of {period}"
    )
    return told.format(period=period.title())


def _other(sheet: IndicatorSheet) -> str:
    """The address of the same period out of the other dossiers; "" where there is no list."""
    if not sheet.lists:
        return ""
    other = OutOf.STORE if sheet.out_of is OutOf.ONE_STOP else OutOf.ONE_STOP
    return f"/reports?{_address(sheet.period, other)}"


def _address(period: ReportPeriod, out_of: OutOf) -> str:
    return f"period={period.address}&of={out_of.value}"


def _place(visit: PageVisit) -> int | None:
    told = visit.asked("apart")
    return int(told) if told.isascii() and told.isdecimal() and len(told) <= 2 else None


def _work(visit: PageVisit, period: ReportPeriod) -> list[tuple[str, str]]:
    """How much work there was, without names: for whom supervises."""
    told = work_report(visit.desk.store, period)
    over, today, week = told.due
    pages = sum(one.pages for one in told.days)
    lines = [
        (_("Received"), str(sum(one.dossiers for one in told.days))),
        (_("Pages"), str(pages)),
        (_("Overdue"), str(over)),
        (_("Due today"), str(today)),
        (_("Due later this week"), str(week)),
        (_("Files refused"), str(sum(one.dossiers for one in told.refused))),
    ]
    for name, spread, unit in (
        (_("From reception to the gateway, half within"), told.until_sent, _("{count} min")),
        (_("At the station, half within"), told.at_station, _("{count} s")),
    ):
        if spread.median is not None:
            lines.append((name, unit.format(count=spread.median)))
    return lines


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


def _by_unit(sheet: IndicatorSheet) -> list[str]:
    """The same shares of each unit, where there are several."""
    drawn = []
    for number in _PLOTTED:
        told = [
            (unit, line_of(one))
            for unit, counted in sheet.units.items()
            for one in counted
            if one.indicator.number == number and one.out_of
        ]
        parts = [Plotted(unit or "–", line.value, f"{line.told} ({line.parts})") for unit, line in told]
        if parts:
            name = spoken(sheet.find(number).indicator.name)
            drawn.append(bars(_("{number} {name}, by unit").format(number=number, name=name), parts))
    return drawn


def _sent(visit: PageVisit, period: ReportPeriod, out_of: OutOf) -> tuple[list[str], list[str]] | None:
    """What units sent of a period: remarks, and their pictures; None for an office that collects nothing."""
    wanted = visit.desk.settings.reports
    if not wanted.returns:
        return None
    made, bad = collected(wanted, period, out_of, visit.desk.store.clock())
    said = [error.sentence for error in bad]
    if made is None:
        return said or [_("No unit has sent a return of this period.")], []
    if unsigned := [one.unit for one in made.units if one.made_at and not one.signer]:
        said.append(_("Not signed with a trusted key: {units}.").format(units=", ".join(unsigned)))
    return [*remarks_on(made.sheet), *said], _by_unit(made.sheet)


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


def _trends(visit: PageVisit, today: date, out_of: OutOf) -> list[str]:
    """The digitisation rate of the last twelve months, where it can be counted as the sheet is."""
    year = ReportPeriod(PeriodKind.OWN, date(today.year - 1, today.month, 1), today)
    with visit.desk.store.read() as session:
        if out_of is OutOf.ONE_STOP and not lists_of(session, year):
            return []
    told = trend(visit.desk.store, "4.2", year, out_of=out_of)
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
