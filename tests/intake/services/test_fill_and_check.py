# SPDX-License-Identifier: Apache-2.0
"""A form filled in and judged: which state each dossier gets, and in whose name."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from intake.check.check import CheckResult
from intake.dossier.facts import Finding, Severity
from intake.dossier.journal import What
from intake.dossier.states import State
from intake.services import fill_and_check as steps
from intake.services.changing.hold_back import release
from intake.services.changing.holding import hold
from intake.services.fill_and_check import PROGRAM, check, fill
from intake.services.judging import check_dossier
from intake.services.reviewing.showing import shown
from intake.store.dossier.pages import pages_left
from intake.store.dossier.versions import version_of
from intake.store.objects import StoredObject
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue
from tests.support.desks.intake_desk import NOW
from tests.support.dossiers.fake_pages import form_page
from tests.support.dossiers.led_dossiers import (
    WAY,
    count,
    entry,
    last_events,
    led_to,
    moved,
    paper,
    read,
    state_of,
    values,
)


def judged(
    monkeypatch: pytest.MonkeyPatch, status: str = "complete", *codes: str, review: bool = False, **more: Any
) -> None:
    """Let the check say this."""
    found = tuple(Finding(code, Severity.WARNING, "x") for code in codes)
    result = CheckResult(status, review, found, NOW.date(), "e", **more)  # type: ignore[arg-type]
    monkeypatch.setattr(steps, "judge", lambda *_args: result)


def checked(store: Store, dossier: str) -> State:
    check(store, dossier, load_catalogue(), now=NOW, commune="")
    return state_of(store, dossier)


SETTLED: dict[State, dict[str, State]] = {
    State.CAPTURED: {"complete": State.CAPTURED, "incomplete": State.CAPTURED, "review": State.CAPTURED},
    State.READ: {"complete": State.COMPLETE, "incomplete": State.INCOMPLETE, "review": State.READ},
    State.REVIEWED: {"complete": State.COMPLETE, "incomplete": State.INCOMPLETE, "review": State.READ},
    State.INCOMPLETE: {"complete": State.COMPLETE, "incomplete": State.INCOMPLETE, "review": State.READ},
    State.COMPLETE: {"complete": State.COMPLETE, "incomplete": State.INCOMPLETE, "review": State.READ},
    State.PACKAGED: {"complete": State.PACKAGED, "incomplete": State.INCOMPLETE, "review": State.READ},
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
    release(store, dossier, who="lan", reason="Đã xem", commune="")
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
    shown(store, dossier, ["child.full_name"], who="hoa")
    with store.write() as session:
        entry(store, session, dossier).confirm(["child.full_name"])
    assert checked(store, dossier) is State.COMPLETE
    assert last_events(store, dossier, 2) == [
        moved(State.READ, State.REVIEWED),
        moved(State.REVIEWED, State.COMPLETE),
    ]


@pytest.mark.parametrize("state", [State.READ, State.REVIEWED, State.COMPLETE, State.INCOMPLETE], ids=str)
def test_what_the_check_finds_and_does_is_in_nobody_s_name(store: Store, dossier: str, state: State) -> None:
    led_to(store, dossier, state)
    before = count(store, dossier)
    result = check(store, dossier, load_catalogue(), now=NOW, commune="")
    with store.read() as session:
        kept = [row["code"] for row in store.findings(session, dossier)]
    assert sorted(kept) == sorted(finding.code for finding in result.findings)
    after = count(store, dossier)
    assert {who for _what, who, _data in last_events(store, dossier, after - before)} == {PROGRAM}


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
    filled = fill(store, dossier, load_catalogue())
    assert filled is not None and state_of(store, dossier) is State.CAPTURED
    assert values(store, dossier) == {"child.sex": "Nữ"}
    with store.write() as session:
        store.save_page_failure(session, document, 2, reason="x", reader="1")
        assert pages_left(session, dossier) == 0
    fill(store, dossier, load_catalogue())
    assert last_events(store, dossier, 1) == [moved(State.CAPTURED, State.READ)]


def test_what_a_person_decided_is_not_filled_in_again(store: Store, dossier: str) -> None:
    with store.write() as session:
        entry(store, session, dossier).set_values([("child.sex", "Nam")])
    read(store, dossier, {"child.sex": "Nữ", "child.full_name": "TRẦN GIA HÂN"})
    assert values(store, dossier) == {"child.sex": "Nam", "child.full_name": "TRẦN GIA HÂN"}


def test_cards_that_could_be_anybodys_are_noted_once(store: Store, dossier: str) -> None:
    name = "PHẠM THỊ LAN"
    read(store, dossier, {"mother.full_name": name})
    for number in ("034195000001", "034195000009"):
        card = replace(form_page({"person.full_name": name, "person.personal_id": number}), kind="id-card")
        document = paper(store, dossier, f"{number}.png", stored=StoredObject(f"{number:0>64}", 1))
        with store.write() as session:
            store.save_page_reading(session, document, card, reader="1")
    for _again in range(2):
        fill(store, dossier, load_catalogue())
    with store.read() as session:
        notes = [(e.who, e.data) for e in store.journal(session, dossier) if e.what == What.NOTED]
    assert notes == [(PROGRAM, {"code": "card-ambiguous", "people": ["mother"]})]


def test_a_check_that_is_asked_for_again_changes_nothing_and_names_no_clerk(
    store: Store, dossier: str
) -> None:
    led_to(store, dossier, State.READ)

    def standing() -> tuple[State, int, list[str]]:
        with store.read() as session:
            events = store.journal(session, dossier)
            return state_of(store, dossier), version_of(session, dossier), [event.who for event in events]

    before = standing()
    check_dossier(store, dossier, commune="")
    first = standing()
    check_dossier(store, dossier, commune="")
    assert standing() == first
    assert set(first[2][len(before[2]) :]) <= {PROGRAM}
