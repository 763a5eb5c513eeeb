# SPDX-License-Identifier: Apache-2.0
"""Many pages on many cores: small work items in, small results out, in the order in which they finish.

A *slot* is one ``ProcessPoolExecutor`` with a single process. One pool of many processes would not do: when
one of them dies, ``concurrent.futures`` fails everything in flight and does not say who was guilty. With a
slot a core, a crash or a hang costs exactly the page that caused it.

Processes start from a *forkserver*: it has the heavy imports loaded once, so a killed worker is replaced at
the price of a fork; and unlike plain ``fork`` a worker never inherits the parent's threads or database
connection. Where there is none (Windows) each worker loads them itself before it takes its first task.

What the parent holds in flight is one task a slot, so memory stays flat however long the list is. The
interface (an iterable of picklable tasks in, an iterator of outcomes out) is one that a cluster offers too.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from threading import Lock
from typing import Generic, TypeVar

from intake.errors import WorkersError
from intake.reading.worker_process import (
    ONE_THREAD,
    OUR_MODULES,
    STOPS_ALL,
    Failure,
    FailureCode,
    Limits,
    attempt,
    prepare,
)
from templates.files.active import tell_children
from templates.language.messages import current_language
from templates.system import START_METHOD, kill_group, kill_process

Task = TypeVar("Task")
Value = TypeVar("Value")

START_TIMEOUT_S = 120.0
STARTS = 3
"""So often a process is started whose start fails: whoever ends processes for want of memory may hit it."""
START_PAUSE_S = 0.3
END_TIMEOUT_S = 10.0
"""So long an idle process may take to end by itself: a library's thread may keep it."""
PRELOAD: tuple[str, ...] = ("intake.reading.worker_process", "intake.reading.warm")
PRELOAD_TO_COUNT = ("intake.reading.worker_process", "intake.capture.image", "intake.capture.pdf")
_starting = Lock()


def start_forkserver(preload: Sequence[str] | None = None) -> None:
    """Start what workers are forked from, unless it runs or this system has no such thing, and return at
    once: whoever has something else to do first finds it with its imports (``PRELOAD``, or others) done.
    """
    with _starting:  # threads of a cluster's worker come here at once, and the surroundings are everybody's
        os.environ.update(ONE_THREAD | OUR_MODULES)  # taken over when it starts
        tell_children()
        if START_METHOD == "forkserver":
            from multiprocessing import forkserver

            forkserver.set_forkserver_preload(list(preload or PRELOAD))
            forkserver.ensure_running()
            for name in OUR_MODULES:  # what else is started from here may want its own folder
                del os.environ[name]


def end_forkserver() -> None:
    """End what workers are forked from; whoever waits for it learns of that, and the next one is started."""
    from multiprocessing import forkserver

    pid = forkserver._forkserver._forkserver_pid  # type: ignore[attr-defined]
    if pid is not None:
        kill_process(pid)


@contextmanager
def _at_most(seconds: float, end: Callable[[], None]) -> Iterator[None]:
    """Do ``end`` if what is done here has not ended by then, so that it does."""
    clock = threading.Timer(seconds, end)
    clock.daemon = True
    clock.start()
    try:
        yield
    finally:
        clock.cancel()


@dataclass(frozen=True, slots=True)
class TaskOutcome(Generic[Task, Value]):
    """What became of one task: exactly one of ``value`` and ``failure`` is set."""

    task: Task
    seconds: float
    value: Value | None = None
    failure: Failure | None = None


class WorkerSlot(Generic[Task, Value]):
    """One worker process, what it is doing, and until when it may."""

    def __init__(
        self, work: Callable[[Task], Value], limits: Limits, timeout_s: Callable[[Task], float]
    ) -> None:
        self._work = work
        self._limits = limits
        self._timeout_s = timeout_s
        self._pool, self._pid = self._start()
        self._gave_up = False
        self.task: Task | None = None
        self.future: Future[Value | Failure] | None = None
        self._began = self._until = 0.0

    def _start(self) -> tuple[ProcessPoolExecutor, Future[int]]:
        """A pool whose process is being started, and that process's id. Raises WorkersError."""
        context = multiprocessing.get_context(START_METHOD)
        trouble: Exception | None = None
        for _try in range(STARTS):
            start_forkserver()
            pool = ProcessPoolExecutor(1, context, prepare, (self._limits, current_language()))
            try:
                with _at_most(START_TIMEOUT_S, end_forkserver):
                    return pool, pool.submit(os.getpid)
            except (OSError, EOFError) as error:  # what it was to be forked from is just ending
                trouble = error
                time.sleep(START_PAUSE_S)
        raise WorkersError.not_started() from trouble

    def wait_until_ready(self) -> None:
        """Return once the process runs, so that its start does not count against the first task's time.

        One that was ended before that, or since, from outside (for want of memory), gets a successor. Raises
        WorkersError where none comes up.
        """
        for left in reversed(range(STARTS)):
            try:
                self._pid.result(START_TIMEOUT_S)
            except (BrokenProcessPool, TimeoutError) as error:
                self._gave_up = isinstance(error, TimeoutError)
                if not left or isinstance(error, TimeoutError):
                    raise WorkersError.not_started() from error
            else:
                return
            self.close()
            self._pool, self._pid = self._start()

    def give(self, task: Task) -> Future[Value | Failure]:
        try:
            future = self._pool.submit(attempt, self._work, task)
        except BrokenProcessPool:  # it was ended while it had nothing to do
            self.close()
            self._pool, self._pid = self._start()
            self.wait_until_ready()
            future = self._pool.submit(attempt, self._work, task)
        self.task, self.future, self._began = task, future, time.monotonic()
        self._until = self._began + self._timeout_s(task)
        return future

    def overdue(self) -> bool:
        busy = self.future is not None and not self.future.done()
        return busy and time.monotonic() >= self._until

    def time_left(self) -> float:
        return max(0.0, self._until - time.monotonic())

    def take(self) -> TaskOutcome[Task, Value]:
        """The finished (or overdue) task's outcome; the slot is then free, or dead and to be replaced."""
        assert self.task is not None and self.future is not None
        task, future, self.task, self.future = self.task, self.future, None, None
        seconds = time.monotonic() - self._began
        if not future.done():
            return TaskOutcome(task, seconds, failure=Failure(FailureCode.TIMEOUT))
        try:
            value = future.result()
        except STOPS_ALL:
            raise
        except BrokenProcessPool:
            return TaskOutcome(task, seconds, failure=Failure(FailureCode.CRASH))
        except Exception as error:  # a result that can't be pickled
            return TaskOutcome(task, seconds, failure=Failure(FailureCode.ERROR, type(error).__name__))
        if isinstance(value, Failure):
            return TaskOutcome(task, seconds, failure=value)
        return TaskOutcome(task, seconds, value=value)

    def close(self) -> None:
        """Let an idle process end by itself; kill a busy one with everything it started."""
        if self.future is not None or not self._pid.done():
            self.kill()
        with _at_most(END_TIMEOUT_S, self.kill):
            self._pool.shutdown(wait=True, cancel_futures=True)

    def kill(self) -> None:
        """End the process and its children (Tesseract, poppler) at once, also one that never told its id: it
        has no group of its own yet.
        """
        with suppress(BrokenProcessPool, TimeoutError, CancelledError):
            kill_group(self._pid.result(0 if self._gave_up else START_TIMEOUT_S))
            return
        for process in list((self._pool._processes or {}).values()):
            process.kill()


class Workers(Generic[Task, Value]):
    """Runs ``work`` over tasks on ``count`` processes; see the module for the promises kept.

    ``lasting``: the processes are kept from one list of tasks to the next, until ``close``. ``timeout_s``
    says how long a task may take where that differs from one to the next; else the limits do. ``at_work`` is
    told which task each process gets, by its place, and None when it has no more.
    """

    def __init__(
        self,
        work: Callable[[Task], Value],
        count: int,
        limits: Limits,
        *,
        lasting: bool = False,
        timeout_s: Callable[[Task], float] | None = None,
        at_work: Callable[[int, Task | None], None] | None = None,
    ) -> None:
        self._work = work
        self._at_work = at_work
        self._count = max(1, count)
        self._limits = limits
        self._lasting = lasting
        self._timeout_s = timeout_s or (lambda _task: limits.timeout_s)
        self._slots: list[WorkerSlot[Task, Value]] = []

    def run(self, tasks: Iterable[Task]) -> Generator[TaskOutcome[Task, Value], None, None]:
        """Outcomes in the order of completion; a task whose worker died comes last, tried once more alone.

        Tasks are pulled one by one as slots fall free. Closing the generator early ends every worker: whoever
        may leave it by an error closes it (``contextlib.closing``).
        """
        crashed: list[Task] = []
        try:
            for outcome in self._stream(iter(tasks), self._count):
                if outcome.failure and outcome.failure.code is FailureCode.CRASH:
                    crashed.append(outcome.task)
                else:
                    yield outcome
            if crashed:
                self.close()
                yield from self._stream(iter(crashed), 1)
        except BaseException:  # GeneratorExit too: whoever leaves early wants no more work done
            self.close()
            raise
        if not self._lasting:
            self.close()

    def _stream(self, tasks: Iterator[Task], width: int) -> Iterator[TaskOutcome[Task, Value]]:
        waiting = self._fill(tasks, width)
        while waiting:
            wait(list(waiting), min(s.time_left() for s in waiting.values()), FIRST_COMPLETED)
            for future, slot in list(waiting.items()):
                if not (future.done() or slot.overdue()):
                    continue
                del waiting[future]
                outcome = slot.take()
                slot = self._healthy(slot, outcome)
                place = self._slots.index(slot)
                self._tell(place, None)
                for task in tasks:
                    waiting[slot.give(task)] = slot
                    self._tell(place, task)
                    break
                yield outcome

    def _tell(self, place: int, task: Task | None) -> None:
        if self._at_work is not None:
            self._at_work(place, task)

    def _fill(
        self, tasks: Iterator[Task], width: int
    ) -> dict[Future[Value | Failure], WorkerSlot[Task, Value]]:
        first = list(islice(tasks, width))
        self._slots += [
            WorkerSlot(self._work, self._limits, self._timeout_s) for _task in first[len(self._slots) :]
        ]
        for slot in self._slots:
            slot.wait_until_ready()
        for place, task in enumerate(first):
            self._tell(place, task)
        return {slot.give(task): slot for slot, task in zip(self._slots, first, strict=False)}

    def _new_slot(self) -> WorkerSlot[Task, Value]:
        return WorkerSlot(self._work, self._limits, self._timeout_s)

    def _healthy(
        self, slot: WorkerSlot[Task, Value], outcome: TaskOutcome[Task, Value]
    ) -> WorkerSlot[Task, Value]:
        """``slot`` itself, or a new one in its place where its process is dead or hangs."""
        code = outcome.failure.code if outcome.failure else None
        if code not in (FailureCode.CRASH, FailureCode.TIMEOUT):
            return slot
        slot.kill()
        slot.close()
        fresh = self._new_slot()
        self._slots[self._slots.index(slot)] = fresh
        fresh.wait_until_ready()
        return fresh

    def close(self) -> None:
        """End all workers; none is left behind."""
        for slot in self._slots:
            slot.close()
        self._slots = []
