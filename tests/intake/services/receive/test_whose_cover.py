# SPDX-License-Identifier: Apache-2.0
"""Two desks give the first dossier of a day the same id: whose cover sheet it is, its mark says."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.dossier.journal import What
from intake.errors import CoverSheetError
from intake.reading.page_work import HowToRead
from intake.services.receive.adding import add_papers
from intake.services.receive.separator_sheet import PREFIX
from intake.services.receive.sorting_wish import SheetFound, SheetTrouble
from intake.store.life import bring_back
from intake.store.store import Store
from templates.errors import SohoaError
from tests.support.desks.intake_desk import NOW, PROCEDURE
from tests.support.pages.scanned_stacks import code_of, cover, save_pdf, sheet, sorted_pages, with_cover
from tests.support.stores.empty_home import store_in

pytestmark = pytest.mark.long


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Store]:
    """Another desk's store, begun the same day."""
    made = store_in(tmp_path / "other", lambda: NOW)
    yield made
    made.close()


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    return tmp_path / "in"


def stack(store: Store, other: Store, scans: Path) -> str:
    """A scan with a sheet of ours and one of the other desk's with the same id; the id."""
    ours, theirs = with_cover(store), with_cover(other)
    assert ours == theirs
    pages = sheet("0"), cover(store, ours), sheet("1"), cover(other, theirs), sheet("x")
    save_pdf(scans / "stack.pdf", *pages)
    return ours


def test_another_stores_sheet_of_the_same_id_leads_nothing_and_is_named(
    store: Store, other: Store, scans: Path
) -> None:
    dossier, told = stack(store, other, scans), list[SheetFound]()
    assert sorted_pages(store, scans, told) == [("", [1]), (dossier, [1])]
    assert told == [SheetFound(SheetTrouble.ELSEWHERE, dossier, ("in/stack.pdf",))]


def test_files_after_another_stores_sheet_are_left_and_named(store: Store, other: Store, scans: Path) -> None:
    ours, theirs = with_cover(store), with_cover(other)
    for name, page in {"1": cover(other, theirs), "2": sheet("x"), "3": sheet("y")}.items():
        save_pdf(scans / f"{name}.pdf", page)
    save_pdf(scans / "4.pdf", cover(store, ours))
    save_pdf(scans / "5.pdf", sheet("z"))
    told: list[SheetFound] = []
    assert sorted_pages(store, scans, told) == [(ours, [1])]
    assert told == [SheetFound(SheetTrouble.ELSEWHERE, theirs, ("in/1.pdf", "2.pdf", "3.pdf"))]


def test_a_desk_that_never_printed_a_sheet_makes_no_dossier_of_anothers_stack(
    store: Store, other: Store, scans: Path
) -> None:
    one, two = with_cover(other), with_cover(other)
    save_pdf(scans / "stack.pdf", cover(other, one), sheet("1"), cover(other, two), sheet("2"))
    told: list[SheetFound] = []
    assert sorted_pages(store, scans, told) == []
    assert [found.dossier for found in told] == [one, two]


def test_a_sheet_of_an_earlier_version_says_not_whose_it_is_and_waits_for_a_person(
    store: Store, scans: Path
) -> None:
    dossier, told = with_cover(store), list[SheetFound]()
    file = save_pdf(scans / "old.pdf", sheet("old", code=f"{PREFIX}{dossier}"), sheet("1"))
    assert sorted_pages(store, scans, told) == []
    assert told == [SheetFound(SheetTrouble.UNSAID, dossier, ("in/old.pdf",))]
    added = add_papers(store, dossier, [file], HowToRead(), who="lan", commune="", read=False)
    assert [one["pages"] for one in added.taken["added"]] == [1]
    another = with_cover(store)
    with pytest.raises(CoverSheetError, match=dossier):
        add_papers(store, another, [file], HowToRead(), who="lan", commune="", read=False)


def test_who_adds_papers_under_another_stores_sheet_is_told_so(
    store: Store, other: Store, scans: Path
) -> None:
    stack(store, other, scans)
    dossier = with_cover(store)
    for file in (scans / "stack.pdf", save_pdf(scans / "only.pdf", cover(other, with_cover(other)))):
        with pytest.raises(CoverSheetError):
            add_papers(store, dossier, [file], HowToRead(), who="lan", commune="", read=False)
    with store.read() as session:
        assert store.documents(session, dossier) == []


def test_who_adds_nothing_but_a_sheet_is_told_so(store: Store, scans: Path) -> None:
    dossier = with_cover(store)
    file = save_pdf(scans / "only.pdf", cover(store, dossier))
    with pytest.raises(CoverSheetError, match=dossier):
        add_papers(store, dossier, [file], HowToRead(), who="lan", commune="", read=False)
    with pytest.raises(CoverSheetError):
        add_papers(store, with_cover(store), [file], HowToRead(), who="lan", commune="", read=False)


@pytest.mark.of_sqlite
def test_sheets_stay_good_when_the_store_is_brought_back(tmp_path: Path, scans: Path) -> None:
    """The copy was made before the sheet was printed."""
    home = tmp_path / "home"
    store = store_in(home, lambda: NOW)
    with store.write() as session:
        dossier = store.create_dossier(session, procedure=PROCEDURE, who="lan").id
    store.close()
    shutil.copytree(home, tmp_path / "copy")
    store = store_in(home, lambda: NOW)
    with store.write() as session:
        store.note(session, dossier, What.COVER_PRINTED, who="lan")
    page, code = cover(store, dossier), code_of(store, dossier)
    store.close()
    save_pdf(scans / "stack.pdf", page, sheet("1"))
    for end in ("", "-wal", "-shm"):
        (home / f"sohoa.db{end}").unlink(missing_ok=True)
        if (tmp_path / "copy" / f"sohoa.db{end}").exists():
            shutil.copyfile(tmp_path / "copy" / f"sohoa.db{end}", home / f"sohoa.db{end}")
    with pytest.raises(SohoaError):
        Store.open(home, clock=lambda: NOW)
    bring_back.accept(home, who="lan", now=NOW)
    store = Store.open(home, clock=lambda: NOW)
    assert code_of(store, dossier) == code
    assert sorted_pages(store, scans) == [(dossier, [1])]
    store.close()
