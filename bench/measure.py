"""Running a program and measuring it: wall time, and the peak memory of its largest process."""

from __future__ import annotations

import contextlib
import os
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

_LOOK_EVERY_S = 0.2


@dataclass(frozen=True, slots=True)
class Measured:
    """One run: seconds on the clock, peak resident memory in MB of the largest process, exit status."""

    wall_s: float
    peak_mb: float
    status: int


def run(
    command: Sequence[str], stdout: IO[bytes] | int = subprocess.DEVNULL, log: Path | None = None
) -> Measured:
    """Run ``command`` to its end; what it says on stderr goes to ``log``."""
    with contextlib.ExitStack() as stack:
        errors = stack.enter_context(log.open("ab")) if log else subprocess.DEVNULL
        begun = time.monotonic()
        child = subprocess.Popen(command, stdout=stdout, stderr=errors, start_new_session=True)
        watcher = _Watcher(child.pid)
        watcher.start()
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.monotonic() - begun
        child.returncode = os.waitstatus_to_exitcode(status)
        watcher.done.set()
        watcher.join()
    return Measured(wall, max(usage.ru_maxrss, watcher.peak_kb) / 1024, child.returncode)


class _Watcher(threading.Thread):
    """Looks at every process of a session: those that nobody waits for are missing from ``wait4``."""

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self._session = session
        self.peak_kb = 0
        self.done = threading.Event()

    def run(self) -> None:
        while not self.done.wait(_LOOK_EVERY_S):
            for entry in Path("/proc").iterdir():
                if entry.name.isdecimal():
                    self.peak_kb = max(self.peak_kb, self._peak_of(entry))

    def _peak_of(self, process: Path) -> int:
        try:
            after_name = (process / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
            if int(after_name[3]) != self._session:
                return 0
            status = (process / "status").read_text("utf-8", "replace")
        except (OSError, ValueError, IndexError):
            return 0
        peak = next((line for line in status.splitlines() if line.startswith("VmHWM:")), "VmHWM: 0")
        return int(peak.split()[1])
