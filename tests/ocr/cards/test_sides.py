# SPDX-License-Identifier: Apache-2.0
"""Whose card a side is, and what code, zone and print say of each other: without a picture."""

from __future__ import annotations

import pytest

from ocr.cards.people import by_person
from ocr.cards.sides import (
    CONFIRMED,
    Side,
    agreed,
    contradicted,
    doubting_a_strange_code,
    is_doubtful,
    weighed,
)
from ocr.result import Box, FieldReading, Source

_ANYWHERE = Box(0, 0, 100, 50)
WOMAN, MAN = "079185001234", "001088012345"


def _reading(key: str, value: str, source: Source = Source.PRINT, confidence: float = 0.9) -> FieldReading:
    if source is not Source.PRINT and confidence == 0.9:
        confidence = 0.99
    return FieldReading(f"person.{key}", value, value, confidence, source, _ANYWHERE)


def _side(*readings: FieldReading, names: tuple[str, ...] = ()) -> Side:
    return Side(_ANYWHERE, list(readings), list(names))


def _numbered(number: str, source: Source = Source.PRINT, confidence: float = 0.9) -> Side:
    return _side(_reading("personal_id", number, source, confidence))


def _printed(*sides: Side, key: str) -> float:
    """The confidence that the printed value of ``key`` ends with."""
    return next(r.confidence for r in weighed(sides) if r.source is Source.PRINT and r.key == f"person.{key}")


def test_the_sides_of_one_person_come_together_and_other_peoples_stay_apart() -> None:
    front, other, back = _numbered(WOMAN), _numbered(MAN), _numbered(WOMAN, Source.MRZ)
    assert by_person([front, other, back]) == [[front, back], [other]]


@pytest.mark.parametrize(
    ("misread", "together"), [("079185001235", 1), ("079185001255", 1), ("079185001555", 2)]
)
def test_one_or_two_misread_digits_make_no_second_person(misread: str, together: int) -> None:
    assert len(by_person([_numbered(WOMAN, Source.QR), _numbered(misread)])) == together


def test_a_number_of_another_length_is_another_persons() -> None:
    assert len(by_person([_numbered(WOMAN), _numbered(WOMAN[:9])])) == 2


@pytest.mark.parametrize("number", [WOMAN + "4", WOMAN[:11]])
def test_a_number_with_a_wrong_count_of_digits_founds_no_person(number: str) -> None:
    name = _reading("full_name", "LÊ THỊ AN")
    front = _side(_reading("personal_id", number), name)
    back = _side(_reading("personal_id", WOMAN, Source.MRZ), names=("le thi an",))
    assert by_person([front, back]) == [[back, front]] or by_person([front, back]) == [[front, back]]


@pytest.mark.parametrize("sources", [(Source.QR, Source.QR), (Source.QR, Source.MRZ)])
def test_twins_whose_numbers_differ_in_one_digit_are_two_people(sources: tuple[Source, Source]) -> None:
    twins = [_numbered("001219000101", sources[0]), _numbered("001219000102", sources[1])]
    assert by_person(twins) == [[twins[0]], [twins[1]]]


def test_a_zone_whose_checks_fail_may_be_misread() -> None:
    assert len(by_person([_numbered(WOMAN, Source.QR), _numbered("079185001235", Source.MRZ, 0.5)])) == 1


def test_the_most_trusted_number_of_a_side_is_its_number() -> None:
    mixed = _side(_reading("personal_id", MAN), _reading("personal_id", WOMAN, Source.QR))
    assert by_person([mixed, _numbered(WOMAN), _numbered(MAN)]) == [
        [mixed, _numbered(WOMAN)],
        [_numbered(MAN)],
    ]


def test_a_side_without_a_number_goes_to_the_only_person_and_among_several_to_none() -> None:
    back, empty = _side(_reading("issued_date", "10/05/2021")), _side()
    assert by_person([back, _numbered(WOMAN)]) == [[_numbered(WOMAN), back]]
    assert by_person([_numbered(WOMAN), back, _numbered(MAN)]) == [[_numbered(WOMAN)], [_numbered(MAN)]]
    assert by_person([back, empty]) == [[back]]
    assert by_person([back, _side(_reading("sex", "Nam"))]) == []
    assert by_person([empty]) == []


HERS, HIS = _reading("full_name", "NGÔ THỊ HẠNH"), _reading("full_name", "VŨ ĐÌNH KHẢI")
BORN = _reading("birth_date", "15/03/1985")


def test_a_front_whose_number_was_not_read_is_no_other_side_of_another_s_card() -> None:
    her, him = _side(_reading("personal_id", WOMAN), HERS), _side(HIS)
    assert by_person([her, him]) == [[her], [him]]
    assert by_person([him, her]) == [[him], [her]]
    nameless = _side(_reading("personal_id", WOMAN))
    assert by_person([nameless, him]) == [[nameless], [him]], "her name and his number were not read"


def test_two_fronts_without_a_number_are_two_people_and_copies_of_one_are_one() -> None:
    her, him, again = _side(HERS), _side(HIS), _side(_reading("full_name", "NGO THI HANH", confidence=0.5))
    assert by_person([her, him]) == [[her], [him]]
    assert by_person([her, him, again]) == [[her, again], [him]]


def test_printed_numbers_that_differ_in_a_digit_are_two_people_s_where_the_names_do() -> None:
    older = _side(_reading("personal_id", "001219000101"), _reading("full_name", "VŨ MINH AN"))
    younger = _side(_reading("personal_id", "001219000102"), _reading("full_name", "VŨ MINH ANH"))
    assert by_person([older, younger]) == [[older], [younger]]
    misread = _side(_reading("personal_id", "001219000102"), _reading("full_name", "VŨ MINH AN"))
    assert by_person([older, misread]) == [[older, misread]]


def test_a_back_goes_to_the_person_of_its_zone_s_name_and_birth_also_without_its_number() -> None:
    front = _side(_reading("personal_id", WOMAN), HERS, BORN)
    back = _side(_reading("birth_date", "15/03/1985", Source.MRZ), names=("ngo thi hanh",))
    other = _side(_reading("birth_date", "16/03/1985", Source.MRZ))
    assert by_person([front, _numbered(MAN), back]) == [[front, back], [_numbered(MAN)]]
    assert by_person([front, other]) == [[front], [other]]


def test_two_backs_that_say_different_things_are_not_both_the_only_person_s() -> None:
    front = _numbered(WOMAN)
    back, other = _side(_reading("issued_date", "10/05/2021")), _side(_reading("issued_date", "11/06/2022"))
    assert by_person([front, back, other]) == [[front]]
    assert by_person([front, back, back]) == [[front, back, back]]


@pytest.mark.parametrize("source", [Source.QR, Source.MRZ])
def test_a_printed_value_that_a_machine_repeats_is_sure(source: Source) -> None:
    printed, repeated = (
        _reading("birth_date", "15/03/1985", confidence=0.6),
        _reading("birth_date", "15/03/1985", source),
    )
    assert _printed(_side(printed, repeated), key="birth_date") == CONFIRMED
    assert _printed(_side(printed), _side(repeated), key="birth_date") == CONFIRMED


def test_a_printed_value_that_was_surer_stays_as_sure() -> None:
    printed = _reading("sex", "Nữ", confidence=0.99)
    assert _printed(_side(printed, _reading("sex", "NỮ", Source.QR)), key="sex") == 0.99


def test_a_printed_value_against_the_machine_is_doubted() -> None:
    printed, other = _reading("birth_date", "16/03/1985"), _reading("birth_date", "15/03/1985", Source.QR)
    assert _printed(_side(printed, other), key="birth_date") == 0.36


def test_one_machine_that_agrees_is_enough() -> None:
    printed = _reading("birth_date", "15/03/1985")
    qr, zone = (
        _reading("birth_date", "14/03/1985", Source.QR),
        _reading("birth_date", "15/03/1985", Source.MRZ),
    )
    assert _printed(_side(printed, qr, zone), key="birth_date") == CONFIRMED


def test_another_value_of_the_machine_and_one_it_doubts_itself_say_nothing() -> None:
    printed = _reading("birth_date", "16/03/1985")
    assert _printed(_side(printed, _reading("sex", "Nữ", Source.QR)), key="birth_date") == 0.9
    doubtful = _reading("birth_date", "15/03/1985", Source.MRZ, 0.88)
    assert _printed(_side(printed, doubtful), key="birth_date") == 0.9


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("12 Đường số 5, Phường Bình Thuận, Quận 7", 0.9),
        ("12 Đường số 5,Phường Bình Thuận,Quận 7", 0.9),
        ("12 Đường số 5 Phường Bình Thuận, Quận 7", CONFIRMED),
        ("13 Đường số 5, Phường Bình Thuận, Quận 7", 0.36),
        ("12 Đường số 5, Phường Bình Thuân, Quận 7", 0.36),
    ],
)
def test_an_address_that_differs_from_the_codes_by_commas_only_is_neither_surer_nor_doubted(
    code: str, expected: float
) -> None:
    printed = _reading("residence", "12 Đường số 5 Phường Bình Thuận, Quận 7")
    assert _printed(_side(printed, _reading("residence", code, Source.QR)), key="residence") == expected


def test_a_printed_name_unlike_that_of_the_zone_is_doubted() -> None:
    side = _side(
        _reading("full_name", "NGUYỄN THỊ DƯƠNG"), _reading("hometown", "Huế"), names=("nguyen thi duong",)
    )
    assert _printed(side, key="full_name") == 0.9
    other = _side(
        _reading("full_name", "NGUYỄN THỊ DUNG"), _reading("hometown", "Huế"), names=("nguyen thi duong",)
    )
    assert _printed(other, key="full_name") == 0.36
    assert _printed(other, key="hometown") == 0.9
    assert _printed(_side(_reading("full_name", "NGUYỄN THỊ DUNG")), key="full_name") == 0.9


def test_code_and_zone_that_say_different_things_are_both_in_dispute() -> None:
    for unsure in (0.99, 0.88):
        machine = (_reading("sex", "Nam", Source.QR), _reading("sex", "Nữ", Source.MRZ, unsure))
        assert [(r.value, r.confidence) for r in weighed([_side(*machine)])] == [("Nam", 0.6), ("Nữ", 0.6)]


def test_a_doubted_confidence_is_kept_to_three_places() -> None:
    printed, other = _reading("sex", "Nữ", confidence=0.937), _reading("sex", "Nam", Source.QR)
    assert _printed(_side(printed, other), key="sex") == 0.375


def test_neither_code_nor_print_is_sure_where_they_name_two_people() -> None:
    readings = [
        _reading("personal_id", MAN, Source.QR),
        _reading("full_name", "Trần Văn Giả", Source.QR),
        _reading("personal_id", WOMAN),
        _reading("full_name", "PHẠM THỊ HẠNH"),
        _reading("hometown", "Đại Mỗ, Nam Từ Liêm, Hà Nội"),
    ]
    assert all(r.confidence < 0.9 for r in doubting_a_strange_code(readings))


@pytest.mark.parametrize(
    ("coded", "printed"),
    [
        (("full_name", "Phạm Thị Hạnh"), ("full_name", "PHAM THI HANH")),
        (("full_name", "Phạm Thị Hạnh"), ("full_name", "PHẠM THỊ HẢNH")),
        (("personal_id", "079185001234"), ("personal_id", "079185001284")),
        (("birth_date", "12/04/1985"), ("birth_date", "12/04/1935")),
    ],
    ids=["marks lost", "a mark misread", "a digit misread", "no sign of a person"],
)
def test_a_misread_print_makes_no_code_strange(coded: tuple[str, str], printed: tuple[str, str]) -> None:
    readings = [_reading(*coded, Source.QR), _reading(*printed)]
    assert doubting_a_strange_code(readings) == readings


def test_hardly_legible_print_says_nothing_against_a_code() -> None:
    readings = [
        _reading("full_name", "Trần Văn Giả", Source.QR),
        _reading("full_name", "LOANG LỔ", Source.PRINT, 0.5),
    ]
    assert doubting_a_strange_code(readings) == readings


def test_of_a_card_with_another_persons_code_print_and_zone_together_name_the_holder() -> None:
    front = _side(
        *doubting_a_strange_code(
            [_reading("personal_id", MAN, Source.QR), _reading("personal_id", WOMAN, Source.PRINT, 0.97)]
        )
    )
    (holder,) = by_person([front, _numbered(WOMAN, Source.MRZ)])
    sure = {r.value for r in weighed(holder) if r.key == "person.personal_id" and r.confidence >= 0.9}
    assert sure == {WOMAN}


def test_what_two_readers_read_alike_is_as_sure_as_the_surer_of_them() -> None:
    (one,) = agreed([_reading("sex", "Nữ", confidence=0.7)], [_reading("sex", "NỮ", confidence=0.93)])
    assert one.confidence == 0.93


def test_what_two_readers_read_differently_is_never_sure() -> None:
    (one,) = agreed(
        [_reading("full_name", "GIÀNG THỊ MỴ", confidence=0.97)],
        [_reading("full_name", "GIÀNG THỊ MY", confidence=0.95)],
    )
    assert (one.value, one.confidence < 0.9) == ("GIÀNG THỊ MỴ", True)


def test_what_only_one_of_two_readers_found_is_kept() -> None:
    found = agreed([_reading("sex", "Nữ")], [_reading("birth_date", "12/04/1985")])
    assert {r.key for r in found} == {"person.sex", "person.birth_date"}


@pytest.mark.parametrize(
    ("printed", "read_again"),
    [
        ([_reading("personal_id", WOMAN), _reading("full_name", "PHẠM THỊ HẠNH")], False),
        ([_reading("personal_id", WOMAN), _reading("full_name", "PHẠM THỊ HẠNH", confidence=0.8)], True),
        ([_reading("personal_id", WOMAN)], True),
        ([], True),
    ],
    ids=["all sure", "one in doubt", "nameless", "nothing read"],
)
def test_print_is_read_again_where_something_is_in_doubt(
    printed: list[FieldReading], read_again: bool
) -> None:
    assert is_doubtful(printed, _side()) is read_again


def test_a_back_names_nobody_in_print_and_is_not_read_again_for_that() -> None:
    assert not is_doubtful([_reading("issued_date", "12/04/2021")], _numbered(WOMAN, Source.MRZ))


@pytest.mark.parametrize(("confidence", "read_again"), [(0.9, False), (0.89, True)])
def test_print_is_read_again_from_the_confidence_on_at_which_it_is_in_doubt(
    confidence: float, read_again: bool
) -> None:
    named = [_reading("personal_id", WOMAN), _reading("full_name", "PHẠM THỊ HẠNH")]
    assert is_doubtful([*named, _reading("sex", "Nữ", confidence=confidence)], _side()) is read_again


def test_a_code_is_no_zone_and_does_not_make_up_for_a_nameless_front() -> None:
    assert is_doubtful([_reading("personal_id", WOMAN)], _numbered(WOMAN, Source.QR))
    assert not is_doubtful([_reading("personal_id", WOMAN)], _numbered(WOMAN, Source.MRZ))


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        (("NAM", 0.8), ("NÔM", 0.95), ("NÔM", 0.6)),
        (("NAM", 0.95), ("NÔM", 0.8), ("NAM", 0.6)),
        (("NAM", 0.5), ("NÔM", 0.4), ("NAM", 0.5)),
        (("NAM", 0.9), ("NÔM", 0.9), ("NAM", 0.6)),
        (("NAM", 0.8), ("Nam", 0.95), ("Nam", 0.95)),
    ],
)
def test_of_two_readings_of_a_key_the_surer_is_kept_and_never_surer_than_a_dispute_lets_it_be(
    first: tuple[str, float], second: tuple[str, float], kept: tuple[str, float]
) -> None:
    one, other = (_reading("full_name", value, confidence=sure) for value, sure in (first, second))
    (found,) = agreed([one], [other])
    assert (found.value, found.confidence) == kept


def test_two_readers_readings_come_once_each_the_first_ones_first() -> None:
    sex, born, name = (_reading(key, "x") for key in ("sex", "birth_date", "full_name"))
    assert agreed([sex, born], [born, name]) == (sex, born, name)


@pytest.mark.parametrize(
    ("code", "printed", "confidence", "strange"),
    [
        ("079185001234", "079185001289", 0.9, False),
        ("079185001234", "079185001589", 0.9, True),
        ("079185001234", "079185001589", 0.7, True),
        ("079185001234", "079185001589", 0.69, False),
    ],
    ids=["two digits", "three digits", "just legible", "hardly legible"],
)
def test_a_code_is_strange_from_three_other_digits_of_legible_print_on(
    code: str, printed: str, confidence: float, strange: bool
) -> None:
    readings = [
        _reading("personal_id", code, Source.QR),
        _reading("personal_id", printed, confidence=confidence),
    ]
    assert (doubting_a_strange_code(readings) != readings) is strange


@pytest.mark.parametrize(
    ("code", "printed", "strange"),
    [
        ("Lê Văn An", "LÊ VĂN ANH", False),
        ("abcdefghij", "abcdefxxxx", False),
        ("abcdefghij", "abcdexxxxx", True),
    ],
    ids=["alike", "six of ten", "five of ten"],
)
def test_a_name_is_another_where_fewer_than_six_of_ten_letters_are_alike(
    code: str, printed: str, strange: bool
) -> None:
    readings = [_reading("full_name", code, Source.QR), _reading("full_name", printed)]
    assert (doubting_a_strange_code(readings) != readings) is strange


def test_a_strange_code_makes_all_print_and_code_of_its_side_doubtful_and_leaves_the_zone() -> None:
    readings = [
        _reading("personal_id", MAN, Source.QR),
        _reading("personal_id", WOMAN),
        _reading("sex", "Nữ", confidence=0.5),
        _reading("personal_id", WOMAN, Source.MRZ),
    ]
    assert [r.confidence for r in doubting_a_strange_code(readings)] == [0.55, 0.6, 0.5, 0.99]
    assert [r.value for r in doubting_a_strange_code(readings)] == [r.value for r in readings]


def test_a_zone_that_names_another_makes_no_code_strange() -> None:
    readings = [_reading("personal_id", MAN, Source.MRZ), _reading("personal_id", WOMAN)]
    assert doubting_a_strange_code(readings) == readings


def test_of_a_number_in_print_and_code_as_much_in_doubt_the_print_is_the_sides() -> None:
    code, printed = (
        _reading("personal_id", MAN, Source.QR, 0.6),
        _reading("personal_id", WOMAN, confidence=0.6),
    )
    for readings in ((code, printed), (printed, code)):
        assert _side(*readings).number() == printed
    surer = _reading("personal_id", MAN, Source.QR, 0.61)
    assert _side(printed, surer).number() == surer
    assert _side(_reading("sex", "Nữ")).number() is None


def test_a_code_of_another_than_the_zone_beside_it_is_doubted_and_the_zone_stays() -> None:
    side = [_reading("personal_id", MAN, Source.QR), _reading("personal_id", WOMAN, Source.MRZ)]
    by_source = {reading.source: reading.confidence for reading in doubting_a_strange_code(side)}
    assert by_source[Source.QR] < 0.9 <= by_source[Source.MRZ]


@pytest.mark.parametrize(
    ("key", "code", "printed", "differ"),
    [
        ("personal_id", MAN, WOMAN, True),
        ("personal_id", WOMAN, WOMAN[:-1] + "9", False),
        ("full_name", "TRẦN VĂN GIẢ", "LÊ THỊ AN", True),
        ("full_name", "LÊ THỊ ÂN", "LÊ THỊ AN", False),
        ("birth_date", "01/02/1990", "01/02/1991", True),
        ("birth_date", "01/02/1990", "01/02/1990", False),
        ("residence", "xã A", "xã B", False),
    ],
)
def test_what_code_and_print_say_otherwise_is_told(key: str, code: str, printed: str, differ: bool) -> None:
    readings = [_reading(key, code, Source.QR), _reading(key, printed)]
    assert bool(contradicted(readings)) is differ


@pytest.mark.parametrize("source", [Source.QR, Source.MRZ])
def test_a_machine_that_legible_print_contradicts_is_no_longer_sure(source: Source) -> None:
    printed, other = _reading("birth_date", "16/03/1985"), _reading("birth_date", "15/03/1985", source)
    said = {r.source: r.confidence for r in weighed([_side(printed, other)])}
    assert said[source] <= 0.6
    assert contradicted([printed, other]) == {"person.birth_date"}


def test_code_and_zone_that_agree_stay_sure_against_the_print() -> None:
    machines = [_reading("birth_date", "15/03/1985", source) for source in (Source.QR, Source.MRZ)]
    said = weighed([_side(_reading("birth_date", "16/03/1985"), *machines)])
    assert all(r.confidence == 0.99 for r in said if r.source is not Source.PRINT)


def test_of_a_strange_code_and_print_a_person_sees_the_print_first() -> None:
    side = _side(
        _reading("full_name", "TRẦN VĂN GIẢ", Source.QR),
        _reading("full_name", "PHẠM THỊ HẠNH", confidence=0.95),
    )
    doubted = {one.source: one.confidence for one in doubting_a_strange_code(side.readings)}
    assert doubted[Source.QR] < doubted[Source.PRINT] < 0.9


def test_a_zone_that_lost_a_filler_speaks_for_the_printed_name() -> None:
    front = _side(_reading("full_name", "TÔN NỮ THỊ NINH", confidence=0.95))
    back = _side(_reading("personal_id", WOMAN, Source.MRZ), names=("ton nuthi ninh",))
    assert _printed(front, back, key="full_name") == 0.95
