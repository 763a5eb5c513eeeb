# SPDX-License-Identifier: Apache-2.0
"""What the report counts: dossiers by state, papers, component files, what is not at the gateway."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, exists, func, literal, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, aliased

from batch.store.tables.figure_model import FigureRow
from batch.store.tables.run_model import RunDossier
from intake.dossier.journal import DOUBLE_OF, UNSORTED, What
from intake.dossier.sending.results import ResultStanding
from intake.dossier.states import State
from intake.dossier.stored import FAILED, GONE
from intake.store.dossier.arranging import said_out
from intake.store.dossier.journal import of_kind
from intake.store.dossier.offices import ours
from intake.store.queue import standing
from intake.store.queue.standing import DossierStanding
from intake.store.tables.model import (
    ComponentRow,
    DossierRow,
    EventRow,
    PackageRow,
    PageRow,
    PageSaidRow,
    StoredFileRow,
)
from intake.store.tables.outbox_model import OutboxRow
from intake.store.tables.result_model import ResultRow
from intake.store.transaction import Transaction
from templates.model.gateways.states import load_gateway_states

_LATER = aliased(PackageRow)


@dataclass(frozen=True, slots=True)
class ReportScope:
    """The dossiers that are counted: those that a ``run`` worked on, else those received from ``since`` to
    before ``until`` (aware; None leaves that end open).
    """

    run: int | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many dossiers stand in one state, how many of them have component files, and how many of these have
    their result – those apart that ended because they had been entered twice (``doubles``) – and how many the
    gateway said it had accepted.
    """

    dossiers: int
    with_files: int
    digitised: int = 0
    doubles: int = 0
    accepted: int = 0


@dataclass(frozen=True, slots=True)
class PaperCount:
    """Readable papers, their pages, those of them that could not be read, and files that were refused."""

    papers: int
    pages: int
    pages_failed: int
    refused: int


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


def count_states(session: Transaction, scope: ReportScope) -> Mapping[str, Mapping[State, StateCount]]:
    """The dossiers of ``scope`` by their unit's code and their state; what none stands in is left out.

    What asks more of a dossier than its row is asked of those alone in whose state it can be so: to look
    through a hundred thousand journals would take longer than all else that a report counts.
    """
    within = and_(_within(scope, DossierRow.id), ~_is_unsorted())
    found = {
        (unit, state): StateCount(dossiers, 0, accepted=dossiers if state is State.ACCEPTED else 0)
        for unit, state, dossiers in session.execute(_by_state().where(within))
    }
    newest = exists(_LATER.id).where(
        _LATER.dossier_id == PackageRow.dossier_id, _LATER.number > PackageRow.number
    )
    files = (
        _by_state(func.count().filter(_has_result())).join(PackageRow).where(within, ~newest, _with_files())
    )
    for unit, state, dossiers, done in session.execute(files):
        found[unit, state] = replace(found[unit, state], with_files=dossiers, digitised=done)
    doubles = _by_state(func.count().filter(_has_files()), func.count().filter(_has_result(), _has_files()))
    for unit, state, dossiers, *apart in session.execute(doubles.where(within, _is_double())):
        told = found[unit, state]
        left = {"with_files": told.with_files - apart[0], "digitised": told.digitised - apart[1]}
        found[unit, state] = replace(told, doubles=dossiers, **left)
    for accepted in _accepted_before():
        for unit, state, dossiers in session.execute(_by_state().where(within, accepted)):
            found[unit, state] = replace(found[unit, state], accepted=found[unit, state].accepted + dossiers)
    by_unit: dict[str, dict[State, StateCount]] = {}
    for (unit, state), count in sorted(found.items(), key=lambda item: item[0][0]):
        by_unit.setdefault(unit, {})[state] = count
    return by_unit


def _by_state(*more: ColumnElement[int]) -> Select[Any]:
    """Dossiers counted by unit and state, and ``more`` of each."""
    key = (DossierRow.unit, DossierRow.state)
    counted: tuple[Any, ...] = (*key, func.count(), *more)
    return select(*counted).group_by(*key)


def count_papers(session: Transaction, scope: ReportScope) -> PaperCount:
    """The papers of the dossiers of ``scope``."""
    readable = StoredFileRow.refusal_code == ""
    query = select(
        func.count().filter(readable),
        func.coalesce(func.sum(StoredFileRow.page_count).filter(readable), 0),
        func.count().filter(StoredFileRow.refusal_code.not_in(("", *GONE))),
    )
    theirs = (_within(scope, StoredFileRow.dossier_id), ours(session, StoredFileRow.dossier_id))
    papers, pages, refused = session.execute(query.where(*theirs)).one()
    out = select(func.count()).select_from(PageSaidRow).join(StoredFileRow).where(PageSaidRow.out, readable)
    pages -= session.scalar(out.where(_of_few(scope, StoredFileRow.dossier_id), theirs[1])) or 0
    return PaperCount(papers, pages, _failed_pages(session, scope), refused)


def gaps(session: Transaction, scope: ReportScope, limit: int | None = None) -> list[Gap]:
    """The dossiers with component files and no result file, the longest waiting first; at most ``limit``."""
    files = select(func.count(ComponentRow.id)).where(ComponentRow.package_id == _newest_package())
    query = (
        select(
            DossierRow.id,
            DossierRow.official_number,
            DossierRow.received_at,
            DossierRow.state,
            files.scalar_subquery(),
        )
        .where(_within(scope, DossierRow.id), _has_files(), ~_has_result(), ~_is_double())
        .order_by(DossierRow.received_at, DossierRow.id)
        .limit(limit)
    )
    return [
        Gap(dossier, number or "", received_at, state.value, files)
        for dossier, number, received_at, state, files in session.execute(query)
    ]


def not_there(
    session: Transaction, scope: ReportScope, now: datetime, most: int | None
) -> list[DossierStanding]:
    """The dossiers of ``scope`` that wait for the gateway or came back from it, the longest in the queue
    first; at most ``most``.
    """
    return standing.not_there(session, now, _joined(scope, OutboxRow.dossier_id), most)


def count_not_there(session: Transaction, scope: ReportScope) -> int:
    """How many ``not_there`` would give without a limit."""
    return standing.count_not_there(session, _joined(scope, OutboxRow.dossier_id))


def _within(scope: ReportScope, dossier_id: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """The condition that a column names one of the dossiers of ``scope``."""
    if scope.run is not None:
        return dossier_id.in_(select(RunDossier.dossier_id).where(RunDossier.run_id == scope.run))
    if scope.since is None and scope.until is None:
        return true()
    received = _received(scope)
    # Of the dossiers themselves it is said straight: a list of their names would be made anew by each query.
    return received if dossier_id is DossierRow.id else dossier_id.in_(select(DossierRow.id).where(received))


def _joined(scope: ReportScope, dossier_id: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """The same for a query that joins the dossiers."""
    return _within(scope, dossier_id) if scope.run is not None else _received(scope)


def _of_few(scope: ReportScope, dossier_id: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """The same for a query that finds few rows by an index of its own, each of which is asked."""
    if scope.run is not None or (scope.since is None and scope.until is None):
        return _within(scope, dossier_id)
    return exists(DossierRow.id).where(DossierRow.id == dossier_id, _received(scope))


def _received(scope: ReportScope) -> ColumnElement[bool]:
    return and_(
        true() if scope.since is None else DossierRow.received_at >= scope.since,
        true() if scope.until is None else DossierRow.received_at < scope.until,
    )


def _newest_package() -> ScalarSelect[int]:
    """The id of the package made last of the dossier that the outer query looks at."""
    made = (
        select(PackageRow.id).where(PackageRow.dossier_id == DossierRow.id).order_by(PackageRow.number.desc())
    )
    return made.limit(1).correlate(DossierRow).scalar_subquery()


def _has_files() -> ColumnElement[bool]:
    return exists(ComponentRow.package_id).where(ComponentRow.package_id == _newest_package())


def _with_files() -> ColumnElement[bool]:
    """That a package has files of components."""
    return exists(ComponentRow.package_id).where(ComponentRow.package_id == PackageRow.id)


def _has_result() -> ColumnElement[bool]:
    attached = (ResultRow.standing == ResultStanding.ATTACHED.value, ResultRow.dossier_id == DossierRow.id)
    # Earlier versions only knew that the gateway had one.
    return or_(DossierRow.state == State.RESULT_ATTACHED, exists(ResultRow.dossier_id).where(*attached))


def _accepted_before() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """That the gateway took a dossier whose result is there, which may come first: as its kept figures say,
    and as its journal says of one whose figures are not worked out yet. No dossier counts by both.
    """
    attached, unknown = DossierRow.state == State.RESULT_ATTACHED, DossierRow.figures_unknown
    figures = (FigureRow.dossier_id == DossierRow.id, FigureRow.until.is_(None), FigureRow.accepted)
    means = EventRow.data["means"].as_string()
    said = or_(EventRow.data["to"].as_string() == State.ACCEPTED.value, means.in_(_taken_words()))
    theirs = (EventRow.dossier_id == DossierRow.id, or_(of_kind(What.STATE), of_kind(What.GATEWAY_STATE)))
    return (
        and_(attached, unknown.is_(False), exists(FigureRow.dossier_id).where(*figures)),
        and_(unknown.is_(True), attached, exists().where(*theirs, said)),
    )


def _taken_words() -> list[str]:
    return [name for name, state in load_gateway_states().states.items() if state.outcome == "accepted"]


def _is_double() -> ColumnElement[bool]:
    """Whether a person ended it as a double of another."""
    last = (
        select(func.max(EventRow.id))
        .where(EventRow.dossier_id == DossierRow.id, of_kind(What.STATE))
        .correlate(DossierRow)
        .scalar_subquery()
    )
    told = exists().where(EventRow.id == last, EventRow.data[DOUBLE_OF].as_string().is_not(None))
    return and_(DossierRow.state == State.REJECTED, told)


def _is_unsorted() -> ColumnElement[bool]:
    """Whether only pages of a stack wait in it; asked of those without a number of the book alone."""
    told = of_kind(What.CREATED), EventRow.data[UNSORTED].as_boolean()
    return and_(
        DossierRow.register_number.is_(None), exists().where(EventRow.dossier_id == DossierRow.id, *told)
    )


def _failed_pages(session: Transaction, scope: ReportScope) -> int:
    # Written into the statement: an index on failed pages alone is no use for a value not yet known.
    failed = PageRow.status == literal(FAILED, literal_execute=True)
    query = select(func.count()).select_from(PageRow).join(StoredFileRow).where(failed)
    theirs = (_of_few(scope, StoredFileRow.dossier_id), ours(session, StoredFileRow.dossier_id))
    there = (StoredFileRow.refusal_code.not_in(GONE), ~said_out(PageRow.document_id, PageRow.number))
    return session.scalar(query.where(*there, *theirs)) or 0
