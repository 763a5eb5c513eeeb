# SPDX-License-Identifier: Apache-2.0
"""``sohoa run``: a folder of scanned dossiers, from capture to gateway."""

from __future__ import annotations

import re
from contextlib import closing, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from intake.desk.options import DEFAULT_PROCEDURE
from templates.desk.options import AsJson, Who
from templates.language.messages import _, ngettext

if TYPE_CHECKING:
    from batch.gateway.setup_errors import GatewaySetupError
    from batch.services.night import NightDone
    from intake.settings.settings import Settings
    from intake.store.backup.make import BackupWish
    from templates.errors import SohoaError

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
    all_units: Annotated[
        bool,
        typer.Option(
            "--all-units", help=_("For every office, each from the folder in FOLDER that bears its code.")
        ),
    ] = False,
    cluster: Annotated[
        str | None,
        typer.Option(
            "--cluster",
            metavar="ADDRESS",
            help=_("Read on a Dask cluster: its scheduler's tls:// or tcp://."),
        ),
    ] = None,
    who: Who = None,
    as_json: AsJson = False,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", help=_("Also write an Excel file."))] = None,
) -> None:
    from batch.desk.screens.night import night_told
    from intake.desk.console import print_json, say
    from intake.desk.surroundings import every_office
    from intake.services.copying import scheduled
    from intake.settings.current import chosen_options, current_settings

    wanted = _Wanted(push, procedure, workers, cluster, who, whole=xlsx is not None)
    attention = False
    nights: dict[str, dict[str, Any]] = {}
    away: list[SohoaError] = []
    offices = list(every_office()) if all_units else [current_settings()]
    for settings in offices:
        unit = settings.unit.code
        if all_units:
            say(f"{unit} {settings.unit.name}")
        several = all_units and bool(settings.units)
        theirs = _folder_of(unit, folder) if several else folder
        # One copy holds every office's dossiers: it is made when the last one's night is over.
        backup = scheduled(settings, chosen_options().get("config")) if settings is offices[-1] else None
        done, problem = _night(settings, theirs, wanted, backup)
        show_night(done, as_json=as_json, xlsx=xlsx and (_file_of(unit, xlsx) if several else xlsx))
        attention |= _complain_of_gateway(problem) | done.needs_person
        nights[unit] = night_told(done) if as_json else {}
        away += done.away
    if as_json:
        print_json({"units": nights} if all_units else next(iter(nights.values())))
    if away:
        raise away[0]
    if attention:
        raise typer.Exit(NEEDS_ATTENTION)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What was asked of the night, for whichever office; ``whole``: every dossier is to be named."""

    push: bool | None
    procedure: str
    workers: int | None
    cluster: str | None
    who: str | None
    whole: bool


def _night(
    settings: Settings, folder: Path, wanted: _Wanted, backup: BackupWish | SohoaError | None
) -> tuple[NightDone, GatewaySetupError | None]:
    """The night of one office, and why its gateway could not be used."""
    from batch.night.context import Night
    from batch.report.report import GAPS_SHOWN
    from batch.services.night import connector_for, run_night
    from intake.desk.progress import progress
    from intake.desk.surroundings import acting, desk_store
    from intake.dossier.deadline.local_time import local_day
    from intake.reading.cluster import require_usable
    from intake.settings.clock import utc_now
    from templates.catalogue.loading import load_catalogue

    catalogue = load_catalogue()
    catalogue.procedure(wanted.procedure, local_day(utc_now()))  # a wrong code is told before any work
    address = settings.reading.cluster if wanted.cluster is None else wanted.cluster
    if address:
        require_usable(address, plain=settings.reading.plain_cluster)
    connector, problem = connector_for(settings, push=wanted.push)
    with (
        desk_store(settings.unit.code or None) as store,
        closing(connector) if connector else nullcontext(),
    ):
        night = Night(
            store,
            catalogue,
            settings,
            who=acting(wanted.who),
            procedure=wanted.procedure,
            workers=wanted.workers or settings.worker_count,
            cluster=address,
            connector=connector,
            progress=progress,
        )
        most = None if wanted.whole else GAPS_SHOWN
        return run_night(night, folder, most=most, backup=backup), problem


def _folder_of(unit: str, folder: Path) -> Path:
    """Where an office's scans lie; made where it is not there yet. The code of none leads out of it."""
    if not folder.is_dir():
        return folder  # which is told like any folder that is not there
    theirs = folder / file_name_of(unit)
    theirs.mkdir(exist_ok=True)
    return theirs


def _file_of(unit: str, xlsx: Path) -> Path:
    return xlsx.with_stem(f"{xlsx.stem}-{file_name_of(unit)}")


def file_name_of(unit: str) -> str:
    """An office's code as the name of a file or folder."""
    return re.sub(r"[^\w.-]", "_", unit).strip(".") or "_"


def show_night(done: NightDone, *, as_json: bool, xlsx: Path | None) -> None:
    """Show what the run did; for programs only what a person should know besides."""
    from batch.desk.screens.night import show_dossiers
    from batch.desk.screens.report import tables, write_xlsx
    from batch.report.report import GAPS_SHOWN
    from intake.desk.console import show
    from intake.desk.screens.copies import tell_of_copy

    if xlsx is not None:
        write_xlsx(done.report, xlsx)
    if not as_json:
        show_dossiers(done.dossiers)
        show(*tables(done.report.shortened(GAPS_SHOWN)))
    tell_of_copy(done.copy)
    _complain(done)


def _complain_of_gateway(problem: GatewaySetupError | None) -> bool:
    from intake.desk.console import complain

    if problem is not None:
        complain(problem.sentence, problem.advice)
    return problem is not None


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
