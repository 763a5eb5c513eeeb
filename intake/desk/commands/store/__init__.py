# SPDX-License-Identifier: Apache-2.0
"""``sohoa store accept`` and ``begin``: a person says how to go on after a loss. ``verify``: is all of it as
it was written.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from intake.desk.commands.store.moving import move, move_objects
from templates.desk.command_line import App
from templates.desk.options import AsJson, Who
from templates.language.messages import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from intake.services.verifying import TouchedDossier, Verified
    from intake.store.life.bring_back import Begun

NEEDS_ATTENTION = 1
MOST_SHOWN = 50


def register(app: typer.Typer) -> None:
    """Mount the group ``store``."""
    group = App(no_args_is_help=True)
    group.command("accept", help=_("Go on with a database that was brought back from a copy."))(accept)
    group.command("begin", help=_("Begin a new database where the old one is lost or damaged."))(begin)
    help_of_move = _("Copy papers, packages and slips into an object store (S3), or home; may be repeated.")
    group.command("move-objects", help=help_of_move)(move_objects)
    group.command("move", help=_("Carry the store over to another database; broken off, it goes on."))(move)
    told = _("Look through journal, rows, registers, papers, packages, slips; say what was touched.")
    group.command("verify", help=told)(verify)
    app.add_typer(group, name="store")


def accept(who: Who = None, as_json: AsJson = False) -> None:
    from intake.store.life import bring_back

    _go_on(bring_back.accept, who, as_json=as_json)


def begin(who: Who = None, as_json: AsJson = False) -> None:
    from intake.store.life import bring_back

    _go_on(bring_back.begin, who, as_json=as_json)


def verify(
    quick: Annotated[
        bool, typer.Option("--quick", help=_("Of files only see whether they are there, with their size."))
    ] = False,
    as_json: AsJson = False,
) -> None:
    from intake.desk.console import print_json
    from intake.desk.progress import progress
    from intake.desk.surroundings import reading_store
    from intake.services.verifying import verify_store

    with reading_store(all_units=True) as store:
        found = verify_store(store, quick=quick, progress=progress)
    if as_json:
        print_json({**asdict(found), "dossiers_touched": found.dossiers_touched})
    else:
        _show_verified(found)
    if not found.is_whole:
        raise typer.Exit(NEEDS_ATTENTION)


def _show_verified(found: Verified) -> None:
    from intake.desk.console import complain, say, show, show_table
    from intake.desk.screens.registers import show_touched_registers

    told = _("Looked through: dossiers {dossiers}, events of the journal {events}, files {files}.")
    show(told.format(dossiers=found.dossiers, events=found.events, files=found.files))
    if found.registers.lines or found.registers.touched:
        show(_("Lines of the registers of certifications: {count}.").format(count=found.registers.lines))
    if found.unnamed:
        say(
            _("Kept files that belong to no dossier: {count}; they harm nothing.").format(count=found.unnamed)
        )
    if found.slips_absent:
        told = _(
            "Files of slips that are not there: {count}; they are made again when somebody asks for them."
        )
        say(told.format(count=found.slips_absent))
    for line in _not_compared(found):
        show(line)
    show_touched_registers(found.registers)
    if found.is_whole:
        show(_("All else is as it was written."))
    if not found.touched:
        return
    words = {
        "journal": _("journal"),
        "row": _("not as in the journal"),
        "paper": _("paper"),
        "package": _("package"),
        "slip": _("slip"),
    }
    named = {
        "procedure": _("procedure"),
        "state": _("state"),
        "official_number": _("official number"),
        "answers": _("answers"),
        "papers": _("papers"),
        "values": _("values that a person said"),
        "package": _("package"),
    }
    rows = [(one.dossier, words[one.what], _name_of(one, named)) for one in found.touched[:MOST_SHOWN]]
    show_table([_("Dossier"), _("Touched"), _("What of it")], rows, whole=[0])
    if len(found.touched) > MOST_SHOWN:
        show(_("All of them: --json"))
    complain(
        _("Dossiers touched since they were written: {count}.").format(count=len(found.dossiers_touched)),
        _("Keep the store as it is, find out who could change it, and compare with a copy (sohoa restore)."),
    )


def _not_compared(found: Verified) -> Iterator[str]:
    """What nothing is said about, so that nobody takes it for looked through."""
    if found.sizes_only:
        yield _("Not read: what is in the files, of which only names and sizes were compared (--quick).")
    if found.values_unknown:
        told = _("Not compared: {count} values that the program read and nobody entered or confirmed.")
        yield told.format(count=found.values_unknown)
    if found.packages_unknown:
        told = _("Compared with their row alone: {count} packages that an earlier version made.")
        yield told.format(count=found.packages_unknown)
    if found.slips_unknown:
        told = _("Not compared: files of {count} slips that an earlier version made, or that nobody printed.")
        yield told.format(count=found.slips_unknown)


def _name_of(one: TouchedDossier, named: Mapping[str, str]) -> str:
    return named[one.name] if one.what == "row" else one.name


def _go_on(way: Callable[..., Begun], who: str | None, *, as_json: bool) -> None:
    from intake.desk.console import print_json
    from intake.desk.surroundings import acting
    from intake.settings.clock import utc_now
    from intake.settings.current import current_settings
    from intake.settings.secrets import database_server
    from intake.store.remote.place import objects_of

    settings = current_settings()
    server, shared = database_server(settings.store), objects_of(settings).shared
    begun = way(settings.home, who=acting(who), now=utc_now(), server=server, shared=shared)
    if as_json:
        print_json(begun)
    else:
        _show(begun)


def _show(begun: Begun) -> None:
    from intake.desk.console import say, show

    told = _("The store goes on; dossiers in its database: {count}. No number is given out twice.")
    show(told.format(count=begun.dossiers))
    if begun.aside is not None:
        say(_("The damaged file was kept as {path}.").format(path=begun.aside))
    say(_("What came in after the copy was made must be taken in again from its scans."))
    say(_("Before a dossier is sent, it is looked up whether the gateway has it already."))
