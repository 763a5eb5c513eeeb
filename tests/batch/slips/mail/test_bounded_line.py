# SPDX-License-Identifier: Apache-2.0
"""A mail server that says one letter now and then holds no one up for longer than a mail may take."""

from __future__ import annotations

import itertools
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from typing import Literal

import pytest

from batch.gateway.errors import Scope
from batch.slips.mail import postman
from batch.slips.mail.postman import PostError, Postman
from intake.settings.settings import MailSettings

TOTAL_S = 1.0
DRIP_S = 0.05


@contextmanager
def dripping(first: bytes = b"") -> Iterator[int]:
    """The port of a server that greets with ``first`` and then sends a reply that never ends."""
    over, ends = threading.Event(), socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with suppress(OSError):
            line, _address = ends.accept()
            line.sendall(first)
            for letter in itertools.chain(b"220-", itertools.repeat(ord("x"))):
                if over.wait(DRIP_S):
                    return
                line.sendall(bytes([letter]))

    server = threading.Thread(target=serve)
    server.start()
    try:
        yield ends.getsockname()[1]
    finally:
        over.set()
        ends.close()
        server.join()


@pytest.mark.parametrize("security", ["none", "starttls", "tls"])
@pytest.mark.parametrize("first", [b"", b"220 here\r\n"])
def test_a_server_that_drips_is_left_and_told_as_down(
    monkeypatch: pytest.MonkeyPatch, security: Literal["none", "starttls", "tls"], first: bytes
) -> None:
    monkeypatch.setattr(postman, "MOST_S", TOTAL_S)
    mail = EmailMessage()
    mail["From"], mail["To"] = "a@example.org", "b@example.org"
    with dripping(first) as port:
        settings = MailSettings(
            host="127.0.0.1", port=port, security=security, sender="a@example.org", timeout_s=30
        )
        with Postman(settings) as ours, pytest.raises(PostError) as told:
            ours.send(mail)
    assert told.value.scope in (Scope.LINE, Scope.CREDENTIALS if security == "tls" else Scope.LINE)
