# SPDX-License-Identifier: Apache-2.0
"""A person's word and the program's next step: from every state, what is refused, moved and told."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from intake.check.check import CheckResult
from intake.dossier.facts import Finding, Severity
from intake.dossier.journal import What, is_held
from intake.dossier.states import State
from intake.errors import ClosedDossierError, OnItsWayError
from intake.services import fill_and_check as steps
from intake.services.edit import Entry
from intake.services.fill_and_check import check, fill, mark_reviewed
from intake.services.holding import hold, why_held
from intake.services.reopening import refuse_closed, reopen
from intake.services.undo import last_change, take_back
from intake.store.dossier.documents import FileInfo
from intake.store.dossier.pages import pages_left
from intake.store.queue.lease_owner import LEASE
from intake.store.store import Store
from intake.store.tables.model import PackageRow
from intake.store.tables.outbox_model import OutboxRow
from templates.catalogue.loading import load_catalogue
from templates.errors import UsageError
from tests.support.fake_pages import form_page
from tests.support.intake_desk import NOW

WAY = (
    State.CAPTURED, State.READ, State.REVIEWED, State.COMPLETE, State.PACKAGED, State.QUEUED, State.PUSHED,
    State.ACCEPTED, State.RESULT_ATTACHED,
)  # fmt: skip
BRANCHES = {
    State.INCOMPLETE: (State.CAPTURED, State.READ, State.INCOMPLETE),
    State.REJECTED: (State.CAPTURED, State.REJECTED),
    State.RETURNED: (*WAY[:7], State.RETURNED),
}
CLOSED = (State.PUSHED, State.ACCEPTED, State.REJECTED, State.RESULT_ATTACHED)


def led_to(store: Store, dossier: str, state: State) -> str:
    way = BRANCHES.get(state) or WAY[: WAY.index(state) + 1]
    with store.write() as session:
        for step in way:
            store.advance(session, dossier, step, who="lan")
    return dossier


def state_of(store: Store, dossier: str) -> State:
    with store.read() as session:
        return store.get(session, dossier).state


def last_events(store: Store, dossier: str, count: int) -> list[tuple[str, str, dict[str, Any]]]:
    with store.read() as session:
        events = store.journal(session, dossier)[-count:]
    return [(event.what, event.who, dict(event.data)) for event in events]


def moved(before: State, after: State, who: str = "hoa", **told: Any) -> tuple[str, str, dict[str, Any]]:
    return (What.STATE, who, {"from": before, "to": after, **told})


def values(store: Store, dossier: str) -> dict[str, str]:
    with store.read() as session:
        return {key: row.value for key, row in store.form_values(session, dossier).items()}


def count(store: Store, dossier: str) -> int:
    with store.read() as session:
        return len(store.journal(session, dossier))


# -- reopened by a correction


REOPENED = {
    State.READ: State.READ,
    State.REVIEWED: State.REVIEWED,
    State.INCOMPLETE: State.INCOMPLETE,
    State.COMPLETE: State.REVIEWED,
    State.PACKAGED: State.REVIEWED,
    State.QUEUED: State.REVIEWED,
    State.RETURNED: State.REVIEWED,
}


@pytest.mark.parametrize("state", REOPENED, ids=str)
def test_a_corrected_dossier_is_judged_anew_from_wherever_it_stood(
    store: Store, dossier: str, state: State
) -> None:
    led_to(store, dossier, state)
    before = count(store, dossier)
    with store.write() as session:
        left = reopen(store, session, dossier, who="hoa")
    assert (state_of(store, dossier), left) == (REOPENED[state], state is State.QUEUED)
    if state is not REOPENED[state]:
        assert last_events(store, dossier, 1) == [moved(state, REOPENED[state])]
    else:
        assert count(store, dossier) == before


@pytest.mark.parametrize("state", [State.READ, State.INCOMPLETE, State.COMPLETE, State.QUEUED], ids=str)
def test_what_a_person_declares_reviewed_is_theirs_in_the_journal(
    store: Store, dossier: str, state: State
) -> None:
    led_to(store, dossier, state)
    with store.write() as session:
        assert reopen(store, session, dossier, who="hoa", reviewed=True) is (state is State.QUEUED)
    assert last_events(store, dossier, 1) == [moved(state, State.REVIEWED, person=True)]


@pytest.mark.parametrize("state", CLOSED, ids=str)
def test_of_what_was_sent_or_refused_nothing_changes_here_any_more(
    store: Store, dossier: str, state: State
) -> None:
    led_to(store, dossier, state)
    before = count(store, dossier)
    with store.write() as session:
        for refused in (
            lambda: refuse_closed(store, session, dossier),
            lambda: reopen(store, session, dossier, who="hoa"),
            lambda: hold(store, session, dossier, who="hoa"),
            lambda: take_back(store, session, dossier, who="hoa"),
            lambda: Entry(store, session, dossier, "hoa"),
        ):
            with pytest.raises(ClosedDossierError) as told:
                refused()
            assert dossier in told.value.sentence and told.value.advice
    assert count(store, dossier) == before


# -- the way out of the queue


def queued(store: Store, dossier: str, **changed: Any) -> str:
    """A queued dossier with its row of the outbox, ``changed``."""
    led_to(store, dossier, State.QUEUED)
    row: dict[str, Any] = {
        "state": "queued",
        "progress": {},
        "lease_owner": "",
        "lease_until": None,
    } | changed
    with store.write() as session:
        package = PackageRow(dossier_id=dossier, number=1, folder="x", manifest={}, made_at=NOW)
        session.add(package)
        session.flush()
        told = {"messages": [{"text": "x"}], "trouble": "network-down", "next_at": NOW, "queued_at": NOW}
        session.add(OutboxRow(dossier_id=dossier, package_id=package.id, **told, **row))
    return dossier


def outbox_row(store: Store) -> OutboxRow:
    with store.read() as session:
        return session.scalars(select(OutboxRow)).one()


@pytest.mark.parametrize(
    "progress",
    [{}, {"number": "G09-1", "asked": False}, {"number": "G09-1", "asked": True, "in_doubt": False}],
)
def test_what_the_gateway_can_not_have_leaves_the_queue_and_keeps_its_number(
    store: Store, dossier: str, progress: dict[str, Any]
) -> None:
    queued(store, dossier, progress=progress, state="failed-retry")
    with store.write() as session:
        assert reopen(store, session, dossier, who="hoa")
    row = outbox_row(store)
    assert (row.state, row.progress, row.messages, row.trouble) == ("withdrawn", progress, [], "")
    assert (row.lease_owner, row.lease_until) == ("", None)


@pytest.mark.parametrize(
    "progress", [{"asked": True}, {"in_doubt": True}, {"asked": False, "in_doubt": True}]
)
def test_what_the_gateway_may_have_is_not_changed(
    store: Store, dossier: str, progress: dict[str, Any]
) -> None:
    queued(store, dossier, progress=progress)
    with pytest.raises(OnItsWayError) as told, store.write() as session:
        reopen(store, session, dossier, who="hoa")
    assert dossier in told.value.sentence and told.value.advice
    assert (state_of(store, dossier), outbox_row(store).state) == (State.QUEUED, "queued")


@pytest.mark.parametrize(("until", "leaves"), [(NOW + LEASE, False), (NOW, True)], ids=["alive", "dead"])
def test_what_a_living_pusher_has_in_hand_is_not_changed(
    store: Store, dossier: str, until: datetime, leaves: bool
) -> None:
    queued(store, dossier, state="sending", lease_owner="another computer/1/x", lease_until=until)
    if leaves:
        with store.write() as session:
            assert reopen(store, session, dossier, who="hoa")
        return
    with pytest.raises(OnItsWayError) as told, store.write() as session:
        reopen(store, session, dossier, who="hoa")
    assert dossier in told.value.sentence and told.value.advice


# -- held back


HELD_AT = {
    State.RECEIVED: State.RECEIVED,
    State.CAPTURED: State.CAPTURED,
    State.READ: State.READ,
    State.REVIEWED: State.READ,
    State.COMPLETE: State.READ,
    State.INCOMPLETE: State.READ,
    State.PACKAGED: State.READ,
    State.QUEUED: State.READ,
    State.RETURNED: State.RETURNED,
}


@pytest.mark.parametrize("state", HELD_AT, ids=str)
def test_a_dossier_held_back_goes_on_from_where_it_was_read(store: Store, dossier: str, state: State) -> None:
    if state is not State.RECEIVED:
        led_to(store, dossier, state)
    with store.write() as session:
        assert hold(store, session, dossier, who="hoa", reason="Chờ bản chính") is (state is State.QUEUED)
    assert state_of(store, dossier) is HELD_AT[state]
    assert last_events(store, dossier, 1) == [
        (What.NOTED, "hoa", {"code": "held", "reason": "Chờ bản chính"})
    ]
    with store.read() as session:
        assert is_held(store.journal(session, dossier))
        assert "Chờ bản chính" in why_held(session, dossier)


def test_a_hold_without_a_reason_is_told_as_one(store: Store, dossier: str) -> None:
    with store.write() as session:
        assert why_held(session, dossier) == ""
        hold(store, session, dossier, who="hoa")
        assert "hoa" in why_held(session, dossier) and "()" not in why_held(session, dossier)


# -- values entered


def entry(store: Store, session: Any, dossier: str, because: str = "") -> Entry:
    return Entry(store, session, dossier, "hoa", because)


def test_values_are_kept_as_stored_under_the_person_s_name_with_their_reason(
    store: Store, dossier: str
) -> None:
    with store.write() as session:
        asked = entry(store, session, dossier, "Ghi theo sổ gốc").set_values(
            [("child.full_name", "TRẦN GIA HÂN"), ("child.birth_date", "5/7/2026")]
        )
    assert asked == []
    assert values(store, dossier) == {"child.full_name": "TRẦN GIA HÂN", "child.birth_date": "05/07/2026"}
    for what, who, data in last_events(store, dossier, 2):
        assert (what, who, data["reason"]) == (What.VALUE_CORRECTED, "hoa", "Ghi theo sổ gốc")


def test_of_values_entered_together_none_is_kept_where_one_can_not_be(store: Store, dossier: str) -> None:
    with pytest.raises(UsageError), store.write() as session:
        entry(store, session, dossier).set_values([("child.sex", "Nam"), ("child.birth_date", "hôm qua")])
    assert values(store, dossier) == {}


def test_values_entered_together_are_held_against_each_other(store: Store, dossier: str) -> None:
    """A mother's number that names another year of birth: one of the two was mistyped."""
    both = [("mother.birth_date", "12/07/1996"), ("mother.id_document", "033195004321")]
    with pytest.raises(UsageError), store.write() as session:
        entry(store, session, dossier).set_values(both)
    with store.write() as session:
        entry(store, session, dossier, "Thẻ ghi như vậy").set_values(both)
    assert len(values(store, dossier)) == 2


@pytest.mark.parametrize(("confidence", "counts"), [(0.97, True), (0.6, False)])
def test_a_value_is_held_against_what_is_sure_on_the_form_alone(
    store: Store, dossier: str, confidence: float, counts: bool
) -> None:
    read(store, dossier, {"mother.birth_date": "12/07/1996"}, confidence)
    wrong = [("mother.id_document", "033195004321")]
    with store.write() as session:
        if counts:
            with pytest.raises(UsageError):
                entry(store, session, dossier).set_values(wrong)
        else:
            entry(store, session, dossier).set_values(wrong)


def test_a_day_that_has_not_come_yet_is_no_day_of_birth(store: Store, dossier: str) -> None:
    with store.write() as session:
        entry(store, session, dossier).set_values([("child.birth_date", "31/07/2026")])
        with pytest.raises(UsageError):
            entry(store, session, dossier).set_values([("child.birth_date", "01/08/2026")])


def test_a_likely_slip_of_the_keys_is_asked_about_and_kept(store: Store, dossier: str) -> None:
    with store.write() as session:
        asked = entry(store, session, dossier).set_values(
            [("mother.full_name", "NGUYÊN THỊ HOA"), ("child.full_name", "TRẦN GIA HÂN")]
        )
    assert len(asked) == 1
    assert "mother.full_name" in asked[0] and "NGUYỄN THỊ HOA" in asked[0]
    assert values(store, dossier)["mother.full_name"] == "NGUYÊN THỊ HOA"


def test_a_value_is_confirmed_as_it_stands(store: Store, dossier: str) -> None:
    read(store, dossier, {"child.full_name": "TRẦN GIA HÂN"}, 0.6)
    with store.write() as session:
        entry(store, session, dossier).confirm(["child.full_name"])
    (event,) = last_events(store, dossier, 1)
    assert (event[0], event[1]) == (What.VALUE_CONFIRMED, "hoa")
    assert event[2]["key"] == "child.full_name"


@pytest.mark.parametrize("emptied", [False, True])
def test_a_field_without_a_value_can_not_be_confirmed(store: Store, dossier: str, emptied: bool) -> None:
    with store.write() as session:
        if emptied:
            entry(store, session, dossier).set_values([("child.sex", "")])
        with pytest.raises(UsageError) as told:
            entry(store, session, dossier).confirm(["child.sex"])
    assert "child.sex" in told.value.sentence and "child.sex=" in told.value.advice


def test_an_unknown_field_is_not_confirmed(store: Store, dossier: str) -> None:
    with pytest.raises(UsageError) as told, store.write() as session:
        entry(store, session, dossier).confirm(["child.ful_name"])
    assert "child.full_name" in told.value.advice


def test_an_answer_is_kept_trimmed_and_one_that_is_none_refused_with_the_possible_ones(
    store: Store, dossier: str
) -> None:
    with store.write() as session:
        entry(store, session, dossier).answer([("abandoned", " no ")])
    with store.read() as session:
        assert store.get(session, dossier).answers == {"abandoned": "no"}
    assert [(what, who) for what, who, _data in last_events(store, dossier, 1)] == [(What.ANSWERED, "hoa")]
    with store.write() as session:
        for wrong, named in ((("abandoned", "maybe"), "no"), (("nonsense", "no"), "abandoned")):
            with pytest.raises(UsageError) as told:
                entry(store, session, dossier).answer([wrong])
            assert named in told.value.advice and wrong[0] in told.value.sentence


# -- filled in and judged


def paper(store: Store, dossier: str, name: str = "a.png", pages: int = 1, refused: str = "") -> int:
    with store.write() as session:
        info = FileInfo(name, "image/png", pages, refusal_code=refused, refusal_reason=refused)
        document, _new = store.add_document(session, dossier, None, info, who="lan")
        if store.get(session, dossier).state is State.RECEIVED:
            store.advance(session, dossier, State.CAPTURED, who="lan")
        return document.id


def read(store: Store, dossier: str, told: dict[str, str], confidence: float = 0.97) -> None:
    document = paper(store, dossier)
    with store.write() as session:
        store.save_page_reading(session, document, form_page(told, confidence), reader="1")
    fill(store, dossier, load_catalogue(), who="hoa")


def judged(
    monkeypatch: pytest.MonkeyPatch, status: str = "complete", *codes: str, review: bool = False, **more: Any
) -> None:
    """Let the check say this."""
    found = tuple(Finding(code, Severity.WARNING, "x") for code in codes)
    result = CheckResult(status, review, found, NOW.date(), "e", **more)  # type: ignore[arg-type]
    monkeypatch.setattr(steps, "judge", lambda *_args: result)


def checked(store: Store, dossier: str) -> State:
    check(store, dossier, load_catalogue(), now=NOW, commune="", who="hoa")
    return state_of(store, dossier)


SETTLED: dict[State, dict[str, State]] = {
    State.CAPTURED: {"complete": State.CAPTURED, "incomplete": State.CAPTURED, "review": State.CAPTURED},
    State.READ: {"complete": State.COMPLETE, "incomplete": State.INCOMPLETE, "review": State.READ},
    State.REVIEWED: {"complete": State.COMPLETE, "incomplete": State.INCOMPLETE, "review": State.COMPLETE},
    State.INCOMPLETE: {"complete": State.COMPLETE, "incomplete": State.INCOMPLETE, "review": State.READ},
    State.COMPLETE: {"complete": State.COMPLETE, "incomplete": State.INCOMPLETE, "review": State.COMPLETE},
    State.PACKAGED: {"complete": State.PACKAGED, "incomplete": State.INCOMPLETE, "review": State.PACKAGED},
    State.QUEUED: {"complete": State.QUEUED, "incomplete": State.QUEUED, "review": State.QUEUED},
    State.RETURNED: {"complete": State.RETURNED, "incomplete": State.RETURNED, "review": State.RETURNED},
    State.PUSHED: {"complete": State.PUSHED, "incomplete": State.PUSHED, "review": State.PUSHED},
}


@pytest.mark.parametrize("says", ["complete", "incomplete", "review"])
@pytest.mark.parametrize("state", SETTLED, ids=str)
def test_the_check_moves_a_dossier_only_while_it_is_open(
    store: Store, dossier: str, monkeypatch: pytest.MonkeyPatch, state: State, says: str
) -> None:
    led_to(store, dossier, state)
    judged(monkeypatch, "incomplete" if says == "incomplete" else "complete", review=says == "review")
    assert checked(store, dossier) is SETTLED[state][says]


@pytest.mark.parametrize("state", [State.READ, State.REVIEWED, State.COMPLETE, State.PACKAGED], ids=str)
@pytest.mark.parametrize("code", ["child-fields.field-unread", "authorisation.question"])
def test_what_no_review_settles_wants_a_look_from_every_state(
    store: Store, dossier: str, monkeypatch: pytest.MonkeyPatch, state: State, code: str
) -> None:
    led_to(store, dossier, state)
    judged(monkeypatch, "complete", "fine.note", code, review=True)
    assert checked(store, dossier) is State.READ


@pytest.mark.parametrize("state", [State.REVIEWED, State.COMPLETE, State.INCOMPLETE, State.PACKAGED], ids=str)
def test_a_paper_that_came_since_is_read_before_anything_is_judged(
    store: Store, dossier: str, monkeypatch: pytest.MonkeyPatch, state: State
) -> None:
    led_to(store, dossier, state)
    paper(store, dossier)
    judged(monkeypatch)
    assert checked(store, dossier) is State.CAPTURED
    assert last_events(store, dossier, 1) == [moved(state, State.CAPTURED)]


@pytest.mark.parametrize("state", [State.REVIEWED, State.COMPLETE, State.INCOMPLETE, State.PACKAGED], ids=str)
def test_a_held_dossier_is_completed_by_no_check(
    store: Store, dossier: str, monkeypatch: pytest.MonkeyPatch, state: State
) -> None:
    with store.write() as session:
        hold(store, session, dossier, who="lan")
    led_to(store, dossier, state)
    judged(monkeypatch)
    assert checked(store, dossier) is State.READ
    with store.write() as session:
        mark_reviewed(store, session, dossier, who="lan")
    assert checked(store, dossier) is State.COMPLETE


@pytest.mark.parametrize("state", [State.READ, State.REVIEWED, State.INCOMPLETE], ids=str)
def test_while_the_citizen_is_waited_for_nothing_is_completed(
    store: Store, dossier: str, monkeypatch: pytest.MonkeyPatch, state: State
) -> None:
    led_to(store, dossier, state)
    judged(monkeypatch, clock_stopped=True)
    assert checked(store, dossier) is state


def test_a_doubtful_value_on_the_form_wants_a_look_though_the_check_finds_nothing(
    store: Store, dossier: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(store, dossier, {"child.full_name": "TRẦN GIA HÂN"}, 0.6)
    judged(monkeypatch)
    assert checked(store, dossier) is State.READ
    with store.write() as session:
        entry(store, session, dossier).confirm(["child.full_name"])
    assert checked(store, dossier) is State.COMPLETE
    assert last_events(store, dossier, 2) == [
        moved(State.READ, State.REVIEWED),
        moved(State.REVIEWED, State.COMPLETE),
    ]


def test_the_check_is_kept_under_the_name_of_whoever_asked(store: Store, dossier: str) -> None:
    led_to(store, dossier, State.READ)
    result = check(store, dossier, load_catalogue(), now=NOW, commune="", who="hoa")
    with store.read() as session:
        kept = [row["code"] for row in store.findings(session, dossier)]
    assert sorted(kept) == sorted(finding.code for finding in result.findings)
    assert {who for what, who, _data in last_events(store, dossier, 2)} == {"hoa"}


def test_nothing_is_filled_in_where_what_was_shown_is_what_is_sent(store: Store, dossier: str) -> None:
    document = paper(store, dossier)
    with store.write() as session:
        store.save_page_reading(session, document, form_page({"child.sex": "Nữ"}, 0.97), reader="1")
        for state in WAY[1:6]:
            store.advance(session, dossier, state, who="lan")
    assert fill(store, dossier, load_catalogue()) is None
    assert values(store, dossier) == {}


def test_a_dossier_is_read_once_every_page_of_every_paper_was_or_failed(store: Store, dossier: str) -> None:
    paper(store, dossier, "refused.pdf", pages=3, refused="damaged")
    document = paper(store, dossier, "a.tif", pages=2)
    with store.write() as session:
        assert pages_left(session, dossier) == 2
        store.save_page_reading(session, document, form_page({"child.sex": "Nữ"}, 0.97), reader="1")
        assert pages_left(session, dossier) == 1
    filled = fill(store, dossier, load_catalogue(), who="hoa")
    assert filled is not None and state_of(store, dossier) is State.CAPTURED
    assert values(store, dossier) == {"child.sex": "Nữ"}
    with store.write() as session:
        store.save_page_failure(session, document, 2, reason="x", reader="1")
        assert pages_left(session, dossier) == 0
    fill(store, dossier, load_catalogue(), who="hoa")
    assert last_events(store, dossier, 1) == [moved(State.CAPTURED, State.READ)]


def test_what_a_person_decided_is_not_filled_in_again(store: Store, dossier: str) -> None:
    with store.write() as session:
        entry(store, session, dossier).set_values([("child.sex", "Nam")])
    read(store, dossier, {"child.sex": "Nữ", "child.full_name": "TRẦN GIA HÂN"})
    assert values(store, dossier) == {"child.sex": "Nam", "child.full_name": "TRẦN GIA HÂN"}


def test_a_review_accepts_each_doubtful_value_as_it_stands_once(store: Store, dossier: str) -> None:
    read(store, dossier, {"child.sex": "Nữ"}, 0.6)
    with store.write() as session:
        assert mark_reviewed(store, session, dossier, who="hoa", client_id="c1")
        assert not mark_reviewed(store, session, dossier, who="hoa", client_id="c1")
    assert last_events(store, dossier, 1) == [moved(State.READ, State.REVIEWED, person=True)]
    with store.read() as session:
        row = store.form_values(session, dossier)["child.sex"]
    assert (row.value, row.corrected_by, row.needs_review) == ("Nữ", "hoa", False)


# -- taken back


def set_value(store: Store, dossier: str, **told: str) -> None:
    with store.write() as session:
        for key, value in told.items():
            store.correct(session, dossier, key.replace("__", "."), value, who="lan")


@pytest.mark.parametrize(
    ("state", "after"),
    [
        (State.CAPTURED, State.CAPTURED),
        (State.READ, State.READ),
        (State.REVIEWED, State.READ),
        (State.COMPLETE, State.READ),
        (State.INCOMPLETE, State.READ),
        (State.PACKAGED, State.READ),
        (State.QUEUED, State.READ),
        (State.RETURNED, State.RETURNED),
    ],
    ids=str,
)
def test_where_something_is_taken_back_the_dossier_is_judged_anew(
    store: Store, dossier: str, state: State, after: State
) -> None:
    led_to(store, dossier, state)
    set_value(store, dossier, child__sex="Nam")
    with store.write() as session:
        take_back(store, session, dossier, who="hoa")
    assert (state_of(store, dossier), values(store, dossier)) == (after, {})


def test_what_is_taken_back_is_named_with_whose_it_was_and_when(store: Store, dossier: str) -> None:
    set_value(store, dossier, child__sex="Nam", child__full_name="TRẦN GIA HÂN")
    with store.write() as session:
        change = take_back(store, session, dossier, who="hoa")
    assert (change.who, change.at, len(change.events)) == ("lan", NOW, 2)
    (event,) = last_events(store, dossier, 1)
    told = {"change": change.name, "events": [one.id for one in change.events]}
    assert event == (What.UNDONE, "hoa", told)
    with store.read() as session:
        assert last_change(store.journal(session, dossier)) is None


def test_two_changes_of_one_field_go_back_one_by_one(store: Store, dossier: str) -> None:
    seen: list[dict[str, str]] = []
    for value in ("Nam", "Nữ"):
        set_value(store, dossier, child__sex=value)
    for _step in range(2):
        with store.write() as session:
            take_back(store, session, dossier, who="hoa")
        seen.append(values(store, dossier))
    assert seen == [{"child.sex": "Nam"}, {}]


def test_nothing_left_to_take_back_is_told_with_where_to_look(store: Store, dossier: str) -> None:
    with pytest.raises(UsageError) as told, store.write() as session:
        take_back(store, session, dossier, who="hoa")
    assert dossier in told.value.sentence and f"sohoa show {dossier}" in told.value.advice


def test_a_clock_of_another_zone_is_the_local_day(store: Store, dossier: str) -> None:
    """At 23:30 in London a Vietnamese office has tomorrow's date already."""
    store.clock = lambda: datetime(2026, 8, 5, 23, 30, tzinfo=UTC)
    with store.write() as session:
        entry(store, session, dossier).set_values([("child.birth_date", "06/08/2026")])
        with pytest.raises(UsageError):
            entry(store, session, dossier).set_values([("child.birth_date", "07/08/2026")])
