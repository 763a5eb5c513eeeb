# SPDX-License-Identifier: Apache-2.0
"""When two papers say the same."""

from __future__ import annotations

import pytest

from intake.dossier.id_numbers import id_numbers
from intake.form.agreement import ValueAgreement, dates_agree, names_agree, numbers_agree, values_agree
from templates.catalogue.loading import load_catalogue

SAME, MARKS, DIFFERS, UNKNOWN = (
    ValueAgreement.SAME,
    ValueAgreement.MARKS,
    ValueAgreement.DIFFERS,
    ValueAgreement.UNKNOWN,
)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("Lý Thị Hòa", "LÝ THỊ HOÀ", SAME),
        ("Lý Thị Hòa", "Lý Thị Hóa", MARKS),
        ("Đặng", "Đăng", MARKS),
        ("Đặng", "Dang", MARKS),
        ("Lý Thị Mỹ", "LÍ THỊ MĨ", MARKS),
        ("Phan Quý", "Phan Quí", MARKS),
        ("Phan Thúy", "Phan Thúi", DIFFERS),
        ("Phan Mây", "Phan Mâi", DIFFERS),
        ("Lý Thị Hòa", "Lý Thị Hoa Mai", DIFFERS),
    ],
)
def test_names(a, b, expected):
    assert names_agree(a, b) is expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("05/10/2026", "05/10/2026", SAME),
        ("1996", "12/07/1996", SAME),
        ("07/1996", "12/07/1996", SAME),
        ("07/1996", "12/08/1996", DIFFERS),
        ("1996", "12/07/1997", DIFFERS),
        ("²/07/1996", "12/07/1996", SAME),
        ("", "1996", UNKNOWN),
    ],
)
def test_dates_as_far_as_both_go(a, b, expected):
    assert dates_agree(a, b) is expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("Căn cước số 033196004321, cấp ngày 01/02/2022", "033196004321", SAME),
        ("033 196 004 321", "033196004321", SAME),
        ("033196004321", "033196004322", DIFFERS),
        ("145236987", "033196004321", UNKNOWN),
        ("145236987 (cũ), 033196004321", "033196004321", SAME),
        ("Hộ chiếu B1234567", "033196004321", UNKNOWN),
    ],
)
def test_identity_numbers_inside_text(a, b, expected):
    assert numbers_agree(a, b) is expected


def test_a_date_of_issue_is_no_identity_number():
    assert id_numbers("033196004321 cấp 01.02.2022") == ["033196004321"]


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("Hmông", "H'Mông", SAME),
        ("Khơ me", "Khmer", SAME),
        ("Mỹ", "Hoa Kỳ", SAME),
        ("Kinh", "Tày", DIFFERS),
        ("K'Ho", "Cơ-ho", DIFFERS),
    ],
)
def test_spellings_of_one_entry_are_the_same_and_suggestions_are_not(a, b, expected):
    assert values_agree(a, b, load_catalogue().codes) is expected
