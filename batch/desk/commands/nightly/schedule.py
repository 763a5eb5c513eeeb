# SPDX-License-Identifier: Apache-2.0
"""``sohoa schedule``: a run every evening, by the scheduler this computer has."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from templates.desk.command_line import App
from templates.language.messages import _


def register(app: typer.Typer) -> None:
    """Mount ``schedule``."""
    schedule = App(help=_("Begin a run every evening by itself."), no_args_is_help=True)
    schedule.command("install", help=_("Begin a run every evening; an earlier hour is replaced."))(install)
    schedule.command("show", help=_("Show what is scheduled."))(show)
    schedule.command("remove", help=_("Schedule nothing any more."))(remove)
    app.add_typer(schedule, name="schedule")


def install(
    at: Annotated[
        str | None, typer.Option("--at", metavar="HH:MM", help=_("When it begins; else as the settings say."))
    ] = None,
    write: Annotated[
        Path | None,
        typer.Option(
            "--write", file_okay=False, help=_("Only write the files there, to be installed by hand.")
        ),
    ] = None,
) -> None:
    from batch.desk import scheduler
    from batch.night.hours import hour_typed
    from intake.desk.console import say
    from intake.settings.current import current_settings

    hour = hour_typed(at or current_settings().night.at)
    command = _command()
    if write is not None:
        scheduler.write(write, command, hour)
    else:
        scheduler.install(command, hour)
        told = _("A run begins every day at {hour}: {command}")
        say(told.format(hour=f"{hour:%H:%M}", command=" ".join(command)))
        _say_when_it_runs()
    _warn_of_variables()


def show() -> None:
    from batch.desk import scheduler
    from intake.desk.console import say
    from templates.desk.terminal import safe_console

    told = scheduler.scheduled()
    for text in told:
        safe_console(stderr=False, width=None).print(text, markup=False)
    if not told:
        say(_("Nothing is scheduled. Every evening: sohoa schedule install"))


def remove() -> None:
    from batch.desk import scheduler
    from intake.desk.console import say

    scheduler.remove()
    say(_("Nothing is scheduled any more."))


def _say_when_it_runs() -> None:
    from batch.desk import scheduler
    from intake.desk.console import say

    if sys.platform == "win32":
        say(_("It begins only while you are logged on to this computer; a locked screen does no harm."))
    elif scheduler.has_systemd():
        say(_("So that it also runs while nobody is logged in: loginctl enable-linger"))


def _command() -> list[str]:
    """This very program, in this home and with these settings, whatever the scheduler's surroundings are."""
    from intake.settings.current import chosen_config, current_settings, installed_settings
    from intake.settings.file import settings_path

    config = settings_path(chosen_config())
    words = [sys.executable, "-m", "sohoa", "--quiet", "--home", str(current_settings().home.absolute())]
    words += ["--config", str(config.absolute())] if config else []
    return [*words, "run", *(["--all-units"] if installed_settings().units else [])]


def _warn_of_variables() -> None:
    """Say which settings of this shell the scheduled run will not have."""
    import os

    from batch.services.nightly.schedule_texts import variables_lost
    from intake.desk.console import complain

    if lost := variables_lost(os.environ):
        complain(
            _("The scheduled run will not have what these variables say: {names}").format(
                names=", ".join(lost)
            ),
            _("Put secrets into the keyring of this account, and the rest into the settings file."),
        )
