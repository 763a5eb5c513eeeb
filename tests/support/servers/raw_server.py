# SPDX-License-Identifier: Apache-2.0
"""A server on loopback below HTTP: what it says, and how it breaks off, is up to the test."""

from __future__ import annotations

import re
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

Talk = Callable[[socket.socket, threading.Event], None]
_PAUSE_S = 0.1


@dataclass
class RawServer:
    """``heard``: all that clients sent, in the clear or still encrypted; ``calls``: how many there were."""

    port: int
    heard: bytearray = field(default_factory=bytearray)
    calls: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def secure_url(self) -> str:
        return f"https://127.0.0.1:{self.port}"


@contextmanager
def raw_server(talk: Talk, encryption: ssl.SSLContext | None = None) -> Iterator[RawServer]:
    """A server that has ``talk`` with each connection after hearing its request, then closes it.

    ``talk`` is given the connection and an event that is set when the test is over.
    """
    listener = socket.create_server(("127.0.0.1", 0))
    server, over = RawServer(listener.getsockname()[1]), threading.Event()

    def serve() -> None:
        while True:
            try:
                connection, _address = listener.accept()
            except OSError:
                return
            server.calls += 1
            with suppress(OSError), connection:
                spoken = encryption.wrap_socket(connection, server_side=True) if encryption else connection
                _hear(spoken, server.heard)
                talk(spoken, over)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        over.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(10)


def _hear(connection: socket.socket, heard: bytearray) -> None:
    """Take a request in; of a large body only the beginning."""
    start = len(heard)
    while True:
        piece = connection.recv(65536)
        heard += piece
        head, _blank, body = bytes(heard[start:]).partition(b"\r\n\r\n")
        told = re.search(rb"(?i)content-length: *(\d+)", head)
        if not piece or (_blank and len(body) >= min(int(told[1]) if told else 0, 65536)):
            return


def says(answer: bytes) -> Talk:
    """Says this and no more."""

    def talk(connection: socket.socket, _over: threading.Event) -> None:
        connection.sendall(answer)

    return talk


def json_answer(body: bytes, status: str = "200 OK", *headers: str) -> bytes:
    """A whole HTTP answer."""
    head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return "\r\n".join([*head, "", ""]).encode() + body


def drips_a_header(connection: socket.socket, _over: threading.Event) -> None:
    """Begins an answer and goes on letter by letter for as long as the client listens."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nX: ")
    connection.settimeout(_PAUSE_S)
    while True:
        try:
            if not connection.recv(65536):
                return
        except TimeoutError:
            connection.sendall(b"a")


def promises_for_ever(connection: socket.socket, _over: threading.Event) -> None:
    """Says again and again that an answer is to come."""
    while True:
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)


def never_listens(_connection: socket.socket, over: threading.Event) -> None:
    """Takes nothing more of the request."""
    over.wait(30)


def resets(connection: socket.socket, _over: threading.Event) -> None:
    """Drops the connection at once (RST), as a router does that has forgotten it."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
