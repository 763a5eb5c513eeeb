# SPDX-License-Identifier: Apache-2.0
"""The result of a dossier: attached from the browser, accepted where it waits, and shown as it came."""

from __future__ import annotations

from starlette.responses import Response

from batch.web.errors import NoSuchPageError
from batch.web.uploads import MOST_MB, kept_files
from batch.web.ways import Changes, PageVisit, Shows
from intake.reading.page_work import how_to_read
from intake.services.results.attaching import accept_waiting, attach_results, results_told
from templates.errors import UsageError
from templates.language.messages import _


def attach(visit: PageVisit) -> Response:
    """Files from the browser, compared and attached as those of ``sohoa result``."""
    desk, dossier = visit.desk, visit.word("dossier")
    with kept_files(visit, "files") as files:
        if not files:
            raise UsageError(_("No file was chosen."), _("Choose a file, then press the button again."))
        how = how_to_read(desk.settings)
        told = attach_results(desk.store, dossier, files, how, who=desk.who, because=visit.said("because"))
    return visit.go_to(f"/dossier/{told.id}#results")


def accept(visit: PageVisit) -> Response:
    """A person says why what the gateway handed back is the result."""
    desk = visit.desk
    told = accept_waiting(desk.store, visit.word("dossier"), who=desk.who, because=visit.said("because"))
    return visit.go_to(f"/dossier/{told.id}#results")


def shown(visit: PageVisit) -> Response:
    """The very file; never drawn within a page of ours."""
    store, wanted = visit.desk.store, visit.number("result")
    for one in results_told(store, visit.word("dossier")).results:
        if one.id == wanted:
            with store.objects.opened(one.sha256, one.name) as path:
                return Response(
                    path.read_bytes(),
                    media_type=one.media_type or "application/octet-stream",
                    headers={"Content-Disposition": "attachment"},
                )
    raise NoSuchPageError.of()


WAYS = (
    Shows("/dossier/{dossier}/result/{result:int}", shown),
    Changes("/dossier/{dossier}/results", attach, MOST_MB),
    Changes("/dossier/{dossier}/results/accept", accept),
)
