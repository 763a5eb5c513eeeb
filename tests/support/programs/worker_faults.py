# SPDX-License-Identifier: Apache-2.0
"""Named faults that a worker may meet, as functions that a worker process can be told to run."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from intake.capture.refusals import CaptureError, RefusalCode
from intake.errors import StorageFullError
from ocr.errors import RecogniserFailedError, RecogniserMissingError
from templates.language.messages import current_language


@dataclass(frozen=True)
class Job:
    name: str
    number: int = 0
    folder: str = ""


class UnpicklableError(Exception):
    """An exception that can be raised but not sent to another process."""

    def __init__(self, one: object, two: object) -> None:
        super().__init__("values of the paper")
        self.hold = (one, two, lambda: None)


def do(job: Job) -> int:
    """Work that does what its job's name says."""
    if job.folder:
        with (Path(job.folder) / f"{job.name}-{job.number}").open("a") as trace:
            trace.write(f"{os.getpid()}\n")
    return FAULTS.get(job.name, lambda j: j.number * 2)(job)


def crash(_job: Job) -> int:
    os.kill(os.getpid(), 11)
    return 0


def crash_first_time(job: Job) -> int:
    tries = (Path(job.folder) / f"{job.name}-{job.number}").read_text().splitlines()
    return crash(job) if len(tries) == 1 else job.number * 2


def hang(_job: Job) -> int:
    while True:
        time.sleep(3600)


def stay(_job: Job) -> int:
    """Leave a thread behind that keeps the process from ending."""
    threading.Thread(target=threading.Event().wait).start()
    return 0


def never_ready(*_told: object) -> None:
    """In place of what a worker begins with."""
    Path(os.environ["NEVER_READY"]).write_text(f"{os.getpid()}")
    time.sleep(3600)


def hang_first_time(job: Job) -> int:
    tries = (Path(job.folder) / f"{job.name}-{job.number}").read_text().splitlines()
    return hang(job) if len(tries) == 1 else job.number * 2


def hang_in_a_child(job: Job) -> int:
    """Hang as Tesseract would: in a child process, whose id is written down."""
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3600)"])
    (Path(job.folder) / "child").write_text(str(child.pid))
    return child.wait()


def eat_memory(_job: Job) -> int:
    return len(bytearray(64 * 1024**3))


def bad_exception(_job: Job) -> int:
    raise UnpicklableError(1, 2)


def leave(_job: Job) -> int:
    sys.exit(4)


def unpicklable_result(_job: Job) -> int:
    return lambda: 0  # type: ignore[return-value]


def refuse(_job: Job) -> int:
    raise CaptureError(RefusalCode.ENCRYPTED)


def no_recogniser(_job: Job) -> int:
    raise RecogniserMissingError("Tesseract is not installed.", "Install it.")


def recogniser_fails(_job: Job) -> int:
    try:
        raise KeyError("values of the paper")
    except KeyError as error:
        raise RecogniserFailedError("The recogniser parrot failed.", "Choose another.") from error


def disk_full(_job: Job) -> int:
    raise StorageFullError("The disk is full.", "Free some space.")


def threads(_job: Job) -> int:
    import cv2

    return cv2.getNumThreads() * 1000 + int(os.environ["OMP_THREAD_LIMIT"])


def english(_job: Job) -> int:
    return int(current_language() == "en")


FAULTS = {
    "crash": crash,
    "crash-first-time": crash_first_time,
    "hang": hang,
    "hang-first-time": hang_first_time,
    "hang-in-a-child": hang_in_a_child,
    "memory": eat_memory,
    "bad-exception": bad_exception,
    "exit": leave,
    "unpicklable-result": unpicklable_result,
    "refuse": refuse,
    "no-recogniser": no_recogniser,
    "recogniser-fails": recogniser_fails,
    "disk-full": disk_full,
    "threads": threads,
    "english": english,
    "stay": stay,
}
