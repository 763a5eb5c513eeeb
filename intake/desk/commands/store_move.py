# SPDX-License-Identifier: Apache-2.0
"""``sohoa store move``: the store's rows are carried over to another database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from templates.desk.options import AsJson, Who
from templates.errors import UsageError
from templates.language.messages import _

if TYPE_CHECKING:
    from intake.store.life.moving import StoreMoved

FILE = "sqlite"
"""``--to`` for a file in the home."""


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
