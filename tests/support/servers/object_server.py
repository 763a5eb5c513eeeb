# SPDX-License-Identifier: Apache-2.0
"""An S3 service on loopback (moto's server), reached through a line that fails when told to."""

from __future__ import annotations

import http.client
import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from moto.server import ThreadedMotoServer
from pydantic import SecretStr

from intake.settings.settings import StoreSettings
from intake.store.remote.cache import ObjectCache
from intake.store.remote.objects import RemoteObjects
from intake.store.remote.place import ObjectPlace, filesystem

KEY, SECRET = "unit-key", "unit-secret"
_numbers = itertools.count()

Fault = Callable[["Request"], int]
"""What the line answers instead of the service; 0: pass the request on."""


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked of the service: ``path`` with its query."""

    method: str
    path: str
    size: int


@dataclass(slots=True)
class Line:
    """The way to the service. ``fault`` may answer for it, ``cut`` ends an upload half-way, ``alter`` changes
    its bytes, ``silent`` takes away the SHA-256 that the service tells. ``asked`` is what came by.
    """

    url: str = ""
    fault: Fault = lambda _request: 0
    cut: bool = False
    alter: bool = False
    silent: bool = False
    asked: list[Request] = field(default_factory=list)

    def uploads(self) -> int:
        return sum(request.method == "PUT" for request in self.asked)


_CODES = {403: "AccessDenied", 404: "NoSuchBucket", 503: "SlowDown"}
_OF_CONNECTION = frozenset(("connection", "transfer-encoding", "date", "server"))


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    line: Line
    service: tuple[str, int]

    def _pass_on(self) -> None:
        size = int(self.headers.get("Content-Length", 0))
        request = Request(self.command, self.path, size)
        self.line.asked.append(request)
        if self.line.cut and self.command == "PUT":
            self.rfile.read(size // 2)
            self._hang_up()
            return
        body = self.rfile.read(size)
        if code := self.line.fault(request):
            self._refuse(code)
            return
        if self.line.alter and self.command == "PUT":
            body = bytes([body[0] ^ 1]) + body[1:]
        self._answer(body)

    do_GET = do_PUT = do_HEAD = do_POST = do_DELETE = _pass_on  # noqa: N815 (the server calls them so)

    def _answer(self, body: bytes) -> None:
        onwards = http.client.HTTPConnection(*self.service, timeout=30)
        headers = {name: value for name, value in self.headers.items() if not self._is_hidden(name)}
        onwards.request(self.command, self.path, body, headers)
        answer = onwards.getresponse()
        data = answer.read()
        self.send_response(answer.status)
        length = answer.headers.get("Content-Length", "0") if self.command == "HEAD" else str(len(data))
        for name, value in answer.headers.items():
            if name.lower() not in (*_OF_CONNECTION, "content-length") and not self._is_hidden(name):
                self.send_header(name, value)
        self.send_header("Content-Length", length)
        self.end_headers()
        self.wfile.write(data)
        onwards.close()

    def _is_hidden(self, name: str) -> bool:
        return self.line.silent and "checksum" in name.lower()

    def _refuse(self, code: int) -> None:
        text = f"<Error><Code>{_CODES[code]}</Code><Message>told to</Message></Error>".encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/xml")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(text)

    def _hang_up(self) -> None:
        self.close_connection = True
        self.connection.close()

    def log_message(self, *_told: object) -> None:
        """Not on the tests' screen."""


class _Quiet(ThreadingHTTPServer):
    def handle_error(self, *_told: object) -> None:
        """Whoever hangs up in the middle of an answer has read enough of it."""


@contextmanager
def object_server() -> Iterator[Line]:
    """A running service, and the line to it."""
    service = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    service.start()
    line = Line()
    handler = type("_OfLine", (_Handler,), {"line": line, "service": service.get_host_and_port()})
    server = _Quiet(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    line.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield line
    finally:
        server.shutdown()
        server.server_close()
        service.stop()


def store_settings(line: Line, *, bucket: str = "", **more: object) -> StoreSettings:
    """Settings that keep papers in a bucket of their own, which is made."""
    bucket = bucket or new_bucket(line)
    known = {"objects_endpoint": line.url, "objects_key": KEY, "objects_secret": SecretStr(SECRET)}
    region = {"objects_region": "us-east-1", "objects_timeout_s": 10}
    return StoreSettings(**{"objects": f"s3://{bucket}/commune", **known, **region, **more})


def new_bucket(line: Line) -> str:
    """A bucket that nobody had before."""
    name = f"papers-{next(_numbers)}"
    reached, _root = filesystem(ObjectPlace(f"s3://{name}", store_settings(line, bucket=name)))
    reached.call_s3("create_bucket", Bucket=name)
    return name


def put_right(line: Line) -> Line:
    """The line in order again, with nothing asked yet."""
    line.fault, line.cut, line.alter, line.silent = lambda _request: 0, False, False, False
    line.asked.clear()
    return line


def named_in_environment(store: StoreSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same settings for whole commands, also those in other processes."""
    for key, value in store.model_dump(exclude_defaults=True).items():
        plain = value.get_secret_value() if isinstance(value, SecretStr) else str(value)
        monkeypatch.setenv(f"SOHOA_STORE__{key.upper()}", plain)


def remote_objects(settings: StoreSettings, home: Path, *, limit_bytes: int = 10_000_000) -> RemoteObjects:
    """What these settings name, with a cache of so many bytes."""
    return RemoteObjects(ObjectPlace(settings.objects, settings), ObjectCache(home / "cache", limit_bytes))
