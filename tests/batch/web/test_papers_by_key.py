# SPDX-License-Identifier: Apache-2.0
"""The pages of a dossier in a real browser: by keyboard alone, by dragging, and with files dropped in."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from batch.web import reading
from batch.web.desk import WebDesk
from intake.reading.page_work import HowToRead
from intake.store.store import Store
from tests.support.browser.screen_reader import violations
from tests.support.browser.web_browser import HELD, ServedDesk, served
from tests.support.desks.packing_desk import add_paper
from tests.support.dossiers.fake_pages import fake_read, shaded
from tests.support.dossiers.paged_dossiers import new_dossier, pages_there
from tests.support.pages.drawn_scans import drawn

pytestmark = pytest.mark.long

KINDS = ("birth-registration", "birth-notice", "id-card", "id-card")
COMPOSED = """(input) => {
  for (const told of [{ key: "r", keyCode: 229 }, { key: "Delete", isComposing: true }])
    input.dispatchEvent(new KeyboardEvent("keydown", { ...told, bubbles: true }));
}"""
DROPPED = """([target, name, bytes]) => {
  const data = new DataTransfer(), raw = Uint8Array.from(atob(bytes), (one) => one.charCodeAt(0));
  data.items.add(new File([raw], name));
  for (const kind of ["dragover", "drop"])
    document.querySelector(target).dispatchEvent(
      new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def running(desk: WebDesk, monkeypatch: pytest.MonkeyPatch) -> Iterator[ServedDesk]:
    monkeypatch.setattr(reading, "how_to_read", lambda _settings: HowToRead(work=fake_read))
    with served(desk) as started:
        yield started


@pytest.fixture
def pile(store: Store, tmp_path: Path) -> str:
    """A stack of four pages."""
    dossier = new_dossier(store)
    pages = [drawn(kind=kind, page=n, mark=20 * n) for n, kind in enumerate(KINDS, start=1)]
    scan = tmp_path / "chong.tif"
    pages[0].image.save(scan, save_all=True, append_images=[page.image for page in pages[1:]])
    readings = [replace(page.reading, page=number) for number, page in enumerate(pages, start=1)]
    add_paper(store, dossier, scan, readings)
    return dossier


def opened(running: ServedDesk, browser: Browser, dossier: str, **options: str) -> Page:
    page = running.let_in(browser, **options)
    page.goto(f"{running.url}/dossier/{dossier}/papers")
    expect(page.locator("body.scripted")).to_be_visible()
    return page


def at(page: Page) -> str:
    """The page (file and number) that the keyboard is at."""
    return str(page.evaluate("document.activeElement.value"))


def told(page: Page, sentence: str) -> None:
    expect(page.locator("#told")).to_contain_text(sentence)


def names(pages: list[tuple[int, int]]) -> list[str]:
    return [f"{document}-{number}" for document, number in pages]


def test_a_foreign_page_goes_to_its_own_dossier_and_back_by_keyboard_alone(
    running: ServedDesk, browser: Browser, store: Store, pile: str
) -> None:
    other, there = new_dossier(store), pages_there(store, pile)
    page = opened(running, browser, pile)
    page.locator(".sheet input").first.focus()
    for key in ("ArrowRight", "ArrowRight", "Shift+ArrowRight", "m"):
        page.keyboard.press(key)
    expect(page.locator("#count")).to_have_text("(2)")
    page.keyboard.type(other[-4:])
    page.keyboard.press("Enter")
    told(page, f"sang {other}")
    assert pages_there(store, pile) == there[:2]
    assert len(pages_there(store, other)) == 2
    expect(page.locator("#out")).to_contain_text("chong.tif, trang 3–4")
    page.keyboard.press("Control+z")
    told(page, "Đã lấy lại")
    assert (pages_there(store, pile), pages_there(store, other)) == (there, [])


def test_keys_turn_order_part_and_take_out_the_page_that_one_is_at(
    running: ServedDesk, browser: Browser, store: Store, pile: str
) -> None:
    there = names(pages_there(store, pile))
    page = opened(running, browser, pile)
    page.locator(".sheet input").first.focus()
    page.keyboard.press("r")
    told(page, "Đã xoay 1 trang 90°.")
    assert at(page) == there[0]
    page.keyboard.press("Control+ArrowRight")
    told(page, "Đã xếp lại chỗ")
    assert names(pages_there(store, pile)) == [there[1], there[0], *there[2:]]
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert at(page) == there[3]
    page.keyboard.press("t")
    told(page, "Từ trang 4 là một giấy tờ riêng.")
    page.keyboard.press("Delete")
    told(page, "Đã lấy 1 trang ra")
    assert names(pages_there(store, pile)) == [there[1], there[0], there[2]]
    assert at(page) == there[2]


def test_a_kind_is_typed_for_the_page_that_one_stood_at_and_the_keyboard_comes_back_to_it(
    running: ServedDesk, browser: Browser, store: Store, pile: str
) -> None:
    page = opened(running, browser, pile)
    there = names(pages_there(store, pile))
    page.locator(".sheet input").first.focus()
    for key in ("ArrowRight", "k"):
        page.keyboard.press(key)
    page.keyboard.type("giay bao tu")
    page.keyboard.press("Enter")
    told(page, "1 trang nay là: Giấy báo tử.")
    assert at(page) == there[1]


def test_a_key_opens_the_choice_of_files_and_what_came_of_it_stays_in_sight(
    running: ServedDesk, browser: Browser, store: Store, pile: str, tmp_path: Path
) -> None:
    page = opened(running, browser, pile)
    scan = shaded(tmp_path / "moi.png", 77)
    page.on("filechooser", lambda chooser: chooser.set_files(scan))
    page.locator(".sheet input").first.focus()
    page.keyboard.press("n")
    told(page, "Đã thêm 1 trang.")
    assert len(pages_there(store, pile)) == 5
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(page.locator("#told")).to_be_in_viewport()
    page.locator(".sheet input").first.focus()
    page.keyboard.press("b")
    told(page, "đã có trong hồ sơ")


def test_what_is_chosen_typed_or_ticked_while_the_desk_answers_is_not_taken_away(
    running: ServedDesk, browser: Browser, store: Store, pile: str, tmp_path: Path
) -> None:
    page = opened(running, browser, pile)
    page.evaluate(HELD)
    page.locator(".sheet input").first.focus()
    page.keyboard.press("r")
    page.locator("#files").set_input_files(shaded(tmp_path / "sau.png", 78))
    page.locator(".sheet input").nth(2).check()
    page.locator("#to").focus()
    page.keyboard.type("223")
    page.evaluate("window.goOn()")
    told(page, "Đã thêm 1 trang.")
    assert len(pages_there(store, pile)) == 5
    expect(page.locator("#to")).to_be_focused()
    expect(page.locator("#to")).to_have_value("223")
    expect(page.locator(".sheet input").nth(2)).to_be_checked()
    page.keyboard.type("4")
    expect(page.locator("#to")).to_have_value("2234")


def test_what_is_meant_while_the_desk_answers_is_the_page_that_one_is_at_by_then(
    running: ServedDesk, browser: Browser, store: Store, pile: str, tmp_path: Path
) -> None:
    other, there = new_dossier(store), pages_there(store, pile)
    scans = [shaded(tmp_path / f"{mark}.png", mark) for mark in (81, 82)]
    page = opened(running, browser, pile)
    page.evaluate(HELD)
    page.locator(".sheet input").first.focus()
    for key in ("r", "ArrowRight", "m"):
        page.keyboard.press(key)
    page.keyboard.type(other[-4:])
    page.evaluate("window.goOn()")
    told(page, "Đã xoay 1 trang 90°.")
    page.keyboard.press("Enter")
    told(page, f"sang {other}")
    assert pages_there(store, pile) == [there[0], *there[2:]]
    page.evaluate(HELD)
    page.locator(".sheet input").first.focus()
    page.keyboard.press("r")
    for scan in scans:  # each for another page, while the first is still being turned
        page.keyboard.press("ArrowRight")
        page.locator("#scan").set_input_files(scan)
    assert at(page) == names(there)[3]
    page.evaluate("window.goOn()")
    told(page, "82.png đã thay trang 3")
    assert pages_there(store, pile)[0] == there[0]
    assert set(pages_there(store, pile)).isdisjoint(there[1:])


def test_what_was_refused_stays_chosen_unless_somebody_went_on(
    running: ServedDesk, browser: Browser, pile: str
) -> None:
    page = opened(running, browser, pile)
    first = page.locator(".sheet input").first
    first.focus()
    for key in ("Space", "g"):
        page.keyboard.press(key)
    told(page, "Không có giấy tờ nào đứng trước trang này.")
    expect(first).to_be_checked()
    page.evaluate(HELD)
    page.keyboard.press("g")
    expect(first).not_to_be_checked()
    page.keyboard.press("ArrowRight")
    page.evaluate("window.goOn()")
    expect(page.locator("#working")).to_be_hidden()
    expect(first).not_to_be_checked()


def test_a_key_that_is_part_of_a_composed_letter_does_nothing(
    running: ServedDesk, browser: Browser, store: Store, pile: str
) -> None:
    there = pages_there(store, pile)
    page = opened(running, browser, pile)
    page.locator(".sheet input").first.focus()
    page.evaluate(f"({COMPOSED})(document.activeElement)")
    page.locator("#because").focus()
    page.keyboard.type("r d l ?")
    expect(page.locator("#because")).to_have_value("r d l ?")
    expect(page.locator("#help")).not_to_be_visible()
    assert pages_there(store, pile) == there


def test_a_page_is_dragged_to_its_place_and_out(
    running: ServedDesk, browser: Browser, store: Store, pile: str
) -> None:
    there = pages_there(store, pile)
    page = opened(running, browser, pile)
    sheets = page.locator(".sheet")
    sheets.nth(3).drag_to(sheets.nth(0))
    told(page, "Đã xếp lại chỗ")
    assert pages_there(store, pile) == [there[3], *there[:3]]
    page.set_viewport_size({"width": 1024, "height": 500})
    page.locator(".sheet").nth(1).hover()
    page.mouse.down()
    sheets.nth(0).hover()
    expect(page.locator("body.dragging")).to_be_visible()
    places = [page.locator(f"[data-drop={what}]") for what in ("remove", "move")]
    expect(places[0]).to_be_in_viewport(ratio=1)
    expect(places[1]).to_be_in_viewport(ratio=0.5)
    above, below = (place.bounding_box() for place in places)
    assert above and below and above["y"] + above["height"] <= below["y"]
    places[0].hover()
    page.mouse.up()
    told(page, "Đã lấy 1 trang ra")
    assert pages_there(store, pile) == [there[3], *there[1:3]]


def test_files_that_are_dropped_or_chosen_are_taken_in(
    running: ServedDesk, browser: Browser, store: Store, pile: str, tmp_path: Path
) -> None:
    scan = shaded(tmp_path / "sent" / "roi.png", 41)
    page = opened(running, browser, pile)
    page.evaluate(DROPPED, ["#papers", "rơi.png", base64.b64encode(scan.read_bytes()).decode()])
    told(page, "Đã thêm 1 trang.")
    assert len(pages_there(store, pile)) == 5
    again = shaded(tmp_path / "sent" / "lai.png", 42)
    page.locator(".sheet input").first.focus()
    page.keyboard.press("Space")
    page.locator("#scan").set_input_files(again)
    told(page, "lai.png đã thay trang 1")
    page.locator("#files").set_input_files(shaded(tmp_path / "sent" / "chon.png", 43))
    told(page, "Đã thêm 1 trang.")
    assert len(pages_there(store, pile)) == 6


def test_what_is_refused_is_said_and_nothing_is_lost(
    running: ServedDesk, browser: Browser, store: Store, pile: str
) -> None:
    page = opened(running, browser, pile)
    page.locator(".sheet input").first.focus()
    page.keyboard.press("g")
    told(page, "Không có giấy tờ nào đứng trước trang này.")
    for picture in page.locator(".sheet img").all():  # what makes pictures is not ended while it makes one
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", True)
    running.stop()
    page.keyboard.press("Delete")
    told(page, "Trang làm việc không trả lời")
    assert len(pages_there(store, pile)) == 4


def test_nothing_keeps_anybody_from_using_the_page(running: ServedDesk, browser: Browser, pile: str) -> None:
    page = opened(running, browser, pile)
    page.locator(".sheet input").first.focus()
    page.keyboard.press("Delete")
    told(page, "Đã lấy 1 trang ra")
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(page.locator("#large")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    assert violations(page) == []
