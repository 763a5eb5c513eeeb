"""Read one dossier's new pages here and now, at the counter; a night's run reads many on all cores."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version

from sqlalchemy import select
from sqlalchemy.orm import Session

from intake.log import log_exception
from intake.model import Document, Page
from intake.pages import DEFAULT_LIMITS, CaptureLimits
from intake.refusals import CaptureError
from intake.states import SENT
from intake.store import Store
from intake.store_papers import READ
from ocr.chosen import BUILT_IN, Chosen
from ocr.errors import RecogniserFailedError, RecogniserMissingError
from ocr.facts import PageReading
from templates.catalogue import Catalogue

READER = f"sohoa {version('sohoa')}"
"""Names what read a page; a newer program reads dossiers that are not sent yet again."""

FAILED_CODE, RECOGNISER_CODE = "error", "recogniser"


def reader_of(chosen: Chosen) -> str:
    """Names what reads pages with these recognisers; with others they are read again."""
    return READER if chosen == BUILT_IN else f"{READER} ({chosen})"


@dataclass(frozen=True, slots=True)
class PageToRead:
    """A page (``number`` from 1) of a kept file."""

    document_id: int
    sha256: str
    number: int


def unread_pages(store: Store, session: Session, dossier_id: str, by: Chosen = BUILT_IN) -> list[PageToRead]:
    """The pages that this version of the reader has not read; none where the dossier was sent."""
    if store.get(session, dossier_id).state in SENT:
        return []
    return [
        PageToRead(document.id, document.sha256, number)
        for document in store.documents(session, dossier_id)
        if document.sha256 and not document.refused
        for number in _unread(session, document, reader_of(by))
    ]


def read_dossier(
    store: Store,
    dossier_id: str,
    catalogue: Catalogue,
    *,
    limits: CaptureLimits = DEFAULT_LIMITS,
    by: Chosen = BUILT_IN,
    done: Callable[[int], None] = lambda _pages: None,
) -> dict[str, str]:
    """Read every unread page and keep each as soon as it is read.

    A page that can't be read is kept as failed with its reason. Returns what recognisers failed, each as a
    sentence with its advice. Raises RecogniserMissingError, with which no page could be read.
    """
    with store.read() as session:
        pages = unread_pages(store, session, dossier_id, by)
    reader, failed = reader_of(by), dict[str, str]()
    for page in pages:
        try:
            outcome = _known(store, page, reader) or _read(store, page, catalogue, limits, by)
        except RecogniserFailedError as error:
            log_exception("page-failed", error, document=page.document_id, page=page.number)
            outcome = RECOGNISER_CODE
            failed[error.sentence] = error.advice
        with store.write() as session:
            if isinstance(outcome, PageReading):
                store.save_page_reading(session, page.document_id, outcome, reader=reader)
            else:
                store.save_page_failure(session, page.document_id, page.number, reason=outcome, reader=reader)
        done(1)
    return failed


def _unread(session: Session, document: Document, reader: str) -> list[int]:
    read = select(Page.number).where(
        Page.document_id == document.id, Page.status == READ, Page.reader == reader
    )
    known = set(session.scalars(read))
    return [number for number in range(1, document.page_count + 1) if number not in known]


def _known(store: Store, page: PageToRead, reader: str) -> PageReading | None:
    with store.read() as session:
        return store.reading_of(session, page.sha256, page.number, reader)


def _read(
    store: Store, page: PageToRead, catalogue: Catalogue, limits: CaptureLimits, by: Chosen
) -> PageReading | str:
    """The reading, or the code of why there is none."""
    # Only here: who just lists the pages should not wait for the image libraries.
    from intake.capture import load_page
    from ocr.page import read_page
    from ocr.recognisers import recognisers

    try:
        image = load_page(store.objects.path(page.sha256), page.number, limits=limits)
        return read_page(
            image.image,
            catalogue,
            page=page.number,
            dpi=image.dpi,
            layer=image.text,
            by=recognisers(by),
        )
    except (RecogniserMissingError, RecogniserFailedError):
        raise
    except CaptureError as error:
        return error.refusal.code.value
    except Exception as error:  # whatever a page does to a library must not cost the other pages
        log_exception("page-failed", error, document=page.document_id, page=page.number)
        return FAILED_CODE
