# SPDX-License-Identifier: Apache-2.0
"""What another paper says is held against the strokes: the same, another text, or left open."""

from __future__ import annotations

import numpy as np
import pytest

from bench.pen_reader.alphabet import ALPHABET
from ocr.pen.candidates import Standing, instead, judged
from ocr.pen.strokes import Strokes
from templates.model.document_types import FieldType
from tests.support.pages.drawn_pen import strokes_of


def standing(strokes: Strokes, text: str, kind: FieldType = FieldType.NAME) -> Standing:
    return judged(strokes, [text], kind)[0].standing


def test_what_the_strokes_say_is_confirmed_whatever_its_case_and_signs() -> None:
    assert standing(strokes_of("Lò thị Mẩy,"), "LÒ THỊ MẨY") is Standing.SAME


@pytest.mark.parametrize("near", ["LÒ THỊ MẪY", "LÒ THỊ MẤY", "LÒ THÌ MẨY", "LÒ THỊ MÂY"])
def test_a_name_with_another_tone_is_not_confirmed(near: str) -> None:
    assert standing(strokes_of("Lò Thị Mẩy"), near) is Standing.OPEN


@pytest.mark.parametrize(
    ("written", "near"),
    [
        ("nguyễn thị hồng nhung", "NGUYỄN THỊ HỒNG HUNG"),
        ("nguyễn thị hồng nhung", "NGUYỄN THỊ HỒN NHUNG"),
        ("nguyễn thị hồng nhung", "NGUYỄN THỊ HỒNG NHUNGH"),
        ("nguyễn thị hồng nhung", "NGUYỄN THỊ HỒNG NHUNH"),
        ("nguyễn thị hồng hung", "NGUYỄN THỊ HỒNG NHUNG"),
        ("lan", "LAM"),
    ],
)
def test_a_name_with_another_letter_is_not_confirmed_however_long_it_is(written: str, near: str) -> None:
    assert standing(strokes_of(written), near) is not Standing.SAME
    kept = Strokes.of_field(strokes_of(written).packed())
    assert kept is not None and standing(kept, near) is not Standing.SAME
    assert standing(kept, written.upper()) is Standing.SAME


def test_of_two_tones_that_the_strokes_may_say_only_the_likelier_is_confirmed() -> None:
    doubtful = strokes_of("Lò Thị Mẩy", "ẩẫ", 0.2)
    assert standing(doubtful, "LÒ THỊ MẨY") is Standing.SAME
    assert standing(doubtful, "LÒ THỊ MẪY") is Standing.OPEN


def test_a_number_needs_a_figure_surely_and_a_name_a_tone_likely() -> None:
    assert standing(strokes_of("Lò Thị Mẩy", "ẩẫ", 0.45), "LÒ THỊ MẨY") is Standing.SAME
    assert standing(strokes_of("024190001002", "92", 0.45), "024190001002") is Standing.OPEN


def test_another_name_is_told_as_another() -> None:
    assert standing(strokes_of("Lò Thị Mẩy"), "VŨ ĐỨC HOAN") is Standing.OTHER


@pytest.mark.parametrize("written", ["05/03/1990", "5/3/1990", "5-3-1990", "5 tháng 3 năm 1990"])
def test_a_date_is_the_same_however_it_is_written(written: str) -> None:
    assert standing(strokes_of(written), "05/03/1990", FieldType.DATE) is Standing.SAME
    assert standing(strokes_of(written), "05/08/1990", FieldType.DATE) is not Standing.SAME


def test_a_number_with_another_figure_is_not_confirmed() -> None:
    strokes = strokes_of("024 190 001 002")
    assert standing(strokes, "024190001002", FieldType.PERSONAL_ID) is Standing.SAME
    assert standing(strokes, "024190001003", FieldType.PERSONAL_ID) is not Standing.SAME


def test_a_single_letter_and_no_strokes_decide_nothing() -> None:
    assert standing(strokes_of("Ý"), "Ý") is Standing.OPEN
    assert standing(Strokes(np.log(np.full((3, len(ALPHABET) + 1), 1e-9)), ALPHABET), "Lan") is Standing.OPEN


def test_other_tones_and_marks_of_a_letter() -> None:
    assert set(instead("đ")) == {"d"} and instead("k") == [] and instead(" ") == []
    assert len(instead("ấ")) == 17 and "a" in instead("ấ") and "ấ" not in instead("ấ")
    assert len(instead("7")) == 9


def test_strokes_are_kept_as_text_and_say_the_same_again() -> None:
    lines = [strokes_of("Lò Thị", "ịì", 0.1), strokes_of("Mẩy")]
    kept = Strokes.of_field("\n".join(line.packed() for line in lines))
    assert kept is not None
    texts = ["lò thị mẩy", "lò thì mẩy"]
    assert kept.say(texts) == pytest.approx(Strokes.together(lines).say(texts), abs=0.3)
    assert standing(kept, "Lò Thị Mẩy") is Standing.SAME
    assert Strokes.of_field("") is None
