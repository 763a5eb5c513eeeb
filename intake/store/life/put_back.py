# SPDX-License-Identifier: Apache-2.0
"""A database that other desks saw further along than it is: a server's whole disk was put back, and to itself
it looks like the one it was, also to a desk that misses nothing there.
"""

from __future__ import annotations

from intake.errors import ObjectStoreError
from intake.settings.log import log_exception
from intake.store.life.mark import Mark
from intake.store.life.witness import passed, tell_passed
from intake.store.objects import SharedObjects
from intake.store.store_database import StoreDatabase
from intake.store.trouble.telling import telling_of_trouble


def refuse_put_back(database: StoreDatabase, mark: Mark, shared: SharedObjects) -> None:
    """Compare with what other desks told at the place where papers lie, and tell there what this one sees.
    Where it can't be asked nobody is kept from working.

    Raises ``LostStoreError``, also for all who come after, where the database is older.
    """
    if is_behind(database, mark, shared):
        database.doubt()
        raise database.older()


def is_behind(database: StoreDatabase, mark: Mark, shared: SharedObjects) -> bool:
    """Whether the database lacks changes that any desk saw; the mark keeps that, so that whatever is opened
    next is refused. False where nobody can be asked.
    """
    try:
        return _is_behind(database, mark, shared)
    except ObjectStoreError as error:
        log_exception("changes-not-compared", error)
        return False


def _is_behind(database: StoreDatabase, mark: Mark, shared: SharedObjects) -> bool:
    marked = mark.read()
    known = passed(shared, marked.store) if marked else 0
    with telling_of_trouble(database):
        # Only now: each change that was told till then was in the database before.
        life = database.seen()[1]
    if life is None or marked is None or life.store != marked.store:
        return False
    if life.changes < known:
        mark.passed(known)
        return True
    tell_passed(shared, life.store, life.changes)
    return False
