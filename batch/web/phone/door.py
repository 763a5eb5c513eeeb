# SPDX-License-Identifier: Apache-2.0
"""The port at which phones are answered: open on the office's network as long as a ticket was asked for."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable
from datetime import datetime
from threading import Lock, Thread

import uvicorn
from starlette.types import ASGIApp

from batch.web.errors import PhoneDoorError
from batch.web.phone.tickets import PhoneTickets
from intake.settings.phones import PhoneSettings
from templates.system import take_port

_NOWHERE = ("192.0.2.1", 9)
"""An address that is nobody's (RFC 5737): by which of ours it would be reached is asked, nothing is sent."""
_ENDS_WITHIN_S = 3.0


class PhoneDoor:
    """Opened with the first ticket, closed with the desk."""

    def __init__(self, settings: PhoneSettings, clock: Callable[[], datetime]) -> None:
        self.tickets = PhoneTickets(clock)
        self._settings = settings
        self._lock = Lock()
        self._named = ""
        self._server: uvicorn.Server | None = None
        self._thread: Thread | None = None

    def open(self, app: Callable[[str], ASGIApp]) -> str:
        """The address of the door, ``http://…:port``, which is opened where it is not open yet and moves
        where this computer's address changed; ``app`` is made for the name and port under which phones ask.

        Raises:
            PhoneDoorError: the port is taken, or this computer has no such address, or none in a network.
        """
        with self._lock:
            host = self._settings.address or own_address()
            named = f"{host}:{self._settings.port}"
            if not self._settings.address and host.startswith("127."):
                raise PhoneDoorError.offline()
            if named != self._named:
                listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
                try:
                    take_port(listener, host, self._settings.port)
                except OSError as error:
                    listener.close()
                    if error.errno == errno.EADDRNOTAVAIL or isinstance(error, socket.gaierror):
                        raise PhoneDoorError.not_ours(host) from None
                    raise PhoneDoorError.taken(self._settings.port) from None
                listener.listen(16)
                self._end()
                self._serve(app(named), listener)
                self._named = named
            return f"http://{named}"

    def close(self) -> None:
        with self._lock:
            self._end()

    def _end(self) -> None:
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join(_ENDS_WITHIN_S)

    def _serve(self, app: ASGIApp, listener: socket.socket) -> None:
        config = uvicorn.Config(
            app, log_level="critical", access_log=False, server_header=False, lifespan="off", ws="none"
        )
        self._server = server = uvicorn.Server(config)

        def serve() -> None:
            server.run(sockets=[listener])

        self._thread = Thread(target=serve, name="phones", daemon=True)
        self._thread.start()


def own_address() -> str:
    """This computer's address on its network; 127.0.0.1 where it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(_NOWHERE)
            return str(asking.getsockname()[0])
        except OSError:
            return "127.0.0.1"
