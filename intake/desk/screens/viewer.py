# SPDX-License-Identifier: Apache-2.0
"""Pictures of pages in the program that shows pictures on this computer, and nothing of them left behind."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from secrets import token_hex

from intake.desk.console import is_quiet, say
from templates.errors import UsageError
from templates.language.messages import _
from templates.system import open_file, open_private

MOST_PAGES = 20
"""So many pages are shown at once: more nobody goes through, and each takes its time."""
_FOLDER = "shown"
_LASTS_S = 3600
"""Who can't be asked whether they are done (no terminal) has looked by then."""


@contextmanager
def shown_in_viewer(home: Path, pictures: Sequence[bytes]) -> Iterator[None]:
    """Show JPEGs, several as one PDF, until the person says that they are done; then the copy is gone.

    Raises ``UsageError`` where this computer shows no pictures.
    """
    folder = home / _FOLDER
    _remove_old(folder)
    path = _kept(folder, pictures)
    try:
        if not open_file(path):
            raise UsageError(
                _("No picture viewer could be started here."),
                _("Look at the pages in the browser instead: sohoa desk"),
            )
        yield
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    if sys.stdin.isatty() and not is_quiet():
        say(_("Press Enter when you have looked; the copy is removed then."))
        with suppress(EOFError, KeyboardInterrupt):
            input()
        path.unlink(missing_ok=True)


def _kept(folder: Path, pictures: Sequence[bytes]) -> Path:
    """The file, for its owner alone; its name says nothing."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    several = len(pictures) > 1
    path = folder / f"{token_hex(8)}.{'pdf' if several else 'jpg'}"
    handle = open_private(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
    with os.fdopen(handle, "wb") as file:
        file.write(_as_pdf(pictures) if several else pictures[0])
    return path


def _as_pdf(pictures: Sequence[bytes]) -> bytes:
    import img2pdf  # type: ignore[import-untyped]

    made: bytes = img2pdf.convert([BytesIO(picture) for picture in pictures])
    return made


def _remove_old(folder: Path) -> None:
    """What an earlier command left because nobody told it that they were done."""
    for path in folder.glob("*") if folder.is_dir() else ():
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > _LASTS_S:
                path.unlink()
