# SPDX-License-Identifier: Apache-2.0
"""A line of pen comes out of its form without the letters of labels and strokes of other lines."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ocr.pen.cutting import strokes_alone
from ocr.recognise.pen_engine import ABOVE, UNDER

LETTER, PAPER, PRINT, PEN = 20, 246, 30, 120
BASE, HIGH = round(ABOVE * LETTER), round((ABOVE + UNDER) * LETTER)
"""As the program cuts a line out of its page."""


def form() -> np.ndarray:
    """Paper with three strokes of pen on the line, from column 70 to 202."""
    gray = np.full((HIGH, 400), PAPER, np.uint8)
    for x in (70, 130, 190):
        cv2.line(gray, (x, BASE + 1), (x + 12, BASE - 24), PEN, 3)
    return gray


def label(gray: np.ndarray, x: int = 0) -> None:
    """The last letter of a label and its colon."""
    gray[BASE - 20 : BASE, x : x + 16] = PRINT
    for row in (BASE - 19, BASE - 5):
        gray[row : row + 7, x + 22 : x + 29] = PRINT


def test_only_the_strokes_are_left_and_cut_close() -> None:
    gray = form()
    bare = strokes_alone(gray, BASE, LETTER)
    label(gray)
    gray[BASE - 20 : BASE, 384:] = PRINT  # the next label begins
    gray[:9, 160:168] = PRINT  # a tail hangs in from above
    gray[HIGH - 7 :, 95:120] = PRINT  # marks stand out of the line below
    cut = strokes_alone(gray, BASE, LETTER)
    assert cut.shape == bare.shape and np.abs(cut.astype(int) - bare).max() < 12
    assert cut.shape[1] < 160 and cut.shape[0] < 50


def test_letters_before_the_colon_go_and_what_passes_under_it_stays() -> None:
    gray = form()
    label(gray, x=3)
    cv2.line(gray, (8, BASE + 14), (66, BASE + 5), PEN, 2)  # begins under the label
    cut = strokes_alone(gray, BASE, LETTER)
    assert cut.min() > PRINT + 40, "print is left"
    assert cut.shape[1] > 190


@pytest.mark.parametrize("row", [BASE - 19, BASE - 5])
def test_one_dot_is_no_colon(row: int) -> None:
    gray = form()
    gray[BASE - 24 : BASE + 2, 8:11] = PEN
    gray[row : row + 7, 22:29] = PRINT
    assert strokes_alone(gray, BASE, LETTER).shape[1] > 190


@pytest.mark.parametrize("rows", [slice(0, 5), slice(0, 8)], ids=["cut off", "whole"])
def test_a_mark_close_over_a_tall_letter_stays(rows: slice) -> None:
    gray = form()
    gray[rows.stop + 3 : BASE, 140:144] = PEN
    without = strokes_alone(gray, BASE, LETTER)
    gray[rows, 136:148] = PEN
    with_mark = strokes_alone(gray, BASE, LETTER)
    assert (with_mark < 200).sum() > (without < 200).sum() + 40


def test_a_dot_close_under_a_letter_stays() -> None:
    gray = form()
    without = strokes_alone(gray, BASE, LETTER)
    gray[BASE + 6 : BASE + 11, 128:133] = PEN
    assert (strokes_alone(gray, BASE, LETTER) < 200).sum() > (without < 200).sum() + 15


def test_small_strokes_keep_their_size() -> None:
    lone = np.full((HIGH, 400), PAPER, np.uint8)
    cv2.circle(lone, (100, BASE - 5), 5, PEN, 2)
    assert strokes_alone(lone, BASE, LETTER).shape[0] >= 1.5 * LETTER


def test_paper_without_strokes_comes_back() -> None:
    gray = np.full((HIGH, 400), PAPER, np.uint8)
    assert strokes_alone(gray, BASE, LETTER) is gray
