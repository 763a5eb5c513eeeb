# SPDX-License-Identifier: Apache-2.0
"""The form of every procedure goes out, and what arrives is what stands in ``sent/*.yaml``, by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from batch.gateway.connectors.ministry.connector import MinistryConnector
from batch.gateway.connectors.ministry.payload import build_payload
from batch.gateway.connectors.ministry.spec import load_spec
from batch.gateway.contract import FieldMessage, OutgoingComponent, OutgoingFile, Submission, Unit
from batch.gateway.errors import RefusedError
from batch.gateway.sandbox.server import RunningSandbox, running_sandbox
from intake.dossier.requester import Requester
from templates.catalogue import loading
from templates.catalogue.loading import load_catalogue
from templates.files.datafiles import read_yaml
from tests.support.desks.packing_desk import RECEIVED, connected
from tests.support.dossiers.own_forms import CODE, KIND, write_own_form
from tests.support.dossiers.procedure_dossiers import Sample, samples

SPEC = load_spec()
CATALOGUE = load_catalogue()
OFFICE = Unit("G09.20", "UBND xã Hồng Quang", "xã Hồng Quang, tỉnh Hưng Yên")
SENT = sorted((Path(__file__).parent / "sent").glob("*.yaml"))
NOT_SENT = {"authority", "made.place", "made.date", "copies.wanted"}
"""The office itself, the signature's place and day, and what the number of copies says too."""
SOUND = {sample.procedure: sample for sample in reversed(samples()) if not (sample.expected["errors"] or ())}


def form_of(procedure: str, moment: datetime) -> str:
    return CATALOGUE.procedure(procedure, moment.date()).form


def submission(procedure: str, moment: datetime, values: dict[str, str], **more: Any) -> Submission:
    paper = OutgoingComponent("", "Tờ khai", (), form_of(procedure, moment))
    return Submission("261116-2234", procedure, moment, values, (paper,), **more)


def of_sample(sample: Sample) -> Submission:
    form = form_of(sample.procedure, sample.received)
    (values,) = sample.papers[form]
    return submission(sample.procedure, sample.received, values, answers=sample.answers)


def sent(path: Path) -> tuple[Submission, dict[str, Any]]:
    told = read_yaml(path)
    moment = datetime.fromisoformat(str(told["received"]))
    values = {key: str(value) for key, value in told["values"].items()}
    who = Requester(**told.get("requester", {}))
    return submission(told["procedure"], moment, values, requester=who), told


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    with running_sandbox(tmp_path_factory.mktemp("gateway")) as running:
        yield running


@pytest.fixture(scope="module")
def connector(gateway: RunningSandbox) -> Iterator[MinistryConnector]:
    with connected(gateway) as one:
        yield one


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory, connector: MinistryConnector) -> Any:
    """A file that is at the gateway already, as ``(file, remote)``."""
    path = tmp_path_factory.mktemp("paper") / "a.pdf"
    path.write_bytes(b"%PDF-1.4\n%%EOF\n")
    file = OutgoingFile(path, path.name, sha256(path.read_bytes()).hexdigest(), path.stat().st_size)
    return file, connector.upload(file)


def pushed(connector: MinistryConnector, paper: Any, one: Submission) -> str:
    file, remote = paper
    (component,) = one.components
    whole = replace(one, components=(replace(component, files=(file,)),))
    number = connector.issue_number()
    connector.submit(connector.payload(whole, number, {file.sha256: remote}), number)
    return number


@pytest.mark.parametrize(
    "procedure",
    # What is certified stands in its register; a dossier of it has no form that would tell whose it is.
    sorted(code for code, p in CATALOGUE.procedures.items() if not p.certification),
)
def test_a_sound_dossier_of_every_procedure_is_taken_with_its_form(
    procedure: str, gateway: RunningSandbox, connector: MinistryConnector, paper: Any
) -> None:
    one = of_sample(SOUND[procedure])
    assert connector.check(one) == ()

    kept = gateway.sandbox.store.dossier(pushed(connector, paper, one))

    assert kept is not None
    assert kept["body"]["MaTTHC"] == procedure
    (owner,) = {v for k, v in one.values.items() if v == kept["body"]["ChuHoSo"] and k.endswith("full_name")}
    assert owner in str(kept["body"]["EformThongTinChiTiet"])


@pytest.mark.parametrize("form", sorted(k for k, p in CATALOGUE.document_types.items() if p.role == "form"))
def test_every_field_of_every_form_has_its_place_and_no_other(form: str) -> None:
    known, used = SPEC.forms.forms[form], set()
    for source in (source for slot in SPEC.forms.slots[form] for source in slot.sources):
        prefix, _, key = source.partition(":")
        role, _, attribute = key.partition(".")
        if prefix == "form":
            used.add(key)
        elif prefix == "role":
            used |= {f"{person}.{attribute}" for person in known.roles[role].candidates}
    at_the_counter = {key for key in used if key.endswith((".phone", ".email"))}
    assert used - at_the_counter | NOT_SENT == set(CATALOGUE.document_types[form].fields()) | NOT_SENT


@pytest.mark.parametrize("path", SENT, ids=lambda path: path.stem)
def test_what_the_gateway_receives_is_what_was_written_down_by_hand(
    path: Path, gateway: RunningSandbox, paper: Any
) -> None:
    one, told = sent(path)
    with connected(gateway, unit=OFFICE) as connector:
        assert connector.check(one) == ()
        kept = gateway.sandbox.store.dossier(pushed(connector, paper, one))
    assert kept is not None
    assert kept["body"]["EformThongTinChiTiet"] == told["form"]
    assert kept["body"]["ThongTinNguoiNop"]["ThongTinChiTiet"] == told["submitter"]
    assert kept["body"]["ChuHoSo"] == told["owner"]


def test_a_field_by_a_name_that_no_program_sends_is_refused(
    connector: MinistryConnector,
) -> None:
    one = of_sample(SOUND["1.000894"])
    payload = connector.payload(one, number := connector.issue_number(), {})
    payload["EformThongTinChiTiet"]["voTenVaHo"] = "A"
    with pytest.raises(RefusedError) as refused:
        connector.submit(payload, number)
    assert [(m.field, m.kind) for m in refused.value.messages] == [("voTenVaHo", "unknown-code")]


def test_a_refused_field_is_named_as_the_dossiers_own_form_calls_it(connector: MinistryConnector) -> None:
    again = of_sample(SOUND["1.004746"])
    child, _told = sent(next(path for path in SENT if path.stem == "parent-child"))
    assert connector.keys(again)["voHoTen"] == "wife.full_name"
    assert connector.keys(child)["cmHoTen"] == "recognised.full_name"
    error = RefusedError.because([FieldMessage("EformThongTinChiTiet.ncHoTen", "", "missing")])
    error.name_fields(connector.keys(child))
    assert [message.key for message in error.messages] == ["claimant.full_name"]


def test_a_claim_that_does_not_say_who_is_the_child_is_asked_about() -> None:
    one, _told = sent(next(path for path in SENT if path.stem == "parent-child"))
    unclear = replace(one, values={**one.values, "claim": "người thân"})
    faults = build_payload(SPEC, OFFICE, unclear, "N-1", {}).faults
    assert {(m.field, m.kind) for m in faults} == {("cmHoTen", "missing"), ("ncHoTen", "missing")}


@pytest.mark.parametrize(
    ("procedure", "changed", "key"),
    [
        ("1.000894", {"bride.birth_date": "31/02/2002"}, "bride.birth_date"),
        ("1.000894", {"groom.marriage_order": "không nhớ"}, "groom.marriage_order"),
        ("1.000656", {"deceased.sex": "Không xác định"}, "deceased.sex"),
        ("1.000656", {"notice.date": "hôm qua"}, "notice.date"),
        ("1.004873", {"purpose": ""}, "purpose"),
        ("1.004859", {"content": ""}, "content"),
        ("1.004837", {"ward.full_name": ""}, "ward.full_name"),
    ],
)
def test_what_would_be_refused_is_told_by_the_forms_field_before_sending(
    procedure: str, changed: dict[str, str], key: str
) -> None:
    one = of_sample(SOUND[procedure])
    faults = build_payload(SPEC, OFFICE, replace(one, values={**one.values, **changed}), "N-1", {}).faults
    assert [message.key for message in faults] == [key]


def test_a_form_of_the_units_own_goes_out_under_our_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_own_form(tmp_path)
    monkeypatch.setattr(loading, "own_forms_folder", lambda: tmp_path / "forms")
    values = {"keeper.full_name": "LÝ VĂN CHỦ", "keeper.id_document": "033088000051", "dog.name": "Vàng"}
    paper = OutgoingComponent("", "Tờ khai", (), KIND)
    payload = build_payload(SPEC, OFFICE, Submission("D1", CODE, RECEIVED, values, (paper,)), "N-1", {})
    assert payload.body["EformThongTinChiTiet"] == {
        "keeper": {"full_name": "LÝ VĂN CHỦ", "id_document": "033088000051"},
        "dog": {"name": "Vàng"},
    }
    assert payload.body["ChuHoSo"] == "LÝ VĂN CHỦ"
    assert payload.faults == ()
