# SPDX-License-Identifier: Apache-2.0
"""The end of an address is the place that there is, written as its writer wrote it."""

from __future__ import annotations

import pytest

from ocr.pen.beam import Hypothesis
from ocr.pen.ending import endings, tone_moved
from ocr.pen.places import Places
from templates.catalogue.loading import load_catalogue
from tests.support.pages.drawn_pen import strokes_of


@pytest.fixture(scope="module")
def places() -> Places:
    return Places.of(load_catalogue().units)


@pytest.mark.parametrize(
    "written",
    [
        "Tổ 3, Phường 2, Thành Phố Tuy Hoà, Phú Yên",
        "Tổ 3, Phường 02, Thành phố Tuy Hòa, Phú Yên",
        "Tổ 3, Phường 2, TP. Tuy Hoà, Phú Yên",
        "Ấp 4, TT Cái Bè, Huyện Cái Bè, Tiền Giang",
    ],
)
def test_ranks_tones_and_figures_stay_as_they_are_written(places: Places, written: str) -> None:
    strokes = strokes_of(written)
    read = Hypothesis(written, 0.0, 0.0)
    found = endings(strokes.log_probs, strokes.alphabet, read, read, places)
    assert found[0].text == written


@pytest.mark.parametrize("written", ["12 Lê Lai, Phường 8, Quận 3, TP HCM", "Huyện Xuyên Mộc, BRVT"])
def test_what_people_call_a_province_is_a_place_too(places: Places, written: str) -> None:
    strokes = strokes_of(written)
    misread = Hypothesis(written.replace("HCM", "HcM").replace("BRVT", "BRVt"), 0.0, 0.0)
    found = endings(strokes.log_probs, strokes.alphabet, misread, misread, places)
    assert written in [one.text for one in found]


def test_a_tone_is_moved_between_two_vowels_and_nowhere_else() -> None:
    assert tone_moved("hòa thuỷ Quý toán") == "hoà thủy Quý toán"
    assert tone_moved(tone_moved("Thanh Hóa")) == "Thanh Hóa"
