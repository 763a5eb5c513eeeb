# SPDX-License-Identifier: Apache-2.0
"""What libraries write to standard error by themselves goes beside the log instead of on the clerk's screen.

Warnings, complaints of C libraries about a file (libtiff, libjpeg, PDFium), last words of threads: English,
of no use at the desk, and in the middle of a table. All that the program says itself still gets there.
Processes that are started inherit this.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

FILE = "libraries.log"
_MOST_BYTES = 200_000
_STDERR = 2


@contextmanager
def off_the_screen() -> Iterator[None]:
    """Until left, ``sys.stderr`` writes where it did, and nothing else that writes to standard error does.

    What came is added to ``libraries.log`` in the folder of the log, if there is one. Nothing changes where
    the streams are not those of the process.
    """
    kept = _spare_file()
    if kept is None:
        yield
        return
    ours = sys.stderr
    screen = os.dup(_STDERR)
    os.dup2(kept, _STDERR)
    sys.stderr = open(screen, "w", encoding="utf-8", errors=ours.errors, buffering=1)  # noqa: SIM115, PTH123
    hooks = warnings.showwarning, threading.excepthook, sys.unraisablehook
    warnings.showwarning, threading.excepthook, sys.unraisablehook = _warned, _thread_failed, _unraisable
    try:
        yield
    finally:
        warnings.showwarning, threading.excepthook, sys.unraisablehook = hooks
        with suppress(OSError, ValueError):
            sys.stderr.flush()
        os.dup2(screen, _STDERR)
        sys.stderr = ours
        _keep(kept)
        os.close(kept)


def _warned(
    message: Warning | str,  # noqa: ARG001 (may quote what a paper says)
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,  # noqa: ARG001
    line: str | None = None,  # noqa: ARG001
) -> None:
    from intake.settings.log import log

    log().warning("library-warning", error=category.__name__, trace=[f"{filename}:{lineno}"])


def _thread_failed(failed: threading.ExceptHookArgs) -> None:
    from intake.settings.log import log_exception

    if failed.exc_value is not None:
        log_exception("thread-failed", failed.exc_value)


def _unraisable(failed: sys.UnraisableHookArgs) -> None:
    from intake.settings.log import log_exception

    if failed.exc_value is not None:
        log_exception("unraisable", failed.exc_value)


def _spare_file() -> int | None:
    """A file without a name; None where standard error is not a file of the process, or no room is left."""
    try:
        if sys.stderr.fileno() != _STDERR:
            return None
        with tempfile.TemporaryFile() as file:
            return os.dup(file.fileno())
    except (OSError, ValueError, AttributeError):
        return None


def _keep(handle: int) -> None:
    """Add what was written to the file beside the log, where there is a folder for it."""
    size = os.lseek(handle, 0, os.SEEK_END)
    if not size:
        return
    # Only here: the settings take longer to import than `sohoa --help` to answer.
    from intake.settings.current import current_settings, settings_chosen

    if not settings_chosen():
        return
    os.lseek(handle, max(0, size - _MOST_BYTES), os.SEEK_SET)
    path = current_settings().log_path.with_name(FILE)
    with suppress(OSError):
        _add(path, os.read(handle, _MOST_BYTES))


def _add(path: Path, written: bytes) -> None:
    if not path.parent.is_dir():
        return
    earlier = path.read_bytes() if path.exists() else b""
    text = (earlier + written)[-_MOST_BYTES:]
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "wb") as file:  # noqa: PTH123
        file.write(text)
