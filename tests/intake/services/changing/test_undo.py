# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from intake.dossier.deadline.turns import is_stopped
from intake.dossier.journal import RESTARTED_BY_PERSON, What, fold
from intake.dossier.requester import Requester, Visit
from intake.dossier.states import State
from intake.errors import ClosedDossierError, UndoError
from intake.reading.read_pages import READER
from intake.services.changing import undo as undoing
from intake.services.changing.undo import UndoneChange, last_change, stays, take_back
from intake.services.counter.reception import keep_requester, open_dossier, requester_of
from intake.services.deadline.events import start, stop
from intake.services.facts_of import facts_of
from intake.services.fill_and_check import check, fill
from intake.services.receive.ingest import take_in
from intake.services.receive.procedure_told import say_procedure
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue
from tests.support.desks.intake_desk import NOW, PROCEDURE, scan
from tests.support.dossiers.fake_pages import form_page
from tests.support.dossiers.led_dossiers import (
    last_events,
    led_to,
    reviewed_in_one_go,
    state_of,
    values,
)

VALUES = {"child.full_name": "TRẦN GIA HÂN", "child.sex": "Nữ"}


def correct(store: Store, dossier: str, **values: str) -> None:
    with store.write() as session:
        for key, value in values.items():
            store.correct(session, dossier, key.replace("__", "."), value, who="lan")


def undo(store: Store, dossier: str, who: str = "minh") -> UndoneChange:
    with store.write() as session:
        return take_back(store, session, dossier, who=who)


def folds_to_its_rows(store: Store, dossier: str) -> bool:
    """Whether journal and rows tell the same."""
    with store.read() as session:
        row, folded = store.get(session, dossier), fold(store.journal(session, dossier))
        kept = {k: v.value for k, v in store.form_values(session, dossier).items() if v.corrected}
        papers = {d.sha256 for d in store.documents(session, dossier) if not d.refused}
        return (folded.state, dict(folded.answers), dict(folded.corrections), set(folded.papers)) == (
            row.state,
            row.answers,
            kept,
            papers,
        )


def read_form(store: Store, dossier: str, path: Path, confidence: float = 0.97) -> int:
    document = take_in(store, dossier, [scan(path, path.stem)], who="lan").added[0]
    with store.write() as session:
        store.save_page_reading(session, document, form_page(VALUES, confidence), reader=READER)
    fill(store, dossier, load_catalogue())
    return document


def test_an_entered_value_goes_and_what_the_paper_says_comes_back(
    store: Store, dossier: str, tmp_path: Path
) -> None:
    read_form(store, dossier, tmp_path / "form.png")
    correct(store, dossier, child__full_name="TRẦN GIA HẬN")
    undo(store, dossier)
    fill(store, dossier, load_catalogue())
    assert values(store, dossier)["child.full_name"] == "TRẦN GIA HÂN"


def test_repeated_it_goes_back_change_by_change(store: Store, dossier: str) -> None:
    for name in ("MỘT", "HAI", "BA"):
        correct(store, dossier, child__full_name=name)
    for left in ("HAI", "MỘT"):
        undo(store, dossier)
        assert values(store, dossier)["child.full_name"] == left
        assert folds_to_its_rows(store, dossier)
    undo(store, dossier)
    assert values(store, dossier) == {}
    with pytest.raises(UndoError):
        undo(store, dossier)


def test_what_one_command_wrote_goes_together(store: Store, dossier: str) -> None:
    correct(store, dossier, child__sex="Nam")
    correct(store, dossier, child__full_name="HAI", mother__full_name="BA")
    change = undo(store, dossier)
    assert len(change.events) == 2
    assert values(store, dossier) == {"child.sex": "Nam"}


def test_an_answer_goes_back_to_the_one_before(store: Store, dossier: str) -> None:
    for reply in ("no", "yes"):
        with store.write() as session:
            store.answer(session, dossier, "abandoned", reply, who="lan")
    undo(store, dossier)
    with store.read() as session:
        assert store.get(session, dossier).answers == {"abandoned": "no"}
    undo(store, dossier)
    assert folds_to_its_rows(store, dossier)
    with store.read() as session:
        assert store.get(session, dossier).answers == {}


def test_a_paper_taken_back_counts_nowhere_and_may_come_again(
    store: Store, dossier: str, tmp_path: Path
) -> None:
    read_form(store, dossier, tmp_path / "form.png")
    undo(store, dossier)
    fill(store, dossier, load_catalogue())
    with store.read() as session:
        assert (store.documents(session, dossier), store.page_readings(session, dossier)) == ([], [])
    assert values(store, dossier) == {}
    assert folds_to_its_rows(store, dossier)
    again = take_in(store, dossier, [tmp_path / "form.png"], who="lan")
    assert (len(again.added), again.doubles) == (1, ())
    fill(store, dossier, load_catalogue())
    assert values(store, dossier) == VALUES


def test_another_file_of_that_name_does_not_take_the_place_of_a_paper_taken_back(
    store: Store, dossier: str, tmp_path: Path
) -> None:
    first = take_in(store, dossier, [scan(tmp_path / "a" / "form.png", "a")], who="lan").added[0]
    undo(store, dossier)
    second = take_in(store, dossier, [scan(tmp_path / "b" / "form.png", "b")], who="lan").added[0]
    assert first != second


def test_a_refused_file_that_a_newer_one_settled_is_refused_again_for_its_own_reason(
    store: Store, dossier: str, tmp_path: Path
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "form.png").touch()
    refused = take_in(store, dossier, [tmp_path / "a" / "form.png"], who="lan").refused[0]
    before = refusal_of(store, dossier, refused)
    take_in(store, dossier, [scan(tmp_path / "b" / "form.png", "b")], who="lan")
    assert refusal_of(store, dossier, refused) != before
    undo(store, dossier)
    assert refusal_of(store, dossier, refused) == before


def refusal_of(store: Store, dossier: str, document: int) -> str | None:
    """Why a paper of the dossier is refused; None where it is no longer among them."""
    with store.read() as session:
        found = [one.refusal_code for one in store.documents(session, dossier) if one.id == document]
    return found[0] if found else None


def test_a_review_in_one_go_of_an_earlier_version_is_taken_back_with_all_it_confirmed(
    store: Store, dossier: str, tmp_path: Path
) -> None:
    read_form(store, dossier, tmp_path / "form.png", confidence=0.6)
    with store.write() as session:
        for key, row in store.form_values(session, dossier).items():
            store.correct(session, dossier, key, row.value, who="lan")
        reviewed_in_one_go(store, session, dossier)
    check(store, dossier, load_catalogue(), commune="", now=store.clock())
    undo(store, dossier)
    fill(store, dossier, load_catalogue())
    with store.read() as session:
        rows = store.form_values(session, dossier)
        assert store.get(session, dossier).state is State.READ
        assert all(row.needs_review and not row.corrected for row in rows.values())


def test_who_asks_goes_back_to_what_was_told_before(store: Store) -> None:
    made = open_dossier(store, Visit(PROCEDURE, Requester("Phạm Thị Ví Dụ", phone="0912345678")), who="lan")
    with store.write() as session:
        keep_requester(store, session, made, Requester("Phạm Thị Nhầm"), who="lan")
    undo(store, made)
    with store.read() as session:
        told = requester_of(store, session, made)
        assert (told.name, told.phone) == ("Phạm Thị Ví Dụ", "0912345678")
        assert store.get(session, made).requester == "Phạm Thị Ví Dụ"


def test_a_clock_let_run_too_early_stands_still_again(store: Store, dossier: str) -> None:
    for turn in (
        lambda session: stop(store, session, dossier, who="lan"),
        lambda session: start(store, session, dossier, who="lan", why=RESTARTED_BY_PERSON),
    ):
        with store.write() as session:
            turn(session)
    undo(store, dossier)
    with store.read() as session:
        assert is_stopped(store.journal(session, dossier))


def test_what_was_handed_out_since_is_named(store: Store, dossier: str) -> None:
    correct(store, dossier, child__sex="Nam")
    with store.write() as session:
        told = {"kind": "supplement", "sign": "01/YCBS", "number": 1, "year": 2026}
        store.note(session, dossier, What.SLIP_ISSUED, who="lan", data=told)
    change = undo(store, dossier)
    with store.read() as session:
        assert stays(store.journal(session, dossier), change) == ["01/YCBS"]


def test_how_a_dossier_was_made_is_not_taken_back(store: Store) -> None:
    visit = Visit(PROCEDURE, Requester("A", phone="0912345678"), ("birth-notice",), {"abandoned": "no"})
    made = open_dossier(store, visit, who="lan")
    with pytest.raises(UndoError):
        undo(store, made)


def test_once_sent_nothing_is_taken_back(store: Store, dossier: str) -> None:
    correct(store, dossier, child__sex="Nam")
    for state in (*list(State)[1:5], State.PACKAGED, State.QUEUED, State.PUSHED):
        with store.write() as session:
            store.advance(session, dossier, state, who="lan")
    with pytest.raises(ClosedDossierError) as told:
        undo(store, dossier)
    assert told.value.advice
    assert values(store, dossier) == {"child.sex": "Nam"}


def test_the_journal_only_grows_and_names_who_took_what_back(store: Store, dossier: str) -> None:
    correct(store, dossier, child__sex="Nam")
    with store.read() as session:
        before = [event.id for event in store.journal(session, dossier)]
    change = undo(store, dossier, who="minh")
    with store.read() as session:
        events = store.journal(session, dossier)
        assert [event.id for event in events][: len(before)] == before
        (last,) = [event for event in events if event.what == What.UNDONE]
        assert (last.who, last.data["events"]) == ("minh", [event.id for event in change.events])
        assert last_change(events) is None


def test_a_change_from_before_changes_were_named_is_told_by_its_event(store: Store, dossier: str) -> None:
    correct(store, dossier, child__full_name="TRẦN GIA HÂN")
    with store.read() as session:
        events = [replace(event, change=None) for event in store.journal(session, dossier)]
    found = last_change(events)
    assert found is not None
    assert found.name == str(events[-1].id)


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
    correct(store, dossier, child__sex="Nam")
    undo(store, dossier)
    assert (state_of(store, dossier), values(store, dossier)) == (after, {})


def test_what_is_taken_back_is_named_with_whose_it_was_and_when(store: Store, dossier: str) -> None:
    correct(store, dossier, child__sex="Nam", child__full_name="TRẦN GIA HÂN")
    change = undo(store, dossier)
    assert (change.who, change.at, len(change.events)) == ("lan", NOW, 2)
    (event,) = last_events(store, dossier, 1)
    told = {"change": change.name, "events": [one.id for one in change.events]}
    assert event == (What.UNDONE, "minh", told)
    with store.read() as session:
        assert last_change(store.journal(session, dossier)) is None


def test_nothing_left_to_take_back_is_told_with_where_to_look(store: Store, dossier: str) -> None:
    with pytest.raises(UndoError) as told:
        undo(store, dossier)
    assert dossier in told.value.sentence and f"sohoa show {dossier}" in told.value.advice


def test_who_takes_something_back_is_told_how_the_dossier_stands_now(store: Store, dossier: str) -> None:
    led_to(store, dossier, State.PACKAGED)  # of one that waits: test_held_and_told
    for value in ("Nam", "Nữ"):
        correct(store, dossier, child__sex=value)
    told = undoing.undo(store, dossier, who="minh", commune="")
    assert (told.id, told.change.who, told.more, told.stays) == (dossier, "lan", True, [])
    assert (told.check["left_queue"], told.check["state"]) == (False, state_of(store, dossier))
    assert values(store, dossier) == {"child.sex": "Nam"}


def test_a_procedure_that_a_person_said_is_open_again(store: Store) -> None:
    with store.write() as session:
        made = store.create_dossier(
            session, procedure=PROCEDURE, who="lan", received_at=NOW, procedure_open=True
        ).id
    with store.write() as session:
        say_procedure(store, session, made, "2.000635", load_catalogue(), who="lan")
        assert not facts_of(store, session, made, load_catalogue()).procedures
    undo(store, made)
    with store.read() as session:
        assert store.get(session, made).procedure == PROCEDURE
        facts = facts_of(store, session, made, load_catalogue())
    assert {PROCEDURE, "2.000635"} <= set(facts.procedures)
