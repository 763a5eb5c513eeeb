# SPDX-License-Identifier: Apache-2.0
"""``sohoa watch``: what a copier lays into a folder comes into the inbox, for the next run."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from templates.language.messages import _


def register(app: typer.Typer) -> None:
    """Mount ``watch``."""
    app.command("watch")(watch)


def watch(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help=_("Where the copier scans to, also on a share."))
    ],
    once: Annotated[bool, typer.Option("--once", help=_("Take what is whole by now, and end."))] = False,
) -> None:
    import time

    from intake.desk.console import complain, say
    from intake.services.receive.watching import Watch
    from intake.settings.current import current_settings
    from intake.settings.night import inbox_of
    from templates.errors import SohoaError

    settings = current_settings()
    watched = Watch(folder.absolute(), inbox_of(settings), settings.home, settings.watch)
    _refuse_itself(watched.folder, watched.inbox)
    settings.home.mkdir(parents=True, exist_ok=True)
    was_away = False
    ends = time.monotonic() + settings.watch.settle_s
    if not once:
        say(_("Watching {folder}; Ctrl+C ends.").format(folder=folder))
    while True:
        for path in watched.look(time.monotonic()):
            say(_("Taken in: {name}").format(name=path.name))
        while watched.complaints:
            complain(*watched.complaints.pop(0))
        done = once and time.monotonic() > ends + settings.watch.every_s
        if watched.away and done:
            raise SohoaError(
                _("{folder} can't be reached.").format(folder=folder),
                _("Is the share connected? Run the command again when it is."),
            )
        if watched.away and not was_away and not once:
            complain(
                _("{folder} can't be reached.").format(folder=folder),
                _("Is the share connected? What is there is taken in as soon as it is."),
            )
        elif was_away and not watched.away:
            say(_("{folder} is there again.").format(folder=folder))
        was_away = watched.away
        if done:
            return
        time.sleep(settings.watch.every_s)


def _refuse_itself(folder: Path, inbox: Path) -> None:
    from templates.errors import UsageError

    told, into = folder.resolve(), inbox.resolve()
    if told == into or told in into.parents or into in told.parents:
        raise UsageError(
            _("{folder} holds the inbox, or lies in it.").format(folder=folder),
            _("Name the folder that the copier scans to; a run finds the inbox by itself."),
        )
