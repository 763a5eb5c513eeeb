# SPDX-License-Identifier: Apache-2.0
"""A remote signer on loopback: as much of the Cloud Signature Consortium's API v1 as signing a hash needs."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed

from tests.support.servers.signing_keys import Credential, issuer, office

TOKEN, PIN, CREDENTIAL = "the-bien-ngan", "97531", "ubnd-01"
_SHA256_RSA = "1.2.840.113549.1.1.11"


@dataclass
class SigningService:
    """``multisign``: for how many signatures its owner may be asked at once; ``pinned``: for named hashes
    only; ``asked``: the calls; ``fault``: the call that fails.
    """

    port: int
    credential: Credential
    multisign: int = 10
    pinned: bool = False
    fault: str = ""
    asked: list[str] = field(default_factory=list)
    allowed: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def answer(self, call: str, token: str, told: dict[str, Any]) -> dict[str, Any] | None:
        """None: refused."""
        self.asked.append(call)
        if call == self.fault or token != f"Bearer {TOKEN}" or told["credentialID"] != CREDENTIAL:
            return None
        return {"info": self._info, "authorize": self._authorize, "signHash": self._sign}[call](told)

    def _info(self, _told: dict[str, Any]) -> dict[str, Any]:
        ders = (
            one.certificate.public_bytes(serialization.Encoding.DER) for one in (self.credential, issuer())
        )
        chain = [base64.b64encode(der).decode() for der in ders]
        scal = "2" if self.pinned else "1"
        return {
            "cert": {"certificates": chain},
            "key": {"algo": [_SHA256_RSA]},
            "multisign": self.multisign,
            "SCAL": scal,
        }

    def _authorize(self, told: dict[str, Any]) -> dict[str, Any] | None:
        if (
            told.get("PIN") != PIN
            or told["numSignatures"] > self.multisign
            or (self.pinned != ("hash" in told))
        ):
            return None
        self.allowed = told["numSignatures"]
        return {"SAD": "cho-phep", "expiresIn": 300}

    def _sign(self, told: dict[str, Any]) -> dict[str, Any] | None:
        self.allowed -= len(told["hash"])
        if told["SAD"] != "cho-phep" or self.allowed < 0:
            return None
        hashed = [base64.b64decode(one) for one in told["hash"]]
        made = [self.credential.key.sign(one, PKCS1v15(), Prehashed(hashes.SHA256())) for one in hashed]
        return {"signatures": [base64.b64encode(one).decode() for one in made]}


@contextmanager
def signing_service(credential: Credential | None = None) -> Iterator[SigningService]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            call, token = self.path.rpartition("/")[2], self.headers.get("Authorization", "")
            answer = service.answer(call, token, body)
            data = json.dumps(answer or {"error": "invalid_request"}).encode()
            self.send_response(200 if answer else 400)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_args: object) -> None:
            """Nothing on the screen of a test."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service = SigningService(server.server_address[1], credential or office())
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
