# SPDX-License-Identifier: Apache-2.0
"""Pages drawn from the templates in ``html/``; what they are handed is escaped."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from batch.web.advice import advice_here, without_hint
from batch.web.desk import WebDesk
from batch.web.door import DeskSession
from intake.dossier.deadline.local_time import local_time
from intake.dossier.state_words import source_word, state_told, state_word
from intake.dossier.states import State
from intake.services.counter.visit import number_says
from templates.language.messages import _, current_language, ngettext
from templates.version import VERSION

PDF = "application/pdf"
_PDF_POLICY = "default-src 'self'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'"
"""What browsers show a PDF with is a page of their own, which needs these."""


def page(
    desk: WebDesk, session: DeskSession | None, here: str, template: str, status: int = 200, **values: Any
) -> HTMLResponse:
    """A page in the current language at the address ``here``, for a browser that was let in or (None) was
    not.
    """
    text = (
        _environment()
        .get_template(template)
        .render(
            **values,
            desk=desk,
            session=session,
            here=here,
            csrf=session.csrf if session else "",
            language=current_language(),
            version=VERSION,
        )
    )
    return HTMLResponse(text, status)


def drawn_alone(template: str, **values: Any) -> str:
    """A page that needs no desk, whole in one text."""
    return _environment().get_template(template).render(**values, language=current_language())


def pdf(file: Path) -> Response:
    """A PDF to look at and to print in the browser."""
    return Response(file.read_bytes(), media_type=PDF, headers={"Content-Security-Policy": _PDF_POLICY})


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("batch.web", "html"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(_=_, ngettext=ngettext, state_word=_state_word, source_word=source_word)
    made.globals.update(state_told=_state_told)
    made.filters.update(local_time=local_time, sentence=_sentence)
    made.filters.update(advice_here=advice_here, without_hint=without_hint, number_says=number_says)
    return made


def _state_word(state: str) -> str:
    return state_word(State(state))


def _state_told(state: str, ended: Mapping[str, str] | None) -> str:
    return state_told(State(state), ended)


def _sentence(text: str) -> str:
    """With a capital at its beginning: names of fields are worded as they stand in a sentence."""
    return text[:1].upper() + text[1:]
