"""The store of one desk: opening it, and every change of a dossier.

::

    <home>/sohoa.db     database (SQLite)          <home>/objects/    papers by SHA-256
    <home>/packages/    PDFs made                  <home>/log/        logs

Folders are for their owner alone (0700), files too (0600). A change happens in ``with store.write() as
session:``, one short transaction that began as a writer; nothing slow (hashing, OCR, HTTP) belongs inside.
Every change may be asked for twice: it is recognised by its content or by the ``client_id`` that the caller
gives.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.orm import Session

from intake import database
from intake.clock import utc_now
from intake.errors import StorageFullError, StoreError
from intake.journal import CHANGE
from intake.objects import ObjectFolder, StoredObject
from intake.store_dossiers import DossierWrites
from intake.store_papers import PaperWrites
from intake.store_values import ValueWrites
from templates.messages import _


class Store(DossierWrites, PaperWrites, ValueWrites):
    """The dossiers of one desk. Safe to open from several processes at once."""

    def __init__(self, home: Path, engine: Engine, clock: Callable[[], datetime] = utc_now) -> None:
        self.home = home
        self.objects = ObjectFolder(home / "objects")
        self.packages = home / "packages"
        self.log = home / "log"
        self.clock = clock
        self._engine = engine
        self._writer = engine.execution_options(immediate=True)

    @classmethod
    def open(cls, home: Path, clock: Callable[[], datetime] = utc_now) -> Store:
        """Open the store in ``home``, making or migrating it as needed; ``StoreError`` where that fails."""
        try:
            _make_folders(home)
            engine = database.connect(home / "sohoa.db")
            database.bring_up_to_date(engine, home / "sohoa.lock")
        except (OSError, DatabaseError) as error:
            raise StoreError(
                _("The store in {home} can't be opened.").format(home=home),
                _("Check that the folder is yours, writable and has free space, or choose another home."),
            ) from error
        return cls(home, engine, clock)

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One writing transaction; committed at the end, rolled back on any error."""
        with _telling_of_trouble(), Session(self._writer, expire_on_commit=False) as session, session.begin():
            session.info[CHANGE] = uuid4().hex
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One reading transaction: a picture of the store at one moment. Changes made in it are lost."""
        with _telling_of_trouble(), Session(self._engine, expire_on_commit=False, autoflush=False) as session:
            yield session

    def keep(self, path: Path) -> StoredObject:
        """Copy a file into the store's objects (before the transaction that names it)."""
        return self.objects.keep(path)

    def close(self) -> None:
        """Give the database's files back."""
        self._engine.dispose()


def _make_folders(home: Path) -> None:
    for folder in (home, home / "objects", home / "packages", home / "log"):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(str(folder))


@contextmanager
def _telling_of_trouble() -> Iterator[None]:
    """A full disk or a lock that never opens, told in the operator's words."""
    try:
        yield
    except OperationalError as error:
        cause = str(error.orig)
        if "full" in cause:
            raise StorageFullError(
                _("The disk is full; the last change was not saved."),
                _("Free some space, then run the same command again: it goes on where it stopped."),
            ) from error
        if "locked" in cause:
            raise StoreError(
                _("Another program keeps the store locked."), _("Wait for it to finish, then try again.")
            ) from error
        raise
