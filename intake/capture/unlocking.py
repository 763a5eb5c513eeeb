# SPDX-License-Identifier: Apache-2.0
"""PDFs that open with a password only: copies without it, for those to whom the password was told.

The password is used and forgotten. The copy holds the same pages; a digital signature of the file doesn't
hold for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pikepdf

from intake.capture.opening import PDF, sniff
from templates.errors import UsageError
from templates.language.messages import _

_HEAD = 1024


def unlocked(files: Iterable[Path], password: str, folder: Path) -> list[Path]:
    """The files, in place of each locked PDF a copy in ``folder`` that needs no password and has its name.

    Raises:
        UsageError: the password opens none of the locked ones; or not all of them, which is told by name.
    """
    return [
        _copy(file, password, folder / str(number)) if is_locked(file) else file
        for number, file in enumerate(files)
    ]


def is_locked(file: Path) -> bool:
    """Whether it is a PDF that doesn't open without a password."""
    try:
        with file.open("rb") as stream:
            if sniff(stream.read(_HEAD)) != PDF:
                return False
        with pikepdf.open(file, suppress_warnings=True):
            return False
    except pikepdf.PasswordError:
        return True
    except (OSError, pikepdf.PdfError):
        return False  # what is wrong with it is told where it is opened to be read


def _copy(file: Path, password: str, folder: Path) -> Path:
    try:
        with pikepdf.open(file, password=password, suppress_warnings=True) as pdf:
            folder.mkdir(mode=0o700)
            pdf.save(folder / file.name, encryption=False)
    except pikepdf.PasswordError as error:
        raise UsageError(
            _("The password does not open {file}.").format(file=file.name),
            _("Ask the sender for it again; capitals and marks count. Nothing was taken in."),
        ) from error
    return folder / file.name
