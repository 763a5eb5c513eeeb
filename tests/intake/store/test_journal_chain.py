# SPDX-License-Identifier: Apache-2.0
"""The journal is only added to, on either database, and what was changed behind its back is found."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DatabaseError

from intake.dossier.journal import What
from intake.dossier.states import State
from intake.store.backup.make import BackupWish, make_backup
from intake.store.dossier.documents import FileInfo
from intake.store.journal_check import journals
from intake.store.objects import ObjectFolder, StoredObject
from intake.store.store_database import database_of
from tests.support.desks.intake_desk import NOW
from tests.support.stores.backup_desk import no_progress, restored
from tests.support.stores.earlier_store import FIRST, at_revision, put_first_store
from tests.support.stores.server_store import created, opened, server_of


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def desk(home: Path, url: str) -> list[str]:
    """Three dossiers, of the second one some more events."""
    made = created(home, url, 3)
    with opened(home, url) as store:
        for number in range(4):
            told = {"code": "looked-at", "tờ": number, "share": 0.1}
            store.write(
                lambda session, told=told: store.note(  # type: ignore[misc]
                    session, made[1], What.NOTED, who="lan", data=told
                )
            )
    return made


@contextmanager
def behind_its_back(home: Path, url: str) -> Iterator[Connection]:
    """A person with a tool of their own, who takes the triggers away first."""
    engine = database_of(home, server_of(url)).connect()
    with engine.begin() as connection:
        if url:
            connection.execute(text("ALTER TABLE event DISABLE TRIGGER USER"))
        else:
            connection.execute(text("DROP TRIGGER event_stays"))
            connection.execute(text("DROP TRIGGER event_is_kept"))
        yield connection
    engine.dispose()


def touched(home: Path, url: str) -> list[str]:
    with opened(home, url) as store, store.read() as session:
        return [found.dossier for found in journals(session) if not found.whole]


def test_a_store_nobody_touched_is_whole_whatever_is_in_its_events(home: Path, store_url: str) -> None:
    made = desk(home, store_url)
    assert touched(home, store_url) == []
    with opened(home, store_url) as store, store.read() as session:
        assert {found.dossier: found.events for found in journals(session)} == {
            made[0]: 1,
            made[1]: 5,
            made[2]: 1,
        }


@pytest.mark.parametrize(
    "statement",
    ["UPDATE event SET who = 'someone'", "DELETE FROM event", "UPDATE event SET at = at WHERE id = 1"],
)
def test_an_event_is_neither_changed_nor_deleted(home: Path, store_url: str, statement: str) -> None:
    desk(home, store_url)
    engine = database_of(home, server_of(store_url)).connect()
    with pytest.raises(DatabaseError, match="only added to"), engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()
    assert touched(home, store_url) == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE event SET who = 'someone' WHERE id = {middle}",
        "UPDATE event SET data = '{{}}' WHERE id = {middle}",
        "UPDATE event SET what = 'created' WHERE id = {middle}",
        "UPDATE event SET version = 99 WHERE id = {middle}",
        "UPDATE event SET hash = '' WHERE id = {middle}",
        "DELETE FROM event WHERE id = {middle}",
        "DELETE FROM event WHERE id = {last}",
        "DELETE FROM event WHERE dossier_id = '{dossier}'",
        "UPDATE event SET id = {last} + 100 WHERE id = {middle}",
        "UPDATE event SET dossier_id = '{other}' WHERE id = {last}",
        "UPDATE dossier SET journal_length = 4 WHERE id = '{dossier}'",
        "UPDATE dossier SET journal_head = '' WHERE id = '{dossier}'",
        "INSERT INTO event (id, client_id, dossier_id, at, who, what, data, hash)"
        " VALUES (999, 'x', '{dossier}', '2026-01-01 00:00:00.000000', 'lan', 'noted', '{{}}', 'y')",
    ],
)
def test_what_is_changed_behind_its_back_is_found_with_its_dossier(
    home: Path, store_url: str, change: str
) -> None:
    made = desk(home, store_url)
    with behind_its_back(home, store_url) as connection:
        query = text("SELECT id FROM event WHERE dossier_id = :dossier ORDER BY id")
        ids = list(connection.scalars(query, {"dossier": made[1]}))
        places = {"middle": ids[2], "last": ids[-1], "dossier": made[1], "other": made[2]}
        connection.execute(text(change.format(**places).replace(":00", r"\:00")))
    found = touched(home, store_url)
    assert made[1] in found and made[0] not in found


PAPER, NUMBER = "a" * 64, "G22.99.01-261129-0001"


def told_by_rows(home: Path, url: str) -> list[str]:
    """Two dossiers whose rows say all that the journal tells of them."""
    made = created(home, url, 2)
    with opened(home, url) as store, store.write() as session:
        for one in made:
            store.add_document(
                session, one, StoredObject(PAPER, 7), FileInfo("a.jpg", page_count=1), who="lan"
            )
            store.advance(session, one, State.CAPTURED, who="lan")
            store.correct(session, one, "child.full_name", "HỒ THỊ MẪU", who="lan")
            store.answer(session, one, "twins", "no", who="lan")
            store.set_official_number(session, one, NUMBER, who="gateway")
    return made


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE dossier SET state = 'accepted' WHERE id = '{dossier}'", "state"),
        ("UPDATE dossier SET procedure = '1.000000' WHERE id = '{dossier}'", "procedure"),
        ("UPDATE dossier SET official_number = 'x' WHERE id = '{dossier}'", "official_number"),
        ("UPDATE dossier SET official_number = NULL WHERE id = '{dossier}'", "official_number"),
        ("UPDATE dossier SET answers = '{{}}' WHERE id = '{dossier}'", "answers"),
        ("UPDATE document SET sha256 = '" + "b" * 64 + "' WHERE dossier_id = '{dossier}'", "papers"),
        ("DELETE FROM document WHERE dossier_id = '{dossier}'", "papers"),
        ("UPDATE document SET refusal_code = 'withdrawn' WHERE dossier_id = '{dossier}'", "papers"),
        ("UPDATE form_value SET value = 'x' WHERE dossier_id = '{dossier}'", "values"),
        ("DELETE FROM form_value WHERE dossier_id = '{dossier}'", "values"),
    ],
)
def test_a_row_that_says_otherwise_than_the_journal_is_found_and_named(
    home: Path, store_url: str, statement: str, what: str
) -> None:
    touched_one, other = told_by_rows(home, store_url)
    assert differing(home, store_url) == {}
    with behind_its_back(home, store_url) as connection:
        connection.execute(text(statement.format(dossier=touched_one)))
    assert differing(home, store_url) == {touched_one: (what,)}
    assert touched(home, store_url) == [] and other not in differing(home, store_url)


def differing(home: Path, url: str) -> dict[str, tuple[str, ...]]:
    with opened(home, url) as store, store.read() as session:
        return {found.dossier: found.differs for found in journals(session) if found.differs}


def test_an_event_that_is_no_longer_readable_touches_its_dossier_alone(home: Path) -> None:
    made = desk(home, "")
    with behind_its_back(home, "") as connection:
        connection.execute(text("UPDATE event SET data = 'x' WHERE dossier_id = :one"), {"one": made[1]})
    with opened(home) as store, store.read() as session:
        assert [found.dossier for found in journals(session) if not found.whole] == [made[1]]


def test_a_dossier_whose_row_is_gone_is_found(home: Path) -> None:
    made = desk(home, "")
    with closing(sqlite3.connect(home / "sohoa.db")) as connection, connection:
        connection.execute("DELETE FROM dossier WHERE id = ?", (made[1],))
    assert touched(home, "") == [made[1]]


@pytest.mark.long
def test_a_store_of_an_earlier_version_is_chained_as_it_is_and_goes_on(home: Path, store_url: str) -> None:
    put_first_store(home, store_url)
    with at_revision(home, FIRST, store_url):
        pass
    with opened(home, store_url) as store:
        with store.read() as session:
            found = list(journals(session))
            assert len(found) == 3 and all(one.events and one.whole and not one.differs for one in found)
        first = found[0].dossier
        store.write(lambda session: store.note(session, first, What.NOTED, who="lan", data={"code": "x"}))
    assert touched(home, store_url) == []
    with behind_its_back(home, store_url) as connection:
        connection.execute(text("UPDATE event SET who = 'someone' WHERE id = (SELECT min(id) FROM event)"))
    assert len(touched(home, store_url)) == 1


@pytest.mark.long
def test_what_was_chained_on_a_server_is_whole_in_a_desks_own_database(
    tmp_path: Path, postgres_url: str
) -> None:
    home, usb = tmp_path / "home", tmp_path / "usb"
    made = desk(home, postgres_url)
    database = database_of(home, server_of(postgres_url))
    wish = BackupWish(to=str(usb))
    make_backup(database, ObjectFolder(home / "objects"), wish, now=lambda: NOW, progress=no_progress)
    restored(usb, tmp_path / "new")
    with opened(tmp_path / "new") as store, store.read() as session:
        assert [(found.dossier, found.whole) for found in journals(session)] == [
            (one, True) for one in sorted(made)
        ]
