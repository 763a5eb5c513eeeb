# SPDX-License-Identifier: Apache-2.0
"""A queue of errands in a database of its own: the least that leases can be tried on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any, ClassVar

from sqlalchemy import Engine, create_engine, select
from sqlalchemy.orm import DeclarativeBase

from intake.store.database import connect
from intake.store.queue.lease_owner import new_owner
from intake.store.queue.leases import Lease, Leases, anew
from intake.store.tables.column_types import UtcDateTime
from intake.store.tables.lease_columns import LeaseColumns
from intake.store.transaction import Transaction

NOW = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
ELSEWHERE = "another computer/1/x"


class Base(DeclarativeBase):
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: UtcDateTime()}


class Errand(LeaseColumns, Base):
    """Something to be done once."""

    __tablename__ = "errand"


QUEUE = Leases(Errand)


class LeaseDesk:
    """Errands in SQLite's file ``path``, or in the empty database of PostgreSQL that ``url`` names."""

    def __init__(self, url: str, path: Path) -> None:
        self.engine: Engine = create_engine(url) if url else connect(path)
        Base.metadata.create_all(self.engine)

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        writer = self.engine.execution_options(immediate=True)
        with Transaction(writer, expire_on_commit=False) as session, session.begin():
            yield session

    def put(self, count: int = 1, now: datetime = NOW) -> list[int]:
        rows = [Errand(**anew(now)) for _number in range(count)]
        with self.write() as session:
            session.add_all(rows)
            session.flush()
            return [row.id for row in rows]

    def take(self, owner: str, now: datetime = NOW, *, most: int = 1, early: bool = False) -> list[Lease]:
        with self.write() as session:
            return QUEUE.take(session, owner, now, only=Errand.id > 0, most=most, early=early)

    def row(self, row_id: int) -> dict[str, Any]:
        """What stands in a row now."""
        with self.write() as session:
            row = session.execute(select(*Errand.__table__.columns).where(Errand.id == row_id)).one()
        return dict(row._mapping)


def take_all(url: str, path: Path, owner: str, most: int) -> list[int]:
    """What a process does that takes errands until there are none; the rows it got."""
    desk, got = LeaseDesk(url, path), []
    while leases := desk.take(owner, most=most):
        got += [lease.row_id for lease in leases]
    desk.engine.dispose()
    return got


def take_and_tell(url: str, path: Path, told: Any) -> None:
    """Take one errand under this process's name, tell its row, and live on until killed."""
    (lease,) = LeaseDesk(url, path).take(new_owner())
    told.send(lease.row_id)
    Event().wait()
