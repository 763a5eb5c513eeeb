# SPDX-License-Identifier: Apache-2.0
"""Rows that wait for a worker: one at a time has each, and what fails is tried later or given up.

::

    queued ──take──▶ in hand ──finish──▶ (a state of its own: sent)
      ▲               │  │ ├───later───▶ failed-retry (again at next_at, without end)
      │               │  └─┴──give_up──▶ refused (in quarantine, with its reason)
      └── a person ───┴── its owner died: free again

Every queue of the store is a table with ``LeaseColumns`` and one ``Leases`` over it. What an owner does with
a row it writes through its lease: that fails, and changes nothing, once another has the row, so it is asked
for (``renew``) before anything that can be seen outside. A lease ends by its time, or at once where its
owner is known to be gone; as long as nobody took the row, one that came late still has it.

Two takers never get the same row: on PostgreSQL the rows are locked as they are chosen, and those that
another locks are passed over (FOR UPDATE SKIP LOCKED); on SQLite a writing transaction is the only one.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, true, update

from intake.dossier.sending import Sending
from intake.dossier.sending.pauses import LONGEST_PAUSE, waiting_time
from intake.settings.clock import utc_now
from intake.store.queue.lease_owner import LEASE, is_gone, lives_here
from intake.store.tables.lease_columns import LeaseColumns
from intake.store.transaction import Transaction

WAITING = (Sending.QUEUED.value, Sending.RETRY.value)
"""States of rows that nobody works on and whose turn comes."""

IN_HAND = Sending.SENDING.value
"""The state of a row that an owner has, called by the outbox's word, which is older than the others."""

UNSETTLED = (*WAITING, IN_HAND)

Row = TypeVar("Row", bound=LeaseColumns)
Condition = ColumnElement[bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """One row in the hand of ``owner``; ``attempt`` counts from 1."""

    row_id: int
    owner: str
    attempt: int


def moment(session: Transaction, clock: Callable[[], datetime]) -> datetime:
    """Now, by the clock that all who share the queues have in common.

    On a server that is the server's: desks' clocks go apart. A ``clock`` that was handed in (tests) is
    followed on any database.
    """
    if clock is utc_now and session.get_bind().dialect.name == "postgresql":
        return session.execute(select(func.current_timestamp())).scalar_one().astimezone(UTC)
    return clock()


def anew(now: datetime) -> dict[str, Any]:
    """The values of a row that waits for the first time, or once more because a person said so."""
    return {**_free_of(Sending.QUEUED), "next_at": now, "attempts": 0, "trouble": ""}


@dataclass(frozen=True, slots=True)
class Leases(Generic[Row]):
    """The queue in ``table``."""

    table: type[Row]

    def due(
        self,
        session: Transaction,
        now: datetime,
        *,
        only: Condition | None = None,
        early: bool = False,
        besides: Sequence[str] = (),
    ) -> Condition:
        """The rows (of ``only``) that a worker may take: those whose turn has come and those left by an owner
        that died.

        ``early`` is a person's word, for those that wait after a failure or stand in a state of ``besides``.
        """
        table, only = self.table, true() if only is None else only
        left = self.abandoned(session, now, only)
        if early:
            return and_(only, or_(table.state.in_((*WAITING, *besides)), left))
        # No pause is longer than the longest: such a turn was written while a clock was ahead.
        come = or_(table.next_at <= now, table.next_at > now + LONGEST_PAUSE)
        return and_(only, or_(and_(table.state.in_(WAITING), come), left))

    def abandoned(self, session: Transaction, now: datetime, only: Condition) -> Condition:
        """The rows (of ``only``) that were left in hand by an owner that is gone."""
        return and_(self.table.state == IN_HAND, self._over(session, now, only))

    def take(
        self,
        session: Transaction,
        owner: str,
        now: datetime,
        *,
        only: Condition,
        early: bool = False,
        besides: Sequence[str] = (),
        most: int = 1,
    ) -> list[Lease]:
        """Lease at most so many rows of ``only`` to ``owner``, in the order of their turns (see ``due``)."""
        due = self.due(session, now, only=only, early=early, besides=besides)
        query = select(self.table).where(due).order_by(self.table.next_at, self.table.id).limit(most)
        rows = session.scalars(
            query.with_for_update(skip_locked=True, of=self.table).execution_options(populate_existing=True)
        ).all()
        for row in rows:
            row.state, row.lease_owner, row.lease_until = IN_HAND, owner, now + LEASE
            row.attempts += 1
            # Should this try end the process, the others have their turn before it is made again.
            row.next_at = now
        session.flush()
        return [Lease(row_id=row.id, owner=owner, attempt=row.attempts) for row in rows]

    def put(self, session: Transaction, now: datetime, **subject: Any) -> None:
        """Let what ``subject`` names wait, unless it has a row; two who do so at once make one."""
        # Each database has an INSERT of its own that knows conflicts, loaded only for the one that is used.
        dialect = import_module(f"sqlalchemy.dialects.{session.get_bind().dialect.name}")
        insert = dialect.insert(self.table).values(**anew(now), **subject)
        session.execute(insert.on_conflict_do_nothing())

    def renew(
        self, session: Transaction, lease: Lease, now: datetime, values: Mapping[str, Any] | None = None
    ) -> bool:
        """Let the lease begin anew, ``values`` being written with it; False where another has the row."""
        return self._change(session, lease, {"lease_until": now + LEASE, **(values or {})})

    def finish(self, session: Transaction, lease: Lease, values: Mapping[str, Any] | None = None) -> bool:
        """The row is done; False where another has it."""
        return self._change(session, lease, {**_free_of(Sending.SENT), "trouble": "", **(values or {})})

    def later(
        self,
        session: Transaction,
        lease: Lease,
        now: datetime,
        trouble: str,
        *,
        chance: random.Random,
        asked_s: float | None = None,
    ) -> datetime | None:
        """Try again after a pause that grows with every attempt, or as long as a server asked for.

        Returns the moment of the next try; None where another has the row.
        """
        at = now + waiting_time(lease.attempt, chance, asked_s)
        changed = self._change(session, lease, {**_free_of(Sending.RETRY), "next_at": at, "trouble": trouble})
        return at if changed else None

    def give_up(
        self, session: Transaction, lease: Lease, trouble: str, values: Mapping[str, Any] | None = None
    ) -> bool:
        """Into quarantine, until a person acts; False where another has the row."""
        return self._change(
            session, lease, {**_free_of(Sending.REFUSED), "trouble": trouble, **(values or {})}
        )

    def drop(self, session: Transaction, lease: Lease) -> bool:
        """The row is done and leaves the queue; False where another has it."""
        gone = session.execute(delete(self.table).where(self._mine(lease)).returning(self.table.id))
        return gone.first() is not None

    def renew_all(self, session: Transaction, owner: str, now: datetime) -> None:
        """Let all leases of ``owner`` that stand begin anew."""
        session.execute(update(self.table).where(self._of(owner)).values(lease_until=now + LEASE))

    def drop_all(self, session: Transaction, owner: str) -> None:
        """All that ``owner`` has in hand leaves the queue."""
        session.execute(delete(self.table).where(self._of(owner)))

    def let_go(self, session: Transaction, owner: str) -> None:
        """All that ``owner`` has in hand waits as if it had not been taken."""
        back = {**_free_of(Sending.QUEUED), "attempts": self.table.attempts - 1}
        session.execute(update(self.table).where(self._of(owner)).values(**back))

    def _change(self, session: Transaction, lease: Lease, values: Mapping[str, Any]) -> bool:
        changed = session.execute(
            update(self.table).where(self._mine(lease)).values(**values).returning(self.table.id)
        )
        return changed.first() is not None

    def _of(self, owner: str) -> Condition:
        return and_(self.table.state == IN_HAND, self.table.lease_owner == owner)

    def _mine(self, lease: Lease) -> Condition:
        row = and_(self.table.id == lease.row_id, self.table.attempts == lease.attempt)
        return and_(row, self._of(lease.owner))

    def _over(self, session: Transaction, now: datetime, only: Condition) -> Condition:
        """``lease_over`` as a condition; who lives only this computer knows, so the owners are asked for."""
        table = self.table
        held = select(table.lease_owner).where(only, table.state == IN_HAND)
        owners = session.scalars(held.distinct()).all()
        gone = [owner for owner in owners if is_gone(owner)]
        living = [owner for owner in owners if lives_here(owner)]
        return or_(
            table.lease_until.is_(None),
            table.lease_until <= now,
            table.lease_owner.in_(gone),
            and_(table.lease_until > now + LEASE, table.lease_owner.not_in(living)),
        )


def _free_of(state: Sending) -> dict[str, Any]:
    """The values of a row that nobody has any more."""
    return {"state": state.value, "lease_owner": "", "lease_until": None}
