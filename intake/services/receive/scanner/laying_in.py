# SPDX-License-Identifier: Apache-2.0
"""A stack is finished: its pages go into the dossier that it was scanned for, or where the next run finds
them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from intake.errors import CoverSheetError, UnknownDossierError
from intake.reading.page_work import HowToRead
from intake.services.receive.adding import Added, Watch, add_papers, unseen
from intake.services.receive.scanner.job import ScanJob, drop, finish, set_aside
from intake.store.store import Store
from templates.errors import SohoaError
from templates.language.messages import _


@dataclass(frozen=True, slots=True)
class LaidIn:
    """Where so many ``pages`` are: in a dossier (``added``), but for those that can't be opened, which lie
    ``aside``, in a ``folder`` of the inbox, or nowhere because there were none. ``refused`` is why the
    dossier that they were for did not take them.
    """

    pages: int
    added: Added | None = None
    folder: Path | None = None
    refused: SohoaError | None = None
    aside: Path | None = None


def for_next_run(job: ScanJob) -> LaidIn:
    """The pages as a folder of the inbox."""
    pages = len(job.pages)
    return LaidIn(pages, folder=finish(job))


def into_its_dossier(
    store: Store,
    job: ScanJob,
    how: HowToRead,
    *,
    who: str,
    commune: str,
    read: bool = True,
    watch: Watch = unseen,
    anyhow: bool = False,
) -> LaidIn:
    """The pages as papers of the job's dossier; where that is gone, the inbox has them. So it has where a
    cover sheet of another dossier lies among them and they are to be laid in ``anyhow``; else that raises
    ``CoverSheetError`` and the job stays: papers that a dossier will never take may not bar the scanner.
    """
    pages = len(job.pages)
    if not (job.dossier and pages):
        return for_next_run(job)
    try:
        added = add_papers(
            store, job.dossier, job.pages, how, who=who, commune=commune, read=read, watch=watch
        )
    except UnknownDossierError as error:
        return LaidIn(pages, folder=finish(job), refused=error)
    except CoverSheetError as error:
        if not anyhow:
            raise
        return LaidIn(pages, folder=finish(job), refused=error)
    unopened = {paper["file"] for paper in added.taken["refused"]}
    if unopened:  # the store keeps no such file, and the scanner waits for nobody to look at it
        return LaidIn(pages, added, aside=set_aside(job, unopened))
    drop(job)
    return LaidIn(pages, added)


def aside_told(laid: LaidIn) -> str:
    """What is to be done about the pages that lie ``aside``; "" where there are none."""
    if laid.aside is None:
        return ""
    return _("Scan these sheets again; the files that can't be opened lie in {folder}.").format(
        folder=laid.aside
    )
