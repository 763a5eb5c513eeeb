# SPDX-License-Identifier: Apache-2.0
"""A dossier settled beside its pictures, in a real browser and by keyboard alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from intake.dossier.journal import What
from intake.dossier.states import State
from intake.services.changing.edit import Edit, edit
from intake.store.store import Store
from tests.support.browser.screen_reader import violations
from tests.support.browser.station_page import is_at, on_screen, verify
from tests.support.browser.web_browser import HELD, Keys, ServedDesk
from tests.support.dossiers import fake_dossiers
from tests.support.dossiers.led_dossiers import state_of, values
from tests.support.dossiers.station_dossiers import CHILD, DOUBTFUL, HARDLY, penned_dossier, typed_dossier

pytestmark = pytest.mark.long

FORM = fake_dossiers.form(CHILD)
DOUBTS = dict.fromkeys(("requester.relation", "child.nationality", "child.hometown"), DOUBTFUL)
MOST_KEYS = 10
PRESSED_WHILE_COMPOSING = """(input) => {
  const press = (told) => input.dispatchEvent(new KeyboardEvent("keydown", { ...told, bubbles: true }));
  for (const key of ["Enter", "F3", "F4", "Tab"]) press({ key, keyCode: 229 });
  for (const key of ["Enter", "F3", "F4", "Tab"]) press({ key, isComposing: true });
  press({ key: "z", ctrlKey: true, isComposing: true });
}"""


@pytest.fixture
def typed(store: Store, tmp_path: Path) -> str:
    return typed_dossier(store, tmp_path, DOUBTS)


def decided_by(store: Store, dossier: str) -> dict[str, str]:
    with store.read() as session:
        return {key: v.corrected_by for key, v in store.form_values(session, dossier).items() if v.corrected}


def test_the_language_is_changed_by_a_button(running: ServedDesk, browser: Browser) -> None:
    page = running.let_in(browser)
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name="Tiếng Việt").click()
    expect(page.locator("html")).to_have_attribute("lang", "vi")


def test_a_typed_dossier_takes_ten_keys_at_most(
    running: ServedDesk, browser: Browser, store: Store, typed: str
) -> None:
    page = verify(running, browser, typed)
    keys = Keys(page)
    for key in DOUBTS:
        expect(page.locator(".field.current")).to_have_attribute("data-key", key)
        on_screen(page)
        keys.press("Enter")
    expect(page.get_by_role("button", name="Đóng gói")).to_be_focused()
    expect(page.locator("[data-saving=saved]")).to_have_count(len(DOUBTS))
    assert decided_by(store, typed) == dict.fromkeys(DOUBTS, "hoa")
    assert {key: values(store, typed)[key] for key in DOUBTS} == {key: FORM[key] for key in DOUBTS}
    keys.press("Enter")
    expect(page.locator("#check")).to_contain_text("Đã đóng gói")
    assert state_of(store, typed) is State.QUEUED
    assert keys.pressed <= MOST_KEYS


def test_a_penned_dossier_takes_its_characters_and_one_key_a_field(
    running: ServedDesk, browser: Browser, store: Store, tmp_path: Path
) -> None:
    dossier = penned_dossier(store, tmp_path)
    page = verify(running, browser, dossier)
    keys = Keys(page)
    while page.locator("[data-standing=doubtful]").count():
        key = page.locator(".field.current").get_attribute("data-key")
        assert key is not None
        expect(page.get_by_role("textbox").first).to_have_value("")
        keys.type(FORM[key])
        keys.press("Enter")
        expect(page.locator(f"[data-key='{key}']")).not_to_have_class("field current")
    expect(page.locator("[data-saving=saving]")).to_have_count(0)
    decided = decided_by(store, dossier)
    assert {key: values(store, dossier)[key] for key in decided} == {key: FORM[key] for key in decided}
    assert keys.typed + keys.pressed <= 1.5 * keys.typed


def test_what_was_hardly_read_is_a_picture_and_no_value(
    running: ServedDesk, browser: Browser, store: Store, tmp_path: Path
) -> None:
    dossier = typed_dossier(store, tmp_path, {"child.hometown": HARDLY})
    page = verify(running, browser, dossier)
    expect(page.locator("#value")).to_have_value("")
    on_screen(page)
    page.keyboard.press("Enter")
    expect(page.locator("#remark")).to_contain_text("F3")
    assert decided_by(store, dossier) == {}
    assert FORM["child.hometown"] not in page.locator(".field.current").inner_text()


def test_tab_confirms_nothing_and_keeps_what_was_typed(
    running: ServedDesk, browser: Browser, store: Store, typed: str
) -> None:
    page = verify(running, browser, typed)
    first, second, third = DOUBTS
    on_screen(page)
    page.keyboard.press("Tab")
    expect(page.locator(".field.current")).to_have_attribute("data-key", second)
    page.keyboard.press("Shift+Tab")
    expect(page.locator(".field.current")).to_have_attribute("data-key", first)
    page.keyboard.type("Chú")
    page.keyboard.press("Tab")
    expect(page.locator("[data-saving=saved]")).to_have_count(1)
    assert decided_by(store, typed) == {first: "hoa"}
    assert values(store, typed)[first] == "Chú"
    page.keyboard.press("Tab")
    expect(page.locator(".field.current")).to_have_attribute("data-key", third)


def test_empty_on_the_paper_and_taken_back(
    running: ServedDesk, browser: Browser, store: Store, typed: str
) -> None:
    page = verify(running, browser, typed)
    first = next(iter(DOUBTS))
    page.keyboard.press("F3")
    expect(page.locator("[data-saving=saved]")).to_have_count(1)
    expect(page.locator(f"[data-key='{first}'] .value")).to_have_text("trống trên giấy")
    assert values(store, typed)[first] == ""
    page.keyboard.press("Control+z")
    expect(page.locator(".field.current")).to_have_attribute("data-key", first)
    expect(page.locator("#value")).to_have_value(FORM[first])
    assert decided_by(store, typed) == {}


def test_what_nobody_can_read_is_said_so_and_not_empty(
    running: ServedDesk, browser: Browser, store: Store, typed: str
) -> None:
    page = verify(running, browser, typed)
    first = next(iter(DOUBTS))
    page.keyboard.press("F4")
    expect(page.locator("[data-saving=saved]")).to_have_count(1)
    expect(page.locator(f"[data-key='{first}'] .value")).to_have_text("không đọc được")
    with store.read() as session:
        assert store.form_values(session, typed)[first].unreadable


def test_only_what_was_on_the_screen_is_told_as_shown(
    running: ServedDesk, browser: Browser, store: Store, typed: str
) -> None:
    page = verify(running, browser, typed)
    first = next(iter(DOUBTS))
    on_screen(page)
    page.keyboard.press("Enter")
    expect(page.locator("[data-saving=saved]")).to_have_count(1)
    with store.read() as session:
        told = [event for event in store.journal(session, typed) if event.what == What.SHOWN]
    assert [(event.who, list(event.data["values"])) for event in told] == [("hoa", [first])]


def test_nothing_is_confirmed_whose_picture_did_not_come(
    running: ServedDesk, browser: Browser, store: Store, typed: str
) -> None:
    page = running.let_in(browser)
    page.route("**/paper/**", lambda route: route.abort())
    page.goto(f"{running.url}/dossier/{typed}/verify")
    expect(page.locator("#caption")).to_contain_text("Không hiện được ảnh")
    page.keyboard.press("Enter")
    expect(page.locator("#remark")).to_contain_text("Ảnh chưa hiện ra")
    assert decided_by(store, typed) == {}


def test_a_word_put_together_by_a_typing_method_is_never_cut_by_a_key(
    running: ServedDesk, browser: Browser, store: Store, typed: str
) -> None:
    page = verify(running, browser, typed)
    page.locator("#value").evaluate(PRESSED_WHILE_COMPOSING)
    session = page.context.new_cdp_session(page)
    session.send("Input.imeSetComposition", {"text": "chú", "selectionStart": 3, "selectionEnd": 3})
    expect(page.locator("#value")).to_have_value("chú")
    expect(page.locator(".field.current")).to_have_attribute("data-key", next(iter(DOUBTS)))
    expect(page.locator("[data-saving]")).to_have_count(0)
    session.send("Input.insertText", {"text": "chú"})
    page.keyboard.press("Enter")
    expect(page.locator("[data-saving=saved]")).to_have_count(1)
    assert values(store, typed)[next(iter(DOUBTS))] == "chú"


def test_two_clerks_at_one_field_are_told_and_nothing_is_overwritten(
    running: ServedDesk, browser: Browser, store: Store, typed: str
) -> None:
    page = verify(running, browser, typed)
    first = next(iter(DOUBTS))
    on_screen(page)
    page.keyboard.type("Chú")
    edit(store, typed, Edit([(first, "Ông")]), who="nam", commune="")
    page.keyboard.press("Enter")
    expect(page.locator("#remark")).to_contain_text("nam")
    expect(page.locator("#remark")).to_contain_text("người khác")
    expect(page.locator("#value")).to_have_value("Chú")
    assert values(store, typed)[first] == "Ông"
    assert decided_by(store, typed)[first] == "nam"


def test_a_value_that_can_hardly_be_is_kept_with_a_reason_only(
    running: ServedDesk, browser: Browser, store: Store, tmp_path: Path
) -> None:
    dossier = typed_dossier(store, tmp_path, {"child.ethnicity": DOUBTFUL})
    page = verify(running, browser, dossier)
    page.keyboard.type("Abc")
    page.keyboard.press("Enter")
    expect(page.locator("#because-line")).to_be_visible()
    expect(page.locator("#value")).to_have_value("Abc")
    assert decided_by(store, dossier) == {}
    page.keyboard.press("Enter")
    expect(page.locator("#because")).to_be_focused()
    page.keyboard.type("giấy ghi vậy")
    page.keyboard.press("Enter")
    expect(page.locator("[data-saving=saved]")).to_have_count(1)
    assert values(store, dossier)["child.ethnicity"] == "Abc"


def test_a_refusal_takes_nobody_away_from_what_they_type_and_comes_again(
    running: ServedDesk, browser: Browser, store: Store, tmp_path: Path
) -> None:
    dossier = typed_dossier(store, tmp_path, {"child.ethnicity": DOUBTFUL, "child.hometown": DOUBTFUL})
    page = verify(running, browser, dossier)
    page.evaluate(HELD)
    page.keyboard.type("Abc")
    page.keyboard.press("Enter")
    is_at(page, "child.hometown")
    page.keyboard.type("Hà N")
    page.evaluate("window.goOn()")
    expect(page.locator("[data-key='child.ethnicity'] .mark")).not_to_be_empty()
    expect(page.locator("[data-saving=refused]")).to_have_count(1)
    is_at(page, "child.hometown")
    page.keyboard.type("am")
    expect(page.locator("#value")).to_have_value("Hà Nam")
    page.keyboard.press("Enter")
    is_at(page, "child.ethnicity")
    expect(page.locator("#because-line")).to_be_visible()
    expect(page.locator("[data-key='child.hometown']")).to_have_attribute("data-saving", "saved")


def test_a_missing_paper_ends_in_the_slip_that_is_shown_as_pdf(
    running: ServedDesk, browser: Browser, store: Store, tmp_path: Path
) -> None:
    dossier = typed_dossier(store, tmp_path, {}, notice=False)
    page = verify(running, browser, dossier)
    expect(page.locator("#check .error")).to_contain_text("Giấy chứng sinh")
    expect(page.get_by_role("button", name="Phiếu yêu cầu bổ sung (PDF)")).to_be_focused()
    with page.context.expect_page() as opened:
        page.keyboard.press("Enter")
    expect(opened.value).to_have_url(re.compile(r"/slip/supplement/\d{4}/1$"))
    shown = page.context.request.get(opened.value.url)
    assert shown.headers["content-type"] == "application/pdf"
    assert shown.body().startswith(b"%PDF-")
    assert state_of(store, dossier) is State.INCOMPLETE


def test_a_contradiction_is_shown_in_pictures_and_decided_with_a_reason(
    running: ServedDesk, browser: Browser, store: Store, tmp_path: Path
) -> None:
    other_day = "Ngày ba tháng mười một năm hai nghìn không trăm hai mươi sáu"
    dossier = typed_dossier(store, tmp_path, {}, changed={"child.birth_date_words": other_day})
    page = verify(running, browser, dossier)
    finding = page.locator("#check .warning")
    expect(finding).to_contain_text("không khớp")
    expect(finding.locator("figure svg")).to_be_visible()
    expect(page.get_by_label("Vì sao được đi tiếp")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#check .problem")).to_be_visible()
    page.keyboard.type("đã hỏi mẹ, viết nhầm")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Đóng gói")).to_be_focused()
    with store.read() as session:
        (event,) = [event for event in store.journal(session, dossier) if event.what == What.DECIDED]
    assert (event.who, event.data["reason"]) == ("hoa", "đã hỏi mẹ, viết nhầm")


def test_hostile_text_in_a_value_stays_text_at_the_station(
    running: ServedDesk, browser: Browser, store: Store, typed: str
) -> None:
    hostile = "</script><img src=x onerror=window.hit=1>{{7*7}}"
    edit(store, typed, Edit([("child.hometown", hostile)], because=hostile), who=hostile, commune="")
    page = running.let_in(browser)
    for path in (f"/dossier/{typed}/verify", f"/dossier/{typed}", "/"):
        page.goto(f"{running.url}{path}")
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.hit") is None
        assert page.locator("img[src=x]").count() == 0
    page.goto(f"{running.url}/dossier/{typed}/verify")
    row = page.locator("[data-key='child.hometown']")
    assert hostile in (row.locator(".value").text_content() or "")


def test_no_page_stands_in_the_way_of_a_screen_reader(
    running: ServedDesk, browser: Browser, typed: str
) -> None:
    page = running.let_in(browser)
    for path in ("/", f"/dossier/{typed}", f"/dossier/{typed}/verify", "/nowhere"):
        page.goto(running.url + path)
        page.wait_for_load_state("networkidle")
        assert violations(page) == [], path


def test_the_page_of_who_is_not_let_in_is_no_harder_to_read(running: ServedDesk, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(running.url)
    assert violations(page) == []


def test_a_paper_to_decide_about_is_on_the_screen_while_the_keyboard_is_there(
    running: ServedDesk, browser: Browser, store: Store, tmp_path: Path
) -> None:
    theirs = fake_dossiers.form(CHILD + 1)  # the notice is another family's
    dossier = typed_dossier(store, tmp_path, {}, changed=theirs)
    page = verify(running, browser, dossier)
    asked = page.locator("#check li[data-document]").first
    expect(asked).to_be_visible()
    asked.locator("[data-step]").focus()
    expect(page.locator("#caption")).to_contain_text("Giấy chứng sinh")
    expect(page.locator("#page-zone")).to_have_attribute("hidden", "")
