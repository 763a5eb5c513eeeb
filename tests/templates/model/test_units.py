# SPDX-License-Identifier: Apache-2.0
"""The units: complete, each old one with its successors, and broken tables refused."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from templates.catalogue.loading import load_catalogue
from templates.errors import TemplateError
from templates.files.active import SHIPPED
from templates.model.typed_codes import Code, MixedCodesError
from templates.model.units import NEW_COMMUNES, OLD_COMMUNES, load_units

CATALOGUE = load_catalogue()
UNITS = CATALOGUE.units


def test_the_lists_are_whole():
    assert len(UNITS.new) == 3321
    assert len({commune.province for commune in UNITS.new.values()}) == 34
    assert len({commune.province for commune in UNITS.old.values()}) == 63
    assert len(UNITS.old) == 10040  # 10 035 communes and five islands that had none
    assert len(UNITS.districts) == 696


def test_the_communes_of_today_are_of_three_ranks():
    ranks = [commune.rank for commune in UNITS.new.values()]
    assert {rank: ranks.count(rank) for rank in set(ranks)} == {"phường": 687, "xã": 2621, "đặc khu": 13}


def test_every_old_commune_became_something_and_every_new_one_came_from_something():
    assert all(UNITS.successors(commune) for commune in UNITS.old.values())
    assert {s.number for old in UNITS.old.values() for s in UNITS.successors(old)} == set(UNITS.new)


def test_no_commune_went_to_a_province_that_its_own_did_not_go_to():
    """Provinces were merged whole: each old one went into exactly one new one."""
    homes: dict[str, set[str]] = {}
    for old in UNITS.old.values():
        homes.setdefault(old.province, set()).update(s.province for s in UNITS.successors(old))
    assert all(len(news) == 1 for news in homes.values())


@pytest.mark.parametrize(
    ("old", "new"), [("10", "15"), ("15", "15"), ("64", "52"), ("52", "52"), ("72", "80"), ("89", "91")]
)
def test_a_provinces_number_means_another_province_in_the_other_list(old, new):
    assert old in UNITS.merged_provinces[new]


def test_the_same_number_names_different_communes_in_the_two_lists():
    old, new = UNITS.old["27418"], UNITS.new["27418"]
    assert (old.name, new.name) == ("Phường 5", "Phường Chánh Hưng")
    with pytest.raises(MixedCodesError):
        _ = old.code == new.code


def test_a_name_alone_never_names_one_commune():
    assert len(UNITS.called("xã Tân Phú")) > 5


def test_an_old_province_can_not_be_asked_for_with_a_code_of_the_new_list():
    with pytest.raises(MixedCodesError):
        list(UNITS.districts_of(Code("provinces-34", "01")))
    assert {c.list for c in UNITS.in_province(Code("provinces-34", "01"))} == {NEW_COMMUNES}
    assert {c.list for c in UNITS.in_province(Code("provinces-63", "01"))} == {OLD_COMMUNES}


def test_a_full_name_says_rank_district_and_province_as_in_a_sentence():
    assert UNITS.full_name(UNITS.old["10207"]) == "xã Hồng Vân, huyện Thường Tín, thành phố Hà Nội"
    assert UNITS.full_name(UNITS.new["10210"]) == "xã Hồng Vân, thành phố Hà Nội"
    assert UNITS.full_name(UNITS.old["536"]) == "huyện Lý Sơn, tỉnh Quảng Ngãi"


@pytest.mark.parametrize(
    ("table", "line"),
    [
        ("communes-63.tsv", "99999\tXã Mới\t001\t00000"),
        ("communes-63.tsv", "99999\tXã Mới\t999\t00004"),
        ("communes-63.tsv", "99999\tXã Mới\t001\t"),
        ("communes-63.tsv", "99999"),
        ("communes-34.tsv", "99999\tXã Mới\t77"),
    ],
)
def test_a_unit_that_hangs_in_the_air_breaks_the_table(tmp_path: Path, table: str, line: str):
    folder = shutil.copytree(SHIPPED / "units", tmp_path / "units")
    with (folder / table).open("a", encoding="utf-8") as stream:
        stream.write(line + "\n")
    with pytest.raises(TemplateError):
        load_units(folder, CATALOGUE.codes)


def test_a_catalogue_without_units_has_those_of_the_program(tmp_path: Path):
    assert len(load_units(tmp_path / "units", CATALOGUE.codes).new) == len(UNITS.new)


def test_units_cost_nothing_until_they_are_asked_for():
    code = (
        "import sys; from templates.catalogue.loading import load_catalogue; load_catalogue(); "
        "assert 'templates.model.units' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
