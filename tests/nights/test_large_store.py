# SPDX-License-Identifier: Apache-2.0
"""Commands over the whole store: whatever they ask of the database is found by an index."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from batch.night.context import Night
from batch.night.summary import DossierLine, summary
from batch.outbox import outbox
from batch.outbox.push import Pusher, due_dossiers
from batch.outbox.tracking import dossiers_to_follow, open_dossiers
from batch.report.indicators import indicator_sheet
from batch.report.keeping import bring_up_to_date
from batch.report.periods import named
from batch.report.report import report_period, report_run
from batch.services.nightly.morning import morning_of
from batch.services.pushing import still_waiting, to_push
from batch.services.status import status_of
from batch.slips.book.workbook import write_book
from batch.store.overview import counts, page_of, standings_of
from batch.store.runs import include
from batch.store.tables.run_model import Run, RunDossier
from bench.postgres.server import PostgresServer
from bench.storm.dossiers import queued_dossier
from intake.dossier.journal import HELD, What
from intake.dossier.paging import Paging
from intake.dossier.requester import Requester, Visit
from intake.dossier.search.sought import EVERYTHING, Sought
from intake.dossier.states import State
from intake.services.changing.edit import Edit, edit
from intake.services.counter.reception import open_dossier
from intake.services.deadline.events import due_told
from intake.services.dossier_list import dossier_list
from intake.services.dossier_view import dossier_shown
from intake.services.facts_of import facts_of
from intake.services.judging import check_dossier
from intake.settings.settings import Settings, UnitSettings
from intake.store.dossier.documents import FileInfo
from intake.store.dossier.doubtful_values import count_waiting, waiting_values
from intake.store.dossier.lines import lines_of
from intake.store.objects import StoredObject
from intake.store.queue.standing import count_needing_person
from intake.store.store import Store
from intake.store.tables.model import PageRow
from ocr.result import PageReading
from templates.catalogue.loading import load_catalogue
from tests.support.desks.waiting_desk import MemoryGateway
from tests.support.stores.earlier_store import at_revision, put_first_store
from tests.support.stores.query_plans import LARGE, Plan, planned
from tests.support.stores.server_store import server_of

NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
FAILED, DOUBTFUL, WAITING = "ix_page_failed", "ix_form_value_doubtful", "ix_form_value_waiting"
FEW = (FAILED, DOUBTFUL, WAITING)
"""Indexes of the few rows that are asked for: to go through one is no burden."""
COUNTED = "uq_outbox_dossier_id"
"""By which PostgreSQL counts how many of all dossiers were packaged, without their rows."""
OF_ALL_TIMES = ("ix_event_what", "ix_outbox_state_next_at")
"""Indexes that lead to all events of a kind, to all that was ever sent."""


def _with_a_run(home: Path, url: str) -> Store:
    opened = Store.open(home, clock=lambda: NOON, server=server_of(url))
    with opened.write() as session:
        dossier = opened.create_dossier(session, procedure="1.001193", who="t", received_at=NOON)
        session.add(Run(id=1, folder="f", who="t", started_at=NOON, pages_read=0))
        session.flush()
        session.add(RunDossier(run_id=1, dossier_id=dossier.id))
    return opened


@pytest.fixture
def store(tmp_path: Path, store_url: str) -> Iterator[Store]:
    with closing(_with_a_run(tmp_path / "home", store_url)) as opened:
        yield opened


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.long)])
def at_rest(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """As ``store``, for those that only look: made once."""
    home = tmp_path_factory.mktemp("rest") / "home"
    with ExitStack() as made:
        url = ""
        if request.param == "postgresql":
            server: PostgresServer = request.getfixturevalue("postgres")
            url = server.url(made.enter_context(server.database()))
        yield made.enter_context(closing(_with_a_run(home, url)))


@pytest.fixture
def queued(store: Store) -> str:
    return queued_dossier(store)


def whole(plans: list[Plan], *tables: str) -> list[tuple[str, str]]:
    """The tables of these that a query goes through from end to end, and by which index."""
    looks = [step for plan in plans for step in plan.steps if step.whole and step.table in tables]
    return [(step.table, step.index) for step in looks if step.index not in (*FEW, COUNTED)]


def used(plans: list[Plan]) -> set[str]:
    """The indexes by which rows are looked for."""
    return {step.index for plan in plans for step in plan.steps}


def all_lines(store: Store, *states: State) -> None:
    with store.read() as session:
        for part in store.list_in_parts(session, Paging(everything=True), Sought(states=tuple(states))):
            list(lines_of(session, part, NOON))


def listed(store: Store, sought: Sought = EVERYTHING, find: str = "") -> None:
    with dossier_list(store, Paging(), sought, find=find) as found:
        list(found.parts)


def the_status(store: Store) -> None:
    with store.read() as session:
        ids = page_of(session, counts(session), Paging())
        standings_of(session, ids, NOON)
        count_needing_person(session)
    open_dossiers(store, ids)


def lines_of_the_run(store: Store) -> list[DossierLine]:
    return summary(Night(store, load_catalogue(), Settings(), "t", "1.001193", run_id=1))


def doubtful_values(store: Store) -> None:
    with store.read() as session:
        count_waiting(session)
        waiting_values(session, {"child.sex": ["1.001193"]}, ("child.sex", 7), 12)


ASKED: dict[str, Callable[[Store], object]] = {
    "report": lambda store: report_period(store, None, None),
    "report of a month": lambda store: report_period(store, date(2026, 11, 1), date(2026, 11, 30)),
    "report of a run": lambda store: report_run(store, 1),
    "indicators of a month": lambda store: indicator_sheet(store, named("2026-10", NOON.date())),
    "indicators of now": lambda store: indicator_sheet(store, named("2026-11", NOON.date())),
    "what reports count anew": lambda store: bring_up_to_date(store, load_catalogue()),
    "morning": lambda store: morning_of(store, 1),
    "lines of a run": lines_of_the_run,
    "book": lambda store: write_book(store, store.home / "so.xlsx", None, None, UnitSettings()),
    "push": due_dossiers,
    "push names what waits": lambda store: still_waiting(store, []),
    "run asks the gateway about": dossiers_to_follow,
    "status": the_status,
    "list": all_lines,
    "doubtful values by field": doubtful_values,
    "search": lambda store: listed(store, find="nguyễn văn"),
    "search by two names": lambda store: listed(store, find="thu trần"),
    "search by a dossier's number": lambda store: listed(store, find="261120-22"),
    "list what is due": lambda store: listed(store, Sought(due_until=NOON.date())),
    "list what waits for a person": lambda store: listed(store, Sought(left=True)),
    "list of a state": lambda store: all_lines(store, State.QUEUED, State.RETURNED),
}


def pushed(store: Store, dossier: str) -> None:
    pusher = Pusher(store, MemoryGateway(), "t")
    (result,) = pusher.push_all(to_push(store, dossier, early=True))
    assert result.state == "sent"


OF_ONE: dict[str, Callable[[Store, str], object]] = {
    "new": lambda store, _one: open_dossier(store, Visit("1.001193", Requester("TRẦN THỊ THỬ")), who="t"),
    "show": lambda store, one: dossier_shown(store, one[-4:], load_catalogue()),
    "check": lambda store, one: check_dossier(store, one, commune=""),
    "edit": lambda store, one: edit(store, one, Edit([("child.sex", "Nữ")]), who="t", commune=""),
    "due": due_told,
    "push": lambda store, one: [
        *Pusher(store, MemoryGateway(), "t").push_all(to_push(store, one, early=True))
    ],
    "status": lambda store, one: status_of(store, one, None),
}
"""What a clerk does with one dossier."""


@pytest.mark.parametrize("name", OF_ONE)
def test_what_concerns_one_dossier_goes_through_no_table_that_grows(
    store: Store, queued: str, name: str
) -> None:
    with planned() as plans:
        OF_ONE[name](store, queued)
    assert plans and whole(plans, *LARGE) == []
    assert store.database.shared or not used(plans) & {*OF_ALL_TIMES}  # a server knows how many there are


OF_A_LINE = {
    *("ix_document_dossier_id", "ix_event_dossier_id_id", "ix_finding_dossier_id"),
    *("ix_form_value_dossier_id", "ix_result_standing_dossier_id"),
}
LED_BY: dict[str, set[str]] = {
    "report": {"ix_dossier_state_unit", "ix_figure_accepted", FAILED, "ix_outbox_behind"},
    "report of a month": {"ix_dossier_received_at", "ix_component_package_id"},
    "indicators of a month": {"ix_figure_received_on", "ix_figure_ended_on", "ix_figure_since"},
    "indicators of now": {"ix_figure_received_on", "ix_figure_ended_on", "ix_figure_open"},
    "what reports count anew": {"ix_dossier_figures_unknown"},
    "morning": {"ix_dossier_due_unknown", "ix_dossier_due_on", *OF_A_LINE},
    "book": {"ix_dossier_received_at", "ix_slip_dossier_id"},
    "push": {"ix_outbox_state_next_at"},
    "run asks the gateway about": {"ix_outbox_remote_state"},
    "status": {"ix_dossier_state_procedure_id"},
    "list": {"ix_dossier_received_at", *OF_A_LINE},
    "list what is due": {"ix_dossier_due_unknown", "ix_dossier_due_on"},
    "list of a state": {"ix_dossier_state_unit"},
    "doubtful values by field": {DOUBTFUL, WAITING},
    "search": {"ix_search_term_unit_term_dossier_id"},
    "search by two names": {"ix_search_term_unit_term_dossier_id"},
    "search by a dossier's number": {"ix_search_term_unit_term_dossier_id"},
}
"""The indexes without which a command would go through more than it shows, on SQLite; on a small table a
server takes any.
"""
ADDED_UP = ("document", "")
"""A report of all dossiers adds up the pages of all papers."""


@pytest.mark.long
@pytest.mark.parametrize("name", ASKED)
def test_no_large_table_is_gone_through_from_end_to_end(at_rest: Store, name: str) -> None:
    with planned() as plans:
        ASKED[name](at_rest)
    assert plans and whole(plans, "page", "event", "outbox", "form_value", "search_term") == []
    tables = [look for look in whole(plans, *LARGE, "figure") if not look[1]]
    assert tables == ([ADDED_UP] if name == "report" else [])
    assert "ix_event_what" not in used(plans)
    assert at_rest.database.shared or LED_BY.get(name, set()) <= used(plans)


@pytest.mark.parametrize("name", ["run asks the gateway about", "report", "list"])
def test_all_that_was_ever_sent_is_not_gone_through_for_the_few_that_are_open(
    at_rest: Store, name: str
) -> None:
    with planned() as plans:
        ASKED[name](at_rest)
    assert at_rest.database.shared or "ix_outbox_state_next_at" not in used(plans)


def test_a_page_of_the_list_reads_its_own_lines_and_counts_the_others(store: Store) -> None:
    with store.write() as session:
        for _more in range(24):
            store.create_dossier(session, procedure="1.001193", who="t", received_at=NOON)
    with planned() as plans, dossier_list(store, Paging(page=2, length=10)) as found:
        lines = [line["id"] for part in found.parts for line in part]
    with store.read() as session:
        assert lines == [dossier.id for dossier in store.list(session)][10:20]
    assert found.total == 25
    of_dossiers = [
        plan.query for plan in plans if "FROM dossier" in plan.query and "count(" not in plan.query
    ]
    assert of_dossiers and all("LIMIT" in query or " IN " in query for query in of_dossiers)


def test_a_line_of_the_register_loads_nothing_of_what_was_read_on_papers(at_rest: Store) -> None:
    with planned() as plans:
        assert write_book(at_rest, at_rest.home / "so.xlsx", None, None, UnitSettings()) == 1
    assert not [plan.query for plan in plans if "page.reading" in plan.query]


def test_many_lines_of_the_register_take_as_many_queries_as_one(store: Store) -> None:
    asked = []
    for _each in range(2):
        with planned() as plans:
            write_book(store, store.home / "so.xlsx", None, None, UnitSettings())
        asked.append(len(plans))
        with store.write() as session:
            for _more in range(20):
                store.create_dossier(session, procedure="1.001193", who="t", received_at=NOON)
    assert asked[0] == asked[1]


def test_a_dossier_of_many_papers_takes_as_many_queries_as_one_of_few(store: Store) -> None:
    few, many = (with_papers(store, count) for count in (1, 9))
    for look in (lambda one: dossier_shown(store, one, load_catalogue()), lambda one: facts(store, one)):
        asked = []
        for dossier in (few, many):
            with planned() as plans:
                look(dossier)
            asked.append(len(plans))
        assert asked[0] == asked[1] > 0


def with_papers(store: Store, count: int) -> str:
    """A dossier of papers with a page that was read and one that could not be."""
    with store.write() as session:
        dossier = store.create_dossier(session, procedure="1.001193", who="t", received_at=NOON).id
        for number in range(count):
            stored = StoredObject(f"{number:064x}", 1)
            info = FileInfo(f"{number}.pdf", "application/pdf", 2)
            paper, _new = store.add_document(session, dossier, stored, info, who="t")
            reading = PageReading(1, "id-card", 0.9, 0, 0.0, 100, 100)
            store.save_page_reading(session, paper.id, reading, reader="t")
            store.save_page_failure(session, paper.id, 2, reason="timeout", reader="t")
    return dossier


def facts(store: Store, dossier: str) -> None:
    with store.read() as session:
        assert facts_of(store, session, dossier, load_catalogue()).papers


def test_many_lines_of_a_run_take_as_many_queries_as_one(store: Store) -> None:
    asked = []
    for _each in range(2):
        with planned() as plans:
            lines = lines_of_the_run(store)
        asked.append(len(plans))
        with store.write() as session:
            for _more in range(20):
                dossier = store.create_dossier(session, procedure="1.001193", who="t", received_at=NOON)
                store.note(session, dossier.id, What.NOTED, who="t", data={"code": HELD})
                include(session, 1, dossier.id)
    assert len(lines) == 21
    assert asked[0] == asked[1]


def test_the_next_few_doubtful_values_of_a_field_are_led_to_by_an_index(store: Store) -> None:
    with planned() as plans:
        doubtful_values(store)
    (of_one_field,) = [plan for plan in plans if "LIMIT" in plan.query]
    looks = [step for step in of_one_field.steps if step.table == "form_value"]
    assert [(step.index, step.whole) for step in looks] == [(DOUBTFUL, False)]


def test_the_doubtful_values_of_all_dossiers_are_counted_from_the_few_dossiers_that_wait(
    store: Store,
) -> None:
    with planned() as plans, store.read() as session:
        count_waiting(session)
    looks = [(step.table, step.index, step.whole) for plan in plans for step in plan.steps]
    waiting = [("dossier", "ix_dossier_state_procedure_id"), ("form_value", WAITING)]
    assert store.database.shared or looks == [(*step, False) for step in waiting]
    assert whole(plans, *LARGE) == []


def test_dossiers_of_one_matter_are_led_to_by_an_index(store: Store) -> None:
    """However many others there are; and they are asked about all at once."""
    asked = []
    for count in (1, 9):
        for _more in range(count):
            with store.write() as session:
                dossier = store.create_dossier(session, procedure="1.001193", who="t", received_at=NOON).id
                store.correct(session, dossier, "child.full_name", "LÊ THỬ NGHIỆM", who="t")
                store.correct(session, dossier, "child.birth_date", "02/11/2026", who="t")
        with planned() as plans:
            facts_told = of_one_matter(store, dossier)
        assert "ix_matter_key_unit_key_dossier_id" in used(plans) or store.database.shared
        assert whole(plans, *LARGE) == []
        asked.append((facts_told, len(plans)))
    assert asked == [(0, asked[0][1]), (9, asked[1][1])] and asked[1][1] <= asked[0][1] + 2


def of_one_matter(store: Store, dossier: str) -> int:
    with store.read() as session:
        return len(facts_of(store, session, dossier, load_catalogue()).alike)


def test_a_scan_would_be_seen(store: Store) -> None:
    with planned() as plans, store.read() as session:
        session.query(PageRow).filter(PageRow.reason == "x").all()
    assert whole(plans, "page") == [("page", "")]


def test_an_earlier_store_gets_the_index_of_failed_pages_and_counts_them_as_before(tmp_path: Path) -> None:
    home = tmp_path / "earlier"
    as_an_earlier_version_left_it(home, failed=1, read=2)
    store = Store.open(home, clock=lambda: NOON)
    with planned() as plans:
        assert report_period(store, None, None).numbers.pages_failed == 1
    store.close()
    assert FAILED in used(plans)


def test_dossiers_of_an_earlier_store_are_found_by_index_as_by_hand(tmp_path: Path, store_url: str) -> None:
    """What people call them by, and the number under which one is being sent."""
    home = tmp_path / "earlier"
    put_first_store(home, store_url)
    with at_revision(home, "r0017", store_url) as connection:
        connection.execute(text("UPDATE outbox SET progress = :progress"), {"progress": '{"number":"G09-7"}'})
    store = Store.open(home, clock=lambda: NOON, server=server_of(store_url))
    with planned() as plans, store.read() as session:
        assert store.find(session, "224D").id == "261130-224D"
        assert outbox.number_taken(session, "G09-7", "261130-224D")
        assert not outbox.number_taken(session, "G09-8", "261130-224D")
    store.close()
    # Three rows a server reads by any index.
    assert store.database.shared or {"ix_dossier_short_id", "ix_outbox_number"} <= used(plans)


def as_an_earlier_version_left_it(home: Path, failed: int, read: int) -> None:
    """A store before r0007 with a paper of so many pages."""
    with at_revision(home, "r0006") as connection:
        for statement in (A_DOSSIER, A_PAPER):
            connection.exec_driver_sql(statement)
        for number, status in enumerate(["failed"] * failed + ["read"] * read, start=1):
            connection.exec_driver_sql(A_PAGE, (number, status))


A_DOSSIER = """INSERT INTO dossier (id, procedure, state, folder, received_at, owner, requester, answers)
    VALUES ('261120-2234', '1.001193', 'read', '', '2026-11-20 05:00:00', 't', '', '{}')"""
A_PAPER = """INSERT INTO document
    (id, dossier_id, name, media_type, page_count, size, refusal_code, refusal_reason, added_at)
    VALUES (1, '261120-2234', 'a.pdf', '', 3, 0, '', '', '2026-11-20 05:00:00')"""
A_PAGE = """INSERT INTO page (document_id, number, reader, status, reason, kind, width, height, read_at)
    VALUES (1, ?, 't', ?, '', '', 0, 0, '2026-11-20 05:00:00')"""
