# SPDX-License-Identifier: Apache-2.0
"""Progress of anything that takes longer than two seconds: pages done, rate, time left, what each worker has
in hand. On a terminal as a bar, elsewhere (a scheduler's log, a file) as a line each minute.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import copy_context
from typing import TYPE_CHECKING

from intake.desk.console import is_quiet, remarks, say
from intake.dossier.deadline.local_time import local_time
from intake.settings.clock import utc_now
from intake.settings.log import log
from templates.language.messages import _

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.progress import Progress, Task
    from rich.text import Text

    from intake.store.progress import Hands

SHOW_AFTER_S = 2.0
SAY_EVERY_S = 60.0

Advance = Callable[[int], None]


@contextmanager
def progress(
    label: str, total: int | None, *, unit: str | None = None, hands: Hands | None = None
) -> Iterator[Advance]:
    """Yield a function that counts units done; a bar appears on a terminal once two seconds have passed.

    ``unit`` names what is counted ("pages" unless given), already translated; ``hands`` tells a line for each
    worker, shown below. Off a terminal a line is said
    each minute, and with ``--quiet`` it stands in the log alone.
    """
    if is_quiet() or not remarks().is_terminal:
        with _in_lines(label, total, unit or _("pages"), hands) as advance:
            yield advance
        return
    bar = _bar(unit or _("pages"), hands)
    task = bar.add_task(label, total=total)
    timer = threading.Timer(SHOW_AFTER_S, bar.start)
    timer.daemon = True
    timer.start()
    try:
        yield lambda count: bar.advance(task, count)
    finally:
        timer.cancel()
        timer.join()
        bar.stop()


@contextmanager
def _in_lines(label: str, total: int | None, unit: str, hands: Hands | None) -> Iterator[Advance]:
    """Say how far it is each minute, as long as it lasts; what is over sooner says nothing."""
    far, ended = HowFarItIs(total), threading.Event()

    def watch() -> None:
        while not ended.wait(SAY_EVERY_S):
            _say_line(label, far, unit, hands)

    # The language is the context's, which a new thread has not.
    watching = threading.Thread(target=copy_context().run, args=(watch,), name="progress", daemon=True)
    watching.start()
    try:
        yield far.count
    finally:
        ended.set()
        watching.join()


def _say_line(label: str, far: HowFarItIs, unit: str, hands: Hands | None) -> None:
    log().info("progress", done=far.done, total=far.total, per_minute=round(far.per_minute, 1))
    told = f"{far.done}/{far.total}" if far.total is not None else str(far.done)
    parts = [f"{told} {unit}", _("{rate} {unit}/min").format(rate=f"{far.per_minute:.0f}", unit=unit)]
    if far.minutes_left is not None:
        parts.append(_("about {count} minutes left").format(count=far.minutes_left))
    say(f"{local_time(utc_now())[-5:]} {label}: {', '.join(parts)}")
    for line in hands() if hands else ():
        say(f"      {line}")


class HowFarItIs:
    """Units done of ``total`` (None: nobody knows), how many a minute, how many minutes are left."""

    def __init__(self, total: int | None, clock: Callable[[], float] = time.monotonic) -> None:
        self.total, self.done = total, 0
        self._clock, self._began = clock, clock()

    def count(self, units: int) -> None:
        self.done += units

    @property
    def per_minute(self) -> float:
        lasted = self._clock() - self._began
        return self.done * 60 / lasted if lasted > 0 else 0.0

    @property
    def minutes_left(self) -> int | None:
        """None where that can't be told."""
        if self.total is None or not self.done or not self.per_minute:
            return None
        return max(0, round((self.total - self.done) / self.per_minute))


def _bar(unit: str, hands: Hands | None) -> Progress:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn
    from rich.progress import TimeRemainingColumn as TimeLeft
    from rich.text import Text

    class Rate(ProgressColumn):
        """Units a minute."""

        def render(self, task: Task) -> Text:
            return _rate(task.finished_speed or task.speed, unit)

    class WithHands(Progress):
        """The bar, and below it what each worker is at."""

        def get_renderables(self) -> Iterable[RenderableType]:
            yield from super().get_renderables()
            for line in hands() if hands else ():
                yield Text(f"  {line}", style="dim")

    return WithHands(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=20),
        MofNCompleteColumn(),
        Rate(),
        TextColumn(_("left")),
        TimeLeft(compact=True),
        console=remarks(),
        transient=True,
    )


def _rate(per_second: float | None, unit: str) -> Text:
    from rich.text import Text

    if not per_second:
        return Text("")
    return Text(_("{rate} {unit}/min").format(rate=f"{per_second * 60:.0f}", unit=unit))
