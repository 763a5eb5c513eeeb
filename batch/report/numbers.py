"""The numbers of a run or a period, recomputed from the store each time; nothing is counted along the way.

Every received dossier stands in exactly one of the states below, so they add up to ``received``:
``unfinished + waiting + incomplete + complete + returned + rejected``. What is ``waiting`` has its papers and
wants a person's look; what is ``unfinished`` is not read. ``packaged ⊇ pushed ⊇ accepted`` are parts of
``complete``.

``digitised`` follows indicator 4.2 of QĐ 766/QĐ-TTg: a dossier counts if it has at least one component file
*and* a result file. Components without a result are the clerk's to-do list (``gaps``).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, exists, func, literal, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from batch.night.run_model import RunDossier
from intake.dossier.states import State
from intake.dossier.tables.model import GONE, Component, Dossier, Package, Page, StoredFile
from intake.store.documents import FAILED

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

    @property
    def gaps(self) -> int:
        """How many dossiers have component files and lack their result file."""
        return self.with_components - self.digitised

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


@dataclass(frozen=True, slots=True)
class ReportScope:
    """The dossiers that are counted: those whose ids ``chosen`` gives, all without."""

    chosen: Select[Any] | None = None

    def holds(self, dossier_id: InstrumentedAttribute[str]) -> ColumnElement[bool]:
        """The condition that a column names one of these dossiers."""
        return true() if self.chosen is None else dossier_id.in_(self.chosen)


def of_run(run_id: int) -> ReportScope:
    """The dossiers that a run worked on."""
    return ReportScope(select(RunDossier.dossier_id).where(RunDossier.run_id == run_id))


def of_period(since: datetime | None, until: datetime | None) -> ReportScope:
    """The dossiers received from ``since`` to before ``until``; None leaves that end open."""
    if since is None and until is None:
        return ReportScope()
    query = select(Dossier.id)
    if since is not None:
        query = query.where(Dossier.received_at >= since)
    if until is not None:
        query = query.where(Dossier.received_at < until)
    return ReportScope(query)


def count(session: Session, scope: ReportScope) -> Numbers:
    """The numbers over the dossiers of ``scope``, all from one picture of the store."""
    states = _states(session, scope)
    papers, pages, refused = _papers(session, scope)
    return Numbers(
        received=_sum(states),
        papers=papers,
        pages=pages,
        pages_failed=_failed_pages(session, scope),
        refused=refused,
        unfinished=_sum(states, UNFINISHED),
        waiting=_sum(states, WAITING),
        incomplete=_sum(states, {State.INCOMPLETE}),
        complete=_sum(states, COMPLETE),
        packaged=_with_files(states, COMPLETE),
        pushed=_sum(states, PUSHED),
        accepted=_sum(states, ACCEPTED),
        returned=_sum(states, {State.RETURNED}),
        rejected=_sum(states, {State.REJECTED}),
        with_components=_with_files(states),
        digitised=_with_files(states, {State.RESULT_ATTACHED}),
    )


def gaps(session: Session, scope: ReportScope, limit: int | None = None) -> list[Gap]:
    """The dossiers with component files and no result file, the longest waiting first; at most ``limit``."""
    files = select(func.count(Component.id)).where(Component.package_id == _newest_package())
    query = (
        select(
            Dossier.id, Dossier.official_number, Dossier.received_at, Dossier.state, files.scalar_subquery()
        )
        .where(scope.holds(Dossier.id), Dossier.state != State.RESULT_ATTACHED, _has_files())
        .order_by(Dossier.received_at, Dossier.id)
        .limit(limit)
    )
    return [
        Gap(dossier, number or "", received_at, state.value, files)
        for dossier, number, received_at, state, files in session.execute(query)
    ]


Counts = Mapping[State, tuple[int, int]]
"""By state: how many dossiers, and how many of them have component files."""


def _states(session: Session, scope: ReportScope) -> Counts:
    counted = (func.count(), func.count().filter(_has_files()))
    query = select(Dossier.state, *counted).where(scope.holds(Dossier.id)).group_by(Dossier.state)
    return {state: (every, with_files) for state, every, with_files in session.execute(query)}


def _sum(counts: Counts, states: Collection[State] = tuple(State)) -> int:
    return sum(every for state, (every, _files) in counts.items() if state in states)


def _with_files(counts: Counts, states: Collection[State] = tuple(State)) -> int:
    return sum(with_files for state, (_every, with_files) in counts.items() if state in states)


def _newest_package() -> ScalarSelect[int]:
    """The id of the package made last of the dossier that the outer query looks at."""
    made = select(Package.id).where(Package.dossier_id == Dossier.id).order_by(Package.number.desc())
    return made.limit(1).correlate(Dossier).scalar_subquery()


def _has_files() -> ColumnElement[bool]:
    return exists().where(Component.package_id == _newest_package())


def _papers(session: Session, scope: ReportScope) -> tuple[int, int, int]:
    """Readable papers, their pages, refused files."""
    readable = StoredFile.refusal_code == ""
    query = select(
        func.count().filter(readable),
        func.coalesce(func.sum(StoredFile.page_count).filter(readable), 0),
        func.count().filter(StoredFile.refusal_code.not_in(("", *GONE))),
    )
    papers, pages, refused = session.execute(query.where(scope.holds(StoredFile.dossier_id))).one()
    return papers, pages, refused


def _failed_pages(session: Session, scope: ReportScope) -> int:
    # Written into the statement: an index on failed pages alone is no use for a value not yet known.
    failed = Page.status == literal(FAILED, literal_execute=True)
    query = select(func.count()).select_from(Page).join(StoredFile).where(failed)
    counted = query.where(StoredFile.refusal_code.not_in(GONE), scope.holds(StoredFile.dossier_id))
    return session.scalar(counted) or 0
