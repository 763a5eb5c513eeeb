# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from intake.check.check import CheckResult
from intake.dossier.facts import Finding, Severity
from intake.dossier.journal import fold
from intake.dossier.states import State
from intake.dossier.values import Agreement, FormValue, Statement
from intake.services import fill_and_check as steps
from intake.services.fill_and_check import check, fill
from intake.services.receive.ingest import take_in
from intake.store.dossier.pages import pages_left
from intake.store.store import Store
from intake.store.tables.model import PageRow
from ocr.result import Box, FieldReading, PageReading, Source, Word
from templates.catalogue.loading import load_catalogue
from tests.support.desks.intake_desk import NOW, PROCEDURE, scan
from tests.support.dossiers.led_dossiers import reviewed_in_one_go

FORM = "birth-registration"


def reading(
    values: dict[str, str], kind: str = FORM, number: int = 1, confidence: float = 0.97
) -> PageReading:
    fields = tuple(
        FieldReading(k, v, f"{v} .", confidence, Source.PRINT, Box(10, 20, 30, 40)) for k, v in values.items()
    )
    word = Word("tờ", 0.9375, ((0.5, 1.0), (9.0, 1.0), (9.0, 5.5), (0.5, 5.5)), 0)
    return PageReading(number, kind, 0.99, 180, -1.25, 2480, 3508, fields, (word,), "2024", False, ("note",))


@pytest.fixture
def paper(store: Store, dossier: str, tmp_path: Path) -> int:
    """The id of the dossier's one document."""
    return take_in(store, dossier, [scan(tmp_path / "form.png")], who="lan").added[0]


def _choice(document: int, key: str, value: str, *, review: bool = False) -> FormValue:
    best = Statement(value, value, 0.97, "print", FORM, key, document, 1, Box(1, 2, 3, 4))
    return FormValue(key, best, (), Agreement.SINGLE, review)


def test_a_page_reading_saved_twice_stands_once(store: Store, dossier: str, paper: int) -> None:
    for expected in (True, False):
        with store.write() as session:
            saved = store.save_page_reading(session, paper, reading({"child.sex": "Nữ"}), reader="1")
            assert saved is expected
    with store.read() as session:
        assert len(session.scalars(select(PageRow)).all()) == 1
        assert [r for _d, r in store.page_readings(session, dossier)] == [reading({"child.sex": "Nữ"})]


def test_a_better_reader_replaces_a_reading(store: Store, dossier: str, paper: int) -> None:
    with store.write() as session:
        store.save_page_reading(
            session, paper, reading({"child.sex": "Nữ", "child.full_name": "A"}), reader="1"
        )
        assert store.save_page_reading(session, paper, reading({"child.sex": "Nam"}), reader="2")
    with store.read() as session:
        ((_paper, kept),) = store.page_readings(session, dossier)
    assert [field.value for field in kept.fields] == ["Nam"]


def test_a_failed_page_is_kept_and_read_later(store: Store, dossier: str, paper: int) -> None:
    with store.write() as session:
        assert store.save_page_failure(session, paper, 1, reason="timeout", reader="1")
        assert not store.save_page_failure(session, paper, 1, reason="timeout", reader="1")
        assert pages_left(session, dossier) == 0
        assert store.save_page_reading(session, paper, reading({}), reader="1")
        assert not store.save_page_failure(session, paper, 1, reason="crash", reader="1")
        assert session.scalars(select(PageRow)).one().status == "read"


def test_a_reading_is_found_again_for_the_same_file_in_another_dossier(
    store: Store, paper: int, tmp_path: Path
) -> None:
    with store.write() as session:
        store.save_page_reading(session, paper, reading({"child.sex": "Nữ"}), reader="1")
        other = store.create_dossier(session, procedure=PROCEDURE, who="lan").id
    take_in(store, other, [tmp_path / "form.png"], who="lan")
    with store.read() as session:
        sha256 = store.documents(session, other)[0].sha256 or ""
        assert store.reading_of(session, sha256, 1, "1") == reading({"child.sex": "Nữ"})
        assert store.reading_of(session, sha256, 1, "2") is None


def test_a_correction_wins_and_survives_being_read_again(store: Store, dossier: str, paper: int) -> None:
    with store.write() as session:
        store.set_form_values(
            session, dossier, [_choice(paper, "child.full_name", "TRẦN GIA HẬN", review=True)]
        )
        store.correct(session, dossier, "child.full_name", "TRẦN GIA HÂN", who="lan")
    with store.write() as session:
        store.set_form_values(
            session, dossier, [_choice(paper, "child.full_name", "TRẦN GIA HÁN", review=True)]
        )
    with store.read() as session:
        row = store.form_values(session, dossier)["child.full_name"]
        assert (row.value, row.source, row.corrected_by, row.needs_review) == (
            "TRẦN GIA HÂN",
            "person",
            "lan",
            False,
        )
        assert [other.value for other in row.alternatives] == ["TRẦN GIA HÁN"]
        event = store.journal(session, dossier)[-1]
        assert (event.who, event.at) == ("lan", NOW)
        assert (event.data["replaced"], event.data["replaced_source"]) == ("TRẦN GIA HẬN", "print")
        assert fold(store.journal(session, dossier)).corrections == {"child.full_name": "TRẦN GIA HÂN"}


def test_a_correction_survives_though_no_paper_gives_the_field_any_more(
    store: Store, dossier: str, paper: int
) -> None:
    with store.write() as session:
        store.set_form_values(
            session, dossier, [_choice(paper, "child.sex", "Nữ"), _choice(paper, "copies.count", "2")]
        )
        store.correct(session, dossier, "child.sex", "Nam", who="lan")
        store.set_form_values(session, dossier, [])
        assert list(store.form_values(session, dossier)) == ["child.sex"]


def test_correcting_twice_leaves_one_event(store: Store, dossier: str) -> None:
    for client_id in ("edit-1", "edit-1", None):
        with store.write() as session:
            store.correct(session, dossier, "child.sex", "Nam", who="lan", client_id=client_id)
    with store.read() as session:
        assert [e.what for e in store.journal(session, dossier)].count("value-corrected") == 1


def test_a_late_copy_of_an_old_correction_does_not_undo_a_newer_one(store: Store, dossier: str) -> None:
    with store.write() as session:
        store.correct(session, dossier, "child.sex", "Nam", who="lan", client_id="edit-1")
        store.correct(session, dossier, "child.sex", "Nữ", who="lan", client_id="edit-2")
        assert not store.correct(session, dossier, "child.sex", "Nam", who="lan", client_id="edit-1")
        assert store.form_values(session, dossier)["child.sex"].value == "Nữ"


def test_confirming_keeps_the_place_on_the_paper(store: Store, dossier: str, paper: int) -> None:
    with store.write() as session:
        choice = _choice(paper, "child.sex", "Nam", review=True)
        store.set_form_values(session, dossier, [choice])
        store.correct(session, dossier, "child.sex", "Nam", who="lan")
        row = store.form_values(session, dossier)["child.sex"]
        assert (row.said.document_id, row.said.page, row.source) == (paper, 1, "person")
        assert store.journal(session, dossier)[-1].what == "value-confirmed"


def test_answers_are_kept_with_who_gave_them(store: Store, dossier: str) -> None:
    with store.write() as session:
        assert store.answer(session, dossier, "abandoned", "no", who="lan")
        assert not store.answer(session, dossier, "abandoned", "no", who="lan")
        assert store.get(session, dossier).answers == {"abandoned": "no"}


def test_findings_are_those_of_the_last_check(store: Store, dossier: str) -> None:
    first = [{"code": "a", "severity": "error"}, {"code": "b", "severity": "info"}]
    for findings in (first, first, first[1:]):
        with store.write() as session:
            store.set_findings(session, dossier, findings, who="lan")
    with store.read() as session:
        assert [finding["code"] for finding in store.findings(session, dossier)] == ["b"]
        assert [e.what for e in store.journal(session, dossier)].count("checked") == 2


def test_filling_waits_for_all_pages_and_check_finds_what_is_missing(
    store: Store, dossier: str, paper: int
) -> None:
    catalogue = load_catalogue()
    fill(store, dossier, catalogue)
    with store.write() as session:
        assert store.get(session, dossier).state is State.CAPTURED
        store.save_page_reading(session, paper, reading({"child.full_name": "TRẦN GIA HÂN"}), reader="1")
    fill(store, dossier, catalogue)
    with store.read() as session:
        assert store.get(session, dossier).state is State.READ
        assert store.form_values(session, dossier)["child.full_name"].said.document_id == paper
    result = check(store, dossier, catalogue, commune="", now=NOW)
    with store.read() as session:
        assert result.status == "incomplete"
        assert store.get(session, dossier).state is State.INCOMPLETE
        assert len(store.findings(session, dossier)) == len(result.findings) > 0
        folded = fold(store.journal(session, dossier))
        assert folded.state is State.INCOMPLETE


def test_checking_again_leaves_no_new_event(store: Store, dossier: str, paper: int) -> None:
    catalogue = load_catalogue()
    with store.write() as session:
        store.save_page_reading(session, paper, reading({"child.full_name": "TRẦN GIA HÂN"}), reader="1")
    counts = []
    for _ in range(2):
        fill(store, dossier, catalogue)
        check(store, dossier, catalogue, commune="", now=NOW)
        with store.read() as session:
            counts.append(len(store.journal(session, dossier)))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("unreadable", [False, True])
def test_a_value_decided_waits_for_nobody(store: Store, dossier: str, paper: int, unreadable: bool) -> None:
    with store.write() as session:
        store.save_page_reading(session, paper, reading({"child.sex": "Nam"}, confidence=0.6), reader="1")
    fill(store, dossier, load_catalogue())
    with store.write() as session:
        assert store.waiting_for_review(session, dossier) == 1
        value = "" if unreadable else "Nam"
        store.correct(session, dossier, "child.sex", value, who="lan", unreadable=unreadable)
        assert store.waiting_for_review(session, dossier) == 0
        assert store.form_values(session, dossier)["child.sex"].corrected_by == "lan"
    fill(store, dossier, load_catalogue())
    with store.read() as session:
        kept = store.form_values(session, dossier)["child.sex"]
    assert (kept.value, kept.unreadable, kept.needs_review) == (value, unreadable, False)


@pytest.mark.parametrize("unsettled", ["child-fields.field-unread", "authorisation.question"])
def test_no_review_completes_what_nobody_could_read_or_answer(
    store: Store, dossier: str, paper: int, monkeypatch: pytest.MonkeyPatch, unsettled: str
) -> None:
    with store.write() as session:
        store.save_page_reading(session, paper, reading({"child.sex": "Nam"}), reader="1")
    fill(store, dossier, load_catalogue())
    found = [Finding(unsettled, Severity.WARNING, "x")]

    def judged(*_args: object) -> CheckResult:
        return CheckResult("complete", bool(found), tuple(found), NOW.date(), "e")

    monkeypatch.setattr(steps, "judge", judged)
    for expected in (State.READ, State.COMPLETE):
        with store.write() as session:
            reviewed_in_one_go(store, session, dossier)
        check(store, dossier, load_catalogue(), commune="", now=NOW)
        with store.read() as session:
            assert store.get(session, dossier).state is expected
        found[:] = [Finding("paper.unreadable", Severity.WARNING, "x")]


def test_a_dossier_without_doubt_is_reviewed_by_the_program(
    store: Store, dossier: str, paper: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store.write() as session:
        store.save_page_reading(session, paper, reading({"child.sex": "Nam"}), reader="1")
    fill(store, dossier, load_catalogue())
    result = CheckResult("complete", False, (), NOW.date(), "e")
    monkeypatch.setattr(steps, "judge", lambda *_args: result)
    check(store, dossier, load_catalogue(), commune="", now=NOW)
    with store.read() as session:
        moves = [e.data["to"] for e in store.journal(session, dossier) if e.what == "state"]
    assert moves == ["captured", "read", "reviewed", "complete"]
