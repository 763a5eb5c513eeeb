# SPDX-License-Identifier: Apache-2.0
"""Opening the database of a home: made and migrated as needed, or refused because it is not sound."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from intake.errors import (
    DamagedStoreError,
    LostStoreError,
    NetworkHomeError,
    ObjectStoreError,
    StoreError,
)
from intake.settings.log import log_exception
from intake.store.database import newest_revision, revisions_after
from intake.store.home_database import DATABASE
from intake.store.life.apart import stays_here
from intake.store.life.life import Life, LifeBegan, StoreLife, numbers_given, present
from intake.store.life.mark import FILE_NAME, Mark, Marked
from intake.store.life.soundness import Found, look
from intake.store.life.witness import tell, witnessed
from intake.store.objects import SharedObjects
from intake.store.progress import Advance, Progress, unseen
from intake.store.store_database import StoreDatabase
from intake.store.trouble.disk_state import full, is_full, unwritable
from intake.store.trouble.telling import telling_of_closed_doors, telling_of_trouble
from templates.language.messages import _
from templates.system import on_network

PROGRAM = "sohoa"


def opened_for_writing(
    database: StoreDatabase,
    clock: Callable[[], datetime],
    shared: SharedObjects | None = None,
    progress: Progress = unseen,
) -> Engine:
    """An engine on the sound, newest ``database``, whose papers lie in ``shared`` if not in the home; raises
    as ``Store.open`` does. ``progress`` is told where an earlier program's tables are brought up to date.
    """
    home = database.home
    try:
        with telling_of_closed_doors(home), telling_of_trouble(database):
            refuse_network(database)
            _make_folders(home)
            _refuse_full(database)
            found = look(database)
            if found.fault() is not None or not found.ready:
                with _watched(found, progress) as advance, database.alone():
                    _make_ready(database, clock(), shared, advance)
            if not database.shared:
                stays_here(home)
            return database.connect()
    except DamagedStoreError:
        note_damage(home)
        raise


def refuse_network(database: StoreDatabase) -> None:
    """Raise ``NetworkHomeError`` for an SQLite file on another computer's disk: its write-ahead log needs
    memory that the programs share, and locks there are not to be relied on (sqlite.org/wal.html,
    sqlite.org/howtocorrupt.html).
    """
    if not database.shared and on_network(database.home):
        raise NetworkHomeError.at(database.home)


def _refuse_full(database: StoreDatabase) -> None:
    """Raise ``StorageFullError`` where an SQLite file has no room beside it: it can be read all the same."""
    if not database.shared and is_full(database.home):
        raise full()


def opened_for_reading(database: StoreDatabase, fault: StoreError) -> Engine:
    """An engine that only reads, on a database that ``fault`` keeps from being written; raises the fault
    where there is nothing that this program can read.
    """
    try:
        with telling_of_trouble(database):
            if look(database).revision != newest_revision():
                raise fault
            return database.connect_to_read()
    except OSError:
        raise fault from None


def _watched(found: Found, progress: Progress) -> AbstractContextManager[Advance]:
    """A large store takes minutes, also for whoever waits meanwhile; a new one is made in no time."""
    steps = 0 if found.revision is None else revisions_after(found.revision)
    watch = progress if steps else unseen
    return watch(_("Bringing the store up to date"), steps, unit=_("steps"))


def _make_ready(
    database: StoreDatabase, now: datetime, shared: SharedObjects | None, advance: Advance
) -> None:
    """Make, or bring up to date, what ``look`` finds not ready. Killed anywhere, the next one goes on."""
    found = look(database)
    fault = found.fault()
    if fault is not None:
        if found.behind:
            database.doubt()
        raise fault
    if found.revision is None and shared is not None:
        _refuse_others_papers(shared)
    engine = database.connect()
    try:
        if found.revision != newest_revision():
            database.migrate(engine, advance)
        marked = found.marked or _first_mark(database.home, found.life, engine, shared)
        if found.life is None:
            _first_life(database, engine, marked, found, now)
        elif found.life.here is None:
            _name_database(database, engine)
    finally:
        engine.dispose()


def _first_mark(home: Path, life: Life | None, engine: Engine, shared: SharedObjects | None) -> Marked:
    """A new store's mark, or that of a further desk of one which is there; told before it gives out its first
    number.
    """
    with Session(engine) as session:
        numbers = numbers_given(session)
    marked = Marked(life.store, life.changes, numbers) if life else Marked(uuid4().hex, numbers=numbers)
    Mark(home / FILE_NAME).make(marked)
    if life is not None and shared is not None:
        tell(shared, marked)
    return marked


def _first_life(database: StoreDatabase, engine: Engine, marked: Marked, found: Found, now: datetime) -> None:
    why = LifeBegan.NEW if found.revision is None else LifeBegan.UPGRADED
    # The numbers of a store that lay here before stand on people's slips.
    floors = dict(found.before.numbers) if why == LifeBegan.NEW else {}
    begun = StoreLife(store=marked.store, changes=0, floors=floors, began_at=now, who=PROGRAM, why=why)
    begun.began_in = database.own_name(engine)
    with Session(engine.execution_options(immediate=True)) as session, session.begin():
        session.add(begun)


def _refuse_others_papers(shared: SharedObjects) -> None:
    """Raise ``LostStoreError`` where a new store is to begin beside the papers of one whose database is not
    here: its numbers would come twice. Where that can't be asked, a new desk is not kept waiting.
    """
    try:
        if witnessed(shared).stores or shared.is_used():
            raise LostStoreError.elsewhere(shared)
    except ObjectStoreError as error:
        log_exception("marks-not-asked", error)


def _name_database(database: StoreDatabase, engine: Engine) -> None:
    """A life that began before lives knew in which database."""
    name = database.own_name(engine)
    with Session(engine.execution_options(immediate=True)) as session, session.begin():
        present(session).began_in = name


def note_damage(home: Path) -> None:
    """What one command found damaged stops all later ones, until a person says how to go on."""
    try:
        Mark(home / FILE_NAME).note_damage()
    except (OSError, LostStoreError) as error:  # nothing to write it on: each command finds it for itself
        log_exception("damage-not-marked", error)


def _make_folders(home: Path) -> None:
    for folder in (home, home / "objects", home / "packages", home / "log"):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for needed in (home, home / "objects", home / "packages", home / "log", home / DATABASE):
        if needed.exists() and not os.access(needed, os.W_OK):
            raise unwritable(needed)
