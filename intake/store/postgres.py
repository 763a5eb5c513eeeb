# SPDX-License-Identifier: Apache-2.0
"""Connections to PostgreSQL: writers see each other in an order (SERIALIZABLE), readers one moment.

SERIALIZABLE lets two works that can't both hold their own run at once and fails one of them, which
``intake.store.writing`` does again. The driver is psycopg 3, a part of the program of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, create_engine, inspect, make_url, text

from intake.errors import ServerError
from intake.settings.database_server import DatabaseServer
from intake.store.database import to_json
from intake.store.tables.model import TableBase

OLDEST = 15
CONNECT_S = 10
_WAITING = "-c lock_timeout=30s"
READING = "REPEATABLE READ"
WRITING = "SERIALIZABLE"
_OPENING = 0x50BA
"""The advisory lock of whoever makes tables or brings them up to date."""
_OWN = """
SELECT oid, has_function_privilege('pg_control_system()', 'EXECUTE')
            AND has_function_privilege('pg_control_checkpoint()', 'EXECUTE') AS shown
FROM pg_database WHERE datname = current_database()
"""
_CLUSTER = "SELECT system_identifier, timeline_id FROM pg_control_system(), pg_control_checkpoint()"
_OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start <= :began
"""


def connect(server: DatabaseServer, *, only_reading: bool = False) -> Engine:
    """An engine on the database that ``server`` names; nothing is asked of it yet.

    Raises ``ServerError`` where the driver is not installed.
    """
    url = make_url(server.url).set(drivername="postgresql+psycopg")
    if server.password is not None:
        url = url.set(password=server.password.get_secret_value())
    told = {"connect_timeout": CONNECT_S, "application_name": "sohoa", "options": _WAITING}
    try:
        # Not by an option of the engine: in one that is made of it (``writer``) that would come last and win.
        engine = create_engine(
            url,
            json_serializer=to_json,
            hide_parameters=True,
            pool_pre_ping=True,
            connect_args=told,
            isolation_level=READING,
        )
    except ModuleNotFoundError as error:
        raise ServerError.no_driver(server) from error
    return engine.execution_options(postgresql_readonly=True) if only_reading else engine


@contextmanager
def alone(engine: Engine) -> Iterator[None]:
    """Be the only one who makes this database's tables; ends with the connection at the latest."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as holding:
        holding.execute(text("SET lock_timeout = 0"))  # a large store takes its time
        holding.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _OPENING})
        yield
        holding.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _OPENING})


def wait_for_others(engine: Engine) -> None:
    """Wait until the transactions that others have begun in this database are over."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as asking:
        began = asking.scalar(text("SELECT clock_timestamp()"))
        while asking.scalar(text(_OTHERS), {"began": began}):
            asking.execute(text("SELECT pg_sleep(0.05)"))


def refuse_old(opened: Connection, server: DatabaseServer) -> None:
    """Raise ``ServerError`` where the server is older than what is tested."""
    version = int(opened.scalar(text("SHOW server_version_num")) or 0) // 10_000
    if version < OLDEST:
        raise ServerError.too_old(server, version)


def name_of(opened: Connection) -> str:
    """What no copy of this database has, be it made of its rows, brought back to an earlier moment or taken
    over by a standby: the number of its cluster, its own in it, and how often that was brought back.

    A picture of the server's whole disk put back has it all the same; so has a server that shows only the
    second to its users, where rows are copied into the database itself.
    """
    row = opened.execute(text(_OWN)).one()
    told = opened.execute(text(_CLUSTER)).one() if row.shown else ()
    return "-".join(map(str, (*told, row.oid)))


def has_tables(opened: Connection) -> bool:
    """Whether every table of the store is there."""
    return set(TableBase.metadata.tables) <= set(inspect(opened).get_table_names())
