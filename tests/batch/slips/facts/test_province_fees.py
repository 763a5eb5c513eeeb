# SPDX-License-Identifier: Apache-2.0
"""What a province asks for: the table of the office's province, its own table, and what neither says."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from batch.services.doctor.office_diagnoses import check_own_fees
from batch.slips.facts.fees import BY_PROVINCE, exemption_words, fee_words, province_fees
from batch.slips.facts.gather import hour_of_return
from intake.settings.settings import Settings, UnitSettings
from templates.catalogue.author_check import check_files
from templates.catalogue.loading import load_catalogue
from templates.files.active import SHIPPED
from templates.files.datafiles import load
from templates.model.charges import province_fees as tables
from templates.model.charges.fee_consistency import fee_problems
from templates.model.charges.province_fees import ProvinceFee, ProvinceFees, load_province_fees

DAY = date(2026, 11, 16)
EXEMPTED = {"1.001193": True, "2.001263": True, "1.003005": False, "2.001255": False, "2.002516": False}
HAI_PHONG = UnitSettings(commune="Phường Gia Viên, thành phố Hải Phòng")


def told(procedure: str, unit: UnitSettings = HAI_PHONG, on: date = DAY) -> str:
    catalogue = load_catalogue(SHIPPED)
    fees = catalogue.procedure(procedure, on).fees
    return fee_words(fees, province_fees(catalogue, unit, procedure, on))


def test_the_amounts_of_the_province_are_told_at_the_counter_and_online() -> None:
    assert "5.000 đồng (nộp trực tuyến: 0 đồng)" in told("1.004873")
    assert "Đăng ký khai sinh đúng hạn: Không thu" in told("1.001193")
    assert "8.000 đồng (nộp trực tuyến: 0 đồng)" in told("1.001193")


def test_only_exemptions_are_told_as_exemptions() -> None:
    """A note behind “Miễn, giảm:” says who pays nothing or less, not what its author has yet to compare."""
    fees = {code: load_catalogue(SHIPPED).procedure(code, DAY).fees for code in EXEMPTED}
    assert {code: bool(exemption_words(fees[code])) for code in fees} == EXEMPTED
    assert all(any(fee.note for fee in fees[code]) for code in EXEMPTED)


def test_an_hour_that_is_past_is_no_hour_of_return() -> None:
    unit, came = UnitSettings(return_time="08:00"), datetime(2026, 11, 16, 2, 30, tzinfo=UTC)  # 09:30 here
    assert hour_of_return(unit, came, DAY) == ""
    assert hour_of_return(unit, came, date(2026, 11, 17)) == "08:00"
    assert hour_of_return(UnitSettings(return_time="16:00"), came, DAY) == "16:00"


def test_an_amount_of_before_has_its_own_days() -> None:
    before = told("1.004873", on=date(2026, 8, 7))
    assert "5.000 đồng" in before and "trực tuyến" not in before


def test_what_the_table_leaves_open_stays_open() -> None:
    assert "…" in told("1.004859")  # who is 14 or older pays what nobody has seen
    elsewhere = UnitSettings(commune="Xã Hồng Quang, tỉnh Hưng Yên")
    assert BY_PROVINCE in told("1.001193", elsewhere)
    assert "đồng (" not in told("1.004873", elsewhere)


def test_an_amount_is_told_of_the_fee_it_is_taken_for_and_no_other() -> None:
    words = told("1.000689")
    assert "Đăng ký nhận cha, mẹ, con: 10.000 đồng (nộp trực tuyến: 0 đồng)" in words
    assert f"Đăng ký khai sinh quá hạn: {BY_PROVINCE}" in words
    catalogue = load_catalogue(SHIPPED)
    fees = catalogue.procedure("1.000689", DAY).fees
    unnamed = ProvinceFee(procedures=("1.000689",), name="Khai sinh", counter_vnd=10_000)
    assert "10.000" not in fee_words(fees, [unnamed])
    one_open = catalogue.procedure("1.001193", DAY).fees
    assert "10.000" in fee_words(one_open, [unnamed])
    assert "10.000" not in fee_words(one_open, [unnamed, unnamed])


@pytest.mark.parametrize(
    ("commune", "is_told"),
    [
        ("Phường Gia Viên, thành phố Hải Phòng", True),
        ("Xã Vĩnh Bảo, TP.Hải Phòng", True),
        ("Xã Vĩnh Bảo - Hải Phòng", True),
        ("xã Vĩnh Bảo", True),
        ("Phường Lê Thanh Nghị, thành phố Hải Phòng", False),  # of the former Hải Dương
        ("Xã Kim Thành, thành phố Hải Phòng", False),  # of both
        ("Phường Hải Phòng", False),
        ("", False),
    ],
)
def test_a_resolution_holds_in_the_old_area_of_its_council(commune: str, is_told: bool) -> None:
    for on in (date(2026, 8, 7), DAY):
        assert ("5.000 đồng" in told("1.004873", UnitSettings(commune=commune), on)) is is_told


ROW = '{procedures: ["1.004873"], name: Xác nhận, counter_vnd: 12000}'


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "forms" / "fees.yaml"
    path.parent.mkdir()
    path.write_text(
        f'province: "33"\neditions: [{{since: 2026-01-01, source: NQ, fees: [{ROW}]}}]\n', "utf-8"
    )
    monkeypatch.setattr(tables, "own_forms_home", lambda: path.parent)
    return path


def test_an_office_writes_a_table_of_its_own(own: Path) -> None:
    assert own.is_file()
    table = load_province_fees(SHIPPED, "33")
    assert table is not None
    assert table.of("1.004873", DAY, ["33"]) == (
        ProvinceFee(procedures=("1.004873",), name="Xác nhận", counter_vnd=12_000),
    )
    assert table.of("1.001193", DAY, ["33"]) == ()


def test_a_table_of_another_province_is_not_taken(own: Path) -> None:
    assert "5.000 đồng" in told("1.004873")
    assert "12.000 đồng" in told("1.004873", UnitSettings(commune="Xã Hồng Quang, tỉnh Hưng Yên"))
    own.write_text("province: 33\n", "utf-8")
    assert "đồng" not in told("1.004873")  # nobody knows whose it is


def test_doctor_tells_of_a_table_that_is_not_used(own: Path) -> None:
    def fitness(commune: str) -> list[str]:
        return [one.found for one in check_own_fees(Settings(unit=UnitSettings(commune=commune)), None)]

    assert fitness("Xã Hồng Quang, tỉnh Hưng Yên") == fitness("") == []
    assert "Hưng Yên" in fitness("Xã Vĩnh Bảo, thành phố Hải Phòng")[0]
    own.write_text("province: 33\n", "utf-8")
    assert len(fitness("Xã Hồng Quang, tỉnh Hưng Yên")) == 1


def problems_of(table: ProvinceFees) -> list[tuple[str, str]]:
    catalogue = load_catalogue(SHIPPED)
    return list(fee_problems(table, catalogue.units.merged_provinces, catalogue.procedures))


def test_the_tables_shipped_name_only_what_there_is() -> None:
    for path in (SHIPPED / "fees").glob("*.yaml"):
        assert problems_of(load(ProvinceFees, path)) == []


@pytest.mark.parametrize(
    ("row", "province", "place"),
    [
        ({"procedures": ["9.999999"]}, "33", "9.999999"),
        ({"procedures": ["1.000689"]}, "33", "Xác nhận"),
        ({"procedures": ["1.001193"], "fee": "Đăng ký khai sinh đúng hạn"}, "33", "Xác nhận"),
        ({"procedures": ["2.000635"]}, "33", "Xác nhận"),
        ({"procedures": ["1.004873"]}, "34", "province"),
        ({"procedures": ["1.004873"]}, "31", "area"),
    ],
)
def test_what_a_table_names_wrongly_is_told(row: dict[str, object], province: str, place: str) -> None:
    fee = {"name": "Xác nhận", "counter_vnd": 1, **row}
    edition = {"since": "2026-01-01", "source": "NQ", "fees": [fee]}
    if place == "area":
        edition["area"] = ["33"]
    table = ProvinceFees.model_validate({"province": province, "editions": [edition]})
    assert [where for where, _told in problems_of(table)] == [place]


def test_an_own_table_is_checked_with_the_own_forms(own: Path) -> None:
    own.write_text(own.read_text("utf-8").replace("1.004873", "9.999999"), "utf-8")
    for paths in ([own], [own.parent]):
        (one,) = check_files(paths, load_catalogue(SHIPPED)).complaints
        assert (one.path.name, one.key) == ("fees.yaml", "9.999999")


def test_who_pays_nothing_is_told_where_something_is_paid() -> None:
    catalogue = load_catalogue(SHIPPED)
    assert "trẻ em" in exemption_words(catalogue.procedure("1.001193", DAY).fees)
    assert exemption_words(catalogue.procedure("1.000656", DAY).fees).casefold().count("trẻ em") == 1
    assert exemption_words(catalogue.procedure("2.000908", DAY).fees) == ""
