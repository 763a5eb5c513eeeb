# SPDX-License-Identifier: Apache-2.0
"""How many pages a file has, asked in a worker process: the first look at a file that may have been made to
break, hang or fill whatever opens it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from intake.capture.opening import CountPages, code_of, count_pages
from intake.capture.pages import CaptureLimits
from intake.capture.refusals import CaptureError
from intake.reading.one_apart import done_apart
from intake.reading.page_work import HowToRead
from intake.reading.workers import Workers


@dataclass(frozen=True, slots=True)
class CountTask:
    """A file, and what its first bytes say it is."""

    path: str
    media_type: str
    capture: CaptureLimits


def count_task(task: CountTask) -> int:
    """The work of the worker; raises CaptureError."""
    try:
        return count_pages(Path(task.path), task.media_type, task.capture)
    except OSError as error:
        raise CaptureError(code_of(error)) from error


@contextmanager
def counting_apart(how: HowToRead, work: Callable[[CountTask], int] = count_task) -> Iterator[CountPages]:
    """Counts pages in one process, which is started with the first file and ended on leaving."""
    workers: Workers[CountTask, int] = Workers(work, 1, how.limits, lasting=True)
    try:
        yield partial(_count, workers)
    finally:
        workers.close()


def _count(workers: Workers[CountTask, int], path: Path, media_type: str, capture: CaptureLimits) -> int:
    return done_apart(workers, CountTask(str(path), media_type, capture))
