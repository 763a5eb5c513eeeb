# SPDX-License-Identifier: Apache-2.0
"""A line of pen comes out of its form without the letters of labels and strokes of other lines."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ocr.pen.cutting import strokes_alone

LETTER, BASE, PAPER, PRINT, PEN = 20, 60, 246, 30, 120


def form() -> np.ndarray:
    """Paper with three strokes of pen from column 70 to 190, rows 35 to 63."""
    gray = np.full((84, 400), PAPER, np.uint8)
    for x in (70, 130, 190):
        cv2.line(gray, (x, 62), (x + 12, 36), PEN, 3)
    return gray


def label(gray: np.ndarray, x: int = 0) -> None:
    """The last letter of a label and its colon."""
    gray[40:60, x : x + 16] = PRINT
    for row in (41, 55):
        gray[row : row + 7, x + 22 : x + 29] = PRINT


def test_only_the_strokes_are_left_and_cut_close() -> None:
    gray = form()
    bare = strokes_alone(gray, BASE, LETTER)
    label(gray)
    gray[40:60, 384:] = PRINT  # the next label begins
    gray[:9, 150:158] = PRINT  # a tail hangs in from above
    gray[74:, 90:120] = PRINT  # marks stand out of the line below
    cut = strokes_alone(gray, BASE, LETTER)
    assert cut.shape == bare.shape and np.abs(cut.astype(int) - bare).max() < 12
    assert cut.shape[1] < 160 and cut.shape[0] < 50


def test_letters_before_the_colon_go_and_what_passes_under_it_stays() -> None:
    gray = form()
    label(gray, x=3)
    cv2.line(gray, (8, 74), (66, 68), PEN, 2)  # begins under the label
    cut = strokes_alone(gray, BASE, LETTER)
    assert cut.min() > PRINT + 40, "print is left"
    assert cut.shape[1] > 190


@pytest.mark.parametrize("row", [41, 55])
def test_one_dot_is_no_colon(row: int) -> None:
    gray = form()
    gray[36:62, 8:11] = PEN
    gray[row : row + 7, 22:29] = PRINT
    assert strokes_alone(gray, BASE, LETTER).shape[1] > 190


def test_tall_strokes_keep_their_marks_and_small_ones_their_size() -> None:
    gray = form()
    gray[4:10, 136:146] = PEN  # a mark high over the line, in the field
    assert strokes_alone(gray, BASE, LETTER).shape[0] > 60
    lone = np.full((84, 400), PAPER, np.uint8)
    cv2.circle(lone, (100, 55), 5, PEN, 2)
    assert strokes_alone(lone, BASE, LETTER).shape[0] >= 1.5 * LETTER


def test_paper_without_strokes_comes_back() -> None:
    gray = np.full((84, 400), PAPER, np.uint8)
    assert strokes_alone(gray, BASE, LETTER) is gray
