"""``sohoa report``: the numbers of a run or of a period."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from templates.errors import UsageError
from templates.messages import _
from templates.options import AsJson

if TYPE_CHECKING:
    from batch.report import Report

DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]


def register(app: typer.Typer) -> None:
    """Mount ``report``."""
    app.command("report", help=_("Show the numbers of a run or a period; all dossiers unless one is named."))(
        report
    )


def report(
    since: Annotated[
        datetime | None, typer.Option("--from", formats=DAY_FORMATS, help=_("First day of reception."))
    ] = None,
    until: Annotated[
        datetime | None, typer.Option("--to", formats=DAY_FORMATS, help=_("Last day of reception."))
    ] = None,
    run: Annotated[int | None, typer.Option("--run", min=1, help=_("The number of a run."))] = None,
    as_json: AsJson = False,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", help=_("Also write an Excel file."))] = None,
) -> None:
    from batch.report import report_period, report_run
    from intake.desk import desk_store

    if run is not None and (since or until):
        raise UsageError(_("--run can't be combined with --from or --to."), _("Leave one of them out."))
    with desk_store() as store:
        made = report_run(store, run) if run else report_period(store, _day(since), _day(until))
    present(made, as_json=as_json, xlsx=xlsx)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def present(made: Report, *, as_json: bool, xlsx: Path | None) -> None:
    """Show a report on standard output and, if asked, write it to ``xlsx``."""
    from batch.report_show import tables, write_xlsx
    from intake.console import print_json, say, show

    if xlsx is not None:
        write_xlsx(made, xlsx)
        say(_("Report written to {path}.").format(path=xlsx))
    if as_json:
        print_json(made.as_json())
    else:
        show(*tables(made))
