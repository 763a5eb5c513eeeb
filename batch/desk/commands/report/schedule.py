# SPDX-License-Identifier: Apache-2.0
"""``sohoa report schedule``: the reports that the night writes and mails by itself, and how far they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from templates.desk.options import AsJson
from templates.language.messages import _

if TYPE_CHECKING:
    from batch.report.regular import RegularReport

NEEDS_ATTENTION = 1


def register_schedule(group: typer.Typer) -> None:
    """Mount ``schedule`` in the group ``report``."""
    group.command("schedule", help=_("Show the regular reports; write and mail now those that are due."))(
        schedule
    )


def schedule(
    now: Annotated[
        bool, typer.Option("--now", help=_("Write and mail what is due without a night's run."))
    ] = False,
    as_json: AsJson = False,
) -> None:
    from batch.desk.told_outside import reports_after_run
    from batch.report.regular import regular_reports
    from intake.desk.console import print_json, show
    from intake.desk.surroundings import reading_store
    from intake.settings.current import current_settings

    settings = current_settings()
    failed = now and reports_after_run(settings)
    with reading_store() as store:
        found = regular_reports(store, settings)
    if as_json:
        print_json({"mail_to": settings.reports.mail_to or None, "reports": [_as_json(one) for one in found]})
    elif found:
        show(*(_line(one, settings.reports.mail_to) for one in found))
    else:
        show(_('No report is written by itself. Set: [reports] regular = ["week", "month"]'))
    if failed:
        raise typer.Exit(NEEDS_ATTENTION)


def _line(one: RegularReport, mail_to: str) -> str:
    title = one.period.title()
    if not one.written:
        return _("{period}: not written yet; the next `sohoa run` does.").format(period=title)
    if one.elsewhere:
        told = (
            _("{period}: on the computer {computer}, mailed.")
            if one.mailed
            else _("{period}: on the computer {computer}.")
        )
        return told.format(period=title, computer=one.elsewhere)
    if one.mailed:
        return _("{period}: {file}, mailed.").format(period=title, file=one.document)
    if mail_to:
        return _("{period}: {file}, not mailed yet.").format(period=title, file=one.document)
    return _("{period}: {file}").format(period=title, file=one.document)


def _as_json(one: RegularReport) -> dict[str, Any]:
    return {
        "period": one.period.address,
        "pdf": str(one.document) if one.document.exists() else None,
        "xlsx": str(one.workbook) if one.workbook.exists() else None,
        "computer": one.done.computer or None,
        "mailed": one.mailed,
    }
