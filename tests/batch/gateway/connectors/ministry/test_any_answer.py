# SPDX-License-Identifier: Apache-2.0
"""Any answer at all, at any step: what comes of it is of its type and bounded, or one of our errors."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batch.gateway.answers import Answer, parse
from batch.gateway.connectors.ministry.connector import MinistryConnector
from batch.gateway.connectors.ministry.http import GatewayHttp
from batch.gateway.connectors.ministry.spec import load_spec
from batch.gateway.contract import OutgoingFile, RemoteFile, RemoteStatus, Unit
from batch.gateway.errors import GatewayError, RefusedError, Scope
from batch.gateway.protocol.verdicts import verdict
from templates.language.outside_text import is_clean

SPEC = load_spec()
NUMBER = "G09.20-20261116-0000001"
FILE = OutgoingFile(Path("giay.pdf"), "giay.pdf", sha256(b"x").hexdigest(), 1)
STEPS = ("number", "upload", "find-upload", "submit", "status")

NAMES = st.sampled_from(
    [
        *(
            "code",
            "message",
            "errors",
            "data",
            "status",
            "value",
            "IdTepTin",
            "HashTepTin",
            "idHoSo",
            "maHoSo",
        ),
        *("MaHoSo", "IdHoSo", "TrangThai", "NoiDungYKien", "DanhSachGiayToKetQua", "IdGiayTo", "nksHoTen"),
    ]
)
TELLING = st.sampled_from(
    [
        *("200", "500", "404", "-1", NUMBER, FILE.sha256, "1", "5", "42", "không tồn tại", "đã tồn tại"),
        *("MaHoSo không tồn tại", "HashTepTin không khớp", "nksHoTen có độ dài vượt quá 9999999"),
    ]
)
ANY_TEXT = st.text(st.characters())  # lone surrogates too
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT | TELLING
TREES = st.recursive(
    LEAVES, lambda part: st.lists(part) | st.dictionaries(NAMES | ANY_TEXT, part), max_leaves=12
)
BODIES = st.binary() | TREES.map(lambda tree: json.dumps(tree).encode())
STATUSES = st.sampled_from(
    (200, 201, 204, 302, 400, 401, 403, 404, 405, 408, 409, 413, 422, 425, 429, 500, 503, 599)
)


def connector(answer: Answer) -> MinistryConnector:
    """A connector to whom every call is answered so."""

    def told(step: str, *_operation: object, **_request: object) -> Any:
        return verdict(SPEC, step, answer)

    http = SimpleNamespace(ask=told, search=told, tell=told, send_file=lambda *_file: told("upload"))
    return MinistryConnector(SPEC, cast(GatewayHttp, http), Unit("G09.20"))


def call(connector: MinistryConnector, step: str) -> Any:
    match step:
        case "number":
            return connector.issue_number()
        case "upload":
            return connector.upload(FILE)
        case "find-upload":
            return connector.find_upload(FILE)
        case "submit":
            return connector.submit({"MaHoSo": NUMBER}, NUMBER)
        case _:
            return connector.find(NUMBER)


@pytest.mark.long
@given(st.sampled_from(STEPS), STATUSES, BODIES)
def test_any_answer_gives_a_bounded_value_or_one_of_our_errors(step: str, status: int, body: bytes) -> None:
    try:
        found = call(connector(Answer(status, parse(body))), step)
    except GatewayError as error:
        fits_an_error(error)
    else:
        fits_a_value(step, found)


def fits_an_error(error: GatewayError) -> None:
    assert re.fullmatch(r"[a-z-]{1,64}", error.trouble)
    assert isinstance(error.scope, Scope)
    assert len(error.sentence) < 700
    assert is_clean(error.sentence)
    if isinstance(error, RefusedError):
        assert 1 <= len(error.messages) <= 100
        for message in error.messages:
            assert len(message.field) <= 100
            assert len(message.text) <= 500
            assert is_clean(message.field + message.text)


def fits_a_value(step: str, found: Any) -> None:
    match found:
        case None:
            assert step in ("find-upload", "status")
        case RemoteFile():
            assert re.fullmatch(r"[!-~]{1,200}", found.id)
            assert found.hash.lower() == FILE.sha256
        case RemoteStatus():
            assert found.number == NUMBER
            assert 1 <= len(found.code) <= 20
            assert len(found.note) <= 500
            assert is_clean(found.remote_id + found.code + found.note)
        case str():
            assert step in ("number", "submit")
            assert len(found) <= (50 if step == "number" else 200)
            assert re.fullmatch(r"[A-Za-z0-9.\-]+", found) or step == "submit"
        case _:
            raise AssertionError(step)
