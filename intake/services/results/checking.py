# SPDX-License-Identifier: Apache-2.0
"""A file read by the same service as papers, and held against the dossier; nothing is attached here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from intake.capture.signature_marks import bears_signature
from intake.check.results.doubts import Expected, ResultDoubt, doubts_about, expected_people
from intake.dossier.deadline.local_time import local_day
from intake.dossier.values import Statement
from intake.errors.results import ResultError
from intake.form.autofill import PaperPage
from intake.reading.counting_apart import counting_apart
from intake.reading.page_work import HowToRead, PageTask
from intake.reading.workers import Workers
from intake.services.receive.arrival import Arrival, look_at
from intake.store.objects import StoredObject
from intake.store.store import Store
from intake.store.transaction import Transaction
from ocr.result import OTHER, PageReading
from templates.catalogue.loading import Catalogue, load_catalogue
from templates.catalogue.matters import matter_of


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that was kept under its hash (``stored``), what it was read as, what speaks against it, and
    whether it bears a digital signature.
    """

    arrival: Arrival
    stored: StoredObject
    kind: str
    doubts: tuple[ResultDoubt, ...]
    signed: bool


def check_file(store: Store, dossier_id: str, path: Path, how: HowToRead) -> CheckedFile:
    """Keep, read and compare one file.

    Raises:
        ResultError: it can't be opened.
        StorageFullError, ObjectStoreError, WorkersError: it can't be kept or read just now.
    """
    with counting_apart(how) as count:
        arrival = look_at(store, path, "", how.capture, count)
    if arrival.info.refusal_code or arrival.stored is None:
        raise ResultError.unreadable(arrival.info.name, arrival.info.refusal_reason)
    catalogue = load_catalogue()
    sha256 = arrival.stored.sha256
    with store.objects.opened(sha256, arrival.info.name) as kept:  # what lies at ``path`` may have changed
        pages = _pages(_readings(kept, arrival, how), sha256)
        signed = bears_signature(kept)
    with store.read() as session:
        expected = expected_result(store, session, dossier_id, catalogue)
    doubts = doubts_about(pages, expected)
    return CheckedFile(arrival, arrival.stored, _kind(pages, expected), doubts, signed)


def expected_result(store: Store, session: Transaction, dossier_id: str, catalogue: Catalogue) -> Expected:
    """What the result of the dossier must say, by the rules of its day of reception."""
    dossier = store.get(session, dossier_id)
    edition = catalogue.procedure(dossier.procedure, local_day(dossier.received_at))
    matter = matter_of(dossier.procedure)
    form = {key: kept.said for key, kept in store.form_values(session, dossier_id).items() if kept.said.value}
    return Expected(
        edition.result.kind,
        edition.result.name["vi"],
        expected_people(_by_key(form), matter.about if matter else ()),
        frozenset(catalogue.document_types),
    )


def _by_key(form: dict[str, Statement]) -> dict[str, Statement]:
    """Each under the form's own key: a value knows the one on the paper that it was read from."""
    return {key: replace(said, key=key) for key, said in form.items()}


def _readings(path: Path, arrival: Arrival, how: HowToRead) -> Iterator[PageReading]:
    """Of the pages that could be read; what could not leaves its doubts."""
    tasks = [PageTask(str(path), page, how.capture, how.by) for page in range(1, arrival.info.page_count + 1)]
    for outcome in Workers(how.work, how.workers, how.limits).run(tasks):
        if outcome.value is not None:
            yield outcome.value


def _pages(readings: Iterator[PageReading], sha256: str) -> list[PaperPage]:
    in_order = sorted(readings, key=lambda reading: reading.page)
    return [
        PaperPage(0, sha256, paper, nth) for reading in in_order for nth, paper in enumerate(reading.papers())
    ]


def _kind(pages: Sequence[PaperPage], expected: Expected) -> str:
    kinds = [page.reading.kind for page in pages]
    if expected.kind in kinds:
        return expected.kind
    return next((kind for kind in kinds if kind != OTHER), OTHER)
