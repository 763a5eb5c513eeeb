# SPDX-License-Identifier: Apache-2.0
"""Which units an address means and what became of them; doubt is said, never settled silently."""

from __future__ import annotations

from datetime import date

import pytest

from ocr.values.units import UnitStanding, propose_units
from templates.catalogue.loading import load_catalogue

CATALOGUE = load_catalogue()
UNITS = CATALOGUE.units


def found(address: str, on: date | None = None):
    proposal = propose_units(address, CATALOGUE, on)
    return proposal, [UNITS.full_name(commune) for commune in proposal.now]


@pytest.mark.parametrize(
    ("address", "now"),
    [
        ("xã Hồng Vân, huyện Thường Tín, thành phố Hà Nội", "xã Hồng Vân, thành phố Hà Nội"),
        ("Xã Hồng Vân, Huyện A Lưới, Thừa Thiên Huế", "xã A Lưới 1, thành phố Huế"),
        ("Thôn 2 xã Hồng Vân huyện A Lưới tỉnh Thừa Thiên Huế", "xã A Lưới 1, thành phố Huế"),
        ("Tổ 3, thị trấn Bo, huyện Kim Bôi, tỉnh Hòa Bình", "xã Kim Bôi, tỉnh Phú Thọ"),
        ("Tổ 3, thị trấn Bo, huyện Kim Bôi, tỉnh Hoà Bình, Việt Nam", "xã Kim Bôi, tỉnh Phú Thọ"),
        ("Phường 01, TP. Vũng Tàu, Bà Rịa - Vũng Tàu", "phường Vũng Tàu, thành phố Hồ Chí Minh"),
        ("Huyện Lý Sơn, tỉnh Quảng Ngãi", "đặc khu Lý Sơn, tỉnh Quảng Ngãi"),
        ("UBND xã Hồng Vân, huyện Thường Tín, TP Hà Nội", "xã Hồng Vân, thành phố Hà Nội"),
        ("Hồng Vân, Thường Tín, Hà Nội", "xã Hồng Vân, thành phố Hà Nội"),
    ],
)
def test_an_old_address_has_its_unit_of_today(address, now):
    proposal, names = found(address)
    assert (proposal.standing, names) == (UnitStanding.BECAME, [now])
    assert proposal.certain


@pytest.mark.parametrize(
    "address",
    [
        "phường Láng, thành phố Hà Nội",
        "đặc khu Lý Sơn, tỉnh Quảng Ngãi",
        "phường Văn Miếu - Quốc Tử Giám, Hà Nội",
    ],
)
def test_an_address_of_today_stays(address):
    proposal, _names = found(address)
    assert proposal.standing is UnitStanding.CURRENT
    assert proposal.as_printed


def test_a_name_of_today_that_an_old_commune_elsewhere_had_is_not_certain_without_the_day():
    address = "phường Văn Miếu - Quốc Tử Giám, Hà Nội"
    assert len(found(address)[1]) > 1
    assert not found(address)[0].certain
    assert found(address, date(2026, 1, 1))[0].certain


def test_the_same_name_in_two_districts_of_one_province_leads_to_two_places():
    addresses = [f"xã Hòa Bình, huyện {d}, tỉnh Lạng Sơn" for d in ("Bình Gia", "Văn Quan")]
    assert [found(address)[1] for address in addresses] == [
        ["xã Thiện Long, tỉnh Lạng Sơn"],
        ["xã Văn Quan, tỉnh Lạng Sơn"],
    ]


def test_without_the_district_a_repeated_name_is_asked_for():
    proposal, names = found("xã Hòa Bình, tỉnh Lạng Sơn")
    assert proposal.standing is UnitStanding.SEVERAL
    assert len(names) == 4
    assert not proposal.certain


def test_a_divided_commune_gives_all_its_parts():
    proposal, names = found("xã Tân Triều, huyện Thanh Trì, thành phố Hà Nội")
    assert proposal.standing is UnitStanding.DIVIDED
    assert len(names) == 4
    assert not proposal.certain


def test_a_name_from_before_an_earlier_merger_is_only_proposed():
    proposal, names = found("xã Kim Bình, huyện Kim Bôi, tỉnh Hòa Bình")
    assert names == ["xã Kim Bôi, tỉnh Phú Thọ"]
    assert not proposal.certain


def test_a_district_that_had_another_name_before_is_found():
    proposal, names = found("phường Hiệp Phú, quận 9, TP Hồ Chí Minh")
    assert names == ["phường Tăng Nhơn Phú, thành phố Hồ Chí Minh"]
    assert not proposal.certain


@pytest.mark.parametrize(
    "address",
    [
        "xã Hong Van, huyện Thuong Tin, Hà Nội",
        "xã Hống Vân, huyện Thường Tín, Hà Nội",
        "xã Hồng Vân, huyện Thương Tìn, Hà Nội",
    ],
)
def test_lost_diacritics_are_found_but_asked_for(address):
    proposal, names = found(address)
    assert names == ["xã Hồng Vân, thành phố Hà Nội"]
    assert not proposal.certain


def test_an_old_district_with_a_new_province_is_understood():
    proposal, names = found("thị trấn Bo, huyện Kim Bôi, tỉnh Phú Thọ")
    assert names == ["xã Kim Bôi, tỉnh Phú Thọ"]
    assert proposal.certain


def test_the_day_tells_which_list_a_name_belongs_to():
    address = "phường Bình Thạnh, thành phố Hồ Chí Minh"
    assert found(address, date(2026, 1, 1))[0].standing is UnitStanding.CURRENT


def test_before_the_change_there_is_no_unit_of_after_it():
    address = "xã A Lưới 1, tỉnh Thừa Thiên Huế"
    assert not found(address, date(2020, 1, 1))[0].certain


@pytest.mark.parametrize(
    "address", ["", "Xã Ví Dụ, tỉnh Mẫu", "Hà Nội", "Việt Nam", ",,,", "bệnh viện", "12/3/2024", "xã"]
)
def test_what_names_no_unit_is_unknown(address):
    proposal, names = found(address)
    assert (proposal.standing, names) == (UnitStanding.UNKNOWN, [])


def test_every_old_commune_finds_itself_by_its_own_full_name():
    for commune in list(UNITS.old.values())[::97]:
        proposal = propose_units(UNITS.full_name(commune), CATALOGUE)
        assert [m.commune.number for m in proposal.matches] == [commune.number]
        assert proposal.now == UNITS.successors(commune)


def test_every_commune_of_today_is_among_what_its_full_name_may_mean():
    for commune in list(UNITS.new.values())[::53]:
        proposal = propose_units(UNITS.full_name(commune), CATALOGUE, date(2026, 1, 1))
        assert commune.number in [c.number for c in proposal.now], UNITS.full_name(commune)


def test_the_detail_keeps_what_stands_before_the_units():
    assert found("Số 5, ngõ 3, xã Hồng Vân, huyện Thường Tín, Hà Nội")[0].detail == "Số 5, ngõ 3"
