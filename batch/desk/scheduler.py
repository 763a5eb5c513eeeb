# SPDX-License-Identifier: Apache-2.0
"""The scheduler of this computer: one evening's task in it, shown, replaced and taken out.

Of systemd's timer and cron's lines only one stays, or the run would begin twice. Whatever the scheduler's
programs refuse is said: nobody may believe that nothing is scheduled while something is.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from pathlib import Path

from batch.errors import BatchError
from batch.services.nightly.schedule_texts import (
    NAME,
    block_of,
    cron_block,
    service_unit,
    task_xml,
    timer_unit,
    with_block,
    without_block,
)
from templates.language.messages import _

_TIMEOUT_S = 60.0
_NO_LINES = ("no crontab for", "not allowed to use")
"""What crontab(1) says where the account has none yet, or may have none, and then none is written either.
Anything else may hide lines that are there.
"""
_SYSTEMCTL = ("systemctl", "--user")


class ScheduleError(BatchError):
    """The system's scheduler did not take the task, or there is none."""

    @classmethod
    def refused(cls, said: str) -> ScheduleError:
        return cls(
            _("This computer's scheduler refused: {said}").format(said=_shown(said)[-300:] or "?"),
            _("See what is scheduled now: sohoa schedule show"),
        )

    @classmethod
    def none(cls) -> ScheduleError:
        return cls(
            _("Neither systemd nor cron answers on this computer."),
            _("Have whoever looks after it run this every evening: sohoa run"),
        )

    @classmethod
    def silent(cls, timer: Path) -> ScheduleError:
        return cls(
            _("A timer of systemd is installed ({file}), and systemd does not answer here.").format(
                file=timer
            ),
            _("Log in as this user directly, not by su or sudo, and try again."),
        )


@dataclass(frozen=True, slots=True)
class Said:
    """How a program ended, and what it said; complaints apart, for they are no part of its answer."""

    status: int
    out: str
    complaint: str

    @property
    def all(self) -> str:
        return f"{self.out}\n{self.complaint}".strip()


def install(command: Sequence[str], hour: time) -> None:
    """Have it run every day at ``hour``, in place of what was scheduled before, by whichever scheduler.

    Raises ScheduleError.
    """
    if sys.platform == "win32":
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / f"{NAME}.xml"
            file.write_text(task_xml(command, hour), encoding="utf-16")
            _need(["schtasks", "/create", "/tn", NAME, "/xml", str(file), "/f"])
    elif has_systemd():
        timer = timer_file()
        timer.parent.mkdir(parents=True, exist_ok=True)
        timer.write_text(timer_unit(hour), "utf-8")
        timer.with_suffix(".service").write_text(service_unit(command), "utf-8")
        _need([*_SYSTEMCTL, "daemon-reload"])
        _need([*_SYSTEMCTL, "enable", "--now", f"{NAME}.timer"])
        _remove_from_cron()  # once this one is there: rather a refusal that is said than no night
    elif timer_file().is_file():
        raise ScheduleError.silent(timer_file())
    elif shutil.which("crontab"):
        _keep_crontab(with_block(_crontab(), cron_block(command, hour)))
    else:
        raise ScheduleError.none()


def scheduled() -> list[str]:
    """What is scheduled, as the schedulers tell it, by each of them. Raises ScheduleError."""
    if sys.platform == "win32":
        return [_shown(_need(["schtasks", "/query", "/tn", NAME, "/fo", "LIST"]))] if _has_task() else []
    told = [block_of(_crontab())]
    if timer_file().is_file():
        if not has_systemd():
            raise ScheduleError.silent(timer_file())
        told.append(_need([*_SYSTEMCTL, "list-timers", "--all", f"{NAME}.timer"]))
    return [_shown(text) for text in told if text.strip()]


def remove() -> None:
    """Take it out of each scheduler. Raises ScheduleError, and then it may be scheduled still."""
    if sys.platform == "win32":
        if _has_task():
            _need(["schtasks", "/delete", "/tn", NAME, "/f"])
        return
    _remove_from_cron()
    timer = timer_file()
    if timer.is_file():
        if not has_systemd():
            raise ScheduleError.silent(timer)
        _need([*_SYSTEMCTL, "disable", "--now", f"{NAME}.timer"])
        for file in (timer, timer.with_suffix(".service")):
            file.unlink(missing_ok=True)
        _need([*_SYSTEMCTL, "daemon-reload"])


def write(folder: Path, command: Sequence[str], hour: time) -> None:
    """Only write the files, for somebody to install."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{NAME}.service").write_text(service_unit(command), "utf-8")
    (folder / f"{NAME}.timer").write_text(timer_unit(hour), "utf-8")
    (folder / f"{NAME}.cron").write_text(cron_block(command, hour), "utf-8")
    (folder / f"{NAME}.xml").write_text(task_xml(command, hour), encoding="utf-16")


def timer_file() -> Path:
    """Where this account's timer lies, if it has one."""
    config = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return config / "systemd" / "user" / f"{NAME}.timer"


def has_systemd() -> bool:
    """Whether this account's systemd answers; in a container or over ``su`` there is none."""
    return shutil.which("systemctl") is not None and run([*_SYSTEMCTL, "show-environment"]).status == 0


def _shown(text: str) -> str:
    """For a screen, which takes no bytes that are no text."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace").strip()


def _has_task() -> bool:
    """Asked of the list: of one task schtasks does not tell apart “absent” and “may not look”."""
    return f'"\\{NAME}"' in _need(["schtasks", "/query", "/fo", "CSV", "/nh"])


def _remove_from_cron() -> None:
    crontab = _crontab()
    if (kept := without_block(crontab)) != crontab:
        _keep_crontab(kept)


def _crontab() -> str:
    """The account's crontab, "" where it has none; raises ScheduleError where it can't be read, for it is
    written back as a whole.
    """
    if not shutil.which("crontab"):
        return ""
    said = run(["crontab", "-l"])
    if said.status == 0:
        return said.out
    if any(words in said.complaint for words in _NO_LINES):
        return ""
    raise ScheduleError.refused(said.all)


def _keep_crontab(text: str) -> None:
    said = run(["crontab", "-"], text)
    if said.status:
        raise ScheduleError.refused(said.all)


def _need(command: Sequence[str]) -> str:
    said = run(command)
    if said.status:
        raise ScheduleError.refused(said.all)
    return said.out


def run(command: Sequence[str], text: str = "") -> Said:
    """Run one of the schedulers' programs with English messages; bytes that are no UTF-8 come back unchanged
    when the text is given to another.
    """
    try:
        done = subprocess.run(
            command,
            input=text.encode("utf-8", "surrogateescape"),
            capture_output=True,
            timeout=_TIMEOUT_S,
            check=False,
            env={**os.environ, "LC_ALL": "C"},
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return Said(127, "", str(error))
    out, complaint = (part.decode("utf-8", "surrogateescape") for part in (done.stdout, done.stderr))
    return Said(done.returncode, out, complaint)
