# SPDX-License-Identifier: Apache-2.0
"""Whole cards: what each side, edition and source gives, and that two people's cards are never mixed."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ocr.cards.barcodes import read_codes
from ocr.cards.outline import find_cards
from ocr.cards.page import CardReading, read_card, read_card_page
from ocr.pixels.image import WorkingCopy
from ocr.result import FieldReading, Source
from tests.support.pages.drawn_cards import MAN, Person, back_2021, back_2024, front_2021, front_2024, sheet

pytestmark = pytest.mark.long

WOMAN = Person()


def values(reading: CardReading, source: Source) -> dict[str, str]:
    return {f.key.removeprefix("person."): f.value for f in reading.fields if f.source is source}


def best(fields: tuple[FieldReading, ...], key: str) -> FieldReading:
    return max((f for f in fields if f.key == f"person.{key}"), key=lambda f: f.confidence)


@pytest.fixture(scope="module")
def both_sides() -> CardReading:
    return read_card(sheet((front_2021(WOMAN), 700, 500), (back_2021(WOMAN), 700, 1300), tilt_deg=0.4))


def test_the_print_of_2021_is_read_on_both_sides(both_sides: CardReading) -> None:
    printed = values(both_sides, Source.PRINT)
    for key in ("personal_id", "birth_date", "sex", "expiry_date", "issued_date"):
        assert printed[key] == getattr(WOMAN, key)
    assert printed["nationality"] == "Việt Nam"
    assert printed["hometown"] == " ".join(WOMAN.hometown)
    assert printed["residence"] == " ".join(WOMAN.residence)


def test_the_issuer_comes_without_the_signers_office(both_sides: CardReading) -> None:
    assert values(both_sides, Source.PRINT)["issuer"] == "CỤC CẢNH SÁT QUẢN LÝ HÀNH CHÍNH VỀ TRẬT TỰ XÃ HỘI"


def test_each_source_gives_its_own_reading(both_sides: CardReading) -> None:
    numbers = {f.source: f.value for f in both_sides.fields if f.key == "person.personal_id"}
    assert numbers == dict.fromkeys((Source.QR, Source.MRZ, Source.PRINT), WOMAN.personal_id)
    assert best(both_sides.fields, "personal_id").source is Source.QR
    assert values(both_sides, Source.QR)["full_name"] == WOMAN.full_name
    assert all(f.raw == f.value for f in both_sides.fields if f.source is Source.QR)
    assert both_sides.others == ()


def test_the_zone_gives_no_name_because_it_has_no_diacritics(both_sides: CardReading) -> None:
    zone = values(both_sides, Source.MRZ)
    assert set(zone) == {"personal_id", "birth_date", "sex", "expiry_date", "nationality"}
    assert zone["expiry_date"] == WOMAN.expiry_date


def test_the_card_of_2024_is_read_on_both_sides() -> None:
    reading = read_card(sheet((front_2024(MAN), 700, 500), (back_2024(MAN), 700, 1300)))
    printed = values(reading, Source.PRINT)
    for key in ("personal_id", "full_name", "birth_date", "sex", "issued_date", "expiry_date"):
        assert printed[key] == getattr(MAN, key)
    assert printed["issuer"] == "BỘ CÔNG AN"
    assert "hometown" not in printed
    assert values(reading, Source.QR)["residence"] == ", ".join(MAN.residence)


def test_a_printed_value_that_the_code_repeats_is_surer_than_alone() -> None:
    alone = read_card(sheet((front_2021(MAN, code=False), 700, 500)))
    confirmed = read_card(sheet((front_2021(MAN), 700, 500)))
    for key in ("personal_id", "birth_date"):
        pair = [
            next(f for f in reading.fields if f.key == f"person.{key}" and f.source is Source.PRINT)
            for reading in (alone, confirmed)
        ]
        assert pair[0].confidence < pair[1].confidence


def test_a_printed_value_against_the_code_is_doubted() -> None:
    card = front_2021(WOMAN)
    other = front_2021(Person(birth_date="16/04/1985"))
    rows = slice(340, 378)
    card = card.copy()
    card[rows] = other[rows]
    reading = read_card(sheet((card, 700, 500)))
    printed = next(f for f in reading.fields if f.key == "person.birth_date" and f.source is Source.PRINT)
    assert printed.value == "16/04/1985"
    assert printed.confidence < 0.5
    assert best(reading.fields, "birth_date").value == WOMAN.birth_date


def test_a_code_of_another_person_on_the_front_wins_nothing_silently() -> None:
    front = front_2021(WOMAN).copy()
    front[:230, 780:] = front_2021(MAN)[:230, 780:]
    reading = read_card(sheet((front, 700, 500)))
    assert best(reading.fields, "personal_id").confidence < 0.9
    assert best(reading.fields, "full_name").confidence < 0.9
    numbers = {f.source: f.value for f in reading.fields if f.key == "person.personal_id"}
    assert numbers == {Source.QR: MAN.personal_id, Source.PRINT: WOMAN.personal_id}


def test_cards_of_two_people_are_kept_apart() -> None:
    reading = read_card(sheet((front_2021(WOMAN), 700, 300), (back_2021(MAN), 700, 1500)))
    assert {f.value for f in reading.fields if f.key == "person.personal_id"} == {WOMAN.personal_id}
    (other,) = reading.others
    assert {f.value for f in other if f.key == "person.personal_id"} == {MAN.personal_id}
    assert best(other, "issued_date").value == MAN.issued_date
    assert not any(f.key == "person.issued_date" and f.value == MAN.issued_date for f in reading.fields)


def test_a_picture_filled_by_the_card_is_read() -> None:
    reading = read_card(cv2.resize(front_2021(MAN), None, fx=1.6, fy=1.6, interpolation=cv2.INTER_CUBIC))
    assert best(reading.fields, "full_name").value == MAN.full_name
    assert values(reading, Source.PRINT)["personal_id"] == MAN.personal_id


def test_a_pale_copy_without_ground_is_read() -> None:
    card = front_2021(MAN, code=False)
    pale = np.where(card > 170, 252, card).astype(np.uint8)
    page = sheet((pale, 700, 500))
    assert values(read_card(page), Source.PRINT)["personal_id"] == MAN.personal_id


def test_a_blurred_code_is_looked_for_beyond_the_decoders_own_search() -> None:
    page = sheet((front_2021(WOMAN), 700, 500))
    (code,) = read_codes(page)
    beside = 40
    alone = page[
        code.box.y - beside : code.box.y + code.box.h + beside,
        code.box.x - beside : code.box.x + code.box.w + beside,
    ]
    blurred = cv2.GaussianBlur(alone, (0, 0), 1.8)
    assert read_codes(blurred) == ()
    assert values(read_card(blurred), Source.QR)["full_name"] == WOMAN.full_name


def test_a_page_without_a_card_gives_nothing() -> None:
    assert read_card(sheet()) == CardReading()


def test_boxes_lie_on_the_stored_page_whatever_way_it_was_turned() -> None:
    upright = sheet((front_2021(MAN, code=False), 700, 500))
    stored = np.ascontiguousarray(np.rot90(upright, 2))
    height, width = stored.shape[:2]
    turn = np.array([[-1.0, 0, width - 1], [0, -1.0, height - 1], [0, 0, 1]])
    copy = WorkingCopy(cv2.cvtColor(upright, cv2.COLOR_RGB2GRAY), turn)
    number = best(read_card_page(stored, copy).fields, "personal_id")
    assert number.value == MAN.personal_id
    # On the upright card the number stands 40 mm right of and 17.4 mm below the corner at (700, 500).
    x, y = width - (700 + 40 * 11.81), height - (500 + 17.4 * 11.81)
    assert abs(number.box.x + number.box.w - x) < 12
    assert abs(number.box.y + number.box.h - y) < 24


@pytest.mark.parametrize("tilt", [0.0, 3.0, -6.0])
def test_cards_lying_on_a_page_are_found(tilt: float) -> None:
    page = sheet((front_2021(WOMAN), 300, 400), (back_2024(MAN), 1200, 2000), tilt_deg=tilt)
    found = find_cards(page)
    assert len(found) == 2
    assert found[0].y < found[1].y
    assert all(1000 < box.w < 1180 for box in found)


@pytest.mark.parametrize(
    "places", [((700, 500), (700, 1140)), ((200, 500), (1214, 500))], ids=["below", "beside"]
)
def test_cards_lying_edge_to_edge_are_told_apart(places: tuple[tuple[int, int], tuple[int, int]]) -> None:
    page = sheet((front_2021(WOMAN), *places[0]), (back_2021(WOMAN), *places[1]), tilt_deg=1)
    found = find_cards(page)
    assert len(found) == 2
    for box, (x, y) in zip(found, places, strict=True):
        assert abs(box.x - x) < 60
        assert abs(box.y - y) < 60


def test_blank_pages_and_text_blocks_are_no_cards() -> None:
    page = sheet()
    for line in range(60):
        cv2.putText(page, "text " * 12, (200, 300 + 45 * line), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (0, 0, 0), 2)
    assert find_cards(page) == ()
    assert find_cards(sheet()) == ()


def test_an_address_whose_lines_the_code_joins_by_commas_is_not_contradicted(both_sides: CardReading) -> None:
    """Two of this card's lines are too much for one address in the print, and a comma more in the code."""
    alone = read_card(sheet((front_2021(WOMAN, code=False), 700, 500)))
    sure = [
        next(f.confidence for f in reading.fields if f.key == "person.residence" and f.source is Source.PRINT)
        for reading in (both_sides, alone)
    ]
    assert values(both_sides, Source.QR)["residence"] != values(both_sides, Source.PRINT)["residence"]
    assert sure[0] >= 0.9 * sure[1]
