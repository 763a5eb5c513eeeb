"""A mail server on loopback that keeps what it gets and fails when told to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from intake.settings import MailSettings

USER, PASSWORD = "hotich", "dung-mat-khau"


class Postbox:
    """``answer`` is what the server says to a mail, ``to_address`` what it says to an address."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.answer = "250 kept"
        self.to_address = ""

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


@contextmanager
def mail_server(*, login: bool = False) -> Iterator[tuple[Postbox, MailSettings]]:
    """A running server on any free port, and the settings that reach it."""
    box = Postbox()
    more = {"authenticator": _login, "auth_required": True, "auth_require_tls": False} if login else {}
    controller = _AnyPort(box, hostname="127.0.0.1", port=0, **more)
    controller.start()
    try:
        yield box, settings(controller.port)
    finally:
        controller.stop()


def settings(port: int, **more: Any) -> MailSettings:
    known = {"host": "127.0.0.1", "security": "none", "sender": "motcua@vidu.example.gov.vn", "timeout_s": 5}
    return MailSettings(port=port, **{**known, **more})
