# SPDX-License-Identifier: Apache-2.0
"""Carrying a store over to another database: every table, compared row by row, and gone on with after a kill.

The old database is told first that it was moved, so that nobody writes to it any more; nothing else in it
changes. The new one becomes a store with its last step, when it is given the present life. In between both
are refused by whoever opens them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    Table,
    Text,
    bindparam,
    cast,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.orm import Session

from intake.errors import LifeError, MoveError
from intake.settings.apart import Part
from intake.settings.database_server import DatabaseServer
from intake.store.database import newest_revision
from intake.store.life.apart import carried_over
from intake.store.life.life import Life, LifeBegan, StoreLife, present, set_changes
from intake.store.life.opening import opened_for_writing
from intake.store.life.soundness import look
from intake.store.store_database import StoreDatabase, database_of
from intake.store.trouble.telling import telling_of_closed_doors, telling_of_trouble

Clock = Callable[[], datetime]

PART = 500
"""So many rows are carried over in one transaction."""
LIVES = "store_life"
_NOT_CARRIED = ("alembic_version", LIVES)


@dataclass(frozen=True, slots=True)
class CarriedTable:
    """A table and how many rows of it are in the new database, each as it is in the old one."""

    name: str
    rows: int


@dataclass(frozen=True, slots=True)
class StoreMoved:
    """What was carried over, and the name of the database it lies in now."""

    to: str
    tables: Sequence[CarriedTable]


def move(
    home: Path, server: DatabaseServer | None, to: DatabaseServer | None, *, who: str, clock: Clock
) -> StoreMoved:
    """Carry the store in ``home`` (its rows on ``server``) over ``to`` another server, None for a file in the
    home. Broken off, it is gone on with when it is asked for again.

    Raises ``MoveError`` where another store is there already or a row does not arrive as it was, and as
    ``Store.open`` does where one of the two can't be opened.
    """
    source, target = database_of(home, server), database_of(home, to)
    with telling_of_closed_doors(home), telling_of_trouble(source):
        with telling_of_trouble(target):  # before anything is said to the old one
            _refuse_filled(target, look(source).life)
        ended = _settled(source, who, clock)
        with telling_of_trouble(target), target.alone():
            moved = _carry(source, target, ended)
        if to is not None:
            carried_over(home, Part.ROWS)
        return moved


def _refuse_filled(target: StoreDatabase, source: Life | None) -> None:
    """Raise ``MoveError`` where another store lies there, or this one without having been carried over from
    the ``source``; what the database says where it can't be used.
    """
    _revision, life = target.seen()
    if life is None:
        return
    if source is None or life.store != source.store or life.why == LifeBegan.MOVED:
        raise MoveError.not_empty(target)
    if source.why != LifeBegan.MOVED:
        raise MoveError.there_already(target)


def _settled(source: StoreDatabase, who: str, clock: Clock) -> Life:
    """Have nobody write to the old database any more; the life that it ended with."""
    found = look(source)
    if found.revision is None:
        raise found.fault() or LifeError.no_store(source.home)
    if found.life is None or found.life.why != LifeBegan.MOVED:
        engine = opened_for_writing(source, clock)  # refused, or brought up to date
        with Session(source.writer(engine)) as session, session.begin():
            last = present(session)
            moved = StoreLife(store=last.store, changes=last.changes, floors=last.floors)
            moved.began_at, moved.who, moved.why = clock(), who, LifeBegan.MOVED
            session.add(moved)
        source.wait_for_writers(engine)
        engine.dispose()
    _revision, life = source.seen()
    assert life is not None
    return life


def _carry(source: StoreDatabase, target: StoreDatabase, ended: Life) -> StoreMoved:
    _refuse_filled(target, ended)
    revision, life = target.seen()
    old, new = source.connect(), target.connect()
    try:
        if revision != newest_revision():
            target.migrate(new)
        if life is not None:
            return StoreMoved(str(target), _counted(new))
        theirs = _tables(old).tables
        carried = [_table(old, new, theirs[table.name], table) for table in _carried_tables(new)]
        _live_on(old, new, ended.changes, target.own_name(new))
        return StoreMoved(str(target), carried)
    finally:
        old.dispose()
        new.dispose()


def _tables(engine: Engine) -> MetaData:
    """All tables, asked for at once: one by one, each brings those that it refers to anew."""
    there = MetaData()
    there.reflect(engine)
    return there


def _carried_tables(engine: Engine) -> list[Table]:
    """Those that others refer to first."""
    return [table for table in _tables(engine).sorted_tables if table.name not in _NOT_CARRIED]


def _counted(engine: Engine) -> list[CarriedTable]:
    with engine.connect() as connection:
        return [
            CarriedTable(name, connection.scalar(select(func.count()).select_from(text(name))) or 0)
            for name in (table.name for table in _carried_tables(engine))
        ]


def _table(old: Engine, new: Engine, theirs: Table, ours: Table) -> CarriedTable:
    """Carry a table over from where the last try ended, and compare it whole."""
    name = ours.name
    with old.connect() as source, new.connect() as target:
        there = target.scalar(select(func.count()).select_from(ours)) or 0
        target.rollback()
        inserting = _inserting(ours, new.dialect.name)
        for part in _rows(source, theirs, there).partitions():
            with target.begin():
                target.execute(inserting, [_carried(row) for row in part])
        before, after = _print_of(source, theirs), _print_of(target, ours)
        if before != after:
            raise MoveError.differs(name)
        if new.dialect.name == "postgresql" and "id" in ours.c and isinstance(ours.c.id.type, Integer):
            _count_on(target, name)
        return CarriedTable(name, after[0])


def _rows(connection: Connection, table: Table, skipped: int = 0) -> Any:
    """Rows in the order of their keys, JSON as it was written. Nobody writes to a table that is moved, so a
    later try meets the same order.
    """
    wanted = [cast(column, Text).label(column.name) if _is_json(column) else column for column in table.c]
    query = select(*wanted).order_by(*table.primary_key.columns).offset(skipped)
    return connection.execute(query.execution_options(yield_per=PART)).mappings()


def _inserting(table: Table, dialect: str) -> Any:
    """JSON goes in as the text that it was; a server has to be told that it is some."""
    json = {c.name: bindparam(c.name, type_=Text()) for c in table.c if _is_json(c)}
    if dialect == "postgresql":
        return insert(table).values({name: cast(told, JSON()) for name, told in json.items()})
    return insert(table).values(json)


def _is_json(column: Column[Any]) -> bool:
    return isinstance(column.type, JSON)


def _carried(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _in_utc(value) for name, value in row.items()}


def _in_utc(value: Any) -> Any:
    """SQLite forgets zones, and keeps every moment in UTC."""
    if not isinstance(value, datetime):
        return value
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _print_of(connection: Connection, table: Table) -> tuple[int, int]:
    """How many rows there are, and the sum of their hashes, which no order of theirs changes."""
    count, added = 0, 0
    for row in _rows(connection, table):
        told = repr([(name, _in_utc(row[name])) for name in sorted(row)])
        count, added = count + 1, added + int.from_bytes(hashlib.sha256(told.encode()).digest())
    connection.rollback()
    return count, added % 2**256


def _count_on(target: Connection, name: str) -> None:
    """New rows are numbered after those that were brought."""
    highest = f"coalesce((SELECT max(id) FROM {name}), 0)"
    with target.begin():
        target.execute(text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), {highest} + 1, false)"))


def _live_on(old: Engine, new: Engine, changes: int, name: str) -> None:
    """Give the new database (``name``) the lives of the old one; from now on it is the store."""
    carried = ("store", "changes", "floors", "began_at", "who", "why")
    with Session(old) as theirs, Session(new) as ours, ours.begin():
        before = select(StoreLife).where(StoreLife.why != LifeBegan.MOVED).order_by(StoreLife.id)
        lives = [{name: getattr(life, name) for name in carried} for life in theirs.scalars(before)]
        lives[-1] |= {"changes": changes, "began_in": name}
        for told in lives:
            ours.add(StoreLife(**told))
            ours.flush()  # their order is that of their numbers
        set_changes(ours, changes)
