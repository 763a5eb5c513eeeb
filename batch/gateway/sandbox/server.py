# SPDX-License-Identifier: Apache-2.0
"""The sandbox gateway as a running server, in the foreground for people and in a thread for the demo and
tests.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from batch.gateway.errors import GatewaySetupError
from batch.gateway.sandbox.app import Sandbox, build_sandbox
from batch.gateway.sandbox.rules import SandboxRules
from templates.language.messages import _

LOOPBACK = "127.0.0.1"
_START_S = 20.0


@dataclass(frozen=True, slots=True)
class RunningSandbox:
    """A sandbox that answers at ``url``."""

    url: str
    sandbox: Sandbox


def serve_sandbox(port: int, folder: Path, ready: Callable[[str], None]) -> None:
    """Serve until interrupted; ``ready`` is told the URL. ``port`` 0 takes any free one.

    Raises GatewaySetupError where the port is taken.
    """
    listener = _listen(port)
    ready(_url(listener))
    app, _sandbox = build_sandbox(folder)
    uvicorn.Server(_config(app)).run(sockets=[listener])


@contextlib.contextmanager
def running_sandbox(folder: Path, *, rules: SandboxRules | None = None) -> Iterator[RunningSandbox]:
    """A sandbox on a free loopback port for as long as the block lasts."""
    listener = _listen(0)
    app, sandbox = build_sandbox(folder, rules=rules)
    server = uvicorn.Server(_config(app))
    # uvicorn's own signal handlers belong to a main thread.
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        # The socket listens already: a request made before the server is up waits in its queue.
        yield RunningSandbox(_url(listener), sandbox)
    finally:
        server.should_exit = True
        thread.join(_START_S)
        listener.close()


def _config(app: object) -> uvicorn.Config:
    return uvicorn.Config(
        app,  # type: ignore[arg-type]
        log_level="critical",
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=2,
    )


def _listen(port: int) -> socket.socket:
    # Named TCP, asyncio sends small pieces at once; else each answer waits 40 ms for an acknowledgement.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, port))
    except OSError as error:
        listener.close()
        raise GatewaySetupError(
            _("The port {port} is taken by another program.").format(port=port),
            _("Choose another with --port, or 0 for any free one."),
        ) from error
    listener.listen(64)
    return listener


def _url(listener: socket.socket) -> str:
    return f"http://{LOOPBACK}:{listener.getsockname()[1]}"
