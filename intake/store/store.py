# SPDX-License-Identifier: Apache-2.0
"""The store of one desk: opening it, and every change of a dossier.

::

    <home>/sohoa.db     database (SQLite)          <home>/objects/    papers by SHA-256
    <home>/packages/    PDFs made                  <home>/log/        logs
    <home>/cache/       of objects kept elsewhere (``intake.store.remote``), then without ``objects``
    <home>/sohoa.mark   which store this is, and how far it has come (``intake.store.life.mark``)

Folders are for their owner alone (0700), files too (0600). A change is a function that is handed to
``store.write``, which does it in one short transaction, again where another one went first; nothing slow
(hashing, OCR, HTTP) belongs inside.
Every change may be asked for twice: it is recognised by its content or by the ``client_id`` that the caller
gives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar, overload
from uuid import uuid4

from sqlalchemy import Engine

from intake.errors import DamagedStoreError, LostStoreError, StoreError
from intake.settings.clock import utc_now
from intake.settings.database_server import DatabaseServer
from intake.settings.log import log_exception
from intake.store.dossier.documents import DocumentWrites
from intake.store.dossier.dossiers import DossierWrites
from intake.store.dossier.form_values import ValueWrites
from intake.store.dossier.journal import CHANGE
from intake.store.dossier.pages import PageWrites
from intake.store.life.life import count_change
from intake.store.life.mark import FILE_NAME, Mark
from intake.store.life.opening import note_damage, opened_for_reading, opened_for_writing
from intake.store.life.put_back import is_behind, refuse_put_back
from intake.store.life.remembered import remember
from intake.store.life.soundness import look
from intake.store.life.witness import tell
from intake.store.objects import ObjectFolder, ObjectStore, StoredObject
from intake.store.progress import Progress, unseen
from intake.store.store_database import StoreDatabase, database_of
from intake.store.transaction import UNIT, Transaction
from intake.store.trouble.telling import telling_of_trouble
from intake.store.writing import until_it_passes
from templates.model.document_types import FieldType

_Result = TypeVar("_Result")

SENDING_TABLES = ("outbox", "dossier", "package", "store_life")

WHOLE_FOR = timedelta(hours=12)
"""So long what was found whole is not read again before a push: of a large store that costs more than to send
a dossier, and what a push itself reads is checked by the database as it reads it.
"""


class Store(DossierWrites, DocumentWrites, PageWrites, ValueWrites):
    """The dossiers of one desk. Safe to open from several processes at once.

    ``fault`` says why nothing can be written (only where it was opened for reading). ``unit`` is the office
    that it is opened for: dossiers of others are neither seen nor changed, new ones are its own. None sees
    all. ``second_look`` are the types of values that two persons look at, none unless whoever opens it says
    so.
    """

    def __init__(
        self,
        database: StoreDatabase,
        engine: Engine,
        clock: Callable[[], datetime] = utc_now,
        fault: StoreError | None = None,
        unit: str | None = None,
        objects: ObjectStore | None = None,
    ) -> None:
        self.home = home = database.home
        self.unit = unit
        self.objects = objects or ObjectFolder(home / "objects")
        self.packages = home / "packages"
        self.log = home / "log"
        self.clock = clock
        self.mark = Mark(home / FILE_NAME)
        self.fault = fault
        self.second_look: frozenset[FieldType] = frozenset()
        self.database = database
        self._engine = engine
        self._writer = database.writer(engine)

    @classmethod
    def open(
        cls,
        home: Path,
        clock: Callable[[], datetime] = utc_now,
        unit: str | None = None,
        server: DatabaseServer | None = None,
        objects: ObjectStore | None = None,
        progress: Progress = unseen,
    ) -> Store:
        """Open the store in ``home``, whose database is in it or on ``server``, making or migrating it as
        needed, which ``progress`` is told; papers are kept in ``objects``, else in a folder of the home.

        Raises:
            LostStoreError: the database is missing, empty, older than its mark, or another store's.
            DamagedStoreError: it is damaged.
            ForbiddenStoreError: the folder or a file in it may not be read or written.
            NewerStoreError: a newer program made it.
            MovedStoreError: it was carried over to another database.
            ServerError: the server does not answer, or does not let sohoa in.
            StoreError, StorageFullError: it can't be opened for another reason.
        """
        database = database_of(home, server)
        shared = objects.shared if objects is not None else None
        engine = opened_for_writing(database, clock, shared, progress)
        return cls(database, engine, clock, unit=unit, objects=objects)

    @classmethod
    def open_to_read(
        cls,
        home: Path,
        clock: Callable[[], datetime] = utc_now,
        unit: str | None = None,
        server: DatabaseServer | None = None,
        objects: ObjectStore | None = None,
        progress: Progress = unseen,
    ) -> Store:
        """Open the store also where nothing may be written to it, because of its ``fault``, as far as it can
        be read at all; raises as ``open`` does where it can't.
        """
        try:
            return cls.open(home, clock, unit, server, objects, progress)
        except StoreError as fault:
            database = database_of(home, server)
            return cls(database, opened_for_reading(database, fault), clock, fault, unit, objects)

    @overload
    def write(self) -> AbstractContextManager[Transaction]: ...
    @overload
    def write(self, work: Callable[[Transaction], _Result]) -> _Result: ...
    def write(
        self, work: Callable[[Transaction], _Result] | None = None
    ) -> _Result | AbstractContextManager[Transaction]:
        """One change: what ``work`` does in the transaction that it is handed; returns what that returns.

        It is saved whole, or on any error not at all. Where another change went first, ``work`` is done again
        from its beginning and sees that one: it must leave nothing behind but what is in the transaction.
        """
        return self._writing() if work is None else self._written(work)

    def _written(self, work: Callable[[Transaction], _Result]) -> _Result:
        self._refuse_faulty()
        with self._noting_damage(), telling_of_trouble(self.database):
            done = until_it_passes(self.database, self._begun, work)
        self._mark_passed(done.changes)
        return done.result

    @contextmanager
    def _writing(self) -> Iterator[Transaction]:
        self._refuse_faulty()
        with self._noting_damage(), telling_of_trouble(self.database):
            with self._begun() as session, session.begin():
                yield session
                changes = count_change(session)
            self._mark_passed(changes)

    def _begun(self) -> Transaction:
        """A session for one change, whose events bear one name."""
        session = Transaction(self._writer, expire_on_commit=False)
        session.info.update({CHANGE: uuid4().hex, UNIT: self.unit})
        return session

    def _refuse_faulty(self) -> None:
        if self.fault is not None:
            raise self.fault

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """One reading transaction: a picture of the store at one moment. Changes made in it are lost."""
        reader = Transaction(self._engine, expire_on_commit=False, autoflush=False)
        with self._noting_damage(), telling_of_trouble(self.database), reader as session:
            session.info[UNIT] = self.unit
            yield session

    def require_whole(self, holds: timedelta = timedelta(0)) -> None:
        """Have the database checked before something leaves the house or a night's work begins, unless it was
        found whole no longer ago than that ``holds``.

        An SQLite file of up to a gigabyte is read whole (about a second), of a larger one the tables that
        sending leans on; a server looks after its own. What other desks saw is compared each time. Raises
        ``DamagedStoreError``, and ``LostStoreError`` where the database is older than they know.
        """
        self._refuse_put_back()
        if self.objects.shared is not None:
            refuse_put_back(self.database, self.mark, self.objects.shared)
        now = self.clock()
        if holds and self.mark.found_whole_since(now - holds, now):
            return
        with self._noting_damage(), telling_of_trouble(self.database):
            tables = SENDING_TABLES if self.database.is_large() else ()
            if not self.database.whole(tables):
                raise self.database.damaged()
            self.mark.note_whole(now)

    def _refuse_put_back(self) -> None:
        """What was opened hours ago may have been put back from a copy meanwhile."""
        if not self.database.shared:
            with self._noting_damage(), telling_of_trouble(self.database):
                if look(self.database).behind:
                    raise self.database.older()
            self.remember()

    @contextmanager
    def _noting_damage(self) -> Iterator[None]:
        try:
            yield
        except DamagedStoreError:
            if self.fault is None:
                note_damage(self.home)
            raise

    def _mark_passed(self, changes: int) -> None:
        """The change is saved already, so a mark that can't follow stops nobody: it may lag behind."""
        try:
            self.mark.passed(changes)
            self._tell_others()
        except (OSError, LostStoreError) as error:
            log_exception("mark-behind", error)

    def _tell_others(self) -> None:
        """What was reserved is told where other desks find it, should this one's disk be lost; also what a
        process that was killed left untold. What they saw and this database lacks the next opening finds.
        """
        shared = self.objects.shared
        if not self.told:
            self.remember()
        marked = self.mark.read() if shared is not None and not self.told else None
        self.told = True  # once a block and once a process: who is at the counter does not wait for it
        if shared is not None and marked is not None and marked.untold and tell(shared, marked):
            self.mark.note_told(marked.numbers)
            is_behind(self.database, self.mark, shared)

    def remember(self) -> None:
        """Have this account know, outside of the home, how far the store came: the home may be put back whole
        from a copy. Desks of a server tell each other.
        """
        marked = None if self.database.shared else self.mark.read()
        if marked is not None:
            remember(self.home, marked)

    def keep(self, path: Path) -> StoredObject:
        """Copy a file into the store's objects (before the transaction that names it)."""
        return self.objects.keep(path)

    def close(self) -> None:
        """Give the database's files back."""
        self._engine.dispose()
