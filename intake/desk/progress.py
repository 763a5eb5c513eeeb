# SPDX-License-Identifier: Apache-2.0
"""Progress of anything that takes longer than two seconds: pages done, rate, time left."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from intake.desk.console import is_quiet, remarks
from templates.language.messages import _

if TYPE_CHECKING:
    from rich.progress import Progress, Task
    from rich.text import Text

SHOW_AFTER_S = 2.0

Advance = Callable[[int], None]


@contextmanager
def progress(label: str, total: int | None, *, unit: str | None = None) -> Iterator[Advance]:
    """Yield a function that counts units done; a bar appears on a terminal once two seconds have passed.

    ``unit`` names what is counted ("pages" unless given), already translated. Nothing is drawn with
    ``--quiet`` or off a terminal.
    """
    if is_quiet() or not remarks().is_terminal:
        yield lambda _count: None
        return
    bar = _bar(unit or _("pages"))
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


def _bar(unit: str) -> Progress:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn
    from rich.progress import TimeRemainingColumn as TimeLeft

    class Rate(ProgressColumn):
        """Units a minute."""

        def render(self, task: Task) -> Text:
            return _rate(task.finished_speed or task.speed, unit)

    return Progress(
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
