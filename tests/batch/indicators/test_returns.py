# SPDX-License-Identifier: Apache-2.0
"""Returns of units: what leaves a unit, and several added up."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from openpyxl import load_workbook

from batch.errors import ReturnFileError
from batch.report.indicators import Counted, IndicatorSheet
from batch.report.lines import remarks_on
from batch.report.outputs.workbook import workbook_of
from batch.report.periods import named
from batch.report.returns.folder import collected
from batch.report.returns.merge import MergedReturns, NamedReturn, merged
from batch.report.returns.unit_return import OTHERS, UnitReturn, opened, return_file, return_of
from intake.settings.settings import ReportsSettings, UnitSettings
from templates.catalogue.bundling.signature import Signed, signed
from templates.errors import UsageError
from templates.model.reports.indicators import load_indicators

NOW = datetime(2026, 12, 3, 9, tzinfo=UTC)
EDITION = load_indicators()
Signing = Callable[[bytes], Signed]


@pytest.fixture(scope="module")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("key") / "key.pem"
    private = Ed25519PrivateKey.generate()
    file.write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return file


@pytest.fixture(scope="module")
def sign(key_file: Path) -> Signing:
    return lambda data: signed(data, key_file, str)


@pytest.fixture
def told(november: IndicatorSheet) -> UnitReturn:
    return return_of(replace(november, made_at=NOW), "H26.01", "UBND xã Hồng Quang")


def read(told: UnitReturn, name: str = "a.json", sign: Signing | None = None) -> NamedReturn:
    return NamedReturn(name, opened(return_file(told, sign), name, EDITION))


def sum_of(*told: UnitReturn, **more: Any) -> MergedReturns:
    return merged([read(one, f"{at}.json") for at, one in enumerate(told)], EDITION, NOW, **more)


def numbers(told: tuple[Counted, ...]) -> Mapping[str, tuple[int | None, int | None]]:
    return {one.indicator.number: (one.counted, one.out_of) for one in told}


def test_one_return_alone_is_the_units_own_sheet(told: UnitReturn, november: IndicatorSheet) -> None:
    sheet = sum_of(told).sheet
    assert numbers(sheet.counted) == numbers(november.counted)
    assert [one.excluded for one in sheet.counted] == [one.excluded for one in november.counted]
    assert [one.value for one in sheet.counted] == [one.value for one in november.counted]


def test_two_units_are_added_and_who_sent_nothing_is_named_and_not_counted(
    told: UnitReturn, november: IndicatorSheet
) -> None:
    made = sum_of(told, told.model_copy(update={"unit": "H26.02"}), expected=("H26.01", "H26.02", "H26.03"))

    twice = {number: (2 * (a or 0), b and 2 * b) for number, (a, b) in numbers(november.counted).items()}
    there = numbers(made.sheet.counted)
    assert {number: there[number] for number in told.indicators} == {n: twice[n] for n in told.indicators}
    assert [one.value for one in made.sheet.counted] == [
        2 * one.value if one.out_of is None and one.value is not None else one.value
        for one in november.counted
    ]
    assert [one.unit for one in made.units if one.made_at is None] == ["H26.03"]
    assert any("H26.03" in remark for remark in remarks_on(made.sheet))
    book = load_workbook(io.BytesIO(workbook_of(made.sheet, UnitSettings())))
    rows = [row[:2] for row in book["Đơn vị"].iter_rows(min_row=8, values_only=True)]
    assert [row[0] for row in rows] == ["H26.01", "H26.02", "H26.03"] and rows[2][1] == "chưa gửi"


def test_what_units_tell_of_other_periods_stands_beside_and_not_where_one_is_silent(
    told: UnitReturn, november: IndicatorSheet
) -> None:
    other = told.model_copy(update={"unit": "H26.02"})
    both = sum_of(told, other).sheet
    assert both.before["received"].value == 14 and both.last_year["received"].value == 4
    assert both.before["4.2"].value == november.before["4.2"].value
    assert not any("không so sánh" in remark.lower() for remark in remarks_on(both))

    silent = sum_of(told, other.model_copy(update={"before": None})).sheet
    assert silent.before == {} and silent.last_year["received"].value == 4
    assert any("kỳ trước" in remark for remark in remarks_on(silent))


def test_what_leaves_a_unit_names_no_dossier_and_no_procedure_of_a_few(
    november: IndicatorSheet, told: UnitReturn
) -> None:
    text = return_file(told).decode()
    assert told.procedures.keys() <= november.procedures.keys() | {OTHERS}
    for parts in told.procedures.values():
        assert max(part.counted if part.out_of is None else part.out_of for part in parts.values()) >= 5
    whole = {
        number: sum(parts[number].counted for parts in told.procedures.values()) for number in told.indicators
    }
    assert whole == {number: part.counted for number, part in told.indicators.items()}
    assert "dossier" not in text and set(json.loads(text)) == {"return"}


def test_a_signed_return_that_was_changed_is_refused_and_its_signer_is_told(
    told: UnitReturn, sign: Signing
) -> None:
    data = return_file(told, sign)
    key = json.loads(data)["signature"]["key"]
    one = NamedReturn("a.json", opened(data, "a.json", EDITION))
    name = "H26.01 Xã A"
    assert merged([one], EDITION, NOW, keys={name: key}, signed_only=True).units[0].signer == name
    unknown = merged([one], EDITION, NOW).units[0]
    assert unknown.signer == "" and len(unknown.key) == 16

    changed = json.loads(data)
    changed["return"]["indicators"]["received"]["counted"] += 1
    with pytest.raises(ReturnFileError, match=r"a\.json"):
        opened(json.dumps(changed).encode(), "a.json", EDITION)
    for keys in ({}, {name: key[:-4] + "AAA="}, {"H26.02 Xã A": key}, {"H26.0": key}):
        with pytest.raises(ReturnFileError):
            merged([one], EDITION, NOW, keys=keys, signed_only=True)
    with pytest.raises(ReturnFileError):
        sum_of(told, keys={name: key}, signed_only=True)


def test_no_other_return_displaces_one_that_the_units_own_key_signed(told: UnitReturn, sign: Signing) -> None:
    own = read(told, "own.json", sign)
    later = told.model_copy(update={"made_at": NOW.replace(hour=10)})
    for at, other in enumerate((read(later), read(later, "b.json", sign), read(told))):
        mine = {"H26.01": own.opened.key} if at != 1 else {"H26.02": own.opened.key}
        for returns in ([own, other], [other, own]):
            (unit,) = merged(returns, EDITION, NOW, keys=mine).units
            expected = (told.made_at, "H26.01") if at != 1 else (later.made_at, "")
            assert (unit.made_at, unit.signer) == expected


def test_of_two_returns_of_a_unit_the_later_counts_once(told: UnitReturn) -> None:
    later = told.model_copy(update={"made_at": NOW.replace(hour=10)})
    made = sum_of(later, told, told)
    assert len(made.units) == 1
    assert (made.units[0].made_at, made.units[0].others) == (later.made_at, 1)
    assert numbers(made.sheet.counted) == numbers(sum_of(told).sheet.counted)
    with pytest.raises(ReturnFileError):
        sum_of(told, told.model_copy(update={"asked": told.asked + 1}))


def test_returns_of_other_periods_days_and_units_are_not_mixed(told: UnitReturn) -> None:
    other = told.model_copy(update={"unit": "H26.02"})
    for change in ({"period": "2026-10"}, {"as_of": NOW.date()}):
        with pytest.raises(ReturnFileError):
            sum_of(told, other.model_copy(update=change))
    with pytest.raises(ReturnFileError, match=r"H26\.02"):
        sum_of(other, expected=("H26.01",))


def test_a_return_made_before_the_period_ended_is_told(told: UnitReturn) -> None:
    assert not sum_of(told).units[0].early
    assert sum_of(told.model_copy(update={"made_at": datetime(2026, 11, 30, 9, tzinfo=UTC)})).units[0].early


@pytest.mark.parametrize(
    ("at", "value"),
    [
        (("format",), "sohoa-unit-return/2"),
        (("unit",), ""),
        (("unit",), "a\u202eb"),
        (("office",), "a\u202eb"),
        (("period",), "11/2026"),
        (("period",), ".."),
        (("made_at",), "2026-12-03T09:00:00"),
        (("edition",), "other"),
        (("indicators", "received", "counted"), -1),
        (("indicators", "received", "counted"), 1.5),
        (("indicators", "received", "excluded"), [1] * 9),
        (("indicators", "2.1", "counted"), 10_000),
        (("indicators", "2.1", "out_of"), None),
        (("indicators",), {}),
        (("procedures",), {"1.001193": {}}),
        (("before",), {}),
        (("more",), 1),
    ],
)
def test_what_is_no_return_is_refused_by_the_files_name(
    told: UnitReturn, at: tuple[str, ...], value: object
) -> None:
    made = json.loads(return_file(told))
    place = made["return"]
    for step in at[:-1]:
        place = place[step]
    place[at[-1]] = value
    with pytest.raises(ReturnFileError, match=r"a\.json"):
        opened(json.dumps(made).encode(), "a.json", EDITION)


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{}", b'{"return": 1}', b"\xff", b"[" * 5000, b" " * 2_000_001]
)
def test_a_file_of_something_else_is_refused(data: bytes) -> None:
    with pytest.raises(ReturnFileError, match=r"a\.json"):
        opened(data, "a.json", EDITION)


def test_nobody_sends_a_return_without_a_code_or_an_end(november: IndicatorSheet) -> None:
    with pytest.raises(UsageError):
        return_of(november, "", "")
    for code in ("x" * 65, "H26\u202e01"):
        with pytest.raises(UsageError):
            return_of(november, code, "")
    assert return_of(november, "UBND/P 01", "x" * 300).unit == "UBND/P 01"
    with pytest.raises(UsageError):
        return_of(replace(november, period=replace(november.period, until=None)), "H26.01", "")


def test_a_folder_that_is_away_does_not_say_that_nobody_sent_anything(
    told: UnitReturn, tmp_path: Path
) -> None:
    wanted, month = ReportsSettings(returns=str(tmp_path / "share")), named("2026-11", NOW.date())
    made, (away,) = collected(wanted, month, told.out_of, NOW)
    assert made is None and wanted.returns in away.sentence
    (tmp_path / "share").mkdir()
    assert collected(wanted, month, told.out_of, NOW) == (None, [])


def test_of_the_folder_of_returns_the_period_asked_is_added_up_and_a_bad_file_is_named(
    told: UnitReturn, tmp_path: Path
) -> None:
    other = told.model_copy(update={"unit": "H26.02"})
    for name, one in (("a", told), ("b", other), ("old", other.model_copy(update={"period": "2026-10"}))):
        (tmp_path / f"{name}.json").write_bytes(return_file(one, None))
    (tmp_path / "bad.json").write_text("{}", encoding="utf-8")
    wanted = ReportsSettings(returns=str(tmp_path), units=("H26.01", "H26.02", "H26.03"))
    made, (bad,) = collected(wanted, named("2026-11", NOW.date()), told.out_of, NOW)
    assert made is not None and list(made.sheet.units) == ["H26.01", "H26.02"]
    assert made.sheet.returns is not None and made.sheet.returns.lacking == ("H26.03",)
    assert "bad.json" in bad.sentence
    assert collected(wanted, named("2026-09", NOW.date()), told.out_of, NOW)[0] is None
    strange = wanted.model_copy(update={"units": ("H26.01",)})
    made, errors = collected(strange, named("2026-11", NOW.date()), told.out_of, NOW)
    assert made is None and "b.json" in errors[-1].sentence
