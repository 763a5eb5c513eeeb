# SPDX-License-Identifier: Apache-2.0
"""Packages made in worker processes, at the counter and at night: papers are strangers' files, and one that
breaks, hangs or fills whatever opens it costs its dossier's package, not the program.

A dossier is one task. It may take the time of a page and some seconds more for each of its pages; it may
hold the memory of a page and, where its papers are heavy, what these weigh several times over, because a
PDF is held as it grows.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from batch.package.pack_work import BuiltPackage, HowToPack, PackTask, PagePlan, clear_parts
from intake.reading.worker_process import Limits
from intake.reading.workers import TaskOutcome, Workers, start_forkserver

PRELOAD_TO_PACK = ("intake.reading.worker_process", "batch.package.package")
SECONDS_A_PAGE = 5.0
"""Ten times what a page takes on the PC this was written on."""
LIGHT_MIB = 100.0
"""Dossiers whose papers weigh less are packaged in the memory of a page (1 GiB unless set otherwise)."""
HELD_A_MIB = 4
"""So often the bytes of papers are held at most: 40 JPEGs 3.3 times, 10 PNGs 3.1 times (measured)."""
_MIB = 1024 * 1024


def pack_apart(
    tasks: Iterable[PackTask], how: HowToPack
) -> Generator[TaskOutcome[PackTask, BuiltPackage], None, None]:
    """What became of each dossier, in the order of completion; those with heavy papers come last, each in a
    process of its own. Closed, it ends them (``Workers.run``).

    Raises StorageFullError, WorkersError.
    """
    start_forkserver(PRELOAD_TO_PACK)
    heavy: list[PackTask] = []
    places: set[Path] = set()
    try:
        yield from _workers(how, how.limits).run(_light(_noted(tasks, places), heavy))
        for task in heavy:
            yield from _workers(replace(how, workers=1), _for_heavy(how.limits, task)).run([task])
    except BaseException:  # what the others had begun fills a disk that may be full
        for place in places:
            clear_parts(place, "*")
        raise


def _noted(tasks: Iterable[PackTask], places: set[Path]) -> Iterator[PackTask]:
    for task in tasks:
        places.add(task.place.folder)
        yield task


def _workers(how: HowToPack, limits: Limits) -> Workers[PackTask, BuiltPackage]:
    return Workers(
        how.work,
        how.workers,
        limits,
        timeout_s=lambda task: limits.timeout_s + SECONDS_A_PAGE * len(_pages(task)),
    )


def _light(tasks: Iterable[PackTask], heavy: list[PackTask]) -> Iterator[PackTask]:
    for task in tasks:
        if _weight_mib(task) > LIGHT_MIB:
            heavy.append(task)
        else:
            yield task


def _for_heavy(limits: Limits, task: PackTask) -> Limits:
    if not limits.memory_mb:
        return limits
    return replace(limits, memory_mb=limits.memory_mb + round(HELD_A_MIB * _weight_mib(task)))


def _pages(task: PackTask) -> list[PagePlan]:
    return [page for component in task.plan.components for page in component.pages]


def _weight_mib(task: PackTask) -> float:
    """What the papers of a dossier weigh together."""
    return sum({page.sha256: page.size for page in _pages(task)}.values()) / _MIB
