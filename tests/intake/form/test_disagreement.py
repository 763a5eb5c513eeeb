# SPDX-License-Identifier: Apache-2.0
"""When a doubtful value may be a misreading of a sure one, and how several papers agree."""

from __future__ import annotations

import pytest

from intake.dossier.values import Agreement
from intake.form.disagreement import compare, misread, overall, same_words
from templates.catalogue.loading import load_catalogue
from templates.model.document_types import FieldType

CODES = load_catalogue().codes


@pytest.mark.parametrize(
    ("doubtful", "sure", "kind", "may"),
    [
        ("TRẦN VẢN HẢI", "TRẦN VĂN HẢI", FieldType.NAME, True),
        ("TRÂN VĂM HẢI", "TRẦN VĂN HẢI", FieldType.NAME, True),
        ("TRẦN VĂN HÙNG", "TRẦN VĂN HẢI", FieldType.NAME, False),
        ("Tổ 3, xã Mỹ Lê", "Tổ 3, xã Mỹ Lệ", FieldType.ADDRESS, True),
        ("Tổ 8, xã Mỹ Lệ", "Tổ 3, xã Mỹ Lệ", FieldType.ADDRESS, False),
        ("12/03/1995", "12/03/1996", FieldType.DATE, False),
        ("12/03/1995", "12/03/1995", FieldType.DATE, False),
        ("034195000001", "034195000001", FieldType.PERSONAL_ID, False),
        ("CCCD 034195000001 dc Cục", "CCCD 034195000001 do Cục", FieldType.ID_DOCUMENT, False),
        ("aaaaaaaaaaaaaaaaaaaaaabbb", "aaaaaaaaaaaaaaaaaaaaaaccc", FieldType.TEXT, True),  # 88 % alike
        ("aaaaaaaaaaaaaaaaaaaaabbb", "aaaaaaaaaaaaaaaaaaaaaccc", FieldType.TEXT, False),
    ],
)
def test_only_words_of_nearly_the_same_letters_and_the_same_figures_are_misread(
    doubtful: str, sure: str, kind: FieldType, may: bool
) -> None:
    assert misread(doubtful, sure, kind) is may


@pytest.mark.parametrize(
    ("one", "other", "kind", "agreement"),
    [
        ("A", "A", FieldType.NAME, Agreement.EQUAL),
        ("Hoà", "HÒA", FieldType.NAME, Agreement.TONES),
        ("Hoa", "Hoà", FieldType.NAME, Agreement.TONES),
        ("Hoa", "Huệ", FieldType.NAME, Agreement.DIFFERS),
        ("12/03/1995", "1995", FieldType.DATE, Agreement.EQUAL),
        ("12/03/1995", "1996", FieldType.DATE, Agreement.DIFFERS),
        ("12/03/1995", "x", FieldType.DATE, None),
        ("CCCD 034195000001", "034195000001", FieldType.PERSONAL_ID, Agreement.EQUAL),
        ("034195000001", "034195000002", FieldType.ID_DOCUMENT, Agreement.DIFFERS),
        ("034195000001", "012345678", FieldType.ID_DOCUMENT, None),
    ],
)
def test_two_values_agree_by_their_type(
    one: str, other: str, kind: FieldType, agreement: Agreement | None
) -> None:
    assert compare(one, other, kind, CODES) is agreement
    assert compare(other, one, kind, CODES) is agreement


@pytest.mark.parametrize(
    ("others", "agreement"),
    [
        ([], Agreement.SINGLE),
        (["012345678"], Agreement.SINGLE),
        (["034195000001"], Agreement.EQUAL),
        (["012345678", "034195000001"], Agreement.EQUAL),
        (["034195000001", "034195000002", "034195000001"], Agreement.DIFFERS),
        (["034195000002", "034195000001"], Agreement.DIFFERS),
    ],
)
def test_of_several_papers_the_worst_agreement_counts(others: list[str], agreement: Agreement) -> None:
    assert overall("034195000001", others, FieldType.ID_DOCUMENT, CODES) is agreement


@pytest.mark.parametrize(
    ("one", "other", "kind", "same"),
    [
        ("Hoà", "HÒA", FieldType.NAME, True),
        ("Hoa", "Hoà", FieldType.NAME, False),
        ("Khơ me", "Khmer", FieldType.ETHNICITY, True),
        ("1995", "12/03/1995", FieldType.DATE, True),
        ("1996", "12/03/1995", FieldType.DATE, False),
        ("CMND 012345678", "034195000001", FieldType.ID_DOCUMENT, False),
    ],
)
def test_what_no_clerk_sees_as_a_difference(one: str, other: str, kind: FieldType, same: bool) -> None:
    assert same_words(one, other, kind, CODES) is same
