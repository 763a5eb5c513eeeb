# SPDX-License-Identifier: Apache-2.0
"""Going on after a database was lost, damaged or brought back from a copy: only because a person says so.

Either what lies in the home is accepted, or a new database is begun. Both begin a new life of the store
(``intake.store.life.life``), whose numbers go on after all that were given out before.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from intake.errors import DamagedStoreError, LifeError, NewerStoreError
from intake.store import database
from intake.store.life.life import LifeBegan, StoreLife, highest, numbers_given
from intake.store.life.mark import FILE_NAME, Mark, Marked
from intake.store.life.soundness import DATABASE, LOCK, Found, look, numbers_in_folders
from intake.store.tables.model import DossierRow
from intake.store.trouble import telling_of_closed_doors, telling_of_trouble

_FILES = ("", "-wal", "-shm")
"""What SQLite adds to the database's name for its files."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A new life: how many dossiers its database holds, and where the file of the last one was put."""

    dossiers: int
    aside: Path | None = None


def accept(home: Path, *, who: str, now: datetime) -> Begun:
    """Go on with the database as it lies in ``home``.

    Raises ``LifeError`` where there is none, ``DamagedStoreError`` where it is not whole, and as
    ``Store.open`` does where it can't be opened.
    """
    with telling_of_closed_doors(home), telling_of_trouble(home):
        found = look(home)
        if found.revision is None:
            raise LifeError.nothing_to_accept(home)
        if found.revision > database.newest_revision():
            raise NewerStoreError.at(home)
        if not database.whole(home / DATABASE):
            raise DamagedStoreError.at(home)
        with database.alone(home / LOCK):
            return Begun(_new_life(home, found, LifeBegan.BROUGHT_BACK, who, now))


def begin(home: Path, *, who: str, now: datetime) -> Begun:
    """Begin a new database where that of ``home`` is gone, empty or damaged; what lies there is put aside.

    Raises ``LifeError`` where a whole database is there, or no store ever was.
    """
    with telling_of_closed_doors(home), telling_of_trouble(home):
        whole = _whole(home)
        if whole is not None and whole.revision is not None:
            raise LifeError.nothing_lost(home)
        if whole is not None and whole.fault() is None:
            raise LifeError.no_store(home)
        with database.alone(home / LOCK):
            aside = _put_aside(home, now)
            return Begun(_new_life(home, look(home), LifeBegan.ANEW, who, now), aside)


def _whole(home: Path) -> Found | None:
    """What lies in ``home``; None where it is a damaged database, or none at all."""
    try:
        found = look(home)
        return found if found.revision is None or database.whole(home / DATABASE) else None
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorname.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
            return None
        raise


def _put_aside(home: Path, now: datetime) -> Path | None:
    """Give the files of the database another name, under which a person may still look into them."""
    aside = home / f"{DATABASE}.{now:%Y%m%d-%H%M%S}"
    for end in _FILES:
        part = home / f"{DATABASE}{end}"
        if part.exists():
            part.replace(f"{aside}{end}")
    return aside if aside.exists() else None


def _new_life(home: Path, found: Found, why: LifeBegan, who: str, now: datetime) -> int:
    """Begin a life after all that database, mark and folders know of; returns how many dossiers there are."""
    known = found.life.store if found.life else uuid4().hex
    marked = found.marked or Marked(known)
    changes = max(marked.changes, found.life.changes if found.life else 0) + 1
    engine = database.connect(home / DATABASE)
    try:
        if found.revision != database.newest_revision():
            database.migrate(engine)
        with Session(engine.execution_options(immediate=True)) as session, session.begin():
            numbers = highest(marked.numbers, numbers_given(session), numbers_in_folders(home))
            life = StoreLife(store=marked.store, changes=changes, floors=numbers)
            life.began_at, life.who, life.why = now, who, why
            session.add(life)
            dossiers = session.scalar(select(func.count(DossierRow.id))) or 0
    finally:
        engine.dispose()
    Mark(home / FILE_NAME).make(Marked(marked.store, changes, numbers))
    return dossiers
