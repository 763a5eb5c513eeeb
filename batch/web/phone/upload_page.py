# SPDX-License-Identifier: Apache-2.0
"""The one page that a phone is shown: choose photographs, send them, see how many came.

It names no citizen and shows nothing of the dossier. Who asks under another name than ours (DNS rebinding),
with no ticket, or sends more than is allowed, is told so and nothing is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from batch.web.desk import WebDesk
from batch.web.drawing import drawn_alone
from batch.web.faults import answer_to
from batch.web.uploads import kept_files
from batch.web.ways import PageVisit
from intake.capture.opening import probe
from intake.reading.counting_apart import counting_apart
from intake.reading.page_work import how_to_open
from intake.services.receive.adding import add_papers
from templates.language.messages import _, ngettext, speaking

WHO = "phone"
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_MOST_DIGITS = 10


def upload_app(desk: WebDesk, host: str) -> Starlette:
    """The page over this desk's store, for who asks for ``host`` (name and port)."""

    async def page(request: Request) -> Response:
        with speaking(desk.language):
            if request.headers.get("host") != host:
                return PlainTextResponse("421", 421)
            if desk.phones.tickets.of_token(request.path_params["token"]) is None:
                return _drawn(desk, "", 404)
            if request.method != "POST":
                return _drawn(desk, request.path_params["token"])
            length, most = request.headers.get("content-length", ""), desk.settings.phones.most_mb
            known = length.isdecimal() and len(length) <= _MOST_DIGITS
            if not known or int(length) > most * 1_000_000:
                told = _("That is more than {count} MB in one go, so nothing was taken in.")
                return _drawn(desk, request.path_params["token"], 413, [told.format(count=f"{most:g}")])
            async with request.form() as form:
                return await run_in_threadpool(_received, PageVisit(desk, request, form))

    return Starlette(routes=[Route("/{token}", page, methods=["GET", "POST"])])


def _received(visit: PageVisit) -> Response:
    desk, token = visit.desk, visit.word("token")
    with speaking(desk.language):
        try:
            with kept_files(visit, "files") as files:
                return _drawn(desk, token, told=_taken_in(desk, token, files))
        except Exception as error:  # told on the phone; nothing of it was kept
            fault = answer_to(error)
            return _drawn(desk, token, fault.status, [fault.sentence])


def _taken_in(desk: WebDesk, token: str, files: Sequence[Path]) -> list[str]:
    """What became of the files; only those that can be opened become papers."""
    ticket = desk.phones.tickets.of_token(token)
    if not files or ticket is None:
        return [_("No file was chosen.")]
    how, good, told = how_to_open(desk.settings), [], list[str]()
    with counting_apart(how) as count:
        for file in files:
            refusal = probe(file, how.capture, count).refusal
            if refusal:
                told.append(f"{file.name}: {refusal.sentence}")
            else:
                good.append(file)
    if not good:
        return told
    if not desk.phones.tickets.take(token, len(good)):
        return [*told, _("These are more files than may be sent; ask at the desk for a new code.")]
    who, commune = f"{desk.who} ({WHO})", desk.commune
    added = 0
    try:
        done = add_papers(desk.store, ticket.dossier, good, how, who=who, commune=commune, read=False)
        added = len(done.taken["added"])
    finally:
        desk.phones.tickets.give_back(token, len(good) - added)
    desk.reading.ask_where_unread(ticket.dossier)
    told += [f"{paper['file']}: {paper['reason']}" for paper in done.taken["refused"]]
    doubles = [_("{file} was there already.").format(file=name) for name in done.taken["already_there"]]
    came = ngettext("{count} file has arrived.", "{count} files have arrived.", added).format(count=added)
    return [*([came] if added else []), *doubles, *told]


def _drawn(desk: WebDesk, token: str, status: int = 200, told: Sequence[str] = ()) -> Response:
    text = drawn_alone(
        "phone_upload.html",
        token=token,
        told=told,
        office=desk.office,
        most_mb=f"{desk.settings.phones.most_mb:g}",
    )
    return HTMLResponse(text, status, headers=_HEADERS)
