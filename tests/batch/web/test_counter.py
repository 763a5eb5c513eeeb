# SPDX-License-Identifier: Apache-2.0
"""The counter page: what is typed is kept, a dossier is made of it once, nothing stays behind."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from batch.store.slips import slips_of
from batch.web.desk import WebDesk
from intake.dossier.journal import fold
from intake.services.counter.reception import requester_of
from intake.services.fill_and_check import fill
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue
from tests.support.desks.counter_visit import BIRTH, count, left_behind, made, post, value_of
from tests.support.desks.web_desk import browser, changed, csrf_of, web_desk
from tests.support.dossiers.fake_pages import form_page
from tests.support.dossiers.led_dossiers import paper

pytestmark = pytest.mark.usefixtures("nothing_read")
MARITAL = {"words": "1.004873", "name": "Phạm Thị Ví Dụ"}


def answers_of(store: Store, dossier: str) -> dict[str, str]:
    with store.read() as session:
        return dict(store.get(session, dossier).answers)


def test_each_visit_has_an_address_of_its_own_that_says_nothing(clerk: TestClient, at: str) -> None:
    other = clerk.get("/counter").headers["location"]
    assert other != at
    assert re.fullmatch(r"/counter/[\w-]{16}", at)


def test_a_reload_shows_what_was_typed_and_no_other_visit_does(clerk: TestClient, at: str) -> None:
    answer = post(clerk, at, BIRTH)
    assert answer.headers["location"] == at
    assert value_of(clerk.get(at).text, "name") == "Phạm Văn Ví Dụ"
    assert value_of(clerk.get(clerk.get("/counter").headers["location"]).text, "name") == ""


def test_a_visit_that_is_not_finished_is_found_again(clerk: TestClient, at: str) -> None:
    post(clerk, at, BIRTH)
    assert f'href="{at}"' in clerk.get(clerk.get("/counter").headers["location"]).text


def test_papers_law_due_day_and_fee_are_told(clerk: TestClient, at: str) -> None:
    post(clerk, at, {**BIRTH, "kind": "birth-registration"})
    text = clerk.get(at).text
    assert "Xin ông/bà nộp Giấy chứng sinh" in text
    assert "Luật Hộ tịch 60/2014/QH13 Điều 16 khoản 1" in text
    assert "Đăng ký khai sinh đúng hạn: không thu" in text
    assert re.search(r"<dt>Hẹn trả</dt><dd>\d\d/\d\d/2026</dd>", text)
    post(clerk, at, BIRTH)
    assert "Đã có đủ giấy tờ phải nộp." in clerk.get(at).text


@pytest.mark.parametrize(("status", "asked"), [("never", False), ("divorced", True)])
def test_who_never_married_is_asked_of_no_divorce(
    clerk: TestClient, at: str, status: str, asked: bool
) -> None:
    post(clerk, at, {**MARITAL, "answer-status": status})
    assert ("khai tử của vợ, chồng" in clerk.get(at).text) == asked


def test_an_answer_that_the_papers_contradict_is_told_and_corrected_at_the_station(
    clerk: TestClient, at: str, store: Store
) -> None:
    dossier = made(clerk, at, {**MARITAL, "answer-status": "divorced"})
    document = paper(store, dossier)
    form = replace(
        form_page({"subject.marital_status": "Chưa đăng ký kết hôn với ai"}), kind="marital-status"
    )
    with store.write() as session:
        store.save_page_reading(session, document, form, reader="1")
    fill(store, dossier, load_catalogue())
    told = "“đã ly hôn”; theo giấy tờ thì là “chưa đăng ký kết hôn với ai”"
    text = clerk.get(f"/dossier/{dossier}/check").text
    findings = text.split('<ul class="findings">')[1]
    assert told in findings.split("<li")[1]  # before all else
    seen = re.findall(r'name="seen" value="(\d+)"', text)[0]
    refused = post(clerk, f"/dossier/{dossier}/package", {"seen": seen})
    assert refused.status_code == 422 and "/package" not in text
    changed(clerk, f"/dossier/{dossier}/answer", question="status", answer="never", seen=seen)
    assert answers_of(store, dossier)["status"] == "never"
    text = clerk.get(f"/dossier/{dossier}/check").text
    assert told not in text and "sửa được ở đây" in text


def test_words_that_may_mean_several_leave_the_choice(clerk: TestClient, at: str, store: Store) -> None:
    post(clerk, at, {"words": "khai sinh con nuoc ngoai"})
    text = clerk.get(at).text
    assert text.count('name="procedure"') > 1 and " checked" not in text
    post(clerk, at, {"words": "khai sinh con nuoc ngoai", "procedure": "2.000528"})
    assert re.search(r'value="2.000528" checked', clerk.get(at).text)
    assert post(clerk, f"{at}/make", {"words": "khai sinh con nuoc ngoai"}).status_code == 422
    assert count(store) == 0


def test_a_dossier_is_made_with_all_that_was_said(clerk: TestClient, at: str, store: Store) -> None:
    dossier = made(clerk, at, BIRTH)
    with store.read() as session:
        told, kinds = requester_of(store, session, dossier), fold(store.journal(session, dossier)).shown
        slips = [slip.kind for slip in slips_of(session, dossier)]
    assert (told.name, told.personal_id, told.phone) == ("Phạm Văn Ví Dụ", "001190012345", "0912345678")
    assert kinds == ("birth-registration", "birth-notice")
    assert slips == ["receipt"]


def test_an_assumption_counts_as_in_the_terminal(clerk: TestClient, at: str, store: Store) -> None:
    shown = {"answer-abandoned": "no", "assumed-abandoned": "no", "answer-notice_in_database": "yes"}
    shown |= {"assumed-notice_in_database": "no"}
    answers = answers_of(store, made(clerk, at, {**BIRTH, **shown}))
    assert answers["notice_in_database"] == "yes"
    assert answers["residence_in_database"] == "yes"
    assert "abandoned" not in answers


def test_what_nobody_knows_stays_open(clerk: TestClient, at: str, store: Store) -> None:
    form = {**MARITAL, "answer-status": "", "answer-acts_as": "self"}
    post(clerk, at, form)
    assert 'id="answer-status-0" name="answer-status" value="" checked' in clerk.get(at).text
    told = {"acts_as": "self", "residence_in_database": "yes"}  # the second as the program assumes it
    assert answers_of(store, made(clerk, at, form)) == told


def test_an_answer_whose_question_went_is_none(clerk: TestClient, at: str, store: Store) -> None:
    form = {**MARITAL, "answer-status": "never", "answer-end_in_database": "no"}
    told = {"status": "never", "residence_in_database": "yes"}
    assert answers_of(store, made(clerk, at, form)) == told


def test_made_twice_it_is_one_dossier_with_one_receipt(clerk: TestClient, at: str, store: Store) -> None:
    dossier = made(clerk, at, BIRTH)
    assert made(clerk, at, {**BIRTH, "name": "Người khác"}) == dossier
    with store.read() as session:
        assert len(slips_of(session, dossier)) == 1
        assert store.get(session, dossier).requester == "Phạm Văn Ví Dụ"
    assert count(store) == 1
    assert clerk.get(at).headers["location"] == f"/dossier/{dossier}/received"


def test_pressed_twice_at_once_it_is_one_dossier(desk: WebDesk, clerk: TestClient, at: str) -> None:
    csrf = csrf_of(clerk)
    with ThreadPoolExecutor(4) as pressed:
        answers = list(
            pressed.map(lambda _n: clerk.post(f"{at}/make", data={**BIRTH, "csrf": csrf}), range(4))
        )
    assert len({answer.headers["location"] for answer in answers}) == 1
    assert count(desk.store) == 1


def test_two_clerks_at_once_get_two_numbers(store: Store) -> None:
    def visit(who: str) -> str:
        with web_desk(store, who=who) as own:
            clerk = browser(own)
            return made(clerk, str(clerk.get("/counter").headers["location"]), BIRTH)

    with ThreadPoolExecutor(2) as clerks:
        dossiers = list(clerks.map(visit, ["lan", "hoa"]))
    with store.read() as session:
        numbers = [slip.number for dossier in dossiers for slip in slips_of(session, dossier)]
    assert len(set(dossiers)) == len(set(numbers)) == 2


def test_when_it_is_done_nothing_of_the_citizen_stays_behind(
    clerk: TestClient, at: str, store: Store
) -> None:
    post(clerk, at, BIRTH)
    assert left_behind(store) == ["said.json"]
    made(clerk, at, BIRTH)
    assert left_behind(store) == []
    post(clerk, at, BIRTH)  # what was on its way when the dossier was made
    assert left_behind(store) == []


def test_who_wants_no_dossier_leaves_nothing(clerk: TestClient, at: str, store: Store) -> None:
    post(clerk, at, BIRTH)
    assert post(clerk, f"{at}/drop", {}).headers["location"] == "/counter"
    assert (left_behind(store), count(store)) == ([], 0)
