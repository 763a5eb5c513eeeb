# SPDX-License-Identifier: Apache-2.0
"""A store whose rows lie on a PostgreSQL server: opened, shared, brought back, and what goes wrong there."""

from __future__ import annotations

import socket
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest
from pydantic import SecretStr
from sqlalchemy import inspect, text

from bench.postgres.server import PostgresServer
from intake.errors import (
    DamagedStoreError,
    ForbiddenStoreError,
    LostStoreError,
    NewerStoreError,
    ServerError,
    StoreError,
)
from intake.settings.database_server import DatabaseServer
from intake.store import postgres
from intake.store.life import bring_back
from intake.store.store import Store
from intake.store.trouble.postgres_trouble import lost_race, told_of_postgres
from tests.support.desks.intake_desk import NOW, scan
from tests.support.stores.server_store import copied, created, listed, name_in, opened, server_of

pytestmark = pytest.mark.long


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def test_a_store_is_made_there_and_nothing_of_its_rows_in_the_home(home: Path, postgres_url: str) -> None:
    made = created(home, postgres_url, 3)
    assert listed(home, postgres_url) == sorted(made)
    assert not (home / "sohoa.db").exists()
    assert (home / "sohoa.mark").exists()


def test_desks_with_homes_of_their_own_share_it_and_give_out_no_number_twice(
    tmp_path: Path, postgres_url: str
) -> None:
    made = [created(tmp_path / f"desk-{turn % 2}", postgres_url)[0] for turn in range(6)]
    assert len(set(made)) == 6
    assert listed(tmp_path / "desk-2", postgres_url) == sorted(made)


def test_who_comes_while_another_makes_the_tables_waits_for_its_end(home: Path, postgres_url: str) -> None:
    engine = postgres.connect(DatabaseServer(postgres_url))
    made: list[str] = []
    coming = threading.Thread(target=lambda: made.extend(created(home, postgres_url)))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as looking:
        with postgres.alone(engine):
            coming.start()
            while not looking.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")):
                assert coming.is_alive(), "nobody was waited for"
                time.sleep(0.02)
            assert inspect(looking).get_table_names() == []
        coming.join(60)
    engine.dispose()
    assert made == listed(home, postgres_url)


def test_a_server_that_nobody_listens_for_is_told_as_silent(home: Path, postgres_url: str) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    for nowhere in (
        f"postgresql+psycopg://sohoa@127.0.0.1:{port}/sohoa",
        f"postgresql+psycopg://sohoa@/sohoa?host={home}&port={port}",
    ):
        with pytest.raises(ServerError, match="không trả lời"):
            Store.open(home, server=server_of(nowhere))
    created(home, postgres_url)


@pytest.mark.parametrize(
    ("user", "word", "database"),
    [("sohoa", "not-{}", ""), ("sohoa", "", ""), ("nobody_there", "{}", ""), ("sohoa", "{}", "no_such_one")],
)
def test_a_wrong_password_user_or_database_is_told_as_a_shut_door(
    home: Path, postgres: PostgresServer, postgres_url: str, user: str, word: str, database: str
) -> None:
    url = postgres.url_over_tcp(database or name_in(postgres_url), user)
    with pytest.raises(ServerError, match="không cho sohoa đăng nhập") as told:
        Store.open(home, server=server_of(url, word.format(postgres.password)))
    assert postgres.password not in f"{told.value.sentence}{told.value.advice}"


def test_with_the_right_password_the_door_opens(
    home: Path, postgres: PostgresServer, postgres_url: str
) -> None:
    url = postgres.url_over_tcp(name_in(postgres_url))
    server = DatabaseServer(url, SecretStr(postgres.password))
    Store.open(home, server=server).close()
    assert postgres.password not in f"{server}{server!r}"


def test_tables_of_a_newer_program_are_left_alone(
    home: Path, postgres: PostgresServer, postgres_url: str
) -> None:
    created(home, postgres_url)
    postgres.execute("UPDATE alembic_version SET version_num = 'r9999'", database=name_in(postgres_url))
    with pytest.raises(NewerStoreError):
        created(home, postgres_url)


def test_an_older_copy_brought_back_stops_until_a_person_says_so_and_repeats_no_number(
    home: Path, postgres: PostgresServer, postgres_url: str
) -> None:
    first = created(home, postgres_url, 2)
    with copied(postgres, postgres_url) as older:
        lost = created(home, postgres_url, 4)
        with pytest.raises(LostStoreError, match="bản cũ"):
            created(home, older)
        begun = bring_back.accept(home, who="lan", now=NOW, server=server_of(older))
        assert begun.dossiers == 2
        new = created(home, older, 3)
        assert not set(new) & {*first, *lost}
        assert listed(home, older) == sorted([*first, *new])


def test_an_empty_database_beside_papers_is_no_new_store(
    home: Path, postgres: PostgresServer, postgres_url: str
) -> None:
    first = created(home, postgres_url, 2)
    with opened(home, postgres_url) as store:
        store.keep(scan(home.parent / "scan.png"))
    with postgres.database() as empty:
        with pytest.raises(LostStoreError, match="trống rỗng"):
            created(home, postgres.url(empty))
        bring_back.begin(home, who="lan", now=NOW, server=server_of(postgres.url(empty)))
        assert not set(created(home, postgres.url(empty))) & set(first)


def test_a_home_marked_for_another_store_is_told_and_accepting_leaves_the_other_desks_theirs(
    tmp_path: Path, postgres_url: str
) -> None:
    created(tmp_path / "lone")
    theirs = created(tmp_path / "desk", postgres_url)
    with pytest.raises(LostStoreError, match="kho khác"):
        created(tmp_path / "lone", postgres_url)
    bring_back.accept(tmp_path / "lone", who="lan", now=NOW, server=server_of(postgres_url))
    assert set(theirs) < set(
        created(tmp_path / "desk", postgres_url) + listed(tmp_path / "lone", postgres_url)
    )


def test_a_server_that_only_reads_can_be_listed_and_says_so_on_writing(
    home: Path, postgres: PostgresServer, postgres_url: str
) -> None:
    made = created(home, postgres_url)
    name = name_in(postgres_url)
    postgres.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    assert listed(home, postgres_url) == made
    with pytest.raises(ForbiddenStoreError):
        created(home, postgres_url)


@dataclass
class ServersRefusalError(Exception):
    """As a server's answer arrives; what a standby says was asked of PostgreSQL 15."""

    sqlstate: str
    function: str = ""

    @property
    def diag(self) -> SimpleNamespace:
        return SimpleNamespace(source_function=self.function, constraint_name=None)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (ServersRefusalError("25006", "PreventCommandIfReadOnly"), ForbiddenStoreError),
        (ServersRefusalError("0A000", "call_enum_check_hook"), ForbiddenStoreError),
        (ServersRefusalError("0A000", "RevalidateCachedQuery"), type(None)),  # a plan from before a migration
        (ServersRefusalError("53200"), StoreError),
    ],
)
def test_a_standby_is_told_as_one_that_only_reads_and_nothing_else_is(
    error: ServersRefusalError, expected: type[object]
) -> None:
    assert type(told_of_postgres(error, DatabaseServer("postgresql://sohoa@/x"))) is expected
    assert lost_race(error) is (error.sqlstate == "53200")


def test_damaged_tables_are_told_remembered_and_listed_no_more(
    home: Path, postgres: PostgresServer, postgres_url: str
) -> None:
    created(home, postgres_url)
    with postgres.damaged_copy(name_in(postgres_url), "dossier") as name:
        with pytest.raises(DamagedStoreError, match="bị hỏng"):
            listed(home, postgres.url(name))
        with pytest.raises(DamagedStoreError):
            Store.open(home, server=server_of(postgres.url(name)))
