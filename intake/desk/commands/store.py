# SPDX-License-Identifier: Apache-2.0
"""``sohoa store accept`` and ``sohoa store begin``: a person says how to go on after a loss."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from templates.desk.command_line import App
from templates.desk.options import AsJson, Who
from templates.language.messages import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from intake.store.life.bring_back import Begun


def register(app: typer.Typer) -> None:
    """Mount the group ``store``."""
    group = App(no_args_is_help=True)
    group.command("accept", help=_("Go on with a database that was brought back from a copy."))(accept)
    group.command("begin", help=_("Begin a new database where the old one is lost or damaged."))(begin)
    app.add_typer(group, name="store")


def accept(who: Who = None, as_json: AsJson = False) -> None:
    from intake.store.life import bring_back

    _go_on(bring_back.accept, who, as_json=as_json)


def begin(who: Who = None, as_json: AsJson = False) -> None:
    from intake.store.life import bring_back

    _go_on(bring_back.begin, who, as_json=as_json)


def _go_on(way: Callable[..., Begun], who: str | None, *, as_json: bool) -> None:
    from intake.desk.console import print_json
    from intake.desk.surroundings import acting
    from intake.settings.clock import utc_now
    from intake.settings.current import current_settings
    from intake.settings.secrets import database_server

    settings = current_settings()
    server = database_server(settings.store)
    begun = way(settings.home, who=acting(who), now=utc_now(), server=server)
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
