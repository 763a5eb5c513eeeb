# SPDX-License-Identifier: Apache-2.0
"""How far a value is believed by its shape alone.

The confidence model was fitted on these figures (``ocr.page.confidence``): one that moves makes a wrong value
sure, or sends a right one to a clerk for nothing. What is worse must be believed less."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.values.ids import PersonalId
from ocr.values.normalise import normalise
from templates.model.document_types import FieldType


def _fit(raw: str, type: FieldType) -> float:
    return normalise(raw, type).plausibility


@pytest.mark.parametrize(
    "worse_and_worse",
    [
        ["12/03/2024", "12/03/2024 x", "12/03/2024 tại", "12/03/2024 tại xã", "12/03/2024 tại xã Mỹ Lệ Sơn"],
        ["12/03/2024", "l2/03/2024", "l2/O3/2024", "l2/O3/2O24"],
        ["12/03/2024", "12 03 2024", "12032024"],
        ["x 03/2024", "x 03/2024 x"],
        ["03/2024", "x 03/2024"],
        ["12/03/2024 x", "12/03/2024 05/04/2024"],
    ],
)
def test_a_date_is_believed_less_the_more_speaks_against_it(worse_and_worse: list[str]) -> None:
    fits = [_fit(raw, FieldType.DATE) for raw in worse_and_worse]
    assert all(before > after for before, after in pairwise(fits)), fits


@given(st.text("aăâbcdđeghi", min_size=1, max_size=40), st.integers(0, 39))
def test_no_letter_beside_a_date_makes_it_more_plausible(stray: str, cut: int) -> None:
    beside = f"{stray[:cut]} 12/03/2024 {stray[cut:]}"
    one_less = f"{stray[1:cut]} 12/03/2024 {stray[max(cut, 1) :]}"
    assert _fit(beside, FieldType.DATE) <= _fit(one_less, FieldType.DATE)
    assert 0.3 <= _fit(beside, FieldType.DATE) <= 0.77 + 1e-9


@pytest.mark.parametrize(
    ("raw", "value", "fit"),
    [
        ("12/03/2024 x", "12/03/2024", 0.77),
        ("12/03/2024 tại trụ sở Ủy ban nhân dân", "12/03/2024", 0.3),
        ("12/03/2024 5", "12/03/2024", 0.27),
        ("số 5 12/03/2024", "12/03/2024", 0.36),
        ("03/2024 x", "03/2024", 0.37),
        ("12/03/2024 05/04/2024", "05/04/2024", 0.2),
        ("1/1/1900 và 1/1/1900", "01/01/1900", 0.2),
        ("l2/03/2024", "12/03/2024", 0.7),
        ("l2/O3/2O24", "12/03/2024", 0.4),
        ("12032024", "12/03/2024", 0.4),
        ("12 03 2024", "12/03/2024", 0.7),
        ("ngày mười lăm tháng 3 năm 2008", "15/03/2008", 0.9),
        ("ngày mười lam tháng ba năm hai nghìn không trăm linh tám", "15/03/2008", 0.4),
        ("tháng 13 năm 2020", "13/2020", 0.05),
        ("00/2020", "00/2020", 0.05),
        ("15/03/1850", "15/03/1850", 1.0),
        ("15/03/1849", "15/03/1849", 0.05),
        ("15/03/2150", "15/03/2150", 1.0),
        ("15/03/2151", "15/03/2151", 0.05),
    ],
)
def test_dates(raw: str, value: str, fit: float) -> None:
    found = normalise(raw, FieldType.DATE)
    assert (found.value, found.plausibility) == (value, pytest.approx(fit, abs=0.005))


@pytest.mark.parametrize(
    ("raw", "note"),
    [
        ("12/03/2024", ""),
        ("l2/03/2024", "letters read as digits"),
        ("12/03/2024 x", "other text beside the date"),
        ("l2/03/2024 x", "other text beside the date"),
        ("12032024", "separators missing"),
        ("12 03 2024 x", "separators missing"),
        ("31/02/2024", "no such date"),
        ("x", "no date"),
        ("ngày mười lăm tháng 3 năm 2008", "in words"),
    ],
)
def test_the_reason_of_a_doubt_about_a_date_is_told(raw: str, note: str) -> None:
    assert normalise(raw, FieldType.DATE).note == note


@pytest.mark.parametrize(
    ("raw", "value", "fit"),
    [
        ("Số: 001 085.012-345", "001085012345", 1.0),
        ("001085012345 cấp 5", "001085012345", 1.0),
        ("|001085012345|", "001085012345", 1.0),
        ("5 cấp 001085012345", "001085012345", 1.0),
        ("O01085012345", "001085012345", 0.7),
        ("OOl085012345", "001085012345", 0.4),
        ("012345678", "012345678", 0.4),
        ("O12345678", "012345678", 0.28),
        ("12345", None, 0.0),
        ("123456", "123456", 0.05),
        ("01234567890", "01234567890", 0.05),
        ("1234567890123", "1234567890123", 0.05),
        ("001085012345, 123456789", "001085012345123456789", 0.05),
        ("000085012345", "000085012345", 0.05),
        ("111111111111", "111111111111", 0.05),
        ("099085012345", "099085012345", 0.1),
        ("100085012345", "100085012345", 0.4),
        ("100585012345", "100585012345", 0.04),
        ("001359012345", "001359012345", 1.0),
        ("001360012345", "001360012345", 0.1),
    ],
)
def test_personal_numbers(raw: str, value: str | None, fit: float) -> None:
    found = normalise(raw, FieldType.PERSONAL_ID)
    assert (found.value, found.plausibility) == (value, pytest.approx(fit, abs=0.005))


@pytest.mark.parametrize(
    ("raw", "note"),
    [
        ("001085012345", ""),
        ("O01085012345", "letters read as digits"),
        ("099085012345", "no province has this code"),
        ("100085012345", ""),
        ("012345678", "nine digits"),
        ("0123456", "wrong number of digits"),
        ("12", "no number"),
    ],
)
def test_the_reason_of_a_doubt_about_a_number_is_told(raw: str, note: str) -> None:
    assert normalise(raw, FieldType.PERSONAL_ID).note == note


@pytest.mark.parametrize(
    ("number", "sex", "year", "abroad"),
    [
        ("001085012345", "Nam", 1985, False),
        ("001199012345", "Nữ", 1999, False),
        ("001200012345", "Nam", 2000, False),
        ("001324012345", "Nữ", 2024, False),
        ("099408012345", "Nam", 2108, False),
        ("100108012345", "Nữ", 1908, True),
    ],
)
def test_a_number_says_sex_century_and_place(number: str, sex: str, year: int, abroad: bool) -> None:
    """NĐ 137/2015 Điều 13, TT 59/2021/TT-BCA: the tables of the law, not ours."""
    person = PersonalId.parse(number)
    assert person is not None
    assert (person.sex, person.year, person.born_abroad) == (sex, year, abroad)


def test_a_province_is_told_by_its_two_digits_after_a_nought() -> None:
    named = {code: PersonalId(f"{code}085012345").province for code in ("001", "079", "101", "179", "097")}
    assert named == {
        "001": "Hà Nội",
        "079": "Hồ Chí Minh",
        "101": None,
        "179": None,
        "097": None,
    }


@pytest.mark.parametrize(
    ("raw", "fit"),
    [
        ("CCCD số 001085012345", 1.0),
        ("CCCD số 001085012345 do Cục Cảnh sát cấp ngày 10/05/2021", 1.0),
        ("CCCD 00108501234", 0.15),
        ("CCCD 001085012345, CMND 0123456", 0.15),
        ("CCCD 001085012345, 099085012345", 0.1),
        ("CCCD 099085012345, 001085012345", 0.1),
        ("CMND 012345678", 0.95),
        ("CMSQ 12345678", 0.95),
        ("Hộ chiếu B1234567", 0.95),
        ("Hộ chiếu B12345678", 0.95),
        ("Hộ chiếu B123456", 0.15),
        ("CCCD 12", 0.4),
        ("thẻ căn cước", 0.5),
        ("thẻ căn cước cấp ngày 10/05/2021", 0.4),
        ("CCCD 001085012345 cp Cục Cảnh sát", 0.4),
        ("CCCD 001085012345 dc Công an", 0.4),
        ("CCCD 099085012345 dc Công an", 0.04),
        ("CCCD 001085012345 cqxz", 0.4),
        ("CCCD 001085012345 xã Mỹ Lệ cqxz", 0.85),
    ],
)
def test_identity_papers_are_kept_as_printed_and_judged_by_their_numbers(raw: str, fit: float) -> None:
    found = normalise(raw, FieldType.ID_DOCUMENT)
    assert (found.value, found.plausibility) == (raw, pytest.approx(fit, abs=0.011))


@pytest.mark.parametrize(
    ("raw", "value", "fit"),
    [
        ("03 (ba) bản", "03", 1.0),
        ("1.200.000 đồng", "1.200.000", 1.0),
        ("1 200 000", "1200000", 1.0),
        ("2 hoặc 3", "2", 0.4),
        ("O3", "03", 0.7),
        ("O3 hoặc 2", "03", 0.28),
        ("hai bản", "hai", 0.6),
        ("mười", "mười", 0.6),
        ("bản hai", None, 0.0),
    ],
)
def test_numbers(raw: str, value: str | None, fit: float) -> None:
    found = normalise(raw, FieldType.NUMBER)
    assert (found.value, found.plausibility) == (value, pytest.approx(fit, abs=0.005))


@pytest.mark.parametrize(
    ("raw", "fit"),
    [
        ("Lần thứ nhất", 1.0),
        ("lần 1", 1.0),
        ("01", 1.0),
        ("thứ hai", 1.0),
        ("lần đầu tiên", 1.0),
        ("1 (một)", 1.0),
        ("lần", 0.4),
        ("mười hai", 0.4),
        ("lần thứ 123", 0.4),
    ],
)
def test_ordinals(raw: str, fit: float) -> None:
    found = normalise(raw, FieldType.ORDINAL)
    assert (found.value, found.plausibility) == (raw, pytest.approx(fit, abs=0.005))


@pytest.mark.parametrize(
    ("raw", "value", "fit"),
    [
        ("12/2024", "12/2024", 0.97),
        ("12/2024/UBND-HT", "12/2024/UBND-HT", 0.97),
        ("12/1824", "12/1824", 0.93),
        ("A12", "A12", 0.93),
        ("00123.GCS.01234.25", "00123.GCS.01234.25", 1.0),
        ("00123 GCS 01234 25", "00123.GCS.01234.25", 0.9),
        ("0123.gcs.01234.25", "0123.gcs.01234.25", 0.3),
        ("1O2/2024", "1O2/2024", 0.4),
        ("1O", "1O", 0.4),
        ("I2", "I2", 0.4),
        ("ABC", "ABC", 0.15),
        ("a12/b", "a12/b", 0.6),
        ("12*b", "12*b", 0.3),
        ("Số : 12", "12", 0.97),
        ("số 12 . 2024", "12.2024", 0.97),
    ],
)
def test_numbers_of_papers(raw: str, value: str, fit: float) -> None:
    found = normalise(raw, FieldType.CODE)
    assert (found.value, found.plausibility) == (value, pytest.approx(fit, abs=0.005))


@pytest.mark.parametrize(
    ("raw", "value", "fit"),
    [
        ("NỮ", "Nữ", 1.0),
        ("Nư", "Nữ", 0.9),
        ("F", "Nữ", 0.9),
        ("m", "Nam", 0.9),
        ("Nam / Male", "Nam", 0.9),
        ("nam nữ", "Nam", 0.5),
        ("nữ x", "Nữ", 0.5),
        ("khong xx dinh", "Không xác định", 0.7),
        ("khong xac xxxx", None, 0.0),
        ("Chưa xác định", "Không xác định", 0.9),
        ("con trai", None, 0.0),
    ],
)
def test_sexes(raw: str, value: str | None, fit: float) -> None:
    found = normalise(raw, FieldType.SEX)
    assert (found.value, found.plausibility) == (value, pytest.approx(fit, abs=0.005))


@pytest.mark.parametrize(
    ("raw", "value", "fit"),
    [
        ("Có", "Có", 1.0),
        ("co", "Có", 0.85),
        ("Có ☒ Không ☒", None, 0.0),
        ("Không [x]", "Không", 0.6),
        ("[x] Không", "Không", 0.6),
        ("Có: ☒ Không: ☐", "Có", 0.6),
        ("☐ Không ☒ Có", "Có", 0.6),
    ],
)
def test_answers(raw: str, value: str | None, fit: float) -> None:
    found = normalise(raw, FieldType.YES_NO)
    assert (found.value, found.plausibility) == (value, pytest.approx(fit, abs=0.005))
