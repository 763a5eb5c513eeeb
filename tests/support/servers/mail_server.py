# SPDX-License-Identifier: Apache-2.0
"""A mail server on loopback that keeps what it gets and fails when told to."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from intake.settings.settings import MailSettings

USER, PASSWORD = "hotich", "dung-mat-khau"


class Postbox:
    """``answer`` is what the server says to a mail, ``to_address`` and ``to_sender`` what to an address."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.answer = "250 kept"
        self.to_sender = ""
        self.to_address = ""

    async def handle_MAIL(  # noqa: N802 (the server calls it so)
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if self.to_sender:
            return self.to_sender
        envelope.mail_from = address
        return "250 ok"

    async def handle_RCPT(  # noqa: N802 (the server calls it so)
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if self.to_address:
            return self.to_address
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        if self.answer.startswith("250"):
            self.mails.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return self.answer


def _login(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: LoginPassword) -> AuthResult:
    right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=right)


class _AnyPort(Controller):  # type: ignore[misc]
    """The library's controller looks for its server under the port it was given, which is 0 here."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


def encryption(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """What a server on loopback encrypts with, and the certificate to trust for it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "loopback")])
    now = datetime.now(UTC)
    address = x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(now).not_valid_after(now + timedelta(days=1))
    signed = builder.add_extension(address, critical=False).sign(key, hashes.SHA256())
    certificate, secret = folder / "certificate.pem", folder / "key.pem"
    certificate.write_bytes(signed.public_bytes(Encoding.PEM))
    secret.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, secret)
    return context, certificate


@contextmanager
def mail_server(*, login: bool = False, **more: Any) -> Iterator[tuple[Postbox, MailSettings]]:
    """A running server on any free port, and the settings that reach it; ``more`` goes to the library."""
    box = Postbox()
    if login:
        more = {"authenticator": _login, "auth_required": True, "auth_require_tls": False, **more}
    controller = _AnyPort(box, hostname="127.0.0.1", port=0, **more)
    controller.start()
    try:
        yield box, settings(controller.port)
    finally:
        controller.stop()


def settings(port: int, **more: Any) -> MailSettings:
    known = {"host": "127.0.0.1", "security": "none", "sender": "motcua@vidu.example.gov.vn", "timeout_s": 5}
    return MailSettings(port=port, **{**known, **more})
