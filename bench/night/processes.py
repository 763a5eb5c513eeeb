# SPDX-License-Identifier: Apache-2.0
"""A program with all processes it starts: what each took of the processor and of memory (Linux)."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_LOOK_EVERY_S = 0.5
_TICK = os.sysconf("SC_CLK_TCK")
COORDINATOR, WORKER, OTHER = "coordinator", "worker", "other"
_FORKED = b"multiprocessing.forkserver"
"""Workers are forked from a server that the program starts, and bear its words."""


@dataclass
class Seen:
    """One process: what it is (``role``), processor seconds of itself (a worker's with those of the programs
    it waited for), its highest resident memory in MB, and how much it held at each look.
    """

    role: str
    cpu_s: float = 0.0
    peak_mb: float = 0.0
    held_mb: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Watched:
    """A program that ended: ``status``, seconds on the clock, processor seconds of it and all it waited for
    (workers are nobody's to wait for: ``cpu_of``), and each process by its number.
    """

    status: int
    wall_s: float
    cpu_s: float
    processes: Mapping[int, Seen]

    def of(self, role: str) -> list[Seen]:
        return [seen for seen in self.processes.values() if seen.role == role]

    def peak_mb(self, role: str) -> float:
        return max((seen.peak_mb for seen in self.of(role)), default=0.0)

    def cpu_of(self, role: str) -> float:
        return sum(seen.cpu_s for seen in self.of(role))


def watched(command: Sequence[str], env: Mapping[str, str], log: Path) -> Watched:
    """Run ``command`` to its end in a session of its own, and look at every process of it meanwhile."""
    seen: dict[int, Seen] = {}
    with log.open("ab") as told:
        began = time.monotonic()
        child = subprocess.Popen(command, stdout=told, stderr=told, env=dict(env), start_new_session=True)
        while True:
            ended, status, usage = os.wait4(child.pid, os.WNOHANG)
            if ended:
                break
            _look(child.pid, seen)
            time.sleep(_LOOK_EVERY_S)
    child.returncode = os.waitstatus_to_exitcode(status)
    return Watched(child.returncode, time.monotonic() - began, usage.ru_utime + usage.ru_stime, seen)


def _look(session: int, seen: dict[int, Seen]) -> None:
    for pid, place in _of_session(session):
        try:
            told = (place / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
            status = dict(
                line.split(":", 1) for line in (place / "status").read_text("utf-8", "replace").splitlines()
            )
            words = (place / "cmdline").read_bytes().split(b"\0")
        except (OSError, ValueError):  # it ended just now
            continue
        if "VmHWM" not in status:
            continue
        role = _role(pid, int(told[1]), session, b" ".join(words))
        one = seen.setdefault(pid, Seen(role))
        one.role = role  # a worker is a copy of who started it until it has its own words
        one.cpu_s = sum(map(int, told[11 : 15 if role == WORKER else 13])) / _TICK
        one.peak_mb = int(status["VmHWM"].split()[0]) / 1024
        one.held_mb.append(int(status["VmRSS"].split()[0]) / 1024)


def _of_session(session: int) -> Iterator[tuple[int, Path]]:
    for place in Path("/proc").iterdir():
        if place.name.isdecimal():
            try:
                if os.getsid(int(place.name)) == session:
                    yield int(place.name), place
            except OSError:
                continue


def _role(pid: int, parent: int, session: int, words: bytes) -> str:
    if pid == session:
        return COORDINATOR
    return WORKER if _FORKED in words and parent != session else OTHER
