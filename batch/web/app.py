# SPDX-License-Identifier: Apache-2.0
"""The desk as an ASGI application: all pages, behind the guard."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from batch.web.desk import WebDesk
from batch.web.drawing import page
from batch.web.errors import NoSuchPageError
from batch.web.faults import answer_to
from batch.web.guard import Guard
from batch.web.pages import WAYS
from templates.errors import SohoaError, UsageError
from templates.language.messages import _

_STATIC = Path(__file__).parent / "static"


def create_app(desk: WebDesk, hosts: Collection[str]) -> Starlette:
    """The application; ``hosts`` are the names (with port) under which a browser may ask for it."""

    async def not_there(request: Request, error: Exception) -> Response:
        fault = answer_to(_told(error))
        return page(desk, request.state.session, "/", "fault.html", fault.status, fault=fault)

    routes = [way.route(desk) for way in WAYS]
    return Starlette(
        routes=[*routes, Mount("/static", StaticFiles(directory=_STATIC))],
        middleware=[Middleware(Guard, desk=desk, hosts=hosts)],
        exception_handlers={HTTPException: not_there},
    )


def _told(error: Exception) -> SohoaError:
    """Starlette knows no such page, or no sense in a form that a browser sent (a file's name of thousands of
    letters).
    """
    if isinstance(error, HTTPException) and error.status_code == 400:
        return UsageError(
            _("What the browser sent can't be understood; nothing was saved."),
            _("Give the files shorter names, then send them again."),
        )
    return NoSuchPageError.of()
