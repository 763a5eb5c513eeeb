# SPDX-License-Identifier: Apache-2.0
"""A store as the program of an earlier revision had it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, inspect

from intake.store import database


@contextmanager
def at_revision(home: Path, revision: str) -> Iterator[Connection]:
    """The database in ``home``, made at that revision where there is none, else taken back to it."""
    home.mkdir(exist_ok=True)
    engine = database.connect(home / "sohoa.db")
    config = Config()
    config.set_main_option("script_location", str(database.MIGRATIONS))
    with engine.connect() as connection:
        # A table is rebuilt by dropping the old one, which foreign keys would forbid; as in a real upgrade.
        raw = connection.connection.cursor()
        raw.execute("PRAGMA foreign_keys = OFF")
        with connection.begin():
            config.attributes["connection"] = connection
            new = not inspect(connection).has_table("alembic_version")
            (command.upgrade if new else command.downgrade)(config, revision)
            yield connection
    engine.dispose()
