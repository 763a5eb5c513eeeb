# SPDX-License-Identifier: Apache-2.0
"""How far the values of a card's machine-readable zone are believed, and which of its readings is taken."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ocr.cards import zone as card_zone
from ocr.cards.mrz import Mrz, find_mrz
from ocr.cards.zone import OWN_CHECK, REPAIRED, SOUND, UNCHECKED, looks_like_zone, read_zone, zone_readings
from ocr.lines.recogniser import RawWord
from ocr.lines.text_line import TextLine
from ocr.result import Box, Source
from tests.support.pages.drawn_cards import MAN

AREA = Box(3, 4, 5, 6)
(ZONE,) = find_mrz(MAN.mrz())
ALL = frozenset({"short", "id", "same", "birth", "expiry", "whole"})


def _sure(zone: Mrz) -> dict[str, float]:
    return {reading.key.removeprefix("person."): reading.confidence for reading in zone_readings(zone, AREA)}


def test_a_sound_zone_is_believed_in_all_it_says() -> None:
    assert _sure(ZONE) == dict.fromkeys(
        ("personal_id", "birth_date", "expiry_date", "sex", "nationality"), SOUND
    )
    values = {r.key: (r.value, r.raw, r.source, r.box) for r in zone_readings(ZONE, AREA)}
    assert values["person.personal_id"] == (MAN.personal_id, MAN.personal_id, Source.MRZ, AREA)
    assert values["person.nationality"] == ("Việt Nam", "VNM", Source.MRZ, AREA)
    assert values["person.sex"][0] == "Nam"


def test_a_zone_with_letters_taken_for_digits_is_believed_a_little_less() -> None:
    assert set(_sure(replace(ZONE, repairs=1)).values()) == {REPAIRED}


@pytest.mark.parametrize("lost", sorted(ALL))
def test_a_check_that_fails_leaves_each_value_what_its_own_check_gives(lost: str) -> None:
    sure = _sure(replace(ZONE, held=ALL - {lost}))
    assert sure["sex"] == UNCHECKED
    assert sure.get("nationality") == (None if lost == "id" else OWN_CHECK)
    assert sure["birth_date"] == sure["expiry_date"] == OWN_CHECK
    assert sure["personal_id"] == (OWN_CHECK if lost in ("id", "same") else SOUND)


def test_a_sex_against_the_number_is_not_believed_and_without_a_number_not_either() -> None:
    assert _sure(replace(ZONE, sex="Nữ"))["sex"] == UNCHECKED
    assert _sure(replace(ZONE, personal_id=""))["sex"] == UNCHECKED


def test_what_is_empty_is_no_value() -> None:
    empty = replace(ZONE, personal_id="", birth_date="", sex="", expiry_date="")
    assert set(_sure(empty)) == {"nationality"}


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        (MAN.mrz()[0], True),
        (MAN.mrz()[1], True),
        (MAN.mrz()[2], True),
        ("IDVNM0880123451", True),
        ("IDVNM088012345", False),
        ("IDVNMO88OI2345A", False),
        ("TRAN<<QUOC<VIE", False),
        ("TRAN<<QUOC<VIET", True),
        ("Tran«Quoc‹Viet‹‹", True),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", False),
        ("001088012345 001088012345", False),
    ],
)
def test_a_line_of_a_zone_is_told_by_its_fillers_or_state_and_digits(text: str, zone: bool) -> None:
    assert looks_like_zone(text) is zone


def _line(text: str, y: int, h: int = 20) -> TextLine:
    return TextLine((RawWord(text, 0.9, 50, y, 400, h, 0, 0, 0),))


GRAY = np.full((400, 600), 255, np.uint8)
VIEW = Box(10, 20, 500, 300)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """Pictures (H, W) in which the recogniser was to read the zone again; it sees the sound one at last."""
    sizes: list[tuple[int, int]] = []

    def words(picture: np.ndarray, *, psm: int, whitelist: str) -> tuple[RawWord, ...]:
        assert (psm, sorted(whitelist)) == (6, sorted("0123456789<ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        sizes.append(picture.shape)
        if len(sizes) < 3:
            return ()
        return tuple(RawWord(text, 0.9, 0, 100 * n, 400, 44, 0, 0, n) for n, text in enumerate(MAN.mrz()))

    monkeypatch.setattr(card_zone.tesseract, "words", words)
    return sizes


def test_a_sound_zone_is_not_read_again(asked: list[tuple[int, int]]) -> None:
    lines = [_line(text, 200 + 30 * n) for n, text in enumerate(MAN.mrz())]
    found = read_zone(GRAY, VIEW, [_line("lạ", 100), *lines])
    assert found is not None
    assert (found[0].sound, found[0].personal_id, asked) == (True, MAN.personal_id, [])
    # the lines stand at 210 … 270; the band reaches 2.6 of their heights further, across the whole view
    assert found[1] == Box(10, 158, 500, 320 - 158)


def test_the_band_of_a_zone_reaches_a_line_further_and_not_beyond_the_view() -> None:
    for top, band in ((150, (108, 272)), (30, (20, 152)), (230, (188, 320))):
        lines = [_line(text, top + 30 * n) for n, text in enumerate(MAN.mrz())]
        found = read_zone(GRAY, VIEW, lines)
        assert found is not None
        assert found[1] == Box(10, band[0], 500, band[1] - band[0])


def test_a_doubtful_zone_is_read_again_larger_and_smaller_until_it_is_sound(
    asked: list[tuple[int, int]],
) -> None:
    first, second, third = MAN.mrz()
    wrong = second[:29] + str((int(second[29]) + 1) % 10)
    lines = [_line(text, 200 + 30 * n) for n, text in enumerate((first, wrong, third))]
    found = read_zone(GRAY, VIEW, lines)
    assert found is not None and found[0].sound
    height = 320 - 158
    assert asked == [(round(height * px / 20), round(500 * px / 20)) for px in (34, 26, 44)]


def test_the_letters_themselves_say_how_much_a_zone_is_enlarged_and_not_the_room_of_their_line(
    asked: list[tuple[int, int]],
) -> None:
    first, second, third = MAN.mrz()
    wrong = second[:29] + str((int(second[29]) + 1) % 10)
    lines = [_line(text, 200 + 30 * n, h=30) for n, text in enumerate((first, wrong, third))]
    page = GRAY.copy()
    for n in range(3):
        for x in range(60, 440, 13):
            page[205 + 30 * n : 223 + 30 * n, x : x + 6] = 20
    found = read_zone(page, VIEW, lines)
    assert found is not None and found[0].sound
    height = found[1].h
    assert asked == [(round(height * px / 18), round(500 * px / 18)) for px in (34, 26, 44)]


def test_of_doubtful_readings_the_one_with_most_checks_is_kept(
    asked: list[tuple[int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, _third = MAN.mrz()
    wrong = second[:29] + str((int(second[29]) + 1) % 10)
    asked.extend([(0, 0)] * 9)  # what is read again is the sound zone at once
    monkeypatch.setattr(
        card_zone, "find_mrz", lambda texts: find_mrz([first, wrong] if len(texts) == 1 else [first])
    )
    found = read_zone(GRAY, VIEW, [_line(first, 200)])
    assert found is not None
    assert found[0].held == ALL - {"whole"}


def test_where_no_line_looks_like_a_zone_there_is_none(asked: list[tuple[int, int]]) -> None:
    assert read_zone(GRAY, VIEW, [_line("lạ", 100)]) is None
    assert asked == []
