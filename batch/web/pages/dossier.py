# SPDX-License-Identifier: Apache-2.0
"""A dossier at a glance: its papers, its form, what the check found."""

from __future__ import annotations

from starlette.responses import Response

from batch.web.ways import PageVisit, Shows
from intake.services.dossier_view import dossier_shown
from templates.catalogue.loading import load_catalogue


def dossier(visit: PageVisit) -> Response:
    catalogue = load_catalogue()
    view = dossier_shown(visit.desk.store, visit.word("dossier"), catalogue)
    return visit.page("dossier.html", view=view, catalogue=catalogue)


WAYS = (Shows("/dossier/{dossier}", dossier),)
