# SPDX-License-Identifier: Apache-2.0
"""A line of pen is read freely and by its field; how sure that is, and what it may be else."""

from __future__ import annotations

import numpy as np
import pytest

from ocr.pen.beam import Hypothesis
from ocr.pen.confidence import MOST, features, probability
from ocr.pen.knowledge import knowledge_of
from ocr.pen.reader import network, read_strip, strip_of, told
from ocr.pen.strip import HEIGHT
from templates.model.document_types import FieldType

SEEN = (1.0, -3.0, 1.0, 0.0, 0.0, 0.0)


def heard(*texts: tuple[str, float]) -> list[Hypothesis]:
    return [Hypothesis(text, strokes, strokes) for text, strokes in texts]


def free_probability(read: list[Hypothesis]) -> float:
    return probability(features(read, read, known=False, place=False))


def test_the_free_reading_stays_beside_what_the_field_made_of_it() -> None:
    line = told(
        heard(("Xa Tan Hoa", -1), ("Xa Tàn", -3)), heard(("Xã Tân Hoà", -2), ("Xa Tan Hoa", -4)), SEEN
    )
    assert (line.free, line.known) == ("Xa Tan Hoa", "Xã Tân Hoà")
    assert line.others == ("Xa Tan Hoa", "Xa Tàn")


def test_the_free_reading_stays_among_many_that_the_field_made_and_these_are_marked() -> None:
    made = heard(*((f"Xã {number}", -number) for number in range(1, 12)))
    line = told(heard(("Xa Tan Hoa", -20)), made, SEEN)
    assert line.others[0] == line.free == "Xa Tan Hoa"
    assert line.freely == {"Xa Tan Hoa"}


def test_an_empty_line_is_read_as_nothing() -> None:
    line = told(heard(("", -0.1), ("i", -5)), heard(("", -0.1), ("i", -5)), SEEN)
    assert (line.known, line.others) == ("", ("i",))


def test_what_the_strokes_leave_open_is_less_sure() -> None:
    clear, blurred = heard(("Ba Vì", -0.05), ("Ba Vi", -9)), heard(("Ba Vì", -6), ("Ba Vi", -6.2))
    assert free_probability(clear) > free_probability(blurred)


def test_pen_is_never_called_sure() -> None:
    clear = heard(("Ba Vì", 0.0), ("Ba Vi", -99))
    assert free_probability(clear) <= MOST < 0.9


@pytest.mark.parametrize(("char", "written"), [("7", True), ("G", True), ("k", False)])
def test_a_field_with_a_shape_has_its_characters(char: str, written: bool) -> None:
    known = knowledge_of(FieldType.TIME)
    assert known is not None and known.language is not None
    assert (known.language.log_prob("", char) == 0) == written


def test_the_addresses_that_are_shipped_know_how_a_province_goes_on() -> None:
    known = knowledge_of(FieldType.ADDRESS)
    assert known is not None and known.language is not None
    assert known.language.log_prob("tỉnh Ninh Bìn", "h") > known.language.log_prob("tỉnh Ninh Bìn", "b")


def test_free_text_is_read_as_the_strokes_say() -> None:
    assert knowledge_of(FieldType.TEXT) is None


def test_the_network_that_is_shipped_reads_no_letters_on_empty_paper() -> None:
    empty = np.full((90, 900), 246, np.uint8)
    assert read_strip(network(), strip_of(empty), None).known == ""


def test_a_strip_has_paper_round_its_line() -> None:
    line = np.full((100, 400), 250, np.uint8)
    line[2:98, 0:4] = line[2:98, -4:] = 30
    strip = strip_of(line)
    assert strip.shape[0] == HEIGHT
    assert strip[0].max() == 0 and strip[-1].max() == 0
    assert strip[:, : HEIGHT // 2].max() == 0 and strip[:, -HEIGHT // 2 :].max() == 0
