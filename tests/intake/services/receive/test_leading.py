# SPDX-License-Identifier: Apache-2.0
"""A file that is nothing but a cover sheet leads the files of its own scan, and no others."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from intake.capture.sources import DossierSource, plan
from intake.reading.page_work import HowToRead
from intake.services.receive.ingest import ingest, take_in
from intake.services.receive.separator_sorting import sorter
from intake.services.receive.sorting_wish import SheetFound, SheetTrouble, SortingWish
from intake.store.store import Store
from tests.support.desks.folder_desk import papers
from tests.support.desks.intake_desk import PROCEDURE
from tests.support.pages.scanned_stacks import cover, save_pdf, sheet, with_cover

pytestmark = pytest.mark.long
EVENING = 1_790_000_000.0
MINUTE, HOUR = 60.0, 3600.0


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    return tmp_path / "in"


class Killed(BaseException):
    """Stands for the process being killed: nothing in the program catches it."""


def _take(store: Store, source: DossierSource) -> str:
    if source.dossier:
        return take_in(store, source.dossier, source.files, who="lan").dossier_id
    return ingest(store, source, procedure=PROCEDURE, who="lan").dossier_id


def night(store: Store, scans: Path, *, killed_after: int | None = None) -> list[SheetFound]:
    """A run takes everything in; what it is told of cover sheets. Killed after so many dossiers' files."""
    told: list[SheetFound] = []
    taken = 0
    with sorter(store, HowToRead(), SortingWish(tell=told.append)) as led:
        for source in plan(scans):
            for part in led.sort(source):
                if taken == killed_after:
                    raise Killed
                _take(store, part)
                taken += 1
    return told


def names(store: Store, dossier: str) -> list[str]:
    return [name for name, _refused in papers(store, dossier)]


def test_the_files_of_the_next_night_are_not_the_sheets_that_stood_alone(store: Store, scans: Path) -> None:
    dossier = with_cover(store)
    save_pdf(scans / "0001.pdf", cover(store, dossier), at=EVENING)
    assert night(store, scans) == [SheetFound(SheetTrouble.ALONE, dossier, ("in/0001.pdf",))]
    save_pdf(scans / "0002.pdf", sheet("of another citizen"), at=EVENING + MINUTE)  # its clock says so
    assert night(store, scans) == []
    assert names(store, dossier) == []


def test_no_run_came_in_between_and_they_are_not_either(store: Store, scans: Path) -> None:
    dossier = with_cover(store)
    save_pdf(scans / "0001.pdf", cover(store, dossier), at=EVENING)
    save_pdf(scans / "0002.pdf", sheet("of the next day"), at=EVENING + 15 * HOUR)
    told = night(store, scans)
    assert told == [SheetFound(SheetTrouble.ALONE, dossier, ("in/0001.pdf",))]
    assert names(store, dossier) == []


def test_a_scan_of_a_file_a_page_is_led_through_its_pauses_and_not_further(store: Store, scans: Path) -> None:
    dossier = with_cover(store)
    save_pdf(scans / "0001.pdf", cover(store, dossier), at=EVENING)
    for number in range(2, 5):
        save_pdf(scans / f"000{number}.pdf", sheet(str(number)), at=EVENING + (number - 1) * 8 * MINUTE)
    save_pdf(scans / "0005.pdf", sheet("of another citizen"), at=EVENING + 2 * HOUR)
    save_pdf(scans / "0006.pdf", sheet("his second page"), at=EVENING + 2 * HOUR + MINUTE)
    for _run in range(2):
        assert night(store, scans) == []
        assert names(store, dossier) == ["0002.pdf", "0003.pdf", "0004.pdf"]


def test_what_a_sheet_led_stays_led_also_when_more_came_after_it(store: Store, scans: Path) -> None:
    dossier = with_cover(store)
    save_pdf(scans / "0001.pdf", cover(store, dossier), at=EVENING)
    save_pdf(scans / "0003.pdf", sheet("a"), at=EVENING + MINUTE)
    night(store, scans)
    save_pdf(scans / "0002.pdf", sheet("of another citizen"), at=EVENING + 2 * MINUTE)
    night(store, scans)
    assert names(store, dossier) == ["0003.pdf"]


def test_a_file_that_lies_in_a_dossier_of_its_own_is_not_led_into_another(store: Store, scans: Path) -> None:
    dossier = with_cover(store)
    save_pdf(scans / "0002.pdf", sheet("of another citizen"), at=EVENING)
    night(store, scans)
    save_pdf(scans / "0001.pdf", cover(store, dossier), at=EVENING + MINUTE)
    night(store, scans)
    assert names(store, dossier) == []


def test_a_folder_that_grew_under_its_sheet_is_that_dossiers_and_one_filled_anew_is_not(
    store: Store, scans: Path
) -> None:
    dossier = with_cover(store)
    save_pdf(scans / "a" / "1.pdf", cover(store, dossier))
    save_pdf(scans / "a" / "2.pdf", sheet("a"))
    night(store, scans)
    save_pdf(scans / "a" / "3.pdf", sheet("b"))
    night(store, scans)
    assert names(store, dossier) == ["2.pdf", "3.pdf"]
    (scans / "a" / "2.pdf").unlink()
    save_pdf(scans / "a" / "4.pdf", sheet("of another citizen"))
    night(store, scans)
    assert names(store, dossier) == ["2.pdf", "3.pdf"]


def test_a_sheet_that_stood_alone_in_a_folder_does_not_lead_what_comes_into_it_later(
    store: Store, scans: Path
) -> None:
    dossier = with_cover(store)
    save_pdf(scans / "scan" / "1.pdf", cover(store, dossier))
    assert [found.trouble for found in night(store, scans)] == [SheetTrouble.ALONE]
    save_pdf(scans / "scan" / "2.pdf", sheet("of another citizen"))
    night(store, scans)
    assert names(store, dossier) == []


def test_sheets_without_pages_within_a_scan_are_told_of_once(store: Store, scans: Path) -> None:
    one, two, three = (with_cover(store) for _dossier in range(3))
    pages = cover(store, one), cover(store, two), sheet("of two"), cover(store, three)
    save_pdf(scans / "stack.pdf", *pages)
    told = night(store, scans)
    assert [(found.trouble, found.dossier) for found in told] == [
        (SheetTrouble.ALONE, one),
        (SheetTrouble.ALONE, three),
    ]
    assert night(store, scans) == []
    assert [len(names(store, dossier)) for dossier in (one, two, three)] == [0, 1, 0]


@pytest.mark.parametrize("killed_after", [0, 1, 2])
@pytest.mark.parametrize("folder", ["", "a"], ids=["files", "a folder"])
def test_a_run_killed_anywhere_is_gone_on_with_as_if_nothing_had_been(
    store: Store, scans: Path, killed_after: int, folder: str
) -> None:
    dossier = with_cover(store)
    save_pdf(scans / folder / "0001.pdf", cover(store, dossier), at=EVENING)
    for number in (2, 3):
        save_pdf(scans / folder / f"000{number}.pdf", sheet(str(number)), at=EVENING + number * MINUTE)
    with suppress(Killed):
        night(store, scans, killed_after=killed_after)
    assert night(store, scans) == []
    assert names(store, dossier) == ["0002.pdf", "0003.pdf"]
