# SPDX-License-Identifier: Apache-2.0
"""What a person is told of a dossier's deadline: the day, since when it stands still, how it was moved."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from intake.dossier.journal import What
from intake.services.deadline.events import due_told, move, restart, start, stop
from intake.store.store import Store
from tests.support.desks.intake_desk import NOW

# A birth registration is due the same day (NĐ 123/2015 Điều 16); NOW is a Friday morning.
TODAY = date(2026, 7, 31)


def later(store: Store, by: timedelta) -> datetime:
    moment = store.clock() + by
    store.clock = lambda: moment
    return moment


def turns(store: Store, dossier: str) -> list[tuple[str, str, dict[str, object]]]:
    with store.read() as session:
        events = store.journal(session, dossier)
    kinds = (What.CLOCK_STOPPED, What.CLOCK_STARTED, What.DUE_MOVED)
    return [(event.what, event.who, dict(event.data)) for event in events if event.what in kinds]


def test_a_running_clock_is_told_with_its_day_alone(store: Store, dossier: str) -> None:
    assert due_told(store, dossier) == {
        "id": dossier,
        "due": TODAY,
        "stopped_at": None,
        "days_left": None,
        "if_restarted_now": None,
        "turns": [],
    }


def test_a_dossier_is_meant_by_the_end_of_its_id(store: Store, dossier: str) -> None:
    assert due_told(store, dossier.partition("-")[2])["id"] == dossier


def test_a_stopped_clock_says_since_when_and_the_day_if_it_ran_on_now(store: Store, dossier: str) -> None:
    at = later(store, timedelta(minutes=5))
    with store.write() as session:
        assert stop(store, session, dossier, who="hoa", slip=7)
    later(store, timedelta(days=7))
    told = due_told(store, dossier)
    assert (told["id"], told["stopped_at"]) == (dossier, at)
    assert told["if_restarted_now"] == date(2026, 8, 7)
    assert told["days_left"] is not None
    assert told["turns"] == [{"what": "clock-stopped", "at": at, "to": None}]
    assert turns(store, dossier) == [("clock-stopped", "hoa", {"slip": 7})]


def test_a_clock_is_stopped_and_started_once(store: Store, dossier: str) -> None:
    with store.write() as session:
        assert not start(store, session, dossier, who="hoa", why="papers")
        assert stop(store, session, dossier, who="hoa")
        assert not stop(store, session, dossier, who="minh", slip=9)
        assert start(store, session, dossier, who="minh", why="papers")
        assert not start(store, session, dossier, who="hoa", why="papers")
    assert turns(store, dossier) == [
        ("clock-stopped", "hoa", {"slip": None}),
        ("clock-started", "minh", {"why": "papers"}),
    ]


def test_a_person_s_word_lets_the_clock_run_on(store: Store, dossier: str) -> None:
    assert not restart(store, dossier, who="hoa")
    with store.write() as session:
        stop(store, session, dossier, who="lan")
    assert restart(store, dossier, who="hoa")
    assert turns(store, dossier)[-1] == ("clock-started", "hoa", {"why": "person"})
    assert due_told(store, dossier)["stopped_at"] is None


@pytest.mark.parametrize("slip", [None, 4])
def test_a_promised_day_is_the_day(store: Store, dossier: str, slip: int | None) -> None:
    with store.write() as session:
        move(store, session, dossier, date(2026, 8, 14), who="hoa", slip=slip)
    told = due_told(store, dossier)
    assert told["due"] == date(2026, 8, 14)
    assert told["turns"] == [{"what": "due-moved", "at": NOW, "to": date(2026, 8, 14)}]
    assert turns(store, dossier) == [("due-moved", "hoa", {"to": "2026-08-14", "slip": slip})]
