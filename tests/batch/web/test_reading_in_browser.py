# SPDX-License-Identifier: Apache-2.0
"""What is read while a page is open comes onto it by itself, and takes nothing from who is typing there."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from batch.web import reading
from intake.reading.page_work import HowToRead
from intake.reading.read_pages import PageOutcome, read_pages
from intake.services.receive.adding import add_papers
from intake.store.store import Store
from tests.support.browser.station_page import verify
from tests.support.browser.web_browser import ServedDesk
from tests.support.dossiers.fake_pages import fake_read, shaded
from tests.support.dossiers.paged_dossiers import new_dossier, pages_there

pytestmark = pytest.mark.long


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """Reading begins once this is set."""
    go = Event()

    def late(*told: Any, **more: Any) -> Generator[PageOutcome, None, None]:
        go.wait()
        yield from read_pages(*told, **more)

    monkeypatch.setattr(reading, "how_to_read", lambda _settings: HowToRead(work=fake_read))
    monkeypatch.setattr(reading, "read_pages", late)
    yield go
    go.set()


def add(store: Store, dossier: str, scan: Path) -> None:
    add_papers(store, dossier, [scan], HowToRead(), who="lan", commune="", read=False)


def being_read(page: Page) -> None:
    expect(page.locator("#reading")).to_contain_text("Đang đọc giấy tờ")


def test_the_form_of_an_unread_dossier_says_that_it_is_being_read_and_then_leads_to_the_first_doubt(
    running: ServedDesk, browser: Browser, store: Store, tmp_path: Path, held: Event
) -> None:
    dossier = new_dossier(store)
    add(store, dossier, shaded(tmp_path / "to-khai.png", 41))
    page = verify(running, browser, dossier)
    being_read(page)
    expect(page.locator("#count")).to_have_text("")
    expect(page.locator("#caption")).to_have_text("chưa đọc · trang 1/1")
    expect(page.locator("#check input[type=radio]")).to_have_count(0)
    expect(page.locator(".form summary")).to_have_text("Các ô khác của tờ khai")
    held.set()
    expect(page.locator("#count")).not_to_have_text("")
    expect(page.locator("#reading")).to_have_text("")


def test_who_is_typing_keeps_what_stands_there_and_is_told(
    running: ServedDesk, browser: Browser, store: Store, dossier: str, tmp_path: Path, held: Event
) -> None:
    add(store, dossier, shaded(tmp_path / "them.png", 42))
    page = verify(running, browser, dossier)
    being_read(page)
    expect(page.locator("#value")).to_be_focused()
    page.keyboard.type("Lê Văn")
    held.set()
    expect(page.locator("#reading")).to_contain_text("tải lại trang (F5)")
    expect(page.locator("#value")).to_have_value("Lê Văn")


def test_who_names_a_dossier_while_papers_are_read_means_the_page_they_stood_at(
    running: ServedDesk, browser: Browser, store: Store, dossier: str, tmp_path: Path, held: Event
) -> None:
    other = new_dossier(store)
    add(store, dossier, shaded(tmp_path / "them.png", 42))
    there = pages_there(store, dossier)
    page = running.let_in(browser)
    page.goto(f"{running.url}/dossier/{dossier}/papers")
    being_read(page)
    page.locator(".sheet input").nth(1).focus()
    page.keyboard.press("m")
    page.keyboard.type(other[-4:])
    held.set()
    expect(page.locator("#reading")).to_have_text("")
    page.keyboard.press("Enter")
    expect(page.locator("#told")).to_contain_text(f"sang {other}")
    assert pages_there(store, dossier) == there[:1]
