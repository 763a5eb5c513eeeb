# SPDX-License-Identifier: Apache-2.0
"""``sohoa store move``: the store's rows are carried over to another database. ``move-objects``: its papers
go to a store that several computers share, or come home.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from templates.desk.options import AsJson, Who
from templates.errors import UsageError
from templates.language.messages import _

if TYPE_CHECKING:
    from intake.store.life.moving import StoreMoved
    from intake.store.remote.move import ObjectsMoved

NEEDS_ATTENTION = 1
FILE = "sqlite"
"""``--to`` for a file in the home."""
HOME = "home"
"""``--to`` for papers that come back into the home."""


def move(
    to: Annotated[
        str,
        typer.Option(
            "--to", metavar="URL", help=_("An empty PostgreSQL database, or sqlite for a file in the home.")
        ),
    ],
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    from intake.desk.console import print_json
    from intake.desk.surroundings import acting
    from intake.settings.clock import utc_now
    from intake.settings.current import current_settings
    from intake.settings.secrets import database_server, server_at
    from intake.store.life import moving

    settings = current_settings()
    target = None if to == FILE else server_at(_address(to), settings.store.password)
    server = database_server(settings.store)
    moved = moving.move(settings.home, server, target, who=acting(who), clock=utc_now)
    if as_json:
        print_json(moved)
    else:
        _show(moved, "" if to == FILE else to)


def _show(moved: StoreMoved, url: str) -> None:
    from intake.desk.console import say, show

    told = _("The store now lies in {place}; every row was compared: {count} in {tables} tables.")
    count = sum(table.rows for table in moved.tables)
    show(told.format(place=moved.to, count=count, tables=len(moved.tables)))
    say(_("The old database stays as it is and is not used any more."))
    say(_("Put this into the settings of every desk that used it:"))
    say(f'[store]\nurl = "{url}"')


def _address(text: str) -> str:
    """``--to`` as an address; ``UsageError`` where it is none, or holds a password."""
    from intake.settings.database_server import holds_password, is_server_url

    if not is_server_url(text) or holds_password(text):
        raise UsageError(
            _("--to needs the address of a database, without a password."),
            _(
                "For instance: sohoa store move --to postgresql+psycopg://user@host/name; the password "
                "belongs into SOHOA_STORE__PASSWORD or the keyring. For a file in the home: --to sqlite"
            ),
        )
    return text


def move_objects(
    to: Annotated[
        str,
        typer.Option("--to", metavar="URL", help=_("Where to, for instance s3://bucket/folder; home: back.")),
    ],
    as_json: AsJson = False,
) -> None:
    from intake.desk.console import print_json
    from intake.desk.progress import progress
    from intake.settings.apart import copy_of
    from intake.settings.current import current_settings, places_passed_over
    from intake.settings.settings import address_typed
    from intake.store.remote import move
    from intake.store.remote.place import objects_at

    if to == HOME:
        _bring_home(as_json=as_json)
        return
    settings, address = current_settings(), address_typed(to)
    files = move.files_to_move(settings.home)
    with progress(_("Copying"), len(files), unit=_("files")) as advance:
        moved = move.move_objects(
            settings.home,
            objects_at(address, settings),
            files,
            advance,
            copied=copy_of(settings.home, settings.store) is not None,
        )
    if address in places_passed_over() and not moved.damaged and move.files_to_move(settings.home) == files:
        move.go_on_there(settings.home, objects_at(address, settings))
    if as_json:
        print_json({"to": address, **asdict(moved)})
    else:
        _show_moved(moved, address)
    if moved.damaged:
        raise typer.Exit(NEEDS_ATTENTION)


def _show_moved(moved: ObjectsMoved, address: str) -> None:
    from intake.desk.console import say, show

    told = _("In {address} now, checked: {count} files; sent just now: {sent} ({size} MB).")
    there, size = moved.files - len(moved.damaged), f"{moved.sent_bytes / 1e6:.1f}"
    show(told.format(address=address, count=there, sent=moved.sent, size=size))
    _tell_of_damaged(moved)
    say(_("Nothing was taken away here. When nobody works, copy once more what came since, then set:"))
    say(f'[store]\nobjects = "{address}"')
    say(_("Then have all of it checked with: sohoa doctor --full"))


def _bring_home(*, as_json: bool) -> None:
    from intake.desk.console import print_json, say, show
    from intake.desk.progress import progress
    from intake.desk.surroundings import desk_store
    from intake.store.remote.home import bring_home, files_to_bring

    with desk_store("") as store:
        source = store.objects.shared
        if source is None:
            raise UsageError(
                _("The papers lie in the home already."), _("[store] objects says where they lie now.")
            )
        files = files_to_bring(store)
        with progress(_("Copying"), len(files), unit=_("files")) as advance:
            moved = bring_home(store, source, files, advance)
        home = store.home
    if as_json:
        print_json({"to": str(home), **asdict(moved)})
    else:
        told = _("In {address} now, checked: {count} files; sent just now: {sent} ({size} MB).")
        there, size = moved.files - len(moved.damaged), f"{moved.sent_bytes / 1e6:.1f}"
        show(told.format(address=home, count=there, sent=moved.sent, size=size))
        _tell_of_damaged(moved)
        say(
            _(
                "Nothing was taken away there. When nobody works, copy once more what came since; then take "
                "objects out of [store] in the settings."
            )
        )
        say(_("Then have all of it checked with: sohoa doctor --full"))
    if moved.damaged:
        raise typer.Exit(NEEDS_ATTENTION)


def _tell_of_damaged(moved: ObjectsMoved) -> None:
    from intake.desk.console import complain

    for name in moved.damaged:
        complain(
            _("Left out, for it is damaged: {name}").format(name=name),
            _("Put it back from the last copy, then run the same command again."),
        )
