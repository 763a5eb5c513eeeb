# SPDX-License-Identifier: Apache-2.0
"""``sohoa report``: the numbers of a run or of a period."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from intake.desk.options import AllUnits
from templates.desk.options import AsJson
from templates.errors import UsageError
from templates.language.messages import _

if TYPE_CHECKING:
    from batch.report.report import Report

DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]


def register(app: typer.Typer) -> None:
    """Mount ``report``."""
    app.command("report")(report)


def report(
    since: Annotated[
        datetime | None, typer.Option("--from", formats=DAY_FORMATS, help=_("First day of reception."))
    ] = None,
    until: Annotated[
        datetime | None, typer.Option("--to", formats=DAY_FORMATS, help=_("Last day of reception."))
    ] = None,
    run: Annotated[int | None, typer.Option("--run", min=1, help=_("The number of a run."))] = None,
    everything: Annotated[
        bool, typer.Option("--all", help=_("Name every dossier that lacks its result, however many."))
    ] = False,
    all_units: AllUnits = False,
    as_json: AsJson = False,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", help=_("Also write an Excel file."))] = None,
) -> None:
    from batch.report.report import GAPS_SHOWN, report_period, report_run
    from intake.desk.surroundings import reading_store

    if run is not None and (since or until):
        raise UsageError(_("--run can't be combined with --from or --to."), _("Leave one of them out."))
    most = None if everything else GAPS_SHOWN
    gathered = None if xlsx else most  # a workbook names all
    with reading_store(all_units=all_units) as store:
        if run:
            made = report_run(store, run, gathered)
        else:
            made = report_period(store, _day(since), _day(until), gathered)
    if xlsx is not None:
        _write(made, xlsx)
    present(made.shortened(most), as_json=as_json)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _write(made: Report, path: Path) -> None:
    from batch.desk.screens.report import write_xlsx
    from intake.desk.console import say

    write_xlsx(made, path)
    say(_("Report written to {path}.").format(path=path))


def present(made: Report, *, as_json: bool) -> None:
    """Show a report on standard output."""
    from batch.desk.screens.report import tables
    from intake.desk.console import print_json, show

    if as_json:
        print_json(made.as_json())
    else:
        show(*tables(made))
