# SPDX-License-Identifier: Apache-2.0
"""One thing done with a stranger's file in a worker process, and waited for: what breaks, hangs or fills the
worker is told as a refusal of the file.
"""

from __future__ import annotations

from typing import TypeVar

from intake.capture.refusals import CaptureError, RefusalCode
from intake.reading.worker_process import Failure, FailureCode
from intake.reading.workers import Workers
from intake.settings.log import log
from templates.errors import SohoaError

Task = TypeVar("Task")
Value = TypeVar("Value")


def done_apart(workers: Workers[Task, Value], task: Task) -> Value:
    """What the work on one task gives, None included.

    Raises CaptureError where it gave nothing, SohoaError where it says why itself, and as ``Workers.run``
    does.
    """
    (outcome,) = workers.run([task])
    if outcome.failure is not None:
        if outcome.failure.told:
            raise SohoaError(*outcome.failure.told)
        raise CaptureError(_why(outcome.failure))
    return outcome.value  # type: ignore[return-value]  # set where there is no failure


def _why(failure: Failure) -> RefusalCode:
    if failure.refusal is not None:
        return failure.refusal.code
    log().warning("file-not-opened", reason=failure.reason, error=failure.detail, trace=list(failure.trace))
    return _REFUSED.get(failure.code, RefusalCode.UNREADABLE)


_REFUSED = {
    FailureCode.TIMEOUT: RefusalCode.TOO_SLOW,
    FailureCode.MEMORY: RefusalCode.TOO_MUCH_MEMORY,
    FailureCode.CRASH: RefusalCode.BREAKS_READER,
}
