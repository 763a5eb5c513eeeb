# SPDX-License-Identifier: Apache-2.0
"""Values of many dossiers settled in a real browser, by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from batch.web.desk import WebDesk
from intake.dossier.journal import What
from intake.services.changing.edit import Edit, edit
from intake.services.changing.hold_back import hold_back
from intake.store.store import Store
from tests.support.browser.screen_reader import violations
from tests.support.browser.web_browser import Keys, ServedDesk, served
from tests.support.dossiers.led_dossiers import values
from tests.support.dossiers.station_dossiers import DOUBTFUL, HARDLY, typed_dossier

pytestmark = pytest.mark.long

SEX, NAME, MOTHER = "child.sex", "requester.full_name", "mother.full_name"
SCREEN, REST = 12, 3


@pytest.fixture
def running(desk: WebDesk) -> Iterator[ServedDesk]:
    with served(desk) as started:
        yield started


def births(store: Store, folder: Path, count: int, hardly: int = -1, key: str = SEX) -> list[str]:
    """So many forms with a doubtful value each, hardly read in one of them."""
    return [
        typed_dossier(
            store, folder, {key: HARDLY if number == hardly else DOUBTFUL}, notice=False, child=number + 1
        )
        for number in range(count)
    ]


def opened(running: ServedDesk, browser: Browser, sort: str = "sex") -> Page:
    page = running.let_in(browser)
    page.goto(f"{running.url}/values/{sort}")
    return page


def all_seen(page: Page, count: int) -> None:
    expect(page.locator(".cell")).to_have_count(count)
    expect(page.locator(".cell[data-seen]")).to_have_count(count)


def deciders(store: Store, dossiers: list[str], key: str = SEX) -> list[str]:
    with store.read() as session:
        return [store.form_values(session, dossier)[key].corrected_by for dossier in dossiers]


def cell(page: Page, dossier: str) -> Locator:
    return page.locator(".cell", has=page.locator(f"a[href*='{dossier}']"))


def test_a_nights_sexes_go_with_one_key_a_screen_and_a_wrong_one_is_taken_out(
    running: ServedDesk, browser: Browser, store: Store, tmp_path: Path
) -> None:
    dossiers = births(store, tmp_path, SCREEN + REST)
    page = opened(running, browser)
    keys = Keys(page)
    all_seen(page, SCREEN)
    keys.press("ArrowRight")
    keys.press("ArrowDown")
    expect(cell(page, dossiers[4])).to_have_class("cell current")
    keys.press(" ")
    expect(cell(page, dossiers[4])).to_have_attribute("data-state", "aside")
    keys.press("Enter")
    all_seen(page, REST)
    keys.press("Enter")
    expect(page.locator("#over")).to_be_visible()
    expect(page.locator("#left li")).to_have_count(1)
    expect(page.locator("#others")).to_be_focused()
    expect(page.locator("#remark")).to_contain_text(f"Đã xác nhận {REST} ô")
    told = deciders(store, dossiers)
    assert told == ["" if number == 4 else "hoa" for number in range(SCREEN + REST)]
    assert keys.pressed == 5
    page.locator("#left a").press("Enter")
    expect(page.locator(".field.current")).to_have_attribute("data-key", SEX)
    assert dossiers[4] in page.url


def test_what_is_typed_replaces_the_value_and_enter_leads_to_the_next_that_wants_it(
    running: ServedDesk, browser: Browser, store: Store, tmp_path: Path
) -> None:
    dossiers = births(store, tmp_path, 4, hardly=2)
    page = opened(running, browser)
    all_seen(page, 4)
    expect(cell(page, dossiers[2])).to_have_class("cell current")
    expect(page.locator("#value")).to_have_value("")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(cell(page, dossiers[0])).to_have_class("cell current")
    page.keyboard.type("Nữ")
    page.keyboard.press("Enter")
    expect(cell(page, dossiers[0])).to_have_attribute("data-state", "saved")
    expect(cell(page, dossiers[2])).to_have_class("cell current")
    page.keyboard.press("Enter")
    expect(page.locator("#over")).to_be_visible()
    expect(page.locator("#remark")).to_contain_text("Đã xác nhận 2 ô")
    assert [values(store, one)[SEX] for one in dossiers[:2]] == ["Nữ", "Nam"]
    assert deciders(store, dossiers) == ["hoa", "hoa", "", "hoa"]


def test_what_another_paper_writes_otherwise_is_shown_with_both_readings_and_ticked_by_itself(
    running: ServedDesk, browser: Browser, store: Store, tmp_path: Path
) -> None:
    differs = {MOTHER: "TRẦN THỊ BÌNH HOA"}
    dossiers = births(store, tmp_path, 1, key=MOTHER)
    dossiers += [
        typed_dossier(store, tmp_path, {MOTHER: DOUBTFUL}, changed=differs, child=child) for child in (2, 3)
    ]
    page = opened(running, browser, "names")
    all_seen(page, 3)
    expect(page.locator(".cell[data-apart=differs]")).to_have_count(2)
    expect(cell(page, dossiers[1])).to_have_class("cell current")
    expect(cell(page, dossiers[1]).locator(".others")).to_contain_text(differs[MOTHER])
    page.keyboard.press("F2")
    expect(page.locator("#value")).to_have_value(differs[MOTHER])
    page.keyboard.press("Enter")
    expect(cell(page, dossiers[1])).to_have_attribute("data-state", "saved")
    expect(cell(page, dossiers[2])).to_have_class("cell current")
    page.keyboard.press("Enter")
    expect(page.locator("#remark")).to_contain_text("Đã xác nhận 1 ô")
    assert deciders(store, dossiers, MOTHER) == ["hoa", "hoa", ""]
    page.goto(f"{running.url}/values/names")
    all_seen(page, 1)
    page.keyboard.press(" ")
    expect(cell(page, dossiers[2])).to_have_attribute("data-state", "right")
    page.keyboard.press("Enter")
    expect(page.locator("#remark")).to_contain_text("Đã xác nhận 1 ô")
    assert deciders(store, dossiers, MOTHER) == ["hoa"] * 3
    assert values(store, dossiers[1])[MOTHER] == differs[MOTHER]


def test_empty_unreadable_and_its_dossier_are_a_key_each(
    running: ServedDesk, browser: Browser, store: Store, tmp_path: Path
) -> None:
    dossiers = births(store, tmp_path, 3)
    page = opened(running, browser)
    all_seen(page, 3)
    page.keyboard.press("F3")
    expect(cell(page, dossiers[0])).to_have_attribute("data-state", "saved")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Alt+4")
    expect(cell(page, dossiers[1])).to_have_attribute("data-state", "saved")
    expect(cell(page, dossiers[0]).locator(".value")).to_have_text("trống trên giấy")
    page.keyboard.press("ArrowRight")
    expect(cell(page, dossiers[1]).locator(".value")).to_have_text("không đọc được")
    page.keyboard.press("F9")
    expect(page.locator(".field.current")).to_have_attribute("data-key", SEX)
    assert dossiers[2] in page.url
    with store.read() as session:
        told = [store.form_values(session, one)[SEX] for one in dossiers]
    assert [(each.corrected_by, each.value, each.unreadable) for each in told] == [
        ("hoa", "", False),
        ("hoa", "", True),
        ("", "Nam", False),
    ]
    page.go_back()
    all_seen(page, 1)


def test_of_a_held_dossier_nothing_is_typed_or_ticked(
    running: ServedDesk, browser: Browser, store: Store, tmp_path: Path
) -> None:
    (dossier,) = births(store, tmp_path, 1)
    hold_back(store, dossier, who="nam", reason="x", commune="")
    page = opened(running, browser)
    all_seen(page, 1)
    page.keyboard.press(" ")
    expect(page.locator("#remark")).to_contain_text("F9")
    page.keyboard.type("Nữ")
    expect(page.locator("#value")).to_have_value("Nam")
    page.keyboard.press("F3")
    expect(page.locator("#remark")).to_contain_text("F9")
    page.keyboard.press("Enter")
    expect(page.locator("#left li")).to_have_count(1)
    assert deciders(store, [dossier]) == [""]


def test_nothing_is_confirmed_whose_strip_did_not_come(
    running: ServedDesk, browser: Browser, store: Store, tmp_path: Path
) -> None:
    dossiers = births(store, tmp_path, 3)
    page = running.let_in(browser)
    page.route(f"**/dossier/{dossiers[1]}/strip/**", lambda route: route.abort())
    page.goto(f"{running.url}/values/sex")
    expect(page.locator(".cell[data-seen]")).to_have_count(2)
    expect(cell(page, dossiers[1])).to_contain_text("không hiện được ảnh")
    page.keyboard.press("Enter")
    expect(page.locator("#over")).to_be_visible()
    expect(page.locator("#remark")).to_contain_text("Đã xác nhận 2 ô")
    assert deciders(store, dossiers) == ["hoa", "", "hoa"]
    with store.read() as session:
        assert not [e for e in store.journal(session, dossiers[1]) if e.what == What.SHOWN]


def test_a_strip_outside_of_the_window_is_not_seen_and_holds_the_key_up(
    running: ServedDesk, browser: Browser, store: Store, tmp_path: Path
) -> None:
    dossiers = births(store, tmp_path, SCREEN)
    page = running.let_in(browser)
    page.set_viewport_size({"width": 1366, "height": 420})
    page.goto(f"{running.url}/values/sex")
    expect(page.locator(".cell[data-drawn]")).to_have_count(SCREEN)
    expect(cell(page, dossiers[0])).to_have_attribute("data-seen", "1")
    page.keyboard.press("Enter")
    expect(page.locator("#remark")).to_contain_text("chưa kịp xem")
    assert deciders(store, dossiers) == [""] * SCREEN
    expect(cell(page, dossiers[-1])).not_to_have_attribute("data-seen", "1")


def test_a_key_that_stays_down_confirms_one_screen_at_most(
    running: ServedDesk, browser: Browser, store: Store, tmp_path: Path
) -> None:
    dossiers = births(store, tmp_path, SCREEN + REST)
    page = opened(running, browser)
    all_seen(page, SCREEN)
    for _again in range(20):
        page.keyboard.down("Enter")
    page.keyboard.up("Enter")
    all_seen(page, REST)
    expect(page.locator("#remark")).to_contain_text(f"Đã xác nhận {SCREEN} ô")
    assert deciders(store, dossiers) == ["hoa"] * SCREEN + [""] * REST


def test_keys_that_come_before_the_next_screenful_is_there_do_nothing(
    running: ServedDesk, browser: Browser, store: Store, tmp_path: Path
) -> None:
    dossiers = births(store, tmp_path, SCREEN + REST)
    page = running.let_in(browser)
    waiting: list[Route] = []
    page.route("**/values/sex/cells*", lambda route: waiting.append(route))
    page.goto(f"{running.url}/values/sex")
    all_seen(page, SCREEN)
    for key in ("Enter", "Enter", "F3", "Nữ", "Enter"):
        page.keyboard.type(key) if key == "Nữ" else page.keyboard.press(key)
    expect(page.locator("#remark")).to_contain_text(f"Đã xác nhận {SCREEN} ô")
    waiting[0].continue_()
    all_seen(page, REST)
    assert deciders(store, dossiers) == ["hoa"] * SCREEN + [""] * REST
    assert {values(store, dossier)[SEX] for dossier in dossiers} == {"Nam"}


def test_whoever_goes_on_at_once_goes_once_all_is_kept(
    running: ServedDesk, browser: Browser, store: Store, tmp_path: Path
) -> None:
    dossiers = births(store, tmp_path, 2)
    page = opened(running, browser)
    waiting: list[Route] = []
    page.route("**/values/confirm", lambda route: waiting.append(route))
    all_seen(page, 2)
    page.keyboard.press("Enter")
    expect(page.locator("#others")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.url.endswith("/values/sex") and deciders(store, dossiers) == ["", ""]
    waiting[0].continue_()
    page.wait_for_url("**/values")
    assert deciders(store, dossiers) == ["hoa", "hoa"]


def test_the_last_screenful_and_the_last_typed_value_are_taken_back(
    running: ServedDesk, browser: Browser, store: Store, tmp_path: Path
) -> None:
    dossiers = births(store, tmp_path, 3)
    page = opened(running, browser)
    all_seen(page, 3)
    page.keyboard.type("Nữ")
    page.keyboard.press("Enter")
    expect(cell(page, dossiers[0])).to_have_attribute("data-state", "saved")
    page.keyboard.press("Enter")
    expect(page.locator("#over")).to_be_visible()
    expect(page.locator("#remark")).to_contain_text("Đã xác nhận 2 ô")
    page.keyboard.press("Control+z")
    all_seen(page, 2)
    expect(page.locator("#remark")).to_contain_text("Đã lấy lại 2 ô")
    assert deciders(store, dossiers) == ["hoa", "", ""]
    page.keyboard.press("Control+z")
    all_seen(page, 1)
    assert deciders(store, dossiers) == ["", "", ""] and values(store, dossiers[0])[SEX] == "Nam"
    page.keyboard.press("Enter")
    all_seen(page, 2)


def test_two_clerks_at_one_screen_the_second_is_told_and_nothing_is_overwritten(
    running: ServedDesk, browser: Browser, store: Store, tmp_path: Path
) -> None:
    dossiers = births(store, tmp_path, 3)
    page = opened(running, browser)
    all_seen(page, 3)
    edit(store, dossiers[1], Edit([(SEX, "Nữ")]), who="nam", commune="")
    page.keyboard.press("Enter")
    expect(page.locator("#remark")).to_contain_text("nam")
    expect(page.locator("#left")).to_contain_text("nam")
    assert deciders(store, dossiers) == ["hoa", "nam", "hoa"]
    assert values(store, dossiers[1])[SEX] == "Nữ"


def test_a_killed_desk_is_said_and_the_screenful_is_confirmed_by_the_next(
    running: ServedDesk, browser: Browser, store: Store, tmp_path: Path
) -> None:
    dossiers = births(store, tmp_path, 2)
    page = opened(running, browser)
    all_seen(page, 2)
    running.stop()
    page.keyboard.press("Enter")
    expect(page.locator("#remark")).to_contain_text("không trả lời")
    running.start()
    expect(page.locator("#remark")).to_contain_text("Đã xác nhận 2 ô")
    assert deciders(store, dossiers) == ["hoa", "hoa"]


def test_a_word_put_together_by_a_typing_method_is_never_cut_by_a_key(
    running: ServedDesk, browser: Browser, store: Store, tmp_path: Path
) -> None:
    births(store, tmp_path, 2, key=NAME)
    page = opened(running, browser, "names")
    all_seen(page, 2)
    session = page.context.new_cdp_session(page)
    session.send("Input.imeSetComposition", {"text": "Lê", "selectionStart": 2, "selectionEnd": 2})
    expect(page.locator("#value")).to_have_value("Lê")
    page.locator("#value").evaluate(
        """(input) => { for (const key of [" ", "Enter", "ArrowRight", "F3"]) input.dispatchEvent(
             new KeyboardEvent("keydown", { key, isComposing: true, bubbles: true })); }"""
    )
    expect(page.locator(".cell[data-state=right]")).to_have_count(2)
    session.send("Input.insertText", {"text": "Lê"})
    page.keyboard.press("Enter")
    expect(page.locator(".cell[data-state=saved] .value")).to_have_text("Lê")


@pytest.mark.parametrize("path", ["/values", "/values/sex"])
def test_no_page_of_values_stands_in_the_way_of_a_screen_reader(
    path: str, running: ServedDesk, browser: Browser, store: Store, tmp_path: Path
) -> None:
    births(store, tmp_path, 3, hardly=1)
    page = running.let_in(browser)
    page.goto(running.url + path)
    page.wait_for_load_state("networkidle")
    assert violations(page) == []
    if path == "/values/sex":
        page.keyboard.press(" ")
        page.keyboard.press("Enter")
        page.wait_for_load_state("networkidle")
        assert violations(page) == []
