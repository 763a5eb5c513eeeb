# SPDX-License-Identifier: Apache-2.0
"""What every sandbox has: what it keeps, its faults, and the addresses below ``/_sandbox`` that are no part
of any protocol: counters, dossiers, their status, faults.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from batch.gateway.sandbox.faults import FAULTS, FORGETTING, INSTEAD, Fault, altered, instead, refusal
from batch.gateway.sandbox.store import SandboxStore

Answering = Callable[[Request], Awaitable[Response]]


@dataclass(kw_only=True)
class SandboxCore:
    """What a sandbox keeps, whom it knows (``tokens``: until when), and the faults that wait."""

    store: SandboxStore
    time_zone: str
    clock: Callable[[], float] = time.time
    tokens: dict[str, float] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def take_fault(self, step: str, sent: bytes) -> str:
        """The kind of the fault that the request with these bytes is to meet, "" for none."""
        for fault in self.faults:
            if fault.meets(step, sent):
                fault.times -= 1
                return fault.kind
        return ""

    def now(self) -> datetime:
        """The gateway's local time."""
        return datetime.fromtimestamp(self.clock(), ZoneInfo(self.time_zone))

    async def met(
        self,
        step: str,
        request: Request,
        answer: Answering,
        stop: Callable[[Request], Awaitable[Response | None]],
    ) -> Response:
        """The answer to a request of that step, or the fault that it meets; ``stop`` may refuse it before."""
        fault = self.take_fault(step, request.url.query.encode() + await request.body())
        if fault in FORGETTING:
            self._forget(fault)
        if (broken := instead(fault)) is not None:
            return broken(request)
        if (refused := await stop(request)) is not None:
            return refused
        request.state.fault = fault
        response = await answer(request)
        if fault == "slow":
            await _client_gone(request)
        return INSTEAD["drop-before"](request) if fault == "drop-after" else altered(fault, response)

    def _forget(self, fault: str) -> None:
        if fault == "expire-tokens":
            self.tokens.clear()
        elif fault == "lost-uploads":
            self.store.forget_files()
        else:
            self.store.forget_numbers()


async def _client_gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def sent_object(request: Request) -> dict[str, Any]:
    """The request's JSON object; an empty one where it is none, which then lacks everything."""
    with contextlib.suppress(ValueError):
        body = await request.json()
        return body if isinstance(body, dict) else {}
    return {}


Kind = TypeVar("Kind", bound=SandboxCore)


def bound(sandbox: Kind, answer: Callable[[Kind, Request], Awaitable[Response]]) -> Answering:
    """An endpoint that knows its sandbox."""

    async def endpoint(request: Request) -> Response:
        return await answer(sandbox, request)

    return endpoint


def control_routes(sandbox: SandboxCore, statuses: Sequence[str]) -> list[Route]:
    """The addresses for people and tests; a dossier may be moved to ``statuses``."""

    async def move(request: Request) -> Response:
        """``{number, status, note, supplement_by}``: what an officer would do on the other side."""
        asked = await sent_object(request)
        kept = sandbox.store.dossier(str(asked.get("number", "")))
        if kept is None or str(asked.get("status")) not in statuses:
            return refusal(404, "number or status unknown")
        told = {name: str(asked.get(name, "")) for name in ("note", "supplement_by")}
        kept.update(status=str(asked["status"]), results=asked.get("results", kept["results"]), **told)
        sandbox.store.keep_dossier(kept["number"], kept)
        return JSONResponse({"number": kept["number"], "status": kept["status"]})

    return [
        Route("/_sandbox/counters", bound(sandbox, _counters)),
        Route("/_sandbox/dossiers", bound(sandbox, _dossiers)),
        Route("/_sandbox/status", move, methods=["POST"]),
        Route("/_sandbox/faults", bound(sandbox, _add_fault), methods=["POST"]),
    ]


async def _counters(sandbox: SandboxCore, _request: Request) -> Response:
    return JSONResponse(sandbox.store.counters())


async def _dossiers(sandbox: SandboxCore, request: Request) -> Response:
    rows = sandbox.store.dossiers()
    names = ["number", "id", "status", "note", "times"]
    names += ["body"] if "whole" in request.query_params else []
    return JSONResponse([{name: row[name] for name in names} for row in rows])


async def _add_fault(sandbox: SandboxCore, request: Request) -> Response:
    """``{kind, step, times, match}``: a fault for the next requests."""
    asked = await sent_object(request)
    kind = str(asked.get("kind"))
    if kind not in FAULTS and instead(kind) is None:
        return refusal(400, f"kind must be one of {', '.join(FAULTS)}")
    step, match = str(asked.get("step", "")), str(asked.get("match", ""))
    sandbox.faults.append(Fault(kind, step, int(asked.get("times", 1)), match))
    return JSONResponse({"faults": len(sandbox.faults)})
