# SPDX-License-Identifier: Apache-2.0
"""A server on loopback that stamps times (RFC 3161) and lists what an issuer has revoked."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from asn1crypto import keys, tsp
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from pyhanko.sign.timestamps import DummyTimeStamper

from tests.support.servers.signing_keys import Credential, issuer, stamp_service


@dataclass
class TrustServer:
    """``broken``: it answers nothing of use, ``disguised`` under the right name; ``asked``: the paths that
    were asked for.
    """

    port: int
    broken: bool = False
    disguised: bool = False
    asked: list[str] = field(default_factory=list)

    @property
    def stamps(self) -> str:
        return f"http://127.0.0.1:{self.port}/tsa"

    @property
    def revoked(self) -> str:
        return f"http://127.0.0.1:{self.port}/ca.crl"


@contextmanager
def trust_server() -> Iterator[TrustServer]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self._answer("application/timestamp-reply", lambda: _stamped(body, told))

        def do_GET(self) -> None:
            self._answer("application/pkix-crl", lambda: _revoked())

        def _answer(self, kind: str, body: object) -> None:
            told.asked.append(self.path)
            data = b"<html>502</html>" if told.broken else body()  # type: ignore[operator]
            self.send_response(200)
            self.send_header("Content-Type", "text/html" if told.broken and not told.disguised else kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_args: object) -> None:
            """Nothing on the screen of a test."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told = TrustServer(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _stamped(body: bytes, told: TrustServer) -> bytes:
    service = stamp_service(told.revoked)
    stamper = DummyTimeStamper(_certificate(service), _private(service))
    return bytes(stamper.request_tsa_response(tsp.TimeStampReq.load(body)).dump())


def _revoked() -> bytes:
    now = datetime.now(UTC)
    listed = x509.CertificateRevocationListBuilder().issuer_name(issuer().certificate.subject)
    listed = listed.last_update(now - timedelta(days=1)).next_update(now + timedelta(days=1))
    return listed.sign(issuer().key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def _certificate(credential: Credential) -> Certificate:
    return Certificate.load(credential.certificate.public_bytes(serialization.Encoding.DER))


def _private(credential: Credential) -> keys.PrivateKeyInfo:
    der, plain = serialization.Encoding.DER, serialization.NoEncryption()
    pkcs8 = serialization.PrivateFormat.PKCS8
    return keys.PrivateKeyInfo.load(credential.key.private_bytes(der, pkcs8, plain))
