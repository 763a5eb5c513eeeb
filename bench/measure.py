# SPDX-License-Identifier: Apache-2.0
"""Running a program and measuring it: time, and the peak memory of its largest process.

The program is started by a small helper (this file, run as a script): the kernel counts the memory of
the process that forks into the peak of the one that is forked, and a bench full of page images is large.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

_LOOK_EVERY_S = 0.2


@dataclass(frozen=True, slots=True)
class Measured:
    """One run: seconds on the clock, peak resident memory in MB of the largest process, exit status, seconds
    of processor time (user and system) of the process and those it waited for.
    """

    wall_s: float
    peak_mb: float
    status: int
    cpu_s: float = 0.0


def run(
    command: Sequence[str],
    stdout: IO[bytes] | int = subprocess.DEVNULL,
    log: Path | None = None,
    cwd: Path | None = None,
) -> Measured:
    """Run ``command`` in ``cwd`` to its end, its stderr into ``log``; FileNotFoundError if there is no such
    program.
    """
    reader, writer = os.pipe()
    helper = [sys.executable, "-I", __file__, str(writer), str(log or os.devnull), *command]
    with subprocess.Popen(helper, stdout=stdout, cwd=cwd, pass_fds=(writer,)):
        os.close(writer)
        with os.fdopen(reader, encoding="utf-8") as answers:
            answer = json.loads(answers.read() or "{}")
    if "wall_s" not in answer:
        raise FileNotFoundError(f"{command[0]} could not be started")
    return Measured(**answer)


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


def _measure(command: Sequence[str], log: Path) -> Measured:
    with log.open("ab") as errors:
        begun = time.monotonic()
        child = subprocess.Popen(command, stderr=errors, start_new_session=True)
        watcher = _Watcher(child.pid)
        watcher.start()
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.monotonic() - begun
    child.returncode = os.waitstatus_to_exitcode(status)
    watcher.done.set()
    watcher.join()
    peak = max(usage.ru_maxrss, watcher.peak_kb) / 1024
    return Measured(wall, peak, child.returncode, usage.ru_utime + usage.ru_stime)


def _main() -> None:
    answers, log, *command = sys.argv[1:]
    os.write(int(answers), json.dumps(asdict(_measure(command, Path(log)))).encode())


if __name__ == "__main__":
    _main()
