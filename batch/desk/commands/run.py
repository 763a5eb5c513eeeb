# SPDX-License-Identifier: Apache-2.0
"""``sohoa run``: a folder of scanned dossiers, from capture to gateway."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from intake.desk.options import DEFAULT_PROCEDURE
from templates.desk.options import AsJson, Who
from templates.language.messages import _, ngettext
from templates.system import work_quietly

if TYPE_CHECKING:
    from datetime import datetime

    from batch.desk.each_office import Worked
    from batch.gateway.setup_errors import GatewaySetupError
    from batch.night.hours import Hours
    from batch.services.nightly.night import NightDone
    from intake.settings.settings import Settings
    from intake.store.backup.make import BackupDone, BackupWish
    from templates.errors import SohoaError

NEEDS_ATTENTION = 1


def register(app: typer.Typer) -> None:
    """Mount ``run``."""
    app.command("run")(run)


def run(
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="FOLDER",
            help=_("Each sub-folder, and each file beside them, is a dossier. Without it: all that is open."),
        ),
    ] = None,
    push: Annotated[
        bool | None,
        typer.Option("--push/--no-push", help=_("Send to the gateway; without either, if one is set up.")),
    ] = None,
    procedure: Annotated[
        str | None,
        typer.Option(
            "--procedure",
            metavar="CODE",
            help=_("Procedure of all that is taken in; else the forms tell, or a dossier waits."),
        ),
    ] = None,
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
    until: Annotated[
        str | None, typer.Option("--until", metavar="HH:MM", help=_("Begin nothing more from this hour on."))
    ] = None,
    push_window: Annotated[
        str | None,
        typer.Option(
            "--push-window", metavar="HH:MM-HH:MM", help=_("Send between these hours only; wait for them.")
        ),
    ] = None,
    who: Who = None,
    as_json: AsJson = False,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", help=_("Also write an Excel file."))] = None,
) -> None:
    from intake.settings.current import current_settings

    wanted = _Wanted(folder, push, procedure, workers, cluster, who, xlsx, as_json, until, push_window)
    if folder is None:
        work_quietly()
    if all_units:
        _every_office(wanted)
    else:
        _own_office(wanted, current_settings())


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What was asked of the night, for whichever office."""

    folder: Path | None
    push: bool | None
    procedure: str | None
    workers: int | None
    cluster: str | None
    who: str | None
    xlsx: Path | None
    as_json: bool
    until: str | None
    push_window: str | None


def _own_office(wanted: _Wanted, settings: Settings) -> None:
    from batch.desk.office_folders import refuse_offices_folders
    from batch.desk.screens.night import night_told
    from intake.desk.console import print_json
    from intake.services.copying import scheduled
    from intake.settings.current import chosen_config

    if wanted.folder is not None:
        refuse_offices_folders(settings.unit.code, wanted.folder, _codes())
    backup = scheduled(settings, chosen_config())
    done, attention = _night_told(settings, wanted, backup, xlsx=wanted.xlsx)
    if wanted.as_json:
        print_json(night_told(done))
    if done.away:
        raise done.away[0]
    if attention:
        raise typer.Exit(NEEDS_ATTENTION)


def _night_told(
    settings: Settings, wanted: _Wanted, backup: BackupWish | SohoaError | None, *, xlsx: Path | None
) -> tuple[NightDone, bool]:
    """The night of one office, shown, and where it was over all that is open told outside too, also when it
    fails; and whether somebody should look.
    """
    from batch.desk.told_outside import failure_told, reports_after_run, told_after_run

    with nullcontext() if wanted.folder else failure_told(settings):
        done, problem = _night(settings, wanted, backup)
        show_night(done, as_json=wanted.as_json, xlsx=xlsx)
        attention = _complain_of_gateway(problem) | done.needs_person
        untold = wanted.folder is None and told_after_run(settings) | reports_after_run(settings)
    return done, attention | untold


def _every_office(wanted: _Wanted) -> None:
    from batch.desk.each_office import each_office, end
    from batch.services.nightly.night import is_uncopied
    from intake.desk.screens.copies import copy_as_json, tell_of_copy

    done = each_office(partial(_office_of_many, wanted), as_json=wanted.as_json)
    # One copy holds every office's dossiers: it is made once, when all nights are over.
    copy = _copied() if done[-1].tried else None
    tell_of_copy(copy)
    left = _left_of(wanted.folder) if wanted.folder else []
    columns = (_("Dossiers"), _("Need a person"), _("Went out"))
    more = {"backup": copy_as_json(copy), "of_no_office": left}
    end(done, columns, as_json=wanted.as_json, attention=is_uncopied(copy) or bool(left), more=more)


def _left_of(folder: Path) -> list[str]:
    """Tell what lies beside the offices' folders: whoever put it there believes it is taken in."""
    from batch.desk.office_folders import of_no_office
    from intake.desk.console import complain

    codes = _codes()
    left = of_no_office(folder, codes) if codes else []
    if left:
        complain(
            _("In no office's folder, and so not taken in: {names}").format(names=", ".join(left)),
            _("Move it into the folder of the office whose it is."),
        )
    return left


def _codes() -> list[str]:
    """The codes of all offices, also of those whose section has a fault; none where there are no sections."""
    from intake.desk.surroundings import every_office
    from intake.settings.current import installed_settings
    from intake.settings.units import FaultyOffice

    offices = every_office() if installed_settings().units else []
    codes = (one.code if isinstance(one, FaultyOffice) else one.unit.code for one in offices)
    return [code for code in codes if code]


def _office_of_many(wanted: _Wanted, settings: Settings) -> Worked:
    from batch.desk.each_office import Worked
    from batch.desk.office_folders import folder_of
    from batch.desk.screens.night import night_told
    from intake.dossier.sending import Sending
    from intake.settings.night import file_name_of

    if settings.units:
        code, xlsx = settings.unit.code, wanted.xlsx
        theirs = folder_of(code, wanted.folder, _codes()) if wanted.folder else None
        book = xlsx and xlsx.with_stem(f"{xlsx.stem}-{file_name_of(code)}")
        wanted = replace(wanted, folder=theirs, xlsx=book)
    done, attention = _night_told(settings, wanted, None, xlsx=wanted.xlsx)
    waiting = sum(line.needs_person for line in done.dossiers)
    sent = sum(one.state == Sending.SENT for one in done.pushed)
    away = done.away[0] if done.away else None
    return Worked((len(done.dossiers), waiting, sent), night_told(done), attention, away)


def _copied() -> BackupDone | SohoaError | None:
    """The copy of the whole store that the settings wish for, or why there is none."""
    from batch.services.nightly.night import copied
    from intake.desk.progress import progress
    from intake.services.copying import scheduled
    from intake.settings.clock import utc_now
    from intake.settings.current import chosen_config, installed_settings
    from intake.settings.secrets import database_server
    from intake.store.remote.place import objects_of
    from intake.store.store_database import database_of

    settings = installed_settings()
    wish = scheduled(settings, chosen_config())
    database = database_of(settings.home, database_server(settings.store))
    return copied(database, objects_of(settings), wish, now=utc_now, progress=progress)


def _night(
    settings: Settings, wanted: _Wanted, backup: BackupWish | SohoaError | None = None
) -> tuple[NightDone, GatewaySetupError | None]:
    """The night of one office, and why its gateway could not be used."""
    from batch.night.context import Night
    from batch.report.report import GAPS_SHOWN
    from batch.services.nightly.night import doors_for, run_night
    from batch.sign.registry import OfficeSigner
    from intake.desk.progress import progress
    from intake.desk.surroundings import acting, desk_store, told_of_a_copy
    from intake.dossier.deadline.local_time import local_day
    from intake.reading.cluster import require_usable
    from intake.settings.clock import utc_now
    from templates.catalogue.loading import load_catalogue

    catalogue = load_catalogue()
    procedure = wanted.procedure or DEFAULT_PROCEDURE
    catalogue.procedure(procedure, local_day(utc_now()))  # a wrong code is told before any work
    address = settings.reading.cluster if wanted.cluster is None else wanted.cluster
    if address:
        require_usable(address, plain=settings.reading.plain_cluster)
    until, hours = _hours(wanted, settings)
    doors, problem = doors_for(settings, push=wanted.push)
    with desk_store(settings.unit.code or None) as store:
        night = Night(
            store,
            catalogue,
            settings,
            who=acting(wanted.who),
            procedure=procedure,
            procedure_open=wanted.procedure is None,
            workers=wanted.workers or settings.worker_count,
            cluster=address,
            doors=doors,
            signer=OfficeSigner(settings),
            until=until,
            hours=hours,
            progress=progress,
        )
        most = None if wanted.xlsx else GAPS_SHOWN  # a workbook names every dossier
        copied_home = told_of_a_copy() is not None
        return run_night(night, wanted.folder, most=most, backup=backup, copied_home=copied_home), problem


def _hours(wanted: _Wanted, settings: Settings) -> tuple[datetime | None, Hours | None]:
    """Until when the run works and in which hours it sends: as typed, else, of a run over all that is open,
    as the settings say.
    """
    from batch.night.hours import hour_typed, hours_typed, next_time
    from intake.settings.clock import utc_now
    from intake.settings.night import NightSettings

    standing = settings.night if wanted.folder is None else NightSettings()
    until = standing.until if wanted.until is None else wanted.until
    window = standing.push_window if wanted.push_window is None else wanted.push_window
    ends = next_time(hour_typed(until, as_end=True), utc_now()) if until else None
    return ends, hours_typed(window) if window else None


def show_night(done: NightDone, *, as_json: bool, xlsx: Path | None) -> None:
    """Show what the run did; for programs only what a person should know besides."""
    from batch.desk.screens.night import show_dossiers
    from batch.desk.screens.push import tell_of_unsigned
    from batch.desk.screens.report import tables, write_xlsx
    from batch.report.report import GAPS_SHOWN
    from intake.desk.console import show
    from intake.desk.screens.copies import tell_of_copy

    if xlsx is not None:
        write_xlsx(done.report, xlsx)
    if not as_json:
        show_dossiers(done.dossiers)
        show(*tables(done.report.shortened(GAPS_SHOWN)))
        tell_of_unsigned(done.pushed)
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
    for error in {error.sentence: error for error in done.unsigned}.values():
        complain(error.sentence, error.advice)
    if done.unsigned and (gone := sum(result.unsigned for result in done.pushed)):
        told = ngettext(
            "Because signing failed, {count} dossier went out unsigned this night.",
            "Because signing failed, {count} dossiers went out unsigned this night.",
            gone,
        )
        advice = _('So that they wait next time, set [signing] unsigned = "refuse".')
        complain(told.format(count=gone), advice)
    for posted in {one.sentence: one for one in done.mailed if one.sentence}.values():
        complain(posted.sentence, _("See the mails with: sohoa mail queue"))
    for rest in done.rests:
        complain(rest.sentence, rest.advice)
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
