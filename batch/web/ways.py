# SPDX-License-Identifier: Apache-2.0
"""The ways into the desk: a page that shows, a page that changes; what both are handed is a ``PageVisit``."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from batch.web.desk import WebDesk
from batch.web.door import DeskSession
from batch.web.drawing import page
from batch.web.errors import NotFromOurPageError, TooLargeError
from batch.web.faults import answer_to

CSRF_HEADER = "X-CSRF-Token"
_MOST_DIGITS = 10
"""So long is no number of bytes that is taken; Python refuses to make a number of some thousand digits."""
_VERSION_DIGITS = 9
"""So long is no version of a dossier, and every database takes the number."""


@dataclass(frozen=True, slots=True)
class PageVisit:
    """One request at the desk: the words of its address, and the ``form`` that it sent."""

    desk: WebDesk
    request: Request
    form: FormData = field(default_factory=FormData)

    @property
    def session(self) -> DeskSession | None:
        """Of the browser that asks; None only where ``guard`` lets everybody pass."""
        session: DeskSession | None = self.request.state.session
        return session

    def word(self, name: str) -> str:
        """A part of the address, ``{name}`` of the way."""
        return str(self.request.path_params[name])

    def number(self, name: str) -> int:
        """The same where the way says ``{name:int}``."""
        return int(self.request.path_params[name])

    def asked(self, name: str) -> str:
        """What stands behind the address (``?name=``), "" where it is not there."""
        return str(self.request.query_params.get(name, ""))

    def said(self, name: str) -> str:
        """A field of the form, "" where it is not there or a file."""
        value = self.form.get(name, "")
        return value if isinstance(value, str) else ""

    @property
    def seen(self) -> int:
        """The version of the dossier that our page showed."""
        told = self.said("seen")
        if not (told.isdecimal() and len(told) <= _VERSION_DIGITS):
            raise NotFromOurPageError.of()
        return int(told)

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        """Draw a template of ``html/``."""
        return page(self.desk, self.session, self.request.url.path, template, status, **values)

    def json(self, told: Any, status: int = 200) -> Response:
        """Plain values for a script of ours."""
        return JSONResponse(told, status)

    def go_to(self, address: str) -> Response:
        """Have the browser show another page of ours; its back button leads past the change."""
        return RedirectResponse(address, 303)

    @property
    def wants_json(self) -> bool:
        """Whether a script asks."""
        return "application/json" in self.request.headers.get("accept", "")


Answering = Callable[[PageVisit], Response]


@dataclass(frozen=True, slots=True)
class Shows:
    """``draw`` shows what is at ``path`` and changes nothing."""

    path: str
    draw: Answering

    def route(self, desk: WebDesk) -> Route:
        async def shown(request: Request) -> Response:
            return await run_in_threadpool(_answered, self.draw, PageVisit(desk, request))

        return Route(self.path, shown, methods=["GET"], name=self.path)


@dataclass(frozen=True, slots=True)
class Changes:
    """``do`` changes something, told by the form that one of our own pages sent to ``path``; with its files
    that has ``most_mb`` megabytes at most.
    """

    path: str
    do: Answering
    most_mb: float = 1.0

    def route(self, desk: WebDesk) -> Route:
        async def changed(request: Request) -> Response:
            length = request.headers.get("content-length", "")
            # The server lets no body be longer than it says; what says nothing might never end.
            known = length.isdecimal() and len(length) <= _MOST_DIGITS
            if not known or int(length) > self.most_mb * 1_000_000:
                return await run_in_threadpool(_answered, self._too_large, PageVisit(desk, request))
            async with request.form() as form:
                return await run_in_threadpool(_answered, self._checked, PageVisit(desk, request, form))

        return Route(self.path, changed, methods=["POST"], name=self.path)

    def _too_large(self, _visit: PageVisit) -> Response:
        raise TooLargeError.of(self.most_mb)

    def _checked(self, visit: PageVisit) -> Response:
        told = visit.request.headers.get(CSRF_HEADER) or visit.said("csrf")
        if visit.session is None or not hmac.compare_digest(told.encode(), visit.session.csrf.encode()):
            raise NotFromOurPageError.of()
        return self.do(visit)


def _answered(answer: Answering, visit: PageVisit) -> Response:
    try:
        return answer(visit)
    except Exception as error:
        fault = answer_to(error)
        if visit.wants_json:
            return visit.json({"error": fault.sentence, "advice": fault.advice}, fault.status)
        return visit.page("fault.html", fault.status, fault=fault)
