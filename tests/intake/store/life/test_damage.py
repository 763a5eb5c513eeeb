# SPDX-License-Identifier: Apache-2.0
"""A damaged or forbidden database is told for what it is, and nothing is written to it."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

import sohoa
from intake.dossier.journal import What
from intake.errors import DamagedStoreError, ForbiddenStoreError, StoreError
from intake.store.life import bring_back
from intake.store.store import WHOLE_FOR, Store
from intake.store.tables.model import DossierRow
from tests.support.desks.intake_desk import NOW, PROCEDURE, scan
from tests.support.programs.examples import share_of_examples
from tests.support.stores.store_faults import (
    DATABASE,
    copy_database,
    created,
    give_to_nobody,
    listed,
    lose,
    opened,
    overwrite,
    used_home,
    without_rights,
)

PAGE = 4096


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def _pages_of(home: Path, name: str) -> list[int]:
    """The numbers (from 1) of the pages of a table or an index."""
    with closing(sqlite3.connect(home / DATABASE)) as opened_plainly:
        root = opened_plainly.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (name,))
        return [number for (number,) in root]


def _damage(home: Path, name: str) -> None:
    """Overwrite the root page of a table or an index."""
    (page,) = _pages_of(home, name)
    overwrite(home / DATABASE, (page - 1) * PAGE, PAGE)


def test_a_file_that_is_no_database_is_damaged_and_is_put_aside(home: Path) -> None:
    first = used_home(home)
    overwrite(home / DATABASE, 0, 100)
    with pytest.raises(DamagedStoreError) as told:
        opened(home)
    assert "sohoa store accept" in told.value.advice and "SOHOA_HOME" not in told.value.advice
    begun = bring_back.begin(home, who="lan", now=NOW)
    assert begun.aside is not None and begun.aside.read_bytes()[:100] == b"\xa5" * 100
    assert not set(created(home)) & set(first)


def test_a_damaged_page_stops_whoever_meets_it_and_then_everybody(home: Path) -> None:
    (made,) = created(home)
    _damage(home, "event")
    store = opened(home)
    with store.read() as session:
        assert store.get(session, made).procedure == PROCEDURE
    with pytest.raises(DamagedStoreError), store.read() as session:
        store.journal(session, made)
    store.close()
    with pytest.raises(DamagedStoreError):
        opened(home)
    assert listed(home) == [made]


def test_a_write_that_meets_damage_changes_nothing(home: Path) -> None:
    (made,) = created(home)
    _damage(home, "event")
    store = opened(home)
    with pytest.raises(DamagedStoreError), store.write() as session:
        session.get_one(DossierRow, made).folder = "changed"
        session.flush()
        store.note(session, made, What.NOTED, who="lan")
    store.close()
    with closing(sqlite3.connect(home / DATABASE)) as plainly:
        assert plainly.execute("SELECT folder FROM dossier").fetchall() == [("",)]


def test_a_check_before_sending_finds_damage_that_nobody_met(home: Path) -> None:
    created(home)
    store = opened(home)
    store.require_whole()
    store.close()
    _damage(home, "page")
    store = opened(home)
    with pytest.raises(DamagedStoreError):
        store.require_whole()
    store.close()
    with pytest.raises(DamagedStoreError):
        opened(home)


def test_what_was_found_whole_is_read_again_when_that_is_long_ago_or_a_clock_was_ahead(home: Path) -> None:
    created(home)
    moments = iter([NOW, NOW + 2 * WHOLE_FOR, NOW + 2 * WHOLE_FOR, NOW + WHOLE_FOR])
    store = Store.open(home, lambda: next(moments))
    store.require_whole(WHOLE_FOR)
    store.require_whole(WHOLE_FOR)
    _damage(home, "page")
    store.require_whole(WHOLE_FOR)  # a moment after the second
    with pytest.raises(DamagedStoreError):
        store.require_whole(WHOLE_FOR)
    store.close()


@pytest.mark.parametrize("command", ["push", "run"])
def test_neither_a_push_nor_a_night_begins_on_damage_that_only_a_check_finds(
    home: Path, tmp_path: Path, command: str, capfd: pytest.CaptureFixture[str]
) -> None:
    created(home)
    _damage(home, "page")
    scan(tmp_path / "in" / "an" / "1.png")
    before = listed(home)
    assert (
        sohoa.run(["--home", str(home), command, *([str(tmp_path / "in")] if command == "run" else [])]) == 3
    )
    told = capfd.readouterr().err
    assert "bị hỏng" in told and "sohoa store accept" in told and "lường trước" not in told
    assert listed(home) == before


def test_of_a_large_database_the_tables_that_sending_needs_are_checked(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    created(home)
    monkeypatch.setattr("intake.store.home_database.CHECKED_WHOLE_BYTES", 1)
    _damage(home, "page")
    store = opened(home)
    store.require_whole()
    store.close()
    _damage(home, "outbox")
    store = opened(home)
    with pytest.raises(DamagedStoreError):
        store.require_whole()
    store.close()


def test_a_damaged_database_is_not_accepted_before_a_whole_one_lies_there(home: Path, tmp_path: Path) -> None:
    first = created(home, 2)
    copy_database(home, tmp_path / "backup")
    lost = created(home)
    _damage(home, "page")
    with pytest.raises(DamagedStoreError):
        bring_back.accept(home, who="lan", now=NOW)
    copy_database(tmp_path / "backup", home)
    bring_back.accept(home, who="lan", now=NOW)
    assert listed(home) == first
    assert not set(created(home)) & {*first, *lost}


def test_text_that_is_no_utf8_is_damage(home: Path) -> None:
    (made,) = created(home)
    with closing(sqlite3.connect(home / DATABASE)) as plainly:
        plainly.execute("UPDATE dossier SET requester = CAST(x'ff41' AS TEXT)")
        plainly.commit()
    store = opened(home)
    with pytest.raises(DamagedStoreError), store.read() as session:
        store.get(session, made)
    store.close()


@pytest.fixture(scope="module")
def worn_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("worn") / "home"
    made = created(home, 40)
    store = opened(home)
    with store.write() as session:
        for one in made:
            store.note(session, one, What.NOTED, who="lan", data={"long": "x" * 3000})
    store.close()
    return home


def test_an_index_whose_name_is_no_utf8_is_damage(home: Path) -> None:
    used_home(home)
    path = home / DATABASE
    overwrite(path, path.read_bytes().index(b"sqlite_autoindex_form_value_1"), 1)
    with pytest.raises(DamagedStoreError):
        opened(home)


@pytest.mark.parametrize(
    "place", [18, 19, 47, 59], ids=["write-version", "read-version", "format", "encoding"]
)
def test_an_overwritten_header_is_damage(home: Path, place: int) -> None:
    created(home)
    overwrite(home / DATABASE, place, 1, 0xA6)
    with pytest.raises(DamagedStoreError):
        created(home)


@pytest.mark.long
@given(st.floats(0, 1), st.sampled_from(["cut", "overwrite", "zero"]), st.integers(1, 3 * PAGE))
@settings(max_examples=share_of_examples(20), deadline=None)
def test_whatever_is_cut_or_overwritten_is_told_as_trouble_of_the_store(
    worn_home: Path, where: float, how: str, length: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        shutil.copytree(worn_home, home)
        path = home / DATABASE
        place = int(where * path.stat().st_size)
        if how == "cut":
            path.write_bytes(path.read_bytes()[:place])
        else:
            overwrite(path, place, length, 0xA5 if how == "overwrite" else 0)
        _work(home)


def _work(home: Path) -> None:
    """Do with the store what commands do; only its own errors may come out of it."""
    try:
        store = opened(home)
    except StoreError:
        return
    try:
        store.require_whole()
        with store.read() as session:
            for dossier in store.list(session):
                store.journal(session, dossier.id)
        with store.write() as session:
            store.create_dossier(session, procedure=PROCEDURE, who="lan")
    except StoreError:
        pass
    finally:
        store.close()


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that an ordinary user may reach, which a test's own may not be."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        for path in (folder, *folder.rglob("*")):
            if path.is_dir():
                path.chmod(0o755)


def test_a_home_that_may_not_be_entered_is_told_so(open_folder: Path) -> None:
    home = open_folder / "home"
    used_home(home)
    home.chmod(0)
    with without_rights():
        for opening in (Store.open, Store.open_to_read):
            with pytest.raises(ForbiddenStoreError) as told:
                opening(home)
            assert str(home) in told.value.sentence


def test_a_store_that_may_only_be_read_is_listed_and_not_written(open_folder: Path) -> None:
    home = open_folder / "home"
    made = used_home(home)
    give_to_nobody(home)
    for path in (home, *home.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    before = sorted(home.rglob("*"))
    with without_rights():
        with pytest.raises(ForbiddenStoreError):
            opened(home)
        assert listed(home) == made
        store = Store.open_to_read(home)
        with pytest.raises(ForbiddenStoreError), store.write():
            pass
        store.close()
    assert sorted(home.rglob("*")) == before


def test_a_database_file_that_may_not_be_read_is_told_so(open_folder: Path) -> None:
    home = open_folder / "home"
    used_home(home)
    give_to_nobody(home)
    (home / DATABASE).chmod(0)
    with without_rights(), pytest.raises(ForbiddenStoreError):
        Store.open_to_read(home)


def test_a_store_that_only_reads_leaves_no_write_even_of_its_own_sql(home: Path, tmp_path: Path) -> None:
    used_home(home)
    copy_database(home, tmp_path / "backup")
    created(home)
    copy_database(tmp_path / "backup", home)
    store = Store.open_to_read(home)
    with pytest.raises(ForbiddenStoreError), store.read() as session:
        session.execute(text("DELETE FROM event"))
    store.close()


def test_a_lost_database_has_nothing_to_read(home: Path) -> None:
    used_home(home)
    lose(home)
    with pytest.raises(StoreError):
        Store.open_to_read(home)
