# SPDX-License-Identifier: Apache-2.0
"""Pen in a field that seems empty."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ocr.forms.fields import RawField, is_stop
from ocr.forms.handwriting import is_typed, unread_strokes, without_signs
from ocr.lines.recogniser import RawWord
from ocr.lines.text_line import TextLine
from templates.model.document_types import FieldType, LabelSpec

_LETTER_PX = 20
_ZONE = (100.0, 50.0, 400.0, 58.0)
"""Its line stands at 50 + 2.1 · 20 = 92."""


def _ink(*lines: tuple[tuple[int, int], tuple[int, int]]) -> np.ndarray:
    page = np.zeros((200, 600), np.uint8)
    for start, end in lines:
        cv2.line(page, start, end, 255, 2)
    return page


def _loops(*centres: tuple[int, int]) -> np.ndarray:
    page = np.zeros((200, 600), np.uint8)
    for centre in centres:
        cv2.ellipse(page, centre, (8, 11), 20, 30, 300, 255, 2)
    return page


def test_strokes_as_large_as_letters_are_found_where_they_are() -> None:
    found = unread_strokes(_loops((208, 81), (238, 82)), _ZONE, _LETTER_PX)
    assert found is not None
    x, y, w, h = found
    assert 195 <= x <= 203 and 238 <= x + w <= 250
    assert 66 <= y <= 74 and 88 <= y + h <= 96


def test_slashes_printed_between_day_month_and_year_are_no_pen() -> None:
    assert unread_strokes(_ink(((200, 92), (208, 70)), ((250, 92), (258, 70))), _ZONE, _LETTER_PX) is None


def test_a_raised_footnote_mark_is_no_pen() -> None:
    page = np.zeros((200, 600), np.uint8)
    for x, start in ((140, 100), (158, -80)):
        cv2.ellipse(page, (x, 76), (4, 9), 0, start, start + 160, 255, 2)
    cv2.circle(page, (149, 76), 5, 255, 2)
    assert unread_strokes(page, _ZONE, _LETTER_PX) is None


def test_what_a_leader_left_is_no_pen() -> None:
    dots = tuple(((x, 91), (x + 2, 91)) for x in range(150, 450, 20))
    assert unread_strokes(_ink(*dots), _ZONE, _LETTER_PX) is None


def test_a_letter_that_hangs_in_from_the_line_above_is_no_pen() -> None:
    assert unread_strokes(_ink(((200, 30), (203, 66)), ((230, 30), (236, 64))), _ZONE, _LETTER_PX) is None


def test_the_label_at_the_edge_is_no_pen() -> None:
    assert unread_strokes(_ink(((98, 70), (104, 92)), ((497, 70), (501, 92))), _ZONE, _LETTER_PX) is None


def test_a_printed_word_that_ends_a_value_may_have_lost_its_last_letter() -> None:
    assert is_stop("bản", ("bản",)) and is_stop("bả", ("bản",)) and is_stop("bản(7)", ("bản",))
    assert not is_stop("ba", ("bố",)) and not is_stop("Bảo", ("bản",)) and not is_stop("02", ("bản",))


def _signed(*words: tuple[str, float], type: FieldType = FieldType.ADDRESS) -> RawField:
    line = TextLine(tuple(RawWord(t, sure, 40 * n, 50, 36, 20, 1, 1, 1) for n, (t, sure) in enumerate(words)))
    piece = line.piece(0, len(line.text))
    item = LabelSpec(label="Nơi cư trú", field="child.residence", type=type)
    return RawField(item, "child.residence", (piece,), _ZONE, 0, 0)


_PRINT = (("Tổ", 0.99), ("24,", 0.98), ("xã", 1.0), ("Tân", 0.97), ("Mỹ,", 0.96), ("tỉnh", 0.99))


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        ((*_PRINT, ("✎", 0.0)), True),
        ((*_PRINT, ("Nam✎", 0.0)), True),
        ((("Tổ", 0.99), ("✎", 0.0), ("✎", 0.0)), False),
        ((("số", 0.9), ("✎", 0.0), ("hllu", 0.5), ("rnm", 0.4), ("Tân", 0.9), ("Mỹ", 0.9)), False),
    ],
)
def test_a_value_read_surely_but_for_some_strokes_is_typed(
    words: tuple[tuple[str, float], ...], typed: bool
) -> None:
    assert is_typed(_signed(*words)) is typed


def test_a_pen_may_fill_in_the_digits_of_a_printed_date() -> None:
    words = (("ngày", 0.99), ("✎", 0.0), ("tháng", 0.99), ("năm", 0.99), ("2024", 0.99))
    assert not is_typed(_signed(*words, type=FieldType.DATE))


def test_the_signs_leave_the_print_and_its_place() -> None:
    freed = without_signs(_signed(*_PRINT, ("Nam✎", 0.0), ("✎", 0.0)))
    assert freed.text == "Tổ 24, xã Tân Mỹ, tỉnh Nam"
    assert freed.box == (0, 50, 276, 20)
