# SPDX-License-Identifier: Apache-2.0
"""The morning: the last run in one look, each dossier that waits a link."""

from __future__ import annotations

from starlette.responses import Response

from batch.services.morning import morning_of, whom_word
from batch.web.ways import PageVisit, Shows


def morning(visit: PageVisit) -> Response:
    return visit.page("morning.html", morning=morning_of(visit.desk.store), whom_word=whom_word)


WAYS = (Shows("/morning", morning),)
