# SPDX-License-Identifier: Apache-2.0
"""What is read while the station shows its form comes there by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from batch.web import reading
from intake.reading.page_work import HowToRead, PageTask
from intake.services.judging import judged
from intake.services.receive.adding import add_papers
from intake.store.store import Store
from ocr.result import Box, FieldReading, PageReading, Source
from tests.support.browser.web_browser import ServedDesk
from tests.support.dossiers.fake_pages import fake_read, shaded
from tests.support.dossiers.paged_dossiers import new_dossier

pytestmark = pytest.mark.long

FIRST = "authority"


def reads_the_first_line_too(task: PageTask) -> PageReading:
    """As ``fake_read``, with what stands in the form's first line."""
    page = fake_read(task)
    name = "UBND xã Ví Dụ"
    return replace(
        page, fields=(FieldReading(FIRST, name, name, 0.99, Source.PRINT, Box(1, 2, 3, 4)), *page.fields)
    )


@pytest.fixture
def last_word(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """Until this is set the reading is not said to be over, though all it found is kept."""
    go = Event()

    def late(*told: Any, **more: Any) -> dict[str, Any]:
        done = judged(*told, **more)
        go.wait()
        return done

    monkeypatch.setattr(reading, "judged", late)
    monkeypatch.setattr(reading, "how_to_read", lambda _settings: HowToRead(work=reads_the_first_line_too))
    yield go
    go.set()


def test_a_form_that_is_open_meanwhile_shows_what_was_read_and_goes_to_the_first_doubt(
    running: ServedDesk, browser: Browser, store: Store, tmp_path: Path, last_word: Event
) -> None:
    dossier, scan = new_dossier(store), shaded(tmp_path / "to-khai.png", 41)
    add_papers(store, dossier, [scan], HowToRead(), who="hoa", commune="", read=False)
    page = running.let_in(browser)
    page.goto(f"{running.url}/dossier/{dossier}/verify")
    expect(page.locator("#reading")).to_contain_text("Đang đọc giấy tờ")
    expect(page.locator(f".field[data-key='{FIRST}'] .value")).to_have_text("UBND xã Ví Dụ")
    last_word.set()
    expect(page.locator("#value")).to_be_focused()
    expect(page.locator("#reading")).to_be_empty()
