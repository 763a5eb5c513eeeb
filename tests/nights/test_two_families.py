# SPDX-License-Identifier: Apache-2.0
"""Two families' papers in one folder: parted by their forms, or by a person; each package is theirs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from batch.night.remarks import RemarkCode
from intake.dossier.states import State
from intake.services.changing.undo import undo
from intake.services.papers.listing import papers_listed
from intake.services.papers.moving import remove_pages
from intake.services.papers.rearranging import Instruction
from intake.settings.settings import Settings
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue
from tests.support.desks.night_desk import desk, run_night
from tests.support.dossiers.fake_dossiers import FORM, NOTICE, child, dossier, mother_number
from tests.support.dossiers.led_dossiers import state_of, values
from tests.support.pages.viewed_pdfs import text_of

pytestmark = pytest.mark.long

OURS, THEIRS = 1, 2
LAN = Instruction("lan")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return desk(tmp_path / "store")


def mixed(tmp_path: Path, papers: tuple[int, ...]) -> Path:
    """A scanner's folder with form and notice of one family, and these papers of another."""
    mixed = dossier(tmp_path / "scans" / "01", OURS)
    for scan in sorted(dossier(tmp_path / "theirs", THEIRS, papers=papers).iterdir()):
        shutil.copy(scan, mixed / f"b-{scan.name}")
    return tmp_path / "scans"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return mixed(tmp_path, (NOTICE,))


@contextmanager
def opened(settings: Settings) -> Iterator[Store]:
    store = Store.open(settings.home)
    try:
        yield store
    finally:
        store.close()


def the_dossier(store: Store) -> str:
    with store.read() as session:
        (found,) = store.list(session)
    return found.id


def pages_of_theirs(store: Store, found: str) -> list[tuple[int, int]]:
    listed = papers_listed(store, found, load_catalogue())
    pages = [page for paper in listed["papers"] for page in paper["pages"]]
    return [(page["document"], page["page"]) for page in pages if page["file"].startswith("b-")]


def words_packed(store: Store, found: str) -> str:
    """All that can be read in the files of a dossier's package."""
    files = sorted((store.packages / found).glob("*.pdf"))
    assert files
    return " ".join(line for path in files for line in text_of(path.read_bytes()))


def test_a_stack_of_two_families_is_cut_and_each_is_packaged_with_its_own_papers_alone(
    settings: Settings, tmp_path: Path
) -> None:
    folder = mixed(tmp_path, (FORM, NOTICE))
    night = run_night(settings, folder)
    (remark,) = night.remarks
    assert (remark.code, len(remark.others)) == (RemarkCode.PILE_CUT, 1)
    ours, theirs = remark.dossier, remark.others[0]
    with opened(settings) as store:
        assert (state_of(store, ours), state_of(store, theirs)) == (State.QUEUED, State.QUEUED)
        for mine, others, found in ((OURS, THEIRS, ours), (THEIRS, OURS, theirs)):
            packed = words_packed(store, found)
            assert mother_number(mine) in packed and mother_number(others) not in packed
            assert values(store, found)["child.full_name"] == child(mine)
            assert child(others) not in values(store, found).values()
    assert run_night(settings, folder).remarks == []
    with opened(settings) as store:
        assert undo(store, ours, who="lan", commune="").others == [theirs]
        assert len(pages_of_theirs(store, ours)) == 2
        assert state_of(store, ours) not in (State.COMPLETE, State.PACKAGED, State.QUEUED)
    assert run_night(settings, folder).remarks == []  # a person put it together


def test_papers_removed_are_in_no_package_and_a_later_night_over_the_folder_leaves_them_out(
    settings: Settings, folder: Path
) -> None:
    run_night(settings, folder)
    with opened(settings) as store:
        ours = the_dossier(store)
        remove_pages(store, ours, pages_of_theirs(store, ours), LAN)
    for _night in range(2):
        run_night(settings, folder)
    with opened(settings) as store:
        assert the_dossier(store) == ours
        assert state_of(store, ours) is State.QUEUED
        packed = words_packed(store, ours)
        assert mother_number(OURS) in packed and mother_number(THEIRS) not in packed


def test_what_is_taken_back_leaves_the_queue_and_is_refused_again(settings: Settings, folder: Path) -> None:
    run_night(settings, folder)
    with opened(settings) as store:
        ours = the_dossier(store)
        remove_pages(store, ours, pages_of_theirs(store, ours), LAN)
    run_night(settings, folder)
    with opened(settings) as store:
        assert undo(store, ours, who="lan", commune="").check["left_queue"]
        assert state_of(store, ours) not in (State.COMPLETE, State.PACKAGED, State.QUEUED)
