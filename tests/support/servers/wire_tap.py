# SPDX-License-Identifier: Apache-2.0
"""A line on loopback that keeps every byte that passes it, in both directions."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock, Thread
from urllib.parse import urlsplit


class WireTap:
    """The ``address`` of the line, and what passed."""

    def __init__(self, onwards: str) -> None:
        parts = urlsplit(onwards)
        self._onwards = (str(parts.hostname), parts.port or 0)
        self._passed, self._lock = bytearray(), Lock()
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"tcp://127.0.0.1:{self.listening.getsockname()[1]}"

    def passed(self) -> bytes:
        with self._lock:
            return bytes(self._passed)

    def answer(self) -> None:
        with suppress(OSError):  # it is closed when the test ends
            while True:
                caller, _from = self.listening.accept()
                called = socket.create_connection(self._onwards)
                for ends in ((caller, called), (called, caller)):
                    Thread(target=self._carry, args=ends, daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(1 << 16):
                with self._lock:
                    self._passed += data
                target.sendall(data)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@contextmanager
def tapped(onwards: str) -> Iterator[WireTap]:
    """A line to ``onwards`` (``tcp://host:port``)."""
    tap = WireTap(onwards)
    Thread(target=tap.answer, daemon=True).start()
    try:
        yield tap
    finally:
        tap.listening.close()
