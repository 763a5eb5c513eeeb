# SPDX-License-Identifier: Apache-2.0
"""The one way in which pages are read into the store, at the counter and at night: in worker processes with
limits, each page stored as soon as it is read, so that a killed program loses at most the pages then in work.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from functools import partial
from typing import Protocol

from intake.dossier.states import FROZEN
from intake.dossier.stored import READ, LaidPage, StoredPage
from intake.reading.at_work import AtWork
from intake.reading.page_work import DossierPage, HowToRead, read_checked
from intake.reading.pages_in_hand import PagesInHand
from intake.reading.time_spent import TimeSpent
from intake.reading.worker_process import Failure, FailureCode
from intake.reading.workers import TaskOutcome, Workers
from intake.settings.log import log
from intake.store.dossier.arranging import laid_pages
from intake.store.objects import Papers
from intake.store.queue.pages_to_read import given_up
from intake.store.store import Store
from intake.store.transaction import Transaction
from ocr.recognise.choice import BUILT_IN, Chosen
from ocr.result import PageReading
from templates.version import VERSION

READER = f"sohoa {VERSION}"
"""Names what read a page; a newer program reads dossiers that are not sent yet again."""
_LONGEST_READER = 64


def reader_of(chosen: Chosen) -> str:
    """Names what reads pages with these recognisers; with others they are read again."""
    if chosen == BUILT_IN:
        return READER
    named = f"{READER} ({chosen})"
    if len(named) <= _LONGEST_READER:
        return named
    # Those of other packages may be called as they like.
    return f"{READER} ({hashlib.sha256(str(chosen).encode()).hexdigest()[:32]})"


PageOutcome = TaskOutcome[DossierPage, PageReading]


def unread_pages(store: Store, session: Transaction, dossier_id: str, how: HowToRead) -> list[DossierPage]:
    """The pages of a dossier that are not read yet; none for one that was sent.

    A page that failed because it can't be opened is not tried again. One on which the reader was stopped
    (time, memory, a crash) is tried twice in all, for the next time may be calmer; then it is left until a
    person adds its file once more or another reader comes. One that failed otherwise is tried each time: the
    recogniser or the file may have been mended, and it costs little.
    """
    if store.get(session, dossier_id).state in FROZEN:
        return []
    reader = reader_of(how.by)
    pages = (page for of_paper in store.pages(session, dossier_id).values() for page in of_paper)
    done = {(page.document_id, page.number) for page in pages if _is_settled(page, reader)}
    done |= given_up(session, dossier_id, reader)
    return [
        _to_read(store, sheet, how)
        for sheet in laid_pages(session, dossier_id)
        if sheet.paper.sha256 and not sheet.paper.refused and sheet.page not in done
    ]


def _to_read(store: Store, sheet: LaidPage, how: HowToRead) -> DossierPage:
    return DossierPage(
        page=sheet.number,
        capture=how.capture,
        recognisers=how.by,
        told=sheet.said.told,
        objects=_papers(store, how),
        dossier_id=sheet.paper.dossier_id,
        document_id=sheet.paper.id,
        name=sheet.paper.name,
        sha256=sheet.paper.sha256 or "",
    )


def _papers(store: Store, how: HowToRead) -> Papers:
    """Where a worker finds the paper: one of a cluster by its address, with what its own computer has."""
    shared = store.objects.shared
    return shared.by_address() if how.cluster and shared is not None else store.objects


def _is_settled(page: StoredPage, reader: str) -> bool:
    return page.reader == reader and (page.status == READ or page.reason not in list(FailureCode))


def read_pages(
    store: Store,
    dossiers: Iterable[str],
    how: HowToRead,
    *,
    mine: Callable[[str], bool] = lambda _dossier: True,
    kept: Callable[[Transaction], None] = lambda _session: None,
    spent: TimeSpent | None = None,
    at_work: AtWork | None = None,
) -> Generator[PageOutcome, None, None]:
    """Read and store all unread pages of the dossiers that are ``mine`` (no other run works on them).

    Yields each page's outcome once it is stored, and ends its processes when it is closed; ``kept`` is called
    in the transaction that stores it. Pages that another program reads just now are left to it, and those of
    dossiers whose time is ``spent`` to the next reading. ``at_work`` is told what each worker has in
    hand, but those of a cluster. Raises RecogniserMissingError, WorkersError (ClusterError), StoreError.
    """
    work = partial(read_checked, how.work)
    with PagesInHand(store, reader_of(how.by)) as in_hand:
        workers, left = _workers(work, how, at_work), list[DossierPage]()
        spent = spent or TimeSpent()
        tasks = _tasks(store, dossiers, how, mine, in_hand, left, spent)
        # An error's trace would keep the processes under way for as long as somebody holds the error.
        with closing(_outcomes(store, workers, tasks, in_hand, left, spent)) as outcomes:
            for outcome in outcomes:
                if _keep(store, outcome, in_hand, kept):
                    yield outcome


class _Runs(Protocol):
    def run(self, tasks: Iterable[DossierPage]) -> Generator[PageOutcome, None, None]: ...


def _workers(work: Callable[[DossierPage], PageReading], how: HowToRead, at_work: AtWork | None) -> _Runs:
    if not how.cluster:
        return Workers(work, how.workers, how.limits, at_work=at_work)
    from intake.reading.cluster import ClusterWorkers

    return ClusterWorkers(work, how.cluster, how.limits, plain=how.plain)


def _tasks(
    store: Store,
    dossiers: Iterable[str],
    how: HowToRead,
    mine: Callable[[str], bool],
    in_hand: PagesInHand,
    left: list[DossierPage],
    spent: TimeSpent,
) -> Iterator[DossierPage]:
    """Pages to be read now, each taken in hand; ``left`` gets those that a program which ended had in its."""
    for dossier_id in dossiers:
        if not mine(dossier_id):
            continue
        with store.read() as session:
            pages = unread_pages(store, session, dossier_id, how)
        behind = in_hand.left_behind(dossier_id) if pages else set()
        for page in pages:
            if (page.document_id, page.page) in behind:
                left.append(page)
            elif not _reused(store, page):
                if spent.is_over(dossier_id):
                    break
                if in_hand.take(page):
                    yield page


def _outcomes(
    store: Store,
    workers: _Runs,
    tasks: Iterator[DossierPage],
    in_hand: PagesInHand,
    left: Iterable[DossierPage],
    spent: TimeSpent,
) -> Generator[PageOutcome, None, None]:
    yield from workers.run(tasks)
    yield from _one_by_one(store, workers, in_hand, left, spent)


def _one_by_one(
    store: Store, workers: _Runs, in_hand: PagesInHand, left: Iterable[DossierPage], spent: TimeSpent
) -> Generator[PageOutcome, None, None]:
    """Read last and alone what a program had in hand when it ended: should it have been the page, it costs
    none of the others, and is known.
    """
    for page in left:
        if _reused(store, page) or spent.is_over(page.dossier_id) or not in_hand.take(page):
            continue
        if in_hand.ends_programs(page):
            yield TaskOutcome(page, 0.0, failure=Failure(FailureCode.CRASH))
        else:
            yield from workers.run([page])


def _reused(store: Store, page: DossierPage) -> bool:
    """Take over what was read on the same page of the same file in another dossier."""
    reader, told = reader_of(page.recognisers), str(page.told)
    with store.read() as session:
        reading = store.reading_of(session, page.sha256, page.page, reader, told)
    if reading is not None:
        store.write(
            lambda session: store.save_page_reading(
                session, page.document_id, reading, reader=reader, told=told
            )
        )
    return reading is not None


def _keep(
    store: Store, outcome: PageOutcome, in_hand: PagesInHand, kept: Callable[[Transaction], None]
) -> bool:
    """Keep what was read, or why not, in one transaction; False where another program has the page now."""
    task, failure, reader = outcome.task, outcome.failure, reader_of(outcome.task.recognisers)
    told = str(task.told)

    def keep(session: Transaction) -> None:
        kept(session)
        if outcome.value is not None:
            store.save_page_reading(session, task.document_id, outcome.value, reader=reader, told=told)
        elif failure is not None:
            store.save_page_failure(
                session, task.document_id, task.page, reason=failure.reason, reader=reader, told=told
            )

    if not in_hand.give_back(task, failure, keep):
        log().warning("overtaken", dossier=task.dossier_id, document=task.document_id, page=task.page)
        return False
    if failure is not None:
        log().warning(
            "page-failed",
            dossier=task.dossier_id,
            document=task.document_id,
            page=task.page,
            reason=failure.reason,
            error=failure.detail,
            trace=list(failure.trace),
        )
    return True
