# SPDX-License-Identifier: Apache-2.0
"""Two offices in one store: what the one has the other neither sees nor changes, whatever it asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from batch.report.report import report_period
from batch.store import mails, outbox_rows, overview, runs
from batch.store.slips import NewSlip, add_slip
from intake.dossier.paging import ALL, Paging
from intake.dossier.search.sought import Sought
from intake.dossier.states import State
from intake.errors import UnknownDossierError
from intake.services.changing.edit import Edit, edit
from intake.services.offices import take_unclaimed
from intake.services.receive.ingest import Taken, ingest, plan, take_in
from intake.store.dossier.lines import lines_of
from intake.store.life.unclaimed import claim
from intake.store.queue.leases import anew
from intake.store.queue.standing import count_needing_person, waiting
from intake.store.store import Store
from intake.store.tables.model import PackageRow
from intake.store.transaction import Transaction
from tests.support.desks.intake_desk import NOW, PROCEDURE, scan
from tests.support.stores.server_store import server_of

OURS, THEIRS = "H34.11", "H34.12"


class Offices:
    """The same store as each office sees it, and as a supervisor does."""

    def __init__(self, home: Path, url: str, stack: ExitStack) -> None:
        def opened(unit: str | None) -> Store:
            store = Store.open(home, lambda: NOW, unit, server_of(url))
            stack.callback(store.close)
            return store

        self.ours, self.theirs, self.all = opened(OURS), opened(THEIRS), opened(None)


@pytest.fixture
def offices(tmp_path: Path, store_url: str) -> Iterator[Offices]:
    with ExitStack() as stack:
        yield Offices(tmp_path / "home", store_url, stack)


def made(store: Store) -> str:
    return store.write(lambda session: store.create_dossier(session, procedure=PROCEDURE, who="lan").id)


def listed(store: Store) -> list[str]:
    with store.read() as session:
        parts = store.list_in_parts(session, ALL, Sought(states=tuple(State)))
        in_parts = [dossier.id for part in parts for dossier in part]
        assert store.count(session) == len(in_parts)
        assert [dossier.id for dossier in store.list(session)] == in_parts
        return in_parts


def night(store: Store, folder: Path) -> list[Taken]:
    return [ingest(store, source, procedure=PROCEDURE, who="lan") for source in plan(folder)]


def queued(store: Store, dossier: str) -> None:
    """Packaged and waiting to be sent, without files."""

    def put(session: Transaction) -> None:
        for state in (State.CAPTURED, State.READ, State.REVIEWED, State.COMPLETE, State.PACKAGED):
            store.advance(session, dossier, state, who="lan")
        package = PackageRow(dossier_id=dossier, number=1, folder="x", made_at=NOW)
        session.add(package)
        session.flush()
        told = {**anew(NOW), "package_id": package.id, "progress": {}, "messages": []}
        outbox_rows.put_anew(session, dossier, NOW, told)  # type: ignore[arg-type]
        store.advance(session, dossier, State.QUEUED, who="lan")

    store.write(put)


def test_each_office_lists_its_own_and_the_supervisor_all(offices: Offices) -> None:
    mine, other = made(offices.ours), made(offices.theirs)
    assert (listed(offices.ours), listed(offices.theirs)) == ([mine], [other])
    assert sorted(listed(offices.all)) == sorted([mine, other])
    with offices.all.read() as session:
        lines = list(lines_of(session, offices.all.list(session), NOW))
    assert {line["id"]: line["unit"] for line in lines} == {mine: OURS, other: THEIRS}


def test_a_list_is_led_to_the_office_s_own_dossiers(tmp_path: Path) -> None:
    """Among those of a hundred offices, by SQLite, which does not count before it chooses."""
    asked: list[str] = []

    def note(*told: Any) -> None:
        asked.append(told[2])

    with ExitStack() as stack:
        offices = Offices(tmp_path / "home", "", stack)
        session = stack.enter_context(offices.ours.read())
        event.listen(Engine, "before_cursor_execute", note)
        offices.ours.list(session, paging=Paging(length=50))
        offices.ours.count(session)
        event.remove(Engine, "before_cursor_execute", note)
        queries = [query for query in asked if "FROM dossier" in query]
        assert len(queries) == 2
        for query in queries:
            told = session.connection().exec_driver_sql(
                f"EXPLAIN QUERY PLAN {query}", (OURS,) * query.count("?")
            )
            assert re.search(r"USING .*INDEX ix_dossier_unit_\w+ \(unit=\?", " ".join(map(str, told)))


def test_both_have_the_first_number_of_their_registers(offices: Offices) -> None:
    made(offices.ours), made(offices.theirs), made(offices.ours)
    with offices.all.read() as session:
        numbers = {(d.unit, d.register_year, d.register_number) for d in offices.all.list(session)}
    assert numbers == {(OURS, 2026, 1), (OURS, 2026, 2), (THEIRS, 2026, 1)}


@pytest.mark.parametrize("named_by", [lambda dossier: dossier, lambda dossier: dossier[-4:]])
def test_the_id_of_another_office_s_dossier_is_no_id_here(offices: Offices, named_by: object) -> None:
    other = made(offices.theirs)
    with offices.ours.read() as session:
        for ask in (offices.ours.find, offices.ours.get):
            with pytest.raises(UnknownDossierError):
                ask(session, named_by(other))  # type: ignore[operator]
    with pytest.raises(UnknownDossierError):
        edit(offices.ours, other, Edit([("child.sex", "Nữ")]), who="lan", commune="")
    with pytest.raises(UnknownDossierError):
        take_in(offices.ours, other, [], who="lan")
    with offices.theirs.read() as session:
        assert len(offices.theirs.journal(session, other)) == 1


def test_an_official_number_leads_to_the_own_dossier_alone(offices: Offices) -> None:
    other = made(offices.theirs)
    offices.theirs.write(
        lambda session: offices.theirs.set_official_number(session, other, "H34-1", who="lan")
    )
    with offices.ours.read() as session:
        with pytest.raises(UnknownDossierError):
            offices.ours.find(session, "H34-1")
        # That the gateway gave the number already is known all the same.
        assert outbox_rows.holder_of_number(session, "H34-1", "") == other


def test_folders_and_papers_that_another_office_had_are_new_here(offices: Offices, tmp_path: Path) -> None:
    for name in ("01", "02"):
        scan(tmp_path / "scans" / name / "1.png", name)
    theirs = night(offices.theirs, tmp_path / "scans")
    ours = night(offices.ours, tmp_path / "scans")
    assert all(taken.created and not taken.copied and not taken.earlier for taken in (*theirs, *ours))
    assert not any(taken.shared for taken in ours)
    assert not any(taken.created for taken in night(offices.ours, tmp_path / "scans"))
    (tmp_path / "scans").rename(tmp_path / "elsewhere")
    again = night(offices.ours, tmp_path / "elsewhere")
    assert [(taken.dossier_id, taken.copied) for taken in again] == [(t.dossier_id, True) for t in ours]


def test_nobody_s_queue_holds_another_office_s_dossier(offices: Offices) -> None:
    mine, other = made(offices.ours), made(offices.theirs)
    queued(offices.ours, mine)
    queued(offices.theirs, other)
    for store, own in ((offices.ours, mine), (offices.theirs, other)):
        with store.read() as session:
            assert outbox_rows.due(session, NOW, early=True) == [own]
            assert [one.dossier for one in waiting(session, NOW)] == [own]
            assert overview.counts(session) == {State.QUEUED: 1}
            assert overview.page_of(session, overview.counts(session), ALL) == [own]
            assert not outbox_rows.in_states(session, [State.QUEUED], ["sent"], None)
            assert count_needing_person(session) == 0
    with offices.all.read() as session:
        assert outbox_rows.due(session, NOW, early=True) == [mine, other]


def test_a_report_counts_the_own_and_names_offices_only_to_the_supervisor(
    offices: Offices, tmp_path: Path
) -> None:
    for store, name in ((offices.ours, "a"), (offices.theirs, "b"), (offices.theirs, "c")):
        take_in(store, made(store), [scan(tmp_path / f"{name}.png", name)], who="lan")
    own, every = report_period(offices.ours, None, None), report_period(offices.all, None, None)
    assert (own.numbers.received, own.numbers.papers, dict(own.units)) == (1, 1, {})
    assert (every.numbers.received, every.numbers.papers) == (3, 3)
    assert {unit: numbers.received for unit, numbers in every.units.items()} == {OURS: 1, THEIRS: 2}
    assert every.as_json()["units"][THEIRS]["received"] == 2


def test_a_run_is_its_office_s(offices: Offices) -> None:
    run = offices.theirs.write(lambda session: runs.begin(session, "/x", who="lan", now=NOW, unit=THEIRS))
    with offices.ours.read() as session:
        assert runs.find_run(session, run) is None and runs.find_run(session, None) is None
    with offices.theirs.read() as session:
        assert runs.find_run(session, None) == runs.find_run(session, run) is not None


def test_mails_of_another_office_are_not_sent_or_shown(offices: Offices) -> None:
    other = made(offices.theirs)

    def put(session: Transaction) -> None:
        told = NewSlip(other, "receipt", THEIRS, 2026, 1, "01", "e", {}, "w", NOW, "lan")
        mails.add_mail(session, add_slip(session, told).id, "citizen@example.vn", who="lan", now=NOW)

    offices.theirs.write(put)
    for store, count in ((offices.ours, 0), (offices.theirs, 1), (offices.all, 1)):
        with store.read() as session:
            assert len(mails.due(session, NOW, early=True)) == count
            assert len(mails.unsent(session)) == len(mails.all_mails(session)) == count


def test_dossiers_from_before_there_was_a_code_go_to_the_office_that_has_one(
    tmp_path: Path, store_url: str
) -> None:
    home, server = tmp_path / "home", server_of(store_url)
    before = Store.open(home, lambda: NOW, server=server)
    old = [made(before), made(before)]
    before.close()
    other = Store.open(home, lambda: NOW, THEIRS, server)
    assert listed(other) == []
    other.close()
    ours = Store.open(home, lambda: NOW, OURS, server)
    take_unclaimed(ours, OURS)
    new = made(ours)
    with ours.read() as session:
        numbers = [(d.id, d.unit, d.register_number) for d in reversed(ours.list(session))]
    assert sorted(numbers) == sorted([(old[0], OURS, 1), (old[1], OURS, 2), (new, OURS, 3)])
    ours.close()


def test_dossiers_without_a_code_come_after_those_an_office_had(tmp_path: Path, store_url: str) -> None:
    home, server = tmp_path / "home", server_of(store_url)
    ours = Store.open(home, lambda: NOW, OURS, server)
    first = made(ours)
    nobodys = Store.open(home, lambda: NOW, None, server)
    second = made(nobodys)
    ours.write(lambda session: claim(ours, session, OURS, NOW))
    with ours.read() as session:
        assert {d.id: d.register_number for d in ours.list(session)} == {first: 1, second: 2}
    assert made(ours) in listed(ours)
    nobodys.close()
    ours.close()
