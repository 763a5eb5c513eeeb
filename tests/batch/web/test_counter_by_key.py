# SPDX-License-Identifier: Apache-2.0
"""Visits at the counter in a real browser, by keyboard alone, and what happens to them on bad days."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from batch.store.slips import slips_of
from batch.web import reading
from batch.web.desk import WebDesk
from intake.dossier.journal import fold
from intake.dossier.stored import Dossier
from intake.reading.page_work import HowToRead
from intake.services.counter.reception import requester_of
from intake.store.store import Store
from tests.support.browser.screen_reader import violations
from tests.support.browser.web_browser import HELD, Keys, ServedDesk, served
from tests.support.dossiers.fake_pages import fake_read, shaded

pytestmark = pytest.mark.long

COMPOSED = """(input) => {
  for (const told of [{ key: "Enter", keyCode: 229 }, { key: "Enter", isComposing: true, ctrlKey: true }])
    input.dispatchEvent(new KeyboardEvent("keydown", { ...told, bubbles: true, cancelable: true }));
}"""
DROPPED = """([name, bytes]) => {
  const data = new DataTransfer(), raw = Uint8Array.from(atob(bytes), (one) => one.charCodeAt(0));
  data.items.add(new File([raw], name));
  for (const kind of ["dragover", "drop"])
    document.querySelector("#visit").dispatchEvent(
      new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def running(desk: WebDesk, monkeypatch: pytest.MonkeyPatch) -> Iterator[ServedDesk]:
    monkeypatch.setattr(reading, "how_to_read", lambda _settings: HowToRead(work=fake_read))
    with served(desk) as started:
        yield started


def opened(running: ServedDesk, browser: Browser, **options: Any) -> Page:
    """The counter page, as one finds it by the keyboard from the first page."""
    page = running.let_in(browser, **options)
    page.keyboard.press("F2")
    expect(page.locator("body.scripted")).to_be_visible()
    expect(page.locator("#words")).to_be_focused()
    return page


def kept(page: Page) -> None:
    expect(page.locator("#kept")).to_have_text("✓ đã giữ")


def said(page: Page, *lines: str) -> Keys:
    """What the citizen needs, then the lines about who asks, each ended by Enter."""
    keys = Keys(page)
    for line in lines:
        keys.type(line)
        keys.press("Enter")
    return keys


def only(store: Store) -> Dossier:
    with store.read() as session:
        (dossier,) = store.list(session)
        return dossier


def at_once(page: Page) -> None:
    expect(page.get_by_role("heading", name="Đã lập hồ sơ")).to_be_visible()


def test_a_birth_by_keyboard_alone(
    running: ServedDesk, browser: Browser, store: Store, tmp_path: Path
) -> None:
    page = opened(running, browser)
    scans = [shaded(tmp_path / "to-khai.png", 41), shaded(tmp_path / "chung-sinh.png", 42)]
    page.on("filechooser", lambda chooser: chooser.set_files(scans))
    keys = said(page, "lam giay khai sinh cho chau", "Phạm Văn Ví Dụ", "", "0912 345 678", "", "ông")
    expect(page.locator("#paper-application")).to_be_focused()
    expect(page.locator("#panel")).to_contain_text("Xin ông/bà nộp Giấy chứng sinh")
    for key in ("Space", "Enter", "Space"):
        keys.press(key)
    expect(page.locator("#panel")).to_contain_text("Đã có đủ giấy tờ phải nộp.")
    while page.evaluate("document.activeElement.type") == "checkbox":
        keys.press("Enter")
    expect(page.locator("#files")).to_be_focused()
    keys.press("Enter")
    expect(page.locator("#attached li")).to_have_count(2)
    keys.press("Control+Enter")
    at_once(page)
    expect(page.locator("#receipt")).to_be_focused()
    expect(page.locator("#still")).to_contain_text("Giấy tờ nhận ra")
    with page.expect_popup() as shown:
        keys.press("Enter")
    assert "/slip/receipt/" in shown.value.url
    dossier = only(store)
    with store.read() as session:
        assert requester_of(store, session, dossier.id).relation == "ông"
        assert fold(store.journal(session, dossier.id)).shown == ("birth-registration", "birth-notice")
        assert len(store.documents(session, dossier.id)) == 2
    keys.press("n")
    expect(page.locator("#words")).to_be_focused()
    expect(page.locator("#name")).to_have_value("")


def test_what_is_ticked_and_typed_while_files_are_attached_stays_and_is_kept(
    running: ServedDesk, browser: Browser, tmp_path: Path
) -> None:
    page = opened(running, browser)
    said(page, "khai sinh")
    expect(page.locator("#paper-application")).to_be_visible()
    kept(page)
    page.evaluate(HELD)
    page.locator("#files").set_input_files(shaded(tmp_path / "to-khai.png", 91))
    page.locator("#paper-application").check()
    page.locator("#phone").focus()
    page.keyboard.type("0912")
    page.evaluate("window.goOn()")
    expect(page.locator("#attached li")).to_have_count(1)
    expect(page.locator("#phone")).to_be_focused()
    kept(page)
    page.reload()
    expect(page.locator("#paper-application")).to_be_checked()
    expect(page.locator("#phone")).to_have_value("0912")
    letter = tmp_path / "thu.docx"
    letter.write_bytes(b"PK\x03\x04 no paper")
    page.evaluate(HELD)
    page.locator("#files").set_input_files(letter)
    page.locator("#phone").focus()
    page.keyboard.press("End")
    page.keyboard.type("345")
    page.evaluate("window.goOn()")
    expect(page.locator("#told")).to_contain_text("thu.docx: ")
    kept(page)
    expect(page.locator("#told")).to_contain_text("thu.docx: ")


def test_a_marital_status_by_keyboard_alone(running: ServedDesk, browser: Browser, store: Store) -> None:
    page = opened(running, browser)
    keys = said(page, "xin giay doc than", "Phạm Thị Ví Dụ", "001190012345", "", "", "")
    expect(page.locator("#answer-status-1")).to_be_focused()
    keys.press("3")
    expect(page.locator("#questions")).to_contain_text("khai tử của vợ, chồng")
    page.evaluate(HELD)
    for key in ("1", "Enter", "1", "Enter", "0", "1", "Enter"):  # before the desk says what it asks next
        keys.press(key)
    page.evaluate("window.goOn()")
    expect(page.locator("#paper-application")).to_be_focused()
    expect(page.locator("#questions")).not_to_contain_text("khai tử của vợ, chồng")
    keys.press("Space")
    expect(page.locator("#panel")).to_contain_text("Đã có đủ giấy tờ phải nộp.")
    keys.press("Control+Enter")
    at_once(page)
    told = {"status": "never", "earlier_certificate": "none", "acts_as": "self"}
    assert only(store).answers == {**told, "residence_in_database": "yes"}
    assert (keys.pressed, "Phạm" in page.url) == (16, False)


def test_figures_pressed_ahead_of_a_save_that_fails_answer_no_other_question(
    running: ServedDesk, browser: Browser
) -> None:
    page = opened(running, browser)
    keys = said(page, "xin giay doc than", "Phạm Thị Ví Dụ", "001190012345", "", "", "")
    expect(page.locator("#answer-status-1")).to_be_focused()
    keys.press("3")
    expect(page.locator("#questions")).to_contain_text("khai tử của vợ, chồng")
    page.route("**/counter/**", lambda route: route.abort())
    page.evaluate(HELD)
    for key in ("1", "Enter", "1"):  # the last is meant for the question after this one
        keys.press(key)
    page.evaluate("window.goOn()")
    expect(page.locator("#kept")).to_contain_text("chưa giữ")
    expect(page.locator("#answer-status-1")).not_to_be_focused()
    assert page.locator("#answer-status-1").is_checked()
    assert not page.locator("#answer-end_in_database-1").is_checked()  # still shown, and the next to be asked


def test_unclear_words_lead_to_the_choice(running: ServedDesk, browser: Browser) -> None:
    page = opened(running, browser)
    said(page, "khai sinh con nuoc ngoai")
    expect(page.locator("#found-1")).to_be_focused()
    page.keyboard.press("1")
    expect(page.locator("#panel")).to_contain_text("Đăng ký khai sinh có yếu tố nước ngoài")
    page.keyboard.press("Enter")
    expect(page.locator("#name")).to_be_focused()


def test_pressed_twice_it_is_one_dossier_and_the_way_back_leads_to_it(
    running: ServedDesk, browser: Browser, store: Store
) -> None:
    page = opened(running, browser)
    said(page, "1.001193", "Phạm Văn Ví Dụ")
    for _press in range(3):
        page.keyboard.press("Control+Enter")
    at_once(page)
    page.go_back()
    at_once(page)
    dossier = only(store)
    with store.read() as session:
        assert len(slips_of(session, dossier.id)) == 1
    assert list((store.home / "counter").iterdir()) == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_a_reload_in_the_middle_loses_nothing(running: ServedDesk, browser: Browser, tmp_path: Path) -> None:
    page = opened(running, browser)
    said(page, "1.004873", "Phạm Thị Ví Dụ", "00119")
    page.locator("#files").set_input_files(shaded(tmp_path / "don.png"))
    expect(page.locator("#attached li")).to_have_count(1)
    page.locator("#answer-status-3").check()
    expect(page.locator("#questions")).to_contain_text("khai tử của vợ, chồng")
    kept(page)
    page.reload()
    expect(page.locator("#name")).to_have_value("Phạm Thị Ví Dụ")
    expect(page.locator("#personal_id")).to_have_value("00119")
    expect(page.locator("#answer-status-3")).to_be_checked()
    expect(page.locator("#attached li")).to_contain_text("don.png")


def test_what_is_drawn_anew_takes_no_choice_of_files_away(running: ServedDesk, browser: Browser) -> None:
    page = opened(running, browser)
    page.evaluate("document.querySelector('#files').chosen = true")  # as while the system's dialog is open
    said(page, "1.004873", "Phạm Thị Ví Dụ", "00119")
    for answer, asks in (("3", True), ("1", False)):  # each answer draws the page anew
        page.locator(f"#answer-status-{answer}").check()
        drawn = expect(page.locator("#questions"))
        (drawn.to_contain_text if asks else drawn.not_to_contain_text)("khai tử của vợ, chồng")
    assert page.evaluate("document.querySelector('#files').chosen")


def test_a_killed_desk_loses_nothing_and_is_asked_again(
    running: ServedDesk, browser: Browser, store: Store
) -> None:
    page = opened(running, browser)
    said(page, "1.001193", "Phạm Văn Ví Dụ")
    expect(page.locator("#panel")).to_contain_text("Đăng ký khai sinh")
    running.stop()
    page.keyboard.type("001190012345")
    expect(page.locator("#kept")).to_contain_text("chưa giữ")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#told")).to_contain_text("Trang làm việc không trả lời")
    running.start()
    kept(page)
    page.keyboard.press("Control+Enter")
    at_once(page)
    with store.read() as session:
        assert requester_of(store, session, only(store).id).personal_id == "001190012345"


def test_a_lost_answer_makes_no_second_dossier(running: ServedDesk, browser: Browser, store: Store) -> None:
    page = opened(running, browser)
    said(page, "1.001193", "Phạm Văn Ví Dụ")
    expect(page.locator("#panel")).to_contain_text("Đăng ký khai sinh")

    def lost(route) -> None:
        route.fetch()  # the desk did it
        route.abort()  # and nobody hears of it

    page.route("**/make", lost)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#told")).to_contain_text("Trang làm việc không trả lời")
    page.unroute("**/make")
    page.keyboard.press("Control+Enter")
    at_once(page)
    only(store)


def test_a_letter_that_is_being_composed_moves_nothing(
    running: ServedDesk, browser: Browser, store: Store
) -> None:
    page = opened(running, browser)
    said(page, "1.001193")
    expect(page.locator("#panel")).to_contain_text("Đăng ký khai sinh")
    typing = page.context.new_cdp_session(page)
    page.locator("#name").focus()
    typing.send("Input.imeSetComposition", {"text": "Phạ", "selectionStart": 3, "selectionEnd": 3})
    page.evaluate(f"({COMPOSED})(document.activeElement)")
    expect(page.locator("#name")).to_be_focused()
    typing.send("Input.insertText", {"text": "Phạm Văn Ví Dụ"})
    expect(page.locator("#name")).to_have_value("Phạm Văn Ví Dụ")
    kept(page)
    with store.read() as session:
        assert store.count(session) == 0
    page.keyboard.press("Control+Enter")
    at_once(page)
    assert only(store).requester == "Phạm Văn Ví Dụ"


def test_what_is_wrong_is_said_where_it_is_and_the_keyboard_goes_there(
    running: ServedDesk, browser: Browser, store: Store
) -> None:
    page = opened(running, browser)
    said(page, "1.001193", "Phạm Văn Ví Dụ", "12")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#personal_id")).to_be_focused()
    expect(page.locator("#personal_id-wrong")).to_contain_text("12 chữ số")
    page.keyboard.press("Control+a")
    page.keyboard.type("001190012345")
    page.keyboard.press("Control+Enter")
    at_once(page)
    only(store)


def test_dropped_files_are_taken_or_refused_at_once(
    running: ServedDesk, browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(running, browser)
    said(page, "1.001193", "Phạm Văn Ví Dụ")
    scan = base64.b64encode(shaded(tmp_path / "tờ.png").read_bytes()).decode()
    page.evaluate(DROPPED, ["tờ khai.png", scan])
    expect(page.locator("#attached li")).to_contain_text("tờ khai.png")
    page.evaluate(DROPPED, ["thư.docx", base64.b64encode(b"no paper").decode()])
    expect(page.locator("#told")).to_contain_text("thư.docx: ")
    expect(page.locator("#attached li")).to_have_count(1)
    expect(page.locator("#name")).to_have_value("Phạm Văn Ví Dụ")
    monkeypatch.setattr("batch.web.pages.counter.MOST_MB", 0)
    kept(page)
    page.reload()
    page.evaluate(DROPPED, ["lớn.png", scan])
    expect(page.locator("#told")).to_contain_text("MB")
    expect(page.locator("#attached li")).to_have_count(1)


def test_without_scripts_the_buttons_do_the_same(
    running: ServedDesk, browser: Browser, store: Store, tmp_path: Path
) -> None:
    page = running.let_in(browser, java_script_enabled=False)
    page.get_by_role("link", name="Quầy tiếp nhận").click()
    page.locator("#words").fill("1.001193")
    page.locator("#name").fill("Phạm Văn Ví Dụ")
    page.get_by_role("button", name="Xem cần những gì").click()
    expect(page.locator("#panel")).to_contain_text("Xin ông/bà nộp Giấy chứng sinh")
    page.locator("#files").set_input_files(shaded(tmp_path / "to-khai.png"))
    page.get_by_role("button", name="kèm vào").click()
    expect(page.locator("#attached li")).to_contain_text("to-khai.png")
    page.get_by_role("button", name="Lập hồ sơ").click()
    at_once(page)
    running.desk.reading.settle()
    page.reload()
    expect(page.locator("#still")).to_contain_text("Giấy tờ nhận ra")
    assert only(store).requester == "Phạm Văn Ví Dụ"


def test_nothing_keeps_anybody_from_using_the_pages(
    running: ServedDesk, browser: Browser, tmp_path: Path
) -> None:
    page = opened(running, browser)
    assert violations(page) == []
    said(page, "lam giay khai sinh", "Phạm Văn Ví Dụ", "12")
    expect(page.locator("#personal_id-wrong")).to_contain_text("12 chữ số")
    page.locator("#files").set_input_files(shaded(tmp_path / "to-khai.png"))
    expect(page.locator("#attached li")).to_have_count(1)
    page.locator("#standing summary").click()
    assert violations(page) == []
    page.locator("#personal_id").fill("")
    page.keyboard.press("Control+Enter")
    at_once(page)
    expect(page.locator("#still")).to_contain_text("Giấy tờ nhận ra")
    page.locator("#who-asks summary").press("Enter")
    expect(page.locator("#name")).to_have_value("Phạm Văn Ví Dụ")
    assert violations(page) == []
