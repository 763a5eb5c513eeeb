# SPDX-License-Identifier: Apache-2.0
"""Personal numbers and dates are weighed by their rules, while they are read and as a whole."""

from __future__ import annotations

import numpy as np
import pytest

from bench.pen_reader.alphabet import ALPHABET, spelt
from ocr.pen.knowledge import Knowledge, knowledge_of
from ocr.pen.network import PenNetwork
from ocr.pen.reader import PenReading, read_strip
from ocr.pen.shapes import Dates, DatesInWords, PersonalNumbers
from templates.model.document_types import FieldType

WRITTEN = np.full((48, 300), 200, np.uint8)


class _Saying:
    alphabet = ALPHABET

    def __init__(self, text: str, doubts: dict[int, str], *, far: float = 0.6) -> None:
        told = np.full((2 * len(text) + 1, len(ALPHABET) + 1), 1e-6)
        told[::2, 0] = 1
        for place, cls in enumerate(spelt(text)):
            told[2 * place + 1, cls] = 0.5 if place in doubts else 1
            if place in doubts:
                told[2 * place + 1, spelt(doubts[place])] = far
        self.scores: np.ndarray = np.log(told / told.sum(axis=1, keepdims=True))

    def log_probs(self, _strip: np.ndarray) -> np.ndarray:
        return self.scores


def read_as(kind: FieldType, text: str, doubts: dict[int, str]) -> PenReading:
    network: PenNetwork = _Saying(text, doubts)  # type: ignore[assignment]
    return read_strip(network, WRITTEN, knowledge_of(kind))


@pytest.mark.parametrize(
    ("before", "char", "may"),
    [
        ("", "0", True), ("0", "9", True), ("0", "7", True), ("09", "9", False), ("00", "3", False),
        ("001", "4", False), ("001", "3", True), ("0013", "7", False), ("0011", "7", True),
        ("001 199 00123", "4", True), ("001199001234", "5", False), ("001", "k", False),
    ],
)  # fmt: skip
def test_a_personal_number_goes_on_by_its_parts(before: str, char: str, may: bool) -> None:
    assert (PersonalNumbers().log_prob(before, char) == 0) == may


def test_a_whole_personal_number_is_worth_most_and_an_old_one_less() -> None:
    rules = PersonalNumbers()
    worth = [rules.whole(text) for text in ("001199001234", "012345678", "00119900123", "003199001234")]
    assert worth[0] == 0 > worth[1] > worth[2] == worth[3]


@pytest.mark.parametrize(
    ("before", "char", "may"),
    [
        ("", "3", True), ("3", "1", True), ("3", "2", False), ("31/", "1", True), ("31/1", "3", False),
        ("31/12/", "1", True), ("31/12/", "3", False), ("31/12/19", "9", True), ("31/12/1999", "9", False),
        ("", "2", True), ("20", "1", True), ("ngày 3 tháng ", "9", True), ("", "k", False),
    ],
)  # fmt: skip
def test_a_date_goes_on_by_its_parts(before: str, char: str, may: bool) -> None:
    assert (Dates().log_prob(before, char) == 0) == may


def test_a_day_that_there_is_is_worth_more_than_one_that_there_is_not() -> None:
    rules = Dates()
    assert rules.whole("29/02/2024") == rules.whole("ngày 29 tháng 2 năm 2024") == 0
    assert (
        rules.whole("29/02/2023") == rules.whole("31/04/1990") == rules.whole("12") < rules.whole("1990") < 0
    )


def test_a_date_in_words_is_one_only_where_its_words_make_one() -> None:
    spoken = "ngày mười hai tháng ba năm một nghìn chín trăm chín mươi"
    assert DatesInWords().whole(spoken) == 0 > DatesInWords().whole("ngày mười hai tháng ba")
    known = knowledge_of(FieldType.DATE_WORDS)
    assert known is not None and known.language is not None
    assert known.language.log_prob("năm hai nghìn không tr", "ă") > known.language.log_prob(
        "năm hai nghìn không tr", "â"
    )


def test_rules_decide_what_the_strokes_leave_open_and_the_free_reading_stays() -> None:
    read = read_as(FieldType.PERSONAL_ID, "001199001234", {3: "7"})
    assert (read.known, read.free) == ("001199001234", "001799001234")
    assert read.free in read.others and read.known in read.freely
    assert read_as(FieldType.DATE, "31/12/1990", {3: "9"}).known == "31/12/1990"


def test_a_number_that_breaks_the_rules_is_read_where_the_strokes_are_sure() -> None:
    assert read_as(FieldType.PERSONAL_ID, "003799001234", {}).known == "003799001234"
    assert read_as(FieldType.DATE, "31/02/1990", {}).known == "31/02/1990"


@pytest.mark.parametrize(
    ("kind", "text", "doubts"),
    [
        (FieldType.ETHNICITY, "Mường", {1: "ừ", 2: "o"}),
        (FieldType.SEX, "Nữ", {1: "ũ"}),
        (FieldType.NATIONALITY, "Việt Nam", {2: "ê"}),
        (FieldType.NAME, "Nguyễn Thị Hoa", {4: "ê", 8: "h"}),
    ],
)
def test_lists_decide_what_the_strokes_leave_open(kind: FieldType, text: str, doubts: dict[int, str]) -> None:
    read = read_as(kind, text, doubts)
    assert read.known == text != read.free
    assert read.free in read.others


def test_a_value_of_no_list_is_read_where_the_strokes_are_sure() -> None:
    assert read_as(FieldType.ETHNICITY, "Qwzk", {}).known == "Qwzk"


def test_a_word_that_only_a_list_says_is_told_from_what_the_strokes_gave() -> None:
    network: PenNetwork = _Saying("Mườmg", {3: "n"}, far=0.4)  # type: ignore[assignment]
    scores = network.scores  # type: ignore[attr-defined]
    scores[2 * 3 + 1, spelt("n")] = np.log(1e-4)
    read = read_strip(network, WRITTEN, Knowledge(entries=("Mường",)))
    assert "Mường" in (read.known, *read.others)
    assert "Mường" not in read.freely and read.free in read.freely
