# SPDX-License-Identifier: Apache-2.0
"""How far words are believed by their shape alone: lists, names, times, addresses and what comes of them."""

from __future__ import annotations

import pytest

from ocr.values.date_words import small_number
from ocr.values.normalise import date_from_words, normalise
from templates.model.document_types import FieldType


@pytest.mark.parametrize(
    ("raw", "type", "fit"),
    [
        ("KINH", FieldType.ETHNICITY, 1.0),
        ("kinh", FieldType.ETHNICITY, 1.0),
        ("kInh", FieldType.ETHNICITY, 0.5),
        ("Kính", FieldType.ETHNICITY, 0.4),
        ("Xyz", FieldType.ETHNICITY, 0.15),
        ("123", FieldType.ETHNICITY, 0.02),
        ("Viet Nam", FieldType.NATIONALITY, 0.6),
        ("việt Nam", FieldType.NATIONALITY, 0.5),
        ("Hoa ky", FieldType.NATIONALITY, 0.4),
        ("Xyz", FieldType.NATIONALITY, 0.15),
    ],
)
def test_what_stands_in_a_list_or_nearly(raw: str, type: FieldType, fit: float) -> None:
    found = normalise(raw, type)
    assert (found.value, found.plausibility) == (raw, pytest.approx(fit, abs=0.005))


@pytest.mark.parametrize(
    ("raw", "value", "fit"),
    [
        ("Lê", "Lê", 0.5),
        ("Nguyễn Văn An Bình Minh Hà", "Nguyễn Văn An Bình Minh Hà", 1.0),
        ("Nguyễn Văn An Bình Minh Hà Mỹ", "Nguyễn Văn An Bình Minh Hà Mỹ", 0.4),
        ("Nguyễn Văn An, Bình", "Nguyễn Văn An, Bình", 0.4),
        ("Nguyễn Văn An,, Bình 3", "Nguyễn Văn An,, Bình 3", 0.2),
        ("N, G, U, Y, Nguyễn Văn", "N, G, U, Y, Nguyễn Văn", 0.05),
        ("Nguyễn Vxn An", "Nguyễn Vxn An", 0.83),
        ("Nguyễn.Văn An", "Nguyễn Văn An", 0.8),
        ("NGUYỄN Văn An", "NGUYỄN Văn An", 0.6),
        ("NgUyễn Văn An", "NgUyễn Văn An", 0.5),
        ("Nguyên Văn An", "Nguyên Văn An", 0.45),
        ("Nguyễn Vản An", "Nguyễn Vản An", 0.6),
        ("Nguyên Vản An", "Nguyên Vản An", 0.27),
        ("Nguyễn An Vản", "Nguyễn An Vản", 1.0),
        ("Bà Lê Hà", "Bà Lê Hà", 1.0),
        ("K Niê", "K Niê", 1.0),
        ("H' Niê", "H' Niê", 1.0),
        ("B Niê", "B Niê", 0.75),
        ("Bác sĩ Hà", "Bác sĩ Hà", 0.5),
        ("123", None, 0.0),
    ],
)
def test_names(raw: str, value: str | None, fit: float) -> None:
    found = normalise(raw, FieldType.NAME)
    assert (found.value, found.plausibility) == (value, pytest.approx(fit, abs=0.035))


@pytest.mark.parametrize(
    ("raw", "value", "fit"),
    [
        ("7 giờ", "07:00", 0.7),
        ("7h", "07:00", 0.7),
        ("23:59", "23:59", 1.0),
        ("23:60", "23:60", 0.05),
        ("24:00", "24:00", 0.05),
        ("O7:05", "07:05", 0.7),
        ("O7h", "07:00", 0.49),
        ("tám giờ rưỡi", "08:30", 0.9),
        ("tám giờ kém mười lăm", "07:45", 0.9),
        ("không giờ kém 5", "23:55", 0.9),
        ("8 giờ kém 1", "07:59", 0.9),
        ("8 giờ kém 59", "07:01", 0.9),
        ("8 giờ kém 60", "08:00", 0.7),
        ("tám giờ kém", None, 0.0),
        ("tám giờ", "08:00", 0.7),
        ("tám giờ năm phút", "08:05", 0.9),
        ("8 giờ rưỡi", "08:30", 0.9),
        ("3 giờ chiều", "15:00", 0.63),
        ("15 giờ chiều", "15:00", 0.7),
        ("8 giờ kém 15 tối", "19:45", 0.81),
        ("7 giờ đêm", "07:00", 0.14),
        ("11 giờ đêm", "23:00", 0.63),
        ("2 giờ khuya", "02:00", 0.7),
        ("sinh lúc chín giờ", "09:00", 0.7),
        ("giờ", None, 0.0),
    ],
)
def test_times_of_day(raw: str, value: str | None, fit: float) -> None:
    found = normalise(raw, FieldType.TIME)
    assert (found.value, found.plausibility) == (value, pytest.approx(fit, abs=0.005))


@pytest.mark.parametrize(
    ("raw", "fit"),
    [
        ("Tổ 3, phường Trần Phú, tỉnh Hà Giang", 1.0),
        ("tỉnh Ha Giang", 0.4),
        ("TP. Ha Nội", 0.4),
        ("Tố 3, phường Trần Phú", 0.5),
        ("Tổ 3 phường Trần Phú", 0.5),
        ("Trần Phú Hà Giang", 0.5),
        ("Trạm y tế xã Mỹ Lệ", 1.0),
        ("Trạm y tế xã Mỹ Lệ tỉnh Hà Giang", 0.5),
        ("Tổ 3, nhường Trần Phú", 0.5),
        ("Tổ 3, thành nhố Hà Nội", 0.25),
        ("Tổ 3, Trần PHú", 0.5),
        ("Tố 3, nhường TRần Phú Hà Giang", 0.0625),
    ],
)
def test_addresses(raw: str, fit: float) -> None:
    found = normalise(raw, FieldType.ADDRESS)
    assert (found.value, found.plausibility) == (raw, pytest.approx(fit, abs=0.005))


@pytest.mark.parametrize(
    ("raw", "fit"),
    [
        ("không có ngày nào", 0.2),
        ("Ngày tám tháng mười, năm hai nghìn", 0.4),
        ("Ngày tám tháng mười năm hai nghìn", 1.0),
    ],
)
def test_dates_in_words(raw: str, fit: float) -> None:
    found = normalise(raw, FieldType.DATE_WORDS)
    assert (found.value, found.plausibility) == (raw, fit)


@pytest.mark.parametrize(
    ("raw", "type", "note"),
    [
        ("CCCD 001085012345 dc Công an", FieldType.ID_DOCUMENT, "a word before the authority may be misread"),
        ("thẻ căn cước", FieldType.ID_DOCUMENT, "no number"),
        ("CCCD 00108501234", FieldType.ID_DOCUMENT, "wrong number of digits"),
        ("CCCD số 001085012345", FieldType.ID_DOCUMENT, ""),
        ("CCCD 001085012345 xã Mỹ Lệ cqxz", FieldType.ID_DOCUMENT, "words not written like Vietnamese"),
        ("bản", FieldType.NUMBER, "no number"),
        ("hai bản", FieldType.NUMBER, "in words"),
        ("2 hoặc 3", FieldType.NUMBER, "several numbers"),
        ("03", FieldType.NUMBER, ""),
        ("lần", FieldType.ORDINAL, "does not say which time"),
        ("ABC", FieldType.CODE, "no digit"),
        ("00123.GCS.01234 25", FieldType.CODE, "blanks read for points"),
        ("0123.GCS.01234.25", FieldType.CODE, "not the shape of a birth notice's code"),
        ("1O2/2024", FieldType.CODE, "a letter may have been read for a digit"),
        ("a12/b", FieldType.CODE, "odd characters"),
        ("12/2024", FieldType.CODE, ""),
        ("Nam", FieldType.SEX, ""),
        ("nam nữ", FieldType.SEX, "other text beside the value"),
        ("khong xx dinh", FieldType.SEX, "misread"),
        ("con trai", FieldType.SEX, "not a sex"),
        ("Có", FieldType.YES_NO, ""),
        ("Không [x]", FieldType.YES_NO, "ticked"),
        ("Có ☒ Không ☒", FieldType.YES_NO, "neither yes nor no"),
        ("Kinh", FieldType.ETHNICITY, ""),
        ("kInh", FieldType.ETHNICITY, "the first letter is small"),
        ("Kính", FieldType.ETHNICITY, "diacritics differ from the list"),
        ("Xyz", FieldType.ETHNICITY, "not a known ethnic group"),
        ("Xyz", FieldType.NATIONALITY, "not a known country"),
        ("Viet Nam", FieldType.NATIONALITY, "may lack its diacritics"),
        ("Nguyễn Văn An", FieldType.NAME, ""),
        ("123", FieldType.NAME, "no letters"),
        ("", FieldType.NAME, "empty"),
        ("Lê", FieldType.NAME, "fewer than two words"),
        ("Nguyễn Văn An Bình Minh Hà Mỹ", FieldType.NAME, "more than six words"),
        ("Nguyễn Văn An, Bình", FieldType.NAME, "odd characters"),
        ("Nguyễn Vxn An", FieldType.NAME, "not written like Vietnamese"),
        ("Nguyễn.Văn An", FieldType.NAME, "dots taken for leaders"),
        ("NGUYỄN Văn An", FieldType.NAME, "case differs between words"),
        ("NGuYễN VăN aN", FieldType.NAME, "case mixed within a word"),
        ("Nguyên Văn An", FieldType.NAME, "diacritics unusual for a family name"),
        ("7 giờ 05", FieldType.TIME, ""),
        ("7 giờ", FieldType.TIME, "minutes missing"),
        ("tám giờ kém mười", FieldType.TIME, "in words"),
        ("tám giờ năm phút", FieldType.TIME, "in words"),
        ("24:00", FieldType.TIME, "no such time"),
        ("x", FieldType.TIME, "no time of day"),
        ("3 giờ chiều", FieldType.TIME, "hour by the part of the day"),
        ("7 giờ đêm", FieldType.TIME, "not an hour of that part of the day"),
        ("không có ngày nào", FieldType.DATE_WORDS, "no date in words"),
        ("Ngày tám tháng mười, năm hai nghìn", FieldType.DATE_WORDS, "a word or a comma may be misread"),
        ("Ngày tám tháng mười năm hai nghìn", FieldType.DATE_WORDS, ""),
        ("tỉnh Ha Giang", FieldType.ADDRESS, "diacritics of the province differ"),
        ("Tố 3, phường Trần Phú", FieldType.ADDRESS, "diacritics unusual before a number"),
        ("Tổ 3 phường Trần Phú", FieldType.ADDRESS, "a comma may be missing"),
        ("Tổ 3, nhường Trần Phú", FieldType.ADDRESS, "a part begins with an unusual word"),
        ("thành nhố Hà Nội", FieldType.ADDRESS, "a unit's word may be misread"),
        ("Tổ 3, Trần PHú", FieldType.ADDRESS, "case mixed within a word"),
        ("", FieldType.TEXT, "empty"),
    ],
)
def test_the_log_tells_why_a_value_is_doubted_and_nothing_of_a_sound_one(
    raw: str, type: FieldType, note: str
) -> None:
    assert normalise(raw, type).note == note


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("ngày không tháng ba năm hai nghìn", None),
        ("tháng ba năm hai nghìn", "03/2000"),
        ("tháng mười ba năm hai nghìn", None),
        ("tháng 13 năm 2000", None),
        ("ngày hay tháng ba năm hai nghìn", "02/03/2000"),
        ("ngày chai tháng ba năm hai nghìn", "02/03/2000"),
        ("năm một nghìn", "1000"),
        ("năm hai nghìn chín trăm chín mươi chín", "2999"),
        ("năm ba nghìn", None),
        ("năm chín trăm chín mươi chín", None),
        ("năm 2008 2009", None),
        ("năm một chín chín không", "1990"),
        ("năm hai nghìn linh năm sáu", None),
        ("năm hai", None),
        ("năm", None),
        ("ngày mười mươi năm tháng ba năm hai nghìn", None),
        ("ngày ha tháng ba năm hai nghìn", None),
        ("ngày mười lăn tháng ba năm hai nghìn", "15/03/2000"),
        ("ngày bai tháng ba năm hai nghìn", None),
    ],
)
def test_a_date_in_words_is_one_or_none(text: str, date: str | None) -> None:
    assert date_from_words(text) == date


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("không", 0),
        ("mười", 10),
        ("mười một", 11),
        ("mười chín", 19),
        ("hai mươi", 20),
        ("chín mươi", 90),
        ("hai mươi mốt", 21),
        ("chín lăm", 95),
        ("59", 59),
        ("mười mười", None),
        ("mười mười năm", None),
        ("mười không", None),
        ("một mười", None),
        ("một mười năm", None),
        ("một năm", None),
        ("hai không", None),
        ("không năm", None),
        ("hai mươi không", None),
        ("", None),
    ],
)
def test_numbers_below_a_hundred_are_spelt_in_tens_and_units(said: str, number: int | None) -> None:
    assert small_number(said) == number


@pytest.mark.parametrize("english", ["/ Vietnamese", "(Vietnam)", "/VIET NAM", "(viet nam )", "/ VIETNAMESE"])
def test_the_english_beside_a_nationality_is_left_out_however_it_is_written(english: str) -> None:
    found = normalise(f"Việt Nam {english}", FieldType.NATIONALITY)
    assert (found.value, found.plausibility) == ("Việt Nam", 1.0)


@pytest.mark.parametrize(
    ("raw", "type", "read"),
    [
        ("xã la Dreh, tỉnh Gia Lai", FieldType.ADDRESS, "xã Ia Dreh, tỉnh Gia Lai"),
        ("xã la Ngâu, tỉnh Lâm Đồng", FieldType.ADDRESS, "xã la Ngâu, tỉnh Lâm Đồng"),
        ("la ông nội", FieldType.TEXT, "la ông nội"),
        ("xã la hét", FieldType.ADDRESS, "xã la hét"),
    ],
)
def test_the_capital_i_of_a_place_is_read_only_where_a_place_is_called_so(
    raw: str, type: FieldType, read: str
) -> None:
    assert normalise(raw, type).value == read
