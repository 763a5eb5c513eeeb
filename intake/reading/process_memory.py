"""How much memory this process may hold."""

from __future__ import annotations

import resource
from pathlib import Path

_STATUS = Path("/proc/self/status")
_KIB_IN_MIB = 1024


def limit_memory(mebibytes: int) -> None:
    """Let every allocation fail with which this process, or one it starts, would hold more than that.

    What is limited is the writable memory that was asked for (RLIMIT_DATA): unlike the address space it has
    no room for libraries and files. Of what was asked for up to now, a part was never touched (stacks,
    arenas) and so is not held; the limit is higher by that part.
    """
    asked_kib, held_kib = _kib("VmData"), _kib("VmRSS")
    allowed = (mebibytes * _KIB_IN_MIB + max(0, asked_kib - held_kib)) * 1024
    resource.setrlimit(resource.RLIMIT_DATA, (allowed, allowed))


def _kib(name: str) -> int:
    """A line of the process's status; 0 where this system has no such file."""
    try:
        lines = _STATUS.read_text("ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(f"{name}:")), 0)
