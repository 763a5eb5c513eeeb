# SPDX-License-Identifier: Apache-2.0
"""The end of an address is spelt as the units are called that it may mean, and never its beginning."""

from __future__ import annotations

import numpy as np
import pytest

from bench.pen_reader.alphabet import ALPHABET, spelt
from ocr.pen.beam import readings, strokes_say, strokes_say_each
from ocr.pen.knowledge import Knowledge
from ocr.pen.language import NgramLanguage
from ocr.pen.places import Places
from ocr.pen.reader import read_strip
from ocr.pen.scores import caseless, without_pauses
from templates.catalogue.loading import load_catalogue


@pytest.fixture(scope="module")
def places() -> Places:
    return Places.of(load_catalogue().units)


@pytest.mark.long
@pytest.mark.parametrize(
    ("read", "meant"),
    [
        (
            "Số 7, Phừơng 26, Quân Bình Thanh, TP Hồ Chi Mih",
            "Số 7, Phường 26, Quận Bình Thạnh, TP Hồ Chí Minh",
        ),
        ("Thọ Bình Trieu Son Thanh Hóa", "Thọ Bình Triệu Sơn Thanh Hóa"),
        ("xóm 3 Hưng Thịnh Hưng Nguyen Nghệ Am", "xóm 3 Hưng Thịnh Hưng Nguyên Nghệ An"),
        ("Thôn 2, Huyện Hàm Tan, Bình Thuân", "Thôn 2, Huyện Hàm Tân, Bình Thuận"),
    ],
)
def test_misread_units_are_spelt_as_they_are_called(places: Places, read: str, meant: str) -> None:
    said = {way.lower().replace("hóa", "hoá") for way in places.spelt(read)}
    assert meant.lower().replace("hóa", "hoá") in said


def test_what_stands_before_the_units_stays_as_it_was_read(places: Places) -> None:
    ways = places.spelt("23/8 ngõ Qwz, Phường 26, Quận Bình Thạnh, TP Hồ Chí Minh")
    assert ways["23/8 ngõ Qwz, Phường 26, Quận Bình Thạnh, TP Hồ Chí Minh"] == 2


@pytest.mark.parametrize("read", ["", "7", ".,", "Hà"])
def test_too_few_words_are_no_address(places: Places, read: str) -> None:
    assert places.spelt(read) == {}


def _saying(text: str, doubts: dict[int, str]) -> np.ndarray:
    """Scores that say ``text``, where at the letters of ``doubts`` another is a little likelier."""
    told = np.full((2 * len(text) + 1, len(ALPHABET) + 1), 1e-5)
    told[::2, 0] = 1
    for place, cls in enumerate(spelt(text)):
        told[2 * place + 1, cls] = 0.5 if place in doubts else 1
        if place in doubts:
            told[2 * place + 1, spelt(doubts[place])] = 0.6
    return np.asarray(np.log(told / told.sum(axis=1, keepdims=True)))


class _Network:
    alphabet = ALPHABET

    def __init__(self, scores: np.ndarray) -> None:
        self.scores = scores

    def log_probs(self, _strip: np.ndarray) -> np.ndarray:
        return self.scores


_WRITTEN = np.full((48, 300), 200, np.uint8)
_NO_LANGUAGE = NgramLanguage.of(["a"])


def test_a_place_decides_what_the_strokes_leave_open(places: Places) -> None:
    text = "Xã Tân Phúc, Huyện Hàm Tân, Bình Thuận"
    scores = _saying(text, {4: "o", 24: "a", 36: "â"} | {text.rindex("ậ"): "o"})
    read = read_strip(_Network(scores), _WRITTEN, Knowledge(_NO_LANGUAGE, places))  # type: ignore[arg-type]
    assert read.known == text != read.free
    assert read.free in read.others


def test_a_place_that_the_strokes_do_not_carry_is_not_forced(places: Places) -> None:
    text = "Xã Qwwwz, Huyện Kkkx, Bzzzz Vvvv"
    read = read_strip(_Network(_saying(text, {})), _WRITTEN, Knowledge(_NO_LANGUAGE, places))  # type: ignore[arg-type]
    assert read.known == text


def test_several_texts_at_once_are_scored_like_each_alone() -> None:
    drawn = np.random.default_rng(3).normal(0, 1.5, (9, 4))
    scores = drawn - np.logaddexp.reduce(drawn, axis=1, keepdims=True)
    texts = [(1, 2, 3), (1, 1), (), (2, 2, 2, 2, 2, 2)]
    assert strokes_say_each(scores, texts) == pytest.approx([strokes_say(scores, text) for text in texts])
    assert strokes_say_each(scores, texts)[3] == -np.inf


def test_pauses_say_nothing_but_part_equal_letters() -> None:
    scores = _saying("Thoong", {})
    longer = np.repeat(scores, [3 if at % 2 == 0 else 1 for at in range(len(scores))], axis=0)
    assert without_pauses(longer).shape == scores.shape
    assert readings(without_pauses(longer), ALPHABET)[0].text == "Thoong"


def test_capitals_and_small_letters_are_one_where_case_does_not_count() -> None:
    scores, (classes,) = caseless(_saying("Ba", {0: "b"}), ALPHABET, ["bA"])
    assert classes == spelt("ba")
    assert strokes_say(scores, classes) == pytest.approx(0, abs=0.03)
