# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from batch.gateway.connectors.ministry.payload import Payload, build_payload
from batch.gateway.connectors.ministry.spec import load_spec
from batch.gateway.contract import (
    CopyKind,
    OutgoingComponent,
    OutgoingFile,
    PaperFacts,
    RemoteFile,
    Submission,
)
from batch.gateway.fieldmaps.models import FormSlot
from intake.dossier.requester import Requester
from intake.dossier.sending.outbox_words import WHO_ASKS, reason_told
from templates.catalogue.loading import load_catalogue
from tests.support.desks.packing_desk import FORM, UNIT

SPEC = load_spec()
FILE = OutgoingFile(Path("a.pdf"), "a.pdf", "ab" * 32, 10)
SUBMISSION = Submission(
    "261116-2234",
    "1.001193",
    datetime(2026, 11, 16, 20, 0, tzinfo=UTC),
    FORM,
    (OutgoingComponent("000.00.00.G15-KQ004389", "Giấy chứng sinh", (FILE,)),),
)


SCANNED = {"DuocSoHoa": "1", "DuocTaiSuDung": "0", "DuocLayTuKhoDMQG": "0"}
"""What is told of a paper that was brought and scanned, and says nothing of itself."""


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

    file = {"IdGiayTo": "TT-1", "TenGiayTo": "a.pdf", "HashTepTin": FILE.sha256}
    assert component["GiayToDinhKem"] == [file | SCANNED]
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
        FormSlot.model_validate({"to": "X", **wrong})


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
    known = {key for paper in load_catalogue().document_types.values() for key in paper.fields()}
    used = {
        s.removeprefix("form:") for slot in SPEC.all_slots() for s in slot.sources if s.startswith("form:")
    }

    assert used - {"requester.phone", "requester.email"} <= known


PERSON = {
    "TenNguoiNop": "LÊ THỊ THỬ",
    "SoDinhDanh": "066194000000",
    "NgayCapDinhDanh": "20210512000000",
    "NgaySinh": "19940302000000",
    "DiaChiChiTiet": "Thôn Hạnh Phúc, xã Ví Dụ, tỉnh Đắk Lắk",
    "TenChuHs": "LÊ THỊ THỬ",
    "SoDinhDanhChuHs": "066194000000",
    "DiaChiChiTietChuHs": "Thôn Hạnh Phúc, xã Ví Dụ, tỉnh Đắk Lắk",
}
BIRTH = {
    "nksHoTen": "NGUYỄN ĐẠI PHƯỢC",
    "nksGioiTinh": "1",
    "nksNgaySinh": "15.10.2026",
    "nksNoiSinh": "Bệnh viện đa khoa Ví Dụ",
    "nksLoaiKhaiSinh": "3",
    "meHoTen": "LÊ THỊ THỬ",
    "meNgaySinh": "1994",
    "nycHoTen": "LÊ THỊ THỬ",
    "nycQuanHe": "Mẹ đẻ",
    "nycNoiCuTru": {"dcChiTiet": "Thôn Hạnh Phúc, xã Ví Dụ, tỉnh Đắk Lắk"},
    "nycLoaiGiayToTuyThan": "5",
    "nycSoGiayToTuyThan": "066194000000",
    "nycSoDDCN": "066194000000",
    "nycNgayCapGiayToTuyThan": "12.05.2021",
    "loaiDangKy": "1",
    "requester": {"birth_date": "02/03/1994"},
}
PAPER = {
    "MaThanhPhanHoSo": "000.00.00.G15-KQ004389",
    "TenThanhPhanHoSo": "Giấy chứng sinh",
    "SoLuong": 1,
    "LoaiBan": 1,
    "GiayToDinhKem": [],
}
WHOLE = {
    "MaHoSo": "N-1",
    "MaTTHC": "1.001193",
    "MaDichVuCong": "1.001193",
    "ChuHoSo": "LÊ THỊ THỬ",
    "LoaiDoiTuong": "0",
    "MaDonViTiepNhan": "G09.20",
    "NgayNop": "2026-11-17 03:00:00",
    "NgayTiepNhan": "2026-11-17 03:00:00",
    "ThongTinNguoiNop": {"LoaiDoiTuong": "0", "ThongTinChiTiet": PERSON},
    "EformThongTinChiTiet": BIRTH,
    "ThanhPhanHoSo": [PAPER],
}


def test_the_whole_message_says_what_the_form_says_and_nothing_of_what_it_leaves_open() -> None:
    assert built() == Payload(WHOLE, ())


def test_a_form_that_says_nothing_is_told_field_by_field_and_nothing_is_made_up() -> None:
    payload = build_payload(SPEC, UNIT, replace(SUBMISSION, values={}), "N-1", {})
    assert [(m.field, m.key, m.kind) for m in payload.faults] == [
        ("ChuHoSo", "requester.full_name", "missing"),
        ("ThongTinNguoiNop.ThongTinChiTiet.TenNguoiNop", "requester.full_name", "missing"),
        ("nksHoTen", "child.full_name", "missing"),
        ("nksGioiTinh", "child.sex", "missing"),
        ("nksNoiSinh", "child.birth_place", "missing"),
        ("nycHoTen", "requester.full_name", "missing"),
        ("nksNgaySinh", "child.birth_date", "missing"),
    ]
    kept = {key: value for key, value in WHOLE.items() if key not in ("ChuHoSo", "EformThongTinChiTiet")}
    assert payload.body == kept | {"ThongTinNguoiNop": {"LoaiDoiTuong": "0"}}


def test_blanks_alone_are_no_value_and_the_first_field_that_has_one_counts() -> None:
    payload = built(requester__full_name="  ", mother__full_name=" PHẠM THỊ LAN ")
    assert payload.body["ChuHoSo"] == "PHẠM THỊ LAN"
    assert "TenNguoiNop" not in payload.body["ThongTinNguoiNop"]["ThongTinChiTiet"]
    assert ("nycHoTen", "missing") in [(m.field, m.kind) for m in payload.faults]


def test_a_procedure_whose_form_the_gateway_does_not_name_is_sent_without_one() -> None:
    payload = build_payload(SPEC, UNIT, replace(SUBMISSION, procedure="9.999999"), "N-1", {})
    wanted = {key: value for key, value in WHOLE.items() if key != "EformThongTinChiTiet"}
    assert payload.body == wanted | {"MaTTHC": "9.999999", "MaDichVuCong": "9.999999"}
    assert payload.faults == ()


def test_a_code_of_the_units_own_shape_is_not_cut_where_it_names_no_procedure() -> None:
    own = replace(SUBMISSION, procedure="G.001193")
    assert "EformThongTinChiTiet" not in build_payload(SPEC, UNIT, own, "N-1", {}).body


@pytest.mark.parametrize(("written", "sent"), [("03 bản", 3), ("hai", 2), ("vài", None), ("", None)])
def test_copies_are_a_number_or_left_out(written: str, sent: int | None) -> None:
    assert form(built(copies__count=written)).get("soLuongBanSao") == sent


@pytest.mark.parametrize(("length", "fault"), [(250, False), (251, True)])
def test_a_value_of_just_the_longest_length_is_sent(length: int, fault: bool) -> None:
    payload = built(child__full_name="A" * length)
    assert bool(payload.faults) is fault
    assert ("nksHoTen" in form(payload)) is not fault


def test_each_paper_and_file_is_named_in_its_place() -> None:
    other = OutgoingFile(Path("b.pdf"), "b.pdf", "cd" * 32, 10)
    second = OutgoingComponent("", "Thẻ căn cước", (other, FILE))
    there = {FILE.sha256: RemoteFile("TT-1", "AB"), other.sha256: RemoteFile("TT-2", "CD")}
    both = replace(SUBMISSION, components=(*SUBMISSION.components, second))
    papers = build_payload(SPEC, UNIT, both, "N-1", there).body["ThanhPhanHoSo"]
    first_file = {"IdGiayTo": "TT-1", "TenGiayTo": "a.pdf", "HashTepTin": "AB"} | SCANNED
    other_file = {"IdGiayTo": "TT-2", "TenGiayTo": "b.pdf", "HashTepTin": "CD"} | SCANNED
    named = {"MaThanhPhanHoSo": "", "TenThanhPhanHoSo": "Thẻ căn cước"}
    assert papers == [
        PAPER | {"GiayToDinhKem": [first_file]},
        PAPER | named | {"GiayToDinhKem": [other_file, first_file]},
    ]


def test_a_paper_goes_out_with_what_it_says_of_itself() -> None:
    facts = PaperFacts(
        CopyKind.ORIGINAL, "066194000000", "12/2024", "UBND xã Ví Dụ", "05/06/2024", "KQ.G15.000032"
    )
    paper = OutgoingComponent("", "Giấy chứng nhận kết hôn", (FILE,), "marriage-certificate", facts)
    there = {FILE.sha256: RemoteFile("TT-1", FILE.sha256)}

    (sent,) = build_payload(SPEC, UNIT, replace(SUBMISSION, components=(paper,)), "N-1", there).body[
        "ThanhPhanHoSo"
    ]

    assert sent["LoaiBan"] == 0
    assert sent["GiayToDinhKem"] == [
        {
            "IdGiayTo": "TT-1",
            "TenGiayTo": "a.pdf",
            "HashTepTin": FILE.sha256,
            "MaKetQua": "KQ.G15.000032",
            "SoDinhDanhChuSoHuu": "066194000000",
            "SoKyHieu": "12/2024",
            "CoQuanChuQuan": "UBND xã Ví Dụ",
            "issued_on": "05/06/2024",
            **SCANNED,
        }
    ]


def test_a_file_that_never_was_paper_is_electronic_and_not_counted_as_scanned_here() -> None:
    paper = OutgoingComponent("", "Giấy chứng sinh", (FILE,), facts=PaperFacts(CopyKind.ELECTRONIC))
    there = {FILE.sha256: RemoteFile("TT-1", FILE.sha256)}

    (sent,) = build_payload(SPEC, UNIT, replace(SUBMISSION, components=(paper,)), "N-1", there).body[
        "ThanhPhanHoSo"
    ]

    assert (sent["LoaiBan"], sent["GiayToDinhKem"][0]["DuocSoHoa"]) == (2, "0")


def test_the_birth_notices_own_number_and_day_go_out_in_the_form() -> None:
    notice = OutgoingComponent(
        "",
        "Giấy chứng sinh",
        (),
        "birth-notice",
        PaperFacts(number="00123.GCS.66123.26", issued_on="16/10/2026"),
    )
    payload = build_payload(SPEC, UNIT, replace(SUBMISSION, components=(notice,)), "N-1", {})
    assert form(payload)["maGCS"] == "00123.GCS.66123.26"
    assert form(payload)["ngayCapGCS"] == "20261016"


@pytest.mark.parametrize(("requester", "channel"), [(Requester("LÊ THỊ THỬ"), "1"), (Requester(), None)])
def test_the_channel_is_the_counter_only_where_somebody_was_noted_there(
    requester: Requester, channel: str | None
) -> None:
    payload = build_payload(SPEC, UNIT, replace(SUBMISSION, requester=requester), "N-1", {})
    assert payload.body.get("KenhThucHien") == channel


CERTIFIED = sorted(code for code, each in load_catalogue().procedures.items() if each.certification)


@pytest.mark.parametrize("procedure", CERTIFIED)
def test_of_a_paper_to_be_certified_the_counter_alone_knows_who_asks(procedure: str) -> None:
    edition = load_catalogue().procedures[procedure].editions[-1]
    moment = datetime.combine(edition.since, time(9), UTC)
    paper = OutgoingComponent("", "Giấy tờ", (FILE,), edition.forms[0])
    one = replace(SUBMISSION, procedure=procedure, received_at=moment, values={}, components=(paper,))

    nobody = build_payload(SPEC, UNIT, one, "N-1", {}).faults
    assert {(fault.key, fault.kind) for fault in nobody} == {(WHO_ASKS, "missing")}
    assert all("sohoa desk" in reason_told(asdict(fault), load_catalogue()) for fault in nobody)
    known = build_payload(SPEC, UNIT, replace(one, requester=Requester("LÊ THỊ THỬ")), "N-1", {})
    assert (known.faults, known.body["ChuHoSo"]) == ((), "LÊ THỊ THỬ")
