# SPDX-License-Identifier: Apache-2.0
"""Before every page: is it our address, our own page that asks, a browser that was let in?

A page of another site can have the browser ask 127.0.0.1 as well. It is stopped by the name that it asked for
(``Host``, against DNS rebinding), by what browsers say of who asks (``Sec-Fetch-Site``, ``Origin``), by the
cookie, which goes with our own pages only (``SameSite=Strict``), and by the token of each change (``ways``).
"""

from __future__ import annotations

from collections.abc import Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from batch.web.desk import WebDesk
from batch.web.drawing import page
from templates.language.messages import LANGUAGES, _, speaking

OPEN_TO_ALL = ("/static/", "/enter", "/token")
"""What needs no session: what looks the same for everybody, and the ways to come by one."""

LANGUAGE_COOKIE = "sohoa_language"
_LOOKS = frozenset({"GET", "HEAD"})
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    # With "no-referrer" a browser says of our own forms too that they came from nowhere (Origin: null).
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Guard:
    """ASGI: lets through to ``app`` what may pass, in the language that the browser chose."""

    def __init__(self, app: ASGIApp, desk: WebDesk, hosts: Collection[str]) -> None:
        self._app, self._desk = app, desk
        self._hosts = frozenset(hosts)
        self._origins = frozenset(f"http://{host}" for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":  # we have no web sockets; a server's own messages are not ours
            return
        headers = Headers(scope=scope)
        cookies = cookie_parser(headers.get("cookie", ""))
        chosen = cookies.get(LANGUAGE_COOKIE, "")
        with speaking(chosen if chosen in LANGUAGES else self._desk.language):
            answer: ASGIApp = self._refusal(scope, headers, cookies) or self._app
            await answer(scope, receive, _with_headers(send))

    def _refusal(self, scope: Scope, headers: Headers, cookies: dict[str, str]) -> Response | None:
        """Why this may not pass; None where it may, with its ``session`` in the scope's state."""
        if headers.get("host") not in self._hosts:
            return PlainTextResponse("421", 421)
        if self._is_foreign(scope["method"], headers):
            return PlainTextResponse("403", 403)
        session = self._desk.door.session(cookies.get(cookie_name(headers), ""))
        scope.setdefault("state", {})["session"] = session
        if session is None and not scope["path"].startswith(OPEN_TO_ALL):
            return self._locked(headers)
        return None

    def _locked(self, headers: Headers) -> Response:
        if "application/json" not in headers.get("accept", ""):
            return page(self._desk, None, "/", "not_let_in.html", 401)
        told = _("Open the desk once more from its icon or with: sohoa desk")
        return JSONResponse({"error": _("The desk is locked") + ".", "advice": told}, 401)

    def _is_foreign(self, method: str, headers: Headers) -> bool:
        """Whether another site asks; following a link to us from anywhere is no harm."""
        site = headers.get("sec-fetch-site", "same-origin")
        if method in _LOOKS:
            follows = (
                headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
            )
            return site not in ("same-origin", "none") and not follows
        return site != "same-origin" or headers.get("origin") not in self._origins


def cookie_name(headers: Headers) -> str:
    """Cookies know no ports: two desks on one computer must not overwrite each other's."""
    return f"sohoa_desk_{headers['host'].rpartition(':')[2]}"


def _with_headers(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sent
