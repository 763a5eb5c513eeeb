# SPDX-License-Identifier: Apache-2.0
"""What the pages of the desk show, and what they say where something is wrong."""

from __future__ import annotations

import errno
import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

import pytest
from PIL import Image
from starlette.testclient import TestClient

from batch.desk.commands import desk as desk_command
from batch.package.manifest import SIGNATURE_LOST, TOO_LARGE
from batch.store.packages import add_package
from batch.web import pages
from batch.web.desk import WebDesk
from intake.desk import surroundings
from intake.desk.surroundings import CopyTold
from intake.dossier.states import State
from intake.services.changing.edit import Edit, edit
from intake.settings import log
from intake.settings.settings import GatewaySettings, Settings, UnitSettings
from intake.store.dossier.documents import FileInfo
from intake.store.store import Store
from tests.support.desks.web_desk import browser, changed, csrf_of, stranger, web_desk
from tests.support.dossiers.led_dossiers import led_to, state_of, values
from tests.support.dossiers.station_dossiers import DOUBTFUL, typed_dossier

AGAIN = "<button data-step>Kiểm tra lại<"
"""What the panel offers where nothing is left to decide and the last word was not judged yet."""

HOSTILE = "<script>alert(1)</script>\"' onload=x"


def test_the_start_page_leads_to_the_dossiers(clerk: TestClient, dossier: str) -> None:
    text = clerk.get("/").text
    assert f'href="/dossier/{dossier}"' in text
    assert "LÊ VĂN AN" in text


def test_an_empty_store_says_so(clerk: TestClient) -> None:
    assert "Chưa có hồ sơ nào" in clerk.get("/").text


def test_a_copy_says_on_each_page_that_nothing_is_sent_from_it(desk: WebDesk) -> None:
    told = ["Không gửi gì từ đây."]
    assert told[0] not in browser(desk).get("/").text
    copied = browser(replace(desk, copy_told=lambda: "".join(told)))
    assert told[0] in copied.get("/").text
    accepted = told.pop()  # that it goes on there, while the desk is open
    assert accepted not in copied.get("/").text


def test_of_a_copy_a_page_names_no_command(monkeypatch: pytest.MonkeyPatch) -> None:
    copy = CopyTold("Là bản sao.", "sohoa store accept")
    monkeypatch.setattr(surroundings, "told_of_a_copy", lambda: copy)
    assert desk_command._copy_told() == copy.sentence


def test_a_dossier_shows_its_papers_and_values(clerk: TestClient, dossier: str) -> None:
    text = clerk.get(f"/dossier/{dossier}").text
    assert "LÊ VĂN AN" in text
    assert "Họ, chữ đệm, tên của trẻ" in text


def test_a_part_of_the_id_is_enough(clerk: TestClient, dossier: str) -> None:
    assert dossier in clerk.get(f"/dossier/{dossier.partition('-')[2]}").text


def test_hostile_text_in_a_value_stays_text(clerk: TestClient, store: Store, dossier: str) -> None:
    edit(store, dossier, Edit([("child.full_name", HOSTILE)], because="x"), who="hoa", commune="")
    for page in ("/", f"/dossier/{dossier}"):
        text = clerk.get(page).text
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)" in text
        assert "onload=x<" in text  # as text, its quotes escaped
        assert "\"' onload" not in text


@pytest.mark.parametrize("path", ["/nowhere", "/dossier/999999-ZZZZ", "/dossier/x/y"])
def test_what_is_not_there_is_said(path: str, clerk: TestClient) -> None:
    answer = clerk.get(path)
    assert answer.status_code == 404
    assert 'role="alert"' in answer.text


def test_a_script_is_told_in_json(clerk: TestClient) -> None:
    answer = clerk.get("/dossier/999999-ZZZZ", headers={"Accept": "application/json"})
    assert answer.status_code == 404
    assert set(answer.json()) == {"error", "advice"}


def test_an_unforeseen_error_shows_no_value_and_no_trace(
    clerk: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_told: object, **_more: object) -> None:
        raise RuntimeError("LÊ VĂN AN")

    monkeypatch.setattr(pages.start, "dossier_list", broken)
    answer = clerk.get("/")
    assert answer.status_code == 500
    assert "RuntimeError" in answer.text
    assert "LÊ VĂN AN" not in answer.text and "Traceback" not in answer.text


@pytest.mark.long
def test_a_page_comes_as_a_picture_of_the_width_asked_for(
    clerk: TestClient, store: Store, dossier: str
) -> None:
    with store.read() as session:
        (paper,) = store.documents(session, dossier)
    answer = clerk.get(f"/dossier/{dossier}/paper/{paper.id}/1/small")
    assert answer.headers["content-type"] == "image/jpeg"
    assert Image.open(BytesIO(answer.content)).width <= 300


@pytest.mark.parametrize("tail", ["1/1/huge", "99/1/small", "1/2/small", "1/0/small", "x/1/small"])
def test_a_picture_that_is_not_there_is_said(tail: str, clerk: TestClient, dossier: str) -> None:
    assert clerk.get(f"/dossier/{dossier}/paper/{tail}").status_code == 404


def test_the_paper_of_another_dossier_is_not_shown(clerk: TestClient, desk: WebDesk, dossier: str) -> None:
    with desk.store.write() as session:
        other = desk.store.create_dossier(session, procedure="1.001193", who="lan").id
    with desk.store.read() as session:
        (paper,) = desk.store.documents(session, dossier)
    assert clerk.get(f"/dossier/{other}/paper/{paper.id}/1/small").status_code == 404


def test_a_full_disk_is_said_and_nothing_else_happens(
    clerk: TestClient, dossier: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_told: object, **_more: object) -> None:
        raise OSError(errno.ENOSPC, "no room", "LÊ VĂN AN")

    monkeypatch.setattr(pages.verify, "edit", full)
    form = {"csrf": csrf_of(clerk), "key": "child.full_name", "value": "LÊ VĂN BA", "seen": "1"}
    answer = clerk.post(f"/dossier/{dossier}/field", data=form, headers={"Accept": "application/json"})
    assert answer.status_code == 507
    assert "đầy" in answer.json()["error"]
    assert "LÊ VĂN" not in answer.text


@pytest.mark.parametrize("seen", ["", "x", "-1", "1.5"])
def test_a_change_that_says_no_version_changes_nothing(seen: str, clerk: TestClient, dossier: str) -> None:
    told = changed(clerk, f"/dossier/{dossier}/field", key="child.full_name", value="LÊ VĂN BA", seen=seen)
    assert told.status_code == 403
    assert "LÊ VĂN AN" in clerk.get(f"/dossier/{dossier}").text


def test_a_script_whose_session_is_over_is_told_how_to_go_on(desk: WebDesk, dossier: str) -> None:
    answer = stranger(desk, Accept="application/json").get(f"/dossier/{dossier}/sheet")
    assert answer.status_code == 401
    assert "sohoa desk" in answer.json()["advice"]


def test_a_slip_that_the_dossier_has_not_is_not_shown(clerk: TestClient, dossier: str) -> None:
    assert clerk.get(f"/dossier/{dossier}/slip/supplement/2026/1").status_code == 404


def test_values_stand_in_no_address_and_no_log(clerk: TestClient, dossier: str, tmp_path: Path) -> None:
    log.start_log(tmp_path / "sohoa.log")
    seen = clerk.get(f"/dossier/{dossier}/sheet").json()["version"]
    told = {"key": "child.full_name", "value": "LÊ VĂN BA", "seen": str(seen)}
    assert changed(clerk, f"/dossier/{dossier}/field", **told).status_code == 200
    changed(clerk, f"/dossier/{dossier}/field", **{**told, "key": "child.birth_date", "value": "LÊ VĂN BA"})
    addresses = re.findall(r'(?:href|src|action)="([^"]*)"', clerk.get(f"/dossier/{dossier}/verify").text)
    assert addresses
    assert not any("LÊ" in unquote(address) for address in addresses)
    written = tmp_path / "sohoa.log"
    assert "LÊ" not in (written.read_text("utf-8") if written.exists() else "")


@pytest.mark.long
def test_a_picture_of_150_megapixels_and_a_page_among_300_are_shown(
    clerk: TestClient, store: Store, dossier: str, tmp_path: Path
) -> None:
    Image.new("1", (15_000, 9_990), 1).save(tmp_path / "huge.png")
    pages_of = [Image.new("1", (200, 280), 1) for _page in range(300)]
    pages_of[0].save(tmp_path / "stack.tif", save_all=True, append_images=pages_of[1:])
    files = (FileInfo("huge.png", "image/png", 1), FileInfo("stack.tif", "image/tiff", 300))
    kept = [store.keep(tmp_path / file.name) for file in files]
    with store.write() as session:
        papers = [
            store.add_document(session, dossier, stored, file, who="lan")[0].id
            for stored, file in zip(kept, files, strict=True)
        ]
    for document, page in ((papers[0], 1), (papers[1], 300)):
        answer = clerk.get(f"/dossier/{dossier}/paper/{document}/{page}/large")
        assert answer.status_code == 200
        assert Image.open(BytesIO(answer.content)).width <= 2200
    assert len(clerk.get(f"/dossier/{dossier}/sheet").json()["pages"]) == 302


def test_a_word_that_more_follow_is_kept_at_once_and_judged_with_the_last(
    clerk: TestClient, store: Store, tmp_path: Path
) -> None:
    made = typed_dossier(store, tmp_path, {"child.hometown": DOUBTFUL, "requester.relation": DOUBTFUL})
    told = {"seen": str(clerk.get(f"/dossier/{made}/sheet").json()["version"]), "value": "Bà"}
    changed(clerk, f"/dossier/{made}/field", key="requester.relation", more="1", **told)
    changed(clerk, f"/dossier/{made}/field", key="child.hometown", more="1", **told)
    assert {key: values(store, made)[key] for key in ("requester.relation", "child.hometown")} == {
        "requester.relation": "Bà",
        "child.hometown": "Bà",
    }
    assert state_of(store, made) is State.READ
    assert AGAIN in clerk.get(f"/dossier/{made}/check").text
    assert changed(clerk, f"/dossier/{made}/judge", seen=told["seen"]).status_code == 200
    assert state_of(store, made) is State.COMPLETE
    assert "Đóng gói" in clerk.get(f"/dossier/{made}/check").text


def test_what_the_gateway_would_return_is_told_before_anything_is_packaged(
    store: Store, tmp_path: Path
) -> None:
    made = typed_dossier(store, tmp_path, {})
    gateway = GatewaySettings(base_url="https://cong.example")
    told = Settings(home=store.home, gateway=gateway, unit=UnitSettings(code="G09.20"))
    with web_desk(store, told=told) as desk:
        clerk = browser(desk)
        edit(store, made, Edit([("child.sex", "Không xác định")]), who="hoa", commune="")
        assert state_of(store, made) is State.COMPLETE
        panel = clerk.get(f"/dossier/{made}/check").text
        assert "cổng sẽ trả lại" in panel and "Giới tính" in panel and "Đóng gói" in panel
        edit(store, made, Edit([("child.sex", "Nữ")]), who="hoa", commune="")
        assert "cổng sẽ trả lại" not in clerk.get(f"/dossier/{made}/check").text


def test_what_is_left_to_decide_is_not_judged_away(clerk: TestClient, store: Store, tmp_path: Path) -> None:
    made = typed_dossier(store, tmp_path, {"child.hometown": DOUBTFUL})
    assert changed(clerk, f"/dossier/{made}/judge", seen="1").status_code == 422
    assert AGAIN not in clerk.get(f"/dossier/{made}/check").text
    assert state_of(store, made) is State.READ


def test_what_a_package_lacks_is_told_beside_it(clerk: TestClient, store: Store, dossier: str) -> None:
    led_to(store, dossier, State.PACKAGED)
    findings = {"Trích lục": [SIGNATURE_LOST], "Tờ khai": []}
    for number, lacking in enumerate((findings, {**findings, "Tờ khai": [TOO_LARGE]}), start=1):
        manifest = {"components": [{"name": name, "findings": codes} for name, codes in lacking.items()]}
        with store.write() as session:
            add_package(
                session,
                dossier,
                number=number,
                folder=f"packages/{number}",
                content_key=str(number),
                manifest=manifest,
                components=[],
                now=store.clock(),
            )
        panel = clerk.get(f"/dossier/{dossier}/check").text
        assert "Trích lục: giấy tờ này có chữ ký số" in panel
        too_large = number == 2
        assert ("Tờ khai: " in panel, "đi cùng lần gửi tới" in panel) == (too_large, not too_large)
        assert "portal_limit_mb" not in panel


@pytest.mark.parametrize("step", ["package", "supplement"])
def test_what_a_colleague_changed_meanwhile_is_neither_packaged_nor_asked_for_unseen(
    clerk: TestClient, store: Store, tmp_path: Path, step: str
) -> None:
    made = typed_dossier(store, tmp_path, {})
    seen = str(clerk.get(f"/dossier/{made}/sheet").json()["version"])
    edit(store, made, Edit([("child.hometown", "Xã Khác")]), who="hoa", commune="")
    before = state_of(store, made)
    assert changed(clerk, f"/dossier/{made}/{step}", seen=seen).status_code == 409
    assert state_of(store, made) is before


def test_a_version_of_thousands_of_digits_is_no_fault_of_the_program(
    clerk: TestClient, store: Store, tmp_path: Path
) -> None:
    made = typed_dossier(store, tmp_path, {})
    assert changed(clerk, f"/dossier/{made}/package", seen="9" * 5000).status_code == 403
