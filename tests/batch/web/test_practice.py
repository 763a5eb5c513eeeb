# SPDX-License-Identifier: Apache-2.0
"""The pages of the practice desk: its colour everywhere, its exercises, and what is said of an attempt."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from starlette.testclient import TestClient

from batch.services.practice import attempts as attempts_module
from batch.services.practice.attempts import attempts, give_up
from batch.services.practice.exercises import exercises, said
from batch.services.practice.judging import verdict
from batch.web.desk import WebDesk
from intake.dossier.states import State
from intake.dossier.stored import StoredFile
from intake.services.changing.edit import Edit, edit
from intake.services.papers.moving import move_pages, remove_pages
from intake.services.papers.rearranging import Instruction
from intake.store.store import Store
from tests.support.browser.screen_reader import violations
from tests.support.browser.web_browser import served
from tests.support.desks.web_desk import browser, changed
from tests.support.dossiers.led_dossiers import paper, state_of
from tests.support.dossiers.station_dossiers import typed_dossier

BIRTH = exercises()["typed"]


@pytest.fixture
def practice(desk: WebDesk) -> WebDesk:
    return replace(desk, practice=True)


@pytest.fixture
def learner(practice: WebDesk) -> TestClient:
    return browser(practice)


def attempt(store: Store, exercise: str, *files: str) -> str:
    """A dossier of the exercise as it is begun, with pages nobody read."""
    with store.write() as session:
        made = store.create_dossier(session, procedure="1.001193", who="hoa", folder=exercise).id
    for file in files:
        paper(store, made, file, pages=4 if file == "ca-tap.pdf" else 1)
    return made


def rights(store: Store, exercise: str) -> list[bool]:
    one = exercises()[exercise]
    return [judged.right for judged in verdict(store, one, attempts(store)[exercise]).judged]


@pytest.mark.parametrize("path", ["/", "/practice", "/practice/typed", "/dossier/{}", "/dossier/{}/papers"])
def test_every_page_says_that_it_is_practice(path: str, learner: TestClient, dossier: str) -> None:
    text = learner.get(path.format(dossier)).text
    assert "TẬP LÀM" in text
    assert "Không có gì ở đây được tính hay gửi." in text


def test_a_desk_with_real_dossiers_has_no_exercises_and_no_such_colour(clerk: TestClient) -> None:
    assert "TẬP LÀM" not in clerk.get("/").text
    for path in ("/practice", "/practice/typed", "/practice/typed/result"):
        assert clerk.get(path).status_code == 404
    for path in (
        "/practice/typed/begin",
        "/practice/typed/judge",
        "/practice/typed/again",
        "/practice/again",
    ):
        assert changed(clerk, path).status_code == 404


def test_all_ten_are_listed_and_each_has_its_page(learner: TestClient) -> None:
    listed = learner.get("/practice").text
    for one in exercises().values():
        assert one.title["vi"] in listed
        shown = learner.get(f"/practice/{one.id}").text
        assert all(step["vi"] in shown for step in one.steps if "'" not in step["vi"])
    assert learner.get("/practice/nothing").status_code == 404


def test_an_exercise_is_begun_once_and_goes_on_where_it_was(
    learner: TestClient, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unread(*_args: object, **_named: object) -> None:
        """Reading is another test's."""

    monkeypatch.setattr(attempts_module, "add_papers", unread)
    first = changed(learner, "/practice/typed/begin")
    begun = attempts(store)["typed"]
    assert first.headers["location"] == f"/dossier/{begun}/verify"
    assert changed(learner, "/practice/typed/begin").headers["location"] == first.headers["location"]
    assert learner.get(f"/practice/of/{begun}").headers["location"] == "/practice/typed"
    assert learner.get("/practice/of/unknown").headers["location"] == "/practice"


def test_the_list_names_an_attempt_without_papers_by_its_exercise(learner: TestClient, store: Store) -> None:
    one = exercises()["typed"]
    attempt(store, one.id)
    text = learner.get("/").text
    assert said(one.title) in text and f"<td>{one.id}</td>" not in text


def test_what_is_missed_is_told_with_what_would_have_happened(learner: TestClient, store: Store) -> None:
    attempt(store, "typed")
    text = learner.get("/practice/typed/result").text
    assert "Chưa đúng hết." in text
    assert BIRTH.wanted[0].missed["vi"] in text
    assert "trên giấy là “Nguyễn Bảo Ngọc Diệp”" in text
    assert BIRTH.ends["vi"] not in text


def test_begun_anew_the_attempt_before_is_closed_with_what_was_made_of_its_pages(
    learner: TestClient, store: Store
) -> None:
    begun = attempt(store, "pile", "ca-tap.pdf")
    (document,) = _documents(store, begun)
    other = move_pages(store, begun, [(document.id, 3), (document.id, 4)], "new", Instruction("hoa")).other
    assert other is not None
    assert rights(store, "pile") == [True]
    changed(learner, "/practice/pile/again")
    assert attempts(store) == {}
    assert [state_of(store, one) for one in (begun, other.id)] == [State.REJECTED, State.REJECTED]
    attempt(store, "missing")
    attempt(store, "typed")
    changed(learner, "/practice/again")
    assert attempts(store) == {}


@pytest.mark.long
def test_a_mark_too_few_is_seen_and_capitals_are_not(store: Store, tmp_path: Path) -> None:
    one = exercises()["tone-mark"]
    made = typed_dossier(store, tmp_path, {})
    for value, right in (("Nguyễn Thị Nguyêt", False), ("NGUYỄN THỊ NGUYỆT", True)):
        edit(store, made, Edit([("mother.full_name", value)], because="thử"), who="hoa", commune="")
        assert verdict(store, one, made).judged[0].right is right


def test_a_stranger_s_card_counts_as_out_once_it_is_and_the_family_s_papers_must_stay(store: Store) -> None:
    files = ("1-to-khai.pdf", "2-giay-chung-sinh.pdf", "3-can-cuoc-me.jpg", "4-can-cuoc.jpg")
    made = attempt(store, "stranger", *files)
    assert rights(store, "stranger")[:2] == [False, True]
    by_name = {document.name: document.id for document in _documents(store, made)}
    remove_pages(store, made, [(by_name["4-can-cuoc.jpg"], 1)], Instruction("hoa"))
    assert rights(store, "stranger")[:2] == [True, True]
    remove_pages(store, made, [(by_name["2-giay-chung-sinh.pdf"], 1)], Instruction("hoa"))
    assert rights(store, "stranger")[:2] == [True, False]


@pytest.mark.long
def test_pages_apart_must_be_those_and_of_the_right_procedure(store: Store) -> None:
    files = ("1-to-khai.pdf", "2-can-cuoc-ben-nu.jpg", "3-can-cuoc-ben-nam.jpg")
    made = attempt(store, "procedure", *files)
    pages = [(document.id, 1) for document in _documents(store, made)]
    assert rights(store, "procedure") == [False, False]
    move_pages(store, made, pages[:1], "new", Instruction("hoa"))
    assert rights(store, "procedure") == [False, False]
    give_up(store, exercises()["procedure"], who="hoa")
    made = attempt(store, "procedure", *files)
    pages = [(document.id, 1) for document in _documents(store, made)]
    move_pages(store, made, pages, "new", Instruction("hoa"), procedure="1.000894")
    assert rights(store, "procedure") == [True, True]


def _documents(store: Store, dossier: str) -> list[StoredFile]:
    with store.read() as session:
        return list(store.documents(session, dossier))


@pytest.mark.long
def test_no_page_of_it_stands_in_the_way_of_a_screen_reader(
    practice: WebDesk, dossier: str, browser: Browser
) -> None:
    attempt(practice.store, "typed")
    with served(practice) as running:
        page = running.let_in(browser)
        for path in ("/practice", "/practice/pile", "/practice/typed/result", f"/dossier/{dossier}/papers"):
            page.goto(running.url + path)
            page.wait_for_load_state("networkidle")
            assert violations(page) == []
