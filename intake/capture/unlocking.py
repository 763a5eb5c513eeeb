# SPDX-License-Identifier: Apache-2.0
"""PDFs that open with a password only: copies without it, for those to whom the password was told.

The password is used and forgotten. The copy holds the same pages; a digital signature of the file doesn't
hold for it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from intake.capture.opening import PDF, sniff
from intake.capture.refusals import CaptureError, RefusalCode
from templates.errors import UsageError
from templates.language.messages import _

_HEAD = 1024


def unlocked(files: Iterable[Path], password: str, folder: Path) -> list[Path]:
    """The files, in place of each locked PDF a copy in ``folder`` that needs no password and has its name.

    Raises:
        UsageError: the password opens none of the locked ones; or not all of them, which is told by name;
            or one is damaged behind it.
    """
    return [
        _copy(file, password, folder / str(number)) if is_locked(file) else file
        for number, file in enumerate(files)
    ]


def is_locked(file: Path) -> bool:
    """Whether it is a whole PDF that doesn't open without a password."""
    from intake.capture import pdf  # only here: most that is taken in has no password

    try:
        with file.open("rb") as stream:
            if sniff(stream.read(_HEAD)) != PDF:
                return False
        with pdf.opened(file):
            return False
    except CaptureError as error:
        # What else is wrong with it, a missing end too, is told where it is opened to be read.
        return error.refusal.code is RefusalCode.ENCRYPTED
    except OSError:
        return False


def _copy(file: Path, password: str, folder: Path) -> Path:
    from intake.capture import pdf

    for told in _as_typed(password):
        try:
            with pdf.opened(file, told) as opened:
                folder.mkdir(mode=0o700)
                # The same file gives the same copy, so that it is known when it is added once more.
                opened.save(folder / file.name, encryption=False, deterministic_id=True)
        except CaptureError as error:
            if error.refusal.code is not RefusalCode.ENCRYPTED:
                raise UsageError(f"{file.name}: {error.sentence}", error.advice) from error
        else:
            return folder / file.name
    raise UsageError(
        _("The password does not open {file}.").format(file=file.name),
        _("Ask the sender for it again; capitals and marks count. Nothing was taken in."),
    )


def _as_typed(password: str) -> Iterator[str]:
    """The password, and with its marks joined to their letters: some keyboards write them apart. What is no
    text opens nothing.
    """
    for told in dict.fromkeys((password, unicodedata.normalize("NFC", password))):
        with suppress(UnicodeEncodeError):
            told.encode()
            yield told
