# SPDX-License-Identifier: Apache-2.0
"""A province's bus to practise on, over real HTTP on this computer only: sign-in, TraCuuHoSo, DongBoHoSoMC,
CapNhatTienDoHoSoMC, and the addresses of the older variants.

Paths and names of the envelope come from the connector's data, what is refused from the sandbox's own. Files
are fetched by their links, as a real bus does; below ``/published`` it serves a folder, so that an office
without a web server can practise.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Any

import httpx2
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from batch.gateway.connectors.province.spec import VERSIONS, ProvinceSpec, load_spec
from batch.gateway.sandbox.core import SandboxCore, bound, control_routes, sent_object
from batch.gateway.sandbox.province_rules import ProvinceRules, load_province_rules
from batch.gateway.sandbox.store import SandboxStore

PUBLISHED, _RESULTS = "published", "/results/{file}"
_FETCH_S = 10.0
_REFUSED = -1
_THERE = "3"  # the code of 2024 beside “đã tồn tại”
_Answered = tuple[Any, str, Any]
"""Code, words, data."""


@dataclass(kw_only=True)
class ProvinceSandbox(SandboxCore):
    """The sandbox's state; both spellings of success take turns."""

    rules: ProvinceRules
    ok: Any = field(default_factory=lambda: cycle((0, "00")))


def build_province_sandbox(folder: Path) -> tuple[Starlette, ProvinceSandbox]:
    """The application and its state; what was received lies in ``folder``."""
    rules = load_province_rules()
    sandbox = ProvinceSandbox(store=SandboxStore(folder), time_zone=rules.time_zone, rules=rules)
    (folder / PUBLISHED).mkdir(mode=0o700, exist_ok=True)
    bus, three, query = (load_spec(version) for version in VERSIONS)
    assert bus.login is not None
    routes = [
        Route(bus.login.path, _endpoint(sandbox, bus, "token", _sign_in), methods=["POST"]),
        Route(bus.services.add.path, _bus(sandbox, bus), methods=["POST"]),
        Route(three.services.add.path, _bare(sandbox, three, _added), methods=["POST"]),
        Route(three.services.update.path, _bare(sandbox, three, _updated), methods=["POST"]),
        Route(query.services.add.path, _bare(sandbox, query, _by_query), methods=["POST"]),
        Route(_RESULTS, bound(sandbox, _result)),
        Route("/_sandbox/results", bound(sandbox, _hand_back), methods=["POST"]),
        *control_routes(sandbox, rules.statuses),
        Mount(f"/{PUBLISHED}", StaticFiles(directory=folder / PUBLISHED)),
    ]
    if three.services.progress is not None:
        routes.append(Route(three.services.progress.path, _bare(sandbox, three, _stepped), methods=["POST"]))
    return Starlette(routes=routes), sandbox


async def _open(_request: Request) -> Response | None:
    return None


def _endpoint(
    sandbox: ProvinceSandbox,
    spec: ProvinceSpec,
    step: str,
    answer: Callable[[ProvinceSandbox, ProvinceSpec, Request], Awaitable[Response]],
) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        return await sandbox.met(step, request, lambda one: answer(sandbox, spec, one), _open)

    return endpoint


async def _sign_in(sandbox: ProvinceSandbox, spec: ProvinceSpec, request: Request) -> Response:
    assert spec.login is not None
    body = await sent_object(request)
    wanted = sandbox.rules.clients.get(str(body.get(spec.login.username)))
    given = str(body.get(spec.login.password))
    if request.headers.get("dstcode") != sandbox.rules.destination:
        return _told(spec, (_REFUSED, "dstcode không tồn tại", None))
    if wanted is None or not secrets.compare_digest(wanted.encode(), given.encode()):
        return _told(spec, (_REFUSED, "Tên đăng nhập hoặc mật khẩu không đúng", None))
    session = secrets.token_urlsafe(24)
    sandbox.tokens[session] = sandbox.clock() + sandbox.rules.session_life_s
    return JSONResponse({spec.errors.code: 0, spec.login.session: session})


def _bus(sandbox: ProvinceSandbox, spec: ProvinceSpec) -> Callable[[Request], Awaitable[Response]]:
    """All services of the bus at their one address."""
    names, services = spec.envelope, spec.services
    assert names is not None and services.find is not None and services.progress is not None
    does = {
        services.find.name: ("status", _looked_up),
        services.add.name: ("submit", None),
        services.progress.name: ("progress", _stepped),
    }

    async def endpoint(request: Request) -> Response:
        body = await sent_object(request)
        step, does_it = does.get(str(body.get(names.service)), ("", None))
        updating = body.get(names.updating) == spec.yes

        async def stop(_request: Request) -> Response | None:
            if request.headers.get("dstcode") != sandbox.rules.destination:
                return _told(spec, (_REFUSED, "dstcode không tồn tại", None))
            if sandbox.tokens.get(str(body.get(names.session)), 0.0) <= sandbox.clock():
                return _told(spec, (_REFUSED, "Phiên làm việc đã hết hạn", None))
            if not step or not sandbox.rules.knows_unit(str(body.get(names.unit))):
                return _told(spec, (_REFUSED, "madonvi không tồn tại" if step else "Dịch vụ không có", None))
            return None

        async def answer(one: Request) -> Response:
            carry_out = does_it or (_updated if updating else _added)
            return await _carried_out(sandbox, spec, one, body.get(names.data), carry_out)

        return await sandbox.met(step, request, answer, stop)

    return endpoint


_CarryOut = Callable[[ProvinceSandbox, Mapping[str, Any]], _Answered]


def _bare(
    sandbox: ProvinceSandbox, spec: ProvinceSpec, carry_out: _CarryOut | None = None
) -> Callable[[Request], Awaitable[Response]]:
    """An address whose body is the bare list; without ``carry_out`` the query says whether it is a change."""

    async def answer(_sandbox: ProvinceSandbox, _spec: ProvinceSpec, request: Request) -> Response:
        try:
            data = await request.json()
        except ValueError:
            data = None
        updating = request.query_params.get("isUpdating") == spec.yes
        does = (_updated if updating else _added) if carry_out in (None, _by_query) else carry_out
        assert does is not None
        return await _carried_out(sandbox, spec, request, data, does)

    step = "progress" if carry_out is _stepped else "submit"
    return _endpoint(sandbox, spec, step, answer)


async def _carried_out(
    sandbox: ProvinceSandbox, spec: ProvinceSpec, _request: Request, data: Any, carry_out: _CarryOut
) -> Response:
    if not isinstance(data, list) or len(data) != 1 or not isinstance(data[0], Mapping):
        return _told(spec, (_REFUSED, "data định dạng không đúng", None))
    return _told(spec, await run_in_threadpool(carry_out, sandbox, data[0]))


def _told(spec: ProvinceSpec, answered: _Answered) -> Response:
    code, words, data = answered
    body = {spec.errors.code: code, spec.errors.message: words}
    if spec.rows is not None and data is not None:
        body[spec.rows.data] = data
    return JSONResponse(body)


def _by_query(_sandbox: ProvinceSandbox, _item: Mapping[str, Any]) -> _Answered:
    raise AssertionError("stands for _added or _updated")  # pragma: no cover


def _added(sandbox: ProvinceSandbox, item: Mapping[str, Any]) -> _Answered:
    return _taken(sandbox, item, updating=False)


def _updated(sandbox: ProvinceSandbox, item: Mapping[str, Any]) -> _Answered:
    return _taken(sandbox, item, updating=True)


def _taken(sandbox: ProvinceSandbox, item: Mapping[str, Any], *, updating: bool) -> _Answered:
    number = str(item.get("MaHoSo", ""))
    before = sandbox.store.dossier(number)
    if before is not None and not updating:
        sandbox.store.count("duplicate_dossiers")
        return _THERE, f"Hồ sơ {number} đã tồn tại", None
    if before is None and updating:
        return _REFUSED, "MaHoSo không tồn tại", None
    faults = sandbox.rules.complaints(item, before["status"] if before else "")
    fetched, unfetched = _fetched(sandbox, item) if not faults else ({}, [])
    if faults or unfetched:
        sandbox.store.count("refused_dossiers")
        return _REFUSED, " ".join([*faults, *unfetched]), None
    with sandbox.store.lock:
        files = {**(before["files"] if before else {}), **fetched}
        kept = {
            "number": number,
            "id": number,
            "received_at": sandbox.now().isoformat(timespec="seconds"),
            "status": str(item.get("TrangThaiHoSo") or (before["status"] if before else "")),
            "note": "",
            "results": before["results"] if before else [],
            "steps": before["steps"] if before else [],
            "times": before["times"] + 1 if before else 1,
            "files": files,
            "body": dict(item),
        }
        sandbox.store.keep_dossier(number, kept)
    return next(sandbox.ok), "Thành công", None


def _fetched(sandbox: ProvinceSandbox, item: Mapping[str, Any]) -> tuple[dict[str, str], list[str]]:
    """The files behind the links, their hashes by id, and what is wrong with them."""
    found, wrong = {}, []
    for entry in item.get("TaiLieuNop") or []:
        data = _behind(str(entry["DuongDanTaiTepTin"]), sandbox.rules.max_file_bytes)
        if data is None:
            wrong.append("DuongDanTaiTepTin không tồn tại")
        elif not data.startswith(b"%PDF-"):
            wrong.append("DuongDanTaiTepTin định dạng không đúng")
        else:
            _file_id, found[str(entry["TepDinhKemId"])] = sandbox.store.keep_file(
                entry["TenTepDinhKem"], data
            )
    return found, wrong


def _behind(link: str, most: int) -> bytes | None:
    try:
        with httpx2.stream("GET", link, timeout=_FETCH_S, trust_env=False) as response:
            if not response.is_success:
                return None
            data = b"".join(response.iter_bytes())
            return data if len(data) <= most else b""
    except (httpx2.HTTPError, httpx2.InvalidURL):
        return None


def _looked_up(sandbox: ProvinceSandbox, asked: Mapping[str, Any]) -> _Answered:
    kept = sandbox.store.dossier(str(asked.get("MaHoSo", "")))
    if kept is None:
        return next(sandbox.ok), "", []
    shown = ("MaHoSo", "MaTTHC", "ChuHoSo", "NgayTiepNhan")
    row = {
        **{name: kept["body"][name] for name in shown},
        "TrangThaiHoSo": kept["status"],
        "GhiChu": kept["note"],
        "DanhSachGiayToKetQua": kept["results"],
    }
    return next(sandbox.ok), "", [row]


def _stepped(sandbox: ProvinceSandbox, step: Mapping[str, Any]) -> _Answered:
    with sandbox.store.lock:
        kept = sandbox.store.dossier(str(step.get("MaHoSo", "")))
        faults = sandbox.rules.step_complaints(step, kept)
        if faults or kept is None:
            return _REFUSED, " ".join(faults) or "MaHoSo không tồn tại", None
        kept["steps"] = [*kept["steps"], dict(step)]
        sandbox.store.keep_dossier(kept["number"], kept)
    return next(sandbox.ok), "Thành công", None


async def _result(sandbox: ProvinceSandbox, request: Request) -> Response:
    data = await run_in_threadpool(sandbox.store.result, request.path_params["file"])
    return Response(status_code=404) if data is None else Response(data, media_type="application/pdf")


async def _hand_back(sandbox: ProvinceSandbox, request: Request) -> Response:
    """A multipart ``file`` and the ``number`` of a dossier, whose next status lists it as a result."""
    async with request.form() as form:
        file, number = form.get("file"), str(form.get("number", ""))
        kept = sandbox.store.dossier(number)
        if kept is None or not isinstance(file, UploadFile):
            return Response("number or file unknown", status_code=404)
        file_id, _digest = sandbox.store.keep_result(await file.read())
        link = str(request.url.replace(path=f"/results/{file_id}", query=""))
        told = {"TenGiayTo": file.filename, "GiayToId": file_id, "DuongDanTepTinKetQua": link}
    kept["results"] = [*kept["results"], told]
    sandbox.store.keep_dossier(number, kept)
    return JSONResponse({"number": number, **told})
