# SPDX-License-Identifier: Apache-2.0
"""What the steps of a reading hand to a tracer, and what is drawn and told of it."""

from __future__ import annotations

import json

import numpy as np
import pytest

from ocr.debug.stage_pictures import pictures, result_picture, sure_colour
from ocr.debug.stage_words import told
from ocr.page.reading import read_page
from ocr.page.trace import Kinds, Lit, Read, Recording, Worded, Zones
from ocr.result import Box, FieldReading, PageReading, Source
from templates.catalogue.loading import load_catalogue
from tests.support.pages.drawn_forms import birth_rows, form

_ROWS = birth_rows("Phạm Ngọc Ánh")


@pytest.fixture(scope="module")
def traced() -> tuple[PageReading, Recording]:
    recording = Recording()
    return read_page(form(_ROWS), load_catalogue(), tracer=recording), recording


def test_every_step_is_seen_in_the_order_of_the_steps(traced: tuple[PageReading, Recording]) -> None:
    kinds = [type(stage) for stage in traced[1].stages]
    assert [kind for kind in dict.fromkeys(kinds) if kind in (Lit, Worded, Kinds, Zones, Read)] == [
        Lit, Worded, Kinds, Zones, Read,
    ]  # fmt: skip


@pytest.mark.long
def test_looking_on_changes_nothing(traced: tuple[PageReading, Recording]) -> None:
    assert read_page(form(_ROWS), load_catalogue()) == traced[0]


def test_every_printed_value_is_told_with_its_readings(traced: tuple[PageReading, Recording]) -> None:
    reading, recording = traced
    facts = told(reading, recording.stages)
    assert {v["field"]: v["value"] for v in facts["values"]} == {f.key: f.value for f in reading.fields}
    looks = {look for value in facts["values"] for line in value["readings"] for look in line}
    assert {"page", "again"} <= looks <= {"page", "again", "second"}
    assert facts["kinds"][0]["kind"] == "birth-registration"
    assert any(label["after_it"] == "Trần Thị Mộng" for label in facts["labels"])
    assert any("Mỹ Hiệp" in line for line in facts["attempts"][-1]["lines"])
    json.dumps(facts)


@pytest.mark.long
def test_the_pictures_show_the_page_with_colour_where_something_was_found(
    traced: tuple[PageReading, Recording],
) -> None:
    drawn = dict(pictures(traced[1].stages))
    assert list(drawn) == ["lit", "upright", "leaders", "stretches", "words", "labels", "values", "marks"]
    coloured = {name: bool((np.ptp(page.astype(int), axis=2) > 60).any()) for name, page in drawn.items()}
    assert coloured == {name: name not in ("lit", "upright", "marks") for name in drawn}


def test_a_page_that_is_no_paper_we_know_has_no_pictures_of_labels() -> None:
    recording = Recording()
    rows = [[("Hóa đơn bán hàng tạp phẩm số năm mươi hai", "")]] * 5
    reading = read_page(form(rows), load_catalogue(), tracer=recording)
    assert [name for name, _page in pictures(recording.stages)][-1] == "words"
    assert told(reading, recording.stages)["labels"] == []


def test_confidence_runs_from_red_to_green() -> None:
    assert sure_colour(0.0) == (220, 0, 0)
    assert sure_colour(1.0) == (0, 170, 0)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_the_result_is_drawn_round_the_value_on_the_page_turned_upright(rotation: int) -> None:
    upright = np.full((300, 400), 250, np.uint8)
    upright[100:120, 250:330] = 0
    stored = np.rot90(upright, rotation // 90)
    rows, columns = np.nonzero(stored == 0)
    top, left = int(rows.min()), int(columns.min())
    box = Box(left, top, int(columns.max()) - left + 1, int(rows.max()) - top + 1)
    height, width = stored.shape
    value = FieldReading("child.sex", "Nữ", "Nữ", 1.0, Source.QR, box)
    page = result_picture(
        stored, PageReading(1, "id-card", 1.0, rotation, 0.0, width, height, fields=(value,))
    )
    green = (page == sure_colour(1.0)).all(axis=2)
    assert page.shape == (300, 400, 3)
    assert green[100:121, [250, 330]].all() and green[[100, 120], 250:331].all()
    assert not green[130:].any() and not green[:, :240].any()


def test_the_papers_of_a_sheet_are_told_one_by_one_and_their_values_numbered_on() -> None:
    value = FieldReading("child.sex", "Nữ", "Nữ", 1.0, Source.PRINT, Box(0, 0, 9, 9))
    other = PageReading(1, "birth-notice", 0.9, 0, 0.0, 400, 300, fields=(value,))
    both = PageReading(1, "birth-registration", 0.9, 0, 0.0, 400, 300, fields=(value, value), others=(other,))
    papers = told(both, [])["papers"]
    assert [(paper["kind"], [field["number"] for field in paper["fields"]]) for paper in papers] == [
        ("birth-registration", [1, 2]), ("birth-notice", [3]),
    ]  # fmt: skip
