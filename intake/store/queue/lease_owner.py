# SPDX-License-Identifier: Apache-2.0
"""Leases: who has a waiting row in hand just now, and whether that one still lives.

A lease ends by its time; but a process of this computer that was killed is known to be gone at once, so that
the next run need not wait for it.
"""

from __future__ import annotations

import os
import socket
from datetime import datetime, timedelta
from uuid import uuid4

from templates.system import boot, born, is_running

# Longer than any single request may take (settings: upload_timeout_s, and the pauses of most_kb_s).
LEASE = timedelta(minutes=15)


def new_owner() -> str:
    """A name no other process has: this computer's name and boot (many computers bear one name), this process
    and when it began, and something random. 64 letters at most.
    """
    return f"{_here()}/{os.getpid()}-{born(os.getpid())}/{uuid4().hex[:12]}"


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
    process = _process_here(owner)
    return process is not None and not is_running(*process)


def lives_here(owner: str) -> bool:
    """Whether ``owner`` is a process of this computer that runs now."""
    process = _process_here(owner)
    return process is not None and is_running(*process)


def _process_here(owner: str) -> tuple[int, str] | None:
    """Number and beginning of a process of this computer."""
    here, _slash, rest = owner.partition("/")
    pid, _dash, since = rest.partition("/")[0].partition("-")
    return (int(pid), since) if here == _here() and pid.isdigit() else None


def _here() -> str:
    return f"{socket.gethostname()[:15]}:{boot()}"
