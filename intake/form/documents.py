# SPDX-License-Identifier: Apache-2.0
"""Which pages of a dossier are one paper."""

from __future__ import annotations

from collections.abc import Sequence

from intake.dossier.facts import DocumentFact
from intake.dossier.thresholds import SURE, USABLE
from intake.dossier.values import PageRef
from intake.form.autofill import PaperPage
from ocr.result import OTHER
from templates.catalogue.loading import Catalogue

LEAST_FACE = 0.6
"""Below this confidence of its kind a page without values is not taken for a paper of its own."""


def papers_of(pages: Sequence[PaperPage], catalogue: Catalogue) -> tuple[DocumentFact, ...]:
    """The papers, in the order of the dossier. A form of which no value could be read is not ``readable``,
    nor another paper that was hardly recognised.
    """
    return tuple(_paper(run, catalogue) for run in papers_apart(pages, catalogue))


def papers_apart(pages: Sequence[PaperPage], catalogue: Catalogue) -> list[list[PaperPage]]:
    """The pages of each paper, in the order of the dossier.

    A person's word says where a paper begins. Else following pages of one document that are of one kind are
    one paper; an empty page belongs to the paper before it, and to a form also what hardly looks like
    anything else.
    """
    runs: list[list[PaperPage]] = []
    for page in pages:
        if runs and _goes_on(runs[-1], page, catalogue):
            runs[-1].append(page)
        else:
            runs.append([page])
    return runs


def _goes_on(run: Sequence[PaperPage], page: PaperPage, catalogue: Catalogue) -> bool:
    before = run[-1]
    if page.begins is not None:
        return not page.begins and not page.nth
    if before.document_id != page.document_id or before.place + 1 != page.place:
        return False
    if page.reading.blank or page.reading.kind == run[0].reading.kind:
        return True
    paper = catalogue.document_types.get(run[0].reading.kind)
    return paper is not None and paper.role == "form" and _hardly_recognised(page)


def _hardly_recognised(page: PaperPage) -> bool:
    """Such as the notes printed on the back of a form."""
    useful = any(field.confidence >= USABLE for field in page.reading.fields)
    return not useful and page.reading.kind_confidence < LEAST_FACE


def _paper(run: Sequence[PaperPage], catalogue: Catalogue) -> DocumentFact:
    kind = run[0].reading.kind
    own = [page for page in run if page.document_id == run[0].document_id]
    return DocumentFact(
        kind=kind,
        document=run[0].sha256,
        pages=tuple(page.reading.page for page in own),
        readable=_is_readable(kind, run, catalogue),
        edition=next((page.reading.print_edition for page in run if page.reading.print_edition), ""),
        settled=kind == OTHER and all(page.reading.blank or _told(page) for page in run),
        strays=tuple(_place(page) for page in run if _is_stray(page, kind)),
        elsewhere=tuple(_place(page) for page in run if page.document_id != run[0].document_id),
        text=" ".join(page.text for page in run),
    )


def _place(page: PaperPage) -> PageRef:
    return PageRef(page.sha256, page.reading.page)


def _told(page: PaperPage) -> bool:
    """Whether a person said which paper a page is, or of which it is a part."""
    return page.sorted or page.begins is False


def _is_stray(page: PaperPage, kind: str) -> bool:
    return page.reading.kind != kind and not page.reading.blank and not _told(page)


def _is_readable(kind: str, run: Sequence[PaperPage], catalogue: Catalogue) -> bool:
    """A form by its values; another paper also by its face: the back of a card may have nothing to say."""
    paper = catalogue.document_types.get(kind)
    if paper is None or not paper.fields():
        return True
    if any(field.confidence >= USABLE for page in run for field in page.reading.fields):
        return True
    return paper.role != "form" and max(page.reading.kind_confidence for page in run) >= SURE
