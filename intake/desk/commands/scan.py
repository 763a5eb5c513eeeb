# SPDX-License-Identifier: Apache-2.0
"""``sohoa scan``: a stack from the scanner, into a dossier or into the inbox for the next run."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from intake.capture.scanning.wish import Colour, PaperSize, PaperSource
from intake.desk.completion import dossier_ids
from templates.desk.options import AsJson, Who
from templates.language.messages import _, ngettext

if TYPE_CHECKING:
    from intake.capture.scanning.troubles import Trouble
    from intake.services.receive.scanner.job import Scan, ScanJob
    from intake.services.receive.scanner.laying_in import LaidIn
    from intake.settings.settings import Settings

NEEDS_ATTENTION = 1
_MORE, _END = ("t", "m"), ("x", "q")


def register(app: typer.Typer) -> None:
    """Mount ``scan``."""
    app.command("scan")(scan)


def scan(
    dossier: Annotated[
        str | None,
        typer.Argument(
            metavar="ID",
            help=_("Dossier the papers are for; without it the next run sorts them by covers."),
            autocompletion=dossier_ids,
        ),
    ] = None,
    list_them: Annotated[bool, typer.Option("--list", help=_("List the scanners found."))] = False,
    device: Annotated[
        str | None, typer.Option("--device", help=_("Scanner, as --list names it; remembered."))
    ] = None,
    source: Annotated[
        PaperSource | None, typer.Option("--source", help=_("Feeder or glass; remembered."))
    ] = None,
    duplex: Annotated[
        bool | None, typer.Option("--duplex/--one-sided", help=_("Both sides of each sheet; remembered."))
    ] = None,
    dpi: Annotated[
        int | None, typer.Option("--dpi", min=75, max=1200, help=_("Resolution; remembered."))
    ] = None,
    colour: Annotated[
        Colour | None, typer.Option("--colour", help=_("How pages are taken; remembered."))
    ] = None,
    size: Annotated[
        PaperSize | None, typer.Option("--size", help=_("Size of the paper; remembered."))
    ] = None,
    going_on: Annotated[
        bool, typer.Option("--go-on", help=_("Go on with the scan that was broken off."))
    ] = False,
    finishing: Annotated[
        bool, typer.Option("--finish", help=_("Take the scan that was broken off as it is."))
    ] = False,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    from intake.desk.console import say
    from intake.services.receive.scanner.choice import (
        as_offered,
        found_scanners,
        remember,
        scan_with,
        wish_for,
    )
    from intake.services.receive.scanner.job import begin_job, take_up, unfinished
    from intake.settings.clock import utc_now
    from intake.settings.current import current_settings
    from intake.settings.night import inbox_of

    settings = current_settings()
    if list_them:
        _show_scanners(found_scanners(settings.scan), as_json=as_json)
        return
    inbox = inbox_of(settings)
    job = _broken_off(unfinished(inbox), dossier) if going_on or finishing else None
    trouble = None
    if not finishing:
        said = {
            "device": device,
            "source": source,
            "duplex": duplex,
            "dpi": dpi,
            "colour": colour,
            "size": size,
        }
        wish = wish_for(settings.scan, settings.home, said)
        possible = as_offered(settings.scan, wish)
        if possible.source is not wish.source:
            say(_("This scanner tells of no feeder: one page at a time, from the glass."))
        scanned = scan_with(settings.scan, possible)
        job = take_up(job) if job else begin_job(inbox, _whole_id(dossier), utc_now())
        trouble = _scanned(job, scanned, alone=possible.source is PaperSource.GLASS)
        if job.pages:  # a device that gives none is not the one to ask next time
            remember(wish, settings.home, said)
    assert job is not None
    if trouble is not None:
        _tell_stopped(job, trouble, as_json=as_json)
    _laid_down(job, settings, finishing=finishing, who=who, as_json=as_json)


def _broken_off(job: ScanJob | None, dossier: str | None) -> ScanJob:
    """The job to go on with; its papers are for the dossier it was begun for, whichever is typed now."""
    from templates.errors import UsageError

    if job is None:
        raise UsageError(_("No scan was broken off."), _("Begin one: sohoa scan"))
    if not dossier or dossier == job.dossier or (job.dossier and _whole_id(dossier) == job.dossier):
        return job
    if job.dossier:
        told = _("The scan that was broken off is of dossier {id}.").format(id=job.dossier)
    else:
        told = _("The scan that was broken off is of no one dossier; the next run sorts it.")
    raise UsageError(told, _("First end that one without naming a dossier: sohoa scan --finish"))


def _whole_id(typed: str | None) -> str:
    from intake.desk.surroundings import desk_store
    from intake.services.receive.scanner.job import dossier_meant

    if not typed:
        return ""
    with desk_store() as store:
        return dossier_meant(store, typed)


def _scanned(job: ScanJob, scan: Scan, *, alone: bool) -> Trouble | None:
    """Scan until nothing more is to come; the trouble that ended it, where nobody sits here to mend it."""
    from intake.capture.scanning.troubles import Trouble
    from intake.desk.asking import at_terminal
    from intake.desk.console import complain, say
    from intake.services.receive.scanner.job import go_on

    while True:
        trouble = None
        for one in go_on(job, scan):
            if isinstance(one, Trouble):
                trouble = one
            else:
                say(_("Page {number}").format(number=int(one.stem)))
        if trouble is not None:
            complain(trouble.sentence, trouble.advice)
        if not at_terminal():
            return trouble
        if not _more(len(job.pages), trouble, alone=alone):
            return None if job.pages else trouble


def _more(pages: int, trouble: Trouble | None, *, alone: bool) -> bool:
    """Whether to scan on. Feeders say “empty” though paper is left, so the count is shown and asked about."""
    from intake.desk.asking import WayBackError, ask

    told = ngettext("{count} page is kept.", "{count} pages are kept.", pages).format(count=pages)
    if trouble is not None:
        question = _("{told} Enter: go on from there; x: end")
    elif alone:
        question = _("{told} Enter: that was the last; t: the next page lies there")
    else:
        question = _("{told} Enter: done; t: more is laid in")
    try:
        reply = ask(question.format(told=told)).casefold()
    except WayBackError:
        return True
    return reply not in _END if trouble is not None else reply in _MORE


def _tell_stopped(job: ScanJob, trouble: Trouble, *, as_json: bool) -> None:
    """Nobody could be asked: what came is kept, and the program says so and ends."""
    from intake.desk.console import complain, print_json
    from intake.services.receive.scanner.job import finish

    pages = len(job.pages)
    if not pages:
        finish(job)  # nothing to go on with
    if as_json:
        print_json({"pages": pages, "finished": False, "trouble": trouble.code.value})
    if pages:
        complain(
            ngettext("{count} page is kept.", "{count} pages are kept.", pages).format(count=pages),
            _("Go on with it: sohoa scan --go-on. Leave it as it is: sohoa scan --finish"),
        )
    raise typer.Exit(NEEDS_ATTENTION)


def _laid_down(job: ScanJob, settings: Settings, *, finishing: bool, who: str | None, as_json: bool) -> None:
    """Into the dossier, or where the next run finds it."""
    from intake.desk.commands.add import show_added
    from intake.desk.console import complain, print_json, say
    from intake.services.receive.scanner.laying_in import aside_told, for_next_run

    if job.dossier and job.pages:
        laid = _into_dossier(job, settings, finishing=finishing, who=who)
    else:
        laid = for_next_run(job)
    if laid.added is not None:
        if told := aside_told(laid):  # before the exit code of what was not taken in
            complain(told)
        show_added(laid.added, as_json=as_json)
        return
    if laid.refused is not None:
        advice = _("The pages are laid in for the next run instead, by themselves.")
        complain(laid.refused.sentence, advice)
    if as_json:
        print_json({"pages": laid.pages, "finished": True, "folder": str(laid.folder or "")})
    elif laid.folder is not None:
        count = ngettext("{count} page", "{count} pages", laid.pages).format(count=laid.pages)
        told = _("{count} in {folder}; the next sohoa run takes them in.")
        say(told.format(count=count, folder=laid.folder))


def _into_dossier(job: ScanJob, settings: Settings, *, finishing: bool, who: str | None) -> LaidIn:
    from intake.desk.progress import progress
    from intake.desk.surroundings import acting, desk_store, our_commune
    from intake.reading.page_work import how_to_read
    from intake.reading.workers import PRELOAD, start_forkserver
    from intake.services.receive.scanner.laying_in import into_its_dossier

    start_forkserver(PRELOAD)
    with desk_store() as store:
        return into_its_dossier(
            store,
            job,
            how_to_read(settings),
            who=acting(who),
            commune=our_commune(),
            watch=partial(progress, _("Reading")),
            anyhow=finishing,
        )


def _show_scanners(found: list[Any], *, as_json: bool) -> None:
    from intake.desk.console import print_json, say, show_table

    if as_json:
        print_json([{"device": one.device, "name": one.name} for one in found])
    elif found:
        show_table([_("Scanner"), _("Device")], [(one.name, one.device) for one in found])
    else:
        say(_("No scanner was found."))
