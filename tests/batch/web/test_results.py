# SPDX-License-Identifier: Apache-2.0
"""The result of a dossier at the desk: what a gateway handed back is looked at, attached or left out, taken
back; a signed file is attached in the browser.
"""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from starlette.testclient import TestClient

from batch.web.pages import results
from intake.dossier.journal import What
from intake.dossier.states import State
from intake.reading.page_work import HowToRead
from intake.services.changing.undo import undo
from intake.services.results.attaching import HandedBack, attach_results, take_handed_back
from intake.store.store import Store
from ocr.result import Box, FieldReading, PageReading, Source
from tests.support.browser.screen_reader import violations
from tests.support.browser.web_browser import ServedDesk
from tests.support.desks.web_desk import changed
from tests.support.dossiers.fake_pages import say, shaded
from tests.support.dossiers.led_dossiers import last_events, led_to, state_of

WHY = "Đã đổi tên theo quyết định"
NOT_THEIRS = "Của cháu khác"
WAITS = "chờ người quyết định"


def certificate(name: str) -> HowToRead:
    told = FieldReading("child.full_name", name, name, 0.99, Source.PRINT, Box(0, 0, 9, 9))
    reading = PageReading(1, "birth-certificate", 0.99, 0, 0.0, 100, 100, (told,))
    return HowToRead(work=partial(say, reading))


@pytest.fixture
def accepted(store: Store, dossier: str) -> str:
    return led_to(store, dossier, State.ACCEPTED)


@pytest.fixture
def waiting(store: Store, accepted: str, tmp_path: Path) -> tuple[str, list[int]]:
    """A dossier to which two results were handed back that name another child; their ids."""
    ids = []
    for number, name in enumerate(("TRẦN BẢO NGỌC", "TRẦN BẢO AN")):
        file = shaded(tmp_path / f"ket-qua-{number}.png", 200 + number)
        back = HandedBack("main", f"KQ-{number}")
        kept = take_handed_back(store, accepted, file, certificate(name), origin=back, who="sohoa")
        ids.append(kept.id)
    return accepted, ids


def test_a_result_that_waits_is_told_in_the_list_and_shown_page_by_page(
    clerk: TestClient, waiting: tuple[str, list[int]]
) -> None:
    dossier, ids = waiting
    listed = clerk.get("/?only=left").text
    assert dossier in listed and "Có kết quả chờ người quyết định: ket-qua-0.png" in listed
    page = clerk.get(f"/dossier/{dossier}").text
    for result in ids:
        address = f"/dossier/{dossier}/result/{result}/page/1/small"
        assert address in page
        assert clerk.get(address).headers["content-type"] == "image/jpeg"
        assert clerk.get(address.replace("/1/small", "/2/small")).status_code == 404


@pytest.mark.long
def test_only_what_was_shown_is_attached_or_left_out_and_only_once(
    clerk: TestClient, store: Store, waiting: tuple[str, list[int]]
) -> None:
    dossier, (first, second) = waiting
    at = f"/dossier/{dossier}/results"
    assert changed(clerk, f"{at}/accept", because=WHY).status_code == 403
    assert changed(clerk, f"{at}/accept", because=" ", result=str(first)).status_code == 422
    assert state_of(store, dossier) is State.ACCEPTED
    assert changed(clerk, f"{at}/accept", because=WHY, result=str(first)).status_code == 303
    assert state_of(store, dossier) is State.RESULT_ATTACHED
    assert WAITS in clerk.get("/?only=left").text  # the other one
    assert changed(clerk, f"{at}/dismiss", because=NOT_THEIRS, result=str(second)).status_code == 303
    assert dossier not in clerk.get("/?only=left").text
    (told,) = last_events(store, dossier, 1)
    assert (told[0], told[1], told[2]["because"]) == (What.RESULT_DISMISSED, "hoa", NOT_THEIRS)
    again = changed(clerk, f"{at}/accept", because=WHY, result=str(second))
    assert again.status_code == 422 and "đã có người quyết định" in again.text


@pytest.mark.long
def test_a_result_that_was_left_out_comes_back_by_one_key_and_not_from_the_gateway(
    clerk: TestClient, store: Store, waiting: tuple[str, list[int]], tmp_path: Path
) -> None:
    dossier, (first, second) = waiting
    at = f"/dossier/{dossier}/results"
    changed(clerk, f"{at}/dismiss", because=NOT_THEIRS, result=str(first))
    take_handed_back(
        store,
        dossier,
        tmp_path / "ket-qua-0.png",
        certificate("TRẦN BẢO NGỌC"),
        origin=HandedBack("main", "KQ-0"),
        who="sohoa",
    )
    page = clerk.get(f"/dossier/{dossier}").text
    assert f"/result/{first}/" not in page and f"/result/{second}/" in page
    attach_results(
        store, dossier, [tmp_path / "ket-qua-0.png"], certificate("TRẦN BẢO NGỌC"), who="hoa", because=WHY
    )
    undo(store, dossier, who="hoa", commune="")  # what was said before holds again
    page = clerk.get(f"/dossier/{dossier}").text
    assert f"/result/{first}/" not in page and f"/result/{second}/" in page
    (change,) = re.findall(r'name="change" value="([^"]+)"', page)
    assert changed(clerk, f"{at}/back", change="another").status_code == 422
    assert changed(clerk, f"{at}/back", change=change).status_code == 303
    page = clerk.get(f"/dossier/{dossier}").text
    assert f"/result/{first}/" in page and NOT_THEIRS not in page


def at_the_result(running: ServedDesk, browser: Browser, dossier: str) -> Page:
    page = running.let_in(browser)
    page.goto(f"{running.url}/dossier/{dossier}")
    return page


def choose(page: Page) -> None:
    """Open the choice of files by keyboard; what is chosen there is told by who listens to the page."""
    page.wait_for_load_state()  # what the keys do is there
    page.locator("input[type=file]").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelector('input[type=file]').files.length")


@pytest.mark.long
def test_by_keyboard_one_that_waits_is_attached_and_taken_back(
    running: ServedDesk, browser: Browser, store: Store, waiting: tuple[str, list[int]]
) -> None:
    page = at_the_result(running, browser, waiting[0])
    expect(page.locator("input[name=because]").first).to_be_focused()
    assert violations(page) == []
    page.keyboard.type(WHY)
    page.keyboard.press("Enter")
    expect(page.locator("#results")).to_contain_text("Vừa gắn: ket-qua-0.png")
    assert state_of(store, waiting[0]) is State.RESULT_ATTACHED
    page.get_by_role("button", name="Lấy lại").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".waiting-result")).to_have_count(2)
    assert state_of(store, waiting[0]) is State.ACCEPTED


@pytest.mark.long
def test_by_keyboard_a_signed_file_is_compared_and_attached_or_refused_where_it_stands(
    running: ServedDesk,
    browser: Browser,
    store: Store,
    accepted: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(results, "how_to_read", lambda _settings: certificate("TRẦN BẢO NGỌC"))
    page = at_the_result(running, browser, accepted)
    file = shaded(tmp_path / "giay-khai-sinh.png", 99)
    page.on("filechooser", lambda chooser: chooser.set_files(file))
    choose(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#results [role=alert]")).to_contain_text("giay-khai-sinh.png")
    assert state_of(store, accepted) is State.ACCEPTED
    monkeypatch.setattr(results, "how_to_read", lambda _settings: certificate("LÊ VĂN AN"))
    choose(page)
    page.get_by_role("button", name="Đối chiếu và gắn").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#results")).to_contain_text("Vừa gắn: giay-khai-sinh.png")
    assert state_of(store, accepted) is State.RESULT_ATTACHED
