# SPDX-License-Identifier: Apache-2.0
"""What a paper made to do harm does to the process that packages it, as work that a worker can be told."""

from __future__ import annotations

import os
import resource
import signal
from pathlib import Path

from batch.package.pack_work import BuiltPackage, PackTask, pack_task
from intake.errors import StorageFullError


def abort(_task: PackTask) -> None:
    os.abort()


def loop(_task: PackTask) -> None:
    while True:
        pass


def eat(_task: PackTask) -> None:
    """Ask for memory until there is none, each piece really held."""
    held = []
    while True:
        held.append(b"\1" * (16 * 1024 * 1024))


FAULTS = {"crash": abort, "timeout": loop, "memory": eat}


def pack_hostile(fault: str, hostile: str, trace: Path, task: PackTask) -> BuiltPackage:
    """Package, but for the dossier ``hostile``, whose papers do harm once its first file is written; each
    try leaves a line in the file ``trace``.
    """
    if task.plan.dossier == hostile:
        with trace.open("a") as lines:
            lines.write(f"{os.getpid()}\n")
        if fault != "memory":  # its process goes on, and clears away what it had begun
            (task.place.folder / f".{hostile}.{os.getpid()}.part").mkdir(parents=True)
        FAULTS[fault](task)
    return pack_task(task)


def full_disk_beside_one_at_work(full: str, begun: Path, task: PackTask) -> BuiltPackage:
    """The dossier ``full`` finds the disk full once another one is at work, which never ends by itself."""
    if task.plan.dossier == full:
        while not begun.exists():
            os.sched_yield()
        raise StorageFullError("no room", "")
    (task.place.folder / f".{task.plan.dossier}.{os.getpid()}.part").mkdir(parents=True)
    begun.touch()
    while True:
        signal.pause()


def pack_and_weigh(told: Path, task: PackTask) -> BuiltPackage:
    """Package, and write to the file ``told`` the most memory (MiB) that this process, or a program it
    started, has held.
    """
    try:
        return pack_task(task)
    finally:
        whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        told.write_text(str(max(resource.getrusage(one).ru_maxrss for one in whose) // 1024))
