# SPDX-License-Identifier: Apache-2.0
"""A store carried over to another database: whole, after a kill as well, and never two that go on."""

from __future__ import annotations

import multiprocessing
import os
import signal
from pathlib import Path
from typing import Any

import pytest

from bench.postgres.server import PostgresServer
from intake.errors import MovedStoreError, MoveError, ServerError
from intake.store.life import bring_back, moving
from intake.store.life.moving import StoreMoved
from intake.store.store import Store
from tests.support.desks.intake_desk import NOW, PROCEDURE
from tests.support.programs.examples import some_of
from tests.support.programs.processes import fresh_processes
from tests.support.stores.earlier_store import put_first_store
from tests.support.stores.server_store import created, listed, name_in, opened, server_of

pytestmark = pytest.mark.long


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The home of a store with rows in every table that the first program had, and some of today's."""
    home = tmp_path / "home"
    put_first_store(home)
    created(home, count=3)
    return home


def carry(home: Path, source: str, target: str) -> StoreMoved:
    return moving.move(home, server_of(source), server_of(target), who="lan", clock=lambda: NOW)


def picture(home: Path, url: str) -> dict[str, Any]:
    """All that a store tells of its dossiers."""
    with opened(home, url) as store, store.read() as session:
        return {
            dossier.id: (
                dossier,
                store.documents(session, dossier.id),
                store.page_readings(session, dossier.id),
                store.form_values(session, dossier.id),
                store.findings(session, dossier.id),
                store.journal(session, dossier.id),
            )
            for dossier in store.list(session)
        }


def test_all_of_a_desk_s_store_arrives_and_goes_on_with_the_next_number(
    home: Path, postgres_url: str
) -> None:
    before = picture(home, "")
    moved = carry(home, "", postgres_url)
    rows = {table.name: table.rows for table in moved.tables}
    assert rows["dossier"] == 6 and rows["page"] == 5 and rows["outbox"] == 1
    assert picture(home, postgres_url) == before
    assert not set(created(home, postgres_url, 2)) & set(before)


def test_a_store_goes_to_a_server_and_comes_back_into_the_home(
    home: Path, postgres_url: str, tmp_path: Path
) -> None:
    before = picture(home, "")
    carry(home, "", postgres_url)
    (home / "sohoa.db").rename(tmp_path / "old.db")
    carry(home, postgres_url, "")
    assert picture(home, "") == before
    with pytest.raises(MovedStoreError):
        created(home, postgres_url)
    assert not set(created(home)) & set(before)


def test_the_old_one_is_left_as_it_was_and_nobody_goes_on_with_it_unless_a_person_says_so(
    home: Path, postgres_url: str
) -> None:
    before = picture(home, "")
    carry(home, "", postgres_url)
    with pytest.raises(MovedStoreError, match="đã được chuyển"):
        created(home)
    reading = Store.open_to_read(home, lambda: NOW)
    with reading.read() as session:
        assert {dossier.id for dossier in reading.list(session)} == set(before)
    reading.close()
    bring_back.accept(home, who="lan", now=NOW)
    assert not set(created(home)) & set(before)


@pytest.mark.parametrize("far", [False, True])
def test_who_has_the_store_open_while_it_is_carried_over_writes_no_more(
    home: Path, tmp_path: Path, postgres: PostgresServer, postgres_url: str, far: bool
) -> None:
    with postgres.database() as other:
        source, target = (postgres_url, postgres.url(other)) if far else ("", postgres_url)
        home = tmp_path / "desk" if far else home
        made = created(home, source)
        with opened(home, source) as store:
            carry(home, source, target)
            with pytest.raises(MovedStoreError):
                store.write(lambda s: store.create_dossier(s, procedure=PROCEDURE, who="lan"))
        assert set(made) <= set(listed(home, target))


def test_nothing_is_carried_over_another_store(home: Path, tmp_path: Path, postgres_url: str) -> None:
    theirs = created(tmp_path / "others", postgres_url)
    with pytest.raises(MoveError, match="đã có kho khác"):
        carry(home, "", postgres_url)
    assert listed(tmp_path / "others", postgres_url) == theirs
    assert created(home)  # the desk goes on


def test_where_the_new_database_can_not_be_used_the_old_one_goes_on(
    home: Path, postgres: PostgresServer, postgres_url: str
) -> None:
    with pytest.raises(ServerError):
        carry(home, "", postgres.url_over_tcp(name_in(postgres_url)))  # without a password
    assert created(home)


def test_asked_for_again_it_tells_what_is_there_and_changes_nothing(home: Path, postgres_url: str) -> None:
    carry(home, "", postgres_url)
    made = created(home, postgres_url)
    rows = {table.name: table.rows for table in carry(home, "", postgres_url).tables}
    assert rows["dossier"] == 7
    assert set(made) < set(listed(home, postgres_url))


def test_a_row_that_did_not_arrive_as_it_was_is_noticed_and_the_new_database_not_used(
    home: Path, postgres: PostgresServer, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    print_of = moving._print_of

    def spoil_first(connection: Any, table: Any) -> tuple[int, int]:
        if table.name == "document" and connection.dialect.name == "postgresql":
            name = name_in(postgres_url)
            postgres.execute("UPDATE document SET size = size + 1 WHERE id = 1", database=name)
        return print_of(connection, table)

    monkeypatch.setattr(moving, "_print_of", spoil_first)
    with pytest.raises(MoveError, match="document"):
        carry(home, "", postgres_url)
    with pytest.raises(MovedStoreError):
        created(home)


def _die_in(table: str, home: Path, url: str) -> None:
    """Carry over, and be killed in the middle of a table."""
    moving.PART = 1
    rows = moving._carried

    def killed(row: Any) -> dict[str, Any]:
        if table in str(row) or table == "":
            os.kill(os.getpid(), signal.SIGKILL)
        return rows(row)

    moving._carried = killed
    carry(home, "", url)


@pytest.mark.parametrize("where", some_of(["", "child.full_name", "citizen@example.vn", "02"], always=[""]))
def test_killed_half_way_it_goes_on_where_it_stopped(home: Path, postgres_url: str, where: str) -> None:
    before = picture(home, "")
    dying: multiprocessing.process.BaseProcess = fresh_processes().Process(
        target=_die_in, args=(where, home, postgres_url)
    )
    dying.start()
    dying.join()
    assert dying.exitcode == -signal.SIGKILL
    with pytest.raises(MovedStoreError):
        created(home)
    carry(home, "", postgres_url)
    assert picture(home, postgres_url) == before
