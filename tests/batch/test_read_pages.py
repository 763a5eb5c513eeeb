"""The reading step of a run: what is read, what is not read again, and what is kept of failures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fake_pages import CRASH, fake_read
from fake_pages import shaded as scan

from batch import read_pages as step
from batch.claims import Claims
from batch.night_context import Night
from batch.read_pages import read_pages, unread_pages
from intake.ingest import ingest, plan
from intake.settings import Settings
from intake.states import State
from intake.steps import pages_left
from intake.store import Store
from templates.catalogue import load_catalogue

PROCEDURE = "1.001193"


@pytest.fixture
def night(tmp_path: Path) -> Iterator[Night]:
    store = Store.open(tmp_path / "home")
    settings = Settings(home=tmp_path / "home")
    yield Night(store, load_catalogue(), settings, "t", PROCEDURE, workers=2, read=fake_read)
    store.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    scans = tmp_path / "scans"
    scans.mkdir()
    return scans


def take_in(night: Night, folder: Path) -> list[str]:
    return [ingest(night.store, source, procedure=PROCEDURE, who="t").dossier_id for source in plan(folder)]


def read(night: Night, dossiers: list[str]) -> list[tuple[str, int]]:
    """Dossier and page of everything that had to be read."""
    with Claims(night.store.home / "claims") as claims:
        done = [(o.task.dossier_id, o.task.page) for o in read_pages(night, dossiers, claims)]
    return sorted(done)


def pages_left_of(night: Night, dossier: str) -> int:
    with night.store.read() as session:
        return pages_left(session, dossier)


def test_every_page_is_read_once(night: Night, folder: Path) -> None:
    scan(folder / "an" / "a.tif", pages=3)
    scan(folder / "binh.png", 100)
    an, binh = dossiers = take_in(night, folder)
    assert read(night, dossiers) == sorted([(an, 1), (an, 2), (an, 3), (binh, 1)])
    assert [pages_left_of(night, dossier) for dossier in dossiers] == [0, 0]
    with night.store.read() as session:
        readings = night.store.page_readings(session, an)
    assert [reading.page for _document, reading in readings] == [1, 2, 3]


def test_a_second_run_reads_nothing_again(night: Night, folder: Path) -> None:
    scan(folder / "a.tif", pages=2)
    dossiers = take_in(night, folder)
    read(night, dossiers)
    assert read(night, dossiers) == []


def test_a_paper_added_later_is_read_alone(night: Night, folder: Path) -> None:
    scan(folder / "an" / "a.png")
    read(night, take_in(night, folder))
    scan(folder / "an" / "b.png", 10)
    dossiers = take_in(night, folder)
    assert len(dossiers) == 1
    assert read(night, dossiers) == [(dossiers[0], 1)]


def test_the_same_file_in_two_dossiers_is_read_once(night: Night, folder: Path) -> None:
    for name in ("an", "binh"):
        scan(folder / name / "card.png")
        scan(folder / name / "own.png", len(name))
    dossiers = take_in(night, folder)
    first = read(night, dossiers[:1])
    assert len(first) == 2 and len(read(night, dossiers[1:])) == 1
    assert pages_left_of(night, dossiers[1]) == 0


def test_a_newer_reader_reads_again(night: Night, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scan(folder / "a.png")
    dossiers = take_in(night, folder)
    read(night, dossiers)
    monkeypatch.setattr(step, "reader_of", lambda _chosen: "a newer one")
    assert len(read(night, dossiers)) == 1


def test_a_page_that_kills_its_worker_is_kept_as_failed_and_tried_on_the_next_run(
    night: Night, folder: Path
) -> None:
    scan(folder / "an" / "bad.png", CRASH)
    scan(folder / "an" / "good.png", 9)
    (an,) = take_in(night, folder)
    read(night, [an])
    assert pages_left_of(night, an) == 0
    with night.store.read() as session:
        (again,) = unread_pages(night, session, an)
        pages = {page.status: page.reason for d in night.store.documents(session, an) for page in d.pages}
    assert pages == {"failed": "crash", "read": ""} and again.page == 1


def test_a_dossier_in_the_gateways_hands_is_not_read(night: Night, folder: Path) -> None:
    scan(folder / "a.png")
    (an,) = take_in(night, folder)
    with night.store.write() as session:
        night.store.get(session, an).state = State.PUSHED
    assert read(night, [an]) == []


def test_a_page_that_cannot_be_opened_is_not_tried_again(night: Night, folder: Path) -> None:
    scan(folder / "a.png")
    (an,) = take_in(night, folder)
    strict = night.settings.model_copy(update={"max_megapixels": 0.0001})
    assert read(replace(night, settings=strict), [an]) == [(an, 1)]
    with night.store.read() as session:
        assert unread_pages(night, session, an) == []
