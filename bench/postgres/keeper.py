# SPDX-License-Identifier: Apache-2.0
"""Ends a PostgreSQL when those end who asked for it, however they do: a program of its own that waits for the
end of its input, which a killed process closes too.

Told the server's folder; stops the server whose number stands in it, and removes the folder.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
from pathlib import Path


def main(folder: Path) -> None:
    for asked in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(asked, signal.SIG_IGN)  # meant for those whose end is waited for
    sys.stdin.read()
    stop(folder / "data" / "postmaster.pid")
    shutil.rmtree(folder, ignore_errors=True)


def stop(number: Path, tries: int = 500) -> None:
    """Have the server end at once, and wait until it did: it takes its number away last."""
    try:
        os.kill(int(number.read_text(encoding="ascii").split()[0]), signal.SIGQUIT)
    except (OSError, ValueError, IndexError):
        return  # it never ran
    while number.exists() and tries:
        time.sleep(0.02)
        tries -= 1


if __name__ == "__main__":
    main(Path(sys.argv[1]))
