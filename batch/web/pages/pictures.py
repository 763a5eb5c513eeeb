# SPDX-License-Identifier: Apache-2.0
"""Pages of papers as pictures, upright and as wide as a window asks for."""

from __future__ import annotations

from starlette.responses import Response

from batch.web.errors import NoSuchPageError
from batch.web.ways import PageVisit, Shows
from intake.reading.page_picture import JPEG
from intake.services.page_shown import picture_of

WIDTHS = {"small": 300, "window": 1100, "large": 2200}
"""Pixels: a page among many, a page beside the form, one whose lines are enlarged."""


def picture(visit: PageVisit) -> Response:
    desk, width = visit.desk, WIDTHS.get(visit.word("size"))
    document, page = visit.number("document"), visit.number("page")
    capture = desk.settings.capture_limits
    task = width and picture_of(desk.store, visit.word("dossier"), document, page, width, capture)
    if not task:
        raise NoSuchPageError.of()
    return Response(desk.pictures.picture(task), media_type=JPEG)


WAYS = (Shows("/dossier/{dossier}/paper/{document:int}/{page:int}/{size}", picture),)
