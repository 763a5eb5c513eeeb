"""The reading step: every page of the run's dossiers that this reader has not read yet, on all cores.

Each page is stored as soon as it is read, so a killed run loses at most the pages then in the workers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from batch.claims import Claims
from batch.night_context import Night
from batch.night_log import count_page
from batch.page_work import PageTask, limits_of
from batch.worker_process import FailureCode
from batch.workers import Outcome, Workers
from intake.log import log
from intake.model import Document, Page
from intake.read_dossier import reader_of
from intake.states import SENT
from intake.store_papers import FAILED, READ
from ocr.facts import PageReading


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierPage(PageTask):
    """A page to read, and the document of the store it belongs to."""

    dossier_id: str
    document_id: int
    sha256: str


PageOutcome = Outcome[DossierPage, PageReading]


def unread_pages(night: Night, session: Session, dossier_id: str) -> list[DossierPage]:
    """The pages of a dossier that are not read yet; none for one that was sent.

    A page that failed because it can't be opened is not tried again, one that failed otherwise (time, memory,
    a crash) is: the next night may be calmer.
    """
    if night.store.get(session, dossier_id).state in SENT:
        return []
    return [
        page
        for document in night.store.documents(session, dossier_id)
        if document.sha256 and not document.refused
        for page in _unread(night, session, document, document.sha256)
    ]


def _unread(night: Night, session: Session, document: Document, sha256: str) -> Iterator[DossierPage]:
    query = select(Page.number, Page.status, Page.reader, Page.reason).where(Page.document_id == document.id)
    reader = reader_of(night.settings.recognisers)
    known = {number: _settled(reader, *rest) for number, *rest in session.execute(query)}
    path = str(night.store.objects.path(sha256))
    for number in range(1, document.page_count + 1):
        if not known.get(number, False):
            yield DossierPage(
                path,
                number,
                night.settings.capture_limits,
                night.settings.recognisers,
                dossier_id=document.dossier_id,
                document_id=document.id,
                sha256=sha256,
            )


def _settled(wanted: str, status: str, reader: str, reason: str) -> bool:
    return reader == wanted and (status == READ or (status == FAILED and reason not in list(FailureCode)))


def read_pages(
    night: Night, dossiers: Iterable[str], claims: Claims
) -> Iterator[Outcome[DossierPage, PageReading]]:
    """Read and store all unread pages of the dossiers that no other run works on.

    Yields each page's outcome once it is stored. Raises RecogniserMissingError, WorkersError, StoreError.
    """
    workers: Workers[DossierPage, PageReading]
    workers = Workers(night.read, night.workers, limits_of(night.settings))
    for outcome in workers.run(_tasks(night, dossiers, claims)):
        store_outcome(night, outcome)
        yield outcome


def _tasks(night: Night, dossiers: Iterable[str], claims: Claims) -> Iterator[DossierPage]:
    for dossier_id in dossiers:
        if not claims.claim(dossier_id):
            continue
        with night.store.read() as session:
            pages = unread_pages(night, session, dossier_id)
        yield from (page for page in pages if not _reused(night, page))


def _reused(night: Night, page: DossierPage) -> bool:
    """Take over what was read on the same page of the same file in another dossier."""
    with night.store.read() as session:
        reading = night.store.reading_of(session, page.sha256, page.page, reader_of(page.recognisers))
    if reading is not None:
        with night.store.write() as session:
            night.store.save_page_reading(
                session, page.document_id, reading, reader=reader_of(page.recognisers)
            )
    return reading is not None


def store_outcome(night: Night, outcome: PageOutcome) -> None:
    """Keep what was read, or why not, in one transaction."""
    task, store, reader = outcome.task, night.store, reader_of(outcome.task.recognisers)
    with store.write() as session:
        count_page(night, session)
        if outcome.value is not None:
            store.save_page_reading(session, task.document_id, outcome.value, reader=reader)
        elif outcome.failure is not None:
            store.save_page_failure(
                session, task.document_id, task.page, reason=outcome.failure.reason, reader=reader
            )
    if outcome.failure is not None:
        log().warning(
            "page-failed",
            dossier=task.dossier_id,
            document=task.document_id,
            page=task.page,
            reason=outcome.failure.reason,
            error=outcome.failure.detail,
            trace=list(outcome.failure.trace),
        )
