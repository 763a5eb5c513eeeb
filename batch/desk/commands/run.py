# SPDX-License-Identifier: Apache-2.0
"""``sohoa run``: a folder of scanned dossiers, from capture to gateway."""

from __future__ import annotations

from contextlib import closing, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from intake.desk.options import DEFAULT_PROCEDURE
from templates.desk.options import AsJson, Who
from templates.language.messages import _, ngettext

if TYPE_CHECKING:
    from batch.services.night import NightDone


NEEDS_ATTENTION = 1


def register(app: typer.Typer) -> None:
    """Mount ``run``."""
    app.command("run")(run)


def run(
    folder: Annotated[
        Path,
        typer.Argument(metavar="FOLDER", help=_("Each sub-folder, and each file beside them, is a dossier.")),
    ],
    push: Annotated[
        bool | None,
        typer.Option("--push/--no-push", help=_("Send to the gateway; without either, if one is set up.")),
    ] = None,
    procedure: Annotated[
        str, typer.Option("--procedure", help=_("National code of the procedure."))
    ] = DEFAULT_PROCEDURE,
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, help=_("Pages read at once; one a core unless given."))
    ] = None,
    who: Who = None,
    as_json: AsJson = False,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", help=_("Also write an Excel file."))] = None,
) -> None:
    from batch.night.context import Night
    from batch.report.report import GAPS_SHOWN
    from batch.services.night import connector_for, run_night
    from intake.desk.console import complain
    from intake.desk.progress import progress
    from intake.desk.surroundings import acting, desk_store
    from intake.dossier.deadline.local_time import local_day
    from intake.settings.clock import utc_now
    from intake.settings.current import current_settings
    from templates.catalogue.loading import load_catalogue

    settings = current_settings()
    catalogue = load_catalogue()
    catalogue.procedure(procedure, local_day(utc_now()))  # a wrong code is told before any work
    connector, problem = connector_for(settings, push=push)
    with desk_store() as store, closing(connector) if connector else nullcontext():
        night = Night(
            store,
            catalogue,
            settings,
            who=acting(who),
            procedure=procedure,
            workers=workers or settings.worker_count,
            connector=connector,
            progress=progress,
        )
        done = run_night(night, folder, most=None if xlsx else GAPS_SHOWN)
    show_night(done, as_json=as_json, xlsx=xlsx)
    if problem is not None:
        complain(problem.sentence, problem.advice)
    if done.away:
        raise done.away[0]
    if done.needs_person or problem is not None:
        raise typer.Exit(NEEDS_ATTENTION)


def show_night(done: NightDone, *, as_json: bool, xlsx: Path | None) -> None:
    """Show what the run did."""
    from batch.desk.screens.night import show_dossiers
    from batch.desk.screens.report import tables, write_xlsx
    from batch.report.report import GAPS_SHOWN
    from intake.desk.console import print_json, show

    report = done.report.shortened(GAPS_SHOWN)
    if xlsx is not None:
        write_xlsx(done.report, xlsx)
    if as_json:
        print_json(
            {
                **report.as_json(),
                "dossiers": [line.as_json() for line in done.dossiers],
                "not_taken_in": done.untaken,
                "remarks": [remark.as_json() for remark in done.remarks],
                "waiting_besides": [one.dossier for one in done.others],
            }
        )
    else:
        show_dossiers(done.dossiers)
        show(*tables(report))
    _complain(done)


def _complain(done: NightDone) -> None:
    """What a person should know besides the lines."""
    from intake.desk.console import complain

    for sentence in dict.fromkeys(result.sentence for result in done.pushed if result.sentence):
        complain(sentence, _("See what waits, and why, with: sohoa status"))
    for remark in done.remarks:
        complain(remark.sentence, remark.advice)
    for name in done.untaken:
        complain(_("{name} could not be taken in.").format(name=name), _("The log says why."))
    if done.others:
        complain(
            ngettext(
                "Of other days {count} dossier still waits for the gateway.",
                "Of other days {count} dossiers still wait for the gateway.",
                len(done.others),
            ).format(count=len(done.others)),
            _("See what waits, and why, with: sohoa status"),
        )
