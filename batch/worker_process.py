"""Inside one worker process: its limits, its end with the parent, and errors turned into small records."""

from __future__ import annotations

import os
import resource
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing import connection, parent_process
from typing import TypeVar

from templates.errors import SohoaError
from templates.messages import _, choose_language

Task = TypeVar("Task")
Value = TypeVar("Value")


class FailureCode(StrEnum):
    """Why a task gave no value."""

    REFUSED = "refused"  # the input can't be opened: a recorded reason, never tried again
    TIMEOUT = "timeout"
    CRASH = "crash"
    MEMORY = "memory"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Failure:
    """A task that failed: ``sentence`` for the clerk, without any value of the paper.

    ``detail`` names the exception's class for the log; its text may quote the paper and is left out.
    """

    code: FailureCode
    sentence: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one task may use. ``memory_mb`` bounds the address space of a worker, 0 leaves it open."""

    timeout_s: float = 180.0
    memory_mb: int = 0


def prepare(limits: Limits, language: str) -> None:
    """Set up a fresh worker: own process group, one thread, a memory limit, and death with its parent."""
    os.setpgid(0, 0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _one_thread_each()
    choose_language(language)
    if limits.memory_mb:
        bytes_allowed = limits.memory_mb * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (bytes_allowed, bytes_allowed))
    threading.Thread(target=_die_with_parent, daemon=True).start()


def _one_thread_each() -> None:
    """One process a core beats threads inside Tesseract and OpenCV several times over (measured)."""
    import cv2

    os.environ["OMP_THREAD_LIMIT"] = "1"
    cv2.setNumThreads(1)


def _die_with_parent() -> None:
    """A worker waiting for work never notices that its parent was killed; this thread does."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os.killpg(0, signal.SIGKILL)


def attempt(work: Callable[[Task], Value], task: Task) -> Value | Failure:
    """``work(task)``, or the record of why not. Nothing raised here crosses to the parent."""
    try:
        return work(task)
    except SohoaError as error:
        return Failure(FailureCode.REFUSED, error.sentence, type(error).__name__)
    except MemoryError:
        sentence = _("The page is too large for this computer's memory.")
        return Failure(FailureCode.MEMORY, sentence, "MemoryError")
    except (Exception, SystemExit) as error:
        return Failure(FailureCode.ERROR, _("The page could not be read."), type(error).__name__)
