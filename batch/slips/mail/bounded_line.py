# SPDX-License-Identifier: Apache-2.0
"""A conversation with a mail server that takes no longer than allowed in all.

The time-out of a socket begins anew with every byte, so a server that sends one now and then holds the line
for ever. Here a clock beside the conversation cuts the line, whatever is done on it just then: a reply, the
handshake of TLS, the farewell.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class BoundedLine:
    """Cuts the connections made by ``plain`` and ``tls`` when their time is up. ``was_cut``: it did."""

    def __init__(self) -> None:
        self._ends: list[socket.socket] = []
        self.was_cut = False

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """What is done inside fails with an ``SMTPException`` or ``OSError`` once the time is up."""
        self.was_cut = False
        clock = threading.Timer(seconds, self._cut)
        clock.daemon = True
        clock.start()
        try:
            yield
        finally:
            clock.cancel()

    def made(self, connection: socket.socket) -> socket.socket:
        """Remember a connection by an end of its own: TLS takes over the one that is handed back."""
        self.forget()
        self._ends.append(connection.dup())
        return connection

    def forget(self) -> None:
        """Let the last connection go."""
        while self._ends:
            self._ends.pop().close()

    def _cut(self) -> None:
        self.was_cut = True
        for end in list(self._ends):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


class BoundedSmtp(smtplib.SMTP):
    """``smtplib.SMTP`` over a bounded line."""

    def __init__(self, line: BoundedLine, host: str, timeout_s: float) -> None:
        self._line = line
        smtplib.SMTP.__init__(self, timeout=timeout_s)
        self._host = host  # what a certificate must name; smtplib keeps only that of its own connecting

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        connection: socket.socket = super()._get_socket(host, port, timeout)  # type: ignore[misc]
        return self._line.made(connection)


class BoundedSmtpTls(smtplib.SMTP_SSL, BoundedSmtp):
    """``smtplib.SMTP_SSL`` over a bounded line: it lets ``BoundedSmtp`` connect."""

    def __init__(self, line: BoundedLine, host: str, timeout_s: float) -> None:
        self._line = line
        smtplib.SMTP_SSL.__init__(self, timeout=timeout_s, context=ssl.create_default_context())
        self._host = host
