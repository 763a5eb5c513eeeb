# SPDX-License-Identifier: Apache-2.0
"""Folding Vietnamese text for comparison."""

from __future__ import annotations

import unicodedata

import pytest

from templates.language.folding import folded, tone_placement_folded, without_marks


@pytest.mark.parametrize(("a", "b"), [("hòa", "hoà"), ("thủy", "thuỷ"), ("khỏe", "khoẻ"), ("HÒA", "hoà")])
def test_the_place_of_the_tone_does_not_count(a, b):
    assert tone_placement_folded(a) == tone_placement_folded(b)


@pytest.mark.parametrize(("a", "b"), [("hòa", "hóa"), ("thu", "thư"), ("an", "ân"), ("đa", "da")])
def test_other_marks_count(a, b):
    assert tone_placement_folded(a) != tone_placement_folded(b)


def test_all_marks_can_be_taken_off():
    assert without_marks("ĐẶNG  Thị Ước") == "dang thi uoc"


def test_composed_and_decomposed_text_and_the_icelandic_letter_fold_alike():
    text = "Đặng Thị Ước"
    assert folded(unicodedata.normalize("NFD", text)) == folded(text)
    assert folded("\u00d0ặng") == folded("Đặng")
