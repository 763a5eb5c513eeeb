"""Which files of a folder belong to which dossier: the plan of a run, before anything is opened.

Each sub-folder is a dossier, and so is each file that lies directly in the folder. Names are compared in
NFC; file systems and cameras deliver either form of Vietnamese letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from intake.capture import code_of
from intake.refusals import Refusal, RefusalCode
from templates.errors import UsageError
from templates.messages import _
from templates.outside_text import Longest, one_line

# What computers leave in folders by themselves, and what this program's own samples keep beside the scans.
_NOT_PAPERS = re.compile(
    r"^(\..*|~\$.*|thumbs\.db|ehthumbs\.db|desktop\.ini|@eadir|__macosx|.*\.(json|tmp|part|crdownload))$",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class DossierSource:
    """The files of one dossier as they lie on the disk, in the order a person would list them.

    ``name`` is the folder's or file's own name in NFC. ``refusal`` says why a folder could not be looked
    into. ``dossier`` is the id that a cover sheet named, "" without one.
    """

    name: str
    path: Path
    files: tuple[Path, ...]
    refusal: RefusalCode | None = None
    dossier: str = ""


def plan(folder: Path) -> list[DossierSource]:
    """The dossiers in ``folder`` (or the one that a file is), in natural order of their names.

    Raises ``UsageError`` where the folder itself is missing or closed to us.
    """
    if folder.is_file():
        return [DossierSource(nfc_name(folder), folder, (folder,))]
    try:
        entries = _listed(folder)
    except FileNotFoundError as error:
        raise UsageError(
            _("There is no folder {folder}.").format(folder=folder),
            _("Check how it is written, and whether the USB stick or network folder is connected."),
        ) from error
    except OSError as error:
        refusal = Refusal(code_of(error))
        raise UsageError(
            _("The folder {folder} can't be read: {reason}").format(folder=folder, reason=refusal.sentence),
            refusal.advice,
        ) from error
    sources = [_source(entry) for entry in entries]
    return [source for source in sources if source.files or source.refusal]


def nfc_name(path: Path) -> str:
    """A file's own name in NFC without signs that command a screen; what is no UTF-8 in it (from an old disk)
    becomes a question mark.
    """
    return one_line(path.name.encode("utf-8", "replace").decode("utf-8"), Longest.FILE_NAME)


def _source(entry: Path) -> DossierSource:
    name = nfc_name(entry)
    if not entry.is_dir():
        return DossierSource(name, entry, (entry,))
    try:
        return DossierSource(name, entry, tuple(files_below(entry)))
    except OSError as error:
        return DossierSource(name, entry, (), code_of(error))


def files_below(folder: Path) -> Iterator[Path]:
    for entry in _listed(folder):
        if entry.is_dir():
            yield from files_below(entry)
        else:
            yield entry


def _listed(folder: Path) -> list[Path]:
    entries = [entry for entry in folder.iterdir() if not _NOT_PAPERS.match(entry.name)]
    return sorted(entries, key=_natural)


def _natural(path: Path) -> list[tuple[int, int, str]]:
    """Page 2 before page 10."""
    parts = _DIGITS.split(nfc_name(path).casefold())
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part]
