# SPDX-License-Identifier: Apache-2.0
"""A store holds the papers of all dossiers under their hashes: nobody makes one dossier of them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from intake.capture.refusals import RefusalCode
from intake.capture.sources import plan
from intake.reading.page_work import HowToRead
from intake.services.receive.adding import add_papers
from intake.store.home_database import DATABASE
from intake.store.life.mark import FILE_NAME
from intake.store.store import Store
from templates.errors import UsageError
from tests.support.desks.intake_desk import scan


def _with_papers(store: Store, folder: Path) -> None:
    store.keep(scan(folder / "a.png"))


@pytest.mark.parametrize("part", [".", "objects", "packages/x", "slips", "log"])
def test_no_night_runs_over_a_store_or_a_part_of_it(store: Store, tmp_path: Path, part: str) -> None:
    _with_papers(store, tmp_path / "scans")
    (store.home / part).mkdir(parents=True, exist_ok=True)
    with pytest.raises(UsageError) as told:
        plan(store.home / part)
    assert str(store.home / part) in told.value.sentence
    assert told.value.advice


@pytest.mark.parametrize("sign", [FILE_NAME, DATABASE])
def test_a_store_among_the_scans_is_left_closed_and_told(store: Store, tmp_path: Path, sign: str) -> None:
    """Also a copy of one, of which a part is missing."""
    _with_papers(store, tmp_path / "elsewhere")
    within = tmp_path / "scans" / "01" / "old"
    scan(within.parent / "b.png")
    shutil.copytree(store.home / "objects", within / "objects")
    shutil.copy(store.home / sign, within / sign)
    (source,) = plan(tmp_path / "scans")
    assert [file.name for file in source.files] == ["b.png"]
    assert source.closed == ((within, RefusalCode.STORE),)


def test_a_clerk_adds_no_store_to_a_dossier(store: Store, dossier: str, tmp_path: Path) -> None:
    _with_papers(store, tmp_path / "scans")
    with pytest.raises(UsageError):
        add_papers(store, dossier, [store.home], HowToRead(), who="lan", commune="", read=False)
    with store.read() as session:
        assert not store.documents(session, dossier)


def test_a_folder_for_scans_may_lie_in_the_home(store: Store) -> None:
    scan(store.home / "in" / "01" / "a.png")
    assert [source.name for source in plan(store.home / "in")] == ["01"]
