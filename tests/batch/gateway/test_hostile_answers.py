# SPDX-License-Identifier: Apache-2.0
"""A hostile gateway, at every step behind the sign-in, at each door over HTTP: each answer is one of our
errors, nothing is taken for done or for absent, no more is read than the limit, and nobody else is called.

Without a network: what answers stands in the place of the transport.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx2
import pytest
import stamina
from pydantic import SecretStr

from batch.gateway.connectors.ministry.connector import MinistryConnector
from batch.gateway.connectors.ministry.http import GatewayHttp
from batch.gateway.connectors.ministry.spec import load_spec
from batch.gateway.connectors.moj.connector import MojConnector
from batch.gateway.connectors.moj.kind import MojKind
from batch.gateway.connectors.province.kind import ProvinceKind
from batch.gateway.connectors.province.spec import NEWEST
from batch.gateway.contract import (
    Connector,
    OutgoingComponent,
    OutgoingFile,
    RemoteFile,
    RemoteResult,
    Submission,
    Unit,
)
from batch.gateway.errors import GatewayError
from batch.gateway.kinds import DoorSetup
from batch.gateway.protocol import calls as protocol_calls
from batch.gateway.wire import MOST_ANSWER_BYTES
from intake.settings.doors import DoorSettings, PublishSettings
from templates.language.outside_text import is_clean
from tests.support.desks.packing_desk import FORM, RECEIVED

HOST, NUMBER = "cong.example.vn", "G09.20-20261116-0000001"
UNIT = Unit("G09.20", "UBND xã Ví Dụ", "xã Hồng Quang, tỉnh Hưng Yên")
SIGNED_IN = {"access_token": "abc", "expires_in": 3600, "session": "abc", "error_code": "0"}
PIECE = b" " * 65536


@dataclass
class Hostile:
    """Answers the sign-in as it should be and all else as it is told; ``sent``: bytes that were taken of it,
    ``asked``: how often, ``hosts``: whom the calls were for.
    """

    answer: Callable[[Hostile], httpx2.Response] = lambda _self: httpx2.Response(200)
    sent: int = 0
    asked: int = 0
    hosts: set[str] = field(default_factory=set)

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.hosts.add(request.url.host)
        if any(word in request.url.path.lower() for word in ("token", "login")):
            return httpx2.Response(200, json=SIGNED_IN)
        self.asked += 1
        return self.answer(self)

    def pieces(self, count: int = 1 << 20) -> Iterator[bytes]:
        for _number in range(count):
            self.sent += len(PIECE)
            yield PIECE


def _says(body: bytes, kind: str = "application/json", status: int = 200, **headers: str) -> Any:
    return lambda _self: httpx2.Response(status, content=body, headers={"content-type": kind, **headers})


def _of_json(told: Any) -> Any:
    return _says(json.dumps(told).encode())


def _breaks_off(_hostile: Hostile) -> httpx2.Response:
    def body() -> Iterator[bytes]:
        yield b'{"data": '
        raise httpx2.ReadError("reset")

    return httpx2.Response(200, content=body(), headers={"content-type": "application/json"})


def _resets(_hostile: Hostile) -> httpx2.Response:
    raise httpx2.RemoteProtocolError("reset")


PAGE = "<html><title>Đăng nhập</title><script>alert(1)</script></html>".encode()
ANSWERS = {
    "endless": lambda hostile: httpx2.Response(200, content=hostile.pieces()),
    "html": _says(PAGE, "text/html; charset=utf-8"),
    "html that says json": _says(PAGE),
    "10 MB of json": _of_json({"data": ["x" * 1000] * 10_000}),
    "redirect": _says(b"", status=307, location="https://xau.example.com/nhan"),
    "redirect said to be fine": _says(b"{}", location="https://xau.example.com/nhan"),
    "reset": _resets,
    "reset in the middle": _breaks_off,
    "nothing": _says(b""),
    "no utf-8": _says(b'{"data": "\xff\xfe"}'),
    "deep": _says(b"[" * 100_000),
    "a number": _of_json(7),
    "null": _of_json(None),
    "a text": _of_json("xong"),
    "true": _of_json(True),
    "wrong types": _of_json(
        {"data": 7, "value": {"a": [1]}, "code": [200], "error_code": {"x": 1}, "result": 3}
    ),
    "rows of nothing": _of_json([None, 7, [], {}]),
    "signs for the terminal": _of_json(
        {"code": "\x1b[2J\u202e500", "message": "\x1b[2J\u202eabc", "errors": "\x07"}
    ),
}


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    with stamina.set_testing(True, attempts=2, cap=True):
        yield


@pytest.fixture
def hostile(monkeypatch: pytest.MonkeyPatch) -> Hostile:
    """In the place of the network."""
    there = Hostile()

    def client(route: Any, _deadline: object, _pace: object) -> httpx2.Client:
        return httpx2.Client(base_url=route.url, transport=httpx2.MockTransport(there))

    monkeypatch.setattr(protocol_calls, "open_client", client)
    return there


def ministry(_folder: Path) -> Connector:
    http = GatewayHttp(load_spec(), f"https://{HOST}/api", ("demo", SecretStr("bi-mat")))
    return MinistryConnector(load_spec(), http, UNIT)


def province(folder: Path) -> Connector:
    folder.mkdir()
    published = PublishSettings(place=str(folder), url=f"https://{HOST}/tep")
    settings = DoorSettings(
        connector="province",
        base_url=f"https://{HOST}/truc",
        client_id="demo",
        client_secret=SecretStr("bi-mat"),
        options={"destination": "000.00.00.H21"},
        publish=published,
    )
    return ProvinceKind(NEWEST).opened(DoorSetup("province", settings, "gateway.", UNIT))


def moj(_folder: Path) -> Connector:
    settings = DoorSettings(
        connector="moj",
        base_url=f"https://{HOST}/hotich",
        client_id="demo",
        client_secret=SecretStr("bi-mat"),
    )
    return MojKind().opened(DoorSetup("moj", settings, "gateway.", UNIT))


def steps(door: Connector, paper: OutgoingFile, folder: Path) -> dict[str, Callable[[], Any]]:
    """Each call behind the sign-in, made ready with the answers of a gateway as it should be."""
    if isinstance(door, MinistryConnector):
        uploads = {paper.sha256: RemoteFile("TT-1", paper.sha256)}
    else:
        uploads = {paper.sha256: door.upload(paper)}
    part = OutgoingComponent("000.00.00.G15-KQ004389", "Giấy", (paper,))
    payload = door.payload(Submission("D1", "1.001193", RECEIVED, FORM, (part,)), NUMBER, uploads)
    result = RemoteResult(f"https://{HOST}/ket-qua/1", "kq.pdf", "f" * 64, "")
    asked: dict[str, Callable[[], Any]] = {
        "submit": lambda: door.submit(payload, NUMBER),
        "status": lambda: door.find(NUMBER),
    }
    if isinstance(door, MinistryConnector):  # the other one names its numbers and publishes its files itself
        asked |= {
            "number": door.issue_number,
            "search": lambda: door.find_upload(paper),
            "upload": lambda: door.upload(paper),
            "result": lambda: door.fetch(result, folder / "kq.pdf"),
        }
    return asked


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("make", [ministry, province, moj])
def test_no_hostile_answer_is_taken_for_anything(
    hostile: Hostile, tmp_path: Path, make: Callable[[Path], Connector], answer: str
) -> None:
    paper_path = tmp_path / "giay.pdf"
    paper_path.write_bytes(b"%PDF-1.4 invented")
    data = paper_path.read_bytes()
    paper = OutgoingFile(paper_path, paper_path.name, sha256(data).hexdigest(), len(data))
    door = make(tmp_path / "published")
    hostile.answer = _of_json({"error_code": "0", "data": [], "status": 1, "value": []})
    calls = steps(door, paper, tmp_path)
    hostile.answer = ANSWERS[answer]
    for step, call in calls.items():
        hostile.sent = hostile.asked = 0
        with pytest.raises(GatewayError) as caught:
            raise AssertionError(f"{step}: {call()!r}")
        assert hostile.asked, step
        assert is_clean(caught.value.sentence) and len(caught.value.sentence) < 700
        # One of them hands results back inside its statuses.
        with_files = step == "result" or (step == "status" and isinstance(door, MojConnector))
        most = 60_000_000 if with_files else MOST_ANSWER_BYTES
        assert hostile.sent <= 2 * (most + 2 * len(PIECE)), step
    door.close()
    assert hostile.hosts == {HOST}
