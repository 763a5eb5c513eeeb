# SPDX-License-Identifier: Apache-2.0
"""The kit for the national portal: papers by row, and one page whose buttons copy each value."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from batch.gateway.connectors.portal_kit import PortalKit
from batch.gateway.connectors.portal_kit.door import PAGE
from batch.gateway.connectors.portal_kit.questions import answers, load_pages, others
from batch.gateway.doors import OnlyDoor
from batch.gateway.registry import OfficeDoors
from batch.outbox.push import Pushed, Pusher
from batch.services.pushing import tell_found
from bench.storm.dossiers import queued_dossier
from intake.dossier.states import State
from intake.settings.doors import DoorSettings, GatewaySettings
from intake.settings.settings import Settings
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue
from templates.errors import UsageError
from tests.support.browser.web_browser import chromium
from tests.support.desks.packing_desk import WHO
from tests.support.desks.queue_desk import number_of, state_of
from tests.support.dossiers.laid_dossiers import NUMBER, is_whole, laid_in, place_in, submission

NASTY = """<script>document.title="x"</script> "'& O’Néill"""
BIRTH = {
    "requester.relation": "Mẹ",
    "child.full_name": "LÊ ÁNH DƯƠNG",
    "child.birth_date": "02/11/2026",
    "mother.id_document": "Căn cước số 001190000017, cấp ngày 02/03/2022",
    "father.full_name": NASTY,
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    """The folder of a kit for a birth, one value of which tries to be code."""
    door = PortalKit(place_in(tmp_path))
    one = replace(submission(tmp_path / "package"), values=BIRTH)
    return door.place / door.put(one, NUMBER)


@pytest.fixture
def opened(kit: Path, browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """Its page, and what it asked any network for or complained about."""
    context = browser.new_context()
    page, asked = context.new_page(), []
    page.on("request", lambda one: asked.append(one.url))
    page.on("console", lambda said: asked.append(said.text))
    page.goto((kit / PAGE).as_uri())
    yield page, asked
    context.close()


def pasted(page: Page) -> str:
    """What the clipboard holds, as a person pastes it elsewhere."""
    other = page.context.new_page()
    other.set_content("<textarea autofocus></textarea>")
    other.locator("textarea").focus()
    other.keyboard.press("Control+V")
    text = other.locator("textarea").input_value()
    other.close()
    page.bring_to_front()
    return text


def button(page: Page, question: str) -> Any:
    return page.locator("tr").filter(has=page.locator("small", has_text=question)).locator("button").first


@pytest.mark.long
def test_a_button_lays_its_value_into_the_clipboard_letter_by_letter(opened: tuple[Page, list[str]]) -> None:
    page, _asked = opened
    for question, expected in (
        ("citizenHoVaTen_NgdcKS", "LÊ ÁNH DƯƠNG"),
        ("citizenNDK_SoDinhDanh", "001190000017"),
        ("citizenNDK_HoVaTenCha", NASTY),
    ):
        button(page, question).click()
        page.locator("tr.done").filter(has_text=expected).wait_for()
        assert pasted(page) == expected


@pytest.mark.long
def test_the_page_runs_no_value_as_code_asks_no_network_and_leads_to_each_paper(
    opened: tuple[Page, list[str]], kit: Path
) -> None:
    page, asked = opened
    assert asked == [(kit / PAGE).as_uri()]
    assert page.title() != "x" and page.locator("script").count() == 1
    failed: list[str | None] = []
    page.on("requestfailed", lambda one: failed.append(one.failure))
    page.evaluate("() => document.body.append(Object.assign(new Image(), {src: 'http://127.0.0.1:9/x'}))")
    page.wait_for_function("() => document.images[0].complete")
    assert set(failed) == {"csp"}
    for link in page.locator("a").all():
        target = Path(
            page.evaluate("link => decodeURIComponent(new URL(link.href).pathname)", link.element_handle())
        )
        assert target.is_file() and target.is_relative_to(kit)
    assert page.locator("a").count() == 2


@pytest.mark.long
def test_the_questions_stand_in_the_portal_s_order_and_what_it_does_not_ask_below(
    opened: tuple[Page, list[str]],
) -> None:
    page, _asked = opened
    names = page.locator("table").first.locator("small").all_text_contents()
    assert names == [question.to for question in load_pages().forms["birth-registration"]]


def test_papers_lie_in_a_folder_for_each_row_of_the_portal_s_table(kit: Path) -> None:
    assert is_whole(kit)
    folders = sorted(path.name for path in kit.iterdir() if path.is_dir())
    assert folders == ["01 Giấy 1", "02 Giấy 2"]
    assert [len(list((kit / folder).iterdir())) for folder in folders] == [1, 1]


def test_a_file_that_the_portal_would_not_take_is_refused_before(tmp_path: Path) -> None:
    door, one = PortalKit(place_in(tmp_path)), submission(tmp_path / "package")
    assert door.check(one) == []
    (first, *_rest) = one.components
    large = replace(first, files=(replace(first.files[0], bytes=2_000_001),))
    (told,) = door.check(replace(one, components=(large,)))
    assert told.field == first.files[0].name and "2 MB" in told.text


def test_the_same_dossier_is_one_kit_also_when_somebody_fetched_it(tmp_path: Path) -> None:
    door, one = PortalKit(place_in(tmp_path)), submission(tmp_path / "package")
    name = door.put(one, NUMBER)
    shutil.move(door.place / name, tmp_path / "fetched")
    assert door.put(one, NUMBER) == name and laid_in(door.place) == []
    assert door.put(replace(one, values=BIRTH), NUMBER) != name


def test_every_question_of_the_data_has_a_field_of_its_form_and_a_label() -> None:
    catalogue, pages = load_catalogue(), load_pages()
    for form, questions in pages.forms.items():
        assert catalogue.document_type(form).kind == form
        assert len({question.to for question in questions}) == len(questions)
        for question in questions:
            assert catalogue.field_name(question.key, "vi") != question.key, (form, question.key)


def test_a_form_without_a_known_order_is_told_whole_as_other_values() -> None:
    values = {"guardian.full_name": "LÊ AN", "reason": "Mồ côi"}
    assert list(answers(load_pages(), "guardianship", values)) == []
    assert [(one.key, one.text) for one in others(load_pages(), "guardianship", values)] == sorted(
        values.items()
    )


def test_it_is_set_up_in_the_settings_and_a_push_lays_the_kit(store: Store, tmp_path: Path) -> None:
    place = place_in(tmp_path)
    settings = GatewaySettings(doors={"cong": DoorSettings(connector="portal-kit", place=str(place))})
    door = OfficeDoors(Settings(gateway=settings)).open("cong")
    assert Pusher(store, door, WHO, door="cong").push(queued_dossier(store)).state == "sent"
    (name,) = laid_in(place)
    assert (place / name / PAGE).is_file() and is_whole(place / name)


@pytest.mark.long
def test_the_number_that_the_portal_gave_is_said_by_who_typed_it_once_the_kit_lies_there(
    store: Store, tmp_path: Path, two: tuple[str, str]
) -> None:
    typed, other = two
    door = PortalKit(place_in(tmp_path))

    def said(dossier: str, number: str) -> Pushed | None:
        return tell_found(store, dossier, number, OnlyDoor(lambda: door), who=WHO, sure=lambda _found: False)

    for wrong in (NUMBER, "../../x"):
        with pytest.raises(UsageError):
            said(typed, wrong)
    for dossier in two:
        assert Pusher(store, door, WHO, door="cong").push(dossier).number == ""
    told = said(typed, f" {NUMBER} ")
    assert told is not None and (told.state, told.number) == ("sent", NUMBER)
    assert (number_of(store, typed), state_of(store, typed)) == (NUMBER, State.PUSHED)
    with pytest.raises(UsageError, match=NUMBER):
        said(other, NUMBER)
