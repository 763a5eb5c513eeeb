# SPDX-License-Identifier: Apache-2.0
"""Numbers of people and papers: shape, the personal number's own contents, doubt for wrong lengths."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.values.normalise import PersonalId, normalise
from templates.model.document_types import FieldType

NUMBERS = st.from_regex(r"\A0[0-9]{2}[0-3][0-9]{8}\Z").filter(lambda n: n[:3] != "000")


def test_a_personal_number_tells_province_sex_and_year() -> None:
    woman, boy = PersonalId("079185001234"), PersonalId("001224000001")
    assert (woman.province_code, woman.sex, woman.year) == ("079", "Nữ", 1985)
    assert (boy.province_code, boy.sex, boy.year) == ("001", "Nam", 2024)
    assert not woman.born_abroad
    assert PersonalId("118185001234").born_abroad


@given(st.integers(1900, 2399), st.sampled_from(["Nam", "Nữ"]))
def test_century_and_sex_share_one_digit(year: int, sex: str) -> None:
    digit = 2 * (year // 100 - 19) + (sex == "Nữ")
    person = PersonalId(f"001{digit}{year % 100:02d}000001")
    assert (person.year, person.sex) == (year, sex)


def test_the_number_of_somebody_born_long_after_us_is_doubted() -> None:
    assert normalise("001325000001", FieldType.PERSONAL_ID).plausibility == 1.0
    assert normalise("001399000001", FieldType.PERSONAL_ID).plausibility < 0.5


@given(NUMBERS)
def test_twelve_digits_are_kept_whatever_divides_them(number: str) -> None:
    spaced = " ".join(number[n : n + 4] for n in range(0, 12, 4))
    dotted = ".".join(number[n : n + 3] for n in range(0, 12, 3))
    for raw in (number, spaced, dotted, f": {number} ...."):
        found = normalise(raw, FieldType.PERSONAL_ID)
        assert found.value == number
        assert found.plausibility == PersonalId(number).plausibility


def test_nine_digits_are_an_old_identity_number() -> None:
    assert normalise("123 456 789", FieldType.PERSONAL_ID).value == "123456789"


@pytest.mark.parametrize("raw", ["07918500123", "0791850012345", "1234567890"])
def test_a_wrong_count_of_digits_is_shown_but_hardly_believed(raw: str) -> None:
    found = normalise(raw, FieldType.PERSONAL_ID)
    assert found.value == raw
    assert found.plausibility <= 0.1


def test_letters_read_for_digits_cost_belief() -> None:
    found = normalise("O79I85001234", FieldType.PERSONAL_ID)
    assert found.value == "079185001234"
    assert found.plausibility < 0.7


@pytest.mark.parametrize("raw", ["079985001234", "000185001234"])
def test_numbers_nobody_can_have_are_doubted(raw: str) -> None:
    assert normalise(raw, FieldType.PERSONAL_ID).plausibility <= 0.1


def test_words_are_no_personal_number() -> None:
    assert normalise("không có", FieldType.PERSONAL_ID).value is None


@pytest.mark.parametrize(
    "raw",
    [
        "CCCD số 079185001234 do Cục Cảnh sát QLHC về TTXH cấp ngày 10/05/2021",
        "CMND 012345678, Công an tỉnh Hà Giang cấp ngày 3/4/2009",
        "Thẻ căn cước số 0791 8500 1234, Bộ Công an cấp ngày 01/08/2024",
        "Hộ chiếu số C1234567",
    ],
)
def test_identity_papers_with_a_sound_number_are_believed_and_kept_whole(raw: str) -> None:
    found = normalise(raw, FieldType.ID_DOCUMENT)
    assert found.value == raw
    assert found.plausibility >= 0.9


@pytest.mark.parametrize(
    "raw",
    [
        "CCCD số 07918500123",
        "CCCD số 0791850012345 cấp ngày 10/05/2021",
        "CCCD",
        "CCCD số 079185001234 da Cục Cảnh sát",
    ],
)
def test_identity_papers_without_a_sound_number_are_doubted(raw: str) -> None:
    found = normalise(raw, FieldType.ID_DOCUMENT)
    assert found.value == raw
    assert found.plausibility <= 0.5


@pytest.mark.parametrize("raw", ["Lần thứ nhất", "lần thứ hai", "Lần 1", "01", "thứ 2", "Lần đầu"])
def test_which_marriage_is_kept_as_printed(raw: str) -> None:
    found = normalise(raw, FieldType.ORDINAL)
    assert (found.value, found.plausibility >= 0.9) == (raw, True)


@pytest.mark.parametrize("raw", ["Lần thứ nhì nhằng", "Chưa", "Việt Nam"])
def test_what_says_no_number_of_marriage_is_doubted(raw: str) -> None:
    assert normalise(raw, FieldType.ORDINAL).plausibility < 0.5


@pytest.mark.parametrize(
    ("number", "province"),
    [("034195000001", "Thái Bình"), ("001095000001", "Hà Nội"), ("015195000001", "Yên Bái")],
)
def test_the_first_digits_name_the_province_of_before_the_merger(number: str, province: str) -> None:
    person = PersonalId.parse(number)
    assert person is not None
    assert person.province == province


@pytest.mark.parametrize("number", ["003195000001", "099195000001", "013195000001"])
def test_a_province_that_never_was_makes_a_number_doubtful(number: str) -> None:
    found = normalise(number, FieldType.PERSONAL_ID)
    assert found.value == number
    assert found.plausibility <= 0.1
    assert found.note == "no province has this code"
