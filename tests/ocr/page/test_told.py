# SPDX-License-Identifier: Apache-2.0
"""A page is read as what a person says that it is, and that way up."""

from __future__ import annotations

import numpy as np
import pytest

from ocr.page.reading import read_page
from ocr.page.told import Told
from ocr.result import OTHER
from templates.catalogue.loading import load_catalogue
from tests.support.pages.drawn_forms import birth_rows, form

pytestmark = pytest.mark.long

_ROWS = birth_rows("Phạm Ngọc Ánh")


@pytest.fixture(scope="module")
def page() -> np.ndarray:
    return form(_ROWS)


def test_a_page_is_turned_as_a_person_says_and_not_as_it_looks(page: np.ndarray) -> None:
    catalogue = load_catalogue()
    upright = read_page(page, catalogue)
    assert upright.rotation == 0
    for turn in (0, 180):
        assert read_page(page, catalogue, told=Told(turn=turn)).rotation == turn
    on_its_head = np.ascontiguousarray(np.rot90(page, 2))
    told = read_page(on_its_head, catalogue, told=Told(turn=180))
    assert [(f.key, f.value) for f in told.fields] == [(f.key, f.value) for f in upright.fields]


def test_a_page_is_the_paper_that_a_person_says_however_ill_it_fits(page: np.ndarray) -> None:
    catalogue = load_catalogue()
    for kind in ("birth-notice", "id-card", "court-decision", OTHER):
        read = read_page(page, catalogue, told=Told(kind=kind))
        assert (read.kind, read.kind_confidence, read.others) == (kind, 1.0, ())
    assert read_page(page, catalogue, told=Told(kind=OTHER)).fields == ()


def test_said_to_be_what_it_is_a_page_says_the_same(page: np.ndarray) -> None:
    catalogue = load_catalogue()
    read = read_page(page, catalogue)
    told = read_page(page, catalogue, told=Told(kind=read.kind))
    assert (told.kind, told.fields, told.words) == (read.kind, read.fields, read.words)


def test_a_blank_page_may_be_said_to_be_a_paper() -> None:
    white = np.full((400, 300), 255, np.uint8)
    catalogue = load_catalogue()
    assert read_page(white, catalogue).blank
    assert read_page(white, catalogue, told=Told(turn=90)).blank
    read = read_page(white, catalogue, told=Told(kind="birth-notice"))
    assert (read.kind, read.blank, read.fields) == ("birth-notice", False, ())
