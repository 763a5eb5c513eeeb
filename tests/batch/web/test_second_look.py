# SPDX-License-Identifier: Apache-2.0
"""Second and third looks at the station: typed without seeing what was said, chosen where two differ."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from intake.dossier.states import State
from intake.services.changing.edit import Edit, edit
from intake.services.judging import check_dossier
from intake.store.store import Store
from templates.model.document_types import FieldType
from tests.support.browser.screen_reader import violations
from tests.support.browser.web_browser import ServedDesk, served
from tests.support.desks.web_desk import web_desk
from tests.support.dossiers import fake_dossiers
from tests.support.dossiers.led_dossiers import state_of
from tests.support.dossiers.reviewed_papers import value_of
from tests.support.dossiers.station_dossiers import DOUBTFUL, typed_dossier

pytestmark = pytest.mark.long

NAME, OTHER = "child.full_name", "LÝ VĂN KHÁC"


@pytest.fixture
def dossiers(store: Store, tmp_path: Path) -> list[str]:
    """Two whose names hoa has typed, in an office where two read each name."""
    store.second_look = frozenset({FieldType.NAME})
    made = [typed_dossier(store, tmp_path, {NAME: DOUBTFUL}, child=child) for child in (1, 2)]
    for child, dossier in enumerate(made, start=1):
        name = fake_dossiers.form(child)[NAME]
        edit(store, dossier, Edit([(NAME, name)]), who="hoa", commune="")
    return made


@contextmanager
def sits(store: Store, who: str) -> Iterator[ServedDesk]:
    with web_desk(store, who) as desk, served(desk) as running:
        yield running


def opened(running: ServedDesk, browser: Browser, path: str) -> Page:
    page = running.let_in(browser)
    page.goto(running.url + path)
    return page


def test_a_second_person_types_what_they_read_and_a_third_chooses(
    browser: Browser, store: Store, dossiers: list[str]
) -> None:
    first, second = (fake_dossiers.form(child)[NAME] for child in (1, 2))
    with sits(store, "nam") as running:
        page = opened(running, browser, "/values")
        expect(page.locator(".sorts a")).to_have_count(1)
        page.locator(".sorts a").press("Enter")
        expect(page.locator(".cell[data-seen]")).to_have_count(2)
        assert first not in page.content() and second not in page.content()
        page.keyboard.press("Enter")
        page.keyboard.press("Control+z")
        expect(page.locator("#remark")).to_contain_text("Không có gì để lấy lại")
        page.goto(f"{running.url}/values/looks")
        page.keyboard.type(first)
        page.keyboard.press("Enter")
        page.keyboard.type(OTHER)
        page.keyboard.press("Enter")
        expect(page.locator(".cell[data-state=saved]")).to_have_count(2)
        expect(page.locator(".note").first).to_contain_text("giống nhau")
        expect(page.locator(".note").last).to_contain_text("người thứ ba")
    assert [state_of(store, dossier) for dossier in dossiers] == [State.COMPLETE, State.READ]
    with sits(store, "chi") as running:
        page = opened(running, browser, "/values/looks")
        expect(page.locator(".cell[data-seen]")).to_have_count(1)
        expect(page.locator(".others")).to_contain_text(f"{second} (hoa) · {OTHER} (nam)")
        page.keyboard.press("F2")
        expect(page.locator("#value")).to_have_value(second)
        page.keyboard.press("Enter")
        expect(page.locator(".cell[data-state=saved]")).to_have_count(1)
    kept = value_of(store, dossiers[1], NAME)
    assert (kept.value, kept.corrected_by, kept.needs_review) == (second, "chi", False)
    assert state_of(store, dossiers[1]) is State.COMPLETE


def test_no_screen_of_the_station_shows_what_the_first_typed(
    browser: Browser, store: Store, dossiers: list[str]
) -> None:
    edit(store, dossiers[0], Edit([(NAME, OTHER)]), who="hoa", commune="")
    with sits(store, "nam") as running:
        page = opened(running, browser, "/")
        expect(page.locator("tbody tr")).to_have_count(2)
        assert OTHER not in page.content()
        page.locator("#find").fill(dossiers[0])
        page.keyboard.press("Enter")
        page.wait_for_url("**/found/*")
        assert OTHER not in page.content()
        for at in ("", "/verify", "/papers", "/received"):
            page.goto(f"{running.url}/dossier/{dossiers[0]}{at}")
            page.wait_for_load_state("networkidle")
            assert OTHER not in page.content(), at


def test_who_has_read_it_is_told_that_somebody_else_is_waited_for(
    browser: Browser, store: Store, dossiers: list[str]
) -> None:
    with sits(store, "hoa") as running:
        page = opened(running, browser, "/values")
        expect(page.locator("main")).to_contain_text("2 giá trị anh/chị đã đọc đang chờ người khác")
        page.goto(f"{running.url}/values/looks")
        expect(page.locator("#over")).to_be_visible()
        page.goto(f"{running.url}/")
        expect(page.locator("main")).to_contain_text("chờ người thứ hai, không phải hoa")
        page.goto(f"{running.url}/dossier/{dossiers[0]}/verify")
        expect(page.locator(f"[data-key='{NAME}'] .value")).to_contain_text("chờ người thứ hai")
        expect(page.locator("#page")).to_be_visible()
        expect(page.get_by_role("button", name="Đóng gói")).to_have_count(0)


def test_at_the_form_a_second_person_sees_an_empty_field_and_the_picture(
    browser: Browser, store: Store, dossiers: list[str]
) -> None:
    name = fake_dossiers.form(1)[NAME]
    with sits(store, "nam") as running:
        page = opened(running, browser, f"/dossier/{dossiers[0]}/verify")
        expect(page.locator(".field.current")).to_have_attribute("data-key", NAME)
        expect(page.locator("#strip")).to_be_visible()
        expect(page.locator("#value")).to_have_value("")
        expect(page.locator("#remark")).to_contain_text("chờ người thứ hai")
        assert name not in page.locator(".form").inner_text()
        page.keyboard.press("F2")
        expect(page.locator("#value")).to_have_value("")
        page.keyboard.type(name)
        page.keyboard.press("Enter")
        expect(page.locator(f"[data-key='{NAME}'] .mark")).to_contain_text("giống nhau")
    assert state_of(store, dossiers[0]) is State.COMPLETE


def test_a_value_read_twice_is_not_asked_for_again_after_another_check(
    store: Store, dossiers: list[str]
) -> None:
    edit(store, dossiers[0], Edit([(NAME, fake_dossiers.form(1)[NAME])]), who="nam", commune="")
    for _again in range(2):
        check_dossier(store, dossiers[0], commune="")
    assert state_of(store, dossiers[0]) is State.COMPLETE


@pytest.mark.parametrize("path", ["/values", "/values/looks"])
def test_no_page_of_second_looks_stands_in_the_way_of_a_screen_reader(
    path: str, browser: Browser, store: Store, dossiers: list[str]
) -> None:
    edit(store, dossiers[0], Edit([(NAME, OTHER)]), who="nam", commune="")
    with sits(store, "chi") as running:
        page = running.let_in(browser)
        page.goto(running.url + path)
        page.wait_for_load_state("networkidle")
        assert violations(page) == []
