# SPDX-License-Identifier: Apache-2.0
"""Dossiers looked for by what a clerk knows of them: a name, a number, a day, a state, what is left to do."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from intake.dossier.paging import ALL, Paging
from intake.dossier.requester import Requester, Visit
from intake.dossier.search.sought import EVERYTHING, Sought
from intake.dossier.states import State
from intake.services.changing.edit import Edit, edit
from intake.services.changing.undo import undo
from intake.services.counter.reception import keep_requester, open_dossier
from intake.services.deadline.events import move, start, stop
from intake.services.dossier_list import dossier_list
from intake.store.store import Store
from tests.support.desks.intake_desk import NOW, PROCEDURE
from tests.support.dossiers.led_dossiers import led_to

WHO = "lan"
MARRIAGE = "1.000894"


def opened(store: Store, name: str, procedure: str = PROCEDURE, **told: str) -> str:
    return open_dossier(store, Visit(procedure, Requester(name, **told)), who=WHO)


def entered(store: Store, dossier: str, **values: str) -> None:
    edit(store, dossier, Edit([(k.replace("__", "."), v) for k, v in values.items()]), who=WHO, commune="")


def found(store: Store, find: str = "", sought: Sought = EVERYTHING, paging: Paging = ALL) -> list[str]:
    with dossier_list(store, paging, sought, find=find) as listed:
        ids = [line["id"] for part in listed.parts for line in part]
        assert paging is not ALL or listed.total == len(ids)
        return ids


@pytest.fixture
def born(store: Store) -> str:
    made = opened(store, "Phạm Thị Lan", phone="0912345678", personal_id="034195000001")
    entered(store, made, child__full_name="NGUYỄN VĂN AN", mother__full_name="PHẠM THỊ HOÀI ĐÌNH")
    entered(store, made, father__id_document="CCCD 001 090 000 123, cấp ngày 01/02/2022")
    return made


@pytest.fixture(autouse=True)
def others(store: Store) -> None:
    for name in ("TRẦN VĂN BÌNH", "Nguyễn Thị Hoa"):
        opened(store, name, phone="0987654321")


@pytest.mark.parametrize(
    "typed",
    [
        "nguyen van a",
        "Nguyễn Văn An",
        "NGUYỄN  VĂN",
        "van an",
        "an",
        "hoai dinh",
        "pham thi lan",
        "PHẠM HOÀI ĐÌNH",
        "0912345678",
        "0912 345 678",
        "+84 912 345 678",
        "0912",
        "034195000001",
        "001090000123",
        "001 090 000 123",
    ],
)
def test_a_dossier_is_found_by_part_of_any_name_or_number_in_it(store: Store, born: str, typed: str) -> None:
    assert found(store, typed) == [born]


@pytest.mark.usefixtures("born")
@pytest.mark.parametrize("typed", ["nguyen van b", "guyen", "%", "_", "'", "nobody", "12345678", "…"])
def test_what_nothing_begins_with_finds_nothing(store: Store, typed: str) -> None:
    assert found(store, typed) == []


def test_a_dossier_is_found_by_its_id_its_end_its_folder_and_its_official_number(store: Store) -> None:
    with store.write() as session:
        made = store.create_dossier(session, procedure=PROCEDURE, who=WHO, folder="012 Đỗ Thị Ví Dụ").id
        store.set_official_number(session, made, "H01.12-260731-0007", who=WHO)
    for typed in (made, made[-4:], made[-4:].lower(), "do thi vi", "H01.12-260731-0007", "260731-0007"):
        assert found(store, typed) == [made], typed


def test_a_name_is_found_as_it_is_now_after_a_correction_and_after_it_was_taken_back(
    store: Store, born: str
) -> None:
    entered(store, born, child__full_name="VŨ MINH CHÂU")
    assert (found(store, "vu minh"), found(store, "nguyen van an")) == ([born], [])
    undo(store, born, who=WHO, commune="")
    assert (found(store, "vu minh"), found(store, "nguyen van an")) == ([], [born])


def test_who_asks_is_found_as_told_last(store: Store, born: str) -> None:
    with store.write() as session:
        keep_requester(store, session, born, Requester("Lý Thị Mẫu", phone="0903000111"), who=WHO)
    assert found(store, "ly thi mau") == found(store, "0903000111") == [born]
    assert found(store, "pham thi lan") == found(store, "0912345678") == []


def test_a_procedure_is_looked_for_where_nobody_is_called_so(store: Store) -> None:
    made = opened(store, "Đỗ Văn Kết", MARRIAGE)
    assert found(store, "ket hon") == found(store, MARRIAGE) == [made]
    assert found(store, "kết") == [made]
    assert found(store, sought=Sought(procedures=(MARRIAGE,))) == [made]


def test_all_that_is_asked_for_must_hold(store: Store, born: str) -> None:
    assert found(store, "nguyen van", Sought(procedures=(PROCEDURE,))) == [born]
    assert found(store, "nguyen van", Sought(procedures=(MARRIAGE,))) == []
    assert found(store, "nguyen van", Sought(since=NOW + timedelta(days=1))) == []
    assert found(store, "nguyen van", Sought(states=(State.INCOMPLETE,))) == []


def test_a_page_has_so_many_of_those_found(store: Store) -> None:
    made = [opened(store, f"ĐẶNG VĂN {n}") for n in range(5)]
    pages = [found(store, "dang van", paging=Paging(page, 2)) for page in (1, 2, 3)]
    assert pages == [[made[4], made[3]], [made[2], made[1]], [made[0]]]


def due(store: Store, dossier: str) -> date | None:
    with dossier_list(store, ALL) as listed:
        return {line["id"]: line["due_on"] for part in listed.parts for line in part}[dossier]


def test_the_day_of_a_list_is_the_one_of_the_clock_after_each_turn(store: Store, dossier: str) -> None:
    today = date(2026, 7, 31)
    assert due(store, dossier) == today
    with store.write() as session:
        stop(store, session, dossier, who=WHO)
    assert due(store, dossier) is None
    with store.write() as session:
        start(store, session, dossier, who=WHO, why="papers")
        move(store, session, dossier, date(2026, 8, 20), who=WHO, slip=1)
    assert due(store, dossier) == date(2026, 8, 20)


def test_due_and_overdue_come_the_oldest_first_without_what_has_ended(store: Store) -> None:
    def made(day: int, state: State = State.READ) -> str:
        dossier = led_to(store, opened(store, "A"), state)
        with store.write() as session:
            move(store, session, dossier, date(2026, 8, day), who=WHO, slip=1)
        return dossier

    late, now, _ended, _later = made(3), made(5), made(2, State.REJECTED), made(6)
    wanted = Sought(due_since=date(2026, 8, 1), due_until=date(2026, 8, 5))
    assert found(store, sought=wanted) == [late, now]
    assert found(store, "05/08/2026") == found(store, "5/8") == [now]
    assert found(store, "31/02") == []


def test_what_waits_for_a_person_is_told_by_its_state(store: Store) -> None:
    waiting = [led_to(store, opened(store, "A"), s) for s in (State.READ, State.INCOMPLETE, State.RETURNED)]
    for state in (State.CAPTURED, State.COMPLETE, State.ACCEPTED, State.REJECTED):
        led_to(store, opened(store, "B"), state)
    assert sorted(found(store, sought=Sought(left=True))) == sorted(waiting)


def test_an_office_finds_its_own_alone(store: Store, born: str) -> None:
    other = Store.open(store.home, store.clock, unit="H02", server=getattr(store.database, "server", None))
    try:
        theirs = opened(other, "NGUYỄN VĂN ÁNH")
        assert found(other, "nguyen van") == [theirs]
        assert sorted(found(store, "nguyen van")) == sorted([born, theirs])
    finally:
        other.close()
