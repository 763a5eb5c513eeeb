# SPDX-License-Identifier: Apache-2.0
"""The one way in which a change comes into the database, with others at work at the same time."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bench.postgres.server import PostgresServer
from intake.dossier.journal import What
from intake.errors import ServerError, StoreError
from intake.settings import log
from intake.store import database, writing
from intake.store.dossier.documents import FileInfo
from intake.store.objects import StoredObject
from intake.store.store import Store
from intake.store.tables.model import EventRow
from intake.store.transaction import Transaction
from tests.support.desks.intake_desk import NOW, PROCEDURE
from tests.support.programs.processes import fresh_processes
from tests.support.stores.server_store import created, server_of

T = TypeVar("T")
ROOT = Path(__file__).parents[3]
MANY = 6


@pytest.fixture
def store(tmp_path: Path, store_url: str) -> Iterator[Store]:
    opened = Store.open(tmp_path / "home", lambda: NOW, server=server_of(store_url))
    yield opened
    opened.close()


@pytest.fixture
def far(tmp_path: Path, postgres_url: str) -> Iterator[Store]:
    opened = Store.open(tmp_path / "home", lambda: NOW, server=server_of(postgres_url))
    yield opened
    opened.close()


def at_once(work: Callable[[int], T]) -> list[T]:
    """What so many threads get that begin together."""
    together = threading.Barrier(MANY)

    def begin(turn: int) -> T:
        together.wait()
        return work(turn)

    with ThreadPoolExecutor(MANY) as threads:
        return list(threads.map(begin, range(MANY)))


def new(store: Store, client_id: str | None = None) -> str:
    return store.write(
        lambda session: store.create_dossier(session, procedure=PROCEDURE, who="lan", client_id=client_id).id
    )


def test_dossiers_made_at_once_get_ids_of_their_own_and_numbers_without_holes(store: Store) -> None:
    made = at_once(lambda _turn: [new(store) for _each in range(3)])
    ids = [one for some in made for one in some]
    assert len(set(ids)) == 3 * MANY
    with store.read() as session:
        numbers = [dossier.register_number for dossier in store.list(session)]
    assert sorted(n for n in numbers if n is not None) == list(range(1, 3 * MANY + 1))


def test_one_dossier_asked_for_by_many_at_once_is_made_once(store: Store) -> None:
    made = at_once(lambda _turn: new(store, "the-same"))
    assert len(set(made)) == 1
    with store.read() as session:
        assert store.count(session) == 1


def test_one_paper_brought_by_many_at_once_stands_once_and_is_new_for_one_of_them(store: Store) -> None:
    dossier = new(store)
    paper = StoredObject("a" * 64, 7)
    fresh = at_once(
        lambda _turn: store.write(
            lambda session: store.add_document(session, dossier, paper, FileInfo("a.jpg"), who="lan")[1]
        )
    )
    assert sorted(fresh) == [False] * (MANY - 1) + [True]
    with store.read() as session:
        assert len(store.documents(session, dossier)) == 1


def test_what_many_say_at_once_is_all_kept(store: Store) -> None:
    dossier = new(store)
    at_once(
        lambda turn: store.write(
            lambda session: store.answer(session, dossier, f"question-{turn}", "yes", who="lan")
        )
    )
    with store.read() as session:
        assert len(store.get(session, dossier).answers) == MANY


def test_a_work_that_fails_leaves_nothing(store: Store) -> None:
    def half(session: Transaction) -> None:
        store.create_dossier(session, procedure=PROCEDURE, who="lan")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.write(half)
    with store.read() as session:
        assert store.count(session) == 0


@pytest.mark.long
def test_whoever_was_second_does_the_work_again_and_sees_the_first(
    far: Store, tmp_path: Path, postgres_url: str
) -> None:
    dossier = new(far)
    seen: list[dict[str, str]] = []

    def second(session: Transaction) -> None:
        seen.append(dict(far.get(session, dossier).answers))
        if len(seen) == 1:
            other = Store.open(tmp_path / "other", lambda: NOW, server=server_of(postgres_url))
            other.write(lambda theirs: other.answer(theirs, dossier, "first", "yes", who="mai"))
            other.close()
        far.answer(session, dossier, "second", "no", who="lan")

    far.write(second)
    assert seen == [{}, {"first": "yes"}]
    with far.read() as session:
        assert far.get(session, dossier).answers == {"first": "yes", "second": "no"}
        told = [event for event in far.journal(session, dossier) if event.what == What.ANSWERED]
    assert [event.data["question"] for event in told] == ["first", "second"]


@pytest.mark.long
def test_of_two_that_decide_by_each_others_dossier_one_does_it_again(
    far: Store, tmp_path: Path, postgres_url: str
) -> None:
    """No row is written by both: only the order that writers have tells that both can't hold."""
    one, another = new(far), new(far)
    seen: list[dict[str, str]] = []

    def answer_unless_answered(store: Store, session: Transaction, there: str, here: str) -> None:
        if not store.get(session, there).answers:
            store.answer(session, here, "first", "yes", who="lan")

    def second(session: Transaction) -> None:
        seen.append(dict(far.get(session, one).answers))
        if len(seen) == 1:
            other = Store.open(tmp_path / "other", lambda: NOW, server=server_of(postgres_url))
            other.write(lambda theirs: answer_unless_answered(other, theirs, another, one))
            other.close()
        answer_unless_answered(far, session, one, another)

    far.write(second)
    assert seen == [{}, {"first": "yes"}]
    with far.read() as session:
        assert far.get(session, another).answers == {}


@pytest.mark.long
def test_a_connection_that_breaks_before_saving_costs_nothing(far: Store, postgres: PostgresServer) -> None:
    tries: list[str] = []

    def work(session: Transaction) -> str:
        made = far.create_dossier(session, procedure=PROCEDURE, who="lan").id
        tries.append(made)
        if len(tries) == 1:
            number = session.scalar(text("SELECT pg_backend_pid()"))
            postgres.execute(f"SELECT pg_terminate_backend({number}, 10000)")
        return made

    made = far.write(work)
    assert len(tries) == 2
    with far.read() as session:
        assert [dossier.id for dossier in far.list(session)] == [made]


@pytest.mark.long
@pytest.mark.parametrize("saved", [True, False])
def test_where_the_answer_to_saving_is_lost_the_server_is_asked_and_nothing_happens_twice(
    far: Store, monkeypatch: pytest.MonkeyPatch, saved: bool
) -> None:
    tries: list[int] = []

    def work(session: Transaction) -> str:
        tries.append(1)
        return far.create_dossier(session, procedure=PROCEDURE, who="lan").id

    dialect: Any = far._engine.dialect
    commit = dialect.do_commit

    def commit_and_lose_the_answer(connection: Any) -> None:
        monkeypatch.setattr(dialect, "do_commit", commit)
        if saved:
            commit(connection)
        connection.dbapi_connection.close()
        raise psycopg.OperationalError("the connection is lost")

    monkeypatch.setattr(dialect, "do_commit", commit_and_lose_the_answer)
    made = far.write(work)
    assert len(tries) == (1 if saved else 2)
    with far.read() as session:
        assert [dossier.id for dossier in far.list(session)] == [made]


@pytest.mark.long
def test_where_nobody_can_tell_whether_a_change_was_saved_that_is_said(
    far: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "LONGEST_S", 2.0)
    dialect: Any = far._engine.dialect

    def lose_the_server(connection: Any) -> None:
        connection.dbapi_connection.close()
        monkeypatch.setattr(dialect, "connect", lose_it_again)
        raise psycopg.OperationalError("the connection is lost")

    def lose_it_again(*_where: object, **_named: object) -> None:
        raise psycopg.OperationalError("nobody answers")

    monkeypatch.setattr(dialect, "do_commit", lose_the_server)
    with pytest.raises(ServerError, match="đúng lúc đang lưu"):
        new(far)


@pytest.mark.long
def test_a_work_that_breaks_a_rule_by_itself_is_given_up_by_the_rule_s_name(far: Store) -> None:
    dossier = new(far)
    tries: list[int] = []

    def twice(session: Transaction) -> None:
        tries.append(1)
        for _each in range(2):
            session.add(EventRow(client_id="x", dossier_id=dossier, at=NOW, who="lan", what="noted"))
            session.flush()

    with pytest.raises(IntegrityError) as told:
        far.write(twice)
    assert isinstance(told.value.orig, psycopg.errors.UniqueViolation)
    assert told.value.orig.diag.constraint_name == "uq_event_client_id"
    assert len(tries) == writing.MOST_TAKEN + 1


def test_a_locked_file_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", 1)
    made = created(tmp_path / "home")
    holder = sqlite3.connect(tmp_path / "home" / "sohoa.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    monkeypatch.setattr(log, "_note_retry", lambda _details: holder.in_transaction and holder.rollback())
    with closing(holder):
        assert len({*made, *created(tmp_path / "home")}) == 2


def test_a_file_that_stays_locked_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", 1)
    monkeypatch.setattr(writing, "LONGEST_S", 0.05)
    created(tmp_path / "home")
    with closing(sqlite3.connect(tmp_path / "home" / "sohoa.db", isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="khóa"):
            created(tmp_path / "home")


@pytest.mark.long
def test_processes_that_write_at_once_give_out_no_number_twice(tmp_path: Path, store_url: str) -> None:
    with ProcessPoolExecutor(3, mp_context=fresh_processes()) as processes:
        begun = [processes.submit(created, tmp_path / "home", store_url, 5) for _each in range(3)]
        made = [one for each in begun for one in each.result()]
    assert len(set(made)) == 15


def test_the_program_hands_its_changes_in_as_works_which_alone_can_be_done_again() -> None:
    """``with store.write() as session:`` is for tests, where nobody else is at work."""
    rooms = [path for room in ("sohoa", "intake", "batch") for path in (ROOT / room).rglob("*.py")]
    assert len(rooms) > 300
    assert [str(path) for path in rooms if ".write() as " in path.read_text(encoding="utf-8")] == []
