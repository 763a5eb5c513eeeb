"""The numbers of a run or a period, recomputed from the store each time; nothing is counted along the way.

Every received dossier stands in exactly one of the states below, so they add up to ``received``:
``unfinished + waiting + incomplete + complete + returned + rejected``. What is ``waiting`` has its papers and
wants a person's look; what is ``unfinished`` is not read. ``packaged ⊇ pushed ⊇ accepted`` are parts of
``complete``.

``digitised`` follows indicator 4.2 of QĐ 766/QĐ-TTg: a dossier counts if it has at least one component file
*and* a result file. Components without a result are the clerk's to-do list (``gaps``).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from batch.run_model import RunDossier
from intake.model import WITHDRAWN, Component, Document, Dossier, Package, Page
from intake.states import State
from intake.store_papers import FAILED

Scope = Select[str]
"""A query for the ids of the dossiers that are counted."""

UNFINISHED = frozenset({State.RECEIVED, State.CAPTURED})
WAITING = frozenset({State.READ, State.REVIEWED})
PUSHED = frozenset({State.PUSHED, State.ACCEPTED, State.RESULT_ATTACHED})
ACCEPTED = frozenset({State.ACCEPTED, State.RESULT_ATTACHED})
COMPLETE = frozenset({State.COMPLETE, State.PACKAGED, State.QUEUED}) | PUSHED


@dataclass(frozen=True, slots=True)
class Numbers:
    """Counts of dossiers, but for ``papers``, ``pages``, ``pages_failed`` and ``refused`` (inputs)."""

    received: int
    papers: int
    pages: int
    pages_failed: int
    refused: int
    unfinished: int
    waiting: int
    incomplete: int
    complete: int
    packaged: int
    pushed: int
    accepted: int
    returned: int
    rejected: int
    with_components: int
    digitised: int

    @property
    def digitised_share(self) -> float | None:
        """Digitised of received, 0…1; None where nothing was received, because 0 of 0 is not 0 %."""
        return self.digitised / self.received if self.received else None

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "digitised_share": self.digitised_share}


@dataclass(frozen=True, slots=True)
class Gap:
    """A dossier that has component files and lacks its result file."""

    dossier: str
    official_number: str
    received_at: datetime
    state: str
    components: int

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "received_at": self.received_at.isoformat()}


def of_run(run_id: int) -> Scope:
    """The dossiers that a run worked on."""
    return select(RunDossier.dossier_id).where(RunDossier.run_id == run_id)


def of_period(since: datetime | None, until: datetime | None) -> Scope:
    """The dossiers received from ``since`` to before ``until``; None leaves that end open."""
    query = select(Dossier.id)
    if since is not None:
        query = query.where(Dossier.received_at >= since)
    if until is not None:
        query = query.where(Dossier.received_at < until)
    return query


def count(session: Session, scope: Scope) -> Numbers:
    """The numbers over the dossiers of ``scope``, all from one picture of the store."""
    states = _states(session, scope)
    components = _components(session, scope)
    papers, pages = _papers(session, scope)
    standing = Counter(_standing(state) for state in states.values())
    return Numbers(
        received=len(states),
        papers=papers,
        pages=pages,
        pages_failed=_failed_pages(session, scope),
        refused=_refused(session, scope),
        unfinished=standing["unfinished"],
        waiting=standing["waiting"],
        incomplete=standing["incomplete"],
        complete=standing["complete"],
        packaged=sum(state in COMPLETE and dossier in components for dossier, state in states.items()),
        pushed=sum(state in PUSHED for state in states.values()),
        accepted=sum(state in ACCEPTED for state in states.values()),
        returned=standing["returned"],
        rejected=standing["rejected"],
        with_components=len(components),
        digitised=sum(states[dossier] is State.RESULT_ATTACHED for dossier in components),
    )


def gaps(session: Session, scope: Scope) -> list[Gap]:
    """The dossiers with component files and no result file, the longest waiting first."""
    components = _components(session, scope)
    query = (
        select(Dossier)
        .where(Dossier.id.in_(scope), Dossier.state != State.RESULT_ATTACHED)
        .order_by(Dossier.received_at, Dossier.id)
    )
    return [
        Gap(d.id, d.official_number or "", d.received_at, d.state.value, components[d.id])
        for d in session.scalars(query)
        if d.id in components
    ]


def _standing(state: State) -> str:
    if state in UNFINISHED:
        return "unfinished"
    if state in WAITING:
        return "waiting"
    return "complete" if state in COMPLETE else state.value


def _states(session: Session, scope: Scope) -> dict[str, State]:
    query = select(Dossier.id, Dossier.state).where(Dossier.id.in_(scope))
    return dict(session.execute(query).all())


def _components(session: Session, scope: Scope) -> dict[str, int]:
    """How many component files the newest package of each dossier has; dossiers without any are left out."""
    newest = select(func.max(Package.id)).where(Package.dossier_id.in_(scope)).group_by(Package.dossier_id)
    query = (
        select(Package.dossier_id, func.count(Component.id))
        .join(Component)
        .where(Package.id.in_(newest))
        .group_by(Package.dossier_id)
    )
    return dict(session.execute(query).all())


def _papers(session: Session, scope: Scope) -> tuple[int, int]:
    readable = Document.refusal_code == ""
    query = select(func.count(), func.coalesce(func.sum(Document.page_count), 0))
    papers, pages = session.execute(query.where(Document.dossier_id.in_(scope), readable)).one()
    return papers, pages


def _failed_pages(session: Session, scope: Scope) -> int:
    query = select(func.count()).select_from(Page).join(Document).where(Document.refusal_code != WITHDRAWN)
    return session.scalar(query.where(Document.dossier_id.in_(scope), Page.status == FAILED)) or 0


def _refused(session: Session, scope: Scope) -> int:
    query = select(func.count()).select_from(Document)
    refused = Document.refusal_code.not_in(("", WITHDRAWN))
    return session.scalar(query.where(Document.dossier_id.in_(scope), refused)) or 0
