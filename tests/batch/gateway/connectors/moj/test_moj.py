# SPDX-License-Identifier: Apache-2.0
"""The doors to the civil-status system against its practice server: what arrives and what is told."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from batch.gateway.connectors.moj.connector import MojConnector
from batch.gateway.connectors.moj.payload import build_item
from batch.gateway.connectors.moj.spec import VERSIONS, load_spec
from batch.gateway.contract import (
    Meant,
    OutgoingFile,
    RemoteOutcome,
    TakesNumbers,
)
from batch.gateway.errors import (
    BadAnswerError,
    CredentialsError,
    DamagedTransferError,
    GatewaySetupError,
    NoNumberError,
    RefusedError,
)
from batch.gateway.sandbox.server import RunningMoj
from batch.gateway.unanswered import UnansweredError
from intake.dossier.requester import Requester
from tests.support.desks.moj_desk import (
    CATALOGUE,
    UNIT,
    connected,
    form_of,
    kept,
    of_sample,
    pushed,
    stands,
)

MODULES = VERSIONS[1]
LINKED = {form for forms in load_spec().modules.values() for form in forms}
OTHERS = {"module-" + kind: "MODULE" for kind in load_spec(MODULES).forms.forms if kind != "extract-copy"}


# What is certified stands in its register; a dossier of it has no form.
PROCEDURES = sorted(code for code, p in CATALOGUE.procedures.items() if not p.certification)


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_a_sound_dossier_of_every_procedure_goes_by_the_door_that_carries_it(
    procedure: str, system: RunningMoj, connector: MojConnector, file: OutgoingFile
) -> None:
    # A foreign groom's name can't be taken apart, as the other modules want it.
    named = {"groom.full_name": "TRẦN VĂN THỬ"} if procedure == "2.002189" else {}
    one, number = of_sample(procedure, file, **named), f"H21.129-261118-{procedure.replace('.', '')}"
    if form_of(procedure) in LINKED:
        assert connector.check(one) == ()
        assert connector.find(number) is None
        pushed(connector, one, number)
        found = connector.find(number)
        assert found is not None and found.outcome is RemoteOutcome.PENDING
    else:
        (fault,) = connector.check(one)
        assert fault.kind == "other"
        with pytest.raises(RefusedError):
            connector.payload(one, number, {})
        with connected(system, MODULES, **OTHERS) as modules:
            assert modules.check(one) == ()
            pushed(modules, one, number)
    body = kept(system, number)["body"]
    assert body["maDonVi"] and body["maHoSoMCDT"] == number
    assert kept(system, number)["files"] == {f"TT-{file.sha256[:24]}": file.sha256}
    assert any(value in json.dumps(body["data"], ensure_ascii=False) for value in one.values.values())


def test_what_the_system_receives_of_a_birth_is_what_was_written_down_by_hand(
    system: RunningMoj, connector: MojConnector, file: OutgoingFile
) -> None:
    who = Requester("LÊ THỊ THỬ", "066194000000", phone="0912345678")
    told = {"requester.full_name": "LÊ THỊ THỬ", "requester.id_document": "Căn cước số 066194000000"}
    one = replace(of_sample("1.001193", file, **told), requester=who)
    pushed(connector, one, "H21.129-261118-0001")
    body = dict(kept(system, "H21.129-261118-0001")["body"])
    data = body.pop("data")
    (paper,) = body.pop("fileDinhKem")
    assert paper == {"id": 1, "tenGiayTo": "Tờ khai", "tenTepDinhKem": file.name, "huyGiayTo": 0}
    assert body == {
        "maDonVi": "12196",
        "module": "LTKS",
        "maHoSoLT": "H21.129-261118-0001",
        "maHoSoMCDT": "H21.129-261118-0001",
        "ngayTiepNhan": "18/11/2026 09:30:00",
    }
    assert data["nksHoTen"] == one.values["child.full_name"]
    assert data["nycHoTen"] == "LÊ THỊ THỬ"
    assert data["nycGiayToKhac"] == "Thẻ căn cước"  # the list of numbers of identity papers is not known
    assert (data["nycSoDDCN"], data["noiDangKy"], data["loaiDangKy"]) == ("066194000000", "12196", "1")
    day, month, year = one.values["child.birth_date"].split("/")
    assert data["nksNgaySinh"] == f"{day}.{month}.{year}"


def test_a_copy_of_an_extract_goes_as_module_bs_with_names_and_dates_in_parts(
    system: RunningMoj, file: OutgoingFile
) -> None:
    values = {"subject.full_name": "Nguyễn Thị Thu Hà", "subject.birth_date": "05/03/1990"}
    one, number = of_sample("2.000635", file, **values), "H21.129-261118-0002"
    with connected(system, MODULES, lgspaccesstoken="abc") as modules:
        pushed(modules, one, number)
        with pytest.raises(UnansweredError):
            modules.find(number)
        assert modules.keys(one)["cbsHoTen"] == "subject.full_name"
    body = kept(system, number)["body"]
    assert (body["module"], body["maHoSoLT"]) == ("BS", "BS")
    assert body["data"]["cbsHoTen"] == {"Ho": "Nguyễn", "ChuDem": "Thị Thu", "Ten": "Hà"}
    assert body["data"]["cbsNgaySinh"] == {"ngaySinh": "05", "thangSinh": "03", "namSinh": "1990"}
    assert "event" not in body["data"]


def test_the_same_number_again_is_one_dossier(
    system: RunningMoj, connector: MojConnector, file: OutgoingFile
) -> None:
    one, number = of_sample("1.000656", file), "H21.129-261118-0003"
    before = system.sandbox.store.counters()["duplicate_dossiers"]
    pushed(connector, one, number)
    again = replace(one, sent_before=True)
    pushed(connector, again, number)  # “đã được tiếp nhận”
    assert kept(system, number)["times"] == 1
    assert system.sandbox.store.counters()["duplicate_dossiers"] == before + 1
    copy, other = of_sample("2.000635", file), "H21.129-261118-0004"
    with connected(system, MODULES) as modules:
        pushed(modules, copy, other)
        pushed(modules, replace(copy, sent_before=True), other)
        with pytest.raises(RefusedError):  # another one under that number
            pushed(modules, copy, other)
    assert kept(system, other)["times"] == 1


def test_what_was_asked_for_goes_again_and_a_dossier_that_ended_does_not(
    system: RunningMoj, connector: MojConnector, file: OutgoingFile
) -> None:
    one, number = of_sample("1.000656", file), "H21.129-261118-0005"
    pushed(connector, one, number)
    stands(system, number, status="2", note="thiếu giấy báo tử", supplement_by="25/11/2026 17:00:00")
    found = connector.find(number)
    assert found is not None and found.outcome is RemoteOutcome.RETURNED
    assert (found.note, found.supplement_by) == ("thiếu giấy báo tử", date(2026, 11, 25))
    payload = connector.payload(one, number, {})
    assert connector.meant(payload) is Meant.SUPPLEMENT
    stands(system, number, status="3")  # meanwhile an officer went on with it as it was
    with pytest.raises(RefusedError):
        connector.submit(payload, number)
    stands(system, number, status="2")
    connector.submit(payload, number)
    assert (kept(system, number)["times"], kept(system, number)["status"]) == (2, "1")
    stands(system, number, status="6")
    with pytest.raises(RefusedError):
        connector.payload(one, number, {})


def test_a_result_comes_inside_the_status_and_is_kept_byte_for_byte(
    system: RunningMoj, connector: MojConnector, file: OutgoingFile, tmp_path: Path
) -> None:
    one, number = of_sample("1.001193", file), "H21.129-261118-0006"
    pushed(connector, one, number)
    content = "JVBERi0xLjQga2h haXNpbmg=".replace(" ", "")
    told = [{"name": "giayKhaiSinh", "content": content}, {"name": "khac", "content": content}]
    stands(system, number, status="4", results=told)
    found = connector.find(number)
    assert found is not None and [result.name for result in found.results] == ["Giấy khai sinh"]
    connector.fetch(found.results[0], tmp_path / "gks.pdf")
    assert sha256((tmp_path / "gks.pdf").read_bytes()).hexdigest() == found.results[0].sha256
    stands(system, number, results=[{"name": "giayKhaiSinh", "content": "kein Base64!"}])
    odd = connector.find(number)
    assert odd is not None and odd.results == ()
    with pytest.raises(BadAnswerError):
        connector.fetch(found.results[0], tmp_path / "again.pdf")


@pytest.mark.parametrize(
    "body", [{"status": 1}, {"status": 1, "value": "x"}, {"status": 1, "value": [{}]}, []]
)
def test_a_yes_without_rows_does_not_say_that_nothing_is_there(
    body: Any, connector: MojConnector, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connector._http, "ask", lambda *_asked: body)
    with pytest.raises(BadAnswerError):
        connector.find("H21.129-261118-0001")


def test_a_field_that_no_system_knows_is_refused_by_its_name(
    connector: MojConnector, file: OutgoingFile
) -> None:
    one, number = of_sample("1.000894", file), "H21.129-261118-0007"
    payload = connector.payload(one, number, {})
    inside = json.loads(payload["body"]["data"])
    payload["body"]["data"] = json.dumps({**inside, "voTenVaHo": "A"})
    with pytest.raises(RefusedError) as refused:
        connector.submit(payload, number)
    assert [(m.field, m.kind) for m in refused.value.messages] == [("voTenVaHo", "unknown-code")]


@pytest.mark.parametrize(
    ("procedure", "changed", "key"),
    [
        ("1.000894", {"bride.birth_date": "31/02/2002"}, "bride.birth_date"),
        ("1.000656", {"deceased.sex": "Không xác định"}, "deceased.sex"),
        ("1.001193", {"child.birth_place": ""}, "child.birth_place"),
    ],
)
def test_what_would_be_refused_is_told_by_the_forms_field_before_sending(
    procedure: str, changed: Mapping[str, str], key: str, file: OutgoingFile
) -> None:
    faults = build_item(load_spec(), UNIT, of_sample(procedure, file, **changed), "N-1", {}).faults
    assert [message.key for message in faults] == [key]


def test_a_commune_of_before_is_told_as_the_settings_and_not_as_the_forms_fault(file: OutgoingFile) -> None:
    gone = replace(UNIT, commune="xã Không Có, tỉnh Không Có")
    (fault,) = build_item(load_spec(), gone, of_sample("1.001193", file), "N-1", {}).faults
    assert (fault.key, fault.kind) == ("", "other") and "unit.commune" in fault.text


def test_a_file_that_is_gone_is_told(connector: MojConnector, file: OutgoingFile, tmp_path: Path) -> None:
    gone = replace(file, path=tmp_path / "gone.pdf")
    with pytest.raises(DamagedTransferError):
        connector.payload(of_sample("1.000656", gone), "H21.129-261118-0008", {})


def test_a_forgotten_token_is_signed_in_for_anew_and_a_wrong_password_told(
    system: RunningMoj, connector: MojConnector
) -> None:
    connector.find("H21.129-261118-none")
    system.sandbox.tokens.clear()
    assert connector.find("H21.129-261118-none") is None
    assert connector.test().token_life_s > 0
    with connected(system) as other:
        name, secret = other._http._credentials
        other._http._credentials = (name, type(secret)("falsch"))
        with pytest.raises(CredentialsError):
            other.test()


def test_it_gives_no_numbers_of_its_own(connector: MojConnector) -> None:
    assert isinstance(connector, TakesNumbers)
    assert connector.number_start(date(2026, 11, 18)) == "" and not connector.is_own("", "1")
    with pytest.raises(NoNumberError):
        connector.issue_number()


@pytest.mark.parametrize("options", [{"foo": "x"}, {"push": "http://x"}, {"module-marital-status": "XN"}])
def test_options_that_can_not_be_used_are_told(options: dict[str, str], system: RunningMoj) -> None:
    with pytest.raises(GatewaySetupError), connected(system, **options):
        pass
