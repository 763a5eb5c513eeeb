# SPDX-License-Identifier: Apache-2.0
"""The verify page of a dossier in a browser."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from tests.support.browser.web_browser import ServedDesk

FIELD = ".field.current"
"""The field that is looked at."""


def verify(running: ServedDesk, browser: Browser, dossier: str) -> Page:
    page = running.let_in(browser)
    page.goto(f"{running.url}/dossier/{dossier}/verify")
    return page


def on_screen(page: Page) -> None:
    """The zone of the field that is looked at is drawn."""
    expect(page.locator("#strip")).to_be_visible()
    page.evaluate("() => new Promise((drawn) => setTimeout(() => requestAnimationFrame(drawn), 100))")


def is_at(page: Page, key: str) -> None:
    """The keyboard is at the field."""
    expect(page.locator(FIELD)).to_have_attribute("data-key", key)
    expect(page.locator("#value")).to_be_focused()


def saved(page: Page, count: int = 1) -> None:
    """So many fields were kept by the desk since the page was loaded."""
    expect(page.locator("[data-saving=saved]")).to_have_count(count)
