# SPDX-License-Identifier: Apache-2.0
"""Is the database in a home the one that belongs there? Asked each time a store is opened.

The mark beside it (``intake.store.life.mark``) is read before the database: it never says more than the
database that belongs to it held at that moment. A database that says less was brought back from an older
copy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from intake.dossier import dossier_id as ids
from intake.errors import LostStoreError, StoreError
from intake.store.database import newest_revision
from intake.store.life.life import DOSSIERS, Life, LifeBegan
from intake.store.life.mark import FILE_NAME, Mark, Marked
from intake.store.life.remembered import NOTHING, Remembered, lies_apart, remembered
from intake.store.store_database import StoreDatabase

SENT = "sohoa.sent"
"""The list of what was submitted, a line of JSON each (``batch.outbox.sent_before``)."""
RESTORING = "sohoa.restore"
"""Which copy is being brought back (``intake.store.backup.restore``); gone when it is whole."""
KEPT = ("objects", "packages", "slips")

_SENT_ID = re.compile(rb'"dossier":"([^"]*)"')


@dataclass(frozen=True, slots=True)
class Found:
    """What lies in a home and its ``database``. ``revision`` is None without our tables, ``life`` before the
    tables knew of lives; ``mark_fault`` where the mark is damaged; ``before`` is what this account remembers
    of the store in this home.
    """

    database: StoreDatabase
    marked: Marked | None
    revision: str | None
    life: Life | None
    mark_fault: LostStoreError | None = None
    before: Remembered = NOTHING

    @property
    def ready(self) -> bool:
        """Whether nothing has to be made or migrated."""
        known = self.marked is not None and self.life is not None and self.life.here is not None
        return known and self.revision == newest_revision()

    def fault(self) -> StoreError | None:
        """Why nothing may be written to this store; None where it is sound, or new."""
        if (self.database.home / RESTORING).exists():
            return LostStoreError.half_restored(self.database.home)
        if self.revision is None:
            return self._nothing_there()
        if self.revision > newest_revision():
            return self.database.newer()
        if self.marked is not None and self.marked.damaged:
            return self.database.damaged()
        return self.mark_fault or self._belongs()

    def _nothing_there(self) -> StoreError | None:
        begun = self.marked is not None and (self.marked.changes > 0 or any(self.marked.numbers.values()))
        home = self.database.home
        if not begun and self.mark_fault is None and not any(traces(home)) and not any(sent_ids(home)):
            # Thrown away on this disk, another store may begin; on a disk that is not connected none may.
            return LostStoreError.gone(home) if self.before.apart and not lies_apart(home) else None
        return self.database.lost()

    def _belongs(self) -> StoreError | None:
        if self.life is None:
            # Tables older than the mark: a store that is upgraded now, or an old copy of an upgraded one.
            return self.database.older() if self.marked and self.marked.changes else None
        if self.life.why == LifeBegan.MOVED:
            return self.database.moved()
        if self.marked is None:
            return self.database.unmarked(self.life) or self._copied(self.life)
        if self.life.store != self.marked.store:
            return self.database.foreign()
        return self.database.older() if self.behind else self._copied(self.life)

    @property
    def behind(self) -> bool:
        """Whether changes that this home knows of are missing in its database."""
        if self.life is None or self.marked is None or self.life.store != self.marked.store:
            return False
        seen = self.before.changes if self.before.store == self.life.store else 0
        return self.life.changes < max(self.marked.changes, seen)

    def _copied(self, life: Life) -> StoreError | None:
        return self.database.copied() if life.here is False else None


def look(database: StoreDatabase) -> Found:
    """What lies in a home and its ``database``; nothing is made or changed.

    Raises whatever the database or the system complains of (``intake.store.trouble``).
    """
    marked, mark_fault = None, None
    before = NOTHING if database.shared else remembered(database.home)  # first: it never says more either
    try:
        marked = Mark(database.home / FILE_NAME).read()
    except LostStoreError as error:
        mark_fault = error
    return Found(database, marked, *database.seen(), mark_fault, before)


def traces(home: Path) -> Iterator[str]:
    """The names of what papers, packages and slips left in their folders."""
    for folder in KEPT:
        for path in sorted((home / folder).iterdir()) if (home / folder).is_dir() else ():
            # Half-made files and folders begin with a dot; an empty folder holds nothing.
            if not path.name.startswith(".") and any(path.iterdir() if path.is_dir() else ()):
                yield path.name


def sent_ids(home: Path) -> Iterator[str]:
    """The ids of the dossiers in the list of what was submitted."""
    path = home / SENT
    if path.exists():
        with path.open("rb") as stream:
            for line in stream:
                if found := _SENT_ID.search(line):
                    yield found[1].decode("ascii", "replace")


def numbers_in_folders(home: Path) -> dict[str, int]:
    """The highest running number among the dossiers' ids that folders and the list of what was sent bear."""
    names = (name for name in (*traces(home), *sent_ids(home)) if ids.is_well_formed(name))
    return {DOSSIERS: max(map(ids.running_number, names), default=0)}
