# SPDX-License-Identifier: Apache-2.0
"""Which files of a folder belong to which dossier: the plan of a run, before anything is opened.

Each sub-folder is a dossier, and so is each file that lies directly in the folder. Names are compared in
NFC; file systems and cameras deliver either form of Vietnamese letters.

Links are not followed: they lead out of the folder, into somebody else's papers, or round in a circle.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from intake.capture.opening import code_of
from intake.capture.refusals import Refusal, RefusalCode
from templates.errors import UsageError
from templates.language.messages import _
from templates.language.outside_text import Longest, one_line, unlike
from templates.system import is_link

# What computers leave in folders by themselves, and what this program's own samples keep beside the scans.
_NOT_PAPERS = re.compile(
    r"^(\..*|~\$.*|thumbs\.db|ehthumbs\.db|desktop\.ini|@eadir|__macosx|.*\.(json|tmp|part|crdownload))$",
    re.IGNORECASE,
)
_DECOMPOSED = "‹NFD›"
"""Stands behind a folder's name that only the form of its letters tells from another's beside it."""
_DIGITS = re.compile(r"(\d+)")
_STORE_FILES = ("sohoa.mark", "sohoa.db")
"""One of them lies in every home of a store (``intake.store.life.mark``, ``intake.store.home_database``)."""
_STORE_FOLDERS = frozenset({"objects", "packages", "slips", "log", "practice"})
"""What a store keeps in its home; a person may have a folder for scans beside them."""


Closed = tuple[Path, RefusalCode]
"""What was not looked into, and why."""


@dataclass(frozen=True, slots=True)
class DossierSource:
    """The files of one dossier as they lie on the disk, in the order a person would list them.

    ``name`` is the folder's or file's own name in NFC. ``closed`` are links in it and folders that could not
    be looked into (or itself is one), each with the reason. ``dossier`` is the id that a cover sheet named,
    "" without one. ``spelt``: beside it lies another of the same name in NFC, so its place is told letter by
    letter.
    """

    name: str
    path: Path
    files: tuple[Path, ...]
    closed: tuple[Closed, ...] = ()
    dossier: str = ""
    spelt: bool = False

    @property
    def place(self) -> str:
        """Where it lies: the absolute path with no link in it, the same however it was typed."""
        path = self.path.parent.resolve() / self.path.name
        return ascii(str(path)) if self.spelt else _as_text(str(path))

    def place_of(self, file: Path) -> str:
        """Where in it ``file`` lies, "." for the source itself; a part of a file has only its name."""
        inside = file.relative_to(self.path).as_posix() if file.is_relative_to(self.path) else file.name
        return _as_text(inside)


def plan(folder: Path) -> list[DossierSource]:
    """The dossiers in ``folder`` (or the one that a file is), in natural order of their names.

    Raises ``UsageError`` where the folder itself is missing or closed to us, or is a store's.
    """
    refuse_a_stores(folder)
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
    alike = Counter(source.place for source in sources)
    told = [_spelt(source) if _is_spelt(source, alike) else source for source in sources]
    return [source for source in told if source.files or source.closed]


def refuse_a_stores(folder: Path) -> None:
    """Raise ``UsageError`` where a folder is a store of this program or a part of one: the papers of all
    dossiers lie there, and would become one.
    """
    told = folder.resolve()
    for home in (told, *told.parents):
        inside = told.relative_to(home).parts
        if _is_store(home) and (not inside or inside[0] in _STORE_FOLDERS):
            raise UsageError(
                _("{folder} is a store of this program, with the papers of all its dossiers.").format(
                    folder=folder
                ),
                _("Name the folder in which the scans lie."),
            )


def _is_store(folder: Path) -> bool:
    with suppress(OSError):  # a closed folder is told as one where it is opened
        return any((folder / name).is_file() for name in _STORE_FILES)
    return False


def _is_spelt(source: DossierSource, alike: Mapping[str, int]) -> bool:
    """Whether only its letters' form tells a source from one beside it; that in NFC keeps the plain place."""
    return alike[source.place] > 1 and not unicodedata.is_normalized("NFC", source.path.name)


def _spelt(source: DossierSource) -> DossierSource:
    return replace(source, spelt=True, name=f"{source.name} {_DECOMPOSED}")


def nfc_name(path: Path) -> str:
    """A file's own name in NFC without signs that command a screen; what can't be seen in it has a sign of
    its own (``unlike``), what is no UTF-8 (from an old disk) becomes a question mark.
    """
    return one_line(unlike(path.name.encode("utf-8", "replace").decode("utf-8")), Longest.FILE_NAME)


def _as_text(path: str) -> str:
    """A path in NFC as a text to compare, not to show: bytes that are no UTF-8 are written out."""
    return unicodedata.normalize("NFC", os.fsencode(path).decode("utf-8", "backslashreplace"))


def _source(entry: Path) -> DossierSource:
    files, closed = files_below(entry)
    return DossierSource(nfc_name(entry), entry, tuple(files), tuple(closed))


def files_below(entry: Path) -> tuple[list[Path], list[Closed]]:
    """The files in ``entry`` (or itself, if it is no folder) in natural order, and what was left out."""
    files: list[Path] = []
    closed: list[Closed] = []
    waiting = [entry]  # not by recursion: folders may lie deeper in each other than a stack is deep
    while waiting:
        current = waiting.pop()
        try:
            if is_link(current):
                closed.append((current, RefusalCode.LINK))
            elif current.is_dir() and _is_store(current):
                closed.append((current, RefusalCode.STORE))
            elif current.is_dir():
                waiting += reversed(_listed(current))
            else:
                files.append(current)
        except OSError as error:
            closed.append((current, code_of(error)))
    return files, closed


def _listed(folder: Path) -> list[Path]:
    entries = [entry for entry in folder.iterdir() if not _NOT_PAPERS.match(entry.name)]
    return sorted(entries, key=_natural)


def _natural(path: Path) -> list[tuple[int, int, str]]:
    """Page 2 before page 10."""
    parts = _DIGITS.split(nfc_name(path).casefold())
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part]
