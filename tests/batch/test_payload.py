from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from packing_desk import FORM, UNIT
from pydantic import ValidationError

from batch.gateway.connector import OutgoingComponent, OutgoingFile, RemoteFile, Submission
from batch.gateway.payload import Payload, build_payload
from batch.gateway.spec import Slot, load_spec
from templates.catalogue import load_catalogue

SPEC = load_spec()
FILE = OutgoingFile(Path("a.pdf"), "a.pdf", "ab" * 32, 10)
SUBMISSION = Submission(
    "261116-2234",
    "1.001193",
    datetime(2026, 11, 16, 20, 0, tzinfo=UTC),
    FORM,
    (OutgoingComponent("000.00.00.G15-KQ004389", "Giấy chứng sinh", (FILE,)),),
)


def built(**values: str) -> Payload:
    changed = {key.replace("__", "."): value for key, value in values.items()}
    return build_payload(SPEC, UNIT, replace(SUBMISSION, values={**FORM, **changed}), "N-1", {})


def form(payload: Payload) -> dict[str, Any]:
    return dict(payload.body["EformThongTinChiTiet"])


def test_moment_of_reception_is_vietnams_and_not_utc() -> None:
    assert built().body["NgayTiepNhan"] == "2026-11-17 03:00:00"


def test_three_date_formats_of_one_protocol_are_kept_apart() -> None:
    payload = built(child__birth_date="05/01/2026", requester__birth_date="02/03/1994")

    assert form(payload)["nksNgaySinh"] == "05.01.2026"
    assert payload.body["ThongTinNguoiNop"]["ThongTinChiTiet"]["NgaySinh"] == "19940302000000"
    assert payload.body["NgayNop"].startswith("2026-11-17 ")


def test_year_alone_is_sent_for_a_parent_and_never_made_a_day() -> None:
    assert form(built(mother__birth_date="1994"))["meNgaySinh"] == "1994"
    assert form(built(mother__birth_date="03/1994"))["meNgaySinh"] == "03.1994"


@pytest.mark.parametrize("date", ["31/02/2026", "2026", "15 tháng 10", "15-10-2026"])
def test_childs_date_that_is_none_is_a_fault_and_not_sent(date: str) -> None:
    payload = built(child__birth_date=date)

    assert [(m.key, m.kind) for m in payload.faults] == [("child.birth_date", "bad-format")]
    assert "nksNgaySinh" not in form(payload)


def test_sex_without_a_code_there_is_a_fault_and_never_guessed() -> None:
    payload = built(child__sex="Không xác định")

    assert [(m.key, m.kind) for m in payload.faults] == [("child.sex", "unknown-code")]


def test_personal_number_is_the_twelve_digits_and_an_old_number_is_left_out() -> None:
    old = built(requester__id_document="CMND số 240123456, cấp ngày 01/02/2010")
    long = built(requester__id_document="số 0661940000001")

    assert form(built())["nycSoDDCN"] == "066194000000"
    assert "nycSoDDCN" not in form(old)
    assert "nycSoDDCN" not in form(long)
    assert old.faults == ()


def test_value_longer_than_the_gateway_takes_is_told_and_not_cut() -> None:
    payload = built(child__full_name="A" * 251)

    assert [(m.key, m.kind, m.limit) for m in payload.faults] == [("child.full_name", "too-long", 250)]
    assert payload.body["MaHoSo"] == "N-1"


def test_only_files_that_are_there_are_named() -> None:
    there = {FILE.sha256: RemoteFile("TT-1", FILE.sha256)}

    (component,) = build_payload(SPEC, UNIT, SUBMISSION, "N-1", there).body["ThanhPhanHoSo"]

    assert component["GiayToDinhKem"] == [
        {"IdGiayTo": "TT-1", "TenGiayTo": "a.pdf", "HashTepTin": FILE.sha256}
    ]
    assert build_payload(SPEC, UNIT, SUBMISSION, "N-1", {}).body["ThanhPhanHoSo"][0]["GiayToDinhKem"] == []


def test_units_own_form_of_the_procedures_code_has_the_same_form() -> None:
    local = replace(SUBMISSION, procedure="1.001193.000.00.00.H56")

    payload = build_payload(SPEC, UNIT, local, "N-1", {})

    assert payload.body["MaTTHC"] == "1.001193.000.00.00.H56"
    assert form(payload)["nksHoTen"] == FORM["child.full_name"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"from": ["dossier.secret"]},
        {"from": ["form:child.sex"], "as": "code"},
        {"from": ["form:child.sex"], "list": "sexes"},
    ],
)
def test_data_file_with_an_unknown_source_or_a_code_of_no_list_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Slot.model_validate({"to": "X", **wrong})


def test_every_code_sent_is_of_a_list_that_the_gateways_own_map_knows() -> None:
    maps = load_catalogue().code_maps
    for slot in (slot for slot in SPEC.all_slots() if slot.kind == "code"):
        found = maps.targets[SPEC.id].map_of(slot.list)
        assert found is not None, slot.to
        assert not found.unknown, slot.to


@pytest.mark.parametrize(("written", "code"), [("Nam", "1"), ("Nữ", "2"), ("Trai", "1"), ("gái", "2")])
def test_sex_is_sent_as_the_gateways_own_code_however_the_form_spells_it(written: str, code: str) -> None:
    assert form(built(child__sex=written))["nksGioiTinh"] == code


def test_every_field_of_the_data_file_is_one_that_a_form_or_card_has() -> None:
    known = {key for paper in load_catalogue().papers.values() for key in paper.fields()}
    used = {
        s.removeprefix("form:") for slot in SPEC.all_slots() for s in slot.sources if s.startswith("form:")
    }

    assert used <= known
