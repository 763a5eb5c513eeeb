# SPDX-License-Identifier: Apache-2.0
"""A run that ends itself with SIGKILL at the n-th point where something lasting happens.

``python killed_night.py HOME FOLDER URL POINT TRACE`` does one run. Points are: every file or folder below
HOME made, renamed or removed, every commit (just before and just after), every request to the gateway (before
it is sent and after it was answered). With POINT 0 nothing is killed, and TRACE is given the number of points
passed.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

LASTING = frozenset({"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir"})
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Reaper:
    """Counts points; at the one told it kills this process, without any goodbye."""

    def __init__(self, at: int, home: str) -> None:
        self.at = at
        self.home = home
        self.passed = 0
        self.owner = os.getpid()

    def point(self) -> None:
        if os.getpid() != self.owner:
            return
        self.passed += 1
        if self.passed == self.at:
            os.kill(os.getpid(), signal.SIGKILL)

    def hear(self, name: str, told: tuple[Any, ...]) -> None:
        """An audit hook: file events below the store's home."""
        if name not in LASTING or not self._here(told[0]):
            return
        if name != "open" or (isinstance(told[2], int) and told[2] & WRITING):
            self.point()

    def _here(self, path: object) -> bool:
        return isinstance(path, str | os.PathLike) and os.fspath(path).startswith(self.home)


def watch(reaper: Reaper) -> None:
    """Put the reaper's ear on files, commits and requests."""
    from batch.gateway.protocol.calls import Calls

    sys.addaudithook(reaper.hear)
    event.listen(Engine, "commit", lambda _connection: reaper.point())
    from sqlalchemy.orm import Session

    event.listen(Session, "after_commit", lambda _session: reaper.point())
    send = Calls.send

    def watched(self: Calls, *args: Any, **kwargs: Any) -> Any:
        reaper.point()
        answer = send(self, *args, **kwargs)
        reaper.point()
        return answer

    Calls.send = watched  # type: ignore[method-assign]


def main() -> None:
    from tests.support.desks.night_desk import desk, run_night

    home, folder, url, point, trace = sys.argv[1:]
    reaper = Reaper(int(point), home)
    watch(reaper)
    run_night(desk(Path(home), url), Path(folder), workers=1)
    Path(trace).write_text(str(reaper.passed))


if __name__ == "__main__":
    main()
