# SPDX-License-Identifier: Apache-2.0
"""Machine-readable zones: check digits, repairs that they confirm, and zones found among other lines."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.cards.mrz import check_digit, find_mrz
from tests.support.pages.drawn_cards import MAN, Person
from tests.support.pages.drawn_cards import check as check_told_apart

ZONE = st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<", max_size=40)
BIRTHS = st.dates(date(1930, 1, 1), date(2025, 12, 31))


def written(day: date) -> str:
    return day.strftime("%d/%m/%Y")


@st.composite
def people(draw: st.DrawFn) -> Person:
    birth = draw(BIRTHS)
    sex = draw(st.sampled_from(["Nam", "Nữ"]))
    digit = 2 * (birth.year // 100 - 19) + (sex == "Nữ")
    number = f"{draw(st.integers(1, 96)):03d}{digit}{birth.year % 100:02d}{draw(st.integers(0, 999_999)):06d}"
    expiry = draw(st.dates(date(2021, 1, 1), date(2060, 12, 31)))
    return Person(personal_id=number, sex=sex, birth_date=written(birth), expiry_date=written(expiry))


def test_icao_9303_sample_document_number_has_its_published_check_digit() -> None:
    assert check_digit("D23145890") == "7"
    assert check_digit("740812") == "2"


@given(ZONE)
def test_check_digits_agree_with_an_independent_reckoning(text: str) -> None:
    assert check_digit(text) == check_told_apart(text)


@given(st.text("0123456789", min_size=1, max_size=20), st.data())
def test_one_changed_digit_changes_the_check_digit(text: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != text[place]]))
    assert check_digit(text[:place] + other + text[place + 1 :]) != check_digit(text)


@given(people())
def test_a_clean_zone_gives_back_what_was_printed(person: Person) -> None:
    (zone,) = find_mrz(person.mrz())
    assert zone.sound
    assert zone.repairs == 0
    assert (zone.personal_id, zone.birth_date, zone.sex) == (
        person.personal_id,
        person.birth_date,
        person.sex,
    )
    assert zone.expiry_date == person.expiry_date
    assert zone.name == "NGUYEN THI THUY DUONG"


@given(people(), st.sampled_from(["0O", "1I", "8B", "5S", "2Z", "6G"]))
def test_letters_read_for_digits_are_undone_and_counted(person: Person, pair: str) -> None:
    first, second, third = person.mrz()
    spoilt = first[:5] + first[5:].replace(*pair), second[:15].replace(*pair) + second[15:], third
    (zone,) = find_mrz(spoilt)
    assert zone.sound
    assert zone.personal_id == person.personal_id
    assert zone.repairs == sum(
        a != b for old, new in zip(person.mrz(), spoilt, strict=True) for a, b in zip(old, new, strict=True)
    )


@pytest.mark.long
@given(people(), st.integers(15, 26), st.integers(1, 9))
def test_a_misread_digit_of_the_number_gives_no_number(person: Person, place: int, step: int) -> None:
    first, second, third = person.mrz()
    wrong = str((int(first[place]) + step) % 10)
    (zone,) = find_mrz((first[:place] + wrong + first[place + 1 :], second, third))
    assert zone.personal_id == ""
    assert not zone.sound


def test_a_birth_date_whose_check_fails_is_left_out() -> None:
    first, second, third = MAN.mrz()
    (zone,) = find_mrz((first, "870902" + second[6:], third))
    assert zone.birth_date == ""
    assert zone.personal_id == MAN.personal_id


def test_a_birth_year_against_the_number_is_left_out() -> None:
    first, second, third = MAN.mrz()
    other = "900902" + check_digit("900902") + second[7:]
    (zone,) = find_mrz((first, other, third))
    assert zone.birth_date == ""


@pytest.mark.parametrize(
    "spoil",
    [
        lambda line: line.replace("<", "«", 1).replace("<", "", 1) if "<<" in line else line,
        lambda line: " ".join(line[n : n + 6] for n in range(0, 30, 6)),
        lambda line: "| " + line.lower() + " .",
        lambda line: line.replace("<<<<", "<KC<"),
    ],
    ids=["guillemets", "blanks", "noise at the ends", "letters for fillers"],
)
def test_recogniser_habits_do_not_hide_a_zone(spoil) -> None:  # type: ignore[no-untyped-def]
    lines = ["Left index finger", *(spoil(line) for line in MAN.mrz()), "x"]
    (zone,) = find_mrz(lines)
    assert zone.sound
    assert zone.personal_id == MAN.personal_id
    assert zone.lines[:2] == (1, 2)


def test_two_zones_on_a_sheet_stay_apart() -> None:
    zones = find_mrz(["BỘ CÔNG AN", *Person().mrz(), "CỤC CẢNH SÁT", *MAN.mrz()])
    assert [zone.personal_id for zone in zones] == [Person().personal_id, MAN.personal_id]
    assert all(zone.sound for zone in zones)


def test_a_card_without_expiry_has_none() -> None:
    first, second, third = MAN.mrz()
    endless = second[:8] + "991231" + check_digit("991231") + second[15:]
    (zone,) = find_mrz((first, endless, third))
    assert zone.expiry_date == ""
    assert "expiry" in zone.held


@pytest.mark.parametrize("lines", [[], ["Họ và tên: NGUYỄN VĂN AN"], ["0123456789" * 3] * 3, ["<" * 30] * 3])
def test_other_text_is_no_zone(lines: list[str]) -> None:
    assert find_mrz(lines) == ()


def test_a_zone_whose_second_line_was_not_read_still_gives_the_number() -> None:
    first, _second, third = MAN.mrz()
    for lines in ([first], [first, third], [first, "x", third, "y"]):
        (zone,) = find_mrz(lines)
        assert zone.personal_id == MAN.personal_id
        assert (zone.birth_date, zone.sex, zone.expiry_date, zone.name) == ("", "", "", "")
        assert zone.held == {"short", "id", "same"}
        assert (zone.sound, zone.lines) == (False, (0,))


def test_a_zone_whose_name_was_not_read_is_sound_without_it() -> None:
    (zone,) = find_mrz(MAN.mrz()[:2])
    assert (zone.sound, zone.name, zone.lines) == (True, "", (0, 1))


def test_a_zones_lines_are_looked_for_up_to_four_lines_on_and_not_in_the_next_zone() -> None:
    first, second, third = MAN.mrz()
    near = find_mrz([first, "x", second, "y", third])[0]
    assert (near.sound, near.name, near.lines) == (True, "TRAN QUOC VIET", (0, 2, 4))
    far = find_mrz([first, "x", "y", "z", "x", second, third])[0]
    assert (far.birth_date, far.lines) == ("", (0,))
    other = find_mrz([first, *Person().mrz()])
    assert (other[0].birth_date, other[1].personal_id) == ("", Person().personal_id)


def test_a_second_line_without_its_end_gives_its_dates_but_is_not_sound() -> None:
    first, second, third = MAN.mrz()
    (zone,) = find_mrz([first, second[:18], third])
    assert (zone.birth_date, zone.expiry_date, zone.sound) == (MAN.birth_date, MAN.expiry_date, False)
    assert "whole" not in zone.held


def _with(line: str, place: int, value: str) -> str:
    return line[:place] + value + line[place + len(value) :]


@pytest.mark.parametrize(
    ("place", "lost"),
    [
        ((0, 14), {"short", "whole"}),
        ((0, 29), {"id", "whole"}),
        ((1, 6), {"birth", "whole"}),
        ((1, 14), {"expiry", "whole"}),
        ((1, 29), {"whole"}),
    ],
)
def test_each_check_digit_that_fails_is_told_and_no_other(place: tuple[int, int], lost: set[str]) -> None:
    lines = list(MAN.mrz())
    line, column = place
    wrong = str((int(lines[line][column]) + 1) % 10)
    lines[line] = _with(lines[line], column, wrong)
    (zone,) = find_mrz(lines)
    assert {"short", "id", "same", "birth", "expiry", "whole"} - zone.held == lost
    assert not zone.sound


def test_the_number_holds_by_its_own_check_or_by_the_short_one_and_not_without_either() -> None:
    first, second, third = MAN.mrz()
    own_wrong = _with(first, 29, str((int(first[29]) + 1) % 10))
    short_wrong = _with(first, 14, str((int(first[14]) + 1) % 10))
    assert find_mrz([own_wrong, second, third])[0].personal_id == ""
    assert find_mrz([short_wrong, second, third])[0].personal_id == MAN.personal_id
    both = _with(own_wrong, 14, short_wrong[14])
    assert find_mrz([both, second, third])[0].personal_id == ""
    another = "IDVNM" + "123456789" + check_digit("123456789") + first[15:]
    assert find_mrz([another, second, third])[0].personal_id == MAN.personal_id
    assert "same" not in find_mrz([another, second, third])[0].held


def test_an_expiry_date_whose_check_fails_or_that_is_no_day_is_left_out() -> None:
    first, second, third = MAN.mrz()
    assert find_mrz((first, _with(second, 8, "280903"), third))[0].expiry_date == ""
    no_day = _with(second, 8, "280231" + check_digit("280231"))
    assert find_mrz((first, no_day, third))[0].expiry_date == ""
    endless = _with(second, 8, "<<<<<<<")
    (zone,) = find_mrz((first, endless, third))
    assert (zone.expiry_date, "expiry" in zone.held) == ("", True)


@pytest.mark.parametrize(("sign", "sex"), [("M", "Nam"), ("F", "Nữ"), ("<", ""), ("X", "")])
def test_the_sex_is_what_its_sign_says_or_nothing(sign: str, sex: str) -> None:
    first, second, third = MAN.mrz()
    assert find_mrz((first, _with(second, 7, sign), third))[0].sex == sex


def test_a_letter_for_a_digit_whose_check_then_fails_gives_nothing() -> None:
    first, second, third = MAN.mrz()
    (zone,) = find_mrz((first, "S" + second[1:], third))
    assert (zone.birth_date, zone.repairs) == ("", 1)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("TRAN<<QUOC<VIET<<<<<<<<<<<<<<<", "TRAN QUOC VIET"),
        ("TRAN<<QUOC<VIET<<<<<<K<<<C<", "TRAN QUOC VIET"),
        ("<<TRAN<<QUOC", "TRAN QUOC"),
        ("Tran«Quoc‹Viet", "TRAN QUOC VIET"),
    ],
)
def test_the_name_ends_where_the_fillers_begin(line: str, name: str) -> None:
    assert find_mrz([*MAN.mrz()[:2], line])[0].name == name


def test_a_name_above_a_zone_is_not_its_name() -> None:
    assert find_mrz(["LE<<VAN<TAM", *MAN.mrz()[:2]])[0].name == ""
    assert find_mrz(["LE<<VAN<TAM", *MAN.mrz()])[0].name == "TRAN QUOC VIET"


def test_an_m_or_an_s_for_the_sex_is_no_digit() -> None:
    first, second, third = MAN.mrz()
    (zone,) = find_mrz((first, _with(second, 7, "S"), third))
    assert (zone.sex, zone.repairs) == ("", 0)


def test_a_filler_read_as_a_dash_is_a_filler() -> None:
    (zone,) = find_mrz(["IDVNM0580626430027058062643-3", "5806067M5706064VNMssssssss2", "TONNU-THININH"])
    assert (zone.personal_id, zone.birth_date) == ("027058062643", "06/06/1958")


@pytest.mark.parametrize(
    "print_between",
    [
        "BỘ CÔNG AN - MINISTRY OF PUBLIC SECURITY",
        "Nơi cư trú: Bà Rịa - Vũng Tàu ------",
        "BỘ CÔNG AN (MINISTRY OF PUBLIC SECURITY)",
        "Họ tên: ______ Trần",
    ],
)
def test_print_between_the_lines_of_a_zone_is_not_its_name(print_between: str) -> None:
    first, second, third = MAN.mrz()
    assert find_mrz([first, second, print_between, third])[0].name == "TRAN QUOC VIET"
    assert find_mrz([first, second, print_between])[0].name == ""


@pytest.mark.parametrize("line", ["TRAN--QUOC-VIET----", "TRAN-QUOC<VIET<<<<", "TRAN<<QUOC-VIET----"])
def test_a_name_whose_fillers_became_dashes_is_read(line: str) -> None:
    assert find_mrz([*MAN.mrz()[:2], line])[0].name == "TRAN QUOC VIET"
