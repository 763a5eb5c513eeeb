# SPDX-License-Identifier: Apache-2.0
"""A dossier from the list to the package by keyboard alone, with every key counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from intake.dossier.states import State
from intake.store.store import Store
from tests.support.browser.station_page import is_at, on_screen
from tests.support.browser.web_browser import Keys, ServedDesk
from tests.support.dossiers import fake_dossiers
from tests.support.dossiers.led_dossiers import state_of, values
from tests.support.dossiers.station_dossiers import CHILD, DOUBTFUL, penned_dossier, typed_dossier

pytestmark = pytest.mark.long

FORM = fake_dossiers.form(CHILD)
DOUBTS = ("requester.relation", "child.nationality", "child.hometown")
MOST_KEYS = 10
MOST_OF_THE_CHARACTERS = 1.5
MOUSE = """() => {
  window.moused = 0;
  const count = () => { window.moused += 1; };
  for (const kind of ["mousedown", "pointerdown", "touchstart"]) addEventListener(kind, count, true);
}"""


def from_the_list(running: ServedDesk, browser: Browser) -> tuple[Page, Keys]:
    """A browser at the list of dossiers, of which the mouse is watched, and its keys."""
    page = running.let_in(browser)
    page.add_init_script(f"({MOUSE})()")
    page.goto(running.url)
    keys = Keys(page)
    keys.press("F7")
    expect(page.locator("a.button[href$='/verify']")).to_be_focused()
    keys.press("Enter")
    page.wait_for_url("**/verify")
    return page, keys


def packaged(page: Page, keys: Keys, store: Store, dossier: str) -> None:
    expect(page.get_by_role("button", name="Đóng gói")).to_be_focused()
    keys.press("Enter")
    expect(page.locator("#check")).to_contain_text("Đã đóng gói")
    assert state_of(store, dossier) is State.QUEUED
    assert page.evaluate("window.moused") == 0


def test_a_typed_dossier_takes_ten_keys_at_most_from_the_list_to_the_next(
    running: ServedDesk, browser: Browser, store: Store, tmp_path: Path
) -> None:
    dossier = typed_dossier(store, tmp_path, dict.fromkeys(DOUBTS, DOUBTFUL))
    page, keys = from_the_list(running, browser)
    for key in DOUBTS:
        is_at(page, key)
        on_screen(page)
        keys.press("Enter")
    packaged(page, keys, store, dossier)
    keys.press("Enter")
    page.wait_for_url(running.url + "/")
    assert keys.typed + keys.pressed <= MOST_KEYS


def test_a_penned_dossier_takes_its_characters_and_little_else_from_the_list_to_the_package(
    running: ServedDesk, browser: Browser, store: Store, tmp_path: Path
) -> None:
    dossier = penned_dossier(store, tmp_path)
    page, keys = from_the_list(running, browser)
    page.locator(".field.current").wait_for()
    fields, typed = page.locator("[data-standing=doubtful]"), list[str]()
    while fields.count():
        key = page.locator(".field.current").get_attribute("data-key")
        assert key is not None
        typed.append(key)
        keys.type(FORM[key])
        keys.press("Enter")
        expect(page.locator(f"[data-key='{key}']")).not_to_have_attribute("data-standing", "doubtful")
    # No page was read well: that it may go on all the same is said once.
    expect(page.locator("#check")).to_contain_text("Máy không đọc được")
    expect(page.locator("#check [data-step]").first).to_be_focused()
    keys.press("Enter")
    packaged(page, keys, store, dossier)
    there = values(store, dossier)
    assert {key: there[key] for key in typed} == {key: FORM[key] for key in typed}
    assert keys.typed == sum(len(FORM[key]) for key in typed)
    assert keys.typed + keys.pressed <= MOST_OF_THE_CHARACTERS * keys.typed
