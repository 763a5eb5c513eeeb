# SPDX-License-Identifier: Apache-2.0
"""The line beside an old address, the look-up by hand, and which addresses lie in the office's commune."""

from __future__ import annotations

import json

import pytest
import typer
from typer.testing import CliRunner

from intake.desk.commands.registry import register
from intake.form.places import Lies, lies_in, places_agree, units_meant
from intake.form.units_now import add_units, units_now
from intake.form.value_notes import beside
from templates.catalogue.loading import load_catalogue
from templates.model.document_types import FieldType

CATALOGUE = load_catalogue()


def test_hue_was_a_city_when_its_districts_were_made() -> None:
    """Since 01/01/2025, half a year before the districts ended."""
    units, found = load_catalogue().units, load_catalogue().units.called("Phú Hội")
    names = [units.full_name(one) for one in found if one.province == "46"]
    assert names == ["phường Phú Hội, quận Thuận Hóa, thành phố Huế"]


def app() -> typer.Typer:
    made = typer.Typer()
    register(made)
    return made


def lines(address: str) -> list[str]:
    return list(beside({"units_now": units_now(address, CATALOGUE)}, CATALOGUE))


def test_an_old_address_has_todays_unit_beside_it():
    assert lines("xã Hồng Vân, huyện A Lưới, Thừa Thiên Huế") == ["→ nay là xã A Lưới 1, thành phố Huế"]


def test_an_address_of_today_needs_no_line():
    assert lines("phường Láng, thành phố Hà Nội") == []
    assert lines("Xã Ví Dụ, tỉnh Mẫu") == []


@pytest.mark.parametrize(
    "address",
    [
        "xã Tân Triều, huyện Thanh Trì, Hà Nội",
        "xã Hòa Bình, tỉnh Lạng Sơn",
        "xã Hong Van, huyện Thường Tín, Hà Nội",
    ],
)
def test_doubt_asks(address):
    (line,) = lines(address)
    assert "?" in line or "hỏi" in line


def test_a_province_that_all_share_is_told_once():
    (line,) = lines("xã Hòa Bình, tỉnh Lạng Sơn")
    assert line.count("Lạng Sơn") == 1


def test_only_addresses_are_looked_up_and_none_is_changed():
    address = "xã Hồng Vân, huyện A Lưới, Thừa Thiên Huế"
    view = {"values": {"a": {"value": address}, "b": {"value": address}, "c": {"value": ""}}}
    add_units(view, {"a": FieldType.ADDRESS, "b": FieldType.TEXT, "c": FieldType.ADDRESS}, CATALOGUE)
    assert [sorted(value) for value in view["values"].values()] == [
        ["units_now", "value"],
        ["value"],
        ["value"],
    ]
    assert view["values"]["a"]["value"] == address


@pytest.mark.parametrize(
    ("address", "commune", "inside"),
    [
        ("xã Hồng Vân, huyện Thường Tín, Hà Nội", "Xã Hồng Vân, thành phố Hà Nội", "here"),
        ("xã Hồng Vân, huyện A Lưới, Thừa Thiên Huế", "Xã Hồng Vân, thành phố Hà Nội", "elsewhere"),
        ("thị trấn Bo, huyện Kim Bôi, tỉnh Hòa Bình", "Xã Kim Bôi, tỉnh Phú Thọ", "here"),
        ("xã Tân Triều, huyện Thanh Trì, Hà Nội", "Phường Hà Đông, thành phố Hà Nội", "perhaps"),  # divided
        ("xã Đình Dù, huyện Văn Lâm, tỉnh Hưng Yên", "Xã Như Quỳnh, tỉnh Hưng Yên", "perhaps"),
        ("xã Như Quỳnh, tỉnh Hưng Yên", "Xã Như Quỳnh, tỉnh Hưng Yên", "here"),
        ("xã Tân Triều, huyện Thanh Trì, Hà Nội", "Phường Láng, thành phố Hà Nội", "elsewhere"),
        ("Xã Ví Dụ, tỉnh Mẫu", "Xã Ví Dụ, tỉnh Mẫu", "here"),
        # names that were merged away before 2025, as cards and books hold them
        ("phường Nam Dương, quận Hải Châu, Đà Nẵng", "Phường Hải Châu, thành phố Đà Nẵng", "perhaps"),
        ("phường Ninh Xá, TP Bắc Ninh", "Phường Kinh Bắc", "perhaps"),
        ("phường Máy Tơ, quận Ngô Quyền", "Phường Gia Viên", "perhaps"),
        ("xã Hồng Vân, huyện Ân Thi, Hưng Yên", "Xã Hồng Quang, tỉnh Hưng Yên", "perhaps"),
        ("phường Nam Dương, quận Hải Châu, Đà Nẵng", "Phường An Khê, thành phố Đà Nẵng", "older-name"),
        ("xã Xà Lách, tỉnh Hưng Yên", "Xã Hồng Quang, tỉnh Hưng Yên", "older-name"),
        ("xã Xà Lách, tỉnh Hưng Yên", "Phường Kinh Bắc, tỉnh Bắc Ninh", "elsewhere"),
        # provinces of before 1997: no list holds them, and what is spelt like them is another
        ("xã Hồng Vân, huyện Ân Thi, tỉnh Hải Hưng", "Xã Hồng Quang, tỉnh Hưng Yên", "perhaps"),
        ("xã Quảng Châu, huyện Tiên Lữ, tỉnh Hải Hưng", "Phường Phố Hiến, tỉnh Hưng Yên", "older-name"),
        ("xã Tam Sơn, huyện Tiên Sơn, tỉnh Hà Bắc", "Phường Từ Sơn, tỉnh Bắc Ninh", "older-name"),
        ("xã Tân Dân, huyện Phù Ninh, tỉnh Vĩnh Phú", "Xã Phù Ninh, tỉnh Phú Thọ", "older-name"),
        ("xã Minh Tâm, huyện Bình Long, tỉnh Sông Bé", "Xã Minh Đức, tỉnh Đồng Nai", "perhaps"),
        (
            "phường Nam Dương, quận Hải Châu, tỉnh Quảng Nam - Đà Nẵng",
            "Phường Hải Châu, thành phố Đà Nẵng",
            "perhaps",
        ),
        ("xã Xà Lách, huyện Ân Thi", "Xã Ân Thi, tỉnh Hưng Yên", "older-name"),
        ("xã Xà Lách, huyện Ân Thi, tỉnh Hưng Yên, Việt Nam", "Phường Kinh Bắc, tỉnh Bắc Ninh", "elsewhere"),
        ("khu 3, phường Hà Nam", "Phường Hà An, tỉnh Quảng Ninh", "older-name"),
        # an office that is called like the city of before: the other wards of that city are not its own
        ("xã Ái Quốc, thành phố Hải Dương", "Phường Hải Dương, thành phố Hải Phòng", "older-name"),
        ("xã Ái Quốc, thành phố Hải Dương", "Phường Ái Quốc, thành phố Hải Phòng", "here"),
        ("xã Khai Quang, thành phố Vĩnh Yên", "Phường Vĩnh Yên, tỉnh Phú Thọ", "older-name"),
        ("xã Khai Quang, thành phố Vĩnh Yên", "Phường Vĩnh Phúc, tỉnh Phú Thọ", "perhaps"),
        ("xã Yên Nghĩa, thị xã Hà Đông, tỉnh Hà Tây", "Phường Hà Đông, thành phố Hà Nội", "older-name"),
        ("thành phố Vĩnh Yên", "Phường Vĩnh Yên, tỉnh Phú Thọ", "older-name"),
        # districts that became one unit as a whole decide alone
        ("xã An Hải, huyện Lý Sơn", "Đặc khu Lý Sơn", "here"),
        ("khu dân cư số 3, huyện Côn Đảo", "Đặc khu Côn Đảo", "here"),
        ("thôn Đông, huyện Lý Sơn, tỉnh Quảng Ngãi", "Đặc khu Lý Sơn, tỉnh Quảng Ngãi", "here"),
        ("thôn Đông, huyện Cát Hải, Hải Phòng", "Đặc khu Cát Hải", "here"),
        ("xã Tam Thanh, huyện Phú Quý, Bình Thuận", "Đặc khu Phú Quý, tỉnh Lâm Đồng", "here"),
        ("xã An Hải, huyện Lý Sơn", "Phường Kinh Bắc", "elsewhere"),
        ("phường Ngọc Khánh, quận Ba Đình, Hà Nội", "Phường Giảng Võ", "perhaps"),
        ("phường Trúc Bạch, quận Ba Đình, Hà Nội", "Phường Ba Đình", "here"),
        ("phường Phố Hiến, TP Hưng Yên", "Phường Phố Hiến, tỉnh Hưng Yên", "here"),
    ],
)
def test_an_old_address_lies_in_the_commune_it_was_merged_into(address, commune, inside):
    assert lies_in(address, commune, CATALOGUE) is Lies(inside)


@pytest.mark.parametrize(
    ("address", "commune", "meant"),
    [
        (
            "phường Nam Dương, quận Hải Châu, tỉnh Quảng Nam - Đà Nẵng",
            "Phường Hải Châu, thành phố Đà Nẵng",
            "phường Hải Châu, thành phố Đà Nẵng",
        ),
        ("xã Hồng Vân, huyện Ân Thi, tỉnh Hải Hưng", "Phường Kinh Bắc, tỉnh Bắc Ninh", ""),
        ("xã Quảng Châu, huyện Tiên Lữ, tỉnh Hải Hưng", "Phường Phố Hiến, tỉnh Hưng Yên", ""),
    ],
)
def test_what_an_older_name_means_is_only_said_of_the_offices_own_province(address, commune, meant):
    assert units_meant(address, CATALOGUE, commune) == meant


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("thị trấn Bo, huyện Kim Bôi, tỉnh Hòa Bình", "Xã Kim Bôi, tỉnh Phú Thọ", "same"),
        (
            "284 Cống Quỳnh, phường Phạm Ngũ Lão, quận 1, TP. Hồ Chí Minh",
            "Phường Bến Thành, TP Hồ Chí Minh",
            "same",
        ),
        ("xã Đình Dù, huyện Văn Lâm, tỉnh Hưng Yên", "Xã Như Quỳnh, tỉnh Hưng Yên", "same"),  # in part
        ("xã Đình Dù, huyện Văn Lâm, tỉnh Hưng Yên", "Xã Ân Thi, tỉnh Hưng Yên", "differs"),
        ("Phường Láng, Hà Nội", "Phường Kinh Bắc, tỉnh Bắc Ninh", "differs"),
        ("Bệnh viện Bạch Mai, Hà Nội", "Trung tâm Y tế Phố Nối, tỉnh Hưng Yên", "differs"),
        ("Bệnh viện A, tỉnh Hải Dương", "Bệnh viện A, thành phố Hải Phòng", "unknown"),  # one province today
        ("Bệnh viện Bạch Mai", "Trung tâm Y tế Phố Nối, tỉnh Hưng Yên", "unknown"),
        ("BỆNH VIỆN BẠCH MAI", "Bệnh viện Bạch Mai", "same"),
    ],
)
def test_an_old_and_a_new_name_of_one_place_are_no_contradiction(one, other, found):
    assert (places_agree(one, other, CATALOGUE), places_agree(other, one, CATALOGUE)) == (found, found)


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["xã Hồng Vân, huyện A Lưới, Thừa Thiên Huế"], 0),
        (["xã Hòa Bình, tỉnh Lạng Sơn"], 1),
        (["Xã Ví Dụ, tỉnh Mẫu"], 1),
        (["phường Láng, Hà Nội", "--date", "01/08/2026"], 0),
    ],
)
def test_the_look_up_says_by_its_exit_code_whether_something_is_left_to_ask(arguments, status):
    assert CliRunner().invoke(app(), ["forms", "units", *arguments]).exit_code == status


def test_the_look_up_gives_typed_codes_day_and_source_for_programs():
    address = "xã Hồng Vân, huyện A Lưới, Thừa Thiên Huế"
    told = json.loads(CliRunner().invoke(app(), ["forms", "units", address, "--json"]).output)
    assert [unit["list"] for unit in (*told["was"], *told["now"])] == ["communes-63", "communes-34"]
    assert told["since"] == "2025-07-01"
    assert told["source"]
