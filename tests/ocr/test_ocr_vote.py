"""The election of words from several readings."""

from __future__ import annotations

import pytest

from ocr.vote import lacks_a_mark, reading, vote


def _read(text: str, sure: float = 0.9):  # type: ignore[no-untyped-def]
    words = text.split()
    return reading(words, [sure] * len(words))


def test_two_against_one_win_each_word() -> None:
    voted = vote([_read("LÝ ĐỨC KIỆT"), _read("LÝ ĐỨC KIỆT"), _read("LÝ ĐÚC KIỆT")])
    assert (voted.text, voted.unanimous) == ("LÝ ĐỨC KIỆT", False)


def test_readings_that_agree_are_unanimous() -> None:
    voted = vote([_read("xã Mỹ Lệ"), _read("xã Mỹ Lệ", 0.7)])
    assert (voted.text, voted.unanimous, voted.share) == ("xã Mỹ Lệ", True, 1.0)


def test_a_comma_one_reading_surely_saw_is_kept() -> None:
    voted = vote([_read("Nam Định, tỉnh"), _read("Nam Định tỉnh"), _read("Nam Định tỉnh")])
    assert voted.text == "Nam Định, tỉnh"


def test_a_comma_nobody_is_sure_of_is_not_added() -> None:
    voted = vote([_read("Nam Định, tỉnh", 0.3), _read("Nam Định tỉnh"), _read("Nam Định tỉnh")])
    assert voted.text == "Nam Định tỉnh"


def test_a_dash_one_reading_surely_saw_is_kept() -> None:
    voted = vote([_read("Rịa - Vũng Tàu"), _read("Rịa Vũng Tàu"), _read("Rịa Vũng Tàu")])
    assert voted.text == "Rịa - Vũng Tàu"


def test_words_run_together_at_a_comma_are_parted() -> None:
    assert _read("Dầu,tỉnh Tây").words == ("Dầu,", "tỉnh", "Tây")
    assert _read("1,5 kg").words == ("1,5", "kg")


@pytest.mark.parametrize(
    ("text", "doubted"),
    [("Vơ", True), ("Hiên tại chưa kết hôn", True), ("Vợ", False), ("Mẹ đẻ", False), ("Hoa Sen", False)],
)
def test_a_word_that_only_lacks_the_mark_of_a_common_one_is_told(text: str, doubted: bool) -> None:
    assert lacks_a_mark(text) is doubted


def test_a_lone_last_sign_hardly_seen_is_left_out_but_doubted() -> None:
    seen = reading(["cấp", "ngày", "24/10/2023", "D"], [0.99, 0.99, 0.98, 0.41])
    assert seen.words == ("cấp", "ngày", "24/10/2023")
    assert seen.sure[-1] == 0.41
    assert reading(["Tổ", "3"], [0.99, 0.97]).words == ("Tổ", "3")
