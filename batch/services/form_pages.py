# SPDX-License-Identifier: Apache-2.0
"""What ``forms new`` and ``forms try`` do with a page of a file, each in a worker process: the file is a
stranger's like any other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from batch.errors import DraftError
from intake.capture.opening import load_page, probe
from intake.capture.pages import CaptureLimits
from intake.capture.refusals import CaptureError
from intake.reading.counting_apart import counting_apart
from intake.reading.one_apart import done_apart
from intake.reading.page_work import READ_MEGAPIXELS, HowToRead
from intake.reading.workers import Workers
from templates.errors import UsageError
from templates.language.messages import _
from templates.model.document_types import DocumentType

if TYPE_CHECKING:
    from intake.capture.pages import PageImage
    from ocr.drafting.trial import FormTrial

Task = TypeVar("Task")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class FormPage:
    """Page ``number`` (from 1) of a file."""

    path: Path
    number: int
    capture: CaptureLimits

    def load(self) -> PageImage:
        """Its pixels and text; raises CaptureError."""
        return load_page(self.path, self.number, limits=self.capture, most_megapixels=READ_MEGAPIXELS)


@dataclass(frozen=True, slots=True)
class TrialTask:
    """A page, and the template that is tried on it."""

    page: FormPage
    paper: DocumentType


@dataclass(frozen=True, slots=True)
class DraftTask:
    """The page of a blank form that becomes the template of ``kind``."""

    page: FormPage
    kind: str
    today: date


def try_on_page(task: TrialTask) -> FormTrial | None:
    """How the template matches; None where nothing of it fits. Raises CaptureError, ReadingError."""
    from ocr.drafting.trial import try_form

    page = task.page.load()
    return try_form(page.image, task.paper, page.dpi, page.text)


def draft_page(task: DraftTask) -> DocumentType | None:
    """The template; None where there is nothing of a form. Raises CaptureError, ReadingError."""
    from ocr.drafting.draft import draft_of
    from ocr.drafting.hints import learnt
    from ocr.drafting.rows import form_rows
    from ocr.layout.prepare import lit_copy
    from ocr.page.blank import legible_copy
    from ocr.page.words import upright_text
    from ocr.recognise.choice import BUILT_IN
    from ocr.recognise.registry import recognisers
    from templates.catalogue.loading import load_catalogue

    page = task.page.load()
    by = recognisers(BUILT_IN)
    lit = legible_copy(lit_copy(page.image), page.dpi, by)
    if lit is None:
        return None
    text = upright_text(lit, page.dpi, by, page.text)
    hints = learnt(load_catalogue().document_types.values())
    paper = draft_of(form_rows(text), hints, kind=task.kind, source=task.page.path.name, since=task.today)
    return paper if paper.fields() else None


def tried(
    scan: Path,
    number: int,
    paper: DocumentType,
    how: HowToRead,
    work: Callable[[TrialTask], FormTrial | None] = try_on_page,
) -> FormTrial | None:
    """How a template matches a page of a scan; None where nothing of it fits.

    Raises UsageError where the file has fewer pages, CaptureError where it can't be opened.
    """
    return _apart(work, TrialTask(_page(scan, number, how), paper), how)


def drafted(
    form: Path,
    number: int,
    kind: str,
    how: HowToRead,
    today: date,
    work: Callable[[DraftTask], DocumentType | None] = draft_page,
) -> DocumentType:
    """The draft of a page of a blank form.

    Raises DraftError where there is nothing of a form on it; else as ``tried`` does.
    """
    paper = _apart(work, DraftTask(_page(form, number, how), kind, today), how)
    if paper is None:
        raise DraftError.no_form()
    return paper


def _page(path: Path, number: int, how: HowToRead) -> FormPage:
    with counting_apart(how) as count:
        info = probe(path, how.capture, count)
    if info.refusal:
        raise CaptureError(info.refusal.code)
    if number > info.pages:
        raise UsageError(
            _("The file has no page {page}.").format(page=number),
            _("Its last page is {pages}; choose the page with --page.").format(pages=info.pages),
        )
    return FormPage(path, number, how.capture)


def _apart(work: Callable[[Task], Value], task: Task, how: HowToRead) -> Value:
    return done_apart(Workers(work, 1, how.limits), task)
