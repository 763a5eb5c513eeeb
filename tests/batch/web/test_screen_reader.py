# SPDX-License-Identifier: Apache-2.0
"""What a screen reader is told of the station, by the browser's own accessibility tree."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from intake.store.store import Store
from templates.catalogue.loading import load_catalogue
from tests.support.browser.station_page import is_at, on_screen, saved, verify
from tests.support.browser.web_browser import ServedDesk
from tests.support.dossiers import fake_dossiers
from tests.support.dossiers.station_dossiers import CHILD, DOUBTFUL, typed_dossier

pytestmark = pytest.mark.long

TOLD = {
    "doubtful": "cần xem",
    "decided": "đã quyết định",
    "sure": "máy đọc chắc",
    "absent": "không thấy ghi",
}
RELATION, HOMETOWN = "requester.relation", "child.hometown"


@pytest.fixture
def page(running: ServedDesk, browser: Browser, store: Store, tmp_path: Path) -> Page:
    dossier = typed_dossier(store, tmp_path, {RELATION: DOUBTFUL, HOMETOWN: DOUBTFUL})
    return verify(running, browser, dossier)


def called(key: str) -> str:
    """A field's name as the page writes it."""
    name = load_catalogue().field_name(key)
    return name[:1].upper() + name[1:]


def tree(page: Page, part: str) -> str:
    return page.locator(part).aria_snapshot()


def test_each_field_has_its_role_its_name_its_value_and_whether_it_is_in_doubt(page: Page) -> None:
    is_at(page, page.locator("[data-standing=doubtful]").first.get_attribute("data-key") or "")
    rows = page.locator(".field").all()
    assert len(rows) > 20
    for row in rows:
        key, standing = row.get_attribute("data-key") or "", row.get_attribute("data-standing")
        row.evaluate("(row) => { const fold = row.closest('details'); if (fold) fold.open = true; }")
        read = row.aria_snapshot()
        assert f'- button "{called(key)}"' in read, key
        assert TOLD[standing or ""] in read, key


def test_the_input_says_which_field_it_is_why_it_is_in_doubt_and_what_it_holds(page: Page) -> None:
    key = page.locator("[data-standing=doubtful]").first.get_attribute("data-key") or ""
    is_at(page, key)
    value = page.get_by_role("textbox", name=called(key), exact=True)
    expect(value).to_be_focused()
    expect(value).to_have_value(fake_dossiers.form(CHILD)[key])
    expect(value).to_have_accessible_description("cần xem Tờ khai đăng ký khai sinh, chữ in")
    assert f'- textbox "{called(key)}"' in tree(page, "#entry")
    assert "- status" in tree(page, "#entry")


def test_what_enter_did_is_said_and_the_next_field_takes_the_focus(page: Page) -> None:
    doubtful = page.locator("[data-standing=doubtful]")
    first, second = (doubtful.nth(at).get_attribute("data-key") or "" for at in (0, 1))
    is_at(page, first)
    on_screen(page)
    page.keyboard.press("Enter")
    saved(page)
    spoken = page.locator("#spoken")
    expect(spoken).to_have_role("status")
    expect(spoken).to_have_text(f"{called(first)}: đã lưu")
    expect(page.get_by_role("textbox", name=called(second), exact=True)).to_be_focused()
    expect(page.locator("#count")).to_have_role("status")
    expect(page.locator("#count")).to_contain_text("1")
    page.keyboard.press("Control+z")
    expect(page.locator("#remark")).to_contain_text(f"Đã lấy lại: {called(first)}")


def test_every_part_of_the_page_has_a_role_and_every_key_its_button(page: Page) -> None:
    read = tree(page, "body")
    for part in ("banner", "navigation", "main", 'region "Tờ khai"', 'region "Ảnh giấy tờ"', 'group "Phím"'):
        assert f"- {part}" in read, read
    keys = page.get_by_role("group", name="Phím")
    for name in ("Enter", "F2", "F3", "F4", "F6", "F8", "F9", "Ctrl+Z", "?"):
        expect(keys.get_by_role("button").filter(has_text=name)).to_have_count(1)
