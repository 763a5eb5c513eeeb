# SPDX-License-Identifier: Apache-2.0
"""The counter page on a bad day: what can't be, what is hostile, a full disk, a desk that was killed."""

from __future__ import annotations

import errno
import re
import stat
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from batch.services import walk_in
from batch.store.slips import slips_of
from batch.web.desk import WebDesk
from batch.web.uploads import MOST_MB
from batch.web.visits import drafts
from batch.web.visits.drafts import KEPT_FOR, VisitDrafts
from batch.web.visits.typed import VisitTyped
from intake.store.store import Store
from tests.support.desks.counter_visit import BIRTH, count, left_behind, made, post, value_of
from tests.support.desks.web_desk import ORIGIN, csrf_of
from tests.support.dossiers.fake_pages import shaded
from tests.support.dossiers.station_dossiers import NOW

pytestmark = pytest.mark.usefixtures("nothing_read")
HOSTILE = "<script>alert(1)</script>\"' onload=x"


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


def test_a_file_of_an_endless_name_is_told_in_words_and_nothing_is_kept(clerk: TestClient, at: str) -> None:
    answer = post(clerk, f"{at}/files", BIRTH, files=[("files", ("x" * 9000 + ".png", b"a"))])
    assert answer.status_code == 422
    assert "tên ngắn hơn" in answer.text


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


def test_no_log_holds_what_was_typed(clerk: TestClient, at: str, store: Store) -> None:
    post(clerk, at, {**BIRTH, "personal_id": "12"})
    made(clerk, at, BIRTH)
    for log in (store.home / "log").rglob("*"):
        assert "Ví Dụ" not in log.read_text("utf-8") and "0912" not in log.read_text("utf-8")
