# SPDX-License-Identifier: Apache-2.0
"""Scans that the browser sends: kept in the dossier before they are acknowledged, and read after that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from batch.web.pages.papers import asked, chosen, dossier_of, drawn, left_queue, numbers, said_of
from batch.web.uploads import MOST_MB, kept_files
from batch.web.ways import Changes, PageVisit, Shows
from intake.dossier.pages import words
from intake.reading.page_work import how_to_open
from intake.services.dossier_view import dossier_meant
from intake.services.papers.rescanning import replace_page
from intake.services.receive.adding import add_papers
from templates.errors import UsageError
from templates.language.messages import _, ngettext


def replace(visit: PageVisit) -> Response:
    """A new scan in the place of the page that was chosen."""
    (page,) = chosen(visit, 1)
    how = how_to_open(visit.desk.settings)
    with kept_files(visit, "scan") as files:
        if len(files) != 1:
            raise UsageError(_("No new scan was chosen."), _("Choose a file, then press the button again."))
        number = numbers(visit)[page]
        done = replace_page(*dossier_of(visit), page, files[0], asked(visit), how)
        return drawn(visit, said_of(visit, done, words.replaced_told(files[0].name, number)))


def add(visit: PageVisit) -> Response:
    """Files from the browser, taken in as those of ``sohoa add``."""
    desk, how = visit.desk, how_to_open(visit.desk.settings)
    with kept_files(visit, "files") as files:
        if not files:
            raise UsageError(_("No file was chosen."), _("Choose a file, then press the button again."))
        done = add_papers(*dossier_of(visit), files, how, who=desk.who, commune=desk.commune, read=False)
    return drawn(visit, _told_added(done.taken))


def _told_added(taken: Mapping[str, Any]) -> list[str]:
    count = sum(paper["pages"] for paper in taken["added"])
    added = ngettext("{count} page added.", "{count} pages added.", count).format(count=count)
    told = [added] if count else []
    told += [f"{paper['file']}: {paper['reason']}" for paper in taken["refused"]]
    told += [_("{file} was there already.").format(file=name) for name in taken["already_there"]]
    if taken["after_sending"]:
        told.append(_("The dossier was sent before; what was sent does not change."))
    return told + (left_queue() if taken["left_queue"] else [])


def progress(visit: PageVisit) -> Response:
    """How far the reading of the dossier's pages is, for a page that is open."""
    desk = visit.desk
    reading = desk.reading.of(dossier_meant(desk.store, visit.word("dossier")))
    fault = f"{reading.fault.sentence} {reading.fault.advice}" if reading.fault else ""
    return visit.json({"goes_on": reading.goes_on, "left": reading.left, "fault": fault})


WAYS = (
    Shows("/dossier/{dossier}/reading", progress),
    Changes("/dossier/{dossier}/papers/scan", replace, MOST_MB),
    Changes("/dossier/{dossier}/papers/files", add, MOST_MB),
)
