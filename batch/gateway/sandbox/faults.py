# SPDX-License-Identifier: Apache-2.0
"""What the sandbox does wrong when it is told to: the bad days of a gateway, each by its name.

``INSTEAD`` answers without carrying the request out, ``ALTERED`` carries it out and spoils the answer,
``FORGETTING`` loses something of the gateway's first; ``AROUND`` stands in the endpoints themselves.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import re
import zlib
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse

RETRY_AFTER_S = 120
BOMB_BYTES = 64_000_000
DEPTH = 100_000
DRIP_S = 0.2
_PIECE = b"a" * (1 << 16)

AROUND = (
    "drop-after",  # the connection breaks after the request was carried out
    "slow",  # it is carried out, but no answer comes before the client gives up
    "corrupt-upload",  # a byte of the upload is changed on the way
)
FORGETTING = ("expire-tokens", "lost-uploads", "lost-numbers")


@dataclass
class Fault:
    """Switched on for the next ``times`` requests of ``step`` (a step's name, or "" for any).

    ``match`` stands in the query or the body of the requests that meet it (a dossier's id, its number), ""
    for any.
    """

    kind: str
    step: str = ""
    times: int = 1
    match: str = ""

    def meets(self, step: str, sent: bytes) -> bool:
        """Whether the request of that step, with these bytes in it, goes wrong."""
        return self.times > 0 and self.step in ("", step) and self.match.encode() in sent


def refusal(status: int, message: str, errors: str = "") -> Response:
    """The shapes in which such gateways refuse: code and message, or one string of all faults."""
    if errors:
        return JSONResponse({"title": message, "errors": errors, "status": status}, status_code=status)
    return JSONResponse({"code": str(status), "message": message}, status_code=status)


def _later(status: int) -> Callable[[Request], Response]:
    def answer(_request: Request) -> Response:
        told = refusal(status, "Vui lòng thử lại sau")
        told.headers["retry-after"] = str(RETRY_AFTER_S)
        return told

    return answer


def _body(body: bytes, media_type: str = "application/json", **headers: str) -> Response:
    return Response(body, media_type=media_type, headers={k.replace("_", "-"): v for k, v in headers.items()})


def _broken_gzip() -> bytes:
    packed = bytearray(gzip.compress(b'{"value": "x"}' * 50))
    packed[12] ^= 0xFF
    return bytes(packed)


@cache
def _bomb() -> bytes:
    """A JSON string of ``BOMB_BYTES``, a thousandth of that when packed."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)  # 31: with gzip's head and tail
    inside = [packer.compress(_PIECE) for _ in range(BOMB_BYTES // len(_PIECE))]
    return b"".join([packer.compress(b'"'), *inside, packer.compress(b'"'), packer.flush()])


async def _without_end() -> AsyncIterator[bytes]:
    while True:
        yield _PIECE
        await asyncio.sleep(0)


async def _drops() -> AsyncIterator[bytes]:
    while True:
        yield b" "
        await asyncio.sleep(DRIP_S)


async def _breaks_off() -> AsyncIterator[bytes]:
    yield b"{"
    raise ConnectionResetError("sandbox fault: connection dropped")


def _elsewhere(request: Request) -> Response:
    return RedirectResponse(request.url.replace(path="/_sandbox/elsewhere"))


INSTEAD: Mapping[str, Callable[[Request], Response]] = {
    # The server closes the connection before what it promised is sent.
    "drop-before": lambda _: StreamingResponse(_breaks_off(), headers={"content-length": "4096"}),
    "error-500": lambda _: Response("Lỗi hệ thống", status_code=500),
    "error-502": lambda _: Response("Lỗi hệ thống", status_code=502),
    **{f"json-{status}": _later(status) for status in (404, 408, 425, 429, 503)},
    "code-500": lambda _: JSONResponse({"code": "500", "message": "Lỗi hệ thống"}),
    "code-429": lambda _: JSONResponse({"code": 429, "message": "Quá nhiều yêu cầu"}),
    "no-words": lambda _: JSONResponse({"code": "-1"}),
    "forbid": lambda _: refusal(403, "Không có quyền"),
    "already-there": lambda _: refusal(400, "Hồ sơ đã tồn tại trong hệ thống"),
    "conflict": lambda _: Response(status_code=409),
    "redirect": _elsewhere,
    "nonsense": lambda _: _body("<html>Bảo trì hệ thống</html>".encode(), "text/html"),
    "empty": lambda _: _body(b""),
    "not-a-number": lambda _: _body(b'{"value": NaN, "expires_in": NaN}'),
    "deep-json": lambda _: _body(b"[" * DEPTH + b"]" * DEPTH),
    "bad-gzip": lambda _: _body(_broken_gzip(), content_encoding="gzip"),
    "gzip-bomb": lambda _: _body(_bomb(), content_encoding="gzip"),
    "endless": lambda _: StreamingResponse(_without_end(), media_type="application/json"),
    "drip": lambda _: StreamingResponse(_drops(), media_type="application/json"),
}

_JSON_STATUS = re.compile(r"json-([45]\d\d)")


def instead(fault: str) -> Callable[[Request], Response] | None:
    """The answer that stands for the carrying out of a request: one of ``INSTEAD``, or a refusal in JSON with
    any status (``json-400`` to ``json-599``).
    """
    status = _JSON_STATUS.fullmatch(fault)
    return INSTEAD.get(fault) or (_later(int(status[1])) if status else None)


ALTERED: Mapping[str, Callable[[str], Any]] = {
    "surrogate": lambda text: text + "\ud800",
    "odd-letters": lambda text: text + "ế",
    "path-number": lambda _text: "../../etc/passwd",
    "long-number": lambda _text: "9" * 5000,
    "wrong-types": lambda text: {"value": [text]},
}

FAULTS = (*AROUND, *FORGETTING, *INSTEAD, *ALTERED)


def altered(fault: str, response: Response) -> Response:
    """The answer with every text in it spoilt, where that is the fault; else as it is."""
    if fault not in ALTERED:
        return response
    spoilt = _spoil(json.loads(bytes(response.body)), ALTERED[fault])
    # Escaped: lone surrogates have no bytes of their own.
    return _body(json.dumps(spoilt).encode())


def _spoil(value: Any, how: Callable[[str], Any]) -> Any:
    if isinstance(value, dict):
        return {key: _spoil(part, how) for key, part in value.items()}
    if isinstance(value, list):
        return [_spoil(part, how) for part in value]
    return how(value) if isinstance(value, str) else value
