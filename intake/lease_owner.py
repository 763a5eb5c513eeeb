"""The name under which a process takes a row of the outbox, and whether that process still lives.

A lease ends by its time; but a pusher of this computer that was killed is known to be gone at once, so that
the next run need not wait for it.
"""

from __future__ import annotations

import os
import socket
from pathlib import Path
from uuid import uuid4

from intake.processes import is_running

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


def new_owner() -> str:
    """A name no other pusher has: this boot of this computer, this process, and something random."""
    return f"{_here()}/{os.getpid()}/{uuid4().hex[:12]}"


def is_gone(owner: str) -> bool:
    """Whether ``owner`` was a process of this computer that runs no more; of others nothing is known."""
    here, _slash, rest = owner.partition("/")
    pid = rest.partition("/")[0]
    return here == _here() and pid.isdigit() and not is_running(int(pid))


def _here() -> str:
    try:
        boot = _BOOT_ID.read_text("ascii").strip()[:8]
    except OSError:
        boot = ""
    return f"{socket.gethostname()[:20]}:{boot}"
