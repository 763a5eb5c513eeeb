# SPDX-License-Identifier: Apache-2.0
"""Certification by keyboard alone in a real browser, with every key beside the names counted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from batch.slips.certification.book import certification_lines
from intake.settings.settings import Settings
from intake.store.store import Store
from tests.support.browser.screen_reader import violations
from tests.support.browser.web_browser import served
from tests.support.desks.slip_desk import OFFICE, opened
from tests.support.desks.web_desk import web_desk

pytestmark = pytest.mark.long


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(opened(tmp_path / "home")) as made:
        yield made


@pytest.fixture
def page(store: Store, browser: Browser) -> Iterator[Page]:
    with web_desk(store, told=Settings(home=store.home, unit=OFFICE)) as desk, served(desk) as running:
        yield running.let_in(browser)


class Counted:
    """A keyboard that counts what is pressed."""

    def __init__(self, page: Page) -> None:
        self.keyboard = page.keyboard
        self.keys = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.keyboard.press(key)
        self.keys += len(keys)


def test_a_copy_is_certified_with_few_keys_and_nothing_keeps_anybody_from_it(
    page: Page, store: Store
) -> None:
    keys = Counted(page)
    keys.press("F8")
    expect(page.get_by_label("Họ tên người yêu cầu")).to_be_focused()
    assert violations(page) == []
    page.keyboard.type("LÒ THỊ MẾN")
    keys.press("Enter")
    page.keyboard.type("Bằng tốt nghiệp")
    keys.press("Enter", "2", "Enter", "3", "Enter")
    expect(page.locator("#price")).to_contain_text("12.000 đồng")
    keys.press("Enter")  # in the empty row
    expect(page.get_by_role("heading", name="Số 1, quyển số 01/2026-SCT/BS")).to_be_visible()
    assert keys.keys == 8
    expect(page.get_by_role("link", name="Phiếu tiếp nhận")).to_be_focused()
    assert violations(page) == []
    keys.press("h")
    expect(page.locator("#why-void")).to_be_focused()
    page.keyboard.type("ghi nhầm")
    keys.press("Enter")
    expect(page.locator(".notes")).to_contain_text("HỦY")
    (line,) = certification_lines(store, "copies", None, None, OFFICE)
    assert (line.pages, line.count, line.fee_vnd) == (2, 3, 12_000)
    assert line.void is not None and line.void.reason == "ghi nhầm"
    page.wait_for_load_state()
    keys.press("F7")
    expect(page.get_by_role("cell", name="LÒ THỊ MẾN")).to_be_visible()
    assert violations(page) == []
    keys.press("ArrowDown", "Enter")
    expect(page.get_by_role("heading", name="đã hủy")).to_be_visible()
    page.wait_for_load_state()
    keys.press("n")
    expect(page.get_by_label("Họ tên người yêu cầu")).to_be_focused()
