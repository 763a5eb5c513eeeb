# SPDX-License-Identifier: Apache-2.0
"""``sohoa store accept`` and ``begin``: a person says how to go on after a loss. ``move-objects``: the papers
go to a store that several computers share. ``verify``: is all of it what was written.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from intake.desk.commands.store_move import move
from templates.desk.command_line import App
from templates.desk.options import AsJson, Who
from templates.language.messages import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from intake.services.verifying import TouchedDossier, Verified
    from intake.store.life.bring_back import Begun
    from intake.store.remote.move import ObjectsMoved

NEEDS_ATTENTION = 1
MOST_SHOWN = 50


def register(app: typer.Typer) -> None:
    """Mount the group ``store``."""
    group = App(no_args_is_help=True)
    group.command("accept", help=_("Go on with a database that was brought back from a copy."))(accept)
    group.command("begin", help=_("Begin a new database where the old one is lost or damaged."))(begin)
    help_of_move = _("Copy papers, packages and slips into an object store (S3); may be repeated.")
    group.command("move-objects", help=help_of_move)(move_objects)
    group.command("move", help=_("Carry the store over to another database; broken off, it goes on."))(move)
    told = _("Look through journal, rows, papers and packages, and say which dossiers were touched.")
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
    if found.touched:
        raise typer.Exit(NEEDS_ATTENTION)


def _show_verified(found: Verified) -> None:
    from intake.desk.console import complain, say, show, show_table

    told = _("Looked through: dossiers {dossiers}, events of the journal {events}, files {files}.")
    show(told.format(dossiers=found.dossiers, events=found.events, files=found.files))
    if found.unnamed:
        say(
            _("Kept files that belong to no dossier: {count}; they harm nothing.").format(count=found.unnamed)
        )
    if not found.touched:
        show(_("Everything is as it was written."))
        return
    words = {
        "journal": _("journal"),
        "row": _("not as in the journal"),
        "paper": _("paper"),
        "package": _("package"),
    }
    named = {
        "procedure": _("procedure"),
        "state": _("state"),
        "official_number": _("official number"),
        "answers": _("answers"),
        "papers": _("papers"),
        "values": _("values that a person said"),
    }
    rows = [(one.dossier, words[one.what], _name_of(one, named)) for one in found.touched[:MOST_SHOWN]]
    show_table([_("Dossier"), _("Touched"), _("What of it")], rows, whole=[0])
    if len(found.touched) > MOST_SHOWN:
        show(_("All of them: --json"))
    complain(
        _("Dossiers touched since they were written: {count}.").format(count=len(found.dossiers_touched)),
        _("Keep the store as it is, find out who could change it, and compare with a copy (sohoa restore)."),
    )


def _name_of(one: TouchedDossier, named: Mapping[str, str]) -> str:
    return named[one.name] if one.what == "row" else one.name


def move_objects(
    to: Annotated[
        str, typer.Option("--to", metavar="URL", help=_("Where to, for instance s3://bucket/folder."))
    ],
    as_json: AsJson = False,
) -> None:
    from intake.desk.console import print_json
    from intake.desk.progress import progress
    from intake.settings.current import current_settings
    from intake.settings.settings import address_typed
    from intake.store.remote import move
    from intake.store.remote.place import objects_at

    settings, address = current_settings(), address_typed(to)
    files = move.files_to_move(settings.home)
    with progress(_("Copying"), len(files), unit=_("files")) as advance:
        moved = move.move_objects(settings.home, objects_at(address, settings), files, advance)
    if as_json:
        print_json({"to": address, **asdict(moved)})
    else:
        _show_moved(moved, address)
    if moved.damaged:
        raise typer.Exit(NEEDS_ATTENTION)


def _show_moved(moved: ObjectsMoved, address: str) -> None:
    from intake.desk.console import complain, say, show

    told = _("In {address} now, checked: {count} files; sent just now: {sent} ({size} MB).")
    there, size = moved.files - len(moved.damaged), f"{moved.sent_bytes / 1e6:.1f}"
    show(told.format(address=address, count=there, sent=moved.sent, size=size))
    for name in moved.damaged:
        complain(
            _("Left out, for it is damaged: {name}").format(name=name),
            _("Put it back from the last copy, then run the same command again."),
        )
    say(_("Nothing was taken away here. When nobody works, copy once more what came since, then set:"))
    say(f'[store]\nobjects = "{address}"')
    say(_("Then have all of it checked with: sohoa doctor --full"))


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
