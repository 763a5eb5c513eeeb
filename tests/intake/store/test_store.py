# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import stat
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from intake.dossier import dossier_id
from intake.dossier.journal import Event, What, fold
from intake.dossier.search.sought import Sought
from intake.dossier.states import NEXT, State, may_follow
from intake.errors import (
    AmbiguousDossierError,
    StorageFullError,
    StoreError,
    TransitionError,
    UnknownDossierError,
)
from intake.store import database
from intake.store.store import Store
from intake.store.tables.model import DossierRow, EventRow, TableBase
from tests.support.desks.intake_desk import NOW, PROCEDURE
from tests.support.programs.processes import fresh_processes

pytestmark = pytest.mark.usefixtures("each_database")  # on PostgreSQL with --slow: see conftest


def test_what_a_desk_commits_lies_on_the_disk_before_the_program_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_prepare", database._prepare.__wrapped__)
    engine = database.connect(tmp_path / "sohoa.db")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
    engine.dispose()


def _create(store: Store, **more: str) -> str:
    with store.write() as session:
        return store.create_dossier(session, procedure=PROCEDURE, who="lan", **more).id


def test_migrations_lead_to_exactly_the_tables_of_the_model(store: Store) -> None:
    with store.read() as session:
        context = MigrationContext.configure(session.connection())
        known = {table.name for table in TableBase.metadata.tables.values()}
        changes = [
            change for change in compare_metadata(context, TableBase.metadata) if _touches(change, known)
        ]
    assert changes == []


def _touches(change: object, known: set[str]) -> bool:
    """Tables of upper rooms stand in the database without a model here."""
    removed = isinstance(change, tuple) and change[0] in {"remove_table", "remove_index"}
    if not removed:
        return True
    subject = change[1]
    table = subject if change[0] == "remove_table" else subject.table
    return table.name in known


def test_newest_revision_by_file_name_is_the_head_of_the_chain() -> None:
    config = Config()
    config.set_main_option("script_location", str(database.MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [database.newest_revision()]


def test_the_store_is_for_its_owner_alone(store: Store) -> None:
    _create(store)
    entries = [store.home, *store.home.rglob("*")]
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in entries}
    wanted = {path.name: 0o700 if path.is_dir() else 0o600 for path in entries}
    assert modes == wanted


def test_a_home_that_can_not_be_made_is_told_with_advice(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file stands here")
    with pytest.raises(StoreError) as told:
        Store.open(tmp_path / "home")
    assert told.value.advice


@pytest.mark.of_sqlite  # the file
def test_a_file_that_is_no_database_is_told_with_advice(tmp_path: Path) -> None:
    (tmp_path / "sohoa.db").write_bytes(b"not a database at all" * 100)
    with pytest.raises(StoreError):
        Store.open(tmp_path)


@pytest.mark.of_sqlite  # the file
def test_a_folder_in_the_database_s_place_is_told_as_that_and_not_as_a_bad_disk(tmp_path: Path) -> None:
    (tmp_path / "sohoa.db").mkdir()
    with pytest.raises(StoreError, match=r"sohoa\.db") as told:
        Store.open(tmp_path)
    assert "thư mục" in told.value.advice


def test_the_state_folded_from_the_journal_is_the_row(store: Store) -> None:
    made = _create(store)
    way = [State.CAPTURED, State.READ, State.REVIEWED, State.COMPLETE, State.PACKAGED, State.QUEUED]
    for state in way:
        with store.write() as session:
            store.advance(session, made, state, who="lan")
            store.set_official_number(session, made, "G22.99.01-260731-0001", who="gateway")
            row, folded = store.get(session, made), fold(store.journal(session, made))
            assert (folded.state, folded.official_number) == (row.state, row.official_number)
            assert folded.procedure == row.procedure


@given(st.lists(st.sampled_from(list(State)), max_size=12))
def test_any_walk_through_the_states_folds_to_its_last_lawful_step(wishes: list[State]) -> None:
    current, events = State.RECEIVED, [Event(0, "", NOW, "", What.CREATED, {"procedure": PROCEDURE})]
    for wish in wishes:
        if may_follow(current, wish):
            events.append(Event(0, "", NOW, "", What.STATE, {"from": current.value, "to": wish.value}))
            current = wish
    assert fold(events).state is current


def test_every_state_can_be_reached_from_received() -> None:
    reached, edge = {State.RECEIVED}, {State.RECEIVED}
    while edge:
        edge = {follower for state in edge for follower in NEXT[state]} - reached
        reached |= edge
    assert reached == set(State)


def test_a_way_that_does_not_exist_is_refused_and_leaves_no_event(store: Store) -> None:
    made = _create(store)
    with pytest.raises(TransitionError), store.write() as session:
        store.advance(session, made, State.PUSHED, who="lan")
    with store.read() as session:
        assert store.get(session, made).state is State.RECEIVED
        assert [event.what for event in store.journal(session, made)] == ["created"]


def test_advancing_twice_leaves_one_event(store: Store) -> None:
    made = _create(store)
    for expected in (True, False):
        with store.write() as session:
            assert store.advance(session, made, State.CAPTURED, who="lan") is expected
    with store.read() as session:
        assert len(store.journal(session, made)) == 2


def test_a_client_id_seen_before_changes_nothing_even_after_other_steps(store: Store) -> None:
    made = _create(store)
    with store.write() as session:
        store.advance(session, made, State.CAPTURED, who="lan", client_id="scan-1")
        store.advance(session, made, State.READ, who="lan")
        assert not store.advance(session, made, State.CAPTURED, who="lan", client_id="scan-1")
        assert store.get(session, made).state is State.READ


def test_creating_twice_gives_the_same_dossier(store: Store) -> None:
    by_client = {_create(store, client_id="new-1") for _ in range(2)}
    assert len(by_client) == 1


def test_ids_are_minted_in_order_and_belong_to_the_local_day(store: Store) -> None:
    late = datetime(2026, 7, 31, 18, 0, tzinfo=UTC)
    first, second = _create(store), _create(store)
    with store.write() as session:
        next_day = store.create_dossier(session, procedure=PROCEDURE, who="lan", received_at=late).id
    assert first < second < next_day
    assert first.startswith("260731-") and next_day.startswith("260801-")


@given(st.integers(1, 20_000), st.integers(0, 9), st.sampled_from(dossier_id.SIGNS))
def test_one_wrong_sign_in_an_id_is_noticed(running: int, place: int, sign: str) -> None:
    good = dossier_id.mint(date(2026, 7, 31), running)
    place = place if place < 6 else place + 1
    wrong = good[:place] + sign + good[place + 1 :]
    assert dossier_id.is_well_formed(good)
    assert dossier_id.running_number(good) == running
    assert wrong == good or not dossier_id.is_well_formed(wrong)


def test_a_dossier_is_found_by_beginning_short_part_and_official_number(store: Store) -> None:
    made, other = _create(store), _create(store)
    with store.write() as session:
        store.set_official_number(session, other, "G22.99.01-260731-0007", who="gateway")
    with store.read() as session:
        assert store.find(session, made.lower()).id == made
        assert store.find(session, made[-4:]).id == made
        assert store.find(session, "G22.99.01-260731-0007").id == other
        with pytest.raises(AmbiguousDossierError) as told:
            store.find(session, "2607")
        assert made in told.value.advice
        for unknown in ("9999", "", "%", "_"):
            with pytest.raises(UnknownDossierError):
                store.find(session, unknown)
        with pytest.raises(UnknownDossierError) as told_of:
            store.find(session, "9" * 5000)
        assert len(told_of.value.sentence) < 100


def test_the_part_after_the_dash_is_that_of_one_dossier_alone(store: Store) -> None:
    days = [NOW + timedelta(days=day) for day in (0, 1, 2, 1, 40, 0)]
    with store.write() as session:
        made = [
            store.create_dossier(session, procedure=PROCEDURE, who="lan", received_at=moment).id
            for moment in days
            for _each in range(3)
        ]
    assert [dossier_id.running_number(one) for one in made] == list(range(1, 19))
    with store.read() as session:
        assert [store.find(session, one.partition("-")[2]).id for one in made] == made


def test_what_is_said_of_the_day_tells_dossiers_of_the_same_short_id_apart(store: Store) -> None:
    first, second, third = same_short_id(store, date(2026, 7, 29), date(2026, 7, 30), date(2026, 8, 30))
    with store.read() as session:
        assert store.find(session, f"29-{first[-4:]}").id == first
        assert store.find(session, f"0830-{first[-4:]}".lower()).id == third
        assert store.find(session, second).id == second
        with pytest.raises(AmbiguousDossierError) as told:
            store.find(session, first[-4:])
        assert all(one in told.value.advice for one in (first, second, third))
        assert f"0830-{first[-4:]}" in told.value.advice.splitlines()[-1]
        assert store.find(session, told.value.advice.split()[-1]).id == third


def test_many_of_the_same_short_id_are_counted_and_a_few_named(store: Store) -> None:
    made = same_short_id(store, *(date(2026, 7, day) for day in range(1, 9)))
    with store.read() as session, pytest.raises(AmbiguousDossierError) as told:
        store.find(session, made[0][-4:])
    assert "8" in told.value.sentence and made[-1] in told.value.advice
    assert made[0] not in told.value.advice and "3" in told.value.advice.splitlines()[0]


def test_a_whole_short_id_is_not_taken_for_the_beginning_of_a_longer_one(store: Store) -> None:
    with store.write() as session:
        for made in ("260731-22RQ", "260801-22RQX"):
            row = DossierRow(
                id=made,
                short_id=dossier_id.short_id(made),
                procedure=PROCEDURE,
                received_at=NOW,
                state=State.RECEIVED,
                answers={},
            )
            session.add(row)
    with store.read() as session:
        assert store.find(session, "22rq").id == "260731-22RQ"
        with pytest.raises(AmbiguousDossierError):
            store.find(session, "22r")


def same_short_id(store: Store, *days: date) -> list[str]:
    """Dossiers of several days whose ids end alike, as some of a thousand do."""
    made = [f"{day:%y%m%d}-22RQ" for day in days]
    with store.write() as session:
        for one in made:
            row = DossierRow(
                id=one,
                short_id=dossier_id.short_id(one),
                procedure=PROCEDURE,
                received_at=NOW,
                state=State.RECEIVED,
                answers={},
            )
            session.add(row)
    return made


@pytest.mark.long
def test_the_list_is_filtered_by_state_and_period(store: Store) -> None:
    old = NOW - timedelta(days=40)
    with store.write() as session:
        early = store.create_dossier(session, procedure=PROCEDURE, who="lan", received_at=old).id
        store.advance(session, early, State.CAPTURED, who="lan")
    fresh = _create(store)
    with store.read() as session:
        assert [d.id for d in store.list(session)] == [fresh, early]
        assert [d.id for d in store.list(session, Sought(states=(State.CAPTURED,)))] == [early]
        assert [d.id for d in store.list(session, Sought(since=NOW - timedelta(days=1)))] == [fresh]
        assert [d.id for d in store.list(session, Sought(until=NOW))] == [early]


def test_a_failed_transaction_leaves_nothing(store: Store) -> None:
    with pytest.raises(RuntimeError), store.write() as session:
        store.create_dossier(session, procedure=PROCEDURE, who="lan")
        raise RuntimeError("the desk lost power")
    with store.read() as session:
        assert session.scalars(select(DossierRow)).all() == []
        assert session.scalars(select(EventRow)).all() == []


def test_times_come_back_aware(store: Store) -> None:
    made = _create(store)
    with store.read() as session:
        assert store.get(session, made).received_at == NOW


def test_a_moment_without_zone_is_not_stored(store: Store) -> None:
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(Exception, match="time zone"), store.write() as session:
        session.add(
            DossierRow(id="x", procedure=PROCEDURE, received_at=naive, state=State.RECEIVED, answers={})
        )


def _open_and_create(home: Path, count: int) -> None:
    store = Store.open(home)
    for _ in range(count):
        _create(store)
    store.close()


@pytest.mark.slow
def test_two_processes_open_a_new_home_and_write_at_once_without_collision(tmp_path: Path) -> None:
    context = fresh_processes()
    work = [context.Process(target=_open_and_create, args=(tmp_path / "home", 15)) for _ in range(2)]
    for process in work:
        process.start()
    for process in work:
        process.join(timeout=60)
    assert [process.exitcode for process in work] == [0, 0]
    store = Store.open(tmp_path / "home")
    with store.read() as session:
        assert len({d.id for d in store.list(session)}) == 30
    store.close()


def test_an_error_of_the_database_does_not_show_what_was_to_be_written(store: Store) -> None:
    with pytest.raises(IntegrityError) as told, store.write() as session:
        session.add(
            EventRow(client_id="c", dossier_id="nobody", at=NOW, who="TRẦN GIA HÂN", what="noted", data={})
        )
    assert "GIA" not in str(told.value)


@pytest.mark.of_sqlite  # its own limit; a server's disk: test_server_bad_days
def test_a_full_disk_is_told_and_the_change_is_not_half_there(store: Store) -> None:
    made = _create(store)
    with pytest.raises(StorageFullError) as told, store.write() as session:
        pages = session.execute(text("PRAGMA page_count")).scalar_one()
        session.execute(text(f"PRAGMA max_page_count = {pages}"))
        store.note(session, made, What.NOTED, who="lan", data={"long": "x" * 1_000_000})
    assert told.value.advice
    store.close()
    with store.read() as session:
        assert [event.what for event in store.journal(session, made)] == ["created"]


@pytest.mark.of_sqlite  # one writer at a time; a server: test_server_bad_days
def test_a_store_that_stays_locked_is_told(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", 1)
    other = Store.open(store.home)
    with store.write() as session:
        session.execute(text("SELECT 1"))
        with pytest.raises(StoreError), other.write() as second:
            second.execute(text("SELECT 1"))
    other.close()


def test_readers_are_not_held_up_by_a_writer(store: Store) -> None:
    made = _create(store)
    other = Store.open(store.home)
    with store.write() as session:
        store.advance(session, made, State.CAPTURED, who="lan")
        with other.read() as second:
            assert other.get(second, made).state is State.RECEIVED
    other.close()
