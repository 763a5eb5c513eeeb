# SPDX-License-Identifier: Apache-2.0
"""What the civil-status system says it has already: only this very package, sent before, has arrived."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from batch.gateway.answers import Answer
from batch.gateway.connectors.moj.connector import MojConnector
from batch.gateway.connectors.moj.payload import build_item
from batch.gateway.connectors.moj.spec import NEWEST, VERSIONS, load_spec
from batch.gateway.contract import (
    OutgoingFile,
)
from batch.gateway.errors import (
    RefusedError,
)
from batch.gateway.protocol.verdicts import verdict
from batch.gateway.sandbox.server import RunningMoj
from tests.support.desks.moj_desk import (
    UNIT,
    connected,
    kept,
    of_sample,
    pushed,
)

MODULES = VERSIONS[1]


def test_over_a_dossier_that_did_not_leave_as_it_is_now_nothing_is_sent(
    system: RunningMoj, connector: MojConnector, file: OutgoingFile
) -> None:
    one, number = of_sample("1.000656", file), "H21.129-261118-0009"
    pushed(connector, one, number)
    for other in (
        of_sample("1.001193", file),
        replace(one, taken_before=True),
    ):
        with pytest.raises(RefusedError):
            connector.payload(other, number, {})
    assert kept(system, number)["times"] == 1


@pytest.mark.parametrize(
    ("version", "procedure", "said"),
    [
        (NEWEST, "1.001193", {"status": "-1", "errorDescription": "nksSoDDCN đã tồn tại"}),
        (NEWEST, "1.001193", {"status": "-1", "errorDescription": "Giấy chứng sinh đã được tiếp nhận"}),
        (MODULES, "2.000635", {"status": 500, "errors": "cbsSoDDCN đã tồn tại"}),
        (MODULES, "2.000635", {"status": 500, "errors": "Số định danh đã tồn tại"}),
    ],
)
def test_that_something_else_is_there_already_does_not_count_as_sent(
    version: str,
    procedure: str,
    said: dict[str, Any],
    system: RunningMoj,
    file: OutgoingFile,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with connected(system, version) as door:
        payload = door.payload(of_sample(procedure, file), "H21.129-261118-0010", {})
        monkeypatch.setattr(door._http, "_answer", lambda *_asked, **_how: Answer(200, said))
        if version == NEWEST:
            monkeypatch.setattr(door, "find", lambda _number: None)
        with pytest.raises(RefusedError) as refused:
            door.submit(payload, "H21.129-261118-0010")
    assert refused.value.messages


def test_a_refusal_of_what_is_there_since_then_is_none(
    connector: MojConnector, file: OutgoingFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, number = of_sample("1.000656", file), "H21.129-261118-0011"
    payload = connector.payload(one, number, {})
    pushed(connector, one, number)
    said = Answer(200, {"status": "?", "statusDescription": "Lỗi lạ"})
    monkeypatch.setattr(connector._http, "push", lambda _body: verdict(load_spec(), "submit", said))
    connector.submit(payload, number)
    with pytest.raises(RefusedError):
        connector.submit({**payload, "there": True}, number)


def test_a_name_whose_family_name_may_stand_last_is_not_taken_apart(file: OutgoingFile) -> None:
    one = of_sample("2.000635", file, **{"subject.full_name": "H'Hen Niê"})
    faults = build_item(load_spec(MODULES), UNIT, one, "N-1", {}).faults
    assert [(fault.key, fault.kind) for fault in faults] == [("subject.full_name", "bad-format")]
