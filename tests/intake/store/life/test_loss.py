# SPDX-License-Identifier: Apache-2.0
"""A database that is lost, emptied, brought back or another's stops what writes, and numbers never repeat."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from intake.dossier import dossier_id
from intake.errors import LifeError, LostStoreError, NewerStoreError, StoreError
from intake.store import database
from intake.store.life import bring_back
from intake.store.life.life import DOSSIERS, numbers_given
from intake.store.life.mark import BLOCK, SLOT_BYTES, Mark, Marked
from intake.store.life.numbers import Series
from intake.store.life.soundness import numbers_in_folders
from intake.store.store import Store
from tests.support.desks.intake_desk import NOW, PROCEDURE
from tests.support.programs.examples import share_of_examples
from tests.support.stores.store_faults import (
    DATABASE,
    MARK,
    copy_database,
    created,
    listed,
    lose,
    opened,
    overwrite,
    used_home,
)

SLIPS = Series.slips("H01.02", "receipt", 2026)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def _empty(home: Path) -> None:
    lose(home)
    (home / DATABASE).touch()


def _lose_with_mark(home: Path) -> None:
    lose(home)
    (home / MARK).unlink()


def _lose_with_papers(home: Path) -> None:
    lose(home)
    shutil.rmtree(home / "objects")


@pytest.mark.parametrize("fault", [lose, _empty, _lose_with_mark, _lose_with_papers])
def test_a_lost_or_empty_database_is_no_new_store(home: Path, fault: Callable[[Path], None]) -> None:
    used_home(home)
    fault(home)
    before = {path: path.stat().st_size for path in home.iterdir()}
    with pytest.raises(LostStoreError) as told:
        opened(home)
    assert "sohoa store begin" in told.value.advice
    assert {path: path.stat().st_size for path in before} == before and not (
        home / f"{DATABASE}-wal"
    ).exists()


def test_the_list_of_what_was_sent_alone_shows_that_a_store_was_there_and_its_ids_never_repeat(
    home: Path,
) -> None:
    last = used_home(home)[-1]
    shutil.rmtree(home)
    home.mkdir()
    (home / "sohoa.sent").write_text(f'\n{{"dossier":"{last}","number":"H56.1","papers":"","package":""}}\n')
    with pytest.raises(LostStoreError):
        opened(home)
    assert numbers_in_folders(home) == {DOSSIERS: dossier_id.running_number(last)}


def test_packages_and_slips_alone_show_that_a_store_was_there(home: Path) -> None:
    for folder in ("packages/260731-2223", "slips/260731-2223"):
        (home / folder).mkdir(parents=True)
        (home / folder / "a.pdf").touch()
        with pytest.raises(LostStoreError):
            opened(home)
        shutil.rmtree(home)


def test_folders_without_anything_in_them_are_a_new_home(home: Path) -> None:
    for folder in ("objects", "packages/.260731-2223.77.part", "log", "catalogue/9"):
        (home / folder).mkdir(parents=True)
    assert created(home)


def test_an_older_copy_is_refused_for_writing_and_read_with_its_reason(home: Path, tmp_path: Path) -> None:
    first = used_home(home)
    copy_database(home, tmp_path / "backup")
    created(home)
    copy_database(tmp_path / "backup", home)
    with pytest.raises(LostStoreError) as told:
        opened(home)
    assert "sohoa store accept" in told.value.advice
    assert listed(home) == first
    store = Store.open_to_read(home)
    assert isinstance(store.fault, LostStoreError)
    with pytest.raises(LostStoreError), store.write():
        pass
    store.close()


def test_a_change_that_made_no_dossier_makes_an_earlier_copy_old_as_well(home: Path, tmp_path: Path) -> None:
    (made,) = created(home)
    copy_database(home, tmp_path / "backup")
    store = opened(home)
    with store.write() as session:
        store.set_official_number(session, made, "G22.99.01-260731-0001", who="gateway")
    store.close()
    copy_database(tmp_path / "backup", home)
    with pytest.raises(LostStoreError):
        opened(home)


def test_changes_that_never_left_the_write_ahead_log_are_missed(home: Path) -> None:
    created(home)
    store = opened(home)
    with store.write() as session:
        store.create_dossier(session, procedure=PROCEDURE, who="lan")
        session.execute(text("PRAGMA wal_autocheckpoint = 0"))
    shutil.copytree(home, home.parent / "killed")
    store.close()
    log = home.parent / "killed" / f"{DATABASE}-wal"
    assert log.stat().st_size
    log.unlink()
    with pytest.raises(LostStoreError):
        opened(home.parent / "killed")


def test_the_database_of_another_home_is_refused(home: Path, tmp_path: Path) -> None:
    used_home(home)
    created(tmp_path / "other", 9)
    copy_database(tmp_path / "other", home)
    with pytest.raises(LostStoreError):
        opened(home)


def test_a_copy_from_before_the_store_had_lives_is_refused(home: Path, tmp_path: Path) -> None:
    _make_old(home)
    copy_database(home, tmp_path / "backup")
    created(home)
    copy_database(tmp_path / "backup", home)
    with pytest.raises(LostStoreError):
        opened(home)


@pytest.mark.parametrize("length", [None, 0, 100])
def test_without_a_whole_mark_nothing_is_written_until_accepted(home: Path, length: int | None) -> None:
    first = used_home(home)
    if length is None:
        (home / MARK).unlink()
    else:
        (home / MARK).write_bytes((home / MARK).read_bytes()[:length])
    with pytest.raises(LostStoreError) as told:
        opened(home)
    assert "sohoa.mark" in told.value.sentence and listed(home) == first
    bring_back.accept(home, who="lan", now=NOW)
    assert not set(created(home)) & set(first)


@pytest.mark.parametrize("slot", [0, 1])
def test_a_mark_with_one_torn_slot_still_tells(home: Path, slot: int) -> None:
    used_home(home)
    overwrite(home / MARK, slot * SLOT_BYTES, 60)
    marked = Mark(home / MARK).read()
    assert marked is not None and marked.numbers["dossier"] >= 3
    assert created(home)


def test_a_mark_that_lags_behind_is_no_fault(home: Path) -> None:
    """The process died between saving a change and marking it."""
    used_home(home)
    kept = (home / MARK).read_bytes()
    created(home, 1)
    (home / MARK).write_bytes(kept)
    assert created(home)


def test_a_number_is_marked_before_its_dossier_is_saved(home: Path) -> None:
    store = opened(home)
    with pytest.raises(RuntimeError), store.write() as session:
        for _number in range(BLOCK + 1):
            store.create_dossier(session, procedure=PROCEDURE, who="lan")
        raise RuntimeError("the desk lost power")
    marked = store.mark.read()
    assert marked is not None and marked.numbers["dossier"] == 2 * BLOCK
    store.close()


def test_a_store_made_by_a_newer_program_is_told(home: Path) -> None:
    used_home(home)
    store = opened(home)
    with store.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = 'r9999'"))
    store.close()
    for opening in (Store.open, Store.open_to_read):
        with pytest.raises(NewerStoreError):
            opening(home)
    with pytest.raises(NewerStoreError):
        bring_back.accept(home, who="lan", now=NOW)


OLD_ROW = (
    "INSERT INTO dossier (id, procedure, state, folder, received_at, owner, requester, answers)"
    " VALUES (:id, :p, 'received', '', :at, '', '', '{}')"
)


def _make_old(home: Path, dossiers: int = 40) -> list[str]:
    """A home as the program before r0007 left it."""
    from alembic import command
    from alembic.config import Config

    home.mkdir(parents=True)
    engine = database.connect(home / DATABASE)
    config = Config()
    config.set_main_option("script_location", str(database.MIGRATIONS))
    made = [dossier_id.mint(NOW.date(), number) for number in range(1, dossiers + 1)]
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "r0006")
        for one in made:
            row = {"id": one, "p": PROCEDURE, "at": NOW.replace(tzinfo=None)}
            connection.execute(text(OLD_ROW), row)
    engine.dispose()
    return made


@pytest.mark.long
def test_a_store_from_before_the_mark_is_taken_on_with_all_its_numbers(home: Path) -> None:
    old = _make_old(home)
    store = opened(home)
    assert sorted(listed(home)) == sorted(old)
    store.close()
    lose(home)
    bring_back.begin(home, who="lan", now=NOW)
    assert not set(created(home, 40)) & set(old)


class Killed(BaseException):
    """Stands for the process being killed: nothing in the program catches it."""


@pytest.mark.parametrize("old", [False, True])
@pytest.mark.parametrize("step", ["database.migrate", "life.opening._first_mark", "life.opening._first_life"])
def test_killed_while_a_store_is_made_or_upgraded_the_next_one_goes_on(
    home: Path, monkeypatch: pytest.MonkeyPatch, step: str, old: bool
) -> None:
    made = _make_old(home) if old else []

    def die(*_arguments: object) -> None:
        raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(f"intake.store.{step}", die)
        opened(home)
    assert listed(home) == sorted(made)
    assert created(home)


def test_accepting_an_older_copy_goes_on_after_all_ids_given_out(home: Path, tmp_path: Path) -> None:
    first = used_home(home)
    copy_database(home, tmp_path / "backup")
    lost = created(home, 5)
    copy_database(tmp_path / "backup", home)
    begun = bring_back.accept(home, who="lan", now=NOW)
    assert begun.dossiers == len(first)
    new = created(home, 5)
    assert not set(new) & {*first, *lost}
    assert listed(home) == sorted([*first, *new])


def test_a_copy_accepted_once_is_sound_and_an_older_one_is_not(home: Path, tmp_path: Path) -> None:
    used_home(home)
    copy_database(home, tmp_path / "backup")
    created(home)
    copy_database(tmp_path / "backup", home)
    bring_back.accept(home, who="lan", now=NOW)
    assert created(home)
    copy_database(tmp_path / "backup", home)
    with pytest.raises(LostStoreError):
        opened(home)


def test_a_new_database_begins_only_where_one_was_lost(home: Path) -> None:
    with pytest.raises(LifeError):
        bring_back.begin(home, who="lan", now=NOW)
    first = used_home(home)
    with pytest.raises(LifeError):
        bring_back.begin(home, who="lan", now=NOW)
    lose(home)
    with pytest.raises(LifeError):
        bring_back.accept(home, who="lan", now=NOW)
    assert bring_back.begin(home, who="lan", now=NOW).dossiers == 0
    assert not set(created(home, 3)) & set(first)


def test_without_a_mark_the_folders_of_packages_tell_which_ids_are_taken(home: Path) -> None:
    (made,) = created(home)
    folder = home / "packages" / made
    folder.mkdir()
    (folder / "manifest.json").write_text("kept")
    lose(home)
    (home / MARK).unlink()
    bring_back.begin(home, who="lan", now=NOW)
    assert created(home) != [made]
    assert (folder / "manifest.json").read_text() == "kept"


def test_numbers_of_slips_go_on_after_a_loss_in_the_year_they_were_given(home: Path) -> None:
    store = opened(home)
    with store.write() as session:
        assert [store.next_number(session, SLIPS) for _time in range(3)] == [1, 2, 3]
    store.close()
    lose(home)
    bring_back.begin(home, who="lan", now=NOW)
    store = opened(home)
    with store.write() as session:
        assert store.next_number(session, SLIPS) == BLOCK + 1
        assert store.next_number(session, Series.slips("H01.02", "receipt", 2027)) == 1
        assert numbers_given(session) == {"dossier": 0}
    store.close()


STEPS = st.lists(st.sampled_from(["create", "copy", "back", "lose", "empty", "tomorrow"]), max_size=14)


@pytest.mark.long
@given(STEPS)
@settings(max_examples=share_of_examples(12), deadline=None)
def test_no_id_is_given_out_twice_whatever_is_lost_and_brought_back(steps: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        _walk(Path(folder), steps)


def _walk(folder: Path, steps: list[str]) -> None:
    home, backup = folder / "home", folder / "backup"
    given_out, day = created(home), NOW
    for step in [*steps, "create"]:
        if step == "copy":
            copy_database(home, backup)
        elif step == "back" and backup.exists():
            copy_database(backup, home)
        elif step in ("lose", "empty"):
            _empty(home) if step == "empty" else lose(home)
        elif step == "tomorrow":
            day += timedelta(days=1)
        else:
            given_out += _created_on(home, day)
    assert len(given_out) == len(set(given_out))


def _created_on(home: Path, day: object) -> list[str]:
    """Three dossiers, after a person said how to go on where that has to be said."""
    try:
        store = Store.open(home, clock=lambda: day)  # type: ignore[arg-type,return-value]
    except LostStoreError:
        try:
            bring_back.accept(home, who="lan", now=NOW)
        except LifeError:
            bring_back.begin(home, who="lan", now=NOW)
        store = Store.open(home, clock=lambda: day)  # type: ignore[arg-type,return-value]
    with store.write() as session:
        made = [store.create_dossier(session, procedure=PROCEDURE, who="lan").id for _number in range(3)]
    store.close()
    return made


def test_a_mark_says_what_was_written_to_it(tmp_path: Path) -> None:
    mark = Mark(tmp_path / MARK)
    assert mark.read() is None
    mark.make(Marked("a" * 32, 7, {"dossier": 20}))
    mark.passed(9)
    mark.passed(8)
    mark.reserve("dossier", 20)
    mark.reserve("slip-2026/H34.11/receipt", 1)
    mark.note_damage()
    assert mark.read() == Marked(
        "a" * 32, 9, {"dossier": 20, "slip-2026/H34.11/receipt": BLOCK}, damaged=True
    )


def test_a_home_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "home").touch()
    with pytest.raises(StoreError):
        opened(tmp_path / "home")


def test_the_numbers_of_a_hundred_offices_have_room_beside_the_mark(tmp_path: Path) -> None:
    mark = Mark(tmp_path / MARK)
    mark.make(Marked("a" * 32))
    offices = [f"H34.{number:03}" for number in range(100)]
    for year in (2024, 2025, 2026, 2027):  # the last by a clock that was ahead
        for office in offices:
            assert mark.reserve(f"register-{year}/{office}", 1)
    assert not mark.reserve("register-2026/H34.007", 2)
    marked = mark.read()
    assert marked is not None and marked.store == "a" * 32
    assert {marked.numbers[f"register-2026/{office}"] for office in offices} == {BLOCK}
    assert "register-2024/H34.007" not in marked.numbers
