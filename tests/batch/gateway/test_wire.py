# SPDX-License-Identifier: Apache-2.0
"""What travels between here and a gateway: in which time, how much of it, and to whom."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpcore2
import httpx2
import pytest
import stamina
from pydantic import SecretStr

from batch.gateway import errors
from batch.gateway.connectors.ministry.http import GatewayHttp
from batch.gateway.connectors.ministry.spec import load_spec
from batch.gateway.contract import OutgoingFile
from batch.gateway.protocol import calls
from batch.gateway.route import route_to
from batch.gateway.wire import (
    MOST_ANSWER_BYTES,
    MOST_PAUSES_S,
    CallDeadline,
    SendingPace,
    _TimedStream,
    read_body,
)
from intake.settings.doors import DoorSettings
from intake.store.queue.lease_owner import LEASE
from tests.support.servers.mail_server import encryption
from tests.support.servers.raw_server import (
    RawServer,
    Talk,
    drips_a_header,
    json_answer,
    never_listens,
    promises_for_ever,
    raw_server,
    resets,
    says,
)

SECRET = "mat-khau-tho-0123456789"  # noqa: S105 (invented)
TOKEN = json_answer(b'{"access_token": "abc", "expires_in": 3600}')
GATEWAY = "https://cong.example.gov.vn/api"
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.fixture(autouse=True)
def no_waiting() -> Iterator[None]:
    with stamina.set_testing(True, attempts=1, cap=True):
        yield


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*PROXIES, *(name.lower() for name in PROXIES), "SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)


@contextmanager
def calling(url: str, **options: float) -> Iterator[GatewayHttp]:
    http = GatewayHttp(load_spec(), url, ("sohoa-demo", SecretStr(SECRET)), **options)
    try:
        yield http
    finally:
        http.close()


def failure(http: GatewayHttp) -> errors.GatewayError:
    """The error with which a sign-in ends."""
    with pytest.raises(errors.GatewayError) as caught:
        http.token_life()
    return caught.value


@pytest.mark.parametrize("talk", [drips_a_header, promises_for_ever])
def test_call_ends_by_its_deadline_however_slowly_the_answer_comes(talk: Talk) -> None:
    with raw_server(talk) as server, calling(server.url, timeout_s=1) as http:
        error = failure(http)

    assert error.sentence == errors.BrokenConnectionError.too_slow("token").sentence


def test_upload_ends_by_its_deadline_where_nobody_takes_it(tmp_path: Path) -> None:
    path = tmp_path / "to.pdf"
    with path.open("wb") as written:
        written.truncate(64_000_000)
    upload = load_spec().operations.upload

    def talk(connection: socket.socket, over: threading.Event) -> None:
        if server.calls == 1:
            connection.sendall(TOKEN)
        else:
            never_listens(connection, over)

    with raw_server(talk) as server, calling(server.url, timeout_s=5, upload_timeout_s=1) as http:
        file = OutgoingFile(path, path.name, "0" * 64, 64_000_000)
        with pytest.raises(errors.BrokenConnectionError) as caught:
            http.send_file(upload, upload.part, file)

    assert caught.value.scope is errors.Scope.DOSSIER
    assert len(server.heard) < 200_000


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"SSH-2.0-OpenSSH\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{",
        b"HTTP/1.1 999999 ?\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000 + b"\r\n\r\n",
    ],
)
def test_what_is_no_http_is_a_broken_connection(answer: bytes) -> None:
    with raw_server(says(answer)) as server, calling(server.url) as http:
        assert type(failure(http)) is errors.BrokenConnectionError


def test_reset_is_a_broken_connection_and_nobody_there_a_network_that_is_down() -> None:
    with raw_server(resets) as server, calling(server.url) as http:
        assert type(failure(http)) is errors.BrokenConnectionError
    with calling(server.url) as http:
        error = failure(http)

    assert (type(error), error.scope) == (errors.NetworkDownError, errors.Scope.LINE)


class Poured(httpx2.SyncByteStream):
    """An endless body that counts what was taken of it."""

    taken = 0

    def __iter__(self) -> Iterator[bytes]:
        while True:
            self.taken += 1000
            yield b"a" * 1000


def test_no_more_of_an_answer_is_read_than_its_limit() -> None:
    body = Poured()

    with pytest.raises(errors.BadAnswerError):
        read_body("status", httpx2.Response(200, stream=body))

    assert body.taken <= MOST_ANSWER_BYTES + 1000


@pytest.mark.parametrize("packed", ["br", "gzip, gzip", "x" * 1000])
def test_answer_packed_in_a_way_not_asked_for_is_not_unpacked(packed: str) -> None:
    body = Poured()

    with pytest.raises(errors.BadAnswerError):
        read_body("status", httpx2.Response(200, stream=body, headers={"content-encoding": packed}))

    assert body.taken == 0


def test_secret_does_not_follow_a_redirect() -> None:
    with raw_server(says(TOKEN)) as other:
        moved = json_answer(b"", "307 Temporary Redirect", f"Location: {other.url}/token")
        with raw_server(says(moved)) as server, calling(server.url) as http:
            assert type(failure(http)) is errors.BadAnswerError

    assert SECRET.encode() in server.heard
    assert other.calls == 0


@pytest.mark.parametrize(
    "address",
    ["http://cong.example.gov.vn", "http://192.0.2.7:8080/x", "http://127.0.0.1.example.vn", "http://[::2]"],
)
def test_plain_http_to_another_computer_is_refused_unless_a_setting_says_so(address: str) -> None:
    with pytest.raises(errors.GatewaySetupError) as caught:
        GatewayHttp(load_spec(), address, ("sohoa-demo", SecretStr(SECRET)))

    assert "gateway.allow_http" in caught.value.advice
    assert not route_to(address, allow_http=True).encrypted


@pytest.mark.parametrize("address", ["http://127.0.0.1:8765", "http://localhost", "http://[::1]:8765/x"])
def test_plain_http_to_this_computer_is_taken(address: str) -> None:
    route = route_to(address)
    assert (route.proxy, route.encrypted) == (None, True)


@pytest.mark.parametrize(
    "address",
    [
        *(
            "https://cong example.vn",
            " https://cong.example.vn",
            "https://cong.example.vn\n",
            "cong.example.vn",
        ),
        *("ftp://cong.example.vn", "https://", "https:///x", "https://u:mat-khau@cong.example.vn"),
        *("https://cong.example.vn/?a=1", "https://cong.example.vn/#a", "https://cong.example.vn:99999"),
        *("https://\udcff.vn", "https://[::1", "https://" + "a" * 70_000),
    ],
)
def test_address_that_is_none_is_told_without_showing_it(address: str) -> None:
    with pytest.raises(errors.GatewaySetupError) as caught:
        route_to(address)

    assert "gateway.base_url" in caught.value.sentence
    assert "mat-khau" not in caught.value.sentence + caught.value.advice


def test_proxy_of_the_office_carries_https_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    def hosts() -> list[str]:
        plain = route_to("http://192.0.2.7", allow_http=True)
        return [route.proxy_host for route in (route_to(GATEWAY), plain, route_to("https://127.0.0.1"))]

    monkeypatch.setenv("HTTP_PROXY", "http://proxy.vidu.vn:3128")
    assert hosts() == ["", "", ""]
    monkeypatch.setenv("ALL_PROXY", "proxy2.vidu.vn:3128")
    assert hosts() == ["proxy2.vidu.vn", "", ""]
    monkeypatch.setenv("HTTPS_PROXY", "http://ten:mat-khau@proxy.vidu.vn:3128")
    assert hosts() == ["proxy.vidu.vn", "", ""]
    monkeypatch.setenv("NO_PROXY", "khac.vn,.example.gov.vn")
    assert hosts() == ["", "", ""]


def test_proxy_sees_the_gateways_name_and_never_the_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    with raw_server(says(json_answer(b"", "403 Forbidden"))) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        with calling(GATEWAY) as http:
            error = failure(http)

    assert proxy.heard.startswith(b"CONNECT cong.example.gov.vn:443 ")
    assert SECRET.encode() not in proxy.heard
    assert error.sentence == errors.NetworkDownError.by_proxy("127.0.0.1").sentence


@pytest.mark.parametrize(
    "proxy",
    ["http://", "socks5://127.0.0.1:1", "http://a mat-khau:1", "http://h:99999", "://", "http://[::1"],
)
def test_proxy_that_is_none_is_told_by_its_variable(monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy)

    with pytest.raises(errors.GatewaySetupError) as caught:
        route_to(GATEWAY)

    assert "HTTPS_PROXY" in caught.value.sentence
    assert "mat-khau" not in caught.value.sentence + caught.value.advice


@pytest.mark.parametrize(
    ("variable", "name"),
    [
        ("SSL_CERT_FILE", "none.pem"),
        ("SSL_CERT_FILE", "rubbish.pem"),
        ("SSL_CERT_FILE", "."),
        ("SSL_CERT_DIR", "none"),
    ],
)
def test_certificates_that_can_not_be_read_are_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, variable: str, name: str
) -> None:
    (tmp_path / "rubbish.pem").write_text("no certificate")
    monkeypatch.setenv(variable, str(tmp_path / name))

    with pytest.raises(errors.GatewaySetupError) as caught:
        route_to(GATEWAY)

    assert variable in caught.value.sentence
    assert str(tmp_path / name) in caught.value.sentence


@pytest.fixture
def encrypted(tmp_path: Path) -> Iterator[tuple[RawServer, Path]]:
    """A gateway over TLS on loopback, and the certificate by which it is known."""
    context, certificate = encryption(tmp_path)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    with raw_server(says(TOKEN), context) as server:
        yield server, certificate


def test_gateway_that_can_not_prove_itself_gets_no_secret(encrypted: tuple[RawServer, Path]) -> None:
    server, _certificate = encrypted

    with calling(server.secure_url) as http:
        error = failure(http)

    assert error.sentence == errors.NetworkDownError.untrusted("127.0.0.1").sentence
    assert SECRET.encode() not in server.heard


def test_gateway_known_by_an_authority_of_the_office_is_talked_to(
    encrypted: tuple[RawServer, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    server, certificate = encrypted
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    with calling(server.secure_url) as http:
        assert http.route.encrypted
        assert http.token_life() > 3000


def test_encrypted_answer_has_the_same_deadline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    context, certificate = encryption(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    with raw_server(drips_a_header, context) as server, calling(server.secure_url, timeout_s=1) as http:
        assert type(failure(http)) is errors.BrokenConnectionError


@pytest.mark.parametrize(
    ("told", "life_s"), [("1e999", 86_400), ('"3600"', 3600), ("-5", 0), ("31536000", 86_400), ("0.5", 0)]
)
def test_life_of_a_token_is_believed_within_reason(told: str, life_s: float) -> None:
    answer = json_answer(b'{"access_token": "abc", "expires_in": ' + told.encode() + b"}")
    with raw_server(says(answer)) as server, calling(server.url, monotonic=lambda: 100.0) as http:  # type: ignore[arg-type]
        assert http.token_life() == pytest.approx(life_s, abs=0.6)


@pytest.mark.parametrize(
    "told", ["{}", '{"access_token": "a"}', '{"access_token": "a", "expires_in": []}', "[]", "1"]
)
def test_sign_in_without_token_or_life_is_no_answer(told: str) -> None:
    with raw_server(says(json_answer(told.encode()))) as server, calling(server.url) as http:
        error = failure(http)

    assert (type(error), error.scope) == (errors.BadAnswerError, errors.Scope.LINE)


def test_files_go_out_no_faster_than_the_office_wishes() -> None:
    now = [100.0]

    def pause(seconds: float) -> None:
        now[0] += seconds

    pace = SendingPace(20_000, lambda: now[0], pause)
    for _piece in range(10):
        pace.sent(4_000)
    assert now[0] == pytest.approx(102.0)
    now[0] += 60  # what was not used is not made up for at once
    pace.sent(20_000)
    assert now[0] == pytest.approx(163.0)
    SendingPace(0, pause=lambda _seconds: pytest.fail("no limit was wished")).sent(1 << 30)


class _Line(httpcore2.NetworkStream):
    """Takes every piece in so many seconds."""

    def __init__(self, now: list[float]) -> None:
        self.now, self.takes_s = now, 0.0

    def write(self, _buffer: bytes, _timeout: float | None = None) -> None:
        self.now[0] += self.takes_s


def test_pauses_of_our_own_will_do_not_end_an_upload_and_stay_within_a_lease() -> None:
    now = [100.0]

    def pause(seconds: float) -> None:
        now[0] += seconds

    deadline, pace, line = (
        CallDeadline(lambda: now[0]),
        SendingPace(20_000, lambda: now[0], pause),
        _Line(now),
    )
    stream = _TimedStream(line, deadline, pace)
    deadline.start(300)
    pace.start()
    stream.write(b"x" * 20_000_000)
    assert now[0] == pytest.approx(100 + MOST_PAUSES_S)
    assert MOST_PAUSES_S + DoorSettings().upload_timeout_s < LEASE.total_seconds()
    line.takes_s = 301  # the line itself still has its deadline
    with pytest.raises(httpcore2.WriteTimeout):
        stream.write(b"x" * 40_000)


def test_the_settings_pace_reaches_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[float] = []

    def sent(pace: SendingPace, _count: int) -> float:
        asked.append(pace._rate)
        return 0.0

    monkeypatch.setattr(SendingPace, "sent", sent)
    with raw_server(says(TOKEN)) as server, calling(server.url, most_kb_s=20) as http:
        http.token_life()
    assert set(asked) == {20_000.0}


def test_a_file_sent_anew_after_a_new_sign_in_has_one_time_for_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[float, float]] = []

    def client(route: Any, deadline: CallDeadline, pace: SendingPace) -> httpx2.Client:
        def answer(request: httpx2.Request) -> httpx2.Response:
            if request.url.path.endswith("token"):
                return httpx2.Response(200, json={"access_token": "abc", "expires_in": 3600})
            seen.append((deadline.until, pace.left_s))
            pace.left_s -= 400.0  # as if so much had been paused
            deadline.prolong(400.0)
            return httpx2.Response(401 if len(seen) == 1 else 200, json=[{"IdTepTin": "1"}])

        return httpx2.Client(base_url=route.url, transport=httpx2.MockTransport(answer))

    monkeypatch.setattr(calls, "open_client", client)
    http = GatewayHttp(load_spec(), GATEWAY, ("thu", SecretStr(SECRET)), monotonic=lambda: 0.0)
    (paper := tmp_path / "a.pdf").write_bytes(b"%PDF-1.4")
    http.send_file(load_spec().operations.upload, "files", OutgoingFile(paper, paper.name, "0" * 64, 8))
    http.send_file(load_spec().operations.upload, "files", OutgoingFile(paper, paper.name, "0" * 64, 8))
    assert seen == [(300.0, 480.0), (700.0, 80.0), (300.0, 480.0)]
