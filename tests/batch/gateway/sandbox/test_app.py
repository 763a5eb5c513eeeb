# SPDX-License-Identifier: Apache-2.0
"""The sandbox as any client sees it: plain HTTP, without our connector."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pikepdf
import pytest

from batch.gateway.sandbox.server import RunningSandbox, running_sandbox

NUMBER, UPLOAD, SUBMIT, STATUS = (
    "/api/HoSo/GetNextValue",
    "/api/TepTin/Upload",
    "/api/HoSo/NopHoSo",
    "/api/HoSo/TrangThai",
)


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[RunningSandbox]:
    with running_sandbox(tmp_path / "gateway") as running:
        yield running


@pytest.fixture
def client(gateway: RunningSandbox) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=gateway.url, timeout=30, trust_env=False) as client:
        secret = {"client_id": "sohoa-demo", "client_secret": "sohoa-demo-secret"}
        token = client.post("/token", json=secret).json()
        assert token["token_type"] == "Bearer"  # noqa: S105
        client.headers["authorization"] = f"Bearer {token['access_token']}"
        yield client


def pdf(text: str = "x") -> bytes:
    out = io.BytesIO()
    document = pikepdf.new()
    document.add_blank_page()
    document.docinfo["/Title"] = text
    document.save(out)
    return out.getvalue()


def uploaded(client: httpx2.Client, data: bytes) -> dict[str, str]:
    (row,) = client.post(UPLOAD, files={"files": ("a.pdf", data, "application/pdf")}).json()
    return dict(row)


def dossier(client: httpx2.Client) -> dict[str, Any]:
    """A dossier that the sandbox takes."""
    number = client.get(NUMBER, params={"code": "G09.20"}).json()["value"]
    file = uploaded(client, pdf(number))
    paper = {"IdGiayTo": file["IdTepTin"], "TenGiayTo": "a.pdf", "HashTepTin": file["HashTepTin"]}
    component = {"MaThanhPhanHoSo": "000.00.00.G15-KQ004389", "SoLuong": 1, "GiayToDinhKem": [paper]}
    form = {
        "nksHoTen": "A",
        "nksGioiTinh": "2",
        "nksNgaySinh": "01.02.2026",
        "nksNoiSinh": "B",
        "nycHoTen": "C",
    }
    return {
        "MaHoSo": number,
        "MaTTHC": "1.001193",
        "MaDichVuCong": "1.001193",
        "ChuHoSo": "C",
        "LoaiDoiTuong": "0",
        "MaDonViTiepNhan": "G09.20",
        "NgayNop": "2026-11-16 09:15:00",
        "NgayTiepNhan": "2026-11-16 09:15:00",
        "EformThongTinChiTiet": form,
        "ThanhPhanHoSo": [component],
        "ThongTinNguoiNop": {"LoaiDoiTuong": "0", "ThongTinChiTiet": {"TenNguoiNop": "C"}},
    }


def errors_of(client: httpx2.Client, body: dict[str, Any]) -> str:
    answer = client.post(SUBMIT, json=body)
    assert answer.status_code == 500
    assert answer.json()["title"] == "Có lỗi xảy ra."
    return str(answer.json()["errors"])


def test_right_dossier_is_taken_and_its_status_told(client: httpx2.Client) -> None:
    body = dossier(client)

    answer = client.post(SUBMIT, json=body).json()

    assert answer["data"]["maHoSo"] == body["MaHoSo"]
    (row,) = client.get(STATUS, params={"maHoSo": body["MaHoSo"]}).json()
    assert (row["MaHoSo"], row["TrangThai"], row["IdHoSo"]) == (body["MaHoSo"], "1", answer["data"]["idHoSo"])


def test_same_dossier_again_is_refused_and_counted(client: httpx2.Client) -> None:
    body = dossier(client)
    client.post(SUBMIT, json=body)

    again = client.post(SUBMIT, json=body)

    assert again.status_code == 400
    assert "đã tồn tại" in again.json()["message"]
    assert client.get("/_sandbox/counters").json()["duplicate_dossiers"] == 1


@pytest.mark.parametrize(
    ("path", "value", "complaint"),
    [
        (("ChuHoSo",), "", "ChuHoSo không được để trống"),
        (("EformThongTinChiTiet", "nksHoTen"), "", "nksHoTen không được để trống"),
        (("EformThongTinChiTiet", "nksGioiTinh"), "Nam", "nksGioiTinh không tồn tại"),
        (("EformThongTinChiTiet", "nksNgaySinh"), "2026-02-01", "nksNgaySinh định dạng không đúng"),
        (("NgayNop",), "16/11/2026", "NgayNop định dạng không đúng"),
        (("MaTTHC",), "9.999999", "MaTTHC không tồn tại"),
        (("ChuHoSo",), "C" * 251, "ChuHoSo có độ dài vượt quá 250"),
        (("MaHoSo",), "G09.20-20260101-9999999", "MaHoSo không tồn tại"),
        (("ThanhPhanHoSo", 0, "MaThanhPhanHoSo"), "KQ1", "MaThanhPhanHoSo không tồn tại"),
        (("ThanhPhanHoSo", 0, "GiayToDinhKem", 0, "HashTepTin"), "0" * 64, "HashTepTin không khớp"),
        (("ThanhPhanHoSo", 0, "GiayToDinhKem", 0, "IdGiayTo"), "none", "IdGiayTo không tồn tại"),
    ],
)
def test_each_fault_of_a_dossier_is_named(
    client: httpx2.Client, path: tuple[Any, ...], value: str, complaint: str
) -> None:
    body = dossier(client)
    place: Any = body
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value

    assert complaint in errors_of(client, body)
    assert client.get("/_sandbox/counters").json()["dossiers"] == 0


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff"])
def test_body_that_is_no_dossier_is_refused_like_an_empty_one(client: httpx2.Client, content: bytes) -> None:
    answer = client.post(SUBMIT, content=content)

    assert answer.status_code == 500
    assert "MaHoSo không được để trống" in answer.json()["errors"]


def test_all_faults_come_in_one_string(client: httpx2.Client) -> None:
    said = errors_of(client, {**dossier(client), "ChuHoSo": "", "NgayNop": ""})

    assert "ChuHoSo không được để trống NgayNop không được để trống" in said


def test_oversize_and_other_files_are_refused(client: httpx2.Client) -> None:
    large = client.post(UPLOAD, files={"files": ("a.pdf", b"%PDF-" + bytes(2_000_001), "application/pdf")})
    other = client.post(UPLOAD, files={"files": ("a.exe", b"MZ", "application/pdf")})

    assert (large.status_code, other.status_code) == (413, 400)
    assert client.get("/_sandbox/counters").json()["files"] == 0


def test_nobody_without_a_token_gets_in(gateway: RunningSandbox) -> None:
    with httpx2.Client(base_url=gateway.url, timeout=30, trust_env=False) as stranger:
        assert stranger.get(NUMBER, params={"code": "G09.20"}).status_code == 401
        assert (
            stranger.post("/token", json={"client_id": "sohoa-demo", "client_secret": "?"}).status_code == 401
        )


def test_expired_token_is_refused(gateway: RunningSandbox, client: httpx2.Client) -> None:
    start = gateway.sandbox.clock()
    gateway.sandbox.clock = lambda: start + 3601

    assert client.get(NUMBER, params={"code": "G09.20"}).status_code == 401


def test_numbers_are_issued_once_each_and_only_to_units(client: httpx2.Client) -> None:
    issued = [client.get(NUMBER, params={"code": "G15.01"}).json()["value"] for _ in range(3)]

    assert len(set(issued)) == 3
    assert all(number.startswith("G15.01-20") and len(number) == 23 for number in issued)
    assert client.get(NUMBER, params={"code": "nonsense"}).status_code == 400


def test_what_was_received_outlives_a_restart(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    for _ in range(2):
        with running_sandbox(folder) as gateway:
            secret = {"client_id": "sohoa-demo", "client_secret": "sohoa-demo-secret"}
            with httpx2.Client(base_url=gateway.url, timeout=30, trust_env=False) as client:
                token = client.post("/token", json=secret).json()["access_token"]
                client.headers["authorization"] = f"Bearer {token}"
                client.post(SUBMIT, json=dossier(client))

    kept = [json.loads(path.read_text("utf-8")) for path in (folder / "dossiers").iterdir()]
    assert len({row["number"] for row in kept}) == 2
