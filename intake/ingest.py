"""Papers come in: files are looked at, kept under their hash, and laid into their dossier.

All that is slow happens before the one transaction that makes the dossier, adds its papers and moves it on.
If the process dies before that, only unnamed files are left, and the next run finds them kept already.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from intake.capture import code_of, probe
from intake.deadline_events import start
from intake.journal import What
from intake.model import Document, Dossier
from intake.objects import StoredObject, digest
from intake.pages import DEFAULT_LIMITS, CaptureLimits, DocumentInfo
from intake.refusals import Refusal, RefusalCode
from intake.sources import DossierSource, nfc_name, plan
from intake.states import SENT, State
from intake.store import Store
from intake.store_papers import PaperInfo

__all__ = ["DossierSource", "Taken", "ingest", "plan", "take_in"]


@dataclass(frozen=True, slots=True)
class Arrival:
    """One file that came: what it is, and its hash (None where no byte could be read)."""

    info: PaperInfo
    stored: StoredObject | None


@dataclass(frozen=True)
class Taken:
    """What taking in a dossier's files changed.

    ``added`` and ``refused`` are documents new to the dossier (ids), ``doubles`` names of files that were
    there already, ``shared`` other dossiers' ids by document id. ``late``: papers came after the dossier was
    sent, so they were kept but change nothing that was sent.
    """

    dossier_id: str
    created: bool = False
    added: tuple[int, ...] = ()
    refused: tuple[int, ...] = ()
    doubles: tuple[str, ...] = ()
    shared: dict[int, list[str]] = field(default_factory=dict)
    late: bool = False


def ingest(
    store: Store,
    source: DossierSource,
    *,
    procedure: str,
    who: str,
    limits: CaptureLimits = DEFAULT_LIMITS,
) -> Taken:
    """Take in one dossier of a folder; a dossier that came before is recognised and gets only what is new.

    The same dossier is: the same papers, under whatever name; or the same name, if one set of papers holds
    the other or more than half of the smaller set is the same (papers were added, a page was scanned again).
    """
    arrivals = [_look_at(store, path, limits) for path in source.files]
    if source.refusal is not None:
        arrivals.append(Arrival(_refused(source.name, Refusal(source.refusal)), None))
    with store.write() as session:
        known = _known_dossier(session, source.name, _hashes(arrivals))
        dossier = known or store.create_dossier(
            session,
            procedure=procedure,
            who=who,
            folder=source.name,
            source_key=_source_key(source.name, arrivals),
        )
        return _lay_in(store, session, dossier, arrivals, who=who, created=known is None)


def take_in(
    store: Store,
    dossier_id: str,
    files: Iterable[Path],
    *,
    who: str,
    limits: CaptureLimits = DEFAULT_LIMITS,
) -> Taken:
    """Add files to a dossier that exists."""
    arrivals = [_look_at(store, path, limits) for path in files]
    with store.write() as session:
        return _lay_in(store, session, store.get(session, dossier_id), arrivals, who=who, created=False)


def _look_at(store: Store, path: Path, limits: CaptureLimits) -> Arrival:
    """Probe a file and keep it; what can't be taken in is only hashed, so that it is recognised again."""
    name = nfc_name(path)
    found = probe(path, limits)
    try:
        if found.refusal is not None:
            return Arrival(_refused(name, found.refusal), _hash_if_readable(path, found))
        stored = store.keep(path)
    except OSError as error:
        return Arrival(_refused(name, Refusal(code_of(error))), None)
    if stored.size != found.size:
        found = probe(store.objects.path(stored.sha256), limits)
    if found.refusal is not None:
        return Arrival(_refused(name, found.refusal), stored)
    return Arrival(PaperInfo(name, found.media_type, found.pages), stored)


def _hash_if_readable(path: Path, found: DocumentInfo) -> StoredObject | None:
    readable = (
        path.is_file() and found.refusal is not None and found.refusal.code is not RefusalCode.TOO_LARGE
    )
    return digest(path) if readable else None


def _refused(name: str, refusal: Refusal) -> PaperInfo:
    return PaperInfo(name, refusal_code=refusal.code.value, refusal_reason=refusal.sentence)


def _hashes(arrivals: Iterable[Arrival]) -> set[str]:
    """Of papers that can be read: two empty files are not the same paper."""
    return {a.stored.sha256 for a in arrivals if a.stored and not a.info.refusal_code}


def _source_key(name: str, arrivals: Iterable[Arrival]) -> str:
    return hashlib.sha256("\n".join([name, *sorted(_hashes(arrivals))]).encode()).hexdigest()


def _known_dossier(session: Session, name: str, hashes: set[str]) -> Dossier | None:
    named = session.scalars(select(Dossier).where(Dossier.folder == name).order_by(Dossier.id.desc()))
    for dossier in named:
        if _is_same(_papers_of(session, dossier.id), hashes):
            return dossier
    return _with_same_papers(session, hashes)


def _is_same(known: set[str], now: set[str]) -> bool:
    if known <= now or now <= known:
        return True
    return 2 * len(known & now) > min(len(known), len(now))


def _with_same_papers(session: Session, hashes: set[str]) -> Dossier | None:
    query = select(Document.dossier_id).where(Document.sha256.in_(hashes)).distinct()
    for dossier_id in sorted(session.scalars(query), reverse=True):
        if hashes and _papers_of(session, dossier_id) == hashes:
            return session.get(Dossier, dossier_id)
    return None


def _papers_of(session: Session, dossier_id: str) -> set[str]:
    query = select(Document.sha256).where(Document.dossier_id == dossier_id, Document.refusal_code == "")
    return {sha256 for sha256 in session.scalars(query) if sha256 is not None}


def _lay_in(
    store: Store, session: Session, dossier: Dossier, arrivals: Sequence[Arrival], *, who: str, created: bool
) -> Taken:
    added: list[int] = []
    refused: list[int] = []
    doubles: list[str] = []
    for arrival in arrivals:
        document, new = store.add_document(session, dossier.id, arrival.stored, arrival.info, who=who)
        if not new:
            doubles.append(arrival.info.name)
        else:
            (refused if document.refused else added).append(document.id)
    late = bool(added) and dossier.state in SENT
    if added and not late:
        store.advance(session, dossier.id, State.CAPTURED, who=who)
        start(store, session, dossier.id, who=who, why="papers")
    shared = _note_shared(store, session, dossier.id, added, who=who)
    return Taken(dossier.id, created, tuple(added), tuple(refused), tuple(doubles), shared, late)


def _note_shared(
    store: Store, session: Session, dossier_id: str, added: Iterable[int], *, who: str
) -> dict[int, list[str]]:
    """One paper in two dossiers is allowed (a mother's card with her twins), but worth a line in the
    journal.
    """
    shared: dict[int, list[str]] = {}
    for document_id in added:
        sha256 = session.get_one(Document, document_id).sha256
        others = store.other_dossiers_with(session, dossier_id, sha256) if sha256 else []
        if others:
            shared[document_id] = others
            told = {"code": "paper-shared", "document": document_id, "dossiers": others}
            store.note(session, dossier_id, What.NOTED, who=who, data=told)
    return shared
