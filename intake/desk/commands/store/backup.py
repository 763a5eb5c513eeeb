# SPDX-License-Identifier: Apache-2.0
"""``sohoa backup``: copies of the store, their check and their key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from templates.desk.command_line import App, Group
from templates.desk.options import AsJson
from templates.language.messages import _

if TYPE_CHECKING:
    from intake.store.backup.verify import CopyFound

NEEDS_ATTENTION = 1


class MakesUnlessToldOtherwise(Group):
    """``sohoa backup PLACE`` is ``sohoa backup make PLACE``."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        known = [*self.list_commands(ctx), *ctx.help_option_names]
        return super().parse_args(ctx, args if args[:1] and args[0] in known else ["make", *args])


def register(app: typer.Typer) -> None:
    """Mount the group ``backup``."""
    group = App(cls=MakesUnlessToldOtherwise)
    told = _("Copy the store to PLACE; the word make may be left out.")
    group.command("make", help=told)(make)
    group.command("verify", help=_("Read all copies in a place and say which are whole."))(verify)
    told = _("Show the key of locked copies to print it; one is made where there is none.")
    group.command("key", help=told)(key)
    app.add_typer(group, name="backup")


def make(
    to: Annotated[
        str | None,
        typer.Argument(
            metavar="PLACE", help=_("A folder, a USB disk or a URL such as s3://…; else as the settings say.")
        ),
    ] = None,
    keep: Annotated[
        int | None, typer.Option("--keep", min=0, help=_("So many copies stay, older ones go; 0 keeps all."))
    ] = None,
    encrypt: Annotated[
        bool, typer.Option("--encrypt", help=_("Begin locked copies; a key is needed to read them."))
    ] = False,
    new: Annotated[
        bool, typer.Option("--new", help=_("Begin anew in a place whose copies are gone."))
    ] = False,
    as_json: AsJson = False,
) -> None:
    from intake.desk.console import print_json
    from intake.desk.progress import progress
    from intake.desk.screens.copies import show_done
    from intake.services.copying import wish_for
    from intake.settings.clock import utc_now
    from intake.settings.current import chosen_options, current_settings
    from intake.settings.secrets import database_server
    from intake.store.backup.make import make_backup
    from intake.store.remote.place import objects_of
    from intake.store.store_database import database_of

    settings = current_settings()
    wish = wish_for(settings, chosen_options().get("config"), to, keep=keep, locked=encrypt, anew=new)
    database = database_of(settings.home, database_server(settings.store))
    done = make_backup(database, objects_of(settings), wish, now=utc_now, progress=progress)
    if as_json:
        print_json(done)
    show_done(done, as_json=as_json)
    if done.touched:
        raise typer.Exit(NEEDS_ATTENTION)


def verify(
    place: Annotated[
        str | None, typer.Argument(metavar="PLACE", help=_("Where the copies lie; else as the settings say."))
    ] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help=_("Only see whether every piece is there, with its size."))
    ] = False,
    as_json: AsJson = False,
) -> None:
    from intake.desk.console import print_json
    from intake.desk.progress import progress
    from intake.services.copying import copies_in
    from intake.settings.current import current_settings
    from intake.store.backup.verify import verify_copies

    copies = copies_in(current_settings(), place)
    found = verify_copies(copies, quick=quick, progress=progress)
    print_json({"place": copies.place.told, "copies": found}) if as_json else _show_found(found)
    if not found or not all(copy.whole for copy in found):
        raise typer.Exit(NEEDS_ATTENTION)


def key(
    enter: Annotated[bool, typer.Option("--enter", help=_("Type in a key that was printed."))] = False,
) -> None:
    from intake.desk.console import complain, say, show
    from intake.services.copying import enter_key, shown_key
    from intake.settings.current import current_settings

    if enter:
        enter_key(typer.prompt(_("Key")))
        show(_("The key is kept on this computer."))
        return
    printed, kept = shown_key(current_settings().backup)
    show(printed)
    say(_("Print it and keep it away from the copies. Without it nobody can ever read them, neither can we."))
    if not kept:
        complain(
            _("This computer has no keyring that could keep the key."),
            _("Set SOHOA_BACKUP__SECRET_KEY to the key for the account that makes the copies."),
        )


def _show_found(found: list[CopyFound]) -> None:
    from intake.desk.console import complain, show_table
    from intake.dossier.deadline.local_time import local_time

    if not found:
        complain(_("No copy was finished here yet."), _("Make one with: sohoa backup PLACE"))
        return
    rows = [
        (
            copy.snapshot,
            local_time(copy.made_at) if copy.made_at else "",
            copy.files,
            _("whole") if copy.whole else _("damaged"),
        )
        for copy in found
    ]
    show_table([_("Copy"), _("Made"), _("Files"), _("Condition")], rows, right=[2], whole=[0])
    for copy in found:
        if not copy.readable:
            complain(_("{snapshot}: not even its list can be read.").format(snapshot=copy.snapshot))
        elif copy.damaged:
            named = ", ".join(copy.first[:5])
            told = _("{snapshot}: files damaged: {count}, for instance {names}")
            complain(told.format(snapshot=copy.snapshot, count=copy.damaged, names=named))
