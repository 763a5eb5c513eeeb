"""Whether a process of this computer still runs: what it left half-made is its own until it ends."""

from __future__ import annotations

import os


def is_running(pid: int) -> bool:
    """Whether a process with this number runs here (ours or another's)."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
