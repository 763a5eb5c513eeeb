# SPDX-License-Identifier: Apache-2.0
"""The one way in which a change comes into the database: done, and done again until it passes.

Two works that can't both hold are told apart by the database: SQLite lets one writer in at a time, PostgreSQL
fails one of two that saw and changed the same (SERIALIZABLE), by a code or by the constraint that the second
one broke. The loser does its work again and sees what the winner did. When the connection breaks in the very
moment of saving, the server is asked what became of that transaction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any, Generic, TypeVar

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.exc import StaleDataError

from intake.errors import ServerError
from intake.settings.log import note_retries
from intake.store.life.life import count_change, on_server
from intake.store.store_database import StoreDatabase
from intake.store.transaction import Transaction

_Result = TypeVar("_Result")

LONGEST_S = 30.0
"""So long others may go first, as long as SQLite waits for its writer."""
MOST_TAKEN = 5
"""So often a name may be taken by another; a work that takes its own name twice breaks on it for ever."""


@dataclass(frozen=True, slots=True)
class Done(Generic[_Result]):
    """What a work returned, and how many changes the store has seen with it."""

    result: _Result
    changes: int


class _UnsureError(Exception):
    """The connection broke while the transaction of this number was being saved."""

    def __init__(self, transaction: str, done: Done[Any]) -> None:
        super().__init__(transaction)
        self.transaction = transaction
        self.done = done


def until_it_passes(
    database: StoreDatabase, begin: Callable[[], Transaction], work: Callable[[Transaction], _Result]
) -> Done[_Result]:
    """Do ``work`` in a transaction that ``begin`` gives; again, where another one went first or the
    connection broke before it was saved, for ``LONGEST_S`` at most. Raises what the database says then, and
    ``ServerError`` where nobody can tell whether the change was saved.
    """
    tries, began = _Tries(database, begin, work), monotonic()
    try:
        return tries.next()
    except (DBAPIError, StaleDataError) as error:
        left_s = LONGEST_S - (monotonic() - began)  # a file's lock was waited for already
        if not tries.may_pass_later(error) or left_s <= 0:
            raise
    import stamina  # of no use to most changes

    note_retries()
    waits = {"timeout": left_s, "wait_initial": 0.02, "wait_max": 1.0, "wait_jitter": 0.2}
    try:
        for again in stamina.retry_context(on=tries.may_pass_later, attempts=None, **waits):
            with again:
                return tries.next()
    except DBAPIError as error:
        if tries.unsure is not None:
            raise ServerError.broken_off(database) from error
        raise
    raise AssertionError("unreachable")  # pragma: no cover


class _Tries(Generic[_Result]):
    """The tries of one work."""

    def __init__(
        self,
        database: StoreDatabase,
        begin: Callable[[], Transaction],
        work: Callable[[Transaction], _Result],
    ) -> None:
        self._database = database
        self._begin = begin
        self._work = work
        self.unsure: _UnsureError | None = None
        self._taken: Counter[str] = Counter()

    def next(self) -> Done[_Result]:
        """One try; where the last one may have been saved, that is found out first."""
        if self.unsure is not None:
            known, self.unsure = self.unsure, None
            if self._was_saved(known):
                return known.done
        try:
            return self._once()
        except _UnsureError as unsure:
            self.unsure = unsure
            assert unsure.__cause__ is not None
            raise unsure.__cause__ from None

    def may_pass_later(self, error: Exception) -> bool:
        """Whether the work is worth doing again."""
        if isinstance(error, StaleDataError):
            return True
        cause = error.orig if isinstance(error, DBAPIError) else None
        if name := self._database.taken_name(cause):
            self._taken[name] += 1
            return self._taken[name] <= MOST_TAKEN
        return self._database.lost_race(cause) or self._database.lost_connection(cause)

    def _once(self) -> Done[_Result]:
        with self._begin() as session:
            result = self._work(session)
            done = Done(result, count_change(session))
            transaction = _number_of(session)
            try:
                session.commit()
            except DBAPIError as error:
                if transaction and self._database.lost_connection(error.orig):
                    raise _UnsureError(transaction, done) from error
                raise
            return done

    def _was_saved(self, unsure: _UnsureError) -> bool:
        asked = text("SELECT pg_xact_status(CAST(:number AS xid8))")
        try:
            with self._begin() as session:
                became = session.scalar(asked, {"number": unsure.transaction})
        except DBAPIError:
            self.unsure = unsure
            raise
        if became == "in progress":  # its end has not got about yet; nothing else may be done till then
            self.unsure = unsure
            assert unsure.__cause__ is not None
            raise unsure.__cause__
        return bool(became == "committed")


def _number_of(session: Transaction) -> str:
    """The transaction's number, by which a server still knows what became of it; "" on SQLite."""
    return str(session.scalar(text("SELECT pg_current_xact_id()"))) if on_server(session) else ""
