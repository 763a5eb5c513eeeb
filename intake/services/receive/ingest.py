# SPDX-License-Identifier: Apache-2.0
"""Papers come in: files are looked at, kept under their hash, and laid into their dossier.

All that is slow happens before the one transaction that makes the dossier, adds its papers and moves it on.
If the process dies before that, only unnamed files are left, and the next run finds them kept already.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from intake.capture.opening import CountPages, count_pages
from intake.capture.pages import DEFAULT_LIMITS, CaptureLimits
from intake.capture.sources import Closed, DossierSource, plan
from intake.dossier.journal import FOLDER_REFILLED, SCANNED_BEFORE_LOSS, What
from intake.dossier.states import CLOSED, FROZEN, State
from intake.dossier.stored import Dossier, StoredFile
from intake.errors import OnItsWayError
from intake.services.changing.holding import hold_for_papers
from intake.services.deadline.events import start
from intake.services.receive.arrival import Arrival, left_out, look_at
from intake.services.receive.origin import Whose, completed_files, remember, whose
from intake.services.receive.replacing import Settled, settle_older
from intake.store.dossier.pages import pages_left
from intake.store.life.life import lost_at
from intake.store.store import Store
from intake.store.transaction import Transaction

__all__ = ["DossierSource", "Taken", "ingest", "plan", "take_in"]

_REVIEWED = frozenset({State.REVIEWED, State.COMPLETE, State.PACKAGED, State.QUEUED})
FOLDER_REUSED = "folder-reused"
"""The note of a dossier whose folder's place held other papers before."""


@dataclass(frozen=True)
class Taken:
    """What taking in a dossier's files changed.

    ``added`` and ``refused`` are documents new to the dossier (ids), ``doubles`` names of files that were
    there already, ``replaced`` names of papers for which a newer file of that name stands in now, ``gone`` of
    those that lie in the folder no more while others came under new names, ``shared`` other dossiers' ids by
    document id. ``held``: after that a person has to look at the dossier first.
    ``late``: papers came after the dossier was sent, so they were kept but change nothing that was sent.
    ``left_queue``: it waited to be sent, and does not any more.

    ``copied``: all the files are papers of this dossier, which came from elsewhere; nothing was added.
    ``unreached``: the dossier's folder, or every file in it, could not be read this time; nothing was added.
    ``earlier``: dossiers of other papers that came from the same place; where they have papers in common with
    it, it is ``held``.
    """

    dossier_id: str
    created: bool = False
    added: tuple[int, ...] = ()
    refused: tuple[int, ...] = ()
    doubles: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    held: bool = False
    shared: dict[int, list[str]] = field(default_factory=dict)
    late: bool = False
    left_queue: bool = False
    copied: bool = False
    unreached: bool = False
    earlier: tuple[str, ...] = ()


def ingest(
    store: Store,
    source: DossierSource,
    *,
    procedure: str,
    who: str,
    limits: CaptureLimits = DEFAULT_LIMITS,
    count: CountPages = count_pages,
    procedure_open: bool = False,
) -> Taken:
    """Take in one dossier of a folder; one that came before (``intake.services.receive.origin``) gets
    only what is new. ``count`` counts the pages of each file. ``procedure_open``: the papers are to tell of
    which procedure it is, ``procedure`` stands there till then.
    """
    arrivals = [look_at(store, path, source.place_of(path), limits, count) for path in source.files]
    arrivals += [left_out(path, source.place_of(path), code) for path, code in source.closed]
    files = [arrival.seen for arrival in arrivals]
    place, scanned = source.place, _last_scanned(source.files)
    with store.read() as session:
        completed = completed_files(
            store, session, place, [(arrival.seen, arrival.path) for arrival in arrivals]
        )

    def work(session: Transaction) -> Taken:
        found = whose(store, session, place, files, completed)
        if found.copied:
            names = tuple(arrival.info.name for arrival in arrivals)
            return Taken(found.dossier_id or "", doubles=names, copied=True)
        if found.dossier_id is None and found.earlier and all(arrival.unreached for arrival in arrivals):
            return Taken(found.earlier[0], unreached=True)
        made = partial(store.create_dossier, procedure=procedure, who=who, procedure_open=procedure_open)
        dossier = _dossier(store, session, found, source, made, who=who)
        created = found.dossier_id is None
        taken = lay_in(store, session, dossier, arrivals, who=who, created=created, completed=completed)
        if created and scanned and scanned < (lost_at(session) or scanned):
            hold_for_papers(store, session, dossier.id, SCANNED_BEFORE_LOSS, who=who)
        refilled = any(other in found.earlier for others in taken.shared.values() for other in others)
        if refilled:  # it may be the same request, scanned anew: then only one of them is to be sent
            papers = tuple(taken.shared)
            hold_for_papers(store, session, dossier.id, FOLDER_REFILLED, who=who, papers=papers)
        remember(store, session, dossier.id, files)
        return replace(taken, earlier=found.earlier, held=taken.held or refilled)

    return store.write(work)


def _last_scanned(files: Sequence[Path]) -> datetime | None:
    """When the newest of the files was written, as far as the disk tells."""
    written = []
    for path in files:
        with suppress(OSError):
            written.append(path.stat().st_mtime)
    return datetime.fromtimestamp(max(written), UTC) if written else None


def take_in(
    store: Store,
    dossier_id: str,
    files: Iterable[Path],
    *,
    closed: Iterable[Closed] = (),
    who: str,
    limits: CaptureLimits = DEFAULT_LIMITS,
    count: CountPages = count_pages,
) -> Taken:
    """Add files to a dossier that exists, as a person says; ``closed`` as in ``DossierSource``."""
    arrivals = [look_at(store, path, "", limits, count) for path in files]
    arrivals += [left_out(path, "", code) for path, code in closed]

    def work(session: Transaction) -> Taken:
        dossier = store.get(session, dossier_id)
        taken = lay_in(store, session, dossier, arrivals, who=who, created=False)
        remember(store, session, dossier_id)
        return taken

    return store.write(work)


def _dossier(
    store: Store,
    session: Transaction,
    found: Whose,
    source: DossierSource,
    made: Callable[..., Dossier],
    *,
    who: str,
) -> Dossier:
    if found.dossier_id is not None:
        return store.place_dossier(session, found.dossier_id, source.place)
    dossier = made(session, folder=source.name, place=source.place)
    if found.earlier:
        told = {"code": FOLDER_REUSED, "dossiers": list(found.earlier)}
        store.note(session, dossier.id, What.NOTED, who=who, data=told)
    return dossier


def lay_in(
    store: Store,
    session: Transaction,
    dossier: Dossier,
    arrivals: Sequence[Arrival],
    *,
    who: str,
    created: bool,
    completed: Collection[str] = (),
) -> Taken:
    """Make the files that came papers of the dossier, and lead it back for what is new in it."""
    added: list[StoredFile] = []
    refused: list[int] = []
    doubles: list[str] = []
    for arrival in arrivals:
        document, new = store.add_document(
            session, dossier.id, arrival.stored, arrival.info, who=who, place=arrival.place
        )
        if not new:
            doubles.append(arrival.info.name)
        elif document.refused:
            refused.append(document.id)
        else:
            added.append(document)
    shared = _note_shared(store, session, dossier.id, added, who=who)
    ids = tuple(document.id for document in added)
    taken = Taken(dossier.id, created, ids, tuple(refused), tuple(doubles), shared=shared)
    late = not _reopened(store, session, dossier, taken, who=who)
    if added and not late:
        start(store, session, dossier.id, who=who, why="papers")
    settled = Settled()
    if store.get(session, dossier.id).state not in FROZEN:
        settled = settle_older(store, session, dossier.id, arrivals, ids, completed, who=who)
    if settled.names:  # also by papers that came too late before
        store.advance(session, dossier.id, State.CAPTURED, who=who)
    left = dossier.state is State.QUEUED and store.get(session, dossier.id).state is not State.QUEUED
    changed = replace(taken, replaced=settled.names, gone=settled.gone, held=settled.held)
    return replace(changed, late=late, left_queue=left)


def _reopened(store: Store, session: Transaction, dossier: Dossier, taken: Taken, *, who: str) -> bool:
    """Lead the dossier back for what is new in it; False where that came too late.

    A file that can't be opened changes nothing that was read, but a person has to look at it.
    """
    if dossier.state in CLOSED:
        return not taken.added
    try:
        if pages_left(session, dossier.id):
            store.advance(session, dossier.id, State.CAPTURED, who=who)
        elif taken.refused and dossier.state in _REVIEWED:
            store.advance(session, dossier.id, State.READ, who=who)
    except OnItsWayError:
        return False
    return True


def _note_shared(
    store: Store, session: Transaction, dossier_id: str, added: Iterable[StoredFile], *, who: str
) -> dict[int, list[str]]:
    """One paper in two dossiers is allowed (a mother's card with her twins), but worth a line in the
    journal.
    """
    shared: dict[int, list[str]] = {}
    for document in added:
        sha256 = document.sha256
        others = store.other_dossiers_with(session, dossier_id, sha256) if sha256 else []
        if others:
            shared[document.id] = others
            told = {"code": "paper-shared", "document": document.id, "dossiers": others}
            store.note(session, dossier_id, What.NOTED, who=who, data=told)
    return shared
