# SPDX-License-Identifier: Apache-2.0
"""What a province asks for: the table of the office's province, its own table, and what neither says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from batch.slips.facts.fees import BY_PROVINCE, exemption_words, fee_words, province_fee
from intake.settings.settings import UnitSettings
from templates.catalogue.loading import load_catalogue
from templates.files.active import SHIPPED
from templates.model.charges import province_fees
from templates.model.charges.province_fees import ProvinceFee, load_province_fees

DAY = date(2026, 11, 16)
HAI_PHONG = UnitSettings(commune="Phường Gia Viên, thành phố Hải Phòng")


def told(procedure: str, unit: UnitSettings = HAI_PHONG, on: date = DAY) -> str:
    catalogue = load_catalogue(SHIPPED)
    fees = catalogue.procedure(procedure, on).fees
    return fee_words(fees, province_fee(catalogue, unit, procedure, on))


def test_the_amounts_of_the_province_are_told_at_the_counter_and_online() -> None:
    assert "5.000 đồng (nộp trực tuyến: 0 đồng)" in told("1.004873")
    assert "Đăng ký khai sinh đúng hạn: Không thu" in told("1.001193")
    assert "8.000 đồng (nộp trực tuyến: 0 đồng)" in told("1.001193")


def test_an_amount_of_before_has_its_own_days() -> None:
    before = told("1.004873", on=date(2026, 8, 7))
    assert "5.000 đồng" in before and "trực tuyến" not in before


def test_what_the_table_leaves_open_stays_open() -> None:
    assert "…" in told("1.004859")  # who is 14 or older pays what nobody has seen
    elsewhere = UnitSettings(commune="Xã Hồng Quang, tỉnh Hưng Yên")
    assert BY_PROVINCE in told("1.001193", elsewhere)
    assert "đồng (" not in told("1.004873", elsewhere)


def test_an_office_writes_a_table_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "fees.yaml"
    row = '{procedures: ["1.004873"], name: Xác nhận, counter_vnd: 12000}'
    own.write_text(f'province: "33"\neditions: [{{since: 2026-01-01, source: NQ, fees: [{row}]}}]\n', "utf-8")
    monkeypatch.setattr(province_fees, "own_forms_home", lambda: tmp_path)
    table = load_province_fees(SHIPPED, "33")
    assert table is not None
    assert table.of("1.004873", DAY) == ProvinceFee(
        procedures=("1.004873",), name="Xác nhận", counter_vnd=12_000
    )
    assert table.of("1.001193", DAY) is None


def test_who_pays_nothing_is_told_where_something_is_paid() -> None:
    catalogue = load_catalogue(SHIPPED)
    assert "trẻ em" in exemption_words(catalogue.procedure("1.001193", DAY).fees)
    assert exemption_words(catalogue.procedure("1.000656", DAY).fees).casefold().count("trẻ em") == 1
    assert exemption_words(catalogue.procedure("2.000908", DAY).fees) == ""
