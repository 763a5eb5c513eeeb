# SPDX-License-Identifier: Apache-2.0
"""What becomes of raw text, type by type: the stored form, and doubt where the text does not fit."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.values.normalise import date_from_words, fold, normalise, parse_date, same_text
from templates.model.document_types import FieldType

DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
SURE = 0.9


def value(raw: str, type: FieldType) -> str | None:
    return normalise(raw, type).value


@pytest.mark.parametrize("type", list(FieldType))
@pytest.mark.parametrize(
    "raw", ["", " ", "........", "… … …", "_ _ _", "-----", ": ", "(1) .....", "⁽²⁾", ".: ;"]
)
def test_leaders_marks_and_label_punctuation_alone_are_no_value(raw: str, type: FieldType) -> None:
    found = normalise(raw, type)
    assert found.value is None
    assert found.plausibility == 0.0


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("....Lê Văn Tám....", "Lê Văn Tám"),
        (": Lê Văn Tám ;", "Lê Văn Tám"),
        ("(2) Lê Văn Tám (3)", "Lê Văn Tám"),
        ("Lê   Văn\tTám…", "Lê Văn Tám"),
        ("Lê Văn....Tám", "Lê Văn Tám"),
        ("⁽⁴⁾Lê Văn Tám", "Lê Văn Tám"),
        ("Ðặng Văn Tám", "Đặng Văn Tám"),
        (unicodedata.normalize("NFD", "Lê Văn Tám"), "Lê Văn Tám"),
        ("Lê Văn Tám)", "Lê Văn Tám"),
    ],
)
def test_what_surrounds_a_value_goes_and_the_value_stays(raw: str, kept: str) -> None:
    assert value(raw, FieldType.NAME) == kept


def test_a_full_stop_inside_an_abbreviation_stays() -> None:
    assert value("Số 5, TP.HCM ......", FieldType.ADDRESS) == "Số 5, TP.HCM"


@given(st.text(max_size=60), st.sampled_from(list(FieldType)))
def test_any_text_gives_a_trimmed_nfc_value_or_none(raw: str, type: FieldType) -> None:
    found = normalise(raw, type)
    assert 0.0 <= found.plausibility <= 1.0
    if found.value is not None:
        assert found.value == found.value.strip() != ""
        assert unicodedata.is_normalized("NFC", found.value)
        assert "  " not in found.value


@given(
    DAYS,
    st.sampled_from(
        ["{d}/{m}/{y}", "{d}-{m}-{y}", "{d}.{m}.{y}", "ngày {d} tháng {m} năm {y}", "{d} / {m} /{y}"]
    ),
)
def test_every_way_of_writing_a_date_gives_the_same(day: date, shape: str) -> None:
    wanted = day.strftime("%d/%m/%Y")
    for d, m in ((str(day.day), str(day.month)), (f"{day.day:02d}", f"{day.month:02d}")):
        found = normalise(shape.format(d=d, m=m, y=day.year), FieldType.DATE)
        assert found.value == wanted
        assert found.plausibility == 1.0


@given(DAYS)
def test_a_normalised_date_is_left_as_it_is(day: date) -> None:
    written = day.strftime("%d/%m/%Y")
    assert value(written, FieldType.DATE) == written
    assert parse_date(written) == day


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("03/1985", "03/1985"),
        ("3/1985", "03/1985"),
        ("tháng 3 năm 1985", "03/1985"),
        ("1985", "1985"),
        ("năm 1985", "1985"),
        ("12/ 03 /2024", "12/03/2024"),
        ("1 2/03/2 024", "12/03/2024"),
        ("....12....tháng....3....năm....2024....", "12/03/2024"),
        ("Ngày 5, tháng 6, năm 2020", "05/06/2020"),
    ],
)
def test_partial_and_spaced_dates_keep_what_the_paper_gives(raw: str, kept: str) -> None:
    found = normalise(raw, FieldType.DATE)
    assert found.value == kept
    assert found.plausibility >= SURE


@pytest.mark.parametrize("raw", ["31/02/2024", "00/03/2024", "12/13/2024", "12/03/0024", "29/02/2023"])
def test_impossible_dates_are_hardly_believed(raw: str) -> None:
    assert normalise(raw, FieldType.DATE).plausibility <= 0.1


@pytest.mark.parametrize("raw", ["12/3/85", "....../....../20....", "hôm qua", "05/11"])
def test_what_is_no_date_gives_none(raw: str) -> None:
    assert value(raw, FieldType.DATE) is None


@pytest.mark.parametrize("raw", ["l2/O3/2024", "12/03/2O24", "I2/03/2024", "12/03/Z024"])
def test_letters_among_digits_are_read_but_doubted(raw: str) -> None:
    found = normalise(raw, FieldType.DATE)
    assert found.value == "12/03/2024"
    assert found.plausibility < 0.8


@pytest.mark.parametrize("raw", ["20.07 1993", "20 07/1993", "20~07-1993"])
def test_a_lost_separator_costs_belief_but_not_the_day(raw: str) -> None:
    assert normalise(raw, FieldType.DATE).value == "20/07/1993"


def test_a_month_beside_what_may_be_a_misread_day_is_doubted() -> None:
    assert normalise("II tháng 07 năm 2022", FieldType.DATE).plausibility < 0.5


def test_a_second_date_in_the_text_is_doubted() -> None:
    assert normalise("12/03/2024 05/04/2024", FieldType.DATE).plausibility < 0.5


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("7 giờ 05 phút", "07:05"),
        ("07:05", "07:05"),
        ("7h05", "07:05"),
        ("19g30", "19:30"),
        ("23 giờ 5 9 phút", "23:59"),
    ],
)
def test_times_of_day_become_hours_and_minutes(raw: str, kept: str) -> None:
    assert normalise(raw, FieldType.TIME) == normalise(kept, FieldType.TIME)
    assert value(raw, FieldType.TIME) == kept


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("8 giờ 30 phút sáng", "08:30"),
        ("2 giờ trưa", "14:00"),
        ("3 giờ 15 phút chiều", "15:15"),
        ("12 giờ trưa", "12:00"),
        ("tám giờ rưỡi tối", "20:30"),
        ("12 giờ đêm", "00:00"),
        ("1 giờ 5 phút buổi đêm", "01:05"),
        ("20 giờ 10 phút tối", "20:10"),
    ],
)
def test_a_word_for_the_part_of_the_day_says_which_hour_is_meant(raw: str, kept: str) -> None:
    assert value(raw, FieldType.TIME) == kept


def test_an_hour_that_its_part_of_the_day_has_not_is_doubted() -> None:
    assert normalise("15 giờ 10 phút sáng", FieldType.TIME).plausibility < 0.5
    assert normalise("8 giờ 30 phút chiều", FieldType.TIME).plausibility < 0.5


def test_a_year_of_two_digits_is_no_year_of_the_first_century() -> None:
    assert parse_date("15/03/08") is None


def test_an_hour_that_no_clock_has_is_hardly_believed() -> None:
    assert normalise("25 giờ 10 phút", FieldType.TIME).plausibility < 0.1


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("nam", "Nam"),
        ("NỮ", "Nữ"),
        ("Nư", "Nữ"),
        ("N ữ", "Nữ"),
        ("Nam / Male", "Nam"),
        ("không xác định", "Không xác định"),
    ],
)
def test_sex_has_three_spellings_only(raw: str, kept: str) -> None:
    assert value(raw, FieldType.SEX) == kept


def test_another_word_is_no_sex() -> None:
    assert value("Kinh", FieldType.SEX) is None


@pytest.mark.parametrize("raw", ["Kinh", "Tày", "Khơ me", "HMông", "H'Mông", "Ê-đê", "Xơ Đăng"])
def test_ethnic_groups_stay_as_printed(raw: str) -> None:
    found = normalise(raw, FieldType.ETHNICITY)
    assert found.value == raw
    assert found.plausibility == 1.0


@pytest.mark.parametrize("raw", ["Tay", "Kính", "Muong", "Nung"])
def test_an_ethnic_group_without_its_marks_is_doubted_and_not_mended(raw: str) -> None:
    found = normalise(raw, FieldType.ETHNICITY)
    assert found.value == raw
    assert found.plausibility <= 0.5


def test_nationality_keeps_the_printed_country() -> None:
    assert value("Việt Nam / Vietnamese", FieldType.NATIONALITY) == "Việt Nam"
    assert normalise("Hàn Quốc", FieldType.NATIONALITY).plausibility == 1.0
    assert normalise("Việl Nam", FieldType.NATIONALITY).plausibility < 0.5
    assert normalise("Viet Nam", FieldType.NATIONALITY).plausibility < SURE


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("Có", "Có"),
        ("khong", "Không"),
        ("Có ☒ Không ☐", "Có"),
        ("Có ☐ Không ☒", "Không"),
        ("☒ Có ☐ Không", "Có"),
        ("☐ Có ☒ Không", "Không"),
        ("[ ] Có [x] Không", "Không"),
    ],
)
def test_yes_and_no_by_word_or_by_tick(raw: str, kept: str) -> None:
    assert value(raw, FieldType.YES_NO) == kept


def test_both_answers_without_a_tick_are_none() -> None:
    assert value("Có □ Không □", FieldType.YES_NO) is None


@pytest.mark.parametrize(
    "raw",
    [
        "NGUYỄN VĂN AN",
        "Trần Thị Thuỳ Dương",
        "Hoàng Quốc Việt",
        "Lý Thị Mỷ",
        "Đặng Khuê",
        "Vừ A Sùng",
        "Ksor H'Lệ",
        "Rơ Mah Thuận",
        "Bác sĩ Phùng Thị Tuyết",
        "Quàng Văn Giề",
    ],
)
def test_vietnamese_names_are_believed(raw: str) -> None:
    found = normalise(raw, FieldType.NAME)
    assert found.value == raw
    assert found.plausibility >= SURE


@pytest.mark.parametrize(
    "raw",
    [
        "NGUYÊN VĂN AN",
        "PHAM THỊ LAN",
        "Trần Thi Bé",
        "Nguyễn Vản An",
        "L3 VĂN TÁM",
        "NGUYỄN VĂN ĐƯƠC",
        "Lê",
        "NgUYễn Văn An",
    ],
)
def test_names_that_look_misread_are_doubted_and_not_mended(raw: str) -> None:
    found = normalise(raw, FieldType.NAME)
    assert found.value == raw
    assert found.plausibility < SURE


def test_an_address_whose_province_lost_its_marks_is_doubted() -> None:
    good, bad = "Thôn 3, xã Tân Mỹ, tỉnh Hà Giang", "Thôn 3, xã Tân Mỹ, tỉnh Ha Giang"
    assert normalise(good, FieldType.ADDRESS).plausibility >= SURE
    assert normalise(bad, FieldType.ADDRESS).plausibility < 0.5


@pytest.mark.parametrize(
    "raw",
    [
        "Bệnh viện Phụ sản Hà Nội, đường La Thành phường Giảng Võ, thành phố Hà Nội",
        "Hạ Bằng, Thạch Thất Hà Nội",
        "Số 27 phố Huế, nhường Hai Bà Trưng, thành phố Hà Nội",
        "Số 27 phố Huế, phường Hai Bà Trưng, thành nhố Hà Nội",
        "Số 27 phố Huế. phường Hai Bà Trưng, thành phố Hà Nội",
    ],
)
def test_an_address_put_together_unusually_is_doubted_and_kept(raw: str) -> None:
    found = normalise(raw, FieldType.ADDRESS)
    assert found.value == raw
    assert found.plausibility <= 0.5


def test_dots_between_whole_words_are_leaders_and_in_abbreviations_not() -> None:
    assert value("xã.Tân.Mỹ, tỉnh .Hà.Giang", FieldType.ADDRESS) == "xã Tân Mỹ, tỉnh Hà Giang"
    assert value("Huỳnh. Quốc.Kiệt", FieldType.NAME) == "Huỳnh Quốc Kiệt"
    assert value("TP.Huế", FieldType.ADDRESS) == "TP.Huế"
    assert normalise("xã.Tân.Mỹ, tỉnh Hà Giang", FieldType.ADDRESS).plausibility < SURE


@pytest.mark.parametrize(
    "raw", ["Ủy ban nhân dân vã Sìn Hồ, tỉnh Lai Châu", "Ủy ban nhân dân phường Ngọc HÀ"]
)
def test_an_authority_with_a_misread_word_is_doubted(raw: str) -> None:
    assert normalise(raw, FieldType.TEXT).plausibility <= 0.5


@pytest.mark.parametrize(
    "raw",
    [
        "ngày hai mươi mất tháng mười năm hai nghìn",
        "Ngày tám tháng mười, năm hai nghìn",
        "ngày xyz tháng mười năm hai nghìn",
    ],
)
def test_a_date_in_words_with_a_misread_part_is_doubted_and_kept(raw: str) -> None:
    found = normalise(raw, FieldType.DATE_WORDS)
    assert found.value == raw
    assert found.plausibility <= 0.5


@pytest.mark.parametrize(
    "raw", ["Ngày tám, tháng mười, năm hai nghìn", "ngày tám tháng mười năm hai nghìn không trăm linh năm"]
)
def test_a_date_in_words_spelt_well_is_believed_and_kept(raw: str) -> None:
    assert normalise(raw, FieldType.DATE_WORDS).plausibility == 1.0
    assert value(raw, FieldType.DATE_WORDS) == raw


def test_the_points_of_a_birth_notice_code_come_back() -> None:
    assert value("01042.GCS.01903 26", FieldType.CODE) == "01042.GCS.01903.26"


def test_abbreviations_in_an_address_are_no_misreading() -> None:
    assert normalise("UBND xã Chư Sê", FieldType.ADDRESS).plausibility >= SURE
    assert normalise("Số 5, TP.HCM", FieldType.ADDRESS).plausibility >= SURE


@pytest.mark.parametrize("raw", ["Tố 4, xã Tân Mỹ, tỉnh Hà Giang", "Tổ 4, PHƯờng Tân Mỹ, tỉnh Hà Giang"])
def test_an_address_with_a_misread_word_is_doubted_and_not_mended(raw: str) -> None:
    found = normalise(raw, FieldType.ADDRESS)
    assert found.value == raw
    assert found.plausibility <= 0.5


@pytest.mark.parametrize(
    ("raw", "kept"),
    [("03 (ba) bản", "03"), ("3.200 gam", "3.200"), ("2", "2"), ("hai bản", "hai"), ("O3", "03")],
)
def test_numbers_lose_their_units_only(raw: str, kept: str) -> None:
    assert value(raw, FieldType.NUMBER) == kept


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("12 / 2024", "12/2024"),
        ("Số: 45/TLKS-BS", "45/TLKS-BS"),
        ("00123.GCS.01234.25", "00123.GCS.01234.25"),
        ("01", "01"),
    ],
)
def test_codes_are_closed_up(raw: str, kept: str) -> None:
    found = normalise(raw, FieldType.CODE)
    assert found.value == kept
    assert found.plausibility >= SURE


@pytest.mark.parametrize("raw", ["1O2/2024", "45/2O24", "l2/2024", "I2/2024"])
def test_a_code_with_a_letter_like_a_digit_is_doubted(raw: str) -> None:
    assert normalise(raw, FieldType.CODE).plausibility <= 0.6


def test_a_birth_notice_code_of_another_shape_is_doubted() -> None:
    assert normalise("0123.GCS.01234.25", FieldType.CODE).plausibility < 0.5


def test_tone_placement_case_and_blanks_do_not_make_texts_differ() -> None:
    assert same_text("Hoà  Bình", "HÒA BÌNH")
    assert same_text("thuỷ", "thủy")
    assert not same_text("hòa", "hóa")
    assert not same_text("Thi", "Thị")


def test_folding_drops_every_mark() -> None:
    assert fold("ĐỖ Thuỳ Dương") == "do thuy duong"


@pytest.mark.parametrize(
    ("printed", "date"),
    [("05.01 1991", "05/01/1991"), ("29-01 1983", "29/01/1983"), ("Ngày 13 tháng 09 2020", "13/09/2020")],
)
def test_a_date_that_lost_a_separator_is_read_with_doubt(printed: str, date: str) -> None:
    value = normalise(printed, FieldType.DATE)
    assert (value.value, value.plausibility < 0.9) == (date, True)


@pytest.mark.parametrize(
    "raw", ["ngày ① tháng 3 năm 2008", "① giờ", "tháng ① năm ②", "mười giờ ⑤ phút", "năm ①②③④"]
)
@pytest.mark.parametrize("type", [FieldType.DATE, FieldType.DATE_WORDS, FieldType.TIME, FieldType.NUMBER])
def test_signs_that_are_digits_only_by_their_shape_are_no_number_and_stop_no_page(
    raw: str, type: FieldType
) -> None:
    assert normalise(raw, type).plausibility < SURE
    assert date_from_words(raw) is None


@pytest.mark.parametrize(
    "words", ["Không", "KHÔNG CÓ", "không (có)", "Không rõ ........", "— không có —", "Chưa xác định"]
)
@pytest.mark.parametrize(
    "type",
    [
        FieldType.NAME,
        FieldType.NATIONALITY,
        FieldType.ADDRESS,
        FieldType.ID_DOCUMENT,
        FieldType.DATE,
        FieldType.ETHNICITY,
    ],
)
def test_words_that_say_there_is_none_are_nobodys_name_place_or_document(words: str, type: FieldType) -> None:
    assert normalise(words, type).value is None


def test_words_of_denial_stay_where_they_are_an_answer() -> None:
    assert normalise("Không", FieldType.TEXT).value == "Không"
    assert normalise("Không", FieldType.YES_NO).value == "Không"


@pytest.mark.parametrize("name", ["Nguyễn Văn Không", "Thích Không Tánh", "Hồ Không Có"])
def test_a_name_may_hold_such_a_word(name: str) -> None:
    assert normalise(name, FieldType.NAME).value == name
