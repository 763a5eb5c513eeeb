# SPDX-License-Identifier: Apache-2.0
"""Ticked boxes, footnote marks and the vote of two readings."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from PIL import ImageDraw

from ocr.forms.checkboxes import read_tick
from ocr.layout.footnote_marks import footnote_marks
from ocr.lines.recogniser import RawWord
from ocr.lines.text_line import TextLine
from ocr.pixels.image import ink_mask
from ocr.recognise.rover import Reading, reading, vote
from tests.support.pages.drawn_forms import blank, write


def _boxes(marked: tuple[bool, bool], style: str = "cross") -> tuple[np.ndarray, TextLine]:
    page = blank(900, 160)
    pen = ImageDraw.Draw(page)
    words, x = [], 40.0
    for text, ticked in zip(("Có", "Không"), marked, strict=True):
        end = write(page, x, 100, text)
        words.append(RawWord(text, 0.9, int(x), 66, int(end - x), 34, 1, 1, 1))
        left = end + 14
        pen.rectangle((left, 66, left + 40, 106), outline=10, width=3)
        if ticked and style == "cross":
            pen.line((left + 4, 70, left + 36, 102), fill=10, width=4)
            pen.line((left + 36, 70, left + 4, 102), fill=10, width=4)
        elif ticked:
            pen.line((left + 6, 86, left + 16, 98, left + 46, 58), fill=10, width=4)
        x = left + 90
    return ink_mask(np.asarray(page)), TextLine(tuple(words))


@pytest.mark.parametrize("style", ["cross", "check"])
@pytest.mark.parametrize(("marked", "value"), [((True, False), "Có"), ((False, True), "Không")])
def test_the_marked_box_is_the_answer(marked: tuple[bool, bool], value: str, style: str) -> None:
    tick = read_tick(*_boxes(marked, style), 0, 22)
    assert tick is not None
    assert tick.value == value


@pytest.mark.parametrize(("marked", "value"), [((True, False), "Có"), ((False, True), "Không")])
@pytest.mark.parametrize("word", ["Không", None])
def test_the_second_box_may_stand_on_the_next_line(
    marked: tuple[bool, bool], value: str, word: str | None
) -> None:
    page = blank(900, 260)
    pen = ImageDraw.Draw(page)
    places = ((400, 66), (200, 146))
    for (left, top), ticked in zip(places, marked, strict=True):
        pen.rectangle((left, top, left + 40, top + 40), outline=10, width=3)
        if ticked:
            pen.line((left + 4, top + 4, left + 36, top + 36), fill=10, width=4)
            pen.line((left + 36, top + 4, left + 4, top + 36), fill=10, width=4)
    upper = [RawWord("Có", 0.9, 340, 66, 48, 34, 1, 1, 1)]
    lower = [RawWord("1Số", 0.9, 260, 146, 60, 34, 1, 1, 2)]
    second = RawWord("KhôngL", 0.9, 60, 146, 130, 34, 1, 1, 2)
    (lower if word else upper).insert(0 if word else 1, second if word else replace(second, x=470, y=66))
    tick = read_tick(ink_mask(np.asarray(page)), TextLine(tuple(upper)), 0, 22, TextLine(tuple(lower)))
    assert tick is not None and tick.value == value


_LABEL = "Cấp:"
_PX = 11


def _drawn(*rows: str, larger: int = 0) -> tuple[np.ndarray, list[TextLine]]:
    """Lines of words and of boxes: "[ ]" empty, "[x]" marked, "[#]" blackened; "_" is a wide blank.

    Boxes that open a line are ``larger`` by so many pixels."""
    page = blank(620, 60 + 36 * len(rows))
    pen = ImageDraw.Draw(page)
    lines = []
    for number, row in enumerate(rows):
        x, top, words = 20, 30 + 36 * number, []
        for sign in row.replace("[ ]", "[]").split():
            if sign.startswith("["):
                right, bottom = (x + 20 + (larger if x == 20 else 0), top + 20 + (larger if x == 20 else 0))
                pen.rectangle(
                    (x, top, right, bottom), outline=10, width=2, fill=10 if sign == "[#]" else None
                )
                for height in (0, 16) if sign == "[x]" else ():
                    pen.line((x + 2, top + 2 + height, x + 18, top + 18 - height), fill=10, width=2)
                x = right + 8
            elif sign == "_":
                x += 60
            else:
                end = round(write(page, x, top + 17, sign, size=22))
                words.append(RawWord(sign, 0.9, x, top, end - x, 17, 1, 1, number))
                x = end + 8
        lines.append(TextLine(tuple(words)))
    return ink_mask(np.asarray(page)), lines


@pytest.mark.parametrize(
    ("row", "below", "value"),
    [
        # boxes behind their words, boxes before them, in either order
        ("Có [x] _ Không [ ]", "", "Có"),
        ("[ ] Có [x] Không", "", "Không"),
        ("Không [x] _ Có [ ]", "", "Không"),
        ("(4) Có [ ] _ Không [x]", "", "Không"),
        ("(4): CóL [ ] _ KhôngL [x]", "", "Không"),
        # the line below asks something else
        ("[x] Có [ ] Không", "[x] Có [ ] Không", "Có"),
        ("[x] Có [ ] Không", "[x] Gửi qua", "Có"),
        ("[ ] Có [x] Không", "[ ] Gửi qua", "Không"),
        ("Có [x] _ Không [ ]", "[x] Gửi qua", "Có"),
        ("Có [ ] _ Không [x]", "[ ] Gửi qua", "Không"),
        ("Có [x] _ Không [ ]", "Gửi: Có [ ] _ Không [x]", "Có"),
        ("[x] [ ]", "Gửi: Có [ ] _ Không [x]", "Có"),
        # nothing is entered, or not surely: what is below is another's
        ("xin cấp", "Gửi: Có [ ] _ Không [x]", None),
        (".....", "Gửi: Có [ ] _ Không [x]", None),
        ("Có [x]", "Gửi: Có [ ] _ Không [x]", None),
        ("Có [ ] _ Không [ ]", "[x] Gửi qua", None),
        ("Có [ ] _ Không [#]", "[x] Gửi qua", None),
        ("[#] Có [ ] Không", "[x] Gửi qua", None),
        ("[x] Có", "Không [ ] _ Khác [ ]", None),
        ("Có [ ] _ Không", "[x] Gửi [ ] Nhận", None),
        ("Có [ ]", "Gửi [x] Không [ ]", None),
        # more choices than two
        ("[ ] Có [ ] Không [x] Khác", "", None),
        ("Có [ ] _ Không [ ] _ Khác [x]", "", None),
        ("[ ] Có [x] Không [ ] Khác", "[x] Gửi qua", None),
        # the answer goes on below
        ("_ Có [ ]", "Không [x] _ Số bản", "Không"),
        ("_ Có [x]", "Không [ ] _ Số bản", "Có"),
    ],
)
@pytest.mark.parametrize("larger", [0, 2])
def test_a_tick_is_that_of_its_own_question(row: str, below: str, value: str | None, larger: int) -> None:
    ink, lines = _drawn(f"{_LABEL} {row}", *[below] * bool(below), larger=larger)
    tick = read_tick(ink, lines[0], len(_LABEL), _PX, *lines[1:])
    assert (tick and (tick.value, tick.confidence)) == (value and (value, 0.95))


def test_a_box_alone_before_what_follows_is_taken_for_the_second_but_not_surely() -> None:
    ink, lines = _drawn(f"{_LABEL} Có [ ] _ Không", "[x] Số bản")
    tick = read_tick(ink, lines[0], len(_LABEL), _PX, lines[1])
    assert tick is not None and (tick.value, tick.confidence) == ("Không", 0.6)


def test_where_a_label_opens_the_line_below_no_answer_goes_on() -> None:
    ink, lines = _drawn(f"{_LABEL} Có [ ]", "Không [x] _ ở nhà")
    opens = lines[1].words[0].x
    assert read_tick(ink, lines[0], len(_LABEL), _PX, lines[1], (math.inf, opens)) is None


def test_boxes_of_the_next_label_on_the_line_are_not_counted() -> None:
    ink, lines = _drawn(f"{_LABEL} Có [ ] _ Không [x] _ Gửi: Có [x] _ Không [ ]")
    other = next(word for word in lines[0].words if word.text == "Gửi:")
    tick = read_tick(ink, lines[0], len(_LABEL), _PX, None, (other.x, math.inf))
    assert tick is not None and (tick.value, tick.confidence) == ("Không", 0.95)
    assert read_tick(ink, lines[0], len(_LABEL), _PX) is None


def test_strokes_of_a_letter_that_nearly_make_a_square_are_no_box() -> None:
    ink, line = _boxes((True, False))
    left = line.words[1].x + 20
    ink[66:107, left : left + 2] = ink[66:107, left + 40 : left + 42] = 255
    ink[66:68, left : left + 42] = ink[106:108, left : left + 31] = 255
    tick = read_tick(ink, line, 0, 22)
    assert tick is not None and tick.value == "Có"


def test_the_dark_edge_of_a_scan_is_no_box() -> None:
    ink, line = _boxes((False, True))
    ink[:40] = 255
    ink[:, line.words[-1].x + line.words[-1].w + 120 :] = 255
    tick = read_tick(ink, line, 0, 22)
    assert tick is not None and tick.value == "Không"


@pytest.mark.parametrize("marked", [(False, False), (True, True)])
def test_none_or_both_marked_is_no_answer(marked: tuple[bool, bool]) -> None:
    assert read_tick(*_boxes(marked), 0, 22) is None


def test_a_raised_mark_is_found_and_ordinary_brackets_are_not() -> None:
    page = blank(1400, 200)
    end = write(page, 40, 120, "Nơi cư trú: ")
    write(page, end, 104, "(2)", size=29)
    far = write(page, end + 60, 120, "thôn Hạ (xóm 3) (1) cũ")
    marks = footnote_marks(ink_mask(np.asarray(page), 0.62), 23)
    assert (marks[:, int(end) : int(end) + 45] > 0).sum() > 100
    assert (marks[:, int(end) + 58 : int(far)] > 0).sum() == 0


@pytest.mark.parametrize(("inner_px", "is_mark"), [(34, True), (21, False)])
def test_between_raised_brackets_stands_a_digit_and_no_small_letter(inner_px: int, is_mark: bool) -> None:
    """The measures are those of "(2)", and of the "i", "ê" and "t" of a value typed over its line."""
    ink = np.zeros((120, 400), np.uint8)
    for left in (20, 50, 80):
        ink[60:84, left : left + 20] = 255  # the label, whose letters stand on 84
    for left, width, top, height in ((130, 9, 52, 21), (144, 16, 73 - inner_px, inner_px), (165, 10, 49, 24)):
        ink[top : top + height, left : left + width] = 255
    assert (footnote_marks(ink, 24) > 0).any() == is_mark


def _reading(*given: tuple[str, float]) -> Reading:
    return reading([text for text, _sure in given], [sure for _text, sure in given])


def test_two_equal_readings_are_unanimous() -> None:
    voted = vote([_reading(("LÊ", 0.9), ("AN", 0.6)), _reading(("LÊ", 0.8), ("AN", 0.7))])
    assert (voted.text, voted.unanimous, voted.share, voted.least) == ("LÊ AN", True, 1.0, 0.7)


def test_where_readings_differ_the_plausible_word_wins_and_the_doubt_is_kept() -> None:
    voted = vote([_reading(("LÊ", 0.9), ("TH|Ị", 0.9)), _reading(("LÊ", 0.9), ("THỊ", 0.6))])
    assert (voted.text, voted.unanimous, voted.share) == ("LÊ THỊ", False, 0.5)


def test_two_of_three_readings_win() -> None:
    voted = vote([_reading(("Mận", 0.6)), _reading(("Mân", 0.8)), _reading(("Mận", 0.7))])
    assert voted.text == "Mận"
    assert voted.share == pytest.approx(2 / 3)


def test_of_two_readings_the_common_word_of_an_address_wins() -> None:
    voted = vote([_reading(("vã", 0.9), ("Mỹ", 0.9)), _reading(("xã", 0.6), ("Mỹ", 0.9))])
    assert voted.text == "xã Mỹ"


def test_a_word_no_reading_gave_never_wins() -> None:
    voted = vote([_reading(("vã", 0.9)), _reading(("va", 0.5))])
    assert voted.text in {"vã", "va"}


def test_rests_of_leaders_marks_and_labels_are_no_words() -> None:
    assert _reading(("ì:", 0.4), ("®(2)Việt.Nam...", 0.9)).words == ("Việt", "Nam")
    assert _reading(("Sản", 0.9), ("~", 0.5), ("Nhi,", 0.9)).words == ("Sản", "-", "Nhi,")
    assert _reading(("TP.", 0.9), ("Huế.", 0.9)).words == ("TP.", "Huế")


def test_a_comma_only_one_reading_saw_is_kept() -> None:
    voted = vote([_reading(("Hòa", 0.8), ("tỉnh", 0.9)), _reading(("Hòa,", 0.8), ("tỉnh", 0.9))])
    assert voted.text == "Hòa, tỉnh"


def test_a_second_reading_that_saw_nothing_backs_nothing() -> None:
    voted = vote([_reading(("LÊ", 0.9)), _reading()])
    assert (voted.text, voted.unanimous, voted.share) == ("LÊ", False, 0.5)
