# SPDX-License-Identifier: Apache-2.0
"""Papers that are large: a stack of 300 pages, a picture of 150 megapixels and one of more."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Request, expect

from batch.web import reading
from batch.web.desk import WebDesk
from intake.reading.page_picture import PagePictures
from intake.reading.page_work import HowToRead, limits_of
from intake.store.store import Store
from tests.support.browser.web_browser import ServedDesk, served
from tests.support.dossiers.fake_pages import fake_read
from tests.support.dossiers.paged_dossiers import new_dossier, scanned
from tests.support.dossiers.paged_dossiers import page as paper

pytestmark = pytest.mark.long

SIDE_OF_149_MP, SIDE_OF_169_MP = 12_200, 13_000
SIDE_OF_THUMB = 300
NEAR_THE_WINDOW = 150
PATIENT_S = 200


@pytest.fixture(autouse=True)
def quick_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "how_to_read", lambda _settings: HowToRead(work=fake_read))


@pytest.fixture
def running(desk: WebDesk) -> Iterator[ServedDesk]:
    """A desk whose pictures are made within the memory that the settings allow by themselves."""
    limits = replace(limits_of(desk.settings), timeout_s=PATIENT_S)
    assert limits.memory_mb
    with closing(PagePictures(limits)) as pictures, served(replace(desk, pictures=pictures)) as started:
        yield started


def square(path: Path, side: int, mode: str = "RGB") -> Path:
    """A picture of this many pixels a side."""
    Image.new(mode, (side, side), "white").save(path, compress_level=1)
    return path


def test_a_picture_of_150_megapixels_is_taken_in_and_shown_small_and_a_larger_one_is_refused_in_words(
    running: ServedDesk, browser: Browser, store: Store, tmp_path: Path
) -> None:
    dossier = new_dossier(store)
    page = running.let_in(browser)
    page.goto(f"{running.url}/dossier/{dossier}/papers")
    page.locator("#files").set_input_files(square(tmp_path / "to-khai.png", SIDE_OF_149_MP))
    expect(page.locator("#told")).to_contain_text("Đã thêm 1 trang.")
    thumb = page.locator(".sheet img")
    expect(thumb).to_have_js_property("naturalWidth", SIDE_OF_THUMB)
    page.locator("#files").set_input_files(square(tmp_path / "qua-lon.png", SIDE_OF_169_MP, "1"))
    expect(page.locator("#told")).to_contain_text("qua-lon.png")
    expect(page.locator("#told")).to_contain_text("lớn hơn mọi khổ giấy")
    expect(page.locator(".no-picture")).to_have_text("không mở được", ignore_case=True)
    expect(thumb).to_have_count(1)


def test_of_300_pages_only_the_pictures_near_the_window_are_asked_for(
    running: ServedDesk, browser: Browser, store: Store, tmp_path: Path
) -> None:
    dossier = new_dossier(store)
    scanned(store, dossier, tmp_path / "scan" / "chong.tif", [paper("other") for _page in range(300)])
    asked: list[str] = []
    page = running.let_in(browser)

    def note(request: Request) -> None:
        if request.url.partition("?")[0].endswith("/small"):
            asked.append(request.url)

    page.on("request", note)
    page.goto(f"{running.url}/dossier/{dossier}/papers")
    expect(page.locator(".sheet")).to_have_count(300)
    expect(page.locator(".sheet img").first).to_have_js_property("complete", True)
    assert 0 < len(asked) < NEAR_THE_WINDOW
    page.locator(".sheet input").first.focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('.sheet').getBoundingClientRect().top") > 0
