# SPDX-License-Identifier: Apache-2.0
"""Is the store in order: its folder, its database, the papers and packages that the database names.

Each check returns a ``Diagnosis`` and never raises; nothing is made in a home where there is no store. All is
looked at only on request (``full``), which takes as long as reading the whole store does; otherwise the
newest, in about a second.
"""

from __future__ import annotations

import errno
import itertools
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from batch.services.doctor.health import Diagnosis, Fitness
from intake.dossier.stored import GONE
from intake.errors import DamagedObjectError, DamagedStoreError, StoreError
from intake.store import database
from intake.store.life.opening import note_damage
from intake.store.life.soundness import DATABASE, look
from intake.store.objects import ObjectFolder, checked
from intake.store.store import CHECKED_WHOLE_BYTES, SENDING_TABLES
from intake.store.trouble import telling_of_trouble
from templates.language.messages import _, ngettext
from templates.system.file_names import is_too_long

_LONGEST = "packages/261123-223K/superseded/" + 80 * "x"
"""About the longest path that the program makes below the home."""
NEWEST_FILES = 200
NEWEST_BYTES = 100_000_000
MOST_NAMED = 5

Naming = Callable[[sqlite3.Connection, Path], Iterator["NamedFile"]]

_PAPERS = (
    "SELECT dossier_id, name, sha256 FROM document WHERE sha256 IS NOT NULL AND page_count > 0"
    " AND refusal_code IN ('', ?, ?) ORDER BY id DESC"
)
"""Of a paper that was refused only the hash is kept, also after it was taken out or replaced."""

_PACKAGES = (
    "SELECT dossier_id, folder, manifest FROM package AS p WHERE number ="
    " (SELECT max(number) FROM package WHERE dossier_id = p.dossier_id) ORDER BY id DESC"
)


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file that the database names, the dossier it belongs to, what it is called there, and the SHA-256 it
    should have.
    """

    dossier: str
    name: str
    path: Path
    sha256: str


def check_home(home: Path) -> Diagnosis:
    """The folder of the store: can files be made in it?"""
    probe = home / ".doctor"
    try:
        home.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"sohoa")
        probe.unlink()
    except OSError as error:
        mend = _("Have whoever looks after this computer give you the right to read and write there.")
        return Diagnosis("home", Fitness.BROKEN, f"{home}: {_why(error)}", mend)
    # Only on Windows has a path a drive, and an end beyond which some programs can't open it.
    if home.drive and is_too_long(str(home / _LONGEST)):
        mend = _("Choose a folder with a shorter path (SOHOA_HOME): some programs can't open longer ones.")
        return Diagnosis("home", Fitness.LOW, str(home), mend)
    return Diagnosis("home", Fitness.OK, str(home))


def _why(error: OSError) -> str:
    if error.errno in (errno.EACCES, errno.EPERM):
        return _("your account may not write there")
    if error.errno == errno.EROFS:
        return _("the disk can only be read")
    if error.errno in (errno.EEXIST, errno.ENOTDIR):
        return _("it is no folder")
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _("the disk is full")
    return _("the disk does not answer as it should")


def check_database(home: Path, *, full: bool = False) -> Diagnosis:
    """Whether the database is the one that belongs there, and whole; no store yet is well."""
    try:
        with telling_of_trouble(home):
            found = look(home)
            fault = found.fault()
            if fault is not None:
                raise fault
            if found.revision is None:
                return Diagnosis("database", Fitness.OK, _("none yet"))
            return _whole(home / DATABASE, full=full)
    except DamagedStoreError as error:
        note_damage(home)
        return Diagnosis("database", Fitness.BROKEN, error.sentence, error.advice)
    except StoreError as error:
        return Diagnosis("database", Fitness.BROKEN, error.sentence, error.advice)
    except OSError as error:
        mend = _("Have whoever looks after this computer give you the right to read and write there.")
        return Diagnosis("database", Fitness.BROKEN, _why(error), mend)


def _whole(path: Path, *, full: bool) -> Diagnosis:
    in_part = not full and path.stat().st_size > CHECKED_WHOLE_BYTES
    if not database.whole(path, SENDING_TABLES if in_part else ()):
        raise DamagedStoreError.at(path.parent)
    found = _("{path}; of its size only the main tables were read, all with --full") if in_part else "{path}"
    return Diagnosis("database", Fitness.OK, found.format(path=path))


def check_papers(home: Path, *, full: bool = False) -> Diagnosis:
    """Whether the papers that the database names lie there with their bytes."""
    mend = _("Put them back from the last copy of the folder objects, or add the papers again: sohoa add")
    return _check_files("papers", home, _papers, mend, full=full)


def check_made_packages(home: Path, *, full: bool = False) -> Diagnosis:
    """Whether the files of each dossier's newest package lie there with their bytes."""
    mend = _("Put them back from the last copy of the folder packages, or make them again: sohoa package")
    return _check_files("packages", home, _package_files, mend, full=full)


def _check_files(name: str, home: Path, named: Naming, mend: str, *, full: bool) -> Diagnosis:
    try:
        found = look(home)
        if found.revision is None and found.fault() is None:
            return Diagnosis(name, Fitness.OK, _("none yet"))
        with closing(database.open_to_read(home / DATABASE)) as opened:
            files = named(opened, home)
            looked_at, bad = _bad(files if full else _newest(files))
    except (sqlite3.Error, StoreError, OSError, ValueError, LookupError):  # told by the check of the database
        return Diagnosis(name, Fitness.UNKNOWN, _("can't be told: the database can't be read"))
    told = (
        ngettext("{count} file checked", "{count} files checked", looked_at)
        if full
        else ngettext(
            "the newest {count} file checked; all with --full",
            "the newest {count} files checked; all with --full",
            looked_at,
        )
    )
    checked_so_far = told.format(count=looked_at)
    if not bad:
        return Diagnosis(name, Fitness.OK, checked_so_far)
    wrong = _("missing or altered: {count}, namely {names}").format(count=len(bad), names=_names(bad))
    return Diagnosis(name, Fitness.BROKEN, f"{checked_so_far}; {wrong}", mend)


def _names(files: Iterable[NamedFile]) -> str:
    told = (_("{file} of {dossier}").format(file=file.name, dossier=file.dossier) for file in files)
    different = list(dict.fromkeys(told))
    return ", ".join(different[:MOST_NAMED]) + (", …" if len(different) > MOST_NAMED else "")


def _bad(files: Iterable[NamedFile]) -> tuple[int, list[NamedFile]]:
    """How many files were looked at, and which of them are gone or altered."""
    looked_at, bad = 0, []
    for file in files:
        looked_at += 1
        if not _is_sound(file):
            bad.append(file)
    return looked_at, bad


def _is_sound(file: NamedFile) -> bool:
    try:
        checked(file.path, file.sha256)
    except DamagedObjectError:
        return False
    return True


def _newest(files: Iterable[NamedFile]) -> Iterator[NamedFile]:
    """The first ones, as many as are read in about a second."""
    left = NEWEST_BYTES
    for file in itertools.islice(files, NEWEST_FILES):
        left -= file.path.stat().st_size if file.path.is_file() else 0
        if left < 0:
            return
        yield file


def _papers(opened: sqlite3.Connection, home: Path) -> Iterator[NamedFile]:
    objects = ObjectFolder(home / "objects")
    for dossier, name, sha256 in opened.execute(_PAPERS, GONE):
        yield NamedFile(dossier, name, objects.path(sha256), sha256)


def _package_files(opened: sqlite3.Connection, home: Path) -> Iterator[NamedFile]:
    for dossier, folder, manifest in opened.execute(_PACKAGES):
        for component in json.loads(manifest)["components"]:
            for entry in (component["master"], *component["portal"]):
                yield NamedFile(dossier, entry["file"], home / folder / entry["file"], entry["sha256"])
