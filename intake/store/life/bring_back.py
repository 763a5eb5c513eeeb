# SPDX-License-Identifier: Apache-2.0
"""Going on after a database was lost, damaged or brought back from a copy: only because a person says so.

Either what lies in the home is accepted, or a new database is begun. Both begin a new life of the store
(``intake.store.life.life``), whose numbers go on after all that were given out before.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from intake.errors import DamagedStoreError, LifeError, LostStoreError
from intake.settings.database_server import DatabaseServer
from intake.store.database import newest_revision
from intake.store.life.apart import goes_on_here
from intake.store.life.life import DOSSIERS, LifeBegan, StoreLife, highest, numbers_given, set_changes
from intake.store.life.mark import FILE_NAME, Mark, Marked
from intake.store.life.soundness import RESTORING, Found, look, numbers_in_folders
from intake.store.life.witness import NOTHING, Witnessed, witnessed
from intake.store.objects import SharedObjects
from intake.store.store_database import StoreDatabase, database_of
from intake.store.tables.model import DossierRow
from intake.store.trouble.telling import telling_of_closed_doors, telling_of_trouble

SKIPPED_IDS = 1000
"""So many ids are left out where nobody can tell which were given out since: they stand on people's slips."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A new life: how many dossiers its database holds, and where the file of the last one was put."""

    dossiers: int
    aside: Path | None = None


def accept(
    home: Path,
    *,
    who: str,
    now: datetime,
    server: DatabaseServer | None = None,
    shared: SharedObjects | None = None,
) -> Begun:
    """Go on with the database as it lies in ``home``, or on its ``server``; ``shared`` has its papers, and
    what other desks told of, if these lie elsewhere.

    Raises ``LifeError`` where there is none, ``DamagedStoreError`` where it is not whole,
    ``ObjectStoreError``, and as ``Store.open`` does where it can't be opened.
    """
    _refuse_half_restored(home)
    begun = go_on(database_of(home, server), who=who, now=now, others=witnessed(shared))
    with telling_of_closed_doors(home):
        goes_on_here(home)
    return begun


def go_on(
    database: StoreDatabase, *, who: str, now: datetime, skipped: int = 0, others: Witnessed = NOTHING
) -> Begun:
    """As ``accept``, also while a copy is being brought back; ``skipped`` ids of dossiers are left out."""
    with telling_of_closed_doors(database.home), telling_of_trouble(database):
        found = look(database)
        if found.revision is None:
            raise LifeError.nothing_to_accept(database.home)
        if found.revision > newest_revision():
            raise database.newer()
        if not database.whole():
            raise database.damaged()
        database.home.mkdir(mode=0o700, parents=True, exist_ok=True)  # a computer that was new until now
        with database.alone():
            return Begun(_new_life(found, LifeBegan.BROUGHT_BACK, who, now, others, skipped))


def _refuse_half_restored(home: Path) -> None:
    with telling_of_closed_doors(home):
        if (home / RESTORING).exists():
            raise LostStoreError.half_restored(home)


def begin(
    home: Path,
    *,
    who: str,
    now: datetime,
    server: DatabaseServer | None = None,
    shared: SharedObjects | None = None,
) -> Begun:
    """Begin a new database where that of ``home`` (on its ``server``) is gone, empty or damaged; what lies
    there is put aside. ``shared`` as for ``accept``.

    Raises ``LifeError`` where a whole database is there, or no store ever was, and ``ObjectStoreError``.
    """
    _refuse_half_restored(home)
    database, others = database_of(home, server), witnessed(shared)
    with telling_of_closed_doors(home), telling_of_trouble(database):
        whole = _whole(database)
        if whole is not None and whole.revision is not None:
            raise LifeError.nothing_lost(home)
        # Papers that no desk told of: an earlier program carried them there, or a person did.
        untold = shared is not None and not others.stores and shared.is_used()
        if whole is not None and whole.fault() is None and not others.stores and not untold:
            raise LifeError.no_store(home)
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        with database.alone():
            aside = database.put_aside(now)
            skipped = SKIPPED_IDS if untold else 0
            dossiers = _new_life(look(database), LifeBegan.ANEW, who, now, others, skipped)
        goes_on_here(home)
        return Begun(dossiers, aside)


def _whole(database: StoreDatabase) -> Found | None:
    """What lies there; None where it is a damaged database."""
    try:
        with telling_of_trouble(database):
            found = look(database)
            return found if found.revision is None or database.whole() else None
    except DamagedStoreError:
        return None


def _identity(found: Found, others: Witnessed) -> str:
    """Which store goes on: the one that this home is marked as, but not against the desks that share one."""
    known = found.life.store if found.life else ""
    marked = found.marked.store if found.marked else ""
    told = next(iter(others.stores)) if len(others.stores) == 1 else ""
    return (known or marked if found.database.shared else marked or known) or told or uuid4().hex


def _new_life(
    found: Found, why: LifeBegan, who: str, now: datetime, others: Witnessed, skipped: int = 0
) -> int:
    """Begin a life after all that database, mark, folders, other desks and this account know of; returns how
    many dossiers there are.
    """
    database = found.database
    marked = found.marked or Marked("")
    store = _identity(found, others)
    seen = others.changes.get(store, 0)
    changes = max(marked.changes, found.life.changes if found.life else 0, seen, found.before.changes) + 1
    engine = database.connect()
    try:
        if found.revision != newest_revision():
            database.migrate(engine)
        name = database.own_name(engine)
        with Session(engine.execution_options(immediate=True)) as session, session.begin():
            there = numbers_in_folders(database.home)
            before = found.before.numbers
            numbers = highest(marked.numbers, numbers_given(session), there, others.numbers, before)
            numbers[DOSSIERS] += skipped
            life = StoreLife(store=store, changes=changes, floors=numbers)
            life.began_at, life.who, life.why = now, who, why
            life.began_in = name
            session.add(life)
            set_changes(session, changes)
            dossiers = session.scalar(select(func.count(DossierRow.id))) or 0
    finally:
        engine.dispose()
    Mark(database.home / FILE_NAME).make(
        replace(marked, store=store, changes=changes, numbers=numbers, damaged=False)
    )
    return dossiers
