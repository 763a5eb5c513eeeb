# SPDX-License-Identifier: Apache-2.0
"""A paper that counts as proof is known by words that only its issuer prints: letters of other authorities,
which share its title or its labels, are not taken for it.
"""

from __future__ import annotations

import pytest

from ocr.forms.classify import match_kind
from templates.catalogue.loading import load_catalogue
from templates.model.document_types import DocumentType
from tests.support.pages.strangers_letters import COURT_DECISION, LETTERS
from tests.support.pages.typed_forms import LETTER_PX, typed_lines

PAPERS = tuple(load_catalogue().document_types.values())


def kind_of(text: str) -> str:
    match = match_kind(typed_lines(text), PAPERS, LETTER_PX)
    return match.paper.kind if match else ""


def role_of(text: str) -> str:
    match = match_kind(typed_lines(text), PAPERS, LETTER_PX)
    return match.paper.role if match else ""


@pytest.mark.parametrize("letter", LETTERS)
def test_a_letter_of_another_authority_proves_nothing(letter: str) -> None:
    assert role_of(LETTERS[letter]) not in ("evidence", "identity")


def test_a_decision_of_a_court_is_one() -> None:
    assert kind_of(COURT_DECISION) == "court-decision"


@pytest.mark.parametrize("name", ["TÒA ÁN NHÂN DẦN", "TOÀ ÁN NHÂN DÂN", "TÒA ÁN NHAN DÂN", "TÒA ÁN NHÂN DÀM"])
def test_a_letter_misread_in_its_name_leaves_a_court_a_court(name: str) -> None:
    assert kind_of(COURT_DECISION.replace("TÒA ÁN NHÂN DÂN", name)) == "court-decision"


@pytest.mark.parametrize(
    "name", ["ỦY BAN NHÂN DÂN", "HỘI ĐỒNG NHÂN DÂN", "Y BAN NHÂN DÂN", "BAN NHÂN DÂN", "Tòa án nhân dân", ""]
)
def test_without_its_name_in_capitals_nothing_is_a_courts(name: str) -> None:
    assert kind_of(COURT_DECISION.replace("TÒA ÁN NHÂN DÂN", name)) != "court-decision"


def test_what_a_sign_names_needs_no_words() -> None:
    zone = "IDVNM0900000009001090000000<<5"
    assert kind_of(f"{zone}\n9001016M3001017VNM<<<<<<<<<<<8") == "id-card"


CARD = """CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
CĂN CƯỚC CÔNG DÂN
{number}
Họ và tên: LÝ VĂN VÍ DỤ
Ngày, tháng, năm sinh: 01/02/1990
Giới tính: Nam Quốc tịch: Việt Nam
Quê quán: xã Ví Dụ, Hưng Yên
Nơi thường trú: xã Ví Dụ, Hưng Yên
Cóô gá tị đển"""


def test_a_card_whose_small_print_is_misread_is_known_by_its_number_alone_on_its_line() -> None:
    assert kind_of(CARD.format(number="Số: 001090000017")) == "id-card"
    assert kind_of(CARD.format(number="Số CMND đã cấp: 001090000017")) != "id-card"


def test_a_zone_and_a_signer_with_a_misread_letter_or_a_speck_behind_it_are_still_signs() -> None:
    assert kind_of("TDVNM16595319605638165953190<<2") == "id-card"
    assert kind_of("ì CỤC TRƯỞNG CỤC CẢNH SÁT :") == "id-card"


def test_any_of_the_words_is_enough() -> None:
    paper = DocumentType(
        kind="letter",
        name={"vi": "Thư"},
        titles=("GIẤY XÁC NHẬN",),
        needs=("TRẠM Y TẾ XÃ", "BỆNH VIỆN"),
        role="evidence",
    )
    lines = typed_lines("BỆNH VIỆN ĐA KHOA\nGIẤY XÁC NHẬN")
    assert match_kind(lines, (paper,), LETTER_PX) is not None
    assert match_kind(typed_lines("TRƯỜNG MẦM NON\nGIẤY XÁC NHẬN"), (paper,), LETTER_PX) is None
