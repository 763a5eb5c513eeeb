# SPDX-License-Identifier: Apache-2.0
"""Sandbox gateways as running servers: in the foreground for people, in a thread for the demo and tests."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

import uvicorn
from starlette.applications import Starlette

from batch.gateway.errors import GatewaySetupError
from batch.gateway.sandbox.app import Sandbox, build_sandbox
from batch.gateway.sandbox.core import SandboxCore
from batch.gateway.sandbox.moj import MojSandbox, build_moj_sandbox
from batch.gateway.sandbox.moj_rules import load_moj_rules
from batch.gateway.sandbox.province import PUBLISHED, ProvinceSandbox, build_province_sandbox
from batch.gateway.sandbox.province_rules import load_province_rules
from batch.gateway.sandbox.rules import SandboxRules, load_rules
from templates.language.messages import _

LOOPBACK = "127.0.0.1"
_START_S = 20.0


Kind = TypeVar("Kind", bound=SandboxCore)
Build = Callable[[Path], tuple[Starlette, Kind]]

KINDS: dict[str, Build[SandboxCore]] = {
    "ministry": build_sandbox,
    "province": build_province_sandbox,
    "moj": build_moj_sandbox,
}
"""The gateways that can be practised on, by their connector."""


@dataclass(frozen=True, slots=True)
class Running(Generic[Kind]):
    """A sandbox that answers at ``url``."""

    url: str
    sandbox: Kind


RunningSandbox = Running[Sandbox]
RunningProvince = Running[ProvinceSandbox]
RunningMoj = Running[MojSandbox]


def serve_sandbox(port: int, folder: Path, ready: Callable[[str], None], *, kind: str = "ministry") -> None:
    """Serve one of ``KINDS`` until interrupted; ``ready`` is told the URL. ``port`` 0 takes any free one.

    Raises GatewaySetupError where the port is taken.
    """
    listener = _listen(port)
    ready(_url(listener))
    app, _sandbox = KINDS[kind](folder)
    uvicorn.Server(_config(app)).run(sockets=[listener])


@contextlib.contextmanager
def running_sandbox(folder: Path, *, rules: SandboxRules | None = None) -> Iterator[RunningSandbox]:
    """A sandbox of the ministry's on a free loopback port for as long as the block lasts."""
    with _running(lambda: build_sandbox(folder, rules=rules)) as running:
        yield running


@contextlib.contextmanager
def running_province(folder: Path) -> Iterator[RunningProvince]:
    """A sandbox of a province's on a free loopback port for as long as the block lasts."""
    with _running(lambda: build_province_sandbox(folder)) as running:
        yield running


@contextlib.contextmanager
def running_moj(folder: Path) -> Iterator[RunningMoj]:
    """A sandbox of the civil-status system's on a free loopback port for as long as the block lasts."""
    with _running(lambda: build_moj_sandbox(folder)) as running:
        yield running


@contextlib.contextmanager
def _running(build: Callable[[], tuple[Starlette, Kind]]) -> Iterator[Running[Kind]]:
    listener = _listen(0)
    app, sandbox = build()
    server = uvicorn.Server(_config(app))
    # uvicorn's own signal handlers belong to a main thread.
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        # The socket listens already: a request made before the server is up waits in its queue.
        yield Running(_url(listener), sandbox)
    finally:
        server.should_exit = True
        thread.join(_START_S)
        listener.close()


def settings_for(kind: str, url: str, folder: Path) -> dict[str, str]:
    """The settings of ``[gateway]`` that reach a sandbox of that kind, as variables name them."""
    if kind == "ministry":
        client, secret = next(iter(load_rules().clients.items()))
        return {"BASE_URL": url, "CLIENT_ID": client, "CLIENT_SECRET": secret}
    if kind == "moj":
        client, secret = next(iter(load_moj_rules().clients.items()))
        return {"CONNECTOR": kind, "BASE_URL": url, "CLIENT_ID": client, "CLIENT_SECRET": secret}
    rules = load_province_rules()
    client, secret = next(iter(rules.clients.items()))
    return {
        "CONNECTOR": kind,
        "BASE_URL": url,
        "CLIENT_ID": client,
        "CLIENT_SECRET": secret,
        "OPTIONS": json.dumps({"destination": rules.destination}),
        "PUBLISH__PLACE": str(folder / PUBLISHED),
        "PUBLISH__URL": f"{url}/{PUBLISHED}",
    }


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
