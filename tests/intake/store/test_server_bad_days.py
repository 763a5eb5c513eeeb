# SPDX-License-Identifier: Apache-2.0
"""A PostgreSQL server on its bad days: crashed and back, full, too old, too strict, without its tables."""

from __future__ import annotations

import os
import pwd
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from bench.postgres.server import PostgresServer
from intake.errors import ServerError, StorageFullError, StoreError
from intake.settings import log
from intake.store import postgres, writing
from intake.store.store import Store
from intake.store.transaction import Transaction
from tests.support.desks.intake_desk import NOW, PROCEDURE
from tests.support.stores.server_store import created, listed, name_in, server_of, server_that_may_crash
from tests.support.stores.small_disk import small_disk

pytestmark = [pytest.mark.long, pytest.mark.timeout(180)]


@pytest.fixture(scope="module")
def own_server() -> Iterator[PostgresServer]:
    with server_that_may_crash() as server:
        yield server


@pytest.fixture
def store(tmp_path: Path, own_server: PostgresServer) -> Iterator[Store]:
    with own_server.database() as name:
        opened = Store.open(tmp_path / "home", lambda: NOW, server=server_of(own_server.url(name)))
        yield opened
        opened.close()


def new(store: Store, session: Transaction) -> str:
    return store.create_dossier(session, procedure=PROCEDURE, who="lan").id


def all_of(store: Store) -> list[str]:
    with store.read() as session:
        return sorted(dossier.id for dossier in store.list(session))


def test_a_server_that_crashes_in_the_middle_of_a_change_and_comes_back_costs_nothing(
    store: Store, own_server: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[str] = []
    back: list[bool] = []

    def work(session: Transaction) -> str:
        tries.append(new(store, session))
        if not back:
            own_server.crash()
            session.execute(text("SELECT 1"))
        return tries[-1]

    def come_back(_told: object) -> None:
        if not back:
            own_server.come_back()
            back.append(True)

    monkeypatch.setattr(log, "_note_retry", come_back)
    before = store.write(lambda session: new(store, session))
    made = store.write(work)
    assert len(tries) == 2 and all_of(store) == sorted([before, made])


def test_a_server_that_stays_away_is_told_as_silent_and_what_was_saved_is_there_when_it_is_back(
    store: Store, own_server: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "LONGEST_S", 0.3)
    before = store.write(lambda session: new(store, session))
    own_server.crash()
    try:
        with pytest.raises(ServerError, match="không trả lời"):
            store.write(lambda session: new(store, session))
        with pytest.raises(ServerError, match="không trả lời"):
            all_of(store)
    finally:
        own_server.come_back()
    made = store.write(lambda session: new(store, session))
    assert all_of(store) == sorted([before, made])


def test_a_server_whose_disk_is_full_is_told_and_goes_on_once_there_is_room(
    tmp_path: Path, own_server: PostgresServer
) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root may give a disk to the server's account")
    place = own_server.folder / "small"
    with small_disk(place, 24_000) as disk:
        account = pwd.getpwuid((own_server.folder / "data").stat().st_uid)
        (place / "space").mkdir()
        os.chown(place / "space", account.pw_uid, account.pw_gid)
        own_server.execute(
            f"CREATE TABLESPACE small LOCATION '{place / 'space'}'",
            "CREATE DATABASE crowded TABLESPACE small",
        )
        home, url = tmp_path / "home", own_server.url("crowded")
        made = created(home, url)
        disk.fill()
        with pytest.raises(StorageFullError, match="máy chủ"):
            for _number in range(500):
                made += created(home, url)
        kept = listed(home, url)
        assert kept == sorted(made)
        disk.make_room()
        assert listed(home, url) == kept and not set(created(home, url)) & set(kept)
        own_server.execute("DROP DATABASE crowded WITH (FORCE)", "DROP TABLESPACE small")


def test_a_server_that_breaks_off_what_takes_long_is_told_so(store: Store) -> None:
    def slow(session: Transaction) -> None:
        new(store, session)
        session.execute(text("SET LOCAL statement_timeout = 1"))
        session.execute(text("SELECT pg_sleep(60)"))

    with pytest.raises(ServerError, match="quá lâu"):
        store.write(slow)
    assert all_of(store) == []


def test_a_server_that_ends_whoever_is_idle_costs_nothing(store: Store) -> None:
    tries: list[str] = []

    def idle(session: Transaction) -> str:
        tries.append(new(store, session))
        if len(tries) == 1:
            session.execute(text("SET LOCAL idle_in_transaction_session_timeout = 1"))
            session.execute(text("SELECT 1"))
            raw = session.connection().connection.dbapi_connection
            assert raw is not None
            list(raw.notifies(timeout=1, stop_after=1))  # until the server hangs up
        session.execute(text("SELECT 1"))
        return tries[-1]

    made = store.write(idle)
    assert len(tries) == 2 and all_of(store) == [made]


def test_a_server_older_than_what_is_tested_is_refused_before_anything_is_made(
    tmp_path: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch, pytest.raises(ServerError, match="cần"):
        patch.setattr(postgres, "OLDEST", 99)
        created(tmp_path / "home", postgres_url)
    assert listed(tmp_path / "home", postgres_url) == []


@pytest.mark.parametrize(
    "change", ["DROP TABLE finding", "ALTER TABLE dossier DROP COLUMN owner", "DROP SEQUENCE store_change"]
)
def test_a_database_that_somebody_took_a_part_of_away_is_told_as_damaged(
    tmp_path: Path, postgres: PostgresServer, postgres_url: str, change: str
) -> None:
    home = tmp_path / "home"
    created(home, postgres_url)
    postgres.execute(change, database=name_in(postgres_url))
    with pytest.raises(StoreError) as told:
        store = Store.open(home, lambda: NOW, server=server_of(postgres_url))
        store.require_whole()
        store.write(lambda session: new(store, session))
    assert told.value.advice
