# SPDX-License-Identifier: Apache-2.0
"""What the print of a card says, from runs of words in their places: without a picture."""

from __future__ import annotations

import pytest

from ocr.cards.print import read_print
from ocr.lines.recogniser import RawWord
from ocr.lines.text_line import TextLine
from ocr.result import Box, FieldReading, Source
from templates.catalogue.loading import load_catalogue

SIGN_PX, HEIGHT_PX = 10, 20


def _run(x: int, y: int, text: str, sure: float | tuple[float, ...] = 0.95, h: int = HEIGHT_PX) -> TextLine:
    """Words from (x, y) on, ten pixels a sign, six between words."""
    words = []
    for number, word in enumerate(text.split()):
        certain = sure[number] if isinstance(sure, tuple) else sure
        words.append(RawWord(word, certain, x, y, SIGN_PX * len(word), h, 0, 0, 0))
        x += SIGN_PX * len(word) + 6
    return TextLine(tuple(words))


def _read(*runs: TextLine) -> dict[str, FieldReading]:
    found = read_print(runs, load_catalogue().document_type("id-card"))
    assert len({reading.key for reading in found}) == len(found), "one reading of each key"
    assert all(reading.source is Source.PRINT for reading in found)
    return {reading.key.removeprefix("person."): reading for reading in found}


def _values(*runs: TextLine) -> dict[str, str]:
    return {key: reading.value for key, reading in _read(*runs).items()}


BORN = "Ngày sinh / Date of birth:"
LIVES = "Nơi thường trú / Place of residence:"


@pytest.mark.parametrize(
    "runs",
    [
        [_run(100, 100, f"{BORN} 15/03/1985")],
        [_run(100, 100, BORN), _run(500, 100, "15/03/1985")],
        [_run(100, 100, BORN), _run(110, 130, "15/03/1985")],
        [_run(100, 100, "Date of birth"), _run(250, 106, "15/03/1985")],
    ],
    ids=["after", "right", "below", "English"],
)
def test_a_value_stands_after_its_label_or_right_of_it_or_below(runs: list[TextLine]) -> None:
    assert _values(*runs) == {"birth_date": "15/03/1985"}


@pytest.mark.parametrize(
    "elsewhere",
    [
        _run(500, 120, "15/03/1985"),  # on no line with the label
        _run(60, 130, "15/03/1985"),  # left of the label's column
        _run(420, 130, "15/03/1985"),  # right of it
        _run(110, 160, "15/03/1985"),  # too far below
        _run(110, 152, "15/03/1985"),  # just too far below
        _run(110, 70, "15/03/1985"),  # above
        _run(660, 100, "15/03/1985"),  # too far right
    ],
)
def test_what_stands_elsewhere_is_not_the_labels_value(elsewhere: TextLine) -> None:
    assert _values(_run(100, 100, BORN), elsewhere) == {}


def test_a_value_left_of_its_label_on_the_same_line_is_another_columns() -> None:
    label = _run(400, 100, BORN)
    assert _values(label, _run(200, 100, "15/03/1985")) == {}


def test_of_values_to_the_right_and_below_the_nearest_counts() -> None:
    label = _run(100, 100, BORN)
    right, below = _run(400, 100, "15/03/1985"), _run(110, 130, "16/04/1986")
    assert _values(label, below, right) == {"birth_date": "15/03/1985"}
    assert _values(label, _run(500, 100, "17/05/1987"), right) == {"birth_date": "15/03/1985"}
    assert _values(label, _run(110, 145, "17/05/1987"), below) == {"birth_date": "16/04/1986"}
    far = _run(640, 100, "15/03/1985")
    assert _values(label, far, below) == {"birth_date": "16/04/1986"}


def test_a_neighbour_that_is_no_value_leaves_the_next_one() -> None:
    assert _values(_run(100, 100, BORN), _run(400, 100, "lạ"), _run(110, 130, "15/03/1985")) == {
        "birth_date": "15/03/1985"
    }


def test_two_labels_of_one_run_part_it() -> None:
    assert _values(_run(100, 100, "Giới tính / Sex: Nữ Quốc tịch / Nationality: Việt Nam")) == {
        "sex": "Nữ",
        "nationality": "Việt Nam",
    }


def test_a_run_with_a_label_is_no_value_of_another() -> None:
    assert _values(_run(100, 100, BORN), _run(110, 130, "Giới tính / Sex: Nam")) == {"sex": "Nam"}


def test_an_address_goes_on_for_two_lines_in_its_column() -> None:
    lines = [
        _run(100, 100, f"{LIVES} Tổ 4,"),
        _run(110, 130, "xã Kim Chung,"),
        _run(105, 160, "thành phố Hà Nội"),
        _run(105, 190, "Nam"),
    ]
    found = _read(*lines)["residence"]
    assert found.value == "Tổ 4, xã Kim Chung, thành phố Hà Nội"
    assert (found.box.y, found.box.y + found.box.h) == (100, 180)
    assert found.confidence == 0.95


@pytest.mark.parametrize(
    "other",
    [
        _run(60, 130, "thành phố Hà Nội"),
        _run(500, 130, "thành phố Hà Nội"),
        _run(105, 146, "thành phố Hà Nội"),
        _run(105, 108, "thành phố Hà Nội"),
        _run(105, 130, "Giới tính / Sex: Nam"),
    ],
    ids=["left", "right", "far below", "beside", "a label"],
)
def test_an_address_does_not_go_on_in_another_column_or_label(other: TextLine) -> None:
    assert _values(_run(100, 100, f"{LIVES} Tổ 4, xã Kim Chung"), other)["residence"] == "Tổ 4, xã Kim Chung"


def test_only_an_address_goes_on_in_the_next_line() -> None:
    assert _values(_run(100, 100, "Họ và tên / Full name: LÊ VĂN TÁM"), _run(105, 130, "HÀ NỘI"))[
        "full_name"
    ] == ("LÊ VĂN TÁM")


def test_an_address_that_ends_before_the_province_may_have_lost_its_last_line() -> None:
    whole = _read(_run(100, 100, f"{LIVES} Tổ 4, xã Kim Chung, thành phố Hà Nội"))["residence"]
    cut = _read(_run(100, 100, f"{LIVES} Tổ 4, xã Kim Chung"))["residence"]
    assert (whole.confidence, cut.confidence) == (0.95, 0.76)


def test_a_value_is_as_sure_as_its_least_sure_word_and_never_surer_than_print_can_be() -> None:
    named = "Họ và tên / Full name: LÊ VĂN TÁM"
    certain = (0.99,) * 6
    assert _read(_run(100, 100, named, (*certain, 0.99, 0.7, 0.9)))["full_name"].confidence == 0.7
    assert _read(_run(100, 100, named, (*certain, 1.0, 1.0, 1.0)))["full_name"].confidence == 0.97
    assert _read(_run(100, 100, named.replace("LÊ", "L3")))["full_name"].confidence < 0.5


def test_the_surer_of_two_readings_of_a_key_is_kept_wherever_it_stands() -> None:
    sure, unsure = _run(100, 100, f"{BORN} 15/03/1985"), _run(100, 300, f"{BORN} 16/04/1986", 0.6)
    for runs in ((sure, unsure), (unsure, sure)):
        assert _values(*runs) == {"birth_date": "15/03/1985"}


@pytest.mark.parametrize("text", ["sø/wo: 001088012345", "S N. 001088012345", "Số 001088012345"])
def test_a_number_behind_what_was_left_of_its_label_is_the_number(text: str) -> None:
    assert _values(_run(100, 100, text))["personal_id"] == "001088012345"


@pytest.mark.parametrize("text", ["sø/wo: 0001088012345", "12 001088012345", "Số 001088012345 6"])
def test_twelve_of_more_digits_are_no_number(text: str) -> None:
    assert "personal_id" not in _values(_run(100, 100, text))


def test_twelve_digits_alone_are_the_number_without_their_label_but_less_sure() -> None:
    found = _read(_run(100, 100, "001088012345 ."))["personal_id"]
    assert (found.value, found.confidence, found.box) == ("001088012345", 0.855, Box(100, 100, 120, 20))
    assert _read(_run(100, 100, "001 088 012 345"))["personal_id"].value == "001088012345"
    assert _values(_run(100, 100, "00108801234")) == {}
    assert _values(_run(100, 100, "001088012345 lạ")) == {}
    labelled = _read(_run(100, 100, "Số / No.: 001088012345"))["personal_id"]
    assert labelled.confidence == 0.95


@pytest.mark.parametrize(
    ("seen", "value", "confidence"),
    [
        ("BỘ CÔNG AN", "BỘ CÔNG AN", 0.95),
        ("BO CONG AN", "BO CONG AN", 0.475),
        ("BỘ CÔNG AM", "BỘ CÔNG A", 0.38),
        ("BỘ NỘI VỤ", None, 0.0),
        ("BỘ CÔNG AN và rất nhiều chữ khác nữa ở ngay đây", None, 0.0),
    ],
)
def test_the_issuer_is_told_by_its_own_words(seen: str, value: str | None, confidence: float) -> None:
    found = _read(_run(100, 100, seen)).get("issuer")
    assert (found.value if found else None) == value
    assert found is None or found.confidence == confidence


def test_an_issuer_on_two_lines_comes_without_the_signers_office() -> None:
    first, second = (
        _run(100, 100, "CỤC TRƯỞNG CỤC CẢNH SÁT"),
        _run(90, 130, "QUẢN LÝ HÀNH CHÍNH VỀ TRẬT TỰ XÃ HỘI"),
    )
    found = _read(first, second)["issuer"]
    assert found.value == "CỤC CẢNH SÁT QUẢN LÝ HÀNH CHÍNH VỀ TRẬT TỰ XÃ HỘI"
    assert (found.box.y, found.box.h) == (100, 50)
    for apart in (_run(90, 150, second.text), _run(600, 130, second.text), _run(90, 108, second.text)):
        assert "issuer" not in _read(first, apart)


def test_the_date_under_the_photo_is_not_the_address_beside_it() -> None:
    lines = [
        _run(240, 70, f"{LIVES} Tổ 4,"),
        _run(100, 100, "Date of expiry xã Kim Chung, thành phố Hà Nội"),
        _run(100, 130, "15/03/2045"),
    ]
    assert _values(*lines) == {
        "residence": "Tổ 4, xã Kim Chung, thành phố Hà Nội",
        "expiry_date": "15/03/2045",
    }


def test_a_box_spans_all_words_of_the_value() -> None:
    found = _read(_run(100, 100, "Họ và tên / Full name: LÊ VĂN TÁM"))["full_name"]
    assert found.box.x + found.box.w == 100 + SIGN_PX * 25 + 6 * 8
    assert (found.box.y, found.box.h) == (100, HEIGHT_PX)


def test_a_page_without_labels_says_nothing() -> None:
    assert _read() == {}
    assert _read(_run(100, 100, "Ngón trỏ trái"), _run(100, 130, "lạ")) == {}


def test_a_short_label_must_be_nearly_right_and_a_long_one_may_be_misread() -> None:
    assert _values(_run(100, 100, "Giới tinb: Nam")) == {"sex": "Nam"}
    assert _values(_run(100, 100, "Giớí tjmb: Nam")) == {}
    assert _values(_run(100, 100, "Quac tjch: Việt Nam")) == {}
    assert _values(_run(100, 100, "Nơi thường trủ / Plaoe of resldence: xã Kim Chung")) == {
        "residence": "xã Kim Chung"
    }


def test_what_follows_the_next_label_is_not_the_first_ones_value() -> None:
    values = _values(_run(100, 100, "Họ và tên: LÊ VĂN TÁM Giới tính: Nam Quốc tịch: Việt Nam"))
    assert values == {"full_name": "LÊ VĂN TÁM", "sex": "Nam", "nationality": "Việt Nam"}


def test_the_box_of_a_value_on_two_lines_begins_at_the_leftmost_and_uppermost() -> None:
    found = _read(_run(100, 400, f"{LIVES} Tổ 4,"), _run(90, 430, "xã Kim Chung, thành phố Hà Nội"))[
        "residence"
    ]
    assert (found.box.x, found.box.y, found.box.h) == (90, 400, 50)


def test_a_lone_number_of_no_province_is_hardly_believed_and_kept_as_it_stood() -> None:
    found = _read(_run(100, 100, "099 088 012 345"))["personal_id"]
    assert (found.raw, found.confidence) == ("099 088 012 345", 0.086)


def test_the_issuer_of_one_line_does_not_take_in_the_next() -> None:
    found = _read(_run(100, 100, "BỘ CÔNG AN"), _run(100, 130, "số 12"))["issuer"]
    assert (found.value, found.box.h) == ("BỘ CÔNG AN", HEIGHT_PX)


def test_a_value_a_little_higher_or_lower_than_its_label_is_still_beside_it() -> None:
    for y, beside in ((89, True), (111, True), (113, False)):
        read = _values(_run(100, 100, BORN), _run(500, y, "15/03/1985"))
        assert (read == {"birth_date": "15/03/1985"}) is beside


def test_the_day_of_issue_without_a_label_is_a_day_in_words_alone_on_its_line() -> None:
    assert _values(_run(300, 200, "Ngày 21 tháng 05 năm 2019")) == {"issued_date": "21/05/2019"}
    assert _values(_run(300, 200, "Từ ngày 21 tháng 05 năm 2019 trở đi")) == {}


def test_a_card_without_an_end_says_so() -> None:
    assert _values(_run(100, 100, "Có giá trị đến: Không thời hạn")) == {"expiry_date": "Không thời hạn"}


def test_a_day_in_words_is_sure_only_beside_the_signer_and_where_no_other_day_is() -> None:
    day = _run(300, 200, "Ngày 21 tháng 05 năm 2019")
    assert _read(day)["issued_date"].confidence < 0.9
    assert _read(day, _run(300, 240, "CỤC TRƯỞNG CỤC CẢNH SÁT"))["issued_date"].confidence >= 0.9
    assert _values(day, _run(300, 600, "Ngày 15 tháng 06 năm 2023")) == {}
    labelled = _run(100, 300, "Ngày, tháng, năm / Date, month, year: 10/05/2021", 0.7)
    assert _values(day, labelled) == {"issued_date": "10/05/2021"}
