"""``sohoa run``: a folder of scanned dossiers, from capture to gateway."""

from __future__ import annotations

from contextlib import closing, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from intake.desk.options import DEFAULT_PROCEDURE
from templates.desk.options import AsJson, Who
from templates.language.messages import _

if TYPE_CHECKING:
    from batch.gateway.contract import Connector
    from batch.gateway.errors import GatewaySetupError
    from batch.night.context import Night
    from intake.settings.settings import Settings


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
    from batch.night.night import run_folder
    from intake.desk.console import complain
    from intake.desk.progress import progress
    from intake.desk.surroundings import acting, desk_store
    from intake.dossier.deadline.local_time import local_day
    from intake.settings.clock import utc_now
    from intake.settings.settings import current_settings
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
        attention = tell(run_folder(night, folder), as_json=as_json, xlsx=xlsx)
    if problem is not None:
        complain(problem.sentence, problem.advice)
    if attention or problem is not None:
        raise typer.Exit(NEEDS_ATTENTION)


def connector_for(
    settings: Settings, *, push: bool | None
) -> tuple[Connector | None, GatewaySetupError | None]:
    """The gateway to push to, and what is wrong with it: asked for, or (``push`` None) set up.

    Raises GatewaySetupError only where it was asked for: else the night reads and packages all the same.
    """
    from batch.gateway.errors import GatewaySetupError
    from batch.gateway.registry import connect

    wanted = bool(settings.gateway.base_url) if push is None else push
    try:
        return (connect(settings) if wanted else None), None
    except GatewaySetupError as error:
        if push:
            raise
        return None, error


def tell(night: Night, *, as_json: bool, xlsx: Path | None) -> bool:
    """Show what the run did; returns whether a dossier or an input needs a person."""
    from batch.desk.screens.night import show_dossiers
    from batch.desk.screens.report import tables, write_xlsx
    from batch.night.summary import attention, summary, waiting_besides
    from batch.report.report import GAPS_SHOWN, report_run
    from intake.desk.console import complain, print_json, show

    report, dossiers = report_run(night.store, night.run_id, None if xlsx else GAPS_SHOWN), summary(night)
    others = waiting_besides(night, dossiers)
    if xlsx is not None:
        write_xlsx(report, xlsx)
        report = report.shortened(GAPS_SHOWN)
    if as_json:
        print_json(
            {
                **report.as_json(),
                "dossiers": [line.as_json() for line in dossiers],
                "not_taken_in": night.untaken,
                "remarks": [remark.as_json() for remark in night.remarks],
                "waiting_besides": [one.dossier for one in others],
            }
        )
    else:
        show_dossiers(dossiers)
        show(*tables(report))
    for sentence in dict.fromkeys(result.sentence for result in night.pushed if result.sentence):
        complain(sentence, _("See what waits, and why, with: sohoa status"))
    for remark in night.remarks:
        complain(remark.sentence, remark.advice)
    for name in night.untaken:
        complain(_("{name} could not be taken in.").format(name=name), _("The log says why."))
    if others:
        complain(
            _("Of other days {count} dossiers still wait for the gateway.").format(count=len(others)),
            _("See what waits, and why, with: sohoa status"),
        )
    noted = any(remark.needs_person for remark in night.remarks) or any(one.trouble for one in others)
    return attention(dossiers) or bool(night.untaken) or noted
