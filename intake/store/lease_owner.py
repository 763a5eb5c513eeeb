"""Leases: who has a waiting row in hand just now, and whether that one still lives.

A lease ends by its time; but a process of this computer that was killed is known to be gone at once, so that
the next run need not wait for it.
"""

from __future__ import annotations

import os
import socket
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from intake.settings.processes import is_running

# Longer than any single request may take (settings: upload_timeout_s).
LEASE = timedelta(minutes=15)
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


def new_owner() -> str:
    """A name no other process has: this boot of this computer, this process, and something random."""
    return f"{_here()}/{os.getpid()}/{uuid4().hex[:12]}"


def lease_over(owner: str, until: datetime | None, now: datetime) -> bool:
    """Whether what ``owner`` has leased ``until`` then may be taken by another.

    A lease that would last longer than any was written while the clock was ahead; it holds only while its
    owner is seen to live.
    """
    if until is None or until <= now or is_gone(owner):
        return True
    return until > now + LEASE and not lives_here(owner)


def is_gone(owner: str) -> bool:
    """Whether ``owner`` was a process of this computer that runs no more; of others nothing is known."""
    pid = _pid_here(owner)
    return pid is not None and not is_running(pid)


def lives_here(owner: str) -> bool:
    """Whether ``owner`` is a process of this computer that runs now."""
    pid = _pid_here(owner)
    return pid is not None and is_running(pid)


def _pid_here(owner: str) -> int | None:
    here, _slash, rest = owner.partition("/")
    pid = rest.partition("/")[0]
    return int(pid) if here == _here() and pid.isdigit() else None


def _here() -> str:
    try:
        boot = _BOOT_ID.read_text("ascii").strip()[:8]
    except OSError:
        boot = ""
    return f"{socket.gethostname()[:20]}:{boot}"
