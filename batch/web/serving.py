# SPDX-License-Identifier: Apache-2.0
"""The desk as a running server on this computer's own address, until somebody ends it."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import uvicorn

from batch.web.app import create_app
from batch.web.desk import WebDesk
from batch.web.errors import DeskPortError
from batch.web.running import LOOPBACK, address, note_running
from templates.system import take_port

USUAL_PORT = 8770
_WAITS_FOR_ANSWERS_S = 3


@dataclass(frozen=True, slots=True)
class Listening:
    """A port that is ours and answers nobody yet."""

    socket: socket.socket

    @property
    def port(self) -> int:
        return int(self.socket.getsockname()[1])


def listen(port: int | None) -> Listening:
    """Take a port: the usual one, or where that is another program's any, unless one is asked for.

    Raises:
        DeskPortError: the port that was asked for is taken.
    """
    for wanted in (USUAL_PORT, 0) if port is None else (port,):
        # Named TCP, asyncio sends small pieces at once; else each answer waits 40 ms for an acknowledgement.
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        try:
            take_port(listener, LOOPBACK, wanted)
        except OSError:
            listener.close()
        else:
            listener.listen(64)
            return Listening(listener)
    raise DeskPortError.taken(port or USUAL_PORT)


def serve_desk(desk: WebDesk, at: Listening, ready: Callable[[str], None]) -> None:
    """Serve until interrupted, which is the usual end; ``ready`` is told the address with its token."""
    server = uvicorn.Server(config_for(desk, at))
    note_running(desk.store.home, at.port)
    ready(address(at.port, desk.door.token()))
    with suppress(KeyboardInterrupt):
        server.run(sockets=[at.socket])


def config_for(desk: WebDesk, at: Listening) -> uvicorn.Config:
    """How the desk is served; nothing of what is asked for goes to a log."""
    hosts = [f"{LOOPBACK}:{at.port}", f"localhost:{at.port}"]
    return uvicorn.Config(
        create_app(desk, hosts),
        log_level="critical",
        access_log=False,
        server_header=False,
        lifespan="off",
        ws="none",
        timeout_graceful_shutdown=_WAITS_FOR_ANSWERS_S,
    )
