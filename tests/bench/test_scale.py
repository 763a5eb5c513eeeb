# SPDX-License-Identifier: Apache-2.0
"""Stores of many dossiers for the bench: copies stand on their own, like what they were copied from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select, text

from bench.postgres.server import PostgresServer
from bench.scale.__main__ import chosen
from bench.scale.disk import room_taken
from bench.scale.files import copy_objects, paper_hash, take_package, write_papers
from bench.scale.multiply import Copy, multiply
from bench.scale.one_dossier import ACTS, Taken, beside_each_other, in_turn, measure, spread
from bench.scale.people import keys_of_matter
from bench.scale.place import Place
from bench.scale.rows import read_tables
from bench.scale.seed import ENDS, Seed, in_order, names
from bench.scale.server_time import cpu_s, waiting_timed
from bench.scale.stores import LAST_DAY, copies
from bench.scale.tables import acts_table, commands_table, work_table
from bench.storm.dossiers import queued_dossier
from intake.dossier.dossier_id import is_well_formed, mint, short_id
from intake.dossier.id_numbers import id_numbers
from intake.dossier.search.sought import Sought
from intake.dossier.search.terms import searched
from intake.dossier.states import State
from intake.services.verifying import verify_store
from intake.store.dossier.documents import FileInfo
from intake.store.dossier.origins import keep_content
from intake.store.store import Store
from intake.store.tables.matter_key import MatterKeyRow
from intake.store.tables.model import DossierRow, EventRow, FormValueRow, PageRow, StoredFileRow
from intake.store.transaction import Transaction
from tests.support.desks.intake_desk import scan

DAY_S = 86_400
IDS = [mint(LAST_DAY, number) for number in (1, 2, 3)]


@pytest.fixture
def seed(tmp_path: Path) -> Place:
    """A store with a packaged dossier, and one with a paper that was read and one whose page failed."""
    place = Place(tmp_path / "seed")
    store = place.open()
    queued_dossier(store)
    kept = store.keep(scan(tmp_path / "scan.png"))
    with store.write() as session:
        dossier = store.create_dossier(session, procedure="1.001193", who="t", requester="TRẦN THỊ THỬ").id
        paper = FileInfo("a.png", "image/png", page_count=1)
        document, _new = store.add_document(session, dossier, kept, paper, who="t")
        store.save_page_failure(session, document.id, 1, reason="timeout", reader="t")
        store.correct(session, dossier, "child.full_name", "LÊ BÌNH AN", who="t")
        store.correct(session, dossier, "child.sex", "Nam", who="t")
        keep_content(session, "a" * 64, dossier)
        store.advance(session, dossier, State.CAPTURED, who="t")
        store.advance(session, dossier, State.READ, who="t")
    store.close()
    return place


@pytest.fixture
def many(tmp_path: Path, store_url: str) -> Place:
    place = Place(tmp_path / "many", store_url)
    place.open().close()
    return place


@contextmanager
def reading(place: Place) -> Iterator[tuple[Store, Transaction]]:
    store = place.open()
    try:
        with store.read() as session:
            yield store, session
    finally:
        store.close()


def originals(seed: Place) -> list[str]:
    """The packaged one, and the one with papers."""
    with reading(seed) as (_store, session):
        return list(session.scalars(select(DossierRow.id).order_by(DossierRow.id)))


def multiplied(seed: Place, many: Place, made: list[Copy], name: str = "LÊ THỊ KHÁC") -> None:
    with many.writing() as writer:
        multiply(read_tables(seed.home / "sohoa.db"), writer, made, [name], paper_hash)


def copied(seed: Place, many: Place, back_s: int = 0) -> None:
    """Three of the dossier with papers."""
    _packaged, original = originals(seed)
    multiplied(seed, many, [Copy(original, one, back_s) for one in IDS])


def test_every_copy_has_rows_of_its_own_that_point_at_each_other(seed: Place, many: Place) -> None:
    copied(seed, many)
    with reading(many) as (_store, session):
        pages = select(StoredFileRow.dossier_id, PageRow.status).join(StoredFileRow)
        assert session.execute(pages.order_by(StoredFileRow.id)).all() == [(one, "failed") for one in IDS]
        assert len(set(session.scalars(select(StoredFileRow.sha256)))) == 3
        assert len(set(session.scalars(select(EventRow.client_id)))) == 3 * 6
        assert set(session.scalars(select(DossierRow.requester))) == {"LÊ THỊ KHÁC"}
        told = select(FormValueRow.key, FormValueRow.value).distinct()
        assert {tuple(row) for row in session.execute(told)} == {
            ("child.full_name", "LÊ THỊ KHÁC"),
            ("child.sex", "Nam"),
        }


def test_copies_share_no_number_and_are_found_by_what_their_own_forms_say(seed: Place, many: Place) -> None:
    packaged, _papers = originals(seed)
    multiplied(seed, many, [Copy(packaged, IDS[0], 0), Copy(packaged, IDS[1], 3 * DAY_S)])
    with reading(many) as (store, session):
        forms = [
            {key: value.value for key, value in store.form_values(session, one).items()} for one in IDS[:2]
        ]
        rows = select(MatterKeyRow.key).order_by(MatterKeyRow.dossier_id, MatterKeyRow.key)
        kept = list(session.scalars(rows))
    assert [form["child.birth_date"] for form in forms] == ["02/11/2026", "30/10/2026"]
    numbers = [id_numbers(form["mother.id_document"]) for form in forms]
    assert [form["requester.id_document"][-12:] for form in forms] == [first for (first,) in numbers]
    assert numbers[0] != numbers[1]
    assert kept == [one for form in forms for one in keys_of_matter("1.001193", form)] and kept


def test_what_json_tells_of_a_paper_names_that_of_the_copy(seed: Place, many: Place) -> None:
    copied(seed, many)
    with reading(many) as (store, session):
        for one in IDS:
            (paper,) = store.documents(session, one)
            (added,) = [event for event in store.journal(session, one) if event.what == "paper-added"]
            assert (added.data["document"], added.data["sha256"]) == (paper.id, paper.sha256)


def test_numbers_run_on_without_holes_and_go_on_after_the_copies(seed: Place, many: Place) -> None:
    copied(seed, many)
    with reading(many) as (_store, session):
        numbered = select(DossierRow.id, DossierRow.short_id, DossierRow.register_number)
        assert [tuple(row) for row in session.execute(numbered.order_by(DossierRow.id))] == [
            (one, short_id(one), number) for number, one in enumerate(IDS, start=1)
        ]
        assert list(session.scalars(select(EventRow.id).order_by(EventRow.id))) == list(range(1, 19))
    store = many.open()
    received = datetime(2026, 11, 20, 5, tzinfo=UTC)
    with store.write() as session:
        new = store.create_dossier(session, procedure="1.001193", who="t", received_at=received)
    store.close()
    assert (new.id, new.register_number) == (mint(LAST_DAY, 4), 4)


def test_a_store_of_copies_is_what_was_written(seed: Place, many: Place) -> None:
    packaged, original = originals(seed)
    made = [Copy(packaged, IDS[0], 5), Copy(original, IDS[1], 7), Copy(original, IDS[2], 0, same_files=True)]
    multiplied(seed, many, made)
    copy_objects(seed.home / "objects", many.home / "objects")
    with reading(seed) as (store, session):
        (paper,) = store.documents(session, original)
    for copy in made:
        take_package(many.home / "packages", seed.home / "packages", copy)
        if copy.original == original and not copy.same_files:
            write_papers(many.home / "objects", copy, [(str(paper.sha256), paper.size)])
    store = many.open()
    found = verify_store(store, quick=False, progress=lambda *_told, **_more: nullcontext(lambda _done: None))
    store.close()
    assert (found.touched, found.dossiers, found.files) == ([], 3, 2 + 4)


def test_a_copy_is_as_much_older_as_was_asked_for(seed: Place, many: Place) -> None:
    copied(seed, many, back_s=3 * DAY_S)
    moments = []
    for place, one in ((seed, originals(seed)[1]), (many, IDS[0])):
        with reading(place) as (store, session):
            moments.append([store.get(session, one).received_at, store.journal(session, one)[0].at])
    assert [(old - new).total_seconds() for old, new in zip(*moments, strict=True)] == [3 * DAY_S] * 2


def test_the_indexes_are_there_again(seed: Place, many: Place) -> None:
    query = text(
        "SELECT indexname FROM pg_indexes WHERE schemaname = 'public'"
        if many.url
        else "SELECT name FROM sqlite_schema WHERE type = 'index'"
    )

    def indexes() -> set[str]:
        with reading(many) as (_store, session):
            return set(session.scalars(query))

    before = indexes()
    copied(seed, many)
    assert indexes() == before and "ix_event_dossier_id_id" in before


def test_what_the_bench_never_heard_of_is_copied_too(seed: Place, many: Place) -> None:
    for place in (seed, many):
        with place.writing() as writer:
            writer.execute("ALTER TABLE document ADD COLUMN newer TEXT DEFAULT ''")
    with seed.writing() as writer:
        writer.execute("UPDATE document SET newer = 'kept'")
    copied(seed, many)
    with reading(many) as (_store, session):
        assert set(session.scalars(text("SELECT newer FROM document"))) == {"kept"}


def test_a_paper_too_small_to_be_told_apart_is_refused() -> None:
    with pytest.raises(ValueError, match="3 bytes"):
        paper_hash(Copy("a", "b", 0), "f" * 64, 3)


def test_a_store_of_any_size_ends_on_the_same_day_with_ids_that_check(seed: Place) -> None:
    made = [copy.id for copy in copies(Seed(seed.home, {originals(seed)[1]: 1}), 1400)]
    assert len({short_id(one) for one in made}) == 1400 and all(is_well_formed(one) for one in made)
    assert made == sorted(made) and made[-1].startswith(f"{LAST_DAY:%y%m%d}-")


def test_each_shape_has_its_share() -> None:
    drawn = list(in_order({"a": 900, "b": 100}, 2000))
    assert (drawn.count("a"), drawn.count("b")) == (1800, 200)
    assert drawn[:1000] != sorted(drawn[:1000])
    assert sum(end.share for end in ENDS) < 1000
    assert len(set(names())) > 500


@pytest.mark.slow
@pytest.mark.long
def test_each_act_is_timed_on_each_store_in_turn(seed: Place, many: Place) -> None:
    multiplied(seed, many, [Copy(originals(seed)[1], one, 0, same_files=True) for one in IDS])
    copy_objects(seed.home / "objects", many.home / "objects")
    found = measure({1: seed, 3: many}, times=1)
    assert set(found) == {*ACTS} and all(set(by_size) == {"1", "3"} for by_size in found.values())
    assert all(figures["cpu_ms"] > 0 for by_size in found.values() for figures in by_size.values())
    for on_server in (False, True):
        table = acts_table(found, on_server=on_server)
        assert [row[0] for row in table.rows] == [*ACTS]
        assert len(table.headings) == len(table.rows[0]) == (10 if on_server else 4)
    with reading(many) as (_store, session):
        sent = select(DossierRow.official_number).where(DossierRow.state == State.PUSHED)
        assert len(set(session.scalars(sent))) == 3  # once for warming up, once to be counted
    assert all(figures["statements"] for act in ("new", "show", "edit") for figures in found[act].values())
    assert [row[0] for row in work_table(found).rows] == [*ACTS]


def test_each_store_is_the_first_as_often_as_the_others() -> None:
    assert [in_turn([1, 2, 3], turn) for turn in range(3)] == [[1, 2, 3], [2, 3, 1], [3, 1, 2]]


def test_the_processor_time_of_the_server_s_process_is_counted(postgres: PostgresServer) -> None:
    engine = create_engine(postgres.url("postgres"))
    with engine.connect() as connection:
        with waiting_timed() as waited:
            connection.scalar(text("SELECT count(*) FROM generate_series(1, 100000)"))
        (served,) = waited.served
        assert served == connection.scalar(text("SELECT pg_backend_pid()"))
        assert cpu_s(served) >= waited.server_cpu_s > 0
    engine.dispose()
    assert cpu_s(0) == 0


def test_what_makes_a_whole_turn_dear_makes_no_size_dearer_than_another() -> None:
    quiet, busy = (10.0, 10.0), (40.0, 40.0)
    by_size = {1: Taken(), 2: Taken()}
    for turn in (quiet, busy, quiet):
        for size, ms in zip(by_size, turn, strict=True):
            by_size[size].cpu_ms.append(ms * size**0.1)
            by_size[size].server_ms.append(0.0)
            by_size[size].waited_ms.append(0.0)
    found = beside_each_other(by_size)
    assert found[2]["cpu_ms_beside"] / found[1]["cpu_ms_beside"] == pytest.approx(2**0.1, rel=1e-3)
    assert found[1]["waited_ms_beside"] == 0


def test_the_spread_is_how_far_the_dearest_is_above_the_cheapest() -> None:
    assert spread({"1": {"cpu_ms": 10.0}, "2": {"cpu_ms": 11.0}}, "cpu_ms") == pytest.approx(0.1)
    assert spread({"1": {"cpu_ms": 0.0}}, "cpu_ms") == 0


def test_the_room_taken_is_told_by_dossier_and_by_page(seed: Place, many: Place) -> None:
    copied(seed, many)
    told = room_taken(many)
    assert told["pages"] == 1
    assert told["database_kb_a_dossier"] == told["database_kb_a_page"] > 1
    with reading(many) as (store, session):
        (paper,) = store.documents(session, IDS[0])
    assert told["papers_kb_a_dossier"] == round(paper.size / 1000, 1)


def test_the_table_leads_from_the_figures_before_to_those_now() -> None:
    now = {
        "report": {"1000": {"cpu_s": 0.51, "peak_mb": 60}},
        "doctor": {"10000": {"cpu_s": 1.0, "peak_mb": 5}},
    }
    before = {"report": {"1000": {"cpu_s": 2.04, "peak_mb": 160}}}
    table = commands_table(now, before)
    assert table.headings == ("command", "1,000 dossiers", "10,000 dossiers")
    assert table.rows[0] == ("report", "2.04 s, 160 MB → 0.51 s, 60 MB", "–")
    assert table.rows[1] == ("doctor", "–", "1.00 s, 5 MB")


def test_commands_are_chosen_by_how_their_names_begin() -> None:
    assert {each.name.split(",")[0] for each in chosen(["book", "report"])} == {"book", "report"}
    assert len(chosen(None)) > 5


def test_a_copy_is_found_by_its_own_id_and_its_own_people(seed: Place, many: Place) -> None:
    copied(seed, many)
    with reading(many) as (store, session):

        def found(typed: str) -> list[str]:
            return [one.id for one in store.list(session, Sought(begins=searched(typed)))]

        assert [found(one) for one in IDS] == [[one] for one in IDS]
        assert sorted(found("le thi khac")) == IDS
        assert found("le binh an") == []
