# SPDX-License-Identifier: Apache-2.0
"""The deadline that stands still while a supplement is awaited, and the journal that says so."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from intake.dossier.deadline.clock import Due, Turn, TurnKind, days_taken, due_after, expected
from intake.dossier.deadline.local_time import LOCAL
from intake.dossier.deadline.turns import is_stopped, turns_of
from intake.dossier.deadline.working_days import Calendar, counted_from, return_date
from intake.dossier.journal import What
from intake.dossier.states import State
from intake.services import fill_and_check as steps
from intake.services.deadline import events as deadline_events
from intake.services.receive.ingest import take_in
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue
from templates.model.procedures import Processing
from tests.support.desks.intake_desk import NOW, scan

CALENDAR = Calendar(load_catalogue().codes.working_days)
SAME_DAY = Processing(working_days=0, cutoff=time(15), law="-")
FIVE_DAYS = Processing(working_days=5, law="-")

days = st.dates(date(2025, 1, 1), date(2027, 12, 31))
moments = st.builds(
    datetime.combine, days, st.times().map(lambda t: t.replace(microsecond=0, fold=0)), st.just(LOCAL)
)
terms = st.builds(
    Processing,
    working_days=st.integers(0, 20),
    cutoff=st.sampled_from([None, time(15)]),
    law=st.just("-"),
)
waits = st.integers(0, 60 * 24 * 40).map(lambda minutes: timedelta(minutes=minutes))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


def stopped(text: str) -> Turn:
    return Turn(TurnKind.STOPPED, at(text))


def started(text: str) -> Turn:
    return Turn(TurnKind.STARTED, at(text))


def due(received: str, *turns: Turn, term: Processing = FIVE_DAYS) -> Due:
    return due_after(at(received), term, CALENDAR, turns)


def test_the_days_that_were_left_are_left_when_the_citizen_comes_back() -> None:
    # Monday 02/11: due Monday 09/11. Asked on Wednesday, 3 days are left; brought on Friday the 13th.
    waiting = due("2026-11-02T09:00", stopped("2026-11-04T10:00"))
    assert (waiting.stopped, waiting.left) == (True, 3)
    ended = due("2026-11-02T09:00", stopped("2026-11-04T10:00"), started("2026-11-13T09:00"))
    assert ended == Due(date(2026, 11, 18))


def test_what_is_brought_after_15_hours_counts_from_the_next_working_day() -> None:
    asked = stopped("2026-11-04T10:00")
    before = due("2026-11-04T09:00", asked, started("2026-11-06T14:59"), term=SAME_DAY)
    after = due("2026-11-04T09:00", asked, started("2026-11-06T15:00"), term=SAME_DAY)
    assert (before.day, after.day) == (date(2026, 11, 6), date(2026, 11, 9))


def test_a_holiday_while_the_citizen_is_away_takes_nothing_of_the_term() -> None:
    # 24/11/2026 is a holiday; asked on Friday 20/11 with 4 days left, brought on Wednesday 25/11.
    ended = due("2026-11-19T09:00", stopped("2026-11-20T09:00"), started("2026-11-25T09:00"))
    assert ended.day == CALENDAR.add(date(2026, 11, 25), 4)


def test_asking_too_late_does_not_mend_the_office_s_lateness() -> None:
    late = due("2026-11-02T09:00", stopped("2026-11-12T09:00"), started("2026-11-20T09:00"))
    assert late.day == date(2026, 11, 9)


def test_a_day_promised_anew_holds_and_can_be_stopped_again() -> None:
    moved = Turn(TurnKind.MOVED, at("2026-11-09T10:00"), date(2026, 11, 12))
    assert due("2026-11-02T09:00", moved) == Due(date(2026, 11, 12), moved=True)
    again = due("2026-11-02T09:00", moved, stopped("2026-11-10T09:00"), started("2026-11-16T09:00"))
    assert again.day == date(2026, 11, 18)


def test_a_second_stop_or_start_changes_nothing() -> None:
    first = stopped("2026-11-04T10:00")
    assert due("2026-11-02T09:00", first, stopped("2026-11-06T10:00")).left == 3
    assert due("2026-11-02T09:00", started("2026-11-04T10:00")) == due("2026-11-02T09:00")


@given(moments, terms, waits)
def test_a_stop_of_no_length_changes_nothing(received: datetime, term: Processing, wait: timedelta) -> None:
    moment = received + wait
    turns = [Turn(TurnKind.STOPPED, moment), Turn(TurnKind.STARTED, moment)]
    assert due_after(received, term, CALENDAR, turns) == due_after(received, term, CALENDAR)


@given(moments, terms, waits, waits)
def test_a_stop_never_brings_the_day_forward_and_ends_on_a_working_day(
    received: datetime, term: Processing, wait: timedelta, away: timedelta
) -> None:
    turns = [Turn(TurnKind.STOPPED, received + wait), Turn(TurnKind.STARTED, received + wait + away)]
    ended = due_after(received, term, CALENDAR, turns)
    assert ended.day >= return_date(received, term, CALENDAR)
    assert CALENDAR.is_working(ended.day)


@given(moments, terms, waits, waits)
def test_the_office_has_just_the_days_of_the_term(
    received: datetime, term: Processing, wait: timedelta, away: timedelta
) -> None:
    """Days used before the stop and days after the return make the term, unless it was overdue by then."""
    asked, back = received + wait, received + wait + away
    began, first, again = (counted_from(moment, term, CALENDAR) for moment in (received, asked, back))
    promised = return_date(received, term, CALENDAR)
    if first > promised or again <= first:
        return
    turns = [Turn(TurnKind.STOPPED, asked), Turn(TurnKind.STARTED, back)]
    ended = due_after(received, term, CALENDAR, turns).day
    used, left = CALENDAR.between(began, first), CALENDAR.between(again, ended)
    assert used + left == term.working_days


@given(moments, terms, waits, waits, st.integers(0, 5000))
def test_who_comes_back_later_is_never_served_earlier(
    received: datetime, term: Processing, wait: timedelta, away: timedelta, more: int
) -> None:
    waiting = due_after(received, term, CALENDAR, [Turn(TurnKind.STOPPED, received + wait)])
    sooner = expected(waiting, received + wait + away, term, CALENDAR)
    later = expected(waiting, received + wait + away + timedelta(minutes=more), term, CALENDAR)
    assert later >= sooner


def test_the_journal_keeps_stop_and_start_once(store: Store, dossier: str) -> None:
    for _twice in range(2):
        with store.write() as session:
            deadline_events.stop(store, session, dossier, who="lan")
    with store.read() as session:
        events = store.journal(session, dossier)
    assert [e.what for e in events].count(What.CLOCK_STOPPED) == 1
    assert is_stopped(events)
    with store.write() as session:
        assert deadline_events.start(store, session, dossier, who="lan", why="person")
        assert not deadline_events.start(store, session, dossier, who="lan", why="person")
    with store.read() as session:
        assert [turn.kind for turn in turns_of(store.journal(session, dossier))] == [
            TurnKind.STOPPED,
            TurnKind.STARTED,
        ]


def test_papers_that_come_let_the_clock_run_again(store: Store, dossier: str, tmp_path: Path) -> None:
    with store.write() as session:
        deadline_events.stop(store, session, dossier, who="lan")
    take_in(store, dossier, [scan(tmp_path / "giay.png")], who="lan")
    with store.read() as session:
        assert not is_stopped(store.journal(session, dossier))


def test_a_dossier_that_waits_for_the_citizen_does_not_become_complete(
    store: Store, dossier: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = steps.judge

    def nothing_missing(*arguments: object) -> object:
        judged = result(*arguments)  # type: ignore[arg-type]
        object.__setattr__(judged, "status", "complete")
        object.__setattr__(judged, "needs_review", False)
        object.__setattr__(judged, "findings", ())
        return judged

    monkeypatch.setattr(steps, "judge", nothing_missing)
    with store.write() as session:
        for state in (State.CAPTURED, State.READ, State.INCOMPLETE):
            store.advance(session, dossier, state, who="lan")
        deadline_events.stop(store, session, dossier, who="lan", slip=1)
    catalogue = load_catalogue()
    assert steps.check(store, dossier, catalogue, commune="", now=NOW).clock_stopped
    with store.read() as session:
        assert store.get(session, dossier).state is State.INCOMPLETE
    with store.write() as session:
        deadline_events.start(store, session, dossier, who="lan", why="person")
    steps.check(store, dossier, catalogue, commune="", now=NOW)
    with store.read() as session:
        assert store.get(session, dossier).state is State.COMPLETE


def test_the_return_date_of_the_check_follows_the_clock(store: Store, dossier: str) -> None:
    catalogue = load_catalogue()
    with store.write() as session:
        deadline_events.stop(store, session, dossier, who="lan")
    weeks_later = NOW + timedelta(days=21)
    result = steps.check(store, dossier, catalogue, commune="", now=weeks_later)
    assert result.clock_stopped
    assert result.return_date == return_date(weeks_later, SAME_DAY, CALENDAR)


def moved(text: str, to: date | None) -> Turn:
    return Turn(TurnKind.MOVED, at(text), to)


def test_a_day_promised_while_the_citizen_is_awaited_leaves_the_days_from_the_promise_to_it() -> None:
    # Asked on Wednesday 04/11 with 3 days left; on Friday 06/11 the office promises the 12th: 4 days.
    turns = (stopped("2026-11-04T10:00"), moved("2026-11-06T10:00", date(2026, 11, 12)))
    waiting = due("2026-11-02T09:00", *turns)
    assert waiting == Due(date(2026, 11, 12), stopped_at=at("2026-11-04T10:00"), left=4, moved=True)
    ended = due("2026-11-02T09:00", *turns, started("2026-11-16T09:00"))
    assert ended == Due(date(2026, 11, 20), moved=True)


def test_a_day_promised_while_the_clock_runs_leaves_nothing_over() -> None:
    running = due("2026-11-02T09:00", moved("2026-11-04T10:00", date(2026, 11, 12)))
    assert (running.left, running.stopped) == (0, False)


def test_a_move_to_no_day_changes_nothing() -> None:
    assert due("2026-11-02T09:00", moved("2026-11-04T10:00", None)) == due("2026-11-02T09:00")


def test_a_citizen_who_comes_back_the_same_day_has_lost_nothing_and_gained_nothing() -> None:
    ended = due("2026-11-02T09:00", stopped("2026-11-04T10:00"), started("2026-11-04T16:00"))
    assert ended == due("2026-11-02T09:00")


def test_what_was_asked_for_on_the_last_day_is_not_late_and_what_a_day_after_is() -> None:
    # Due Monday 09/11, no day left; brought on Wednesday 18/11.
    in_time = due("2026-11-02T09:00", stopped("2026-11-09T16:00"), started("2026-11-18T09:00"))
    late = due("2026-11-02T09:00", stopped("2026-11-10T09:00"), started("2026-11-18T09:00"))
    assert (in_time.day, late.day) == (date(2026, 11, 18), date(2026, 11, 9))


def test_two_supplements_each_take_their_own_time() -> None:
    ended = due(
        "2026-11-02T09:00",
        stopped("2026-11-03T10:00"),
        started("2026-11-05T09:00"),  # 4 days left: 11/11
        stopped("2026-11-06T10:00"),
        started("2026-11-16T09:00"),  # 3 days left: 19/11
    )
    assert ended == Due(date(2026, 11, 19))


def test_more_working_days_come_on_top_also_after_a_stop() -> None:
    turns = [stopped("2026-11-04T10:00"), started("2026-11-13T09:00")]
    more = due_after(at("2026-11-02T09:00"), FIVE_DAYS, CALENDAR, turns, more=2)
    assert more == Due(date(2026, 11, 20))


def test_while_the_citizen_is_awaited_the_day_is_what_it_would_be_if_they_came_now() -> None:
    waiting = due("2026-11-02T09:00", stopped("2026-11-04T10:00"))
    assert expected(waiting, at("2026-11-13T09:00"), FIVE_DAYS, CALENDAR) == date(2026, 11, 18)
    running = due("2026-11-02T09:00")
    assert expected(running, at("2026-11-13T09:00"), FIVE_DAYS, CALENDAR) == date(2026, 11, 9)


def test_a_stop_after_a_stop_says_so_and_a_start_says_why_and_a_move_names_its_slip(
    store: Store, dossier: str
) -> None:
    with store.write() as session:
        assert deadline_events.stop(store, session, dossier, who="lan", slip=7)
        assert not deadline_events.stop(store, session, dossier, who="hoa")
        assert deadline_events.move(store, session, dossier, date(2026, 12, 1), who="lan", slip=8)
        assert deadline_events.start(store, session, dossier, who="minh", why="papers")
    with store.read() as session:
        told = [(e.what, e.who, e.data) for e in store.journal(session, dossier) if e.what in set(TurnKind)]
        day = deadline_events.deadline_of(store, session, dossier, load_catalogue())
    assert told == [
        (What.CLOCK_STOPPED, "lan", {"slip": 7}),
        (What.DUE_MOVED, "lan", {"to": "2026-12-01", "slip": 8}),
        (What.CLOCK_STARTED, "minh", {"why": "papers"}),
    ]
    assert day.due.moved
    assert [turn.to for turn in day.turns] == [None, date(2026, 12, 1), None]


def test_the_day_that_the_desk_shows_is_the_one_if_the_citizen_came_now(store: Store, dossier: str) -> None:
    catalogue = load_catalogue()
    with store.read() as session:
        running = deadline_events.deadline_of(store, session, dossier, catalogue)
    assert running.day(NOW + timedelta(days=40)) == running.due.day
    with store.write() as session:
        deadline_events.stop(store, session, dossier, who="lan")
        waiting = deadline_events.deadline_of(store, session, dossier, catalogue)
    assert waiting.day(NOW + timedelta(days=40)) > running.due.day


@given(
    term=st.sampled_from((SAME_DAY, FIVE_DAYS, Processing(working_days=2, cutoff=time(15), law="-"))),
    moments=st.lists(st.integers(0, 40 * 24), max_size=6, unique=True),
    ended=st.integers(0, 40),
)
def test_it_took_no_more_days_than_its_term_exactly_if_it_ended_in_time(
    term: Processing, moments: list[int], ended: int
) -> None:
    received = datetime(2026, 11, 2, 9, tzinfo=LOCAL)
    day = received.date() + timedelta(days=ended)
    hours = sorted(hour for hour in moments if hour + 9 < (ended + 1) * 24)
    kinds = (TurnKind.STOPPED, TurnKind.STARTED)
    turns = [Turn(kinds[n % 2], received + timedelta(hours=hour)) for n, hour in enumerate(hours)]
    due = due_after(received, term, CALENDAR, turns)
    assume(CALENDAR.is_working(day) and not due.stopped)

    term_days = CALENDAR.between(
        counted_from(received, term, CALENDAR), return_date(received, term, CALENDAR)
    )
    taken = days_taken(received, day, term, CALENDAR, turns)

    assert (taken <= term_days) == (day <= due.day)


def test_days_the_citizen_took_are_not_the_offices() -> None:
    received = datetime(2026, 11, 2, 9, tzinfo=LOCAL)  # a Monday
    turns = [
        Turn(TurnKind.STOPPED, received.replace(day=4)),
        Turn(TurnKind.STARTED, received.replace(day=11)),
    ]
    assert days_taken(received, date(2026, 11, 12), FIVE_DAYS, CALENDAR, turns) == 3
    assert (
        days_taken(received, date(2026, 11, 9), FIVE_DAYS, CALENDAR, turns[:1]) == 2
    )  # while they were waited for
