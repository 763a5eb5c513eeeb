# SPDX-License-Identifier: Apache-2.0
"""What is typed at the station survives reloads, killed desks, full disks and a desk that is opened anew."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Page, Route, expect

from batch.web.pages import verify as verify_page
from batch.web.running import address
from intake.dossier.journal import What
from intake.dossier.states import State
from intake.services.changing.edit import Edit, edit
from intake.store.store import Store
from tests.support.browser.station_page import is_at, on_screen, saved, verify
from tests.support.browser.web_browser import HELD, ServedDesk
from tests.support.dossiers import fake_dossiers
from tests.support.dossiers.led_dossiers import state_of, values
from tests.support.dossiers.station_dossiers import CHILD, DOUBTFUL, typed_dossier

pytestmark = pytest.mark.long

FORM = fake_dossiers.form(CHILD)
FIRST, SECOND, THIRD = DOUBTS = ("requester.relation", "child.nationality", "child.hometown")
KEPT_BY_THE_BROWSER = "() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }])"
NOTHING = "[{},{}]"


@pytest.fixture
def typed(store: Store, tmp_path: Path) -> str:
    return typed_dossier(store, tmp_path, dict.fromkeys(DOUBTS, DOUBTFUL))


def is_unsaved(page: Page, key: str) -> None:
    expect(page.locator(f"[data-key='{key}'] .mark")).to_have_text("chưa lưu")


def words_on(store: Store, dossier: str, key: str) -> list[str]:
    """What the journal says was entered for the field, word by word."""
    with store.read() as session:
        events = store.journal(session, dossier)
    return [
        event.data["value"]
        for event in events
        if event.what == What.VALUE_CORRECTED and event.data["key"] == key
    ]


def test_a_reload_in_mid_field_loses_nothing_says_so_and_leaves_nothing_behind(
    running: ServedDesk, browser: Browser, store: Store, typed: str
) -> None:
    page = verify(running, browser, typed)
    is_at(page, FIRST)
    page.keyboard.type("Chú")
    page.keyboard.press("Enter")
    saved(page)
    is_at(page, SECOND)
    page.keyboard.type("Là")
    page.reload()
    is_at(page, SECOND)
    expect(page.locator("#value")).to_have_value("Là")
    expect(page.locator("#remark")).to_contain_text("chưa lưu")
    assert values(store, typed)[SECOND] == FORM[SECOND]
    page.keyboard.press("End")
    page.keyboard.type("o")
    page.keyboard.press("Enter")
    saved(page)
    assert values(store, typed)[SECOND] == "Lào"
    assert page.evaluate(KEPT_BY_THE_BROWSER) == NOTHING


def test_esc_drops_what_was_typed_for_good(running: ServedDesk, browser: Browser, typed: str) -> None:
    page = verify(running, browser, typed)
    is_at(page, FIRST)
    page.keyboard.type("Chú")
    page.keyboard.press("Escape")
    expect(page.locator("#value")).to_have_value(FORM[FIRST])
    assert page.evaluate(KEPT_BY_THE_BROWSER) == NOTHING
    page.reload()
    is_at(page, FIRST)
    expect(page.locator("#value")).to_have_value(FORM[FIRST])


def test_a_window_that_is_closed_in_mid_field_asks_first(
    running: ServedDesk, browser: Browser, typed: str
) -> None:
    page = verify(running, browser, typed)
    is_at(page, FIRST)
    page.keyboard.type("Ch")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    with page.expect_event("dialog"):
        page.close(run_before_unload=True)
    assert asked == ["beforeunload"]
    expect(page.locator("#value")).to_have_value("Ch")


def test_what_a_colleague_changed_before_the_reload_is_not_overwritten_by_a_draft(
    running: ServedDesk, browser: Browser, store: Store, typed: str
) -> None:
    page = verify(running, browser, typed)
    is_at(page, FIRST)
    page.keyboard.type("Chú")
    edit(store, typed, Edit([(FIRST, "Ông")]), who="nam", commune="")
    page.reload()
    is_at(page, FIRST)
    expect(page.locator("#value")).to_have_value("Chú")
    page.keyboard.press("Enter")
    expect(page.locator("#remark")).to_contain_text("nam")
    assert values(store, typed)[FIRST] == "Ông"


def test_all_that_was_decided_while_the_desk_was_dead_is_saved_by_the_next(
    running: ServedDesk, browser: Browser, store: Store, typed: str
) -> None:
    page = verify(running, browser, typed)
    is_at(page, FIRST)
    on_screen(page)
    running.stop()
    page.keyboard.press("Enter")
    is_at(page, SECOND)
    page.keyboard.type("Lào")
    page.keyboard.press("Enter")
    is_at(page, THIRD)
    page.keyboard.press("F4")
    is_unsaved(page, FIRST)
    running.start()
    saved(page, 3)
    with store.read() as session:
        kept = store.form_values(session, typed)
    assert [kept[key].corrected_by for key in DOUBTS] == ["hoa"] * 3
    assert (kept[FIRST].value, kept[SECOND].value, kept[THIRD].unreadable) == (FORM[FIRST], "Lào", True)
    assert page.evaluate(KEPT_BY_THE_BROWSER) == NOTHING


def test_a_page_that_is_loaded_anew_after_the_desk_died_still_has_what_was_decided(
    running: ServedDesk, browser: Browser, store: Store, typed: str
) -> None:
    page = verify(running, browser, typed)
    is_at(page, FIRST)
    running.stop()
    page.keyboard.type("Chú")
    page.keyboard.press("Enter")
    is_unsaved(page, FIRST)
    page.keyboard.press("F3")
    running.start()
    page.reload()
    saved(page, 2)
    assert (values(store, typed)[FIRST], values(store, typed)[SECOND]) == ("Chú", "")
    assert page.evaluate(KEPT_BY_THE_BROWSER) == NOTHING


def test_a_word_whose_answer_was_lost_is_kept_once_and_contradicts_nobody(
    running: ServedDesk, browser: Browser, store: Store, typed: str
) -> None:
    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page = verify(running, browser, typed)
    is_at(page, FIRST)
    page.route("**/field", lose, times=1)
    page.keyboard.type("Chú")
    page.keyboard.press("Enter")
    saved(page)
    expect(page.locator("#remark")).not_to_contain_text("người khác")
    assert words_on(store, typed, FIRST) == ["Chú"]


def test_a_desk_that_is_opened_anew_takes_what_the_old_page_still_has(
    running: ServedDesk, browser: Browser, store: Store, typed: str
) -> None:
    page = verify(running, browser, typed)
    is_at(page, FIRST)
    page.context.clear_cookies()  # the working day is over
    page.keyboard.type("Chú")
    page.keyboard.press("Enter")
    is_unsaved(page, FIRST)
    expect(page.locator("#remark")).to_contain_text("sohoa desk")
    other = page.context.new_page()
    other.goto(address(running.port, running.desk.door.token()))
    saved(page)
    assert values(store, typed)[FIRST] == "Chú"


def test_a_full_disk_is_said_at_the_field_and_the_word_is_saved_once_there_is_room(
    running: ServedDesk, browser: Browser, store: Store, typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_told: object, **_more: object) -> None:
        raise OSError(errno.ENOSPC, "no room")

    page = verify(running, browser, typed)
    is_at(page, FIRST)
    with monkeypatch.context() as disk:
        disk.setattr(verify_page, "edit", full)
        page.keyboard.type("Chú")
        page.keyboard.press("Enter")
        is_unsaved(page, FIRST)
        expect(page.locator("#remark")).to_contain_text("đầy")
    saved(page)
    expect(page.locator("#remark")).not_to_contain_text("đầy")
    assert words_on(store, typed, FIRST) == ["Chú"]


def test_a_refused_correction_of_what_was_sure_comes_again_before_anything_is_packaged(
    running: ServedDesk, browser: Browser, store: Store, tmp_path: Path
) -> None:
    dossier = typed_dossier(store, tmp_path, {"child.hometown": DOUBTFUL})
    page = verify(running, browser, dossier)
    is_at(page, "child.hometown")
    page.evaluate(HELD)
    page.locator("details:has([data-key='child.ethnicity']) > summary").click()
    page.locator("[data-key='child.ethnicity'] .name").click()
    page.keyboard.type("Abc")
    page.keyboard.press("Enter")
    is_at(page, "child.hometown")
    page.keyboard.type("Hà N")
    page.evaluate("window.goOn()")
    expect(page.locator("[data-saving=refused]")).to_have_count(1)
    page.keyboard.press("F6")
    expect(page.get_by_role("button", name="Đóng gói")).to_be_focused()
    expect(page.locator("#count")).to_have_text("Còn phải xem: 1")
    page.keyboard.press("Enter")
    is_at(page, "child.ethnicity")
    expect(page.locator("#because-line")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#count")).to_have_text("Không còn ô nào phải xem.")
    assert state_of(store, dossier) is State.COMPLETE


def test_a_reason_that_is_begun_while_another_is_sent_stays_its_own_though_the_desk_goes_away(
    running: ServedDesk, browser: Browser, store: Store, tmp_path: Path
) -> None:
    other_day = "Ngày ba tháng mười một năm hai nghìn không trăm hai mươi sáu"
    changed = {"child.birth_date_words": other_day, "mother.full_name": "LÊ THỊ HOA"}
    page = verify(running, browser, typed_dossier(store, tmp_path, {}, changed=changed))
    reasons = page.get_by_label("Vì sao được đi tiếp")
    expect(reasons).to_have_count(3)
    page.evaluate(HELD)
    reasons.nth(0).fill("đã hỏi mẹ")
    page.keyboard.press("Enter")
    reasons.nth(2).click()
    page.keyboard.type("đã xem bản g")
    page.route("**/check", lambda route: route.abort(), times=1)
    page.evaluate("window.goOn()")
    expect(page.locator("#check .problem")).to_contain_text("không trả lời")
    expect(reasons.nth(2)).to_have_value("đã xem bản g")
    expect(reasons).to_have_count(2)
    page.keyboard.type("ốc")
    expect(reasons.nth(1)).to_have_value("đã xem bản gốc")
    expect(reasons.nth(0)).to_have_value("")
