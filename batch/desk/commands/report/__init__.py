# SPDX-License-Identifier: Apache-2.0
"""``sohoa report``: the numbers of a run; the numbers and indicators of a period, and the list behind
each.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from batch.desk.commands.report.one_stop import register_one_stop
from batch.desk.commands.report.returns import register_returns
from batch.desk.commands.report.schedule import register_schedule
from batch.desk.commands.report.work import register_work
from intake.desk.options import AllUnits
from templates.desk.command_line import App
from templates.desk.options import AsJson
from templates.errors import UsageError
from templates.language.messages import _
from templates.model.reports.denominators import OutOf

if TYPE_CHECKING:
    from collections.abc import Mapping

    from batch.report.indicators import IndicatorSheet
    from batch.report.periods import ReportPeriod
    from batch.report.report import Report
    from intake.settings.settings import UnitSettings
    from intake.store.store import Store

DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]


def register(app: typer.Typer) -> None:
    """Mount the group ``report``, which is a command too."""
    group = App(invoke_without_command=True)
    group.callback()(report)
    register_work(group)
    register_returns(group)
    register_one_stop(group)
    register_schedule(group)
    app.add_typer(group, name="report")


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What of a period is wanted: how things stood at the end of ``as_of``, of one ``procedure`` alone."""

    period: ReportPeriod
    as_of: date | None
    procedure: str
    most: int | None
    all_units: bool = False
    out_of: OutOf = OutOf.STORE
    units: tuple[str, ...] = ()


def report(
    context: typer.Context,
    period: Annotated[
        str, typer.Option("--period", metavar="PERIOD", help=_("11/2026, Q4/2026, 2026, 2026-W48 or a day."))
    ] = "",
    since: Annotated[
        datetime | None, typer.Option("--from", formats=DAY_FORMATS, help=_("First day of reception."))
    ] = None,
    until: Annotated[
        datetime | None, typer.Option("--to", formats=DAY_FORMATS, help=_("Last day of reception."))
    ] = None,
    run: Annotated[int | None, typer.Option("--run", min=1, help=_("The number of a run."))] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option("--as-of", formats=DAY_FORMATS, help=_("Indicators as things stood that day.")),
    ] = None,
    number: Annotated[
        str, typer.Option("--list", metavar="NUMBER", help=_("The dossiers behind an indicator (4.2)."))
    ] = "",
    lacking: Annotated[
        bool, typer.Option("--lacking", help=_("With --list: those that are not counted, and could be."))
    ] = False,
    procedure: Annotated[
        str, typer.Option("--procedure", "-p", help=_("Indicators of this procedure alone."))
    ] = "",
    place: Annotated[
        int | None,
        typer.Option(
            "--apart", min=1, help=_("With --list: those left out or told beside, by the reason's number.")
        ),
    ] = None,
    out_of: Annotated[
        OutOf | None,
        typer.Option("--out-of", help=_("Whose dossiers are counted: this store's, or the one-stop list's.")),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help=_("Name every dossier of a list, however many."))
    ] = False,
    all_units: AllUnits = False,
    as_json: AsJson = False,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", help=_("Also write an Excel file."))] = None,
    csv: Annotated[Path | None, typer.Option("--csv", help=_("Also write the indicators as CSV."))] = None,
    pdf: Annotated[
        Path | None, typer.Option("--pdf", help=_("Also write the indicators as a PDF to be signed."))
    ] = None,
) -> None:
    from intake.desk.surroundings import reading_store

    if context.invoked_subcommand is not None:
        return
    own_days = bool(since or until)
    if run is not None and (own_days or period or as_of or number or csv or pdf or out_of):
        raise UsageError(
            _("--run can't be combined with --from, --to, --period, --as-of, --list, --csv or --pdf."),
            _("Leave one of them out."),
        )
    if place is not None and (lacking or not number):
        raise UsageError(_("--apart belongs to --list, without --lacking."), _("Leave one of them out."))
    if period and own_days:
        raise UsageError(_("--period can't be combined with --from or --to."), _("Leave one of them out."))
    if all_units and pdf:
        raise UsageError(
            _("A report to be signed is that of one unit: --pdf can't be combined with --all-units."),
            _("Leave one of them out."),
        )
    with reading_store(all_units=all_units) as store:
        if run:
            _of_run(store, run, xlsx, everything=everything, as_json=as_json)
            return
        wanted = _Wanted(
            _period(store, period, _day(since), _day(until)),
            _day(as_of),
            procedure,
            None if everything else _shown(),
            all_units,
            _out_of(out_of),
            _units() if all_units else (),
        )
        if number:
            _list(store, number, wanted, lacking=lacking, place=place, as_json=as_json)
            return
        _of_period(store, wanted, (xlsx, csv, pdf), as_json=as_json)


def _out_of(told: OutOf | None) -> OutOf:
    """What the command says, else the settings."""
    from intake.settings.current import current_settings

    return told or OutOf(current_settings().reports.out_of)


def _units() -> tuple[str, ...]:
    """All units are those of the settings too that have no dossier here yet."""
    from intake.settings.current import installed_settings
    from intake.settings.units import offices

    return tuple(offices(installed_settings()))


def _shown() -> int:
    from batch.report.report import GAPS_SHOWN

    return GAPS_SHOWN


def _period(store: Store, text: str, since: date | None, until: date | None) -> ReportPeriod:
    from batch.report.periods import named, own
    from intake.dossier.deadline.local_time import local_day

    return named(text, local_day(store.clock())) if text else own(since, until)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _of_run(store: Store, run: int, xlsx: Path | None, *, everything: bool, as_json: bool) -> None:
    from batch.report.report import report_run

    most = None if everything else _shown()
    made = report_run(store, run, None if xlsx else most)
    if xlsx is not None:
        _write(made, xlsx)
    present(made.shortened(most), as_json=as_json)


def _of_period(
    store: Store, wanted: _Wanted, files: tuple[Path | None, Path | None, Path | None], *, as_json: bool
) -> None:
    from batch.report.lines import sheet_json
    from batch.report.report import report_period
    from intake.desk.console import print_json, show

    office, (xlsx, csv, pdf) = _office(all_units=wanted.all_units), files
    sheet = _sheet(store, wanted)
    now = wanted.as_of is None and not wanted.procedure
    gathered = None if xlsx else wanted.most  # a workbook names all
    made = report_period(store, wanted.period.since, wanted.period.until, gathered) if now else None
    if xlsx is not None:
        from batch.report.lists import MOST_ON_A_SHEET, lists_behind

        most = None if wanted.most is None else MOST_ON_A_SHEET
        _write(made, xlsx, sheet, office, lists_behind(store, sheet, wanted.procedure, most))
    if csv is not None:
        from batch.report.outputs.csv_file import csv_of

        _put(csv, csv_of(sheet, office.code))
    if pdf is not None:
        from batch.report.outputs.printed import report_pdf

        _put(pdf, report_pdf(sheet, office))
    shortened = made.shortened(wanted.most) if made else None
    if as_json:
        told: dict[str, Any] = shortened.as_json() if shortened else {}
        print_json({**told, "indicators": sheet_json(sheet, office.code, office.name)})
        return
    from batch.desk.screens.indicators import indicator_tables
    from batch.desk.screens.report import tables

    show(*(tables(shortened) if shortened else ()), *indicator_tables(sheet))


def _office(*, all_units: bool) -> UnitSettings:
    """Whose name the files bear: with all units nobody's."""
    from intake.settings.current import current_settings
    from intake.settings.settings import UnitSettings

    return UnitSettings(counter=_("All units")) if all_units else current_settings().unit


def _sheet(store: Store, wanted: _Wanted) -> IndicatorSheet:
    from batch.report.indicators import indicator_sheet

    sheet = indicator_sheet(
        store,
        wanted.period,
        wanted.as_of,
        wanted.procedure,
        _folded(store),
        wanted.out_of,
        wanted.units,
    )
    return replace(sheet, all_units=wanted.all_units)


def _folded(store: Store) -> int:
    """Bring up to date what is counted; how many dossiers could not be."""
    from batch.report.keeping import bring_up_to_date
    from intake.desk.progress import progress
    from templates.catalogue.loading import load_catalogue

    return bring_up_to_date(store, load_catalogue(), progress)


def _list(
    store: Store, number: str, wanted: _Wanted, *, lacking: bool, place: int | None, as_json: bool
) -> None:
    from batch.desk.screens.indicators import list_tables, reason_lines
    from batch.report.asked import ReportAsked
    from batch.report.lists import apart, behind, reasons_of
    from intake.desk.console import print_json, show
    from templates.model.reports.indicators import spoken

    _folded(store)
    one = ReportAsked(wanted.period, out_of=wanted.out_of).indicator(number)
    days, of = (wanted.period, wanted.as_of), wanted.procedure
    out_of, units = wanted.out_of, wanted.units
    if place is not None:
        dossiers = apart(store, number, place - 1, *days, procedure=of, out_of=out_of, units=units)
    else:
        dossiers = behind(store, number, *days, lacking=lacking, procedure=of, out_of=out_of, units=units)
    shown = dossiers[: wanted.most]
    if as_json:
        told = {"number": number, "period": wanted.period.address, "lacking": lacking, "apart": place}
        told |= {"out_of": wanted.out_of.value, "total": len(dossiers)}
        print_json({**told, "dossiers": [each.as_json() for each in shown]})
        return
    heading = _("{number} {name}, {period}: lacking") if lacking else _("{number} {name}, {period}")
    title = heading.format(number=number, name=spoken(one.name), period=wanted.period.title())
    if place is not None:
        title = f"{title}: {spoken(reasons_of(one)[place - 1][0].reason)}"
    show(*list_tables(title, shown, len(dossiers)), *reason_lines(one))


def _put(path: Path, data: bytes) -> None:
    from batch.report.outputs.files import put_report
    from intake.desk.console import say

    put_report(path, data)
    say(_("Report written to {path}.").format(path=path))


def _write(
    made: Report | None,
    path: Path,
    sheet: IndicatorSheet | None = None,
    office: UnitSettings | None = None,
    lists: Mapping[str, Any] | None = None,
) -> None:
    from batch.desk.screens.report import write_xlsx
    from intake.desk.console import say

    write_xlsx(made, path, sheet, office, lists)
    say(_("Report written to {path}.").format(path=path))


def present(made: Report, *, as_json: bool) -> None:
    """Show a report on standard output."""
    from batch.desk.screens.report import tables
    from intake.desk.console import print_json, show

    if as_json:
        print_json(made.as_json())
    else:
        show(*tables(made))
