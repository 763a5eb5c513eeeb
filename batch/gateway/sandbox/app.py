# SPDX-License-Identifier: Apache-2.0
"""A gateway to practise on: the ministry's protocol over real HTTP, on this computer only.

Paths and names come from the connector's data file, what is refused from the sandbox's own. It issues
numbers, keeps what it gets, verifies hashes and counts what came twice. ``/_sandbox/…`` is not part of the
protocol: it shows the counters, moves a dossier on, and switches on faults for tests.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from batch.gateway.connectors.ministry.spec import MinistrySpec, load_spec
from batch.gateway.sandbox.core import SandboxCore, bound, control_routes, sent_object
from batch.gateway.sandbox.faults import refusal as _no
from batch.gateway.sandbox.rules import SandboxRules, load_rules
from batch.gateway.sandbox.store import SandboxStore


@dataclass
class Sandbox(SandboxCore):
    """The sandbox's state."""

    spec: MinistrySpec
    rules: SandboxRules


def build_sandbox(folder: Path, *, rules: SandboxRules | None = None) -> tuple[Starlette, Sandbox]:
    """The application and its state; what was received lies in ``folder``."""
    rules = rules or load_rules()
    sandbox = Sandbox(store=SandboxStore(folder), time_zone=rules.time_zone, spec=load_spec(), rules=rules)
    calls = sandbox.spec.operations
    routes = [
        _route(sandbox, "token", calls.token.path, "POST", _token, open_to_all=True),
        _route(sandbox, "number", calls.number.path, calls.number.method, _number),
        _route(sandbox, "upload", calls.upload.path, "POST", _upload),
        _route(sandbox, "submit", calls.submit.path, "POST", _submit),
        _route(sandbox, "status", calls.status.path, calls.status.method, _status),
        *control_routes(sandbox, sandbox.rules.statuses),
        Route("/_sandbox/results", bound(sandbox, _hand_back), methods=["POST"]),
    ]
    if calls.result is not None:
        routes.append(_route(sandbox, "result", calls.result.path, calls.result.method, _result))
    if calls.find_upload is not None:
        routes.append(_route(sandbox, "find-upload", calls.find_upload.path, "GET", _find_upload))
    return Starlette(routes=routes), sandbox


def _route(
    sandbox: Sandbox,
    step: str,
    path: str,
    method: str,
    answer: Callable[[Sandbox, Request], Awaitable[Response]],
    *,
    open_to_all: bool = False,
) -> Route:
    async def stop(request: Request) -> Response | None:
        if open_to_all or _let_in(sandbox, request):
            return None
        return _no(401, "Token không hợp lệ hoặc đã hết hạn")

    async def endpoint(request: Request) -> Response:
        return await sandbox.met(step, request, lambda one: answer(sandbox, one), stop)

    return Route(path, endpoint, methods=[method])


def _let_in(sandbox: Sandbox, request: Request) -> bool:
    token = request.headers.get("authorization", "").removeprefix("Bearer ")
    return sandbox.tokens.get(token, 0.0) > sandbox.clock()


async def _token(sandbox: Sandbox, request: Request) -> Response:
    names, body = sandbox.spec.operations.token, await sent_object(request)
    secret = sandbox.rules.clients.get(str(body.get(names.client_id)))
    given = str(body.get(names.client_secret))
    if secret is None or not secrets.compare_digest(secret.encode(), given.encode()):
        return _no(401, "client_id hoặc client_secret không đúng")
    token = secrets.token_urlsafe(32)
    sandbox.tokens[token] = sandbox.clock() + sandbox.rules.token_life_s
    answer = {names.token: token, names.expires_in: sandbox.rules.token_life_s}
    return JSONResponse({**answer, "token_type": "Bearer", "scope": "default"})


async def _number(sandbox: Sandbox, request: Request) -> Response:
    names = sandbox.spec.operations.number
    unit = request.query_params.get(names.unit, "")
    if not re.match(sandbox.rules.unit_pattern, unit):
        return _no(400, f"{names.unit} không tồn tại")
    return JSONResponse({names.value: sandbox.store.issue(unit, sandbox.now(), sandbox.rules.number)})


async def _upload(sandbox: Sandbox, request: Request) -> Response:
    names = sandbox.spec.operations.upload
    async with request.form() as form:
        part = form.get(names.part)
        if not isinstance(part, UploadFile):
            return _no(400, f"{names.part} không được để trống")
        data = await part.read()
        name = part.filename or ""
    if len(data) > sandbox.rules.max_file_bytes:
        return _no(413, "Tệp tin vượt quá dung lượng cho phép")
    if not data.startswith(b"%PDF-"):
        return _no(400, f"{names.part} định dạng không đúng")
    if request.state.fault == "corrupt-upload":
        data = data[:-1] + bytes([data[-1] ^ 0xFF])
    file_id, digest = await run_in_threadpool(sandbox.store.keep_file, name, data)
    return JSONResponse([{names.id: file_id, names.hash: digest}])


async def _find_upload(sandbox: Sandbox, request: Request) -> Response:
    operations = sandbox.spec.operations
    assert operations.find_upload is not None
    wanted = request.query_params.get(operations.find_upload.hash, "").lower()
    names = operations.upload
    hashes = await run_in_threadpool(sandbox.store.file_hashes)
    found = [file_id for file_id, digest in hashes.items() if digest == wanted]
    return JSONResponse([{names.id: file_id, names.hash: wanted} for file_id in found])


async def _submit(sandbox: Sandbox, request: Request) -> Response:
    return await run_in_threadpool(_take, sandbox, await sent_object(request))


def _take(sandbox: Sandbox, body: dict[str, Any]) -> Response:
    with sandbox.store.lock:
        number = str(body.get("MaHoSo", ""))
        faults = sandbox.rules.complaints(body, sandbox.store.file_hashes())
        if number and not sandbox.store.issued(number):
            faults.append("MaHoSo không tồn tại")
        if faults:
            sandbox.store.count("refused_dossiers")
            return _no(500, "Có lỗi xảy ra.", " ".join(faults))
        before = sandbox.store.dossier(number)
        if before is not None and before["status"] != "5":
            sandbox.store.count("duplicate_dossiers")
            return _no(400, f"Hồ sơ {number} đã tồn tại trong hệ thống")
        kept = _kept(sandbox, number, body, before)
        sandbox.store.keep_dossier(number, kept)
    names = sandbox.spec.operations.submit
    data = {names.id: kept["id"], names.number: number}
    return JSONResponse({"code": "200", "message": "Thành công", "data": data})


def _kept(
    sandbox: Sandbox, number: str, body: dict[str, Any], before: dict[str, Any] | None
) -> dict[str, Any]:
    return {
        "number": number,
        "id": before["id"] if before else f"HS-{secrets.token_hex(8)}",
        "received_at": sandbox.now().isoformat(timespec="seconds"),
        "status": sandbox.rules.first_status,
        "note": "",
        "results": [],
        "times": before["times"] + 1 if before else 1,
        "body": body,
    }


async def _status(sandbox: Sandbox, request: Request) -> Response:
    names = sandbox.spec.operations.status
    kept = sandbox.store.dossier(request.query_params.get(names.number, ""))
    if kept is None:
        return JSONResponse([])
    row = {
        names.row_id: kept["id"],
        names.row_number: kept["number"],
        names.row_status: kept["status"],
        names.row_note: kept["note"],
        names.row_supplement_by: kept.get("supplement_by", ""),
        names.row_results: kept["results"],
        names.row_procedure: kept["body"].get(names.row_procedure),
        names.row_owner: kept["body"].get(names.row_owner),
    }
    return JSONResponse([row])


async def _result(sandbox: Sandbox, request: Request) -> Response:
    names = sandbox.spec.operations.result
    assert names is not None
    data = await run_in_threadpool(sandbox.store.result, request.query_params.get(names.id, ""))
    if data is None:
        return _no(404, f"{names.row_id} không tồn tại")
    if request.state.fault == "corrupt-upload":
        data = data[:-1] + bytes([data[-1] ^ 0xFF])
    return Response(data, media_type="application/pdf")


async def _hand_back(sandbox: Sandbox, request: Request) -> Response:
    """A multipart ``file`` and the ``number`` of a dossier, whose next status lists it as a result."""
    names = sandbox.spec.operations.result
    assert names is not None
    async with request.form() as form:
        file, number = form.get("file"), str(form.get("number", ""))
        kept = sandbox.store.dossier(number)
        if kept is None or not isinstance(file, UploadFile):
            return _no(404, "number or file unknown")
        file_id, digest = sandbox.store.keep_result(await file.read())
        told = {names.row_id: file_id, names.row_name: file.filename, names.row_hash: digest}
    kept["results"] = [*kept["results"], told]
    sandbox.store.keep_dossier(number, kept)
    return JSONResponse({"number": number, **told})
