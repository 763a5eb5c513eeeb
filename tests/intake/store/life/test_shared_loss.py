# SPDX-License-Identifier: Apache-2.0
"""Losses of a store that several desks share: whose disk or database it was, all notice, and no number comes
twice.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

import sohoa
from bench.postgres.server import PostgresServer
from intake.dossier.journal import What
from intake.errors import LifeError, LostStoreError, MoveError
from intake.settings.settings import StoreSettings
from intake.store import store as store_module
from intake.store.life import bring_back
from intake.store.life.life import StoreLife, floor_of, register_series
from intake.store.life.mark import BLOCK, Marked
from intake.store.life.witness import witnessed
from intake.store.objects import SharedObjects
from intake.store.remote.move import files_to_move, move_objects
from intake.store.remote.objects import RemoteObjects
from intake.store.store import Store
from tests.support.desks.intake_desk import NOW, PROCEDURE, scan
from tests.support.servers.object_server import remote_objects
from tests.support.stores.server_store import copied, created, listed, name_in, opened, server_of

pytestmark = [pytest.mark.long, pytest.mark.of_sqlite]  # once: each test names its databases itself

Desk = Callable[[str], Path]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The home of a desk by its name."""
    return lambda name: tmp_path / name


@pytest.fixture
def papers(tmp_path: Path) -> Iterator[RemoteObjects]:
    """Where all desks keep their papers."""
    (tmp_path / "papers").mkdir()
    return remote_objects(StoreSettings(objects=f"file://{tmp_path / 'papers'}"), tmp_path)


def made(home: Path, url: str, papers: RemoteObjects, count: int = 1) -> list[str]:
    """That many new dossiers of a desk whose papers lie elsewhere."""
    opened = Store.open(home, lambda: NOW, server=server_of(url), objects=papers)
    with closing(opened) as store:
        return [
            store.write(lambda session: store.create_dossier(session, procedure=PROCEDURE, who="lan").id)
            for _number in range(count)
        ]


@pytest.fixture
def killed_untold(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """While something stands in it, a process is killed between its change and telling others of it."""
    killed: list[int] = []
    tell = store_module.tell

    def killed_first(shared: SharedObjects, marked: Marked) -> bool:
        if killed:
            raise KeyboardInterrupt
        return tell(shared, marked)

    monkeypatch.setattr(store_module, "tell", killed_first)
    return killed


def night(home: Path, url: str, papers: RemoteObjects) -> None:
    """What a night or a push begins with."""
    opened = Store.open(home, lambda: NOW, server=server_of(url), objects=papers)
    with closing(opened) as store:
        store.require_whole()


def test_a_desk_that_has_seen_nothing_of_what_was_lost_notices_a_copy_all_the_same(
    desk: Desk, postgres: PostgresServer, postgres_url: str
) -> None:
    created(desk("busy"), postgres_url)
    created(desk("idle"), postgres_url)
    with copied(postgres, postgres_url) as older:
        created(desk("busy"), postgres_url, 3)
        for home in (desk("idle"), desk("new")):
            with pytest.raises(LostStoreError) as told:
                created(home, older)
            assert told.value.sentence == LostStoreError.copied_on(server_of(older)).sentence
        bring_back.accept(desk("idle"), who="lan", now=NOW, server=server_of(older))
        assert created(desk("idle"), older) and created(desk("new"), older)


def test_a_store_of_an_earlier_version_is_told_from_its_copies_once_it_was_opened(
    desk: Desk, postgres: PostgresServer, postgres_url: str
) -> None:
    created(desk("one"), postgres_url)
    postgres.execute("UPDATE store_life SET began_in = ''", database=name_in(postgres_url))
    assert created(desk("one"), postgres_url)
    with copied(postgres, postgres_url) as older, pytest.raises(LostStoreError):
        created(desk("new"), older)


def test_what_one_desk_misses_in_its_database_stops_all_others_too(
    desk: Desk, postgres: PostgresServer, postgres_url: str
) -> None:
    created(desk("busy"), postgres_url)
    created(desk("idle"), postgres_url)
    created(desk("busy"), postgres_url, 3)
    # As after the server's whole disk was put back: to itself the database is the one that it was.
    postgres.execute("SELECT setval('store_change', 2)", database=name_in(postgres_url))
    assert listed(desk("idle"), postgres_url)
    for home in (desk("busy"), desk("idle"), desk("new")):
        with pytest.raises(LostStoreError):
            created(home, postgres_url)
    bring_back.accept(desk("busy"), who="lan", now=NOW, server=server_of(postgres_url))
    assert created(desk("idle"), postgres_url) and created(desk("new"), postgres_url)


def test_no_number_that_another_desk_gave_out_after_the_copy_comes_again_be_its_disk_lost(
    desk: Desk, postgres: PostgresServer, postgres_url: str, papers: RemoteObjects
) -> None:
    known = [*made(desk("one"), postgres_url, papers), *made(desk("two"), postgres_url, papers)]
    with copied(postgres, postgres_url) as older:
        lost = made(desk("two"), postgres_url, papers, 40)
        shutil.rmtree(desk("two"))
        begun = bring_back.accept(
            desk("one"), who="lan", now=NOW, server=server_of(older), shared=papers.shared
        )
        assert begun.dossiers == 2
        new = [*made(desk("one"), older, papers, 20), *made(desk("three"), older, papers, 20)]
    assert len({*known, *lost, *new}) == len(known) + len(lost) + len(new)


def test_a_desk_that_was_killed_before_it_told_and_whose_disk_is_lost_gave_out_no_number_that_comes_again(
    desk: Desk, postgres: PostgresServer, postgres_url: str, papers: RemoteObjects, killed_untold: list[int]
) -> None:
    known = [*made(desk("one"), postgres_url, papers), *made(desk("two"), postgres_url, papers, 16)]
    with copied(postgres, postgres_url) as older:
        lost = set(known)
        killed_untold.append(1)
        with pytest.raises(KeyboardInterrupt):
            made(desk("two"), postgres_url, papers, 16)
        killed_untold.clear()
        lost |= set(listed(desk("two"), postgres_url))
        assert len(lost) > len(known)
        shutil.rmtree(desk("two"))
        bring_back.accept(desk("one"), who="lan", now=NOW, server=server_of(older), shared=papers.shared)
        new = [*made(desk("one"), older, papers, 20), *made(desk("three"), older, papers, 20)]
    assert not lost & set(new)


def test_a_desk_that_comes_back_tells_what_it_could_not_tell_before(
    desk: Desk, postgres_url: str, papers: RemoteObjects, killed_untold: list[int]
) -> None:
    killed_untold.append(1)
    with pytest.raises(KeyboardInterrupt):
        made(desk("one"), postgres_url, papers)
    killed_untold.clear()
    assert not witnessed(papers).stores
    opened = Store.open(desk("one"), lambda: NOW, server=server_of(postgres_url), objects=papers)
    with closing(opened) as store:
        (dossier,) = listed(desk("one"), postgres_url)
        store.write(lambda session: store.note(session, dossier, What.NOTED, who="lan", data={"code": "x"}))
    assert witnessed(papers).numbers["dossier"] > 16


def test_a_server_s_disk_put_back_whole_is_noticed_by_a_desk_that_misses_nothing(
    desk: Desk, postgres: PostgresServer, postgres_url: str, papers: RemoteObjects
) -> None:
    made(desk("idle"), postgres_url, papers)
    made(desk("busy"), postgres_url, papers, 3)
    night(desk("busy"), postgres_url, papers)
    postgres.execute("SELECT setval('store_change', 2)", database=name_in(postgres_url))
    shutil.rmtree(desk("busy"))
    with pytest.raises(LostStoreError) as told:
        night(desk("idle"), postgres_url, papers)
    assert told.value.sentence == LostStoreError.older_on(server_of(postgres_url)).sentence
    for home in (desk("idle"), desk("new")):
        with pytest.raises(LostStoreError):
            made(home, postgres_url, papers)
    bring_back.accept(desk("idle"), who="lan", now=NOW, server=server_of(postgres_url), shared=papers.shared)
    night(desk("idle"), postgres_url, papers)
    assert made(desk("new"), postgres_url, papers)


def test_a_copy_brought_back_goes_on_after_what_was_told_elsewhere_and_nothing_more_is_asked(
    desk: Desk, papers: RemoteObjects, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOHOA_STORE__OBJECTS", f"file://{tmp_path / 'papers'}")
    made(desk("one"), "", papers)
    assert sohoa.run(["--home", str(desk("one")), "backup", str(tmp_path / "copies")]) == 0
    lost = made(desk("one"), "", papers, 20)
    night(desk("one"), "", papers)
    shutil.rmtree(desk("one"))
    assert sohoa.run(["--home", str(desk("one")), "restore", str(tmp_path / "copies")]) == 0
    night(desk("one"), "", papers)
    assert not {*lost} & {*made(desk("one"), "", papers, 20)}


def test_a_desk_at_the_counter_notices_it_with_its_next_block_of_numbers(
    desk: Desk, postgres: PostgresServer, postgres_url: str, papers: RemoteObjects
) -> None:
    made(desk("idle"), postgres_url, papers)
    made(desk("busy"), postgres_url, papers, 40)
    shutil.rmtree(desk("busy"))
    postgres.execute("SELECT setval('store_change', 5)", database=name_in(postgres_url))
    made(desk("idle"), postgres_url, papers)
    with pytest.raises(LostStoreError):
        made(desk("idle"), postgres_url, papers)


def test_a_desk_works_on_where_nobody_can_be_asked_what_others_saw(
    desk: Desk, postgres_url: str, papers: RemoteObjects, tmp_path: Path
) -> None:
    made(desk("one"), postgres_url, papers)
    (tmp_path / "papers").rename(tmp_path / "away")
    (tmp_path / "papers").touch()
    night(desk("one"), postgres_url, papers)


def test_a_desk_whose_disk_is_lost_joins_again_and_nothing_is_asked(
    desk: Desk, postgres_url: str, papers: RemoteObjects
) -> None:
    before = made(desk("one"), postgres_url, papers, 3)
    shutil.rmtree(desk("one"))
    after = made(desk("one"), postgres_url, papers, 3)
    assert len({*before, *after}) == 6


def test_a_computer_lost_with_its_database_goes_on_after_its_numbers_because_a_person_says_so(
    desk: Desk, papers: RemoteObjects
) -> None:
    before = made(desk("one"), "", papers, 20)
    (known,) = witnessed(papers).stores
    shutil.rmtree(desk("one"))
    with pytest.raises(LostStoreError) as told:
        made(desk("anew"), "", papers)
    assert str(papers) in told.value.sentence and "store begin" in told.value.advice
    bring_back.begin(desk("anew"), who="lan", now=NOW, shared=papers.shared)
    after = made(desk("anew"), "", papers, 20)
    assert not {*before} & {*after}
    assert witnessed(papers).stores == {known}


def test_a_place_without_papers_of_a_store_is_begun_without_a_word(desk: Desk, papers: RemoteObjects) -> None:
    with pytest.raises(LifeError):
        bring_back.begin(desk("one"), who="lan", now=NOW, shared=papers.shared)
    assert made(desk("one"), "", papers)


def test_no_new_store_is_begun_beside_papers_that_were_carried_there_before_anybody_worked_with_them(
    desk: Desk, postgres_url: str, papers: RemoteObjects
) -> None:
    before = created(desk("one"), count=20)
    with opened(desk("one")) as store:
        store.keep(scan(desk("one") / "a.pdf"))
    move_objects(desk("one"), papers, files_to_move(desk("one")), lambda _count: None)
    with pytest.raises(LostStoreError) as told:
        made(desk("anew"), postgres_url, papers)
    assert "store begin" in told.value.advice
    server = server_of(postgres_url)
    bring_back.begin(desk("anew"), who="lan", now=NOW, server=server, shared=papers.shared)
    assert not {*before} & {*made(desk("anew"), postgres_url, papers, 20)}


def test_papers_that_nobody_told_of_keep_a_new_store_from_beginning_and_leave_out_what_may_have_been_given(
    desk: Desk, postgres_url: str, papers: RemoteObjects
) -> None:
    before = created(desk("one"), count=20)
    papers.keep(scan(desk("one") / "a.pdf"))  # as an earlier program carried it there
    with pytest.raises(LostStoreError):
        made(desk("anew"), postgres_url, papers)
    server = server_of(postgres_url)
    bring_back.begin(desk("anew"), who="lan", now=NOW, server=server, shared=papers.shared)
    assert not {*before} & {*made(desk("anew"), postgres_url, papers, 20)}


def test_papers_are_not_carried_where_another_store_keeps_its_own(desk: Desk, papers: RemoteObjects) -> None:
    made(desk("other"), "", papers)
    created(desk("one"))
    with pytest.raises(MoveError) as told:
        move_objects(desk("one"), papers, files_to_move(desk("one")), lambda _count: None)
    assert str(papers) in told.value.sentence
    assert len(witnessed(papers).stores) == 1


def registered(home: Path, url: str, papers: RemoteObjects | None, unit: str, count: int) -> list[int]:
    """The register's numbers of that many new dossiers of an office."""
    opened = Store.open(home, lambda: NOW, unit, server_of(url), papers)
    with closing(opened) as store:
        new = [
            store.write(lambda session: store.create_dossier(session, procedure=PROCEDURE, who="lan"))
            for _number in range(count)
        ]
        with store.read() as session:
            return [store.get(session, dossier.id).register_number or 0 for dossier in new]


def test_after_a_loss_each_office_s_register_goes_on_after_its_own_last_number(
    desk: Desk, postgres: PostgresServer, postgres_url: str, papers: RemoteObjects
) -> None:
    busy = registered(desk("one"), postgres_url, papers, "H34.11", 60)
    with copied(postgres, postgres_url) as older:
        quiet = registered(desk("one"), postgres_url, papers, "H34.12", 3)  # of which the copy knows nothing
        bring_back.accept(desk("two"), who="lan", now=NOW, server=server_of(older), shared=papers.shared)
        after = {unit: registered(desk("two"), older, papers, unit, 1)[0] for unit in ("H34.11", "H34.12")}
        assert 0 < after["H34.11"] - busy[-1] <= 2 * BLOCK
        assert 0 < after["H34.12"] - quiet[-1] <= 2 * BLOCK
        assert registered(desk("two"), older, papers, "H34.13", 1) == [1]


def test_an_office_s_register_goes_on_after_its_own_last_number_when_the_one_database_is_lost(
    desk: Desk,
) -> None:
    home = desk("one")
    offices = {"H34.11": 40, "H34.12": 2}
    last = {unit: registered(home, "", None, unit, count)[-1] for unit, count in offices.items()}
    for path in home.glob("sohoa.db*"):
        path.unlink()
    bring_back.begin(home, who="lan", now=NOW)
    for unit, number in last.items():
        assert 0 < registered(home, "", None, unit, 1)[0] - number <= BLOCK
    assert registered(home, "", None, "H34.13", 1) == [1]


def test_numbers_under_the_floor_of_all_offices_that_an_earlier_version_kept_do_not_come_again() -> None:
    life = StoreLife(floors={"register-2026": 31, "register-2026/H34.11": 40})
    named = (
        register_series(2026, "H34.11"),
        register_series(2026, "H34.12"),
        register_series(2027, "H34.12"),
    )
    assert [floor_of(life, series) for series in named] == [40, 31, 0]


@pytest.mark.slow
def test_a_twin_of_a_lost_disk_takes_nothing_back_of_what_the_desk_told(
    desk: Desk, postgres_url: str, papers: RemoteObjects
) -> None:
    made(desk("one"), postgres_url, papers)
    shutil.copytree(desk("one"), desk("twin"))
    made(desk("one"), postgres_url, papers, 60)
    told = witnessed(papers).numbers
    made(desk("twin"), postgres_url, papers, 1)
    after = witnessed(papers).numbers
    assert all(after[series] >= number for series, number in told.items())
