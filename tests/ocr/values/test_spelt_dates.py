# SPDX-License-Identifier: Apache-2.0
"""Dates and times as people spell them, by a speller that shares nothing with the reader."""

from __future__ import annotations

import unicodedata
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.values.date_words import date_from_words
from ocr.values.normalise import normalise, parse_date
from templates.model.document_types import FieldType

NAMES = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]


class Speller:
    """Says a number as one of the many people who fill forms would; ``random`` is the person."""

    def __init__(self, random: Random) -> None:
        self.pick = random.choice
        self.zero = self.pick(["linh", "lẻ"])
        self.thousand = self.pick(["nghìn", "ngàn"])

    def unit(self, digit: int, tens: int) -> str:
        if digit == 1 and tens > 1:
            return self.pick(["mốt", "một"])
        if digit == 4 and tens > 1:
            return self.pick(["tư", "bốn"])
        if digit == 5 and tens > 0:
            return "lăm" if tens == 1 else self.pick(["lăm", "nhăm", "năm"])
        return NAMES[digit]

    def tens(self, number: int) -> str:
        tens, digit = divmod(number, 10)
        head = "" if tens == 0 else "mười" if tens == 1 else f"{NAMES[tens]} mươi"
        tail = self.unit(digit, tens) if digit or not tens else ""
        return f"{head} {tail}".strip()

    def year(self, year: int) -> str:
        thousands, rest = divmod(year, 1000)
        hundreds, rest = divmod(rest, 100)
        words = f"{NAMES[thousands]} {self.thousand}"
        if hundreds or rest:
            words += f" {NAMES[hundreds]} trăm"
        if rest:
            words += " " + (f"{self.zero} {NAMES[rest]}" if rest < 10 else self.tens(rest))
        return words

    def day(self, day: int) -> str:
        return f"{self.pick(['', 'mùng ', 'mồng '])}{self.tens(day)}" if day <= 10 else self.tens(day)

    def month(self, month: int) -> str:
        return self.pick([self.tens(month), {1: "giêng", 4: "tư", 12: "chạp"}.get(month, self.tens(month))])

    def whole(self, day: date) -> str:
        comma = self.pick([" ", ", "])
        return comma.join(
            [f"ngày {self.day(day.day)}", f"tháng {self.month(day.month)}", f"năm {self.year(day.year)}"]
        )


def spellers() -> st.SearchStrategy[Speller]:
    return st.integers(0, 10_000).map(lambda seed: Speller(Random(seed)))


dates = st.dates(date(1900, 1, 1), date(2099, 12, 31))


@given(dates, spellers(), st.sampled_from([str, str.title, str.upper, str.capitalize]))
def test_a_date_in_words_is_the_date_that_was_spelt(day, speller, case):
    assert date_from_words(case(speller.whole(day))) == f"{day:%d/%m/%Y}"


@given(dates, spellers(), st.sampled_from(["NFC", "NFD"]))
def test_either_unicode_form_reads_alike(day, speller, form):
    assert date_from_words(unicodedata.normalize(form, speller.whole(day))) == f"{day:%d/%m/%Y}"


@given(dates, spellers())
def test_a_month_and_year_alone_are_a_partial_date(day, speller):
    said = f"tháng {speller.month(day.month)} năm {speller.year(day.year)}"
    assert date_from_words(said) == f"{day:%m/%Y}"


@given(dates, spellers(), st.booleans())
def test_a_year_alone_is_a_partial_date(day, speller, with_word):
    said = f"{'năm ' if with_word else ''}{speller.year(day.year)}"
    assert date_from_words(said) == f"{day.year:04d}"


@given(dates, spellers())
def test_digits_and_words_may_be_mixed(day, speller):
    said = f"ngày {day.day} tháng {speller.month(day.month)} năm {day.year}"
    assert date_from_words(said) == f"{day:%d/%m/%Y}"


@given(dates, dates, spellers())
def test_words_never_say_another_date(day, other, speller):
    if day != other:
        assert date_from_words(speller.whole(day)) != f"{other:%d/%m/%Y}"


@given(dates, st.integers(0, 30), spellers())
def test_a_word_that_was_lost_gives_no_date_or_a_shorter_one_never_a_wrong_day_of_the_same_month(
    day, place, speller
):
    words = speller.whole(day).replace(",", "").split()
    del words[place % len(words)]
    found = date_from_words(" ".join(words))
    if found is not None and found.count("/") == 2 and words[:1] == ["ngày"]:
        assert parse_date(found) is not None


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("ngày mười lăm tháng ba năm hai nghìn không trăm linh tám", "15/03/2008"),
        ("Ngày Hai Mươi Bảy Tháng Tám Năm Hai Nghìn Không Trăm Linh Tám", "27/08/2008"),
        ("mùng năm tháng năm năm hai nghìn không trăm linh năm", "05/05/2005"),
        ("mồng một tháng giêng năm hai ngàn lẻ một", "01/01/2001"),
        ("ngày hai mốt tháng tư năm một chín tám lăm", "21/04/1985"),
        ("ngày ba mươi mốt, tháng mười hai, năm một nghìn chín trăm chín mươi chín", "31/12/1999"),
        ("tháng tư năm hai nghìn", "04/2000"),
        ("năm một nghìn chín trăm bốn mươi lăm", "1945"),
        ("ngày ba mươi mốt tháng hai năm hai nghìn", None),
        ("ngày mười lăm", None),
        ("", None),
    ],
)
def test_known_spellings(said, value):
    assert date_from_words(said) == value


def say_time(speller: Speller, hour: int, minute: int) -> str:
    said = f"{speller.tens(hour)} giờ"
    return said if minute == 0 else f"{said} {speller.tens(minute)} phút"


@given(st.integers(0, 23), st.integers(0, 59), spellers(), st.sampled_from([str, str.capitalize, str.upper]))
def test_a_time_in_words_is_the_time_that_was_spelt(hour, minute, speller, case):
    found = normalise(case(say_time(speller, hour, minute)), FieldType.TIME)
    assert found.value == f"{hour:02d}:{minute:02d}"
    assert found.plausibility >= 0.7


TIME_SHAPES = [
    "{h} giờ {m:02d} phút",
    "{h:02d}:{m:02d}",
    "{h}h{m:02d}",
    "{h:02d} giờ {m:02d}",
    "{h}g{m:02d}",
    "{h}h{m:02d}'",
]


@given(st.integers(0, 23), st.integers(0, 59), st.sampled_from(TIME_SHAPES))
def test_a_time_in_digits_is_the_time_that_was_written(hour, minute, shape):
    found = normalise(shape.format(h=hour, m=minute), FieldType.TIME)
    assert found.value == f"{hour:02d}:{minute:02d}"
    assert found.plausibility == 1.0


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("bảy giờ rưỡi", "07:30"),
        ("7 giờ rưỡi", "07:30"),
        ("tám giờ kém mười lăm", "07:45"),
        ("8 giờ kém 15 phút", "07:45"),
        ("không giờ năm phút", "00:05"),
        ("hai mươi ba giờ năm mươi lăm phút", "23:55"),
        ("lúc 7 giờ 05 phút", "07:05"),
    ],
)
def test_half_past_and_quarter_to(said, value):
    assert normalise(said, FieldType.TIME).value == value


@pytest.mark.parametrize(
    "said",
    ["", "giờ phút", "hai mươi lăm giờ", "bảy phút", "không rõ", "mười giờ bảy mươi phút", "giờ kém năm"],
)
def test_what_is_no_time_of_day_is_not_believed(said):
    found = normalise(said, FieldType.TIME)
    assert found.value is None or found.plausibility <= 0.1


DATE_SHAPES = [
    "{d:02d}/{m:02d}/{y}",
    "{d}/{m}/{y}",
    "{d:02d}-{m:02d}-{y}",
    "{d:02d}.{m:02d}.{y}",
    "ngày {d} tháng {m} năm {y}",
    "Ngày {d:02d} tháng {m:02d} năm {y}",
    "{d:02d} / {m:02d} / {y}",
    "mùng {d} tháng {m} năm {y}",
]


@given(dates, st.sampled_from(DATE_SHAPES))
def test_a_date_in_digits_is_the_date_that_was_written(day, shape):
    found = normalise(shape.format(d=day.day, m=day.month, y=day.year), FieldType.DATE)
    assert found.value == f"{day:%d/%m/%Y}"


@given(dates, st.sampled_from(["{m:02d}/{y}", "tháng {m} năm {y}", "{m}/{y}", "{m:02d}-{y}"]))
def test_month_and_year_stay_partial(day, shape):
    assert normalise(shape.format(m=day.month, y=day.year), FieldType.DATE).value == f"{day:%m/%Y}"


@given(dates, st.sampled_from(["{y}", "năm {y}", "Năm: {y}"]))
def test_a_year_stays_a_year(day, shape):
    assert normalise(shape.format(y=day.year), FieldType.DATE).value == f"{day.year}"


@given(dates, spellers())
def test_a_date_field_filled_in_words_is_read_too(day, speller):
    found = normalise(speller.whole(day), FieldType.DATE)
    assert found.value == f"{day:%d/%m/%Y}"
