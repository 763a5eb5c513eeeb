# SPDX-License-Identifier: Apache-2.0
"""Whether a file is a dossier's result: what speaks against it, by its fields and by its words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.check.results.doubts import (
    ANOTHERS,
    DoubtCode,
    Expected,
    ResultDoubt,
    doubts_about,
    expected_people,
)
from intake.dossier.values import PERSON, Statement
from intake.form.autofill import PaperPage
from ocr.result import OTHER, Box, FieldReading, PageReading, Source, Word

AN = {"child.full_name": "LÊ THẢO AN", "child.birth_date": "15/10/2026"}
COUPLE = {"bride.full_name": "LÊ THỊ THỬ", "groom.full_name": "NGUYỄN VĂN NGHIỆM"}
KINDS = frozenset({"birth-certificate", "marriage-certificate", "id-card"})
BOX = Box(0, 0, 9, 9)
names = st.text("AÂBCDĐEGHIKLMNÔƠƯ", min_size=2, max_size=6).map(lambda word: f"LÊ THỊ {word}")


def form(values: dict[str, str], confidence: float = 0.99) -> dict[str, Statement]:
    source = PERSON if confidence == 1.0 else "print"
    return {key: Statement(value, value, confidence, source, key=key) for key, value in values.items()}


def wanted(
    values: dict[str, str], kind: str = "birth-certificate", title: str = "Giấy khai sinh"
) -> Expected:
    roles = list(dict.fromkeys(key.partition(".")[0] for key in values))
    return Expected(kind, title, expected_people(form(values), roles), KINDS)


def page(
    kind: str, values: dict[str, str] | None = None, words: str = "", confidence: float = 0.99
) -> PaperPage:
    fields = tuple(
        FieldReading(key, value, value, confidence, Source.TEXT_LAYER, BOX)
        for key, value in (values or {}).items()
    )
    told = tuple(Word(word, 0.99, BOX, 0) for word in words.split())
    return PaperPage(0, "a" * 64, PageReading(1, kind, 0.99, 0, 0.0, 100, 100, fields, told))


def codes(*pages: PaperPage, of: Expected) -> list[tuple[DoubtCode, str]]:
    return [(doubt.code, doubt.field) for doubt in doubts_about(pages, of)]


def test_the_certificate_of_the_very_child_raises_no_doubt() -> None:
    assert codes(page("birth-certificate", AN), of=wanted(AN)) == []


def test_of_a_couple_either_may_stand_first_and_be_called_wife_or_husband() -> None:
    on_paper = {"husband.full_name": COUPLE["groom.full_name"], "wife.full_name": COUPLE["bride.full_name"]}
    of = wanted(COUPLE, "marriage-certificate", "Giấy chứng nhận kết hôn")
    assert codes(page("marriage-certificate", on_paper), of=of) == []
    other = on_paper | {"wife.full_name": "HOÀNG KIM YẾN"}
    assert codes(page("marriage-certificate", other), of=of) == [(DoubtCode.OTHER_PERSON, "bride.full_name")]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"child.full_name": "TRẦN BẢO NGỌC"}, (DoubtCode.OTHER_PERSON, "child.full_name")),
        ({"child.full_name": "LÊ THẢO ÂN"}, (DoubtCode.NEAR_NAME, "child.full_name")),
        ({"child.birth_date": "16/10/2026"}, (DoubtCode.OTHER_BIRTH, "child.birth_date")),
    ],
)
def test_another_child_is_told_by_name_or_day_and_a_mark_is_asked_about(
    changed: dict[str, str], expected: tuple[DoubtCode, str]
) -> None:
    assert codes(page("birth-certificate", AN | changed), of=wanted(AN)) == [expected]


def test_another_number_is_told_where_both_say_one() -> None:
    mine, other = "066094000011", "079203007777"
    values = {"subject.full_name": "LÊ THẢO AN", "subject.id_document": mine}
    of = wanted(values, "id-card", "x")
    assert codes(page("id-card", values), of=of) == []
    told = codes(page("id-card", values | {"subject.id_document": other}), of=of)
    assert told == [(DoubtCode.OTHER_NUMBER, "subject.id_document")]


def test_another_paper_is_told_by_its_kind_and_an_unknown_one_is_asked_about() -> None:
    words = "LÊ THẢO AN"
    assert (DoubtCode.OTHER_KIND, "") in codes(page("id-card", words=words), of=wanted(AN))
    assert codes(page(OTHER, words=words), of=wanted(AN)) == [(DoubtCode.UNKNOWN_KIND, "")]


def test_what_can_t_be_read_is_asked_about_and_never_taken() -> None:
    assert codes(page(OTHER), of=wanted(AN)) == [(DoubtCode.UNREAD, "")]
    assert codes(of=wanted(AN)) == [(DoubtCode.UNREAD, "")]
    assert (DoubtCode.UNNAMED, "child.full_name") in codes(
        page("birth-certificate", words="xyz"), of=wanted(AN)
    )
    nobody = Expected("birth-certificate", "Giấy khai sinh", (), KINDS)
    assert codes(page("birth-certificate", AN), of=nobody) == [(DoubtCode.UNNAMED, "")]


def test_a_paper_that_no_form_is_known_of_is_told_by_its_title_and_the_name_in_its_words() -> None:
    subject = {"subject.full_name": "Đinh Ngọc Hà"}
    of = wanted(subject, "correction-extract", "Trích lục thay đổi, cải chính, bổ sung thông tin hộ tịch")
    head = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM TRÍCH LỤC CẢI CHÍNH HỘ TỊCH Họ, chữ đệm, tên:"
    assert codes(page(OTHER, words=f"{head} ĐINH NGỌC HÀ,"), of=of) == []
    assert codes(page(OTHER, words=f"{head} ĐINH NGỌC HÀO"), of=of) == [
        (DoubtCode.UNNAMED, "subject.full_name")
    ]
    assert codes(page(OTHER, words=f"{head} ĐINH NGỌC HẠ"), of=of) == [
        (DoubtCode.NEAR_NAME, "subject.full_name")
    ]
    bill = "HÓA ĐƠN TIỀN NƯỚC Khách hàng ĐINH NGỌC HÀ"
    assert codes(page(OTHER, words=bill), of=of) == [(DoubtCode.UNKNOWN_KIND, "")]


def test_who_only_begins_so_or_bears_another_number_is_asked_about() -> None:
    subject = {"subject.full_name": "Đinh Ngọc Hà", "subject.id_document": "066094000011"}
    of = wanted(subject, "correction-extract", "Trích lục cải chính hộ tịch")
    head = "TRÍCH LỤC CẢI CHÍNH HỘ TỊCH Họ tên:"
    assert codes(page(OTHER, words=f"{head} Đinh Ngọc Hà, Nữ"), of=of) == []
    for name in ("Đinh Ngọc Hà My", "ĐINH NGỌC HÀ MY"):
        assert codes(page(OTHER, words=f"{head} {name}"), of=of) == [
            (DoubtCode.NEAR_NAME, "subject.full_name")
        ]
    theirs = f"{head} Đinh Ngọc Hà, số 079203007777"
    assert codes(page(OTHER, words=theirs), of=of) == [(DoubtCode.UNNAMED, "subject.id_document")]


def test_a_file_in_which_another_s_paper_lies_too_is_told() -> None:
    both = [page("birth-certificate", AN), page("birth-certificate", {"child.full_name": "TRẦN BẢO NGỌC"})]
    assert codes(*both, of=wanted(AN)) == [(DoubtCode.OTHER_PERSON, "child.full_name")]


def test_a_paper_of_a_known_kind_is_not_taken_for_one_that_shares_words_of_its_title() -> None:
    of = wanted({"subject.full_name": "Đinh Ngọc Hà"}, "correction-extract", "Trích lục cải chính hộ tịch")
    words = "TỜ KHAI ĐĂNG KÝ CẢI CHÍNH HỘ TỊCH Họ tên: Đinh Ngọc Hà"
    assert codes(page("id-card", words=words), of=of) == [(DoubtCode.OTHER_KIND, "")]


@given(mine=names, theirs=names, confidence=st.sampled_from([0.3, 0.99]), by_fields=st.booleans())
def test_nobody_else_s_name_passes_without_a_doubt(
    mine: str, theirs: str, confidence: float, by_fields: bool
) -> None:
    of = wanted({"child.full_name": mine})
    there = page(
        "birth-certificate",
        {"child.full_name": theirs} if by_fields else {},
        "" if by_fields else f"Họ tên {theirs} sinh",
        confidence,
    )
    doubts = doubts_about([there], of)
    assert bool(doubts) == (mine != theirs)
    assert all(isinstance(doubt, ResultDoubt) and doubt.field == "child.full_name" for doubt in doubts)
    if confidence < 0.5:
        assert not {doubt.code for doubt in doubts} & ANOTHERS
