# SPDX-License-Identifier: Apache-2.0
"""Each key of the station does what the issue says of it, and none is taken by the browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from intake.services.changing.edit import Edit, edit
from intake.store.store import Store
from tests.support.browser.station_page import is_at, on_screen, saved, verify
from tests.support.browser.web_browser import HELD, ServedDesk
from tests.support.dossiers import fake_dossiers
from tests.support.dossiers.led_dossiers import values
from tests.support.dossiers.station_dossiers import CHILD, DOUBTFUL, typed_dossier

pytestmark = pytest.mark.long

MOTHER = "mother.full_name"
ON_THE_NOTICE = fake_dossiers.notice(CHILD)[MOTHER]
ON_THE_FORM = "LÊ THỊ HOA"
RELATION = "requester.relation"
FORM, NOTICE = "Tờ khai", "Giấy chứng sinh"
TAKEN_FROM_THE_BROWSER = """() => {
  const told = {};
  addEventListener("keydown", (event) => { told[event.key] = event.defaultPrevented; });
  window.taken = told;
}"""


@pytest.fixture
def two_papers(store: Store, tmp_path: Path) -> str:
    """A dossier whose two papers call the mother differently."""
    return typed_dossier(store, tmp_path, {MOTHER: DOUBTFUL}, changed={MOTHER: ON_THE_FORM})


@pytest.fixture
def one_doubt(store: Store, tmp_path: Path) -> str:
    return typed_dossier(store, tmp_path, {RELATION: DOUBTFUL})


def shown_part(page: Page) -> list[float]:
    """The part of the page that is on the screen: left, top, width, height in its pixels."""
    return [float(one) for one in (page.locator("#page").get_attribute("viewBox") or "").split()]


def at_mother(running: ServedDesk, browser: Browser, dossier: str) -> Page:
    page = verify(running, browser, dossier)
    while page.locator("[data-standing=doubtful].current").get_attribute("data-key") != MOTHER:
        page.keyboard.press("Tab")
    on_screen(page)
    return page


@pytest.mark.parametrize("key", ["F2", "Alt+2"])
def test_f2_goes_through_what_other_papers_say_and_back_and_confirms_nothing(
    key: str, running: ServedDesk, browser: Browser, store: Store, two_papers: str
) -> None:
    page = at_mother(running, browser, two_papers)
    first = page.locator("#value").input_value()
    other = {ON_THE_FORM: ON_THE_NOTICE, ON_THE_NOTICE: ON_THE_FORM}[first]
    paper = {ON_THE_FORM: FORM, ON_THE_NOTICE: NOTICE}
    page.keyboard.press(key)
    expect(page.locator("#value")).to_have_value(other)
    expect(page.locator("#remark")).to_contain_text(paper[other])
    expect(page.locator("#caption")).to_contain_text(paper[other])
    page.keyboard.press(key)
    expect(page.locator("#value")).to_have_value(first)
    expect(page.locator("#caption")).to_contain_text(paper[first])
    expect(page.locator("[data-saving]")).to_have_count(0)
    page.keyboard.press(key)
    page.keyboard.press("Enter")
    saved(page)
    assert values(store, two_papers)[MOTHER] == other


def test_f2_says_where_nothing_else_is_said(running: ServedDesk, browser: Browser, one_doubt: str) -> None:
    page = verify(running, browser, one_doubt)
    is_at(page, RELATION)
    page.keyboard.press("F2")
    expect(page.locator("#remark")).to_contain_text("Không có nguồn nào khác")
    expect(page.locator("#value")).to_have_value(fake_dossiers.form(CHILD)[RELATION])


@pytest.mark.parametrize("key", ["F8", "Alt+8"])
def test_f8_shows_the_other_paper_and_comes_round_to_the_first(
    key: str, running: ServedDesk, browser: Browser, two_papers: str
) -> None:
    page = at_mother(running, browser, two_papers)
    value = page.locator("#value").input_value()
    first = page.locator("#caption").text_content() or ""
    page.keyboard.press(key)
    expect(page.locator("#caption")).not_to_have_text(first)
    other = page.locator("#caption").text_content() or ""
    assert {FORM in first, FORM in other} == {True, False}
    expect(page.locator("#remark")).to_have_text(other)
    expect(page.locator("#page-zone")).to_be_visible()
    page.keyboard.press(key)
    expect(page.locator("#caption")).to_have_text(first)
    expect(page.locator("#value")).to_have_value(value)
    expect(page.locator("[data-saving]")).to_have_count(0)


def test_a_place_that_was_left_before_its_picture_came_counts_once_one_is_back(
    running: ServedDesk, browser: Browser, one_doubt: str
) -> None:
    page = running.let_in(browser)
    held: list[Route] = []
    page.route("**/paper/**", lambda route: held.append(route), times=2)
    page.goto(f"{running.url}/dossier/{one_doubt}/verify")
    is_at(page, RELATION)
    page.keyboard.press("F8")
    page.keyboard.press("F8")
    expect(page.locator("#caption")).to_contain_text(FORM)
    assert len(held) == 2
    for route in held:
        route.continue_()
    on_screen(page)
    page.keyboard.press("Enter")
    saved(page)


def test_a_field_that_changes_while_one_is_at_it_is_shown_anew_and_can_be_confirmed(
    running: ServedDesk, browser: Browser, store: Store, tmp_path: Path
) -> None:
    hometown = "child.hometown"
    dossier = typed_dossier(store, tmp_path, {RELATION: DOUBTFUL, hometown: DOUBTFUL})
    page = verify(running, browser, dossier)
    held: list[Route] = []
    page.route("**/field", lambda route: held.append(route), times=1)
    on_screen(page)
    page.keyboard.press("Enter")
    is_at(page, hometown)
    edit(store, dossier, Edit([(hometown, "xã Ví Dụ")]), who="lan", commune="")
    for route in held:
        route.continue_()
    expect(page.locator("#value")).to_have_value("xã Ví Dụ")
    on_screen(page)
    page.keyboard.press("Enter")
    saved(page, 2)
    assert values(store, dossier)[hometown] == "xã Ví Dụ"
    with store.read() as session:
        events = store.journal(session, dossier)
    assert [one.who for one in events if one.data.get("key") == hometown] == ["lan"]


@pytest.mark.parametrize("key", ["F9", "Alt+9"])
def test_f9_shows_the_whole_page_and_the_line_again(
    key: str, running: ServedDesk, browser: Browser, one_doubt: str
) -> None:
    page = verify(running, browser, one_doubt)
    on_screen(page)
    line = shown_part(page)
    page.keyboard.press(key)
    expect(page.locator("#page")).not_to_have_attribute("viewBox", " ".join(f"{one:g}" for one in line))
    whole = shown_part(page)
    assert whole[:2] == [0, 0]
    assert whole[3] > line[3]
    expect(page.locator("#page-zone")).to_be_visible()
    expect(page.locator("#strip")).to_be_visible()
    page.keyboard.press(key)
    assert shown_part(page) == line


@pytest.mark.parametrize("key", ["F6", "Alt+6"])
def test_f6_keeps_what_was_typed_goes_to_the_check_and_back(
    key: str, running: ServedDesk, browser: Browser, store: Store, tmp_path: Path
) -> None:
    both = {RELATION: DOUBTFUL, "child.hometown": DOUBTFUL}
    dossier = typed_dossier(store, tmp_path, both, notice=False)
    page = verify(running, browser, dossier)
    is_at(page, RELATION)
    page.keyboard.type("Chú")
    page.keyboard.press(key)
    saved(page)
    assert values(store, dossier)[RELATION] == "Chú"
    expect(page.locator("#entry")).to_be_hidden()
    expect(page.locator("#check")).to_be_focused()
    page.keyboard.press(key)
    is_at(page, "child.hometown")
    page.evaluate(HELD)
    for _there_and_back in range(2):
        page.keyboard.press(key)
    with page.expect_response("**/check"):
        page.evaluate("window.goOn()")
    page.evaluate("() => new Promise((drawn) => setTimeout(drawn, 100))")
    is_at(page, "child.hometown")  # what comes late takes nobody away from where they went meanwhile


@pytest.mark.parametrize("key", ["?", "F1"])
def test_the_keys_are_told_by_a_key_and_esc_goes_back_to_the_field(
    key: str, running: ServedDesk, browser: Browser, one_doubt: str
) -> None:
    page = verify(running, browser, one_doubt)
    is_at(page, RELATION)
    page.keyboard.press(key)
    expect(page.locator("#help")).to_be_visible()
    told = page.locator("#help").inner_text()
    for each in ("Enter", "Tab", "F2", "F3", "F4", "F6", "F8", "F9", "Ctrl+Z", "Esc", "Alt+2"):
        assert each in told
    page.keyboard.press("F3")
    expect(page.locator("[data-saving]")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator("#help")).to_be_hidden()
    expect(page.locator("#value")).to_be_focused()


@pytest.mark.parametrize("key", ["F3", "Alt+3"])
def test_f3_and_f4_have_a_second_key(key: str, running: ServedDesk, browser: Browser, one_doubt: str) -> None:
    page = verify(running, browser, one_doubt)
    is_at(page, RELATION)
    page.keyboard.press(key)
    saved(page)
    expect(page.locator(f"[data-key='{RELATION}'] .value")).to_have_text("trống trên giấy")


def test_no_key_of_the_station_is_left_to_the_browser(
    running: ServedDesk, browser: Browser, two_papers: str
) -> None:
    page = at_mother(running, browser, two_papers)
    page.evaluate(TAKEN_FROM_THE_BROWSER)
    for key in ("F2", "F8", "F9", "F4", "F3", "F6"):
        page.keyboard.press(key)
    assert page.evaluate("window.taken") == dict.fromkeys(("F2", "F8", "F9", "F4", "F3", "F6"), True)
    page.keyboard.press("F5")
    page.keyboard.press("Control+f")
    taken = page.evaluate("window.taken")
    assert (taken.get("F5", False), taken["f"]) == (False, False)


def test_what_is_typed_in_a_reason_belongs_to_the_reason(
    running: ServedDesk, browser: Browser, store: Store, tmp_path: Path
) -> None:
    other_day = "Ngày ba tháng mười một năm hai nghìn không trăm hai mươi sáu"
    changed = {"child.birth_date_words": other_day}
    dossier = typed_dossier(
        store, tmp_path, {RELATION: DOUBTFUL, "child.hometown": DOUBTFUL}, changed=changed
    )
    page = verify(running, browser, dossier)
    on_screen(page)
    page.keyboard.press("Enter")
    saved(page)
    reason = page.get_by_label("Vì sao được đi tiếp")
    reason.click()
    page.keyboard.type("hỏi rồi?")
    expect(page.locator("#help")).to_be_hidden()
    page.keyboard.press("F3")
    page.keyboard.press("Control+z")
    saved(page)
    expect(reason).to_be_focused()
    with store.read() as session:
        kept = store.form_values(session, dossier)
    assert kept[RELATION].corrected and not kept["child.hometown"].corrected


def test_tab_out_of_the_last_field_keeps_what_was_typed_and_leads_on(
    running: ServedDesk, browser: Browser, store: Store, one_doubt: str
) -> None:
    page = verify(running, browser, one_doubt)
    is_at(page, RELATION)
    page.keyboard.type("Chú")
    page.keyboard.press("Tab")
    saved(page)
    expect(page.locator("#value")).not_to_be_focused()
    assert values(store, one_doubt)[RELATION] == "Chú"
