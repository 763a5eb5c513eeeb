# SPDX-License-Identifier: Apache-2.0
"""Coming in with a token, handing out another to the desk's owner, choosing the language."""

from __future__ import annotations

import re

from starlette.responses import PlainTextResponse, Response

from batch.web.guard import LANGUAGE_COOKIE, cookie_name
from batch.web.ways import Changes, PageVisit, Shows
from templates.language.messages import LANGUAGES

PROOF_HEADER = "X-Desk-Proof"
_OUR_PLACE = re.compile(r"/(?![/\\])[!-~]*")
"""Two slashes would be another computer; browsers leave blanks and line ends out before they look."""


def enter(visit: PageVisit) -> Response:
    """Exchange the token of the address for a session; who has one already just goes on."""
    cookie = visit.desk.door.enter(visit.asked("token"))
    if cookie is None and visit.session is None:
        return visit.page("not_let_in.html", 401)
    answer = visit.go_to(_place(visit.asked("to")))
    if cookie is not None:
        name = cookie_name(visit.request.headers)
        answer.set_cookie(name, cookie, httponly=True, samesite="strict")
    return answer


def _place(typed: str) -> str:
    """A page of ours and nothing else, whatever stands in the address."""
    return typed if _OUR_PLACE.fullmatch(typed) else "/"


def token(visit: PageVisit) -> Response:
    """Another token for a program of the person who opened the desk."""
    if not visit.desk.door.is_owner(visit.request.headers.get(PROOF_HEADER, "")):
        return PlainTextResponse("403", 403)
    return PlainTextResponse(visit.desk.door.token())


def choose_language(visit: PageVisit) -> Response:
    """Remember the language for this browser, and show the page once more."""
    answer = visit.go_to(_place(visit.said("to")))
    if (chosen := visit.said("language")) in LANGUAGES:
        answer.set_cookie(LANGUAGE_COOKIE, chosen, max_age=31_536_000, httponly=True, samesite="strict")
    return answer


WAYS = (Shows("/enter", enter), Shows("/token", token), Changes("/language", choose_language))
