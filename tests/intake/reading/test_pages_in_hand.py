# SPDX-License-Identifier: Apache-2.0
"""Pages in the hand of one program are read by no other, and come free with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select, text, update

from intake.errors import StorageFullError
from intake.reading import read_pages as step
from intake.reading.page_work import DossierPage, HowToRead
from intake.reading.pages_in_hand import MOST_LEFT, PagesInHand
from intake.reading.read_pages import READER, read_pages, unread_pages
from intake.services.receive.ingest import ingest, plan
from intake.store.dossier.pages import pages_left
from intake.store.queue.lease_owner import LEASE
from intake.store.queue.pages_to_read import try_again
from intake.store.store import Store
from intake.store.tables.page_to_read import PageToRead
from intake.store.transaction import Transaction
from tests.support.desks.intake_desk import NOW, PROCEDURE
from tests.support.desks.packing_desk import Clock
from tests.support.dossiers.fake_pages import CRASH, fake_read, shaded
from tests.support.stores.earlier_store import at_revision

HOW = HowToRead(workers=1, work=fake_read)
ELSEWHERE = "another computer/1/x"


@pytest.fixture(autouse=True)
def on_each_database(each_database: None) -> None:
    """A store that is opened lies in SQLite, and in a second run on PostgreSQL."""


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    store = Store.open(tmp_path / "home", clock)
    yield store
    store.close()


def taken_in(store: Store, folder: Path, *values: int) -> str:
    """A dossier of a paper for each value, which its reading tells."""
    for value in values:
        shaded(folder / "an" / f"{value}.png", value)
    (source,) = plan(folder)
    return ingest(store, source, procedure=PROCEDURE, who="t").dossier_id


def read(store: Store, dossier: str) -> list[str]:
    """The papers that had to be read."""
    return [outcome.task.name for outcome in read_pages(store, [dossier], HOW)]


def unread(store: Store, dossier: str) -> list[DossierPage]:
    with store.read() as session:
        return unread_pages(store, session, dossier, HOW)


def left(store: Store, dossier: str) -> int:
    with store.read() as session:
        return pages_left(session, dossier)


def rows(store: Store) -> list[tuple[str, int, str]]:
    with store.read() as session:
        columns = (PageToRead.state, PageToRead.attempts, PageToRead.trouble)
        return [tuple(row) for row in session.execute(select(*columns))]


def test_a_page_that_another_program_reads_is_left_to_it_and_read_once_that_ends(
    store: Store, tmp_path: Path
) -> None:
    dossier = taken_in(store, tmp_path / "scans", 10, 20)
    with PagesInHand(store, READER, ELSEWHERE) as theirs:
        assert theirs.take(unread(store, dossier)[0])
        assert read(store, dossier) == ["20.png"]
        assert left(store, dossier) == 1
    assert read(store, dossier) == ["10.png"]
    assert rows(store) == []


def test_a_page_of_a_program_elsewhere_that_died_is_read_once_its_lease_has_ended(
    store: Store, tmp_path: Path, clock: Clock
) -> None:
    dossier = taken_in(store, tmp_path / "scans", 10)
    assert PagesInHand(store, READER, ELSEWHERE).take(unread(store, dossier)[0])
    assert read(store, dossier) == []
    clock.move(LEASE)
    assert read(store, dossier) == ["10.png"]


def test_a_page_that_takes_long_stays_in_the_hand_of_a_program_that_reads_others_meanwhile(
    store: Store, tmp_path: Path, clock: Clock
) -> None:
    dossier = taken_in(store, tmp_path / "scans", 10, 20, 30)
    slow, *quick = unread(store, dossier)
    with PagesInHand(store, READER, ELSEWHERE) as theirs, PagesInHand(store, READER) as ours:
        assert theirs.take(slow)
        for page in quick:
            clock.move(LEASE * 0.7)
            assert theirs.take(page)
        assert not ours.take(slow)
        clock.move(LEASE * 0.7)
        assert theirs.give_back(quick[0], None, lambda _session: None)
        clock.move(LEASE * 0.7)
        assert not ours.take(slow)


def test_a_page_that_was_read_since_it_was_looked_for_is_not_taken(store: Store, tmp_path: Path) -> None:
    dossier = taken_in(store, tmp_path / "scans", 10)
    (page,) = unread(store, dossier)
    read(store, dossier)
    with PagesInHand(store, READER) as late:
        assert not late.take(page)
    assert rows(store) == []


def test_what_a_program_read_that_was_overtaken_is_neither_kept_nor_told(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier, told = taken_in(store, tmp_path / "scans", 10), []
    really_keep = step._keep

    def overtaken(*given: object) -> bool:
        with store.write() as session:
            session.execute(update(PageToRead).values(lease_owner=ELSEWHERE, attempts=2))
        return really_keep(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(step, "_keep", overtaken)
    assert list(read_pages(store, [dossier], HOW, kept=told.append)) == told == []
    assert left(store, dossier) == 1
    assert rows(store) == [("sending", 2, "")]


def test_a_program_that_stops_half_way_lets_its_pages_go_and_no_try_is_counted(
    store: Store, tmp_path: Path
) -> None:
    dossier = taken_in(store, tmp_path / "scans", 10, 20)

    def full(_session: Transaction) -> None:
        raise StorageFullError("full", "")

    for _time in range(3):
        with pytest.raises(StorageFullError):
            list(read_pages(store, [dossier], HOW, kept=full))
        assert {(state, attempts) for state, attempts, _trouble in rows(store)} <= {("queued", 0)}
    assert read(store, dossier) == ["10.png", "20.png"]


def test_a_page_that_always_stops_the_reader_lies_in_quarantine_with_its_reason(
    store: Store, tmp_path: Path
) -> None:
    dossier = taken_in(store, tmp_path / "scans", CRASH)
    read(store, dossier)
    assert rows(store) == [("failed-retry", 1, "crash")]
    read(store, dossier)
    assert rows(store) == [("refused", 2, "crash")]
    assert read(store, dossier) == []


def left_by_a_program_that_ended(store: Store, clock: Clock, page: DossierPage) -> None:
    """Its power went while it had the page in hand."""
    assert PagesInHand(store, READER, f"another computer/{uuid4().hex[:8]}/x").take(page)
    clock.move(LEASE)


def test_power_cuts_are_no_tries_of_the_pages_then_in_hand(
    store: Store, tmp_path: Path, clock: Clock
) -> None:
    dossier = taken_in(store, tmp_path / "scans", CRASH)
    (page,) = unread(store, dossier)
    for _cut in range(MOST_LEFT - 1):
        left_by_a_program_that_ended(store, clock, page)
    assert read(store, dossier) == ["13.png"]
    assert rows(store) == [("failed-retry", 1, "crash")]
    assert read(store, dossier) == ["13.png"]
    assert rows(store) == [("refused", 2, "crash")]


def test_what_was_in_hand_when_a_program_ended_is_read_last(
    store: Store, tmp_path: Path, clock: Clock
) -> None:
    dossier = taken_in(store, tmp_path / "scans", 10, 20, 30)
    left_by_a_program_that_ended(store, clock, unread(store, dossier)[0])
    assert read(store, dossier) == ["20.png", "30.png", "10.png"]
    assert rows(store) == []


def test_a_page_with_which_every_program_ends_stops_no_further_one_until_its_file_is_added_again(
    store: Store, tmp_path: Path, clock: Clock
) -> None:
    dossier = taken_in(store, tmp_path / "scans", 10, 20)
    page, _other = unread(store, dossier)
    for _end in range(MOST_LEFT):
        left_by_a_program_that_ended(store, clock, page)
    outcomes = {outcome.task.name: outcome.failure for outcome in read_pages(store, [dossier], HOW)}
    assert outcomes["20.png"] is None and outcomes["10.png"] is not None
    assert rows(store) == [("refused", 1, "crash")] and read(store, dossier) == []
    with store.write() as session:
        try_again(session, dossier, ["10.png"])
    assert read(store, dossier) == ["10.png"]


@pytest.mark.of_sqlite  # an earlier version had no server
@pytest.mark.parametrize(("tries", "again"), [(1, 1), (2, 0)])
def test_tries_that_an_earlier_version_counted_go_on_counting(
    store: Store, tmp_path: Path, tries: int, again: int
) -> None:
    dossier = taken_in(store, tmp_path / "scans", CRASH)
    read(store, dossier)
    store.close()
    with at_revision(store.home, "r0015") as connection:
        connection.execute(text("UPDATE page SET tries = :n, tried_by = :by"), {"n": tries, "by": READER})
    reopened = Store.open(store.home, store.clock)
    assert [len(read(reopened, dossier)) for _time in range(2)] == [again, 0]
    assert rows(reopened) == [("refused", 2, "crash")]
    reopened.close()
