# SPDX-License-Identifier: Apache-2.0
"""Dates in words: an inverse written here from the grammar, spoken variants, losses of the recogniser."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.text.folding import fold
from ocr.values.date_words import date_from_words

UNITS = "không một hai ba bốn năm sáu bảy tám chín".split()  # noqa: SIM905
DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))


def below_hundred(number: int) -> str:
    tens, unit = divmod(number, 10)
    if tens == 0:
        return UNITS[unit]
    first = "mười" if tens == 1 else f"{UNITS[tens]} mươi"
    special = {0: "", 1: "mốt" if tens > 1 else "một", 5: "lăm"}
    return f"{first} {special.get(unit, UNITS[unit])}".strip()


def year_in_words(year: int) -> str:
    thousands, rest = divmod(year, 1000)
    hundreds, tail = divmod(rest, 100)
    words = f"{UNITS[thousands]} nghìn"
    if rest:
        words += f" {UNITS[hundreds]} trăm"
    if tail:
        words += f" linh {UNITS[tail]}" if tail < 10 else f" {below_hundred(tail)}"
    return words


def date_to_words(day: date) -> str:
    return f"ngày {below_hundred(day.day)} tháng {below_hundred(day.month)} năm {year_in_words(day.year)}"


@given(DAYS)
def test_words_give_back_the_date_they_were_made_of(day: date) -> None:
    assert date_from_words(date_to_words(day)) == day.strftime("%d/%m/%Y")


@given(DAYS)
def test_capitals_lost_marks_and_lost_labels_change_nothing(day: date) -> None:
    words, wanted = date_to_words(day), day.strftime("%d/%m/%Y")
    assert date_from_words(words.upper()) == wanted
    assert date_from_words(words.title()) == wanted
    assert date_from_words(fold(words)) == wanted
    assert date_from_words(f"{words.removeprefix('ngày ')}.") == wanted


@given(DAYS, st.data())
def test_a_lost_letter_gives_the_same_date_or_none(day: date, data: st.DataObject) -> None:
    words = date_to_words(day).split()
    at = data.draw(st.sampled_from([n for n, word in enumerate(words) if len(word) >= 4]))
    words[at] = words[at][:-1]
    assert date_from_words(" ".join(words)) in (day.strftime("%d/%m/%Y"), None)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ngày mười lăm tháng ba năm hai nghìn không trăm linh tám", "15/03/2008"),
        ("Ngày hai mốt tháng tư năm hai ngàn lẻ năm", "21/04/2005"),
        ("ngày năm tháng năm năm một nghìn chín trăm năm mươi lăm", "05/05/1955"),
        ("Mùng một tháng giêng năm một nghìn chín trăm chín lăm", "01/01/1995"),
        ("ngày ba mươi tháng mười năm hai nghìn", "30/10/2000"),
        ("ngày ba mươi tháng mười năm hai nghìn linh năm", "30/10/2005"),
        ("ngày ba mươi tháng mười năm hai nghìn lẻ năm", "30/10/2005"),
        ("ngày ba mươi tháng mười năm hai nghìn mười lăm", "30/10/2015"),
        ("ngày mười tháng chạp năm hai nghìn không trăm hai mươi nhăm", "10/12/2025"),
        ("ngày mười hai tháng ba năm hai không hai tư", "12/03/2024"),
        ("ngày 12 tháng ba năm hai nghìn không trăm hai mươi bốn", "12/03/2024"),
        ("tháng ba năm một nghìn chín trăm tám mươi", "03/1980"),
        ("năm một nghìn chín trăm tám mươi lăm", "1985"),
        ("Ngày haimươi tháng tám năm hai nghìn không trăm mười", "20/08/2010"),
    ],
)
def test_spoken_variants_are_understood(text: str, wanted: str) -> None:
    assert date_from_words(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hai nghìn tám",
        "ngày ba mươi tháng hai năm hai nghìn",
        "ngày mười tháng mười ba năm hai nghìn",
        "ngày xyz tháng ba năm hai nghìn",
        "Nguyễn Văn An",
        "ngày tháng năm",
    ],
)
def test_what_can_mean_two_things_or_nothing_gives_none(text: str) -> None:
    assert date_from_words(text) is None
