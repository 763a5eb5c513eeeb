# SPDX-License-Identifier: Apache-2.0
"""Is the store what was written: the journal and the rows beside it, the registers of what is certified, kept
papers, files of packages and slips.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from intake.errors import DamagedObjectError
from intake.store import named_files
from intake.store.journal_check import count_unsaid, journals
from intake.store.objects import ObjectFolder, StoredObject, checked
from intake.store.progress import Advance, Progress
from intake.store.registers.check import RegistersFound, look_through
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.language.messages import _


class Kind(StrEnum):
    """What was found touched."""

    JOURNAL = "journal"
    ROW = "row"
    """State, number, papers or a person's words are not what the journal tells."""
    PAPER = "paper"
    PACKAGE = "package"
    SLIP = "slip"


@dataclass(frozen=True, slots=True)
class TouchedDossier:
    """Something of a dossier that is not what was written; ``name`` is that of the file, or what of a row
    (``JournalFound.differs``).
    """

    dossier: str
    what: Kind
    name: str = ""


@dataclass(slots=True)
class Verified:
    """What was looked through, and what of it is touched. ``unnamed`` counts kept files that no row names: a
    process that died left them, they harm nothing. Of ``slips_unknown`` slips nobody wrote down what their
    files are: earlier versions made them, or they were never printed; ``slips_absent`` files of slips are
    nowhere and made again when they are wanted. ``sizes_only``: files were not read.
    Of ``packages_unknown`` packages an earlier version did not write down what they are: their files were
    compared with the row alone.
    ``values_unknown`` values were chosen by the program and said by nobody: no journal has them, so they were
    compared with nothing.
    """

    dossiers: int = 0
    events: int = 0
    files: int = 0
    unnamed: int = 0
    slips_unknown: int = 0
    slips_absent: int = 0
    packages_unknown: int = 0
    values_unknown: int = 0
    sizes_only: bool = False
    touched: list[TouchedDossier] = field(default_factory=list)
    registers: RegistersFound = field(default_factory=RegistersFound)

    @property
    def is_whole(self) -> bool:
        """Whether all that was compared is as it was written."""
        return not (self.touched or self.registers.touched)

    @property
    def dossiers_touched(self) -> list[str]:
        """The dossiers of which something is touched, each once."""
        return sorted({one.dossier for one in self.touched})


def verify_store(store: Store, *, quick: bool, progress: Progress) -> Verified:
    """Look through the whole store; ``quick``: of files only whether they are there with their size. The
    journal, and with it what persons said, is compared all the same.

    Raises ``ObjectStoreError`` where papers lie elsewhere and can't be had, and as ``Store.read`` does.
    """
    if store.objects.shared:
        store.objects.shared.require()  # a place that is wrong or away is nobody's tampering
    found = Verified(sizes_only=quick)
    with store.read() as session:
        found.values_unknown = count_unsaid(session)
        with progress(_("Checking the journal"), None, unit=_("dossiers")) as advance:
            for journal in journals(session):
                found.dossiers += 1
                found.events += journal.events
                found.slips_unknown += journal.slips_unknown
                found.packages_unknown += journal.package_unknown
                if not journal.whole:
                    found.touched.append(TouchedDossier(journal.dossier, Kind.JOURNAL))
                found.touched += [TouchedDossier(journal.dossier, Kind.ROW, what) for what in journal.differs]
                advance(1)
        found.registers = look_through(session)
        with progress(_("Checking the files"), None, unit=_("files")) as advance:
            for what, dossier, name, path, kept in _files(store, session):
                found.files += 1
                if not _is_sound(store, path, kept, quick=quick):
                    found.touched.append(TouchedDossier(dossier, what, name))
                advance(1)
            _look_at_slips(store, session, found, advance, quick=quick)
        if isinstance(store.objects, ObjectFolder):
            found.unnamed = named_files.count_unnamed(session, _kept(store.objects.root))
    return found


def _files(store: Store, session: Transaction) -> Iterator[tuple[Kind, str, str, Path | None, StoredObject]]:
    """Each file that the database names: what it is, of which dossier, its name, where it lies (None:
    elsewhere), and with what bytes.
    """
    objects = store.objects
    for dossier, name, kept in named_files.kept_papers(session):
        path = objects.path(kept.sha256) if isinstance(objects, ObjectFolder) else None
        yield Kind.PAPER, dossier, name, path, kept
    for dossier, folder, name, kept in named_files.package_files(session):
        path = None if objects.shared else store.home / folder / name
        yield Kind.PACKAGE, dossier, name, path, kept


def _look_at_slips(
    store: Store, session: Transaction, found: Verified, advance: Advance, *, quick: bool
) -> None:
    """A slip's file that is nowhere is nobody's harm: it is made again from its row whenever it is wanted."""
    for dossier, name, kept in named_files.slip_files(session):
        path = slip_path(store, dossier, name)
        if path is not None and not _is_sound(store, path, kept, quick=quick):
            found.touched.append(TouchedDossier(dossier, Kind.SLIP, name))
        if path is not None or (store.objects.shared and store.objects.holds(kept)):
            found.files += 1
        else:
            found.slips_absent += 1
        advance(1)


def slip_path(store: Store, dossier: str, name: str) -> Path | None:
    """Where a slip's file lies; None where it lies in no folder of this computer."""
    path = store.home / "slips" / dossier / name
    return path if path.exists() else None


def _is_sound(store: Store, path: Path | None, kept: StoredObject, *, quick: bool) -> bool:
    if path is None:
        return store.objects.holds(kept)
    try:
        if quick:
            return path.stat().st_size == kept.size
        checked(path, kept.sha256)
    except (OSError, DamagedObjectError):
        return False
    return True


def _kept(root: Path) -> Iterator[str]:
    """The hashes that the kept files of a folder bear."""
    for folder in sorted(root.iterdir()) if root.is_dir() else ():
        for path in folder.iterdir() if folder.is_dir() else ():
            yield folder.name + path.name
