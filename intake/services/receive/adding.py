# SPDX-License-Identifier: Apache-2.0
"""A person adds papers to a dossier: taken in, read, filled in, and what is still missing told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from intake.capture.sources import Closed, DossierSource, files_below, refuse_a_stores
from intake.capture.unlocking import unlocked
from intake.errors import CoverSheetError
from intake.reading.counting_apart import counting_apart
from intake.reading.page_work import HowToRead
from intake.reading.read_pages import PageOutcome, read_pages, unread_pages
from intake.services.counter.still_missing import still_missing
from intake.services.fill_and_check import fill
from intake.services.judging import judged
from intake.services.papers.parting import Parted, part_pile
from intake.services.receive.ingest import Taken, take_in
from intake.services.receive.separator_sorting import refuse_other_covers, sorter
from intake.services.receive.sorting_wish import SortingWish
from intake.store.queue.pages_to_read import try_again
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.catalogue.loading import load_catalogue
from templates.errors import UsageError
from templates.language.messages import _

Watch = Callable[[int], AbstractContextManager[Callable[[int], None]]]
"""Given how many pages there are, what is to be told of each one that was read."""


def unseen(_pages: int) -> AbstractContextManager[Callable[[int], None]]:
    return nullcontext(lambda _count: None)


@dataclass(frozen=True, slots=True)
class Added:
    """What became of the files: ``taken`` in, as plain values; the pages that could not be read
    (``failed``); ``still_missing`` as ``intake.services.counter`` tells it. ``parted``: forms of others lay
    among the papers, and were cut off into dossiers of their own.
    """

    taken: dict[str, Any]
    failed: Sequence[PageOutcome]
    still_missing: dict[str, Any]
    parted: Parted | None = None

    @property
    def all_is_well(self) -> bool:
        """Whether every file could be opened and every page read, and all of it is the dossier's."""
        return not (self.taken["refused"] or self.failed or self.parted)


def add_papers(
    store: Store,
    dossier: str,
    paths: Sequence[Path],
    how: HowToRead,
    *,
    who: str,
    commune: str,
    read: bool = True,
    watch: Watch = unseen,
    password: str | None = None,
) -> Added:
    """Take files, or all below folders, into the dossier that a person means, read what is not read yet and
    fill the form in; ``read`` false: only take them in. PDFs that ``password`` opens are kept without it.

    Raises ``UsageError`` for a file that is not there or that the password doesn't open, ``CoverSheetError``
    for another dossier's cover sheet, and as reading does.
    """
    with store.read() as session:
        found = store.find(session, dossier).id
    with TemporaryDirectory() as folder:  # none but this account may look into it
        source = _source(paths)
        if password is not None:
            source = replace(source, files=tuple(unlocked(source.files, password, Path(folder))))
        taken = _take_in(store, found, source, how, who=who)
    if taken.doubles:
        doubles = taken.doubles
        store.write(lambda session: try_again(session, found, doubles))
    failed = _read(store, found, how, watch) if read else []
    parted = part_pile(store, found, load_catalogue(), who=who, meant=True) if read else None
    if read:
        fill(store, found, load_catalogue())
    for made in parted.made if parted else ():
        judged(store, made, commune=commune)
    with store.read() as session:
        return Added(
            _told(store, session, taken),
            failed,
            still_missing(store, session, found, commune=commune),
            parted,
        )


def _take_in(store: Store, dossier_id: str, source: DossierSource, how: HowToRead, *, who: str) -> Taken:
    meant = SortingWish(dossier=dossier_id)
    with counting_apart(how) as count, sorter(store, how, meant, count=count) as led:
        files = [file for one in led.sort(source) for file in one.files] if source.files else []
        refuse_other_covers(led.covers, dossier_id)
        if led.covers and not files:
            raise CoverSheetError.alone(dossier_id)
        return take_in(
            store,
            dossier_id,
            files,
            closed=source.closed,
            who=who,
            limits=how.capture,
            count=count,
        )


def _source(paths: Sequence[Path]) -> DossierSource:
    files, closed = _files(paths)
    return DossierSource("", Path(), tuple(files), tuple(closed))


def _files(paths: Sequence[Path]) -> tuple[list[Path], list[Closed]]:
    missing = [path for path in paths if not path.exists()]
    if missing:
        raise UsageError(
            _("There is no file {path}.").format(path=missing[0]), _("Check the name and the folder.")
        )
    for folder in filter(Path.is_dir, paths):
        refuse_a_stores(folder)
    # What a person names, they mean, also by a link; what lies in a folder, they may never have seen.
    found = [files_below(path.resolve()) if path.is_dir() else ([path], []) for path in paths]
    return [file for files, _closed in found for file in files], [
        one for _files, closed in found for one in closed
    ]


def _read(store: Store, dossier_id: str, how: HowToRead, watch: Watch) -> list[PageOutcome]:
    """The pages that could not be read."""
    failed = []
    with store.read() as session:
        pages = len(unread_pages(store, session, dossier_id, how))
    with watch(pages) as advance:
        for outcome in read_pages(store, [dossier_id], how):
            if outcome.failure is not None:
                failed.append(outcome)
            advance(1)
    return failed


def _told(store: Store, session: Transaction, taken: Taken) -> dict[str, Any]:
    # Also those of which every page went to a dossier of its own.
    documents = {document.id: document for document in store.every_document(session, taken.dossier_id)}
    pages = store.pages(session, taken.dossier_id)
    added = [documents[number] for number in taken.added]
    refused = [documents[number] for number in taken.refused]
    return {
        "id": taken.dossier_id,
        "state": store.get(session, taken.dossier_id).state,
        "added": [
            {
                "file": document.name,
                "pages": document.page_count,
                "kinds": [page.kind for page in pages.get(document.id, ()) if page.kind],
                "also_in": taken.shared.get(document.id, []),
            }
            for document in added
        ],
        "refused": [{"file": d.name, "code": d.refusal_code, "reason": d.refusal_reason} for d in refused],
        "already_there": list(taken.doubles),
        "after_sending": taken.late,
        "left_queue": taken.left_queue,
    }
