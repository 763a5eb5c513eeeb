# SPDX-License-Identifier: Apache-2.0
"""A civil-status system to practise on, over real HTTP on this computer only: sign-in, nhanHoSoDKHT, the
question where a dossier stands, dangKyHoTich.

Paths come from the connector's data, what is refused from the sandbox's own. A number that comes again is
answered “đã được tiếp nhận”, unless a supplement was asked for.
"""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from batch.gateway.connectors.moj.spec import VERSIONS, Call, MojSpec, load_spec
from batch.gateway.sandbox.core import SandboxCore, bound, control_routes, sent_object
from batch.gateway.sandbox.faults import refusal
from batch.gateway.sandbox.moj_rules import MojRules, load_moj_rules
from batch.gateway.sandbox.store import SandboxStore

_Answering = Callable[["MojSandbox", MojSpec, Request], Awaitable[Response]]
_SUPPLEMENT = "2"


@dataclass(kw_only=True)
class MojSandbox(SandboxCore):
    """The sandbox's state."""

    rules: MojRules


def build_moj_sandbox(folder: Path) -> tuple[Starlette, MojSandbox]:
    """The application and its state; what was received lies in ``folder``."""
    rules = load_moj_rules()
    sandbox = MojSandbox(store=SandboxStore(folder), time_zone=rules.time_zone, rules=rules)
    linked, modules = (load_spec(version) for version in VERSIONS)
    assert linked.poll is not None
    routes = [
        _route(sandbox, linked, "token", linked.token, _token, open_to_all=True),
        _route(sandbox, linked, "submit", linked.push, _push),
        _route(sandbox, linked, "status", linked.poll, _status),
        _route(sandbox, modules, "submit", modules.push, _push),
        Route("/_sandbox/results", bound(sandbox, _hand_back), methods=["POST"]),
        *control_routes(sandbox, rules.statuses),
    ]
    return Starlette(routes=routes), sandbox


def _route(
    sandbox: MojSandbox,
    spec: MojSpec,
    step: str,
    call: Call,
    answer: _Answering,
    *,
    open_to_all: bool = False,
) -> Route:
    async def stop(request: Request) -> Response | None:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        if open_to_all or sandbox.tokens.get(token, 0.0) > sandbox.clock():
            return None
        return refusal(401, "Token không hợp lệ hoặc đã hết hạn")

    async def endpoint(request: Request) -> Response:
        return await sandbox.met(step, request, lambda one: answer(sandbox, spec, one), stop)

    return Route(call.path, endpoint, methods=[call.method])


async def _token(sandbox: MojSandbox, spec: MojSpec, request: Request) -> Response:
    given = request.headers.get("authorization", "").removeprefix("Basic ")
    known = (
        base64.b64encode(f"{name}:{word}".encode()).decode() for name, word in sandbox.rules.clients.items()
    )
    async with request.form() as form:
        asked = form.get("grant_type")
    if asked != "client_credentials" or not any(secrets.compare_digest(given, one) for one in known):
        return JSONResponse({"error": "invalid_client"}, 401)
    token = secrets.token_urlsafe(32)
    sandbox.tokens[token] = sandbox.clock() + sandbox.rules.token_life_s
    told = {spec.token.token: token, spec.token.expires_in: sandbox.rules.token_life_s}
    return JSONResponse({**told, "token_type": "Bearer"})


async def _push(sandbox: MojSandbox, spec: MojSpec, request: Request) -> Response:
    return await run_in_threadpool(_taken, sandbox, spec, await sent_object(request))


def _taken(sandbox: MojSandbox, spec: MojSpec, body: dict[str, Any]) -> Response:
    linked = spec.poll is not None
    with sandbox.store.lock:
        faults = sandbox.rules.complaints(body)
        if linked and body.get("module") not in spec.modules:
            faults.append("module không tồn tại")
        if faults:
            sandbox.store.count("refused_dossiers")
            return _no(spec, " ".join(faults))
        number = str(body[spec.number])
        before = sandbox.store.dossier(number)
        if before is not None and before["status"] != _SUPPLEMENT:
            sandbox.store.count("duplicate_dossiers")
            return _no(spec, f"Hồ sơ {number} đã được tiếp nhận")
        files = dict(sandbox.store.keep_file(name, data) for name, data in sandbox.rules.files(body))
        kept = {
            "number": number,
            "id": number,
            "received_at": sandbox.now().isoformat(timespec="seconds"),
            "status": sandbox.rules.first_status,
            "note": "",
            "results": before["results"] if before else [],
            "times": before["times"] + 1 if before else 1,
            "files": files,
            "body": {
                **body,
                spec.data: json.loads(body[spec.data]),
                spec.files.list: _without_bytes(spec, body),
            },
        }
        sandbox.store.keep_dossier(number, kept)
    return JSONResponse({"status": "1", "statusDescription": "Thành công"} if linked else {"status": 200})


def _without_bytes(spec: MojSpec, body: Mapping[str, Any]) -> list[dict[str, Any]]:
    entries = body[spec.files.list]
    return [{name: told for name, told in one.items() if name != spec.files.content} for one in entries]


def _no(spec: MojSpec, words: str) -> Response:
    if spec.poll is not None:
        told = {"status": "-1", "statusDescription": "Có lỗi xảy ra.", "errorCode": "1"}
        return JSONResponse({**told, "errorDescription": words})
    return JSONResponse({"title": "Có lỗi xảy ra.", "errors": words, "status": 500}, 500)


async def _status(sandbox: MojSandbox, spec: MojSpec, request: Request) -> Response:
    asked, rows = await sent_object(request), spec.rows
    assert rows is not None
    numbers = asked.get(rows.asked)
    if not isinstance(numbers, list) or not str(asked.get(rows.province, "")):
        return _no(spec, f"{rows.asked} định dạng không đúng")
    found = (sandbox.store.dossier(str(number)) for number in numbers)
    value = [_row(spec, kept) for kept in found if kept and kept["body"]["module"] == asked.get(spec.module)]
    return JSONResponse({"status": 1, rows.data: value})


def _row(spec: MojSpec, kept: Mapping[str, Any]) -> dict[str, Any]:
    rows = spec.rows
    assert rows is not None
    results = json.dumps({entry["name"]: entry["content"] for entry in kept["results"]})
    return {
        **{name: kept["body"][name] for name in ("maDonVi", "module", "maHoSoLT", spec.number)},
        rows.status: kept["status"],
        "ghiChu": kept["note"],
        rows.supplement_by: kept.get("supplement_by", ""),
        rows.results: results if kept["results"] else "",
    }


async def _hand_back(sandbox: MojSandbox, request: Request) -> Response:
    """A multipart ``file`` and the ``number`` of a dossier, whose next status bears it as its result."""
    async with request.form() as form:
        file, number = form.get("file"), str(form.get("number", ""))
        kept = sandbox.store.dossier(number)
        if kept is None or not isinstance(file, UploadFile):
            return Response("number or file unknown", status_code=404)
        content = base64.b64encode(await file.read()).decode("ascii")
    kept["results"] = [{"name": sandbox.rules.result_name, "content": content}]
    sandbox.store.keep_dossier(number, kept)
    return JSONResponse({"number": number})
