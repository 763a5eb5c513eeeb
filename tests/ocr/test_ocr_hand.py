"""Pen in a field that seems empty."""

from __future__ import annotations

import cv2
import numpy as np

from ocr.fields import is_stop
from ocr.hand import unread_strokes

_LETTER_PX = 20
_ZONE = (100.0, 50.0, 400.0, 58.0)
"""Its line stands at 50 + 2.1 · 20 = 92."""


def _ink(*lines: tuple[tuple[int, int], tuple[int, int]]) -> np.ndarray:
    page = np.zeros((200, 600), np.uint8)
    for start, end in lines:
        cv2.line(page, start, end, 255, 2)
    return page


def test_strokes_as_large_as_letters_are_found_where_they_are() -> None:
    found = unread_strokes(_ink(((200, 70), (215, 92)), ((230, 92), (245, 72))), _ZONE, _LETTER_PX)
    assert found is not None
    x, y, w, h = found
    assert 195 <= x <= 201 and 244 <= x + w <= 250
    assert 66 <= y <= 71 and 91 <= y + h <= 96


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
