# SPDX-License-Identifier: Apache-2.0
"""The samples' dossiers settled at the desk as the guide's table of them says, by keyboard alone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from intake.check.conditions import answer
from intake.dossier.facts import DossierFacts
from intake.dossier.states import State
from intake.dossier.values import FormValue
from intake.services.counter.interview import interview_about
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue
from tests.support.browser.station_page import on_screen
from tests.support.browser.web_browser import ServedDesk
from tests.support.desks.intake_desk import PROCEDURE
from tests.support.dossiers.station_dossiers import NOW
from tests.support.dossiers.values import on_paper

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "samples"
GUIDE = (ROOT / "docs" / "huong-dan.md").read_text("utf-8")
ROW = r"^\| `([\w-]+/[\w.-]+)` \| `([^`]+)` \| `([^`]+)` \| ([^|]+) \| \*\*([^*]+)\*\* \|$"
ROWS = re.findall(ROW, GUIDE, re.M)
STEMS = [Path(row[0]).stem for row in ROWS]
FORMS = ("birth-registration", "marriage-registration", "death-registration", "marital-status", "correction")
ENDS = {"Đóng gói": State.QUEUED, "Phiếu yêu cầu bổ sung (PDF)": State.INCOMPLETE}
TOLD = {"Đóng gói": "Chờ gửi", "Phiếu yêu cầu bổ sung (PDF)": "Chưa đủ"}
REASON = "đã hỏi người yêu cầu"


def test_the_table_has_every_sample() -> None:
    there = {path.parent for path in SAMPLES.glob("*/*/truth.json")} | set(SAMPLES.glob("dossiers/*.pdf"))
    assert {SAMPLES / name for name, *_rest in ROWS} == there


@pytest.mark.parametrize(("name", "relation", "meets"), [(row[0], row[2], row[3]) for row in ROWS], ids=STEMS)
def test_each_figure_of_a_row_answers_a_question_as_the_form_does(
    name: str, relation: str, meets: str
) -> None:
    visit = interview_about(told_of(SAMPLES / name).get("procedure", PROCEDURE), load_catalogue(), NOW, {})
    visit = replace(visit, relation=relation)
    form = visit.edition.form
    said = {key: FormValue(key, on_paper(form, key, text)) for key, text in truth(SAMPLES / name).items()}
    papers = DossierFacts(received_at=NOW, form=said)
    for figure in re.findall(r"bấm `(\d)`", meets):
        question = visit.open()[0].question
        told = list(question.values)[int(figure) - 1]
        assert answer(question.name, papers, visit.edition) in (None, told)
        visit = visit.answered(question.name, told)


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("name", "words", "relation", "meets", "last"),
    [pytest.param(*row, id=stem) for row, stem in zip(ROWS, STEMS, strict=True)],
)
@pytest.mark.slow
def test_a_sample_is_settled_as_the_guide_says(
    name: str,
    words: str,
    relation: str,
    meets: str,
    last: str,
    running: ServedDesk,
    browser: Browser,
    store: Store,
) -> None:
    page = running.let_in(browser)
    page.on("filechooser", lambda chooser: chooser.set_files(list(papers(SAMPLES / name))))
    pressed = re.findall(r"bấm `(\d)`", meets)
    receive(page, words, relation, pressed)
    page.keyboard.press("f")
    page.wait_for_url("**/verify")
    written = truth(SAMPLES / name)
    expect(page.locator("#value:focus, #check :focus")).to_be_visible()
    while page.locator("[data-standing=doubtful]").count():
        decide(page, written)
    chosen: dict[str, str] = {}
    assert settle(page, answers(SAMPLES / name), chosen) == last
    assert list(chosen.values()) == re.findall(r"chọn `(\w+)`", meets)
    assert not pressed, "the guide's row answers more than is asked"
    expect(page.locator("#state")).to_have_text(TOLD[last])
    with store.read() as session:
        (made,) = store.list(session)
    assert made.state is ENDS[last]


def papers(sample: Path) -> Iterator[Path]:
    """The files of a sample, without the truth about it."""
    yield from (
        sorted(file for file in sample.iterdir() if file.suffix != ".json") if sample.is_dir() else [sample]
    )


def told_of(sample: Path) -> dict[str, Any]:
    """What is known of it."""
    file = sample / "truth.json" if sample.is_dir() else sample.with_suffix(".json")
    known: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return known


def truth(sample: Path) -> dict[str, str]:
    """What stands on its form: key → value."""
    pages = [page for one in told_of(sample)["files"].values() for page in one]
    forms = [page["fields"] for page in pages if page["kind"] in FORMS]
    return {key: one["value"] for fields in forms for key, one in fields.items()}


def answers(sample: Path) -> dict[str, str]:
    """What who brings it answers, by question."""
    return dict(told_of(sample).get("answers", {}))


def receive(page: Page, words: str, relation: str, answers: list[str]) -> None:
    """From the list to the dossier that is made and read; ``answers``: the keys for its questions."""
    page.keyboard.press("F2")
    expect(page.locator("#words")).to_be_focused()
    for line in (words, "", "", "", "", relation):
        page.keyboard.type(line)
        page.keyboard.press("Enter")
    while page.evaluate("document.activeElement.id") != "files":
        if page.evaluate("document.activeElement.type") == "radio" and answers:
            page.keyboard.press(answers.pop(0))
            page.wait_for_load_state("networkidle")
        page.keyboard.press("Enter")
        page.wait_for_load_state("networkidle")
    page.keyboard.press("Enter")
    expect(page.locator("#attached li").first).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#still")).to_contain_text("Giấy tờ nhận ra")


def decide(page: Page, written: dict[str, str]) -> None:
    """The field that is looked at: right as it stands, or as the paper says."""
    field = page.locator(".field.current")
    key = field.get_attribute("data-key") or ""
    read, right = page.locator("#value").input_value(), written.get(key, "")
    if read and (not right or read.casefold() == right.casefold()):
        on_screen(page)
        page.keyboard.press("Enter")
    elif right:
        page.keyboard.type(right)
        page.keyboard.press("Enter")
    else:
        page.keyboard.press("F3")
    expect(page.locator(f".field[data-key='{key}']")).to_have_attribute("data-saving", "saved")


WHERE = """() => {
    const one = document.activeElement, asked = one.form?.elements.question?.value;
    return [asked ?? "", one.value ?? "", one.labels?.[0]?.innerText.trim() ?? ""];
}"""
"""Which question and answer the keyboard is at, and the answer's name."""


def settle(page: Page, told: Mapping[str, str], chosen: dict[str, str]) -> str:
    """What the check asks, its questions as they are ``told`` (kept in ``chosen``); the name of the last
    button, which is pressed.
    """
    for _step in range(12):
        at = page.locator("#check :focus")
        expect(at).to_be_visible()
        before, name = page.locator("#check").inner_html(), at.inner_text()
        if "Máy không nhận ra là giấy gì" in page.locator("#check").inner_text():
            take_out_the_last(page)
            continue
        if at.get_attribute("type") == "radio":
            question = at.evaluate("(one) => one.form.elements.question.value")
            if not (said := choose(page, question, told[question])):
                continue
            chosen[question] = said
        elif not name:
            page.keyboard.type(REASON)
        if "PDF" in name:
            with page.expect_popup() as slip:
                page.keyboard.press("Enter")
            slip.value.wait_for_url("**/slip/supplement/**")
            return name
        page.keyboard.press("Enter")
        if name in ENDS:
            return name
        page.wait_for_function("(was) => document.querySelector('#check').innerHTML !== was", arg=before)
    raise AssertionError("the check never ended")


def choose(page: Page, question: str, answer: str) -> str:
    """Go down to that answer of the question and choose it: its name on the page; "" where the check was
    drawn anew meanwhile.
    """
    for _other in range(9):
        asked, value, name = page.evaluate(WHERE)
        if asked != question:
            return ""
        if value == answer:
            page.keyboard.press("Space")
            return str(name)
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"the check offers no answer {answer}")


def take_out_the_last(page: Page) -> None:
    page.keyboard.press("F7")
    expect(page.locator(".sheet :focus")).to_be_attached()
    for _sheet in range(page.locator(".sheet").count() - 1):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Delete")
    expect(page.locator("#told")).to_contain_text("Đã lấy 1 trang ra")
    page.keyboard.press("F7")
    page.wait_for_url("**/verify")
