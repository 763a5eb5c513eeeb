# SPDX-License-Identifier: Apache-2.0
"""What the systems' schedulers are told to begin a run every evening: texts made of a command and an hour."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Sequence
from datetime import time
from xml.sax.saxutils import escape

NAME = "sohoa-night"
CRON_BEGIN, CRON_END = f"# {NAME}: begin", f"# {NAME}: end"
_IN_THE_COMMAND = frozenset({"SOHOA_HOME", "SOHOA_CONFIG"})
_TASK_NAMESPACE = "http://schemas.microsoft.com/windows/2004/02/mit/task"


def service_unit(command: Sequence[str]) -> str:
    """The systemd unit that runs it; exit status 1 only says that dossiers wait for people."""
    return f"""[Unit]
Description=sohoa: work through all that is open

[Service]
Type=oneshot
ExecStart={" ".join(map(_for_systemd, command))}
SuccessExitStatus=1
Nice=10
IOSchedulingClass=idle
"""


def timer_unit(at: time) -> str:
    """The systemd timer; a run that was missed because the computer was off begins once it is on."""
    return f"""[Unit]
Description=sohoa: every evening

[Timer]
OnCalendar=*-*-* {at:%H:%M}:00
Persistent=true

[Install]
WantedBy=timers.target
"""


def cron_block(command: Sequence[str], at: time) -> str:
    """The lines of a crontab, between marks to find them again. A per cent sign ends a command there."""
    line = shlex.join(command).replace("%", r"\%")
    return f"{CRON_BEGIN}\n{at.minute} {at.hour} * * * {line}\n{CRON_END}\n"


def with_block(crontab: str, block: str) -> str:
    """The crontab with ``block`` in place of our earlier lines; a last line of others is ended first."""
    kept = without_block(crontab)
    return f"{kept}\n{block}" if kept and not kept.endswith("\n") else kept + block


def without_block(crontab: str) -> str:
    """The crontab without our lines."""
    return re.sub(rf"{re.escape(CRON_BEGIN)}\n.*?{re.escape(CRON_END)}\n?", "", crontab, flags=re.DOTALL)


def block_of(crontab: str) -> str:
    """Our lines of the crontab; "" where there are none."""
    found = re.search(rf"{re.escape(CRON_BEGIN)}\n(.*?){re.escape(CRON_END)}", crontab, flags=re.DOTALL)
    return found[1].strip() if found else ""


def variables_lost(environ: Iterable[str]) -> list[str]:
    """The names of those variables that set something for this program and that a scheduler does not know.
    Home and settings file stand in its command.
    """
    return sorted(name for name in environ if name.startswith("SOHOA_") and name not in _IN_THE_COMMAND)


def task_xml(command: Sequence[str], at: time) -> str:
    """A task of the Windows Task Scheduler (schema 1.2): every day, begun later where it was missed, the
    computer woken for it, at low priority, and never twice at once. It names no ``Principals``, for another
    way to log on needs the person's password: so it begins only while that person is logged on.
    """
    program, *words = command
    arguments = " ".join(map(_for_windows, words))
    return f"""<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="{_TASK_NAMESPACE}">
  <RegistrationInfo>
    <Description>sohoa: work through all that is open</Description>
  </RegistrationInfo>
  <Triggers>
    <CalendarTrigger>
      <StartBoundary>2026-01-01T{at:%H:%M}:00</StartBoundary>
      <Enabled>true</Enabled>
      <ScheduleByDay>
        <DaysInterval>1</DaysInterval>
      </ScheduleByDay>
    </CalendarTrigger>
  </Triggers>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <Enabled>true</Enabled>
    <WakeToRun>true</WakeToRun>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <Priority>8</Priority>
  </Settings>
  <Actions>
    <Exec>
      <Command>{escape(program)}</Command>
      <Arguments>{escape(arguments)}</Arguments>
    </Exec>
  </Actions>
</Task>
"""


def _for_systemd(word: str) -> str:
    """Quoted; per cent and dollar signs are its own (systemd.service(5))."""
    told = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{told}"'


def _for_windows(word: str) -> str:
    """As CommandLineToArgvW takes it apart."""
    if word and not re.search(r'[\s"]', word):
        return word
    told = re.sub(r'(\\*)"', r'\1\1\\"', word)
    return '"' + re.sub(r"(\\+)$", r"\1\1", told) + '"'
