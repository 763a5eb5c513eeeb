# SPDX-License-Identifier: Apache-2.0
"""Pages of papers as pictures, upright and as wide as a window asks for."""

from __future__ import annotations

from starlette.responses import Response

from batch.web.errors import NoSuchPageError
from batch.web.ways import PageVisit, Shows
from intake.reading.page_picture import JPEG
from intake.reading.zone_picture import strip_of
from intake.services.page_shown import picture_of
from intake.services.zone_shown import place_of_field

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


def strip(visit: PageVisit) -> Response:
    """Where the value of a field stands, enlarged, with a little around it."""
    desk, dossier = visit.desk, visit.word("dossier")
    place = place_of_field(desk.store, dossier, visit.word("key"))
    width, capture = WIDTHS["large"], desk.settings.capture_limits
    task = picture_of(desk.store, dossier, place.document, place.page, width, capture)
    if task is None or place.zone is None:
        raise NoSuchPageError.of()
    return Response(strip_of(desk.pictures.picture(task), place.zone), media_type=JPEG)


WAYS = (
    Shows("/dossier/{dossier}/paper/{document:int}/{page:int}/{size}", picture),
    Shows("/dossier/{dossier}/strip/{key}", strip),
)
