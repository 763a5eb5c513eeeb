# SPDX-License-Identifier: Apache-2.0
"""The start page: the dossiers that came last."""

from __future__ import annotations

from starlette.responses import Response

from batch.web.ways import PageVisit, Shows
from intake.dossier.paging import Paging
from intake.services.dossier_list import dossier_list
from templates.catalogue.loading import load_catalogue


def start(visit: PageVisit) -> Response:
    paging = Paging()
    with dossier_list(visit.desk.store, paging) as listed:
        lines = [line for part in listed.parts for line in part]
    return visit.page("start.html", lines=lines, total=listed.total, catalogue=load_catalogue())


WAYS = (Shows("/", start),)
