# SPDX-License-Identifier: Apache-2.0
"""A pale paper is read, an empty back is blank, and where nobody can tell the page is asked about."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ocr.layout.prepare import lit_copy
from ocr.page import blank
from ocr.page.blank import legible_copy
from ocr.page.reading import read_page
from ocr.pixels.image import WorkingCopy
from ocr.recognise.choice import BUILT_IN
from ocr.recognise.registry import Recognisers, recognisers
from templates.catalogue.loading import load_catalogue
from tests.support.pages.pale_pages import nothing_written, page_of, seal, signature, typed
from tests.support.programs.examples import some_of

_BEHIND_PX = 1.5
"""How soft print gets on its way through the paper, at 200 dpi."""


def _is_blank(page: np.ndarray) -> bool:
    return legible_copy(lit_copy(page), 200, recognisers(BUILT_IN)) is None


def _behind(drawn: np.ndarray, softness: float = _BEHIND_PX) -> np.ndarray:
    return cv2.GaussianBlur(np.ascontiguousarray(drawn[:, ::-1]), (0, 0), softness)


@pytest.mark.long
@pytest.mark.parametrize("contrast", some_of([0.1, 0.26], always=[0.1]))
def test_a_pale_page_is_read_like_any_other(contrast: float) -> None:
    reading = read_page(page_of(typed(12), contrast), load_catalogue(), dpi=200)
    text = " ".join(word.text for word in reading.words)
    assert not reading.blank
    assert text.count("GIẢ ĐỊNH") >= 10


@pytest.mark.long
@pytest.mark.parametrize("ink", [(255, 170, 170), pytest.param((255, 120, 200), marks=pytest.mark.slow)])
def test_pink_print_is_read_by_the_channel_that_shows_it(ink: tuple[int, int, int]) -> None:
    reading = read_page(page_of(typed(12), 1.0, ink), load_catalogue(), dpi=200)
    assert " ".join(word.text for word in reading.words).count("GIẢ ĐỊNH") >= 10


@pytest.mark.long
@pytest.mark.parametrize("strength", some_of([0.06, 0.1, 0.2], always=[0.2]))
def test_a_back_through_which_the_front_shines_is_blank(strength: float) -> None:
    assert _is_blank(page_of(_behind(typed(20)), strength))


@pytest.mark.long
@pytest.mark.parametrize("softness", some_of([2.5, 4.0], always=[2.5]))
def test_a_back_through_which_nothing_can_be_read_is_blank(softness: float) -> None:
    assert _is_blank(page_of(_behind(typed(20), softness), 0.15))


@pytest.mark.long
def test_pale_and_soft_print_that_stands_the_right_way_round_is_not_blank() -> None:
    assert not _is_blank(page_of(cv2.GaussianBlur(typed(20), (0, 0), _BEHIND_PX), 0.15))


@pytest.mark.long
@pytest.mark.parametrize("contrast", some_of([0.1, 0.3], always=[0.1]))
def test_a_pale_signature_alone_is_asked_about(contrast: float) -> None:
    assert not _is_blank(page_of(signature(), contrast))


@pytest.mark.long
@pytest.mark.parametrize("contrast", some_of([0.15, 0.3], always=[0.15]))
def test_a_pale_and_soft_seal_alone_is_asked_about(contrast: float) -> None:
    assert not _is_blank(page_of(seal(), contrast))


@pytest.mark.long
def test_of_a_soft_page_only_a_part_is_read_to_tell_its_side(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []
    read = blank._read_share

    def counting(lit: WorkingCopy, dpi: float | None, by: Recognisers) -> float:
        looked.append(lit.gray.size)
        return read(lit, dpi, by)

    monkeypatch.setattr(blank, "_read_share", counting)
    page = page_of(_behind(typed(33)), 0.15)
    assert _is_blank(page)
    assert len(looked) == 2 and max(looked) <= 0.41 * page[..., 0].size


@pytest.mark.long
def test_light_letters_on_a_tinted_ground_are_made_dark() -> None:
    page = page_of(typed(3), -0.35, paper=(160, 150, 150))
    lit = lit_copy(page)
    assert legible_copy(lit, 200, recognisers(BUILT_IN)) is not None
    assert (lit.gray[230:420] < 150).mean() > 4 * (lit.gray[600:] < 150).mean()


def test_a_sheet_with_holes_alone_is_blank_unless_a_person_says_what_it_is() -> None:
    lit = lit_copy(nothing_written("holes"))
    by = recognisers(BUILT_IN)
    assert legible_copy(lit, 200, by) is None
    assert legible_copy(lit, 200, by, said=True) is lit
