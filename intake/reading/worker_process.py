# SPDX-License-Identifier: Apache-2.0
"""Inside one worker process: its limits, its end with the parent, and errors turned into small records."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing import connection, parent_process
from typing import TypeVar

from intake.capture.refusals import CaptureError, Refusal, RefusalCode
from intake.errors import DamagedObjectError, ObjectStoreError, StorageFullError
from intake.settings.log import describe_exception
from ocr.errors import (
    DamagedModelError,
    RecogniserFailedError,
    RecogniserMissingError,
    RecogniserTimeoutError,
)
from templates.errors import SohoaError
from templates.language.messages import _, choose_language
from templates.system import START_METHOD, become_group, end_own_group, limit_memory

Task = TypeVar("Task")
Value = TypeVar("Value")


ONE_THREAD = {"OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1"}
"""One process a core beats threads inside Tesseract and OpenCV several times over (measured)."""

OUR_MODULES = {"PYTHONSAFEPATH": "1"}
"""Python started with a command or a module looks for modules in the working folder first: what lies on a
citizen's USB stick as ``numpy.py`` would be run.
"""


STOPS_ALL = (RecogniserMissingError, DamagedModelError, StorageFullError, ObjectStoreError)
"""No page can be read, nothing can be kept: what comes of a single task, and ends the whole run."""


class FailureCode(StrEnum):
    """Why a task gave no value."""

    REFUSED = "refused"  # the input can't be opened, the ``refusal`` says why
    TIMEOUT = "timeout"
    CRASH = "crash"
    MEMORY = "memory"
    RECOGNISER = "recogniser"
    DAMAGED = "damaged"  # the kept file no longer has the bytes that came
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Failure:
    """A task that failed. ``detail`` names the exception's class and ``trace`` the lines of code it came
    through, for the log.

    The exception's own text may quote the paper and is left behind; only an error of ours has ``told`` what
    happened and what to do. Other sentences are looked up when shown.
    """

    code: FailureCode
    detail: str = ""
    refusal: Refusal | None = None
    told: tuple[str, str] | None = None
    trace: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        """The most exact code there is, as stored and printed by ``--json``."""
        return str(self.refusal.code if self.refusal else self.code)

    @property
    def sentence(self) -> str:
        """What happened, in the language chosen now."""
        return self.refusal.sentence if self.refusal else self._told()[0]

    @property
    def advice(self) -> str:
        """What the clerk can do about it, in the language chosen now."""
        return self.refusal.advice if self.refusal else self._told()[1]

    def _told(self) -> tuple[str, str]:
        return self.told or _TEXTS[self.code]()


@dataclass(frozen=True, slots=True)
class Limits:
    """What one task may use. ``memory_mb`` (MiB) bounds what a worker holds, 0 leaves it open."""

    timeout_s: float = 180.0
    memory_mb: int = 0


DEFAULT_WORK_LIMITS = Limits()


def prepare(limits: Limits, language: str) -> None:
    """Set up a fresh worker: own process group, one thread, a memory limit, the language of what it writes,
    and death with its parent.
    """
    choose_language(language)
    become_group()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _one_thread()
    if START_METHOD == "spawn":  # else it was forked with them
        import intake.reading.warm  # noqa: F401
    if limits.memory_mb:
        limit_memory(limits.memory_mb)
    threading.Thread(target=_die_with_parent, daemon=True).start()


def _one_thread() -> None:
    import cv2

    os.environ.update(ONE_THREAD)
    cv2.setNumThreads(1)


def _die_with_parent() -> None:
    """A worker waiting for work never notices that its parent was killed; this thread does."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        end_own_group()


def attempt(work: Callable[[Task], Value], task: Task) -> Value | Failure:
    """``work(task)``, or the record of why not.

    Raises only what every other task would meet as well (``STOPS_ALL``), so that the run stops and says so.
    """
    try:
        return work(task)
    except STOPS_ALL:
        raise
    except CaptureError as error:
        return Failure(FailureCode.REFUSED, type(error).__name__, error.refusal)
    except RecogniserTimeoutError as error:
        return Failure(FailureCode.TIMEOUT, type(error).__name__)
    except MemoryError as error:
        return Failure(FailureCode.MEMORY, type(error).__name__)
    except RecogniserFailedError as error:
        told = (error.sentence, error.advice)
        return Failure(FailureCode.RECOGNISER, type(error).__name__, told=told, trace=_trace(error))
    except DamagedObjectError as error:
        return Failure(FailureCode.DAMAGED, type(error).__name__, told=(error.sentence, error.advice))
    except SohoaError as error:
        told = (error.sentence, error.advice)
        return Failure(FailureCode.ERROR, type(error).__name__, told=told, trace=_trace(error))
    except (Exception, SystemExit) as error:
        return Failure(FailureCode.ERROR, type(error).__name__, trace=_trace(error))


def why_failed(reason: str) -> str:
    """The sentence of a failure as the store keeps it (``Failure.reason``)."""
    if reason in list(FailureCode):
        return Failure(FailureCode(reason)).sentence
    return Refusal(RefusalCode(reason)).sentence if reason in list(RefusalCode) else reason


def _trace(error: BaseException) -> tuple[str, ...]:
    _name, frames = describe_exception(error)
    return tuple(frames)


_TEXTS: dict[FailureCode, Callable[[], tuple[str, str]]] = {
    FailureCode.REFUSED: lambda: (
        _("The page can't be opened."),
        _("Scan the page again."),
    ),
    FailureCode.TIMEOUT: lambda: (
        _("Reading the page took too long and was stopped."),
        _("Scan the page again at 300 dpi; if that does not help, type its values with sohoa edit."),
    ),
    FailureCode.CRASH: lambda: (
        _("The program that reads pages broke down on this page, twice."),
        _("Scan the page again, or type its values with sohoa edit."),
    ),
    FailureCode.MEMORY: lambda: (
        _("There is not enough memory to read this page."),
        _("Scan the page again at 300 dpi, or allow it more memory (reading.page_memory_mb)."),
    ),
    FailureCode.RECOGNISER: lambda: (
        _("The text recogniser failed on this page."),
        _("Scan the page again; sohoa doctor checks the installation."),
    ),
    FailureCode.DAMAGED: lambda: (
        _("The kept file of this page is damaged."),
        _("Check the disk, then add the paper again from its scan."),
    ),
    FailureCode.ERROR: lambda: (
        _("The page could not be read because of an error in the program."),
        _("Type its values with sohoa edit and report the error; the log holds its kind."),
    ),
}
