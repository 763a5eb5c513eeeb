# SPDX-License-Identifier: Apache-2.0
"""What was certified: lines of the registers with all that was said of them since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from intake.store.registers.chain import tell_changed, tell_entered
from intake.store.tables.certification_model import CertificationChangeRow, CertificationRow
from intake.store.transaction import Transaction

CORRECTABLE = frozenset({"requester", "id_paper", "paper", "pages", "count", "signer", "fee_vnd"})
"""What of a line may be corrected; number, day and register never."""
_PART = 500


@dataclass(frozen=True, slots=True)
class NewCertification:
    """A line to be entered; what each value says stands with the table (``CertificationRow``)."""

    unit: str
    book: str
    year: int
    number: int
    volume: int
    symbol: str
    visit: str
    place: int
    procedure: str
    dossier_id: str | None
    requester: str
    id_paper: str
    paper: str
    pages: int
    count: int
    signer: str
    fee_vnd: int | None
    waived: str
    receipt: int | None
    certified_at: datetime
    who: str


@dataclass(frozen=True, slots=True)
class CertificationChange:
    """A later word on a line: that it is ``void``, or what was right (``told``), who said so and why. What
    stood in those columns ``before`` is known once it is read.
    """

    at: datetime
    who: str
    void: bool
    told: Mapping[str, Any]
    reason: str
    before: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CertificationRecord(NewCertification):
    """A line as it is after all its ``changes``; ``id`` is its number in the database."""

    id: int
    changes: tuple[CertificationChange, ...] = ()

    @property
    def sign(self) -> str:
        """As it stands on the paper: “12, quyển số 01/2026-SCT/BS”."""
        return f"{self.number}, quyển số {self.volume:02d}/{self.year}-{self.symbol}"

    @property
    def void(self) -> CertificationChange | None:
        """That it does not hold, and why; None where it does."""
        return next((change for change in self.changes if change.void), None)

    @property
    def entered(self) -> CertificationRecord:
        """The line as it was entered first, whatever was said since."""
        first: dict[str, Any] = {}
        for change in reversed(self.changes):
            first |= change.before
        return replace(self, changes=(), **first)


def add_certification(session: Transaction, new: NewCertification) -> CertificationRecord:
    """Enter a line for good."""
    row = CertificationRow(**asdict(new))
    session.add(row)
    session.flush()
    tell_entered(session, row)
    return CertificationRecord(**asdict(new), id=row.id)


def add_change(session: Transaction, certification_id: int, change: CertificationChange) -> None:
    """Write a later word on a line down."""
    row = CertificationChangeRow(
        certification_id=certification_id,
        at=change.at,
        who=change.who,
        void=change.void,
        told=dict(change.told),
        reason=change.reason,
    )
    session.add(row)
    session.flush()
    tell_changed(session, session.get_one(CertificationRow, certification_id), row)


def certification(
    session: Transaction, unit: str, book: str, year: int, number: int
) -> CertificationRecord | None:
    """The line of that number; None where there is none."""
    row = CertificationRow
    query = select(row).where(row.unit == unit, row.book == book, row.year == year, row.number == number)
    return next(_records(session, query), None)


def certifications_of_visit(session: Transaction, unit: str, visit: str) -> list[CertificationRecord]:
    """What an office certified at one visit, in order; another office may know another visit by that name."""
    row = CertificationRow
    query = select(row).where(row.unit == unit, row.visit == visit)
    return list(_records(session, query.order_by(row.place)))


def certifications_of_dossier(session: Transaction, unit: str, dossier_id: str) -> list[CertificationRecord]:
    """What an office certified of a dossier, in the order in which it was entered."""
    row = CertificationRow
    query = select(row).where(row.unit == unit, row.dossier_id == dossier_id)
    return list(_records(session, query.order_by(row.id)))


def certifications_between(
    session: Transaction, unit: str, book: str, since: datetime | None, until: datetime | None
) -> Iterator[CertificationRecord]:
    """The lines of a register from ``since`` to before ``until``, in the order of their numbers."""
    query = select(CertificationRow).where(CertificationRow.unit == unit, CertificationRow.book == book)
    if since is not None:
        query = query.where(CertificationRow.certified_at >= since)
    if until is not None:
        query = query.where(CertificationRow.certified_at < until)
    yield from _records(session, query.order_by(CertificationRow.year, CertificationRow.number))


def newest_volume(session: Transaction, unit: str, book: str, year: int) -> int:
    """In which volume the year's last line stands; 1 where there is none."""
    row = CertificationRow
    of_year = select(func.max(row.volume)).where(row.unit == unit, row.book == book, row.year == year)
    return session.scalar(of_year) or 1


def _records(session: Transaction, query: Select[CertificationRow]) -> Iterator[CertificationRecord]:
    for rows in session.scalars(query).partitions(_PART):
        changes = _changes(session, [row.id for row in rows])
        for row in rows:
            yield _told(row, changes[row.id])


def _changes(session: Transaction, ids: Sequence[int]) -> Mapping[int, list[CertificationChange]]:
    query = select(CertificationChangeRow).where(CertificationChangeRow.certification_id.in_(ids))
    found: defaultdict[int, list[CertificationChange]] = defaultdict(list)
    for row in session.scalars(query.order_by(CertificationChangeRow.id)):
        change = CertificationChange(row.at, row.who, row.void, row.told, row.reason)
        found[row.certification_id].append(change)
    return found


def _told(row: CertificationRow, changes: Sequence[CertificationChange]) -> CertificationRecord:
    names = CertificationRecord.__dataclass_fields__.keys() - {"changes"}
    record = CertificationRecord(**{name: getattr(row, name) for name in names})
    told: list[CertificationChange] = []
    for change in changes:
        right = {k: v for k, v in change.told.items() if k in CORRECTABLE}
        told.append(replace(change, before={k: getattr(record, k) for k in right}))
        record = replace(record, **right)
    return replace(record, changes=tuple(told))
