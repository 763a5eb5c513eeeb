# SPDX-License-Identifier: Apache-2.0
"""The province's door against its practice bus: what arrives, what is asked first, what is never done."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from batch.gateway.answers import Answer
from batch.gateway.connectors.province.connector import ProvinceConnector
from batch.gateway.connectors.province.payload import build_item
from batch.gateway.connectors.province.spec import VERSIONS, load_spec
from batch.gateway.contract import (
    CopyKind,
    OutgoingComponent,
    OutgoingFile,
    PaperFacts,
    RemoteOutcome,
    Submission,
    TakesNumbers,
)
from batch.gateway.errors import (
    AlreadyThereError,
    BadAnswerError,
    CredentialsError,
    GatewaySetupError,
    LostUploadsError,
    NoNumberError,
    RefusedError,
)
from batch.gateway.protocol.verdicts import verdict
from batch.gateway.publishing.errors import PublishingError
from batch.gateway.sandbox.faults import Fault
from batch.gateway.sandbox.server import RunningProvince, running_province
from batch.gateway.unanswered import UnansweredError
from intake.dossier.requester import Requester
from templates.catalogue.loading import load_catalogue
from tests.support.desks.province_desk import UNIT, connected
from tests.support.dossiers.procedure_dossiers import samples

CATALOGUE = load_catalogue()
SPEC = load_spec()
SOUND = {sample.procedure: sample for sample in reversed(samples()) if not (sample.expected["errors"] or ())}
CODE = "000.00.00.G15-KQ004389"


@pytest.fixture(scope="module")
def bus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningProvince]:
    with running_province(tmp_path_factory.mktemp("bus")) as running:
        yield running


@pytest.fixture(scope="module")
def connector(bus: RunningProvince) -> Iterator[ProvinceConnector]:
    with connected(bus, officer="Trần Thị Thử") as one:
        yield one


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> OutgoingFile:
    path = tmp_path_factory.mktemp("paper") / "261116-2234_01.portal.pdf"
    path.write_bytes(b"%PDF-1.4\n%%EOF\n")
    return OutgoingFile(path, path.name, sha256(path.read_bytes()).hexdigest(), path.stat().st_size)


def of_sample(procedure: str, file: OutgoingFile, **more: Any) -> Submission:
    sample = SOUND[procedure]
    form = CATALOGUE.procedure(procedure, sample.received.date()).form
    (values,) = sample.papers[form]
    paper = OutgoingComponent(CODE, "Tờ khai", (file,), form, PaperFacts(CopyKind.ORIGINAL))
    return Submission("261116-2234", procedure, sample.received, values, (paper,), sample.answers, **more)


def pushed(connector: ProvinceConnector, one: Submission, number: str) -> None:
    uploads = {each.sha256: connector.upload(each) for each in one.files}
    connector.submit(connector.payload(one, number, uploads), number)


@pytest.mark.parametrize(
    "procedure",
    # What is certified stands in its register; a dossier of it has no form that would tell whose it is.
    sorted(code for code, p in CATALOGUE.procedures.items() if not p.certification),
)
def test_a_sound_dossier_of_every_procedure_is_taken_with_its_file(
    procedure: str, bus: RunningProvince, connector: ProvinceConnector, file: OutgoingFile
) -> None:
    one, number = of_sample(procedure, file), f"H21.129-261118-{procedure.replace('.', '')}"
    assert connector.check(one) == ()
    assert connector.find(number) is None

    pushed(connector, one, number)

    kept = bus.sandbox.store.dossier(number)
    assert kept is not None
    assert (kept["body"]["MaTTHC"], kept["body"]["MaLinhVuc"]) == (procedure, "G15-TP07")
    assert kept["body"]["ChuHoSo"] in one.values.values()
    assert kept["files"] == {file.sha256: file.sha256}
    found = connector.find(number)
    assert found is not None and found.outcome is RemoteOutcome.PENDING
    assert (found.procedure, found.owner) == (procedure, kept["body"]["ChuHoSo"])


def test_what_the_bus_receives_is_what_was_written_down_by_hand(
    bus: RunningProvince, connector: ProvinceConnector, file: OutgoingFile
) -> None:
    who = Requester("LÊ THỊ THỬ", "066194000000", phone="0912345678", email="thu@example.vn")
    one = replace(of_sample("1.001193", file), requester=who, due_on=date(2026, 11, 19))
    values = {"requester.full_name": "LÊ THỊ THỬ", "requester.id_document": "Căn cước số 066194000000"}
    one = replace(one, values={**one.values, **values})
    pushed(connector, one, "H21.129-261118-0001")
    kept = bus.sandbox.store.dossier("H21.129-261118-0001")
    assert kept is not None
    (sent,) = kept["body"].pop("TaiLieuNop")
    assert kept["body"] == {
        "MaHoSo": "H21.129-261118-0001",
        "MaTTHC": "1.001193",
        "TenTTHC": "Đăng ký khai sinh",
        "MaLinhVuc": "G15-TP07",
        "KenhThucHien": "1",
        "ChuHoSo": "LÊ THỊ THỬ",
        "SoGiayToChuHoSo": "066194000000",
        "LoaiDoiTuong": "1",
        "Email": "thu@example.vn",
        "SoDienThoai": "0912345678",
        "TrichYeuHoSo": "Đăng ký khai sinh",
        "NgayNopHoSo": "20261118093000",
        "NgayTiepNhan": "20261118093000",
        "NgayHenTra": "20261119000000",
        "NoiNopHoSo": "2",
        "DonViXuLy": "UBND xã Ví Dụ",
        "HoSoCoThanhPhanSoHoa": "1",
        "DinhDanhCHS": [{"LoaiDinhDanh": "1", "SoDinhDanh": "066194000000"}],
        "TrangThaiHoSo": "1",
    }
    link = sent.pop("DuongDanTaiTepTin")
    assert link.startswith(f"{bus.url}/published/") and len(link.rsplit("/", 1)[1]) == 47
    assert sent == {
        "TepDinhKemId": file.sha256,
        "TenTepDinhKem": file.name,
        "IsDeleted": "False",
        "MaThanhPhanHoSo": CODE,
        "DuocSoHoa": "1",
        "DuocTaiSuDung": "0",
        "DuocLayTuKhoDMQG": "0",
    }
    (step,) = kept["steps"]
    assert (step["NguoiXuLy"], step["TrangThai"]) == ("Trần Thị Thử", "1")


def test_it_comes_again_under_its_number_as_the_same_dossier_and_keeps_its_status(
    bus: RunningProvince, connector: ProvinceConnector, file: OutgoingFile
) -> None:
    one, number = of_sample("1.000656", file), "H21.129-261118-0002"
    pushed(connector, one, number)
    store = bus.sandbox.store
    kept = store.dossier(number)
    assert kept is not None
    store.keep_dossier(number, {**kept, "status": "4"})
    pushed(connector, one, number)
    kept = store.dossier(number)
    assert kept is not None and (kept["status"], kept["times"], len(kept["files"])) == ("4", 2, 1)
    assert store.counters()["duplicate_dossiers"] == 0


def test_what_was_asked_for_goes_with_the_status_that_says_so(
    bus: RunningProvince, connector: ProvinceConnector, file: OutgoingFile
) -> None:
    one, number = of_sample("1.000656", file), "H21.129-261118-0003"
    pushed(connector, one, number)
    kept = bus.sandbox.store.dossier(number)
    assert kept is not None
    bus.sandbox.store.keep_dossier(number, {**kept, "status": "5", "note": "thiếu giấy báo tử"})
    found = connector.find(number)
    assert found is not None and (found.outcome, found.note) == (RemoteOutcome.RETURNED, "thiếu giấy báo tử")
    pushed(connector, one, number)
    kept = bus.sandbox.store.dossier(number)
    assert kept is not None and kept["status"] == "4"
    assert kept["steps"][-1]["NoiDungXuLy"] == "Đã nhận hồ sơ bổ sung"


def test_a_corrected_name_goes_through_where_the_bus_took_the_dossier_before(
    bus: RunningProvince, connector: ProvinceConnector, file: OutgoingFile
) -> None:
    one, number = of_sample("1.000656", file), "H21.129-261118-0007"
    pushed(connector, one, number)
    named = {**one.values, "requester.full_name": "NGUYỄN VĂN ĐÚNG"}
    pushed(connector, replace(one, values=named, taken_before=True), number)
    kept = bus.sandbox.store.dossier(number)
    assert kept is not None and kept["body"]["ChuHoSo"] == "NGUYỄN VĂN ĐÚNG"
    with pytest.raises(RefusedError):
        pushed(connector, replace(of_sample("1.001193", file), taken_before=True), number)


@pytest.mark.parametrize("body", [{"error_code": 0}, {"error_code": 0, "Data": []}, [], "x"])
def test_a_yes_without_its_data_does_not_say_that_nothing_is_there(
    body: Any, connector: ProvinceConnector, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connector._http, "ask", lambda *_asked: body)
    with pytest.raises(BadAnswerError):
        connector.find("H21.129-261118-0001")


def test_who_opens_the_door_takes_away_what_lies_too_long_and_fails_at_nothing_there(
    bus: RunningProvince, tmp_path: Path
) -> None:
    place = tmp_path / "out"
    place.mkdir()
    (old := place / f"{'a' * 43}.pdf").write_bytes(b"%PDF-1.4")
    os.utime(old, (0, 0))
    with connected(bus, place=place) as one:
        assert one.find("H21.129-261118-none") is None
    assert not old.exists()
    old.parent.rmdir()
    place.write_bytes(b"no folder")
    with connected(bus, place=place) as one:
        assert one.find("H21.129-261118-none") is None
    with connected(bus, "province-2024", place=tmp_path / "new") as one, pytest.raises(UnansweredError):
        one.find("H21.129-261118-none")
    assert (tmp_path / "new").is_dir()  # swept, though it can't be asked


@pytest.mark.parametrize("what", ["person", "procedure", "ended"])
def test_under_anothers_number_nothing_is_sent(
    what: str, bus: RunningProvince, connector: ProvinceConnector, file: OutgoingFile
) -> None:
    one, number = of_sample("1.000656", file), f"H21.129-261118-{what}"
    pushed(connector, one, number)
    kept = bus.sandbox.store.dossier(number)
    assert kept is not None
    other = one
    if what == "procedure":
        other = of_sample("1.001193", file)
    elif what == "person":
        other = replace(one, values={**one.values, "requester.full_name": "NGUYỄN VĂN KHÁC"})
    else:
        bus.sandbox.store.keep_dossier(number, {**kept, "status": "3"})
    with pytest.raises(RefusedError) as refused:
        pushed(connector, other, number)
    assert [message.field for message in refused.value.messages] == ["MaHoSo"]
    after = bus.sandbox.store.dossier(number)
    assert after is not None and after["times"] == 1


def test_a_field_that_no_bus_knows_is_refused_by_its_name(
    connector: ProvinceConnector, file: OutgoingFile
) -> None:
    one, number = of_sample("1.000894", file), "H21.129-261118-0004"
    payload = connector.payload(one, number, {})
    payload["item"]["ChuHoSoTen"] = "A"
    with pytest.raises(RefusedError) as refused:
        connector.submit(payload, number)
    assert [(m.field, m.kind) for m in refused.value.messages] == [("ChuHoSoTen", "unknown-code")]


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"requester.full_name": ""}, "requester.full_name"),
        ({"requester.email": "x" * 101}, "requester.email"),
    ],
)
def test_what_would_be_refused_is_told_by_the_forms_field_before_sending(
    changed: dict[str, str], key: str, file: OutgoingFile
) -> None:
    one = of_sample("1.004873", file)
    owners = {"subject.full_name": ""} if "full_name" in key else {}
    faulty = replace(one, values={**one.values, **changed, **owners})
    faults = build_item(SPEC, UNIT, faulty, "N-1", lambda _file: "").faults
    assert [message.key for message in faults] == [key]


def test_links_that_are_gone_are_made_anew(
    bus: RunningProvince, connector: ProvinceConnector, file: OutgoingFile
) -> None:
    one, number = of_sample("1.000656", file), "H21.129-261118-0005"
    uploads = {file.sha256: connector.upload(file)}
    (bus.sandbox.store.folder / "published" / uploads[file.sha256].id).unlink()
    with pytest.raises(LostUploadsError):
        connector.payload(one, number, uploads)
    uploads = {file.sha256: connector.upload(file)}
    payload = connector.payload(one, number, uploads)
    (bus.sandbox.store.folder / "published" / uploads[file.sha256].id).unlink()
    with pytest.raises(LostUploadsError):
        connector.submit(payload, number)
    assert bus.sandbox.store.dossier(number) is None


def test_a_session_that_was_forgotten_is_signed_in_for_anew(
    bus: RunningProvince, connector: ProvinceConnector
) -> None:
    connector.find("H21.129-261118-0001")
    bus.sandbox.tokens.clear()
    assert connector.find("H21.129-261118-0001") is not None
    assert len(bus.sandbox.tokens) == 1


def test_html_with_200_and_json_without_a_code_are_no_answers(
    bus: RunningProvince, connector: ProvinceConnector
) -> None:
    for kind in ("nonsense", "empty", "not-a-number"):
        bus.sandbox.faults.append(Fault(kind, "status", times=3))
        with pytest.raises(BadAnswerError):
            connector.find("H21.129-261118-0001")
    bus.sandbox.faults.clear()


def test_a_wrong_password_is_told_as_such(bus: RunningProvince) -> None:
    with connected(bus) as connector:
        connector._http._credentials = ("sohoa-demo", connector._http._credentials[1].__class__("falsch"))  # type: ignore[index]
        with pytest.raises(CredentialsError):
            connector.test()


def test_a_test_of_the_door_signs_in_asks_and_fetches_a_page_by_its_link(
    bus: RunningProvince, connector: ProvinceConnector, tmp_path: Path
) -> None:
    before = len(bus.sandbox.store.dossiers())
    health = connector.test()
    assert health.published == str(bus.sandbox.store.folder / "published") and health.token_life_s > 0
    assert len(bus.sandbox.store.dossiers()) == before
    with connected(bus, place=tmp_path) as elsewhere, pytest.raises(PublishingError):
        elsewhere.test()
    assert list(tmp_path.iterdir()) == []


def test_a_result_is_fetched_from_this_server_only(
    bus: RunningProvince, connector: ProvinceConnector, file: OutgoingFile, tmp_path: Path
) -> None:
    one, number = of_sample("1.000656", file), "H21.129-261118-0006"
    pushed(connector, one, number)
    file_id, _digest = bus.sandbox.store.keep_result(b"%PDF-1.4 result")
    links = [f"{bus.url}/results/{file_id}", "https://khac.example/kq.pdf", "file:///etc/passwd"]
    kept = bus.sandbox.store.dossier(number)
    assert kept is not None
    results = [{"TenGiayTo": "Trích lục", "DuongDanTepTinKetQua": link} for link in links]
    bus.sandbox.store.keep_dossier(number, {**kept, "status": "9", "results": results})
    found = connector.find(number)
    assert found is not None and [result.id for result in found.results] == links[:1]
    connector.fetch(found.results[0], tmp_path / "kq.pdf")
    assert (tmp_path / "kq.pdf").read_bytes() == b"%PDF-1.4 result"


@pytest.mark.parametrize("version", VERSIONS[1:])
def test_the_older_variants_add_or_change_and_can_not_be_asked(
    version: str, bus: RunningProvince, file: OutgoingFile
) -> None:
    one, number = of_sample("1.000656", file), f"H21.129-261118-{version}"
    with connected(bus, version, officer="Trần Thị Thử") as connector:
        assert isinstance(connector, TakesNumbers) and connector.number_start(date(2026, 11, 18)) == ""
        pushed(connector, one, number)
        kept = bus.sandbox.store.dossier(number)
        assert kept is not None
        bus.sandbox.store.keep_dossier(number, {**kept, "status": "4"})
        pushed(connector, one, number)  # “đã tồn tại”: it is changed
        with pytest.raises(UnansweredError):
            connector.find(number)
    kept = bus.sandbox.store.dossier(number)
    assert kept is not None and (kept["times"], kept["status"]) == (2, "4")
    assert [step["TrangThai"] for step in kept["steps"]] == (["1"] if version == "province-2024" else [])


def test_done_in_words_is_done_and_not_done_is_not() -> None:
    spec = load_spec("province-2024")
    assert verdict(spec, "submit", Answer(200, {"error_code": "1", "message": "Cập nhật thành công"}))
    for words in ("Thành công.", "Đồng bộ hồ sơ thành công"):
        assert verdict(spec, "submit", Answer(200, {"message": words}))
    for code, words in (
        ("1", "Cập nhật không thành công"),
        ("1", "chưa thành công"),
        ("1", "Không thể cập nhật thành công"),
        ("1", "0/1 hồ sơ thành công"),
        ("-1", "Cập nhật thành công"),
    ):
        with pytest.raises(RefusedError):
            verdict(spec, "submit", Answer(200, {"error_code": code, "message": words}))
    for body in ({"message": "Đã nhận"}, {"message": "Thành công", "errors": ["MaHoSo không tồn tại"]}):
        with pytest.raises(BadAnswerError):
            verdict(spec, "submit", Answer(200, body))
    with pytest.raises(AlreadyThereError):
        verdict(spec, "submit", Answer(200, {"error_code": "-3", "message": "Hồ sơ đã tồn tại"}))


@pytest.mark.parametrize(
    "options",
    [{"destination": ""}, {"destination": "Đích"}, {"service": "http://x"}, {"numbers": "H21"}, {"foo": "x"}],
)
def test_options_that_can_not_be_used_are_told(options: dict[str, str], bus: RunningProvince) -> None:
    with pytest.raises(GatewaySetupError), connected(bus, **options):
        pass


def test_numbers_of_the_unit_count_through_the_day(bus: RunningProvince) -> None:
    with connected(bus, numbers="H21.129-{yymmdd}-{0000}") as connector:
        start = connector.number_start(date(2026, 11, 18))
        assert start == "H21.129-261118-"
        assert connector.number_after(start, "") == "H21.129-261118-0001"
        assert connector.number_after(start, "H21.129-261118-0099") == "H21.129-261118-0100"
        with pytest.raises(NoNumberError):
            connector.number_after(start, "H21.129-261118-9999")
        told = ("0007", "0007A", "0005-1", "99999", "007")
        assert [connector.is_own(start, start + one) for one in told] == [True] + [False] * 4
