# SPDX-License-Identifier: Apache-2.0
"""The line reader on lines drawn with dots through them, and the arithmetic of its scores."""

from __future__ import annotations

import numpy as np
import pytest

from ocr.recognise.line_model import cut_strip, in_words, least_sure, read_strips, text_of
from tests.support.pages.drawn_forms import blank, leader, write

_BASE, _LETTER_PX = 120, 23


def _line(text: str, *, dots: bool = True) -> np.ndarray:
    page = blank(width=1500, height=240)
    if dots:
        leader(page, 60, 1400, _BASE + 1)
    write(page, 100, _BASE, text)
    return np.minimum(np.asarray(page), 250)


@pytest.mark.parametrize(
    "text",
    ["NGUYỄN THỊ HƯỜNG", "xã Mỹ Hiệp, tỉnh Đồng Tháp", "079183584722", "31/12/1998", "Ê-đê", "Ngày mùng tám"],
)
def test_a_line_is_read_through_its_dots(text: str) -> None:
    (chars,) = read_strips([cut_strip(_line(text), 60, 900, _BASE, _LETTER_PX)])
    assert text_of(chars) == text


def test_bare_dots_are_no_text() -> None:
    (chars,) = read_strips([cut_strip(_line(""), 60, 1300, _BASE, _LETTER_PX)])
    assert text_of(chars) == ""


def test_characters_lie_where_they_were_drawn() -> None:
    (chars,) = read_strips([cut_strip(_line("Nam", dots=False), 60, 400, _BASE, _LETTER_PX)])
    first, last = chars[0], chars[-1]
    assert 100 < first.x < 140 < last.x < 215


def test_a_strip_may_reach_over_the_edge_of_the_page() -> None:
    strip = cut_strip(_line("Kinh")[_BASE - 50 :], -40, 1700, 50, _LETTER_PX)
    (chars,) = read_strips([strip])
    assert text_of(chars).strip() == "Kinh"


def test_words_are_cut_at_blanks_and_count_as_sure_as_their_least_letter() -> None:
    (chars,) = read_strips([cut_strip(_line("Việt Nam"), 60, 700, _BASE, _LETTER_PX)])
    words = in_words(chars)
    assert [text_of(word) for word in words] == ["Việt", "Nam"]
    assert least_sure(words[0]) == min(char.sure for char in words[0]) <= 1.0
    assert least_sure(()) == 0.0
