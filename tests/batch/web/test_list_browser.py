# SPDX-License-Identifier: Apache-2.0
"""The list in a real browser: by keyboard, with its back button, for a screen reader, in light and dark."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect

from intake.dossier.deadline.local_time import local_day
from intake.dossier.requester import Requester, Visit
from intake.dossier.states import State
from intake.services.counter.reception import open_dossier
from intake.services.deadline.events import move
from intake.store.store import Store
from tests.support.browser.screen_reader import violations
from tests.support.browser.web_browser import ServedDesk
from tests.support.desks.intake_desk import PROCEDURE
from tests.support.dossiers.led_dossiers import led_to

pytestmark = pytest.mark.long


@pytest.fixture
def dossiers(store: Store) -> list[str]:
    """One overdue, one due today, and one that waits for a person."""
    made = []
    for name, days, state in (
        ("A", -2, State.CAPTURED),
        ("B", 0, State.CAPTURED),
        ("NGUYỄN VĂN AN", 9, State.READ),
    ):
        dossier = open_dossier(store, Visit(PROCEDURE, Requester(name)), who="lan")
        with store.write() as session:
            move(store, session, dossier, local_day(store.clock()) + timedelta(days=days), who="lan", slip=1)
        made.append(led_to(store, dossier, state))
    return made


def test_a_dossier_is_found_and_opened_by_keyboard_and_the_back_button_leads_to_what_was_found(
    running: ServedDesk, browser: Browser, dossiers: list[str]
) -> None:
    page = running.let_in(browser)
    page.get_by_role("searchbox").focus()
    page.keyboard.type("nguyen van a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/found/*")
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(1)
    address = page.url
    assert "nguyen" not in address
    rows.first.click(position={"x": 600, "y": 10})  # anywhere in the row
    page.wait_for_url(f"**/dossier/{dossiers[2]}**")
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("nguyen van a")
    expect(page.locator("tbody tr")).to_have_count(1)
    assert page.url == address


def test_what_is_due_overdue_and_left_is_one_key_away(
    running: ServedDesk, browser: Browser, dossiers: list[str]
) -> None:
    page = running.let_in(browser)
    for name, dossier in zip(("Quá hạn", "Hẹn trả hôm nay", "Chờ người xử lý"), dossiers, strict=True):
        page.get_by_role("link", name=name).focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("link", name=name)).to_have_attribute("aria-current", "page")
        expect(page.locator("tbody a")).to_have_text([dossier])


def test_arrows_lead_through_the_list_from_the_search_and_back(
    running: ServedDesk, browser: Browser, dossiers: list[str]
) -> None:
    page = running.let_in(browser)
    lines = page.locator("tbody a")
    expect(lines).to_have_count(len(dossiers))
    expect(page.get_by_role("searchbox")).to_be_focused()
    for key, at in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowDown", 2), ("ArrowDown", 2), ("ArrowUp", 1)):
        page.keyboard.press(key)
        expect(lines.nth(at)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("nguyen")
    page.keyboard.press("Enter")
    page.wait_for_url("**/found/*")
    expect(lines.first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/dossier/{dossiers[2]}")


def test_every_page_has_its_table_of_keys(running: ServedDesk, browser: Browser, dossiers: list[str]) -> None:
    page = running.let_in(browser)
    help_of = page.locator("dialog#help")
    about = f"/dossier/{dossiers[0]}"
    for path in (
        "/",
        "/counter",
        "/values",
        about,
        f"{about}/received",
        f"{about}/papers",
        f"{about}/verify",
    ):
        page.goto(running.url + path)
        page.wait_for_load_state("networkidle")
        for key in ("?", "F1"):
            page.keyboard.press(key)
            expect(help_of).to_be_visible()
            expect(help_of).to_contain_text("Enter")
            page.keyboard.press("Escape")
            expect(help_of).to_be_hidden()


def test_a_question_mark_in_what_is_looked_for_is_a_letter(running: ServedDesk, browser: Browser) -> None:
    page = running.let_in(browser)
    page.get_by_role("searchbox").focus()
    page.keyboard.type("a?")
    expect(page.get_by_role("searchbox")).to_have_value("a?")
    expect(page.locator("dialog#help")).to_be_hidden()


def test_the_list_is_fit_for_a_screen_reader(
    running: ServedDesk, browser: Browser, dossiers: list[str]
) -> None:
    assert dossiers
    page = running.let_in(browser)
    for path in ("/", "/?only=overdue", "/found/forgotten", "/?state=accepted"):
        page.goto(running.url + path)
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= 1366
