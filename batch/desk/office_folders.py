# SPDX-License-Identifier: Apache-2.0
"""Which folder of scans is which office's: each has one that bears its code, beside those of the others. No
office's night takes another's for a dossier.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from pathlib import Path

from intake.settings.night import file_name_of
from templates.errors import ClosedFolderError, UsageError
from templates.language.messages import _
from templates.language.outside_text import one_line


def folder_of(unit: str, folder: Path, codes: Collection[str]) -> Path:
    """Where an office's scans lie; made where it is not there yet. The code of none leads out of it.

    Raises ``UsageError`` where another of the offices ``codes`` has the same folder, or a file is called so,
    ``ClosedFolderError`` where it can't be made.
    """
    if not folder.is_dir():
        return folder  # which is told like any folder that is not there
    theirs = folder / file_name_of(unit)
    if Counter(map(_known_as, codes))[_known_as(unit)] > 1:
        raise UsageError(
            _("Another office's folder would be called {name} as well.").format(name=theirs.name),
            _("Scan into folders of any other name, and run each by itself: sohoa run FOLDER --unit CODE"),
        )
    try:
        theirs.mkdir(exist_ok=True)
    except FileExistsError:
        raise UsageError(
            _("The scans of {unit} belong into a folder {path}, but a file is called so.").format(
                unit=unit, path=theirs
            ),
            _("Give that file another name, or move it into a folder of the office."),
        ) from None
    except PermissionError:
        raise ClosedFolderError.at(folder) from None
    return theirs


def refuse_offices_folders(unit: str, folder: Path, codes: Collection[str]) -> None:
    """Raise ``UsageError`` where ``folder`` is that of another office than ``unit``, or holds folders of the
    offices ``codes``: all that one of them scanned would become one dossier of ``unit``.
    """
    whose = {_known_as(code): code for code in codes}
    other = whose.get(folder.absolute().name.casefold(), unit)
    if other != unit:
        raise UsageError(
            _("{folder} is the folder of {other}, not of {unit}.").format(
                folder=folder, other=other, unit=unit
            ),
            _("Name the office whose scans these are: --unit {other}").format(other=other),
        )
    folders = (path.name.casefold() for path in _lying_in(folder) if path.is_dir())
    held = sorted(whose[name] for name in folders if name in whose)
    if held:
        raise UsageError(
            _("In {folder} lie the folders of offices, which are no dossiers: {held}").format(
                folder=folder, held=", ".join(held)
            ),
            _("For all of them: --all-units. For one name its folder: sohoa run {own} --unit {unit}").format(
                own=folder / file_name_of(unit), unit=unit
            ),
        )


def of_no_office(folder: Path, codes: Collection[str]) -> list[str]:
    """What lies in ``folder`` beside the offices' folders, for a person to read; nobody takes it in."""
    known = set(map(_known_as, codes))
    names = (path.name for path in _lying_in(folder) if not path.name.startswith("."))
    return sorted(one_line(name) for name in names if name.casefold() not in known)


def _known_as(unit: str) -> str:
    """The name of an office's folder where capitals make no difference (Windows, network shares)."""
    return file_name_of(unit).casefold()


def _lying_in(folder: Path) -> list[Path]:
    """Nothing where it is no folder, or closed: the night tells that."""
    try:
        return list(folder.iterdir())
    except OSError:
        return []
