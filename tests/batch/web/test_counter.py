# SPDX-License-Identifier: Apache-2.0
"""The counter page: what is typed is kept, a dossier is made of it once, nothing stays behind."""

from __future__ import annotations

import errno
import re
import stat
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from batch.services import walk_in
from batch.store.slips import slips_of
from batch.web import reading
from batch.web.desk import WebDesk
from batch.web.uploads import MOST_MB
from batch.web.visits import drafts
from batch.web.visits.drafts import KEPT_FOR, VisitDrafts
from batch.web.visits.typed import VisitTyped
from intake.dossier.journal import fold
from intake.dossier.requester import Requester
from intake.reading.page_work import HowToRead
from intake.services.counter.correcting import correct_requester
from intake.services.counter.reception import requester_of
from intake.store.store import Store
from tests.support.fake_pages import fake_read, shaded
from tests.support.station_dossiers import NOW
from tests.support.web_desk import ORIGIN, browser, csrf_of, web_desk

BIRTH = {
    "words": "lam giay khai sinh cho chau",
    "name": "Phạm Văn Ví Dụ",
    "personal_id": "001190012345",
    "phone": "0912 345 678",
    "relation": "ông",
    "kind": ["birth-registration", "birth-notice"],
}
MARITAL = {"words": "1.004873", "name": "Phạm Thị Ví Dụ"}
HOSTILE = "<script>alert(1)</script>\"' onload=x"


@pytest.fixture(autouse=True)
def _reading_nothing_real(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "how_to_read", lambda _settings: HowToRead(work=fake_read))


@pytest.fixture
def at(clerk: TestClient) -> str:
    """The address of a new visit."""
    return str(clerk.get("/counter").headers["location"])


def post(clerk: TestClient, address: str, form: Mapping[str, Any], **more: Any) -> Any:
    return clerk.post(address, data={**form, "csrf": csrf_of(clerk)}, **more)


def made(clerk: TestClient, at: str, form: Mapping[str, Any]) -> str:
    """The id of the dossier that is made of what is typed."""
    answer = post(clerk, f"{at}/make", form)
    found = re.fullmatch(r"/dossier/(\S+)/received", answer.headers.get("location", ""))
    assert found is not None, answer.text
    return found[1]


def count(store: Store) -> int:
    with store.read() as session:
        return store.count(session)


def answers_of(store: Store, dossier: str) -> dict[str, str]:
    with store.read() as session:
        return dict(store.get(session, dossier).answers)


def left_behind(store: Store) -> list[str]:
    """The files of visits that lie in the home."""
    return [path.name for path in (store.home / "counter").rglob("*") if path.is_file()]


def value_of(text: str, name: str) -> str:
    found = re.search(rf'name="{name}" type="text" value="([^"]*)"', text)
    assert found is not None
    return found[1]


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
    assert answers_of(store, made(clerk, at, form)) == {"acts_as": "self"}


def test_an_answer_whose_question_went_is_none(clerk: TestClient, at: str, store: Store) -> None:
    form = {**MARITAL, "answer-status": "never", "answer-end_in_database": "no"}
    assert answers_of(store, made(clerk, at, form)) == {"status": "never"}


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


def test_what_nobody_finished_goes_after_a_day(store: Store) -> None:
    moment = NOW
    kept = VisitDrafts(store.home, lambda: moment)
    kept.keep(VisitDrafts.new_key(), VisitTyped(name="Phạm Văn Ví Dụ"))
    moment = NOW + KEPT_FOR - timedelta(minutes=1)
    assert len(kept.unfinished("")) == 1
    moment = NOW + KEPT_FOR + timedelta(minutes=1)
    assert list(kept.unfinished("")) == []
    assert left_behind(store) == []


def test_files_that_a_killed_desk_left_go_after_a_day(store: Store) -> None:
    left = store.home / "counter" / VisitDrafts.new_key() / "files" / "1-1"
    left.mkdir(parents=True)
    (left / "thẻ.jpg").write_bytes(b"picture")
    moment = datetime.now(UTC)
    kept = VisitDrafts(store.home, lambda: moment)
    assert list(kept.unfinished("")) == []
    assert left_behind(store) == ["thẻ.jpg"]
    moment += KEPT_FOR + timedelta(minutes=1)
    kept.unfinished("")
    assert left_behind(store) == []


@pytest.mark.skipif(sys.platform == "win32", reason="rights are told otherwise there")
def test_what_is_typed_lies_there_for_its_owner_alone(clerk: TestClient, at: str, store: Store) -> None:
    post(clerk, at, BIRTH)
    folder = store.home / at.removeprefix("/")
    assert stat.S_IMODE((folder / "said.json").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("field", "typed"),
    [("personal_id", "12"), ("personal_id", "001245012345"), ("phone", "x"), ("email", "x@y")],
)
def test_what_can_not_be_is_said_beside_it_and_nothing_is_made(
    clerk: TestClient, at: str, store: Store, field: str, typed: str
) -> None:
    answer = post(clerk, f"{at}/make", {**BIRTH, field: typed})
    assert answer.status_code == 422
    assert re.search(rf'id="{field}-wrong" data-part>[^<]+<', answer.text)
    assert (value_of(answer.text, field), value_of(answer.text, "name")) == (typed, "Phạm Văn Ví Dụ")
    assert count(store) == 0


def test_without_a_procedure_nothing_is_made(clerk: TestClient, at: str, store: Store) -> None:
    answer = post(clerk, f"{at}/make", {"words": "mua xe máy", "name": "Phạm Văn Ví Dụ"})
    assert (answer.status_code, count(store)) == (422, 0)
    assert "Chưa chọn thủ tục" in answer.text


def test_an_endless_name_is_refused(clerk: TestClient, at: str, store: Store) -> None:
    assert post(clerk, f"{at}/make", {**BIRTH, "name": "A" * 10_000}).status_code == 422
    assert count(store) == 0


def test_hostile_text_stays_text(clerk: TestClient, at: str) -> None:
    post(clerk, at, {**BIRTH, "name": HOSTILE, "words": HOSTILE, "relation": HOSTILE, "answer-x": HOSTILE})
    text = clerk.get(at).text
    assert "<script>alert" not in text and "\"' onload" not in text
    assert "&lt;script&gt;alert(1)" in text
    dossier = made(clerk, at, {**BIRTH, "name": HOSTILE})
    assert "<script>alert" not in clerk.get(f"/dossier/{dossier}/received").text


@pytest.mark.parametrize(
    "key", ["x", "..%2f..%2fetc", "a" * 17, "a" * 15 + "/", ".." + "a" * 14, "a" * 15 + "%0a"]
)
def test_a_key_is_no_path(clerk: TestClient, store: Store, key: str) -> None:
    assert clerk.get(f"/counter/{key}").status_code in (404, 307)
    assert post(clerk, f"/counter/{key}", BIRTH).status_code in (404, 307, 405)
    assert left_behind(store) == []


def test_another_site_can_not_make_a_dossier(clerk: TestClient, at: str, store: Store) -> None:
    assert clerk.post(f"{at}/make", data=BIRTH).status_code == 403
    headers = {**ORIGIN, "Sec-Fetch-Site": "cross-site"}
    assert post(clerk, f"{at}/make", BIRTH, headers=headers).status_code == 403
    assert (count(store), left_behind(store)) == (0, [])


def files(*paths: Path) -> list[tuple[str, tuple[str, bytes]]]:
    return [("files", (path.name, path.read_bytes())) for path in paths]


@pytest.mark.long
def test_files_come_into_the_dossier(
    clerk: TestClient, desk: WebDesk, at: str, store: Store, tmp_path: Path
) -> None:
    one, two = shaded(tmp_path / "tờ khai.png", 41), shaded(tmp_path / "chung sinh.png", 42)
    text = post(clerk, f"{at}/files", BIRTH, files=files(one, two)).text
    assert "tờ khai.png" in text and "chung sinh.png" in text
    post(clerk, f"{at}/files/off", {"file": "1"})
    dossier = made(clerk, at, BIRTH)
    with store.read() as session:
        assert [paper.name for paper in store.documents(session, dossier)] == ["chung sinh.png"]
    assert left_behind(store) == []
    clerk.get(f"/dossier/{dossier}/received")
    desk.reading.settle()
    assert "Giấy tờ nhận ra" in clerk.get(f"/dossier/{dossier}/received").text


@pytest.mark.long
def test_a_file_of_the_wrong_kind_is_refused_at_once(
    clerk: TestClient, at: str, store: Store, tmp_path: Path
) -> None:
    letter = tmp_path / "thư.docx"
    letter.write_bytes(b"PK\x03\x04 no paper")
    text = post(clerk, f"{at}/files", BIRTH, files=files(letter)).text
    assert re.search(r'class="refused">thư.docx: ', text)
    assert left_behind(store) == ["said.json"]
    assert value_of(text, "name") == "Phạm Văn Ví Dụ"


def test_files_that_are_too_large_are_not_taken(clerk: TestClient, at: str, store: Store) -> None:
    headers = {**ORIGIN, "Content-Length": str((MOST_MB + 1) * 1_000_000)}
    answer = clerk.post(f"{at}/files", content=b"", headers=headers)
    assert answer.status_code == 413
    assert "MB" in answer.text
    assert left_behind(store) == []


def test_a_full_disk_says_so(clerk: TestClient, at: str, monkeypatch: pytest.MonkeyPatch) -> None:
    post(clerk, at, BIRTH)

    def full(*_told: object) -> None:
        raise OSError(errno.ENOSPC, "no room", "Phạm Văn Ví Dụ")

    monkeypatch.setattr(drafts, "write_synced", full)
    form = {**BIRTH, "name": "Phạm Văn Hai", "csrf": csrf_of(clerk)}
    answer = clerk.post(at, data=form, headers={"Accept": "application/json"})
    assert answer.status_code == 507
    assert "đầy" in answer.json()["error"]
    assert value_of(clerk.get(at).text, "name") == "Phạm Văn Ví Dụ"


@pytest.mark.parametrize("step", ["add_papers", "visit_sheets"])
def test_broken_off_behind_the_dossier_it_goes_on_and_makes_no_second(
    clerk: TestClient, at: str, store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, step: str
) -> None:
    desk_file = shaded(tmp_path / "to-khai.png", 41)
    post(clerk, at, BIRTH)
    VisitDrafts(store.home, store.clock).attach(at.rpartition("/")[2], desk_file, 1)

    def full(*_told: object, **_more: object) -> None:
        raise OSError(errno.ENOSPC, "no room")

    with monkeypatch.context() as broken:
        broken.setattr(walk_in, step, full)
        answer = post(clerk, f"{at}/make", BIRTH)
    assert answer.status_code == 507
    assert "Ổ đĩa đã đầy" in answer.text and value_of(answer.text, "name") == "Phạm Văn Ví Dụ"
    assert "chưa xong" in clerk.get(at).text
    dossier = made(clerk, at, BIRTH)
    with store.read() as session:
        assert len(store.documents(session, dossier)) == len(slips_of(session, dossier)) == 1
    assert (count(store), left_behind(store)) == (1, [])


def test_receipt_and_cover_sheet_come_as_pdf(clerk: TestClient, at: str) -> None:
    dossier = made(clerk, at, BIRTH)
    text = clerk.get(f"/dossier/{dossier}/received").text
    links = re.findall(r'target="_blank" rel="noopener" href="([^"]+)"', text)
    assert len(links) == 2
    for link in links:
        answer = clerk.get(link)
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF-")


def test_a_dossier_without_them_offers_the_receipt(clerk: TestClient, dossier: str) -> None:
    assert clerk.get(f"/dossier/{dossier}/cover").status_code == 404
    assert "Chưa có giấy tiếp nhận" in clerk.get(f"/dossier/{dossier}/received").text
    post(clerk, f"/dossier/{dossier}/receipt", {})
    assert "/slip/receipt/" in clerk.get(f"/dossier/{dossier}/received").text


def test_no_log_holds_what_was_typed(clerk: TestClient, at: str, store: Store) -> None:
    post(clerk, at, {**BIRTH, "personal_id": "12"})
    made(clerk, at, BIRTH)
    for log in (store.home / "log").rglob("*"):
        assert "Ví Dụ" not in log.read_text("utf-8") and "0912" not in log.read_text("utf-8")


def seen_of(clerk: TestClient, dossier: str) -> str:
    found = re.search(r'name="seen" value="(\d+)"', clerk.get(f"/dossier/{dossier}/received").text)
    assert found is not None
    return found[1]


def test_who_asks_can_be_corrected_afterwards_and_the_receipt_is_issued_anew(
    clerk: TestClient, at: str, store: Store
) -> None:
    dossier = made(clerk, at, BIRTH)
    right = {"name": "Phạm Văn Vĩ Dụ", "personal_id": "", "phone": "0912345678", "relation": "ông"}
    form = {**right, "seen": seen_of(clerk, dossier)}
    answer = post(clerk, f"/dossier/{dossier}/requester", form)
    assert answer.headers["location"] == f"/dossier/{dossier}/received"
    with store.read() as session:
        receipts = [slip for slip in slips_of(session, dossier) if slip.kind == "receipt"]
        now, row = requester_of(store, session, dossier), store.get(session, dossier).requester
    assert (now.name, now.personal_id, now.phone, row) == (right["name"], "", "0912345678", right["name"])
    assert len({receipt.number for receipt in receipts}) == 2
    text = clerk.get(f"/dossier/{dossier}/received").text
    assert f"/slip/receipt/{receipts[-1].year}/{receipts[-1].number}" in text and right["name"] in text
    post(clerk, f"/dossier/{dossier}/requester", {**right, "seen": seen_of(clerk, dossier)})
    with store.read() as session:
        assert len(slips_of(session, dossier)) == len(receipts)


def test_what_can_not_be_is_said_beside_its_field_and_nothing_is_changed(
    clerk: TestClient, at: str, store: Store
) -> None:
    dossier = made(clerk, at, BIRTH)
    form = {"name": "Phạm Văn Khác", "personal_id": "12", "seen": seen_of(clerk, dossier)}
    answer = post(clerk, f"/dossier/{dossier}/requester", form)
    assert answer.status_code == 422 and "12 chữ số" in answer.text
    assert value_of(answer.text, "name") == "Phạm Văn Khác"
    with store.read() as session:
        assert store.get(session, dossier).requester == BIRTH["name"]


def test_a_correction_of_what_a_colleague_corrected_meanwhile_overwrites_nothing(
    clerk: TestClient, at: str, store: Store
) -> None:
    dossier = made(clerk, at, BIRTH)
    seen = int(seen_of(clerk, dossier))
    correct_requester(store, dossier, Requester("Phạm Văn Vĩ Dụ"), who="nam", commune="", seen=seen)
    answer = post(clerk, f"/dossier/{dossier}/requester", {"name": "Phạm Văn Khác", "seen": str(seen)})
    assert answer.status_code == 409
    with store.read() as session:
        assert store.get(session, dossier).requester == "Phạm Văn Vĩ Dụ"
