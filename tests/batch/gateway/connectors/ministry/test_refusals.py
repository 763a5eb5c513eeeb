# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import asdict

import pytest

from batch.gateway.connectors.ministry.spec import load_spec
from batch.gateway.contract import FieldMessage
from batch.gateway.protocol.refusals import messages_in, says_any
from intake.dossier.sending.outbox_words import reason_told
from templates.catalogue.loading import load_catalogue

SPEC = load_spec()


def kinds(body: object) -> list[tuple[str, str, str, int | None]]:
    return [(m.field, m.key, m.kind, m.limit) for m in messages_in(SPEC, body)]


def test_one_concatenated_string_is_taken_apart_field_by_field() -> None:
    body = {
        "title": "Có lỗi xảy ra.",
        "errors": "nksHoTen có độ dài vượt quá 100 meNgaySinh định dạng không đúng nksGioiTinh không tồn tại "
        "nycHoTen không được để trống",
        "status": 500,
    }

    assert kinds(body) == [
        ("nksHoTen", "child.full_name", "too-long", 100),
        ("meNgaySinh", "mother.birth_date", "bad-format", None),
        ("nksGioiTinh", "child.sex", "unknown-code", None),
        ("nycHoTen", "requester.full_name", "missing", None),
    ]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("chongHoTen", "groom.full_name"),
        ("nktNgayChet", "deceased.death_date"),
        ("gbtSo", "notice.number"),
        ("nxnMucDichSuDung", "purpose"),
        ("citizenTTNoidungdk", "content"),
        ("ngayDangKyTruocDay", "registration.date"),
        ("guardian.full_name", "guardian.full_name"),
        ("EformThongTinChiTiet.ward.birth_date", "ward.birth_date"),
        ("nycNoiCuTru", "requester.residence"),
        ("TenNguoiNop", "requester.full_name"),
        ("cmHoTen", ""),  # father, mother or child: the form's own words say which person that is
    ],
)
def test_a_refused_field_of_any_form_is_found_by_the_forms_own_key(name: str, key: str) -> None:
    assert kinds({"errors": f"{name} không được để trống"}) == [(name, key, "missing", None)]


def test_limit_left_out_and_fields_unknown_here_are_kept_too() -> None:
    body = {"errors": "nksHoTen có độ dài vượt quá giới hạn maDanTocKhac không tồn tại"}

    assert kinds(body) == [
        ("nksHoTen", "child.full_name", "too-long", None),
        ("maDanTocKhac", "", "unknown-code", None),
    ]


def test_errors_listed_by_field_are_understood() -> None:
    body = {"errors": {"nksNgaySinh": ["định dạng không đúng"], "MaTTHC": ["không tồn tại"]}, "status": 400}

    assert kinds(body) == [
        ("nksNgaySinh", "child.birth_date", "bad-format", None),
        ("MaTTHC", "", "unknown-code", None),
    ]


def test_ordinary_words_before_a_complaint_are_no_field() -> None:
    (message,) = messages_in(SPEC, {"code": "400", "message": "Trang không tồn tại"})

    assert (message.field, message.kind, message.text) == ("", "other", "Trang không tồn tại")


def test_words_that_fit_no_shape_are_passed_on_as_they_are() -> None:
    (message,) = messages_in(SPEC, {"code": "-1", "message": "Đơn vị chưa được cấp quyền"})

    assert message.kind == "other"
    assert "Đơn vị chưa được cấp quyền" in reason_told(asdict(message), load_catalogue())


@pytest.mark.parametrize("body", [None, [], "x", {}, {"errors": None}])
def test_answers_without_complaints_have_none(body: object) -> None:
    assert messages_in(SPEC, body) == []


def test_dossier_that_is_there_already_is_recognised() -> None:
    messages = tuple(
        messages_in(SPEC, {"code": "400", "message": "Hồ sơ G09.20-20261116-0000001 đã tồn tại"})
    )

    assert says_any(SPEC.errors.already, messages)


@pytest.mark.parametrize(
    ("kind", "limit"),
    [("too-long", 50), ("too-long", None), ("unknown-code", None), ("missing", None), ("bad-format", None)],
)
def test_clerk_reads_the_name_on_the_form_and_not_the_gateways(kind: str, limit: int | None) -> None:
    said = reason_told(asdict(FieldMessage("nksNgaySinh", "child.birth_date", kind, limit)), load_catalogue())

    assert "nksNgaySinh" not in said
    assert load_catalogue().field_name("child.birth_date") in said
