# SPDX-License-Identifier: Apache-2.0
"""Reading into the store: what is read, what is not read again, and what is kept of failures."""

from __future__ import annotations

import multiprocessing
from dataclasses import replace
from pathlib import Path

import pytest

from intake.capture.pages import CaptureLimits
from intake.dossier.states import State
from intake.errors import StorageFullError
from intake.reading import read_pages as step
from intake.reading.page_work import HowToRead
from intake.reading.read_pages import READER, read_pages, reader_of, unread_pages
from intake.reading.time_spent import TimeSpent
from intake.services.receive.ingest import ingest, plan
from intake.store.dossier.pages import pages_left
from intake.store.queue.pages_to_read import try_again
from intake.store.store import Store
from intake.store.tables.model import DossierRow
from ocr.recognise.choice import BUILT_IN, Chosen
from ocr.result import PageReading
from tests.support.desks.intake_desk import PROCEDURE
from tests.support.dossiers.fake_pages import CRASH, broken, fake_read
from tests.support.dossiers.fake_pages import shaded as scan
from tests.support.stores.earlier_store import at_revision

HOW = HowToRead(workers=2, work=fake_read)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    scans = tmp_path / "scans"
    scans.mkdir()
    return scans


def take_in(store: Store, folder: Path) -> list[str]:
    return [ingest(store, source, procedure=PROCEDURE, who="t").dossier_id for source in plan(folder)]


def read(store: Store, dossiers: list[str], how: HowToRead = HOW) -> list[tuple[str, int]]:
    """Dossier and page of everything that had to be read."""
    return sorted((o.task.dossier_id, o.task.page) for o in read_pages(store, dossiers, how))


def pages_left_of(store: Store, dossier: str) -> int:
    with store.read() as session:
        return pages_left(session, dossier)


def test_recognisers_of_long_names_are_told_apart_in_a_column_of_64_letters() -> None:
    names = [f"a-recogniser-with-a-name-{'x' * 40}-{number}" for number in range(2)]
    readers = {reader_of(Chosen(name, "", pen)) for name in names for pen in names}
    assert len(readers) == 4 and max(map(len, readers)) <= 64
    assert reader_of(Chosen("line-reader")) == READER


def test_every_page_is_read_once(store: Store, folder: Path) -> None:
    scan(folder / "an" / "a.tif", pages=3)
    scan(folder / "binh.png", 100)
    an, binh = dossiers = take_in(store, folder)
    assert read(store, dossiers) == sorted([(an, 1), (an, 2), (an, 3), (binh, 1)])
    assert [pages_left_of(store, dossier) for dossier in dossiers] == [0, 0]
    with store.read() as session:
        readings = store.page_readings(session, an)
    assert [reading.page for _document, reading in readings] == [1, 2, 3]


@pytest.mark.long
def test_what_can_not_be_kept_ends_every_process_at_once(store: Store, folder: Path) -> None:
    """Also while somebody still holds the error: its trace keeps what was under way."""
    scan(folder / "an" / "a.tif", pages=6)
    dossiers = take_in(store, folder)

    def no_room(_session: object) -> None:
        raise StorageFullError("", "")

    with pytest.raises(StorageFullError) as held:
        list(read_pages(store, dossiers, HOW, kept=no_room))
    assert held.value.__traceback__ is not None
    assert multiprocessing.active_children() == []


def test_a_second_run_reads_nothing_again(store: Store, folder: Path) -> None:
    scan(folder / "a.tif", pages=2)
    dossiers = take_in(store, folder)
    read(store, dossiers)
    assert read(store, dossiers) == []


def test_a_paper_added_later_is_read_alone(store: Store, folder: Path) -> None:
    scan(folder / "an" / "a.png")
    read(store, take_in(store, folder))
    scan(folder / "an" / "b.png", 10)
    dossiers = take_in(store, folder)
    assert len(dossiers) == 1
    assert read(store, dossiers) == [(dossiers[0], 1)]


def test_the_same_file_in_two_dossiers_is_read_once(store: Store, folder: Path) -> None:
    for name in ("an", "binh"):
        scan(folder / name / "card.png")
        scan(folder / name / "own.png", len(name))
    dossiers = take_in(store, folder)
    first = read(store, dossiers[:1])
    assert len(first) == 2 and len(read(store, dossiers[1:])) == 1
    assert pages_left_of(store, dossiers[1]) == 0


def test_a_newer_reader_reads_again(store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scan(folder / "a.png")
    dossiers = take_in(store, folder)
    read(store, dossiers)
    monkeypatch.setattr(step, "reader_of", lambda _chosen: "a newer one")
    assert len(read(store, dossiers)) == 1


def test_a_page_that_kills_its_worker_is_kept_as_failed_and_tried_on_the_next_run(
    store: Store, folder: Path
) -> None:
    scan(folder / "an" / "bad.png", CRASH)
    scan(folder / "an" / "good.png", 9)
    (an,) = take_in(store, folder)
    read(store, [an])
    assert pages_left_of(store, an) == 0
    with store.read() as session:
        (again,) = unread_pages(store, session, an, HOW)
        pages = {page.status: page.reason for each in store.pages(session, an).values() for page in each}
    assert pages == {"failed": "crash", "read": ""} and again.page == 1


def test_a_page_on_which_the_reader_is_stopped_is_left_after_two_tries_until_a_person_asks(
    store: Store, folder: Path
) -> None:
    scan(folder / "an" / "bad.png", CRASH)
    (an,) = take_in(store, folder)
    assert [read(store, [an]) for _time in range(3)] == [[(an, 1)], [(an, 1)], []]
    with store.write() as session:
        try_again(session, an, ["bad.png"])
    assert [read(store, [an]) for _time in range(3)] == [[(an, 1)], [(an, 1)], []]
    other = replace(HOW, by=replace(BUILT_IN, pen="another"))
    assert read(store, [an], other) == [(an, 1)]


def test_a_page_read_once_is_not_tried_for_ever_by_a_newer_reader_that_it_stops(
    store: Store, folder: Path
) -> None:
    scan(folder / "an" / "bad.png", CRASH)
    (an,) = take_in(store, folder)
    with store.write() as session:
        (document,) = store.documents(session, an)
        reading = PageReading(1, "other", 1.0, 0, 0.0, 40, 60)
        store.save_page_reading(session, document.id, reading, reader="an older one")
    assert [read(store, [an]) for _time in range(3)] == [[(an, 1)], [(an, 1)], []]
    with store.read() as session:
        assert len(store.page_readings(session, an)) == 1


def test_a_page_that_failed_by_a_fault_of_the_program_is_tried_each_time(store: Store, folder: Path) -> None:
    scan(folder / "an" / "a.png")
    (an,) = take_in(store, folder)
    how = replace(HOW, work=broken)
    assert [read(store, [an], how) for _time in range(3)] == [[(an, 1)]] * 3


def test_a_dossier_in_the_gateways_hands_is_not_read(store: Store, folder: Path) -> None:
    scan(folder / "a.png")
    (an,) = take_in(store, folder)
    with store.write() as session:
        session.get_one(DossierRow, an).state = State.PUSHED
    assert read(store, [an]) == []


def test_a_page_that_cannot_be_opened_is_not_tried_again(store: Store, folder: Path) -> None:
    scan(folder / "a.png")
    (an,) = take_in(store, folder)
    strict = replace(HOW, capture=CaptureLimits(max_megapixels=0.0001))
    assert read(store, [an], strict) == [(an, 1)]
    with store.read() as session:
        (document,) = store.documents(session, an)
        assert [(page.status, page.reason) for page in store.pages(session, an)[document.id]] == [
            ("failed", "bomb")
        ]
        assert unread_pages(store, session, an, HOW) == []


@pytest.mark.usefixtures("each_database")
@pytest.mark.parametrize("gone", [False, True], ids=["altered", "gone"])
def test_a_page_of_other_bytes_than_came_is_not_read_until_it_is_mended(
    store: Store, folder: Path, gone: bool
) -> None:
    scan(folder / "an" / "a.png", 200)
    scan(folder / "an" / "b.png", 100)
    (an,) = take_in(store, folder)
    with store.read() as session:
        a, b = (store.objects.path(document.sha256 or "") for document in store.documents(session, an))
    a.unlink() if gone else a.write_bytes(b.read_bytes())
    read(store, [an])
    assert told_of(store, an) == {"a.png": ("failed", "damaged", []), "b.png": ("read", "", ["MÀU 100"])}
    take_in(store, folder)
    assert read(store, [an]) == [(an, 1)]
    assert told_of(store, an)["a.png"] == ("read", "", ["MÀU 200"])


def told_of(store: Store, dossier: str) -> dict[str, tuple[str, str, list[str]]]:
    """Status, reason and names printed, by file."""
    with store.read() as session:
        pages, read = store.pages(session, dossier), store.page_readings(session, dossier)
        printed = {
            document.id: [field.value for field in reading.fields if field.source == "print"]
            for document, reading in read
        }
        return {
            document.name: (page.status, page.reason, printed.get(document.id, []))
            for document in store.documents(session, dossier)
            for page in pages.get(document.id, ())
        }


def test_a_dossier_that_another_run_works_on_is_left_to_it(store: Store, folder: Path) -> None:
    scan(folder / "an" / "a.png")
    scan(folder / "binh" / "b.png", 10)
    an, binh = dossiers = take_in(store, folder)
    done = read_pages(store, dossiers, HOW, mine=lambda dossier: dossier == binh)
    assert [outcome.task.dossier_id for outcome in done] == [binh]
    assert pages_left_of(store, an) == 1


@pytest.mark.long
def test_pages_of_a_store_from_before_tries_were_counted_are_tried(store: Store, folder: Path) -> None:
    scan(folder / "an" / "bad.png", CRASH)
    (an,) = take_in(store, folder)
    read(store, [an])
    with at_revision(store.home, "r0010"):
        pass
    reopened = Store.open(store.home)
    assert [read(reopened, [an]) for _time in range(3)] == [[(an, 1)], [(an, 1)], []]
    reopened.close()


def test_a_dossier_that_takes_too_long_leaves_its_other_pages_to_the_next_reading_and_holds_up_nobody(
    store: Store, folder: Path
) -> None:
    scan(folder / "an" / "a.tif", pages=6)
    scan(folder / "binh.png", 100)
    an, binh = dossiers = take_in(store, folder)
    ticks = iter(range(100))
    spent = TimeSpent(2.0, clock=lambda: float(next(ticks)))
    how = replace(HOW, workers=1)
    first = sorted((o.task.dossier_id, o.task.page) for o in read_pages(store, dossiers, how, spent=spent))
    assert first == sorted([(an, 1), (an, 2), (binh, 1)])
    assert (list(spent.over), pages_left_of(store, an)) == ([an], 4)
    assert read(store, dossiers) == [(an, page) for page in (3, 4, 5, 6)]
