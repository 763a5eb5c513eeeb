# SPDX-License-Identifier: Apache-2.0
"""The election of words from several readings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.recognise.rover import Reading, doubting_lost_marks, lacks_a_mark, reading, unstopped, vote
from ocr.text.folding import text_key


def _read(text: str, *sure: float) -> Reading:
    """A reading of ``text``: as sure as said of each word, or of all; 0.9 if nothing is said."""
    words = text.split()
    return reading(words, list(sure) if len(sure) == len(words) else [*(sure or (0.9,))] * len(words))


def test_two_against_one_win_each_word() -> None:
    voted = vote([_read("LÝ ĐỨC KIỆT"), _read("LÝ ĐỨC KIỆT"), _read("LÝ ĐÚC KIỆT")])
    assert (voted.text, voted.unanimous) == ("LÝ ĐỨC KIỆT", False)


def test_readings_that_agree_are_unanimous() -> None:
    voted = vote([_read("xã Mỹ Lệ"), _read("xã Mỹ Lệ", 0.7)])
    assert (voted.text, voted.unanimous, voted.share) == ("xã Mỹ Lệ", True, 1.0)


def test_a_comma_one_reading_surely_saw_is_kept() -> None:
    voted = vote([_read("Nam Định, tỉnh"), _read("Nam Định tỉnh"), _read("Nam Định tỉnh")])
    assert voted.text == "Nam Định, tỉnh"


@pytest.mark.parametrize("seen", [0.6, 0.99])
def test_a_comma_surely_seen_is_kept_by_a_reading_less_sure_than_the_others(seen: float) -> None:
    others = [_read("Nam Định tỉnh", 0.95), _read("Nam Định tỉnh", 0.95)]
    assert vote([*others, _read("Nam Định, tỉnh", seen)]).text == "Nam Định, tỉnh"
    assert vote([*others, _read("Nam Định; tỉnh", seen)]).text == "Nam Định; tỉnh"


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


@pytest.mark.parametrize(
    ("text", "lacking"),
    [
        ("Tổ 5, KP. 3B, P Tân Lập", ["P"]),
        ("P Tân Lập, TP Nha Trang", ["P", "TP"]),
        ("Q 8", ["Q"]),
        ("P. Tân Lập, TP. Nha Trang", []),
        ("UBND P.Tân Lập, TP.HCM", []),
        ("Thôn 5, xã Tân Lập", []),
    ],
)
def test_abbreviations_without_a_stop_are_told(text: str, lacking: list[str]) -> None:
    assert unstopped(text) == lacking


def test_a_name_keeps_the_apostrophe_after_a_lone_capital_and_no_other() -> None:
    assert _read("K' Brẻo").words == ("K'", "Brẻo")
    assert _read("K’ Brẻo").words == ("K’", "Brẻo")
    assert _read("H'Yưk Lan' M\"").words == ("H'Yưk", "Lan", "M")


def test_a_lone_last_sign_hardly_seen_is_left_out_but_doubted() -> None:
    seen = reading(["cấp", "ngày", "24/10/2023", "D"], [0.99, 0.99, 0.98, 0.41])
    assert seen.words == ("cấp", "ngày", "24/10/2023")
    assert seen.sure[-1] == 0.41
    assert reading(["Tổ", "3"], [0.99, 0.97]).words == ("Tổ", "3")


def test_a_word_that_lost_its_mark_to_the_eraser_is_doubted() -> None:
    seen, erased = _read("PHẠM THỊ MỘNG", 0.8), _read("PHAM THỊ MỘNG", 0.96, 0.95, 0.94)
    doubted = doubting_lost_marks(seen, erased)
    assert doubted.words == erased.words
    assert doubted.sure == (pytest.approx(0.288), 0.95, 0.94)
    assert vote([seen, doubted]).text == "PHẠM THỊ MỘNG"
    assert vote([seen, erased]).text == "PHAM THỊ MỘNG"  # what would stand in the birth record without


def test_each_word_that_lost_its_mark_is_doubted_wherever_it_stands() -> None:
    doubted = doubting_lost_marks(_read("Đại Lộc xã Mỹ Lệ"), _read("Đai Lôc xã Mỹ Lê"))
    assert doubted.sure == pytest.approx((0.27, 0.27, 0.9, 0.9, 0.27))


@pytest.mark.parametrize("missing", ["thôn Đai xã Mỹ Lệ", "tổ 3 thôn Đai xã Mỹ Lệ"])
def test_a_lost_mark_is_found_though_words_before_it_are_missing_or_more(missing: str) -> None:
    doubted = doubting_lost_marks(_read("tổ thôn Đại xã Mỹ Lệ"), _read(missing))
    assert [w for w, sure in zip(doubted.words, doubted.sure, strict=True) if sure < 0.5] == ["Đai"]


@pytest.mark.parametrize("other", ["PHAN", "PHẢM", "PHẠN", "PHẠM"])
def test_a_word_that_differs_by_more_than_the_mark_is_believed_as_before(other: str) -> None:
    assert doubting_lost_marks(_read("PHẠM"), _read(other)).sure == (0.9,)


def test_a_mark_that_only_the_second_look_saw_is_no_lost_mark() -> None:
    assert doubting_lost_marks(_read("PHAM"), _read("PHẠM")).sure == (0.9,)


def test_the_surer_and_the_commoner_word_wins() -> None:
    assert vote([_read("Hoà", 0.5), _read("Hoa", 0.9)]).text == "Hoa"
    assert vote([_read("Hoa", 0.5), _read("Hoà", 0.9)]).text == "Hoà"
    assert vote([_read("Kính", 0.9), _read("Kinh", 0.85)]).text == "Kinh"


def test_what_can_be_no_syllable_loses_against_what_can() -> None:
    assert vote([_read("Nguyễx", 0.9), _read("Nguyễn", 0.6)]).text == "Nguyễn"


def test_a_word_is_as_sure_as_the_surest_of_those_that_gave_it() -> None:
    voted = vote([_read("Mỹ Lệ", 0.6, 0.7), _read("Mỹ Lệ", 0.8, 0.5)])
    assert voted.least == 0.7
    assert voted.readings == 2


def test_what_backs_a_word_is_the_share_of_all_readings_for_the_weakest_word() -> None:
    voted = vote([_read("Mỹ Lệ Sơn"), _read("Mỹ Lê Sơn", 0.5), _read("Mỹ Lệ Sân", 0.5), _read("Mỹ Lệ Sơn")])
    assert (voted.text, voted.share, voted.unanimous) == ("Mỹ Lệ Sơn", 0.75, False)


def test_case_and_the_place_of_the_tone_are_no_difference() -> None:
    voted = vote([_read("Hoà Bình"), _read("HÒA bình", 0.5)])
    assert (voted.text, voted.unanimous, voted.share) == ("Hoà Bình", True, 1.0)


@pytest.mark.parametrize("nothing", [[_read("")], [_read(""), _read("")]])
def test_nothing_read_is_elected_by_nobody(nothing: list[Reading]) -> None:
    voted = vote(nothing)
    assert (voted.text, voted.unanimous, voted.share, voted.least) == ("", False, 0.0, 0.0)


def test_one_reading_that_saw_nothing_is_no_agreement() -> None:
    voted = vote([_read("Mỹ Lệ"), _read("")])
    assert (voted.text, voted.unanimous, voted.share) == ("Mỹ Lệ", False, 0.5)


def test_as_many_words_as_most_readings_have_are_counted_on() -> None:
    stray = _read("Mỹ Lệ ạ", 0.99)
    assert vote([stray, _read("Mỹ Lệ", 0.7), _read("Mỹ Lệ", 0.7)]).text == "Mỹ Lệ"


def test_the_surer_reading_is_counted_on_where_each_has_its_own_number_of_words() -> None:
    assert vote([_read("Mỹ Lệ Sơn", 0.4), _read("Mỹ Lệ", 0.9)]).text == "Mỹ Lệ"
    assert vote([_read("Mỹ Lệ Sơn", 0.9), _read("Mỹ Lệ", 0.4)]).text == "Mỹ Lệ Sơn"


@pytest.mark.parametrize(("seen", "kept"), [(0.6, True), (0.59, False)])
def test_a_dash_is_kept_from_where_it_was_surely_seen(seen: float, kept: bool) -> None:
    voted = vote([_read("Bà Rịa Vũng Tàu", 0.9), _read("Bà Rịa - Vũng Tàu", 0.9, 0.9, seen, 0.9, 0.9)])
    assert ("-" in voted.text) is kept


def test_a_dash_that_is_not_sure_or_stands_at_the_edge_is_not_added() -> None:
    assert vote([_read("Rịa Vũng Tàu"), _read("Rịa - Vũng Tàu", 0.5)]).text == "Rịa Vũng Tàu"
    assert vote([_read("Vũng Tàu"), _read("Vũng Tàu -")]).text == "Vũng Tàu"


def test_a_dash_of_any_length_between_words_is_one_dash_and_stands_where_it_was_seen() -> None:
    for dash in "-–—~":
        assert vote([_read("Bà Rịa Vũng Tàu"), _read(f"Bà Rịa {dash} Vũng Tàu")]).text == "Bà Rịa - Vũng Tàu"


def test_words_one_reading_saw_besides_a_dash_are_not_added() -> None:
    assert vote([_read("Rịa Vũng Tàu"), _read("Rịa ạ - Vũng Tàu")]).text == "Rịa - Vũng Tàu"


def test_a_hyphen_surely_seen_joins_the_words_of_the_others() -> None:
    voted = vote([_read("dân Ê-đê Ra-đê"), _read("dân Ê đê Ra đê", 0.9, 0.8, 0.7, 0.6, 0.5)])
    assert (voted.text, voted.unanimous) == ("dân Ê-đê Ra-đê", True)
    joined = vote([_read("Ê-đê", 0.61), _read("Ê đê", 0.9, 0.3)])
    assert (joined.text, joined.least) == ("Ê-đê", 0.61)
    assert vote([_read("Ê đê", 0.9, 0.4), _read("Ê-đê", 0.6)]).least == 0.6


def test_joined_words_are_as_sure_as_the_less_sure_of_them() -> None:
    assert vote([_read("Ê đê", 0.95, 0.7), _read("Ê-đê", 0.65)]).least == 0.7
    assert vote([_read("Ê đê", 0.7, 0.95), _read("Ê-đê", 0.65)]).least == 0.7


def test_words_beside_joined_ones_keep_their_own_certainty() -> None:
    assert vote([_read("Ê đê Mỹ", 0.95, 0.9, 0.3), _read("Ê-đê Mỹ", 0.65, 0.8)]).least == 0.8
    first = vote([_read("Ê đê Mỹ", 0.95, 0.9, 0.3)])
    assert first.least == 0.3


def test_a_hyphen_nobody_is_sure_of_joins_nothing() -> None:
    voted = vote([_read("Ê-đê", 0.5), _read("Ê đê")])
    assert (voted.text, voted.unanimous) == ("Ê đê", False)


@pytest.mark.parametrize(
    ("seen", "words"),
    [
        ("PHẠM.NGỌC", "PHẠM NGỌC"),
        ("Tổ.3", "Tổ 3"),
        ("Tổ.3A", "Tổ 3A"),
        ("BHX.xã", "BHX xã"),
        ("(xã).Tân", "(xã).Tân"),
        ("UBND.xã", "UBND xã"),
        ("xã.Tân.Lập", "xã Tân Lập"),
        ("TP.HCM", "TP.HCM"),
        ("Q.Tân", "Q.Tân"),
        ("1.000.000", "1.000.000"),
        ("24.10.2023", "24.10.2023"),
        ("xã Mỹ....", "xã Mỹ"),
        ("Q. T.P. Ô.", "Q. T.P. Ô."),
        ("UBND.", "UBND"),
        ("q.", "q"),
    ],
)
def test_leader_dots_part_words_and_fall_off_and_a_words_own_stay(seen: str, words: str) -> None:
    assert _read(seen).words == tuple(words.split())


@pytest.mark.parametrize(
    ("seen", "words"),
    [
        ("n: Mỹ Lệ", "Mỹ Lệ"),
        ("n; ê: Mỹ", "Mỹ"),
        ("N: Mỹ", "N: Mỹ"),
        ("của: Mỹ", "của: Mỹ"),
        ("n:", "n:"),
        ("(1) Mỹ", "Mỹ"),
        ("1) Mỹ", "Mỹ"),
        (": - Mỹ", "Mỹ"),
        ("(Mỹ Lệ)", "(Mỹ Lệ)"),
        ("Mỹ ( ) Lệ", "Mỹ Lệ"),
        ("Mỹ - Lệ", "Mỹ - Lệ"),
        ("“Mỹ” Lệ", "Mỹ Lệ"),
    ],
)
def test_what_the_label_left_before_a_value_is_no_word_of_it(seen: str, words: str) -> None:
    assert _read(seen).words == tuple(words.split())


def test_words_keep_their_own_certainty_when_others_are_left_out_or_parted() -> None:
    assert _read("n: ( ) Mỹ.Lệ Sơn", 0.1, 0.2, 0.3, 0.7, 0.8).sure == (0.7, 0.7, 0.8)


@pytest.mark.parametrize(("sure", "kept"), [(0.59, ("Tổ",)), (0.6, ("Tổ", "3"))])
def test_a_last_sign_is_kept_from_the_certainty_on_that_counts_as_seen(
    sure: float, kept: tuple[str, ...]
) -> None:
    assert _read("Tổ 3", 0.9, sure).words == kept


def test_a_stray_sign_after_a_doubtful_word_makes_it_no_surer() -> None:
    assert _read("Mỹ D", 0.3, 0.5).sure == (0.3,)
    assert _read("Mỹ D x", 0.8, 0.5, 0.4).sure == (0.4,)


def test_a_value_of_one_sign_is_kept_though_hardly_seen() -> None:
    assert _read("x", 0.2).words == ("x",)


_WORDS = st.lists(st.sampled_from(["Mỹ", "Lệ", "Lê", "xã", "Sơn", "Ê-đê", "Hoà,", "3", "12/04"]), max_size=5)
_READINGS = st.lists(
    st.builds(lambda words, sure: reading(words, [sure] * len(words)), _WORDS, st.floats(0.0, 1.0)),
    min_size=1,
    max_size=4,
)


@given(_READINGS)
def test_only_what_some_reading_gave_is_elected(readings: list[Reading]) -> None:
    given_words = {
        text_key(part) for one in readings for word in one.words for part in word.rstrip(",").split("-")
    }
    elected = {text_key(part) for word in vote(readings).text.split() for part in word.rstrip(",").split("-")}
    assert elected - {""} <= given_words


@given(_READINGS)
def test_readings_that_say_the_same_are_unanimous_and_no_others(readings: list[Reading]) -> None:
    said = {tuple(map(text_key, one.words)) for one in readings}
    if not any("-" in word for one in readings for word in one.words):
        assert vote(readings).unanimous is (len(said) == 1 and () not in said)
