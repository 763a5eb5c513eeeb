# SPDX-License-Identifier: Apache-2.0
"""A piece of work in a process that is killed just before its n-th change of a file."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from itertools import count
from typing import Any

_CHANGES = frozenset(
    ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "shutil.rmtree", "os.scandir")
)
KILLED = 9


def killed_before(change: int, work: Callable[[], object]) -> bool:
    """Whether the work came so far that it was killed; else it was done. Not on Windows."""
    child = os.fork()
    if child == 0:
        try:
            _die_before(change)
            work()
        except BaseException:
            os._exit(1)
        os._exit(0)
    _pid, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, KILLED), f"the work failed by itself ({code})"
    return code == KILLED


def _die_before(change: int) -> None:
    seen = count(1)

    def hook(event: str, _arguments: Any) -> None:
        if event in _CHANGES and next(seen) == change:
            os._exit(KILLED)

    sys.addaudithook(hook)
