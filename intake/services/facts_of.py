# SPDX-License-Identifier: Apache-2.0
"""A dossier of the store as the check sees it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from intake.dossier.deadline.turns import turns_of
from intake.dossier.decisions import decisions_of
from intake.dossier.facts import DocumentFact, DossierFacts
from intake.dossier.stored import FAILED, StoredFile, StoredPage
from intake.dossier.values import FormValue
from intake.form.autofill import PaperPage, statements
from intake.form.documents import papers_of
from intake.services.counter.reception import requester_told
from intake.services.receive.procedure_told import meant_by
from intake.store.dossier.arranging import laid_pages
from intake.store.matter_keys import of_perhaps_one_matter
from intake.store.store import Store
from intake.store.transaction import Transaction
from ocr.result import SIGNED
from templates.catalogue.loading import Catalogue


def facts_of(
    store: Store, session: Transaction, dossier_id: str, catalogue: Catalogue, *, commune: str = ""
) -> DossierFacts:
    """Papers, readings, form values, answers and reception of a dossier; no image, nothing to wait for.

    Without the office's ``commune`` no rule can judge whether an address lies in it; deadlines and questions
    don't ask for that.
    """
    dossier = store.get(session, dossier_id)
    pages = pages_of(store, session, dossier_id)
    hashes = {page.document_id: page.sha256 for page in pages}
    form = store.form_values(session, dossier_id)
    events = store.journal(session, dossier_id)
    files = {paper.sha256: paper for paper in store.documents(session, dossier_id) if paper.sha256}
    meant = meant_by(dossier, events, pages, catalogue)
    mine, alike = of_perhaps_one_matter(session, dossier_id)
    return DossierFacts(
        received_at=dossier.received_at,
        papers=(*papers_of(pages, catalogue), *_unreadable(store, session, dossier_id)),
        readings=statements(pages),
        form={key: as_judged(kept, hashes) for key, kept in form.items()},
        answers=dict(dossier.answers),
        commune=commune,
        turns=turns_of(events),
        files={sha256: paper.name for sha256, paper in files.items()},
        came={sha256: paper.added_at for sha256, paper in files.items()},
        decisions=decisions_of(events),
        requester=requester_told(events, dossier.requester),
        mine=mine,
        alike=tuple(alike),
        procedures=meant.possible if meant and not meant.code else (),
        signed=tuple(dict.fromkeys(page.sha256 for page in pages if SIGNED in page.reading.notes)),
    )


def pages_of(store: Store, session: Transaction, dossier_id: str) -> list[PaperPage]:
    """Every page of a dossier that was read; a sheet with two papers stands once for each."""
    read = store.readings_by_page(session, dossier_id)
    return [
        PaperPage(
            sheet.paper.id,
            sheet.paper.sha256 or "",
            paper,
            nth,
            at,
            sheet.said.begins,
            sorted=bool(sheet.said.told.kind),
            text=" ".join(word.text for word in read[sheet.page].words),
        )
        for at, sheet in enumerate(laid_pages(session, dossier_id), start=1)
        if sheet.page in read
        for nth, paper in enumerate(read[sheet.page].papers())
    ]


def as_judged(kept: FormValue, hashes: Mapping[int, str]) -> FormValue:
    """A value of the form as the check sees it; ``hashes`` are those of the dossier's documents by their
    id.
    """
    said = replace(kept.said, document=hashes.get(kept.said.document_id or 0, ""))
    # Something illegible stands there: doubtful, but not missing.
    illegible = kept.needs_review and not kept.corrected and not kept.value
    return replace(kept, said=replace(said, value=said.raw) if illegible or kept.unreadable else said)


def _unreadable(store: Store, session: Transaction, dossier_id: str) -> list[DocumentFact]:
    """Refused files and failed pages: something lies there, nobody knows what."""
    pages = store.pages(session, dossier_id)
    return [
        DocumentFact("other", document.sha256 or "", (number,), readable=False)
        for document in store.documents(session, dossier_id)
        for number in _not_read(document, pages.get(document.id, ()))
    ]


def _not_read(document: StoredFile, pages: Iterable[StoredPage]) -> list[int]:
    return [1] if document.refused else [page.number for page in pages if page.status == FAILED]
