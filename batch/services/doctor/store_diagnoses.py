# SPDX-License-Identifier: Apache-2.0
"""Is the store in order: its folder, its database, the papers, packages and slips that the database names.

Each check returns a ``Diagnosis`` and never raises; nothing is made in a home where there is no store. All is
looked at only on request (``full``), which takes as long as reading the whole store does; otherwise the
newest, in about a second.
"""

from __future__ import annotations

import errno
import itertools
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from batch.services.doctor.health import Diagnosis, Fitness
from intake.dossier.deadline.local_time import local_time
from intake.errors import DamagedObjectError, DamagedStoreError, ObjectStoreError, StoreError
from intake.services.copying import copy_age
from intake.services.verifying import slip_path
from intake.settings.database_server import DatabaseServer
from intake.settings.settings import Settings
from intake.store import named_files
from intake.store.life.mark import FILE_NAME
from intake.store.life.opening import note_damage
from intake.store.life.soundness import look
from intake.store.objects import ObjectFolder, ObjectStore, SharedObjects, StoredObject, checked
from intake.store.remote.place import objects_of
from intake.store.store import SENDING_TABLES, Store
from intake.store.store_database import StoreDatabase, database_of
from intake.store.transaction import Transaction
from intake.store.trouble.disk_state import full, unwritable
from intake.store.trouble.telling import telling_of_trouble
from templates.language.messages import _, ngettext
from templates.system.file_names import is_too_long

_LONGEST = "packages/261123-223K/superseded/" + 80 * "x"
"""About the longest path that the program makes below the home."""
NEWEST_FILES = 200
NEWEST_BYTES = 100_000_000
ASKED_WITHIN_S = 5.0
"""So long a store elsewhere is asked for one file after the other; what it was not asked for is not told."""
MOST_NAMED = 5

Naming = Callable[[Store, Transaction], Iterator["NamedFile"]]


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file that the database names, the dossier it belongs to, what it is called there, and what it should
    be; ``path`` is where it lies, None where that is a store elsewhere.
    """

    dossier: str
    name: str
    path: Path | None
    kept: StoredObject


def check_home(home: Path) -> Diagnosis:
    """The folder of the store: can files be made in it?"""
    probe = home / ".doctor"
    try:
        home.mkdir(parents=True, exist_ok=True)
        try:
            probe.write_bytes(b"sohoa")
        finally:
            probe.unlink(missing_ok=True)
    except OSError as error:
        return Diagnosis("home", Fitness.BROKEN, f"{home}: {_why(error)}", _mend(error, home))
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


def _mend(error: OSError, home: Path) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return full().advice
    if error.errno == errno.EROFS:
        return unwritable(home).advice
    return _("Have whoever looks after this computer give you the right to read and write there.")


def check_database(home: Path, server: DatabaseServer | None = None, *, full: bool = False) -> Diagnosis:
    """Whether the database is the one that belongs there, and whole; no store yet is well."""
    database = database_of(home, server)
    try:
        with telling_of_trouble(database):
            found = look(database)
            fault = found.fault()
            if fault is not None:
                raise fault
            if found.revision is None:
                return Diagnosis("database", Fitness.OK, _("none yet"))
            return _whole(database, full=full)
    except DamagedStoreError as error:
        note_damage(home)
        return Diagnosis("database", Fitness.BROKEN, error.sentence, error.advice)
    except StoreError as error:
        return Diagnosis("database", Fitness.BROKEN, error.sentence, error.advice)
    except OSError as error:
        return Diagnosis("database", Fitness.BROKEN, _why(error), _mend(error, home))


def _whole(database: StoreDatabase, *, full: bool) -> Diagnosis:
    in_part = not full and database.is_large()
    if not database.whole(SENDING_TABLES if in_part else ()):
        raise database.damaged()
    found = _("{path}; of its size only the main tables were read, all with --full") if in_part else "{path}"
    return Diagnosis("database", Fitness.OK, found.format(path=database))


def check_copies(home: Path, now: datetime) -> Diagnosis:
    """Whether there is a copy of the store elsewhere, and from when."""
    try:
        if not (home / FILE_NAME).exists():
            return Diagnosis("backup", Fitness.OK, _("none yet"))
        age = copy_age(home, now)
    except OSError as error:
        return Diagnosis("backup", Fitness.UNKNOWN, _why(error), _mend(error, home))
    if age.last is None:
        mend = _("Copy the store each day to another disk or computer: sohoa backup PLACE (docs/backup.md).")
        return Diagnosis("backup", Fitness.LOOK, _("no copy was made yet"), mend)
    found = _("{moment} in {place}").format(moment=local_time(age.last.at), place=age.last.place)
    if not age.overdue:
        return Diagnosis("backup", Fitness.OK, found)
    mend = _("Make a copy: sohoa backup PLACE; with [backup] to in the settings every night makes one.")
    return Diagnosis("backup", Fitness.LOW, found, mend)


def check_kept(
    settings: Settings, server: DatabaseServer | None = None, *, full: bool = False
) -> Iterator[Diagnosis]:
    """Papers and packages, wherever they lie; a store elsewhere must answer first, and let us in."""
    shared = None
    if settings.store.objects:
        try:
            shared = objects_of(settings).shared
            if shared is not None:
                shared.require()
        except StoreError as error:
            yield Diagnosis("objects", Fitness.BROKEN, error.sentence, error.advice)
            return
        yield Diagnosis("objects", Fitness.OK, settings.store.objects)
    yield check_papers(settings.home, server, shared, full=full)
    yield check_made_packages(settings.home, server, shared, full=full)
    yield check_slips(settings.home, server, shared, full=full)


def check_papers(
    home: Path,
    server: DatabaseServer | None = None,
    shared: SharedObjects | None = None,
    *,
    full: bool = False,
) -> Diagnosis:
    """Whether the papers that the database names lie there with their bytes, or elsewhere (``shared``)."""
    mend = _("Put them back from the last copy of the folder objects, or add the papers again: sohoa add")
    if shared is not None:
        mend = _("Have the object store's last copy of them brought back, or add them again: sohoa add")
    return _check_files("papers", database_of(home, server), shared, _papers, mend, full=full)


def check_made_packages(
    home: Path,
    server: DatabaseServer | None = None,
    shared: SharedObjects | None = None,
    *,
    full: bool = False,
) -> Diagnosis:
    """Whether the files of each dossier's newest package lie there with their bytes, or elsewhere."""
    mend = _("Put them back from the last copy of the folder packages, or make them again: sohoa package")
    if shared is not None:
        mend = _("Have the object store's last copy of them brought back, or make them again: sohoa package")
    return _check_files("packages", database_of(home, server), shared, _package_files, mend, full=full)


def check_slips(
    home: Path,
    server: DatabaseServer | None = None,
    shared: SharedObjects | None = None,
    *,
    full: bool = False,
) -> Diagnosis:
    """Whether the files of slips that lie on this computer are as they were issued; one that does not is made
    again from its row.
    """
    mend = _("Print them again, they are made from the register: sohoa slip; see also: sohoa store verify")
    return _check_files("slips", database_of(home, server), shared, _slip_files, mend, full=full)


def _check_files(
    name: str,
    database: StoreDatabase,
    shared: SharedObjects | None,
    named: Naming,
    mend: str,
    *,
    full: bool,
) -> Diagnosis:
    try:
        with telling_of_trouble(database):
            found = look(database)
            if found.revision is None and found.fault() is None:
                return Diagnosis(name, Fitness.OK, _("none yet"))
            store = Store(database, database.connect_to_read(), objects=shared)
            with closing(store), store.read() as session:
                files = named(store, session)
                if not full:
                    files = _newest(files) if shared is None else _as_time_allows(files)
                looked_at, bad = _bad(store.objects, files)
    except ObjectStoreError as error:
        return Diagnosis(name, Fitness.UNKNOWN, error.sentence, error.advice)
    except (StoreError, OSError, ValueError, LookupError):  # told by the check of the database
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


def _bad(objects: ObjectStore, files: Iterable[NamedFile]) -> tuple[int, list[NamedFile]]:
    """How many files were looked at, and which of them are gone or altered."""
    looked_at, bad = 0, []
    for file in files:
        looked_at += 1
        if not _is_sound(objects, file):
            bad.append(file)
    return looked_at, bad


def _is_sound(objects: ObjectStore, file: NamedFile) -> bool:
    if file.path is None:
        return objects.holds(file.kept)
    try:
        checked(file.path, file.kept.sha256)
    except DamagedObjectError:
        return False
    return True


def _newest(files: Iterable[NamedFile]) -> Iterator[NamedFile]:
    """The first ones, as many as are read in about a second."""
    left = NEWEST_BYTES
    for file in itertools.islice(files, NEWEST_FILES):
        left -= file.path.stat().st_size if file.path is not None and file.path.is_file() else 0
        if left < 0:
            return
        yield file


def _as_time_allows(files: Iterable[NamedFile]) -> Iterator[NamedFile]:
    """The first ones, as many as a store elsewhere tells of in a few seconds."""
    until = time.monotonic() + ASKED_WITHIN_S
    for file in itertools.islice(files, NEWEST_FILES):
        yield file
        if time.monotonic() > until:
            return


def _papers(store: Store, session: Transaction) -> Iterator[NamedFile]:
    objects = store.objects
    for dossier, name, kept in named_files.kept_papers(session):
        path = objects.path(kept.sha256) if isinstance(objects, ObjectFolder) else None
        yield NamedFile(dossier, name, path, kept)


def _package_files(store: Store, session: Transaction) -> Iterator[NamedFile]:
    for dossier, folder, name, kept in named_files.package_files(session):
        path = None if store.objects.shared else store.home / folder / name
        yield NamedFile(dossier, name, path, kept)


def _slip_files(store: Store, session: Transaction) -> Iterator[NamedFile]:
    for dossier, name, kept in named_files.slip_files(session):
        if (path := slip_path(store, dossier, name)) is not None:
            yield NamedFile(dossier, name, path, kept)
