# SPDX-License-Identifier: Apache-2.0
"""``sohoa schedule``: a run every evening, by the scheduler this computer has."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from datetime import time
from pathlib import Path
from typing import Annotated

import typer

from batch.errors import BatchError
from templates.desk.command_line import App
from templates.language.messages import _

_TIMEOUT_S = 60.0


class ScheduleError(BatchError):
    """The system's scheduler did not take the task, or there is none."""

    @classmethod
    def refused(cls, said: str) -> ScheduleError:
        return cls(
            _("This computer's scheduler refused: {said}").format(said=said.strip()[-300:] or "?"),
            _("Enter the command in a scheduler by hand: sohoa run"),
        )

    @classmethod
    def none(cls) -> ScheduleError:
        return cls(
            _("Neither systemd nor cron answers on this computer."),
            _("Have whoever looks after it run this every evening: sohoa run"),
        )


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
    from batch.night.hours import hour_typed
    from intake.desk.console import say
    from intake.settings.current import current_settings

    hour = hour_typed(at or current_settings().night.at)
    command = _command()
    if write is not None:
        _written(write, command, hour)
        return
    _install(command, hour)
    say(
        _("A run begins every day at {hour}: {command}").format(
            hour=f"{hour:%H:%M}", command=" ".join(command)
        )
    )
    if sys.platform == "linux" and _has_systemd():
        say(_("So that it also runs while nobody is logged in: loginctl enable-linger"))


def show() -> None:
    from batch.services.schedule_texts import NAME, block_of
    from intake.desk.console import say
    from templates.desk.terminal import safe_console

    if sys.platform == "win32":
        told = _output(["schtasks", "/query", "/tn", NAME, "/fo", "LIST"])
    else:
        told = block_of(_crontab())
        if _timer().is_file() and _has_systemd():
            told = _output(["systemctl", "--user", "list-timers", "--all", f"{NAME}.timer"])
    if told:
        safe_console(stderr=False, width=None).print(told, markup=False)
    else:
        say(_("Nothing is scheduled. Every evening: sohoa schedule install"))


def remove() -> None:
    from batch.services.schedule_texts import NAME, without_block
    from intake.desk.console import say

    if sys.platform == "win32":
        _output(["schtasks", "/delete", "/tn", NAME, "/f"])
    else:
        if _timer().is_file():
            _output(["systemctl", "--user", "disable", "--now", f"{NAME}.timer"])
            for file in (_timer(), _timer().with_suffix(".service")):
                file.unlink(missing_ok=True)
            _output(["systemctl", "--user", "daemon-reload"])
        crontab = _crontab()
        if without_block(crontab) != crontab:
            _keep_crontab(without_block(crontab))
    say(_("Nothing is scheduled any more."))


def _command() -> list[str]:
    """This very program, in this home and with these settings, whatever the scheduler's surroundings are."""
    from intake.settings.current import chosen_config, current_settings, installed_settings

    config = chosen_config()
    words = [sys.executable, "-m", "sohoa", "--quiet", "--home", str(current_settings().home)]
    words += ["--config", str(Path(config).absolute())] if config else []
    return [*words, "run", *(["--all-units"] if installed_settings().units else [])]


def _install(command: list[str], hour: time) -> None:
    from batch.services.schedule_texts import (
        NAME,
        cron_block,
        service_unit,
        task_xml,
        timer_unit,
        without_block,
    )

    if sys.platform == "win32":
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / f"{NAME}.xml"
            file.write_text(task_xml(command, hour), encoding="utf-16")
            _need(["schtasks", "/create", "/tn", NAME, "/xml", str(file), "/f"])
    elif _has_systemd():
        _timer().parent.mkdir(parents=True, exist_ok=True)
        _timer().write_text(timer_unit(hour), "utf-8")
        _timer().with_suffix(".service").write_text(service_unit(command), "utf-8")
        _need(["systemctl", "--user", "daemon-reload"])
        _need(["systemctl", "--user", "enable", "--now", f"{NAME}.timer"])
    elif shutil.which("crontab"):
        _keep_crontab(without_block(_crontab()) + cron_block(command, hour))
    else:
        raise ScheduleError.none()


def _written(folder: Path, command: list[str], hour: time) -> None:
    from batch.services.schedule_texts import NAME, cron_block, service_unit, task_xml, timer_unit

    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{NAME}.service").write_text(service_unit(command), "utf-8")
    (folder / f"{NAME}.timer").write_text(timer_unit(hour), "utf-8")
    (folder / f"{NAME}.cron").write_text(cron_block(command, hour), "utf-8")
    (folder / f"{NAME}.xml").write_text(task_xml(command, hour), encoding="utf-16")


def _timer() -> Path:
    from batch.services.schedule_texts import NAME

    config = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return config / "systemd" / "user" / f"{NAME}.timer"


def _has_systemd() -> bool:
    """Whether this account's systemd answers; in a container or over ``su`` there is none."""
    return shutil.which("systemctl") is not None and _run(["systemctl", "--user", "show-environment"])[0] == 0


def _crontab() -> str:
    status, told = _run(["crontab", "-l"]) if shutil.which("crontab") else (1, "")
    return told if status == 0 else ""


def _keep_crontab(text: str) -> None:
    status, told = _run(["crontab", "-"], text)
    if status:
        raise ScheduleError.refused(told)


def _need(command: list[str]) -> None:
    status, told = _run(command)
    if status:
        raise ScheduleError.refused(told)


def _output(command: list[str]) -> str:
    status, told = _run(command)
    return told.strip() if status == 0 else ""


def _run(command: list[str], text: str = "") -> tuple[int, str]:
    try:
        done = subprocess.run(
            command,
            input=text.encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=_TIMEOUT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return 127, str(error)
    return done.returncode, done.stdout.decode("utf-8", "replace")
